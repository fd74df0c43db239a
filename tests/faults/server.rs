//! The built program as a process, and what is done to it.

use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

/// The program.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_section11");

/// A running server.
pub struct Server {
    child: Child,
    /// The program itself, when another one runs it.
    pid: u32,
    pub address: SocketAddr,
    log: Receiver<String>,
}

impl Server {
    /// Starts it and waits until it says where it is.
    pub fn start(database: &Path) -> Self {
        Self::launch(Command::new(PROGRAM), database)
    }

    /// Starts it with a disk on which the `when`th call to make something durable fails, and every one after it.
    pub fn start_with_failing_disk(database: &Path, when: usize) -> Self {
        let mut strace = Command::new("strace");
        let failing = format!("inject=fdatasync,fsync:error=EIO:when={when}+");
        strace.args(["-f", "-q", "-o", "/dev/null", "-e", "trace=fdatasync,fsync", "-e", &failing, PROGRAM]);
        Self::launch(strace, database)
    }

    /// Starts it so that it may have no more than so many files open.
    pub fn start_with_few_files(database: &Path, files: u32) -> Self {
        let mut shell = Command::new("sh");
        shell.args(["-c", &format!("ulimit -n {files}; exec \"$0\" \"$@\""), PROGRAM]);
        Self::launch(shell, database)
    }

    /// Starts it so that it is killed at its `when`th of these system calls.
    pub fn start_killed_at(database: &Path, calls: &str, when: usize) -> Self {
        let mut strace = Command::new("strace");
        let killing = format!("inject={calls}:signal=KILL:when={when}");
        strace.args(["-f", "-q", "-o", "/dev/null", "-e", &format!("trace={calls}"), "-e", &killing, PROGRAM]);
        Self::launch(strace, database)
    }

    /// Starts it so that its calls of these names are written down, in order and with all their data.
    pub fn start_recorded(database: &Path, calls: &str, record: &Path) -> Self {
        let mut strace = Command::new("strace");
        let traced = format!("trace={calls}");
        strace.args(["-f", "-q", "-xx", "-y", "-s", "2000000", "-e", &traced, "-o"]).arg(record).arg(PROGRAM);
        Self::launch(strace, database)
    }

    /// Starts it with another folder for what is only needed for a while: for files in the making, and `SQLite`'s own.
    pub fn start_with_temporary_files_in(database: &Path, folder: &Path) -> Self {
        let mut program = Command::new(PROGRAM);
        program.env("TMPDIR", folder).env("SQLITE_TMPDIR", folder);
        Self::launch(program, database)
    }

    fn launch(mut command: Command, database: &Path) -> Self {
        let site = database.with_file_name("site");
        std::fs::create_dir_all(site.join("pkg")).unwrap();
        command.args(["serve", "--listen", "127.0.0.1:0", "--database"]).arg(database).arg("--site").arg(site);
        command.env("S11_LOG", "warn,section11::store=info").stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let line = lines.next().expect("it says where it is").unwrap();
        let address = line.rsplit("http://").next().unwrap().parse().unwrap_or_else(|_| panic!("{line}"));
        // Whatever else it says is read, so that it never waits for a reader.
        std::thread::spawn(move || lines.for_each(drop));
        let (sender, log) = mpsc::channel();
        let written = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
        // Whether anybody reads it or not.
        std::thread::spawn(move || written.for_each(|line| sender.send(line).unwrap_or_default()));
        let pid = program_in(child.id());
        Self { child, pid, address, log }
    }

    /// Waits until its log has a line with these words.
    pub fn has_logged(&self, words: &str) {
        assert!(self.log.iter().any(|line| line.contains(words)), "it ended and never said {words:?}");
    }

