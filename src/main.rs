//! The program: runs the command of its command line.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.expect("a system that runs programs can start threads");
    let code = runtime.block_on(cli::run());
    // Whatever a thread is still making, a workbook for somebody who has gone, keeps nobody waiting.
    runtime.shutdown_background();
    code
}
