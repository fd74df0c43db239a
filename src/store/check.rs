//! Whether the database file is sound.

use std::path::Path;

use sha2::{Digest, Sha256};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, QueryBuilder, SqliteConnection};

use super::Result;
use super::open::newest_schema;

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

/// Reads the whole file: structure, foreign keys, and, where the schema is the program's own, that an audit's state
/// agrees with its submission and its choices with its answers.
pub async fn check(db: &mut SqliteConnection) -> Result<Soundness> {
    let sqlite = sqlx::query_scalar("select sqlite_version()").fetch_one(&mut *db).await?;
    let schema = sqlx::query_scalar("select max(version) from _sqlx_migrations").fetch_one(&mut *db).await?;
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
    let options = SqliteConnectOptions::new().filename(path).pragma("query_only", "on").disable_statement_logging();
    let mut db = options.connect().await?;
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

/// Whether this database holds exactly the rows of another file, table by table.
pub async fn same_rows(db: &mut SqliteConnection, other: &Path) -> Result<bool> {
    sqlx::query("attach ? as other").bind(other.to_string_lossy()).execute(&mut *db).await?;
    let ours = tables(db).await?;
    let theirs: Vec<String> = sqlx::query_scalar(
        "select name from other.sqlite_schema where type = 'table' and name not like 'sqlite_%' order by name",
    )
    .fetch_all(&mut *db)
    .await?;
    let mut same = ours == theirs;
    for table in &ours {
        for (one, less) in [("main", "other"), ("other", "main")] {
            // Table names come from the schema, which is ours.
            let mut query = QueryBuilder::new("select exists (select * from ");
            query.push(one).push('.').push(table).push(" except select * from ");
            query.push(less).push('.').push(table).push(")");
            let differs: bool = query.build_query_scalar().fetch_one(&mut *db).await?;
            same &= !differs;
        }
    }
    Ok(same)
}

async fn tables(db: &mut SqliteConnection) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar(
        "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' order by name",
    )
    .fetch_all(db)
    .await?)
}

/// A digest of every row of every table but those named: two databases with equal digests hold the same.
pub async fn digest(db: &mut SqliteConnection, without: &[&str]) -> Result<Vec<u8>> {
    let tables = tables(db).await?;
    let mut digest = Sha256::new();
    for table in tables.iter().filter(|table| !without.contains(&table.as_str())) {
        // Table names come from the schema, which is ours.
        let columns: Vec<String> =
            sqlx::query_scalar("select name from pragma_table_info(?)").bind(table).fetch_all(&mut *db).await?;
        let quoted: Vec<_> = columns.iter().map(|column| format!("quote({column})")).collect();
        let mut query = QueryBuilder::new("select ");
        query.push(quoted.join(" || '|' || ")).push(" from ").push(table).push(" order by 1");
        let rows: Vec<String> = query.build_query_scalar().fetch_all(&mut *db).await?;
        digest.update(table.as_bytes());
        for row in &rows {
            digest.update(row.as_bytes());
        }
    }
    Ok(digest.finalize().to_vec())
}
