//! The board of this installation.

use jiff::Timestamp;
use sqlx::{FromRow, SqliteConnection};

use super::{Result, row::time_text};
use crate::domain::board::{Board, EvidenceRule};

#[derive(FromRow)]
struct BoardRow {
    name: String,
    short_name: String,
    contact_email: String,
    legal_basis: String,
    holds_sample_data: bool,
    best_scores_need_evidence: bool,
}

/// The board, once the installation is set up.
pub async fn find(db: &mut SqliteConnection) -> Result<Option<Board>> {
    let row: Option<BoardRow> = sqlx::query_as(
        "select name, short_name, contact_email, legal_basis, holds_sample_data, best_scores_need_evidence from board",
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| Board {
        name: row.name,
        short_name: row.short_name,
        contact_email: row.contact_email,
        legal_basis: row.legal_basis,
        holds_sample_data: row.holds_sample_data,
        evidence: if row.best_scores_need_evidence { EvidenceRule::Require } else { EvidenceRule::Advise },
    }))
}

/// Sets the installation up; fails when it already is.
pub async fn create(db: &mut SqliteConnection, board: &Board, now: Timestamp) -> Result<()> {
    sqlx::query(
        "insert into board (id, name, short_name, contact_email, legal_basis, holds_sample_data, \
         best_scores_need_evidence, created_at) values (1, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(&board.name)
    .bind(&board.short_name)
    .bind(&board.contact_email)
    .bind(&board.legal_basis)
    .bind(board.holds_sample_data)
    .bind(board.evidence == EvidenceRule::Require)
    .bind(time_text(now))
    .execute(db)
    .await?;
    Ok(())
}

/// Sets what the board asks beside best scores.
pub async fn set_evidence_rule(db: &mut SqliteConnection, rule: EvidenceRule) -> Result<()> {
    sqlx::query("update board set best_scores_need_evidence = ?")
        .bind(rule == EvidenceRule::Require)
        .execute(db)
        .await?;
    Ok(())
}
