//! Whether the database file is sound.

use std::path::Path;

use futures_util::TryStreamExt;
use sqlx::{ConnectOptions, Connection, QueryBuilder, SqliteConnection};

use super::ours::{Found, looking, newest_schema, quoted, schema, tables};
pub use super::same_rows::digest;
use super::{Result, StoreError};

/// How many unreadable texts of a table are reported.
const MOST_TOLD: usize = 20;

/// What a check found: the program's `SQLite`, and every problem; none means sound.
#[derive(Debug)]
pub struct Soundness {
    /// The built-in `SQLite`'s version.
    pub sqlite: String,
    /// The last migration that was applied.
    pub schema: i64,
    /// Each problem, in the words of `SQLite` or of the program.
    pub problems: Vec<String>,
}

impl Soundness {
    /// Whether nothing was found, in a file of the schema that the program works with.
    pub fn is_sound_and_new(&self) -> bool {
        self.problems.is_empty() && self.schema == newest_schema()
    }
}

/// Reads the whole file: schema, structure, foreign keys, and that each text is UTF-8; in the program's newest schema,
/// also that an audit's state agrees with its submission, and its choices with its answers. When the schema is not
/// ours, nothing else is read. `operations::installation::checking` goes on from here with the handed-in records.
pub async fn check(db: &mut SqliteConnection) -> Result<Soundness> {
    let sqlite = sqlx::query_scalar("select sqlite_version()").fetch_one(&mut *db).await?;
    let schema = match schema(&mut *db).await? {
        Found::Version(version) => version,
        Found::Differs(problems) => return Ok(Soundness { sqlite, schema: 0, problems }),
    };
    let problems = told(contents(db, schema).await)?;
    Ok(Soundness { sqlite, schema, problems })
}

/// The problems that were found. An error about what is in the file counts as one of them.
pub fn told(found: Result<Vec<String>>) -> Result<Vec<String>> {
    match found {
        Err(error) if error.is_of_the_file() => Ok(vec![error.to_string()]),
        found => found,
    }
}

async fn contents(db: &mut SqliteConnection, schema: i64) -> Result<Vec<String>> {
    let mut problems: Vec<String> = sqlx::query_scalar("pragma integrity_check").fetch_all(&mut *db).await?;
    problems.retain(|line| line != "ok");
    let orphans: Vec<(String, Option<i64>, String)> =
        sqlx::query_as("select \"table\", rowid, parent from pragma_foreign_key_check").fetch_all(&mut *db).await?;
    problems.extend(orphans.into_iter().map(|(table, row, parent)| {
        let row = row.map_or_else(|| "?".into(), |row| row.to_string());
        format!("row {row} of {table} refers to a missing row of {parent}")
    }));
    // Further statements could only stumble over what is broken already.
    if problems.is_empty() {
        problems.extend(unreadable_texts(db).await?);
    }
    if problems.is_empty() && schema == newest_schema() {
        problems.extend(disagreements(db).await?);
    }
    Ok(problems)
}

/// The texts that are not UTF-8: the program cannot read them, but `SQLite` stores whatever bytes it is given.
async fn unreadable_texts(db: &mut SqliteConnection) -> Result<Vec<String>> {
    let mut problems = Vec::new();
    for table in tables(db).await? {
        let of_texts = "select name from pragma_table_info(?) where type = 'TEXT' collate nocase";
        let columns: Vec<String> = sqlx::query_scalar(of_texts).bind(&table).fetch_all(&mut *db).await?;
        let Some(together) = together(&columns) else { continue };
        // All texts of a row in one value: each value costs more than its bytes do.
        let mut query = QueryBuilder::new(format!("select {together} from {}", quoted(&table)));
        let mut texts = query.build_query_scalar::<Vec<u8>>().fetch(&mut *db);
        let mut is_readable = true;
        while let Some(text) = texts.try_next().await? {
            is_readable &= std::str::from_utf8(&text).is_ok();
        }
        drop(texts);
        if !is_readable {
            problems.extend(unreadable_in(db, &table, &columns).await?);
        }
    }
    Ok(problems)
}

/// The texts of a row in one value, as bytes. A separator ends each: no two halves make one character.
fn together(columns: &[String]) -> Option<String> {
    let columns: Vec<_> = columns.iter().map(|column| quoted(column)).collect();
    (!columns.is_empty()).then(|| format!("concat_ws('|', {})", columns.join(", ")))
}

/// Which texts of a table are not UTF-8, by column and, where the table has row numbers, by row.
async fn unreadable_in(db: &mut SqliteConnection, table: &str, columns: &[String]) -> Result<Vec<String>> {
    let is_numbered = "select not wr from pragma_table_list(?) where schema = 'main'";
    let is_numbered: bool = sqlx::query_scalar(is_numbered).bind(table).fetch_one(&mut *db).await?;
    let row = if is_numbered { "rowid" } else { "null" };
    let mut problems = Vec::new();
    for column in columns {
        let (text, table_name) = (quoted(column), quoted(table));
        let select = format!("select {row}, {text} from {table_name} where {text} is not null");
        let mut query = QueryBuilder::new(select);
        let mut texts = query.build_query_as::<(Option<i64>, Vec<u8>)>().fetch(&mut *db);
        while let Some((row, text)) = texts.try_next().await? {
            if problems.len() < MOST_TOLD && std::str::from_utf8(&text).is_err() {
                let row = row.map(|row| format!(" of row {row}")).unwrap_or_default();
                problems.push(format!("{table}.{column}{row} is no text: it is not UTF-8"));
                // Without row numbers all would be reported in the same words.
                problems.dedup();
            }
        }
    }
    Ok(problems)
}

/// The first problems with the structure of a file, which is read from end to end without holding up writers; none
/// means sound. Faster than [`check`]: indexes are not compared with their tables, and foreign keys and texts are not
/// looked at.
pub(super) async fn damage(path: &Path) -> Result<Vec<String>> {
    // This may take long: no warning about a slow statement.
    let mut db = looking(path).disable_statement_logging().connect().await?;
    let found: std::result::Result<Vec<String>, _> =
        sqlx::query_scalar("pragma quick_check(10)").fetch_all(&mut db).await;
    let found = match found.map_err(StoreError::from) {
        Err(error) if error.is_damage() => vec![error.to_string()],
        found => found?,
    };
    db.close().await?;
    Ok(found.into_iter().filter(|line| line != "ok").collect())
}

/// Disagreements that no constraint can see.
async fn disagreements(db: &mut SqliteConnection) -> Result<Vec<String>> {
    let unfrozen: Vec<i64> = sqlx::query_scalar(
        "select a.id from audit a left join submission s on s.audit_id = a.id \
         where (a.state = 'submitted') <> (s.audit_id is not null)",
    )
    .fetch_all(&mut *db)
    .await?;
    let miscounted: Vec<i64> = sqlx::query_scalar(
        "select a.id from audit a where a.choices is not \
         (select group_concat(case when an.not_applicable = 1 then 'n' else coalesce(an.score, '-') end, '' \
                              order by q.position) \
          from question q left join answer an on an.audit_id = a.id and an.question_id = q.id \
          where q.form_edition_id = a.form_edition_id)",
    )
    .fetch_all(&mut *db)
    .await?;
    let unfrozen = unfrozen.into_iter().map(|id| format!("audit {id} does not agree with its submission"));
    let miscounted =
        miscounted.into_iter().map(|id| format!("the choices of audit {id} do not agree with its answers"));
    Ok(unfrozen.chain(miscounted).collect())
}
