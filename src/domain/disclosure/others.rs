//! What somebody outside the board is shown of the others in a sector: the organisations that submitted, less all to
//! which the reader belongs or has belonged.
//!
//! Every figure here depends on each of the others alike. So the answer of one of them can be worked out only where all
//! of them must have answered alike. No figure here says that, not even to a reader who knows the answer of one of
//! them: a question's share is coarse enough by itself (`share.rs`), and a standard's follows from what is shown of its
//! questions, unless each of them has a percentage that is not cut off. Nothing shown depends on a figure that is not
//! shown.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use jiff::{SignedDuration, Timestamp};

use super::SMALLEST_GROUP;
use super::share::{Band, Percent, Range, Share};
use crate::domain::audit::Audit;
use crate::domain::form::QuestionKey;
use crate::domain::summary::{GroupResults, StandardResult};
use crate::domain::tally::{Figure, Tally};

/// How long after a form has closed the figures of others are first shown: an audit that was received in time may still
/// be on its way into the database, and the same figure before and after it would tell its answers.
const SETTLED: SignedDuration = SignedDuration::from_mins(10);

/// Whether the figures of others are shown beside an audit at this moment: its form has closed, and settled since.
pub fn may_be_shown(audit: &Audit, now: Timestamp) -> bool {
    audit.phase(now - SETTLED).is_past()
}

/// Why nothing of the others is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hidden {
    /// Audits are still being submitted: the same figure a day apart would tell what one organisation answered.
    StillOpen,
    /// Too few of the others submitted. How many is not told.
    FewOthers,
}

impl Hidden {
    /// The words in files; the page has a sentence for each. `of_several` says that the reader belongs, or has
    /// belonged, to more organisations than the one whose results these are: none of them is among the others. The
    /// words for an open round name a condition, so that they tell nothing about who has submitted.
    pub fn words(self, of_several: bool) -> &'static str {
        match (self, of_several) {
            (Self::StillOpen, false) => "shown after the round has closed if at least five others submit",
            (Self::StillOpen, true) => {
                "shown after the round has closed if at least five that you have never belonged to submit"
            }
            (Self::FewOthers, false) => "fewer than five others submitted",
            (Self::FewOthers, true) => "fewer than five that you have never belonged to submitted",
        }
    }
}

/// What is shown of the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Others {
    organisations: u32,
    standards: BTreeMap<u8, StandardShown>,
    questions: BTreeMap<QuestionKey, QuestionShown>,
}

/// What is shown of the others' answers to a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuestionShown {
    /// Fewer than five scored it, perhaps none. How many is not told.
    Hidden,
    /// How many scored it, and about how many of them have it fully in place.
    Shown {
        /// At least five.
        scored: u32,
        /// The share with score 3.
        share: Share,
    },
}

/// What is shown of the others' answers to the questions of a standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StandardShown {
    /// Each of its questions has a percentage that is not cut off.
    Exact {
        /// Of all scores given.
        percent: Percent,
        /// The mean of the others' means, where all of them scored each question and no possible average would tell
        /// that nobody scored 1, or nobody 2.
        average: Option<Average>,
        /// How many have a mean.
        organisations: u32,
    },
    /// What follows from its questions.
    Follows {
        /// Where the share of all scores given lies.
        range: Range,
        /// How many scored one of its questions, where that follows too.
        organisations: Option<u32>,
    },
    /// Its questions leave every share possible.
    Hidden,
}

/// An average as it is shown, in hundredths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Average(u16);

impl From<Figure> for Average {
    fn from(exact: Figure) -> Self {
        Self(u16::try_from(exact.hundredths()).expect("an average is from 1 to 3"))
    }
}

impl fmt::Display for Average {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}

