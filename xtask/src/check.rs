//! Every check that a change must pass, in the order in which a fault is found soonest.

use std::fs;

use crate::assets::files_under;
use crate::browser;
use crate::project::Project;
use crate::setup;
use crate::step::{Failure, run};

/// The two packages are checked one after the other: `--workspace` would unite the features of what both depend on, and
/// so compile most of it, Leptos included, a second time.
const CHECKS: [(&str, &str); 6] = [
    ("Format", "fmt --all --check"),
    ("Lints of the server", "clippy --all-targets --features ssr -- -D warnings"),
    ("Lints of the browser's half", "clippy --lib --features hydrate --target wasm32-unknown-unknown -- -D warnings"),
    ("Lints of xtask", "clippy --package xtask --all-targets -- -D warnings"),
    ("Tests of xtask", "nextest run --package xtask"),
    ("Tests", "nextest run --features ssr"),
];

/// All of it. What is missing on this machine is found before the first check, not after the last.
pub fn everything(project: &Project) -> Result<(), Failure> {
    setup::chromium(project)?;
    rust(project)?;
    browser::tests(project)
}

/// Format, lints of both halves, and the tests that need no browser.
pub fn rust(project: &Project) -> Result<(), Failure> {
    setup::for_build(project)?;
    setup::nextest(project)?;
    for (step, arguments) in CHECKS {
        run(step, project.cargo().args(arguments.split(' ')))?;
    }
    if has_examples(project)? {
        run("Examples in the documentation", project.cargo().args(["test", "--doc", "--features", "ssr"]))?;
    }
    Ok(())
}

/// The faults of `tests/faults` and the races of `tests/holds/races.rs` in their long form, with what each reports.
pub fn faults(project: &Project) -> Result<(), Failure> {
    setup::for_build(project)?;
    setup::nextest(project)?;
    let arguments = "nextest run --features ssr --test tests --no-capture --no-fail-fast faults:: races::";
    run("Faults", project.cargo().env("S11_FAULTS", "long").args(arguments.split(' ')))
}

/// The rates of `src/sample/child_data_rates.rs`, printed.
pub fn child_data(project: &Project) -> Result<(), Failure> {
    setup::for_build(project)?;
    setup::nextest(project)?;
    let arguments = "nextest run --features ssr --lib --no-capture child_data_rates::";
    run("The check for children", project.cargo().args(arguments.split(' ')))
}

/// Whether any comment holds an example: their runner compiles the whole library again, and there are seldom any.
fn has_examples(project: &Project) -> Result<bool, Failure> {
    let failed = |error| Failure::new("looking for examples in the documentation", error);
    for file in files_under(&project.path("src")).map_err(failed)? {
        let text = fs::read_to_string(&file).map_err(failed)?;
        if text.contains("```") && is_example(&text) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether a source file's comments open a block of Rust; every second fence closes one.
fn is_example(text: &str) -> bool {
    text.lines()
        .map(str::trim_start)
        .filter_map(|line| line.strip_prefix("/// ```").or_else(|| line.strip_prefix("//! ```")))
        .step_by(2)
        .any(|language| matches!(language, "" | "rust" | "should_panic" | "no_run"))
}

#[cfg(test)]
mod tests {
    use super::is_example;

    #[test]
    fn only_blocks_of_rust_are_examples() {
        assert!(is_example("//! Words.\n//! ```\n//! code\n//! ```\n"));
        assert!(is_example("    /// ```rust\n    /// ```\n"));
        assert!(!is_example("/// ```text\n/// a picture\n/// ```\n"));
        assert!(!is_example("let fence = \"```\";\n"));
    }
}
