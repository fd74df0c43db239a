//! Whether there is memory for work that needs much of it.
//!
//! Where memory cannot be had the whole program ends, and with it what everybody else was doing. So work that may need
//! much asks first, and is refused by the limits of the process and of its control groups, and by what the machine has
//! left. A limit that is not set, or cannot be read, does not count. Such work is done one after the other, so that
//! several do not take the memory that each was told is left.

use std::path::Path;
use std::sync::Arc;

use rustix::process::{Resource, getrlimit};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::operations::{Actor, Refused};

/// What the program itself needs to go on with, whatever else is done.
const KEPT_BACK: u64 = 64 << 20;

/// What is kept back of an address space that is limited: a new thread takes 64 MB of it, whether it uses them or not.
const FOR_THREADS: u64 = 256 << 20;

/// What reading a file in needs, for each byte of it: its text, its rows, and what is said of each.
const FOR_EACH_BYTE_READ: u64 = 12;

/// What making a file needs for each audit in it: the workbook of 10,000 takes 150 MB.
const FOR_EACH_AUDIT: u64 = 16 << 10;

/// What making a file about one organisation needs: all its answers and actions as long as they may be, in a workbook.
const FOR_ONE: u64 = 32 << 20;

/// Work that needs much memory, one after the other. Files about one organisation have their own turns, so that nobody
/// waits for a board's workbook to get theirs: what is kept back covers one of them. A clone shares the turns.
#[derive(Clone, Debug)]
pub struct LongWork {
    many: Arc<Semaphore>,
    one: Arc<Semaphore>,
}

impl Default for LongWork {
    fn default() -> Self {
        let one_at_a_time = || Arc::new(Semaphore::new(1));
        Self { many: one_at_a_time(), one: one_at_a_time() }
    }
}

impl LongWork {
    /// Waits for the turn of work with many audits or organisations, which lasts until the returned permit is dropped.
    pub async fn turn(&self) -> OwnedSemaphorePermit {
        self.many.clone().acquire_owned().await.expect("the semaphore is never closed")
    }

    /// The same for a file about one organisation.
    pub async fn turn_of_one(&self) -> OwnedSemaphorePermit {
        self.one.clone().acquire_owned().await.expect("the semaphore is never closed")
    }
}

/// The limit that leaves too little memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Of {
    Process,
    ControlGroup,
    Machine,
}

/// There is not enough memory for something. `Display` is for the user of the command line.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("{} Nothing was changed. Try again later, or with a smaller file.", .0.words())]
pub struct NoRoom(Of);

impl Of {
    fn words(self) -> &'static str {
        match self {
            Self::Process => "This process may not take enough memory for this (its limit is too low).",
            Self::ControlGroup => {
                "This process may not take enough memory for this (the limit of its control group is too low)."
            }
            Self::Machine => "This machine does not have enough memory for this just now.",
        }
    }
}

impl NoRoom {
    /// The refusal in its reader's words: people at a browser know of a server, users of a command do not.
    pub fn told_to(self, by: Actor<'_>) -> Refused {
        match by {
            Actor::Visitor(_) => self.into(),
            Actor::Machine => Refused::State(self.to_string()),
        }
    }
}

impl From<NoRoom> for Refused {
    fn from(_: NoRoom) -> Self {
        Self::State(
            "The server does not have enough memory for this just now. Nothing was changed. Try again later, or with a \
             smaller file."
                .into(),
        )
    }
}

/// Refuses unless a file of so many bytes can be read in.
pub fn room_to_read(bytes: usize) -> Result<(), NoRoom> {
    room_for(bytes as u64 * FOR_EACH_BYTE_READ)
}

/// Refuses unless a file with so many audits can be made.
pub fn room_to_write(audits: usize) -> Result<(), NoRoom> {
    room_for(audits as u64 * FOR_EACH_AUDIT)
}

/// Refuses unless a file about one organisation can be made.
pub fn room_for_one() -> Result<(), NoRoom> {
    room_for(FOR_ONE)
}

/// Refuses unless so many bytes may still be taken beside those that are kept back.
pub fn room_for(bytes: u64) -> Result<(), NoRoom> {
    match left() {
        Some((left, whose)) if left < bytes + KEPT_BACK => {
            tracing::warn!(left, needed = bytes + KEPT_BACK, ?whose, "refused for want of memory");
            Err(NoRoom(whose))
        }
        _ => Ok(()),
    }
}

/// How many bytes may still be taken, where anything says so, and by whose limit.
fn left() -> Option<(u64, Of)> {
    let of_the_process = |limit, taken, kept_back| {
        let most = getrlimit(limit).current?;
        Some(most.saturating_sub(kilobytes("/proc/self/status", taken)? + kept_back))
    };
    let all = [
        (of_the_process(Resource::As, "VmSize:", FOR_THREADS), Of::Process),
        // A thread takes only the data that it uses.
        (of_the_process(Resource::Data, "VmData:", 0), Of::Process),
        (of_the_control_groups(), Of::ControlGroup),
        (kilobytes("/proc/meminfo", "MemAvailable:"), Of::Machine),
    ];
    all.into_iter().filter_map(|(left, whose)| left.map(|left| (left, whose))).min()
}

/// How many bytes the control group and every group around it may still take.
fn of_the_control_groups() -> Option<u64> {
    let groups = std::fs::read_to_string("/proc/self/cgroup").ok()?;
    let group = groups.lines().find_map(|line| line.strip_prefix("0::/"))?;
    let groups = Path::new("/sys/fs/cgroup").join(group);
    groups.ancestors().filter_map(left_in_group).min()
}

/// What is left in a control group. Pages of files do not count: they are given up when memory is wanted.
fn left_in_group(group: &Path) -> Option<u64> {
    let read = |name: &str| std::fs::read_to_string(group.join(name)).ok();
    let most: u64 = read("memory.max")?.trim().parse().ok()?;
    let taken: u64 = read("memory.current")?.trim().parse().ok()?;
    let files = read("memory.stat")?.lines().find_map(|line| line.strip_prefix("inactive_file ")?.parse().ok());
    Some(most.saturating_sub(taken.saturating_sub(files.unwrap_or(0))))
}

/// A line of one of the system's tables, in bytes.
fn kilobytes(table: &str, line: &str) -> Option<u64> {
    let table = std::fs::read_to_string(table).ok()?;
    let value = table.lines().find_map(|found| found.strip_prefix(line))?;
    value.split_whitespace().next()?.parse::<u64>().ok().map(|kilobytes| kilobytes << 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_control_group_has_left_what_is_not_taken_and_one_without_a_limit_says_nothing() {
        let group = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| std::fs::write(group.path().join(name), text).unwrap();
        assert_eq!(left_in_group(group.path()), None);
        write("memory.max", "1000\n");
        write("memory.current", "700\n");
        write("memory.stat", "anon 400\ninactive_file 100\nfile 250\n");
        assert_eq!(left_in_group(group.path()), Some(400));
        write("memory.max", "max\n");
        assert_eq!(left_in_group(group.path()), None);
    }

    #[tokio::test]
    async fn what_needs_much_memory_is_done_one_after_the_other() {
        let work = LongWork::default();
        let turn = work.turn().await;
        let next = work.clone();
        let waits = tokio::spawn(async move { drop(next.turn().await) });
        tokio::task::yield_now().await;
        assert!(!waits.is_finished());
        drop(turn);
        waits.await.unwrap();
    }
}
