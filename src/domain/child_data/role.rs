//! Names of people in a field that asks for a role: "Mrs Khan", "J Brown", "DSL – Tomasz", "SENCO (AW)".
//!
//! A role is made of everyday words and words of posts, so a word that is neither is a name: with another of them, with a
//! title or an initial, or alone in its part of the text. "St John Ambulance trainer" and "Faith Leader" are roles.

use std::ops::Range;

use super::names::{is_initial, is_of_name, joins_names};
use super::traits::Traits;
use super::words::{Word, Words, between};

/// Titles that count besides [`Traits::TITLE`] where a role is asked for.
const TITLES: [&str; 12] =
    ["sister", "father", "fr", "brother", "pc", "dc", "ds", "pcso", "sgt", "canon", "imam", "rabbi"];
/// Words that make no surname after a given name in small letters.
const SMALL: [&str; 14] =
    ["will", "has", "can", "who", "from", "our", "her", "his", "and", "or", "with", "the", "leads", "does"];

/// Where the names of people stand.
pub fn people(words: &Words<'_>) -> Vec<Range<usize>> {
    let mut people = Vec::new();
    let mut place = 0;
    while place < words.all.len() {
        let length = person_at(words, place);
        people.extend(length.map(|length| words.at(place, place + length)));
        place += length.unwrap_or(1);
    }
    people
}

/// How many words the name of a person has that begins here.
fn person_at(words: &Words<'_>, place: usize) -> Option<usize> {
    let word = words.get(place)?;
    // A church, a school or an ambulance service.
    let saint = |place: usize| words.is(place, &["st", "saint"]);
    if saint(place) || saint(place.wrapping_sub(1)) {
        return None;
    }
    if is_title(words, place) {
        return titled(words, place);
    }
    given(words, place, word)
        .or_else(|| unknown(words, place, word))
        .or_else(|| initials(words, place, word))
        .or_else(|| alone(words, place, word))
}

/// The next word of the same name.
fn joined<'w, 'a>(words: &'w Words<'a>, place: usize) -> Option<&'w Word<'a>> {
    let (one, next) = (words.get(place)?, words.get(place + 1)?);
    let gap = between(words.text, one, next);
    (joins_names(gap) || gap == ". ").then_some(next)
}

/// A word that may be a surname, by its shape.
fn is_surname(word: &Word<'_>) -> bool {
    is_of_name(word) && !word.has(Traits::ROLE)
}

fn surnames(words: &Words<'_>, place: usize) -> usize {
    (place..place + 2).take_while(|before| joined(words, *before).is_some_and(is_surname)).count()
}

fn is_title(words: &Words<'_>, place: usize) -> bool {
    let word = &words.all[place];
    word.has(Traits::TITLE) || word.is_capital() && word.is_one_of(&TITLES)
}

/// "Mrs Khan", "mrs jones", "Miss K", "Mr. P. Singh", "Sister Bernadette", "PC Lloyd".
fn titled(words: &Words<'_>, place: usize) -> Option<usize> {
    let mut length = 1;
    while length < 3
        && joined(words, place + length - 1).is_some_and(|word| is_initial(word) || word.has(Traits::TITLE))
    {
        length += 1;
    }
    let more = surnames(words, place + length - 1);
    if more > 0 {
        return Some(length + more);
    }
    if length > 1 && words.has(place, Traits::TITLE) {
        return Some(length);
    }
    let small = joined(words, place)?;
    let no_surname = Traits::ROLE.with(Traits::STAFF);
    let no_surname =
        if small.is_capital() { no_surname } else { no_surname.with(Traits::NO_NAME).with(Traits::EVERYDAY) };
    let surname =
        words.has(place, Traits::TITLE) && small.text.starts_with(char::is_alphabetic) && !small.has(no_surname);
    surname.then_some(2)
}

