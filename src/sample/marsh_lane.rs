//! Marsh Lane Primary School, the organisation that a visitor of the sample works in: an audit in the middle of it.

use crate::domain::answer::PlannedAction;
use crate::domain::choice::Choice;
use crate::domain::form::{AuditForm, Question};
use crate::domain::score::Score;

use super::SampleAnswer;

/// The school's name.
pub const NAME: &str = "Marsh Lane Primary School";

/// The standard that a contributor answers.
pub const CONTRIBUTORS_STANDARD: u8 = 7;

/// What has been answered so far, in the order of answering: standards 1, 2 and 7, then 3 but for a question, then
/// half of 4.
pub fn answered(form: &AuditForm) -> Vec<&Question> {
    let standard = |number| form.standard(number).into_iter().flat_map(|standard| &standard.questions);
    let mut questions: Vec<_> = [1, 2, 7, 3].into_iter().flat_map(standard).collect();
    questions.retain(|question| question.key.to_string() != "S3.9");
    questions.extend(standard(4).take(5));
    questions
}

/// The question whose action is still to be written: supervision, on the way.
const WITHOUT_ACTION: &str = "S3.3";

/// What the school chooses in the open round, when the draw says `drawn`.
pub fn choice(question: &Question, drawn: Choice) -> Choice {
    match question.key.to_string().as_str() {
        WITHOUT_ACTION => Choice::Scored(Score::MakingProgress),
        _ => drawn,
    }
}

/// Takes away the action that is still to be written.
pub fn leave_an_action_out(answers: &mut [SampleAnswer]) {
    for SampleAnswer { question, answer, .. } in answers {
        if question.to_string() == WITHOUT_ACTION {
            answer.planned = PlannedAction::default();
            answer.no_action_reason.clear();
        }
    }
}
