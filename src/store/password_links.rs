//! One-time links by which people set a password. Tokens are kept as hashes only.

use jiff::{SignedDuration, Timestamp};
use sqlx::{FromRow, SqliteConnection};

use super::Result;
use super::row::{Place, time_text};
use crate::domain::person::PersonId;

/// How far off the clock may have been when a link was made: a link from a later time than that no longer works.
const CLOCK_MAY_BE_OFF: SignedDuration = SignedDuration::from_hours(1);

#[derive(FromRow)]
struct LinkRow {
    person_id: i64,
    expires_at: String,
}

/// Keeps a new link; earlier unused links of the person stop working.
pub async fn add(
    db: &mut SqliteConnection,
    person: PersonId,
    token_hash: &[u8],
    now: Timestamp,
    ends: Timestamp,
) -> Result<()> {
    end(&mut *db, person).await?;
    sqlx::query("insert into password_link (token_hash, person_id, created_at, expires_at) values (?, ?, ?, ?)")
        .bind(token_hash)
        .bind(person.0)
        .bind(time_text(now))
        .bind(time_text(ends))
        .execute(db)
        .await?;
    Ok(())
}

/// Unused links of a person stop working.
pub async fn end(db: &mut SqliteConnection, person: PersonId) -> Result<()> {
    sqlx::query("delete from password_link where person_id = ? and used_at is null").bind(person.0).execute(db).await?;
    Ok(())
}

/// The owner and the end of a link that can still be used.
pub async fn live(
    db: &mut SqliteConnection,
    token_hash: &[u8],
    now: Timestamp,
) -> Result<Option<(PersonId, Timestamp)>> {
    let row: Option<LinkRow> = sqlx::query_as(
        "select l.person_id, l.expires_at from password_link l join person p on p.id = l.person_id \
         where l.token_hash = ? and l.used_at is null and l.expires_at > ? and l.created_at <= ? \
         and p.disabled_at is null",
    )
    .bind(token_hash)
    .bind(time_text(now))
    .bind(time_text(now + CLOCK_MAY_BE_OFF))
    .fetch_optional(db)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let place = Place { table: "password_link", row: row.person_id };
    Ok(Some((PersonId(row.person_id), place.time("expires_at", &row.expires_at)?)))
}

/// Uses a link up: `false` when someone else just did.
pub async fn use_up(db: &mut SqliteConnection, token_hash: &[u8], now: Timestamp) -> Result<bool> {
    let used = sqlx::query("update password_link set used_at = ? where token_hash = ? and used_at is null")
        .bind(time_text(now))
        .bind(token_hash)
        .execute(db)
        .await?;
    Ok(used.rows_affected() == 1)
}
