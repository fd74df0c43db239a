//! Backups as they are made and put back by the program: what is proved, refused, and left as it was.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use section11::store::InUse;
use section11::store::Opening;

use crate::support::put_sample;

fn run(arguments: &[&dyn AsRef<OsStr>]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_section11"));
    program.args(arguments.iter().map(std::convert::AsRef::as_ref)).env_remove("S11_DATABASE").output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&[&output.stdout[..], &output.stderr[..]].concat()).into_owned()
}

fn sample(folder: &Path) -> PathBuf {
    let database = folder.join("board.db");
    put_sample(&database);
    database
}

fn backup(database: &Path, output: &Path) -> Output {
    run(&[&"backup", &"--database", &database, &"--output", &output])
}

fn restore(from: &Path, database: &Path) -> Output {
    run(&[&"restore", &"--from", &from, &"--database", &database])
}

fn files(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = names.collect();
    names.sort();
    names
}

#[test]
fn a_backup_becomes_the_database_and_what_was_there_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("board.db");
    let made = run(&[&"sample", &"--database", &database]);
    assert!(made.status.success(), "{}", said(&made));
    let copy = folder.path().join("monday.db");
    let made = backup(&database, &copy);
    assert!(made.status.success(), "{}", said(&made));
    assert!(said(&made).contains("155 organisations, 405 audits"), "{}", said(&made));
    let private = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((private(&database), private(&copy)), (0o600, 0o600), "nobody else may read them");

    // What changes after the backup is undone by restoring it.
    let person = ["add-person", "--email", "late@board.example", "--name", "Late", "--role", "reviewer", "--database"];
    let mut arguments: Vec<&dyn AsRef<OsStr>> = person.iter().map(|argument| argument as &dyn AsRef<OsStr>).collect();
    arguments.push(&database);
    assert!(run(&arguments).status.success());
    let before = fs::read(&database).unwrap();
    let restored = restore(&copy, &database);
    assert!(restored.status.success(), "{}", said(&restored));
    let kept = files(folder.path()).into_iter().find(|name| name.starts_with("board.db.replaced-")).unwrap();
    assert!(said(&restored).contains(&kept), "{}", said(&restored));
    assert_eq!(fs::read(folder.path().join(kept)).unwrap(), before, "the replaced file is as it was");
    assert!(run(&[&"check", &"--database", &database]).status.success());
    assert!(run(&arguments).status.success(), "the person is not there any more, so they can be added");
    assert!(files(folder.path()).iter().all(|name| !name.contains(".partial")));
}

#[test]
fn what_is_damaged_not_ours_missing_or_in_use_is_named_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let database = sample(folder.path());
    let copy = folder.path().join("copy.db");
    assert!(backup(&database, &copy).status.success());
    let whole = fs::read(&copy).unwrap();
    let original = fs::read(&database).unwrap();
    let refused = |output: Output, words: &str| {
        assert!(!output.status.success(), "{}", said(&output));
        assert!(said(&output).contains(words), "{}", said(&output));
        assert_eq!(fs::read(&database).unwrap(), original);
        assert!(files(folder.path()).iter().all(|name| !name.contains(".partial") && !name.contains("replaced")));
    };
    // A row that breaks a rule which SQLite itself does not know of.
    let broken = folder.path().join("broken.db");
    fs::write(&broken, &whole).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        use sqlx::ConnectOptions;
        use sqlx::Connection;
        let mut db = sqlx::sqlite::SqliteConnectOptions::new().filename(&broken).connect().await.unwrap();
        sqlx::raw_sql("update audit set choices = replace(choices, '3', '1') where id = 272")
            .execute(&mut db)
            .await
            .unwrap();
        db.close().await.unwrap();
    });
    refused(restore(&broken, &database), "the choices of audit 272 do not agree");
    refused(backup(&broken, &folder.path().join("of-broken.db")), "broken.db is damaged");
    assert!(!folder.path().join("of-broken.db").exists());

    let mut torn = whole.clone();
    let middle = torn.len() / 2;
    torn[middle..middle + 8192].fill(0xA5);
    let damaged = folder.path().join("damaged.db");
    fs::write(&damaged, &torn).unwrap();
    let output = restore(&damaged, &database);
    assert!(!output.status.success(), "{}", said(&output));
    fs::write(&damaged, &whole[..whole.len() / 2]).unwrap();
    assert!(!restore(&damaged, &database).status.success());
    assert_eq!(fs::read(&database).unwrap(), original);

    let other = folder.path().join("other.txt");
    fs::write(&other, "not a database, but long enough to be looked at as if it were one").unwrap();
    refused(restore(&other, &database), "is not a section11 database");
    refused(restore(&folder.path().join("missing.db"), &database), "there is no database at");
    refused(restore(&database, &database), "onto itself");
    refused(backup(&database, &database), "onto itself");
    refused(backup(&database, &folder.path().join("no-such-folder/copy.db")), "no-such-folder");
    let in_use = InUse::take(&database, Opening::Existing).unwrap();
    refused(restore(&copy, &database), "is in use by another section11");
    let serve: [&dyn AsRef<OsStr>; 5] = [&"serve", &"--listen", &"127.0.0.1:0", &"--database", &database];
    refused(run(&serve), "is in use by another section11");
    drop(in_use);
    assert!(restore(&copy, &database).status.success());
}

