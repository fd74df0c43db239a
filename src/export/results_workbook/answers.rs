//! The sheet "All answers": one row for each organisation and question, in the columns and keys of `answers.csv`.

use crate::domain::answer::Choice;
use crate::domain::form::Question;
use crate::domain::report::{AuditRecord, FormReport, RoundReport};
use crate::export::ExportError;
use crate::export::book::Book;
use crate::export::sheet::{Cell, Column, TableSheet, number_column, text_column};
use crate::export::wording::Said;

/// Fewer rows than a sheet has, so that title and notes have room.
const ROWS_A_SHEET: usize = 1_000_000;

/// Writes the sheet; more than a million answers go on in a second and third.
pub(super) fn write(book: &mut Book, report: &RoundReport) -> Result<(), ExportError> {
    write_in_parts(book, report, ROWS_A_SHEET)
}

fn write_in_parts(book: &mut Book, report: &RoundReport, rows_a_sheet: usize) -> Result<(), ExportError> {
    let mut parts: Vec<Vec<(&FormReport, &AuditRecord)>> = vec![Vec::new()];
    let mut rows = 0;
    for form in &report.forms {
        let questions = form.form.questions().count();
        for audit in &form.audits {
            if rows + questions > rows_a_sheet && rows > 0 {
                parts.push(Vec::new());
                rows = 0;
            }
            rows += questions;
            parts.last_mut().expect("there is always a part").push((form, audit));
        }
    }
    let many = parts.len() > 1;
    parts.into_iter().zip(1..).try_for_each(|(audits, number): (_, usize)| {
        let part = if many { format!(" {number}") } else { String::new() };
        write_part(book, report, &part, audits)
    })
}

fn write_part(
    book: &mut Book,
    report: &RoundReport,
    part: &str,
    audits: Vec<(&FormReport, &AuditRecord)>,
) -> Result<(), ExportError> {
    let nobody = audits.is_empty().then(|| "No organisation has been invited yet.".to_owned());
    let sheet = TableSheet {
        name: format!("All answers{part}"),
        title: format!("All answers{part}: one row for each organisation and question, {}", report.provenance.round),
        notes: vec![
            nobody.unwrap_or_else(|| "Every audit, also those that do not count in the results: see status.".into()),
            "score: 3, 2 or 1; n/a is not applicable; empty is not answered. Other empty cells: nothing was written.".into(),
            "For filters, pivot tables and other tools rather than print. Excel shows about 27 lines of a text in a cell; the cell holds all of it.".into(),
        ],
        columns: columns(),
        frozen_columns: 0,
        filters: true,
        least_lines: 1,
    };
    let rows = audits.into_iter().flat_map(|(form, audit)| {
        form.form.questions().map(move |question| row(&report.provenance.round, form, audit, question))
    });
    sheet.write(book, rows)?;
    Ok(())
}

fn columns() -> Vec<Column> {
    vec![
        text_column("round", 11),
        text_column("form", 11),
        text_column("organisation", 16),
        text_column("organisation_name", 30),
        text_column("sector", 16),
        text_column("sub_sector", 16),
        text_column("status", 12),
        number_column("standard", 12),
        text_column("question", 12),
        number_column("score", 9),
        text_column("not_applicable_reason", 30),
        text_column("evidence", 70),
        text_column("action", 44),
        text_column("who", 20),
        text_column("by_when", 16),
        text_column("no_action_reason", 30),
        text_column("topics", 24),
        text_column("wording", 50),
    ]
}

fn row<'a>(round: &'a str, form: &FormReport, audit: &'a AuditRecord, question: &'a Question) -> Vec<Cell<'a>> {
    let answer = audit.answers.get(&question.key);
    let said = Said::by(answer);
    let (sector, sub_sector) = audit.kind;
    let score = match answer.map(|answer| answer.choice).unwrap_or_default() {
        Choice::NotAnswered => Cell::Empty,
        Choice::NotApplicable => "n/a".into(),
        Choice::Scored(score) => u32::from(score.points()).into(),
    };
    let text = |text: &'a str| if text.is_empty() { Cell::Empty } else { text.into() };
    vec![
        round.into(),
        form.form.kind.key().into(),
        audit.reference.as_str().into(),
        audit.name.as_str().into(),
        sector.key().into(),
        sub_sector.map_or(Cell::Empty, |sub_sector| sub_sector.key().into()),
        audit.state.key().into(),
        u32::from(question.key.standard()).into(),
        question.key.to_string().into(),
        score,
        text(said.not_applicable_reason),
        text(said.evidence),
        text(said.action),
        text(said.who),
        text(said.by_when),
        text(said.no_action_reason),
        question.topics.join(";").into(),
        question.wording.as_str().into(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::look::TypeSize;
    use crate::export::sample;

    #[test]
    fn more_answers_than_a_sheet_holds_go_on_in_the_next() {
        let report = sample::round();
        let mut book = Book::new(&report.provenance, "x", TypeSize::ADVISED).unwrap();
        write_in_parts(&mut book, &report, 9).unwrap();
        let names: Vec<_> = book.contents.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names[..2], ["All answers 1", "All answers 2"]);
    }
}
