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
mod error;
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
pub use error::ExportError;
pub use own_results_csv::own_results_csv;
pub use results_workbook::{answers_workbook, results_workbook};
pub use tidy_csv::{answers_csv, results_csv};
