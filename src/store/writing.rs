//! Writing: one transaction at a time; none after the disk failed to keep one, or the file was damaged or put aside.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use sqlx::{Sqlite, SqliteConnection, SqlitePool, Transaction};
use tokio::runtime::Handle;

use super::files::{OpenFile, has_longest};
use super::untouched::Untouched;
use super::{Result, StoreError, check, damage, posts};

/// How long after damage was met the file is read again, and how often in a row it must be found damaged: a disk that
/// fails to read for a moment looks like damage too.
const AGAIN: Duration = Duration::from_secs(2);
/// See [`AGAIN`].
const TIMES: usize = 3;

/// Takes the write lock at once: no transaction reads first and then finds that it may not write.
const BEGIN: &str = "begin immediate";

/// The one connection that writes.
#[derive(Clone, Debug)]
pub(super) struct Writer {
    pool: SqlitePool,
    trouble: Arc<WriteTrouble>,
}

/// What has gone wrong with writing since the start.
#[derive(Debug)]
pub struct WriteTrouble {
    /// The file that is written to.
    file: Arc<OpenFile>,
    untouched: Untouched,
    /// Whether the disk has failed to keep a save, or the file is damaged, was written over or put aside. The disk's
    /// word about later saves is not to be trusted: only a new start, which reads the file anew, goes on.
    halted: AtomicBool,
    /// Whether the file is about to be read again because damage was met.
    looks_again: AtomicBool,
    locked: AtomicU64,
    disk: AtomicU64,
}

impl WriteTrouble {
    /// Whether nothing is written any more.
    pub fn is_halted(&self) -> bool {
        self.halted.load(Ordering::SeqCst)
    }

    /// How often the file was locked by another process for too long, or too many waited for it.
    pub fn locked(&self) -> u64 {
        self.locked.load(Ordering::Relaxed)
    }

    /// How often the disk was full, read-only or failing.
    pub fn disk(&self) -> u64 {
        self.disk.load(Ordering::Relaxed)
    }

    /// Refuses once writing has ended, and when the file was put aside or touched by another program: nobody would find
    /// again what is written to a file that was put aside.
    pub(super) fn may_write(&self) -> Result<()> {
        if self.is_halted() {
            return Err(StoreError::Halted);
        }
        if !self.file.is_in_place() {
            return Err(self.halt("the database, or its log, was replaced, moved or removed"));
        }
        self.only_if(self.untouched.is_so())
    }

    /// Refuses when somebody else has touched the file.
    fn only_if(&self, untouched: bool) -> Result<()> {
        let why = "the database was written over, or its log was cut, by another program";
        if untouched { Ok(()) } else { Err(self.halt(why)) }
    }

    /// Ends all writing. The log says why, once.
    fn halt(&self, why: &str) -> StoreError {
        if !self.halted.swap(true, Ordering::SeqCst) {
            let path = self.file.path().display();
            tracing::error!(%path, "{why}; nothing is written any more until a new start");
        }
        StoreError::Halted
    }

    /// Reads the structure of the whole file, and ends all writing when it is damaged. When it cannot be read, the next
    /// damage that is met has it read again.
    async fn look_again(self: Arc<Self>) {
        let mut found = Vec::new();
        for _ in 0..TIMES {
            tokio::time::sleep(AGAIN).await;
            found = check::damage(self.file.path()).await.unwrap_or_else(|error| {
                tracing::warn!(%error, "the database could not be read");
                Vec::new()
            });
            if found.is_empty() {
                break;
            }
        }
        if !found.is_empty() {
            self.halt(&format!("the database is damaged ({}): restore a backup", found.join("; ")));
        }
        self.looks_again.store(false, Ordering::SeqCst);
    }

    fn count(&self, error: &StoreError) {
        if error.is_of_the_disk() {
            self.disk.fetch_add(1, Ordering::Relaxed);
        } else if error.is_passing() {
            self.locked.fetch_add(1, Ordering::Relaxed);
        }
    }
}

impl Writer {
    /// Writes to this file through this pool of one connection; `is_shared` when a server may write to it too.
    pub(super) fn new(pool: SqlitePool, file: Arc<OpenFile>, is_shared: bool) -> Self {
        let (halted, looks_again, locked, disk) = Default::default();
        let untouched = Untouched::new(file.path(), is_shared);
        Self { pool, trouble: Arc::new(WriteTrouble { file, untouched, halted, looks_again, locked, disk }) }
    }

    /// From now on, damage that anything in this process meets is damage of this file.
    pub(super) fn is_served(&self) {
        let served = self.trouble.clone();
        damage::when_met(move || {
            if let Ok(runtime) = Handle::try_current()
                && !served.is_halted()
                && !served.looks_again.swap(true, Ordering::SeqCst)
            {
                runtime.spawn(served.clone().look_again());
            }
        });
    }

