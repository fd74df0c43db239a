//! A database file by all its names: who may use it beside whom, and what is no file at all.

use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::{FileTypeExt, MetadataExt, symlink};
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use section11::store::{InUse, Opening, Store, check};

use crate::support::put_sample;

/// Every command, with `=` for the database, `+` for a backup, and `>` for a file to write; and whether it writes to the
/// database.
const COMMANDS: &[(&str, bool, &[&str])] = &[
    ("serve", true, &["serve", "--listen", "127.0.0.1:0", "--site", "no-site", "--database", "="]),
    ("serve", true, &["serve", "--create", "--listen", "127.0.0.1:0", "--site", "no-site", "--database", "="]),
    ("sample", true, &["sample", "--database", "="]),
    ("restore", true, &["restore", "--from", "+", "--database", "="]),
    (
        "add-person",
        true,
        &["add-person", "--email", "a@b.example", "--name", "A", "--role", "reviewer", "--database", "="],
    ),
    ("import", true, &["import", "organisations", "organisations.csv", "--database", "="]),
    ("check", false, &["check", "--database", "="]),
    ("backup", false, &["backup", "--output", ">.db", "--database", "="]),
    ("export", false, &["export", "answers", "--round", "2014", "--output", ">.csv", "--database", "="]),
    ("export", false, &["export", "results", "--round", "2014", "--output", ">.xlsx", "--database", "="]),
    (
        "export",
        false,
        &[
            "export",
            "own-results",
            "--round",
            "2014",
            "--organisation",
            "O-0022",
            "--output",
            ">.csv",
            "--database",
            "=",
        ],
    ),
    (
        "export",
        false,
        &[
            "export",
            "action-plan",
            "--round",
            "2014",
            "--organisation",
            "O-0022",
            "--output",
            ">.xlsx",
            "--database",
            "=",
        ],
    ),
];

/// A folder with a database, a backup of it, and a file to import.
struct Folder {
    place: tempfile::TempDir,
    database: PathBuf,
}

impl Folder {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("real").join("board.db");
        fs::create_dir(database.parent().unwrap()).unwrap();
        fs::write(folder.path().join("organisations.csv"), "name,sector,sub_sector\nNew School,education,primary\n")
            .unwrap();
        let new = Self { place: folder, database };
        put_sample(&new.database);
        let copied = new.run(&["backup", "--output", "+", "--database", "="], &new.database);
        assert!(copied.status.success(), "{}", said(&copied));
        new
    }

    fn path(&self, name: &str) -> PathBuf {
        self.place.path().join(name)
    }

    /// Runs a command on a database, and ends it where it waits for ever.
    fn run(&self, command: &[&str], database: &Path) -> Output {
        self.command(command, database).output().unwrap()
    }

    fn command(&self, command: &[&str], database: &Path) -> Command {
        let (backup, output) = (self.path("backup.db"), self.path("out"));
        let argument = |argument: &&str| -> OsString {
            match *argument {
                "=" => database.as_os_str().to_owned(),
                "+" => backup.as_os_str().to_owned(),
                other => match other.strip_prefix('>') {
                    Some(extension) => output.with_extension(extension.trim_start_matches('.')).into_os_string(),
                    None => other.into(),
                },
            }
        };
        let mut program = Command::new("timeout");
        program.args(["300", env!("CARGO_BIN_EXE_section11")]).args(command.iter().map(argument));
        program.current_dir(self.place.path()).env_remove("S11_DATABASE");
        program
    }
}

/// A digest of every row but those that tell of an export.
fn rows(database: &Path) -> Vec<u8> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let store = Store::open(database, Opening::Existing).await.unwrap();
        let digest = check::digest(&mut store.reading().await.unwrap(), &["log"]).await.unwrap();
        store.close().await;
        digest
    })
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&[&output.stdout[..], &output.stderr[..]].concat()).into_owned()
}

#[test]
fn every_command_is_among_those_that_are_tried() {
    let mut untried = Vec::new();
    for command in commands_of(&[]) {
        let further = commands_of(&[&command]);
        let all: Vec<Vec<&str>> = if further.is_empty() {
            vec![vec![&command]]
        } else {
            further.iter().map(|further| vec![command.as_str(), further]).collect()
        };
        let is_tried = |words: &&Vec<&str>| COMMANDS.iter().any(|(.., line)| line.starts_with(words));
        untried.extend(all.iter().filter(|words| !is_tried(words)).map(|words| words.join(" ")));
    }
    assert_eq!(untried, Vec::<String>::new());
}

