//! References of cases: what they are called, followed by something with digits.
//!
//! "Case ref", "referral number", "incident no.", "pupil ID" and the like, "reference number", "our ref", and "case" alone;
//! then, with nothing but punctuation or "is" between, an identifier of at least three characters with a digit in it.
//! A year or a school year is none, and neither is the reference number that this service gives to an audit.

use std::ops::Range;

use super::words::{Word, between};

const OF_WHAT: [&str; 8] = ["case", "referral", "incident", "child", "pupil", "client", "cpoms", "mash"];
const CALLED: [&str; 5] = ["ref", "reference", "number", "no", "id"];
/// The most characters of a reference.
const LONGEST: usize = 40;
const WHOSE: [&str; 4] = ["our", "your", "their", "my"];

/// Where case references stand.
pub fn places(text: &str, words: &[Word<'_>]) -> Vec<Range<usize>> {
    (0..words.len()).filter_map(|first| reference(text, words, first)).collect()
}

fn reference(text: &str, words: &[Word<'_>], first: usize) -> Option<Range<usize>> {
    let is = |place: usize, any: &[&str]| words.get(place).is_some_and(|word| word.is_one_of(any));
    let mut called = 0;
    // "Reference number" is two; more are no name of anything.
    while called < 2 && is(first + 1 + called, &CALLED) {
        called += 1;
    }
    let named = is(first, &OF_WHAT) || is(first, &CALLED[..2]);
    let by_name = named && called > 0 || is(first, &WHOSE) && is(first + 1, &CALLED[..2]) || is(first, &["case"]);
    if !by_name {
        return None;
    }
    let mut last = first + called;
    if is(last + 1, &["is", "was"]) {
        last += 1;
    }
    let identifier = words.get(last + 1)?;
    if !words[first..=last + 1].windows(2).all(|pair| is_small(between(text, &pair[0], &pair[1]))) {
        return None;
    }
    let end = end_of(text, identifier.at.start);
    let typed = &text[identifier.at.start..end];
    // "Case" alone is a common word: only digits make a reference of what follows.
    let digits = typed.chars().filter(char::is_ascii_digit).count();
    let enough = if called == 0 && last == first { digits >= 3 } else { digits >= 1 && typed.chars().count() >= 3 };
    (enough && !is_a_year(typed) && !typed.starts_with("S11-")).then_some(identifier.at.start..end)
}

pub(super) fn is_small(gap: &str) -> bool {
    gap.chars().count() <= 4
        && gap.chars().all(|c| matches!(c, ' ' | '\t' | '\u{A0}' | '.' | ':' | '#' | '(' | '-' | '–' | '/'))
}

/// Letters, digits, and what joins them in a reference. What is longer than any reference is cut.
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
    year && parts.all(|part| matches!(part.len(), 2 | 4) && is_number(part))
}