    /// Writes nothing any more until a new start.
    pub(super) fn halt(&self) {
        self.trouble.halted.store(true, Ordering::SeqCst);
    }

    /// What has gone wrong so far.
    pub(super) fn trouble(&self) -> &WriteTrouble {
        &self.trouble
    }

    /// Begins a transaction that holds the write lock.
    pub(super) async fn begin(&self) -> Result<Writing> {
        self.trouble.may_write()?;
        let writing = self.begin_anyway().await.inspect_err(|error| self.trouble.count(error))?;
        self.trouble.only_if(self.trouble.untouched.is_so_between_saves())?;
        Ok(writing)
    }

    async fn begin_anyway(&self) -> Result<Writing> {
        let transaction = match self.pool.begin_with(BEGIN).await {
            // A full disk ends SQLite's transaction by itself; sqlx still believes in it, and would for ever.
            Err(sqlx::Error::InvalidSavePointStatement) => {
                self.pool.acquire().await?.close().await?;
                self.pool.begin_with(BEGIN).await?
            }
            begun => begun?,
        };
        Ok(Writing { transaction, trouble: self.trouble.clone() })
    }

    /// Closes the connection.
    pub(super) async fn close(&self) {
        self.pool.close().await;
    }
}

/// A transaction that holds the write lock from its beginning. Nothing is kept unless it is committed.
#[derive(Debug)]
pub struct Writing {
    transaction: Transaction<'static, Sqlite>,
    trouble: Arc<WriteTrouble>,
}

impl Writing {
    /// Keeps everything that was written: when this returns without an error, it is on the disk, in the file that has
    /// the database's name.
    pub async fn commit(mut self) -> Result<()> {
        // The effect of a form and its key are kept together.
        posts::keep(&mut self.transaction).await.inspect_err(|error| self.trouble.count(error))?;
        let Self { transaction, trouble } = self;
        let keeping = trouble.untouched.begin_keeping();
        trouble.only_if(keeping.is_some())?;
        let seen_to = trouble.clone();
        // The caller may leave in the middle of it: the commit is seen to its end all the same.
        let kept = tokio::spawn(async move {
            let committed = transaction.commit().await.map_err(StoreError::from);
            keeping.inspect(|keeping| seen_to.untouched.end_keeping(*keeping));
            if let Err(error) = &committed {
                seen_to.count(error);
                if error.is_failing_disk() && !has_longest(seen_to.file.path()) {
                    seen_to.halt(&format!("the disk failed to keep a save ({error})"));
                }
            }
            committed?;
            seen_to.may_write()
        });
        match kept.await {
            Ok(kept) => kept?,
            Err(ended) if ended.is_panic() => std::panic::resume_unwind(ended.into_panic()),
            // The program is stopping: nobody is told that it is kept.
            Err(_) => return Err(StoreError::Halted),
        }
        posts::is_kept();
        Ok(())
    }
}

impl Deref for Writing {
    type Target = SqliteConnection;

    fn deref(&self) -> &SqliteConnection {
        &self.transaction
    }
}

impl DerefMut for Writing {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        &mut self.transaction
    }
}

#[cfg(test)]
mod tests {
    use sqlx::Executor;

    use crate::store::{Opening, Store, StoreError};

    #[tokio::test]
    async fn f17_what_is_kept_in_a_file_that_lost_its_name_meanwhile_is_not_acknowledged() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("s.db");
        let other = folder.path().join("other.db");
        Store::open(&other, Opening::Create).await.unwrap().close().await;
        // Renamed, removed, and replaced while a transaction is under way.
        let ways: [&dyn Fn(); 3] = [
            &|| std::fs::rename(&path, folder.path().join("moved.db")).unwrap(),
            &|| std::fs::remove_file(&path).unwrap(),
            &|| std::fs::rename(&other, &path).unwrap(),
        ];
        for way in ways {
            let store = Store::open(&path, Opening::Create).await.unwrap();
            let mut writing = store.writing().await.unwrap();
            writing.execute("insert into sign_in_try (account_hash, at) values (x'00', '')").await.unwrap();
            way();
            assert!(matches!(writing.commit().await, Err(StoreError::Halted)));
            assert!(store.trouble().is_halted());
            assert!(matches!(store.writing().await, Err(StoreError::Halted)));
            assert!(matches!(store.is_ready().await, Err(StoreError::Halted)));
            // Readers read the file that was opened, and never the other one.
            let mut reading = Vec::new();
            for _ in 0..4 {
                reading.push(store.reading().await.unwrap());
            }
            assert!(matches!(store.snapshot_aside().await, Err(StoreError::Halted | StoreError::Database(_))));
            drop(reading);
            store.close().await;
        }
    }
}
