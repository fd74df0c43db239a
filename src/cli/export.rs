//! `export answers`, `export results`, `export own-results` and `export action-plan`.

use std::fs::File;
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};
use section11::domain::audit::WhoCounts;
use section11::domain::audit_round::slug;
use section11::domain::form::FormKind;
use section11::export::{self, ExportError};
use section11::operations::{Actor, Installation, Refused};

use super::database::Database;
use super::failure::Failure;

/// What can be written out.
#[derive(Debug, Subcommand)]
pub enum Export {
    /// All answers: one row per organisation and question (.csv or .xlsx)
    Answers(Answers),
    /// Results: a workbook (.xlsx), or every figure in a table (.csv)
    Results(Results),
    /// One organisation's own results beside what it may see of its sector (.csv); for one who belongs to several, use the
    /// page, which leaves all of them out
    OwnResults(OfOrganisation),
    /// One organisation's action plan and answers (.xlsx)
    ActionPlan(OfOrganisation),
}

/// The options of `export answers`.
#[derive(Debug, Args)]
pub struct Answers {
    #[command(flatten)]
    database: Database,
    /// The round's title
    #[arg(long)]
    round: String,
    /// The file to write: .csv or .xlsx
    #[arg(long)]
    output: PathBuf,
}

/// The options of `export results`.
#[derive(Debug, Args)]
pub struct Results {
    #[command(flatten)]
    database: Database,
    /// The round's title
    #[arg(long)]
    round: String,
    /// One form only
    #[arg(long)]
    form: Option<Form>,
    /// Count audits in progress too; the file says so
    #[arg(long)]
    include_in_progress: bool,
    /// The file to write: .xlsx or .csv
    #[arg(long)]
    output: PathBuf,
}

