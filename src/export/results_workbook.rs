//! The results workbook: everything a board holds of a round, one table a sheet.

mod actions;
mod answers;
mod change;
mod cover;
mod matrices;
mod questions;
mod ranking;
mod responses;
mod standards;

use std::io::{Seek, Write};

use super::ExportError;
use super::book::{Book, Texts};
use super::look::TypeSize;
use crate::domain::report::{AnswersReport, AuditRecord, RoundReport};

/// Makes the results workbook of a round, as xlsx.
pub fn results_workbook(report: &RoundReport) -> Result<Vec<u8>, ExportError> {
    results_book(report)?.into_bytes()
}

/// Makes a workbook that holds every answer as a tidy table, as xlsx. The audits come as `report` announces them.
pub fn answers_workbook<W: Write + Seek + Send>(
    report: &AnswersReport,
    audits: impl Iterator<Item = AuditRecord>,
    out: W,
) -> Result<(), ExportError> {
    answers_book(report, audits)?.write_to(out)
}

fn results_book(report: &RoundReport) -> Result<Book, ExportError> {
    let title = format!("Safeguarding audit results, {}", report.provenance.round);
    let mut book = Book::new(&report.provenance, &title, TypeSize::ADVISED, Texts::Repeated)?;
    responses::write(&mut book, report)?;
    standards::write(&mut book, report)?;
    questions::write(&mut book, report)?;
    matrices::write(&mut book, report)?;
    ranking::write(&mut book, report)?;
    change::write(&mut book, report)?;
    actions::write(&mut book, report)?;
    answers::write_choices(&mut book, report)?;
    cover::write(&mut book, report, &title)?;
    book.last_becomes_first();
    Ok(book)
}

fn answers_book(report: &AnswersReport, audits: impl Iterator<Item = AuditRecord>) -> Result<Book, ExportError> {
    let title = format!("Safeguarding audit answers, {}", report.provenance.round);
    let mut book = Book::new(&report.provenance, &title, TypeSize::ADVISED, Texts::Unlike)?;
    answers::write(&mut book, report, audits)?;
    Ok(book)
}

#[cfg(test)]
mod tests;
