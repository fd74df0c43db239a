//! The action plan of an organisation: its actions across rounds, and how they stand.

use jiff::{Timestamp, civil::Date};

use super::dates;
use super::form::QuestionKey;
use super::score::Score;
use super::text;

/// The row number of an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActionId(pub i64);

/// How an action stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ActionStatus {
    /// Nothing done yet.
    NotStarted,
    /// Begun.
    InProgress,
    /// Finished.
    Done,
    /// Given up for a reason.
    NoLongerNeeded,
}

impl ActionStatus {
    /// Every status, in the order in which lists offer them.
    pub const ALL: [Self; 4] = [Self::NotStarted, Self::InProgress, Self::Done, Self::NoLongerNeeded];

    /// The key used in files, form posts and the database.
    pub fn key(self) -> &'static str {
        match self {
            Self::NotStarted => "not_started",
            Self::InProgress => "in_progress",
            Self::Done => "done",
            Self::NoLongerNeeded => "no_longer_needed",
        }
    }

    /// Reads a key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.key() == key)
    }

    /// The words that people read; also the choices of the workbook's drop-down.
    pub fn words(self) -> &'static str {
        match self {
            Self::NotStarted => "Not started",
            Self::InProgress => "In progress",
            Self::Done => "Done",
            Self::NoLongerNeeded => "No longer needed",
        }
    }

    /// Whether something remains to be done.
    pub fn is_open(self) -> bool {
        matches!(self, Self::NotStarted | Self::InProgress)
    }
}

/// One action of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// The row.
    pub id: ActionId,
    /// Counted within the organisation, from 1: shown as `A-014`.
    pub number: u32,
    /// The question it answers.
    pub question: QuestionKey,
    /// The question's short name in the edition that was answered.
    pub question_short: String,
    /// The title of the question's standard.
    pub standard_title: String,
    /// The round it comes from.
    pub round_title: String,
    /// The score it answers.
    pub score: Option<Score>,
    /// What.
    pub what: String,
    /// Who: a role.
    pub who: String,
    /// By when.
    pub by_when: Date,
    /// How it stands.
    pub status: ActionStatus,
    /// When it was done.
    pub done_on: Option<Date>,
    /// How it goes.
    pub progress: String,
    /// What changed for children because of it.
    pub impact: String,
    /// A save names the revision it started from.
    pub revision: i64,
    /// When it was last changed.
    pub changed_at: Timestamp,
    /// Who changed it last, by name; `None` when that is not known.
    pub changed_by: Option<String>,
}

impl Action {
    /// `A-014`.
    pub fn reference(&self) -> String {
        format!("A-{:03}", self.number)
    }

    /// When it was last changed and by whom: "29 January 2027 at 14:32 by Hester Quillan".
    pub fn changed(&self) -> String {
        let by = self.changed_by.as_ref().map(|name| format!(" by {name}")).unwrap_or_default();
        format!("{}{by}", dates::long_with_clock(self.changed_at))
    }

    /// How many days it is overdue today; `None` when it is not: closed, or still in time.
    pub fn days_overdue(&self, today: Date) -> Option<i32> {
        let days = dates::days_between(self.by_when, today);
        (self.status.is_open() && days > 0).then_some(days)
    }

    /// "Overdue by 52 days", or nothing.
    pub fn overdue_words(&self, today: Date) -> Option<String> {
        self.days_overdue(today).map(|days| match days {
            1 => "Overdue by 1 day".into(),
            days => format!("Overdue by {} days", text::thousands(days.unsigned_abs() as usize)),
        })
    }
}

/// How a plan stands, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PlanCount {
    /// All actions.
    pub actions: usize,
    /// By status, in the order of [`ActionStatus::ALL`].
    pub by_status: [usize; 4],
    /// Open and past their day.
    pub overdue: usize,
    /// The next day on which an open action in time is due.
    pub next_due: Option<Date>,
}

/// Counts a plan as it stands today.
pub fn count(actions: &[Action], today: Date) -> PlanCount {
    let with = |status| actions.iter().filter(|action| action.status == status).count();
    let in_time = |action: &&Action| action.status.is_open() && action.days_overdue(today).is_none();
    PlanCount {
        actions: actions.len(),
        by_status: ActionStatus::ALL.map(with),
        overdue: actions.iter().filter(|action| action.days_overdue(today).is_some()).count(),
        next_due: actions.iter().filter(in_time).map(|action| action.by_when).min(),
    }
}
