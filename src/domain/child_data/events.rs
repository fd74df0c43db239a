//! What happens to a child who is named, without a year group or an age: "Jamie was excluded", "Jamie told her teacher that
//! she", "TAF for Jamie", and where a child lives. Only names of the list count here, and nobody whose post is named.

use super::names::{Known, Name, child_at};
use super::traits::Traits;
use super::words::Words;

/// How far a postcode may stand from "lives at", in words.
const NEAR: usize = 12;
/// What one child who needs help has.
const HAS: [&str; 11] = [
    "social worker",
    "cp plan",
    "cin plan",
    "protection plan",
    "in need plan",
    "safety plan",
    "missing episode",
    "missing episodes",
    "bruise",
    "bruises",
    "self harmed",
];
/// What happens to a child, or what one is.
const IS: [&str; 33] = [
    "cp plan",
    "cin plan",
    "protection plan",
    "child in need",
    "looked after child",
    "young carer",
    "foster care",
    "into care",
    "excluded",
    "suspended",
    "arrested",
    "restrained",
    "groomed",
    "bullied",
    "assaulted",
    "hit",
    "bitten",
    "abused",
    "neglected",
    "hospitalised",
    "trafficked",
    "removed",
    "missing from home",
    "missing from school",
    "missing for",
    "missing twice",
    "self harming",
    "living with gran",
    "living with nan",
    "living with mum",
    "living with dad",
    "living with foster",
    "staying with foster",
];

/// The end of what says that a name is a child's by what happens to it.
pub fn after(words: &Words<'_>, name: Name) -> Option<usize> {
    happens(words, name).or_else(|| tells_staff(words, name))
}

/// "Jamie was excluded", "Jamie Smith has a social worker", "Jamie disclosed", "Jamie self-harms": the end of it. Only of given
/// names, and of nobody whose post is named.
fn happens(words: &Words<'_>, name: Name) -> Option<usize> {
    const DOES: [&str; 8] =
        ["disclosed", "absconded", "truants", "vapes", "self harms", "self harmed", "ran away", "went missing"];
    if name.known != Known::Given || words.gap(name.end - 1)? != " " {
        return None;
    }
    let does = DOES.iter().find_map(|phrase| words.phrase(name.end, phrase));
    if does.is_some() {
        return does;
    }
    let said: &[&str] = if words.is(name.end, &["has", "had", "got", "needs"]) {
        &HAS
    } else if words.is(name.end, &["is", "was", "are", "were", "went", "goes"]) {
        &IS
    } else {
        return None;
    };
    // A post between them makes the name a colleague's: "Sarah is the lead for looked after children".
    let near = words.rest(name.end, 5);
    let staff = near.clone().find(|place| words.has(*place, Traits::STAFF) && !words.is(*place - 1, &["social"]));
    near.take_while(|place| Some(*place) != staff)
        .find_map(|place| said.iter().find_map(|phrase| words.phrase(place, phrase)))
}

/// "Jamie told Mrs Price she", "Amy disclosed to the nurse that her": the end of the telling. "Sarah told staff" may be a
/// colleague.
fn tells_staff(words: &Words<'_>, name: Name) -> Option<usize> {
    if name.known == Known::Shape || !words.is(name.end, &["told", "disclosed", "confided"]) {
        return None;
    }
    let mut near = words.rest(name.end, 5);
    let staff = near.find(|place| {
        let one =
            words.is(*place - 1, &["his", "her", "a", "the"]) && !words.is(*place, &["governors", "trustees", "staff"]);
        words.has(*place, Traits::TITLE) || words.is(*place, &["us"]) || one && words.has(*place, Traits::STAFF)
    })?;
    let own = words.rest(staff, 6).find(|place| words.is(*place, &["he", "she", "his", "her"]))?;
    Some(own + 1)
}

