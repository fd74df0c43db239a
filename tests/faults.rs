//! The built program under faults: killed while people save, stopped under load, its disk full, read-only or failing.
//!
//! Each test prints what it did and counts what was lost. `cargo xtask faults` runs the long form; without it each
//! runs a few seconds. What needs root or strace says so and is left out where they are missing.

mod board;
mod client;
mod connections;
mod crafted;
mod files;
mod memory;
mod names;
mod power;
mod server;
mod soak;
mod unavailable;

use std::io::ErrorKind;
use std::process::Command;
use std::time::{Duration, Instant};

use board::Board;
use client::Said;
use rand::rngs::SmallRng;
use rand::{RngExt, SeedableRng};
use server::Server;
use tokio::net::TcpStream;

/// How many people save at once.
const PEOPLE: usize = 20;
/// The page of a long file of answers.
const ANSWERS: &str = "/rounds/2014/answers";

/// `long` in the long form, and `short` otherwise.
fn times(long: usize, short: usize) -> usize {
    if std::env::var("S11_FAULTS").is_ok_and(|form| form == "long") { long } else { short }
}

/// F1: everything acknowledged is there, every page whole or not at all, the file sound.
#[tokio::test(flavor = "multi_thread")]
async fn f1_nothing_acknowledged_is_lost_when_the_program_is_killed() {
    let mut board = Board::new(PEOPLE).await;
    let mut draws = SmallRng::seed_from_u64(11);
    let (mut slowest_start, kills) = (Duration::ZERO, times(200, 8));
    for _ in 0..kills {
        let began = Instant::now();
        let server = Server::start(&board.database);
        slowest_start = slowest_start.max(began.elapsed());
        let saving = board.save_all_the_time(&server);
        tokio::time::sleep(Duration::from_millis(draws.random_range(5..500))).await;
        server.kill();
        let said = saving.finish(&mut board).await;
        assert_eq!(said.refused, 0, "{said:?}");
        board.compare_with_the_file().await;
    }
    println!("F1: {kills} kills, {} people, slowest start {slowest_start:.2?}; {}", PEOPLE, board.words());
    assert!(board.acknowledged() > kills, "{}", board.words());
}

/// F1: the same at a given system call of a save: a page written to the log, or made durable.
#[tokio::test(flavor = "multi_thread")]
async fn f1_killed_at_any_system_call_of_a_save_nothing_acknowledged_is_lost() {
    if !server::can_strace() {
        println!("F1, at system calls: not run: it needs strace and the right to trace");
        return;
    }
    let mut board = Board::new(2).await;
    let mut kills = 0;
    for calls in ["pwrite64", "fdatasync,fsync"] {
        // The first calls belong to the start, which F15 is about.
        for when in (0..times(60, 3)).map(|step| 40 + step * 7) {
            let server = Server::start_killed_at(&board.database, calls, when);
            let saving = board.save_all_the_time(&server);
            let said = saving.finish(&mut board).await;
            assert_eq!(said.refused, 0, "{said:?}");
            server.ended();
            board.compare_with_the_file().await;
            kills += 1;
        }
    }
    println!("F1: {kills} kills at system calls; {}", board.words());
    assert!(board.acknowledged() > kills, "{}", board.words());
}

/// F3: requests under way are answered, none is lost, and a client that says nothing keeps nobody waiting.
#[tokio::test(flavor = "multi_thread")]
async fn f3_told_to_stop_under_load_it_answers_what_it_has_and_ends() {
    let mut board = Board::new(PEOPLE).await;
    let server = Server::start(&board.database);
    let _half_a_header = client::half_a_header(server.address).await;
    let saving = board.save_all_the_time(&server);
    tokio::time::sleep(Duration::from_millis(500)).await;
    let (status, took) = server.terminate();
    let said = saving.finish(&mut board).await;
    assert!(status.success(), "{status}");
    assert!(took < Duration::from_secs(20), "it took {took:?} to stop");
    assert_eq!(said.refused, 0, "{said:?}");
    board.compare_with_the_file().await;
    assert_eq!(board.saved_and_not_acknowledged().await, 0, "what it saved it also answered");
    println!("F3: stopped in {took:.2?}; {}", board.words());
    assert!(board.acknowledged() > 0);
}

