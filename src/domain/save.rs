//! The words of the save contract: what a save sends, and what it is answered. Shared with the browser.

use serde::{Deserialize, Serialize};

/// An answer's fields as typed, with what a save must name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedAnswer {
    /// The question's key, `S3.4`.
    pub question: String,
    /// The revision this save started from; 0 when there was no answer yet.
    pub revision: i64,
    /// Made by the client, unique to this save: a retry is answered from the first result.
    pub save_id: String,
    /// `3`, `2`, `1`, `not_applicable`, or empty for not answered.
    pub score: String,
    /// Why the question does not apply.
    pub reason: String,
    /// The evidence.
    pub evidence: String,
    /// What will be done.
    pub action: String,
    /// Who will do it: a role.
    pub who: String,
    /// By when, as typed.
    pub by_when: String,
    /// Why there is no action.
    pub no_action_reason: String,
}

/// A save that is on disk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    /// The answer's revision now.
    pub revision: i64,
    /// The server's time of the save, "14:32" in London.
    pub at: String,
}

/// A save that was not made, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NotSaved {
    /// 409: someone saved this answer in between.
    Conflict(Box<Conflict>),
    /// 422: a field holds what cannot be kept.
    Invalid {
        /// The field's name in the form, for example `evidence`.
        field: String,
        /// What to do about it.
        message: String,
    },
    /// 409: the audit takes no answers now; the sentence says why.
    NotOpen(String),
    /// 401: the session has ended.
    SignedOut,
    /// 404: there is no such audit or question for this person.
    NotFound,
    /// 503 or no reply: nothing is known to be saved; try again.
    Unavailable,
}

impl NotSaved {
    /// The HTTP status that says it.
    pub fn status(&self) -> u16 {
        match self {
            Self::Conflict(_) | Self::NotOpen(_) => 409,
            Self::Invalid { .. } => 422,
            Self::SignedOut => 401,
            Self::NotFound => 404,
            Self::Unavailable => 503,
        }
    }
}

/// Both texts of an answer that two people changed, and whose the other is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    /// What is stored: theirs.
    pub theirs: TypedAnswer,
    /// Who saved it.
    pub by: String,
    /// When, "14:31" in London.
    pub at: String,
    /// What this save sent: yours.
    pub yours: TypedAnswer,
}
