//! A system in which children have records, followed by the number of one: "CPOMS entry 4412", "LCS 1234567", "Liquidlogic,
//! number 1183302".
//!
//! The number may also come first, after a word for a child or for a number: "pupil 3381 on SIMS". Between system and
//! number stand at most three names of such numbers ("entry", "ID", "no."), "is" or "was", and punctuation. The number
//! has at least three digits, and four without such a name. A year is one only after such a name. The number of things
//! ("CPOMS: 212 incidents"), of a report ("SIMS report 101") and of a telephone is not one.

use std::ops::Range;

use super::case_reference::{end_of, is_a_year, is_count, is_small, is_telephone};
use super::systems::BY_FIRST_WORD;
use super::traits::Traits;
use super::words::{Words, between};

/// Systems whose names are everyday words or other things: a name of a number must follow, or a number of six digits.
const NEEDS_CALLED: [&str; 22] = [
    "arbor", "athena", "compact", "compass", "connect", "eclipse", "enable", "epic", "evolve", "icon", "impulse",
    "merlin", "mosaic", "niche", "orchard", "paris", "protocol", "rio", "storm", "synergy", "unify", "lac",
];
/// Systems whose names stand before other numbers too: a name of a number must follow.
const ALWAYS_CALLED: [&str; 3] = ["urn", "nhs", "early help"];
/// After these a short number is that of a form or a report, not of a record.
const OF_PAPERS: [&str; 4] = ["report", "form", "plan", "file"];

/// Where the number of a record stands, with the system's name.
pub fn places(words: &Words<'_>) -> Vec<Range<usize>> {
    if words.digits < 3 {
        return Vec::new();
    }
    (0..words.all.len()).filter_map(|first| numbered(words, first).or_else(|| named_after(words, first))).collect()
}

/// "Pupil 3381 on SIMS", "record 4471 in CPOMS": the number before its system.
fn named_after(words: &Words<'_>, first: usize) -> Option<Range<usize>> {
    if !words.has(first, Traits::CHILD.with(Traits::NUMBERED).with(Traits::CALLED)) {
        return None;
    }
    let number = words.get(first + 1).filter(|word| word.number().is_some() || word.text.len() > 4)?;
    let digits = number.text.bytes().filter(u8::is_ascii_digit).count();
    if digits < 3 || !words.is(first + 2, &["on", "in"]) || (first..first + 3).any(|at| words.gap(at) != Some(" ")) {
        return None;
    }
    let (_, length) = system_at(words, first + 3)?;
    (!is_a_year(number.text)).then(|| words.all[first].at.start..words.all[first + 2 + length].at.end)
}

fn numbered(words: &Words<'_>, first: usize) -> Option<Range<usize>> {
    let (system, length) = system_at(words, first)?;
    let mut next = first + length;
    let called = (next..next + 3).take_while(|place| words.has(*place, Traits::CALLED)).count();
    next += called;
    if words.is(next, &["is", "was"]) {
        next += 1;
    }
    let identifier = words.get(next)?;
    let together = |pair: &[_]| is_small(between(words.text, &pair[0], &pair[1]));
    if !words.all[first..=next].windows(2).all(together) {
        return None;
    }
    let end = end_of(words.text, identifier.at.start);
    let typed = &words.text[identifier.at.start..end];
    let digits = typed.bytes().filter(u8::is_ascii_digit).count();
    let called_so = &words.all[first + length..next];
    let plain = called == 0
        && (is_a_year(typed)
            || digits < 4
            || is_count(words, next)
            || NEEDS_CALLED.contains(&system) && digits < 6
            || ALWAYS_CALLED.contains(&system));
    let of_papers = digits < 4 && called_so.last().is_some_and(|word| word.is_one_of(&OF_PAPERS));
    // A URN is the number of a school, unless it is said to be a child's.
    let a_schools = system == "urn" && !called_so.iter().any(|word| word.is_one_of(&["child", "pupil", "case"]));
    let none = plain || of_papers || a_schools || is_telephone(&words.text[identifier.at.start..]);
    (digits >= 3 && !none).then(|| words.all[first].at.start..end)
}

/// The system that is named at this word, and how many words its name has.
fn system_at(words: &Words<'_>, place: usize) -> Option<(&'static str, usize)> {
    let word = words.get(place).filter(|word| word.has(Traits::SYSTEM))?;
    let systems = BY_FIRST_WORD.get(word.text.to_lowercase().as_str())?;
    systems.iter().find_map(|system| words.phrase(place, system).map(|end| (*system, end - place)))
}
