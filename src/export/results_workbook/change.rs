//! The sheet "Change since last round": questions asked word for word before, with the same descriptors, among those that scored them both times.

use crate::domain::change::{Change, QuestionChange};
use crate::domain::form::Question;
use crate::domain::report::{FormReport, RoundReport};
use crate::export::ExportError;
use crate::export::book::Book;
use crate::export::cell::Cell;
use crate::export::sheet::{TableSheet, number_column, text_column};
use crate::export::wording;

/// Writes the sheet; without a last round it says so.
pub(super) fn write(book: &mut Book, report: &RoundReport) -> Result<(), ExportError> {
    let mut notes: Vec<String> = report.forms.iter().map(since).collect();
    notes.push(
        "Only questions whose wording and descriptors are unchanged, and only organisations that scored the question in both rounds.".into(),
    );
    notes
        .push(format!("{} A figure is empty where no organisation scored it both times.", wording::who_counts(report)));
    let sheet = TableSheet {
        name: "Change since last round".into(),
        title: format!("Change since the last round, {}", report.provenance.round),
        notes,
        columns: vec![
            text_column("Form", 11),
            text_column("Standard", 34),
            text_column("Question", 10),
            text_column("In short", 34),
            text_column("Compared with", 12),
            number_column("Organisations in both", 15),
            number_column("% fully in place before", 11),
            number_column("% fully in place now", 11),
            number_column("Average before", 10),
            number_column("Average now", 10),
            number_column("Scored 3 before", 9),
            number_column("Scored 2 before", 9),
            number_column("Scored 1 before", 9),
            number_column("Scored 3 now", 9),
            number_column("Scored 2 now", 9),
            number_column("Scored 1 now", 9),
        ],
        frozen_columns: 0,
        filters: false,
        least_lines: 1,
    };
    let changes = report.forms.iter().filter_map(|form| Some((form, form.change.as_ref().filter(|c| has_any(c))?)));
    let rows = changes.flat_map(|(form, change)| {
        let questions = change.questions.iter();
        questions.filter_map(|result| Some(row(form, change, form.form.question(result.key)?, result)))
    });
    sheet.write(book, rows)?;
    Ok(())
}

fn row<'a>(form: &'a FormReport, change: &'a Change, question: &'a Question, result: &QuestionChange) -> Vec<Cell<'a>> {
    let (before, now) = (result.before, result.now);
    let mut row: Vec<Cell<'a>> = vec![
        form.form.kind.words().into(),
        wording::standard(&form.form, question.key.standard()).into(),
        question.key.to_string().into(),
        question.short.as_str().into(),
        change.since.as_str().into(),
        result.both.into(),
        before.percent_fully_in_place().into(),
        now.percent_fully_in_place().into(),
        before.average().into(),
        now.average().into(),
    ];
    row.extend([before.n3, before.n2, before.n1, now.n3, now.n2, now.n1].map(Cell::from));
    row
}

/// Whether an organisation scored one of the questions both times.
fn has_any(change: &Change) -> bool {
    change.questions.iter().any(|question| question.both > 0)
}

fn since(form: &FormReport) -> String {
    let name = form.form.kind.words();
    match &form.change {
        None => format!(
            "{name}: no audit of this form was submitted in an earlier round, so there is nothing to compare with."
        ),
        Some(change) if !change.questions.is_empty() && !has_any(change) => format!(
            "{name}: no organisation scored a question both now and in {}, so there is nothing to compare.",
            change.since
        ),
        Some(change) => match change.questions.len() {
            0 => format!("{name}: no question is asked in the same words as in {}.", change.since),
            1 => format!("{name}: 1 question can be compared with {}.", change.since),
            n => format!("{name}: {n} questions can be compared with {}.", change.since),
        },
    }
}
