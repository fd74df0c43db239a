//! Files that were made to break, mislead or use whoever restores them.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use rand::rngs::SmallRng;
use rand::{RngExt, SeedableRng};
use section11::operations::installation::{checking, copies};
use section11::operations::{Clock, Installation};
use section11::store::Opening;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection};

use super::times;

const PAGE: usize = 4096;
/// How many kinds of changes there are.
const KINDS: usize = 12;

/// Names that end the statement, the word or the line that they are put into.
const NAMES: [&str; 10] = [
    "log) where 0; attach 'VICTIM' as x; insert into x.sign_in_try values (9, x'00', ''); select (select 0",
    "log\"; delete from person; --",
    "main.person",
    "person' or '1'='1",
    "\u{202e}gol",
    "a\nb\u{1b}[2J",
    "select",
    "",
    "[log]",
    "😀",
];

/// Statements that are run on a copy; `NAME` stands for one of the names.
const STATEMENTS: [&str; 22] = [
    "create table \"NAME\" (id integer)",
    "create view \"NAME\" as select * from person",
    "create index \"NAME\" on person (name)",
    "create trigger \"NAME\" after insert on session begin update person set board_role = 'administrator'; end",
    "create trigger \"NAME\" after update on person begin delete from organisation; end",
    "alter table person add column \"NAME\" text as (load_extension('VICTIM'))",
    "alter table person add column \"NAME\" text default 'x'",
    "create virtual table \"NAME\" using fts5 (text)",
    "create virtual table \"NAME\" using rtree (id, low, high)",
    "create virtual table \"NAME\" using dbstat",
    "pragma writable_schema = on; update sqlite_schema set sql = 'NAME' where rowid = NUMBER",
    "pragma writable_schema = on; update sqlite_schema set sql = sql || 'NAME' where rowid = NUMBER",
    "pragma writable_schema = on; update sqlite_schema set name = 'NAME' where rowid = NUMBER",
    "pragma writable_schema = on; update sqlite_schema set tbl_name = 'NAME' where rowid = NUMBER",
    "pragma writable_schema = on; update sqlite_schema set type = 'view' where rowid = NUMBER",
    "pragma writable_schema = on; update sqlite_schema set rootpage = NUMBER where rowid = 1 + NUMBER / 2",
    "pragma writable_schema = on; update sqlite_schema set rootpage = 4000000000 where rowid = NUMBER",
    "pragma writable_schema = on; delete from sqlite_schema where rowid = NUMBER",
    "pragma writable_schema = on; update sqlite_schema set name = x'ff00fe', sql = null where rowid = NUMBER",
    "pragma writable_schema = on; insert into sqlite_schema select * from sqlite_schema where rowid = NUMBER",
    "update _sqlx_migrations set version = 9223372036854775807 where version = 2",
    "alter table _sqlx_migrations rename to kept; create view _sqlx_migrations as select *, load_extension('VICTIM') from kept",
];

/// Rows that no program of ours writes.
const ROWS: [&str; 8] = [
    "insert into person (email, name, created_at) values (cast(x'ff00fe' as text), zeroblob(100000), '')",
    "insert into membership (person_id, organisation_id, role) values (999, 999, 'lead')",
    "update person set name = cast(randomblob(2000) as text)",
    "insert into organisation (reference, name, sector, basis, created_at) values ('x', 'x', 'nowhere', 'x', '')",
    "update _sqlx_migrations set checksum = randomblob(48)",
    "update _sqlx_migrations set success = 0",
    "delete from _sqlx_migrations",
    "pragma user_version = 7",
];

struct Folder {
    outside: tempfile::TempDir,
    whole: PathBuf,
    victim: PathBuf,
    /// Where the crafted file and what lies beside it is.
    from: PathBuf,
    /// The folder of the database that is to be replaced.
    to: PathBuf,
}

