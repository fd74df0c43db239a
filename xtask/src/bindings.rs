//! From the compiler's wasm to what a browser loads: a script that knows how to call it, and for release a smaller wasm.

use std::fs;
use std::path::{Path, PathBuf};

use wasm_bindgen_cli_support::Bindgen;

use crate::project::{NAME, Profile, Project};
use crate::setup::is_current;
use crate::step::{Failure, heading, run};

/// What Rust's compiler uses of WebAssembly beyond its first version; the optimiser must be told.
const WASM_FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Writes the script and the wasm for a browser; returns both. Nothing is done when they are newer than the compiler's wasm.
pub fn generate(project: &Project, profile: Profile) -> Result<(PathBuf, PathBuf), Failure> {
    let directory = project.target(match profile {
        Profile::Dev => "bindings/debug",
        Profile::Release => "bindings/release",
    });
    let input = project.wasm(profile);
    let script = directory.join(format!("{NAME}.js"));
    let bound = directory.join(format!("{NAME}_bg.wasm"));
    // Written last, so that an interrupted run is not taken for a finished one.
    let wasm = directory.join(format!("{NAME}.wasm"));

    if !is_current(&wasm, &[input.clone(), project.path("package-lock.json")]) {
        bind(&input, &directory)?;
        match profile {
            Profile::Dev => {
                fs::copy(&bound, &wasm).map_err(|error| Failure::new("copying the wasm", error))?;
            }
            Profile::Release => optimise(project, &bound, &wasm)?,
        }
    }
    Ok((script, wasm))
}

fn bind(input: &Path, directory: &Path) -> Result<(), Failure> {
    let step = "Generating the browser's script";
    heading(step);
    // A script snippet that is no longer used must not stay behind.
    if directory.exists() {
        fs::remove_dir_all(directory).map_err(|error| Failure::new(step, error))?;
    }
    let mut bindgen = Bindgen::new();
    bindgen.input_path(input).out_name(NAME).typescript(false);
    bindgen
        .web(true)
        .and_then(|bindgen| bindgen.generate(directory))
        .map_err(|error| Failure::new(step, format!("{error:#}")))
}

fn optimise(project: &Project, input: &Path, output: &Path) -> Result<(), Failure> {
    let mut command = project.node("binaryen/bin/wasm-opt");
    command.arg("-Oz").args(WASM_FEATURES).arg(input).arg("--output").arg(output);
    run("Optimising the wasm", &mut command)?;
    let size = |path: &Path| fs::metadata(path).map_or(0, |metadata| metadata.len() / 1024);
    println!("{} KB, from {} KB", size(output), size(input));
    Ok(())
}
