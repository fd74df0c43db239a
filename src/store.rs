//! The SQLite file: opening it, and one module per noun that reads and writes rows.
//!
//! Rows become domain values here. The store counts and sums, but never decides who may see something, and never
//! makes a percentage or an average.

pub mod actions;
pub mod answer_saves;
pub mod answers;
pub mod audits;
pub mod backup;
mod backup_error;
pub mod board;
pub mod check;
pub mod choices;
mod copy;
mod damage;
mod error;
mod files;
pub mod forms;
mod in_use;
pub mod known_browsers;
pub mod log;
mod open;
mod open_error;
mod opening;
pub mod organisations;
mod ours;
mod partial;
pub mod password_links;
pub mod people;
pub mod posts;
pub mod results;
pub mod returned;
pub mod rounds;
mod row;
mod same_rows;
pub mod sessions;
pub mod submissions;
mod untouched;
mod writing;
pub mod wrong_codes;

pub use backup_error::BackupError;
pub use error::{Result, StoreError};
pub use files::writable;
pub use in_use::InUse;
pub use open::{Snapshot, Store};
pub use open_error::OpenError;
pub use opening::Opening;
pub use writing::{WriteTrouble, Writing};
