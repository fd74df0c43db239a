//! The organisations of the board's area.

pub mod close;
pub mod edit;
pub mod fields;
pub mod import;
pub mod list;
pub mod new;
pub mod organisation;
pub mod people;
