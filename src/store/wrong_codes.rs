//! Wrong codes of authenticator apps, counted until a right one is given and until their owner has been told.

use jiff::Timestamp;
use sqlx::SqliteConnection;

use super::Result;
use super::row::{Place, time_text};
use crate::domain::person::PersonId;

/// How many wrong codes in a row are counted under a hash, and when the last was given.
pub async fn in_a_row(db: &mut SqliteConnection, under: &[u8]) -> Result<Option<(i64, Timestamp)>> {
    let row: Option<(i64, i64, String)> =
        sqlx::query_as("select person_id, wrong, last_at from wrong_codes where counted_under = ?")
            .bind(under)
            .fetch_optional(db)
            .await?;
    row.map(|(person, wrong, last_at)| {
        let place = Place { table: "wrong_codes", row: person };
        Ok((wrong, place.time("last_at", &last_at)?))
    })
    .transpose()
}

/// Counts a wrong code that was given in a session.
pub async fn count(
    db: &mut SqliteConnection,
    under: &[u8],
    person: PersonId,
    session: &[u8],
    now: Timestamp,
) -> Result<()> {
    sqlx::query(
        "insert into wrong_codes (counted_under, person_id, wrong, untold, last_at) values (?, ?, 1, 1, ?) \
         on conflict (counted_under) do update set wrong = wrong + 1, untold = untold + 1, last_at = excluded.last_at",
    )
    .bind(under)
    .bind(person.0)
    .bind(time_text(now))
    .execute(&mut *db)
    .await?;
    sqlx::query("update session set wrong_codes = wrong_codes + 1 where token_hash = ?")
        .bind(session)
        .execute(db)
        .await?;
    Ok(())
}

/// Ends a row of wrong codes, because a right one was given in this session. The person who gave it knows of the wrong
/// ones of the same session.
pub async fn end_row(db: &mut SqliteConnection, under: &[u8], session: &[u8]) -> Result<()> {
    sqlx::query(
        "update wrong_codes set wrong = 0, \
         untold = max(0, untold - coalesce((select s.wrong_codes from session s where s.token_hash = ?), 0)) \
         where counted_under = ?",
    )
    .bind(session)
    .bind(under)
    .execute(db)
    .await?;
    Ok(())
}

/// How many wrong codes a person has not been told of, and since when; they are told now.
pub async fn tell(db: &mut SqliteConnection, person: PersonId, now: Timestamp) -> Result<(i64, Option<Timestamp>)> {
    let (untold, since): (i64, Option<String>) = sqlx::query_as(
        "select (select coalesce(sum(untold), 0) from wrong_codes where person_id = ?1), signed_in_at \
         from person where id = ?1",
    )
    .bind(person.0)
    .fetch_one(&mut *db)
    .await?;
    for told in [
        "delete from wrong_codes where person_id = ? and wrong = 0",
        "update wrong_codes set untold = 0 where person_id = ?",
    ] {
        sqlx::query(told).bind(person.0).execute(&mut *db).await?;
    }
    sqlx::query("update person set signed_in_at = ? where id = ?")
        .bind(time_text(now))
        .bind(person.0)
        .execute(db)
        .await?;
    let place = Place { table: "person", row: person.0 };
    Ok((untold, place.time_or_none("signed_in_at", since.as_deref())?))
}

/// Forgets the wrong codes of a person whose password or app has changed.
pub async fn forget(db: &mut SqliteConnection, person: PersonId) -> Result<()> {
    sqlx::query("delete from wrong_codes where person_id = ?").bind(person.0).execute(db).await?;
    Ok(())
}
