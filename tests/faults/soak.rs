//! A year of rounds, accelerated: what the program takes stays what it was.

use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use super::board::Board;
use super::client::{self, Said};
use super::server::{self, PROGRAM, Server};
use super::times;

/// How many people save.
const PEOPLE: usize = 4;

/// What the program has taken at the end of a day.
#[derive(Clone, Copy, Debug)]
struct Taken {
    /// Kilobytes of memory that are resident.
    memory: u64,
    files: u64,
    threads: u64,
    /// Bytes of the write-ahead log.
    log: u64,
    temporary: u64,
    /// Sessions, and tries to sign in, that the database holds.
    sessions: u64,
    /// The 95th of a hundred saves, in microseconds.
    p95: u64,
}

/// How much a figure grows from the middle of the run to its end, by the median of all slopes: one day that was unlike
/// the others does not decide.
fn growth(days: &[Taken], figure: impl Fn(&Taken) -> u64) -> i64 {
    let second_half: Vec<_> = days[days.len() / 2..].iter().map(|day| figure(day).cast_signed()).collect();
    let length = i64::try_from(second_half.len()).unwrap();
    let mut growths = Vec::new();
    for (late, value) in (0..).zip(&second_half) {
        growths.extend((0..late).zip(&second_half).map(|(early, was)| (value - was) * length / (late - early)));
    }
    growths.sort_unstable();
    growths[growths.len() / 2]
}

/// F25: sign-ins, saves, pages, files, rounds, backups: memory, open files, threads, log and temporary files stay flat,
/// sessions that are over are deleted, and no second program takes the file.
#[tokio::test(flavor = "multi_thread")]
async fn f25_a_year_of_rounds_takes_no_more_at_its_end_than_in_its_middle() {
    let mut board = Board::new(PEOPLE).await;
    let folder = board.database.parent().unwrap().to_owned();
    let (temporary, link, copy) = (folder.join("temporary"), folder.join("link.db"), folder.join("copy.db"));
    std::fs::create_dir(&temporary).unwrap();
    symlink(&board.database, &link).unwrap();
    let server = Server::start_with_temporary_files_in(&board.database, &temporary);
    let log = board.database.with_extension("db-wal");
    let count = |folder: &Path| std::fs::read_dir(folder).unwrap().count() as u64;
    // After so many days there is another round.
    let round = times(28, 8);
    let (days, until) = (times(365, 24), Instant::now() + Duration::from_secs(times(3600, 0) as u64));
    let mut taken = Vec::new();
    while taken.len() < days || Instant::now() < until {
        let day = taken.len();
        board.a_day_passes(&server).await;
        if day % round == round - 1 {
            board.begin_another_round().await;
        }
        let mut took = Vec::new();
        for _ in 0..times(25, 5) {
            for person in 0..PEOPLE {
                let began = Instant::now();
                assert_eq!(board.save(&server, person).await, Said::Saved, "day {day}");
                took.push(u64::try_from(began.elapsed().as_micros()).unwrap());
            }
        }
        took.sort_unstable();
        for (path, cookie) in [
            (board.path(0), board.cookie(0)),
            (board.path(1), board.cookie(1)),
            ("/rounds/2014".into(), board.reviewer.clone()),
            ("/rounds/2014/results".into(), board.reviewer.clone()),
            ("/rounds/2014/results.csv".into(), board.reviewer.clone()),
            ("/ready".into(), String::new()),
        ] {
            assert_eq!(client::get(&server, &path, &cookie).await.0, 200, "day {day}: {path}");
        }
        if day % 7 == 3 {
            assert_eq!(client::get(&server, "/rounds/2014/results.xlsx", &board.reviewer).await.0, 200);
            let mut backup = Command::new(PROGRAM);
            backup.arg("backup").arg("--database").arg(&board.database).arg("--output").arg(&copy);
            assert!(backup.output().unwrap().status.success(), "day {day}");
            let second = server::refuses_to_start(&link);
            assert!(second.contains("in use by another section11"), "day {day}: {second}");
        }
        taken.push(Taken {
            memory: server.status("VmRSS:"),
            threads: server.status("Threads:"),
            files: server.open_files() as u64,
            log: std::fs::metadata(&log).unwrap().len(),
            temporary: count(&temporary),
            sessions: board.sessions_and_tries().await,
            p95: took[took.len() * 95 / 100],
        });
        if day % (days / 12) == 0 {
            println!("F25: day {day}: {:?}", taken[day]);
        }
    }
    assert!(server.terminate().0.success());
    board.compare_with_the_file().await;
    let most = |figure: fn(&Taken) -> u64| taken.iter().map(figure).max().unwrap();
    let grown = growth(&taken, |day| day.memory);
    println!("F25: {} days, memory grew by {grown} KB in the second half; {}", taken.len(), board.words());
    let mut p95: Vec<_> = taken.iter().map(|day| day.p95).collect();
    let later = p95.split_off(p95.len() / 2);
    let median = |mut days: Vec<u64>| {
        days.sort_unstable();
        days[days.len() / 2]
    };
    println!("F25: p95 of a day's saves: {} µs in the first half, {} µs in the second", median(p95), median(later));
    assert!(grown < 16 << 10, "memory grows: {taken:?}");
    for (name, figure) in [("files", (|day| day.files) as fn(&Taken) -> u64), ("threads", |day| day.threads)] {
        assert!(growth(&taken, figure) < 2, "{name} grow: {taken:?}");
    }
    assert!(most(|day| day.log) < 64 << 20 && growth(&taken, |day| day.log) < 4 << 20, "{taken:?}");
    assert_eq!(most(|day| day.temporary), 0, "{taken:?}");
    // Those of a day, and those of the evening before.
    assert!(most(|day| day.sessions) <= 4 * (PEOPLE as u64 + 2), "{taken:?}");
}
