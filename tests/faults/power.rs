//! The power goes. What the program writes and makes durable is recorded by strace while people save; from the record
//! come the files as a disk may hold them after the power went at any moment, and each of them is opened.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::time::Duration;

use rand::rngs::SmallRng;
use rand::{RngExt, SeedableRng};

use super::board::{Board, Mark};
use super::server::{self, Server};
use super::times;

/// How many people save at once.
const PEOPLE: usize = 3;
/// A disk writes this many bytes whole or not at all.
const SECTOR: usize = 512;
/// Every call that could change a file, its name or how much of it is durable, and those that send a reply. One that
/// changes the database's files in a way that is not replayed fails the test.
const CALLS: &str = "pwrite64,pwritev,?pwritev2,write,writev,sendto,sendmsg,fsync,fdatasync,?sync_file_range,msync,\
                     mmap,ftruncate,fallocate,openat,?unlink,unlinkat,?rename,?renameat,renameat2";

/// A file of the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Which {
    Database,
    /// The write-ahead log.
    Log,
}

/// What was done to a file.
#[derive(Debug)]
enum Change {
    Written { at: usize, data: Vec<u8> },
    Cut { length: usize },
}

/// What the record holds, in order. A change is where its call ended, a reply where its call began.
#[derive(Debug)]
enum Event {
    Changed(Which, Change),
    /// Everything up to the event of this number is durable in the file.
    Kept(Which, usize),
    /// Everything up to the event of this number is durable in the folder: which names there are.
    NamesKept(usize),
    /// The log is made if it is not there.
    LogOpened,
    LogRemoved,
    /// The person in this place begins to be told that a page is saved.
    Replied(usize),
}

/// What to look for in a record, as strace writes it.
struct Names {
    database: String,
    log: String,
    folder: String,
    /// How the reply to a save begins.
    saved: String,
    /// Where each person's page is, which the reply names.
    pages: Vec<String>,
}

impl Names {
    fn of(board: &Board) -> Self {
        let database = board.database.canonicalize().unwrap();
        let path = |path: &Path| as_recorded(path.to_str().unwrap());
        Self {
            log: path(&database.with_extension("db-wal")),
            folder: path(database.parent().unwrap()),
            database: path(&database),
            saved: as_recorded("HTTP/1.1 303 "),
            pages: (0..PEOPLE).map(|place| as_recorded(&board.path(place))).collect(),
        }
    }

    /// Reads a record.
    fn events_of(&self, record: &Path) -> Vec<Event> {
        let mut events = Vec::new();
        // A call during which another thread did something is written in two parts.
        let mut begun_calls: BTreeMap<String, (String, usize)> = BTreeMap::new();
        for line in BufReader::new(std::fs::File::open(record).unwrap()).lines() {
            let line = line.unwrap();
            let (thread, call) = line.split_once(' ').unwrap();
            let call = call.trim_start();
            // A thread has ended, or a signal has come.
            if call.starts_with("+++") || call.starts_with("---") {
                continue;
            }
            if let Some(second_part) = call.strip_prefix("<... ") {
                let (first_part, begun) = begun_calls.remove(thread).unwrap();
                let (_, second_part) = second_part.split_once(" resumed>").unwrap();
                events.extend(self.event_of(&(first_part + second_part), begun));
                continue;
            }
            let begun = events.len();
            events.extend(self.reply_in(call));
            if let Some(first_part) = call.strip_suffix(" <unfinished ...>") {
                begun_calls.insert(thread.into(), (first_part.into(), begun));
            } else {
                events.extend(self.event_of(call, begun));
            }
        }
        events
    }

    /// The reply that a call begins to send.
    fn reply_in(&self, call: &str) -> Option<Event> {
        let (name, arguments) = call.split_once('(')?;
        let said = arguments.split('"').nth(1)?;
        let is_reply = ["write", "writev", "sendto", "sendmsg"].contains(&name) && said.starts_with(&self.saved);
        let place = self.pages.iter().position(|page| is_reply && said.contains(page))?;
        Some(Event::Replied(place))
    }