/// Runs a statement on a copy of a database, with this trigger taken away and put back word for word.
fn crafted(whole: &Path, name: &str, trigger: &str, change: &str) -> PathBuf {
    let path = whole.with_file_name(name);
    fs::copy(whole, &path).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        use sqlx::{AssertSqlSafe, ConnectOptions, Connection};
        let options = sqlx::sqlite::SqliteConnectOptions::new().filename(&path).foreign_keys(false);
        let mut db = options.pragma("ignore_check_constraints", "on").connect().await.unwrap();
        let select = "select sql from sqlite_schema where type = 'trigger' and name = ?";
        let kept: Option<String> = sqlx::query_scalar(select).bind(trigger).fetch_optional(&mut db).await.unwrap();
        if kept.is_some() {
            sqlx::raw_sql(AssertSqlSafe(format!("drop trigger {trigger}"))).execute(&mut db).await.unwrap();
        }
        let changed = sqlx::raw_sql(AssertSqlSafe(change.to_owned())).execute(&mut db).await.unwrap();
        assert!(changed.rows_affected() > 0, "{change}");
        if let Some(kept) = kept {
            sqlx::raw_sql(AssertSqlSafe(kept)).execute(&mut db).await.unwrap();
        }
        db.close().await.unwrap();
    });
    path
}

/// F16: what is damaged for `check` is damaged for `backup` and `restore` too, and none of them takes it for a failure
/// of its own.
#[test]
fn what_check_calls_damaged_is_neither_copied_nor_put_in_place() {
    let folder = tempfile::tempdir().unwrap();
    let database = sample(folder.path());
    let (copy, output) = (folder.path().join("copy.db"), folder.path().join("output.db"));
    assert!(backup(&database, &copy).status.success());
    let original = fs::read(&database).unwrap();
    let first = "(select min(audit_id) from submission)";
    let damages = [
        (
            "submitted_texts_never_change",
            format!("update answer_text set evidence = evidence || '.' where audit_id = {first}"),
            "are not those of its frozen record",
        ),
        (
            "submission_is_immutable",
            format!("update submission set content = replace(content, 'a', 'b') where audit_id = {first}"),
            "does not agree with its hash",
        ),
        (
            "submitted_audit_keeps_its_organisation",
            "update audit set organisation_name = 'X' where state = 'submitted'".into(),
            "is not that of its frozen",
        ),
        (
            "none",
            "update organisation set name = cast(x'41ff42' as text) where id = 7".into(),
            "organisation.name of row 7 is no text",
        ),
        (
            "log_is_immutable",
            "update log set subject = cast(x'e28240' as text) where id = (select min(id) from log)".into(),
            "log.subject of row 1 is no text",
        ),
        (
            "none",
            "update membership set role = cast(x'c3' as text) where person_id = 9".into(),
            "CHECK constraint failed in membership",
        ),
        (
            "none",
            "update answer_text set reason = cast(x'80' as text) where audit_id = (select id from audit where state =              'started' limit 1)"
                .into(),
            "answer_text.reason",
        ),
        (
            "form_edition_is_immutable",
            "update form_edition set content = '{' where id = 1".into(),
            "form_edition.content of row 1",
        ),
        ("none", "update question set position = position + 100 where id = 5".into(), "do not agree with its answers"),
    ];
    for (number, (trigger, change, why)) in damages.iter().enumerate() {
        let made = crafted(&copy, &format!("damaged-{number}.db"), trigger, change);
        let refused = |command: &str, output: Output| {
            let said = said(&output);
            assert_eq!(output.status.code(), Some(1), "{command}: {change}: {said}");
            assert!(said.contains("is damaged") && said.contains(why), "{command}: {change}: {said}");
            assert_eq!(said.contains("--although-damaged"), command != "check", "{command}: {change}: {said}");
            assert!(!said.contains("database failed"), "{command}: {change}: {said}");
        };
        refused("restore", restore(&made, &database));
        assert!(fs::read(&database).unwrap() == original, "{change}: the database was changed");
        refused("backup", backup(&made, &output));
        assert!(!output.exists(), "{change}: a copy was made");
        refused("check", run(&[&"check", &"--database", &made]));
    }
    // What holds something wrong may hold all the rest, and be all that is left.
    let made = crafted(&copy, "damaged.db", damages[0].0, &damages[0].1);
    let kept = run(&[&"backup", &"--although-damaged", &"--database", &made, &"--output", &output]);
    assert!(kept.status.success() && said(&kept).contains("It is damaged, and was used as it is"), "{}", said(&kept));
    assert!(!said(&kept).contains("is a sound copy"), "{}", said(&kept));
    let restored = run(&[&"restore", &"--although-damaged", &"--from", &output, &"--database", &database]);
    assert!(restored.status.success() && said(&restored).contains(damages[0].2), "{}", said(&restored));
    assert!(files(folder.path()).iter().all(|name| !name.contains(".partial")));
}

