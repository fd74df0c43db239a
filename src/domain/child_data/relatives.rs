//! Children and relatives who are named through each other.
//!
//! - "Jamie's mum", "the mother of Jamie", "Jamie and his sister", "twins Maya and Zara";
//! - "mum Sarah", "Mum (Sarah Ashworth)", "her father, Mr Jones", "Mrs Jones's two boys", "the Jones family".
//!
//! "Father Michael" and "Sister Bernadette" are clergy.

use super::names::{Known, child_at, has_title, is_of_name};
use super::traits::Traits;
use super::words::Words;

const WHOSE: [&str; 4] = ["his", "her", "their", "whose"];
/// How far a name may stand from the relative it belongs to, in words.
const NEAR: usize = 6;
/// Relatives of whom there are many; their names are seldom meant.
const MANY: [&str; 9] =
    ["mothers", "fathers", "mums", "dads", "parents", "carer", "carers", "guardian", "grandparents"];
/// What a family's name stands before.
const FAMILY: [&str; 12] = [
    "family",
    "children",
    "brothers",
    "sisters",
    "siblings",
    "twins",
    "boys",
    "girls",
    "household",
    "kids",
    "boy",
    "girl",
];
/// The children of a grown-up with a title.
const CHILDREN_OF: [&str; 21] = [
    "grandson",
    "granddaughter",
    "nephew",
    "niece",
    "stepson",
    "stepdaughter",
    "son",
    "sons",
    "daughter",
    "daughters",
    "boys",
    "girls",
    "boy",
    "girl",
    "children",
    "child",
    "twins",
    "youngest",
    "eldest",
    "oldest",
    "baby",
];
/// What makes a family's name that of a building, a body or a plan.
const OF_BODIES: [&str; 14] = [
    "hub",
    "centre",
    "center",
    "court",
    "trust",
    "foundation",
    "fund",
    "project",
    "team",
    "service",
    "services",
    "home",
    "homes",
    "charity",
];

/// What a child who needs help has: "Reece's social worker".
const OWNED: [&str; 9] = [
    "social worker",
    "family support worker",
    "key worker",
    "keyworker",
    "disclosure",
    "injuries",
    "bruises",
    "safety plan",
    "protection plan",
];

/// What makes relatives those of many children: "Andrew's dads' group".
const OF_MANY: [&str; 10] =
    ["guide", "forum", "group", "groups", "network", "project", "evening", "voice", "club", "meeting"];

/// A child or relative who is named from this word on: the first word and the end of what says so.
pub fn child(words: &Words<'_>, place: usize) -> Option<(usize, usize)> {
    of_a_name(words, place)
        .or_else(|| of_a_title(words, place))
        .or_else(|| titled_relative(words, place))
        .or_else(|| of_somebody(words, place))
        .or_else(|| of_a_family(words, place))
        .or_else(|| several(words, place))
        .or_else(|| named_relative(words, place))
        .or_else(|| with_own(words, place))
}

/// The end of a relative at most two words after a possessive: "Jamie’s foster carer". Not "Hall's parents' guide".
pub fn relative_after(words: &Words<'_>, possessive: usize) -> Option<usize> {
    let relative = words.rest(possessive, 2).find(|next| words.has(*next, Traits::RELATION))?;
    let after = &words.text[words.all[relative].at.end..];
    (!after.starts_with(['\'', '’']) && !words.is(relative + 1, &OF_MANY)).then_some(relative + 1)
}

/// "Jamie's mum", "Jamie Smith’s foster carer", "Xanthe's mum".
fn of_a_name(words: &Words<'_>, place: usize) -> Option<(usize, usize)> {
    let word = words.get(place)?;
    if !word.is_possessive() || has_title(words, place) {
        return None;
    }
    let given = word.has(Traits::GIVEN) || word.has(Traits::GIVEN_WORD) && word.is_capital();
    let known = given || is_of_name(word) && !word.has(Traits::ROLE.with(Traits::NO_NAME));
    let everyday =
        word.has(Traits::EVERYDAY) && !word.has(Traits::GIVEN.with(Traits::GIVEN_WORD)) && words.begins(place);
    let theirs = || OWNED.iter().find_map(|owned| words.phrase(place + 1, owned)).filter(|_| given);
    let relative = (known && !everyday).then(|| relative_after(words, place).or_else(theirs)).flatten()?;
    Some((place, relative))
}

/// "Mrs Jones's two boys", "Mr and Mrs Jones's daughter".
fn of_a_title(words: &Words<'_>, place: usize) -> Option<(usize, usize)> {
    let capital = words.get(place)?.is_capital();
    let surname = words.get(place + 1).filter(|word| (word.is_capital() || !capital) && word.is_possessive())?;
    if !words.has(place, Traits::TITLE) || words.gap(place).is_none() || surname.has(Traits::ROLE) {
        return None;
    }
    let child = words.rest(place + 1, 3).find(|next| words.is(*next, &CHILDREN_OF))?;
    Some((place, child + 1))
}

