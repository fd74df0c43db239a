//! What becomes of the database's files: brought up to date and killed half-way, with a log that was cut, damaged, and
//! on a disk that cannot be read for a while.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, Stdio};

use sqlx::migrate::Migrator;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection};

use super::board::Board;
use super::client::{self, Said};
use super::server::{self, PROGRAM, Server};
use super::times;

/// What a file of the first schema holds after it was brought up to date.
#[derive(Debug, PartialEq, Eq)]
struct Held {
    organisations: Vec<String>,
    answers: Vec<(i64, i64, Option<i64>, String)>,
}

/// A database as the first release made it, with organisations, audits and answers.
async fn of_the_first_schema(path: &Path) {
    let first = sqlx::migrate!().iter().take(1).cloned().collect();
    let options = SqliteConnectOptions::new().filename(path).create_if_missing(true);
    let mut db = options.connect().await.unwrap();
    sqlx::raw_sql("pragma application_id = 1395732801").execute(&mut db).await.unwrap();
    Migrator::with_migrations(first).run(&mut db).await.unwrap();
    let form = include_str!("../../forms/schools-2026-27.toml");
    sqlx::query("insert into form_edition values (1, 'schools', '2026-27', ?)")
        .bind(form)
        .execute(&mut db)
        .await
        .unwrap();
    for rows in [
        "with recursive n (i) as (select 1 union all select i + 1 from n where i < 70) \
         insert into question select i, 1, 'S' || ((i - 1) / 10 + 1) || '.' || ((i - 1) % 10 + 1), (i - 1) / 10 + 1 from n",
        "insert into audit_round values (1, '2014', '2014', '', '')",
        "insert into person (id, email, name, created_at) values (1, 'a@b.example', 'A', '')",
        "with recursive n (i) as (select 1 union all select i + 1 from n where i < 60) \
         insert into organisation (id, reference, name, sector, sub_sector, basis, created_at) \
         select i, printf('O-%04d', i), 'School ' || i, 'education', 'primary', 'statutory', '' from n",
        "insert into audit (id, round_id, organisation_id, form_edition_id, state, invited_at) \
         select id, 1, id, 1, 'invited', '' from organisation",
        "insert into answer select a.id, q.id, 1 + (a.id + q.id) % 3, 0, 1 from audit a, question q \
         where (a.id * q.id) % 5 > 0",
        "insert into answer_text select audit_id, question_id, '', 'Evidence ' || audit_id || ' ' || question_id, \
         '', '', '', '', '', 1 from answer",
        "update audit set state = 'started', started_at = ''",
    ] {
        sqlx::raw_sql(rows).execute(&mut db).await.unwrap();
    }
    db.close().await.unwrap();
}

async fn held(path: &Path) -> Held {
    let mut db = SqliteConnectOptions::new().filename(path).connect().await.unwrap();
    let organisations =
        sqlx::query_scalar("select name from organisation order by id").fetch_all(&mut db).await.unwrap();
    let answers = "select an.audit_id, an.question_id, an.score, t.evidence from answer an \
                   join answer_text t using (audit_id, question_id) order by 1, 2";
    let answers = sqlx::query_as(answers).fetch_all(&mut db).await.unwrap();
    db.close().await.unwrap();
    Held { organisations, answers }
}

fn check(path: &Path) -> std::process::Output {
    Command::new(PROGRAM).args(["check", "--database"]).arg(path).output().unwrap()
}

/// F15: killed at any system call while a file is brought up to date, the file holds what it held, and the next start
/// brings it up to date whole. The copy from before is there, and of the old schema.
#[tokio::test]
async fn f15_killed_while_a_file_is_brought_up_to_date_nothing_is_lost() {
    if !server::can_strace() {
        println!("F15: not run: it needs strace and the right to trace");
        return;
    }
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let original = folder.path().join("original.db");
    of_the_first_schema(&original).await;
    let before = held(&original).await;
    assert_eq!((before.organisations.len(), before.answers.len()), (60, 2688));
    // A command that writes brings the file up to date first; this one writes nothing more.
    let list = folder.path().join("list.csv");
    std::fs::write(&list, "name,sector\nA,police\n").unwrap();
    let look_at_a_list = |database: &Path| {
        let words = ["import", "organisations", "--dry-run", "--database"].map(OsString::from);
        words.into_iter().chain([database.into(), list.clone().into()])
    };
    let (mut kills, mut half_way) = (0, 0);
    for calls in ["pwrite64", "fdatasync,fsync", "unlink,unlinkat,rename", "ftruncate"] {
        for when in (1..).step_by(times(1, 12)) {
            let own = tempfile::tempdir_in(folder.path()).unwrap();
            let path = own.path().join("board.db");
            std::fs::copy(&original, &path).unwrap();
            let inject = format!("inject={calls}:signal=KILL:when={when}");
            let mut strace = Command::new("strace");
            strace.args(["-f", "-q", "-o", "/dev/null", "-e", &format!("trace={calls}"), "-e", &inject]);
            strace.arg(PROGRAM).args(look_at_a_list(&path)).stdout(Stdio::null()).stderr(Stdio::null());
            if strace.status().unwrap().success() {
                // It makes fewer such calls than that.
                break;
            }
            kills += 1;
            assert_eq!(held(&path).await, before, "killed at {calls} {when}");
            half_way += usize::from(path.with_extension("db.schema-1").exists());
            let next = Command::new(PROGRAM).args(look_at_a_list(&path)).output().unwrap();
            assert!(next.status.success(), "{calls} {when}: {}", String::from_utf8_lossy(&next.stderr));
            assert!(check(&path).status.success(), "{calls} {when}");
            assert_eq!(held(&path).await, before, "after the next start, {calls} {when}");
            assert!(path.with_extension("db.schema-1").exists(), "{calls} {when}: no copy was kept");
            assert_eq!(held(&path.with_extension("db.schema-1")).await, before, "the copy, {calls} {when}");
        }
    }
    println!("F15: {kills} kills, {half_way} of them after the copy was made; nothing lost");
    assert!(kills > 8 && half_way > 0, "{kills}, {half_way}");
}

