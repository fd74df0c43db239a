//! The screens: one file each, with what it loads, what it shows, and what its form posts mean. `http/routes.rs` says
//! which path leads to which, and who may ask for it.
//!
//! A page is complete on the server. A post is a handler on the same path: it ends in a redirect, or in the same page again
//! with what was typed and what is wrong with it.

pub mod account;
pub mod answering;
pub mod forms;
pub mod organisations;
pub mod people;
pub mod plan;
pub mod results;
pub mod rounds;
pub mod settings;
pub mod statements;
