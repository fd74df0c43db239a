//! What somebody outside the board is shown of the others in a sector: the organisations that submitted, less all to
//! which the reader belongs.
//!
//! Every figure here depends on each of the others alike. So what one of them answered can be worked out only where all
//! of them must have answered alike, and no figure here says that: a question's share is coarse enough by itself
//! (`share.rs`), and a standard's follows from what is shown of its questions, unless each of them has a percentage
//! that is not cut off. What is shown never depends on a figure that is not.

use std::collections::BTreeMap;
use std::fmt;

use super::SMALLEST_GROUP;
use super::share::{Band, Percent, Range, Share};
use crate::domain::form::QuestionKey;
use crate::domain::summary::{GroupResults, StandardResult};
use crate::domain::tally::{Figure, Tally};

/// Why nothing of the others is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hidden {
    /// Audits are still being submitted: the same figure a day apart would tell what one organisation answered.
    StillOpen,
    /// Too few of the others submitted. How many is not told.
    FewOthers,
}

impl Hidden {
    /// The words in files; the page has a sentence for each. `of_several` says that the reader belongs to more
    /// organisations than the one whose results these are: none of them is among the others. What is to come is said
    /// under its condition, so that nothing follows from it about who has submitted.
    pub fn words(self, of_several: bool) -> &'static str {
        match (self, of_several) {
            (Self::StillOpen, false) => "shown after the round has closed if at least five others submit",
            (Self::StillOpen, true) => {
                "shown after the round has closed if at least five that you do not belong to submit"
            }
            (Self::FewOthers, false) => "fewer than five others submitted",
            (Self::FewOthers, true) => "fewer than five that you do not belong to submitted",
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
        /// The mean of the others' means.
        average: Average,
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
        self.standards.values().any(|standard| matches!(standard, StandardShown::Exact { .. }))
    }

    /// Whether a share is told as a band.
    pub fn has_bands(&self) -> bool {
        self.questions.values().any(|question| question.band().is_some())
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
    match result.average {
        Some(average) if questions.iter().all(|question| question.is_exact()) => StandardShown::Exact {
            percent: Percent::of(result.tally.n3, result.tally.scored()),
            average: average.into(),
            organisations: result.counting,
        },
        _ => follows(questions, organisations),
    }
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
        Range::Bands(Band::Few, Band::Most) | Range::Percents(Percent::Under5, Percent::Over95) => {
            StandardShown::Hidden
        }
        range => StandardShown::Follows { range, organisations: scored_by_all.then_some(organisations) },
    }
}

#[cfg(test)]
mod tests {
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
        assert_eq!(written(&[shown(6, 6), shown(6, 5), shown(6, 3)], 6), "about half to most of 6");
        assert_eq!(written(&[shown(6, 6), shown(6, 5), shown(6, 6)], 6), "most of 6");
        // One that fewer than 21 scored is told in words, and so is the standard.
        assert_eq!(written(&[shown(124, 62), shown(20, 10)], 124), "about half of 124");
        assert_eq!(written(&[shown(5, 1), QuestionShown::Hidden], 5), "few to about half of 5");
        for nothing in [vec![], vec![QuestionShown::Hidden; 9], vec![shown(5, 0), shown(5, 5), QuestionShown::Hidden]] {
            assert_eq!(written(&nothing, 5), "Hidden");
        }
    }

    #[test]
    fn a_standard_has_its_own_figures_where_each_question_has_a_whole_percentage() {
        let tally = Tally { n3: 100, n2: 50, n1: 50, ..Tally::default() };
        let average = Figure::of(2_345, 1_000);
        let result = StandardResult { number: 1, tally, counting: 99, average };
        let exact = standard(&result, &[shown(100, 40), shown(100, 60)], 100);
        assert_eq!(
            exact,
            StandardShown::Exact { percent: Percent::Whole(50), average: Average(235), organisations: 99 }
        );
        for other in [shown(100, 96), shown(100, 4), shown(20, 10), QuestionShown::Hidden] {
            assert!(
                !matches!(standard(&result, &[shown(100, 40), other], 100), StandardShown::Exact { .. }),
                "{other:?}"
            );
        }
    }
}
