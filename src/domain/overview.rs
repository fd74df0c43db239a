//! An audit's answers, counted, for the person who is about to declare it.

use super::answer::{Answer, FollowUp};
use super::form::QuestionKey;
use super::tally::Tally;

/// An audit's answers in numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overview {
    /// How often each choice was made.
    pub tally: Tally,
    /// The best scores without evidence, in the form's order.
    pub without_evidence: Vec<QuestionKey>,
    /// How many whole actions there are: those that enter the plan.
    pub actions: usize,
    /// How many scores that ask for an action have a reason for none.
    pub without_action: usize,
}

impl Overview {
    /// Counts the answers to a form's questions; `answer` gives what is stored for one.
    pub fn of<'a>(
        questions: impl Iterator<Item = QuestionKey>,
        answer: impl Fn(QuestionKey) -> Option<&'a Answer>,
    ) -> Self {
        let not_answered = Answer::default();
        let mut overview = Self::default();
        for key in questions {
            let answer = answer(key).unwrap_or(&not_answered);
            overview.tally.count(answer.choice, 1);
            if answer.lacks_evidence() {
                overview.without_evidence.push(key);
            }
            match answer.follow_up() {
                Some(FollowUp::Action) => overview.actions += 1,
                Some(FollowUp::ReasonForNone) => overview.without_action += 1,
                Some(FollowUp::Missing(_)) | None => {}
            }
        }
        overview
    }

    /// One sentence: "60 scores of 3, 7 of 2, 2 of 1 and 1 not applicable. 8 actions, and 1 reason for no action."
    pub fn words(&self) -> String {
        let Tally { n3, n2, n1, not_applicable, not_answered } = self.tally;
        let mut words = format!("{n3} {} of 3, {n2} of 2, {n1} of 1", if n3 == 1 { "score" } else { "scores" });
        for (n, what) in [(not_applicable, "not applicable"), (not_answered, "not answered")] {
            if n > 0 {
                words = format!("{words}, {n} {what}");
            }
        }
        let actions = if self.actions == 1 { "1 action".into() } else { format!("{} actions", self.actions) };
        let reasons = match self.without_action {
            0 => String::new(),
            1 => ", 1 reason for no action".into(),
            n => format!(", {n} reasons for no action"),
        };
        format!("{words}. {actions}{reasons}.")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::domain::answer::PlannedAction;
    use crate::domain::choice::Choice;
    use crate::domain::score::Score;

    #[test]
    fn every_question_is_counted_once_and_best_scores_without_evidence_are_named() {
        let keys: Vec<_> = (1..=9).map(|n| QuestionKey::parse(&format!("S1.{n}")).unwrap()).collect();
        let best = |evidence: &str| Answer {
            choice: Choice::Scored(Score::FullyInPlace),
            evidence: evidence.into(),
            ..Answer::default()
        };
        let lower = |what: &str, reason: &str| Answer {
            choice: Choice::Scored(Score::MakingProgress),
            planned: match what {
                "" => PlannedAction::default(),
                what => PlannedAction { what: what.into(), who: "Head".into(), by_when: "26 March 2027".into() },
            },
            no_action_reason: reason.into(),
            ..Answer::default()
        };
        let answers: BTreeMap<_, _> = keys
            .iter()
            .copied()
            .zip([
                best("Minutes of May"),
                best("."),
                best(""),
                lower("Book it", ""),
                lower("", "The trust does it"),
                lower("..", ""),
                lower("", "."),
            ])
            .collect();
        let overview = Overview::of(keys.iter().copied(), |key| answers.get(&key));
        assert_eq!(overview.without_evidence, [keys[1], keys[2]]);
        let words = "3 scores of 3, 4 of 2, 0 of 1, 2 not answered. 1 action, 1 reason for no action.";
        assert_eq!(overview.words(), words);
    }
}
