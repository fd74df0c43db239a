//! Audits: an organisation's return in a round, from invitation to submission.

use std::cmp::Reverse;
use std::collections::HashMap;

use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::{FromRow, QueryBuilder, SqliteConnection};

use super::Result;
use super::organisations::kind;
use super::rounds::{AuditFilter, dates};
use super::row::{Place, time_text};
use crate::domain::audit::{Audit, AuditId, AuditState, Declaration, Stage, Submission};
use crate::domain::audit_round::{RoundId, RoundTitle};
use crate::domain::form::{EditionId, FormKind};
use crate::domain::organisation::{OrganisationDetails, OrganisationId, OrganisationReference, SubSector};
use crate::domain::person::PersonId;

#[derive(FromRow)]
struct AuditRow {
    id: i64,
    organisation_id: i64,
    organisation_reference: String,
    organisation_name: String,
    organisation_name_now: String,
    sector: String,
    sub_sector: Option<String>,
    organisation_closed_at: Option<String>,
    round_id: i64,
    round_title: String,
    round_opened_at: Option<String>,
    form: String,
    form_edition_id: i64,
    opens: String,
    due: String,
    closes: String,
    state: String,
    submission_reference: Option<String>,
    submitted_at: Option<String>,
    content_hash: Option<String>,
    declared_name: Option<String>,
    declared_role: Option<String>,
    declared_on: Option<String>,
}

const SELECT: &str = "select a.id, a.organisation_id, o.reference as organisation_reference, \
     a.organisation_name, a.sector, a.sub_sector, o.name as organisation_name_now, \
     o.closed_at as organisation_closed_at, a.round_id, r.title as round_title, r.opened_at as round_opened_at, \
     f.form, a.form_edition_id, f.opens, f.due, f.closes, a.state, \
     s.reference as submission_reference, s.submitted_at, s.content_hash, s.declared_name, s.declared_role, \
     s.declared_on \
     from audit a join organisation o on o.id = a.organisation_id join audit_round r on r.id = a.round_id \
     join round_form f on f.round_id = a.round_id and f.form_edition_id = a.form_edition_id \
     left join submission s on s.audit_id = a.id ";

impl AuditRow {
    fn read(self) -> Result<Audit> {
        let place = Place { table: "audit", row: self.id };
        let stage = self.stage(place)?;
        let dates = dates(place, &self.opens, &self.due, &self.closes)?;
        let opened_at = place.time_or_none("round_id", self.round_opened_at.as_deref())?;
        let closed_at = place.time_or_none("organisation_id", self.organisation_closed_at.as_deref())?;
        let was_over = |at: &Timestamp| opened_at.is_some() && dates.phase_in_round(opened_at, *at).is_past();
        Ok(Audit {
            id: AuditId(self.id),
            organisation: OrganisationId(self.organisation_id),
            organisation_reference: place
                .needs("organisation_id", OrganisationReference::parse(&self.organisation_reference))?,
            organisation_name: self.organisation_name,
            organisation_name_now: self.organisation_name_now,
            kind: kind(place, &self.sector, self.sub_sector.as_deref())?,
            organisation_closed_at: closed_at.filter(|at| !was_over(at)),
            round: RoundId(self.round_id),
            round_title: place.needs("round_id", RoundTitle::parse(&self.round_title).ok())?,
            round_opened_at: opened_at,
            form_kind: place.needs("form_edition_id", FormKind::from_key(&self.form))?,
            edition: EditionId(self.form_edition_id),
            dates,
            stage,
        })
    }

    fn stage(&self, place: Place) -> Result<Stage> {
        Ok(match place.needs("state", AuditState::from_key(&self.state))? {
            AuditState::Invited => Stage::Invited,
            AuditState::Started => Stage::Started,
            AuditState::Submitted => Stage::Submitted(self.submission(place)?),
        })
    }

    fn submission(&self, place: Place) -> Result<Submission> {
        let needs = |column, text: &Option<String>| place.needs(column, text.clone());
        Ok(Submission {
            reference: needs("submission_reference", &self.submission_reference)?,
            at: place.time("submitted_at", &needs("submitted_at", &self.submitted_at)?)?,
            content_hash: needs("content_hash", &self.content_hash)?,
            declaration: Declaration {
                name: needs("declared_name", &self.declared_name)?,
                role: needs("declared_role", &self.declared_role)?,
                on: place.day("declared_on", &needs("declared_on", &self.declared_on)?)?,
            },
        })
    }
}

/// The audit of this row.
pub async fn by_id(db: &mut SqliteConnection, id: AuditId) -> Result<Option<Audit>> {
    let mut query = QueryBuilder::new(SELECT);
    query.push("where a.id = ").push_bind(id.0);
    let row: Option<AuditRow> = query.build_query_as().fetch_optional(db).await?;
    row.map(AuditRow::read).transpose()
}

