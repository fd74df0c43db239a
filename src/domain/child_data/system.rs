//! A system in which children have records, followed by the number of one: "CPOMS entry 4412", "LCS 1234567".
//!
//! Between the two stand at most two of the words by which such numbers are called ("entry", "ID", "no."), "is" or "was",
//! and punctuation. The number has at least three digits. A year is one only after such a word.

use std::ops::Range;

use super::case_reference::{end_of, is_a_year, is_small};
use super::words::{Word, between};

/// Systems of schools, social care, health, police and early help, and numbers that each child has. Two words stand
/// with a space.
const SYSTEMS: [&str; 53] = [
    "arbor",
    "azeus",
    "bromcom",
    "capita one",
    "care director",
    "carefirst",
    "caredirector",
    "careworks",
    "charms",
    "civica",
    "clm",
    "compass",
    "connect",
    "corelogic",
    "cpims",
    "cpis",
    "cpoms",
    "cura",
    "ehm",
    "ehcp",
    "eclipse",
    "edukey",
    "emis",
    "esafeguarding",
    "frameworki",
    "icms",
    "icon",
    "ics",
    "impulse",
    "integris",
    "lcs",
    "liquid logic",
    "liquidlogic",
    "marac",
    "mosaic",
    "my concern",
    "myconcern",
    "nhs",
    "niche",
    "paris",
    "pnc",
    "protocol",
    "rio",
    "scholarpack",
    "sims",
    "synergy",
    "systmone",
    "systemone",
    "tootoot",
    "uln",
    "unify",
    "upn",
    "urn",
];
/// What the number of a record is called.
const CALLED: [&str; 22] = [
    "case",
    "child",
    "client",
    "concern",
    "entry",
    "file",
    "form",
    "id",
    "incident",
    "log",
    "no",
    "note",
    "number",
    "nos",
    "person",
    "pupil",
    "record",
    "ref",
    "reference",
    "referral",
    "report",
    "student",
];
/// Systems whose names are everyday words or other things: a word by which numbers are called must follow.
const NEEDS_CALLED: [&str; 14] = [
    "arbor", "compass", "connect", "eclipse", "icon", "impulse", "mosaic", "paris", "protocol", "rio", "synergy",
    "unify", "urn", "nhs",
];

/// Where the number of a record stands, with the system's name.
pub fn places(text: &str, words: &[Word<'_>]) -> Vec<Range<usize>> {
    (0..words.len()).filter_map(|first| numbered(text, words, first)).collect()
}

fn numbered(text: &str, words: &[Word<'_>], first: usize) -> Option<Range<usize>> {
    let (system, length) = system_at(text, words, first)?;
    let is = |place: usize, any: &[&str]| words.get(place).is_some_and(|word| word.is_one_of(any));
    let mut next = first + length;
    let mut called = 0;
    while called < 2 && is(next, &CALLED) {
        next += 1;
        called += 1;
    }
    if is(next, &["is", "was"]) {
        next += 1;
    }
    let identifier = words.get(next)?;
    if !words[first..=next].windows(2).all(|pair| is_small(between(text, &pair[0], &pair[1]))) {
        return None;
    }
    let end = end_of(text, identifier.at.start);
    let typed = &text[identifier.at.start..end];
    let digits = typed.chars().filter(char::is_ascii_digit).count();
    let plain = called == 0 && (is_a_year(typed) || NEEDS_CALLED.contains(&system));
    // The number of a school is no child's.
    let a_schools =
        system == "urn" && !words[first + length..next].iter().any(|word| word.is_one_of(&["child", "pupil", "case"]));
    (digits >= 3 && !plain && !a_schools).then(|| words[first].at.start..end)
}

/// The system that is named at this word, and how many words its name has.
fn system_at(text: &str, words: &[Word<'_>], place: usize) -> Option<(&'static str, usize)> {
    let word = words.get(place)?;
    SYSTEMS.into_iter().find_map(|system| match system.split_once(' ') {
        None => word.is(system).then_some((system, 1)),
        Some((one, two)) => {
            let second = words.get(place + 1).filter(|second| second.is(two))?;
            (word.is(one) && matches!(between(text, word, second), " " | "-" | "\u{A0}")).then_some((system, 2))
        }
    })
}
