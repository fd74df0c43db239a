//! Whether the database file is sound.

use std::path::Path;

use sqlx::{ConnectOptions, Connection, SqliteConnection};

use super::Result;
use super::ours::{Found, looking, newest_schema, schema};
pub use super::same_rows::digest;

/// What a check found: the program's `SQLite`, and every problem; none means sound.
#[derive(Debug)]
pub struct Soundness {
    /// The built-in `SQLite`'s version.
    pub sqlite: String,
    /// The last migration that was applied.
    pub schema: i64,
    /// Each problem, as `SQLite` reports it.
    pub problems: Vec<String>,
}

/// Reads the whole file: schema, structure, foreign keys, and, where the schema is the program's own, that an audit's
/// state agrees with its submission and its choices with its answers. Nothing else is read of a file whose schema is not
/// ours.
pub async fn check(db: &mut SqliteConnection) -> Result<Soundness> {
    let sqlite = sqlx::query_scalar("select sqlite_version()").fetch_one(&mut *db).await?;
    let schema = match schema(&mut *db).await? {
        Found::Version(version) => version,
        Found::Differs(problems) => return Ok(Soundness { sqlite, schema: 0, problems }),
    };
    let mut problems: Vec<String> = sqlx::query_scalar("pragma integrity_check").fetch_all(&mut *db).await?;
    problems.retain(|line| line != "ok");
    let orphans: Vec<(String, Option<i64>, String)> =
        sqlx::query_as("select \"table\", rowid, parent from pragma_foreign_key_check").fetch_all(&mut *db).await?;
    problems.extend(orphans.into_iter().map(|(table, row, parent)| {
        let row = row.map_or_else(|| "?".into(), |row| row.to_string());
        format!("row {row} of {table} refers to a missing row of {parent}")
    }));
    if schema == newest_schema() {
        problems.extend(disagreements(db).await?);
    }
    Ok(Soundness { sqlite, schema, problems })
}

/// The first things that are wrong with the structure of a file, read from end to end without holding up who writes to
/// it; none means sound. Faster than [`check`], because the indexes are not compared with their tables.
pub(super) async fn damage(path: &Path) -> Result<Vec<String>> {
    // That it takes long is no news.
    let mut db = looking(path).disable_statement_logging().connect().await?;
    let found: std::result::Result<Vec<String>, _> =
        sqlx::query_scalar("pragma quick_check(10)").fetch_all(&mut db).await;
    let found = match found.map_err(super::StoreError::from) {
        Err(error) if error.is_damage() => vec![error.to_string()],
        found => found?,
    };
    db.close().await?;
    Ok(found.into_iter().filter(|line| line != "ok").collect())
}

/// What no constraint can see.
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
