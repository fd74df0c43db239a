//! Whether two files hold the same rows. Each has a connection of its own: neither is attached to the other.

use futures_util::TryStreamExt;
use sha2::{Digest, Sha256};
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Row, SqliteConnection, TypeInfo, ValueRef};

use super::Result;
use super::ours::{quoted, tables};

/// Whether two databases of our schema hold the same rows in the same order, table by table. Neither is held in memory.
pub(super) async fn same_rows(one: &mut SqliteConnection, other: &mut SqliteConnection) -> Result<bool> {
    let both = tables(one).await?;
    if both != tables(other).await? {
        return Ok(false);
    }
    for table in &both {
        let (mut ours, mut theirs) = (all_of(table), all_of(table));
        let mut ours = ours.build().fetch(&mut *one);
        let mut theirs = theirs.build().fetch(&mut *other);
        loop {
            match (ours.try_next().await?, theirs.try_next().await?) {
                (Some(one), Some(other)) if values(&one)? == values(&other)? => {}
                (None, None) => break,
                _ => return Ok(false),
            }
        }
    }
    Ok(true)
}

fn all_of(table: &str) -> QueryBuilder<sqlx::Sqlite> {
    QueryBuilder::new(format!("select * from {}", quoted(table)))
}

/// A value with the name of its type; `None` for null.
type Value<'r> = (String, Option<&'r [u8]>);

/// The values of a row, each with its type. No table of ours holds fractions, whose text might not be exact.
fn values(row: &SqliteRow) -> Result<Vec<Value<'_>>> {
    let value = |column| {
        let raw = row.try_get_raw(column)?;
        Ok((raw.type_info().name().to_owned(), row.try_get_unchecked(column)?))
    };
    (0..row.len()).map(value).collect()
}

/// A digest of every row of every table but those named: two databases with equal digests hold the same.
pub async fn digest(db: &mut SqliteConnection, without: &[&str]) -> Result<Vec<u8>> {
    let tables = tables(db).await?;
    let mut digest = Sha256::new();
    for table in tables.iter().filter(|table| !without.contains(&table.as_str())) {
        let columns: Vec<String> =
            sqlx::query_scalar("select name from pragma_table_info(?)").bind(table).fetch_all(&mut *db).await?;
        let columns: Vec<_> = columns.iter().map(|column| format!("quote({})", quoted(column))).collect();
        let mut query = QueryBuilder::new("select ");
        query.push(columns.join(" || '|' || ")).push(" from ").push(quoted(table)).push(" order by 1");
        let rows: Vec<String> = query.build_query_scalar().fetch_all(&mut *db).await?;
        digest.update(table.as_bytes());
        for row in &rows {
            digest.update(row.as_bytes());
        }
    }
    Ok(digest.finalize().to_vec())
}