/// A file in the making has a name that nobody else has; what an earlier one left behind is removed, and nothing else.
#[test]
fn a_copy_in_the_making_takes_nobodys_file_and_removes_what_an_earlier_one_left() {
    let folder = tempfile::tempdir().unwrap();
    let database = sample(folder.path());
    let named = |name: &str| folder.path().join(name);
    let copy = named("copy.db");
    // Somebody's own files, in use or not.
    let own = ["copy.db.partial", "copy.db.partial-wal", "copy.db.partial-0123456789abcdeg", "copy.db.partial-notes"];
    for name in own {
        fs::write(named(name), name).unwrap();
    }
    fs::write(named("copy.db.partial-00000000000000aa"), "").unwrap();
    let used = named("copy.db.partial-00000000000000bb");
    fs::copy(&database, &used).unwrap();
    let in_use = InUse::take(&used, Opening::Existing).unwrap();
    let served = named("copy.db.partial-00000000000000cc");
    fs::copy(&database, &served).unwrap();
    drop(InUse::take(&served, Opening::Existing).unwrap());
    // What one left behind that was killed.
    let left = ["copy.db.partial-00000000000000dd", "copy.db.partial-00000000000000dd-journal"];
    for name in left {
        fs::write(named(name), name).unwrap();
    }
    for output in [backup(&database, &copy), backup(&database, &copy), restore(&database, &copy)] {
        assert!(output.status.success(), "{}", said(&output));
        for name in own {
            assert_eq!(fs::read_to_string(named(name)).unwrap(), name);
        }
        assert!(fs::read(&used).unwrap() == fs::read(&database).unwrap() && served.exists());
        assert!(left.iter().all(|name| !named(name).exists()), "{:?}", files(folder.path()));
    }
    drop(in_use);
    let known = |name: &String| own.contains(&name.as_str()) || name.contains("00bb") || name.contains("00cc");
    let partial: Vec<_> = files(folder.path()).into_iter().filter(|name| name.contains(".partial")).collect();
    assert!(partial.iter().all(known), "{partial:?}");
}

