//! Little memory: what needs much is refused or fails as itself, the program lives, and people go on saving.

use std::path::Path;
use std::process::Command;

use super::board::Board;
use super::client::{self, Said};
use super::server::{PROGRAM, Server};
use super::{ANSWERS, times};

const MEGABYTE: u64 = 1 << 20;

/// So many organisations in a file.
fn organisations(rows: usize) -> String {
    let rows: Vec<_> = (0..rows).map(|n| format!("School {n} {},education,primary", "x".repeat(90))).collect();
    format!("name,sector,sub_sector\n{}\n", rows.join("\n"))
}

/// Runs a command within so many bytes of address space, or of data; returns whether it did what it was told.
fn run_within(limit: &str, bytes: u64, arguments: &[&str], folder: &Path) -> bool {
    let mut prlimit = Command::new("prlimit");
    prlimit.arg(format!("--{limit}={bytes}")).arg(PROGRAM).args(arguments).current_dir(folder);
    let output = prlimit.output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    // One that the system or itself has killed has no code.
    assert!(matches!(output.status.code(), Some(0 | 1)), "{arguments:?} in {bytes}: {:?}: {said}", output.status);
    assert!(output.status.success() || said.contains("section11: "), "{arguments:?} in {bytes}: {said}");
    assert!(!said.contains("The server"), "{arguments:?} in {bytes}: {said}");
    output.status.success()
}

/// F20: with any limit from almost nothing to enough, each command does all of its work or none, and says which.
#[tokio::test(flavor = "multi_thread")]
async fn f20_within_any_limit_a_command_does_all_or_nothing_and_says_so() {
    let board = Board::new(1).await;
    let folder = board.database.parent().unwrap();
    std::fs::write(folder.join("big.csv"), organisations(times(100_000, 30_000))).unwrap();
    let of = ["--round", "2014", "--organisation", "O-0022"];
    let [plan, own] = [("action-plan", "out.xlsx"), ("own-results", "out.csv")]
        .map(|(what, out)| [&["export", what, "--output", out, "--database", "board.db"], &of[..]].concat());
    let commands: [&[&str]; 7] = [
        &["import", "organisations", "big.csv", "--dry-run", "--database", "board.db"],
        &["export", "answers", "--round", "2014", "--output", "out.xlsx", "--database", "board.db"],
        &["export", "results", "--round", "2014", "--output", "out.xlsx", "--database", "board.db"],
        &["backup", "--output", "copy.db", "--database", "board.db"],
        &["restore", "--from", "copy.db", "--database", "restored.db"],
        &plan,
        &own,
    ];
    assert!(run_within("as", 4096 * MEGABYTE, commands[3], folder));
    for command in commands {
        let (mut done, mut refused) = (0, 0);
        // Within less it cannot even be loaded.
        let space = (250..=1750).step_by(times(25, 500)).map(|megabytes| ("as", megabytes));
        let data = (20..=420).step_by(times(10, 80)).map(|megabytes| ("data", megabytes));
        for (limit, megabytes) in space.chain(data) {
            if run_within(limit, megabytes * MEGABYTE, command, folder) {
                done += 1;
            } else {
                refused += 1;
            }
        }
        println!("F20: {}: refused within {refused} limits, done within {done}", command[..2].join(" "));
        assert!(done > 0 && refused > 0, "{command:?}: {done} done, {refused} refused");
    }
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let left: Vec<_> = names.filter(|name| name.contains(".partial") || name.starts_with(".section11-")).collect();
    assert_eq!(left, Vec::<String>::new());
    for database in ["board.db", "copy.db", "restored.db"] {
        assert!(run_within("as", 4096 * MEGABYTE, &["check", "--database", database], folder));
    }
}

/// F20: a server whose memory is nearly used up refuses the file that somebody imports or wants, and saves on.
#[tokio::test(flavor = "multi_thread")]
async fn f20_a_server_with_little_memory_refuses_long_files_and_saves_on() {
    let mut board = Board::new(1).await;
    let server = Server::start(&board.database);
    server.has_logged("is sound");
    assert_eq!(board.save(&server, 0).await, Said::Saved);
    let (file, import) = (organisations(times(100_000, 30_000)), "/organisations/import");
    let (administrator, reviewer) = (board.administrator.clone(), board.reviewer.clone());
    let (mut refused, mut done) = (0, 0);
    for megabytes in (32..=932).step_by(times(20, 300)) {
        server.limit_memory(Some(megabytes * MEGABYTE));
        let imported = client::upload(&server, import, &administrator, &file).await;
        let (status, page) = imported.unwrap_or_else(|| panic!("{megabytes} MB: no answer"));
        match status {
            303 => done += 1,
            409 | 503 => refused += 1,
            other => panic!("{megabytes} MB: {other}: {page}"),
        }
        let (status, _) = client::get(&server, "/rounds/2014/results.xlsx", &reviewer).await;
        assert!(matches!(status, 200 | 409 | 503), "{megabytes} MB: {status}");
        let make = "then=make&form=&format=xlsx";
        let status = client::post_form(&server, ANSWERS, &reviewer, make).await;
        assert!(matches!(status, 303 | 409 | 503), "{megabytes} MB: {status}");
        assert_eq!(board.save(&server, 0).await, Said::Saved, "{megabytes} MB");
        assert_eq!(client::get(&server, "/ready", "").await.0, 200, "{megabytes} MB");
    }
    server.limit_memory(None);
    assert_eq!(client::upload(&server, import, &administrator, &file).await.map(|answer| answer.0), Some(303));
    assert_eq!(client::get(&server, "/rounds/2014/results.xlsx", &reviewer).await.0, 200);
    println!("F20: a file of {} bytes: imported {done} times, refused {refused} times", file.len());
    assert!(refused > 0 && done > 0, "{refused} refused, {done} done");
    assert!(server.terminate().0.success());
    board.compare_with_the_file().await;
}

/// F20: files of one organisation are made one after the other, or refused; the server lives, and saves on.
#[tokio::test(flavor = "multi_thread")]
async fn f20_ten_plans_at_once_are_made_or_refused_and_the_server_lives() {
    let mut board = Board::new(1).await;
    let server = Server::start(&board.database);
    server.has_logged("is sound");
    let audit: i64 = board.path(0).split('/').nth(2).unwrap().parse().unwrap();
    let files = [format!("/audits/{audit}/action-plan.xlsx"), "/audits/1/results.csv".to_owned()];
    let (mut made, mut refused) = (0, 0);
    for megabytes in (16..=896).step_by(times(16, 110)) {
        server.limit_memory(Some(megabytes * MEGABYTE));
        for path in &files {
            let reviewer = &board.reviewer;
            let all = (0..10).map(|_| async { client::get(&server, path, reviewer).await.0 });
            for status in futures_util::future::join_all(all).await {
                match status {
                    200 => made += 1,
                    404 | 409 | 503 => refused += 1,
                    other => panic!("{path} in {megabytes} MB: {other}"),
                }
            }
        }
        assert_eq!(board.save(&server, 0).await, Said::Saved, "{megabytes} MB");
    }
    println!("F20: ten plans at once: {made} made, {refused} refused");
    assert!(made > 0 && refused > 0, "{made} made, {refused} refused");
    assert!(server.terminate().0.success());
    board.compare_with_the_file().await;
}
