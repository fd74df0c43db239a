//! The SQLite file: opening it, and one module per noun that reads and writes rows.
//!
//! Rows become domain values here. The store counts and sums, but never decides who may see something, and never
//! makes a percentage or an average.

pub mod actions;
pub mod answer_saves;
pub mod answers;
pub mod audits;
pub mod backup;
pub mod board;
pub mod check;
pub mod choices;
mod files;
pub mod forms;
mod in_use;
pub mod log;
mod open;
pub mod organisations;
pub mod people;
pub mod results;
pub mod rounds;
mod row;
pub mod sessions;
mod writing;

pub use backup::BackupError;
pub use in_use::InUse;
pub use open::{OpenError, Opening, Snapshot, Store};
pub use writing::Writing;

/// Something went wrong between the program and its database.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database could not do it.
    #[error("the database failed: {0}")]
    Database(#[from] sqlx::Error),
    /// The disk failed to keep a save; nothing is written any more.
    #[error("the disk failed to keep an earlier save: nothing is written until a new start")]
    Halted,
    /// A row holds what the program never writes.
    #[error("the database is inconsistent: {table}.{column} of row {row}")]
    Inconsistent {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// The row's number.
        row: i64,
    },
}

impl StoreError {
    /// Whether it may pass without a change of ours: the file is locked, its disk is full, read-only or failing, or
    /// too many wait for it. Nothing of the operation was kept.
    pub fn is_passing(&self) -> bool {
        match self {
            // SQLite's primary result codes: 5 busy, 6 locked, 8 read-only, 10 I/O, 13 full, 14 cannot open.
            Self::Database(sqlx::Error::Database(_)) => matches!(self.code() & 0xff, 5 | 6 | 8 | 10 | 13 | 14),
            Self::Database(error) => matches!(error, sqlx::Error::PoolTimedOut | sqlx::Error::Io(_)),
            Self::Halted => true,
            Self::Inconsistent { .. } => false,
        }
    }

    /// Whether the disk did not keep what it was given: what it says about later saves is not to be trusted.
    fn is_failing_disk(&self) -> bool {
        // SQLite's extended codes for I/O errors: 778 writing, 1034 making a file durable, 1290 making its name so.
        matches!(self.code(), 778 | 1034 | 1290)
    }

    /// The extended result code of the database; 0 for what is no error of its own.
    fn code(&self) -> i64 {
        match self {
            Self::Database(sqlx::Error::Database(error)) => {
                error.code().and_then(|code| code.parse().ok()).unwrap_or_default()
            }
            _ => 0,
        }
    }

    /// The unique column that a write would have doubled, as `table.column`, when that is what failed.
    pub fn doubled(&self) -> Option<&str> {
        match self {
            Self::Database(sqlx::Error::Database(error)) if error.is_unique_violation() => {
                error.message().rsplit(": ").next()
            }
            _ => None,
        }
    }
}

/// What every function of the store returns.
pub type Result<T> = std::result::Result<T, StoreError>;
