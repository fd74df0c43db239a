//! The action-plan workbook of one organisation: a page of summary, the plan to work with, how to use it, and the
//! full record of its own answers.

mod guide;
mod plan;
mod planned;
mod record;
mod summary;

use super::ExportError;
use super::book::{Book, Texts};
use super::look::TypeSize;
use crate::domain::report::PlanReport;

/// Makes the action-plan workbook of an organisation, as xlsx.
pub fn action_plan_workbook(report: &PlanReport) -> Result<Vec<u8>, ExportError> {
    workbook(report)?.into_bytes()
}

fn workbook(report: &PlanReport) -> Result<Book, ExportError> {
    let title = format!("Action plan: {}", report.organisation);
    let mut book = Book::new(&report.provenance, &title, TypeSize::WORKING, Texts::Unlike)?;
    summary::write(&mut book, report, &title)?;
    plan::write(&mut book, report)?;
    guide::write(&mut book, report)?;
    record::write(&mut book, report)?;
    Ok(book)
}

#[cfg(test)]
mod tests;
