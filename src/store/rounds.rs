//! Audit rounds and the dates of their forms.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use jiff::Timestamp;
use sqlx::{FromRow, QueryBuilder, SqliteConnection};

use super::Result;
use super::people::MAY_SIGN_IN;
use super::row::{Place, time_text};
use crate::domain::audit::AuditState;
use crate::domain::audit_round::{AuditRound, HeldUp, RoundDates, RoundForm, RoundId, RoundTitle};
use crate::domain::form::{EditionId, FormKind};
use crate::domain::organisation::{OrganisationId, Sector};

#[derive(FromRow)]
struct RoundRow {
    id: i64,
    title: String,
    opened_at: Option<String>,
}

#[derive(FromRow)]
struct RoundFormRow {
    round_id: i64,
    form: String,
    form_edition_id: i64,
    opens: String,
    due: String,
    closes: String,
}

impl RoundFormRow {
    fn read(self) -> Result<RoundForm> {
        let place = Place { table: "round_form", row: self.round_id };
        Ok(RoundForm {
            kind: place.needs("form", FormKind::from_key(&self.form))?,
            edition: EditionId(self.form_edition_id),
            dates: dates(place, &self.opens, &self.due, &self.closes)?,
        })
    }
}

/// The stored dates of a form in a round.
pub(super) fn dates(place: Place, opens: &str, due: &str, closes: &str) -> Result<RoundDates> {
    let (opens, due, closes) = (place.day("opens", opens)?, place.day("due", due)?, place.day("closes", closes)?);
    place.needs("due", RoundDates::new(opens, due, closes).ok())
}

async fn with_forms(db: &mut SqliteConnection, rows: Vec<RoundRow>) -> Result<Vec<AuditRound>> {
    let forms: Vec<RoundFormRow> = sqlx::query_as(
        "select round_id, form, form_edition_id, opens, due, closes from round_form order by round_id, form desc",
    )
    .fetch_all(db)
    .await?;
    let mut rounds = Vec::with_capacity(rows.len());
    for row in rows {
        let place = Place { table: "audit_round", row: row.id };
        rounds.push(AuditRound {
            id: RoundId(row.id),
            title: place.needs("title", RoundTitle::parse(&row.title).ok())?,
            opened_at: place.time_or_none("opened_at", row.opened_at.as_deref())?,
            forms: Vec::new(),
        });
    }
    for form in forms {
        if let Some(round) = rounds.iter_mut().find(|round| round.id.0 == form.round_id) {
            round.forms.push(form.read()?);
        }
    }
    Ok(rounds)
}

/// Every round, the latest first.
pub async fn all(db: &mut SqliteConnection) -> Result<Vec<AuditRound>> {
    let rows = sqlx::query_as("select id, title, opened_at from audit_round").fetch_all(&mut *db).await?;
    let mut rounds = with_forms(db, rows).await?;
    rounds.sort_by_key(|round| Reverse(round.forms.iter().filter_map(|form| round.turn(form.kind)).max()));
    Ok(rounds)
}

/// The round with this slug.
pub async fn by_slug(db: &mut SqliteConnection, slug: &str) -> Result<Option<AuditRound>> {
    let rows = sqlx::query_as("select id, title, opened_at from audit_round where slug = ?")
        .bind(slug)
        .fetch_all(&mut *db)
        .await?;
    Ok(with_forms(db, rows).await?.pop())
}

/// Whether an organisation has submitted this edition in the round.
pub async fn somebody_submitted(db: &mut SqliteConnection, round: RoundId, edition: EditionId) -> Result<bool> {
    let submitted = "select exists (select 1 from audit \
                     where round_id = ? and form_edition_id = ? and state = 'submitted')";
    Ok(sqlx::query_scalar(submitted).bind(round.0).bind(edition.0).fetch_one(db).await?)
}

/// Adds a round that is not yet open. A doubled title is `StoreError::violated_unique_column`.
pub async fn add(
    db: &mut SqliteConnection,
    title: &RoundTitle,
    forms: &[RoundForm],
    now: Timestamp,
) -> Result<RoundId> {
    let added = sqlx::query("insert into audit_round (title, slug, created_at) values (?, ?, ?)")
        .bind(title.as_str())
        .bind(title.slug())
        .bind(time_text(now))
        .execute(&mut *db)
        .await?;
    let id = added.last_insert_rowid();
    for form in forms {
        sqlx::query(
            "insert into round_form (round_id, form, form_edition_id, opens, due, closes) values (?, ?, ?, ?, ?, ?)",
        )
        .bind(id)
        .bind(form.kind.key())
        .bind(form.edition.0)
        .bind(form.dates.opens().to_string())
        .bind(form.dates.due().to_string())
        .bind(form.dates.closes().to_string())
        .execute(&mut *db)
        .await?;
    }
    Ok(RoundId(id))
}

