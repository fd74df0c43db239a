//! Change since an earlier round (rule 7): only for questions that ask word for word the same, and only among the
//! organisations that scored them in both rounds.

use std::collections::HashMap;

use super::choice::Choice;
use super::form::{AuditForm, QuestionKey};
use super::lineage::forerunner;
use super::tally::Tally;

/// Change since an earlier round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The earlier round's title.
    pub since: String,
    /// In the form's order.
    pub questions: Vec<QuestionChange>,
}

/// How one question's answers changed among the organisations that scored it in both rounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuestionChange {
    /// The question.
    pub key: QuestionKey,
    /// How many organisations scored it both times.
    pub both: u32,
    /// Their answers then.
    pub before: Tally,
    /// Their answers now.
    pub now: Tally,
}

/// The change in each question that was asked the same. `editions` lead from the one asked now back to the one asked then,
/// both included; `both` has for each organisation in both rounds its choices then and now, in the order of the edition
/// that it answered.
pub fn of_questions<'a>(
    editions: impl Iterator<Item = &'a AuditForm> + Clone,
    both: &[(&[Choice], &[Choice])],
) -> Vec<QuestionChange> {
    let (Some(form), Some(old)) = (editions.clone().next(), editions.clone().last()) else { return Vec::new() };
    let places: HashMap<_, _> = old.questions().zip(0..).map(|(question, place)| (question.key, place)).collect();
    let same = form.questions().zip(0..).filter_map(|(question, now)| {
        let before = forerunner(question.key, editions.clone()).filter(|before| before.same)?;
        Some((question.key, *places.get(&before.key)?, now))
    });
    let changes = same.map(|(key, before, now): (_, usize, usize)| {
        let mut change = QuestionChange { key, both: 0, before: Tally::default(), now: Tally::default() };
        for (earlier, latest) in both.iter().map(|(old, new)| (old[before], new[now])) {
            if earlier.score().is_some() && latest.score().is_some() {
                change.both += 1;
                change.before.count(earlier, 1);
                change.now.count(latest, 1);
            }
        }
        change
    });
    changes.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::form::Lineage;
    use crate::domain::form::for_tests::{key, with_lineage};
    use crate::domain::score::Score;

    #[test]
    fn a_change_counts_who_scored_a_question_that_is_the_same_in_both_rounds() {
        let old = with_lineage(&[("S1.1", Lineage::New), ("S1.2", Lineage::New), ("S1.3", Lineage::New)]);
        // The unchanged question stands elsewhere now.
        let new =
            with_lineage(&[("S1.4", Lineage::New), ("S1.5", Lineage::Reworded(key("S1.2"))), ("S1.3", Lineage::Same)]);
        let scored = |score| Choice::Scored(score);
        let (three, one) = (scored(Score::FullyInPlace), scored(Score::NotMakingProgress));
        let then = [[three, three, one], [one, one, Choice::NotApplicable], [one, one, three]];
        let now = [[one, one, three], [three, three, three], [three, three, Choice::NotAnswered]];
        let both: Vec<_> = then.iter().zip(&now).map(|(then, now)| (&then[..], &now[..])).collect();
        let (mut before, mut after) = (Tally::default(), Tally::default());
        before.count(one, 1);
        after.count(three, 1);
        let expected = QuestionChange { key: key("S1.3"), both: 1, before, now: after };
        assert_eq!(of_questions([&new, &old].into_iter(), &both), [expected]);
        assert_eq!(of_questions(std::iter::empty(), &both), []);
    }
}
