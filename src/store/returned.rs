//! How far the audits of a round are, counted by sector and kind of organisation.

use std::collections::BTreeMap;

use sqlx::{FromRow, SqliteConnection};

use super::Result;
use super::organisations::kind;
use super::row::{Place, time_text};
use crate::domain::audit_round::AuditRound;
use crate::domain::form::{EditionId, FormKind};
use crate::domain::organisation::Kind;
use crate::domain::report::Response;
use crate::domain::returned::{ClosedOrganisations, Returned};

#[derive(FromRow)]
struct ReturnedRow {
    sector: String,
    sub_sector: Option<String>,
    not_started: i64,
    started: i64,
    submitted: i64,
    closed_not_started: i64,
    closed_started: i64,
}

/// How far the audits of one form of a round are, by kind of organisation. Organisations that were closed before their
/// form closed count as closed.
pub async fn by_kind(
    db: &mut SqliteConnection,
    round: &AuditRound,
    form: FormKind,
    edition: EditionId,
) -> Result<BTreeMap<Kind, Returned>> {
    let rows: Vec<ReturnedRow> = sqlx::query_as(
        "select a.sector, a.sub_sector, sum(a.state = 'invited') as not_started, sum(a.state = 'started') as started, \
         sum(a.state = 'submitted') as submitted, \
         count(case when a.state = 'invited' and o.closed_at < ?1 then 1 end) as closed_not_started, \
         count(case when a.state = 'started' and o.closed_at < ?1 then 1 end) as closed_started \
         from audit a join organisation o on o.id = a.organisation_id \
         where a.round_id = ?2 and a.form_edition_id = ?3 group by a.sector, a.sub_sector",
    )
    .bind(time_text(round.ends(form)))
    .bind(round.id.0)
    .bind(edition.0)
    .fetch_all(db)
    .await?;
    let place = Place { table: "audit", row: round.id.0 };
    let read = |row: ReturnedRow| {
        let returned = Returned {
            not_started: place.count("state", row.not_started)?,
            started: place.count("state", row.started)?,
            submitted: place.count("state", row.submitted)?,
            closed: ClosedOrganisations {
                not_started: place.count("closed_at", row.closed_not_started)?,
                started: place.count("closed_at", row.closed_started)?,
            },
        };
        Ok((kind(place, &row.sector, row.sub_sector.as_deref())?, returned))
    };
    rows.into_iter().map(read).collect()
}

/// The same for every form of the round, by form and sector.
pub async fn by_sector(db: &mut SqliteConnection, round: &AuditRound) -> Result<Vec<Response>> {
    let mut sectors: BTreeMap<_, Returned> = BTreeMap::new();
    for form in &round.forms {
        for (kind, returned) in by_kind(db, round, form.kind, form.edition).await? {
            *sectors.entry((form.kind, kind.sector())).or_default() += returned;
        }
    }
    Ok(sectors.into_iter().map(|((form, sector), returned)| Response { form, sector, returned }).collect())
}
