//! The measurements of `benches/cost`, of the program and the browser's files as they are delivered.

use crate::build;
use crate::project::{Profile, Project};
use crate::step::{Failure, run};

/// Builds for release, then measures. `organisations` are the sizes of the round, separated by commas.
pub fn run_measurements(project: &Project, organisations: Option<&str>) -> Result<(), Failure> {
    build::everything(project, Profile::Release)?;
    let mut command = project.cargo();
    command.args(["bench", "--features", "ssr", "--bench", "cost", "--", "--site"]).arg(project.site());
    command.arg("--program").arg(project.program(Profile::Release));
    if let Some(numbers) = organisations {
        command.args(["--organisations", numbers]);
    }
    run("Measuring", &mut command)
}
