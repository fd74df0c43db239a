//! The sheet "All answers", one row for each organisation and question, in the columns and keys of `answers.csv`: in
//! the results workbook with scores alone, in its own workbook with everything that was written.

use crate::domain::audit::AuditState;
use crate::domain::choice::Choice;
use crate::domain::form::{AuditForm, Question};
use crate::domain::organisation::Kind;
use crate::domain::organisation::OrganisationReference;
use crate::domain::report::{AnswersReport, AuditRecord, RoundReport};
use crate::export::ExportError;
use crate::export::book::Book;
use crate::export::cell::Cell;
use crate::export::sheet::{Column, TableSheet, number_column, text_column};
use crate::export::wording::Said;

/// The most rows of answers on one sheet. Excel has a few more; those go to headings and notes.
const ROWS: usize = 1_000_000;

/// Writes the sheet with scores alone.
pub(super) fn write_choices(book: &mut Book, report: &RoundReport) -> Result<(), ExportError> {
    let round = &report.provenance.round;
    let aside = "What organisations wrote is in a file of its own, \u{201c}All answers\u{201d} on the results page.";
    let audits = report.forms.iter().flat_map(|form| form.audits.iter().map(move |audit| (&*form.form, audit)));
    let audits: Vec<_> = audits.collect();
    for (part, number) in parts(&audits, |(form, _)| form.questions().count()).into_iter().zip(1..) {
        let sheet = sheet(round, number, audits.is_empty(), aside, chosen_columns());
        sheet.write_large(book, count(part, |(form, _)| form.questions().count()), |row| {
            for (form, audit) in part {
                let whose =
                    Whose { reference: &audit.reference, name: &audit.name, kind: audit.kind, state: audit.state };
                for (question, choice) in audit.by_question(form) {
                    row(chosen(round, form, whose, question, choice).collect())?;
                }
            }
            Ok(())
        })?;
    }
    Ok(())
}

/// Writes the sheet with all that was written. The audits come as `report` announces them.
pub(super) fn write(
    book: &mut Book,
    report: &AnswersReport,
    mut audits: impl Iterator<Item = AuditRecord>,
) -> Result<(), ExportError> {
    let round = &report.provenance.round;
    let aside = "by_when is the day as it was typed, by_when_date the day it says. Excel shows about 27 lines of a text in a cell; the cell holds all of it.";
    let forms: Vec<_> = report.form_of_each().collect();
    for (part, number) in parts(&forms, |form| form.questions().count()).into_iter().zip(1..) {
        let columns = chosen_columns().into_iter().chain(written_columns()).collect();
        let sheet = sheet(round, number, forms.is_empty(), aside, columns);
        sheet.write_large(book, count(part, |form| form.questions().count()), |row| {
            // The form is asked first: an audit that is taken is written.
            for form in part {
                let audit = audits.next().ok_or(ExportError::Incomplete)?;
                let whose = Whose {
                    reference: &audit.reference,
                    name: &audit.name,
                    kind: audit.kind,
                    state: audit.stage.state(),
                };
                for question in form.questions() {
                    let answer = audit.answers.get(&question.key);
                    let choice = answer.map(|answer| answer.choice).unwrap_or_default();
                    row(chosen(round, form, whose, question, choice)
                        .chain(written(Said::by(answer), question))
                        .collect())?;
                }
            }
            Ok(())
        })?;
    }
    Ok(())
}

/// The audits in as many parts as sheets are needed; at least one, so that an empty round has its sheet too.
fn parts<T>(audits: &[T], questions: impl Fn(&T) -> usize) -> Vec<&[T]> {
    let most = audits.iter().map(questions).max().unwrap_or(1).max(1);
    if audits.is_empty() { vec![audits] } else { audits.chunks(ROWS / most).collect() }
}

/// How many rows they have.
fn count<T>(audits: &[T], questions: impl Fn(&T) -> usize) -> usize {
    audits.iter().map(questions).sum()
}

fn sheet(round: &str, number: u32, nobody: bool, aside: &str, columns: Vec<Column>) -> TableSheet {
    TableSheet {
        name: if number == 1 { "All answers".into() } else { format!("All answers {number}") },
        title: format!("All answers: one row for each organisation and question, {round}"),
        notes: vec![
            if nobody { NOBODY } else { EVERYONE }.into(),
            "status: invited is not started; started is begun and not submitted; submitted is handed in.".into(),
            "score: 3, 2 or 1; n/a is not applicable; empty is not answered. Other empty cells: nothing was written."
                .into(),
            format!("For filters, pivot tables and other tools rather than print. {aside}"),
        ],
        columns,
        frozen_columns: 0,
        filters: true,
        least_lines: 1,
    }
}

const NOBODY: &str = "No organisation was invited.";
const EVERYONE: &str = "Every audit, also those that do not count in the results: see status.";

fn chosen_columns() -> Vec<Column> {
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
    ]
}

fn written_columns() -> [Column; 9] {
    [
        text_column("not_applicable_reason", 30),
        text_column("evidence", 70),
        text_column("action", 44),
        text_column("who", 20),
        text_column("by_when", 16),
        text_column("by_when_date", 16),
        text_column("no_action_reason", 30),
        text_column("topics", 24),
        text_column("wording", 50),
    ]
}

/// What the rows of one audit have in common.
#[derive(Clone, Copy)]
struct Whose<'a> {
    reference: &'a OrganisationReference,
    name: &'a str,
    kind: Kind,
    state: AuditState,
}

fn chosen<'a>(
    round: &'a str,
    form: &AuditForm,
    whose: Whose<'a>,
    question: &Question,
    choice: Choice,
) -> impl Iterator<Item = Cell<'a>> + use<'a> {
    let score = match choice {
        Choice::NotAnswered => Cell::Empty,
        Choice::NotApplicable => choice.in_files().into(),
        Choice::Scored(score) => u32::from(score.points()).into(),
    };
    let cells = [
        round.into(),
        form.kind.key().into(),
        whose.reference.as_str().into(),
        whose.name.into(),
        whose.kind.sector().key().into(),
        whose.kind.sub_sector().map_or(Cell::Empty, |sub_sector| sub_sector.key().into()),
        whose.state.key().into(),
        u32::from(question.key.standard()).into(),
        question.key.to_string().into(),
        score,
    ];
    cells.into_iter()
}

fn written<'a>(said: Said<'a>, question: &'a Question) -> impl Iterator<Item = Cell<'a>> {
    let text = |text: &'a str| if text.is_empty() { Cell::Empty } else { text.into() };
    let texts = [said.not_applicable_reason, said.evidence, said.action, said.who, said.by_when].map(text);
    let day = said.by_when_date();
    let rest = [
        if day.is_empty() { Cell::Empty } else { day.into() },
        text(said.no_action_reason),
        question.topics.join(";").into(),
        question.wording.as_str().into(),
    ];
    texts.into_iter().chain(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_answers_than_a_sheet_holds_go_on_on_another_and_no_audit_is_torn() {
        let questions = 66;
        let full = ROWS / questions;
        for (audits, sheets) in [(0, 1), (1, 1), (full, 1), (full + 1, 2), (2 * full + 1, 3)] {
            let audits = vec![(); audits];
            let parts = parts(&audits, |()| questions);
            assert_eq!(parts.len(), sheets);
            assert_eq!(parts.iter().map(|part| part.len()).sum::<usize>(), audits.len());
            assert!(parts.iter().all(|part| count(part, |()| questions) <= ROWS));
        }
    }
}