/// No output takes the name of a file that belongs to a database, nor that of a database that is open or in use.
#[test]
fn no_output_is_written_over_what_belongs_to_a_database() {
    let folder = tempfile::tempdir().unwrap();
    let database = sample(folder.path());
    let other = folder.path().join("other.db");
    assert!(backup(&database, &other).status.success());
    for added in ["-wal", "-shm", "-journal", ".lock"] {
        let output = folder.path().join(format!("other.db{added}"));
        let before = fs::read(&output).ok();
        for refused in [backup(&database, &output), restore(&database, &output)] {
            assert_eq!(refused.status.code(), Some(1), "{added}: {}", said(&refused));
            let why = format!("other.db{added} is the name of a file that belongs to");
            assert!(said(&refused).contains(&why), "{added}: {}", said(&refused));
        }
        assert_eq!(fs::read(&output).ok(), before, "{added}");
    }
    // A database may have any name, that of an export too.
    let (own, served) = (folder.path().join("own.csv"), folder.path().join("served.xlsx"));
    for (name, database) in [(&own, &database), (&served, &database)] {
        fs::copy(database, name).unwrap();
    }
    let in_use = InUse::take(&served, Opening::Existing).unwrap();
    let whole = fs::read(&own).unwrap();
    for kind in ["answers", "results"] {
        for output in [&own, &served] {
            let round: [&dyn AsRef<OsStr>; 4] = [&"--round", &"2014", &"--database", &own];
            let export: [&dyn AsRef<OsStr>; 4] = [&"export", &kind, &"--output", output];
            let refused = run(&[export, round].concat());
            assert_eq!(refused.status.code(), Some(1), "{kind} {output:?}: {}", said(&refused));
            assert!(said(&refused).contains("is a database"), "{kind} {output:?}: {}", said(&refused));
        }
    }
    assert!(fs::read(&served).unwrap() == whole && fs::read(&own).unwrap() == whole);
    drop(in_use);
}

/// Nor is a database made or opened under such a name: whoever uses the one beside it next would remove it.
#[test]
fn no_database_is_made_or_opened_under_a_name_that_belongs_to_another() {
    let folder = tempfile::tempdir().unwrap();
    let database = sample(folder.path());
    let (site, output) = (folder.path().join("none"), folder.path().join("output.csv"));
    for added in ["-wal", "-shm", "-journal", ".lock"] {
        let owned = folder.path().join(format!("next.db{added}"));
        let link = folder.path().join(format!("link{}.db", added.trim_start_matches('.')));
        symlink(&owned, &link).unwrap();
        let why = format!("next.db{added} is the name of a file that belongs to a database (it ends in {added})");
        let refused = |command: &[&dyn AsRef<OsStr>]| {
            let refused = run(command);
            assert_eq!(refused.status.code(), Some(1), "{added}: {}", said(&refused));
            assert!(said(&refused).contains(&why), "{added}: {}", said(&refused));
        };
        refused(&[&"sample", &"--database", &owned]);
        let serve: [&dyn AsRef<OsStr>; 6] = [&"serve", &"--create", &"--listen", &"127.0.0.1:0", &"--site", &site];
        let new: [&dyn AsRef<OsStr>; 2] = [&"--database", &owned];
        refused(&[&serve[..], &new].concat());
        assert!(!owned.exists(), "{added}: it was made");
        fs::copy(&database, &owned).unwrap();
        let round: [&dyn AsRef<OsStr>; 6] = [&"export", &"answers", &"--round", &"2014", &"--output", &output];
        for name in [&owned, &link] {
            refused(&[&"check", &"--database", name]);
            refused(&[&"sample", &"--database", name]);
            let of: [&dyn AsRef<OsStr>; 2] = [&"--database", name];
            refused(&[&round[..], &of].concat());
        }
        assert!(fs::read(&owned).unwrap() == fs::read(&database).unwrap(), "{added}: it was changed");
        fs::remove_file(&owned).unwrap();
    }
    // Only at the end of a name these are such a name.
    for name in ["a-wal.db", "b.lock.db", "walrus.db-wall"] {
        let other = folder.path().join(name);
        let made = run(&[&"sample", &"--database", &other]);
        assert!(made.status.success(), "{name}: {}", said(&made));
    }
}

/// `SQLite` takes no such name; nothing of it is left.
#[test]
fn a_database_whose_name_is_not_utf8_is_refused_in_words_and_nothing_is_left() {
    let folder = tempfile::tempdir().unwrap();
    let database = sample(folder.path());
    let before = files(folder.path());
    let odd = folder.path().join(OsStr::from_bytes(b"bad\xff.db"));
    for refused in [
        run(&[&"sample", &"--database", &odd]),
        run(&[&"serve", &"--create", &"--listen", &"127.0.0.1:0", &"--database", &odd]),
        backup(&database, &odd),
        restore(&database, &odd),
    ] {
        assert_eq!(refused.status.code(), Some(1), "{}", said(&refused));
        assert!(said(&refused).contains("is no name for a database, because it is not UTF-8"), "{}", said(&refused));
        assert_eq!(files(folder.path()), before);
    }
}
