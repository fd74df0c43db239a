//! The action-plan workbook of one organisation: a page of summary, the plan to work with, how to use it, and the
//! full record of its own answers.

mod guide;
mod plan;
mod record;
mod summary;

use jiff::civil::Date;

use super::ExportError;
use super::book::{Book, Texts};
use super::look::TypeSize;
use crate::domain::action_plan::Action;
use crate::domain::answer::PlannedAction;
use crate::domain::audit::{AuditState, NotOpen};
use crate::domain::form::Question;
use crate::domain::report::PlanReport;
use crate::domain::score::Score;

/// Makes the action-plan workbook of an organisation, as xlsx.
pub fn action_plan_workbook(report: &PlanReport) -> Result<Vec<u8>, ExportError> {
    workbook(report)?.into_bytes()
}

fn workbook(report: &PlanReport) -> Result<Book, ExportError> {
    let title = format!("Action plan: {}", report.organisation);
    let mut book = Book::new(&report.provenance, &title, TypeSize::WORKING, Texts::Unlike)?;
    summary::write(&mut book, report, &title)?;
    plan::write(&mut book, report)?;
    guide::write(&mut book)?;
    record::write(&mut book, report)?;
    Ok(book)
}

/// Whether the audit can still be submitted: its actions enter the plan then.
fn joins_the_plan(report: &PlanReport) -> bool {
    !report.not_open.is_some_and(NotOpen::is_for_good)
}

/// An action written beside a 1 or 2 in an audit that is not submitted.
struct Planned<'a> {
    question: &'a Question,
    score: Score,
    action: &'a PlannedAction,
    due: Option<Date>,
}

fn planned(report: &PlanReport) -> Vec<Planned<'_>> {
    if report.audit.state == AuditState::Submitted {
        return Vec::new();
    }
    let planned = report.form.questions().filter_map(|question| {
        let answer = report.audit.answers.get(&question.key)?;
        let score = answer.choice.score().filter(|score| score.asks_for_action())?;
        (!answer.planned.is_empty()).then_some(Planned { question, score, action: &answer.planned, due: answer.due() })
    });
    planned.collect()
}

/// The actions that come from other rounds, under what they are called.
fn others(report: &PlanReport) -> impl Iterator<Item = (&'static str, &[Action])> {
    [("Earlier rounds", &report.earlier[..]), ("Later rounds", &report.later[..])].into_iter()
}

#[cfg(test)]
mod tests;
