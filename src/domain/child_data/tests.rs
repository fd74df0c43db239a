//! Texts that are pointed at, and texts that are not: known examples, generated numbers, and the sample's evidence.

use proptest::prelude::*;

use super::*;

mod children;

const YEAR: i16 = 2026;

fn found(text: &str) -> Vec<(Kind, &str)> {
    find(text, YEAR).into_iter().map(|found| (found.kind, found.text)).collect()
}

/// Texts of one kind, each with what is found in it.
fn each_is(kind: Kind, cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(found(text), [(kind, *expected)], "{text}");
    }
}

fn none_is_found(texts: &[&str]) {
    for text in texts {
        assert_eq!(found(text), [], "{text}");
    }
}

#[test]
fn an_nhs_number_is_found_as_people_write_it() {
    each_is(
        Kind::NhsNumber,
        &[
            ("943 476 5919", "943 476 5919"),
            ("NHS no 9434765919, see file.", "9434765919"),
            ("(943-476-5919)", "943-476-5919"),
            ("é943\u{2011}476\u{2011}5919 943-476-5919", "943-476-5919"),
        ],
    );
    none_is_found(&["943 476 5918", "94347659190", "1943 476 5919", "943 4765919", "A9434765919", "943 476 591", ""]);
}

#[test]
fn a_upn_is_found_by_its_check_letter() {
    // The first by hand: 2×2 + 7×4 + 1×9 + 6×10 + 4×12 + 9×13 = 266 = 11×23 + 13, which is P; the second python-stdnum’s.
    each_is(Kind::Upn, &[("UPN P207000016049.", "P207000016049"), ("b801200005001", "b801200005001")]);
    none_is_found(&["B207000016049", "A801200005001", "P2070000160490", "P20700001604", "SP207000016049"]);
}

#[test]
fn a_date_is_one_of_birth_when_the_text_says_so() {
    each_is(
        Kind::DateOfBirth,
        &[
            ("A pupil born on 12 March 2015 was referred.", "born on 12 March 2015"),
            ("DOB: 12/03/15", "DOB: 12/03/15"),
            ("d.o.b. 2015-03-12", "d.o.b. 2015-03-12"),
            ("Date of birth is the 12th of March, 2015", "Date of birth is the 12th of March, 2015"),
            ("12.3.2015 (DOB)", "12.3.2015 (DOB)"),
        ],
    );
    none_is_found(&[
        "Babies born since 1 April 2025 are visited.",
        "Date of birth is recorded. The policy is of 12 March 2015.",
        "DOB is asked for.\n12/03/2015",
        "born on 31 February 2015",
        "born on 12 March",
        "Version 1.12.3.2015 asks for the DOB",
    ]);
}

#[test]
fn a_date_beside_a_name_is_one_of_birth_when_it_may_be_a_childs() {
    each_is(
        Kind::DateOfBirth,
        &[
            ("Jack Smith (12/03/2015) was seen.", "Jack Smith (12/03/2015)"),
            ("We met Siân O’Brien-Jones, 1 May 2012.", "Siân O’Brien-Jones, 1 May 2012"),
            ("12-03-2015 Amara Okafor", "12-03-2015 Amara Okafor"),
        ],
    );
    none_is_found(&[
        "Safeguarding Policy, 12 March 2019",
        "Governing Body Minutes 12/03/2018",
        "Level 3 Training 12 March 2020",
        "Jane Brown (12 March 2026) led the course.",
        "Jane Brown, born to teach, 12 March 1971",
        "Jack (12/03/2015)",
        "Agreed by Jack Smith.\n12/03/2015",
        "jack smith 12/03/2015",
    ]);
}

#[test]
fn a_case_reference_is_found_after_what_it_is_called() {
    each_is(
        Kind::CaseReference,
        &[
            ("Case ref: LCS-48213 was audited", "LCS-48213"),
            ("the case number is 4711", "4711"),
            ("Reference no. AB/2291/7.", "AB/2291/7"),
            ("our ref 7731x", "7731x"),
            ("pupil ID #00412", "00412"),
            ("case 12345", "12345"),
            ("referral reference number: R2291", "R2291"),
        ],
    );
    none_is_found(&[
        "The case number of each referral is written down.",
        "case 12 of the course book",
        "The number of case files audited in 2025-26 was 12.",
        "case reference 2025/26",
        "Reference number S11-2014-00119",
        "in any case 30 staff came",
        "The policy has the number 100",
    ]);
}

