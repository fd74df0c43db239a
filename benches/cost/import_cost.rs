//! What a long import costs, and those who save meanwhile.

use std::fmt::Write;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use axum::http::StatusCode;

use crate::Measured;
use crate::board::Board;
use crate::process::milliseconds;
use crate::save_cost::{self, Pages};
use crate::table::Table;

/// As many as a file may have.
const ROWS: usize = 100_000;

/// Imports a file of organisations through its page, while answers are saved.
pub async fn of_a_long_file(board: &Board, pages: &Pages, table: &mut Table) -> Measured<()> {
    let mut file = String::from("name,sector,sub_sector,basis,urn\n");
    for row in 0..ROWS {
        writeln!(file, "Imported school {row},education,primary,statutory,{}", 500_000 + row)?;
    }
    let administrator = board.sign_in("administrator@board.example").await?;
    let (goes_on, began) = (AtomicBool::new(true), Instant::now());
    let import = async {
        let answer = board.upload("/organisations/import", &administrator, &file).await;
        goes_on.store(false, Ordering::Relaxed);
        (answer, began.elapsed())
    };
    let (saves, (answer, took)) = tokio::join!(save_cost::while_it_lasts(board, pages, &goes_on), import);
    let status = answer?.status;
    if status != StatusCode::SEE_OTHER {
        return Err(format!("the import was answered {status}").into());
    }
    table.figure("import of 100,000 organisations", "≤ 10 s", milliseconds(took));
    table.figure("… saves meanwhile, 200 a second", "none refused", saves.words());
    Ok(())
}
