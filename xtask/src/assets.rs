//! `target/site`: what the server serves as files. Names carry a hash of the content, so that a browser may keep them for ever.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::project::{NAME, Profile, Project};
use crate::setup::is_current;
use crate::step::{Failure, run};

/// Compresses each file named, best and slowest: it is done once and served for ever. Node.js is at hand and has both formats.
const COMPRESS: &str = r#"
const { readFileSync, renameSync, writeFileSync } = require("node:fs");
const { brotliCompressSync, constants, gzipSync } = require("node:zlib");
// Whole or not at all: one that was broken off would be newer than its source, and be taken for finished.
const write = (path, content) => {
  writeFileSync(path + ".partial", content);
  renameSync(path + ".partial", path);
};
for (const file of process.argv.slice(1)) {
  const content = readFileSync(file);
  const brotli = brotliCompressSync(content, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length },
  });
  write(file + ".br", brotli);
  write(file + ".gz", gzipSync(content, { level: 9 }));
  console.log(`${file.split(/[\\/]/).pop()}: ${content.length} bytes, brotli ${brotli.length}`);
}"#;

/// What gains nothing from a second compression.
const COMPRESSED_ALREADY: [&str; 5] = ["gif", "jpg", "png", "webp", "woff2"];

/// The files made for the browser, before they get their names.
pub struct Parts {
    /// The script that loads the wasm.
    pub script: PathBuf,
    /// The islands, compiled.
    pub wasm: PathBuf,
    /// The stylesheet.
    pub styles: PathBuf,
}

/// Writes `target/site` and, beside the server's program, the file in which Leptos reads the hashes.
pub fn publish(project: &Project, profile: Profile, parts: &Parts) -> Result<(), Failure> {
    let failed = |error: io::Error| Failure::new("writing target/site", error);
    let mut site = Site { root: project.site(), written: BTreeSet::new() };

    let script = site.named_by_content(&parts.script, "js").map_err(failed)?;
    let wasm = site.named_by_content(&parts.wasm, "wasm").map_err(failed)?;
    let styles = site.named_by_content(&parts.styles, "css").map_err(failed)?;
    let snippets = parts.script.with_file_name("snippets");
    site.tree(&snippets, Path::new("pkg/snippets")).map_err(failed)?;
    site.tree(&project.path("public"), Path::new("")).map_err(failed)?;

    if profile == Profile::Release {
        site.compress(project)?;
    }
    site.remove_others().map_err(failed)?;

    let hashes = project.program_directory(profile).join("hash.txt");
    write_if_different(&hashes, format!("js: {script}\nwasm: {wasm}\ncss: {styles}\n").as_bytes()).map_err(failed)
}

/// The directory while it is being written: whatever is not written this time does not belong there.
struct Site {
    root: PathBuf,
    written: BTreeSet<PathBuf>,
}

impl Site {
    /// Writes `pkg/section11.<hash>.<extension>`; returns the hash.
    fn named_by_content(&mut self, source: &Path, extension: &str) -> io::Result<String> {
        let content = fs::read(source)?;
        let hash = hash(&content);
        self.write(&Path::new("pkg").join(format!("{NAME}.{hash}.{extension}")), &content)?;
        Ok(hash)
    }

    /// Writes every file of a directory under its own name.
    fn tree(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        for source in files_under(from)? {
            let relative =
                source.strip_prefix(from).expect("files_under returns paths below the directory it was given");
            self.write(&to.join(relative), &fs::read(&source)?)?;
        }
        Ok(())
    }

    fn write(&mut self, relative: &Path, content: &[u8]) -> io::Result<()> {
        let path = self.root.join(relative);
        write_if_different(&path, content)?;
        self.written.insert(path);
        Ok(())
    }

    /// Writes a `.br` and a `.gz` beside each file that is worth it.
    fn compress(&mut self, project: &Project) -> Result<(), Failure> {
        let mut files = Vec::new();
        for file in self.written.clone() {
            let extension = file.extension().unwrap_or_default();
            if COMPRESSED_ALREADY.iter().any(|known| extension == *known) {
                continue;
            }
            let compressed = ["br", "gz"].map(|format| with_suffix(&file, format));
            if !compressed.iter().all(|path| is_current(path, std::slice::from_ref(&file))) {
                files.push(file);
            }
            self.written.extend(compressed);
        }
        if files.is_empty() {
            return Ok(());
        }
        let mut command = project.command("node");
        run("Compressing the files for browsers", command.args(["--eval", COMPRESS, "--"]).args(files))
    }

    fn remove_others(&self) -> io::Result<()> {
        for file in files_under(&self.root)? {
            if !self.written.contains(&file) {
                fs::remove_file(file)?;
            }
        }
        Ok(())
    }
}

/// Every file under a directory, at any depth; none when there is no such directory.
pub fn files_under(directory: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    if !directory.is_dir() {
        return Ok(files);
    }
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(files_under(&path)?);
        } else {
            files.push(path);
        }
    }
    Ok(files)
}

/// Leaves a file alone, with its date, when it already has this content.
fn write_if_different(path: &Path, content: &[u8]) -> io::Result<()> {
    if fs::read(path).is_ok_and(|existing| existing == content) {
        return Ok(());
    }
    if let Some(directory) = path.parent() {
        fs::create_dir_all(directory)?;
    }
    fs::write(path, content)
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(suffix);
    name.into()
}

/// FNV-1a, 64 bits, as 16 hexadecimal digits. It tells versions of a file apart and guards nothing.
fn hash(content: &[u8]) -> String {
    let hash = content
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3));
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::hash;

    #[test]
    fn the_hash_is_fnv_1a() {
        assert_eq!(hash(b""), "cbf29ce484222325");
        assert_eq!(hash(b"foobar"), "85944171f73967e8");
    }

    #[test]
    fn a_changed_byte_changes_the_hash() {
        assert_ne!(hash(b"body{color:red}"), hash(b"body{color:rad}"));
    }
}
