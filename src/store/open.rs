//! Opening the database file: only ours, only as new as the program, never a fresh one by mistake.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use sqlx::pool::PoolConnection;
use sqlx::sqlite::{SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Executor, Sqlite, SqlitePool, Transaction};

use super::backup::keep_before_migration;
use super::files::{OpenFile, beside, make_private, regular};
use super::ours::{MARK, MIGRATIONS, check_ours, looking, with_nothing_run};
use super::writing::{WriteTrouble, Writer, Writing};
use super::{BackupError, Result, StoreError};

/// Versions before this one can corrupt a database when the write-ahead log is reset.
const OLDEST_SAFE_SQLITE: (u32, u32, u32) = (3, 51, 3);
/// How long a write waits for another process before it fails.
pub(super) const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// How long anyone waits for a connection. Behind a file that another process holds, a queue must not grow for long.
const POOL_TIMEOUT: Duration = Duration::from_secs(10);
const READERS: u32 = 4;
/// How many rows the database's thread reads ahead of whoever asked for them.
const ROWS_AT_ONCE: usize = 256;

/// To how many bytes the write-ahead log's file is cut down, once a long reading has let it grow.
const LONGEST_LOG_KEPT: &str = "67108864";

/// The open database: one connection that writes, a few that only read.
#[derive(Clone, Debug)]
pub struct Store {
    writer: Writer,
    readers: SqlitePool,
    file: Arc<OpenFile>,
}

/// A transaction that only reads.
pub type Snapshot = Transaction<'static, Sqlite>;

/// Whether a missing database is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// It must be there.
    Existing,
    /// It must be there, and another program uses it: its schema stays as it is.
    Beside,
    /// It is made when it is not there.
    Create,
}

/// Why a database file was not opened. `Display` names the file and what to do.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// There is no such file.
    #[error("there is no database at {0}; give the right path (only serve --create makes a new one)")]
    Missing(PathBuf),
    /// It is no file at all, and was not opened.
    #[error("{path} is {what}; a database is a regular file")]
    NoFile {
        /// The path.
        path: PathBuf,
        /// What it is.
        what: &'static str,
    },
    /// It is a link, which would be replaced in the place of the file.
    #[error("{0} is a link; give the path of the file itself")]
    Link(PathBuf),
    /// It would live on under its other names when it is replaced.
    #[error("{0} has other names too (hard links) and would live on under them; remove those first")]
    SeveralNames(PathBuf),
    /// It is some other file.
    #[error("{0} is not a section11 database; it has been left as it is")]
    NotOurs(PathBuf),
    /// Its schema is not the one that the program makes.
    #[error("{path} is not as section11 makes its databases, and was not used:\n{}", differences.join("\n"))]
    Schema {
        /// The file.
        path: PathBuf,
        /// What differs, by name.
        differences: Vec<String>,
    },
    /// A newer program wrote it.
    #[error("{0} was written by a newer version of section11; use that version, or restore the copy made before")]
    Newer(PathBuf),
    /// It cannot be written.
    #[error("{0} cannot be written: the file, its folder or the file system is read-only or full")]
    ReadOnly(PathBuf),
    /// Another program serves it, or replaces it.
    #[error("{0} is in use by another section11; stop that one first")]
    InUse(PathBuf),
    /// Another program uses it by a name beside which its log lies.
    #[error("{0} is in use by another section11 under another name; use that name, or stop that one first")]
    OtherName(PathBuf),
    /// Another program uses it, and would have to be brought up to date too.
    #[error("{0} is in use by an older section11; stop that one first")]
    InUseByOlder(PathBuf),
    /// No copy could be kept of the file as it was; it has not been changed.
    #[error("{path} was not brought up to date, because no copy of it could be kept: {source}")]
    NoCopy {
        /// The file.
        path: PathBuf,
        /// Why.
        source: Box<BackupError>,
    },
    /// A migration failed; nothing of it was kept.
    #[error("{path} could not be brought up to date: {source}")]
    Migration {
        /// The file.
        path: PathBuf,
        /// Why.
        source: sqlx::migrate::MigrateError,
    },
    /// The program was built with an unsafe `SQLite`.
    #[error("the built-in SQLite {0} is older than 3.51.3 and can corrupt databases; build with a newer one")]
    OldSqlite(String),
    /// Anything else.
    #[error("{path} could not be opened: {source}")]
    Database {
        /// The file.
        path: PathBuf,
        /// Why.
        source: sqlx::Error,
    },
}

