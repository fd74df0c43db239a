//! What people do, one file per noun. An operation checks access, then reads, or writes in one transaction with a
//! line in the log. Pages, islands, downloads and the command line all come through here.

pub mod account;
mod actor;
pub mod answering;
pub mod checking;
pub mod copies;
pub mod counters;
pub mod exporting;
pub mod forms;
pub mod installation;
pub mod last_round;
pub mod long_files;
pub mod memory;
mod metrics;
pub mod organisations;
pub mod own_results;
pub mod password_links;
pub mod passwords;
pub mod people;
pub mod person_changes;
pub mod plan;
pub mod posts;
mod refused;
pub mod results;
pub mod rounds;
pub mod sample_board;
pub mod saving;
pub mod setting_up;
pub mod settings;
pub mod signing_in;
pub mod submitting;
pub mod throttle;
pub mod tokens;
pub mod turns;

pub use crate::store::{BackupError, InUse, OpenError, Opening, writable};
pub use actor::Actor;
pub use installation::{Clock, Installation};
pub(crate) use refused::allow;
pub use refused::{Problem, Refused};