impl Others {
    /// Decides what is shown, given the results of the others alone; `None` where none of them submitted.
    pub fn of(others: Option<&GroupResults>) -> Result<Self, Hidden> {
        let others = others.filter(|others| others.organisations >= SMALLEST_GROUP).ok_or(Hidden::FewOthers)?;
        let question = |tally: Tally| match tally.scored() {
            scored if scored < SMALLEST_GROUP => QuestionShown::Hidden,
            scored => QuestionShown::Shown { scored, share: Share::of(tally.n3, scored) },
        };
        let questions: BTreeMap<_, _> = others.questions.iter().map(|q| (q.key, question(q.tally))).collect();
        let standards = others.standards.iter().map(|result| {
            let of_it = questions.iter().filter(|(key, _)| key.standard() == result.number);
            let of_it: Vec<_> = of_it.map(|(_, question)| *question).collect();
            (result.number, standard(result, &of_it, others.organisations))
        });
        Ok(Self { organisations: others.organisations, standards: standards.collect(), questions })
    }

    /// How many others submitted: at least five.
    pub fn organisations(&self) -> u32 {
        self.organisations
    }

    /// What is shown of a standard.
    pub fn standard(&self, number: u8) -> StandardShown {
        self.standards.get(&number).copied().unwrap_or(StandardShown::Hidden)
    }

    /// What is shown of a question.
    pub fn question(&self, key: QuestionKey) -> QuestionShown {
        self.questions.get(&key).copied().unwrap_or(QuestionShown::Hidden)
    }

    /// Whether a standard has an average.
    pub fn has_averages(&self) -> bool {
        self.standards.values().any(|standard| matches!(standard, StandardShown::Exact { average: Some(_), .. }))
    }

    /// The bands that are told of a question.
    pub fn bands(&self) -> BTreeSet<Band> {
        self.questions.values().filter_map(|question| question.band()).collect()
    }

    /// Whether a share is told as a percentage.
    pub fn has_percentages(&self) -> bool {
        let has = |question: &QuestionShown| matches!(question, QuestionShown::Shown { share: Share::Percent(_), .. });
        self.questions.values().any(has)
    }
}

impl QuestionShown {
    fn is_exact(self) -> bool {
        matches!(self, Self::Shown { share, .. } if share.is_exact())
    }

    fn band(self) -> Option<Band> {
        match self {
            Self::Shown { share: Share::Band(band), .. } => Some(band),
            _ => None,
        }
    }
}

fn standard(result: &StandardResult, questions: &[QuestionShown], organisations: u32) -> StandardShown {
    let Some(average) = result.average.filter(|_| questions.iter().all(|question| question.is_exact())) else {
        return follows(questions, organisations);
    };
    let percent = Percent::of(result.tally.n3, result.tally.scored());
    let may_have_average = may_have_average(percent, questions, organisations);
    StandardShown::Exact { percent, average: may_have_average.then(|| average.into()), organisations: result.counting }
}

/// Whether an average may stand beside these percentages. It must leave open whether anybody scored 1, and whether
/// anybody scored 2, also for a reader who knows one score of one of the others. The answer holds for every possible
/// average, not only for the real one, so that a missing average tells nothing. Where not everybody scored each
/// question, nobody can say which averages are possible.
fn may_have_average(percent: Percent, questions: &[QuestionShown], organisations: u32) -> bool {
    let (mut fewest, mut most, mut scored) = (0, 0, 0);
    for question in questions {
        match *question {
            QuestionShown::Shown { scored: of_it, share } if of_it == organisations => {
                let possible = share.possible(of_it);
                (fewest, most, scored) = (fewest + possible.start(), most + possible.end(), scored + of_it);
            }
            _ => return false,
        }
    }
    let possible = Share::Percent(percent).possible(scored);
    let (fewest, most) = (fewest.max(*possible.start()), most.min(*possible.end()));
    // The points are twice all scores, one more for each 3 and one less for each 1.
    let (if_nobody_scored_1, if_nobody_scored_2) = (2 * scored + most, scored + 2 * fewest);
    let average = |points: u32| Figure::of(i64::from(points), i64::from(scored)).map(Average::from);
    // Two: the one that becomes known, and one of somebody else.
    average(if_nobody_scored_1) == average(if_nobody_scored_1.saturating_sub(2))
        && average(if_nobody_scored_2) == average(if_nobody_scored_2 + 2)
}

