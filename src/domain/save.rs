//! The words of the save contract: what a save sends, and how it is answered. Shared with the browser.

use serde::{Deserialize, Serialize};

use super::labels;
use super::text::{self, says_the_same, thousands};

/// The most characters of evidence.
pub const EVIDENCE_LIMIT: usize = 10_000;

/// More characters than this in any field are not sent, so that a request is smaller than the server takes.
const FAR_TOO_LONG: usize = 25_000;

/// The names of an answer's fields of text, in the order of its form.
pub const TEXT_FIELDS: [&str; 6] = ["reason", "evidence", "action", "who", "by_when", "no_action_reason"];

/// An answer's fields as typed, with what a save must name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedAnswer {
    /// The question's key, `S3.4`.
    pub question: String,
    /// The revision this save started from, 0 when there was no answer yet; `None` where that is not known, as on a
    /// page that came back in parts. A stored answer is then never replaced unasked.
    pub revision: Option<i64>,
    /// The colleague's revision that the page, when it told of a conflict, put into the fields that its reader had not
    /// changed.
    #[serde(default)]
    pub shown: Option<i64>,
    /// The [`SaveId`](super::save_id::SaveId) as it was sent.
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

impl TypedAnswer {
    /// Its texts that are not empty, each with what people call its field.
    pub fn texts(&self) -> Vec<(&'static str, String)> {
        let written = self.text_fields().into_iter().filter(|(_, text)| !text.trim().is_empty());
        written.map(|(field, text)| (labels::of(field), text.replace("\r\n", "\n"))).collect()
    }

    /// What is left out of its texts when they are kept, as a sentence; empty for nothing.
    pub fn left_out(&self) -> String {
        let texts = self.texts();
        text::left_out(texts.iter().map(|(name, text)| (*name, text.as_str())))
    }

    /// Its texts, each with the name of its field in the form.
    pub fn text_fields(&self) -> [(&'static str, &str); 6] {
        let [reason, evidence, action, who, by_when, no_action_reason] = TEXT_FIELDS;
        [
            (reason, &self.reason),
            (evidence, &self.evidence),
            (action, &self.action),
            (who, &self.who),
            (by_when, &self.by_when),
            (no_action_reason, &self.no_action_reason),
        ]
    }

    /// The same, to be written.
    pub fn text_fields_mut(&mut self) -> [(&'static str, &mut String); 6] {
        let [reason, evidence, action, who, by_when, no_action_reason] = TEXT_FIELDS;
        [
            (reason, &mut self.reason),
            (evidence, &mut self.evidence),
            (action, &mut self.action),
            (who, &mut self.who),
            (by_when, &mut self.by_when),
            (no_action_reason, &mut self.no_action_reason),
        ]
    }

    /// Whether both say the same, whatever ends their lines.
    pub fn says_the_same_as(&self, other: &Self) -> bool {
        let mut texts = self.text_fields().into_iter().zip(other.text_fields());
        self.score == other.score && texts.all(|((_, one), (_, two))| says_the_same(one, two))
    }

    /// The sentence that asks to shorten a text that is too long even to be read by the server; `None` without one.
    pub fn far_too_long(&self) -> Option<String> {
        let length = |text: &str| text.chars().count();
        let (name, text) = self.texts().into_iter().find(|(_, text)| length(text) > FAR_TOO_LONG)?;
        Some(format!("{name} has {} characters: far too many to be sent. Shorten it.", thousands(length(&text))))
    }

    /// The changes made here since `before`, put over `theirs`: a field that was not changed here holds theirs.
    #[must_use]
    pub fn over(&self, theirs: &Self, before: &Self) -> Self {
        let mut over = self.clone();
        if says_the_same(&self.score, &before.score) {
            over.score.clone_from(&theirs.score);
        }
        let others = theirs.text_fields().into_iter().zip(before.text_fields());
        for ((_, text), ((_, theirs), (_, before))) in over.text_fields_mut().into_iter().zip(others) {
            if says_the_same(text, before) {
                theirs.clone_into(text);
            }
        }
        over
    }
}

/// A save that is on disk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    /// The answer's revision now.
    pub revision: i64,
    /// When: "14:32" in London; where the save found the answer as it is, the day, the time and who saved it.
    pub at: String,
    /// What there is to say of the answer.
    pub remarks: Remarks,
    /// How far the question's standard is.
    pub count: Count,
    /// When an answer of the standard was last saved, and by whom.
    pub last: String,
}

/// What there is to say of a stored answer. Nothing in it keeps the answer from being saved.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remarks {
    /// What must be added before the audit can be submitted: "what will be done, who will do it"; empty when nothing.
    pub needed: String,
    /// What its author should look at again.
    pub warnings: Vec<Warning>,
    /// What was left out of the texts that were sent, as a sentence; empty when nothing was.
    #[serde(default)]
    pub left_out: String,
    /// What the date of its action was read as, or why it is not a date: words at that field, or empty.
    pub by_when: String,
}

impl Remarks {
    /// "Still needed: who will do it." and what was left out, after a full stop; empty when there is neither.
    pub fn still_needed(&self) -> String {
        let needed = if self.needed.is_empty() { String::new() } else { format!("Still needed: {}.", self.needed) };
        let both = [needed.as_str(), &self.left_out].into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>();
        if both.is_empty() { String::new() } else { format!(". {}", both.join(" ")) }
    }
}

/// Something in a text that its author should look at again, and may keep.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// The field's name in the form, for example `evidence`.
    pub field: String,
    /// What people call the field.
    pub name: String,
    /// What it is, and what can be done about it.
    pub words: String,
}

/// How many of a standard's questions are answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// Those with a score, or not applicable.
    pub answered: usize,
    /// All.
    pub questions: usize,
}

impl Count {
    /// "7 of 10 answered".
    pub fn words(self) -> String {
        format!("{} of {} answered", self.answered, self.questions)
    }
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

/// Both versions of an answer that was changed twice at the same time, and who saved the stored one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    /// What is stored: theirs.
    pub theirs: TypedAnswer,
    /// Who saved it.
    pub by: String,
    /// Whether that is the person who sent this save: from another window, or another computer.
    pub by_you: bool,
    /// "at 14:31" in London, with its day when that was before today.
    pub when: String,
    /// What this save sent: yours.
    pub yours: TypedAnswer,
    /// What this save changed, and theirs in every field that it left as it was: what “Keep yours” keeps.
    pub yours_over_theirs: TypedAnswer,
}

impl Conflict {
    /// Who changed the answer, and when: a sentence without its full stop.
    pub fn changed(&self) -> String {
        if self.by_you {
            format!("You saved this differently {}", self.when)
        } else {
            format!("Changed by {} {}", self.by, self.when)
        }
    }

    /// Where each text is. `place` says where the page's fields are, seen from these words: "above" or "below".
    pub fn both(&self, place: &str) -> String {
        let who = if self.by_you { "you" } else { "your colleague" };
        format!("Your changes are {place}, not saved. This is what {who} saved:")
    }

    /// What the two choices are called: to keep what this save sent, and to keep what is stored.
    pub fn choices(&self) -> [&'static str; 2] {
        if self.by_you { ["Keep what is here", "Keep what is stored"] } else { ["Keep yours", "Keep theirs"] }
    }
}
