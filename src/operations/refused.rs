//! Why an operation was not done.

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
    /// Somebody changed the stored fields after the form was opened.
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
            Refused::Invalid(problems) => match problems.into_iter().next() {
                Some(Problem { field: Some(field), message }) => Self::Invalid { field, message },
                Some(Problem { field: None, message }) => Self::NotOpen(message),
                None => Self::NotOpen("This cannot be saved".into()),
            },
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

/// A problem with a form, most often with one of its fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The field's name; `None` for the form as a whole.
    pub field: Option<String>,
    /// What to do about it.
    pub message: String,
}

impl Problem {
    /// A problem with this field.
    pub fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self { field: Some(field.into()), message: message.into() }
    }

    /// A problem with the form as a whole.
    pub fn of_the_form(message: impl Into<String>) -> Self {
        Self { field: None, message: message.into() }
    }

    /// Whether it is a problem with this field.
    pub fn is_with(&self, field: &str) -> bool {
        self.field.as_deref() == Some(field)
    }
}

/// Refuses unless it is allowed.
pub(super) fn allow(allowed: bool) -> Result<(), Refused> {
    if allowed { Ok(()) } else { Err(Refused::NotAllowed) }
}
