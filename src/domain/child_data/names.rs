//! Which words are names of people: by a list of given names, and by their shape where that is enough.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::birth::month_of;
use super::words::{Word, between};

/// Given names of children in England and of those who care for them, in small letters. Names that are also everyday
/// words or places are left out.
static GIVEN: LazyLock<HashSet<&str>> = LazyLock::new(|| include_str!("given_names.txt").split_whitespace().collect());

/// Given names that are everyday words or places too: a capital inside a sentence makes them names.
const ALSO_WORDS: &str = "amber angel april autumn bailey carter chelsea christian cole crystal daisy dawn dean destiny eden faith \
    fletcher florence frank grace grant guy harris hazel heath heather holly hope hunter india iris israel ivy jade joy june kit \
    lee lily mark mason mercy miles olive parker pearl penny poppy ray robin roman rose ruby savannah shay sky skye spencer summer \
    victoria violet will willow";

/// What a person is called before a surname.
const TITLES: [&str; 13] =
    ["mr", "mrs", "ms", "miss", "mx", "dr", "rev", "revd", "sir", "dame", "prof", "cllr", "councillor"];

/// Words of posts, teams and bodies, beside [`NO_NAME`].
const ROLES: &str = "acting administration administrator admin adviser advisor advocate assessor assistant associate based boarding bursar \
    business care caretaker carers catering centre chaplain chief childcare childminder class classroom cleaner commissioner \
    commissioning consultant contact coordinator cook counsellor cover creche curate data dean detective disability division \
    domestic dpo dsl ddsl early eal emotional engagement estates examinations exams executive facilities faculty families family \
    federation finance fire first aider floor foster foundation front gp hall head heads headteacher headmaster headmistress hr \
    human human-resources icu information inspector intake integrated intervention invigilator it ks1 ks2 ks3 ks4 kitchen \
    lady lead librarian liaison line lunchtime maintenance marketing matron medical mentor midday midwife midwifery ministry mission multi \
    neighbourhood night nurse nurses nursing occupational office operational operations organisation outreach owner paediatric pastor pastoral \
    patient patrol personnel pe physical physiotherapist placement play practice practitioner premises president probation provider \
    provision pshe psychologist psychology public quality reception receptionist regional relations research residential resources rse \
    salaried sacristan secretary senco sencos sendco sergeant shift site sleuth slt smsc social specialist sports staffing steering \
    strategy sub sunday superintendent supervisor supervisors supervising supply sector support talent teaching technician technology therapist \
    therapy timetable transport travel treasurer trustee trustees tutor tutors vicar vice visitor visiting volunteer volunteers vulnerable ward \
    warden wellbeing widening worker workers workforce works yard";

/// Capitalised words that are no part of a child's name.
const NO_NAME: &str = "academy accountability action agenda agreement all an and annual anti application appointed approved assembly \
    assessment at attendance audit autumn award behaviour board bullying bulletin by care case certificate chair charter check \
    checklist checks child children children's church clerk code college committee community conduct conference council \
    course curriculum dated day deputy designated development director document due duty e early ed education effective end \
    evaluation event executive exploitation fe file first folder for form forum from full governing governor governors group \
    guidance guide half handbook harm head health help history hub in inclusion independent induction infant inspection \
    inset in-service issue junior keeping key lado launch lead leader leaders leadership learning lessons letter level list \
    local log manager management mandatory matrix meeting meetings member mental minutes model monitoring named national \
    network new news newsletter next notes notice nursery of officer ofsted on online open our outcome overview page panel \
    parent parents part partnership pastoral peer plan planning police policies policy prevent primary principal procedure \
    procedures professional programme protection protocol pupil pupils quality questionnaire recruitment record records \
    referral refresher register registers relationships report reporting reports reviewed review risk rota round safe safer \
    safeguarding safety scheme school schools scr scrutiny secondary section senco senior serious service services session \
    sex sheet signed signature single sixth snapshot social special spring staff standard standards start statement \
    statutory strategic strategy student students summary summer supervision support survey tac taf teacher team term terms \
    the their this to toolkit tracker training trust trustees unit update updated valid version vetting visit voice \
    website welfare whistleblowing whole with working workshop year youth";