/// What anybody could work out from the questions, and nothing else.
fn follows(questions: &[QuestionShown], organisations: u32) -> StandardShown {
    let (mut lowest, mut highest, mut scored) = (0, 0, 0);
    let mut scored_by_all = false;
    for question in questions {
        match *question {
            // At most four, who may all have it in place or none of them.
            QuestionShown::Hidden => {
                highest += SMALLEST_GROUP - 1;
                scored += SMALLEST_GROUP - 1;
            }
            QuestionShown::Shown { scored: of_it, share } => {
                let possible = share.possible(of_it);
                lowest += possible.start();
                highest += possible.end();
                scored += of_it;
                scored_by_all |= of_it == organisations;
            }
        }
    }
    if scored == 0 {
        return StandardShown::Hidden;
    }
    let range = if questions.iter().any(|question| question.band().is_some()) {
        Range::Bands(Band::of(lowest, scored), Band::of(highest, scored))
    } else {
        Range::Percents(Percent::of(lowest, scored), Percent::of(highest, scored))
    };
    match range {
        Range::Bands(Band::Few | Band::FewerThanHalf, Band::Most | Band::HalfOrMore)
        | Range::Percents(Percent::Under5, Percent::Over95) => StandardShown::Hidden,
        range => StandardShown::Follows { range, organisations: scored_by_all.then_some(organisations) },
    }
}

#[cfg(test)]
mod tests {
    use std::ops::RangeInclusive;

    use proptest::prelude::*;

    use super::*;

    fn shown(scored: u32, n3: u32) -> QuestionShown {
        QuestionShown::Shown { scored, share: Share::of(n3, scored) }
    }