impl Folder {
    async fn new() -> Self {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let [whole, victim, from, to] = ["whole.db", "victim.db", "from", "to"].map(|name| folder.path().join(name));
        let made = folder.path().join("made.db");
        let installation = Installation::open(&made, Opening::Create, Clock::System, "http://a").await.unwrap();
        let mut writing = installation.store.writing().await.unwrap();
        for number in 1..200 {
            let organisation = "insert into organisation (reference, name, sector, sub_sector, basis, created_at) \
                                values (printf('O-%04d', ?1), 'School ' || ?1, 'education', 'primary', 'statutory', '')";
            sqlx::query(organisation).bind(number).execute(&mut *writing).await.unwrap();
        }
        writing.commit().await.unwrap();
        installation.store.close().await;
        copies::backup(&made, &whole, copies::Damaged::Refuse).await.unwrap();
        fs::copy(&whole, &victim).unwrap();
        fs::create_dir(&from).unwrap();
        fs::create_dir(&to).unwrap();
        Self { outside: folder, whole, victim, from, to }
    }

    /// Makes the file of this number anew; a description of what was done.
    async fn craft(&self, number: usize, draws: &mut SmallRng) -> String {
        for entry in fs::read_dir(&self.from).unwrap() {
            fs::remove_file(entry.unwrap().path()).unwrap();
        }
        let path = self.from.join("crafted.db");
        let mut bytes = fs::read(&self.whole).unwrap();
        let pages = bytes.len() / PAGE;
        let page = |draws: &mut SmallRng| draws.random_range(0..pages) * PAGE;
        let kind = number % KINDS;
        let mut said = format!("{number}, kind {kind}");
        match kind {
            0 => {
                for _ in 0..draws.random_range(1..20) {
                    let at = draws.random_range(0..bytes.len());
                    bytes[at] ^= 1 << draws.random_range(0..8);
                }
            }
            // The header and the first page's tree, where each byte means something.
            1 => {
                for _ in 0..draws.random_range(1..4) {
                    bytes[draws.random_range(16..116)] = draws.random();
                }
            }
            2 => bytes.truncate(draws.random_range(0..bytes.len())),
            3 => {
                let (one, other) = (page(draws), page(draws));
                let kept = bytes[one..one + PAGE].to_vec();
                bytes.copy_within(other..other + PAGE, one);
                bytes[other..other + PAGE].copy_from_slice(&kept);
            }
            4 => {
                let (one, other) = (page(draws), page(draws));
                bytes.copy_within(other..other + PAGE, one);
            }
            5 => {
                let at = page(draws) + draws.random_range(0..12);
                let filled = draws.random();
                bytes[at..at + 40].fill(filled);
            }
            6 => bytes.extend(std::iter::repeat_n(draws.random::<u8>(), draws.random_range(1..3 * PAGE))),
            _ => {}
        }
        fs::write(&path, bytes).unwrap();
        let statement = match kind {
            7..=9 => STATEMENTS[draws.random_range(0..STATEMENTS.len())],
            10 => ROWS[draws.random_range(0..ROWS.len())],
            _ => "",
        };
        if !statement.is_empty() {
            let name = NAMES[draws.random_range(0..NAMES.len())];
            let name = if statement.contains("'NAME'") { name.replace('\'', "''") } else { name.replace('"', "\"\"") };
            let statement = statement.replace("NAME", &name);
            let statement = statement.replace("VICTIM", self.victim.to_str().unwrap());
            let statement = statement.replace("NUMBER", &draws.random_range(1..60).to_string());
            let options = SqliteConnectOptions::new().filename(&path).foreign_keys(false);
            let mut db = options.pragma("ignore_check_constraints", "on").connect().await.unwrap();
            // Some of them SQLite itself does not take.
            let taken = sqlx::raw_sql(AssertSqlSafe(statement.clone())).execute(&mut db).await;
            said = format!("{said}: {statement:?}: {taken:?}");
            db.close().await.unwrap();
        }
        // Something beside it that SQLite would take for its own.
        if kind == 11 {
            let beside = ["crafted.db-wal", "crafted.db-journal", "crafted.db-shm"][draws.random_range(0..3)];
            let mut bytes = fs::read(&self.victim).unwrap();
            bytes.truncate(draws.random_range(0..bytes.len()));
            let journal = [0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7, 0, 0, 0, 1, 0, 0, 0, 1];
            if draws.random() && bytes.len() > 16 {
                bytes[..16].copy_from_slice(&journal);
            }
            fs::write(self.from.join(beside), bytes).unwrap();
            said = format!("{said}: {beside}");
        }
        said
    }

