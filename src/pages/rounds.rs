//! The board's rounds: beginning one, inviting, and who has answered.

pub mod audits;
pub mod invite;
pub mod list;
pub mod new;
pub mod progress;
pub mod returns_chart;
pub mod sectors;