/// F3: once it is told to stop no new connection is accepted, and a request under way is answered.
#[tokio::test(flavor = "multi_thread")]
async fn f3_told_to_stop_it_accepts_nobody_and_answers_whom_it_has() {
    let mut board = Board::new(1).await;
    let server = Server::start(&board.database);
    let page = board.next_page(0);
    let under_way = client::half_a_page(&server, &page).await;
    server.tell_to_stop();
    let refused = async {
        loop {
            match TcpStream::connect(server.address).await.map_err(|error| error.kind()) {
                Err(ErrorKind::ConnectionRefused) => break,
                // One that waits to be accepted at the moment of closing is reset.
                Ok(_) | Err(ErrorKind::ConnectionReset) => {}
                Err(other) => panic!("{other}"),
            }
        }
    };
    // Less than what it gives requests under way, after which the address would be free in any case.
    tokio::time::timeout(Duration::from_secs(5), refused).await.expect("it goes on accepting");
    let answer = client::the_other_half(under_way, &page).await;
    assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
    board.acknowledge(&page);
    let (status, _) = server.ending();
    assert!(status.success(), "{status}");
    board.compare_with_the_file().await;
    println!("F3: told to stop, it refused the next; {}", board.words());
}

/// F3: a file of answers that would take a minute is left half made.
#[tokio::test(flavor = "multi_thread")]
async fn f3_told_to_stop_while_a_long_file_is_made_it_ends() {
    let board = Board::new(1).await;
    board.invite_more(10_000).await;
    let server = Server::start(&board.database);
    assert_eq!(client::post_form(&server, ANSWERS, &board.reviewer, "then=make&form=&format=xlsx").await, 303);
    let page = answers_page(&server, &board, |page| !page.contains(".xlsx: 0 of ")).await;
    assert!(page.contains("Your file is being made"), "{page}");
    let (status, took) = server.terminate();
    assert!(status.success(), "{status}");
    assert!(took < Duration::from_secs(20), "it took {took:?} to stop");
    println!("F3: stopped in {took:.2?} while a long file was being made");
}

/// Looks at the page of the reviewer's file until it is as wanted.
async fn answers_page(server: &Server, board: &Board, wanted: impl Fn(&str) -> bool) -> String {
    // It is made behind everything else that the machine does.
    let given_up = Instant::now() + Duration::from_mins(3);
    while Instant::now() < given_up {
        let (status, page) = client::get(server, ANSWERS, &board.reviewer).await;
        assert_eq!(status, 200, "{page}");
        if wanted(&page) {
            return page;
        }
    }
    panic!("the page of the file stays as it is")
}

/// F4, F22: the folder for temporary files is full. Then a table's writer fails, and a workbook's panics, by itself:
/// both are said, nobody is held up, saving goes on, and once there is room the files are made.
#[tokio::test(flavor = "multi_thread")]
async fn f4_f22_without_room_for_temporary_files_a_long_file_says_so_and_saving_goes_on() {
    let Some(disk) = server::SmallDisk::mount(64) else {
        println!("F4, F22, temporary files: not run: mounting a file system needs root");
        return;
    };
    let mut board = Board::new(1).await;
    let server = Server::start_with_temporary_files_in(&board.database, disk.path());
    let filler = disk.fill();
    let file = format!("{ANSWERS}/file");
    let is_over = |page: &str| !page.contains("Your file is being made");
    for format in ["csv", "xlsx", "csv"] {
        let make = format!("then=make&form=&format={format}");
        assert_eq!(client::post_form(&server, ANSWERS, &board.reviewer, &make).await, 303);
        let page = answers_page(&server, &board, is_over).await;
        assert!(page.contains(&format!("section11-answers-2014.{format} could not be made")), "{page}");
        assert_eq!(client::get(&server, &file, &board.reviewer).await.0, 404);
        assert_eq!(board.save(&server, 0).await, Said::Saved);
    }
    // The same made while its reader waits.
    let (status, page) = client::get(&server, &format!("{ANSWERS}.xlsx"), &board.reviewer).await;
    assert!(status == 500 && page.contains("quote this reference: "), "{status}: {page}");
    assert_eq!(client::get(&server, "/ready", "").await.0, 200);
    assert_eq!(board.save(&server, 0).await, Said::Saved);

    std::fs::remove_file(filler).unwrap();
    for format in ["csv", "xlsx"] {
        let make = format!("then=make&form=&format={format}");
        assert_eq!(client::post_form(&server, ANSWERS, &board.reviewer, &make).await, 303);
        let page = answers_page(&server, &board, is_over).await;
        assert!(page.contains("Your file is ready"), "{page}");
        assert_eq!(client::get(&server, &file, &board.reviewer).await.0, 200);
    }
    server.tell_to_stop();
    let (status, log) = server.ending();
    assert!(status.success(), "{status}");
    assert!(log.iter().any(|line| line.contains("a thread panicked")), "the writer of a workbook panicked: {log:?}");
    board.compare_with_the_file().await;
    println!("F4, F22: no room for temporary files; {}", board.words());
}

