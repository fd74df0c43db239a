//! A limit of the size of files (`ulimit -f`): what would be longer fails in words like on a full disk, and nothing ends
//! the program.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use super::{run, said, text};
use crate::support::put_sample;

const PROGRAM: &str = env!("CARGO_BIN_EXE_section11");

/// Whether the limit can be set here.
fn has_prlimit() -> bool {
    let has = Command::new("prlimit").arg("--version").output().is_ok();
    if !has {
        println!("skipped: there is no prlimit here");
    }
    has
}

/// Runs a command that may make no file longer than this.
fn run_within(bytes: u64, arguments: &[&str]) -> Output {
    let mut prlimit = Command::new("prlimit");
    prlimit.arg(format!("--fsize={bytes}")).arg(PROGRAM).args(arguments).env_remove("S11_DATABASE").output().unwrap()
}

#[test]
fn a_command_that_would_make_too_long_a_file_fails_in_words_and_leaves_what_was_there() {
    if !has_prlimit() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let place = |name: &str| folder.path().join(name);
    let (database, file) = (place("s.db"), place("long.csv"));
    put_sample(&database);
    let rows: Vec<_> = (0..2500).map(|n| format!("Long {n},education,primary,{}", 200_000 + n)).collect();
    fs::write(&file, format!("name,sector,sub_sector,urn\n{}\n", rows.join("\n"))).unwrap();
    let (other, copy, answers) = (place("other.db"), place("copy.db"), place("answers.csv"));
    let import = ["import", "organisations", text(&file), "--database", text(&database)];
    let commands: [&[&str]; 4] = [
        &["sample", "--database", text(&other)],
        &["backup", "--database", text(&database), "--output", text(&copy)],
        &["export", "answers", "--round", "2014", "--database", text(&database), "--output", text(&answers)],
        &import,
    ];
    for command in commands {
        let output = run_within(100_000, command);
        assert_eq!(output.status.code(), Some(1), "{command:?}: {:?}: {}", output.status, said(&output));
        assert!(said(&output).contains("section11: "), "{command:?}: {}", said(&output));
    }
    assert!(!copy.exists() && !answers.exists());
    let left = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let left: Vec<_> = left.filter(|name| name.contains(".partial") || name.starts_with(".section11-")).collect();
    assert_eq!(left, Vec::<String>::new());
    let sound = run(&["check", "--database", text(&database)]);
    assert!(sound.status.success(), "{}", said(&sound));
    let imported = run(&import);
    assert!(imported.status.success(), "nothing of it was kept before: {}", said(&imported));
}

/// The status of a page of the server at this address.
fn status(address: &str, path: &str) -> u16 {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let answer = String::from_utf8_lossy(&answer).into_owned();
    answer.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_else(|| panic!("{answer}"))
}

fn limit(process: u32, bytes: &str) {
    let mut prlimit = Command::new("prlimit");
    prlimit.args(["--pid", &process.to_string(), &format!("--fsize={bytes}:unlimited")]);
    assert!(prlimit.status().unwrap().success(), "{bytes}");
}

#[test]
fn a_server_that_may_make_no_longer_file_takes_no_saves_until_it_may() {
    if !has_prlimit() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("s.db");
    put_sample(&database);
    let site = folder.path().join("site");
    fs::create_dir_all(site.join("pkg")).unwrap();
    let mut serve = Command::new(PROGRAM);
    serve.args(["serve", "--listen", "127.0.0.1:0", "--database", text(&database), "--site", text(&site)]);
    let mut server = serve.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut lines = BufReader::new(server.stdout.take().unwrap()).lines();
    let line = lines.next().expect("it says where it is").unwrap();
    let address = line.rsplit("http://").next().unwrap().to_owned();
    // Each time it is asked whether it is ready it writes a page to its log.
    assert_eq!(status(&address, "/ready"), 200);
    let log = fs::metadata(Path::new(&format!("{}-wal", text(&database)))).unwrap().len();
    limit(server.id(), &(log + 20_000).to_string());
    let said: Vec<_> = (0..20).map(|_| status(&address, "/ready")).collect();
    assert!(said.ends_with(&[503, 503, 503]), "{said:?}");
    assert_eq!(status(&address, "/live"), 200);
    assert!(server.try_wait().unwrap().is_none(), "it ended");
    limit(server.id(), "unlimited");
    let said: Vec<_> = (0..3).map(|_| status(&address, "/ready")).collect();
    assert!(said.ends_with(&[200, 200]), "it goes on without a new start: {said:?}");
    server.kill().unwrap();
    server.wait().unwrap();
}
