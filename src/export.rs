//! Files out: the results workbook, one organisation's action plan, its own results, and tidy CSV.
//!
//! Domain values in, bytes out. Nothing here reads the store, speaks HTTP or asks the clock: what a file says about
//! itself comes with the report, and the same report makes the same bytes.

mod action_plan_workbook;
mod book;
mod cell;
mod chart;
mod continued;
mod csv_file;
mod look;
mod measure;
mod notes;
mod own_results_csv;
mod results_workbook;
mod sheet;
mod tidy_csv;
mod wording;

#[cfg(test)]
mod for_tests;

pub use action_plan_workbook::action_plan_workbook;
pub use own_results_csv::own_results_csv;
pub use results_workbook::{answers_workbook, results_workbook};
pub use tidy_csv::{answers_csv, results_csv};

/// Why a file could not be made. None of these is a person's mistake.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The workbook's writer refused something.
    #[error("the workbook could not be made")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// The CSV's writer refused something.
    #[error("the CSV file could not be made")]
    Csv(#[from] csv::Error),
    /// Fewer rows came than were announced: reading them was broken off.
    #[error("not everything came that the file was to hold")]
    Incomplete,
    /// The file could not be written.
    #[error("the file could not be written")]
    File(#[from] std::io::Error),
    /// A sheet would need more rows or columns than Excel has.
    #[error("the sheet {sheet} would need more rows or columns than Excel has")]
    TooLarge {
        /// The sheet's name.
        sheet: String,
    },
}
