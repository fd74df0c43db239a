//! Files: their kind and identity, the files beside the database, and making them durable.

use std::ffi::OsString;
use std::fs::{self, File, FileType, Metadata, OpenOptions, Permissions};
use std::io::{self, Read};
use std::os::unix::fs::{FileTypeExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use rustix::process::{Resource, getrlimit};

use super::OpenError;

/// The endings that `SQLite` adds to a database's name for the files that it keeps beside it.
pub const SIDE_NAMES: [&str; 3] = ["-wal", "-shm", "-journal"];

/// The ending of the lock of the name.
pub const LOCK: &str = ".lock";

/// How every database begins.
const DATABASE: &[u8; 16] = b"SQLite format 3\0";

/// The identity of a file, whatever its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identity {
    device: u64,
    inode: u64,
}

impl Identity {
    /// The identity of the file that has this name now.
    pub fn of(path: &Path) -> Option<Self> {
        fs::metadata(path).ok().as_ref().map(Self::from)
    }
}

impl From<&Metadata> for Identity {
    fn from(file: &Metadata) -> Self {
        Self { device: file.dev(), inode: file.ino() }
    }
}

/// An open database by its name, and what lies beside it while it is open.
#[derive(Debug)]
pub struct OpenFile {
    path: PathBuf,
    identity: Option<Identity>,
    beside: Vec<(PathBuf, Identity)>,
}

impl OpenFile {
    /// The file that has this name now.
    pub fn at(path: &Path) -> Self {
        Self { path: path.into(), identity: Identity::of(path), beside: Vec::new() }
    }

    /// The same once the log and its shared memory are there.
    pub fn with_log(mut self) -> Self {
        let log = ["-wal", "-shm"].map(|added| beside(&self.path, added));
        self.beside = log.into_iter().filter_map(|path| Identity::of(&path).map(|file| (path, file))).collect();
        self
    }

    /// The path at which it was opened.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether neither the file nor its log was replaced, moved or removed.
    pub fn is_in_place(&self) -> bool {
        let log_is = self.beside.iter().all(|(path, file)| Identity::of(path) == Some(*file));
        self.identity.is_some() && Identity::of(&self.path) == self.identity && log_is
    }
}

/// The path of a regular file, or of one that is not there yet, without links and dots. Anything else is refused
/// without being opened: opening a named pipe waits for a writer.
pub fn regular(path: &Path) -> Result<PathBuf, OpenError> {
    let found = match fs::metadata(path) {
        Ok(file) if file.is_file() => return Ok(path.canonicalize().unwrap_or_else(|_| path.into())),
        Ok(other) => Some(other),
        // A link may lead nowhere.
        Err(_) => fs::symlink_metadata(path).ok(),
    };
    if let Some(other) = found {
        return Err(OpenError::NoFile { path: path.into(), what: what_is(other.file_type()) });
    }
    if path.as_os_str().as_encoded_bytes().ends_with(b"/") {
        return Ok(path.into());
    }
    Ok(match (folder_of(path).canonicalize(), path.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        _ => path.into(),
    })
}

/// The same for a file that another is to replace: a link would itself be replaced, not the file that it leads to.
pub fn replaceable(path: &Path) -> Result<PathBuf, OpenError> {
    is_nobodys(path)?;
    let is_link = fs::symlink_metadata(path).is_ok_and(|link| link.is_symlink());
    if is_link { Err(OpenError::Link(path.into())) } else { database(path) }
}

/// Refuses the name of a file that belongs to a database, even when that database is not there: the next one of that
/// name would take the file for its own.
fn is_nobodys(path: &Path) -> Result<(), OpenError> {
    let name = path.as_os_str().as_encoded_bytes();
    let is_owned = |added: &&str| name.ends_with(added.as_bytes());
    let owned = SIDE_NAMES.into_iter().chain([LOCK]).find(is_owned);
    owned.map_or(Ok(()), |added| Err(OpenError::BelongsTo { path: path.into(), added }))
}

/// Refuses a name under which a file of another kind would replace a database, a file beside one, or anything but a
/// regular file. A file that this program has open is not opened: that would end the locks that `SQLite` holds on it.
pub fn writable(path: &Path, open: &Path) -> Result<(), OpenError> {
    is_nobodys(path)?;
    let is_open = Identity::of(path).is_some_and(|file| Identity::of(open) == Some(file));
    let begins_as_one = || {
        let mut begins = [0; DATABASE.len()];
        let file = if fs::metadata(path).is_ok_and(|file| file.is_file()) { File::open(path).ok() } else { None };
        file.is_some_and(|mut file| file.read_exact(&mut begins).is_ok() && begins == *DATABASE)
    };
    if is_open || begins_as_one() {
        return Err(OpenError::IsDatabase(path.into()));
    }
    match fs::symlink_metadata(path).map(|found| found.file_type()) {
        Ok(link) if link.is_symlink() => Err(OpenError::Link(path.into())),
        Ok(other) if !other.is_file() => Err(OpenError::NotReplaced { path: path.into(), what: what_is(other) }),
        _ => Ok(()),
    }
}

/// The path of a database as of [`regular`], when nothing lies beside it that `SQLite` would wait for, or stumble over.
/// The name of a file beside another database, or a link to it, is refused: the next user of that database would remove
/// the file.
pub fn database(path: &Path) -> Result<PathBuf, OpenError> {
    is_nobodys(path)?;
    let path = regular(path)?;
    is_nobodys(&path)?;
    if path.to_str().is_none() {
        return Err(OpenError::NotUtf8(path));
    }
    for added in SIDE_NAMES {
        let beside = beside(&path, added);
        match fs::symlink_metadata(&beside) {
            Ok(found) if !found.is_file() => {
                let what = if found.is_symlink() { "a link" } else { what_is(found.file_type()) };
                return Err(OpenError::NoFileBeside { path: beside, what });
            }
            _ => {}
        }
    }
    Ok(path)
}

/// The logs that `SQLite` keeps beside a file while it is used, or where it was not closed.
pub fn logs_of(database: &Path) -> Vec<PathBuf> {
    let logs = ["-wal", "-journal"].map(|added| beside(database, added));
    logs.into_iter().filter(|log| fs::metadata(log).is_ok_and(|log| log.len() > 0)).collect()
}

/// Whether the database, or its log, has the greatest length that this process may give a file: writing more fails as
/// on a full disk, although the disk is sound.
pub fn has_longest(database: &Path) -> bool {
    let Some(longest) = getrlimit(Resource::Fsize).current else { return false };
    let is_longest = |added| fs::metadata(beside(database, added)).is_ok_and(|file| file.len() >= longest);
    ["", "-wal", "-journal"].into_iter().any(is_longest)
}

/// How many names a file has (hard links); 0 when it is not there.
pub fn names(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |file| file.nlink())
}

fn what_is(other: FileType) -> &'static str {
    if other.is_dir() {
        "a folder"
    } else if other.is_fifo() {
        "a named pipe"
    } else if other.is_socket() {
        "a socket"
    } else if other.is_symlink() {
        "a link that leads nowhere"
    } else {
        "a device"
    }
}

/// The folder that a file is in.
pub fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

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
    fs::rename(finished, path)?;
    File::open(folder_of(path))?.sync_all()
}
