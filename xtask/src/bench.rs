//! The measurements of `benches/cost`, of the program and the browser's files as they are delivered.

use crate::build;
use crate::project::{Profile, Project};
use crate::step::{Failure, run};

/// Builds for release, then measures. `arguments` go to the measuring program.
pub fn run_measurements(project: &Project, arguments: &[String]) -> Result<(), Failure> {
    build::everything(project, Profile::Release)?;
    let mut command = project.cargo();
    command.args(["bench", "--features", "ssr", "--bench", "cost", "--", "--site"]).arg(project.site());
    command.arg("--program").arg(project.program(Profile::Release));
    command.args(arguments);
    run("Measuring", &mut command)
}
