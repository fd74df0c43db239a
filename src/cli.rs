//! The commands of the program. Each says in one line what went wrong, and exits with 1; with 2 where the command line
//! itself is wrong.

/// Writes a line for whoever reads it. That nobody does, as behind `| true`, is no failure of what was done.
macro_rules! tell {
    ($to:expr, $($words:tt)*) => {
        $crate::cli::write_line($to, format_args!($($words)*))
    };
}

mod add_person;
mod backup;
mod check;
mod export;
mod import;
mod serve;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use section11::operations::installation::StartError;
use section11::operations::memory::room_for;
use section11::operations::{Clock, Installation, Refused};
use section11::store::{BackupError, InUse, OpenError, Opening, writable};

/// Safeguarding self-audits for England's local safeguarding boards.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

/// The database that a command works on.
#[derive(Clone, Debug, clap::Args)]
struct Database {
    /// The database file
    #[arg(long, env = "S11_DATABASE", value_name = "FILE")]
    database: PathBuf,
}

/// Where people reach the service, for the commands that make links.
#[derive(Clone, Debug, clap::Args)]
struct Reached {
    /// Where people reach the service; links that the program makes begin with it
    #[arg(long, env = "S11_BASE_URL", value_name = "URL", default_value = BASE_URL, value_parser = origin)]
    base_url: String,
}

/// An address to which a path can be put: links begin with it, and posts are compared with it.
fn origin(typed: &str) -> Result<String, String> {
    let why = "it must be http:// or https:// and a host, with nothing after it, like https://audit.board.example";
    let uri: axum::http::Uri = typed.parse().map_err(|_| why.to_owned())?;
    let is_origin = matches!(uri.scheme_str(), Some("http" | "https"))
        && uri.authority().is_some_and(|authority| !authority.as_str().contains('@'))
        && uri.path() == "/"
        && uri.query().is_none()
        && !typed.contains('#');
    if is_origin { Ok(typed.trim_end_matches('/').to_owned()) } else { Err(why.to_owned()) }
}

/// What a command needs, in bytes, before it has anything to do with a long file.
const TO_START: u64 = 64 << 20;

/// Where the service is reached unless the command line says otherwise.
const BASE_URL: &str = "http://127.0.0.1:3011";

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

/// Writes a line, if anybody takes it.
fn write_line(mut to: impl Write, line: std::fmt::Arguments<'_>) {
    let _ = writeln!(to, "{line}");
}

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Start(#[from] StartError),
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error(transparent)]
    Backup(#[from] BackupError),
    #[error(transparent)]
    Refused(#[from] Refused),
    #[error("{0}")]
    Because(String),
}

impl Failure {
    fn because(why: impl ToString) -> Self {
        Self::Because(why.to_string())
    }
}

/// Reads the arguments and runs the command.
pub async fn run() -> ExitCode {
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

impl Database {
    /// That a file may be written under this name. No database is replaced by one that is none, nor what lies beside it.
    fn leaves_be(&self, output: &Path) -> Result<(), Failure> {
        Ok(writable(output, &self.database)?)
    }

    /// For a command that writes: nobody else may be using the file, as long as the first that is returned is held.
    async fn open_alone(&self, opening: Opening, base_url: &str) -> Result<(InUse, Installation), Failure> {
        let in_use = InUse::take(&self.database, opening)?;
        let installation = Installation::open(&self.database, opening, Clock::System, base_url).await?;
        Ok((in_use, installation))
    }

    /// For a command that reads: somebody may be using the file, and may begin to once it is open. The first that is
    /// returned is held as long as that.
    fn beside(&self) -> Result<(Option<InUse>, Opening), Failure> {
        let unused = InUse::beside(&self.database)?;
        let opening = if unused.is_some() { Opening::Shared } else { Opening::Beside };
        Ok((unused, opening))
    }

    async fn open_beside(&self) -> Result<(Option<InUse>, Installation), Failure> {
        let (unused, opening) = self.beside()?;
        let installation = Installation::open(&self.database, opening, Clock::System, BASE_URL).await?;
        unused.iter().for_each(InUse::let_others_in);
        Ok((unused, installation))
    }
}
