//! What has happened since the start, counted for whoever watches the service.

use std::sync::atomic::{AtomicU64, Ordering};

/// A number that only grows.
#[derive(Debug, Default)]
pub struct Counter(AtomicU64);

impl Counter {
    /// Adds so many.
    pub fn add(&self, more: usize) {
        self.0.fetch_add(more as u64, Ordering::Relaxed);
    }

    /// How many there were.
    pub fn counted(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// The counters of a running installation.
#[derive(Debug, Default)]
pub struct Counters {
    /// Requests that were answered.
    pub requests: Counter,
    /// Requests that were answered with 503: the file was locked, its disk full or failing, or too many waited.
    pub unavailable: Counter,
    /// Requests that were answered with 500: a fault of the program, or a file that it cannot read.
    pub failures: Counter,
    /// Answers that were saved, a retry of one too.
    pub saves: Counter,
    /// Answers that were not saved because someone else had changed them.
    pub conflicts: Counter,
    /// Tries to sign in that were refused.
    pub sign_ins_refused: Counter,
}
