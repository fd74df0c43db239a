//! Sessions of signed-in browsers, and tries to sign in. Tokens are kept as hashes only.

use jiff::Timestamp;
use sqlx::{FromRow, SqliteConnection};

use super::Result;
use super::row::{Place, time_text};
use crate::domain::person::{BoardRole, PersonId};

/// A session with the person it belongs to.
#[derive(Clone, Debug)]
pub struct Session {
    /// Its owner.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Their role on the board.
    pub board_role: Option<BoardRole>,
    /// Whether an authenticator app is set up.
    pub has_authenticator: bool,
    /// Whether the person is invented.
    pub is_sample: bool,
    /// When the session began.
    pub created_at: Timestamp,
    /// When it was last used, to the minute.
    pub last_seen_at: Timestamp,
    /// Whether the second step of signing in is still to come.
    pub awaits_code: bool,
}

#[derive(FromRow)]
struct SessionRow {
    person_id: i64,
    name: String,
    board_role: Option<String>,
    has_authenticator: bool,
    is_sample: bool,
    created_at: String,
    last_seen_at: String,
    awaits_code: bool,
}

/// The session with this token, unless its person is disabled.
pub async fn find(db: &mut SqliteConnection, token_hash: &[u8]) -> Result<Option<Session>> {
    let row: Option<SessionRow> = sqlx::query_as(
        "select s.person_id, p.name, p.board_role, p.authenticator_secret is not null as has_authenticator, \
         p.is_sample, s.created_at, s.last_seen_at, s.awaits_code \
         from session s join person p on p.id = s.person_id where s.token_hash = ? and p.disabled_at is null",
    )
    .bind(token_hash)
    .fetch_optional(db)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let place = Place { table: "session", row: row.person_id };
    Ok(Some(Session {
        person: PersonId(row.person_id),
        name: row.name,
        board_role: super::people::board_role(place, row.board_role.as_deref())?,
        has_authenticator: row.has_authenticator,
        is_sample: row.is_sample,
        created_at: place.time("created_at", &row.created_at)?,
        last_seen_at: place.time("last_seen_at", &row.last_seen_at)?,
        awaits_code: row.awaits_code,
    }))
}

/// Begins a session.
pub async fn add(
    db: &mut SqliteConnection,
    token_hash: &[u8],
    person: PersonId,
    awaits_code: bool,
    now: Timestamp,
) -> Result<()> {
    sqlx::query(
        "insert into session (token_hash, person_id, created_at, last_seen_at, awaits_code) values (?, ?, ?, ?, ?)",
    )
    .bind(token_hash)
    .bind(person.0)
    .bind(time_text(now))
    .bind(time_text(now))
    .bind(awaits_code)
    .execute(db)
    .await?;
    Ok(())
}

/// Notes that a session is in use.
pub async fn touch(db: &mut SqliteConnection, token_hash: &[u8], now: Timestamp) -> Result<()> {
    sqlx::query("update session set last_seen_at = ? where token_hash = ?")
        .bind(time_text(now))
        .bind(token_hash)
        .execute(db)
        .await?;
    Ok(())
}

/// Ends a session.
pub async fn end(db: &mut SqliteConnection, token_hash: &[u8]) -> Result<()> {
    sqlx::query("delete from session where token_hash = ?").bind(token_hash).execute(db).await?;
    Ok(())
}

/// Ends every session of a person.
pub async fn end_all(db: &mut SqliteConnection, person: PersonId) -> Result<()> {
    sqlx::query("delete from session where person_id = ?").bind(person.0).execute(db).await?;
    Ok(())
}

/// Ends every session of a person but this one.
pub async fn end_others(db: &mut SqliteConnection, person: PersonId, kept: &[u8]) -> Result<()> {
    sqlx::query("delete from session where person_id = ? and token_hash <> ?")
        .bind(person.0)
        .bind(kept)
        .execute(db)
        .await?;
    Ok(())
}

/// Deletes the sessions that began, and the tries to sign in that were made, before these times.
pub async fn prune(db: &mut SqliteConnection, sessions_before: Timestamp, tries_before: Timestamp) -> Result<()> {
    sqlx::query("delete from session where created_at < ?").bind(time_text(sessions_before)).execute(&mut *db).await?;
    sqlx::query("delete from sign_in_try where at < ?").bind(time_text(tries_before)).execute(db).await?;
    Ok(())
}

/// Takes one of the tries to sign in that an account has since a time; `false` when it has had `most`. A refused try is
/// not counted, so that endless guessing does not keep the right person out for ever. Each try that is kept deletes two
/// from before that time, so that no crowd of guesses stays.
pub async fn take_try(
    db: &mut SqliteConnection,
    account_hash: &[u8],
    since: Timestamp,
    now: Timestamp,
    most: i64,
) -> Result<bool> {
    // A clock that was far ahead may have left tries of a later time.
    let tries = "select count(*) from sign_in_try where account_hash = ? and at > ? and at <= ?";
    let had: i64 = sqlx::query_scalar(tries)
        .bind(account_hash)
        .bind(time_text(since))
        .bind(time_text(now))
        .fetch_one(&mut *db)
        .await?;
    if had >= most {
        return Ok(false);
    }
    sqlx::query("insert into sign_in_try (account_hash, at) values (?, ?)")
        .bind(account_hash)
        .bind(time_text(now))
        .execute(&mut *db)
        .await?;
    let oldest = "delete from sign_in_try where id in (select id from sign_in_try order by id limit 2) \
                  and (at < ? or at > ?)";
    sqlx::query(oldest).bind(time_text(since)).bind(time_text(now)).execute(db).await?;
    Ok(true)
}

/// Takes back the latest of the tries that were counted under a hash.
pub async fn give_back_try(db: &mut SqliteConnection, account_hash: &[u8]) -> Result<()> {
    sqlx::query("delete from sign_in_try where id = (select max(id) from sign_in_try where account_hash = ?)")
        .bind(account_hash)
        .execute(db)
        .await?;
    Ok(())
}

/// Forgets the tries for an account, after it was signed in to.
pub async fn forget_tries(db: &mut SqliteConnection, account_hash: &[u8]) -> Result<()> {
    sqlx::query("delete from sign_in_try where account_hash = ?").bind(account_hash).execute(db).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Opening, Store};

    #[tokio::test]
    async fn a_crowd_of_guesses_goes_by_itself_though_nobody_signs_in() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("s.db"), Opening::Create).await.unwrap();
        let mut writing = store.writing().await.unwrap();
        let at = |minute: u32| format!("2026-11-21T12:{minute:02}:00Z").parse::<Timestamp>().unwrap();
        let mut held = Vec::new();
        for minute in [0, 1, 7, 8, 9] {
            for number in 0..100_u32 {
                let account = (minute * 100 + number).to_le_bytes();
                assert!(take_try(&mut writing, &account, at(minute.saturating_sub(5)), at(minute), 5).await.unwrap());
            }
            let kept = "select count(*) from sign_in_try";
            held.push(sqlx::query_scalar::<_, i64>(kept).fetch_one(&mut *writing).await.unwrap());
        }
        assert_eq!(held, [100, 200, 100, 200, 300]);
    }
}
