//! Answers: what is stored for each question.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::{FromRow, QueryBuilder, SqliteConnection};

use super::Result;
use super::forms::Edition;
use super::row::Place;
use crate::domain::answer::{Answer, PlannedAction};
use crate::domain::audit::AuditId;
use crate::domain::choice::Choice;
use crate::domain::dates;
use crate::domain::form::QuestionKey;
use crate::domain::person::PersonId;
use crate::domain::score::Score;

/// An answer with its revision, and who saved it when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredAnswer {
    /// What it says.
    pub answer: Answer,
    /// Counted up by each save, from 1.
    pub revision: i64,
    /// When it was saved.
    pub saved_at: Timestamp,
    /// Who saved it.
    pub saved_by: PersonId,
    /// Their name, for display only: two people may have the same one.
    pub saved_by_name: String,
}

#[derive(FromRow)]
struct AnswerRow {
    audit_id: i64,
    question_key: String,
    score: Option<i64>,
    not_applicable: bool,
    revision: i64,
    reason: String,
    evidence: String,
    action_what: String,
    action_who: String,
    action_by_when: String,
    no_action_reason: String,
    saved_at: String,
    saved_by: i64,
    saved_by_name: String,
    by_when_typed_on: String,
}

const SELECT: &str = "select an.audit_id, q.question_key, an.score, an.not_applicable, an.revision, t.reason, \
     t.evidence, t.action_what, t.action_who, t.action_by_when, t.no_action_reason, t.saved_at, t.saved_by, \
     p.name as saved_by_name, t.by_when_typed_on \
     from answer an join question q on q.id = an.question_id \
     join answer_text t on t.audit_id = an.audit_id and t.question_id = an.question_id \
     join person p on p.id = t.saved_by ";

/// A stored score and mark as a choice.
fn choice(place: Place, score: Option<i64>, not_applicable: bool) -> Result<Choice> {
    Ok(match (score, not_applicable) {
        (None, true) => Choice::NotApplicable,
        (None, false) => Choice::NotAnswered,
        (Some(points), _) => Choice::Scored(place.needs("score", Score::from_points(points))?),
    })
}

/// The day on which a "by when" was typed; the day of the save where no other is kept.
fn typed_on(place: Place, day: &str, saved_at: &str) -> Result<Date> {
    if day.is_empty() {
        return Ok(dates::today(place.time("saved_at", saved_at)?));
    }
    place.day("by_when_typed_on", day)
}

impl AnswerRow {
    fn read(self) -> Result<(AuditId, QuestionKey, StoredAnswer)> {
        let place = Place { table: "answer", row: self.audit_id };
        let saved_at = place.time("saved_at", &self.saved_at)?;
        let stored = StoredAnswer {
            answer: Answer {
                choice: choice(place, self.score, self.not_applicable)?,
                reason: self.reason,
                evidence: self.evidence,
                planned: PlannedAction { what: self.action_what, who: self.action_who, by_when: self.action_by_when },
                no_action_reason: self.no_action_reason,
                by_when_typed_on: Some(typed_on(place, &self.by_when_typed_on, &self.saved_at)?),
            },
            revision: self.revision,
            saved_at,
            saved_by: PersonId(self.saved_by),
            saved_by_name: self.saved_by_name,
        };
        Ok((AuditId(self.audit_id), place.needs("question_id", QuestionKey::parse(&self.question_key))?, stored))
    }
}

/// The answers of an audit, by question; one standard's only when a number is given.
pub async fn of_audit(
    db: &mut SqliteConnection,
    audit: AuditId,
    standard: Option<u8>,
) -> Result<BTreeMap<QuestionKey, StoredAnswer>> {
    let mut query = QueryBuilder::new(SELECT);
    query.push("where an.audit_id = ").push_bind(audit.0);
    if let Some(number) = standard {
        query.push(" and q.standard = ").push_bind(number);
    }
    let rows: Vec<AnswerRow> = query.build_query_as().fetch_all(db).await?;
    rows.into_iter().map(|row| row.read().map(|(_, key, stored)| (key, stored))).collect()
}

/// The answers of some audits, by audit and question.
pub async fn of_each(
    db: &mut SqliteConnection,
    audits: &[AuditId],
) -> Result<BTreeMap<AuditId, BTreeMap<QuestionKey, StoredAnswer>>> {
    let mut query = QueryBuilder::new(SELECT);
    query.push("where an.audit_id in (");
    let mut ids = query.separated(", ");
    for audit in audits {
        ids.push_bind(audit.0);
    }
    query.push(")");
    let rows: Vec<AnswerRow> = query.build_query_as().fetch_all(db).await?;
    let mut answers: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
    for row in rows {
        let (audit, key, stored) = row.read()?;
        answers.entry(audit).or_default().insert(key, stored);
    }
    Ok(answers)
}

/// A stored answer without its history, for files with many answers.
type BareRow = (i64, i64, Option<i64>, bool, String, String, String, String, String, String, String, String);

/// The answers of some audits of one edition, by audit and question.
pub async fn of_audits(
    db: &mut SqliteConnection,
    audits: &[AuditId],
    edition: &Edition,
) -> Result<BTreeMap<AuditId, BTreeMap<QuestionKey, Answer>>> {
    let mut query = QueryBuilder::new(
        "select an.audit_id, an.question_id, an.score, an.not_applicable, t.reason, t.evidence, t.action_what, \
         t.action_who, t.action_by_when, t.no_action_reason, t.saved_at, t.by_when_typed_on \
         from answer an join answer_text t on t.audit_id = an.audit_id and t.question_id = an.question_id \
         where an.audit_id in (",
    );
    let mut ids = query.separated(", ");
    for audit in audits {
        ids.push_bind(audit.0);
    }
    query.push(")");
    let rows: Vec<BareRow> = query.build_query_as().fetch_all(db).await?;
    let keys = edition.keys_by_row();
    let mut answers: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
    for row in rows {
        let (audit, question, score, not_applicable, reason, evidence, what, who, by_when, no_action_reason, at, day) =
            row;
        let place = Place { table: "answer", row: audit };
        let key = place.needs("question_id", keys.get(&question).copied())?;
        let choice = choice(place, score, not_applicable)?;
        // Most answers have no "by when", and the time of a save takes long to read.
        let by_when_typed_on = if by_when.is_empty() { None } else { Some(typed_on(place, &day, &at)?) };
        let planned = PlannedAction { what, who, by_when };
        let answer = Answer { choice, reason, evidence, planned, no_action_reason, by_when_typed_on };
        answers.entry(AuditId(audit)).or_default().insert(key, answer);
    }
    Ok(answers)
}
