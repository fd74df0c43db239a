//! What the sheets of the plan tell apart: actions of the plan, those that are still to enter it, and other rounds' own.

use jiff::civil::Date;

use crate::domain::action_plan::Action;
use crate::domain::answer::PlannedAction;
use crate::domain::audit::{NotOpen, Stage};
use crate::domain::form::Question;
use crate::domain::report::PlanReport;
use crate::domain::score::Score;

/// Whether the audit can still be submitted: its actions enter the plan then.
pub(super) fn joins_the_plan(report: &PlanReport) -> bool {
    !report.not_open.is_some_and(NotOpen::is_for_good)
}

/// An action written beside a 1 or 2 in an audit that is not submitted.
pub(super) struct Planned<'a> {
    pub(super) question: &'a Question,
    pub(super) score: Score,
    pub(super) action: &'a PlannedAction,
    pub(super) due: Option<Date>,
}

/// The actions that enter the plan when the audit is submitted.
pub(super) fn planned(report: &PlanReport) -> Vec<Planned<'_>> {
    if matches!(report.audit.stage, Stage::Submitted(_)) {
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
pub(super) fn others(report: &PlanReport) -> impl Iterator<Item = (&'static str, &[Action])> {
    [("Earlier rounds", &report.earlier[..]), ("Later rounds", &report.later[..])].into_iter()
}
