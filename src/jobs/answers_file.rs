//! All answers of a large round as a file: made aside, one after the other.

use std::fs::File;
use std::io::BufWriter;
use std::sync::Arc;

use tokio::runtime::Handle;

use crate::domain::access::Visitor;
use crate::domain::form::FormKind;
use crate::domain::person::PersonId;
use crate::domain::report::{AnswersReport, AuditRecord};
use crate::export::{self, ExportError};
use crate::operations::long_files::{FileState, Progress, give_way};
use crate::operations::{Actor, Installation};

/// The two kinds of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A workbook.
    Xlsx,
    /// A table.
    Csv,
}

impl Format {
    /// As addresses and the log write it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
        }
    }

    /// Writes the file.
    pub fn write<W: std::io::Write + std::io::Seek + Send>(
        self,
        report: &AnswersReport,
        audits: impl Iterator<Item = AuditRecord>,
        out: W,
    ) -> Result<(), ExportError> {
        match self {
            Self::Xlsx => export::answers_workbook(report, audits, out),
            Self::Csv => export::answers_csv(report, audits, out),
        }
    }
}

/// What is to be made aside.
#[derive(Clone, Debug)]
pub struct WantedAnswers {
    /// Who asked.
    pub visitor: Visitor,
    /// The round, as addresses name it.
    pub round: String,
    /// The form; `None` for both.
    pub only: Option<FormKind>,
    /// The kind of file.
    pub format: Format,
}

/// Makes a file aside that was begun with this progress.
pub fn make(installation: Arc<Installation>, wanted: WantedAnswers, progress: Progress) {
    tokio::spawn(async move {
        // Files are made one after the other, whoever asked: the processors are for people who save. A file reads nothing
        // before its turn, so that it holds up nobody while it waits.
        let _turn = installation.long_files.turn().await;
        let person = wanted.visitor.person;
        let file = make_in_turn(&installation, wanted, &progress).await;
        end(&installation, person, &progress, file);
    });
}

/// Makes the file on a thread of its own, unless it was given up before its turn.
async fn make_in_turn(
    installation: &Arc<Installation>,
    wanted: WantedAnswers,
    progress: &Progress,
) -> Result<File, ExportError> {
    if progress.is_stopped() {
        return Err(ExportError::Incomplete);
    }
    let (installation, progress, runtime) = (installation.clone(), progress.clone(), Handle::current());
    let (done, written) = tokio::sync::oneshot::channel();
    let thread = std::thread::Builder::new().name("long file".into());
    thread.spawn(move || {
        // Before anything is read: the threads that are begun from here, the database's too, have this one's priority.
        give_way();
        // When the program is stopping, nobody waits for the file.
        let _ = done.send(write_aside(&installation, &wanted, progress, runtime));
    })?;
    written.await.unwrap_or(Err(ExportError::Incomplete))
}

/// Reads and writes the file, until it is given up.
fn write_aside(
    installation: &Installation,
    wanted: &WantedAnswers,
    progress: Progress,
    runtime: Handle,
) -> Result<File, ExportError> {
    let WantedAnswers { visitor, round, only, format } = wanted;
    let export = installation.export_answers(Actor::Visitor(visitor), round, *only, format.key());
    let (report, audits) = runtime.block_on(export).map_err(std::io::Error::other)?.begin(runtime);
    installation.long_files.holds(visitor.person, &progress, &report);
    write(*format, &report, audits.take_while(|_| progress.one_more()))
}

/// Writes into a file without a name, which is gone with the program whatever ends it.
fn write(
    format: Format,
    report: &AnswersReport,
    audits: impl Iterator<Item = AuditRecord>,
) -> Result<File, ExportError> {
    let file = tempfile::tempfile()?;
    format.write(report, audits, BufWriter::new(&file))?;
    Ok(file)
}

fn end(installation: &Installation, person: PersonId, progress: &Progress, file: Result<File, ExportError>) {
    let sized = file.and_then(|file| Ok((file.metadata()?.len(), file)));
    let state = match sized {
        Ok((bytes, file)) => FileState::Made(Arc::new(file), bytes, installation.now()),
        Err(error) => {
            tracing::warn!(%error, "a file of answers was not made");
            FileState::Failed
        }
    };
    installation.long_files.end(person, progress, state);
}