/// F8: two windows of each person on the same answers: conflicts are told, nothing fails, nothing is overwritten.
#[tokio::test(flavor = "multi_thread")]
async fn f8_many_windows_on_the_same_answers_fail_nowhere() {
    let mut board = Board::new(25).await;
    let server = Server::start(&board.database);
    let first = board.save_all_the_time(&server);
    board.go_on_from(1_000_000);
    let second = board.save_all_the_time(&server);
    tokio::time::sleep(Duration::from_secs(times(90, 3) as u64)).await;
    let second = second.finish_early(&mut board).await;
    let first = first.finish_early(&mut board).await;
    let (status, _) = server.terminate();
    assert!(status.success());
    println!("F8: first windows {first:?}, second windows {second:?}");
    assert_eq!((first.failed, second.failed, first.lost, second.lost), (0, 0, 0, 0));
    assert!(first.conflicts + second.conflicts > 0 && first.saved + second.saved > 0);
    board.each_answer_has_every_revision_once().await;
}

/// F10: the reply is lost after the commit; the same save again is answered from the first and makes nothing new.
#[tokio::test(flavor = "multi_thread")]
async fn f10_a_save_whose_reply_was_lost_is_made_once() {
    let mut board = Board::new(1).await;
    let server = Server::start(&board.database);
    for _ in 0..times(50, 5) {
        let page = board.next_page(0);
        let unheard = client::post_unheard(&server, &page).await;
        board.wait_until_saved(&page).await;
        drop(unheard);
        assert_eq!(client::post(&server, &page).await, Said::Saved);
        board.acknowledge(&page);
        board.compare_with_the_file().await;
    }
    assert!(server.terminate().0.success());
    println!("F10: {}", board.words());
}

