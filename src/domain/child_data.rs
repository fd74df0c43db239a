//! Finds what looks as if it identified a child (rule 10): an NHS number, a UPN, a date of birth, a case reference, the
//! number of a record in a system, a child who is named or described; and, where a role is asked for, a person's name.
//!
//! It only points: the author takes it out, or keeps it knowingly. It is therefore narrow, so that ordinary evidence
//! gives no warning and a warning is read. It knows no clock: the year is given. Single words are looked up once
//! (`vocabulary.rs`); the rules read the words of one sentence from left to right. `examples/` holds texts that each
//! rule is for, and `cargo xtask child-data` says how many are found.

mod birth;
mod case_reference;
mod described;
mod events;
mod initials;
mod names;
mod numbers;
mod relatives;
mod role;
mod system;
mod systems;
#[cfg(test)]
mod tests;
mod traits;
mod unnamed;
mod vocabulary;
mod words;
mod year_group;

use std::ops::Range;

use words::Words;

/// What a found text looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Ten digits, together or as 3-3-4, with a valid check digit; after "NHS" any ten.
    NhsNumber,
    /// A unique pupil number, permanent or temporary, with a valid check letter, however it is spaced.
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

/// Each place with what it looks like, the surest kinds first.
fn identifying(words: &Words<'_>, this_year: i16) -> Vec<(Range<usize>, Kind)> {
    let all = [
        (Kind::NhsNumber, numbers::nhs(words)),
        (Kind::Upn, numbers::upns(words)),
        (Kind::DateOfBirth, birth::places(words, this_year)),
        (Kind::CaseReference, case_reference::places(words)),
        (Kind::CaseReference, system::places(words)),
        (Kind::Child, described::places(words)),
    ];
    all.into_iter().flat_map(|(kind, places)| places.into_iter().map(move |at| (at, kind))).collect()
}

/// The places in order; where two overlap, the one that was found first stays.
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
