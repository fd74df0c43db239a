//! Reading an answer, what is missing from it, and when its action is due.

use super::*;
use crate::domain::form::Lineage;
use crate::domain::typed_day::NoDay;
use proptest::prelude::*;

fn question(not_applicable: bool) -> Question {
    Question {
        key: QuestionKey::parse("S3.4").unwrap(),
        short: "x".into(),
        wording: "x".into(),
        guidance: "x".into(),
        descriptors: ["3".into(), "2".into(), "1".into()],
        evidence: vec![],
        topics: vec![],
        rests_on: "x".into(),
        not_applicable,
        lineage: Lineage::New,
    }
}

fn typed(score: &str) -> TypedAnswer {
    TypedAnswer { question: "S3.4".into(), score: score.into(), ..TypedAnswer::default() }
}

#[test]
fn nothing_but_a_choice_of_the_form_is_read_as_one() {
    for score in ["0", "4", "2.5", "-1", "2 ", "three", "9223372036854775808", "NaN", "Not_applicable"] {
        assert_eq!(Answer::parse(&typed(score), &question(true)).unwrap_err().field, "score", "{score}");
    }
    assert!(Answer::parse(&typed("not_applicable"), &question(false)).is_err());
    assert_eq!(Answer::parse(&typed(""), &question(true)).unwrap().choice, Choice::NotAnswered);
}

#[test]
fn a_one_or_two_wants_a_whole_action_or_a_reason_for_none() {
    let mut answer = Answer { choice: Choice::Scored(Score::MakingProgress), ..Answer::default() };
    assert_eq!(answer.missing(EvidenceRule::Advise), [Missing::Action]);
    answer.no_action_reason = "It is planned elsewhere.".into();
    assert_eq!(answer.missing(EvidenceRule::Advise), []);
    answer.planned.who = "Head".into();
    assert_eq!(answer.missing(EvidenceRule::Advise), [Missing::What, Missing::ByWhen]);
    answer.planned.what = "Book a course".into();
    answer.planned.by_when = "soon".into();
    assert_eq!(answer.missing(EvidenceRule::Advise), [Missing::DayUnclear(NoDay::Unreadable)]);
    answer.planned.by_when = "31 June 2027".into();
    assert_eq!(answer.missing(EvidenceRule::Advise), [Missing::DayUnclear(NoDay::NoSuchDay)]);
    answer.planned.by_when = "30 June".into();
    assert_eq!(answer.missing(EvidenceRule::Advise), []);
    answer.planned.by_when = "26 March 2027".into();
    assert_eq!(answer.missing(EvidenceRule::Advise), []);
    answer.choice = Choice::NotApplicable;
    assert_eq!(answer.missing(EvidenceRule::Advise), [Missing::Reason]);
}

#[test]
fn what_is_missing_is_said_exactly_in_the_singular_and_the_plural() {
    use Missing::{Action, Answer, ByWhen, DayUnclear, Reason, What, Who};
    let words = |missing: &[Missing]| missing_words(missing.iter().copied());
    assert_eq!(words(&[]), "");
    assert_eq!(words(&[Answer]), "1 answer");
    assert_eq!(words(&[Who, Answer, Answer, Action]), "2 answers, 1 action and who will do 1 action");
    assert_eq!(words(&[ByWhen, ByWhen, Reason]), "1 reason why a question does not apply and a date for 2 actions");
    let unclear = [DayUnclear(NoDay::NoYear), DayUnclear(NoDay::Unreadable)];
    assert_eq!(words(&[unclear[0], What, What]), "a description of 2 actions and a clear date for 1 action");
    assert_eq!(words(&unclear), "a clear date for 2 actions");
}

#[test]
fn a_day_without_a_year_is_the_next_after_it_was_typed_whatever_else_is_saved_later() {
    let planned = PlannedAction { by_when: "30 june".into(), ..PlannedAction::default() };
    let typed = Answer { planned, ..Answer::default() };
    assert_eq!((typed.due(), typed.by_when_words()), (None, "30 june".into()));
    let saved = typed.saved_on(jiff::civil::date(2026, 11, 21), None);
    assert_eq!(saved.by_when_words(), "30 June 2027");
    let later = jiff::civil::date(2027, 7, 1);
    let mut mended = Answer { evidence: "Minutes, of May".into(), by_when_typed_on: None, ..saved.clone() };
    mended.planned.by_when.push_str("\r\n");
    assert_eq!(mended.clone().saved_on(later, Some(&saved)).by_when_words(), "30 June 2027");
    mended.planned.by_when = "30 June".into();
    assert_eq!(mended.saved_on(later, Some(&saved)).by_when_words(), "30 June 2028", "it was typed anew");
}

#[test]
fn a_text_that_says_nothing_is_missing() {
    for nothing in [".", "-", " … ", "x", "?!", "1"] {
        let not_applicable = Answer { choice: Choice::NotApplicable, reason: nothing.into(), ..Answer::default() };
        assert_eq!(not_applicable.missing(EvidenceRule::Advise), [Missing::Reason], "{nothing}");
        let mut answer = Answer { choice: Choice::Scored(Score::NotMakingProgress), ..Answer::default() };
        answer.no_action_reason = nothing.into();
        assert_eq!(answer.missing(EvidenceRule::Advise), [Missing::Action], "{nothing}");
        answer.planned = PlannedAction { what: nothing.into(), who: nothing.into(), by_when: "26 March 2027".into() };
        assert_eq!(answer.missing(EvidenceRule::Advise), [Missing::What, Missing::Who], "{nothing}");
    }
}

#[test]
fn a_best_score_lacks_evidence_only_where_the_board_requires_it() {
    let mut answer = Answer { choice: Choice::Scored(Score::FullyInPlace), ..Answer::default() };
    assert!(answer.lacks_evidence());
    assert_eq!(answer.missing(EvidenceRule::Advise), []);
    assert_eq!(answer.missing(EvidenceRule::Require), [Missing::Evidence]);
    answer.evidence = "Seen in the minutes of May.".into();
    assert_eq!(answer.missing(EvidenceRule::Require), []);
    answer.choice = Choice::NotAnswered;
    assert_eq!(answer.missing(EvidenceRule::Require), [Missing::Answer]);
}

proptest! {
    #[test]
    fn what_is_read_is_shown_again(score in "[123]|not_applicable|", texts in proptest::array::uniform6("[a-zé\r\n ]{0,30}")) {
        let [reason, evidence, action, who, by_when, no_action_reason] = texts;
        let typed = TypedAnswer {
            question: "S3.4".into(), score, reason, evidence, action, who, by_when, no_action_reason,
            ..TypedAnswer::default()
        };
        let answer = Answer::parse(&typed, &question(true)).unwrap();
        prop_assert_eq!(answer.typed(question(true).key), typed);
    }
}