impl Store {
    /// Opens the database, brings its schema up to date, and checks that it is ours and safe to write.
    pub async fn open(path: &Path, opening: Opening) -> std::result::Result<Self, OpenError> {
        let path = &regular(path)?;
        let exists = path.metadata().is_ok_and(|file| file.len() > 0);
        if !exists && opening != Opening::Create {
            return Err(if path.exists() { OpenError::NotOurs(path.into()) } else { OpenError::Missing(path.into()) });
        }
        if exists {
            if let Some(older) = check_ours(path, looking(path)).await? {
                if opening == Opening::Beside {
                    return Err(OpenError::InUseByOlder(path.into()));
                }
                let kept = beside(path, &format!(".schema-{older}"));
                let copied = keep_before_migration(path, &kept).await;
                copied.map_err(|source| OpenError::NoCopy { path: path.into(), source: source.into() })?;
            }
        } else {
            make_private(path).map_err(|_| OpenError::ReadOnly(path.into()))?;
        }
        Self::open_ours(path).await
    }

    /// The same for a file that is known to be ours or empty; no copy is kept of it.
    pub(super) async fn open_ours(path: &Path) -> std::result::Result<Self, OpenError> {
        let failed = |source| failure(path, source);
        let base = with_nothing_run(path)
            .foreign_keys(true)
            // Without it, `insert or replace` takes a row away and no trigger sees it go.
            .pragma("recursive_triggers", "on")
            .statement_cache_capacity(256)
            .row_buffer_size(ROWS_AT_ONCE);
        let writing = base
            .clone()
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .pragma("journal_size_limit", LONGEST_LOG_KEPT);
        let file = OpenFile::at(path);
        let writer = pool(1).connect_with(writing).await.map_err(failed)?;
        check_sqlite(&writer).await.map_err(failed)?.map_or(Ok(()), |version| Err(OpenError::OldSqlite(version)))?;
        // Written each time and before anything else: a new file is ours from its first moment, and a file
        // system that has become read-only is found now.
        writer.execute(MARK).await.map_err(failed)?;
        let file = Arc::new(file.with_log());
        migrate(path, &writer).await?;
        let reading = base.pragma("query_only", "on");
        let readers = all_opened(pool(READERS).connect_with(reading).await.map_err(failed)?).await.map_err(failed)?;
        Ok(Self { writer: Writer::new(writer, file.clone()), readers, file })
    }

    /// Where the file is.
    pub fn path(&self) -> &Path {
        self.file.path()
    }

    /// A connection that only reads.
    pub async fn reading(&self) -> Result<PoolConnection<Sqlite>> {
        Ok(self.readers.acquire().await?)
    }

    /// A connection on which everything is read as of one moment, that of the first reading: sums from several
    /// statements agree with one another.
    pub async fn snapshot(&self) -> Result<Snapshot> {
        Ok(self.readers.begin().await?)
    }

    /// The same on a connection of its own, for long readings: nobody waits for it. The thread that works for the
    /// connection has the priority of the one that asks for it.
    pub async fn snapshot_aside(&self) -> Result<Snapshot> {
        let options = (*self.readers.connect_options()).clone();
        let own = pool(1).connect_with(options).await?;
        let snapshot = own.begin().await?;
        if self.file.is_in_place() { Ok(snapshot) } else { Err(StoreError::Halted) }
    }

