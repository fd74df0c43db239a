//! What people do, one file per noun. An operation checks access, then reads, or writes in one transaction with a
//! line in the log. Pages, islands, downloads and the command line all come through here.

pub mod account;
mod actor;
pub mod answering;
pub mod exporting;
pub mod forms;
pub mod installation;
pub mod long_files;
pub mod organisations;
pub mod people;
pub mod plan;
mod refused;
pub mod results;
pub mod rounds;
pub mod tokens;

pub use crate::store::{BackupError, InUse, OpenError, Opening, writable};
pub use actor::Actor;
pub use installation::{Clock, Installation};
use refused::allow;
pub use refused::{Problem, Refused};
