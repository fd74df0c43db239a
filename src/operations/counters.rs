//! What has happened since the start, counted for whoever watches the service.

use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::Installation;

/// A number that only grows.
#[derive(Debug, Default)]
pub struct Counter(AtomicU64);

impl Counter {
    /// So many more.
    pub fn add(&self, more: usize) {
        self.0.fetch_add(more as u64, Ordering::Relaxed);
    }
}

/// The counters of a running installation. Cloning shares them.
#[derive(Clone, Debug, Default)]
pub struct Counters(Arc<Counted>);

/// What is counted.
#[derive(Debug, Default)]
pub struct Counted {
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

impl std::ops::Deref for Counters {
    type Target = Counted;

    fn deref(&self) -> &Counted {
        &self.0
    }
}

impl Installation {
    /// What has happened since the start and how things stand, in the text format that Prometheus reads.
    pub fn metrics(&self) -> String {
        let counted = |counter: &Counter| counter.0.load(Ordering::Relaxed);
        let (counters, trouble) = (&self.counters, self.store.trouble());
        let mut text = String::new();
        for (name, kind, value) in [
            ("requests_total", "counter", counted(&counters.requests)),
            ("unavailable_total", "counter", counted(&counters.unavailable)),
            ("failures_total", "counter", counted(&counters.failures)),
            ("saves_total", "counter", counted(&counters.saves)),
            ("conflicts_total", "counter", counted(&counters.conflicts)),
            ("sign_ins_refused_total", "counter", counted(&counters.sign_ins_refused)),
            ("database_locked_total", "counter", trouble.locked()),
            ("disk_failures_total", "counter", trouble.disk()),
            ("writing_halted", "gauge", u64::from(trouble.is_halted())),
            ("long_files_under_way", "gauge", self.long_files.under_way(self.now()) as u64),
        ] {
            let _ = writeln!(text, "# TYPE section11_{name} {kind}\nsection11_{name} {value}");
        }
        text
    }
}