    /// Begins a transaction that writes. Nothing is kept unless it is committed.
    pub async fn writing(&self) -> Result<Writing> {
        self.writer.begin().await
    }

    /// Whether a save would be kept at this moment: the file is read, and a page of it written.
    pub async fn is_ready(&self) -> Result<()> {
        self.writer.trouble().may_write()?;
        sqlx::query_scalar::<_, i64>("select count(*) from board").fetch_one(&mut *self.reading().await?).await?;
        let mut writing = self.writing().await?;
        // Writes what is there already, as opening does.
        writing.execute(MARK).await?;
        writing.commit().await
    }

    /// What has gone wrong with writing since the start.
    pub fn trouble(&self) -> &WriteTrouble {
        self.writer.trouble()
    }

    /// Reads the whole file once, on a connection of its own. Where it is damaged, nothing is written to it any more:
    /// what is sound in it may still be read, and writing could make it worse. The log says what was found.
    pub async fn look_for_damage(&self) {
        match super::check::damage(self.path()).await {
            Ok(found) if found.is_empty() => tracing::info!("the database was read from end to end and is sound"),
            Ok(found) => {
                self.writer.halt();
                let (path, found) = (self.path().display(), found.join("; "));
                tracing::error!(%path, found, "the database is damaged; nothing is written to it: restore a backup");
            }
            Err(error) => tracing::error!(%error, "the database could not be read from end to end"),
        }
    }

    /// Closes every connection; the write-ahead log is folded into the file.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

/// So many connections, opened at once and kept: one that is opened later by the same name could be to another file. One
/// to a file is not lost like one to a server: asking each time whether it is still there would only double the way to
/// the database's thread and back.
fn pool(connections: u32) -> SqlitePoolOptions {
    let options = SqlitePoolOptions::new().max_connections(connections);
    let options = options.idle_timeout(None).max_lifetime(None).acquire_timeout(POOL_TIMEOUT);
    // SQLite opens the log by its name with the first reading.
    options.test_before_acquire(false).after_connect(|db, _| {
        Box::pin(async move { db.execute("select count(*) from sqlite_schema").await.map(drop) })
    })
}

/// The same pool once each of its connections is open.
async fn all_opened(pool: SqlitePool) -> sqlx::Result<SqlitePool> {
    let mut all = Vec::new();
    for _ in 0..READERS {
        all.push(pool.acquire().await?);
    }
    Ok(pool)
}

async fn check_sqlite(pool: &SqlitePool) -> sqlx::Result<Option<String>> {
    let version: String = sqlx::query_scalar("select sqlite_version()").fetch_one(pool).await?;
    let mut parts = version.split('.').map(|part| part.parse().unwrap_or(0));
    let mut next = || parts.next().unwrap_or(0);
    Ok(((next(), next(), next()) < OLDEST_SAFE_SQLITE).then_some(version))
}

async fn migrate(path: &Path, pool: &SqlitePool) -> std::result::Result<(), OpenError> {
    use sqlx::migrate::MigrateError;
    MIGRATIONS.run(pool).await.map_err(|source| match source {
        MigrateError::VersionMissing(_) | MigrateError::VersionTooNew(..) => OpenError::Newer(path.into()),
        MigrateError::Execute(error) => failure(path, error),
        source => OpenError::Migration { path: path.into(), source },
    })
}

pub(super) fn failure(path: &Path, source: sqlx::Error) -> OpenError {
    // SQLite's primary result codes: 8 read-only, 10 I/O, 13 full, 14 cannot open, 26 not a database.
    let code =
        source.as_database_error().and_then(sqlx::error::DatabaseError::code).and_then(|code| code.parse::<i64>().ok());
    match code.map(|code| code & 0xff) {
        Some(8 | 13 | 14) => OpenError::ReadOnly(path.into()),
        Some(26) => OpenError::NotOurs(path.into()),
        _ => OpenError::Database { path: path.into(), source },
    }
}

#[cfg(test)]
mod tests {
    use sqlx::sqlite::SqliteConnectOptions;
    use sqlx::{ConnectOptions, Connection};

