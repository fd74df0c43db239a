//! Saves of answers: writing them, and the history that holds every one.
//!
//! The answers of one page are written together, table by table: a whole page costs as many statements as one answer.

use std::collections::HashMap;

use jiff::Timestamp;
use sqlx::{FromRow, QueryBuilder, SqliteConnection};

use super::Result;
use super::row::{Place, time_text};
use crate::domain::answer::{Answer, PlannedAction};
use crate::domain::audit::AuditId;
use crate::domain::choice::Choice;
use crate::domain::dates;
use crate::domain::person::PersonId;
use crate::domain::save_id::SaveId;
use crate::domain::score::Score;

/// A save of the history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EarlierSave {
    /// What the answer said.
    pub answer: Answer,
    /// The revision it made.
    pub revision: i64,
    /// When the server received it.
    pub at: Timestamp,
}

#[derive(FromRow)]
struct SaveRow {
    question_id: i64,
    save_id: String,
    revision: i64,
    saved_at: String,
    choice: String,
    reason: String,
    evidence: String,
    action_what: String,
    action_who: String,
    action_by_when: String,
    no_action_reason: String,
}

const COLUMNS: &str = "s.question_id, s.save_id, s.revision, s.saved_at, s.choice, s.reason, s.evidence, s.action_what, \
     s.action_who, s.action_by_when, s.no_action_reason";

impl SaveRow {
    fn read(self, audit: AuditId) -> Result<EarlierSave> {
        let place = Place { table: "answer_save", row: audit.0 };
        let at = place.time("saved_at", &self.saved_at)?;
        Ok(EarlierSave {
            answer: Answer {
                choice: place.needs("choice", Choice::from_key(&self.choice))?,
                reason: self.reason,
                evidence: self.evidence,
                planned: PlannedAction { what: self.action_what, who: self.action_who, by_when: self.action_by_when },
                no_action_reason: self.no_action_reason,
                by_when_typed_on: Some(dates::today(at)),
            },
            revision: self.revision,
            at,
        })
    }
}

/// Earlier saves under these save ids, each with the row of its question; by question and save id.
pub async fn under_ids(
    db: &mut SqliteConnection,
    audit: AuditId,
    ids: &[(i64, &SaveId)],
) -> Result<HashMap<(i64, SaveId), EarlierSave>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let mut query = QueryBuilder::new("with sent (question_id, save_id) as (");
    query.push_values(ids, |mut row, (question, save_id)| {
        row.push_bind(*question).push_bind(save_id.as_str());
    });
    query.push(") select ").push(COLUMNS).push(" from sent join answer_save s on s.question_id = sent.question_id ");
    query.push("and s.save_id = sent.save_id and s.audit_id = ").push_bind(audit.0);
    let rows: Vec<SaveRow> = query.build_query_as().fetch_all(db).await?;
    rows.into_iter().map(|row| Ok(((row.question_id, save_id(audit, &row.save_id)?), row.read(audit)?))).collect()
}

/// What an answer said at an earlier revision.
pub async fn at_revision(
    db: &mut SqliteConnection,
    audit: AuditId,
    question_row: i64,
    revision: i64,
) -> Result<Option<Answer>> {
    let mut query = QueryBuilder::new("select ");
    query.push(COLUMNS).push(" from answer_save s where s.audit_id = ").push_bind(audit.0);
    query.push(" and s.question_id = ").push_bind(question_row).push(" and s.revision = ").push_bind(revision);
    let row: Option<SaveRow> = query.build_query_as().fetch_optional(db).await?;
    row.map(|row| row.read(audit).map(|save| save.answer)).transpose()
}

