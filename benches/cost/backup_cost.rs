//! What a backup of a large file costs, what it does to those who save meanwhile, and how long it takes to be back.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use section11::operations::installation::copies;

use crate::Measured;
use crate::board::Board;
use crate::process::milliseconds;
use crate::save_cost::{self, Pages};
use crate::table::Table;

/// A backup by the program's command while answers are saved, and then a restore of it into a file of its own.
pub async fn of_a_large_file(
    board: &Board,
    (program, database): (&Path, &Path),
    pages: &Pages,
    table: &mut Table,
) -> Measured<()> {
    let (copy, restored) = (database.with_extension("backup"), database.with_extension("restored"));
    let goes_on = AtomicBool::new(true);
    let making = async {
        let asked = Instant::now();
        let mut command = Command::new(program);
        command.arg("backup").arg("--database").arg(database).arg("--output").arg(&copy).stdout(Stdio::null());
        let made = tokio::task::spawn_blocking(move || command.status()).await;
        goes_on.store(false, Ordering::Relaxed);
        made.map(|status| (status, asked.elapsed()))
    };
    let (saves, took) = tokio::join!(save_cost::while_it_lasts(board, pages, &goes_on), making);
    let (status, took) = took?;
    if !status?.success() {
        return Err("the backup was not made".into());
    }
    table.figure("backup while answers are saved", "", milliseconds(took));
    table.figure("… saves of one answer meanwhile, 200 a second", "p95 at most twice that without", saves.words());
    let asked = Instant::now();
    copies::restore(&copy, &restored, "now", copies::Damaged::Refuse).await?;
    table.figure("restore, proved row by row", "", milliseconds(asked.elapsed()));
    for file in [copy, restored] {
        std::fs::remove_file(file)?;
    }
    Ok(())
}
