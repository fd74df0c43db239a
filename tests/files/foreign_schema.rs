//! Databases that have our names and our mark and are not ours: each difference is refused by name, by everything that
//! opens a file, before anything of it is run.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use section11::operations::installation::copies::{self, Damaged};
use section11::store::{OpenError, Opening, Store, check};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, SqliteConnection};

/// What is done to a file, and what is said of it.
const CHANGES: &[(&str, &str)] = &[
    (
        "create trigger helpful after insert on session begin \
         update person set board_role = 'administrator' where id = 3; end",
        "trigger helpful is not section11's",
    ),
    ("create view everything as select * from person", "view everything is not section11's"),
    ("create table more (id integer)", "table more is not section11's"),
    ("create table \"log) where 0; attach '/tmp/x' as x; select (select 0\" (id integer)", "attach"),
    ("create virtual table words using fts5 (text)", "table words is not section11's"),
    ("create index quicker on person (name)", "index quicker is not section11's"),
    ("alter table person add column loud text as (upper(name))", "table person differs from section11's"),
    ("alter table person add column plain text", "table person differs from section11's"),
    ("alter table log rename to logs", "table log is missing"),
    (
        "pragma writable_schema = on; update sqlite_schema set sql = replace(sql, 'subject text not null', 'subject text') \
         where name = 'log'",
        "table log differs from section11's",
    ),
    (
        "pragma writable_schema = on; update sqlite_schema set sql = replace(sql, 'never deleted', 'not deleted') \
         where type = 'trigger' and name = 'log_stays'",
        "trigger log_stays differs from section11's",
    ),
    (
        "pragma writable_schema = on; update sqlite_schema set sql = sql || ' ' where type = 'index' and name = \
         'session_by_person'",
        "index session_by_person differs from section11's",
    ),
    (
        "alter table _sqlx_migrations rename to kept; create view _sqlx_migrations as \
         select version, description, installed_on, success, checksum, execution_time from kept",
        "view _sqlx_migrations is not section11's",
    ),
    ("delete from _sqlx_migrations where version > 1", "is not section11's"),
];

struct Folder {
    place: tempfile::TempDir,
    /// A sound database, which a crafted one is to replace.
    database: PathBuf,
    whole: PathBuf,
}

impl Folder {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (database, whole) = (folder.path().join("board.db"), folder.path().join("whole.db"));
        Store::open(&database, Opening::Create).await.unwrap().close().await;
        copies::backup(&database, &whole, Damaged::Refuse).await.unwrap();
        Self { place: folder, database, whole }
    }

    /// A copy of the backup that is changed.
    async fn crafted(&self, change: &str) -> PathBuf {
        let path = self.place.path().join("crafted.db");
        fs::copy(&self.whole, &path).unwrap();
        let mut db = open(&path).await;
        sqlx::raw_sql(AssertSqlSafe(change.to_owned())).execute(&mut db).await.unwrap();
        db.close().await.unwrap();
        path
    }

    fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let entries = fs::read_dir(self.place.path()).unwrap().map(|entry| entry.unwrap().path());
        let mut files: Vec<_> = entries.map(|path| (path.clone(), fs::read(&path).unwrap())).collect();
        files.sort();
        files
    }
}

async fn open(path: &Path) -> SqliteConnection {
    SqliteConnectOptions::new().filename(path).foreign_keys(false).connect().await.unwrap()
}

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_section11")).args(arguments).env_remove("S11_DATABASE").output().unwrap()
}

#[tokio::test]
async fn each_trigger_index_table_and_view_that_is_missing_is_named() {
    let folder = Folder::new().await;
    let mut db = open(&folder.whole).await;
    let things: Vec<(String, String)> =
        sqlx::query_as("select type, name from sqlite_schema where name not like 'sqlite_%'")
            .fetch_all(&mut db)
            .await
            .unwrap();
    db.close().await.unwrap();
    for kind in ["trigger", "index", "table"] {
        assert!(things.iter().any(|(thing, _)| thing == kind), "{kind}");
    }
    for (kind, name) in things.iter().filter(|(_, name)| name != "_sqlx_migrations") {
        let path = folder.crafted(&format!("drop {kind} {name}")).await;
        let (before, why) = (folder.files(), format!("{kind} {name} is missing"));
        let opened = Store::open(&path, Opening::Existing).await;
        let Err(OpenError::Schema { differences, .. }) = opened else { panic!("{kind} {name}: {opened:?}") };
        assert!(differences.contains(&why), "{differences:?}");
        let restored = copies::restore(&path, &folder.database, "now", Damaged::Refuse).await.unwrap_err().to_string();
        assert!(restored.contains(&why), "{restored}");
        let mut db = open(&path).await;
        let found = check::check(&mut db).await.unwrap();
        db.close().await.unwrap();
        assert!(found.problems.contains(&why), "{:?}", found.problems);
        let without_lock = |files: Vec<(PathBuf, Vec<u8>)>| {
            files.into_iter().filter(|(path, _)| path.extension().is_none_or(|end| end != "lock")).collect::<Vec<_>>()
        };
        assert!(without_lock(folder.files()) == without_lock(before), "{kind} {name}: something was written");
    }
}

