//! Copies of the whole database: taken while it is in use, put back, and each proved before it is relied on.

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
    // A file that is there may itself be a database that somebody uses, or that was left without being closed.
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

/// Puts a backup in the place of a database that nobody uses, once this check finds it sound, or damage is to be kept. What was there is kept
/// beside it under the name that is returned; `moment` becomes part of that name.
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
    // Nothing is written to a backup, nor beside it: what nobody uses and has no log is read as it lies there.
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
    // That it opens is the last proof; a backup of an older version is brought up to date by it.
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

/// Opens a database to be read as of one moment and not written, whoever uses it.
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

/// Moves what has this name, or is left of it, out of the way. A log alone is moved too: it would be taken for the log
/// of the next file that has the name.
fn keep(database: &Path, moment: &str) -> Result<Option<PathBuf>, BackupError> {
    if !database.exists() && logs_of(database).is_empty() {
        return Ok(None);
    }
    let first = beside(database, &format!(".replaced-{moment}"));
    let further = (2..).map(|number| beside(database, &format!(".replaced-{moment}-{number}")));
    let mut names = std::iter::once(first).chain(further);
    let kept = names.find(|name| !name.exists()).expect("some number is free");
    // The file itself is the first to go and the last to come back: with its name and without its log it would be taken for
    // whole, and its last saves would be lost.
    rename_all(database, &kept, ["", "-wal", "-shm", "-journal"])?;
    Ok(Some(kept))
}

fn not_the_same(one: &Path, other: &Path) -> Result<(), BackupError> {
    let same = Identity::of(one).is_some_and(|one| Identity::of(other) == Some(one));
    if same || one == other { Err(BackupError::Itself(one.into())) } else { Ok(()) }
}