/// F4, F5: no room left, then a file system that cannot be written: refused with the text kept, reading goes on, and
/// once there is room again saving goes on without a new start.
#[tokio::test(flavor = "multi_thread")]
async fn f4_f5_a_full_or_read_only_disk_refuses_saves_and_recovers() {
    let Some(disk) = server::SmallDisk::mount(64) else {
        println!("F4, F5: not run: mounting a file system needs root");
        return;
    };
    let mut board = Board::on(1, disk.path()).await;
    let server = Server::start(&board.database);
    assert_eq!(board.save(&server, 0).await, Said::Saved);
    assert_eq!(client::get(&server, "/ready", "").await.0, 200);

    let filler = disk.fill();
    let mut refused = 0;
    // The log has room for a few more pages before it must grow.
    for _ in 0..200 {
        match board.save(&server, 0).await {
            Said::Saved => {}
            Said::Unavailable(page) => {
                assert!(page.contains("Nothing was saved just now") && page.contains(&board.text_of_last(0)), "{page}");
                refused += 1;
                break;
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(refused, 1, "a full disk refuses");
    assert_eq!(client::get(&server, &board.path(0), &board.cookie(0)).await.0, 200, "reading goes on");
    assert_eq!(client::get(&server, "/ready", "").await.0, 503);
    assert_eq!(client::get(&server, "/live", "").await.0, 200);
    std::fs::remove_file(filler).unwrap();
    assert_eq!(client::get(&server, "/ready", "").await.0, 200);
    assert_eq!(board.save(&server, 0).await, Said::Saved, "there is room again");
    assert!(server.terminate().0.success());
    board.compare_with_the_file().await;

    disk.remount("ro");
    let said = server::refuses_to_start(&board.database);
    assert!(said.contains("cannot be written"), "{said}");
    disk.remount("rw");
    let server = Server::start(&board.database);
    assert_eq!(board.save(&server, 0).await, Said::Saved);
    assert!(server.terminate().0.success());
    board.compare_with_the_file().await;
    println!("F4, F5: {}", board.words());
}

/// F5: the file system becomes read-only while people save. A write that it refuses is a disk that has failed: reading
/// goes on, and saving only after a new start.
#[tokio::test(flavor = "multi_thread")]
async fn f5_a_disk_that_becomes_read_only_refuses_saves_and_a_new_start_goes_on() {
    if !server::can_strace() {
        println!("F5, while it runs: not run: it needs strace and the right to trace");
        return;
    }
    let mut board = Board::new(1).await;
    let server = Server::start(&board.database);
    assert_eq!(board.save(&server, 0).await, Said::Saved);
    let read_only = server.become_read_only();
    for _ in 0..3 {
        let Said::Unavailable(page) = board.save(&server, 0).await else { panic!("a save was not refused") };
        assert!(page.contains("Nothing was saved just now") && page.contains(&board.text_of_last(0)), "{page}");
    }
    assert_eq!(client::get(&server, &board.path(0), &board.cookie(0)).await.0, 200, "reading goes on");
    assert_eq!(client::get(&server, "/ready", "").await.0, 503);
    assert_eq!(client::get(&server, "/live", "").await.0, 200);
    drop(read_only);
    // Nobody trusts it again before the file has been read anew.
    assert!(matches!(board.save(&server, 0).await, Said::Unavailable(_)));
    assert!(server.terminate().0.success());
    board.compare_with_the_file().await;
    let server = Server::start(&board.database);
    assert_eq!(client::get(&server, "/ready", "").await.0, 200);
    assert_eq!(board.save(&server, 0).await, Said::Saved);
    assert!(server.terminate().0.success());
    board.compare_with_the_file().await;
    println!("F5, while it runs: {}", board.words());
}

/// F6: the disk does not keep what it is given: never acknowledged, nothing is written any more, and after a new start
/// everything acknowledged is there.
#[tokio::test(flavor = "multi_thread")]
async fn f6_a_failing_disk_is_never_acknowledged_and_stops_all_writing() {
    if !server::can_strace() {
        println!("F6: not run: it needs strace and the right to trace");
        return;
    }
    let mut board = Board::new(1).await;
    for when in 1..=times(20, 3) {
        // A save makes its part of the log durable with one call; some belong to the start.
        let server = Server::start_with_failing_disk(&board.database, when + 4);
        let mut failed = false;
        for _ in 0..40 {
            match board.save(&server, 0).await {
                Said::Saved => assert!(!failed, "it wrote on after its disk had failed"),
                Said::Unavailable(_) => failed = true,
                other => panic!("{other:?}"),
            }
        }
        assert!(failed, "the disk failed at call {when} and no save did");
        assert_eq!(client::get(&server, "/ready", "").await.0, 503);
        assert_eq!(client::get(&server, &board.path(0), &board.cookie(0)).await.0, 200, "reading goes on");
        server.kill();
        board.compare_with_the_file().await;
    }
    println!("F6: {}", board.words());
}

/// F16: a copy is made while people save, and made the database again elsewhere it holds what was acknowledged by then.
#[tokio::test(flavor = "multi_thread")]
async fn f16_a_backup_under_load_restores_to_what_was_acknowledged() {
    let mut board = Board::new(PEOPLE).await;
    let server = Server::start(&board.database);
    let saving = board.save_all_the_time(&server);
    tokio::time::sleep(Duration::from_millis(300)).await;
    let acknowledged = saving.acknowledged_so_far();
    let copy = board.database.with_file_name("copy.db");
    let run = |arguments: &[&std::ffi::OsStr]| Command::new(server::PROGRAM).args(arguments).output().unwrap();
    let made =
        run(&["backup".as_ref(), "--database".as_ref(), board.database.as_ref(), "--output".as_ref(), copy.as_ref()]);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let in_use =
        run(&["restore".as_ref(), "--from".as_ref(), copy.as_ref(), "--database".as_ref(), board.database.as_ref()]);
    assert!(!in_use.status.success() && String::from_utf8_lossy(&in_use.stderr).contains("in use"));
    server.kill();
    let said = saving.finish(&mut board).await;
    assert_eq!(said.refused, 0, "{said:?}");
    board.compare_with_the_file().await;

    let elsewhere = board.database.with_file_name("restored.db");
    let restored =
        run(&["restore".as_ref(), "--from".as_ref(), copy.as_ref(), "--database".as_ref(), elsewhere.as_ref()]);
    assert!(restored.status.success(), "{}", String::from_utf8_lossy(&restored.stderr));
    board.file_holds(&elsewhere, &acknowledged).await;
    println!("F16: {} saves acknowledged before the copy, all in it; {}", acknowledged.len(), board.words());
    assert!(!acknowledged.is_empty());
}
