//! What needs a browser: the tests in `end2end/tests` and the pictures of `end2end/screenshots`.

use std::process::Command;

use crate::build;
use crate::project::{Profile, Project};
use crate::setup;
use crate::step::{Failure, run};

/// Builds, then runs the browser tests.
pub fn tests(project: &Project) -> Result<(), Failure> {
    let mut playwright = playwright(project)?;
    build::everything(project, Profile::Dev)?;
    run("Browser tests", &mut playwright)
}

/// Builds, then pictures every page in both widths.
pub fn screenshots(project: &Project) -> Result<(), Failure> {
    let mut playwright = playwright(project)?;
    build::everything(project, Profile::Dev)?;
    let pictures = project.target("screenshots");
    run(
        "Pictures of the pages",
        playwright.args(["--config", "screenshots.config.ts"]).env("S11_PICTURES", &pictures),
    )?;
    println!("{}", pictures.display());
    Ok(())
}

/// Playwright in `end2end`, told where the server and its files are and which Chromium to start.
fn playwright(project: &Project) -> Result<Command, Failure> {
    let chromium = setup::chromium(project)?;
    let mut command = project.node("@playwright/test/cli.js");
    command
        .arg("test")
        .current_dir(project.path("end2end"))
        .env("CHROMIUM", chromium)
        .env("S11_BINARY", project.program(Profile::Dev))
        .env("S11_SITE", project.site());
    Ok(command)
}
