//! The audit forms that the board may send.

pub mod edition;
pub mod list;