/// The saves of an answer after this revision: who made each, and its id.
pub async fn since(
    db: &mut SqliteConnection,
    audit: AuditId,
    question_row: i64,
    revision: i64,
) -> Result<Vec<(PersonId, SaveId)>> {
    let since = "select saved_by, save_id from answer_save where audit_id = ? and question_id = ? and revision > ?";
    let rows: Vec<(i64, String)> =
        sqlx::query_as(since).bind(audit.0).bind(question_row).bind(revision).fetch_all(db).await?;
    rows.into_iter().map(|(by, id)| Ok((PersonId(by), save_id(audit, &id)?))).collect()
}

fn save_id(audit: AuditId, stored: &str) -> Result<SaveId> {
    Place { table: "answer_save", row: audit.0 }.needs("save_id", stored.parse().ok())
}

/// A save to be made.
#[derive(Clone, Debug)]
pub struct Save {
    /// To which question.
    pub question_row: i64,
    /// The revision it makes.
    pub revision: i64,
    /// The client's id for it.
    pub save_id: SaveId,
    /// What the answer says now.
    pub answer: Answer,
    /// Who saves.
    pub by: PersonId,
    /// When the server received it.
    pub at: Timestamp,
}

/// Writes answers of one audit and their history, at least one. The caller has checked each revision in the same
/// transaction.
pub async fn write(db: &mut SqliteConnection, audit: AuditId, saves: &[Save]) -> Result<()> {
    let mut choices = QueryBuilder::new("insert into answer (audit_id, question_id, score, not_applicable, revision) ");
    choices.push_values(saves, |mut row, save| {
        row.push_bind(audit.0).push_bind(save.question_row);
        row.push_bind(save.answer.choice.score().map(Score::points));
        row.push_bind(save.answer.choice == Choice::NotApplicable).push_bind(save.revision);
    });
    choices.push(
        " on conflict (audit_id, question_id) do update set score = excluded.score, \
         not_applicable = excluded.not_applicable, revision = excluded.revision",
    );
    choices.build().execute(&mut *db).await?;

    let mut texts = QueryBuilder::new(
        "insert into answer_text (audit_id, question_id, reason, evidence, action_what, action_who, action_by_when, \
         no_action_reason, saved_at, saved_by, by_when_typed_on) ",
    );
    texts.push_values(saves, |mut row, Save { question_row, answer, by, at, .. }| {
        row.push_bind(audit.0).push_bind(*question_row).push_bind(&answer.reason).push_bind(&answer.evidence);
        row.push_bind(&answer.planned.what).push_bind(&answer.planned.who).push_bind(&answer.planned.by_when);
        row.push_bind(&answer.no_action_reason).push_bind(time_text(*at)).push_bind(by.0);
        let other_day = answer.by_when_typed_on.filter(|day| *day != dates::today(*at));
        row.push_bind(other_day.map(|day| day.to_string()).unwrap_or_default());
    });
    texts.push(
        " on conflict (audit_id, question_id) do update set reason = excluded.reason, evidence = excluded.evidence, \
         action_what = excluded.action_what, action_who = excluded.action_who, \
         action_by_when = excluded.action_by_when, no_action_reason = excluded.no_action_reason, \
         saved_at = excluded.saved_at, saved_by = excluded.saved_by, \
         by_when_typed_on = excluded.by_when_typed_on",
    );
    texts.build().execute(&mut *db).await?;

    let mut history = QueryBuilder::new(
        "insert into answer_save (audit_id, question_id, revision, save_id, saved_at, saved_by, choice, reason, \
         evidence, action_what, action_who, action_by_when, no_action_reason) ",
    );
    history.push_values(saves, |mut row, Save { question_row, revision, save_id, answer, by, at }| {
        row.push_bind(audit.0).push_bind(*question_row).push_bind(*revision).push_bind(save_id.as_str());
        row.push_bind(time_text(*at)).push_bind(by.0).push_bind(answer.choice.key());
        row.push_bind(&answer.reason).push_bind(&answer.evidence).push_bind(&answer.planned.what);
        row.push_bind(&answer.planned.who).push_bind(&answer.planned.by_when).push_bind(&answer.no_action_reason);
    });
    history.build().execute(db).await?;
    Ok(())
}
