//! Organisations.

use std::collections::HashMap;

use jiff::Timestamp;
use sqlx::{FromRow, QueryBuilder, Sqlite, SqliteConnection};

use super::row::{Place, time_text};
use super::{Result, StoreError};
use crate::domain::organisation::{
    Basis, Identifiers, Kind, Organisation, OrganisationDetails, OrganisationId, OrganisationReference, Sector,
    SubSector,
};
use crate::domain::search;

#[derive(FromRow)]
struct OrganisationRow {
    id: i64,
    reference: String,
    name: String,
    sector: String,
    sub_sector: Option<String>,
    group_name: Option<String>,
    basis: String,
    urn: Option<String>,
    laestab: Option<String>,
    ukprn: Option<String>,
    ods: Option<String>,
    charity_number: Option<String>,
    closed_at: Option<String>,
}

const COLUMNS: &str = "select id, reference, name, sector, sub_sector, group_name, basis, urn, laestab, ukprn, ods, \
                       charity_number, closed_at from organisation ";

impl OrganisationRow {
    /// Whether a folded text is part of the name, or is the reference or an identifier.
    fn matches(&self, wanted: &str) -> bool {
        let numbers = [&self.urn, &self.laestab, &self.ukprn, &self.ods, &self.charity_number].into_iter().flatten();
        let mut whole = numbers.chain([&self.reference]);
        search::finds(wanted, &self.name) || whole.any(|number| number.eq_ignore_ascii_case(wanted))
    }

    fn read(self) -> Result<Organisation> {
        let place = Place { table: "organisation", row: self.id };
        let kind = kind(place, &self.sector, self.sub_sector.as_deref())?;
        Ok(Organisation {
            id: OrganisationId(self.id),
            reference: place.needs("reference", OrganisationReference::parse(&self.reference))?,
            details: OrganisationDetails {
                name: self.name,
                kind,
                group: self.group_name,
                basis: place.needs("basis", self.basis.parse::<Basis>().ok())?,
                identifiers: Identifiers {
                    urn: self.urn,
                    laestab: self.laestab,
                    ukprn: self.ukprn,
                    ods: self.ods,
                    charity_number: self.charity_number,
                },
            },
            closed_at: place.time_or_none("closed_at", self.closed_at.as_deref())?,
        })
    }
}

/// The kind of a stored sector and sub-sector.
pub(super) fn kind(place: Place, sector: &str, sub_sector: Option<&str>) -> Result<Kind> {
    let sector = place.needs("sector", sector.parse().ok())?;
    let sub_sector = sub_sector.map(|key| place.needs("sub_sector", key.parse().ok())).transpose()?;
    place.needs("sub_sector", Kind::of(sector, sub_sector))
}

/// The filter of a list of organisations.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// Part of the name, the reference or an identifier; empty for all.
    pub text: String,
    /// One sector.
    pub sector: Option<Sector>,
    /// Also those that are closed.
    pub with_closed: bool,
}

/// The organisations that match, by name, from the `offset`th, at most `limit`; and how many match in all.
pub async fn search(
    db: &mut SqliteConnection,
    search: &Search,
    offset: u32,
    limit: u32,
) -> Result<(Vec<Organisation>, u32)> {
    let place = Place { table: "organisation", row: 0 };
    let mut list = QueryBuilder::new(COLUMNS);
    narrow(&mut list, search);
    list.push(" order by name collate nocase, reference");
    let wanted = search::folded(&search.text);
    if !wanted.is_empty() {
        // SQLite folds no letter beyond ASCII, and no accent: each name is compared here.
        let rows: Vec<OrganisationRow> = list.build_query_as().fetch_all(db).await?;
        let found: Vec<_> = rows.into_iter().filter(|row| row.matches(&wanted)).collect();
        let total = place.count("count", i64::try_from(found.len()).unwrap_or(i64::MAX))?;
        let page = found.into_iter().skip(offset as usize).take(limit as usize);
        return Ok((page.map(OrganisationRow::read).collect::<Result<_>>()?, total));
    }
    let mut count = QueryBuilder::new("select count(*) from organisation ");
    narrow(&mut count, search);
    let total: i64 = count.build_query_scalar().fetch_one(&mut *db).await?;
    list.push(" limit ").push_bind(limit).push(" offset ").push_bind(offset);
    let rows: Vec<OrganisationRow> = list.build_query_as().fetch_all(db).await?;
    Ok((rows.into_iter().map(OrganisationRow::read).collect::<Result<_>>()?, place.count("count", total)?))
}

fn narrow(query: &mut QueryBuilder<Sqlite>, search: &Search) {
    query.push("where true");
    if !search.with_closed {
        query.push(" and closed_at is null");
    }
    if let Some(sector) = search.sector {
        query.push(" and sector = ").push_bind(sector.key());
    }
}

/// The organisation with this reference.
pub async fn by_reference(
    db: &mut SqliteConnection,
    reference: &OrganisationReference,
) -> Result<Option<Organisation>> {
    let mut query = QueryBuilder::new(COLUMNS);
    query.push("where reference = ").push_bind(reference.as_str().to_owned());
    let row: Option<OrganisationRow> = query.build_query_as().fetch_optional(db).await?;
    row.map(OrganisationRow::read).transpose()
}