/// The commands that the help of a command names, but for `help` itself.
fn commands_of(command: &[&str]) -> Vec<String> {
    let help = Command::new(env!("CARGO_BIN_EXE_section11")).args(command).arg("--help").output().unwrap();
    let help = said(&help);
    let Some((_, commands)) = help.split_once("Commands:\n") else { return Vec::new() };
    let commands = commands.split("\n\n").next().unwrap().lines();
    commands
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .map(str::to_owned)
        .collect()
}

#[test]
fn f25_a_file_that_is_used_is_used_by_all_its_names() {
    let folder = Folder::new();
    let real = folder.path("real");
    symlink(&folder.database, folder.path("link.db")).unwrap();
    symlink(&real, folder.path("linked")).unwrap();
    fs::hard_link(&folder.database, folder.path("hard.db")).unwrap();
    let by_its_name = [
        folder.database.clone(),
        folder.path("link.db"),
        folder.path("linked").join("board.db"),
        folder.path("real/../linked/../real/./board.db"),
        "real/board.db".into(),
    ];
    let before = rows(&folder.database);
    let in_use = InUse::take(&folder.path("link.db"), Opening::Existing).unwrap();
    for (_, writes, command) in COMMANDS {
        for name in &by_its_name {
            let output = folder.run(command, name);
            if *writes {
                assert_eq!(output.status.code(), Some(1), "{command:?} {name:?}: {}", said(&output));
                // One that would replace it says first that a link, or one of two names, cannot be replaced.
                let why = ["is in use by another section11", "is a link", "has other names"];
                assert!(why.iter().any(|why| said(&output).contains(why)), "{command:?} {name:?}: {}", said(&output));
            } else {
                assert!(output.status.success(), "{command:?} {name:?}: {}", said(&output));
            }
        }
        // By a name beside which its log does not lie, nobody may even read.
        let output = folder.run(command, &folder.path("hard.db"));
        assert_eq!(output.status.code(), Some(1), "{command:?}: {}", said(&output));
        let why = ["is in use by another section11", "has other names"];
        assert!(why.iter().any(|why| said(&output).contains(why)), "{command:?}: {}", said(&output));
    }
    // Renamed while it is used, it is still used; and its old name is not given to another file.
    fs::remove_file(folder.path("hard.db")).unwrap();
    let moved = folder.path("moved.db");
    fs::rename(&folder.database, &moved).unwrap();
    for (_, _, command) in COMMANDS {
        let output = folder.run(command, &moved);
        assert!(said(&output).contains("is in use by another section11"), "{command:?}: {}", said(&output));
        let output = folder.run(command, &folder.database);
        assert_eq!(output.status.code(), Some(1), "{command:?}: {}", said(&output));
        assert!(!folder.database.exists(), "{command:?}");
    }
    fs::rename(&moved, &folder.database).unwrap();
    drop(in_use);
    assert!(rows(&folder.database) == before, "nothing was written to it but that it was exported");
    let restored = folder.run(&["restore", "--from", "+", "--database", "="], &folder.database);
    assert!(restored.status.success(), "{}", said(&restored));
}

#[test]
fn a_file_that_nobody_uses_is_opened_by_any_name_and_replaced_by_its_own_alone() {
    let folder = Folder::new();
    let (link, hard) = (folder.path("link.db"), folder.path("hard.db"));
    symlink(&folder.database, &link).unwrap();
    let check = |name: &Path| folder.run(&["check", "--database", "="], name).status.success();
    let restore = |name: &Path| folder.run(&["restore", "--from", "+", "--database", "="], name);
    assert!(check(&link));
    assert!(said(&restore(&link)).contains("link.db is a link; give the path of the file itself"));
    let backup = folder.run(&["backup", "--database", "+", "--output", "="], &link);
    assert!(said(&backup).contains("link.db is a link"), "{}", said(&backup));
    fs::hard_link(&folder.database, &hard).unwrap();
    assert!(check(&hard) && check(&folder.database));
    for name in [&hard, &folder.database] {
        assert!(said(&restore(name)).contains("has other names too (hard links)"), "{}", said(&restore(name)));
    }
    assert_eq!(fs::metadata(&hard).unwrap().ino(), fs::metadata(&folder.database).unwrap().ino());
    fs::remove_file(&hard).unwrap();
    assert!(restore(&folder.database).status.success());
    // A backup of several names is one all the same, and a copy is put beside its other names.
    fs::hard_link(folder.path("backup.db"), &hard).unwrap();
    assert!(restore(&folder.database).status.success());
    let again = folder.run(&["backup", "--output", "+", "--database", "="], &folder.database);
    assert!(again.status.success(), "{}", said(&again));
    assert_ne!(fs::metadata(&hard).unwrap().ino(), fs::metadata(folder.path("backup.db")).unwrap().ino());
}