#[test]
fn what_is_two_things_is_named_once() {
    assert_eq!(found("case number 943 476 5919"), [(Kind::NhsNumber, "943 476 5919")]);
    let both = "P207000016049 and 943 476 5919";
    assert_eq!(found(both), [(Kind::Upn, "P207000016049"), (Kind::NhsNumber, "943 476 5919")]);
    let first = find("943 476 5919", YEAR).remove(0);
    assert_eq!(
        first.warning("leave it"),
        "This looks like an NHS number: 943 476 5919. Do not name or describe a child. If this does, take it out. If \
         not, leave it."
    );
}

fn nhs_number() -> impl Strategy<Value = String> {
    let digits = proptest::collection::vec(0u32..10, 9).prop_filter_map("has no check digit", |mut digits| {
        let sum: u32 =
            digits.iter().enumerate().map(|(place, digit)| digit * (10 - u32::try_from(place).unwrap())).sum();
        let check = (11 - sum % 11) % 11;
        digits.push(check);
        (check < 10).then(|| digits.iter().map(ToString::to_string).collect::<String>())
    });
    (digits, prop_oneof![Just(""), Just(" "), Just("-")])
        .prop_map(|(digits, mark)| [&digits[..3], &digits[3..6], &digits[6..]].join(mark))
}

fn upn() -> impl Strategy<Value = String> {
    ("[0-9]{11}", "[0-9A-HJ-NP-RT-Z]").prop_map(|(digits, last)| {
        let letters: Vec<char> = "ABCDEFGHJKLMNPQRTUVWXYZ".chars().collect();
        let value =
            |c: char| c.to_digit(10).map_or_else(|| letters.iter().position(|l| *l == c).unwrap(), |d| d as usize);
        let sum: usize = format!("{digits}{last}").chars().zip(2..).map(|(c, weight)| value(c) * weight).sum();
        format!("{}{digits}{last}", letters[sum % 23])
    })
}

proptest! {
    #[test]
    fn a_valid_nhs_number_is_found_in_any_text(number in nhs_number(), before in "\\PC{0,30}", after in "\\PC{0,30}") {
        let text = format!("{before} {number}, {after}");
        prop_assert!(found(&text).contains(&(Kind::NhsNumber, number.as_str())), "{text}");
    }

    #[test]
    fn an_nhs_number_with_another_check_digit_is_not_found(number in nhs_number(), more in 1u32..10) {
        let last = number.chars().next_back().and_then(|c| c.to_digit(10)).unwrap();
        let wrong = format!("{}{}", &number[..number.len() - 1], (last + more) % 10);
        prop_assert_eq!(found(&wrong), []);
    }

    #[test]
    fn a_valid_upn_is_found_in_any_text(upn in upn(), before in "\\PC{0,30}", after in "\\PC{0,30}") {
        let text = format!("{before} {upn}. {after}");
        prop_assert!(found(&text).contains(&(Kind::Upn, upn.as_str())), "{text}");
    }

    #[test]
    fn a_upn_with_another_check_letter_is_not_found(upn in upn(), letter in "[A-HJ-NP-RT-Z]") {
        prop_assume!(!upn.starts_with(&letter));
        let wrong = format!("{letter}{}", &upn[1..]);
        prop_assert_eq!(found(&wrong), []);
    }

    #[test]
    fn what_is_found_stands_where_it_is_said_to_stand(text in "(\\PC|[0-9 /.-]|born |case ref |Ann |12/03/2015 |Y4|Year 4|’s | mum|\\(|JT|CPOMS |, 9, |Child A|in ){0,40}") {
        let mut end = 0;
        for found in find(&text, YEAR) {
            prop_assert_eq!(&text[found.at.clone()], found.text);
            prop_assert!(found.at.start >= end);
            end = found.at.end;
        }
    }
}
