//! What the sample promises, read off the sample itself.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::domain::action_plan::ActionStatus;
use crate::domain::answer::Answer;
use crate::domain::audit::AuditState;
use crate::domain::audit::{self, WhoCounts};
use crate::domain::board::EvidenceRule;
use crate::domain::choice::Choice;
use crate::domain::form::{AuditForm, FormKind, QuestionKey};
use crate::domain::organisation::{Identifiers, Sector, SubSector, TypedDetails};
use crate::domain::person::{self, EmailAddress};
use crate::domain::score::Score;
use crate::domain::tally::Tally;
use crate::domain::{dates, text};
use crate::import::form_file;

pub(super) const TODAY: Date = date(2026, 11, 21);

static FORMS: LazyLock<SampleForms> = LazyLock::new(|| {
    let read = |text| Arc::new(form_file::read(text).unwrap());
    SampleForms {
        schools_2014: read(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/forms/schools-2014.toml"))),
        schools_2026: read(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/forms/schools-2026-27.toml"))),
        partners_2014: read(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/forms/partners-2014.toml"))),
        partners_2026: read(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/forms/partners-2026-27.toml"))),
    }
});
static SAMPLE: LazyLock<SampleBoard> = LazyLock::new(|| board(&FORMS, TODAY));

fn key(text: &str) -> QuestionKey {
    QuestionKey::parse(text).unwrap()
}

fn round(title: &str) -> &'static SampleRound {
    SAMPLE.rounds.iter().find(|round| round.title == title).unwrap()
}

fn form(sample: &SampleBoard, round: &SampleRound, audit: &SampleAudit) -> &'static AuditForm {
    let kind = sample.organisations[audit.organisation].kind.sector().form();
    match (kind, round.forms[0].edition) {
        (FormKind::Schools, "2014") => &FORMS.schools_2014,
        (FormKind::Schools, _) => &FORMS.schools_2026,
        (FormKind::Partners, "2014") => &FORMS.partners_2014,
        (FormKind::Partners, _) => &FORMS.partners_2026,
    }
}

fn audits(sample: &SampleBoard) -> impl Iterator<Item = (&SampleRound, &SampleAudit)> {
    sample.rounds.iter().flat_map(|round| round.audits.iter().map(move |audit| (round, audit)))
}

pub(super) fn answers() -> impl Iterator<Item = (&'static AuditForm, &'static SampleAudit, &'static SampleAnswer)> {
    audits(&SAMPLE)
        .flat_map(|(round, audit)| audit.answers.iter().map(move |answer| (form(&SAMPLE, round, audit), audit, answer)))
}

fn submitted(title: &str) -> impl Iterator<Item = &'static SampleAudit> {
    round(title).audits.iter().filter(|audit| WhoCounts::Submitted.counts(audit.state()))
}

/// The tallies of a form's questions over the submitted audits of a round.
fn tallies(title: &str, kind: FormKind) -> BTreeMap<QuestionKey, Tally> {
    let mut tallies: BTreeMap<_, Tally> = BTreeMap::new();
    for answer in submitted(title).flat_map(|audit| &audit.answers).filter(|answer| answer.question.kind() == kind) {
        tallies.entry(answer.question).or_default().count(answer.answer.choice, 1);
    }
    tallies
}

fn lowest(title: &str, kind: FormKind, n: usize) -> Vec<String> {
    let mut ranked: Vec<_> = tallies(title, kind).into_iter().collect();
    ranked.sort_by_key(|(key, tally)| (tally.percent_fully_in_place(), tally.average(), *key));
    ranked.into_iter().take(n).map(|(key, _)| key.to_string()).collect()
}

fn in_state(title: &str, state: AuditState) -> usize {
    round(title).audits.iter().filter(|audit| audit.state() == state).count()
}

#[test]
fn the_sample_is_the_same_every_time() {
    assert!(board(&FORMS, TODAY) == *SAMPLE);
}

#[test]
fn sectors_are_as_in_2014_with_two_academies_since() {
    let count = |sector, sub: Option<SubSector>| {
        let those = SAMPLE.organisations[..153].iter();
        those.filter(|o| o.kind.sector() == sector && (sub.is_none() || o.kind.sub_sector() == sub)).count()
    };
    let schools = [21, 58, 22, 2, 8, 2, 7, 4];
    for (sub, expected) in SubSector::ALL.iter().zip(schools) {
        assert_eq!(count(Sector::Education, Some(*sub)), expected, "{sub}");
    }
    let sectors = [124, 6, 15, 1, 1, 1, 1, 1, 1, 2];
    for (sector, expected) in Sector::ALL.iter().zip(sectors) {
        assert_eq!(count(*sector, None), expected, "{sector}");
    }
    assert_eq!(SAMPLE.organisations.len(), 155);
    assert!(SAMPLE.organisations[153..].iter().all(|o| o.kind.sector() == Sector::Education && o.group.is_some()));
}

#[test]
fn organisations_could_be_imported_and_identifiers_are_unique() {
    let mut seen = BTreeSet::new();
    for organisation in &SAMPLE.organisations {
        assert_eq!(TypedDetails::from(organisation).parse().as_ref(), Ok(organisation));
        let Identifiers { urn, laestab, ukprn, ods, charity_number } = organisation.identifiers.clone();
        for (column, number) in [urn, laestab, ukprn, ods, charity_number].into_iter().enumerate() {
            assert!(number.is_none() || seen.insert((column, number)), "{}", organisation.name);
        }
    }
}

#[test]
fn names_try_what_names_can_be() {
    let names: Vec<_> = SAMPLE.organisations.iter().map(|o| o.name.as_str()).collect();
    let distinct: BTreeSet<_> = names.iter().collect();
    assert_eq!(names.len() - distinct.len(), 1, "two schools bear one name");
    for part in ["&", "'", "É", "ŷ", "ô"] {
        assert!(names.iter().any(|name| name.contains(part)), "{part}");
    }
    assert!(names.iter().any(|name| (105..120).contains(&text::length(name))));
}

#[test]
fn each_round_has_its_numbers() {
    use AuditState::{Invited, Started, Submitted};
    let numbers = |title| [Submitted, Started, Invited].map(|state| in_state(title, state));
    assert_eq!(numbers("2012"), [85, 5, 7]);
    assert_eq!(numbers("2014"), [153, 0, 0]);
    let [submitted, started, invited] = numbers("2026-27");
    assert_eq!(submitted + started + invited, 155);
    assert!((55..=65).contains(&(100 * submitted / 155)));
    assert!(started > 20 && invited > 10);
}

#[test]
fn the_open_round_hangs_on_today() {
    let dates = round("2026-27").forms[0].dates;
    assert_eq!([dates.opens(), dates.due(), dates.closes()], [date(2026, 11, 2), date(2027, 1, 29), date(2027, 2, 12)]);
}

#[test]
fn the_findings_of_2014_on_schools_can_be_read_off() {
    assert_eq!(lowest("2014", FormKind::Schools, 5), ["S3.3", "S3.7", "S4.8", "S5.6", "S2.4"]);
    let tallies = tallies("2014", FormKind::Schools);
    for everywhere in ["S1.1", "S7.1"] {
        assert_eq!(tallies[&key(everywhere)].n3, 124);
    }
    let supervision = tallies[&key("S3.3")];
    assert_eq!([supervision.n3, supervision.n1], [38, 31]);
    for strong in ["S2.3", "S4.1", "S4.2", "S4.4", "S5.3", "S5.8", "S6.1"] {
        assert!(100 * tallies[&key(strong)].n3 / tallies[&key(strong)].scored() >= 85, "{strong}");
    }
}

#[test]
fn the_findings_of_2014_on_partners_can_be_read_off() {
    let weak = lowest("2014", FormKind::Partners, 8);
    for theme in ["P1.9", "P3.7", "P4.6", "P5.2", "P7.3"] {
        assert!(weak.contains(&theme.to_string()), "{theme}");
    }
    let tallies = tallies("2014", FormKind::Partners);
    for strong in ["P1.1", "P1.4", "P1.8", "P2.1", "P4.1", "P4.2", "P4.3", "P4.4", "P5.1", "P6.1"] {
        assert!(100 * tallies[&key(strong)].n3 / tallies[&key(strong)].scored() >= 85, "{strong}");
    }
}

#[test]
fn the_weak_themes_are_better_in_each_round() {
    let themes = ["S3.3", "S3.7", "S4.8", "S5.6", "S2.4", "P1.9", "P3.7", "P4.6", "P5.2", "P7.3"].map(key);
    for theme in themes {
        let percent = |title| tallies(title, theme.kind())[&theme].percent_fully_in_place();
        assert!(percent("2012") < percent("2014") && percent("2014") < percent("2026-27"), "{theme}");
    }
}

#[test]
fn every_submitted_audit_is_complete() {
    for (round, audit) in audits(&SAMPLE).filter(|(_, audit)| audit.state() == AuditState::Submitted) {
        let asked = form(&SAMPLE, round, audit).questions().map(|question| question.key);
        assert!(asked.eq(audit.answers.iter().map(|answer| answer.question)));
        for SampleAnswer { question, answer, .. } in &audit.answers {
            assert_eq!(
                answer.missing(EvidenceRule::Advise),
                [],
                "{question} of {}",
                SAMPLE.organisations[audit.organisation].name
            );
        }
    }
}

#[test]
fn audits_in_progress_lack_something_each() {
    let mut nearly_done = 0;
    for (round, audit) in audits(&SAMPLE).filter(|(_, audit)| audit.state() == AuditState::Started) {
        let form = form(&SAMPLE, round, audit);
        let missing = audit::progress(form, EvidenceRule::Advise, |key| stored(audit, key))
            .iter()
            .map(|s| s.missing.len())
            .sum::<usize>();
        assert!(missing > 0 && !audit.answers.is_empty() && audit.started_at.is_some());
        nearly_done += usize::from(audit.answers.len() + 4 > form.questions().count());
    }
    assert!(nearly_done >= 5);
}

fn stored(audit: &SampleAudit, key: QuestionKey) -> Option<&Answer> {
    audit.answers.iter().find(|answer| answer.question == key).map(|answer| &answer.answer)
}

#[test]
fn every_answer_could_have_been_typed() {
    for (form, _, SampleAnswer { question, answer, .. }) in answers() {
        let typed = answer.typed(*question);
        assert_eq!(Answer::parse(&typed, form.question(*question).unwrap()).as_ref(), Ok(answer), "{question}");
        let texts = [&answer.evidence, &answer.reason, &answer.planned.what, &answer.no_action_reason];
        assert!(texts.iter().all(|text| !text.contains(['{', '}']) && !text.contains("  ")), "{answer:?}");
    }
}

#[test]
fn no_text_holds_what_looks_like_a_number_of_a_person() {
    for (_, audit, SampleAnswer { answer, .. }) in answers() {
        let mut texts = vec![&answer.evidence, &answer.reason, &answer.planned.what, &answer.no_action_reason];
        texts.extend(audit.actions.iter().flat_map(|action| [&action.progress, &action.impact]));
        for text in texts {
            let mut run = 0;
            for c in text.chars().filter(|c| !matches!(c, ' ' | '-')) {
                run = if c.is_ascii_digit() { run + 1 } else { 0 };
                assert!(run < 9, "{text}");
            }
        }
    }
}

#[test]
fn evidence_is_missing_here_and_very_long_there() {
    let lengths = |score| {
        let scored = move |answer: &&SampleAnswer| answer.answer.choice == Choice::Scored(score);
        answers().map(|(_, _, answer)| answer).filter(scored).map(|answer| text::length(&answer.answer.evidence))
    };
    let all: Vec<_> = Score::ALL.into_iter().flat_map(lengths).collect();
    assert!(lengths(Score::FullyInPlace).filter(|&n| n == 0).count() > 500);
    assert_eq!(all.iter().filter(|&&n| n > 8_000).count(), 2);
    assert!(all.iter().all(|&n| n <= 9_000));
}

#[test]
fn about_one_in_twenty_gives_a_reason_for_no_action() {
    let weak = submitted("2014").flat_map(|audit| &audit.answers);
    let weak: Vec<_> = weak.filter(|a| a.answer.choice.score().is_some_and(Score::asks_for_action)).collect();
    let none = weak.iter().filter(|answer| answer.answer.planned.is_empty()).count();
    assert!((2..=8).contains(&(100 * none / weak.len())), "{none} of {}", weak.len());
}

#[test]
fn every_planned_action_of_a_submitted_audit_has_a_fate() {
    for (_, audit) in audits(&SAMPLE).filter(|(_, audit)| audit.state() == AuditState::Submitted) {
        let planned = audit.answers.iter().filter(|answer| answer.answer.due().is_some());
        assert!(planned.map(|answer| answer.question).eq(audit.actions.iter().map(|action| action.question)));
        for action in &audit.actions {
            assert_eq!(action.done_on.is_some(), action.status == ActionStatus::Done);
        }
    }
}

#[test]
fn the_open_round_has_actions_of_every_kind() {
    let all = submitted("2026-27").flat_map(|audit| audit.actions.iter().map(move |action| (audit, action)));
    let due = |(audit, action): &(&SampleAudit, &SampleAction)| stored(audit, action.question).unwrap().due();
    let all: Vec<_> = all.collect();
    for status in ActionStatus::ALL {
        assert!(all.iter().any(|(_, action)| action.status == status), "{status:?}");
    }
    let past = all.iter().filter(|action| due(action).unwrap() < TODAY).count();
    assert!(past * 5 < all.len(), "most are due in the future");
    assert!(all.iter().any(|action| due(action).unwrap() < TODAY && action.1.status == ActionStatus::NotStarted));
}

#[test]
fn marsh_lane_is_in_the_middle_of_its_audit() {
    let place = SAMPLE.organisations.iter().position(|o| o.name == marsh_lane::NAME).unwrap();
    for title in ["2012", "2014"] {
        assert!(submitted(title).any(|audit| audit.organisation == place));
    }
    let audit = round("2026-27").audits.iter().find(|audit| audit.organisation == place).unwrap();
    let progress = audit::progress(&FORMS.schools_2026, EvidenceRule::Advise, |key| stored(audit, key));
    let complete: Vec<_> = progress.iter().filter(|s| s.is_complete()).map(|s| s.number).collect();
    assert_eq!(complete, [1, 2, 7]);
    assert_eq!(progress.iter().map(|s| s.answered).collect::<Vec<_>>(), [10, 10, 9, 5, 0, 0, 10]);
    let words: Vec<_> = progress[2].missing.iter().map(|(key, missing)| format!("{key} {}", missing.words())).collect();
    assert_eq!(words, ["S3.3 Add an action, or say why there is none", "S3.9 Not answered"]);
}

#[test]
fn people_can_sign_in_and_find_something_to_do() {
    let mut passwords = BTreeSet::new();
    for person in &SAMPLE.people {
        assert_eq!(EmailAddress::parse(person.email).unwrap().as_str(), person.email);
        assert!(person::name(person.name).is_ok() && person.password.len() >= 15 && passwords.insert(person.password));
        assert!(person.board_role.is_some() || !person.memberships.is_empty());
    }
    assert!(SAMPLE.people.iter().any(|person| person.memberships.len() == 2));
    let leads = SAMPLE.people.iter().flat_map(|person| &person.memberships);
    let states: BTreeSet<_> = leads
        .flat_map(|&(place, _)| round("2026-27").audits.iter().filter(move |audit| audit.organisation == place))
        .map(SampleAudit::state)
        .collect();
    assert_eq!(states.len(), 3, "a lead with an audit not started, one in progress, one submitted");
}

#[test]
fn each_question_of_each_edition_has_its_sentences() {
    for (form, newer) in [
        (&FORMS.schools_2014, false),
        (&FORMS.schools_2026, true),
        (&FORMS.partners_2014, false),
        (&FORMS.partners_2026, true),
    ] {
        let book = words::Book::of(form.kind, newer);
        for question in form.questions() {
            let lines = |mark| book.lines(&question.key.to_string(), mark).len();
            assert!(lines('3') >= 2 && lines('2') >= 1 && lines('1') >= 1 && lines('>') >= 2, "{}", question.key);
            assert!(lines('0') >= usize::from(question.not_applicable), "{}", question.key);
            for topic in &question.topics {
                assert!(book.lines(topic, '3').len() >= 3 && !book.lines(topic, '!').is_empty(), "{topic}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    #[test]
    fn on_any_day_everything_happens_in_order_and_nothing_later_than_yesterday(days in 0i64..30_000) {
        let today = date(2017, 1, 1) + jiff::Span::new().days(days);
        let sample = board(&FORMS, today);
        let now = dates::start_of(today);
        for (round, audit) in audits(&sample) {
            let closes = round.forms[0].dates.closes();
            let saved = audit.answers.iter().map(|answer| answer.saved_at);
            prop_assert_eq!(saved.clone().min(), audit.started_at);
            prop_assert!(saved.clone().all(|at| at >= round.opened_at && at < now && at < dates::end_of(closes)));
            let Some(SampleSubmission { at, declaration }) = &audit.submitted else { continue };
            prop_assert!(saved.max().unwrap() < *at && *at < now && *at < dates::end_of(closes));
            prop_assert_eq!(declaration.on, dates::today(*at));
            for action in &audit.actions {
                prop_assert!(action.changed_at >= *at && action.changed_at < now);
                prop_assert!(action.done_on.is_none_or(|day| day >= declaration.on && day < today));
            }
        }
    }
}
