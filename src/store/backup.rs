//! Copies of the whole database: taken while it is in use, put back, and each proved before it is relied on.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, QueryBuilder, SqliteConnection};

use super::files::{beside, put_in_place};
use super::in_use::InUse;
use super::open::{BUSY_TIMEOUT, check_ours};
use super::{OpenError, Opening, Store, StoreError, check};

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
}

/// Why a copy was not made. The database that was there before is untouched.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// One of the files cannot be opened as a database of ours, or is in use.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// A file is damaged.
    #[error("{path} is damaged and was not used:\n{}", problems.join("\n"))]
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

/// Copies a database that may be in use into a file of its own, as of one moment. The copy is read from end to end
/// before it gets its name; a file of that name is replaced only then.
pub async fn backup(database: &Path, output: &Path) -> Result<Copied, BackupError> {
    not_the_same(database, output)?;
    check_ours(database).await?;
    let partial = beside(output, ".partial");
    let copied = copy(database, &partial).await;
    finish(copied, &partial, output)
}

/// Puts a backup in the place of a database that nobody uses. What was there is kept beside it under the name that is
/// returned; `moment` becomes part of that name.
pub async fn restore(from: &Path, database: &Path, moment: &str) -> Result<(Copied, Option<PathBuf>), BackupError> {
    not_the_same(from, database)?;
    let _in_use = InUse::take(database, Opening::Create)?;
    check_ours(from).await?;
    let partial = beside(database, ".partial");
    let copied = match copy(from, &partial).await {
        Ok(copied) => same_rows(from, &partial).await.map(|()| copied),
        Err(error) => Err(error),
    };
    if copied.is_err() {
        return finish(copied, &partial, database).map(|copied| (copied, None));
    }
    let kept = database.exists().then(|| beside(database, &format!(".replaced-{moment}")));
    if let Some(kept) = &kept {
        rename_whole(database, kept)?;
    }
    let copied = match (finish(copied, &partial, database), &kept) {
        (Err(error), Some(kept)) => {
            rename_whole(kept, database)?;
            return Err(error);
        }
        (copied, _) => copied?,
    };
    // That it opens is the last proof; a backup of an older version is brought up to date by it.
    Store::open(database, Opening::Existing).await?.close().await;
    Ok((copied, kept))
}

/// Gives a database that nobody uses another name, and the files that belong to it.
fn rename_whole(database: &Path, other: &Path) -> Result<(), BackupError> {
    for added in ["-wal", "-shm", ""] {
        let (old, new) = (beside(database, added), beside(other, added));
        if old.exists() {
            fs::rename(&old, &new).map_err(|source| BackupError::File { path: old, source })?;
        }
    }
    Ok(())
}

/// Copies a database as it is, before something changes it for good.
pub(super) async fn keep_before_migration(database: &Path, kept: &Path) -> Result<(), BackupError> {
    let partial = beside(kept, ".partial");
    let copied = copy(database, &partial).await;
    finish(copied, &partial, kept).map(drop)
}

fn finish(copied: Result<Copied, BackupError>, partial: &Path, path: &Path) -> Result<Copied, BackupError> {
    let placed = copied.and_then(|copied| {
        put_in_place(partial, path).map_err(|source| BackupError::File { path: path.into(), source })?;
        Ok(copied)
    });
    if placed.is_err() {
        // What is left of a copy that failed is of no use to anybody; that it cannot be removed changes nothing.
        let _ = fs::remove_file(partial);
    }
    placed
}

/// Copies into a new file, reads the copy from end to end, and says what it holds.
async fn copy(from: &Path, to: &Path) -> Result<Copied, BackupError> {
    match fs::remove_file(to) {
        Err(source) if source.kind() != io::ErrorKind::NotFound => {
            return Err(BackupError::File { path: to.into(), source });
        }
        _ => {}
    }
    // SQLite would only say that it cannot open the file.
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::metadata(folder).map_err(|source| BackupError::File { path: folder.into(), source })?;
    let mut source = connect(from).await?;
    let name = to
        .to_str()
        .ok_or_else(|| BackupError::File { path: to.into(), source: io::ErrorKind::InvalidFilename.into() })?;
    sqlx::query("vacuum into ?").bind(name).execute(&mut source).await.map_err(StoreError::from)?;
    source.close().await.map_err(StoreError::from)?;

    let mut copy = connect(to).await?;
    let found = check::check(&mut copy).await?;
    let count = async |copy: &mut SqliteConnection, table: &str| {
        QueryBuilder::new("select count(*) from ").push(table).build_query_scalar().fetch_one(copy).await
    };
    let mut rows = [0; 3];
    for (rows, table) in rows.iter_mut().zip(["organisation", "audit", "answer_save"]) {
        *rows = count(&mut copy, table).await.map_err(StoreError::from)?;
    }
    let until = sqlx::query_scalar("select max(at) from log").fetch_one(&mut copy).await.map_err(StoreError::from)?;
    copy.close().await.map_err(StoreError::from)?;
    if !found.problems.is_empty() {
        return Err(BackupError::Damaged { path: from.into(), problems: found.problems });
    }
    let bytes = fs::metadata(to).map_err(|source| BackupError::File { path: to.into(), source })?.len();
    Ok(Copied { bytes, schema: found.schema, rows, until })
}

/// That two files hold the same rows in every table.
async fn same_rows(original: &Path, copy: &Path) -> Result<(), BackupError> {
    let mut db = connect(copy).await?;
    let same = check::same_rows(&mut db, original).await?;
    db.close().await.map_err(StoreError::from)?;
    if same { Ok(()) } else { Err(BackupError::Differs(original.into())) }
}

async fn connect(path: &Path) -> Result<SqliteConnection, BackupError> {
    let options = SqliteConnectOptions::new().filename(path).busy_timeout(BUSY_TIMEOUT);
    Ok(options.connect().await.map_err(StoreError::from)?)
}

fn not_the_same(one: &Path, other: &Path) -> Result<(), BackupError> {
    let same = one.canonicalize().ok().zip(other.canonicalize().ok()).is_some_and(|(one, other)| one == other);
    if same || one == other { Err(BackupError::Itself(one.into())) } else { Ok(()) }
}
