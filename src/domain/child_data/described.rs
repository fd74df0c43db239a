//! A child who is named, or nearly: a first name with an initial, a year group or an age, or with what happens to children.
//!
//! - "Jamie S", "Jamie in Year 4", "Year 4 pupil Jamie", "In Y4, Jamie told", "Jamie (7R)", "Jamie, aged 7", "Jamie (10)";
//! - "a pupil called Jamie", "six-year-old Jamie", "Jamie has a social worker", "Jamie told her teacher that she".
//!
//! All of it stands within one sentence. Names are those of [`super::names`]. "Year 4 teacher" and "Mrs Khan in Year 4" are
//! grown-ups.

use std::ops::Range;

use super::names::{Known, Name, child_at, has_title, is_initial, is_of_name, is_staff, is_well_known};
use super::traits::Traits;
use super::words::{Word, Words, without_possessive};
use super::year_group::{age_after, bare_age_after, year_after, year_group, years_old};
use super::{events, initials, relatives, unnamed};

/// How far from a name the words that make it a child's may stand, in words.
const NEAR: usize = 12;

/// Where a child is named.
pub fn places(words: &Words<'_>) -> Vec<Range<usize>> {
    let opening = (0..words.all.len()).filter(|place| may_open(&words.all[*place]));
    opening.filter_map(|place| child(words, place)).map(|(first, end)| words.at(first, end)).collect()
}

/// Returns true for a word at which a rule about a child may begin: a possible name or year, and a listed word. The
/// rules look at no other.
fn may_open(word: &Word<'_>) -> bool {
    const LISTED: Traits = Traits::OPENS
        .with(Traits::GIVEN)
        .with(Traits::CHILD)
        .with(Traits::RELATION)
        .with(Traits::TITLE)
        .with(Traits::CASEWORK);
    word.has(LISTED) || word.is_capital() || word.text.contains(|c: char| c.is_ascii_digit())
}

/// A child who is named from this word on: the first word and the end of what says so.
fn child(words: &Words<'_>, place: usize) -> Option<(usize, usize)> {
    with_initial(words, place)
        .or_else(|| initials::child(words, place))
        .or_else(|| named(words, place))
        .or_else(|| after_group(words, place))
        .or_else(|| called(words, place))
        .or_else(|| relatives::child(words, place))
        .or_else(|| events::casework(words, place))
        .or_else(|| events::address(words, place))
        .or_else(|| unnamed::child(words, place))
}

/// "Jamie S", and other capitalised words with an initial where a year group or a relative follows soon.
fn with_initial(words: &Words<'_>, place: usize) -> Option<(usize, usize)> {
    let (name, initial) = (words.get(place)?, words.get(place + 1)?);
    let close = matches!(words.gap(place)?, " " | "\u{A0}");
    let letter = without_possessive(initial.text);
    let single = letter.chars().count() == 1 && letter.chars().all(char::is_alphabetic);
    if !close || !single || initial.is("i") || has_title(words, place) || is_staff(words, place, place + 2) {
        return None;
    }
    let listed = child_at(words, place).is_some_and(|name| name.known == Known::Given);
    if listed && initial.is_capital() && !initial.is("a") {
        return Some((place, place + 2));
    }
    let shaped = listed
        || is_initial(initial)
            && (child_at(words, place).is_some_and(|name| name.known == Known::GivenWord)
                || is_of_name(name) && !name.has(Traits::ROLE.with(Traits::EVERYDAY)));
    let soon =
        || words.rest(place + 1, 4).any(|next| year_group(words, next).is_some() || words.has(next, Traits::RELATION));
    (shaped && soon()).then_some((place, place + 2))
}

