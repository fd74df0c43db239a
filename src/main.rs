//! The command line: one variant and one call per sub-command.

mod cli;

use std::process::ExitCode;

/// Rendering a page takes and gives back thousands of small pieces of memory.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    cli::run().await
}
