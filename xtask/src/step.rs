//! One step at a time, under a heading; the first that fails ends the command and is named.

use std::fmt;
use std::process::{Command, Stdio};

/// The step that could not be done, and why.
pub struct Failure {
    step: String,
    why: String,
}

impl Failure {
    /// Of this step, for this reason.
    pub fn new(step: impl Into<String>, why: impl fmt::Display) -> Self {
        Self { step: step.into(), why: why.to_string() }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.step, self.why)
    }
}

/// Says what is being done.
pub fn heading(step: &str) {
    println!("\n== {step}");
}

/// Runs a command under a heading, its own words shown as they come.
pub fn run(step: &str, command: &mut Command) -> Result<(), Failure> {
    heading(step);
    let status = command.status().map_err(|error| Failure::new(step, describe(command, &error)))?;
    if status.success() { Ok(()) } else { Err(Failure::new(step, format!("{} ended with {status}", name(command)))) }
}

/// Runs a command without showing it, and returns what it printed.
pub fn ask(step: &str, command: &mut Command) -> Result<String, Failure> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| Failure::new(step, describe(command, &error)))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    } else {
        Err(Failure::new(step, format!("{} ended with {}", name(command), output.status)))
    }
}

/// Whether a command can be run and succeeds; it shows nothing.
pub fn works(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

fn name(command: &Command) -> String {
    command.get_program().to_string_lossy().into_owned()
}

fn describe(command: &Command, error: &std::io::Error) -> String {
    format!("{} could not be started: {error}", name(command))
}