    /// What a call did to the database's files; it began when there were so many events.
    fn event_of(&self, call: &str, begun: usize) -> Option<Event> {
        let (name, rest) = call.split_once('(').unwrap();
        let (arguments, result) = rest.rsplit_once(" = ").unwrap();
        let arguments = arguments.trim_end().strip_suffix(')').unwrap();
        let first_file = arguments.split(['<', '>']).nth(1).unwrap_or_default();
        let which = match first_file {
            file if file == self.database => Some(Which::Database),
            file if file == self.log => Some(Which::Log),
            _ => None,
        };
        let text = arguments.split('"').nth(1).unwrap_or_default();
        let last_number = || arguments.rsplit(", ").next().unwrap().parse::<usize>().unwrap();
        match (name, which) {
            ("pwrite64", Some(which)) => {
                let data = bytes_of(text);
                assert_eq!(result, data.len().to_string(), "a write that failed, or was not whole");
                Some(Event::Changed(which, Change::Written { at: last_number(), data }))
            }
            ("ftruncate", Some(which)) if result == "0" => {
                Some(Event::Changed(which, Change::Cut { length: last_number() }))
            }
            ("fsync" | "fdatasync", Some(which)) if result == "0" => Some(Event::Kept(which, begun)),
            ("fsync" | "fdatasync", None) if first_file == self.folder => Some(Event::NamesKept(begun)),
            ("openat", _) if text == self.log && arguments.contains("O_CREAT") => Some(Event::LogOpened),
            ("unlink" | "unlinkat", _) if text == self.log && result == "0" => Some(Event::LogRemoved),
            ("openat", _) if !arguments.contains("O_TRUNC") => None,
            _ => {
                let files = [&self.database, &self.log];
                // In an argument of any place: with a mark of its end, because the one name begins with the other.
                let named = |file: &&String| ['>', '"'].iter().any(|end| arguments.contains(&format!("{file}{end}")));
                assert!(!files.iter().any(named), "{name} of the database's files is not replayed: {result}");
                None
            }
        }
    }
}

/// A text as strace writes it when all is to be in hexadecimal digits.
fn as_recorded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut recorded, byte| {
        write!(recorded, "\\x{byte:02x}").unwrap();
        recorded
    })
}

/// The bytes that strace wrote so.
fn bytes_of(recorded: &str) -> Vec<u8> {
    let digit = |digit: u8| match digit {
        b'0'..=b'9' => digit - b'0',
        b'a'..=b'f' => digit - b'a' + 10,
        _ => panic!("{recorded} is not all in hexadecimal digits"),
    };
    let (bytes, rest) = recorded.as_bytes().as_chunks::<4>();
    assert!(rest.is_empty(), "{recorded}");
    bytes.iter().map(|[_, _, high, low]| (digit(*high) << 4) | digit(*low)).collect()
}

impl Change {
    fn make(&self, bytes: &mut Vec<u8>) {
        match self {
            Self::Written { at, data } => put(bytes, *at, data),
            Self::Cut { length } => bytes.resize(*length, 0),
        }
    }

    /// Only some sectors in a row of what was written have reached the disk.
    fn make_torn(&self, bytes: &mut Vec<u8>, draws: &mut SmallRng) {
        let Self::Written { at, data } = self else { return self.make(bytes) };
        let (begin, end) = (*at, at + data.len());
        let sectors = begin / SECTOR..=end.div_ceil(SECTOR);
        let from = (SECTOR * draws.random_range(sectors.clone())).clamp(begin, end);
        let to = (SECTOR * draws.random_range(sectors)).clamp(from, end);
        put(bytes, from, &data[from - begin..to - begin]);
    }

    /// Whether the log is begun with it: its first bytes say which pages in it count.
    fn begins_the_log(&self) -> bool {
        matches!(self, Self::Written { at: 0, .. })
    }
}

fn put(bytes: &mut Vec<u8>, at: usize, data: &[u8]) {
    let end = at + data.len();
    if bytes.len() < end {
        bytes.resize(end, 0);
    }
    bytes[at..end].copy_from_slice(data);
}

/// How much a call that makes the log durable is taken to have done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Synchronous {
    /// What it did.
    Full,
    /// What it would have done with `synchronous = normal`: nothing after a save, only when the log is begun and before
    /// it is folded into the file.
    Normal,
}

/// A file on the disk.
#[derive(Default)]
struct File<'a> {
    /// What is durable.
    kept: Vec<u8>,
    /// What may have reached the disk, in any order: the number of its event, and what it is.
    late: Vec<(usize, &'a Change)>,
    /// The event by which it was last made durable.
    last_kept: usize,
}

