//! What was chosen for a question, and how that is written. Shared with the browser.

use super::score::Score;

/// What was chosen for a question. A score is never defaulted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Choice {
    /// Nothing yet.
    #[default]
    NotAnswered,
    /// One of the three scores.
    Scored(Score),
    /// The question does not apply to the organisation.
    NotApplicable,
}

impl Choice {
    /// Every choice, in the order in which they are shown.
    pub const ALL: [Self; 5] = [
        Self::Scored(Score::FullyInPlace),
        Self::Scored(Score::MakingProgress),
        Self::Scored(Score::NotMakingProgress),
        Self::NotApplicable,
        Self::NotAnswered,
    ];

    /// As forms and the history write it: `3`, `2`, `1`, `not_applicable` or empty.
    pub fn key(self) -> &'static str {
        match self {
            Self::NotAnswered => "",
            Self::Scored(Score::FullyInPlace) => "3",
            Self::Scored(Score::MakingProgress) => "2",
            Self::Scored(Score::NotMakingProgress) => "1",
            Self::NotApplicable => "not_applicable",
        }
    }

    /// Reads exactly what [`Self::key`] writes.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.key() == key)
    }

    /// As files write it: `3`, `2`, `1`, `n/a` or empty.
    pub fn in_files(self) -> &'static str {
        if self == Self::NotApplicable { "n/a" } else { self.key() }
    }

    /// The score, when there is one.
    pub fn score(self) -> Option<Score> {
        match self {
            Self::Scored(score) => Some(score),
            Self::NotAnswered | Self::NotApplicable => None,
        }
    }
}
