//! Whether a file is a database of ours: its mark, and its schema word for word as the migrations make it.
//!
//! A file may have been made to do harm: a trigger that makes somebody an administrator, a table whose name is a
//! statement. Until its schema is known to be ours, nothing is read but the mark, `sqlite_schema`, and the table of
//! migrations once its own line is right.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use sqlx::migrate::Migrator;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, SqliteConnection};

use super::open_error::failure;
use super::{OpenError, Result};

/// How long a write waits for another process before it fails.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// How many rows the database's thread reads ahead.
const ROWS_AT_ONCE: usize = 256;

/// Marks a database file as section11's: the letters "S11A".
const APPLICATION_ID: i64 = 0x5331_3141;

/// The mark, as it is written.
pub(super) const MARK: &str = "pragma application_id = 1395732801";

/// How many differences are reported.
const MOST_TOLD: usize = 20;

/// How many characters are reported of a name that is not ours.
const LONGEST_NAME_TOLD: usize = 80;

pub(super) static MIGRATIONS: Migrator = sqlx::migrate!();

/// Lines of a schema by their type and name: for each the table that it belongs to, and its text.
type Schema = BTreeMap<(String, String), Vec<(String, Option<String>)>>;

/// What the schema of a database was found to be.
#[derive(Debug)]
pub(super) enum Found {
    /// The schema of this migration, word for word; 0 for a file that was only just begun.
    Version(i64),
    /// Another schema. Each difference names what differs.
    Differs(Vec<String>),
}

/// How to open a file whose schema is not known to be ours, or that is only read.
pub(super) fn looking(path: &Path) -> SqliteConnectOptions {
    with_nothing_run(path).pragma("query_only", "on").pragma("cell_size_check", "on")
}

/// How to open a file so that its schema, whoever wrote it, runs no function with a side effect.
pub(super) fn with_nothing_run(path: &Path) -> SqliteConnectOptions {
    let options = SqliteConnectOptions::new().filename(path).busy_timeout(BUSY_TIMEOUT).row_buffer_size(ROWS_AT_ONCE);
    options.pragma("trusted_schema", "off")
}

/// Looks at an existing file without changing it. Returns its schema when that is older than the program's.
pub(super) async fn check_ours(
    path: &Path,
    options: SqliteConnectOptions,
) -> std::result::Result<Option<i64>, OpenError> {
    let failed = |source| failure(path, source);
    // This may take long: no warning about a slow statement.
    let mut db = options.disable_statement_logging().connect().await.map_err(failed)?;
    let id: i64 = sqlx::query_scalar("pragma application_id").fetch_one(&mut db).await.map_err(failed)?;
    if id != APPLICATION_ID {
        return Err(OpenError::NotOurs(path.into()));
    }
    let found = schema(&mut db).await.map_err(failed)?;
    db.close().await.map_err(failed)?;
    match found {
        Found::Version(version) if version > newest_schema() => Err(OpenError::Newer(path.into())),
        Found::Version(0) => Ok(None),
        Found::Version(version) => Ok(Some(version).filter(|version| *version < newest_schema())),
        Found::Differs(differences) => Err(OpenError::Schema { path: path.into(), differences }),
    }
}

/// The schema that the program works with.
pub(super) fn newest_schema() -> i64 {
    MIGRATIONS.iter().map(|migration| migration.version).max().unwrap_or_default()
}

/// Compares the schema of a database with the one that the migrations make up to its version. Of a version newer than
/// the program's, only the number is known.
pub(super) async fn schema(db: &mut SqliteConnection) -> sqlx::Result<Found> {
    let found = lines(db).await?;
    if found.is_empty() {
        return Ok(Found::Version(0));
    }
    let begun = made_by_migrations(0).await?;
    let of_migrations = ("table".to_owned(), "_sqlx_migrations".to_owned());
    let mut version = newest_schema();
    if found.get(&of_migrations) == begun.get(&of_migrations) {
        let newest = "select coalesce(max(version), 0) from _sqlx_migrations where success";
        version = sqlx::query_scalar(newest).fetch_one(&mut *db).await?;
    }
    if version > newest_schema() {
        return Ok(Found::Version(version));
    }
    let differences = differences(&found, &made_by_migrations(version).await?);
    Ok(if differences.is_empty() { Found::Version(version) } else { Found::Differs(differences) })
}

async fn lines(db: &mut SqliteConnection) -> sqlx::Result<Schema> {
    let rows: Vec<(String, String, String, Option<String>)> =
        sqlx::query_as("select type, name, tbl_name, sql from sqlite_schema").fetch_all(db).await?;
    let mut schema = Schema::new();
    for (kind, name, table, sql) in rows.into_iter().filter(|row| !is_statistics(row)) {
        schema.entry((kind, name)).or_default().push((table, sql));
    }
    for lines in schema.values_mut() {
        lines.sort();
    }
    Ok(schema)
}

/// Whether it is a table in which `SQLite` itself keeps statistics about indexes.
fn is_statistics((kind, name, table, sql): &(String, String, String, Option<String>)) -> bool {
    let own = match name.as_str() {
        "sqlite_stat1" => "CREATE TABLE sqlite_stat1(tbl,idx,stat)",
        "sqlite_stat4" => "CREATE TABLE sqlite_stat4(tbl,idx,neq,nlt,ndlt,sample)",
        _ => return false,
    };
    kind == "table" && table == name && sql.as_deref() == Some(own)
}

/// The schema of a database that this program has just made, up to a version.
async fn made_by_migrations(version: i64) -> sqlx::Result<Schema> {
    let mut made = SqliteConnectOptions::new().in_memory(true).disable_statement_logging().connect().await?;
    let up_to = MIGRATIONS.iter().filter(|migration| migration.version <= version).cloned().collect();
    Migrator::with_migrations(up_to).run(&mut made).await.map_err(|error| sqlx::Error::Migrate(Box::new(error)))?;
    let schema = lines(&mut made).await?;
    made.close().await?;
    Ok(schema)
}

fn differences(found: &Schema, ours: &Schema) -> Vec<String> {
    let told = |(kind, name): &(String, String)| {
        let name: String = name.chars().take(LONGEST_NAME_TOLD).flat_map(char::escape_default).collect();
        let kind: String = kind.chars().take(LONGEST_NAME_TOLD).flat_map(char::escape_default).collect();
        format!("{kind} {name}")
    };
    let foreign = found.keys().filter(|thing| !ours.contains_key(thing));
    let foreign = foreign.map(|thing| format!("{} is not section11's", told(thing)));
    let missing = ours.keys().filter(|thing| !found.contains_key(thing));
    let missing = missing.map(|thing| format!("{} is missing", told(thing)));
    let other = found.iter().filter(|(thing, lines)| ours.get(thing).is_some_and(|ours| ours != *lines));
    let other = other.map(|(thing, _)| format!("{} differs from section11's", told(thing)));
    let mut all: Vec<_> = foreign.chain(missing).chain(other).collect();
    let more = all.len().saturating_sub(MOST_TOLD);
    all.truncate(MOST_TOLD);
    if more > 0 {
        all.push(format!("and {more} more"));
    }
    all
}

/// A name quoted for a statement, whatever characters it has.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// The tables of a database whose schema is known to be ours.
pub(super) async fn tables(db: &mut SqliteConnection) -> Result<Vec<String>> {
    let named =
        "select name from sqlite_schema where type = 'table' and name not like 'sqlite@_%' escape '@' order by name";
    Ok(sqlx::query_scalar(named).fetch_all(db).await?)
}
