//! The sheet "Full record": every question of the audit with the organisation's own answer.

use crate::domain::dates;
use crate::domain::form::Question;
use crate::domain::labels;
use crate::domain::report::PlanReport;
use crate::export::ExportError;
use crate::export::book::Book;
use crate::export::cell::Cell;
use crate::export::continued;
use crate::export::look::TypeSize;
use crate::export::sheet::{TableSheet, text_column};
use crate::export::wording::{self, Said};

/// The column that names a row.
const QUESTION: usize = 1;

/// Writes the sheet.
pub(super) fn write(book: &mut Book, report: &PlanReport) -> Result<(), ExportError> {
    let sheet = TableSheet {
        name: "Full record".into(),
        title: format!("Every answer of {}, {}", report.audit.name, report.provenance.round),
        notes: vec![
            "As answered by the organisation. Empty: nothing was written.".into(),
            "A text that is too long for a row goes on in the next ones, which say “continued” under Question.".into(),
            "Reason: why a question does not apply, or why there is no action for a score of 1 or 2.".into(),
        ],
        columns: vec![
            text_column("Standard", 19),
            text_column("Question", 10),
            text_column("Wording", 36),
            text_column("Score", 17),
            text_column("Reason", 22),
            text_column(labels::EVIDENCE, 54),
            text_column(labels::WHAT, 30),
            text_column(labels::WHO, 15),
            text_column(labels::BY_WHEN, 19),
        ],
        frozen_columns: 0,
        filters: false,
        least_lines: 1,
    };
    let rows = report.form.questions().map(|question| row(report, question));
    sheet.write(book, continued::rows(&sheet.columns, TypeSize::WORKING, QUESTION, rows))?;
    Ok(())
}

fn row<'a>(report: &'a PlanReport, question: &'a Question) -> Vec<Cell<'a>> {
    let answer = report.audit.answers.get(&question.key);
    let said = Said::by(answer);
    let choice = answer.map(|answer| answer.choice).unwrap_or_default();
    let reason = [said.not_applicable_reason, said.no_action_reason].into_iter().find(|reason| !reason.is_empty());
    vec![
        wording::standard(&report.form, question.key.standard()).into(),
        question.key.to_string().into(),
        question.wording.as_str().into(),
        report.form.choice_words(choice).into(),
        reason.unwrap_or_default().into(),
        said.evidence.into(),
        said.action.into(),
        said.who.into(),
        // As the plan writes the same day, however it was typed.
        said.due.map_or_else(|| said.by_when.into(), |day| dates::long(day).into()),
    ]
}
