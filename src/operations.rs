//! What people do, one file per noun. An operation checks access, then reads, or writes in one transaction with a
//! line in the log. Pages, islands, downloads and the command line all come through here.

pub mod account;
pub mod answering;
pub mod checking;
pub mod copies;
pub mod counters;
pub mod exporting;
pub mod forms;
pub mod installation;
pub mod last_round;
pub mod long_files;
pub mod memory;
pub mod organisations;
pub mod own_results;
pub mod password_links;
pub mod passwords;
pub mod people;
pub mod person_changes;
pub mod plan;
pub mod posts;
pub mod results;
pub mod rounds;
pub mod sample_board;
pub mod saving;
pub mod setting_up;
pub mod settings;
pub mod signing_in;
pub mod submitting;
pub mod throttle;
pub mod tokens;
pub mod turns;

pub use crate::store::Opening;
pub use installation::{Clock, Installation};

use crate::domain::access::Visitor;
use crate::domain::person::PersonId;
use crate::domain::save::NotSaved;
use crate::store::StoreError;

/// Why an operation was not done. The boundary turns it into a status and a page.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// There is no such thing for this person: not there, or not theirs. The two look the same.
    #[error("not found")]
    NotFound,
    /// The person is known, and may not do this.
    #[error("not allowed")]
    NotAllowed,
    /// What was typed cannot be accepted; each problem names its field.
    #[error("not valid: {}", .0.iter().map(|p| p.message.as_str()).collect::<Vec<_>>().join("; "))]
    Invalid(Vec<Problem>),
    /// The thing is not in a state that allows it; the sentence says why.
    #[error("{0}")]
    State(String),
    /// Somebody changed the thing since it was opened; the sentence says who and when.
    #[error("{0}")]
    OutOfDate(String),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Refused {
    /// What a form was typed on is not what is stored any more.
    pub(crate) fn changed_meanwhile() -> Self {
        Self::OutOfDate(
            "Someone changed this after you opened the page. Nothing was saved: check it, then save again".into(),
        )
    }
}

impl From<Refused> for NotSaved {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::NotFound | Refused::NotAllowed => Self::NotFound,
            Refused::State(why) | Refused::OutOfDate(why) => Self::NotOpen(why),
            Refused::Invalid(problems) => {
                let first = problems.into_iter().next();
                let Problem { field, message } = first.unwrap_or_else(|| Problem::new("", "This cannot be saved"));
                Self::Invalid { field, message }
            }
            Refused::Store(error) => {
                tracing::error!(%error, "the store failed during a save");
                Self::Unavailable
            }
        }
    }
}

impl From<sqlx::Error> for Refused {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

/// A problem with one field of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The field's name.
    pub field: String,
    /// What to do about it.
    pub message: String,
}

impl Problem {
    /// A problem with this field.
    pub fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self { field: field.into(), message: message.into() }
    }
}

/// Who asks for an operation that is also a command of the program.
#[derive(Clone, Copy, Debug)]
pub enum Actor<'a> {
    /// A signed-in person.
    Visitor(&'a Visitor),
    /// Whoever holds the machine: the command line, or the installation itself while it is set up.
    Machine,
}

impl Actor<'_> {
    /// Whether this actor may: a visitor as `domain::access` decides, the machine always.
    pub fn may(self, right: impl Fn(&Visitor) -> bool) -> bool {
        match self {
            Self::Visitor(visitor) => right(visitor),
            Self::Machine => true,
        }
    }

    /// The person for the log.
    pub fn person(self) -> Option<PersonId> {
        match self {
            Self::Visitor(visitor) => Some(visitor.person),
            Self::Machine => None,
        }
    }
}

/// Refuses unless it is allowed.
pub(crate) fn allow(allowed: bool) -> Result<(), Refused> {
    if allowed { Ok(()) } else { Err(Refused::NotAllowed) }
}