    fn written(questions: &[QuestionShown], organisations: u32) -> String {
        match follows(questions, organisations) {
            StandardShown::Follows { range, organisations } => match organisations {
                Some(organisations) => format!("{range} of {organisations}"),
                None => range.to_string(),
            },
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn a_standard_says_no_more_than_its_questions() {
        // 124 of whom 119 to 124 have the one in place, and 62 the other: 181 to 186 of 248.
        assert_eq!(written(&[shown(124, 124), shown(124, 62)], 124), "73% to 75% of 124");
        assert_eq!(written(&[shown(124, 119), shown(124, 62)], 124), "73% to 75% of 124");
        assert_eq!(written(&[shown(124, 124), shown(100, 96)], 124), "over 95% of 124");
        assert_eq!(written(&[shown(100, 62), QuestionShown::Hidden], 124), "60% to 63%");
        assert_eq!(written(&[shown(7, 7), shown(7, 6), shown(7, 4)], 7), "about half to most of 7");
        assert_eq!(written(&[shown(9, 9), shown(9, 8), shown(9, 9)], 9), "most of 9");
        assert_eq!(written(&[shown(6, 6), shown(6, 5), shown(6, 3)], 6), "about half to most of 6");
        // One that fewer than 41 scored is told in words, and so is the standard.
        assert_eq!(written(&[shown(124, 62), shown(40, 20)], 124), "about half of 124");
        assert_eq!(written(&[shown(5, 1), shown(5, 0), shown(5, 0)], 5), "few to about half of 5");
        for nothing in [vec![], vec![QuestionShown::Hidden; 9], vec![shown(5, 0), shown(5, 5), QuestionShown::Hidden]] {
            assert_eq!(written(&nothing, 5), "Hidden");
        }
    }

    #[test]
    fn a_standard_has_its_own_figures_where_each_question_has_a_whole_percentage() {
        let tally = Tally { n3: 100, n2: 50, n1: 50, ..Tally::default() };
        let average = Figure::of(2_345, 1_000);
        let result = StandardResult { number: 1, tally, counting: 99, average };
        let shown_of = |questions: &[QuestionShown], organisations| match standard(&result, questions, organisations) {
            StandardShown::Exact { percent, average, organisations } => {
                let average = average.map(|average| average.to_string()).unwrap_or_default();
                format!("{percent} {average} of {organisations}")
            }
            other => format!("{other:?}"),
        };
        assert_eq!(shown_of(&[shown(500, 200), shown(500, 300)], 500), "50% 2.35 of 99");
        // Not everybody scored each question.
        assert_eq!(shown_of(&[shown(500, 200), shown(500, 300)], 501), "50%  of 99");
        // Of 100 scores each point is another average: 2.50 would say that nobody scored 1.
        assert_eq!(shown_of(&[shown(50, 20), shown(50, 30)], 50), "50%  of 99");
        // Of 540 scores 2.50 would say that at most one is a 1.
        let [nine, last] = [shown(60, 30), shown(60, 29)];
        assert_eq!(shown_of(&[nine, nine, nine, nine, nine, nine, nine, nine, last], 60), "50%  of 99");
        for other in [shown(100, 96), shown(100, 4), shown(40, 20), QuestionShown::Hidden] {
            assert!(
                !matches!(standard(&result, &[shown(100, 40), other], 100), StandardShown::Exact { .. }),
                "{other:?}"
            );
        }
    }

    proptest! {
        /// An average that allows no 1, or one, which becomes known, allows another, and so with the 2s.
        #[test]
        fn an_average_leaves_open_whether_anybody_scored_1_or_2_also_when_one_more_is_known(
            organisations in 41_u32..400,
            of_each in proptest::collection::vec(50..950_u32, 1..=10),
            few in 0_u32..4,
            are_1s in any::<bool>(),
        ) {
            let asked = u32::try_from(of_each.len()).unwrap();
            // At the end of what its percentage allows, each question tells most about what the others did not score.
            let at_the_end = |in_a_thousand: &u32| {
                let possible = Share::of(organisations * in_a_thousand / 1_000, organisations).possible(organisations);
                if are_1s { *possible.end() } else { *possible.start() }
            };
            let n3: Vec<_> = of_each.iter().map(at_the_end).collect();
            let (scored, all_n3) = (organisations * asked, n3.iter().sum::<u32>());
            let few = few.min(scored - all_n3);
            let n1 = if are_1s { few } else { scored - all_n3 - few };
            let tally = Tally { n3: all_n3, n2: scored - all_n3 - n1, n1, ..Tally::default() };
            let average = Figure::of(i64::from(2 * scored + all_n3 - n1), i64::from(scored));
            let result = StandardResult { number: 1, tally, counting: organisations, average };
            let questions: Vec<_> = n3.iter().map(|n3| shown(organisations, *n3)).collect();
            let StandardShown::Exact { percent, average: Some(average), .. } = standard(&result, &questions, organisations)
            else {
                return Ok(());
            };
            let possible: Vec<_> = n3.iter().map(|n3| Share::of(*n3, organisations).possible(organisations)).collect();
            let all: Vec<u32> = (possible.iter().map(RangeInclusive::start).sum()..=possible.iter().map(RangeInclusive::end).sum())
                .filter(|n3| Percent::of(*n3, scored) == percent)
                .collect();
            let says = |points: u32| Figure::of(points.into(), scored.into()).map(Average::from) == Some(average);
            let says_n1 = |n1: u32| all.iter().any(|n3| n3 + n1 <= scored && says(2 * scored + n3 - n1));
            let says_n2 = |n2: u32| all.iter().any(|n3| n3 + n2 <= scored && says(scored + 2 * n3 + n2));
            let further = 2;
            prop_assert!(!(0..further).any(says_n1) || says_n1(further), "1s: {n3:?} of {organisations}: {average}");
            prop_assert!(!(0..further).any(says_n2) || says_n2(further), "2s: {n3:?} of {organisations}: {average}");
        }
    }
}
