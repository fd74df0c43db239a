//! What the other commands need on this machine: installed where that is ours to do, named with its command where it is not.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::project::{Project, WASM};
use crate::step::{Failure, ask, heading, run, works};

/// The oldest Node.js that the npm packages support.
const NODE: u32 = 20;

/// What a build needs: a C compiler (for `SQLite`), Rust's wasm target, Node.js and the npm packages.
pub fn for_build(project: &Project) -> Result<(), Failure> {
    c_compiler(project)?;
    wasm_target(project)?;
    npm_packages(project)
}

fn c_compiler(project: &Project) -> Result<(), Failure> {
    let compiler = env::var_os("CC").unwrap_or_else(|| "cc".into());
    if cfg!(windows) || works(project.command(compiler).arg("--version")) {
        return Ok(());
    }
    Err(Failure::new(
        "looking for a C compiler",
        "SQLite is compiled from C, and no `cc` was found. On Debian or Ubuntu: apt-get install build-essential",
    ))
}

fn wasm_target(project: &Project) -> Result<(), Failure> {
    let step = "looking for Rust's wasm target";
    let libraries = ask(step, project.command("rustc").args(["--print", "target-libdir", "--target", WASM]))?;
    if Path::new(&libraries).is_dir() {
        return Ok(());
    }
    if !works(project.command("rustup").arg("--version")) {
        return Err(Failure::new(
            step,
            format!("the target {WASM} is missing, and so is rustup: see https://rustup.rs"),
        ));
    }
    run("Adding Rust's wasm target", project.command("rustup").args(["target", "add", WASM]))
}

/// Installs the npm packages when the lock file is newer than what is installed.
fn npm_packages(project: &Project) -> Result<(), Failure> {
    node(project)?;
    let installed = project.path("node_modules/.package-lock.json");
    if is_current(&installed, &[project.path("package-lock.json")]) {
        return Ok(());
    }
    if !works(project.command("npm").arg("--version")) {
        return Err(Failure::new("looking for npm", "it was not found; it comes with Node.js from https://nodejs.org"));
    }
    run("Installing the npm packages", project.command("npm").args(["ci", "--no-progress"]))
}

fn node(project: &Project) -> Result<(), Failure> {
    let advice =
        format!("Node.js {NODE} or later is needed for the styles and the browser tests: see https://nodejs.org");
    let step = "looking for Node.js";
    let version = ask(step, project.command("node").arg("--version")).map_err(|_| Failure::new(step, &advice))?;
    let major = version.trim_start_matches('v').split('.').next().and_then(|major| major.parse().ok());
    if major.is_some_and(|major: u32| major >= NODE) {
        Ok(())
    } else {
        Err(Failure::new(step, format!("found {version}. {advice}")))
    }
}

/// Installs the test runner if it is missing.
pub fn nextest(project: &Project) -> Result<(), Failure> {
    if works(project.cargo().args(["nextest", "--version"])) {
        return Ok(());
    }
    heading("Installing the test runner");
    println!("cargo-nextest is missing; compiling it takes some minutes, once.");
    run("cargo install cargo-nextest", project.cargo().args(["install", "cargo-nextest", "--locked"]))
}

/// Chromium's program: the one named by `CHROMIUM`, or the system's, installed if this is Debian's root.
pub fn chromium(project: &Project) -> Result<PathBuf, Failure> {
    if let Some(found) = find_chromium() {
        return Ok(found);
    }
    let step = "looking for Chromium";
    let advice = "not found. Install it (Debian: `apt-get install chromium`), or name its program in CHROMIUM";
    let may_install = works(Command::new("apt-get").arg("--version"))
        && ask(step, Command::new("id").arg("-u")).is_ok_and(|user| user == "0");
    if !may_install {
        return Err(Failure::new(step, advice));
    }
    run("Updating the list of system packages", project.command("apt-get").arg("update"))?;
    run(
        "Installing Chromium",
        project
            .command("apt-get")
            .args(["install", "--yes", "--no-install-recommends", "chromium"])
            .env("DEBIAN_FRONTEND", "noninteractive"),
    )?;
    find_chromium().ok_or_else(|| Failure::new(step, advice))
}

fn find_chromium() -> Option<PathBuf> {
    if let Some(named) = env::var_os("CHROMIUM") {
        return Some(named.into());
    }
    ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
        .map(PathBuf::from)
        .into_iter()
        .find(|path| path.exists())
}

/// Whether a file exists and none of those that it is made from is newer.
pub fn is_current(made: &Path, sources: &[PathBuf]) -> bool {
    let changed = |path: &Path| fs::metadata(path).and_then(|metadata| metadata.modified()).ok();
    let Some(made) = changed(made) else { return false };
    sources.iter().all(|source| changed(source).is_some_and(|source| source <= made))
}
