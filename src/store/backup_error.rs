//! Why a copy of a database was not made.

use std::io;
use std::path::PathBuf;

use super::{OpenError, StoreError};

/// Why a copy was not made. The database that was there before is untouched.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// One of the files cannot be opened as a database of ours, or is in use.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// A file is damaged.
    #[error(
        "{path} is damaged and was not used:\n{}",
        problems.join("\n")
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// Each problem, as `section11 check` reports it.
        problems: Vec<String>,
    },
    /// The copy does not hold the same rows as the file that it was made from.
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