/// Opens a round: `false` when it already was.
pub async fn open(db: &mut SqliteConnection, round: RoundId, at: Timestamp) -> Result<bool> {
    let opened = sqlx::query("update audit_round set opened_at = ? where id = ? and opened_at is null")
        .bind(time_text(at))
        .bind(round.0)
        .execute(db)
        .await?;
    Ok(opened.rows_affected() == 1)
}

/// Invites an organisation: `false` when it already was.
pub async fn invite(
    db: &mut SqliteConnection,
    round: RoundId,
    organisation: OrganisationId,
    edition: EditionId,
    at: Timestamp,
) -> Result<bool> {
    let invited = sqlx::query(
        "insert into audit (round_id, organisation_id, form_edition_id, state, invited_at) \
         values (?, ?, ?, 'invited', ?) on conflict (round_id, organisation_id) do nothing",
    )
    .bind(round.0)
    .bind(organisation.0)
    .bind(edition.0)
    .bind(time_text(at))
    .execute(db)
    .await?;
    Ok(invited.rows_affected() == 1)
}

/// The organisations that may still be invited to a round: not closed, not invited, with their sector.
pub async fn not_invited(db: &mut SqliteConnection, round: RoundId) -> Result<Vec<(OrganisationId, Sector)>> {
    let rows: Vec<(i64, String)> = sqlx::query_as(
        "select id, sector from organisation o where closed_at is null \
         and not exists (select 1 from audit a where a.round_id = ? and a.organisation_id = o.id) order by id",
    )
    .bind(round.0)
    .fetch_all(db)
    .await?;
    let read = |(id, sector): (i64, String)| {
        let place = Place { table: "organisation", row: id };
        Ok((OrganisationId(id), place.needs("sector", sector.parse().ok())?))
    };
    rows.into_iter().map(read).collect()
}

/// The organisations that have not submitted and, as things are, are not going to. Once a form has closed, only those
/// closed before it are given: nobody else can submit it either.
pub async fn held_up(
    db: &mut SqliteConnection,
    round: &AuditRound,
    now: Timestamp,
) -> Result<BTreeMap<OrganisationId, HeldUp>> {
    let mut held_up = BTreeMap::new();
    for form in &round.forms {
        let mut query = QueryBuilder::new("select o.id, coalesce(o.closed_at < ");
        query.push_bind(time_text(round.ends(form.kind))).push(", 0), exists (select 1 from ");
        query.push(MAY_SIGN_IN).push(" where m.organisation_id = o.id), exists (select 1 from ").push(MAY_SIGN_IN);
        query.push(" where m.organisation_id = o.id and p.password_hash is not null) from audit a ");
        query.push("join organisation o on o.id = a.organisation_id where a.state <> 'submitted' and a.round_id = ");
        query.push_bind(round.id.0).push(" and a.form_edition_id = ").push_bind(form.edition.0);
        let rows: Vec<(i64, bool, bool, bool)> = query.build_query_as().fetch_all(&mut *db).await?;
        let is_closed = round.phase(form.kind, now).is_past();
        for (id, closed, people, with_password) in rows {
            let why = match (closed, people, with_password) {
                (true, ..) => HeldUp::Closed,
                (false, false, _) if !is_closed => HeldUp::NobodySignsIn,
                (false, true, false) if !is_closed => HeldUp::NoPasswordYet,
                (false, ..) => continue,
            };
            held_up.insert(OrganisationId(id), why);
        }
    }
    Ok(held_up)
}

/// The moments at which audits were submitted, in order.
pub async fn submissions_by_time(db: &mut SqliteConnection, round: RoundId) -> Result<Vec<Timestamp>> {
    let rows: Vec<(i64, String)> = sqlx::query_as(
        "select id, submitted_at from audit where round_id = ? and submitted_at is not null order by submitted_at",
    )
    .bind(round.0)
    .fetch_all(db)
    .await?;
    rows.into_iter().map(|(row, at)| Place { table: "audit", row }.time("submitted_at", &at)).collect()
}

/// The filter of a list of a round's audits.
#[derive(Clone, Copy, Debug, Default)]
pub struct AuditFilter {
    /// One form.
    pub form: Option<FormKind>,
    /// One state.
    pub state: Option<AuditState>,
    /// One sector.
    pub sector: Option<Sector>,
}