    /// Every file of a folder with what it holds, but for what `SQLite` shares between those that read.
    fn held_by(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
        let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let mut files: Vec<_> = paths
            .filter(|path| path.is_file() && !path.to_string_lossy().ends_with("-shm"))
            .map(|path| (path.clone(), fs::read(&path).unwrap()))
            .filter(|(path, bytes)| !(path.to_string_lossy().ends_with("-wal") && bytes.is_empty()))
            .collect();
        files.sort();
        files
    }
}

/// S41, F16, F17: whatever a file is made of, restoring it does one of two things: it refuses it and changes nothing, or
/// it puts a sound database in place. It never panics, waits for ever, or writes anywhere else.
#[tokio::test(flavor = "multi_thread")]
async fn f17_whatever_a_backup_is_made_of_it_is_refused_or_restored_and_nothing_else_is_written() {
    static PANICS: AtomicUsize = AtomicUsize::new(0);
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        PANICS.fetch_add(1, Ordering::SeqCst);
        before(panic);
    }));
    let folder = Folder::new().await;
    let database = folder.to.join("board.db");
    let whole = fs::read(&folder.whole).unwrap();
    let seed = rand::random();
    let mut draws = SmallRng::seed_from_u64(seed);
    let files = times(1000, 100);
    let (mut refused, mut restored) = (0, 0);
    for number in 0..files {
        let crafted = format!("seed {seed}, {}", folder.craft(number, &mut draws).await);
        fs::write(&database, &whole).unwrap();
        let (outside, from) = (Folder::held_by(folder.outside.path()), Folder::held_by(&folder.from));
        let path = folder.from.join("crafted.db");
        let restoring = copies::restore(&path, &database, "now", copies::Damaged::Refuse);
        let done = tokio::time::timeout(Duration::from_mins(2), restoring).await;
        let done = done.unwrap_or_else(|_| panic!("it does not end: {crafted}"));
        assert!(Folder::held_by(folder.outside.path()) == outside, "it wrote to another file: {crafted}");
        assert!(Folder::held_by(&folder.from) == from, "it wrote to the backup or beside it: {crafted}");
        let mut names: Vec<_> =
            Folder::held_by(&folder.to).into_iter().map(|(path, _)| path.file_name().unwrap().to_owned()).collect();
        if let Ok((_, kept)) = &done {
            let kept = kept.as_ref().unwrap();
            assert!(fs::read(kept).unwrap() == whole, "what was there is kept: {crafted}");
            names.retain(|name| Some(name.as_os_str()) != kept.file_name());
            let mut db = SqliteConnectOptions::new().filename(&database).connect().await.unwrap();
            assert_eq!(checking::check(&mut db).await.unwrap().problems, Vec::<String>::new(), "{crafted}");
            db.close().await.unwrap();
            // What serves it at the end finds it as sound as that.
            Installation::open(&database, Opening::Existing, Clock::System, "http://a")
                .await
                .unwrap()
                .store
                .close()
                .await;
            fs::remove_file(kept).unwrap();
            restored += 1;
        } else {
            assert!(fs::read(&database).unwrap() == whole, "the database was changed: {crafted}: {done:?}");
            refused += 1;
        }
        assert_eq!(names, ["board.db", "board.db.lock"], "{crafted}");
    }
    assert_eq!(PANICS.load(Ordering::SeqCst), 0, "seed {seed}");
    println!("F17: {files} crafted files: {refused} refused, {restored} restored and sound; seed {seed}");
    assert!(refused > files / 2 && restored > 0, "{refused} refused, {restored} restored");
}
