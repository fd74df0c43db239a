//! The build: the server, the browser's half and the styles, brought together in `target/site`.

use std::fs;
use std::path::PathBuf;

use crate::assets::{self, Parts, files_under};
use crate::bindings;
use crate::project::{NAME, Profile, Project, WASM};
use crate::setup;
use crate::step::{Failure, heading, run};

/// Builds all there is, after setting up what is missing. What is up to date is left as it is.
pub fn everything(project: &Project, profile: Profile) -> Result<(), Failure> {
    setup::for_build(project)?;
    server(project, profile)?;
    let (script, wasm) = browser(project, profile)?;
    let styles = styles(project)?;
    assets::publish(project, profile, &Parts { script, wasm, styles })?;
    heading("Built");
    println!("{}", project.program(profile).display());
    println!("{}", project.site().display());
    Ok(())
}

fn server(project: &Project, profile: Profile) -> Result<(), Failure> {
    let mut command = project.cargo();
    command.args(["build", "--bin", NAME, "--features", "ssr"]);
    if profile == Profile::Release {
        command.arg("--release");
    }
    run("Compiling the server", &mut command)
}

/// Compiles the browser's half; returns its script and its wasm.
fn browser(project: &Project, profile: Profile) -> Result<(PathBuf, PathBuf), Failure> {
    let mut command = project.cargo();
    command.args(["build", "--lib", "--features", "hydrate", "--target", WASM]);
    if profile == Profile::Release {
        command.args(["--profile", "wasm-release"]);
    }
    run("Compiling the browser's half", &mut command)?;
    bindings::generate(project, profile)
}

/// Compiles the styles; returns the stylesheet.
fn styles(project: &Project) -> Result<PathBuf, Failure> {
    let step = "Compiling the styles";
    let output = project.target("style").join(format!("{NAME}.css"));
    let mut sources =
        files_under(&project.path("style")).map_err(|error| Failure::new(step, format!("reading style/: {error}")))?;
    sources.push(project.path("package-lock.json"));
    if setup::is_current(&output, &sources) {
        return Ok(output);
    }
    fs::create_dir_all(project.target("style")).map_err(|error| Failure::new(step, error))?;
    let mut command = project.node("sass/sass.js");
    command
        .args(["--style=compressed", "--no-source-map"])
        .arg(format!("--load-path={}", project.path("node_modules").display()))
        .arg(project.path("style").join(format!("{NAME}.scss")))
        .arg(&output);
    run(step, &mut command)?;
    Ok(output)
}
