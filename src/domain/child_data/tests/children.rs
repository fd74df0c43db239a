//! Children who are named or described, by the kind of words that do so; and the grown-ups, lessons and numbers beside them.

use std::sync::LazyLock;

use super::super::traits::Traits;
use super::super::vocabulary::traits_of;
use super::*;

fn all_are(kind: Kind, texts: &[&str]) {
    for text in texts {
        assert!(found(text).iter().any(|(found, _)| *found == kind), "{text}: {:?}", found(text));
    }
}

fn people(who: &str) -> Vec<&str> {
    find_in_role(who, YEAR).into_iter().map(|found| found.text).collect()
}

#[test]
fn a_year_group_or_an_age_makes_a_child_of_a_name() {
    each_is(
        Kind::Child,
        &[
            ("We met Adaeze (7R) twice.", "Adaeze (7R)"),
            ("Ondrej in 9B was moved.", "Ondrej in 9B"),
            ("In Y1, Folarin told his teacher.", "Y1, Folarin"),
            ("Year 11's Callum is here.", "Year 11's Callum"),
            ("The form of Zsofia, aged seven, is kept.", "Zsofia, aged seven"),
            ("Zach (10) came.", "Zach (10)"),
            ("A six-year-old boy, Idris, came.", "six-year-old boy, Idris"),
            ("Vincent van Dijk in Year 4 was seen.", "Vincent van Dijk in Year 4"),
        ],
    );
    none_is_found(&[
        "Phonics in Year 1 is taught daily.",
        "Mr Adeyinka in Year 4 leads on reading.",
        "Farhan, Year 2 TA, completed it.",
        "Rosa Parks in Year 6 is a topic.",
        "Will Year 7 be asked?",
        "Vitamin D in Reception is free.",
        "Everton Year 6 pupils came. In June, Year 6 leave.",
        "Chester (3) and Sefton (12) answered.",
    ]);
}

#[test]
fn initials_and_letters_are_children_when_details_stand_beside_them() {
    each_is(
        Kind::Child,
        &[
            ("TB (Y8) has a plan.", "TB (Y8)"),
            ("R.H. (12) was seen.", "R.H. (12)"),
            ("Pupil KS was referred.", "KS"),
            ("AB's mother came.", "AB's mother"),
            ("The siblings DM and FM are here.", "DM and FM"),
            ("Child A, the only wheelchair user here, moved.", "Child A, the only"),
            ("Young person Z, 15, moved.", "Young person Z, 15"),
        ],
    );
    none_is_found(&[
        "PE in Year 4. TA in Year 3. CP (3), CE (5).",
        "Pupil ID cards are worn.",
        "Child A and Child B are used in training.",
        "KS2 and KS 2 pupils came.",
    ]);
}

#[test]
fn relatives_name_a_child_and_a_child_its_relatives() {
    all_are(
        Kind::Child,
        &[
            "Mum (Sara Holt) agreed.",
            "Dad, Darren Holt, is not allowed on site.",
            "Mother (Ms Holt) came.",
            "Mrs Holt’s two boys came.",
            "The Holt family moved.",
            "Mr and Mrs Nowicki's daughter came.",
            "Twins Maya and Zara came.",
            "We met the parents of Ifechi.",
            "Sibling of Oakley came.",
            "MK and his brother came.",
        ],
    );
    none_is_found(&[
        "Father Michael and Sister Bernadette came.",
        "The Polish children and the Holt Family Hub.",
        "Andrew Holt's parents' guide was sent.",
        "Parents of Muslim pupils came.",
        "Mrs Holt, mother of two, is a governor.",
    ]);
}

#[test]
fn the_post_beside_a_name_makes_it_a_grown_ups() {
    none_is_found(&[
        "Link governor Ian F visited.",
        "LADO: Pat Nolan; deputy: Chris W.",
        "Teaching assistant Sam B has left.",
        "Sarah, our school nurse, visits Year 9.",
        "Jane B (DSL) came.",
    ]);
    all_are(Kind::Child, &["Chris W. came in hungry.", "Sam B told the teaching assistant."]);
}

