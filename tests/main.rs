//! The tests that see section11 from outside: its router, its files, its command line, its source.
//!
//! They are one program: a program a file would link the whole server fifty times, which is minutes and gigabytes. A
//! new file needs its line in the file of its folder; `house::every_file_of_tests_is_run` fails without it.

#![expect(clippy::unwrap_used, reason = "a test that unwraps says enough by failing")]

mod faults;
mod files;
mod holds;
mod house;
mod journeys;
mod support;
