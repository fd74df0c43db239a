//! Children who are described so that everybody there knows them, without a name: "the twins in Y6", "the Year 8 boy who",
//! "our only Ukrainian pupil in Year 9", "the girl with the tracheostomy in Nursery". A year group has few of them.

use super::words::Words;
use super::year_group::year_group;

/// How far the year group may stand from the child, in words.
const NEAR: usize = 6;
/// One child, and not a child in general.
const ONE: [&str; 5] = ["boy", "girl", "lad", "pupil", "student"];

/// Words for what happened to a child who is described like this.
const HARM: [&str; 26] = [
    "overdose",
    "self",
    "harmed",
    "disclosed",
    "disclosure",
    "missing",
    "excluded",
    "suspended",
    "arrested",
    "restrained",
    "abused",
    "abuse",
    "neglect",
    "neglected",
    "exploited",
    "groomed",
    "pregnant",
    "knife",
    "weapon",
    "suicide",
    "suicidal",
    "assaulted",
    "bereaved",
    "fostered",
    "hospital",
    "police",
];

/// A child who is described from this word on: the first word and the end of what says so.
pub fn child(words: &Words<'_>, place: usize) -> Option<(usize, usize)> {
    born_together(words, place)
        .or_else(|| of_a_year(words, place))
        .or_else(|| the_only(words, place))
        .or_else(|| with_something(words, place))
}

/// "The twins in Y6", "our triplets in Year 3". Not "twins in Reception may be placed in different classes".
fn born_together(words: &Words<'_>, place: usize) -> Option<(usize, usize)> {
    let together = words.is(place, &["the", "our", "these", "those"])
        && words.is(place + 1, &["twins", "triplets", "quadruplets"])
        && words.is(place + 2, &["in"]);
    let end = year_group(words, place + 3).filter(|_| together && words.one_sentence(place, place + 3))?;
    Some((place, end))
}

/// "The Year 8 boy who took an overdose". Not "the Year 6 pupil who chairs the school council".
fn of_a_year(words: &Words<'_>, place: usize) -> Option<(usize, usize)> {
    if !words.is(place, &["the", "our", "this", "that"]) {
        return None;
    }
    let child = year_group(words, place + 1)?;
    let one = words.is(child, &ONE) && words.is(child + 1, &["who", "whose"]) && words.one_sentence(place, child + 1);
    let harmed = words.rest(child + 1, NEAR).find(|next| words.is(*next, &HARM)).filter(|_| one)?;
    Some((place, harmed + 1))
}

/// "Our only Ukrainian pupil in Year 9", "the only girl in Year 2".
fn the_only(words: &Words<'_>, place: usize) -> Option<(usize, usize)> {
    if !words.is(place, &["the", "our"]) || !words.is(place + 1, &["only"]) {
        return None;
    }
    let child = words.rest(place + 1, 3).find(|next| words.is(*next, &ONE))?;
    let end = year_group(words, child + 2)
        .filter(|_| words.is(child + 1, &["in"]) && words.one_sentence(place, child + 2))?;
    Some((place, end))
}

/// "The girl with the tracheostomy in Nursery".
fn with_something(words: &Words<'_>, place: usize) -> Option<(usize, usize)> {
    let one = words.is(place, &["the"]) && words.is(place + 1, &["boy", "girl", "lad"]);
    if !one || !words.is(place + 2, &["with"]) {
        return None;
    }
    let year =
        words.rest(place + 2, NEAR).find(|next| words.is(*next - 1, &["in"]) && year_group(words, *next).is_some())?;
    Some((place, year_group(words, year)?))
}
