//! `import`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use section11::operations::Actor;
use section11::operations::organisations::{ImportRefused, shortened};
use section11::store::Opening;

use super::{Database, Failure};

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
    /// Only say what would be done
    #[arg(long)]
    dry_run: bool,
}

impl ImportOrganisations {
    /// Imports the file, or lists every problem in it.
    pub async fn run(self) -> Result<(), Failure> {
        let file = std::fs::read(&self.file)
            .map_err(|error| Failure::because(format!("{} cannot be read: {error}", self.file.display())))?;
        let installation = self.database.open(Opening::Existing).await?;
        let imported = installation.import_organisations(Actor::Machine, &file, self.dry_run).await;
        installation.store.close().await;
        match imported {
            Ok(imported) => {
                for same in shortened(imported.same_names) {
                    eprintln!("{}: notice: {same}", self.file.display());
                }
                let organisations = counted(imported.organisations);
                if self.dry_run {
                    println!("{organisations} could be imported");
                } else {
                    println!("Imported {organisations}");
                }
            }
            Err(refused) => {
                let counted = refused.to_string();
                if let ImportRefused::Problems { problems, same_names } = refused {
                    for problem in shortened(problems) {
                        eprintln!("{}: {problem}", self.file.display());
                    }
                    for same in shortened(same_names) {
                        eprintln!("{}: notice: {same}", self.file.display());
                    }
                }
                return Err(Failure::because(counted));
            }
        }
        Ok(())
    }
}

fn counted(organisations: usize) -> String {
    if organisations == 1 { "1 organisation".into() } else { format!("{organisations} organisations") }
}
