//! What the built program takes to start with a database, and the memory that it then keeps.

use std::path::Path;
use std::time::Instant;

use crate::process::{megabytes, milliseconds};
use crate::program::Program;
use crate::table::Table;
use crate::{Arguments, Measured};

/// How many pages it has answered before its memory is read.
const PAGES: usize = 100;

/// Starts the program as in use, and stops it again.
pub async fn of_a_start(arguments: &Arguments, database: &Path, table: &mut Table) -> Measured<()> {
    let began = Instant::now();
    let program = Program::start(arguments, database)?;
    get(&program, "/live").await?;
    let started = began.elapsed();
    let fresh = program.memory()?;
    for _ in 0..PAGES {
        get(&program, "/sign-in").await?;
    }
    table.figure("start with the database", "≤ 2 s", milliseconds(started));
    let figure = format!("{} ({} after {PAGES} pages)", megabytes(fresh), megabytes(program.memory()?));
    table.figure("idle memory", "≤ 100 MB", figure);
    Ok(())
}

async fn get(program: &Program, path: &str) -> Measured<()> {
    match program.get(path).await? {
        200 => Ok(()),
        status => Err(format!("{path} was answered {status}").into()),
    }
}
