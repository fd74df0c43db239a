//! The sentences read for figures of every kind.

use super::*;
use crate::domain::choice::Choice;
use crate::domain::form::{FormKind, QuestionKey};
use crate::domain::organisation::{Kind, Sector, SubSector};
use crate::domain::summary::{self, Counts, StandardSum};
use crate::import::form_file;

const KIND: Kind = Kind::Education(SubSector::Primary);

fn form() -> AuditForm {
    let forms = form_file::SHIPPED.iter().map(|text| form_file::read(text).unwrap());
    forms.into_iter().find(|form| form.kind == FormKind::Schools).unwrap()
}

fn key(text: &str) -> QuestionKey {
    QuestionKey::parse(text).unwrap()
}

/// `audits` schools; each choice says how many of them gave a question which score.
fn counted(audits: u32, choices: &[(&str, Score, u32)]) -> Vec<GroupResults> {
    let mut counts = Counts::default();
    if audits > 0 {
        counts.audits.insert(KIND, audits);
    }
    for (question, score, n) in choices {
        counts.choices.push((KIND, key(question), Choice::Scored(*score), *n));
        let standard = key(question).standard();
        let points = u32::from(score.points());
        counts.sums.push(StandardSum { kind: KIND, standard, points, questions: 1, audits: *n });
    }
    summary::results(&form(), WhoCounts::Submitted, &counts).groups
}

fn lead_of(invited: u32, audits: u32, choices: &[(&str, Score, u32)]) -> String {
    let groups = counted(audits, choices);
    let returned = Returned { not_started: invited - audits, submitted: audits, ..Returned::default() };
    let counting = Counting { who: WhoCounts::Submitted, is_closed: false, returned };
    plain(lead(&form(), Group::All, counting, groups.first()))
}

const THREE: Score = Score::FullyInPlace;
const TWO: Score = Score::MakingProgress;
const ONE: Score = Score::NotMakingProgress;

#[test]
fn the_strongest_and_the_weakest_standard_are_named_with_the_worst_question() {
    // Most 1s are at S3.2; the fewest 3s, and so the lowest on the page, at S3.3.
    let choices = [
        ("S1.1", THREE, 8),
        ("S3.2", ONE, 3),
        ("S3.2", THREE, 5),
        ("S3.3", TWO, 4),
        ("S3.3", ONE, 2),
        ("S3.3", THREE, 2),
    ];
    let shares = "(100.00% of answers fully in place) and weakest on Safeguarding Training (43.75%)";
    let question = form().question(key("S3.3")).unwrap().short.clone();
    assert_eq!(
        lead_of(9, 8, &choices),
        format!(
            "8 of 9 schools submitted. They are strongest on Senior Management Commitment and Accountability {shares}: \
             6 of 8 do not have {question} (S3.3) fully in place, 2 of them “not making progress to achieving target”."
        )
    );
}

#[test]
fn where_nothing_is_scored_1_only_the_number_not_met_is_said() {
    let said = lead_of(2, 2, &[("S1.1", THREE, 2), ("S2.1", TWO, 1), ("S2.1", THREE, 1)]);
    assert!(said.ends_with(" (S2.1) fully in place."), "{said}");
    assert!(said.contains(": 1 of 2 does not have "), "{said}");
}

#[test]
fn nobody_one_and_all_alike_are_said_as_they_are() {
    assert_eq!(lead_of(0, 0, &[]), "No schools have been invited.");
    assert_eq!(lead_of(124, 0, &[]), "None of 124 schools has submitted.");
    assert_eq!(lead_of(3, 3, &[]), "3 of 3 schools submitted. No question has been scored.");
    let one = lead_of(1, 1, &[("S1.1", THREE, 1), ("S2.1", ONE, 1)]);
    assert!(one.starts_with("1 of 1 school submitted. It is strongest on "), "{one}");
    assert_eq!(
        lead_of(2, 2, &[("S1.1", TWO, 2)]),
        "2 of 2 schools submitted. Of the answers to the only standard scored, \
         Senior Management Commitment and Accountability, 0.00% are fully in place."
    );
    assert_eq!(
        lead_of(2, 2, &[("S1.1", THREE, 2), ("S2.1", THREE, 2)]),
        "2 of 2 schools submitted. All 2 standards scored stand alike: of their answers, 100.00% are fully in place."
    );
    let all: Vec<_> = ["S1.1", "S2.1", "S3.1", "S4.1", "S5.1", "S6.1", "S7.1"].map(|key| (key, THREE, 2)).into();
    assert!(lead_of(2, 2, &all).ends_with("All standards stand alike: of their answers, 100.00% are fully in place."));
}

#[test]
fn ties_name_every_standard_up_to_three() {
    let said = lead_of(2, 2, &[("S1.1", THREE, 2), ("S7.1", THREE, 2), ("S2.1", ONE, 2)]);
    let both = "strongest on Senior Management Commitment and Accountability and Anti-Bullying (100.00%";
    assert!(said.contains(both), "{said}");
    let many = [("S1.1", THREE, 2), ("S2.1", THREE, 2), ("S3.1", THREE, 2), ("S4.1", THREE, 2), ("S5.1", ONE, 2)];
    assert!(lead_of(2, 2, &many).contains("strongest on standards 1, 2, 3 and 4 (100.00%"));
}

