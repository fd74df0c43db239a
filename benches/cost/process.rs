//! What is counted and timed in a process: CPU, memory, SQL statements, and times in order.

use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use tracing::subscriber::Interest;
use tracing::{Event, Metadata, Subscriber};
use tracing_subscriber::layer::{Context, SubscriberExt};

use crate::Measured;

/// One tick of the kernel's process times. It is 1/100 s on every common Linux.
const TICK: Duration = Duration::from_millis(10);

/// The CPU time that this process has used, of all its threads, to one tick.
pub fn cpu_time() -> Measured<Duration> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    let (_, after_name) = stat.rsplit_once(')').ok_or("/proc/self/stat has no program name")?;
    // User and system time are the 14th and 15th fields; the 3rd comes first after the name.
    let ticks: Result<Vec<u32>, _> = after_name.split_whitespace().skip(11).take(2).map(str::parse).collect();
    Ok(TICK * ticks?.iter().sum())
}

/// A process's memory in bytes. `name` is a line of `/proc/<process>/status`: `VmRSS` now, `VmHWM` at its peak.
pub fn memory(process: &str, name: &str) -> Measured<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    let kibibytes: u64 = line.ok_or("no such line in status")?.trim().trim_end_matches(" kB").parse()?;
    Ok(kibibytes * 1024)
}

/// Lets this process's peak begin again at what it holds now.
pub fn forget_peak_memory() -> Measured<()> {
    Ok(fs::write("/proc/self/clear_refs", "5")?)
}

/// The times of something done often, shortest first.
pub struct Times(Vec<Duration>);

impl Times {
    /// Of these, in any order.
    pub fn new(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        Self(times)
    }

    /// The time that so many of a hundred stay within; nothing when nothing was timed.
    pub fn percentile(&self, percent: usize) -> Duration {
        let last = self.0.len().saturating_sub(1);
        self.0.get(last * percent / 100).copied().unwrap_or_default()
    }

    /// "p50 0.8 ms, p95 1.4 ms, p99 1.9 ms"
    pub fn words(&self) -> String {
        let [p50, p95, p99] = [50, 95, 99].map(|percent| milliseconds(self.percentile(percent)));
        format!("p50 {p50}, p95 {p95}, p99 {p99}")
    }
}

/// "0.83 ms", "12.4 ms", "350 ms"
pub fn milliseconds(time: Duration) -> String {
    let ms = time.as_secs_f64() * 1000.0;
    let decimals = if ms < 9.995 { 2 } else { usize::from(ms < 99.95) };
    format!("{ms:.decimals$} ms")
}

/// "11.2 KB", of 1,024 bytes.
pub fn kilobytes(bytes: usize) -> String {
    let tenths = (bytes * 10).div_ceil(1024);
    format!("{}.{} KB", tenths / 10, tenths % 10)
}

/// "312 MB", of 1,048,576 bytes.
pub fn megabytes(bytes: u64) -> String {
    format!("{} MB", bytes.div_ceil(1024 * 1024))
}

/// Counts the statements that the database driver reports, while it is asked to. At other times none is put into
/// words, so that counting costs the timed runs nothing.
#[derive(Clone, Default)]
pub struct Statements {
    counting: Arc<AtomicBool>,
    count: Arc<AtomicUsize>,
}

impl Statements {
    /// Listens for the whole process; once.
    pub fn listen() -> Measured<Self> {
        let statements = Self::default();
        tracing::subscriber::set_global_default(tracing_subscriber::registry().with(statements.clone()))?;
        Ok(statements)
    }

    /// Counts from now on.
    pub fn begin(&self) {
        self.count.store(0, Ordering::SeqCst);
        self.counting.store(true, Ordering::SeqCst);
    }

    /// How many there were since counting began.
    pub fn end(&self) -> usize {
        self.counting.store(false, Ordering::SeqCst);
        self.count.load(Ordering::SeqCst)
    }
}

impl<S: Subscriber> tracing_subscriber::Layer<S> for Statements {
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        if metadata.target() == "sqlx::query" { Interest::sometimes() } else { Interest::never() }
    }

    fn enabled(&self, metadata: &Metadata<'_>, _: Context<'_, S>) -> bool {
        metadata.target() == "sqlx::query" && self.counting.load(Ordering::SeqCst)
    }

    fn on_event(&self, _: &Event<'_>, _: Context<'_, S>) {
        self.count.fetch_add(1, Ordering::SeqCst);
    }
}
