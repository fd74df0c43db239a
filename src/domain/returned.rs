//! How far the audits of some organisations are, counted: one type for pages, files and figures.

use std::iter::Sum;
use std::ops::AddAssign;

use super::tally::Figure;

/// Organisations that the board closed before they submitted, counted. They stay among those that were invited.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClosedOrganisations {
    /// Nothing was saved.
    pub not_started: u32,
    /// The audit was in progress.
    pub started: u32,
}

impl ClosedOrganisations {
    /// All of them.
    pub fn all(self) -> u32 {
        self.not_started + self.started
    }

    /// The sentence that they count as invited; `None` when there are none.
    pub fn words(self) -> Option<String> {
        match self.all() {
            0 => None,
            1 => Some("1 of those invited was closed by the board before it submitted; it counts as invited.".into()),
            n => Some(format!(
                "{n} of those invited were closed by the board before they submitted; they count as invited."
            )),
        }
    }
}

/// How far the audits of some organisations are, counted. Each that was invited is in one of the three states.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Returned {
    /// Invited, and nothing saved yet.
    pub not_started: u32,
    /// In progress.
    pub started: u32,
    /// Submitted.
    pub submitted: u32,
    /// Those that the board closed before they submitted.
    pub closed: ClosedOrganisations,
}

impl Returned {
    /// All that were invited.
    pub fn invited(self) -> u32 {
        self.not_started + self.started + self.submitted
    }

    /// All that were invited and have not submitted.
    pub fn not_submitted(self) -> u32 {
        self.not_started + self.started
    }

    /// How many were started and can still be submitted: none once their form has closed.
    pub fn in_progress(self, form_has_closed: bool) -> u32 {
        if form_has_closed { 0 } else { self.started - self.closed.started }
    }

    /// The share submitted, 0 to 100; `None` when nobody was invited.
    pub fn percent_submitted(self) -> Option<Figure> {
        Figure::of(100 * i64::from(self.submitted), i64::from(self.invited()))
    }
}

impl AddAssign for Returned {
    fn add_assign(&mut self, other: Self) {
        self.not_started += other.not_started;
        self.started += other.started;
        self.submitted += other.submitted;
        self.closed.not_started += other.closed.not_started;
        self.closed.started += other.closed.started;
    }
}

impl Sum for Returned {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |mut sum, one| {
            sum += one;
            sum
        })
    }
}
