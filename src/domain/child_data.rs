//! What in a text looks as if it identified a child (rule 10): an NHS number, a UPN, a date of birth, a case reference, the
//! number of a record in a system, a child who is named or described; and, where a role is asked for, a person's name.
//!
//! It only points: whoever wrote the text takes it out, or keeps it knowingly. It is therefore narrow, so that
//! ordinary evidence gives no warning and a warning is read. It knows no clock: the year is given. Single words are looked up
//! once (`vocabulary.rs`); the rules read the words of one sentence from left to right. `examples/` holds texts that each rule
//! is for, and `cargo xtask child-data` says how many are found.

mod birth;
mod case_reference;
mod described;
mod events;
mod initials;
mod names;
mod relatives;
mod role;
mod system;
mod systems;
#[cfg(test)]
mod tests;
mod traits;
mod vocabulary;
mod words;
mod year_group;

use std::ops::Range;

use words::{Words, is_part_of_word};

/// What a found text looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Ten digits, together or as 3-3-4, with a valid check digit.
    NhsNumber,
    /// A unique pupil number, permanent or temporary, with a valid check letter.
    Upn,
    /// A date that is said to be somebody's birth, or that stands beside a name and may be a child's.
    DateOfBirth,
    /// The number or reference of a case, a referral, an incident or a pupil, or of a record in a system.
    CaseReference,
    /// A name or initials with a year group, an age, a relative or what happens to a child; "Child A" with details.
    Child,
    /// The name of a person where a role is asked for.
    Person,
}

impl Kind {
    /// As in "This looks like ...".
    pub fn words(self) -> &'static str {
        match self {
            Self::NhsNumber => "an NHS number",
            Self::Upn => "a unique pupil number (UPN)",
            Self::DateOfBirth => "a date of birth",
            Self::CaseReference => "a case reference",
            Self::Child => "words about one child",
            Self::Person => "a person’s name",
        }
    }
}

/// Something that looks as if it identified a child.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found<'a> {
    /// What it looks like.
    pub kind: Kind,
    /// The text as it was typed.
    pub text: &'a str,
    /// Where it stands, in bytes.
    pub at: Range<usize>,
}

impl Found<'_> {
    /// The sentences for its author. `leave` says what is to be done when it identifies no child.
    pub fn warning(&self, leave: &str) -> String {
        let asks = match self.kind {
            Kind::Person => "Name a role instead, for example deputy head. If it names nobody",
            _ => "Do not name or describe a child. If this does, take it out. If not",
        };
        format!("This looks like {}: {}. {asks}, {leave}.", self.kind.words(), self.text)
    }
}

/// Everything in a text that looks as if it identified a child, in order and without overlaps. `this_year` decides
/// which dates may be a child's birth.
pub fn find(text: &str, this_year: i16) -> Vec<Found<'_>> {
    in_order(text, identifying(&Words::of(text), this_year))
}

/// The same in a field that asks for a role: names of people too.
pub fn find_in_role(text: &str, this_year: i16) -> Vec<Found<'_>> {
    let words = Words::of(text);
    let mut found = identifying(&words, this_year);
    found.extend(role::people(&words).into_iter().map(|at| (at, Kind::Person)));
    in_order(text, found)
}

/// Each place with what it looks like, what is surest first.
fn identifying(words: &Words<'_>, this_year: i16) -> Vec<(Range<usize>, Kind)> {
    let all = [
        (Kind::NhsNumber, nhs_numbers(words.text)),
        (Kind::Upn, upns(words.text)),
        (Kind::DateOfBirth, birth::places(words, this_year)),
        (Kind::CaseReference, case_reference::places(words)),
        (Kind::CaseReference, system::places(words)),
        (Kind::Child, described::places(words)),
    ];
    all.into_iter().flat_map(|(kind, places)| places.into_iter().map(move |at| (at, kind))).collect()
}

/// Of places that overlap, the first that was found stays.
fn in_order(text: &str, places: Vec<(Range<usize>, Kind)>) -> Vec<Found<'_>> {
    let mut kept: Vec<(Range<usize>, Kind)> = Vec::new();
    for (at, kind) in places {
        if kept.iter().all(|(other, _)| at.end <= other.start || other.end <= at.start) {
            kept.push((at, kind));
        }
    }
    kept.sort_by_key(|(at, _)| at.start);
    kept.into_iter().map(|(at, kind)| Found { kind, text: &text[at.clone()], at }).collect()
}

/// The places at which a word may begin: not inside one.
fn starts(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.char_indices().filter_map(move |(place, _)| {
        let before = text[..place].chars().next_back();
        (!before.is_some_and(is_part_of_word)).then(|| (place, &text[place..]))
    })
}

fn nhs_numbers(text: &str) -> Vec<Range<usize>> {
    let numbers = starts(text).filter(|(_, rest)| rest.starts_with(|c: char| c.is_ascii_digit()));
    let places = numbers.filter_map(|(place, rest)| {
        let length = [nhs_length(rest, &[10]), nhs_length(rest, &[3, 3, 4])].into_iter().flatten().next()?;
        Some(place..place + length)
    });
    places.collect()
}

/// The bytes of the valid NHS number at the beginning of a text, written in groups of these lengths.
fn nhs_length(text: &str, groups: &[usize]) -> Option<usize> {
    let mut digits = Vec::with_capacity(10);
    let mut rest = text.chars();
    for (place, length) in groups.iter().enumerate() {
        if place > 0 && !matches!(rest.next()?, ' ' | '-' | '\u{A0}' | '\u{2011}' | '–') {
            return None;
        }
        for _ in 0..*length {
            digits.push(rest.next()?.to_digit(10)?);
        }
    }
    let after = rest.clone().next();
    (!after.is_some_and(is_part_of_word) && is_nhs_number(&digits)).then(|| text.len() - rest.as_str().len())
}

/// The check of the NHS data dictionary: weights 10 to 2 over the first nine digits, modulus 11.
fn is_nhs_number(digits: &[u32]) -> bool {
    let sum: u32 = digits.iter().zip((2..=10).rev()).map(|(digit, weight)| digit * weight).sum();
    let check = match 11 - sum % 11 {
        11 => 0,
        check => check,
    };
    digits.get(9) == Some(&check)
}

/// The letters of a UPN in the order of their values: I, O and S are not used.
const UPN_LETTERS: &str = "ABCDEFGHJKLMNPQRTUVWXYZ";

fn upn_value(letter: char) -> Option<usize> {
    UPN_LETTERS.find(letter.to_ascii_uppercase())
}

fn upns(text: &str) -> Vec<Range<usize>> {
    let places = starts(text).filter_map(|(place, rest)| {
        let upn = rest.get(..13)?;
        let after = rest[13..].chars().next();
        (is_upn(upn) && !after.is_some_and(is_part_of_word)).then_some(place..place + 13)
    });
    places.collect()
}

/// The check of the Department for Education: weights 2 to 13 over the twelve characters after the letter, modulus 23.
/// The last character of a temporary UPN is a letter and counts by its value.
fn is_upn(upn: &str) -> bool {
    let mut characters = upn.chars();
    let Some(letter) = characters.next().and_then(upn_value) else { return false };
    let value = |place: usize, c: char| match c.to_digit(10) {
        Some(digit) => usize::try_from(digit).ok(),
        None if place == 11 => upn_value(c),
        None => None,
    };
    let weighted = characters.enumerate().map(|(place, c)| value(place, c).map(|value| value * (place + 2)));
    weighted.sum::<Option<usize>>().is_some_and(|sum| sum % 23 == letter)
}
