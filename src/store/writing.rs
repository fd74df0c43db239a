//! Writing: one transaction at a time, and none any more once the disk has failed to keep one.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use sqlx::{Sqlite, SqliteConnection, SqlitePool, Transaction};

use super::{Result, StoreError};

/// Takes the write lock at once: no transaction reads first and finds then that it may not write.
const BEGIN: &str = "begin immediate";

/// The one connection that writes.
#[derive(Clone, Debug)]
pub(super) struct Writer {
    pool: SqlitePool,
    /// Whether the disk has failed to keep what it was given. What it then says it keeps is not to be trusted: only a
    /// new start, which reads the file anew, goes on.
    halted: Arc<AtomicBool>,
}

impl Writer {
    /// Writes through this pool of one connection.
    pub(super) fn new(pool: SqlitePool) -> Self {
        Self { pool, halted: Arc::default() }
    }

    /// Begins a transaction that holds the write lock.
    pub(super) async fn begin(&self) -> Result<Writing> {
        if self.halted.load(Ordering::SeqCst) {
            return Err(StoreError::Halted);
        }
        let transaction = match self.pool.begin_with(BEGIN).await {
            // A full disk ends SQLite's transaction by itself; sqlx still believes in it, and would for ever.
            Err(sqlx::Error::InvalidSavePointStatement) => {
                self.pool.acquire().await?.close().await?;
                self.pool.begin_with(BEGIN).await?
            }
            begun => begun?,
        };
        Ok(Writing { transaction, halted: self.halted.clone() })
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
    halted: Arc<AtomicBool>,
}

impl Writing {
    /// Keeps everything that was written: when this returns without an error, it is on the disk.
    pub async fn commit(self) -> Result<()> {
        let committed = self.transaction.commit().await.map_err(StoreError::from);
        if let Err(error) = &committed
            && error.is_failing_disk()
        {
            self.halted.store(true, Ordering::SeqCst);
            tracing::error!(%error, "the disk failed to keep a save; nothing is written any more until a new start");
        }
        committed
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
