//! Opening the database file: only ours, only as new as the program, never a fresh one by mistake.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use sqlx::pool::PoolConnection;
use sqlx::sqlite::{SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Executor, Sqlite, SqlitePool, Transaction};

use super::copy::keep_before_migration;
use super::files::{self, OpenFile, beside, make_private};
use super::open_error::failure;
use super::ours::{MARK, MIGRATIONS, check_ours, looking, with_nothing_run};
use super::untouched::LONGEST_LOG_KEPT;
use super::writing::{WriteTrouble, Writer, Writing};
use super::{OpenError, Opening, Result, StoreError};

/// Versions before this one can corrupt a database when the write-ahead log is reset.
const OLDEST_SAFE_SQLITE: (u32, u32, u32) = (3, 51, 3);
/// How long to wait for a connection: behind a file that another process holds, a queue must not grow for long.
const POOL_TIMEOUT: Duration = Duration::from_secs(10);
const READERS: u32 = 4;
/// The number of pages at which the log is brought into the file.
const PAGES_OF_LOG: &str = "1000";

/// The open database: one connection that writes, a few that only read.
#[derive(Clone, Debug)]
pub struct Store {
    writer: Writer,
    readers: SqlitePool,
    file: Arc<OpenFile>,
}

/// A transaction that only reads.
pub type Snapshot = Transaction<'static, Sqlite>;

impl Store {
    /// Opens the database, brings its schema up to date, and checks that it is ours and safe to write.
    pub async fn open(path: &Path, opening: Opening) -> std::result::Result<Self, OpenError> {
        let path = &files::database(path)?;
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
        Self::open_ours(path, opening).await
    }

    /// The same for a file that is known to be ours or empty; no copy is kept of it.
    pub(super) async fn open_ours(path: &Path, opening: Opening) -> std::result::Result<Self, OpenError> {
        let failed = |source| failure(path, source);
        let base = with_nothing_run(path)
            .foreign_keys(true)
            // Without it, `insert or replace` takes a row away without any trigger.
            .pragma("recursive_triggers", "on")
            .statement_cache_capacity(256);
        let writing = base
            .clone()
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .pragma("journal_size_limit", LONGEST_LOG_KEPT.to_string())
            // A server knows its file by the pages that it brought in itself (`untouched.rs`): others bring in none.
            .pragma("wal_autocheckpoint", if opening.is_shared() { "0" } else { PAGES_OF_LOG });
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
        Ok(Self { writer: Writer::new(writer, file.clone(), opening.is_shared()), readers, file })
    }

    /// Where the file is.
    pub fn path(&self) -> &Path {
        self.file.path()
    }

    /// A connection that only reads.
    pub async fn reading(&self) -> Result<PoolConnection<Sqlite>> {
        Ok(self.readers.acquire().await?)
    }

    /// A connection that reads everything as of one moment, that of its first reading: sums from several statements
    /// agree with one another.
    pub async fn snapshot(&self) -> Result<Snapshot> {
        Ok(self.readers.begin().await?)
    }

    /// The same on a connection of its own, for long readings, so that nobody waits for it. The thread of the
    /// connection has the priority of the thread that asks for it.
    pub async fn snapshot_aside(&self) -> Result<Snapshot> {
        let options = (*self.readers.connect_options()).clone();
        let own = pool(1).connect_with(options).await?;
        let snapshot = own.begin().await?;
        if self.file.is_in_place() { Ok(snapshot) } else { Err(StoreError::Halted) }
    }

    /// From now on damage that anything in this process meets ends all writing to this file: the process serves it, and
    /// has no other open.
    pub fn is_served(&self) {
        self.writer.is_served();
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
        // Writes the mark again, as opening does.
        writing.execute(MARK).await?;
        writing.commit().await
    }

    /// What has gone wrong with writing since the start.
    pub fn trouble(&self) -> &WriteTrouble {
        self.writer.trouble()
    }

    /// Reads the whole file once, on a connection of its own, for damage to its structure; `section11 check` compares
    /// texts and hashes. A damaged file is not written to any more: its sound parts may still be read, and writing
    /// could make it worse. The log says what was found.
    pub async fn look_for_damage(&self) {
        match super::check::damage(self.path()).await {
            Ok(found) if found.is_empty() => {
                let not_compared = "texts and hashes are compared by `section11 check`";
                tracing::info!("the database was read from end to end and its structure is sound; {not_compared}");
            }
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

/// A pool of so many connections, opened at once and kept: a later connection by the same name could be to another
/// file. A connection to a file is not lost like one to a server: testing it each time would only double the way to the
/// database's thread and back.
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
