//! Children by their letters: initials with a year group, an age or a relative, and "Child A" with details of one child.
//!
//! - "J.S. in Year 4", "TB (Y8)", "R.H. (12)", "pupil KS", "AB's mother", "MK and his brother", "siblings DM and FM";
//! - "Child A, the only wheelchair user in Year 2": a letter that hides nobody. "Child A and Child B are used in
//!   training" is about nobody.

use super::names::is_initial;
use super::relatives::relative_after;
use super::traits::Traits;
use super::words::{Word, Words, without_possessive};
use super::year_group::{age_after, bare_age_after, year_after, year_group, years_old};

/// How far the details of a lettered child may stand from the letter, in words.
const NEAR: usize = 14;

/// A child by letters from this word on: the first word and the end of what says so.
pub fn child(words: &Words<'_>, place: usize) -> Option<(usize, usize)> {
    lettered(words, place)
        .or_else(|| by_initials(words, place))
        .or_else(|| three(words, place))
        .or_else(|| said_to_be(words, place))
}

/// "Child LMP in Year 2": three letters only after the word for a child.
fn three(words: &Words<'_>, place: usize) -> Option<(usize, usize)> {
    let letters = words.get(place + 1).filter(|_| words.has(place, Traits::CHILD) && words.gap(place) == Some(" "))?;
    let three = letters.text.len() == 3 && letters.text.bytes().all(|b| b.is_ascii_uppercase());
    if !three || letters.has(Traits::ROLE.with(Traits::NO_NAME).with(Traits::EVERYDAY)) {
        return None;
    }
    let end = year_after(words, place + 1).or_else(|| age_after(words, place + 1))?;
    Some((place, end))
}

/// Initials with what makes them a child's.
fn by_initials(words: &Words<'_>, place: usize) -> Option<(usize, usize)> {
    let end = initials(words, place)
        .filter(|end| words.get(*end).and_then(Word::number).is_none() || words.gap(*end - 1) != Some(" "))?;
    let last = end - 1;
    if words.all[last].is_possessive() {
        return relative_after(words, last).map(|relative| (place, relative));
    }
    let before =
        place.checked_sub(1).filter(|before| words.gap(*before).is_some_and(|gap| matches!(gap, " " | ", " | " (")));
    let pupil = before.is_some_and(|before| {
        words.has(before, Traits::CHILD)
            || words.is(before, &["yp", "person"]) && words.is(place.wrapping_sub(2), &["young"])
    });
    let several = || {
        let siblings = before.is_some_and(|before| words.is(before, &["siblings", "brothers", "sisters", "twins"]));
        (siblings && words.is(end, &["and"])).then(|| initials(words, end + 1)).flatten()
    };
    let years = || year_after(words, last).or_else(|| age_after(words, last)).or_else(|| bare_age_after(words, last));
    let own_relative = || {
        let near =
            words.rest(last, 4).find(|next| words.has(*next, Traits::RELATION) && words.is(*next - 1, &["his", "her"]));
        near.map(|relative| relative + 1)
    };
    years().or_else(several).or_else(own_relative).or(pupil.then_some(end)).map(|end| (place, end))
}

/// The end of two capital letters that are short for nothing else, in one word or in two.
fn initials(words: &Words<'_>, place: usize) -> Option<usize> {
    let word = words.get(place)?;
    let letters = without_possessive(word.text);
    if letters.len() == 2 && letters.bytes().all(|b| b.is_ascii_uppercase()) {
        let has_age = words.is(place + 1, &["aged"]) && age_after(words, place).is_some();
        return (has_age || !word.has(Traits::ABBREVIATION)).then_some(place + 1);
    }
    let next = words.get(place + 1)?;
    let two = is_initial(word) && without_possessive(next.text).chars().count() == 1 && next.is_capital();
    (two && matches!(words.gap(place)?, " " | "." | ". ")).then_some(place + 2)
}

/// "Initials AB", "initials: A.B."
fn said_to_be(words: &Words<'_>, place: usize) -> Option<(usize, usize)> {
    if !words.is(place, &["initials", "initialled"]) || !words.gap(place)?.chars().all(|c| " :(,".contains(c)) {
        return None;
    }
    let next = words.get(place + 1)?;
    let together = (2..=3).contains(&next.text.len()) && next.text.bytes().all(|b| b.is_ascii_uppercase());
    let end = if together { place + 2 } else { initials(words, place + 1)? };
    Some((place, end))
}

/// "Child A" and the like with a year group, an age, a relative or "the only" in the same sentence.
fn lettered(words: &Words<'_>, place: usize) -> Option<(usize, usize)> {
    let person = words.is(place, &["young"]) && words.is(place + 1, &["person"]);
    let letter = place + 1 + usize::from(person);
    if !person && !words.has(place, Traits::CHILD) || !words.get(letter).is_some_and(is_initial) {
        return None;
    }
    if !words.one_sentence(place, letter) || words.is(letter, &["i"]) {
        return None;
    }
    let detail = |place: usize| {
        year_group(words, place)
            .or_else(|| years_old(words, place))
            .or_else(|| words.is(place, &["only", "aged"]).then_some(place + 1))
            .or_else(|| words.has(place, Traits::RELATION).then_some(place + 1))
    };
    let age = || bare_age_after(words, letter).or_else(|| age_after(words, letter));
    let end = age().or_else(|| words.rest(letter, NEAR).find_map(detail))?;
    Some((place, end))
}
