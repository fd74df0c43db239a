//! What can go wrong between the program and its database.

use super::damage;

/// Something went wrong between the program and its database.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database could not do it.
    #[error("the database failed: {0}")]
    Database(#[source] sqlx::Error),
    /// The disk failed to keep a save, or the file is damaged or was put aside; nothing is written any more.
    #[error(
        "the disk failed to keep an earlier save, or the file is damaged, or was replaced or moved: nothing is written \
         until a new start"
    )]
    Halted,
    /// A row holds a value that the program never writes.
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

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let error = Self::Database(error);
        if error.is_damage() {
            damage::was_met();
        }
        error
    }
}

impl StoreError {
    /// Whether the error may pass by itself: the file is locked, its disk is full, read-only or failing, or too many
    /// wait for it. Nothing of the operation was kept.
    pub fn is_passing(&self) -> bool {
        match self {
            // SQLite's primary result codes: 5 busy, 6 locked.
            Self::Database(sqlx::Error::Database(_)) => self.is_of_the_disk() || matches!(self.code() & 0xff, 5 | 6),
            Self::Database(error) => self.is_of_the_disk() || matches!(error, sqlx::Error::PoolTimedOut),
            Self::Halted => true,
            Self::Inconsistent { .. } => false,
        }
    }

    /// Whether the disk is full, read-only or failing.
    pub(super) fn is_of_the_disk(&self) -> bool {
        // SQLite's primary result codes: 8 read-only, 10 I/O, 13 full, 14 cannot open.
        matches!(self.code() & 0xff, 8 | 10 | 13 | 14) || matches!(self, Self::Database(sqlx::Error::Io(_)))
    }

    /// Whether the disk failed to keep a write: its word about later saves is not to be trusted.
    pub(super) fn is_failing_disk(&self) -> bool {
        // SQLite's extended codes for I/O errors: 778 writing, 1034 making a file durable, 1290 making its name so.
        matches!(self.code(), 778 | 1034 | 1290)
    }

    /// Whether the file is damaged.
    pub(super) fn is_damage(&self) -> bool {
        // SQLite's primary result codes: 11 a malformed image, 26 no database at all.
        matches!(self.code() & 0xff, 11 | 26)
    }

    /// Whether the contents of the file are not what the program writes: pages that do not hang together, or a row that
    /// it cannot read.
    pub(super) fn is_of_the_file(&self) -> bool {
        let is_unreadable = matches!(
            self,
            Self::Inconsistent { .. } | Self::Database(sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_))
        );
        is_unreadable || self.is_damage()
    }

    /// The extended result code of the database; 0 for an error that is not the database's.
    pub(super) fn code(&self) -> i64 {
        match self {
            Self::Database(sqlx::Error::Database(error)) => {
                error.code().and_then(|code| code.parse().ok()).unwrap_or_default()
            }
            _ => 0,
        }
    }

    /// The unique column that a write violated, as `table.column`, when that is what failed.
    pub fn violated_unique_column(&self) -> Option<&str> {
        match self {
            Self::Database(sqlx::Error::Database(error)) if error.is_unique_violation() => {
                error.message().rsplit(": ").next()
            }
            _ => None,
        }
    }
}

/// The result of every function of the store.
pub type Result<T> = std::result::Result<T, StoreError>;
