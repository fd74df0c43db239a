//! For tests: a small round with both forms, several kinds of organisation, and texts that try to be more than text.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::date;

use crate::domain::action_plan::{Action, ActionId, ActionStatus};
use crate::domain::answer::{Answer, PlannedAction};
use crate::domain::audit::{AuditId, AuditState, Declaration, NotOpen, Stage, Submission, WhoCounts};
use crate::domain::change::{Change, QuestionChange};
use crate::domain::choice::Choice;
use crate::domain::form::{AuditForm, FormKind, Lineage, Question, QuestionKey, Standard};
use crate::domain::organisation::{Kind, OrganisationId, OrganisationReference, Sector, SubSector};
use crate::domain::report::{
    AnsweredForm, AnswersReport, AuditChoices, AuditRecord, FormReport, PlanReport, Provenance, Response, RoundReport,
};
use crate::domain::returned::Returned;
use crate::domain::score::Score;
use crate::domain::summary::{Counts, StandardSum, results};
use crate::domain::tally::Tally;

/// Texts that a careless file would take for a formula, a code, or too much.
pub fn hostile() -> Vec<String> {
    let mut texts: Vec<String> = [
        "=1+1",
        "+x",
        "-x",
        "@x",
        "\tx",
        "\rx",
        "＝1",
        "＋1",
        "－1",
        "＠1",
        "'=1",
        "'plain",
        "=HYPERLINK(\"http://x\")",
        "http://example.org",
        "mailto:x@example.org",
        "_x0041_",
        "<b>&amp;\"'</b>",
        "a\r\nb, \"c\"",
        "🙂 שלום مرحبا",
        " leading and trailing ",
        "1",
        "26/03/2027",
        "#REF!",
        "TRUE",
        "internal:'Cover'!A1",
    ]
    .map(String::from)
    .into();
    texts.push("Evidence of ten thousand characters. ".repeat(300).chars().take(10_000).collect());
    texts
}

/// The key of a question.
pub fn key(text: &str) -> QuestionKey {
    QuestionKey::parse(text).unwrap()
}

/// A form with two standards of two questions each.
pub fn form(kind: FormKind) -> Arc<AuditForm> {
    let question = |standard: u8, position: u8, lineage| Question {
        key: key(&format!("{}{standard}.{position}", kind.letter())),
        short: format!("Short {standard}.{position}"),
        wording: format!("=Wording of {standard}.{position}"),
        guidance: "g".into(),
        descriptors: ["3".into(), "2".into(), "1".into()],
        evidence: vec![],
        topics: vec!["training".into(), "lado".into()],
        rests_on: "r".into(),
        not_applicable: true,
        lineage,
    };
    let standard = |number, title: &str| Standard {
        number,
        title: title.into(),
        summary: "s".into(),
        questions: vec![question(number, 1, Lineage::Same), question(number, 2, Lineage::New)],
    };
    let words = ["Fully in place", "Making progress to achieving target", "Not making progress to achieving target"];
    Arc::new(AuditForm {
        kind,
        edition: "2014".into(),
        title: format!("{} form", kind.words()),
        introduction: "i".into(),
        rests_on: vec![],
        scale: Score::ALL.into_iter().zip(words.map(String::from)).collect(),
        standards: vec![standard(1, "Commitment & \"Accountability\""), standard(2, "Safeguarding Training")],
    })
}

/// What a test says of one organisation: its number, name, kind, state, and choices in the form's order.
type Row = (i64, &'static str, Kind, AuditState, &'static str);

/// The round: `3`, `2`, `1`, `n` not applicable, `-` not answered.
fn schools() -> [Row; 5] {
    let school = Kind::Education;
    [
        (1, "=Marsh Lane Primary", school(SubSector::Primary), AuditState::Submitted, "3312"),
        (2, "Bidston 🙂 בית ספר", school(SubSector::Primary), AuditState::Submitted, "32n3"),
        (3, "@Ridgeway High", school(SubSector::Secondary), AuditState::Submitted, "nn-1"),
        (4, "Upton Hall", school(SubSector::Secondary), AuditState::Started, "1-22"),
        (5, "Silent School", school(SubSector::Special), AuditState::Invited, "----"),
    ]
}

