//! What single words are: names, words of roles, relatives, everyday words. The lists are read once, so that a rule asks
//! a word for a trait and searches nothing. Only small letters stand in them.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::systems;
use super::traits::Traits;

const TITLES: &str = "mr mrs ms miss mx dr rev revd sir dame prof professor cllr councillor lady lord";

const LISTS: [(Traits, &str); 15] = [
    (Traits::GIVEN, include_str!("lists/given_names.txt")),
    (Traits::GIVEN_WORD, include_str!("lists/given_words.txt")),
    (Traits::NO_NAME, include_str!("lists/no_names.txt")),
    (Traits::ROLE, include_str!("lists/roles.txt")),
    (Traits::STAFF, include_str!("lists/staff.txt")),
    (Traits::RELATION, include_str!("lists/relations.txt")),
    (Traits::CHILD, include_str!("lists/children.txt")),
    (Traits::EVERYDAY, include_str!("lists/everyday.txt")),
    (Traits::TITLE, TITLES),
    (Traits::ABBREVIATION, include_str!("lists/abbreviations.txt")),
    (Traits::TOPIC, include_str!("lists/topics.txt")),
    (Traits::NUMBERED, include_str!("lists/numbered.txt")),
    (Traits::CALLED, include_str!("lists/called.txt")),
    (Traits::CASEWORK, include_str!("lists/casework.txt")),
    (Traits::OPENS, include_str!("lists/openings.txt")),
];

static LISTED: LazyLock<HashMap<&str, Traits>> = LazyLock::new(|| {
    let mut listed: HashMap<&str, Traits> = HashMap::new();
    for (traits, list) in LISTS {
        for word in list.split_whitespace() {
            let known = listed.entry(word).or_default();
            *known = known.with(traits);
        }
    }
    for first in systems::first_words() {
        let known = listed.entry(first).or_default();
        *known = known.with(Traits::SYSTEM);
    }
    listed
});

/// Endings of nouns and adjectives that no list needs to name: "vaccination", "friendship".
const NOUN_ENDINGS: [&str; 14] = [
    "tion", "tions", "sion", "sions", "ment", "ments", "ness", "ship", "ships", "ities", "ology", "ism", "able", "less",
];

/// What is known of a word in small letters, without the ending of possession.
pub fn traits_of(small: &str) -> Traits {
    let known = listed(small);
    let a_name = known.has(Traits::GIVEN.with(Traits::GIVEN_WORD));
    if !a_name && !known.has(Traits::EVERYDAY) && is_inflected(small) { known.with(Traits::EVERYDAY) } else { known }
}

fn listed(small: &str) -> Traits {
    LISTED.get(small).copied().unwrap_or_default()
}

/// Returns true for an everyday word with an ending: "meetings", "supplies", "planned", "visiting".
fn is_inflected(small: &str) -> bool {
    let everyday = |stem: &str| stem.len() >= 3 && listed(stem).has(Traits::EVERYDAY);
    // "visited" of "visit", "planned" of "plan".
    let of_verb = |stem: &str| everyday(stem) || everyday(&stem[..stem.len() - last_if_doubled(stem)]);
    if small.len() >= 7 && NOUN_ENDINGS.iter().any(|ending| small.ends_with(ending)) {
        return true;
    }
    let stem = |ending: &str| small.strip_suffix(ending);
    stem("s").is_some_and(everyday)
        || stem("es").is_some_and(everyday)
        || stem("ly").is_some_and(everyday)
        || stem("d").is_some_and(everyday)
        || stem("ed").is_some_and(of_verb)
        || stem("ing").is_some_and(|stem| of_verb(stem) || with_e(stem))
        || stem("ies").or_else(|| stem("ied")).is_some_and(|stem| everyday(&format!("{stem}y")))
}

/// Returns true for "mak", of "making"; for "liked" an ending of one letter has been tried.
fn with_e(stem: &str) -> bool {
    stem.len() >= 2 && listed(&format!("{stem}e")).has(Traits::EVERYDAY)
}

/// The length of the last letter when it stands twice at the end, otherwise 0.
fn last_if_doubled(stem: &str) -> usize {
    let mut letters = stem.chars().rev();
    letters.next().filter(|last| letters.next() == Some(*last)).map_or(0, char::len_utf8)
}
