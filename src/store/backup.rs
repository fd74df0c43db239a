//! Copies of the whole database: made while it is in use, or put back. Each is proved before it is relied on.

use std::path::{Path, PathBuf};

use sqlx::{ConnectOptions, Connection, SqliteConnection};

pub use super::copy::{Check, Copied, Damaged};
use super::copy::{copy, prove};
use super::files::{Identity, beside, logs_of, regular, replaceable};
use super::in_use::InUse;
use super::open_error::failure;
use super::ours::{check_ours, looking, newest_schema, with_nothing_run};
use super::partial::{Partial, rename_all};
use super::same_rows::same_rows;
use super::{BackupError, OpenError, Opening, Store, StoreError};

/// Copies a database that may be in use into a file of its own, as of one moment. The copy is read from end to end
/// before it gets its name, and proved by this check; a file of that name is replaced only then.
pub async fn backup(
    database: &Path,
    output: &Path,
    damaged: Damaged,
    check: impl Check,
) -> Result<Copied, BackupError> {
    let (database, output) = (&regular(database)?, &replaceable(output)?);
    not_the_same(database, output)?;
    let in_use = InUse::beside(database)?;
    // The output may itself be a database that somebody uses, or that was not closed.
    let _replaced = if output.exists() { Some(InUse::take_unnamed(output)?) } else { None };
    if let Some(log) = logs_of(output).into_iter().next() {
        return Err(BackupError::Log(log));
    }
    check_ours(database, looking(database)).await?;
    in_use.iter().for_each(InUse::let_others_in);
    let partial = Partial::of(output)?;
    let copied = copy(database, with_nothing_run(database), &partial.path, damaged, check).await?;
    partial.becomes(output)?;
    Ok(copied)
}

/// Puts a backup in the place of a database that nobody uses, once `check` finds it sound or damage is to be kept. The
/// old database is kept beside it under the returned name, of which `moment` is a part.
pub async fn restore(
    from: &Path,
    database: &Path,
    moment: &str,
    damaged: Damaged,
    check: impl Check,
) -> Result<(Copied, Option<PathBuf>), BackupError> {
    let (from, database) = (&regular(from)?, &replaceable(database)?);
    not_the_same(from, database)?;
    let _in_use = InUse::take_to_replace(database)?;
    let unused = InUse::beside(from)?;
    // Nothing is written to a backup, nor beside it: a file without users and without a log is read as it lies there.
    let is_still = unused.is_some() && logs_of(from).is_empty();
    let source = looking(from).read_only(true).immutable(is_still);
    check_ours(from, source.clone()).await?;
    let partial = Partial::of(database)?;
    let mut copied = copy(from, source.clone().pragma("query_only", "off"), &partial.path, damaged, &check).await?;
    let mut original = source.connect().await.map_err(StoreError::from)?;
    let mut copy = looking(&partial.path).connect().await.map_err(StoreError::from)?;
    let same = same_rows(&mut original, &mut copy).await?;
    original.close().await.map_err(StoreError::from)?;
    copy.close().await.map_err(StoreError::from)?;
    if !same {
        return Err(BackupError::Differs(from.into()));
    }
    // Opening it is the last proof, and brings a backup of an older version up to date.
    Store::open_ours(&partial.path, Opening::Existing).await?.close().await;
    if copied.schema < newest_schema() {
        // Only now can the program read what was handed in.
        copied.problems = prove(from, &partial.path, damaged, &check).await?.1.problems;
    }
    let kept = keep(database, moment)?;
    if let Err(error) = partial.becomes(database) {
        if let Some(kept) = &kept {
            rename_all(kept, database, ["-wal", "-shm", "-journal", ""])?;
        }
        return Err(error);
    }
    Ok((copied, kept))
}

/// Opens a database, which others may be using, to read it as of one moment.
pub async fn to_be_read(path: &Path) -> Result<SqliteConnection, OpenError> {
    let path = &regular(path)?;
    let unused = InUse::beside(path)?;
    let source = looking(path).disable_statement_logging();
    check_ours(path, source.clone()).await?;
    let failed = |source| failure(path, source);
    let mut db = source.connect().await.map_err(failed)?;
    sqlx::query("begin").execute(&mut db).await.map_err(failed)?;
    unused.iter().for_each(InUse::let_others_in);
    Ok(db)
}

/// Moves the database of this name out of the way, with its logs. A log alone is moved too: it would be taken for the
/// log of the next file of that name.
fn keep(database: &Path, moment: &str) -> Result<Option<PathBuf>, BackupError> {
    if !database.exists() && logs_of(database).is_empty() {
        return Ok(None);
    }
    let first = beside(database, &format!(".replaced-{moment}"));
    let further = (2..).map(|number| beside(database, &format!(".replaced-{moment}-{number}")));
    let mut names = std::iter::once(first).chain(further);
    let kept = names.find(|name| !name.exists()).expect("some number is free");
    // The file itself goes first and comes back last: with its name and without its log it would be taken for whole,
    // and its last saves would be lost.
    rename_all(database, &kept, ["", "-wal", "-shm", "-journal"])?;
    Ok(Some(kept))
}

fn not_the_same(one: &Path, other: &Path) -> Result<(), BackupError> {
    let same = Identity::of(one).is_some_and(|one| Identity::of(other) == Some(one));
    if same || one == other { Err(BackupError::Itself(one.into())) } else { Ok(()) }
}
