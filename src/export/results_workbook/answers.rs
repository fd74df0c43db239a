//! The sheet "All answers": one row for each organisation and question, in the columns and keys of `answers.csv`.

use crate::domain::answer::Choice;
use crate::domain::form::Question;
use crate::domain::report::{AuditRecord, FormReport, RoundReport};
use crate::export::ExportError;
use crate::export::book::Book;
use crate::export::cell::Cell;
use crate::export::sheet::{Column, TableSheet, number_column, text_column};
use crate::export::wording::Said;

/// Writes the sheet.
pub(super) fn write(book: &mut Book, report: &RoundReport) -> Result<(), ExportError> {
    let nobody = report.forms.iter().all(|form| form.audits.is_empty());
    let sheet = TableSheet {
        name: "All answers".into(),
        title: format!("All answers: one row for each organisation and question, {}", report.provenance.round),
        notes: vec![
            if nobody { NOBODY } else { EVERYONE }.into(),
            "score: 3, 2 or 1; n/a is not applicable; empty is not answered. Other empty cells: nothing was written."
                .into(),
            "For filters, pivot tables and other tools rather than print. Excel shows about 27 lines of a text in a cell; \
             the cell holds all of it."
                .into(),
        ],
        columns: columns(),
        frozen_columns: 0,
        filters: true,
        least_lines: 1,
    };
    let audits = report.forms.iter().flat_map(|form| form.audits.iter().map(move |audit| (form, audit)));
    let rows = audits.flat_map(|(form, audit)| {
        form.form.questions().map(move |question| row(&report.provenance.round, form, audit, question))
    });
    sheet.write(book, rows)?;
    Ok(())
}

const NOBODY: &str = "No organisation has been invited yet.";
const EVERYONE: &str = "Every audit, also those that do not count in the results: see status.";

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
