//! Rows to compare with the records that were handed in: the moment and the person of each, the lines of the log on
//! them, and whether the history of their answers ends in these.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use sqlx::{FromRow, SqliteConnection};

use super::Result;
use super::log::Operation;
use crate::domain::audit::AuditId;
use crate::domain::audit_round::RoundId;
use crate::domain::choice::Choice;
use crate::domain::organisation::OrganisationId;
use crate::domain::person::PersonId;

/// When an audit was handed in, and by whom, as its rows say it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The time in the submission, as it is stored.
    pub at: String,
    /// The same in the audit.
    pub at_of_audit: Option<String>,
    /// Who submitted it.
    pub by: PersonId,
}

/// A line of the log that says that an audit was submitted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// When, as it is stored.
    pub at: String,
    /// Who submitted it.
    pub person: Option<PersonId>,
    /// Whose audit it was.
    pub organisation: Option<OrganisationId>,
    /// Of which round.
    pub round: Option<RoundId>,
    /// The submission's reference, and after a comma what was confirmed.
    pub subject: String,
}

#[derive(FromRow)]
struct LineRow {
    audit_id: i64,
    at: String,
    person_id: Option<i64>,
    organisation_id: Option<i64>,
    round_id: Option<i64>,
    subject: String,
}

/// When each of these audits was handed in, and by whom: those with a submission and a number from `first` to `last`.
pub async fn moments(db: &mut SqliteConnection, first: AuditId, last: AuditId) -> Result<HashMap<AuditId, Moment>> {
    let rows: Vec<(i64, String, Option<String>, i64)> = sqlx::query_as(
        "select s.audit_id, s.submitted_at, a.submitted_at, s.submitted_by \
         from submission s join audit a on a.id = s.audit_id where s.audit_id between ? and ?",
    )
    .bind(first.0)
    .bind(last.0)
    .fetch_all(db)
    .await?;
    let moment = |(audit, at, at_of_audit, by)| (AuditId(audit), Moment { at, at_of_audit, by: PersonId(by) });
    Ok(rows.into_iter().map(moment).collect())
}

/// Every line of the log that says that an audit was submitted, by audit. The log is long, so it is read once.
pub async fn logged(db: &mut SqliteConnection) -> Result<BTreeMap<AuditId, Vec<Line>>> {
    let rows: Vec<LineRow> = sqlx::query_as(
        "select audit_id, at, person_id, organisation_id, round_id, subject from log \
         where operation = ? and audit_id is not null order by id",
    )
    .bind(Operation::AuditSubmitted.key())
    .fetch_all(db)
    .await?;
    let mut lines: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for LineRow { audit_id, at, person_id, organisation_id, round_id, subject } in rows {
        let (person, round) = (person_id.map(PersonId), round_id.map(RoundId));
        let line = Line { at, person, organisation: organisation_id.map(OrganisationId), round, subject };
        lines.entry(AuditId(audit_id)).or_default().push(line);
    }
    Ok(lines)
}

/// When the sample board was written into the database, as it is stored; nothing where the log does not say it.
pub async fn sample_written_at(db: &mut SqliteConnection) -> Result<Option<String>> {
    let first = "select at from log where operation = ? order by id limit 1";
    Ok(sqlx::query_scalar(first).bind(Operation::SampleWritten.key()).fetch_optional(db).await?)
}

/// The audits with a number from `first` to `last` in which an answer is not the last of its saves, a save before it is
/// missing, or a question has saves and no answer.
pub async fn with_another_history(
    db: &mut SqliteConnection,
    first: AuditId,
    last: AuditId,
) -> Result<BTreeSet<AuditId>> {
    let audits: Vec<i64> = sqlx::query_scalar(
        "select an.audit_id from answer an \
         join answer_text t on t.audit_id = an.audit_id and t.question_id = an.question_id \
         left join answer_save s \
             on s.audit_id = an.audit_id and s.question_id = an.question_id and s.revision = an.revision \
         where an.audit_id between ?1 and ?2 and (s.id is null \
             or s.choice <> case when an.not_applicable = 1 then ?3 \
                                 else coalesce(cast(an.score as text), '') end \
             or s.reason <> t.reason or s.evidence <> t.evidence or s.action_what <> t.action_what \
             or s.action_who <> t.action_who or s.action_by_when <> t.action_by_when \
             or s.no_action_reason <> t.no_action_reason or s.saved_at <> t.saved_at or s.saved_by <> t.saved_by \
             or (an.revision, 1, an.revision) <> \
                (select count(*), min(h.revision), max(h.revision) from answer_save h \
                 where h.audit_id = an.audit_id and h.question_id = an.question_id)) \
         union select s.audit_id from answer_save s where s.audit_id between ?1 and ?2 and not exists \
             (select 1 from answer an where an.audit_id = s.audit_id and an.question_id = s.question_id)",
    )
    .bind(first.0)
    .bind(last.0)
    .bind(Choice::NotApplicable.key())
    .fetch_all(db)
    .await?;
    Ok(audits.into_iter().map(AuditId).collect())
}
