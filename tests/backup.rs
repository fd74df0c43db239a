//! Backups as they are made and put back by the program: what is proved, refused, and left as it was.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use section11::store::InUse;
use section11::store::Opening;

fn run(arguments: &[&dyn AsRef<OsStr>]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_section11"));
    program.args(arguments.iter().map(std::convert::AsRef::as_ref)).env_remove("S11_DATABASE").output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&[&output.stdout[..], &output.stderr[..]].concat()).into_owned()
}

fn sample(folder: &Path) -> PathBuf {
    let database = folder.join("board.db");
    let made = run(&[&"sample", &"--database", &database]);
    assert!(made.status.success(), "{}", said(&made));
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
    let database = sample(folder.path());
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
    assert!(files(folder.path()).iter().all(|name| !name.ends_with(".partial")));
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
        assert!(files(folder.path()).iter().all(|name| !name.ends_with(".partial") && !name.contains("replaced")));
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
