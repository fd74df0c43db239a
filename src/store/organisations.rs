//! Organisations.

use jiff::Timestamp;
use sqlx::query::Query;
use sqlx::sqlite::SqliteArguments;
use sqlx::{FromRow, QueryBuilder, Sqlite, SqliteConnection};

use super::row::{Place, time_text};
use super::{Result, StoreError};
use crate::domain::organisation::{
    Basis, Identifiers, Organisation, OrganisationDetails, OrganisationId, OrganisationReference, Sector, SubSector,
};
use crate::domain::summary::Kind;

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
    fn read(self) -> Result<Organisation> {
        let place = Place { table: "organisation", row: self.id };
        let (sector, sub_sector) = kind(place, &self.sector, self.sub_sector.as_deref())?;
        Ok(Organisation {
            id: OrganisationId(self.id),
            reference: place.needs("reference", OrganisationReference::parse(&self.reference))?,
            details: OrganisationDetails {
                name: self.name,
                sector,
                sub_sector,
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

/// A stored sector and sub-sector.
pub(super) fn kind(place: Place, sector: &str, sub_sector: Option<&str>) -> Result<Kind> {
    let sector = place.needs("sector", sector.parse::<Sector>().ok())?;
    let sub_sector = match sub_sector {
        Some(key) => Some(place.needs("sub_sector", key.parse::<SubSector>().ok())?),
        None => None,
    };
    Ok((sector, sub_sector))
}

/// What a list of organisations is narrowed to.
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
    let mut count = QueryBuilder::new("select count(*) from organisation ");
    narrow(&mut count, search);
    let total: i64 = count.build_query_scalar().fetch_one(&mut *db).await?;
    let mut list = QueryBuilder::new(COLUMNS);
    narrow(&mut list, search);
    list.push(" order by name collate nocase, reference limit ").push_bind(limit).push(" offset ").push_bind(offset);
    let rows: Vec<OrganisationRow> = list.build_query_as().fetch_all(db).await?;
    let place = Place { table: "organisation", row: 0 };
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
    let text = search.text.trim();
    if !text.is_empty() {
        query.push(" and (instr(lower(name), lower(").push_bind(text.to_owned()).push(")) > 0");
        for column in ["reference", "urn", "laestab", "ukprn", "ods", "charity_number"] {
            query.push(" or ").push(column).push(" = ").push_bind(text.to_ascii_uppercase());
        }
        query.push(")");
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

/// A statement whose first ten places are an organisation's details, in the order of the table's columns.
fn with_details<'q>(statement: &'static str, details: &'q OrganisationDetails) -> Query<'q, Sqlite, SqliteArguments> {
    let Identifiers { urn, laestab, ukprn, ods, charity_number } = &details.identifiers;
    sqlx::query(statement)
        .bind(&details.name)
        .bind(details.sector.key())
        .bind(details.sub_sector.map(SubSector::key))
        .bind(&details.group)
        .bind(details.basis.key())
        .bind(urn)
        .bind(laestab)
        .bind(ukprn)
        .bind(ods)
        .bind(charity_number)
}

/// Adds an organisation and gives it the next reference. A doubled identifier is [`StoreError::doubled`].
pub async fn add(
    db: &mut SqliteConnection,
    details: &OrganisationDetails,
    now: Timestamp,
) -> Result<(OrganisationId, OrganisationReference)> {
    let next: i64 = sqlx::query_scalar("select coalesce(max(id), 0) + 1 from organisation").fetch_one(&mut *db).await?;
    let reference = OrganisationReference::numbered(next);
    let insert = "insert into organisation (name, sector, sub_sector, group_name, basis, urn, laestab, ukprn, ods, \
                  charity_number, id, reference, created_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    with_details(insert, details).bind(next).bind(reference.as_str()).bind(time_text(now)).execute(db).await?;
    Ok((OrganisationId(next), reference))
}

/// Changes an organisation's details.
pub async fn change(db: &mut SqliteConnection, id: OrganisationId, details: &OrganisationDetails) -> Result<()> {
    let update = "update organisation set name = ?, sector = ?, sub_sector = ?, group_name = ?, basis = ?, urn = ?, \
                  laestab = ?, ukprn = ?, ods = ?, charity_number = ? where id = ?";
    with_details(update, details).bind(id.0).execute(db).await?;
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

/// Which of these identifiers an organisation already has: `(column, value)`.
pub async fn taken(db: &mut SqliteConnection, identifiers: &Identifiers) -> Result<Vec<(&'static str, String)>> {
    let mut taken = Vec::new();
    let numbers = [
        ("urn", &identifiers.urn, "select exists (select 1 from organisation where urn = ?)"),
        ("laestab", &identifiers.laestab, "select exists (select 1 from organisation where laestab = ?)"),
        ("ukprn", &identifiers.ukprn, "select exists (select 1 from organisation where ukprn = ?)"),
        ("ods", &identifiers.ods, "select exists (select 1 from organisation where ods = ?)"),
        (
            "charity_number",
            &identifiers.charity_number,
            "select exists (select 1 from organisation where charity_number = ?)",
        ),
    ];
    for (column, number, statement) in numbers {
        let Some(number) = number else { continue };
        let exists: bool = sqlx::query_scalar(statement).bind(number).fetch_one(&mut *db).await?;
        if exists {
            taken.push((column, number.clone()));
        }
    }
    Ok(taken)
}

impl StoreError {
    /// The identifier that another organisation already has, when that is why a write failed.
    pub fn doubled_identifier(&self) -> Option<&'static str> {
        let column = self.doubled()?.strip_prefix("organisation.")?;
        ["urn", "laestab", "ukprn", "ods", "charity_number"].into_iter().find(|known| *known == column)
    }
}
