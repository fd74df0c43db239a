//! Copies of the whole database: taken while it is in use, put back, and each proved before it is relied on.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, QueryBuilder, SqliteConnection};

use super::check::{self, Soundness};
use super::files::{Identity, beside, logs_of, regular, replaceable};
use super::in_use::InUse;
use super::ours::{check_ours, looking, newest_schema, quoted, with_nothing_run};
use super::partial::{Partial, rename_all};
use super::same_rows::same_rows;
use super::{OpenError, Opening, Store, StoreError};

/// How a copy is proved: `operations::checking` asks more than the store can.
pub trait Check: AsyncFn(&mut SqliteConnection) -> Result<Soundness, StoreError> {}

impl<F: AsyncFn(&mut SqliteConnection) -> Result<Soundness, StoreError>> Check for F {}

/// What a copy holds, for whoever made it to look at.
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
    /// What the check found, where it was copied although it is damaged.
    pub problems: Vec<String>,
}

/// Why a copy was not made. The database that was there before is untouched.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// One of the files cannot be opened as a database of ours, or is in use.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// A file is damaged.
    #[error(
        "{path} is damaged and was not used:\n{}\nTo keep what it holds all the same, add --although-damaged",
        problems.join("\n")
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// Each problem, as `section11 check` reports it.
        problems: Vec<String>,
    },
    /// The copy does not hold what the file holds that it was made from.
    #[error("the copy of {0} does not hold the same rows, so it was not used; try again, or use another disk")]
    Differs(PathBuf),
    /// The backup and the database are one file.
    #[error("{0} would be copied onto itself; name another file")]
    Itself(PathBuf),
    /// There is a log beside the file that is to be replaced.
    #[error("{0} is there: the file beside it is a database that is in use or was not closed; name another file")]
    Log(PathBuf),
    /// A file cannot be written, moved or read.
    #[error("{path}: {source}")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What is done with a file in which the check finds something wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damaged {
    /// It is refused.
    Refuse,
    /// It is copied as it is, with a word of what is wrong: a damaged copy is better than none.
    Keep,
}

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

/// Puts a backup in the place of a database that nobody uses, once this check finds it sound. What was there is kept
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

/// Copies a database as it is, before something changes it for good.
pub(super) async fn keep_before_migration(database: &Path, kept: &Path) -> Result<(), BackupError> {
    let partial = Partial::of(kept)?;
    copy(database, with_nothing_run(database), &partial.path, Damaged::Refuse, check::check).await?;
    partial.becomes(kept)
}

/// Copies into an empty file, proves the copy, and says what it holds.
async fn copy(
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

/// Checks a copy of a file from end to end; the connection to it, and what was found.
async fn prove(
    from: &Path,
    copy: &Path,
    damaged: Damaged,
    check: impl Check,
) -> Result<(SqliteConnection, Soundness), BackupError> {
    // Not as a file that can only be read: of such a one SQLite tries no rule of a column.
    let mut copy = looking(copy).disable_statement_logging().connect().await.map_err(StoreError::from)?;
    let found = check(&mut copy).await?;
    if found.problems.is_empty() || damaged == Damaged::Keep {
        return Ok((copy, found));
    }
    copy.close().await.map_err(StoreError::from)?;
    Err(BackupError::Damaged { path: from.into(), problems: found.problems })
}

fn not_the_same(one: &Path, other: &Path) -> Result<(), BackupError> {
    let same = Identity::of(one).is_some_and(|one| Identity::of(other) == Some(one));
    if same || one == other { Err(BackupError::Itself(one.into())) } else { Ok(()) }
}
