//! The commands of the program. Each says in one line what went wrong, and exits with 1; with 2 where the command line
//! itself is wrong.

#[macro_use]
mod tell;

mod add_person;
mod backup;
mod check;
mod database;
mod export;
mod failure;
mod import;
mod serve;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use rustix::process::Signal;
use section11::operations::installation::memory::room_for;
use tokio::signal::unix::{SignalKind, signal};

use database::Database;

/// Safeguarding self-audits for England's local safeguarding boards.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

/// What a command needs, in bytes, before it has anything to do with a long file.
const TO_START: u64 = 64 << 20;

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the application
    Serve(serve::Serve),
    /// Fill an empty database with the sample board
    Sample(#[command(flatten)] Database),
    /// Check that the database is sound, and that what was handed in is unchanged
    Check(#[command(flatten)] Database),
    /// Copy the database into one file, also while it is in use, and prove the copy sound
    Backup(backup::Backup),
    /// Make a backup the database again, proved row by row; nobody may be using the database
    Restore(backup::Restore),
    /// Add a person, or give one a further role, and print the link that sets their password
    AddPerson(add_person::AddPerson),
    /// Read files in
    #[command(subcommand)]
    Import(import::Import),
    /// Write files out
    #[command(subcommand)]
    Export(export::Export),
}

/// Reads the arguments and runs the command.
pub async fn run() -> ExitCode {
    // A write beyond the longest file that the process may make (`ulimit -f`) ends the program without a word, unless
    // the signal is taken: then the write fails, and is reported like one to a full disk. All else works without.
    let _taken = signal(SignalKind::from_raw(Signal::XFSZ.as_raw()));
    let arguments = Arguments::parse();
    if let Err(refused) = room_for(TO_START) {
        tell!(std::io::stderr(), "section11: {refused}");
        return ExitCode::FAILURE;
    }
    let done = match arguments.command {
        Command::Serve(serve) => serve.run().await,
        Command::Sample(database) => serve::sample(&database).await,
        Command::Check(database) => check::run(&database).await,
        Command::Backup(backup) => backup.run().await,
        Command::Restore(restore) => restore.run().await,
        Command::AddPerson(add) => add.run().await,
        Command::Import(import) => import.run().await,
        Command::Export(export) => export.run().await,
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            tell!(std::io::stderr(), "section11: {failure}");
            ExitCode::FAILURE
        }
    }
}