/// "TAF for Jamie Smith", "CIN: Jamie", "safety plan for Jamie", "disclosure by Jamie": papers and meetings that are about one
/// child. "Support for Sarah" and "support from Sarah" are not.
pub fn casework(words: &Words<'_>, place: usize) -> Option<(usize, usize)> {
    const PAPERS: [&str; 8] = ["plan", "meeting", "review", "conference", "file", "form", "assessment", "group"];
    const NEED_A_PAPER: [&str; 7] = ["core", "safety", "risk", "care", "support", "protection", "strategy"];
    let word = words.get(place).filter(|word| word.has(Traits::CASEWORK))?;
    let paper = words.is(place + 1, &PAPERS);
    if !paper && word.is_one_of(&NEED_A_PAPER) {
        return None;
    }
    let told = word.is_one_of(&["allegation", "disclosure"]);
    let named = place + usize::from(paper || told && words.is(place + 1, &["made"]));
    let about =
        words.is(named + 1, &["for", "on", "about", "of", "re"]) || told && words.is(named + 1, &["by", "from"]);
    let first = named + 1 + usize::from(about);
    let listed = words.gap(named)? == ": " && word.text.chars().all(char::is_uppercase);
    let close = listed || about && words.gap(first - 1) == Some(" ");
    let name = child_at(words, first).filter(|name| close && name.known == Known::Given)?;
    (!words.all[name.end - 1].is_possessive()).then_some((place, name.end))
}

/// "Lives at 14 Marsh Lane", "family at 22b Harbour Street", "home visit to 7 Mill Lane": where somebody lives, by the number
/// and the street, or by the postcode.
pub fn address(words: &Words<'_>, place: usize) -> Option<(usize, usize)> {
    let lives = words.is(place, &["lives", "lived", "living", "resides"]);
    let visited = words.is(place, &["visit"]) && words.is(place.wrapping_sub(1), &["home"]);
    let at = (words.is(place, &["family", "household"]) || visited) && words.is(place + 1, &["at", "to"]);
    if !lives && !at {
        return None;
    }
    let by_post_code = || {
        words.rest(place, NEAR).find(|first| {
            let (outward, inward) = (words.get(*first), words.get(*first + 1));
            outward.is_some_and(|word| is_outward(word.text)) && inward.is_some_and(|word| is_inward(word.text))
        })
    };
    let by_street = || {
        let number = words.rest(place, 3).find(|next| is_house_number(words.all[*next].text))?;
        let street = words.rest(number, 4).find(|next| words.is(*next, &STREETS))?;
        let named = (number + 1..=street).all(|part| words.all[part].is_capital());
        (named && street > number + 1).then_some(street + 1)
    };
    let end = by_post_code().map(|first| first + 2).or_else(by_street)?;
    Some((place, end))
}

/// What streets are called.
const STREETS: [&str; 16] = [
    "street", "road", "lane", "close", "avenue", "drive", "crescent", "court", "grove", "gardens", "terrace", "place",
    "way", "walk", "mews", "rise",
];

/// "7", "22b".
fn is_house_number(typed: &str) -> bool {
    let number = typed.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    typed.len() - number.len() <= 1 && number.parse().is_ok_and(|number: u16| (1..1_000).contains(&number))
}

/// The first half of a postcode: "CH44", "M1", "SW1A".
fn is_outward(typed: &str) -> bool {
    let letters = typed.bytes().take_while(u8::is_ascii_uppercase).count();
    let rest = &typed[letters..];
    (1..=2).contains(&letters)
        && (1..=2).contains(&rest.len())
        && rest.bytes().all(|b| b.is_ascii_alphanumeric())
        && rest.as_bytes()[0].is_ascii_digit()
}

/// The second half of a postcode: "8BX".
fn is_inward(typed: &str) -> bool {
    let bytes = typed.as_bytes();
    bytes.len() == 3 && bytes[0].is_ascii_digit() && bytes[1..].iter().all(u8::is_ascii_uppercase)
}
