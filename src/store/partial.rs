//! Files in the making, each under a name of its own until it is whole.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use super::BackupError;
use super::files::{SIDE_NAMES, beside, folder_of, put_in_place};
use super::in_use::InUse;

/// The text between the name of the finished file and the number of one in the making.
const MARK: &str = ".partial-";

/// How many digits that number has.
const DIGITS: usize = 16;

/// A file in the making beside the one that it becomes.
pub(super) struct Partial {
    pub(super) path: PathBuf,
    _in_use: InUse,
}

impl Partial {
    /// An empty file that nobody else may read, under an unused name. Files that earlier programs left behind for this
    /// path are removed.
    pub(super) fn of(path: &Path) -> Result<Self, BackupError> {
        // SQLite would only say that it cannot open the file.
        let folder = folder_of(path);
        fs::metadata(folder).map_err(|source| BackupError::File { path: folder.into(), source })?;
        remove_what_was_left(path);
        loop {
            let own = beside(path, &format!("{MARK}{:016x}", rand::random::<u64>()));
            match OpenOptions::new().write(true).create_new(true).mode(0o600).open(&own) {
                Ok(_) => {}
                Err(error) if error.kind() == ErrorKind::AlreadyExists => continue,
                Err(source) => return Err(BackupError::File { path: own, source }),
            }
            // Another program that began at this moment may have taken it for a left one, and removed it.
            match InUse::take_unnamed(&own) {
                Ok(in_use) => return Ok(Self { path: own, _in_use: in_use }),
                Err(_) if !own.exists() => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Gives it its name.
    pub(super) fn becomes(&self, path: &Path) -> Result<(), BackupError> {
        put_in_place(&self.path, path).map_err(|source| BackupError::File { path: path.into(), source })
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        remove(&self.path);
    }
}

/// Removes the files in the making of this path that a killed program left behind: those with a number of ours that
/// nobody has locked. One with a lock beside it stays: a program has opened it as its database.
fn remove_what_was_left(path: &Path) {
    let name = path.file_name().unwrap_or_default().as_encoded_bytes();
    let entries = fs::read_dir(folder_of(path)).into_iter().flatten().flatten();
    let is_numbered = |entry: &fs::DirEntry| {
        let entry = entry.file_name();
        let number = entry.as_encoded_bytes().strip_prefix(name).and_then(|rest| rest.strip_prefix(MARK.as_bytes()));
        let is_digit = |digit: &u8| matches!(digit, b'0'..=b'9' | b'a'..=b'f');
        number.is_some_and(|number| number.len() == DIGITS && number.iter().all(is_digit))
    };
    let files = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()));
    for left in files.filter(is_numbered).map(|entry| entry.path()) {
        if !beside(&left, ".lock").exists()
            && let Ok(_unused) = InUse::take_unnamed(&left)
        {
            remove(&left);
        }
    }
}

/// Removes a file in the making, and what `SQLite` has beside it.
fn remove(partial: &Path) {
    for added in SIDE_NAMES.into_iter().chain([""]) {
        // Nobody needs the file; a failure to remove it changes nothing.
        let _ = fs::remove_file(beside(partial, added));
    }
}

/// Renames a database that nobody uses, and the files that belong to it, in this order. When one cannot be moved, those
/// already moved go back in the opposite order.
pub(super) fn rename_all(database: &Path, other: &Path, order: [&str; 4]) -> Result<(), BackupError> {
    let mut moved: Vec<(PathBuf, PathBuf)> = Vec::new();
    for added in order {
        let (old, new) = (beside(database, added), beside(other, added));
        if !old.exists() {
            continue;
        }
        if let Err(source) = fs::rename(&old, &new) {
            for (old, new) in moved.iter().rev() {
                fs::rename(new, old).map_err(|source: io::Error| BackupError::File { path: new.clone(), source })?;
            }
            return Err(BackupError::File { path: old, source });
        }
        moved.push((old, new));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_moved_leaves_everything_where_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let (database, other) = (folder.path().join("a.db"), folder.path().join("b.db"));
        for added in ["", "-wal"] {
            fs::write(beside(&database, added), added).unwrap();
        }
        // A folder with something in it is not replaced by a file.
        fs::create_dir_all(beside(&other, "-wal").join("in it")).unwrap();
        assert!(rename_all(&database, &other, ["", "-wal", "-shm", "-journal"]).is_err());
        assert!(database.is_file() && beside(&database, "-wal").is_file() && !other.exists());
    }
}
