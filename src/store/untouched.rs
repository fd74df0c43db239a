//! Whether anybody else has written to the database's file since the last save of this program, or cut its log.
//!
//! Saves are written to the log; the file itself changes only when the log's pages are brought into it, at the end of a
//! save of ours. Commands that use the file beside a server bring nothing into it. So a file whose length or time
//! differs from what it was after our last save was written over. Not noticed are a program that restores the file's
//! old length and time, a change while one save is being kept or within one tick of the system's clock, and a log in
//! which something is written over.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::SystemTime;

use super::files::beside;

/// The length in bytes to which the log's file is cut down, once a long reading has let it grow.
pub(super) const LONGEST_LOG_KEPT: u64 = 64 << 20;

/// What was seen of a file and its log when nobody else had touched them.
#[derive(Debug)]
pub(super) struct Untouched {
    path: PathBuf,
    seen: Mutex<Seen>,
}

/// A save that is being kept: changes to the file meanwhile are our own doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Keeping(u64);

#[derive(Debug)]
struct Seen {
    file: Option<(u64, SystemTime)>,
    log: u64,
    keeping: Option<Keeping>,
    saves: u64,
    /// Whether a server beside us may bring pages into the file by itself.
    is_shared: bool,
}

impl Seen {
    fn look(&mut self, path: &Path) {
        (self.file, self.log) = (length_and_time(path), length_of_log(path));
        self.keeping = None;
    }

    /// Whether the file is as it was. A command beside a server may cut down a log that had grown, but never below
    /// [`LONGEST_LOG_KEPT`].
    fn agrees(&self, path: &Path) -> bool {
        self.is_shared
            || self.file.is_some()
                && length_and_time(path) == self.file
                && length_of_log(path) >= self.log.min(LONGEST_LOG_KEPT)
    }
}

impl Untouched {
    /// For an open file that nobody else wrote to just now. Beside a server it notices nothing: the server writes to
    /// the file, and watches it itself.
    pub(super) fn new(path: &Path, is_shared: bool) -> Self {
        let mut seen = Seen { file: None, log: 0, keeping: None, saves: 0, is_shared };
        seen.look(path);
        Self { path: path.into(), seen: Mutex::new(seen) }
    }

    /// Whether nobody has touched the file, for a caller without the connection that writes: while a save is being
    /// kept, it cannot be told, and counts as true.
    pub(super) fn is_so(&self) -> bool {
        let seen = self.seen();
        seen.keeping.is_some() || seen.agrees(&self.path)
    }

    /// The same for the holder of the connection that writes: a save that was being kept has ended, even if nobody has
    /// said so yet.
    pub(super) fn is_so_between_saves(&self) -> bool {
        let mut seen = self.seen();
        if seen.keeping.is_some() {
            seen.look(&self.path);
        }
        seen.agrees(&self.path)
    }

    /// Begins to keep a save, for the holder of the connection that writes; `None` when somebody has touched the file.
    pub(super) fn begin_keeping(&self) -> Option<Keeping> {
        let mut seen = self.seen();
        if seen.keeping.is_some() {
            seen.look(&self.path);
        }
        if !seen.agrees(&self.path) {
            return None;
        }
        seen.saves += 1;
        seen.keeping = Some(Keeping(seen.saves));
        seen.keeping
    }

    /// A save was kept, or was not: the file is now as we left it. The next save may have found that out before.
    pub(super) fn end_keeping(&self, save: Keeping) {
        let mut seen = self.seen();
        if seen.keeping == Some(save) {
            seen.look(&self.path);
        }
    }

    fn seen(&self) -> std::sync::MutexGuard<'_, Seen> {
        self.seen.lock().expect("no holder of the lock panics")
    }
}

fn length_and_time(path: &Path) -> Option<(u64, SystemTime)> {
    let file = fs::metadata(path).ok()?;
    Some((file.len(), file.modified().ok()?))
}

fn length_of_log(path: &Path) -> u64 {
    fs::metadata(beside(path, "-wal")).map_or(0, |log| log.len())
}