/// The audits of an organisation, the latest round first.
pub async fn of_organisation(db: &mut SqliteConnection, organisation: OrganisationId) -> Result<Vec<Audit>> {
    let mut query = QueryBuilder::new(SELECT);
    query.push("where a.organisation_id = ").push_bind(organisation.0);
    let rows: Vec<AuditRow> = query.build_query_as().fetch_all(db).await?;
    let mut audits = rows.into_iter().map(AuditRow::read).collect::<Result<Vec<_>>>()?;
    audits.sort_by_key(|audit| Reverse(audit.turn()));
    Ok(audits)
}

/// An organisation's audit in a round.
pub async fn in_round(
    db: &mut SqliteConnection,
    round: RoundId,
    organisation: OrganisationId,
) -> Result<Option<Audit>> {
    let mut query = QueryBuilder::new(SELECT);
    query.push("where a.round_id = ").push_bind(round.0);
    query.push(" and a.organisation_id = ").push_bind(organisation.0);
    let row: Option<AuditRow> = query.build_query_as().fetch_optional(db).await?;
    row.map(AuditRow::read).transpose()
}

/// The audits of a round that match, by the organisation's name.
pub async fn of_round(db: &mut SqliteConnection, round: RoundId, filter: AuditFilter) -> Result<Vec<Audit>> {
    let mut query = QueryBuilder::new(SELECT);
    query.push("where a.round_id = ").push_bind(round.0);
    if let Some(form) = filter.form {
        query.push(" and f.form = ").push_bind(form.key());
    }
    if let Some(state) = filter.state {
        query.push(" and a.state = ").push_bind(state.key());
    }
    if let Some(sector) = filter.sector {
        query.push(" and a.sector = ").push_bind(sector.key());
    }
    query.push(" order by a.organisation_name collate nocase, o.reference");
    let rows: Vec<AuditRow> = query.build_query_as().fetch_all(db).await?;
    rows.into_iter().map(AuditRow::read).collect()
}

/// Gives an organisation's new details to its audits that are not over. Submitted audits, and those whose form closed
/// before `today` in a round that was opened, stay as they were.
pub async fn follow_organisation(
    db: &mut SqliteConnection,
    id: OrganisationId,
    details: &OrganisationDetails,
    today: Date,
) -> Result<()> {
    let follow = "update audit set organisation_name = ?, sector = ?, sub_sector = ? \
                  where organisation_id = ? and state <> 'submitted' and exists (select 1 \
                  from round_form f join audit_round r on r.id = f.round_id where f.round_id = audit.round_id \
                  and f.form_edition_id = audit.form_edition_id and (r.opened_at is null or f.closes >= ?))";
    sqlx::query(follow)
        .bind(&details.name)
        .bind(details.kind.sector().key())
        .bind(details.kind.sub_sector().map(SubSector::key))
        .bind(id.0)
        .bind(today.to_string())
        .execute(db)
        .await?;
    Ok(())
}

/// Invited becomes started; nothing changes when it already is.
pub async fn start(db: &mut SqliteConnection, id: AuditId, now: Timestamp) -> Result<bool> {
    let started = sqlx::query("update audit set state = 'started', started_at = ? where id = ? and state = 'invited'")
        .bind(time_text(now))
        .bind(id.0)
        .execute(db)
        .await?;
    Ok(started.rows_affected() == 1)
}

