//! Lineage: the question of an earlier edition that a question comes from, and whether it asked the same (rule 7).

use super::form::{AuditForm, Lineage, QuestionKey};

/// The question of an earlier edition that a later one comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Forerunner {
    /// Its key then.
    pub key: QuestionKey,
    /// Whether it is the same through every edition between: its wording, what each score means, and the scale. Only then
    /// are its answers compared.
    pub same: bool,
}

/// The question that `key` comes from in the last of `editions`. They are of one form: the edition that asks `key`, the
/// one before it, and so on. A question of one and the same edition is its own forerunner; `None` when it was not asked.
pub fn forerunner<'a>(key: QuestionKey, editions: impl IntoIterator<Item = &'a AuditForm>) -> Option<Forerunner> {
    let mut editions = editions.into_iter();
    let mut form = editions.next()?;
    let mut question = form.question(key)?;
    let mut same = true;
    for earlier in editions {
        let before = match question.lineage {
            Lineage::Same => question.key,
            Lineage::Reworded(before) => before,
            Lineage::New => return None,
        };
        let before = earlier.question(before)?;
        same &= question.lineage == Lineage::Same && question.asks_the_same(before) && form.scale == earlier.scale;
        (form, question) = (earlier, before);
    }
    Some(Forerunner { key: question.key, same })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::form::Lineage;
    use crate::domain::form::for_tests::{key, with_lineage};

    #[test]
    fn a_question_is_followed_back_through_every_edition() {
        let first = with_lineage(&[("S1.1", Lineage::New), ("S1.2", Lineage::New), ("S1.3", Lineage::New)]);
        let second = with_lineage(&[
            ("S1.1", Lineage::Same),
            ("S1.2", Lineage::Same),
            ("S1.4", Lineage::Reworded(key("S1.3"))),
            ("S1.5", Lineage::New),
        ]);
        let third = with_lineage(&[
            ("S1.1", Lineage::Same),
            ("S1.6", Lineage::Reworded(key("S1.2"))),
            ("S1.4", Lineage::Same),
            ("S1.5", Lineage::Same),
        ]);
        let back = |text| forerunner(key(text), [&third, &second, &first]);
        let found = |text, same| Some(Forerunner { key: key(text), same });
        assert_eq!(back("S1.1"), found("S1.1", true));
        assert_eq!(back("S1.6"), found("S1.2", false), "reworded in the last step");
        assert_eq!(back("S1.4"), found("S1.3", false), "reworded in an earlier step");
        assert_eq!(back("S1.5"), None, "not asked in the first");
        assert_eq!(back("S1.9"), None, "not asked at all");
    }

    #[test]
    fn a_question_of_the_same_edition_is_its_own_forerunner() {
        let only = with_lineage(&[("S1.5", Lineage::New)]);
        assert_eq!(forerunner(key("S1.5"), [&only]), Some(Forerunner { key: key("S1.5"), same: true }));
    }

    #[test]
    fn a_question_whose_scores_mean_something_else_is_not_the_same_whatever_its_edition_says() {
        let first = with_lineage(&[("S1.1", Lineage::New)]);
        let second = with_lineage(&[("S1.1", Lineage::Same)]);
        let same = |later: &AuditForm, earlier: &AuditForm| forerunner(key("S1.1"), [later, earlier]).unwrap().same;
        assert!(same(&second, &first));
        let changes: [fn(&mut AuditForm); 3] = [
            |form| form.standards[0].questions[0].wording.push('.'),
            |form| form.standards[0].questions[0].descriptors[2].push('.'),
            |form| form.scale.push((crate::domain::score::Score::ALL[0], "In place".into())),
        ];
        for change in changes {
            let mut other = second.clone();
            change(&mut other);
            assert!(
                !same(&other, &first)
                    && !same(&second, &{
                        let mut other = first.clone();
                        change(&mut other);
                        other
                    })
            );
        }
        // A question that differed in an edition between is not the same either.
        let mut between = second.clone();
        between.standards[0].questions[0].descriptors[0].push('.');
        assert!(!forerunner(key("S1.1"), [&second, &between, &first]).unwrap().same);
    }
}
