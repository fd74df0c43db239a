//! Notices on any page to which a form post has led: a line that asks for nothing. The address says it, as it says what
//! was done.

use jiff::Timestamp;
use leptos::prelude::*;

use super::field_names::OPENED_WITH;
use super::request::{just_done, query};
use crate::domain::{dates, labels, text};
use crate::operations::account::signing_in::WrongCodes;

/// The query value that says what was left out: how many characters, and of which fields.
const LEFT_OUT: &str = "left_out";
/// The query value that says that the page's form had been carried out before with something else in it.
const SENT_BEFORE: &str = "sent_before";
/// The query value that says how many wrong codes there were, and since when.
const WRONG_CODES: &str = "wrong_codes";
/// The most fields that a line names.
const MOST_FIELDS: usize = 3;

/// The address to which a post leads, saying what was left out of its fields.
pub fn with_left_out(location: &str, fields: &[(String, String)]) -> String {
    // Nobody has typed the texts that a form was opened with.
    let typed = fields.iter().filter(|(name, _)| !name.starts_with(OPENED_WITH));
    let counts = typed.map(|(name, typed)| (name.as_str(), text::count_left_out(typed)));
    let counts: Vec<_> = counts.filter(|(_, count)| *count > 0).collect();
    if counts.is_empty() {
        return location.to_owned();
    }
    let total: usize = counts.iter().map(|(_, count)| count).sum();
    let names: Vec<_> = counts.iter().take(MOST_FIELDS + 1).map(|(name, _)| *name).collect();
    with_value(location, LEFT_OUT, &format!("{total}~{}", names.join("~")))
}

/// The address to which signing in leads, saying that there were wrong codes.
pub fn with_wrong_codes(location: &str, WrongCodes { count, since }: WrongCodes) -> String {
    let since = since.map(|since| since.as_second().to_string()).unwrap_or_default();
    with_value(location, WRONG_CODES, &format!("{count}~{since}"))
}

/// The address to which a form led before, for one that came again with something else in it.
pub fn with_sent_before(location: &str) -> String {
    with_value(location, SENT_BEFORE, "1")
}

/// An address with a further value in its query.
fn with_value(location: &str, name: &str, value: &str) -> String {
    let (path, place) =
        location.split_once('#').map_or((location, String::new()), |(path, at)| (path, format!("#{at}")));
    let joint = if path.contains('?') { '&' } else { '?' };
    format!("{path}{joint}{name}={}{place}", super::address::encode(value))
}

/// The lines for this page; nothing on most.
pub fn notices() -> Option<impl IntoView> {
    // Asked first: what was done is said once, and most pages have nothing to say here.
    let said = |name: &str, words: fn(&str) -> Option<String>| {
        (!query(name).is_empty()).then(|| words(&just_done(name))).flatten()
    };
    let words = said(LEFT_OUT, left_out_words).or_else(|| said(WRONG_CODES, wrong_codes_words));
    let words = words.or_else(|| said(SENT_BEFORE, sent_before_words))?;
    Some(view! { <p class="govuk-inset-text" role="status">{words}</p> })
}

fn wrong_codes_words(value: &str) -> Option<String> {
    let (count, since) = value.split_once('~')?;
    let count: u32 = count.parse().ok().filter(|count| *count > 0)?;
    let since = since.parse().ok().and_then(|second| Timestamp::from_second(second).ok());
    let since = since.map(|since| format!(" on {}", dates::long_with_clock(since))).unwrap_or_default();
    let codes = if count == 1 { "was 1 wrong code".into() } else { format!("were {count} wrong codes") };
    Some(format!(
        "There {codes} from an authenticator app for your account since you last signed in{since}. If this was not you, \
         change your password: somebody else knows it."
    ))
}

fn sent_before_words(value: &str) -> Option<String> {
    let words = "You sent this form twice, with different details. The first was carried out, and this page shows what it \
                 did. The second was not: change the details here, or add the other on a new page.";
    (value == "1").then(|| words.to_owned())
}

fn left_out_words(value: &str) -> Option<String> {
    let mut parts = value.split('~');
    let count = parts.next()?.parse().ok().filter(|count| *count > 0)?;
    let names: Vec<_> = parts.map(words_of_field).collect();
    let names = if names.len() > MOST_FIELDS { vec!["what you typed".into()] } else { names };
    Some(text::left_out_words(count, &names))
}

/// What people call a field of a form, which is named `S3.4.evidence` or `board_name`.
fn words_of_field(name: &str) -> String {
    let (question, field) = name.rsplit_once('.').map_or((None, name), |(question, field)| (Some(question), field));
    let mut letters = labels::of(field).replace('_', " ").chars().collect::<Vec<_>>();
    if let Some(first) = letters.first_mut() {
        first.make_ascii_uppercase();
    }
    let words: String = letters.into_iter().collect();
    match question {
        Some(question) => format!("{words} ({question})"),
        None => words,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(fields: &[(&str, &str)]) -> Option<String> {
        let fields: Vec<_> = fields.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        let address = with_left_out("/audits/1?saved=1#S3.4", &fields);
        let value = address.strip_prefix("/audits/1?saved=1")?.strip_suffix("#S3.4")?.strip_prefix("&left_out=")?;
        left_out_words(value)
    }

    #[test]
    fn wrong_codes_are_said_with_the_time_since_when() {
        let since = "2026-11-21T14:32:05Z".parse().ok();
        let address = with_wrong_codes("/rounds", WrongCodes { count: 14, since });
        let words = wrong_codes_words(address.strip_prefix("/rounds?wrong_codes=").unwrap());
        let expected = "There were 14 wrong codes from an authenticator app for your account since you last signed in on \
                        21 November 2026 at 14:32. If this was not you, change your password: somebody else knows it.";
        assert_eq!(words.as_deref(), Some(expected));
        let address = with_wrong_codes("/", WrongCodes { count: 1, since: None });
        assert!(wrong_codes_words(&address[14..]).unwrap().starts_with("There was 1 wrong code"), "{address}");
        for other in ["", "14", "0~", "x~", "-1~"] {
            assert_eq!(wrong_codes_words(other), None, "{other}");
        }
    }

    #[test]
    fn what_was_left_out_is_said_with_the_names_of_its_fields() {
        assert_eq!(said(&[("S3.4.evidence", "a\u{B}b\r\n"), ("name", "St\u{A0}Anne’s")]), None);
        let one = "One invisible character was left out of Evidence (S3.4).";
        assert_eq!(said(&[("S3.4.evidence", "a\u{1F}b")]).as_deref(), Some(one));
        let two = "3 invisible characters were left out of By when and Board name.";
        assert_eq!(said(&[("by_when", "\0\0"), ("board_name", "\u{2}")]).as_deref(), Some(two));
        let number = "One invisible character was left out of URN.";
        assert_eq!(said(&[("urn", "\0")]).as_deref(), Some(number));
        let many = "4 invisible characters were left out of what you typed.";
        assert_eq!(said(&[("a", "\0"), ("b", "\0"), ("c", "\0"), ("d", "\0")]).as_deref(), Some(many));
        assert_eq!(with_left_out("/rounds", &[("x".into(), "\0".into())]), "/rounds?left_out=1~x");
    }
}