impl File<'_> {
    fn keep_up_to(&mut self, number: usize) {
        for (event, change) in std::mem::take(&mut self.late) {
            if event < number { change.make(&mut self.kept) } else { self.late.push((event, change)) }
        }
    }

    /// As a program sees it.
    fn as_written(&self) -> Vec<u8> {
        let mut bytes = self.kept.clone();
        self.late.iter().for_each(|(_, change)| change.make(&mut bytes));
        bytes
    }

    /// As the disk may hold it when the power has gone.
    fn as_left(&self, draws: &mut SmallRng) -> Vec<u8> {
        let mut bytes = self.kept.clone();
        // At times nothing of what was written late, at times all of it.
        let share = [0.0, 0.1, 0.5, 0.9, 1.0][draws.random_range(0..5_usize)];
        for (_, change) in &self.late {
            if !draws.random_bool(share) {
                continue;
            }
            if draws.random_bool(0.3) {
                change.make_torn(&mut bytes, draws);
            } else {
                change.make(&mut bytes);
            }
        }
        bytes
    }
}

/// The disk at a moment of the record.
struct Disk<'a> {
    synchronous: Synchronous,
    database: File<'a>,
    /// Every log there ever was; the last is the one that is written to.
    logs: Vec<File<'a>>,
    /// Which log had the name, if any, and since which event. The first is durable, the last what a program sees.
    log_named: Vec<(usize, Option<usize>)>,
    /// How many saves each person was told of.
    replied: [u32; PEOPLE],
}

impl<'a> Disk<'a> {
    fn new(database: &[u8], synchronous: Synchronous) -> Self {
        let database = File { kept: database.to_vec(), ..File::default() };
        Self { synchronous, database, logs: Vec::new(), log_named: vec![(0, None)], replied: [0; PEOPLE] }
    }

    fn file(&mut self, which: Which) -> &mut File<'a> {
        match which {
            Which::Database => &mut self.database,
            Which::Log => self.logs.last_mut().expect("the log is opened before it is written to"),
        }
    }

    fn has_log(&self) -> bool {
        self.log_named.last().is_some_and(|(_, log)| log.is_some())
    }

    /// The next event comes to pass.
    fn meets(&mut self, number: usize, event: &'a Event) {
        match event {
            Event::Changed(which, change) => self.file(*which).late.push((number, change)),
            Event::Kept(which, up_to) => self.keep(*which, *up_to, number),
            Event::NamesKept(up_to) => {
                let durable = self.log_named.iter().rposition(|(since, _)| since < up_to).unwrap_or(0);
                self.log_named.drain(..durable);
            }
            Event::LogOpened if !self.has_log() => {
                self.log_named.push((number, Some(self.logs.len())));
                self.logs.push(File::default());
            }
            Event::LogOpened => {}
            Event::LogRemoved => self.log_named.push((number, None)),
            Event::Replied(place) => self.replied[*place] += 1,
        }
    }

    fn keep(&mut self, which: Which, up_to: usize, number: usize) {
        let synchronous = self.synchronous;
        let file = self.file(which);
        let before = std::mem::replace(&mut file.last_kept, number);
        // Before the log is folded into the file it is made durable once more, with nothing new in it.
        let is_a_save = file.late.iter().any(|(event, change)| *event >= before && !change.begins_the_log());
        if synchronous == Synchronous::Full || which == Which::Database || !is_a_save {
            file.keep_up_to(up_to);
        }
    }

    /// Writes the files as they may be found when the power comes back.
    fn leave(&self, database: &Path, draws: &mut SmallRng) {
        std::fs::write(database, self.database.as_left(draws)).unwrap();
        let (_, log) = self.log_named[draws.random_range(0..self.log_named.len())];
        if let Some(log) = log {
            std::fs::write(database.with_extension("db-wal"), self.logs[log].as_left(draws)).unwrap();
        }
    }

    /// The saves that people were told of.
    fn acknowledged(&self) -> BTreeSet<Mark> {
        let people = self.replied.iter().enumerate();
        people.flat_map(|(place, saves)| (1..=*saves).map(move |save| (place, save))).collect()
    }
}

/// Some moments, in order, each as the number of events before it. Half of them are at events that are rarer than a
/// write to the log.
fn moments(events: &[Event], count: usize, draws: &mut SmallRng) -> Vec<usize> {
    let is_rare = |event: &Event| !matches!(event, Event::Changed(Which::Log, _));
    let rare: Vec<_> = (0..events.len()).filter(|number| is_rare(&events[*number])).collect();
    let mut moments = Vec::new();
    for _ in 0..count {
        let at_a_rare_one = rare[draws.random_range(0..rare.len())] + draws.random_range(0..=1_usize);
        let anywhere = draws.random_range(0..=events.len());
        moments.push(if draws.random_bool(0.5) { anywhere } else { at_a_rare_one });
    }
    moments.sort_unstable();
    moments
}

