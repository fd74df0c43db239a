//! Who uses a database file: one program at a time writes to it, whatever it is called.
//!
//! There are two locks. One is on the file itself: it holds through links of both kinds, and when the file is renamed.
//! The other is on `.lock` beside the file's name: it keeps the name while the file is made or replaced, and it tells a
//! reader whether the program that uses the file knows it by this name. `SQLite` keeps its log beside the name, so a
//! reader that came by another name would miss that log. Both locks end with the program.
//!
//! Closing any handle of a file ends the locks that `SQLite` holds on it in this process: a value of [`InUse`] is made
//! before the database is opened, and dropped after it is closed.

use std::fs::{File, OpenOptions, TryLockError};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::Path;

use super::files::{self, Identity, LOCK, beside, make_private, names, regular, replaceable};
use super::{OpenError, Opening};

/// Held as long as a file is written to, or is being replaced.
#[derive(Debug)]
pub struct InUse {
    file: Option<File>,
    _name: Option<File>,
}

impl InUse {
    /// For a program that writes. A database that must exist is looked for first: no lock is made beside a wrong path.
    pub fn take(database: &Path, opening: Opening) -> Result<Self, OpenError> {
        let path = files::database(database)?;
        if opening != Opening::Create && !path.exists() {
            return Err(OpenError::Missing(database.into()));
        }
        let name = lock_name(&path)?;
        make_private(&path).map_err(|_| OpenError::ReadOnly(database.into()))?;
        Ok(Self { file: Some(lock_file(&path)?), _name: Some(name) })
    }

    /// For a program that puts another file in the place of this one, which may be missing.
    pub(super) fn take_to_replace(database: &Path) -> Result<Self, OpenError> {
        let path = replaceable(database)?;
        if names(&path) > 1 {
            return Err(OpenError::SeveralNames(database.into()));
        }
        let name = lock_name(&path)?;
        let file = if path.exists() { Some(lock_file(&path)?) } else { None };
        Ok(Self { file, _name: Some(name) })
    }

    /// For a file in the making, which has not got its name yet.
    pub(super) fn take_unnamed(path: &Path) -> Result<Self, OpenError> {
        Ok(Self { file: Some(lock_file(path)?), _name: None })
    }

    /// For a program that only reads: the lock when nobody uses the file, `None` when somebody uses it by this name.
    pub fn beside(database: &Path) -> Result<Option<Self>, OpenError> {
        let path = files::database(database)?;
        if !path.exists() {
            return Err(OpenError::Missing(database.into()));
        }
        match lock_file(&path) {
            Ok(file) => Ok(Some(Self { file: Some(file), _name: None })),
            Err(OpenError::InUse(_)) if is_locked(&beside(&path, LOCK)) => Ok(None),
            Err(OpenError::InUse(_)) => Err(OpenError::OtherName(database.into())),
            Err(other) => Err(other),
        }
    }

    /// Lets others use the file while this program goes on reading it. The lock on a file of several names is kept:
    /// others could come by a name whose log this program does not see.
    pub fn let_others_in(&self) {
        let has_one_name = |file: &&File| file.metadata().is_ok_and(|file| file.nlink() == 1);
        if let Some(file) = self.file.as_ref().filter(has_one_name) {
            // When the lock cannot be released, others wait until the program ends.
            let _ = file.unlock();
        }
    }
}

fn lock_name(path: &Path) -> Result<File, OpenError> {
    let lock = regular(&beside(path, LOCK))?;
    let file = OpenOptions::new().create(true).truncate(false).write(true).mode(0o600).open(lock);
    locked(file.map_err(|_| OpenError::ReadOnly(path.into()))?, path)
}

/// Locks the file that has this name now: a file that lost it meanwhile is being replaced.
fn lock_file(path: &Path) -> Result<File, OpenError> {
    let file = locked(File::open(path).map_err(|_| OpenError::ReadOnly(path.into()))?, path)?;
    let is_it = file.metadata().is_ok_and(|file| Identity::of(path) == Some(Identity::from(&file)));
    if is_it { Ok(file) } else { Err(OpenError::InUse(path.into())) }
}

fn locked(file: File, path: &Path) -> Result<File, OpenError> {
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(OpenError::InUse(path.into())),
        Err(TryLockError::Error(_)) => Err(OpenError::ReadOnly(path.into())),
    }
}

/// Whether somebody holds this lock. Two programs that ask at once do not take each other for its holder.
fn is_locked(lock: &Path) -> bool {
    File::open(lock).is_ok_and(|lock| matches!(lock.try_lock_shared(), Err(TryLockError::WouldBlock)))
}
