//! The SQLite file: opening it, and one module per noun that reads and writes rows.
//!
//! Rows become domain values here. The store counts and sums, but never decides who may see something, and never
//! makes a percentage or an average.

pub mod actions;
pub mod answer_saves;
pub mod answers;
pub mod audits;
pub mod board;
pub mod check;
pub mod choices;
pub mod forms;
pub mod log;
mod open;
pub mod organisations;
pub mod people;
pub mod results;
pub mod rounds;
mod row;
pub mod sessions;

pub use open::{OpenError, Opening, Snapshot, Store, Writing};

/// Something went wrong between the program and its database.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database could not do it.
    #[error("the database failed: {0}")]
    Database(#[from] sqlx::Error),
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
