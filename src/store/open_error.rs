//! Why a database file is not opened.

use std::path::{Path, PathBuf};

/// Why a database file was not opened. `Display` names the file and what to do.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// There is no such file.
    #[error("there is no database at {0}; give the right path (only serve --create makes a new one)")]
    Missing(PathBuf),
    /// It is not a regular file, and was not opened.
    #[error("{path} is {what}; a database is a regular file")]
    NoFile {
        /// The path.
        path: PathBuf,
        /// What it is.
        what: &'static str,
    },
    /// It is a link, which would be replaced instead of the file that it leads to.
    #[error("{0} is a link; give the path of the file itself")]
    Link(PathBuf),
    /// Something beside it is not a regular file, and was not opened.
    #[error("{path} is {what}; SQLite keeps a file of its own there, so take it away first")]
    NoFileBeside {
        /// The path beside the database.
        path: PathBuf,
        /// What it is.
        what: &'static str,
    },
    /// A database, or an output, would take the name of a file that belongs to another database.
    #[error("{path} is the name of a file that belongs to a database (it ends in {added}); name another file")]
    BelongsTo {
        /// The path.
        path: PathBuf,
        /// What its name ends in.
        added: &'static str,
    },
    /// `SQLite` takes names in UTF-8 alone.
    #[error("{0} is no name for a database, because it is not UTF-8; name another file")]
    NotUtf8(PathBuf),
    /// An output would replace something that is not a regular file.
    #[error("{path} is {what} and would be replaced by a file; name another")]
    NotReplaced {
        /// The path.
        path: PathBuf,
        /// What it is.
        what: &'static str,
    },
    /// An output of another kind would take the place of a database.
    #[error("{0} is a database and would be replaced; name another file")]
    IsDatabase(PathBuf),
    /// It has other names, under which it would live on when it is replaced.
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
    /// An older program uses it, so that it cannot be brought up to date.
    #[error("{0} is in use by an older section11; stop that one first")]
    InUseByOlder(PathBuf),
    /// No copy could be kept of the file as it was; it has not been changed.
    #[error("{path} was not brought up to date, because no copy of it could be kept: {source}")]
    NoCopy {
        /// The file.
        path: PathBuf,
        /// Why.
        source: Box<dyn std::error::Error + Send + Sync>,
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