#[test]
fn who_only_reads_keeps_nobody_from_beginning_to_write_but_by_another_name() {
    let folder = Folder::new();
    let reads = InUse::beside(&folder.database).unwrap().expect("nobody uses it");
    assert!(InUse::take(&folder.database, Opening::Existing).is_err(), "it may be brought up to date first");
    reads.let_others_in();
    let writes = InUse::take(&folder.database, Opening::Existing).unwrap();
    assert!(InUse::beside(&folder.database).unwrap().is_none());
    drop((reads, writes));
    fs::hard_link(&folder.database, folder.path("hard.db")).unwrap();
    let reads = InUse::beside(&folder.path("hard.db")).unwrap().expect("nobody uses it");
    reads.let_others_in();
    assert!(InUse::take(&folder.database, Opening::Existing).is_err());
    drop(reads);
    assert!(InUse::take(&folder.database, Opening::Existing).is_ok());
}

#[test]
fn a_backup_replaces_no_database_that_is_in_use_or_was_not_closed() {
    let folder = Folder::new();
    let other = folder.path("other.db");
    fs::copy(folder.path("backup.db"), &other).unwrap();
    let backup = || folder.run(&["backup", "--database", "+", "--output", "="], &other);
    let in_use = InUse::take(&other, Opening::Existing).unwrap();
    assert!(said(&backup()).contains("is in use by another section11"), "{}", said(&backup()));
    drop(in_use);
    fs::write(folder.path("other.db-wal"), "a log").unwrap();
    assert!(said(&backup()).contains("other.db-wal is there"), "{}", said(&backup()));
    fs::remove_file(folder.path("other.db-wal")).unwrap();
    assert!(backup().status.success(), "{}", said(&backup()));
}

#[test]
fn a_log_that_was_left_without_its_database_is_moved_out_of_the_way_of_the_restored_one() {
    let folder = Folder::new();
    let log = folder.path("real/board.db-wal");
    fs::remove_file(&folder.database).unwrap();
    fs::write(&log, "the log of another file").unwrap();
    let restored = folder.run(&["restore", "--from", "+", "--database", "="], &folder.database);
    assert!(restored.status.success(), "{}", said(&restored));
    assert!(!log.exists());
    let names = fs::read_dir(folder.path("real")).unwrap().map(|entry| entry.unwrap().file_name());
    let names: Vec<_> = names.map(|name| name.into_string().unwrap()).collect();
    let is_kept = |name: &&String| name.starts_with("board.db.replaced-") && name.ends_with("-wal");
    let kept = names.iter().find(is_kept).unwrap_or_else(|| panic!("{names:?}"));
    assert_eq!(fs::read_to_string(folder.path("real").join(kept)).unwrap(), "the log of another file");
}

#[test]
fn what_is_no_regular_file_is_named_at_once_by_every_command_and_left_as_it_is() {
    let folder = Folder::new();
    let fifo = folder.path("fifo");
    assert!(Command::new("mkfifo").arg(&fifo).status().unwrap().success());
    let socket = folder.path("socket");
    let _listening = UnixListener::bind(&socket).unwrap();
    fs::create_dir(folder.path("dir")).unwrap();
    symlink(folder.path("nowhere"), folder.path("dangling")).unwrap();
    symlink(&fifo, folder.path("to-fifo")).unwrap();
    let odd = [
        (fifo.clone(), "a named pipe"),
        (folder.path("to-fifo"), "a named pipe"),
        (socket, "a socket"),
        (folder.path("dir"), "a folder"),
        (folder.path("dangling"), "a link that leads nowhere"),
        ("/dev/null".into(), "a device"),
        ("/dev/zero".into(), "a device"),
    ];
    let others: [&[&str]; 2] =
        [&["restore", "--from", "=", "--database", ">.db"], &["backup", "--database", "+", "--output", "="]];
    for (path, what) in &odd {
        for command in COMMANDS.iter().map(|(_, _, command)| *command).chain(others) {
            let output = folder.run(command, path);
            assert_eq!(output.status.code(), Some(1), "{command:?} {path:?}: {}", said(&output));
            let named = said(&output).contains(&format!("{} is {what}", path.display()));
            let is_link = said(&output).contains(&format!("{} is a link", path.display()));
            assert!(named || is_link, "{command:?} {path:?}: {}", said(&output));
        }
    }
    assert!(fs::metadata(&fifo).unwrap().file_type().is_fifo());
    assert!(fs::metadata("/dev/null").unwrap().file_type().is_char_device());
    assert!(!folder.path("nowhere").exists());
    // The same in the place of the lock.
    let lock = folder.path("real/board.db.lock");
    assert!(!lock.exists(), "nobody has written to the database yet");
    assert!(Command::new("mkfifo").arg(&lock).status().unwrap().success());
    let output = folder.run(&["sample", "--database", "="], &folder.database);
    assert!(said(&output).contains("board.db.lock is a named pipe"), "{}", said(&output));
}

