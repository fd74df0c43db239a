//! Files beside the database, and making them durable.

use std::ffi::OsString;
use std::fs::{File, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

/// The same path with something added to its name: `board.db` and `.lock` give `board.db.lock`.
pub fn beside(path: &Path, added: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(added);
    name.into()
}

/// Makes an empty file that its owner alone may read, unless there is one. `SQLite` gives the files beside it the same
/// rights.
pub fn make_private(path: &Path) -> io::Result<()> {
    OpenOptions::new().create(true).append(true).mode(0o600).open(path).map(drop)
}

/// Gives a finished file its name at once and for good: after a power cut there is the old file or the whole new one.
pub fn put_in_place(finished: &Path, path: &Path) -> io::Result<()> {
    let file = File::open(finished)?;
    file.set_permissions(Permissions::from_mode(0o600))?;
    file.sync_all()?;
    std::fs::rename(finished, path)?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}