/// A name with a year group, an age, or what happens to a child after it.
fn named(words: &Words<'_>, place: usize) -> Option<(usize, usize)> {
    let name = child_at(words, place)?;
    let last = name.end - 1;
    if words.all[last].is_possessive() {
        return None;
    }
    // A year group learns of them: "Matilda in Year 3".
    let is_taught = || is_well_known(words, name);
    let year = || year_after(words, last).filter(|end| is_a_childs_year(words, name, *end) && !is_taught());
    let bare = || {
        let end = bare_age_after(words, last)?;
        let goes_on =
            words.gap(end - 1).is_some_and(|gap| gap == ", ") && !words.get(end).is_some_and(Word::is_capital);
        (name.known == Known::Given || goes_on || tells_of_one(words, end)).then_some(end)
    };
    let end = year().or_else(|| age_after(words, last)).or_else(bare).or_else(|| events::after(words, name))?;
    Some((place, end))
}

/// Things of a whole year group.
const OF_YEAR_GROUPS: [&str; 20] = [
    "pupils",
    "children",
    "students",
    "parents",
    "classes",
    "lessons",
    "assembly",
    "assemblies",
    "planners",
    "books",
    "tutor",
    "topics",
    "groups",
    "boys",
    "girls",
    "play",
    "curriculum",
    "transition",
    "pshe",
    "reading",
];

/// Returns false where the year group belongs to what follows ("Moreton Year 2 assembly") or the name is a topic ("Zumba in
/// Year 4 is taught by", "Will Year 7 be", "Grace in Year 1 is shown", "Rock Steady in Year 3 and football in Year 4").
fn is_a_childs_year(words: &Words<'_>, name: Name, end: usize) -> bool {
    if name.known == Known::Given {
        return true;
    }
    let joined = words.gap(name.end - 1).is_some_and(|gap| matches!(gap, " " | "\u{A0}"))
        && year_group(words, name.end).is_some();
    // "In Year 7 planners": the things of a year group.
    if words.gap(end - 1) == Some(" ") && words.is(end, &OF_YEAR_GROUPS) {
        return false;
    }
    let is_said_of = words.is(place_before(name), &["about", "for", "of", "with", "to"]);
    if is_topic(words, end) && !is_said_of || joined && (name.known == Known::GivenWord || belongs_to_next(words, end))
    {
        return false;
    }
    let unsure = name.known == Known::GivenWord && (words.begins(name.first) || is_dated(words, name.first));
    !(unsure || is_one_of_several(words, end)) || tells_of_one(words, end)
}

/// Returns true where a noun follows directly: "Year 2 assembly".
fn belongs_to_next(words: &Words<'_>, end: usize) -> bool {
    const GO_ON: [&str; 14] =
        ["was", "is", "has", "had", "who", "and", "with", "told", "said", "on", "for", "in", "at", "after"];
    let noun = words.get(end).is_some_and(|next| !next.is_one_of(&GO_ON) && !next.text.ends_with("ed"));
    noun && words.gap(end - 1) == Some(" ")
}

/// Returns true where a sentence goes on as it does of lessons, programmes and values.
fn is_topic(words: &Words<'_>, end: usize) -> bool {
    let next = end + usize::from(words.is(end, &["is", "was", "are", "were", "be"]));
    words.gap(end - 1).is_some() && (words.has(next, Traits::TOPIC) || words.is(end, &["are", "were"]))
}

/// Returns true where more year groups follow in the sentence, or one stands before: a list of what is done in each.
fn is_one_of_several(words: &Words<'_>, end: usize) -> bool {
    let before = (0..end - 1).rev().take_while(|place| words.gap(*place).is_some()).take(NEAR).skip(3);
    let after = words.rest(end - 1, NEAR);
    let begins = |place: usize| words.is(place, &["in"]) || words.gap(place) == Some(" (");
    before.chain(after).any(|place| begins(place) && year_group(words, place + 1).is_some())
}

/// The place before a name; where the name begins the text, a place without a word.
fn place_before(name: Name) -> usize {
    name.first.wrapping_sub(1)
}

