//! Files that take long to make: one at a time for a person, made aside, and kept for an hour.
//!
//! This module keeps only that a file is being made, how far it is, and the finished file; its content is made
//! elsewhere. All this is in memory and in nameless files: after a restart there is none.

use std::collections::HashMap;
use std::fs::File;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use jiff::{SignedDuration, Timestamp};

use crate::domain::person::PersonId;
use crate::domain::report::AnswersReport;

/// How long a finished file is kept.
pub const KEPT: SignedDuration = SignedDuration::from_hours(1);

/// Everybody's long files.
#[derive(Clone, Debug, Default)]
pub struct LongFiles {
    files: Arc<Mutex<HashMap<PersonId, LongFile>>>,
    turn: Arc<tokio::sync::Mutex<()>>,
}

/// A file that is made for a person.
#[derive(Clone, Debug)]
pub struct LongFile {
    /// The slug of its round.
    pub round: String,
    /// Its name.
    pub name: String,
    /// Its media type.
    pub kind: &'static str,
    /// How many audits it will hold.
    pub audits: usize,
    /// How many rows: one for each audit and question.
    pub rows: usize,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// How far it is.
    pub state: FileState,
    progress: Progress,
}

/// How far a file is.
#[derive(Clone, Debug)]
pub enum FileState {
    /// It is being made.
    Making,
    /// It is there: the file, its size in bytes, and when it was finished.
    Made(Arc<File>, u64, Timestamp),
    /// It could not be made; the program's log says why.
    Failed,
}

/// Shared by the maker of a file and everybody who asks how far it is.
#[derive(Clone, Debug, Default)]
pub struct Progress {
    done: Arc<AtomicUsize>,
    stopped: Arc<AtomicBool>,
}

impl Progress {
    /// Whether nobody wants the file any more.
    pub fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    /// One more audit is in the file; `false` when nobody wants it any more.
    pub fn one_more(&self) -> bool {
        self.done.fetch_add(1, Ordering::Relaxed);
        !self.is_stopped()
    }
}

impl LongFile {
    /// How many audits are in it already.
    pub fn done(&self) -> usize {
        self.progress.done.load(Ordering::Relaxed).min(self.audits)
    }
}

/// Lets every other thread go before this one, and before those that it begins: the processors are for those who save.
pub fn give_way() {
    // On Linux each thread has a priority of its own; elsewhere there is one for the whole program.
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::setpriority_process(Some(rustix::thread::gettid()), 19) {
        tracing::debug!(%error, "long work is done at the usual priority");
    }
}

impl LongFiles {
    /// Waits until nobody else's file is being made; the next one waits as long as what is returned is held.
    pub async fn turn(&self) -> tokio::sync::OwnedMutexGuard<()> {
        self.turn.clone().lock_owned().await
    }

    /// Begins one for a person: `None` while another is being made for them. A finished one is given up for it.
    pub fn begin(
        &self,
        person: PersonId,
        (round, name, kind): (&str, String, &'static str),
        report: &AnswersReport,
        now: Timestamp,
    ) -> Option<Progress> {
        let mut files = self.not_too_old(now);
        if files.get(&person).is_some_and(|file| matches!(file.state, FileState::Making)) {
            return None;
        }
        let progress = Progress::default();
        let (round, state) = (round.to_owned(), FileState::Making);
        let (audits, rows) = (report.audits(), report.rows());
        let file = LongFile { round, name, kind, audits, rows, asked_at: now, state, progress: progress.clone() };
        files.insert(person, file);
        Some(progress)
    }

    /// Sets what the file with this progress holds, now that its turn has come.
    pub fn holds(&self, person: PersonId, progress: &Progress, report: &AnswersReport) {
        self.with(person, progress, |file| (file.audits, file.rows) = (report.audits(), report.rows()));
    }

    /// Ends the file with this progress: it is finished, or could not be made.
    pub fn end(&self, person: PersonId, progress: &Progress, state: FileState) {
        self.with(person, progress, |file| file.state = state);
    }

    /// Changes a person's file if it is still the one with this progress: another may have taken its place.
    fn with(&self, person: PersonId, progress: &Progress, change: impl FnOnce(&mut LongFile)) {
        let mut files = self.lock();
        let own = files.get_mut(&person).filter(|file| Arc::ptr_eq(&file.progress.done, &progress.done));
        if let Some(own) = own {
            change(own);
        }
    }

    /// A person's file in a round, if there is one and it is not too old.
    pub fn of(&self, person: PersonId, round: &str, now: Timestamp) -> Option<LongFile> {
        self.not_too_old(now).get(&person).filter(|file| file.round == round).cloned()
    }

    /// Gives up a person's file, finished or not.
    pub fn give_up(&self, person: PersonId) {
        if let Some(file) = self.lock().remove(&person) {
            file.progress.stopped.store(true, Ordering::Relaxed);
        }
    }

    /// How many are being made or wait for their turn.
    pub fn under_way(&self, now: Timestamp) -> usize {
        self.not_too_old(now).values().filter(|file| matches!(file.state, FileState::Making)).count()
    }

    /// The files, without those that are too old, which are taken away here.
    fn not_too_old(&self, now: Timestamp) -> std::sync::MutexGuard<'_, HashMap<PersonId, LongFile>> {
        let mut files = self.lock();
        files.retain(|_, file| match file.state {
            FileState::Making => true,
            FileState::Made(_, _, at) => now.duration_since(at) < KEPT,
            FileState::Failed => now.duration_since(file.asked_at) < KEPT,
        });
        files
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<PersonId, LongFile>> {
        self.files.lock().expect("no holder of the lock panics")
    }
}