/// Started becomes submitted, with the frozen content: `false` when the audit was not started.
pub async fn submit(
    db: &mut SqliteConnection,
    id: AuditId,
    submission: &Submission,
    by: PersonId,
    content: &str,
) -> Result<bool> {
    let at = time_text(submission.at);
    let moved =
        sqlx::query("update audit set state = 'submitted', submitted_at = ? where id = ? and state = 'started'")
            .bind(&at)
            .bind(id.0)
            .execute(&mut *db)
            .await?;
    if moved.rows_affected() != 1 {
        return Ok(false);
    }
    sqlx::query(
        "insert into submission (audit_id, reference, submitted_at, submitted_by, declared_name, declared_role, \
         declared_on, content, content_hash) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(id.0)
    .bind(&submission.reference)
    .bind(&at)
    .bind(by.0)
    .bind(&submission.declaration.name)
    .bind(&submission.declaration.role)
    .bind(submission.declaration.on.to_string())
    .bind(content)
    .bind(&submission.content_hash)
    .execute(db)
    .await?;
    Ok(true)
}

/// The records of at most `most` submitted audits after this one, in the order of their numbers: each with the audit
/// itself, where it is there, and the record's hash.
pub async fn handed_in_after(
    db: &mut SqliteConnection,
    after: AuditId,
    most: u32,
) -> Result<Vec<(AuditId, Option<Audit>, String, String)>> {
    let records = "select audit_id, content, content_hash from submission where audit_id > ? order by audit_id limit ?";
    let records: Vec<(i64, String, String)> =
        sqlx::query_as(records).bind(after.0).bind(most).fetch_all(&mut *db).await?;
    let Some((last, ..)) = records.last() else { return Ok(Vec::new()) };
    let mut query = QueryBuilder::new(SELECT);
    query.push("where s.audit_id > ").push_bind(after.0).push(" and s.audit_id <= ").push_bind(*last);
    let rows: Vec<AuditRow> = query.build_query_as().fetch_all(db).await?;
    let audits = rows.into_iter().map(|row| row.read().map(|audit| (audit.id, audit)));
    let mut audits = audits.collect::<Result<HashMap<_, _>>>()?;
    let with_audit = |(id, content, hash)| (AuditId(id), audits.remove(&AuditId(id)), content, hash);
    Ok(records.into_iter().map(with_audit).collect())
}

#[cfg(test)]
mod tests {
    use sqlx::migrate::Migrator;
    use sqlx::sqlite::SqliteConnectOptions;
    use sqlx::{ConnectOptions, Connection};

    use crate::store::{Opening, Store};

    /// Three organisations; the first has been renamed since it submitted, as its record says.
    const ROWS: &str = "
        insert into form_edition values (1, 'schools', '1', 'x');
        insert into audit_round (id, title, slug, created_at) values (1, '1', '1', '');
        insert into person (id, email, name, created_at) values
            (1, 'a@b.example', 'A', ''), (2, 'b@b.example', 'B', ''), (3, 'c@b.example', 'C', '');
        insert into organisation (id, reference, name, sector, sub_sector, basis, created_at) values
            (1, 'O-0001', 'New A', 'education', 'primary', 'statutory', ''),
            (2, 'O-0002', 'New B', 'education', 'special', 'statutory', ''),
            (3, 'O-0003', 'New C', 'police', null, 'statutory', '');
        insert into audit (id, round_id, organisation_id, form_edition_id, state, invited_at, submitted_at) values
            (1, 1, 1, 1, 'submitted', '', ''), (2, 1, 2, 1, 'submitted', '', ''), (3, 1, 3, 1, 'invited', '', null);
        insert into submission values
            (1, 'S1', '', 1, 'A', 'Head', '2014-01-01', '{\"organisation_name\":\"Old A\"}', ''),
            (2, 'S2', '', 2, 'A', 'Head', '2014-01-01', 'no record', '');
        insert into question (id, form_edition_id, question_key, standard, position) values (1, 1, 'S1.1', 1, 1);
        insert into action (organisation_id, number, audit_id, question_id, what, who, by_when, status, progress, impact,
                            revision, changed_at) values
            (1, 100, 1, 1, '', '', '', 'not_started', '', '', 1, ''), (1, 1000, 1, 1, '', '', '', 'not_started', '', '', 1, ''),
            (1, 2, 1, 1, '', '', '', 'not_started', '', '', 1, ''), (2, 100, 2, 1, '', '', '', 'not_started', '', '', 1, '');
        insert into log (at, person_id, operation, organisation_id, subject) values
            ('', 1, 'action changed', 1, 'A-100 done'), ('', 3, 'action changed', 1, 'A-100 in_progress'),
            ('', 2, 'action changed', 1, 'A-1000 done'), ('', 2, 'audit started', 1, 'A-002 ')";

    #[tokio::test]
    async fn a_file_from_before_gets_what_its_audits_were_called_and_who_changed_its_actions() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("s.db");
        let before = sqlx::migrate!().iter().filter(|migration| migration.version < 5).cloned().collect();
        let mut db = SqliteConnectOptions::new().filename(&path).create_if_missing(true).connect().await.unwrap();
        sqlx::raw_sql("pragma application_id = 1395732801").execute(&mut db).await.unwrap();
        Migrator::with_migrations(before).run(&mut db).await.unwrap();
        sqlx::raw_sql(ROWS).execute(&mut db).await.unwrap();
        db.close().await.unwrap();
        let store = Store::open(&path, Opening::Existing).await.unwrap();
        let kept = "select organisation_name, sector, sub_sector from audit order by id";
        let kept: Vec<(String, String, Option<String>)> =
            sqlx::query_as(kept).fetch_all(&mut *store.reading().await.unwrap()).await.unwrap();
        let kept: Vec<_> =
            kept.iter().map(|(name, sector, sub)| (name.as_str(), sector.as_str(), sub.as_deref())).collect();
        let expected = [
            ("Old A", "education", Some("primary")),
            ("New B", "education", Some("special")),
            ("New C", "police", None),
        ];
        assert_eq!(kept, expected);
        let changed_by = "select organisation_id, number, changed_by from action order by 1, 2";
        let changed_by: Vec<(i64, i64, i64)> =
            sqlx::query_as(changed_by).fetch_all(&mut *store.reading().await.unwrap()).await.unwrap();
        assert_eq!(changed_by, [(1, 2, 1), (1, 100, 3), (1, 1000, 2), (2, 100, 2)]);
    }
}