/// The organisation of this row.
pub async fn by_id(db: &mut SqliteConnection, id: OrganisationId) -> Result<Option<Organisation>> {
    let mut query = QueryBuilder::new(COLUMNS);
    query.push("where id = ").push_bind(id.0);
    let row: Option<OrganisationRow> = query.build_query_as().fetch_optional(db).await?;
    row.map(OrganisationRow::read).transpose()
}

/// How many organisations go into one statement: `SQLite` takes 32,766 values at most.
const AT_ONCE: usize = 1000;

/// Adds organisations and gives them the next references, in their order; the first one's row is returned. A doubled
/// identifier is [`StoreError::violated_unique_column`].
pub async fn add(db: &mut SqliteConnection, all: &[&OrganisationDetails], now: Timestamp) -> Result<OrganisationId> {
    let first: i64 =
        sqlx::query_scalar("select coalesce(max(id), 0) + 1 from organisation").fetch_one(&mut *db).await?;
    let mut next = first..;
    for some in all.chunks(AT_ONCE) {
        let mut insert = QueryBuilder::new(
            "insert into organisation (id, reference, name, sector, sub_sector, group_name, basis, urn, laestab, ukprn, \
             ods, charity_number, created_at) ",
        );
        insert.push_values(some.iter().zip(next.by_ref()), |mut row, (details, id)| {
            let Identifiers { urn, laestab, ukprn, ods, charity_number } = &details.identifiers;
            row.push_bind(id).push_bind(OrganisationReference::numbered(id).to_string());
            row.push_bind(&details.name).push_bind(details.kind.sector().key());
            row.push_bind(details.kind.sub_sector().map(SubSector::key)).push_bind(&details.group);
            row.push_bind(details.basis.key()).push_bind(urn).push_bind(laestab).push_bind(ukprn).push_bind(ods);
            row.push_bind(charity_number).push_bind(time_text(now));
        });
        insert.build().persistent(false).execute(&mut *db).await?;
    }
    Ok(OrganisationId(first))
}

/// Changes an organisation's details.
pub async fn change(db: &mut SqliteConnection, id: OrganisationId, details: &OrganisationDetails) -> Result<()> {
    let update = "update organisation set name = ?, sector = ?, sub_sector = ?, group_name = ?, basis = ?, urn = ?, \
                  laestab = ?, ukprn = ?, ods = ?, charity_number = ? where id = ?";
    let Identifiers { urn, laestab, ukprn, ods, charity_number } = &details.identifiers;
    sqlx::query(update)
        .bind(&details.name)
        .bind(details.kind.sector().key())
        .bind(details.kind.sub_sector().map(SubSector::key))
        .bind(&details.group)
        .bind(details.basis.key())
        .bind(urn)
        .bind(laestab)
        .bind(ukprn)
        .bind(ods)
        .bind(charity_number)
        .bind(id.0)
        .execute(db)
        .await?;
    Ok(())
}

/// The name of every organisation, closed ones too, with its reference.
pub async fn names(db: &mut SqliteConnection) -> Result<Vec<(String, OrganisationReference)>> {
    let rows: Vec<(i64, String, String)> =
        sqlx::query_as("select id, name, reference from organisation order by id").fetch_all(db).await?;
    let read = |(row, name, reference): (i64, String, String)| {
        let place = Place { table: "organisation", row };
        Ok((name, place.needs("reference", OrganisationReference::parse(&reference))?))
    };
    rows.into_iter().map(read).collect()
}

/// Closes an organisation, or opens it again with `None`.
pub async fn set_closed(db: &mut SqliteConnection, id: OrganisationId, at: Option<Timestamp>) -> Result<()> {
    sqlx::query("update organisation set closed_at = ? where id = ?")
        .bind(at.map(time_text))
        .bind(id.0)
        .execute(db)
        .await?;
    Ok(())
}

/// Whether the organisation has been invited to any round: then its sector can no longer change.
pub async fn has_audits(db: &mut SqliteConnection, id: OrganisationId) -> Result<bool> {
    Ok(sqlx::query_scalar("select exists (select 1 from audit where organisation_id = ?)")
        .bind(id.0)
        .fetch_one(db)
        .await?)
}

/// Every identifier of an organisation, closed ones included, by its column and value, with its owner's reference.
pub async fn identifiers(db: &mut SqliteConnection) -> Result<HashMap<(&'static str, String), String>> {
    let rows: Vec<(String, String, String)> = sqlx::query_as(
        "select 'urn', urn, reference from organisation where urn is not null \
         union all select 'laestab', laestab, reference from organisation where laestab is not null \
         union all select 'ukprn', ukprn, reference from organisation where ukprn is not null \
         union all select 'ods', ods, reference from organisation where ods is not null \
         union all select 'charity_number', charity_number, reference from organisation where charity_number is not null",
    )
    .fetch_all(db)
    .await?;
    let column = |name: &str| Identifiers::COLUMNS.into_iter().find(|column| *column == name);
    let known = |(name, number, whose): (String, String, String)| Some(((column(&name)?, number), whose));
    Ok(rows.into_iter().filter_map(known).collect())
}

impl StoreError {
    /// The identifier that another organisation already has, when that is why a write failed.
    pub fn identifier_of_another(&self) -> Option<&'static str> {
        let column = self.violated_unique_column()?.strip_prefix("organisation.")?;
        Identifiers::COLUMNS.into_iter().find(|known| *known == column)
    }
}
