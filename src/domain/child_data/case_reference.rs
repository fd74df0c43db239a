//! References of cases: a name for one, followed by something with digits.
//!
//! A name is "case ref", "referral number", "incident no.", "pupil ID", "crime ref", "LAC number" and the like,
//! "reference number", "our ref", or "case" or "incident" alone before a long number. An identifier of at least three
//! characters with a digit follows, with nothing but punctuation, "is" or "was" between. "Reference" and "notice" alone
//! need a year and a number, or a number with a zero before it. A family court's number is one wherever it stands.
//! A year, a school year and the reference number that this service gives to an audit are not references.

use std::ops::Range;

use super::traits::Traits;
use super::words::{Words, between};

const CALLED: [&str; 7] = ["ref", "reference", "number", "no", "id", "record", "nos"];
/// Words that need no other name of a reference before a long number.
const ALONE: [&str; 7] = ["case", "incident", "referral", "concern", "enquiry", "episode", "notification"];
/// The most characters of a reference.
const LONGEST: usize = 40;
const WHOSE: [&str; 4] = ["our", "your", "their", "my"];

/// Where case references stand.
pub fn places(words: &Words<'_>) -> Vec<Range<usize>> {
    if words.digits == 0 {
        return Vec::new();
    }
    (0..words.all.len()).filter_map(|first| reference(words, first).or_else(|| of_a_court(words, first))).collect()
}

fn reference(words: &Words<'_>, first: usize) -> Option<Range<usize>> {
    let named = words.has(first, Traits::NUMBERED) || words.is(first, &CALLED[..2]);
    let whose = words.is(first, &WHOSE);
    if !named && !whose && !words.is(first, &["notice"]) {
        return None;
    }
    let mut called = 0;
    // "Reference number" has two; no name of a number has more.
    while called < 2 && words.is(first + 1 + called, &CALLED) {
        called += 1;
    }
    let whose = whose && words.is(first + 1, &CALLED[..2]);
    let bare = called == 0 && words.is(first, &["ref", "reference", "notice"]);
    if !(named && called > 0 || whose || bare || words.is(first, &ALONE)) {
        return None;
    }
    let mut last = first + called;
    if words.is(last + 1, &["is", "was"]) {
        last += 1;
    }
    let identifier = words.get(last + 1)?;
    if !words.all[first..=last + 1].windows(2).all(|pair| is_small(between(words.text, &pair[0], &pair[1]))) {
        return None;
    }
    let end = end_of(words.text, identifier.at.start);
    let typed = &words.text[identifier.at.start..end];
    let digits = typed.bytes().filter(u8::is_ascii_digit).count();
    // Alone it is a common word: only digits make a reference of what follows.
    let alone = called == 0 && last == first;
    let fewest = if words.is(first, &["case"]) { 3 } else { 4 };
    let enough =
        if alone { digits >= fewest && !is_count(words, last + 1) } else { digits >= 1 && typed.chars().count() >= 3 };
    let other = is_a_year(typed)
        || bare && !is_a_cases(typed)
        || typed.starts_with("S11-")
        || is_telephone(&words.text[identifier.at.start..]);
    (enough && !other).then_some(identifier.at.start..end)
}

/// Returns true for an identifier that "reference" or "notice" alone makes a case's: a year and a number of four digits
/// or more ("2026/04417"), or a number with a zero before it ("0047123"). Other papers and days have numbers too.
fn is_a_cases(typed: &str) -> bool {
    let is_number = |part: &str| part.len() >= 4 && part.bytes().all(|digit| digit.is_ascii_digit());
    match typed.split_once('/') {
        Some((year, number)) => is_a_year(year) && is_number(number) && !is_a_year(number),
        None => typed.starts_with('0') && is_number(typed) && !is_telephone(typed),
    }
}

/// The number of a family court's case, by its shape: "ZC24C50123".
fn of_a_court(words: &Words<'_>, place: usize) -> Option<Range<usize>> {
    let word = words.get(place)?;
    let shape = word.text.bytes().map(|b| match b {
        b'0'..=b'9' => b'9',
        b'A'..=b'Z' => b'A',
        other => other,
    });
    shape.eq(*b"AA99A99999").then(|| word.at.clone())
}

/// Returns true where a number counts things: "212 incidents", "101 training".
pub(super) fn is_count(words: &Words<'_>, place: usize) -> bool {
    const THINGS: [&str; 8] = ["training", "staff", "children", "people", "per", "of", "families", "new"];
    const NO_THINGS: [&str; 6] = ["is", "was", "has", "shows", "as", "refers"];
    words.gap(place) == Some(" ")
        && words.get(place + 1).is_some_and(|next| {
            next.is_one_of(&THINGS) || next.text.len() > 4 && next.text.ends_with('s') && !next.is_one_of(&NO_THINGS)
        })
}

/// Returns true where a text begins with a telephone number: ten or eleven digits, the first a zero, with spaces.
pub(super) fn is_telephone(text: &str) -> bool {
    let area = ["01", "02", "03", "07", "08"].iter().any(|area| text.starts_with(area));
    let run = text.chars().take_while(|c| c.is_ascii_digit() || *c == ' ');
    area && matches!(run.filter(char::is_ascii_digit).count(), 10 | 11)
}

pub(super) fn is_small(gap: &str) -> bool {
    gap.chars().count() <= 4
        && gap
            .chars()
            .all(|c| matches!(c, ' ' | '\t' | '\u{A0}' | '.' | ',' | ':' | '#' | '(' | ')' | '-' | '–' | '—' | '/'))
}

/// The end of a reference that starts here: its letters, digits and the marks between, at most [`LONGEST`].
pub(super) fn end_of(text: &str, start: usize) -> usize {
    let run = text[start..].chars().take(LONGEST).take_while(|c| c.is_alphanumeric() || matches!(c, '-' | '/' | '_'));
    let length: usize = run.map(char::len_utf8).sum();
    start + text[start..start + length].trim_end_matches(['-', '/', '_']).len()
}

/// "2026", "2026-27", "2026/27", "2026/2027".
pub(super) fn is_a_year(typed: &str) -> bool {
    let mut parts = typed.split(['-', '/']);
    let first = parts.next().unwrap_or_default();
    let is_number = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let year = first.len() == 4 && is_number(first) && (first.starts_with("19") || first.starts_with("20"));
    year && parts.all(|part| is_number(part) && (part.len() == 2 || part.len() == 4 && part.starts_with(['1', '2'])))
}