    use super::*;

    fn folder() -> tempfile::TempDir {
        tempfile::tempdir().unwrap()
    }

    #[tokio::test]
    async fn a_missing_database_is_an_error_unless_it_is_to_be_made() {
        let folder = folder();
        let path = folder.path().join("s.db");
        assert!(matches!(Store::open(&path, Opening::Existing).await, Err(OpenError::Missing(_))));
        assert!(!path.exists());
        Store::open(&path, Opening::Create).await.unwrap().close().await;
        Store::open(&path, Opening::Existing).await.unwrap().close().await;
    }

    #[tokio::test]
    async fn a_file_that_is_not_ours_is_left_as_it_is() {
        let folder = folder();
        for (name, bytes) in [("text", b"not a database, but long enough to look at".to_vec()), ("empty", vec![])] {
            let path = folder.path().join(name);
            std::fs::write(&path, &bytes).unwrap();
            assert!(matches!(Store::open(&path, Opening::Existing).await, Err(OpenError::NotOurs(_))), "{name}");
            assert_eq!(std::fs::read(&path).unwrap(), bytes);
        }
        let other = folder.path().join("other.db");
        let mut connection =
            SqliteConnectOptions::new().filename(&other).create_if_missing(true).connect().await.unwrap();
        connection.execute("create table t (x)").await.unwrap();
        connection.close().await.unwrap();
        assert!(matches!(Store::open(&other, Opening::Create).await, Err(OpenError::NotOurs(_))));
    }

    #[tokio::test]
    async fn a_newer_database_is_refused() {
        let folder = folder();
        let path = folder.path().join("s.db");
        let store = Store::open(&path, Opening::Create).await.unwrap();
        let newer = "insert into _sqlx_migrations (version, description, success, checksum, execution_time) \
                     values (999999, 'later', 1, x'00', 0)";
        let mut writing = store.writing().await.unwrap();
        writing.execute(newer).await.unwrap();
        writing.commit().await.unwrap();
        store.close().await;
        assert!(matches!(Store::open(&path, Opening::Existing).await, Err(OpenError::Newer(_))));
    }

    #[tokio::test]
    async fn f15_a_file_whose_schema_was_made_by_another_text_is_refused_and_left_as_it_is() {
        let folder = folder();
        let path = folder.path().join("s.db");
        let store = Store::open(&path, Opening::Create).await.unwrap();
        let mut writing = store.writing().await.unwrap();
        writing.execute("update _sqlx_migrations set checksum = x'00' where version = 2").await.unwrap();
        writing.commit().await.unwrap();
        store.close().await;
        let before = std::fs::read(&path).unwrap();
        let refused = Store::open(&path, Opening::Existing).await.unwrap_err();
        assert!(matches!(refused, OpenError::Migration { .. }), "{refused}");
        assert!(refused.to_string().contains("s.db could not be brought up to date"), "{refused}");
        assert_eq!(std::fs::read(&path).unwrap(), before);
    }

    #[tokio::test]
    async fn readers_cannot_write_and_the_schema_says_whose_it_is() {
        let folder = folder();
        let store = Store::open(&folder.path().join("s.db"), Opening::Create).await.unwrap();
        let mut reading = store.reading().await.unwrap();
        assert!(reading.execute("delete from person").await.is_err());
        let id: i64 = sqlx::query_scalar("pragma application_id").fetch_one(&mut *reading).await.unwrap();
        assert_eq!(id, 0x5331_3141);
        let mode: String = sqlx::query_scalar("pragma journal_mode").fetch_one(&mut *reading).await.unwrap();
        assert_eq!(mode, "wal");
        let mut writing = store.writing().await.unwrap();
        let full: i64 = sqlx::query_scalar("pragma synchronous").fetch_one(&mut *writing).await.unwrap();
        assert_eq!(full, 2);
    }
}
