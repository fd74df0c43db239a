//! One organisation's own results beside those of the others in its sector, as a table: what the page shows and nothing
//! more.

use super::ExportError;
use super::csv_file::{finish, writer};
use crate::domain::own_results::{OwnResultsReport, Written};

/// The columns of `own-results.csv`.
const COLUMNS: [&str; 9] = [
    "level",
    "key",
    "own",
    "group",
    "percent_shown",
    "average_shown",
    "organisations_shown",
    "band_shown",
    "why_hidden",
];

/// Makes `own-results.csv`: a row for each standard (`key` 1 to 7, `own` the organisation's own percentage fully in place)
/// and each question (`own` its own answer: 3, 2, 1 or `n/a`). `group` is the sector; the columns after it are of its
/// other organisations, and empty where nothing is shown.
pub fn own_results_csv(report: &OwnResultsReport) -> Result<Vec<u8>, ExportError> {
    let own = &report.results;
    let mut csv = writer(Vec::new())?;
    csv.write_record(COLUMNS)?;
    let mut row = |level: &str, key: &str, answer: &str, others: &Written| {
        let Written { percent, band, average, organisations, why_hidden } = others;
        csv.write_record([level, key, answer, own.sector.words(), percent, average, organisations, band, why_hidden])
    };
    for standard in &own.standards {
        let number = standard.number;
        row("standard", &number.to_string(), &standard.percent(), &own.beside_standard(number))?;
    }
    for question in &own.questions {
        row("question", &question.key.to_string(), question.own.in_files(), &own.beside_question(question.key))?;
    }
    finish(csv)
}