#[test]
fn of_equal_questions_the_first_on_the_form_is_named() {
    let said = lead_of(2, 2, &[("S1.1", THREE, 2), ("S3.3", ONE, 1), ("S3.2", ONE, 1)]);
    assert!(said.contains(": 1 of 1 does not have ") && said.ends_with(" (S3.2) fully in place."), "{said}");
}

#[test]
fn audits_in_progress_are_said_to_count() {
    let said = |started| {
        let returned = Returned { not_started: 6 - started, started, submitted: 3, ..Returned::default() };
        let counting = Counting { who: WhoCounts::AndInProgress, is_closed: false, returned };
        plain(lead(&form(), Group::Sector(Sector::Health), counting, None))
    };
    assert_eq!(said(2), "3 of 9 organisations in Health submitted; 2 audits in progress count too.");
    assert_eq!(said(1), "3 of 9 organisations in Health submitted; 1 audit in progress counts too.");
    assert_eq!(said(0), "3 of 9 organisations in Health submitted, and no other audit was started.");
    let none_started = |invited, submitted| {
        let returned = Returned { not_started: invited - submitted, submitted, ..Returned::default() };
        let counting = Counting { who: WhoCounts::AndInProgress, is_closed: false, returned };
        plain(lead(&form(), Group::All, counting, None))
    };
    assert_eq!(none_started(1, 0), "The one school has not submitted and has not started.");
    assert_eq!(none_started(126, 0), "None of 126 schools has submitted, and none was started.");
    assert_eq!(none_started(2, 2), "2 of 2 schools submitted.");
}

#[test]
fn captions_say_what_the_bars_show() {
    let caption = |choices| of_standards(&form(), &counted(2, choices)[0].standards);
    assert_eq!(caption(&[]), "Nothing has been scored");
    assert_eq!(caption(&[("S7.1", THREE, 2)]), "Anti-Bullying: 100.00% of answers are fully in place");
    assert_eq!(
        caption(&[("S7.1", THREE, 2), ("S1.1", THREE, 1)]),
        "Every standard scored has 100.00% of its answers fully in place"
    );
    assert_eq!(
        caption(&[("S7.1", THREE, 2), ("S3.1", ONE, 1)]),
        "Safeguarding Training is furthest from being in place, at 0.00% of answers; next comes Anti-Bullying, at 100.00%"
    );
    assert_eq!(
        caption(&[("S7.1", ONE, 2), ("S3.1", ONE, 1), ("S1.1", THREE, 1)]),
        "Safeguarding Training and Anti-Bullying are furthest from being in place, each at 0.00% of answers"
    );
    let groups = counted(2, &[("S7.1", ONE, 2), ("S3.1", THREE, 1)]);
    let lowest = of_questions(&form(), End::Lowest, &groups[0]);
    assert!(lowest.starts_with("Fewest answers fully in place: ") && lowest.ends_with(" (0.00%)"), "{lowest}");
    assert!(!lowest.contains("100.00"), "{lowest}");
    let highest = of_questions(&form(), End::Highest, &groups[0]);
    assert!(highest.starts_with("Most answers fully in place: ") && highest.ends_with(" (100.00%)"), "{highest}");
    let groups = counted(2, &[("S7.1", THREE, 2)]);
    assert_eq!(of_questions(&form(), End::Lowest, &groups[0]), "Every answer is fully in place");
    let groups = counted(2, &[("S7.1", ONE, 2)]);
    assert_eq!(of_questions(&form(), End::Highest, &groups[0]), "No answer is fully in place");
}

#[test]
fn captions_say_how_many_more_stand_as_the_last_that_is_named() {
    let all = ["S1.1", "S1.2", "S1.3", "S1.4", "S1.5"].map(|key| (key, THREE, 2));
    let groups = counted(2, &all);
    assert!(of_questions(&form(), End::Highest, &groups[0]).ends_with(" (100.00%); 2 more are at 100.00%"));
    let groups = counted(2, &all[..4]);
    assert!(of_questions(&form(), End::Highest, &groups[0]).ends_with(" (100.00%); 1 more is at 100.00%"));
    let groups = counted(2, &[&all[..3], &[("S2.1", THREE, 1), ("S2.1", ONE, 1)]].concat());
    assert!(of_questions(&form(), End::Highest, &groups[0]).ends_with(" (100.00%)"), "what is lower is not equal");
    let choices = ["S1.1", "S2.1", "S3.1", "S4.1"].map(|key| (key, ONE, 2));
    let groups = counted(2, &[&choices[..], &[("S5.1", THREE, 2)]].concat());
    assert_eq!(
        of_standards(&form(), &groups[0].standards),
        "Standards 1, 2, 3 and 4 are furthest from being in place, each at 0.00% of answers"
    );
}
