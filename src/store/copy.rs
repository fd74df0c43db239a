//! A copy of a database into a file in the making, proved before anybody relies on it.

use std::fs;
use std::io;
use std::path::Path;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, QueryBuilder, SqliteConnection};

use super::check::{self, Soundness};
use super::ours::{looking, quoted, with_nothing_run};
use super::partial::Partial;
use super::{BackupError, StoreError};

/// How a copy is proved. The check in `operations::installation::checking` asks more than the store can.
pub trait Check: AsyncFn(&mut SqliteConnection) -> Result<Soundness, StoreError> {}

impl<F: AsyncFn(&mut SqliteConnection) -> Result<Soundness, StoreError>> Check for F {}

/// What a copy holds, for the person who made it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copied {
    /// The size of the file in bytes.
    pub bytes: u64,
    /// The last migration that was applied to it.
    pub schema: i64,
    /// How many organisations, audits, and saves of answers it holds.
    pub rows: [i64; 3],
    /// The time of the last line in its log, as it is stored.
    pub until: Option<String>,
    /// The problems that were found in a file that is copied although it is damaged.
    pub problems: Vec<String>,
}

/// What happens to a file in which the check finds a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damaged {
    /// It is refused.
    Refuse,
    /// It is copied as it is, and the problems are reported: a damaged copy is better than none.
    Keep,
}

/// Copies a database as it is, before something changes it for good.
pub(super) async fn keep_before_migration(database: &Path, kept: &Path) -> Result<(), BackupError> {
    let partial = Partial::of(kept)?;
    copy(database, with_nothing_run(database), &partial.path, Damaged::Refuse, check::check).await?;
    partial.becomes(kept)
}

/// Copies into an empty file, proves the copy, and says what it holds.
pub(super) async fn copy(
    from: &Path,
    source: SqliteConnectOptions,
    to: &Path,
    damaged: Damaged,
    check: impl Check,
) -> Result<Copied, BackupError> {
    let failed = |error| BackupError::Store(StoreError::from(error));
    let name = to
        .to_str()
        .ok_or_else(|| BackupError::File { path: to.into(), source: io::ErrorKind::InvalidFilename.into() })?;
    let mut source = source.connect().await.map_err(failed)?;
    sqlx::query("vacuum into ?").bind(name).execute(&mut source).await.map_err(failed)?;
    source.close().await.map_err(failed)?;

    let (mut copy, found) = prove(from, to, damaged, check).await?;
    let mut rows = [0; 3];
    for (rows, table) in rows.iter_mut().zip(["organisation", "audit", "answer_save"]) {
        let mut count = QueryBuilder::new(format!("select count(*) from {}", quoted(table)));
        *rows = count.build_query_scalar().fetch_one(&mut copy).await.map_err(failed)?;
    }
    let until = sqlx::query_scalar("select max(at) from log").fetch_one(&mut copy).await.map_err(failed)?;
    copy.close().await.map_err(failed)?;
    let bytes = fs::metadata(to).map_err(|source| BackupError::File { path: to.into(), source })?.len();
    Ok(Copied { bytes, schema: found.schema, rows, until, problems: found.problems })
}

/// Checks a copy of a file from end to end. Returns the connection to it, and what was found.
pub(super) async fn prove(
    from: &Path,
    copy: &Path,
    damaged: Damaged,
    check: impl Check,
) -> Result<(SqliteConnection, Soundness), BackupError> {
    // Not opened as read-only: SQLite would then check no constraint of a column.
    let mut copy = looking(copy).disable_statement_logging().connect().await.map_err(StoreError::from)?;
    let found = check(&mut copy).await?;
    if found.problems.is_empty() || damaged == Damaged::Keep {
        return Ok((copy, found));
    }
    copy.close().await.map_err(StoreError::from)?;
    Err(BackupError::Damaged { path: from.into(), problems: found.problems })
}
