//! Shares so coarse that none of them tells whether everybody answered alike, or everybody but one: a reader may learn
//! the answer of one of them.

use std::fmt;
use std::ops::RangeInclusive;

/// The fewest scores of a question that are told as a percentage; fewer are told as a band in words. From 41 on,
/// "over 95%" and "under 5%" hold at least three counts, and two when one answer is taken away.
pub const SMALLEST_WITH_PERCENT: u32 = 41;

/// The fewest scores that are told in thirds; fewer are told in halves, because a third would hold too few counts.
const SMALLEST_IN_THIRDS: u32 = 7;

/// The share that has something fully in place, as a whole percentage that is cut off at both ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Percent {
    /// Less than 5 in 100, perhaps none.
    Under5,
    /// From 5 to 95, rounded half up.
    Whole(u8),
    /// More than 95 in 100, perhaps all.
    Over95,
}

impl Percent {
    /// The percentage for `n3` of `scored`, which is at least 1.
    pub fn of(n3: u32, scored: u32) -> Self {
        let (n3, scored) = (u64::from(n3), u64::from(scored));
        if 20 * n3 < scored {
            Self::Under5
        } else if 20 * n3 > 19 * scored {
            Self::Over95
        } else {
            let rounded = (200 * n3 + scored) / (2 * scored);
            Self::Whole(u8::try_from(rounded).expect("it is from 5 to 95"))
        }
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Under5 => f.write_str("under 5%"),
            Self::Whole(percent) => write!(f, "{percent}%"),
            Self::Over95 => f.write_str("over 95%"),
        }
    }
}

/// The share that has something fully in place, in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Band {
    /// Less than a third, perhaps none.
    Few,
    /// Less than half of five or six, perhaps none.
    FewerThanHalf,
    /// From a third to two thirds.
    AboutHalf,
    /// At least half of five or six, perhaps all.
    HalfOrMore,
    /// More than two thirds, perhaps all.
    Most,
}

impl Band {
    /// The band for `n3` of `scored`.
    pub fn of(n3: u32, scored: u32) -> Self {
        let (n3, of, scored) = (u64::from(n3), scored, u64::from(scored));
        if of < SMALLEST_IN_THIRDS {
            if 2 * n3 < scored { Self::FewerThanHalf } else { Self::HalfOrMore }
        } else if 3 * n3 < scored {
            Self::Few
        } else if 3 * n3 > 2 * scored {
            Self::Most
        } else {
            Self::AboutHalf
        }
    }
}

impl fmt::Display for Band {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Few => "few",
            Self::FewerThanHalf => "fewer than half",
            Self::AboutHalf => "about half",
            Self::HalfOrMore => "half or more",
            Self::Most => "most",
        })
    }
}

/// The share of those who scored one question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Share {
    /// A percentage.
    Percent(Percent),
    /// A band.
    Band(Band),
}

impl Share {
    /// The share for `n3` of `scored`, as finely as so many allow.
    pub fn of(n3: u32, scored: u32) -> Self {
        if scored < SMALLEST_WITH_PERCENT {
            Self::Band(Band::of(n3, scored))
        } else {
            Self::Percent(Percent::of(n3, scored))
        }
    }

    /// Whether it is a percentage that is not cut off.
    pub fn is_exact(self) -> bool {
        matches!(self, Self::Percent(Percent::Whole(_)))
    }

    /// How many of `scored` may have it fully in place: every count that has this share, and no other.
    pub fn possible(self, scored: u32) -> RangeInclusive<u32> {
        let lowest_over = |part: u32, of: u32| scored * part / of + 1;
        let highest_under = |part: u32, of: u32| (scored * part).div_ceil(of).saturating_sub(1);
        match self {
            Self::Percent(Percent::Under5) => 0..=highest_under(1, 20),
            Self::Percent(Percent::Over95) => lowest_over(19, 20)..=scored,
            Self::Percent(Percent::Whole(percent)) => {
                let percent = u32::from(percent);
                let rounded = (scored * (2 * percent - 1)).div_ceil(200)..=highest_under(2 * percent + 1, 200);
                let cut_off = scored.div_ceil(20)..=scored * 19 / 20;
                *rounded.start().max(cut_off.start())..=*rounded.end().min(cut_off.end())
            }
            Self::Band(Band::Few) => 0..=highest_under(1, 3),
            Self::Band(Band::FewerThanHalf) => 0..=highest_under(1, 2),
            Self::Band(Band::HalfOrMore) => scored.div_ceil(2)..=scored,
            Self::Band(Band::AboutHalf) => scored.div_ceil(3)..=scored * 2 / 3,
            Self::Band(Band::Most) => lowest_over(2, 3)..=scored,
        }
    }
}

