//! `import`.

use std::fs::File;
use std::io::Read;
use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand};
use section11::operations::Actor;
use section11::operations::Opening;
use section11::operations::organisations::{AsRead, Encoding, ImportRefused, Reading, RowProblem, named, shortened};

use super::database::{BASE_URL, Database};
use super::failure::Failure;

/// The largest file that is taken, in bytes.
const LARGEST_FILE: u64 = 64 << 20;

/// What to do with a file whose letters were lost before it was saved.
const ORIGINAL: &str = "save the original list as CSV UTF-8";

/// What is read in.
#[derive(Debug, Subcommand)]
pub enum Import {
    /// Import organisations from a CSV file: all of them or none
    Organisations(ImportOrganisations),
}

impl Import {
    /// Reads the file in.
    pub async fn run(self) -> Result<(), Failure> {
        match self {
            Self::Organisations(import) => import.run().await,
        }
    }
}

/// The options of `import organisations`.
#[derive(Debug, Args)]
pub struct ImportOrganisations {
    /// The CSV file
    file: PathBuf,
    #[command(flatten)]
    database: Database,
    /// Only say what would be done, and show the names whose letters had to be guessed or look broken
    #[arg(long)]
    dry_run: bool,
    /// How the letters of the file are written; needed where the file does not say so and its names have other letters than
    /// those of English, and to import names whose letters look broken as they are
    #[arg(long, value_parser = PossibleValuesParser::new(Encoding::ALL.map(Encoding::key)))]
    encoding: Option<String>,
    /// Leave out the columns that are not known
    #[arg(long)]
    ignore_unknown_columns: bool,
}

impl ImportOrganisations {
    /// The file's bytes, never more than are taken.
    fn read(&self) -> Result<Vec<u8>, Failure> {
        let name = self.file.display();
        let mut bytes = Vec::new();
        let read = File::open(&self.file).and_then(|file| file.take(LARGEST_FILE + 1).read_to_end(&mut bytes));
        read.map_err(|error| Failure::because(format!("{name} cannot be read: {error}")))?;
        if bytes.len() as u64 > LARGEST_FILE {
            return Err(Failure::because(format!("{name} is larger than 64 MB; divide it into several files")));
        }
        Ok(bytes)
    }

    /// Imports the file, or lists every problem in it.
    pub async fn run(self) -> Result<(), Failure> {
        let file = self.read()?;
        let (_in_use, installation) = self.database.open_alone(Opening::Existing, BASE_URL).await?;
        let reading = Reading {
            encoding: self.encoding.as_deref().and_then(Encoding::from_key),
            leaves_out_columns: self.ignore_unknown_columns,
        };
        let imported = installation.import_organisations(Actor::Machine, file, reading, self.dry_run).await;
        installation.store.close().await;
        match imported {
            Ok(imported) => {
                self.tell(&imported.as_read);
                self.notice(imported.same_names);
                // Without the option it would be refused.
                if self.dry_run && !imported.as_read.doubtful.is_empty() {
                    return Err(unsure(imported.as_read));
                }
                let organisations = counted(imported.organisations);
                if self.dry_run {
                    tell!(std::io::stdout(), "{organisations} could be imported");
                } else {
                    tell!(std::io::stdout(), "Imported {organisations}");
                }
                Ok(())
            }
            Err(ImportRefused::Unsure(as_read)) => {
                self.tell(&as_read);
                Err(unsure(as_read))
            }
            Err(refused) => {
                let why = refused.to_string();
                if let ImportRefused::Problems { problems, same_names } = refused {
                    for problem in shortened(problems) {
                        tell!(std::io::stderr(), "{}: {problem}", self.file.display());
                    }
                    self.notice(same_names);
                }
                Err(Failure::because(why))
            }
        }
    }

    /// Tells of rows that may be right.
    fn notice(&self, rows: Vec<RowProblem>) {
        for row in shortened(rows) {
            tell!(std::io::stderr(), "{}: notice: {row}", self.file.display());
        }
    }

    /// Says how the file was read, and the names that would be others if that were wrong.
    fn tell(&self, as_read: &AsRead) {
        let AsRead { encoding, guessed, doubtful, left_out, unseen } = as_read;
        if let Some(encoding) = encoding {
            tell!(std::io::stderr(), "{}: read as {}", self.file.display(), encoding.words());
        }
        if !left_out.is_empty() {
            tell!(std::io::stderr(), "{}: left out: {}", self.file.display(), named(left_out));
        }
        self.notice(unseen.clone());
        if !doubtful.is_empty() && !guessed {
            eprintln!("{}: letters of these names look broken. If they are not right, {ORIGINAL}", self.file.display());
        }
        for name in shortened(doubtful.clone()) {
            tell!(std::io::stderr(), "{}: {name}", self.file.display());
        }
    }
}

/// Says that names have to be looked at before the file is imported, and what to do when they are right or not.
fn unsure(as_read: AsRead) -> Failure {
    let key = as_read.encoding.map_or("", Encoding::key);
    let otherwise = if as_read.guessed { "add another, or save it as CSV UTF-8" } else { ORIGINAL };
    let why = ImportRefused::Unsure(as_read);
    Failure::because(format!("{why}. If they are right, add --encoding {key}; if not, {otherwise}"))
}

fn counted(organisations: usize) -> String {
    if organisations == 1 { "1 organisation".into() } else { format!("{organisations} organisations") }
}
