//! Which words are names of people: by a list of given names, and by their shape where that is enough.
//!
//! A capital makes a name inside a sentence of any word that is neither everyday nor part of titles, places and posts.
//! Everyday words are known by a list, so a name needs no list: a child called Oluwaseun is protected like Jamie.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::traits::Traits;
use super::words::{Word, Words, between, without_possessive};

/// How a word is known to be a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// It is a given name, and no everyday word with this capital.
    Given,
    /// It is a given name and an everyday word: "Grace".
    GivenWord,
    /// It has a capital, and no list says that it is another word.
    Shape,
}

/// The name of a person in a text.
#[derive(Clone, Copy, Debug)]
pub struct Name {
    /// The place of the first word.
    pub first: usize,
    /// The place after the last word.
    pub end: usize,
    /// How the first word is known.
    pub known: Known,
}

/// The most words of one name.
const LONGEST: usize = 4;
/// Words that begin a sentence before a name and do not belong to it.
const BEFORE_A_NAME: [&str; 34] = [
    "when", "if", "as", "since", "after", "before", "once", "while", "because", "then", "our", "and", "but", "so",
    "also", "for", "with", "by", "to", "from", "in", "at", "on", "little", "young", "poor", "both", "see", "how",
    "why", "yes", "only", "big", "roma",
];
/// Words that begin a year group and therefore end a name.
const YEAR_GROUPS: [&str; 10] =
    ["year", "yr", "reception", "rec", "nursery", "class", "form", "sixth", "foundation", "ks"];
/// People of history and of public reviews. Pupils learn of them.
const WELL_KNOWN: &str = include_str!("lists/well_known.txt");

/// A name of somebody who may be a child: it has no title or post beside it, and is not that of a person whom all know.
/// A first name alone may always be a child's.
pub fn child_at(words: &Words<'_>, place: usize) -> Option<Name> {
    let name = name_at(words, place).filter(|name| !ends_quotation(words, *name))?;
    let is_known_to_all = name.end > name.first + 1 && is_well_known(words, name);
    (!is_staff(words, name.first, name.end) && !is_known_to_all).then_some(name)
}

/// Returns true at the end of a quotation that is longer than the name: a title. "'Working for Marcus' in Year 9".
fn ends_quotation(words: &Words<'_>, name: Name) -> bool {
    let (before, after) =
        (&words.text[..words.all[name.first].at.start], &words.text[words.all[name.end - 1].at.end..]);
    after.starts_with(['\'', '’', '”', '"']) && !before.ends_with(['\'', '‘', '“', '"'])
}

/// The name that begins at a word.
fn name_at(words: &Words<'_>, place: usize) -> Option<Name> {
    let word = words.get(place)?;
    let known = known_as(word)?;
    if has_title(words, place) || goes_on(words, place, known) {
        return None;
    }
    let mut end = place + 1;
    while end < place + LONGEST && word.is_capital() && !words.all[end - 1].is_possessive() {
        if is_particle(words, end) {
            end += 2;
            continue;
        }
        let Some(next) = words.get(end).filter(|next| next.is_capital()) else { break };
        if !joins_names(between(words.text, &words.all[end - 1], next)) || next.is_one_of(&YEAR_GROUPS) {
            break;
        }
        if next.has(Traits::NO_NAME.with(Traits::ROLE)) && !next.has(Traits::GIVEN) {
            // "Florence Street", "Alex Timpson Trust", "Sarah DSL".
            return None;
        }
        if !is_shaped(next) {
            break;
        }
        end += 1;
    }
    Some(Name { first: place, end, known })
}

/// "Van" of "Vincent van Gogh": a small word between the words of one name.
fn is_particle(words: &Words<'_>, place: usize) -> bool {
    words.is(place, &["van", "von", "de", "da", "bin", "ibn", "al", "el"])
        && words.gap(place - 1) == Some(" ")
        && words.gap(place).is_some_and(joins_names)
        && words.get(place + 1).is_some_and(is_shaped)
}

fn known_as(word: &Word<'_>) -> Option<Known> {
    // "ELSA" and "SAM" are what posts and systems are called for short.
    let short = word.text.chars().count() <= 4 && word.text.chars().all(char::is_uppercase);
    if word.has(Traits::GIVEN) {
        return (!short).then_some(Known::Given);
    }
    let shaped = is_shaped(word) && !word.has(Traits::TITLE) && !word.is_one_of(&["st", "saint", "fr"]);
    if word.has(Traits::GIVEN_WORD) {
        let also = word.has(Traits::EVERYDAY.with(Traits::NO_NAME));
        return shaped.then_some(if also { Known::GivenWord } else { Known::Given });
    }
    (shaped && !word.has(Traits::EVERYDAY.with(Traits::NO_NAME).with(Traits::ROLE))).then_some(Known::Shape)
}

