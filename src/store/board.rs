//! The board of this installation.

use jiff::Timestamp;
use sqlx::{FromRow, SqliteConnection};

use super::{Result, row::time_text};
use crate::domain::board::Board;

#[derive(FromRow)]
struct BoardRow {
    name: String,
    short_name: String,
    contact_email: String,
    legal_basis: String,
    holds_sample_data: bool,
}

/// The board, once the installation is set up.
pub async fn find(db: &mut SqliteConnection) -> Result<Option<Board>> {
    let row: Option<BoardRow> =
        sqlx::query_as("select name, short_name, contact_email, legal_basis, holds_sample_data from board")
            .fetch_optional(db)
            .await?;
    Ok(row.map(|row| Board {
        name: row.name,
        short_name: row.short_name,
        contact_email: row.contact_email,
        legal_basis: row.legal_basis,
        holds_sample_data: row.holds_sample_data,
    }))
}

/// Sets the installation up; fails when it already is.
pub async fn create(db: &mut SqliteConnection, board: &Board, now: Timestamp) -> Result<()> {
    sqlx::query(
        "insert into board (id, name, short_name, contact_email, legal_basis, holds_sample_data, created_at) \
         values (1, ?, ?, ?, ?, ?, ?)",
    )
    .bind(&board.name)
    .bind(&board.short_name)
    .bind(&board.contact_email)
    .bind(&board.legal_basis)
    .bind(board.holds_sample_data)
    .bind(time_text(now))
    .execute(db)
    .await?;
    Ok(())
}
