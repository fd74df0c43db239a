//! `backup` and `restore`.

use std::path::PathBuf;

use clap::Args;
use section11::operations::installation::copies::{self, Copied, Damaged};
use section11::operations::long_files::give_way;
use section11::operations::{BackupError, Clock};

use super::failure::Failure;

/// The options of `backup`.
#[derive(Debug, Args)]
pub struct Backup {
    /// The database file; it may be in use
    #[arg(long, env = "S11_DATABASE", value_name = "FILE")]
    database: PathBuf,
    /// The file to write; one of that name is replaced once the new one is whole
    #[arg(long, value_name = "FILE")]
    output: PathBuf,
    /// Keep what a damaged database holds, too; what is wrong with it is said
    #[arg(long)]
    although_damaged: bool,
}

/// The options of `restore`.
#[derive(Debug, Args)]
pub struct Restore {
    /// The backup
    #[arg(long, value_name = "FILE")]
    from: PathBuf,
    /// The database file that it becomes; one that is there is kept beside it under another name
    #[arg(long, env = "S11_DATABASE", value_name = "FILE")]
    database: PathBuf,
    /// Keep what a damaged database holds, too; what is wrong with it is said
    #[arg(long)]
    although_damaged: bool,
}

impl Backup {
    /// Writes the copy and says what it holds.
    pub async fn run(self) -> Result<(), Failure> {
        // The database may be in use.
        give_way();
        let copied =
            copies::backup(&self.database, &self.output, when_damaged(self.although_damaged)).await.map_err(advised)?;
        let sound = if copied.problems.is_empty() { "a sound copy" } else { "a copy" };
        tell!(std::io::stdout(), "{} is {sound} of {}", self.output.display(), self.database.display());
        tell!(std::io::stdout(), "{}", words(&copied));
        tell_of_damage(&copied);
        Ok(())
    }
}

impl Restore {
    /// Puts the backup in place and says what it holds.
    pub async fn run(self) -> Result<(), Failure> {
        let moment = Clock::System.now().strftime("%Y%m%dT%H%M%SZ").to_string();
        let (copied, kept) = copies::restore(&self.from, &self.database, &moment, when_damaged(self.although_damaged))
            .await
            .map_err(advised)?;
        tell!(std::io::stdout(), "{} holds what {} holds, row by row", self.database.display(), self.from.display());
        tell!(std::io::stdout(), "{}", words(&copied));
        tell_of_damage(&copied);
        if let Some(kept) = kept {
            tell!(std::io::stdout(), "The database from before is now {}", kept.display());
        }
        Ok(())
    }
}

fn when_damaged(although_damaged: bool) -> Damaged {
    if although_damaged { Damaged::Keep } else { Damaged::Refuse }
}

/// Adds the advice on damage that only these commands can give.
fn advised(error: BackupError) -> Failure {
    match error {
        damaged @ BackupError::Damaged { .. } => {
            Failure::because(format!("{damaged}\nTo keep what it holds all the same, add --although-damaged"))
        }
        other => other.into(),
    }
}

fn tell_of_damage(copied: &Copied) {
    if !copied.problems.is_empty() {
        tell!(std::io::stderr(), "It is damaged, and was used as it is:\n{}", copied.problems.join("\n"));
    }
}

fn words(copied: &Copied) -> String {
    let [organisations, audits, saves] = copied.rows;
    let until = copied.until.as_deref().unwrap_or("nothing");
    format!(
        "{} bytes, schema {}: {organisations} organisations, {audits} audits, {saves} saves of answers; \
         the log's last line is of {until}",
        copied.bytes, copied.schema
    )
}
