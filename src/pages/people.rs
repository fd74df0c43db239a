//! Who may sign in.

pub mod edit;
pub mod end;
pub mod list;
pub mod new;
pub mod person;