/// F17: a write-ahead log that lost its end: what is left is whole pages of answers, and the file is sound. Nobody can
/// tell from the file that anything is missing.
#[tokio::test(flavor = "multi_thread")]
async fn f17_a_log_that_was_cut_leaves_whole_pages_and_a_sound_file() {
    let mut board = Board::new(5).await;
    let kept = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let before = kept.path().join("board.db");
    std::fs::copy(&board.database, &before).unwrap();
    let server = Server::start(&board.database);
    let saving = board.save_all_the_time(&server);
    let log = board.database.with_extension("db-wal");
    let length = || std::fs::metadata(&log).map_or(0, |log| log.len());
    // Well before SQLite brings the log's pages into the file, at 1,000 of them: what is there already cannot be cut off.
    while length() < 1 << 20 {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    server.kill();
    saving.finish(&mut board).await;
    let whole = length();
    assert!(whole < 4 << 20, "{whole}");
    for part in 1..=times(40, 4) as u64 {
        let own = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let path = own.path().join("board.db");
        std::fs::copy(&before, &path).unwrap();
        std::fs::copy(&log, path.with_extension("db-wal")).unwrap();
        let cut = std::fs::File::options().write(true).open(path.with_extension("db-wal")).unwrap();
        cut.set_len(whole * part / (times(40, 4) as u64 + 1) + 7 * part).unwrap();
        let sound = check(&path);
        assert!(sound.status.success(), "part {part}: {}", String::from_utf8_lossy(&sound.stderr));
        board.file_holds(&path, &BTreeSet::new()).await;
    }
    println!("F17: a log of {whole} bytes, cut in {} places; {}", times(40, 4), board.words());
}

/// F17: damage inside the file is found after the start: the log of the service says so, nothing is written any more, and
/// what is sound is still shown.
#[tokio::test(flavor = "multi_thread")]
async fn f17_damage_inside_the_file_is_found_after_the_start_and_ends_all_writing() {
    let mut board = Board::new(1).await;
    let mut bytes = std::fs::read(&board.database).unwrap();
    // A page in the middle, of tables that neither the start nor a standard of the form reads.
    let mut db = SqliteConnectOptions::new().filename(&board.database).connect().await.unwrap();
    let page: i64 =
        sqlx::query_scalar("select max(pageno) from dbstat where name = 'submission' and pagetype = 'leaf'")
            .fetch_one(&mut db)
            .await
            .unwrap();
    db.close().await.unwrap();
    let begins = usize::try_from(page - 1).unwrap() * 4096;
    bytes[begins..begins + 4096].fill(0xA5);
    std::fs::write(&board.database, &bytes).unwrap();
    let server = Server::start(&board.database);
    server.has_logged("the database is damaged; nothing is written to it: restore a backup");
    assert_eq!(client::get(&server, "/ready", "").await.0, 503);
    assert!(matches!(board.save(&server, 0).await, Said::Unavailable(_)));
    assert_eq!(client::get(&server, &board.path(0), &board.cookie(0)).await.0, 200, "reading goes on");
    assert!(client::get(&server, "/metrics", "").await.1.contains("section11_writing_halted 1\n"));
    assert!(server.terminate().0.success());
}

/// F6: reads that fail for a while are answered as that, never with half a page or a save that was not made; afterwards
/// everything goes on, and what was acknowledged is there.
#[tokio::test(flavor = "multi_thread")]
async fn f6_reads_that_fail_for_a_while_lose_nothing() {
    if !server::can_strace() {
        println!("F6, reads: not run: it needs strace and the right to trace");
        return;
    }
    let mut board = Board::new(1).await;
    let server = Server::start(&board.database);
    // A page that this look cannot read is damage, and ends all writing.
    server.has_logged("is sound");
    let (path, cookie) = (board.path(0), board.cookie(0));
    let mut troubled = 0;
    for failing in (1..=times(40, 8)).map(|n| 3 * n) {
        let failing = server.fail_to_read(failing);
        for _ in 0..10 {
            match client::get(&server, &path, &cookie).await.0 {
                200 => {}
                500 | 503 => troubled += 1,
                other => panic!("{other}"),
            }
            match board.save(&server, 0).await {
                Said::Saved => {}
                Said::Unavailable(_) | Said::Other(500, _) => troubled += 1,
                other => panic!("{other:?}"),
            }
        }
        drop(failing);
        assert_eq!(client::get(&server, &path, &cookie).await.0, 200, "the disk can be read again");
        assert_eq!(board.save(&server, 0).await, Said::Saved);
        board.compare_with_the_file().await;
    }
    assert!(server.terminate().0.success());
    println!("F6, reads: {troubled} requests met a failing read; {}", board.words());
    assert!(troubled > 0, "no read failed");
}
