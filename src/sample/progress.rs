//! Audits in progress: how much is answered, and what is missing from it.

use super::SampleAnswer;
use super::draws::Draws;
use crate::domain::answer::PlannedAction;
use crate::domain::choice::Choice;
use crate::domain::form::{AuditForm, Question};

/// The questions that have been opened so far, in the order of answering: standard after standard, beginning with the
/// first or another. One audit in five is nearly done.
pub fn answered<'a>(form: &'a AuditForm, draws: &mut Draws) -> Vec<&'a Question> {
    let begin = *draws.pick(&[0, 0, 0, 2, 6]);
    let standards = form.standards.iter().cycle().skip(begin).take(form.standards.len());
    let mut questions: Vec<_> = standards.flat_map(|standard| &standard.questions).collect();
    if draws.chance(20) {
        for _ in 0..draws.between(1, 3) {
            questions.remove(draws.below(questions.len()));
        }
    } else {
        questions.truncate(questions.len() * draws.between(6, 90) / 100 + 1);
    }
    questions
}

/// Leaves out what people leave for later: an action, who does it, a day, a reason, a score. The first thing saved is
/// always a choice.
pub fn leave_gaps(answers: &mut [SampleAnswer], draws: &mut Draws) {
    for SampleAnswer { answer, .. } in answers.iter_mut().skip(1) {
        match draws.below(100) {
            0..14 => answer.planned = PlannedAction::default(),
            14..20 => answer.planned.who.clear(),
            20..25 if !answer.planned.is_empty() => {
                answer.planned.by_when = draws.word(&["end of term", "soon", "March", "after the next meeting"]).into();
            }
            25..32 => answer.reason.clear(),
            32..35 if answer.choice != Choice::NotApplicable => answer.choice = Choice::NotAnswered,
            _ => {}
        }
    }
}