/// Where the share of several questions together lies, from its lowest to its highest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Range {
    /// In percentages.
    Percents(Percent, Percent),
    /// In bands.
    Bands(Band, Band),
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Percents(lowest, highest) if lowest == highest => lowest.fmt(f),
            Self::Percents(lowest, highest) => write!(f, "{lowest} to {highest}"),
            Self::Bands(lowest, highest) if lowest == highest => lowest.fmt(f),
            Self::Bands(lowest, highest) => write!(f, "{lowest} to {highest}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::disclosure::SMALLEST_GROUP;

    #[test]
    fn no_share_that_is_shown_tells_that_everybody_answered_alike_nor_that_everybody_but_one_did() {
        for scored in SMALLEST_GROUP..=1_000 {
            for n3 in 0..=scored {
                let share = Share::of(n3, scored);
                let possible = share.possible(scored);
                assert!(possible.contains(&n3), "{n3} of {scored}");
                // Nobody is taken away, or one who has it in place, or one who has not.
                for (of_them, n3_of_them) in [(0, 0), (1, 1), (1, 0)] {
                    let rest = scored - of_them;
                    let left = possible.clone().filter_map(|n3| n3.checked_sub(n3_of_them)).filter(|n3| *n3 <= rest);
                    let left: Vec<_> = left.collect();
                    let alike = left.iter().filter(|n3| **n3 == 0 || **n3 == rest).count();
                    assert!(left.is_empty() || left.len() > alike, "{share:?} of {scored} means all or none of {rest}");
                    assert!(share.is_exact() || left.len() > 1, "{share:?} of {scored} is one count of {rest}");
                }
            }
        }
    }

    #[test]
    fn a_share_leaves_every_count_possible_that_has_it_and_no_other() {
        for scored in SMALLEST_GROUP..=250 {
            let shares: Vec<_> = (0..=scored).map(|n3| Share::of(n3, scored)).collect();
            for share in &shares {
                let having: Vec<_> =
                    (0..=scored).zip(&shares).filter(|(_, of)| *of == share).map(|(n3, _)| n3).collect();
                assert_eq!(share.possible(scored).collect::<Vec<_>>(), having, "{share:?} of {scored}");
            }
        }
    }

    #[test]
    fn shares_are_named_as_the_page_explains_them() {
        let of = |n3, scored| match Share::of(n3, scored) {
            Share::Percent(percent) => percent.to_string(),
            Share::Band(band) => band.to_string(),
        };
        assert_eq!([of(0, 5), of(2, 5), of(3, 5)], ["fewer than half", "fewer than half", "half or more"]);
        assert_eq!([of(2, 6), of(3, 6), of(6, 6)], ["fewer than half", "half or more", "half or more"]);
        assert_eq!([of(2, 7), of(3, 7), of(4, 7), of(5, 7)], ["few", "about half", "about half", "most"]);
        assert_eq!(
            [of(40, 40), of(39, 41), of(38, 41), of(2, 41), of(3, 41)],
            ["most", "over 95%", "93%", "under 5%", "7%"]
        );
        assert_eq!([of(5, 100), of(95, 100), of(96, 100), of(2, 44)], ["5%", "95%", "over 95%", "under 5%"]);
        let range = Range::Percents(Percent::Whole(91), Percent::Over95);
        assert_eq!(range.to_string(), "91% to over 95%");
        assert_eq!(Range::Bands(Band::Few, Band::AboutHalf).to_string(), "few to about half");
        assert_eq!(Range::Bands(Band::Most, Band::Most).to_string(), "most");
    }
}