/// Returns true when a capitalised word directly before this one makes it part of something longer: "Team Jamie".
fn goes_on(words: &Words<'_>, place: usize, known: Known) -> bool {
    let Some(before) = place.checked_sub(1).and_then(|before| words.get(before)) else { return false };
    if !before.is_capital() || !joins_names(between(words.text, before, &words.all[place])) {
        return false;
    }
    let apart = before.is_one_of(&BEFORE_A_NAME)
        || before.has(Traits::CHILD.with(Traits::RELATION).with(Traits::STAFF))
        || before.is_possessive()
        || before.text.contains(|c: char| c.is_ascii_digit());
    let of_longer =
        before.has(Traits::NO_NAME.with(Traits::ROLE)) || known_as(before).is_some() || known != Known::Given;
    !apart && of_longer
}

/// Returns true when a person's title or a saint's stands before a word: a grown-up, a church or a school.
pub fn has_title(words: &Words<'_>, place: usize) -> bool {
    const CAPITAL: [&str; 12] = [
        "father",
        "sister",
        "brother",
        "mother",
        "pastor",
        "canon",
        "detective",
        "sergeant",
        "inspector",
        "pc",
        "dc",
        "pcso",
    ];
    let Some(before) = place.checked_sub(1).and_then(|before| words.get(before)) else { return false };
    let directly = matches!(between(words.text, before, &words.all[place]), " " | ". " | "\u{A0}");
    let title = before.has(Traits::TITLE)
        || before.is_one_of(&["st", "saint", "fr"])
        || before.is_capital() && before.is_one_of(&CAPITAL)
        || is_initial(before) && place >= 2 && words.has(place - 2, Traits::TITLE);
    directly && title
}

/// Returns true when a post stands beside a name: "link governor Ian", "deputy: Chris", "Sarah (DSL)",
/// "James, Year 2 TA", "Julie, who is the school nurse".
pub fn is_staff(words: &Words<'_>, first: usize, end: usize) -> bool {
    let before = first.checked_sub(1).filter(|before| words.has(*before, Traits::STAFF));
    let is_near = |gap: &str| matches!(gap, " " | ": " | ", " | " (" | " - " | " – " | " — ");
    before.is_some_and(|before| words.gap(before).is_some_and(is_near)) || post_after(words, end)
}

/// Returns true when a mark and then a post follow a name, with only words of posts between.
fn post_after(words: &Words<'_>, end: usize) -> bool {
    const BETWEEN: [&str; 8] = ["our", "the", "a", "is", "who", "in", "deputy", "and"];
    if !words.gap(end - 1).is_some_and(|gap| matches!(gap, ", " | " (" | " - " | " – " | " — " | ",")) {
        return false;
    }
    for place in end..end + 6 {
        if words.has(place, Traits::STAFF) {
            return true;
        }
        let passes = words.get(place).is_some_and(|word| {
            word.has(Traits::ROLE.with(Traits::NO_NAME)) || word.is_one_of(&BETWEEN) || word.text.len() <= 2
        });
        if !passes
            || words.is(place, &["his", "her", "their"])
            || !words.gap(place).is_some_and(|gap| matches!(gap, " " | "-"))
        {
            return false;
        }
    }
    false
}

/// Returns true for people of history, stories and public reviews.
pub fn is_well_known(words: &Words<'_>, name: Name) -> bool {
    static ALL: LazyLock<HashSet<&str>> = LazyLock::new(|| WELL_KNOWN.lines().collect());
    let parts = words.all[name.first..name.end].iter().map(|word| without_possessive(word.text).to_lowercase());
    ALL.contains(parts.collect::<Vec<_>>().join(" ").as_str())
}

/// Returns true for a word that a name can be made of: a capital and then small letters, "O’Brien" too,
/// and none of the words that stand in titles of documents, courses and posts.
pub fn is_of_name(word: &Word<'_>) -> bool {
    is_shaped(word) && !word.has(Traits::NO_NAME)
}

fn is_shaped(word: &Word<'_>) -> bool {
    let text = without_possessive(word.text);
    let text = ["Mc", "Mac", "De", "O'", "O’", "D'", "D’"]
        .iter()
        .find_map(|prefix| text.strip_prefix(prefix))
        .filter(|rest| rest.starts_with(char::is_uppercase))
        .unwrap_or(text);
    let mut letters = text.chars();
    letters.next().is_some_and(char::is_uppercase)
        && text.chars().nth(1).is_some()
        && letters.all(|c| c.is_lowercase() || matches!(c, '\'' | '’'))
}

/// Returns true for a single capital letter.
pub fn is_initial(word: &Word<'_>) -> bool {
    word.is_capital() && word.text.chars().nth(1).is_none()
}

/// Returns true for what may stand between two words of one name.
pub fn joins_names(gap: &str) -> bool {
    matches!(gap, " " | "-" | "\u{A0}" | "\u{2011}")
}
