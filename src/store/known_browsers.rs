//! Browsers in which people have signed in before. Tokens are kept as hashes only.

use jiff::Timestamp;
use sqlx::SqliteConnection;

use super::Result;
use super::row::time_text;
use crate::domain::person::{EmailAddress, PersonId};

/// Whether the person with this address has signed in in this browser since a time.
pub async fn knows(
    db: &mut SqliteConnection,
    token_hash: &[u8],
    email: &EmailAddress,
    since: Timestamp,
) -> Result<bool> {
    let found: Option<i64> = sqlx::query_scalar(
        "select 1 from known_browser b join person p on p.id = b.person_id \
         where b.token_hash = ? and p.email = ? and b.known_since > ?",
    )
    .bind(token_hash)
    .bind(email.as_str())
    .bind(time_text(since))
    .fetch_optional(db)
    .await?;
    Ok(found.is_some())
}

/// Whether a person has signed in in this browser since a time.
pub async fn is_of(db: &mut SqliteConnection, token_hash: &[u8], person: PersonId, since: Timestamp) -> Result<bool> {
    let found: Option<i64> =
        sqlx::query_scalar("select 1 from known_browser where token_hash = ? and person_id = ? and known_since > ?")
            .bind(token_hash)
            .bind(person.0)
            .bind(time_text(since))
            .fetch_optional(db)
            .await?;
    Ok(found.is_some())
}

/// Whether anybody has signed in in this browser.
pub async fn is_known(db: &mut SqliteConnection, token_hash: &[u8]) -> Result<bool> {
    let found: Option<i64> = sqlx::query_scalar("select 1 from known_browser where token_hash = ? limit 1")
        .bind(token_hash)
        .fetch_optional(db)
        .await?;
    Ok(found.is_some())
}

/// Remembers that a person has signed in in a browser.
pub async fn add(db: &mut SqliteConnection, token_hash: &[u8], person: PersonId, now: Timestamp) -> Result<()> {
    sqlx::query(
        "insert into known_browser (token_hash, person_id, known_since) values (?, ?, ?) \
         on conflict do update set known_since = excluded.known_since",
    )
    .bind(token_hash)
    .bind(person.0)
    .bind(time_text(now))
    .execute(db)
    .await?;
    Ok(())
}

/// Forgets every browser of a person.
pub async fn forget_all(db: &mut SqliteConnection, person: PersonId) -> Result<()> {
    sqlx::query("delete from known_browser where person_id = ?").bind(person.0).execute(db).await?;
    Ok(())
}

/// Forgets the browsers in which nobody has signed in since a time.
pub async fn prune(db: &mut SqliteConnection, before: Timestamp) -> Result<()> {
    sqlx::query("delete from known_browser where known_since < ?").bind(time_text(before)).execute(db).await?;
    Ok(())
}