/// A record, and what was there before it.
struct Recorded {
    board: Board,
    before: Vec<u8>,
    events: Vec<Event>,
    seed: u64,
}

impl Recorded {
    /// Records people who save at once, at least so many pages together, until the program was told to stop and ended.
    async fn of_saves(pages: usize) -> Self {
        let mut board = Board::new(PEOPLE).await;
        let before = std::fs::read(&board.database).unwrap();
        assert!(!board.database.with_extension("db-wal").exists(), "the record begins without a log");
        let record = board.database.with_file_name("record");
        let server = Server::start_recorded(&board.database, CALLS, &record);
        let saving = board.save_all_the_time(&server);
        let enough = async {
            while saving.acknowledged_so_far().len() < pages {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        // So that the test ends when nobody can save.
        tokio::time::timeout(Duration::from_mins(5), enough).await.expect("people save");
        let said = saving.finish_early(&mut board).await;
        assert_eq!((said.conflicts, said.refused, said.failed, said.lost), (0, 0, 0, 0), "{said:?}");
        assert!(server.terminate().0.success());
        let events = Names::of(&board).events_of(&record);
        Self { board, before, events, seed: rand::random() }
    }

    /// Checks that nothing is missing from it: replayed to its end it gives the file, and every reply is in it.
    fn must_be_complete(&self) {
        let mut disk = Disk::new(&self.before, Synchronous::Full);
        for (number, event) in self.events.iter().enumerate() {
            disk.meets(number, event);
        }
        let file = std::fs::read(&self.board.database).unwrap();
        assert!(disk.database.as_written() == file, "what was replayed is not the file");
        assert_eq!(disk.has_log(), self.board.database.with_extension("db-wal").exists());
        assert_eq!(disk.acknowledged().len(), self.board.acknowledged(), "replies in the record");
        let folded = self.events.iter().position(|event| matches!(event, Event::Kept(Which::Database, _)));
        let last_reply = self.events.iter().rposition(|event| matches!(event, Event::Replied(_)));
        assert!(folded.is_some() && folded < last_reply, "the log was not folded into the file while people saved");
    }

    /// Opens so many images, each of which must be sound and hold whole pages only. Those that lack a save are named.
    async fn images_that_lack_a_save(&self, count: usize, synchronous: Synchronous) -> Vec<String> {
        let Self { board, before, events, seed } = self;
        let mut draws = SmallRng::seed_from_u64(*seed);
        let mut disk = Disk::new(before, synchronous);
        let (mut met, mut lacking) = (0, Vec::new());
        for moment in moments(events, count, &mut draws) {
            for (number, event) in events.iter().enumerate().take(moment).skip(met) {
                disk.meets(number, event);
            }
            met = moment;
            let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
            let path = folder.path().join("board.db");
            disk.leave(&path, &mut draws);
            let wrong = board.wrong_with(&path, &disk.acknowledged()).await;
            let image = format!("{synchronous:?}, seed {seed}, after {moment} of {} events: {wrong:?}", events.len());
            assert!(wrong.unsound.is_empty() && wrong.halves.is_empty(), "{image}");
            if !wrong.lost.is_empty() {
                lacking.push(image);
            }
        }
        lacking
    }
}

/// F2: whenever the power goes, and whatever the disk had got round to of what it was not told to keep, everything
/// acknowledged is there, every page whole or not at all, the file sound.
#[tokio::test(flavor = "multi_thread")]
async fn f2_nothing_acknowledged_is_lost_when_the_power_goes() {
    if !server::can_strace() {
        println!("F2: not run: it needs strace and the right to trace");
        return;
    }
    let recorded = Recorded::of_saves(times(300, 100)).await;
    let saves = recorded.board.acknowledged();
    println!("F2: {saves} saves acknowledged, {} events, seed {}", recorded.events.len(), recorded.seed);
    recorded.must_be_complete();
    let images = times(1000, 40);
    assert_eq!(recorded.images_that_lack_a_save(images, Synchronous::Full).await, Vec::<String>::new());
    println!("F2: {images} images, each sound and with every acknowledged save");
    // The same must find what is lost where a save is not made durable before it is acknowledged.
    let images = times(200, 10);
    let lacking = recorded.images_that_lack_a_save(images, Synchronous::Normal).await.len();
    println!("F2: had saves not been made durable, {lacking} of {images} images would lack an acknowledged save");
    assert!(lacking > 0, "the test finds no loss where there must be one");
}
