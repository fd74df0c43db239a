//! Who serves a database file: one program at a time. The lock is on a file beside it and ends with the program.

use std::fs::{File, OpenOptions, TryLockError};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use super::files::beside;
use super::{OpenError, Opening};

/// Held as long as the file is served, or is being replaced.
#[derive(Debug)]
pub struct InUse {
    _locked: File,
}

impl InUse {
    /// Takes the lock, or says that another program holds it. A database that must be there is not there for nothing:
    /// no lock is made beside a wrong path.
    pub fn take(database: &Path, opening: Opening) -> Result<Self, OpenError> {
        if opening == Opening::Existing && !database.exists() {
            return Err(OpenError::Missing(database.into()));
        }
        let cannot = |_| OpenError::ReadOnly(database.into());
        let mut options = OpenOptions::new();
        options.create(true).truncate(false).write(true).mode(0o600);
        let file = options.open(beside(database, ".lock")).map_err(cannot)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _locked: file }),
            Err(TryLockError::WouldBlock) => Err(OpenError::InUse(database.into())),
            Err(TryLockError::Error(error)) => Err(cannot(error)),
        }
    }
}
