//! What one request may take of the program. Each number has its reason here; `docs/security.md` has them as a table,
//! with what happens beyond each and the test that proves it. The limits of a connection are in `http/serve.rs`.

use crate::domain::answer::{BY_WHEN_LIMIT, EVIDENCE_LIMIT, REASON_LIMIT, WHO_LIMIT};

/// No post has more fields than this. They are counted before any of them is read: a million empty ones are 2 MB on the
/// line and hundreds in memory.
pub const MOST_FIELDS: usize = 1_000;

/// The headers of a request, in bytes.
pub const LONGEST_HEADERS: usize = 64 * 1024;

/// A form of names, choices and passwords, in bytes: the longest has a text of 2,000 characters, at twelve bytes each.
pub const SHORT_FORM: usize = 64 * 1024;

/// An action, in bytes: three texts of 2,000 characters with what they were before, encoded at twelve bytes each.
pub const ACTION_FORM: usize = 256 * 1024;

/// A page of answers, in bytes, and the most that any form may send. Ten answers with every text full take less than
/// half of it, unless they are written in the longest characters.
pub const ANSWERS_FORM: usize = 2 * 1024 * 1024;

/// A call of a script, in bytes: one answer with six texts of 25,000 characters, the longest that a page still sends.
pub const FUNCTION_CALL: usize = 1024 * 1024;

/// A standard has eight to ten questions.
pub const MOST_QUESTIONS: usize = 10;

/// The texts of one answer, in characters.
const ANSWER: usize = EVIDENCE_LIMIT + 3 * REASON_LIMIT + WHO_LIMIT + BY_WHEN_LIMIT;

/// The most that is carried to somebody who is signed out, in bytes of the page: the largest page of answers in the
/// longest characters, half as much again for names and for longer spellings in a page (`&` as `&amp;`).
pub const CARRIED: usize = MOST_QUESTIONS * ANSWER * 4 * 3 / 2;

/// How many pages that carry typing to people who are signed out exist at once, from when they are made until they are
/// sent. Each takes a few times its length while it is made.
pub const CARRIED_AT_ONCE: usize = 8;

/// How many bytes of long forms from people who are signed out are read at once.
pub const READ_AT_ONCE: usize = 32 * 1024 * 1024;

/// An address, in bytes. Ours are under 300; a page that was asked for before signing in stands encoded in another's.
pub const LONGEST_ADDRESS: usize = 8 * 1024;

/// Values in a query. The largest filter has eight.
pub const MOST_QUERY_VALUES: usize = 50;

/// All cookies of a request, in bytes. Ours are under 500; others come from other services under the host's name.
pub const LONGEST_COOKIES: usize = 16 * 1024;

/// Cookies of a request. Browsers keep at most 180 for a host.
pub const MOST_COOKIES: usize = 200;
