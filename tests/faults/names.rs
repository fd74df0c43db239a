//! What becomes of a running server when its file gets another name, loses it, or is to be used by a second program.

use std::fs::{self, File};
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Output};
use std::time::Duration;

use super::board::Board;
use super::client::{self, Said};
use super::server::{self, PROGRAM, Server};

fn run(arguments: &[&str], paths: &[&Path]) -> Output {
    Command::new(PROGRAM)
        .args(arguments)
        .args(paths.iter().flat_map(|path| [Path::new("--database"), path]))
        .output()
        .unwrap()
}

/// What is done to a database under its server: the paths are its own and that of another whole database.
type Way = (&'static str, fn(&Path, &Path));

const WAYS: [Way; 5] = [
    ("replaced", |database, other| fs::rename(other, database).unwrap()),
    ("moved", |database, _| fs::rename(database, database.with_file_name("moved.db")).unwrap()),
    ("removed", |database, _| fs::remove_file(database).unwrap()),
    ("left without its log", |database, _| fs::remove_file(database.with_extension("db-wal")).unwrap()),
    ("made a link", |database, other| {
        fs::remove_file(database).unwrap();
        symlink(other, database).unwrap();
    }),
];

/// F17: from the moment at which the file has lost its name no save is acknowledged.
#[tokio::test(flavor = "multi_thread")]
async fn f17_a_file_that_is_replaced_moved_or_removed_under_its_server_takes_no_more_saves() {
    for (way, happens) in WAYS {
        let mut board = Board::new(1).await;
        let other = board.database.with_file_name("other.db");
        fs::copy(&board.database, &other).unwrap();
        let server = Server::start(&board.database);
        assert_eq!(board.save(&server, 0).await, Said::Saved);
        assert_eq!(client::get(&server, "/ready", "").await.0, 200);
        happens(&board.database, &other);
        for _ in 0..3 {
            let Said::Unavailable(page) = board.save(&server, 0).await else { panic!("{way}: it was saved") };
            assert!(page.contains("Nothing was saved just now") && page.contains(&board.text_of_last(0)), "{page}");
        }
        server.has_logged("was replaced, moved or removed; nothing is written any more");
        assert_eq!(client::get(&server, "/ready", "").await.0, 503, "{way}");
        assert_eq!(client::get(&server, &board.path(0), &board.cookie(0)).await.0, 200, "{way}: reading goes on");
        assert!(client::get(&server, "/metrics", "").await.1.contains("section11_writing_halted 1\n"), "{way}");
        // Nobody trusts it when it is put back, before a new start.
        if way == "moved" {
            fs::rename(board.database.with_file_name("moved.db"), &board.database).unwrap();
            assert!(matches!(board.save(&server, 0).await, Said::Unavailable(_)));
        }
        assert!(server.terminate().0.success());
        if way == "moved" {
            board.compare_with_the_file().await;
            let server = Server::start(&board.database);
            assert_eq!(board.save(&server, 0).await, Said::Saved);
            assert!(server.terminate().0.success());
            board.compare_with_the_file().await;
        }
    }
    println!("F17: replaced, moved, removed, left without its log, made a link: no save acknowledged afterwards");
}

/// What is done to the file itself, which keeps its name; the second path is that of another whole database.
const IN_PLACE: [Way; 5] = [
    ("another file was copied over it", |database, other| assert!(fs::copy(other, database).is_ok())),
    ("another file of its size was copied over it", |database, _| {
        let whole = fs::read(database).unwrap();
        fs::write(database, whole).unwrap();
    }),
    ("emptied", |database, _| drop(File::create(database).unwrap())),
    ("cut", |database, _| {
        let file = File::options().write(true).open(database).unwrap();
        file.set_len(file.metadata().unwrap().len() / 2).unwrap();
    }),
    ("its log was emptied", |database, _| drop(File::create(database.with_extension("db-wal")).unwrap())),
];

/// F17: the same when the file is overwritten or cut where it lies, as `cp` does.
#[tokio::test(flavor = "multi_thread")]
async fn f17_a_file_that_is_overwritten_or_cut_under_its_server_takes_no_more_saves() {
    for (way, happens) in IN_PLACE {
        let mut board = Board::new(1).await;
        let other = board.database.with_file_name("other.db");
        let made = run(&["backup", "--output", other.to_str().unwrap()], &[&board.database]);
        assert!(made.status.success());
        let server = Server::start(&board.database);
        server.has_logged("is sound");
        // Over a thousand pages of log: some of these saves bring it into the file.
        for _ in 0..60 {
            assert_eq!(board.save(&server, 0).await, Said::Saved, "{way}");
        }
        // Who reads it beside the server, and leaves a line in its log, is nobody who overwrites it.
        let exported = other.with_file_name("out.csv");
        let export = ["export", "results", "--round", "2014", "--output", exported.to_str().unwrap()];
        assert!(run(&export, &[&board.database]).status.success());
        assert!(run(&["check"], &[&board.database]).status.success());
        assert_eq!(board.save(&server, 0).await, Said::Saved, "{way}");
        // The times of files are as fine as the system's clock ticks.
        tokio::time::sleep(Duration::from_millis(20)).await;
        happens(&board.database, &other);
        for _ in 0..3 {
            // What is read of such a file may be no page at all.
            let said = board.save(&server, 0).await;
            assert!(matches!(said, Said::Unavailable(_) | Said::Other(500, _)), "{way}: {said:?}");
        }
        assert_eq!(client::get(&server, "/ready", "").await.0, 503, "{way}");
        server.has_logged("nothing is written any more until a new start");
        assert!(client::get(&server, "/metrics", "").await.1.contains("section11_writing_halted 1\n"), "{way}");
        server.kill();
    }
    println!("F17: overwritten, emptied, cut, without its log's end: no save acknowledged afterwards");
}

/// F17: damage that any reading meets ends all writing.
#[tokio::test(flavor = "multi_thread")]
async fn f17_damage_that_a_page_meets_ends_all_writing() {
    let mut board = Board::new(1).await;
    let server = Server::start(&board.database);
    server.has_logged("is sound");
    assert_eq!(board.save(&server, 0).await, Said::Saved);
    let times = fs::metadata(&board.database).unwrap();
    let times = fs::FileTimes::new().set_modified(times.modified().unwrap());
    // Nothing but what is read tells that the disk has lost what it had: every page but the first, on which the log has
    // nothing, is other bytes now.
    let mut bytes = fs::read(&board.database).unwrap();
    bytes[4096..].fill(0xA5);
    fs::write(&board.database, &bytes).unwrap();
    File::options().write(true).open(&board.database).unwrap().set_times(times).unwrap();
    assert_eq!(client::get(&server, "/metrics", "").await.0, 200);
    let (reviewer, mut failed) = (board.reviewer.clone(), 0);
    for page in ["/organisations", "/rounds/2014/results.csv", "/people", "/log"] {
        failed += usize::from(client::get(&server, page, &reviewer).await.0 >= 500);
    }
    assert!(failed > 0);
    server.has_logged("is damaged");
    assert!(client::get(&server, "/metrics", "").await.1.contains("section11_writing_halted 1\n"));
    assert_eq!(client::get(&server, "/ready", "").await.0, 503);
    assert!(!matches!(board.save(&server, 0).await, Said::Saved));
    server.kill();
}

/// F25: while people save, nobody else serves the file or replaces it, by whichever name; it is read by its own.
#[tokio::test(flavor = "multi_thread")]
async fn f25_no_second_program_writes_to_the_file_by_any_name() {
    let mut board = Board::new(5).await;
    let folder = board.database.parent().unwrap().to_owned();
    let [link, hard, copy] = ["current.db", "hard.db", "copy.db"].map(|name| folder.join(name));
    let dots = folder.join("..").join(folder.file_name().unwrap()).join("board.db");
    symlink(&board.database, &link).unwrap();
    let made = run(&["backup", "--output", copy.to_str().unwrap()], &[&board.database]);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    // The server itself comes by the link.
    let server = Server::start(&link);
    fs::hard_link(&board.database, &hard).unwrap();
    let saving = board.save_all_the_time(&server);
    for name in [&board.database, &link, &hard, &dots] {
        let said = server::refuses_to_start(name);
        assert!(said.contains("in use by another section11"), "{name:?}: {said}");
        let restored = run(&["restore", "--from", copy.to_str().unwrap()], &[name]);
        let said = String::from_utf8_lossy(&restored.stderr).into_owned();
        assert!(!restored.status.success(), "{name:?}");
        let why = ["in use by another", "is a link", "has other names"];
        assert!(why.iter().any(|why| said.contains(why)), "{name:?}: {said}");
    }
    fs::remove_file(&hard).unwrap();
    let restored = run(&["restore", "--from", copy.to_str().unwrap()], &[&board.database]);
    assert!(String::from_utf8_lossy(&restored.stderr).contains("in use by another section11"));
    for name in [&board.database, &link, &dots] {
        assert!(run(&["check"], &[name]).status.success(), "{name:?}");
    }
    let said = saving.finish_early(&mut board).await;
    assert_eq!((said.refused, said.failed, said.lost), (0, 0, 0), "{said:?}");
    assert!(server.terminate().0.success());
    board.compare_with_the_file().await;
    println!("F25: no second program by four names; {}", board.words());
}
