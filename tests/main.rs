//! The tests that see section11 from outside: its router, its files, its command line, its source.
//!
//! They are one program: a program a file would link the whole server thirty times, which is minutes and gigabytes.
//! A new file needs its line here; `house::every_file_of_tests_is_run` fails without it.

#![expect(clippy::unwrap_used, reason = "a test that unwraps says enough by failing")]

mod answering;
mod any_input;
mod backup;
mod board_pages;
mod command_line;
mod cost;
mod days;
mod disclosure;
mod every_route;
mod every_write;
mod everything;
mod exports_agree;
mod faults;
mod foreign_schema;
mod guessing;
mod hostile;
mod house;
mod in_use;
mod last_round;
mod libreoffice;
mod limits;
mod logs;
mod long_files;
mod navigation;
mod organisation_pages;
mod people_pages;
mod plan_pages;
mod policy;
mod races;
mod remarks;
mod results_pages;
mod round_pages;
mod said_in_every_state;
mod security;
mod settings;
mod signing_in;
mod signing_in_again;
mod states;
mod support;
mod twice;
mod unavailable;
mod unseen;
mod whole_pages;
