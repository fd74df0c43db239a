//! How things stand, for whoever watches the service.

use std::fmt::Write;

use crate::operations::Installation;

impl Installation {
    /// What has happened since the start and how things stand, in the text format that Prometheus reads.
    pub fn metrics(&self) -> String {
        let (counters, trouble) = (&self.counters, self.store.trouble());
        let mut text = String::new();
        for (name, kind, value) in [
            ("requests_total", "counter", counters.requests.counted()),
            ("unavailable_total", "counter", counters.unavailable.counted()),
            ("failures_total", "counter", counters.failures.counted()),
            ("saves_total", "counter", counters.saves.counted()),
            ("conflicts_total", "counter", counters.conflicts.counted()),
            ("sign_ins_refused_total", "counter", counters.sign_ins_refused.counted()),
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