/// Something that is not a regular file: what it is, and how it is made.
type Odd = (&'static str, fn(&Path));

#[test]
fn what_is_no_regular_file_beside_a_database_is_named_at_once_by_every_command() {
    let folder = Folder::new();
    let others: [&[&str]; 2] =
        [&["restore", "--from", "=", "--database", ">.db"], &["backup", "--database", "+", "--output", "="]];
    let make: [Odd; 4] = [
        ("a named pipe", |path| assert!(Command::new("mkfifo").arg(path).status().unwrap().success())),
        ("a folder", |path| fs::create_dir(path).unwrap()),
        ("a link", |path| symlink("/etc/passwd", path).unwrap()),
        ("a socket", |path| drop(UnixListener::bind(path).unwrap())),
    ];
    let before = fs::read(&folder.database).unwrap();
    for added in ["-wal", "-shm", "-journal"] {
        for (what, make) in make {
            let beside = folder.path(&format!("real/board.db{added}"));
            make(&beside);
            for command in COMMANDS.iter().map(|(_, _, command)| *command).chain(others) {
                let output = folder.run(command, &folder.database);
                assert_eq!(output.status.code(), Some(1), "{command:?} {added} {what}: {}", said(&output));
                let why = format!("board.db{added} is {what}");
                assert!(said(&output).contains(&why), "{command:?} {added} {what}: {}", said(&output));
            }
            let found = fs::symlink_metadata(&beside).unwrap();
            let removed = if found.is_dir() { fs::remove_dir(&beside) } else { fs::remove_file(&beside) };
            removed.unwrap();
        }
    }
    assert!(fs::read(&folder.database).unwrap() == before);
}

#[test]
fn every_command_ends_as_ever_when_nobody_reads_what_it_says() {
    let folder = Folder::new();
    let backup = folder.path("backup.db");
    let place = |name: &str| -> PathBuf {
        let place = folder.path(name);
        if !name.starts_with("sample") {
            fs::copy(&backup, &place).unwrap();
        }
        place
    };
    for (number, (name, _, command)) in COMMANDS.iter().enumerate() {
        let [heard, unheard] = ["heard", "unheard"].map(|how| place(&format!("{name}-{number}-{how}.db")));
        let expected = folder.run(command, &heard).status.code();
        assert!(matches!(expected, Some(0 | 1)), "{command:?}");
        let mut program = folder.command(command, &unheard);
        for output in [true, false] {
            let (reader, writer) = std::io::pipe().unwrap();
            drop(reader);
            if output {
                program.stdout(writer)
            } else {
                program.stderr(writer)
            };
        }
        let status = program.status().unwrap();
        assert_eq!(status.code(), expected, "{command:?}");
    }
}

/// A change that a server brings into its file while a command reads beside it is not damage.
#[tokio::test]
async fn a_command_beside_a_server_writes_its_line_whatever_the_server_has_brought_into_the_file() {
    let folder = Folder::new();
    let server = Store::open(&folder.database, Opening::Existing).await.unwrap();
    let command = Store::open(&folder.database, Opening::Beside).await.unwrap();
    let changed = || fs::metadata(&folder.database).unwrap().modified().unwrap();
    let before = changed();
    let line = "insert into log (at, operation, subject) values ('2026-11-21T12:00:00Z', 'x', hex(zeroblob(3000000)))";
    let mut writing = server.writing().await.unwrap();
    sqlx::query(line).execute(&mut *writing).await.unwrap();
    writing.commit().await.unwrap();
    assert_ne!(changed(), before, "nothing was brought into the file");
    let mut writing = command.writing().await.unwrap();
    sqlx::query("insert into log (at, operation, subject) values ('2026-11-21T12:00:00Z', 'export', '')")
        .execute(&mut *writing)
        .await
        .unwrap();
    writing.commit().await.unwrap();
    let mut writing = server.writing().await.expect("and the server goes on");
    sqlx::query(line).execute(&mut *writing).await.unwrap();
    writing.commit().await.unwrap();
}
