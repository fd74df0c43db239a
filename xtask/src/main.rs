//! The commands that build, serve, test and picture section11. Each sets up what is missing, or says which command does.
//!
//! This is the whole build: the server by cargo, the browser's half through wasm-bindgen used as a library, the styles by
//! npm's sass. It knows nothing of what the application does beyond two of its sub-commands and three of its options.

mod assets;
mod bench;
mod bindings;
mod browser;
mod build;
mod check;
mod project;
mod serve;
mod setup;
mod step;

use std::env;
use std::process::ExitCode;

use project::{Profile, Project};
use step::Failure;

const USAGE: &str = "\
Usage: cargo xtask <command>

  build [--release]                     server, browser code and styles, into target/
  serve [--release] [-- <arguments>]    build, then run the server with sample data; the arguments go to it
  test [--rust-only | --browser-only]   every check: format, lints, tests, browser tests
  faults                                the program killed, stopped, and with its disk full or failing, at length
  child-data                            how often the check for children finds what identifies one, and alarms for nothing
  screenshots                           pictures of the pages, into target/screenshots/
  bench [-- <arguments>]                what pages, saves and files cost, beside their targets; for example with
                                        --organisations 153,10000 or --closing-hour 10";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\nFailed: {failure}");
            ExitCode::FAILURE
        }
    }
}

/// Reads the command line and does what it asks.
fn run(arguments: &[String]) -> Result<(), Failure> {
    let ours = arguments.iter().position(|argument| argument == "--").unwrap_or(arguments.len());
    let passed_on = arguments.get(ours + 1..).unwrap_or_default();
    let words: Vec<&str> = arguments[..ours].iter().map(String::as_str).collect();
    let project = Project::find();

    match words.as_slice() {
        ["build"] => build::everything(&project, Profile::Dev),
        ["build", "--release"] => build::everything(&project, Profile::Release),
        ["serve"] => serve::run(&project, Profile::Dev, passed_on),
        ["serve", "--release"] => serve::run(&project, Profile::Release, passed_on),
        ["test"] => check::everything(&project),
        ["test", "--rust-only"] => check::rust(&project),
        ["test", "--browser-only"] => browser::tests(&project),
        ["faults"] => check::faults(&project),
        ["child-data"] => check::child_data(&project),
        ["screenshots"] => browser::screenshots(&project),
        ["bench"] => bench::run_measurements(&project, passed_on),
        [] | ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            Ok(())
        }
        _ => Err(Failure::new("reading the command", format!("unknown: {}\n\n{USAGE}", words.join(" ")))),
    }
}