fn partners() -> [Row; 3] {
    [
        (6, "Community Health Trust", Kind::Health, AuditState::Submitted, "2313"),
        (7, "+Police", Kind::Police, AuditState::Submitted, "3331"),
        (8, "Housing", Kind::Housing, AuditState::Invited, "----"),
    ]
}

/// What the round's results files hold.
pub fn round() -> RoundReport {
    round_that_counts(WhoCounts::Submitted)
}

/// What its files of answers hold, and the audits in their order.
pub fn answers() -> (AnswersReport, Vec<AuditRecord>) {
    let mut audits = Vec::new();
    let mut answered = |kind, rows: &[Row]| {
        let form = form(kind);
        audits.extend(rows.iter().map(|row| audit(&form, *row)));
        AnsweredForm { form, audits: rows.len() }
    };
    let forms = vec![answered(FormKind::Schools, &schools()), answered(FormKind::Partners, &partners())];
    (AnswersReport { provenance: provenance(), forms }, audits)
}

/// The same round with other audits counted.
pub fn round_that_counts(who_counts: WhoCounts) -> RoundReport {
    let response = |form, sector, [not_started, started, submitted]: [u32; 3]| Response {
        form,
        sector,
        returned: Returned { not_started, started, submitted, ..Returned::default() },
    };
    RoundReport {
        provenance: provenance(),
        who_counts,
        responses: vec![
            response(FormKind::Schools, Sector::Education, [1, 1, 3]),
            response(FormKind::Partners, Sector::Health, [0, 0, 1]),
            response(FormKind::Partners, Sector::Police, [0, 0, 1]),
            response(FormKind::Partners, Sector::Housing, [1, 0, 0]),
        ],
        forms: vec![
            form_report(FormKind::Schools, who_counts, &schools()),
            form_report(FormKind::Partners, who_counts, &partners()),
        ],
    }
}

/// The plan of the first school: submitted, with actions of this and an earlier round.
pub fn plan() -> PlanReport {
    let report = round().forms.remove(0);
    let audit = answers().1[0].clone();
    let actions = report.actions.into_iter().filter(|(whose, _)| *whose == audit.reference);
    PlanReport {
        provenance: provenance(),
        form: report.form,
        organisation: audit.name.clone(),
        actions: actions.map(|(_, action)| action).collect(),
        earlier: Vec::new(),
        later: Vec::new(),
        audit,
        not_open: Some(NotOpen::Submitted),
        closed_on: None,
    }
}

/// The plan of the school that has not submitted: one action is planned.
pub fn unsubmitted_plan() -> PlanReport {
    let report = round().forms.remove(0);
    let audit = answers().1[3].clone();
    let organisation = audit.name.clone();
    let (earlier, later, actions) = Default::default();
    let (form, provenance) = (report.form, provenance());
    PlanReport { provenance, form, organisation, actions, earlier, later, audit, not_open: None, closed_on: None }
}

fn provenance() -> Provenance {
    Provenance {
        board: "Wirral & Sefton Board".into(),
        contact: "board@example.org".into(),
        round: "=2014".into(),
        // In London it is the next day already.
        made_at: "2014-06-30T23:30:00Z".parse().unwrap(),
        sample: true,
    }
}

fn form_report(kind: FormKind, who_counts: WhoCounts, rows: &[Row]) -> FormReport {
    let form = form(kind);
    let audits: Vec<_> = rows.iter().map(|row| audit(&form, *row)).collect();
    let first = form.questions().next().unwrap();
    let change = (kind == FormKind::Schools).then(|| Change {
        since: "=2012".into(),
        // The second question is new and has no change.
        questions: vec![change_of(first.key)],
    });
    let actions = (kind == FormKind::Schools).then(|| actions(&form, first));
    FormReport {
        results: results(&form, who_counts, &counts(&form, who_counts, &audits)),
        is_closed: false,
        returned: returned(rows),
        audits: rows.iter().zip(audits).map(|(row, audit)| choices(&form, row.0, audit)).collect(),
        form,
        change,
        actions: actions.unwrap_or_default(),
    }
}

fn returned(rows: &[Row]) -> Returned {
    let [not_started, started, submitted] = [AuditState::Invited, AuditState::Started, AuditState::Submitted]
        .map(|wanted| u32::try_from(rows.iter().filter(|(_, _, _, state, _)| *state == wanted).count()).unwrap());
    Returned { not_started, started, submitted, ..Returned::default() }
}

