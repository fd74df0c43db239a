//! The sheet "Lowest and highest ten": each form's ten weakest and ten strongest questions.

use super::standards::{tally_cells, tally_columns};
use crate::domain::report::{FormReport, RoundReport};
use crate::domain::summary::{Group, QuestionResult};
use crate::export::ExportError;
use crate::export::book::Book;
use crate::export::cell::Cell;
use crate::export::sheet::{TableSheet, number_column, text_column};
use crate::export::wording;

const TEN: usize = 10;

/// Writes the sheet.
pub(super) fn write(book: &mut Book, report: &RoundReport) -> Result<(), ExportError> {
    let mut columns = vec![
        text_column("Form", 11),
        text_column("List", 11),
        number_column("Place", 8),
        text_column("Question", 10),
        text_column("In short", 34),
        text_column("Standard", 34),
    ];
    columns.extend(tally_columns());
    let sheet = TableSheet {
        name: "Lowest and highest ten".into(),
        title: format!("The ten lowest and ten highest questions of each form, {}", report.provenance.round),
        notes: vec![
            wording::who_counts(report),
            "In order of % fully in place, then of the average, then of the form. Questions that nobody scored are left out.".into(),
        ],
        columns,
        frozen_columns: 0,
        filters: false,
        least_lines: 1,
    };
    let alls = report.forms.iter().filter_map(|form| Some((form, form.results.group(Group::All)?)));
    let rows = alls.flat_map(|(form, all)| {
        let lists = [("Lowest", all.lowest(TEN)), ("Highest", all.highest(TEN))];
        lists.into_iter().flat_map(move |(list, questions)| rows(form, list, questions))
    });
    sheet.write(book, rows)?;
    Ok(())
}

fn rows<'a>(form: &'a FormReport, list: &'static str, ranked: Vec<&'a QuestionResult>) -> Vec<Vec<Cell<'a>>> {
    let row = |(result, place): (&'a QuestionResult, u32)| {
        let question = form.form.question(result.key)?;
        let mut row: Vec<Cell<'a>> = vec![
            form.form.kind.words().into(),
            list.into(),
            place.into(),
            question.key.to_string().into(),
            question.short.as_str().into(),
            wording::standard(&form.form, question.key.standard()).into(),
        ];
        row.extend(tally_cells(result.tally, result.tally.average()));
        Some(row)
    };
    ranked.into_iter().zip(1..).filter_map(row).collect()
}