/// Returns true when a word is a given name: of a list, in capitals or not, and for names that are words too with a capital.
pub fn is_given(word: &Word<'_>) -> bool {
    // "ELSA" and "SAM" are what posts and systems are called for short.
    if word.text.chars().count() <= 4 && word.text.chars().all(char::is_uppercase) {
        return false;
    }
    let small = without_possessive(word.text).to_lowercase();
    GIVEN.contains(small.as_str()) || begins_with_capital(word) && contains(ALSO_WORDS, &small)
}

/// A capital, then small letters, and none of the words that stand in titles of documents, courses and posts.
pub fn is_of_name(word: &Word<'_>) -> bool {
    let mut letters = word.text.chars();
    let capital = letters.next().is_some_and(char::is_uppercase);
    let shaped = capital && word.text.chars().count() >= 2 && letters.any(char::is_lowercase);
    shaped && word.text.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '’')) && !is_no_name(word)
}

/// Returns true for what people are called before a surname: "Mrs".
pub fn is_title(word: &Word<'_>) -> bool {
    word.is_one_of(&TITLES)
}

/// A single capital letter.
pub fn is_initial(word: &Word<'_>) -> bool {
    word.text.chars().count() == 1 && begins_with_capital(word)
}

/// Returns true when a word belongs to the name of a post, a team or a body.
pub fn is_of_role(word: &Word<'_>) -> bool {
    let small = without_possessive(word.text).to_lowercase();
    contains(ROLES, &small) || contains(NO_NAME, &small) || contains(NO_NAME, &word.text.to_lowercase())
}

/// Returns true for what may stand between two words of one name.
pub fn joins_names(gap: &str) -> bool {
    matches!(gap, " " | "-" | "\u{A0}")
}

/// A word without the ending that says whose something is: "Jamie" of "Jamie’s".
pub fn without_possessive(word: &str) -> &str {
    ["'s", "’s", "'S", "’S"].iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(word)
}

/// Where the name of a person stands at this word, in a field that asks for a role: how many words it has. A title and a
/// surname, a given name alone or with a surname, an initial and a surname, or two or three capitalised words that are no
/// role.
pub fn person_at(text: &str, words: &[Word<'_>], place: usize) -> Option<usize> {
    let word = words.get(place)?;
    let joined = |n: usize| {
        let (one, next) = (words.get(place + n - 1)?, words.get(place + n)?);
        let gap = between(text, one, next);
        (joins_names(gap) || gap == ". ").then_some(next)
    };
    let surname = |n: usize| joined(n).filter(|word| is_of_name(word) && !is_of_role(word));
    if is_title(word) {
        return surname(1).map(|_| if surname(2).is_some() { 3 } else { 2 });
    }
    if is_given(word) && !is_of_role(word) {
        // "jane brown": the next word is the surname, unless it is one of those that every text is made of.
        let small = joined(1).filter(|word| word.text.chars().count() >= 3 && !is_of_role(word));
        let small = small.filter(|word| !word.is_one_of(&["will", "has", "can", "who", "from", "our", "her", "his"]));
        return match (surname(1), small) {
            (Some(_), _) => Some(if surname(2).is_some() { 3 } else { 2 }),
            (None, Some(_)) => Some(2),
            (None, None) => (begins_with_capital(word) || words.len() == 1).then_some(1),
        };
    }
    let first = is_initial(word) && !word.is("i") || is_of_name(word) && !is_of_role(word);
    let length = (1..3).take_while(|n| surname(*n).is_some()).count() + 1;
    // Without a known first name a hyphen makes no name of two words: "Set-Cookie".
    let apart = words.get(place + 1).is_some_and(|next| between(text, word, next).ends_with(' '));
    (first && apart && length >= 2).then_some(length)
}

fn begins_with_capital(word: &Word<'_>) -> bool {
    word.text.chars().next().is_some_and(char::is_uppercase)
}

fn contains(list: &str, small: &str) -> bool {
    list.split_whitespace().any(|listed| listed == small)
}

fn is_no_name(word: &Word<'_>) -> bool {
    const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    month_of(word).is_some() || word.is_one_of(&WEEKDAYS) || NO_NAME.split_whitespace().any(|no_name| word.is(no_name))
}
