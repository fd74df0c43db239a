//! Counts of answers, and the two figures made from them. Exact until shown.

use std::fmt;

use num_rational::Ratio;

use super::choice::Choice;
use super::score::Score;

/// How often each choice was made (rule 2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Scored 3.
    pub n3: u32,
    /// Scored 2.
    pub n2: u32,
    /// Scored 1.
    pub n1: u32,
    /// Not applicable.
    pub not_applicable: u32,
    /// Not answered.
    pub not_answered: u32,
}

impl Tally {
    /// Counts `n` more answers with this choice.
    pub fn count(&mut self, choice: Choice, n: u32) {
        *match choice {
            Choice::Scored(Score::FullyInPlace) => &mut self.n3,
            Choice::Scored(Score::MakingProgress) => &mut self.n2,
            Choice::Scored(Score::NotMakingProgress) => &mut self.n1,
            Choice::NotApplicable => &mut self.not_applicable,
            Choice::NotAnswered => &mut self.not_answered,
        } += n;
    }

    /// Adds another tally.
    pub fn add(&mut self, other: Self) {
        self.n3 += other.n3;
        self.n2 += other.n2;
        self.n1 += other.n1;
        self.not_applicable += other.not_applicable;
        self.not_answered += other.not_answered;
    }

    /// How many were scored this.
    pub fn scored_as(self, score: Score) -> u32 {
        match score {
            Score::FullyInPlace => self.n3,
            Score::MakingProgress => self.n2,
            Score::NotMakingProgress => self.n1,
        }
    }

    /// How many were scored at all: the denominator of both figures.
    pub fn scored(self) -> u32 {
        self.n3 + self.n2 + self.n1
    }

    /// The share scored 3, of those scored, 0 to 100 (rule 3); `None` when nothing was scored.
    pub fn percent_fully_in_place(self) -> Option<Figure> {
        self.percent(Score::FullyInPlace)
    }

    /// The share given this score, of those scored, 0 to 100.
    pub fn percent(self, score: Score) -> Option<Figure> {
        Figure::of(100 * i64::from(self.scored_as(score)), i64::from(self.scored()))
    }

    /// The mean of the scores given, 1 to 3 (rule 4, for a question).
    pub fn average(self) -> Option<Figure> {
        let points = 3 * i64::from(self.n3) + 2 * i64::from(self.n2) + i64::from(self.n1);
        Figure::of(points, i64::from(self.scored()))
    }
}

/// An exact percentage or average. Shown with two decimals, rounded half up, here and nowhere else (rule 4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Figure(Ratio<i64>);

impl Figure {
    /// The exact quotient; `None` when the denominator is 0.
    pub fn of(numerator: i64, denominator: i64) -> Option<Self> {
        (denominator != 0).then(|| Self(Ratio::new(numerator, denominator)))
    }

    /// The exact value.
    pub fn exact(self) -> Ratio<i64> {
        self.0
    }

    /// The value in hundredths, rounded half up: 2.345 is 235.
    pub fn hundredths(self) -> i64 {
        (self.0 * 100 + Ratio::new(1, 2)).floor().to_integer()
    }

    /// A percentage in whole numbers, for a page: "83%", and "under 1%" or "over 99%" rather than a false 0 or 100.
    pub fn whole_percent(self) -> String {
        let (nothing, everything) = (Ratio::from_integer(0), Ratio::from_integer(100));
        let rounded = (self.0 + Ratio::new(1, 2)).floor().to_integer();
        match rounded {
            0 if self.0 > nothing => "under 1%".into(),
            100 if self.0 < everything => "over 99%".into(),
            _ => format!("{rounded}%"),
        }
    }

    /// The value as it is shown, for a workbook's cell: the nearest binary number to the two decimals.
    #[expect(clippy::cast_precision_loss, reason = "at most 10,000 hundredths")]
    pub fn shown(self) -> f64 {
        self.hundredths() as f64 / 100.0
    }
}

impl From<Ratio<i64>> for Figure {
    fn from(exact: Ratio<i64>) -> Self {
        Self(exact)
    }
}

impl fmt::Display for Figure {
    /// Two decimals: "2.88", "94.35".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hundredths = self.hundredths();
        write!(f, "{}.{:02}", hundredths / 100, hundredths % 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn tally(n3: u32, n2: u32, n1: u32) -> Tally {
        Tally { n3, n2, n1, not_applicable: 9, not_answered: 9 }
    }

    #[test]
    fn halves_round_up_and_nothing_scored_is_no_figure() {
        assert_eq!(tally(0, 0, 0).percent_fully_in_place(), None);
        assert_eq!(tally(0, 0, 0).average(), None);
        assert_eq!(tally(1, 0, 7).percent_fully_in_place().unwrap().to_string(), "12.50");
        assert_eq!(tally(1, 0, 799).percent_fully_in_place().unwrap().to_string(), "0.13");
        assert_eq!(Figure::of(2345, 1000).unwrap().to_string(), "2.35");
        assert_eq!(tally(2, 0, 1).average().unwrap().to_string(), "2.33");
    }

    #[test]
    fn a_whole_percentage_is_never_a_false_0_or_100() {
        let whole = |n3, others| tally(n3, 0, others).percent_fully_in_place().unwrap().whole_percent();
        assert_eq!([whole(0, 9), whole(1, 999), whole(5, 995), whole(1, 7)], ["0%", "under 1%", "1%", "13%"]);
        assert_eq!([whole(9, 0), whole(999, 1), whole(199, 1), whole(994, 6)], ["100%", "over 99%", "over 99%", "99%"]);
    }

    proptest! {
        #[test]
        fn figures_equal_the_schoolbook_ones(n3 in 0u32..40_000, n2 in 0u32..40_000, n1 in 0u32..40_000) {
            let scores = u64::from(n3) + u64::from(n2) + u64::from(n1);
            prop_assume!(scores > 0);
            // Long division in whole numbers: hundredths, plus one when the remainder is half or more.
            let rounded = |numerator: u64| {
                let (quotient, remainder) = (numerator * 100 / scores, numerator * 100 % scores);
                quotient + u64::from(remainder * 2 >= scores)
            };
            let percent = rounded(100 * u64::from(n3));
            let average = rounded(3 * u64::from(n3) + 2 * u64::from(n2) + u64::from(n1));
            let t = tally(n3, n2, n1);
            prop_assert_eq!(t.percent_fully_in_place().unwrap().to_string(), format!("{}.{:02}", percent / 100, percent % 100));
            prop_assert_eq!(t.average().unwrap().to_string(), format!("{}.{:02}", average / 100, average % 100));
        }
    }
}