#[test]
fn a_count_a_report_and_a_telephone_are_no_record() {
    none_is_found(&[
        "CPOMS: 212 incidents",
        "CPOMS 1240 entries",
        "SIMS report 101",
        "MARAC 101 training",
        "MASH number 0151 496 0000",
        "Paris 2024",
    ]);
    all_are(
        Kind::CaseReference,
        &[
            "Liquidlogic, number 1183302",
            "SIMS admission number 004512",
            "EHM episode 55312",
            "MASH enquiry no 23/00981",
            "Mosaic 7782210",
            "ContrOCC ID 440912",
            "Crime ref 45/12873/26",
            "court no. ZE26P00123",
        ],
    );
}

#[test]
fn a_role_is_no_name() {
    for who in
        ["Faith Leader", "St John Ambulance trainer", "Rugby Club Welfare Officer", "HT and DHT", "EYFS Lead (KS1)"]
    {
        assert_eq!(people(who), Vec::<&str>::new(), "{who}");
    }
    for (who, name) in [
        ("Miss K", "Miss K"),
        ("head - mrs holt", "mrs holt"),
        ("SENCO (AW)", "AW"),
        ("Jo B", "Jo B"),
        ("DSL/Nkechi", "Nkechi"),
        ("Sister Bernadette", "Sister Bernadette"),
    ] {
        assert_eq!(people(who), [name], "{who}");
    }
}

/// Names that no list holds: two to four syllables, with a capital.
fn unlisted_name() -> impl Strategy<Value = String> {
    "(B|Dr|F|Gw|J|K|L|M|N|Qu|R|S|T|V|Z)(u|o|i)(zk|vr|jd|wq|xl)(a|e|o)(bh|kw|zz)(u|i)"
}

fn group() -> impl Strategy<Value = String> {
    prop_oneof![
        (1..14).prop_map(|year| format!("in Year {year}")),
        (1..14).prop_map(|year| format!("in Y{year}")),
        (1..14).prop_map(|year| format!("(yr {year})")),
        (3..18).prop_map(|age| format!(", aged {age}")),
        (3..18).prop_map(|age| format!("is {age} years old")),
        Just("in Reception".to_owned()),
        Just("(Nursery)".to_owned()),
    ]
}

/// Everyday words that are not also given names, relatives or what children are called.
static EVERYDAY: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let others = Traits::GIVEN_WORD.with(Traits::RELATION).with(Traits::CHILD);
    let words = include_str!("../lists/everyday.txt").split_whitespace();
    words.filter(|word| !traits_of(word).has(others)).collect()
});

proptest! {
    #[test]
    fn a_name_needs_no_list(name in unlisted_name(), group in group(), before in prop_oneof!["", "We saw ", "When "]) {
        let text = format!("{before}{name} {group} was seen.");
        prop_assert!(found(&text).iter().any(|(kind, _)| *kind == Kind::Child), "{text}");
    }

    #[test]
    fn a_title_makes_a_grown_up(name in unlisted_name(), group in group()) {
        let text = format!("Mrs {name} {group} came.");
        prop_assert_eq!(found(&text), []);
    }

    #[test]
    fn an_everyday_word_is_no_name(place in any::<proptest::sample::Index>(), group in group()) {
        let word = EVERYDAY[place.index(EVERYDAY.len())];
        let capital = word[..1].to_uppercase() + &word[1..];
        let text = format!("{capital} {group} is good.");
        prop_assert_eq!(found(&text), []);
    }

    #[test]
    fn a_role_of_everyday_words_is_no_name(places in proptest::collection::vec(any::<proptest::sample::Index>(), 1..4)) {
        let words: Vec<&str> = include_str!("../lists/roles.txt").split_whitespace().collect();
        let capital = |word: &str| word[..1].to_uppercase() + &word[1..];
        let who: Vec<String> = places.iter().map(|place| capital(words[place.index(words.len())])).collect();
        let who = who.join(" ");
        prop_assert_eq!(people(&who), Vec::<&str>::new());
    }
}
