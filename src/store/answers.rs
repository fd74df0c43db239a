//! Answers: what is stored for each question, and the history of every save.

use std::collections::BTreeMap;

use jiff::Timestamp;
use sqlx::{FromRow, QueryBuilder, SqliteConnection};

use super::Result;
use super::forms::Edition;
use super::row::{Place, time_text};
use crate::domain::answer::{Answer, Choice, PlannedAction};
use crate::domain::audit::AuditId;
use crate::domain::audit_round::RoundId;
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
    /// The name of the person who saved it.
    pub saved_by: String,
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
    saved_by: String,
}

const SELECT: &str = "select an.audit_id, q.question_key, an.score, an.not_applicable, an.revision, t.reason, \
     t.evidence, t.action_what, t.action_who, t.action_by_when, t.no_action_reason, t.saved_at, p.name as saved_by \
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

impl AnswerRow {
    fn read(self) -> Result<(AuditId, QuestionKey, StoredAnswer)> {
        let place = Place { table: "answer", row: self.audit_id };
        let stored = StoredAnswer {
            answer: Answer {
                choice: choice(place, self.score, self.not_applicable)?,
                reason: self.reason,
                evidence: self.evidence,
                planned: PlannedAction { what: self.action_what, who: self.action_who, by_when: self.action_by_when },
                no_action_reason: self.no_action_reason,
            },
            revision: self.revision,
            saved_at: place.time("saved_at", &self.saved_at)?,
            saved_by: self.saved_by,
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

/// Every answer of every audit of one form in a round, by audit and question.
pub async fn of_round(
    db: &mut SqliteConnection,
    round: RoundId,
    edition: &Edition,
) -> Result<BTreeMap<AuditId, BTreeMap<QuestionKey, Answer>>> {
    let mut query = QueryBuilder::new(SELECT);
    query.push("join audit a on a.id = an.audit_id where a.round_id = ").push_bind(round.0);
    query.push(" and a.form_edition_id = ").push_bind(edition.id.0);
    let rows: Vec<AnswerRow> = query.build_query_as().fetch_all(db).await?;
    let mut answers: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
    for row in rows {
        let (audit, key, stored) = row.read()?;
        answers.entry(audit).or_default().insert(key, stored.answer);
    }
    Ok(answers)
}

/// A save that was made before under the same save id: its revision and time.
pub async fn earlier_save(
    db: &mut SqliteConnection,
    audit: AuditId,
    question_row: i64,
    save_id: &str,
) -> Result<Option<(i64, Timestamp)>> {
    let row: Option<(i64, String)> = sqlx::query_as(
        "select revision, saved_at from answer_save where audit_id = ? and question_id = ? and save_id = ?",
    )
    .bind(audit.0)
    .bind(question_row)
    .bind(save_id)
    .fetch_optional(db)
    .await?;
    let place = Place { table: "answer_save", row: audit.0 };
    row.map(|(revision, at)| Ok((revision, place.time("saved_at", &at)?))).transpose()
}

#[derive(FromRow)]
struct SaveRow {
    choice: String,
    reason: String,
    evidence: String,
    action_what: String,
    action_who: String,
    action_by_when: String,
    no_action_reason: String,
}

/// What an answer said at an earlier revision.
pub async fn at_revision(
    db: &mut SqliteConnection,
    audit: AuditId,
    question_row: i64,
    revision: i64,
) -> Result<Option<Answer>> {
    let row: Option<SaveRow> = sqlx::query_as(
        "select choice, reason, evidence, action_what, action_who, action_by_when, no_action_reason \
         from answer_save where audit_id = ? and question_id = ? and revision = ?",
    )
    .bind(audit.0)
    .bind(question_row)
    .bind(revision)
    .fetch_optional(db)
    .await?;
    let place = Place { table: "answer_save", row: audit.0 };
    let read = |row: SaveRow| {
        Ok(Answer {
            choice: place.needs("choice", Choice::from_key(&row.choice))?,
            reason: row.reason,
            evidence: row.evidence,
            planned: PlannedAction { what: row.action_what, who: row.action_who, by_when: row.action_by_when },
            no_action_reason: row.no_action_reason,
        })
    };
    row.map(read).transpose()
}

/// A save to be made.
#[derive(Clone, Copy, Debug)]
pub struct Save<'a> {
    /// In which audit.
    pub audit: AuditId,
    /// To which question.
    pub question_row: i64,
    /// The revision it makes.
    pub revision: i64,
    /// The client's id for it.
    pub save_id: &'a str,
    /// What the answer says now.
    pub answer: &'a Answer,
    /// Who saves.
    pub by: PersonId,
    /// When the server received it.
    pub at: Timestamp,
}

/// Writes an answer and its history. The caller has checked the revision in the same transaction.
pub async fn save(db: &mut SqliteConnection, save: Save<'_>) -> Result<()> {
    let Save { audit, question_row, revision, save_id, answer, by, at } = save;
    sqlx::query(
        "insert into answer (audit_id, question_id, score, not_applicable, revision) values (?, ?, ?, ?, ?) \
         on conflict (audit_id, question_id) do update set score = excluded.score, \
         not_applicable = excluded.not_applicable, revision = excluded.revision",
    )
    .bind(audit.0)
    .bind(question_row)
    .bind(answer.choice.score().map(Score::points))
    .bind(answer.choice == Choice::NotApplicable)
    .bind(revision)
    .execute(&mut *db)
    .await?;
    sqlx::query(
        "insert into answer_text (audit_id, question_id, reason, evidence, action_what, action_who, action_by_when, \
         no_action_reason, saved_at, saved_by) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) \
         on conflict (audit_id, question_id) do update set reason = excluded.reason, evidence = excluded.evidence, \
         action_what = excluded.action_what, action_who = excluded.action_who, \
         action_by_when = excluded.action_by_when, no_action_reason = excluded.no_action_reason, \
         saved_at = excluded.saved_at, saved_by = excluded.saved_by",
    )
    .bind(audit.0)
    .bind(question_row)
    .bind(&answer.reason)
    .bind(&answer.evidence)
    .bind(&answer.planned.what)
    .bind(&answer.planned.who)
    .bind(&answer.planned.by_when)
    .bind(&answer.no_action_reason)
    .bind(time_text(at))
    .bind(by.0)
    .execute(&mut *db)
    .await?;
    sqlx::query(
        "insert into answer_save (audit_id, question_id, revision, save_id, saved_at, saved_by, choice, reason, \
         evidence, action_what, action_who, action_by_when, no_action_reason) \
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(audit.0)
    .bind(question_row)
    .bind(revision)
    .bind(save_id)
    .bind(time_text(at))
    .bind(by.0)
    .bind(answer.choice.key())
    .bind(&answer.reason)
    .bind(&answer.evidence)
    .bind(&answer.planned.what)
    .bind(&answer.planned.who)
    .bind(&answer.planned.by_when)
    .bind(&answer.no_action_reason)
    .execute(db)
    .await?;
    Ok(())
}
