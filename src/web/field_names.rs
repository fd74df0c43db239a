//! The names of fields that mean the same in every form.

/// The form's id: 128 random bits in hexadecimal. `http/once.rs` reads it.
pub const POST_ID: &str = "post_id";

/// How many digits the id has.
pub const POST_ID_DIGITS: usize = 32;

/// The last field of a form: how many answers it has, or 1. It is missing from a page that was cut off on the line, and
/// from one out of which something took the hidden fields.
pub const WHOLE: &str = "whole";

/// The person for whom the page of a long form was made. When anybody else sends the form, it is not saved.
pub const OPENED_BY: &str = "opened_by";

/// The beginning of the names of fields that hold what the page was opened with.
pub const OPENED_WITH: &str = "opened_with.";

/// The beginning of the names of fields with which somebody signs in again; they are not carried along.
pub const SIGN_IN: &str = "sign-in.";
/// The e-mail address with which somebody signs in again.
pub const SIGN_IN_EMAIL: &str = "sign-in.email";
/// The password with which somebody signs in again.
pub const SIGN_IN_PASSWORD: &str = "sign-in.password";
/// The code with which somebody signs in again.
pub const SIGN_IN_CODE: &str = "sign-in.code";
