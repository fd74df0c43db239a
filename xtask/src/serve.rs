//! The application on this machine, with sample data unless another database is named.

use std::fs;
use std::net::TcpListener;
use std::process::Command;

use crate::build;
use crate::project::{Profile, Project};
use crate::step::{Failure, heading};

/// The port to be found at, when it is free.
const PORT: u16 = 3011;

/// Builds, then runs the server until it is stopped. `arguments` go to it, and replace the defaults of the same name.
pub fn run(project: &Project, profile: Profile, arguments: &[String]) -> Result<(), Failure> {
    build::everything(project, profile)?;
    let step = "running the server";
    let mut command = project.command(project.program(profile));
    command.arg("serve");
    if !names(arguments, "--database") {
        let directory = project.target("sample");
        fs::create_dir_all(&directory).map_err(|error| Failure::new(step, error))?;
        command.args(["--sample", "--database"]).arg(directory.join("section11.db"));
    }
    if !names(arguments, "--listen") {
        command.args(["--listen", &format!("127.0.0.1:{}", port(step)?)]);
    }
    command.args(arguments).env("LEPTOS_SITE_ROOT", project.site()).env("S11_SITE", project.site());
    heading("Running the server; Ctrl-C stops it");
    become_it(command, step)
}

/// Whether an option is given, as `--name value` or `--name=value`.
fn names(arguments: &[String], option: &str) -> bool {
    arguments
        .iter()
        .any(|argument| argument == option || argument.strip_prefix(option).is_some_and(|rest| rest.starts_with('=')))
}

/// The usual port, or any free one.
fn port(step: &str) -> Result<u16, Failure> {
    TcpListener::bind(("127.0.0.1", PORT))
        .or_else(|_| TcpListener::bind(("127.0.0.1", 0)))
        .and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .map_err(|error| Failure::new(step, format!("no free port on this machine: {error}")))
}

/// The server takes this process's place, so that whatever stops the one stops the other.
#[cfg(unix)]
fn become_it(mut command: Command, step: &str) -> Result<(), Failure> {
    use std::os::unix::process::CommandExt;
    Err(Failure::new(step, command.exec()))
}

#[cfg(not(unix))]
fn become_it(mut command: Command, step: &str) -> Result<(), Failure> {
    let status = command.status().map_err(|error| Failure::new(step, error))?;
    if status.success() { Ok(()) } else { Err(Failure::new(step, status)) }
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn an_option_is_recognised_in_both_spellings_and_not_by_its_beginning() {
        let given = |argument: &str| names(&[argument.to_owned()], "--listen");
        assert!(given("--listen"));
        assert!(given("--listen=127.0.0.1:80"));
        assert!(!given("--listening"));
    }
}