    /// What the system says of it, in the line of `/proc/PID/status` that begins so: kilobytes, or a count.
    pub fn status(&self, line: &str) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.pid)).unwrap();
        let value = status.lines().find_map(|found| found.strip_prefix(line)).unwrap_or_else(|| panic!("{status}"));
        value.split_whitespace().next().unwrap().parse().unwrap()
    }

    /// How many files it has open.
    pub fn open_files(&self) -> usize {
        std::fs::read_dir(format!("/proc/{}/fd", self.pid)).unwrap().count()
    }

    /// From now on it may take so many more bytes of memory; without a number as much as it likes.
    pub fn limit_memory(&self, more: Option<u64>) {
        let limit = more.map_or("unlimited".into(), |more| (self.status("VmSize:") * 1024 + more).to_string());
        let mut prlimit = Command::new("prlimit");
        prlimit.args(["--pid", &self.pid.to_string(), &format!("--as={limit}:unlimited")]);
        assert!(prlimit.status().unwrap().success(), "prlimit {limit}");
    }

    /// From now on each of its threads fails to read its files so many times.
    pub fn fail_to_read(&self, times: usize) -> FailingCalls {
        self.fail("pread64", &format!("error=EIO:when=1..{times}"))
    }

    /// From now on its writes are answered as by a file system that has become read-only. No file system can be
    /// remounted so by hand while a file on it is open for writing.
    pub fn become_read_only(&self) -> FailingCalls {
        self.fail("pwrite64,ftruncate,fallocate", "error=EROFS")
    }

    fn fail(&self, calls: &str, how: &str) -> FailingCalls {
        let (traced, failing) = (format!("trace={calls}"), format!("inject={calls}:{how}"));
        let mut strace = Command::new("strace");
        strace.args(["-f", "-o", "/dev/null", "-e", &traced, "-e", &failing, "-p", &self.pid.to_string()]);
        let mut child = strace.stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines().map(Result::unwrap);
        assert!(lines.any(|line| line.contains("attached")), "strace did not attach");
        std::thread::spawn(move || lines.for_each(drop));
        FailingCalls(child)
    }

    /// Waits until it has ended by itself.
    pub fn ended(mut self) {
        self.child.wait().unwrap();
    }

    /// Ends it without a warning.
    pub fn kill(mut self) {
        signal(self.pid, "KILL");
        self.child.wait().unwrap();
    }

    /// Tells it to stop; how it ended, and how long that took.
    pub fn terminate(mut self) -> (ExitStatus, Duration) {
        let told = Instant::now();
        signal(self.pid, "TERM");
        (self.child.wait().unwrap(), told.elapsed())
    }

    /// Tells it to stop, and does not wait.
    pub fn tell_to_stop(&self) {
        signal(self.pid, "TERM");
    }

    /// Waits until it has ended by itself: how, and what its log says that nobody has read yet.
    pub fn ending(mut self) -> (ExitStatus, Vec<String>) {
        let status = self.child.wait().unwrap();
        (status, self.log.iter().collect())
    }
}

/// A process that makes system calls fail, until it is dropped.
pub struct FailingCalls(Child);

impl Drop for FailingCalls {
    fn drop(&mut self) {
        signal(self.0.id(), "INT");
        let _ = self.0.wait();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            signal(self.pid, "KILL");
            let _ = self.child.wait();
        }
    }
}

fn signal(pid: u32, name: &str) {
    let sent = Command::new("kill").args([&format!("-{name}"), &pid.to_string()]).status().unwrap();
    assert!(sent.success(), "no signal could be sent");
}

/// The process itself, or the one it runs.
fn program_in(pid: u32) -> u32 {
    let children = std::fs::read_to_string(format!("/proc/{pid}/task/{pid}/children")).unwrap_or_default();
    children.split_whitespace().next().and_then(|child| child.parse().ok()).unwrap_or(pid)
}

/// Starts it where it cannot start, and returns what it says.
pub fn refuses_to_start(database: &Path) -> String {
    let mut child = Command::new(PROGRAM)
        .args(["serve", "--listen", "127.0.0.1:0", "--site", ".", "--database"])
        .arg(database)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert!(!child.wait().unwrap().success(), "it started");
    said
}

/// Whether faults can be put into system calls here.
pub fn can_strace() -> bool {
    let mut tried = Command::new("strace");
    tried.args(["-f", "-q", "-o", "/dev/null", "-e", "inject=fsync:error=EIO", "true"]).stderr(Stdio::null());
    tried.status().is_ok_and(|status| status.success())
}

/// A small file system in memory.
pub struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    /// Mounts one of so many megabytes; `None` where that is not allowed.
    pub fn mount(megabytes: u32) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let size = format!("size={megabytes}m");
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(folder.path()).stderr(Stdio::null());
        mount.status().is_ok_and(|status| status.success()).then_some(Self(folder))
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// Leaves no room, and returns the file that takes it.
    pub fn fill(&self) -> PathBuf {
        let filler = self.path().join("filler");
        let mut file = std::fs::File::create(&filler).unwrap();
        let block = [1; 4096];
        while std::io::Write::write_all(&mut file, &block).is_ok() {}
        filler
    }

    /// Mounts it anew, `ro` or `rw`.
    pub fn remount(&self, how: &str) {
        let option = format!("remount,{how}");
        let done = Command::new("mount").args(["-o", &option]).arg(self.path()).status().unwrap();
        assert!(done.success());
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.path()).status();
    }
}