#[tokio::test]
async fn whatever_differs_is_refused_by_name_by_every_command_and_nothing_of_it_is_run() {
    let folder = Folder::new().await;
    let text = |path: &Path| path.to_str().unwrap().to_owned();
    let (database, out) = (text(&folder.database), text(&folder.place.path().join("out.csv")));
    for (change, why) in CHANGES {
        let path = text(&folder.crafted(change).await);
        let copy = text(&folder.place.path().join("copy.db"));
        let commands: [&[&str]; 7] = [
            &["check", "--database", &path],
            &["serve", "--listen", "127.0.0.1:0", "--site", "no-site", "--database", &path],
            &["sample", "--database", &path],
            &["backup", "--database", &path, "--output", &copy],
            &["restore", "--from", &path, "--database", &database],
            &["export", "answers", "--round", "2014", "--database", &path, "--output", &out],
            &["add-person", "--email", "a@b.example", "--name", "A", "--role", "reviewer", "--database", &path],
        ];
        let (crafted, whole) = (fs::read(&path).unwrap(), fs::read(&folder.database).unwrap());
        for command in commands {
            let output = run(command);
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert_eq!(output.status.code(), Some(1), "{command:?}: {said}");
            assert!(said.contains("crafted.db") && said.contains(why), "{change}: {command:?}: {said}");
            assert!(fs::read(&path).unwrap() == crafted, "{change}: {command:?} wrote to it");
            assert!(fs::read(&database).unwrap() == whole, "{change}: {command:?} wrote to the database");
        }
        assert!(!Path::new(&copy).exists() && !Path::new(&out).exists());
    }
}

/// A table whose name ends the statement that it is put into, and goes on with statements of its own.
#[tokio::test]
async fn s41_a_tables_name_is_never_run() {
    let folder = Folder::new().await;
    let victim = folder.place.path().join("victim.db");
    fs::copy(&folder.whole, &victim).unwrap();
    let name = format!(
        "log) where 0; attach '{}' as x; insert into x.sign_in_try values (1, x'00', ''); select (select 0",
        victim.display()
    );
    let path = folder.crafted(&format!("create table \"{name}\" (id integer)")).await;
    let before = fs::read(&victim).unwrap();
    assert!(copies::restore(&path, &folder.database, "now", Damaged::Refuse).await.is_err());
    assert!(fs::read(&victim).unwrap() == before);
    // The digest of tests and benches names tables too.
    let mut db = open(&path).await;
    check::digest(&mut db, &[]).await.unwrap();
    db.close().await.unwrap();
    assert!(fs::read(&victim).unwrap() == before);
}

/// A table that `SQLite` itself writes when it is told to look at its indexes does not count as a difference.
#[tokio::test]
async fn a_file_that_was_analysed_is_ours() {
    let folder = Folder::new().await;
    let path = folder.crafted("analyze").await;
    copies::restore(&path, &folder.database, "now", Damaged::Refuse).await.unwrap();
    Store::open(&path, Opening::Existing).await.unwrap().close().await;
}

/// The last proof comes before anything is replaced: a file that the program would not open afterwards is not restored.
#[tokio::test]
async fn a_backup_that_could_not_be_opened_is_not_put_in_place() {
    let folder = Folder::new().await;
    let whole = fs::read(&folder.database).unwrap();
    for change in [
        "update _sqlx_migrations set checksum = x'00' where version = 2",
        "update _sqlx_migrations set success = 0 where version = 1",
        "pragma application_id = 1",
    ] {
        let path = folder.crafted(change).await;
        assert!(copies::restore(&path, &folder.database, "now", Damaged::Refuse).await.is_err(), "{change}");
        assert!(fs::read(&folder.database).unwrap() == whole, "{change}");
    }
}
