//! The score an organisation gives itself for a question.

use std::fmt;

/// One of the three scores. A higher score is better; what each is called belongs to the form's edition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Score {
    /// 1: not making progress to achieving target.
    NotMakingProgress,
    /// 2: making progress to achieving target.
    MakingProgress,
    /// 3: fully in place.
    FullyInPlace,
}

impl Score {
    /// Every score, best first: the order in which forms and charts show them.
    pub const ALL: [Self; 3] = [Self::FullyInPlace, Self::MakingProgress, Self::NotMakingProgress];

    /// The score worth this many points, or `None` unless it is exactly 1, 2 or 3.
    pub fn from_points(points: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|score| i64::from(score.points()) == points)
    }

    /// 3, 2 or 1.
    pub fn points(self) -> u8 {
        match self {
            Self::FullyInPlace => 3,
            Self::MakingProgress => 2,
            Self::NotMakingProgress => 1,
        }
    }

    /// Whether this score asks for an action, or for the reason why there is none.
    pub fn asks_for_action(self) -> bool {
        self != Self::FullyInPlace
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.points())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_two_and_three_are_scores() {
        for points in [i64::MIN, -1, 0, 4, 5, i64::MAX] {
            assert_eq!(Score::from_points(points), None);
        }
        assert_eq!(Score::from_points(3), Some(Score::FullyInPlace));
        assert_eq!(Score::from_points(2), Some(Score::MakingProgress));
        assert_eq!(Score::from_points(1), Some(Score::NotMakingProgress));
    }
}