fn audit(form: &AuditForm, (number, name, kind, state, choices): Row) -> AuditRecord {
    let texts = hostile();
    let answer = |(place, choice): (usize, char)| Answer {
        choice: match choice {
            '3' => Choice::Scored(Score::FullyInPlace),
            '2' => Choice::Scored(Score::MakingProgress),
            '1' => Choice::Scored(Score::NotMakingProgress),
            'n' => Choice::NotApplicable,
            _ => Choice::NotAnswered,
        },
        reason: "=reason".into(),
        evidence: texts[(usize::try_from(number).unwrap() * 4 + place) % texts.len()].clone(),
        planned: PlannedAction { what: "+action".into(), who: "-who".into(), by_when: "26 March 2015".into() },
        by_when_typed_on: Some(date(2014, 5, 1)),
        no_action_reason: "@none".into(),
    };
    let answers = form.questions().map(|question| question.key).zip(choices.chars().enumerate().map(answer));
    AuditRecord {
        reference: OrganisationReference::numbered(number),
        name: name.into(),
        kind,
        stage: match state {
            AuditState::Invited => Stage::Invited,
            AuditState::Started => Stage::Started,
            AuditState::Submitted => Stage::Submitted(Submission {
                reference: format!("S11-2014-{number:05}"),
                at: "2014-06-01T10:00:00Z".parse().unwrap(),
                content_hash: "0".repeat(64),
                declaration: Declaration { name: "=Pat".into(), role: "Head".into(), on: date(2014, 6, 1) },
            }),
        },
        answers: answers.filter(|_| state != AuditState::Invited).collect(),
    }
}

fn choices(form: &AuditForm, number: i64, audit: AuditRecord) -> AuditChoices {
    let chosen = |question: &Question| audit.answers.get(&question.key).map(|answer| answer.choice).unwrap_or_default();
    AuditChoices {
        audit: AuditId(number),
        organisation: OrganisationId(number),
        choices: form.questions().map(chosen).collect(),
        reference: audit.reference,
        name: audit.name,
        kind: audit.kind,
        state: audit.stage.state(),
        is_over: false,
    }
}

fn counts(form: &AuditForm, who_counts: WhoCounts, audits: &[AuditRecord]) -> Counts {
    let mut counts = Counts::default();
    for audit in audits.iter().filter(|audit| who_counts.counts(audit.stage.state())) {
        *counts.audits.entry(audit.kind).or_default() += 1;
        counts.choices.extend(audit.answers.iter().map(|(key, answer)| (audit.kind, *key, answer.choice, 1)));
        for standard in &form.standards {
            let tally = audit.tally(form, standard.number);
            counts.sums.extend((tally.scored() > 0).then(|| StandardSum {
                kind: audit.kind,
                standard: standard.number,
                points: 3 * tally.n3 + 2 * tally.n2 + tally.n1,
                questions: tally.scored(),
                audits: 1,
            }));
        }
    }
    counts
}

fn change_of(key: QuestionKey) -> QuestionChange {
    let tally = |n3, n2, n1| Tally { n3, n2, n1, ..Tally::default() };
    QuestionChange { key, both: 3, before: tally(1, 1, 1), now: tally(2, 1, 0) }
}

fn actions(form: &AuditForm, question: &Question) -> Vec<(OrganisationReference, Action)> {
    let texts: BTreeMap<usize, String> = hostile().into_iter().enumerate().collect();
    let action = |(number, status): (u32, ActionStatus)| Action {
        id: ActionId(number.into()),
        number,
        question: question.key,
        question_short: question.short.clone(),
        standard_title: form.standards[0].title.clone(),
        round_title: "=2012".into(),
        score: Some(Score::MakingProgress),
        what: texts[&0].clone(),
        who: texts[&3].clone(),
        by_when: date(2014, 5, 10),
        status,
        done_on: (status == ActionStatus::Done).then(|| date(2014, 5, 1)),
        progress: texts[&(number as usize)].clone(),
        impact: texts[&(texts.len() - 1)].clone(),
        revision: 1,
        changed_at: "2014-05-01T10:00:00Z".parse().unwrap(),
        changed_by: None,
    };
    (1..).zip(ActionStatus::ALL).map(|row| (OrganisationReference::numbered(1), action(row))).collect()
}