/// "In June", "by Autumn": a time.
fn is_dated(words: &Words<'_>, place: usize) -> bool {
    words.has(place, Traits::NO_NAME)
        && words
            .is(place.wrapping_sub(1), &["in", "by", "since", "until", "from", "of", "during", "each", "every", "to"])
}

/// Returns true where what follows is said of one person: "was", "told", or "his" or "she" in the same sentence.
fn tells_of_one(words: &Words<'_>, end: usize) -> bool {
    const VERBS: [&str; 15] = [
        "was",
        "has",
        "had",
        "told",
        "said",
        "says",
        "lives",
        "came",
        "went",
        "attends",
        "moved",
        "left",
        "disclosed",
        "arrived",
        "asked",
    ];
    const WHERE: [&str; 10] = ["on", "a", "an", "known", "at", "not", "now", "being", "very", "open"];
    const PRONOUNS: [&str; 6] = ["he", "she", "his", "her", "him", "hers"];
    let is = words.is(end, &["is"]) && words.is(end + 1, &WHERE);
    let verb = words.gap(end - 1).is_some() && (is || words.is(end, &VERBS));
    verb || words.rest(end - 1, NEAR).any(|place| words.is(place, &PRONOUNS))
}

/// "Year 4 pupil, Jamie", "Year 11's Jamie", "In Y1, Jamie told", "six-year-old boy, Jamie".
fn after_group(words: &Words<'_>, place: usize) -> Option<(usize, usize)> {
    let by_age = years_old(words, place);
    let group = by_age.or_else(|| year_group(words, place))?;
    let child = group + usize::from(words.has(group, Traits::CHILD));
    if !words.one_sentence(place, child) || !words.gap(child - 1)?.chars().all(|c| " ,(‘“'\"–-\u{A0}".contains(c))
    {
        return None;
    }
    let name = child_at(words, child)?;
    let former = words.is(group - 1, &["former"]);
    let of_one = former || child > group || by_age.is_some() || words.all[group - 1].is_possessive();
    let told = || {
        const TOLD: [&str; 8] = ["told", "said", "says", "disclosed", "reported", "asked", "was", "has"];
        words.is(name.end, &TOLD) && words.gap(name.end - 1) == Some(" ") && !words.all[name.end - 1].is_possessive()
    };
    let follows = of_one || name.known != Known::GivenWord && words.is(place.wrapping_sub(1), &["in"]) && told();
    (follows && !words.all[child].text.ends_with("ing")).then_some((place, name.end))
}

/// "A pupil called Jamie", "the student, Aisha", "known as Jay in Year 9".
fn called(words: &Words<'_>, place: usize) -> Option<(usize, usize)> {
    let old = words.is(place, &["old"]);
    if words.has(place, Traits::CHILD) || old {
        if words.is(place + 1, &["called", "named"]) && words.one_sentence(place, place + 2) {
            return child_at(words, place + 2).map(|name| (place, name.end));
        }
        let close = matches!(words.gap(place)?, " " | ", " | " – " | " (");
        let name = child_at(words, place + 1).filter(|_| !old)?;
        let by_verb = || tells_of_one(words, name.end);
        return (close && (name.known == Known::Given || by_verb())).then_some((place, name.end));
    }
    let known_as = words.is(place, &["known"]) && words.is(place + 1, &["as"]) && words.one_sentence(place, place + 2);
    let nickname = words.get(place + 2).filter(|word| known_as && is_of_name(word))?;
    let end = year_after(words, place + 2).or_else(|| age_after(words, place + 2))?;
    (!nickname.has(Traits::ROLE)).then_some((place, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_begins_with_a_word_that_may_open() {
        let examples = [include_str!("examples/identifying.txt"), include_str!("examples/innocent.txt")];
        for text in examples.concat().lines().flat_map(|line| [line.to_owned(), line.to_lowercase()]) {
            let words = Words::of(&text);
            for (place, word) in words.all.iter().enumerate() {
                assert!(may_open(word) || child(&words, place).is_none(), "{}: {text}", word.text);
            }
        }
    }
}