/// The options of `export own-results` and `export action-plan`.
#[derive(Debug, Args)]
pub struct OfOrganisation {
    #[command(flatten)]
    database: Database,
    /// The round's title
    #[arg(long)]
    round: String,
    /// The organisation's reference, like O-0042
    #[arg(long)]
    organisation: String,
    /// The file to write: .csv for own results, .xlsx for an action plan
    #[arg(long)]
    output: PathBuf,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Form {
    Schools,
    Partners,
}

impl From<Form> for FormKind {
    fn from(form: Form) -> Self {
        match form {
            Form::Schools => Self::Schools,
            Form::Partners => Self::Partners,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum FileFormat {
    Csv,
    Xlsx,
}

fn format_of(output: &Path) -> Result<FileFormat, Failure> {
    let extension = output.extension().and_then(|e| e.to_str()).unwrap_or_default().to_ascii_lowercase();
    match extension.as_str() {
        "csv" => Ok(FileFormat::Csv),
        "xlsx" => Ok(FileFormat::Xlsx),
        _ => Err(Failure::because(format!("{}: the output must end in .csv or .xlsx", output.display()))),
    }
}

impl Export {
    /// Writes the file.
    pub async fn run(self) -> Result<(), Failure> {
        match self {
            Self::Answers(answers) => answers.run().await,
            Self::Results(results) => results.run().await,
            Self::OwnResults(of) => of.own_results().await,
            Self::ActionPlan(of) => of.action_plan().await,
        }
    }
}

impl Answers {
    async fn run(self) -> Result<(), Failure> {
        let kind = format_of(&self.output)?;
        self.database.leaves_be(&self.output)?;
        let (_in_use, installation) = self.database.open_beside().await?;
        let format = if kind == FileFormat::Csv { "csv" } else { "xlsx" };
        let export = installation.export_answers(Actor::Machine, &slug(&self.round), None, format).await;
        let export = export.map_err(|refused| no_such(refused, &format!("round “{}”", self.round)))?;
        let (report, audits) = export.begin(tokio::runtime::Handle::current());
        let output = self.output.clone();
        let written = tokio::task::spawn_blocking(move || {
            write_whole(&output, |file| match kind {
                FileFormat::Csv => export::answers_csv(&report, audits, BufWriter::new(file)),
                FileFormat::Xlsx => export::answers_workbook(&report, audits, BufWriter::new(file)),
            })
        });
        let written = written.await.map_err(Failure::because)?;
        installation.store.close().await;
        written.map_err(|error| cannot_write(&self.output, &error))
    }
}

impl Results {
    async fn run(self) -> Result<(), Failure> {
        let kind = format_of(&self.output)?;
        self.database.leaves_be(&self.output)?;
        let (_in_use, installation) = self.database.open_beside().await?;
        let who = if self.include_in_progress { WhoCounts::AndInProgress } else { WhoCounts::Submitted };
        let (round, form) = (slug(&self.round), self.form.map(Into::into));
        let format = if kind == FileFormat::Csv { "csv" } else { "xlsx" };
        let asks = if self.form.is_some() { " that asks this form" } else { "" };
        let what = format!("round “{}”{asks}", self.round);
        let report = installation.export_results(Actor::Machine, &round, form, who, format).await;
        let report = report.map_err(|refused| no_such(refused, &what))?;
        let bytes = match kind {
            FileFormat::Csv => export::results_csv(&report),
            FileFormat::Xlsx => export::results_workbook(&report),
        };
        finish(&installation, &self.output, &bytes.map_err(Failure::because)?).await
    }
}

impl OfOrganisation {
    async fn own_results(self) -> Result<(), Failure> {
        if format_of(&self.output)? != FileFormat::Csv {
            return Err(Failure::because("own results are written as .csv"));
        }
        self.database.leaves_be(&self.output)?;
        let (_in_use, installation) = self.database.open_beside().await?;
        let report = installation.export_own_results_by_name(&slug(&self.round), &self.organisation).await;
        let report = report.map_err(|refused| no_such(refused, &self.what()))?;
        let bytes = export::own_results_csv(&report).map_err(Failure::because)?;
        finish(&installation, &self.output, &bytes).await
    }

    async fn action_plan(self) -> Result<(), Failure> {
        if format_of(&self.output)? != FileFormat::Xlsx {
            return Err(Failure::because("an action plan is written as .xlsx"));
        }
        self.database.leaves_be(&self.output)?;
        let (_in_use, installation) = self.database.open_beside().await?;
        let report = installation.export_plan_by_name(&slug(&self.round), &self.organisation).await;
        let report = report.map_err(|refused| no_such(refused, &self.what()))?;
        let bytes = export::action_plan_workbook(&report).map_err(Failure::because)?;
        finish(&installation, &self.output, &bytes).await
    }

    fn what(&self) -> String {
        format!("organisation {} in a round “{}”", self.organisation, self.round)
    }
}

fn no_such(refused: Refused, what: &str) -> Failure {
    match refused {
        Refused::NotFound => Failure::because(format!("there is no {what}")),
        other => other.into(),
    }
}

async fn finish(installation: &Installation, output: &Path, bytes: &[u8]) -> Result<(), Failure> {
    installation.store.close().await;
    let written = write_whole(output, |file| Ok(file.write_all(bytes)?));
    written.map_err(|error| cannot_write(output, &error))
}

fn cannot_write(output: &Path, error: &ExportError) -> Failure {
    let why = std::error::Error::source(error).map(|source| format!(": {source}")).unwrap_or_default();
    Failure::because(format!("{} cannot be written: {error}{why}", output.display()))
}

/// Writes a new file beside the output and then puts it in its place, so that an existing file is replaced whole
/// or not at all.
fn write_whole(output: &Path, write: impl FnOnce(&mut File) -> Result<(), ExportError>) -> Result<(), ExportError> {
    let folder = output.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let made = tempfile::Builder::new().prefix(".section11-").tempfile_in(folder);
    let mut file = made.map_err(|error| no_file_in(folder, &error))?;
    write(file.as_file_mut())?;
    file.as_file().sync_all()?;
    file.persist(output).map_err(io::Error::from)?;
    Ok(())
}

/// Why no file could be made in a folder. The error itself names our temporary file, which nobody has asked for.
fn no_file_in(folder: &Path, error: &io::Error) -> io::Error {
    let folder = folder.display();
    let why = match error.kind() {
        ErrorKind::NotFound => format!("there is no folder {folder}"),
        ErrorKind::NotADirectory => format!("{folder} is not a folder"),
        ErrorKind::PermissionDenied => format!("the folder {folder} may not be written to"),
        kind => format!("no file can be made in the folder {folder}: {kind}"),
    };
    io::Error::new(error.kind(), why)
}