/// "Mrs Jones (mum)", "Mr Jones, his father,". Not "Mrs Jones, mother of two".
fn titled_relative(words: &Words<'_>, place: usize) -> Option<(usize, usize)> {
    if !words.has(place, Traits::TITLE) || words.gap(place).is_none() || !words.get(place + 1)?.is_capital() {
        return None;
    }
    let whose = words.is(place + 2, &WHOSE);
    let relation = place + 2 + usize::from(whose);
    let close = matches!(words.gap(place + 1)?, " (" | ", ") && words.has(relation, Traits::RELATION);
    let alone = words.text[words.get(relation)?.at.end..].starts_with([')', ',']) || whose;
    (close && alone && words.one_sentence(place + 1, relation)).then_some((place, relation + 1))
}

/// "The mother of Jamie", "parents of Ifeoma", "sibling of Jamie". Not "parents of Roma pupils".
fn of_somebody(words: &Words<'_>, place: usize) -> Option<(usize, usize)> {
    let of = words.has(place, Traits::RELATION) || words.is(place, &["family", "child", "children"]);
    if !of || !words.is(place + 1, &["of", "to"]) || !words.one_sentence(place, place + 2) {
        return None;
    }
    let name = child_at(words, place + 2)?;
    let adjective = name.known != Known::Given
        && words.gap(name.end - 1) == Some(" ")
        && words.get(name.end).is_some_and(|next| {
            !next.is_one_of(&[
                "are", "is", "was", "were", "has", "have", "had", "who", "in", "and", "to", "came", "said", "told",
                "on", "attended",
            ])
        });
    (!adjective).then_some((place, name.end))
}

/// "The Jones family", "the Jones children". Not "the Jones Family Hub" and "the Polish children".
fn of_a_family(words: &Words<'_>, place: usize) -> Option<(usize, usize)> {
    if !words.is(place, &["the"]) || words.gap(place)? != " " {
        return None;
    }
    let surname =
        words.get(place + 1).filter(|word| is_of_name(word) && !word.has(Traits::ROLE) && !word.is_possessive())?;
    let family = words.get(place + 2).filter(|word| word.is_one_of(&FAMILY) && !word.is_capital())?;
    let body = words.is(place + 3, &OF_BODIES) || family.is_possessive() || surname.text.ends_with("ian");
    (words.gap(place + 1) == Some(" ") && !body).then_some((place, place + 3))
}

/// "Twins Maya and Zara", "the brothers, Haroon and Hamza".
fn several(words: &Words<'_>, place: usize) -> Option<(usize, usize)> {
    if !words.is(place, &["twins", "siblings", "brothers", "sisters", "cousins", "sons", "daughters"]) {
        return None;
    }
    let close = matches!(words.gap(place)?, " " | ", " | " (" | ": ");
    let name = child_at(words, place + 1)?;
    let second = words.is(name.end, &["and"]).then(|| child_at(words, name.end + 1)).flatten()?;
    close.then_some((place, second.end))
}

/// "His mum Sarah", "her father, Mr Jones", "Mum (Sarah Ashworth)", "Dad, Darren Pike, is".
fn named_relative(words: &Words<'_>, place: usize) -> Option<(usize, usize)> {
    let of_a_parent = || {
        let parent = place.checked_sub(1).and_then(|before| words.get(before));
        parent.is_some_and(|parent| parent.has(Traits::RELATION) && parent.is_possessive())
            && words.is(place, &["partner", "boyfriend", "girlfriend", "ex"])
    };
    let relation =
        words.get(place).filter(|word| word.has(Traits::RELATION) && !word.is_one_of(&MANY) || of_a_parent())?;
    let gap = words.gap(place)?;
    let clergy = relation.is_capital() && relation.is_one_of(&["mother", "father", "sister", "brother"]);
    if !matches!(gap, " " | ", " | " (" | " – " | " - ") || gap == " " && (clergy || relation.is_possessive()) {
        return None;
    }
    let next = words.get(place + 1)?;
    if next.has(Traits::TITLE) {
        let surname = words.get(place + 2).is_some_and(|word| word.is_capital() && !word.has(Traits::ROLE));
        return (surname && words.gap(place + 1).is_some()).then_some((place, place + 3));
    }
    // "Her twin, Temperance, moved": whose relative it is, and a capital.
    let own =
        words.is(place.wrapping_sub(1), &WHOSE) && is_of_name(next) && !next.has(Traits::ROLE.with(Traits::STAFF));
    if own && !words.is(place + 2, &OF_BODIES) {
        return Some((place, place + 2));
    }
    let name = child_at(words, place + 1).filter(|name| words.all[name.first].is_capital())?;
    // A name known by its shape alone is sure only when it is a whole one in brackets: "Mum (Ifeoma Obi)".
    let sure =
        name.known == Known::Given || gap == " (" || gap == " " && !words.begins(place) && name.known == Known::Shape;
    (sure && !words.is(name.end, &OF_BODIES)).then_some((place, name.end))
}

/// "Jamie said that his mum", "Zofia and her sister".
fn with_own(words: &Words<'_>, place: usize) -> Option<(usize, usize)> {
    let name = child_at(words, place).filter(|name| words.all[name.first].is_capital())?;
    let own = if name.known == Known::Given { &WHOSE[..] } else { &WHOSE[..2] };
    let relative = words.rest(name.end - 1, NEAR + 3).skip(1).find(|next| {
        let near = if *next > name.end + NEAR { &WHOSE[..2] } else { own };
        words.has(*next, Traits::RELATION) && words.is(*next - 1, near)
    })?;
    Some((place, relative + 1))
}