/// "Sarah", "Jo B", "jane brown". Not "Faith Leader" and "Chelsea Academy".
fn given(words: &Words<'_>, place: usize, word: &Word<'_>) -> Option<usize> {
    let listed = word.has(Traits::GIVEN) || word.has(Traits::GIVEN_WORD) && word.is_capital();
    let short = word.text.chars().count() <= 4 && word.text.chars().all(char::is_uppercase);
    let also = word.has(Traits::GIVEN_WORD) || word.has(Traits::ROLE);
    if !listed || short || also && word.has(Traits::ROLE) || word.is_possessive() {
        return None;
    }
    let next = joined(words, place);
    let of_a_role = next.is_some_and(|next| next.has(Traits::ROLE.with(Traits::NO_NAME).with(Traits::STAFF)));
    if also && of_a_role {
        return None;
    }
    let initial = |next: &Word<'_>| is_initial(next) || !word.is_capital() && next.text.len() == 1 && !next.is("a");
    if next.is_some_and(initial) {
        return Some(2);
    }
    let surnames = surnames(words, place);
    if surnames > 0 {
        return Some(1 + surnames);
    }
    let small = next.is_some_and(|next| {
        next.text.chars().count() >= 3 && !next.has(Traits::ROLE) && !next.is_one_of(&SMALL) && !next.has(Traits::STAFF)
    });
    if small && !also {
        return Some(2);
    }
    (word.is_capital() || is_set_off(words, place, word)).then_some(1)
}

/// "J Brown", "Kwame Mensah": an initial or a word that is neither everyday nor of a post, and a surname.
fn unknown(words: &Words<'_>, place: usize, word: &Word<'_>) -> Option<usize> {
    let first = is_initial(word) && !word.is("i") || is_surname(word) && !word.has(Traits::EVERYDAY);
    // Without a known first name a hyphen makes no name of two words: "Set-Cookie".
    let apart = words.get(place + 1).is_some_and(|next| between(words.text, word, next).ends_with(' '));
    let count = surnames(words, place);
    let last = words.get(place + count)?;
    let of_a_body = joined(words, place + count).is_some_and(|next| next.has(Traits::ROLE.with(Traits::NO_NAME)));
    let everyday = words.all[place + 1..=place + count].iter().any(|word| word.has(Traits::EVERYDAY)) && of_a_body;
    (first && apart && count > 0 && !everyday && !word.is_possessive() && !last.is_possessive()).then_some(count + 1)
}

/// "SENCO (AW)", "DSL – JB": two capitals set off from a post, short for nothing else.
fn initials(words: &Words<'_>, place: usize, word: &Word<'_>) -> Option<usize> {
    // "J.B. (DSL)".
    let apart = words.get(place + 1).is_some_and(|next| is_initial(next) && between(words.text, word, next) == ".");
    if is_initial(word) && apart {
        return Some(2);
    }
    let two = word.text.len() == 2 && word.text.bytes().all(|b| b.is_ascii_uppercase());
    let before = place.checked_sub(1).and_then(|before| words.get(before))?;
    let set_off = matches!(between(words.text, before, word), " (" | " - " | " – " | ": ");
    (two && set_off && !word.has(Traits::ABBREVIATION.with(Traits::ROLE))).then_some(1)
}

/// "DSL – Tomasz", "Nkechi": a word that is neither everyday nor of a post, alone between marks.
fn alone(words: &Words<'_>, place: usize, word: &Word<'_>) -> Option<usize> {
    let unknown = is_surname(word) && !word.has(Traits::EVERYDAY) && !word.is_possessive();
    (unknown && is_set_off(words, place, word)).then_some(1)
}

/// Returns true where nothing but marks stands beside a word.
fn is_set_off(words: &Words<'_>, place: usize, word: &Word<'_>) -> bool {
    const MARKS: [char; 9] = ['(', ')', '-', '–', '—', '/', ',', ':', '&'];
    let ends = |gap: Option<&str>| gap.is_none_or(|gap| gap.contains(MARKS) && gap != "-");
    let before = place.checked_sub(1).map(|before| between(words.text, &words.all[before], word));
    let after = words.get(place + 1).map(|next| between(words.text, word, next));
    ends(before) && ends(after)
}
