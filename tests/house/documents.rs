//! The README and `docs` name nothing that is not there: paths, tests, identifiers and links are looked up.

use std::fs;
use std::path::{Path, PathBuf};

/// What the documents name and the repository does not hold: the build or a running installation makes it.
const MADE: &[&str] = &["target/site", "target/screenshots", "target/release/section11", "hash.txt"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every document, with its path.
fn documents() -> Vec<(String, String)> {
    let docs = fs::read_dir(root().join("docs")).unwrap().map(|entry| entry.unwrap().path());
    let docs = docs.filter(|path| path.extension().is_some_and(|extension| extension == "md"));
    let all = docs.chain([root().join("README.md")]);
    let named = |path: PathBuf| {
        let name = path.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
        (name, fs::read_to_string(path).unwrap())
    };
    all.map(named).collect()
}

/// Every file of the repository that people write, with its path.
fn files() -> Vec<(String, String)> {
    fn walk(folder: &Path, into: &mut Vec<(String, String)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                if !path.ends_with("node_modules") {
                    walk(&path, into);
                }
            } else if let Ok(text) = fs::read_to_string(&path) {
                into.push((path.strip_prefix(root()).unwrap().to_string_lossy().into_owned(), text));
            }
        }
    }
    let mut files = Vec::new();
    for folder in ["src", "tests", "end2end", "migrations", "xtask", "forms", "style", "benches"] {
        walk(&root().join(folder), &mut files);
    }
    files
}

/// A document in two parts: its prose, a paragraph or a row of a table a line, and the lines of its code blocks.
fn prose_and_blocks(text: &str) -> (Vec<String>, Vec<&str>) {
    let (mut prose, mut blocks, mut in_block) = (vec![String::new()], Vec::new(), false);
    for line in text.lines() {
        if line.starts_with("```") {
            in_block = !in_block;
        } else if in_block {
            blocks.push(line);
        } else {
            let begins = ["|", "#", "- "].iter().any(|mark| line.starts_with(mark));
            if line.is_empty() || begins {
                prose.push(String::new());
            }
            let last = prose.last_mut().unwrap();
            last.push_str(line.trim());
            last.push(' ');
        }
    }
    (prose, blocks)
}

/// What stands between backticks in a paragraph.
fn spans(paragraph: &str) -> impl Iterator<Item = &str> {
    paragraph.split('`').skip(1).step_by(2)
}

/// A piece of a code block or a span that claims to be a path: it has a folder, or ends as our files do.
fn is_path(span: &str) -> bool {
    const ENDS: [&str; 10] = [".rs", ".ts", ".md", ".toml", ".sql", ".scss", ".txt", ".png", ".yml", "/"];
    let plain = !span.contains([' ', '(', '=', '"', ':']) && !span.starts_with(['/', '.', '-']);
    plain && (span.contains('/') || ENDS.iter().any(|end| span.ends_with(end)))
}

/// Whether the path, in which `…`, `*` and `<name>` stand for anything, is one of the files or a folder of them. A path
/// without its `src/` is one too, and a file's bare name.
fn is_there(path: &str, files: &[(String, String)]) -> bool {
    let (start, end) = match path.find(['…', '*', '<']) {
        Some(at) => (&path[..at], path[at..].trim_start_matches(|c: char| c != '.')),
        None => (path, ""),
    };
    let fits = |name: &str| match (end, start.ends_with('/')) {
        ("", true) => name.starts_with(start),
        ("", false) => name == start || name.starts_with(&format!("{start}/")),
        _ => name.starts_with(start) && name.ends_with(end),
    };
    let bare = |name: &str| !path.contains('/') && name.ends_with(&format!("/{path}"));
    let known = files.iter().any(|(name, _)| fits(name) || name.strip_prefix("src/").is_some_and(fits) || bare(name));
    known || (end.is_empty() && root().join(path).exists()) || MADE.contains(&path)
}

#[test]
fn every_path_that_a_document_names_is_there() {
    let (files, mut missing, mut found) = (files(), Vec::new(), 0);
    for (document, text) in documents() {
        let (prose, blocks) = prose_and_blocks(&text);
        let in_prose = prose.iter().flat_map(|paragraph| spans(paragraph));
        // The map of the source: paths, two spaces, and what they are.
        let mapped = blocks.iter().filter_map(|line| line.split_once("  ")).flat_map(|(paths, _)| paths.split(", "));
        for path in in_prose.chain(mapped) {
            let path = path.split_once("::").map_or(path, |(file, _)| file);
            if is_path(path) {
                found += 1;
                if !is_there(path, &files) {
                    missing.push(format!("{document}: {path}"));
                }
            }
        }
    }
    assert_eq!(missing, Vec::<String>::new());
    assert!(found > 100, "only {found} paths are recognised");
}

/// Whether this file has a test of this name.
fn has_test(text: &str, name: &str) -> bool {
    let mut above = Vec::new();
    for line in text.lines() {
        if line.contains(&format!("fn {name}(")) {
            // The lines above it that are its attributes.
            let attributes = above.iter().rev().take_while(|line: &&&str| line.trim_start().starts_with(['#', '/']));
            return attributes.into_iter().any(|line| line.trim_start().starts_with("#[") && line.contains("test"));
        }
        above.push(line);
    }
    false
}

#[test]
fn every_test_that_a_document_names_is_there() {
    let (files, mut missing, mut found) = (files(), Vec::new(), 0);
    for (document, text) in documents() {
        for paragraph in prose_and_blocks(&text).0 {
            for (file, name) in spans(&paragraph).filter_map(|span| span.rsplit_once("::")) {
                if name == "x" || name.starts_with(char::is_uppercase) {
                    continue;
                }
                // A test outside is named without the folder that its file is in.
                let outside = format!("/{}.rs", file.replace("::", "/"));
                let is_it = |of: &str| of == file || of.starts_with("tests/") && of.ends_with(&outside);
                found += 1;
                let there = files.iter().any(|(of, text)| is_it(of) && has_test(text, name));
                if !there {
                    missing.push(format!("{document}: {file}::{name}"));
                }
            }
        }
    }
    assert_eq!(missing, Vec::<String>::new());
    assert!(found > 100, "only {found} tests are recognised");
}

/// The browser tests that a paragraph names, each with its file: “title” after `x.spec`, up to the next code span or
/// full stop, and “title” before `in` and the file.
fn browser_tests(paragraph: &str) -> Vec<(String, String)> {
    let (mut named, mut file) = (Vec::new(), None);
    let mut rest = paragraph;
    while let Some(at) = rest.find(['“', '`', '|']).into_iter().chain(rest.find(".spec")).min() {
        let (before, here) = rest.split_at(at);
        if let Some(after) = here.strip_prefix(".spec") {
            let word = before.rsplit(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap();
            file = Some(format!("end2end/tests/{word}.spec.ts"));
            rest = after;
        } else if let Some(quoted) = here.strip_prefix('“') {
            let (title, after) = quoted.split_once('”').expect("a quotation ends");
            let behind = after.strip_prefix(" in `").and_then(|path| path.split_once('`'));
            match (behind, &file) {
                (Some((path, _)), _) if path.ends_with(".spec.ts") => named.push((path.to_owned(), title.to_owned())),
                (_, Some(file)) => named.push((file.clone(), title.to_owned())),
                _ => {}
            }
            rest = after;
        } else {
            file = None;
            let mut chars = here.chars();
            let mark = chars.next();
            rest = chars.as_str();
            if mark == Some('`') {
                rest = rest.split_once('`').expect("a code span ends").1;
            }
        }
    }
    named
}

#[test]
fn every_browser_test_that_a_document_names_is_there() {
    let (files, mut missing, mut found) = (files(), Vec::new(), 0);
    for (document, text) in documents() {
        for (path, title) in prose_and_blocks(&text).0.iter().flat_map(|paragraph| browser_tests(paragraph)) {
            found += 1;
            let (begun, whole) = (format!("\"{title}"), format!("\"{title}\""));
            // A title that goes on with a value of its loop is named by its beginning.
            let named =
                |text: &str| text.contains(&whole) || text.contains(&begun) || text.contains(&format!("`{title}"));
            if !files.iter().any(|(of, text)| *of == path && named(text)) {
                missing.push(format!("{document}: {path} “{title}”"));
            }
        }
    }
    assert_eq!(missing, Vec::<String>::new());
    assert!(found > 20, "only {found} browser tests are recognised");
}

#[test]
fn every_identifier_and_command_that_a_document_names_is_there() {
    let (files, mut missing, mut found) = (files(), Vec::new(), 0);
    let code: String = files
        .iter()
        .flat_map(|(_, text)| text.lines())
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| [line, "\n"])
        .collect();
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let words: std::collections::BTreeSet<&str> = code.split(|c| !is_word(c)).collect();
    let commands = files.iter().find(|(name, _)| name == "xtask/src/main.rs").map(|(_, text)| text).unwrap();
    for (document, text) in documents() {
        let (prose, blocks) = prose_and_blocks(&text);
        for span in prose.iter().flat_map(|paragraph| spans(paragraph)) {
            let name = span.rsplit("::").next().unwrap().trim_end_matches("()");
            if name.contains('_') && name.chars().all(is_word) {
                found += 1;
                if !words.contains(name) {
                    missing.push(format!("{document}: {name}"));
                }
            }
        }
        let lines = prose.iter().map(String::as_str).chain(blocks);
        for command in lines.flat_map(|line| line.split("cargo xtask ").skip(1)) {
            let command = command.split(|c: char| !c.is_ascii_lowercase() && c != '-').next().unwrap();
            if !commands.contains(&format!("\"{command}\"")) {
                missing.push(format!("{document}: cargo xtask {command}"));
            }
        }
    }
    assert_eq!(missing, Vec::<String>::new());
    assert!(found > 30, "only {found} identifiers are recognised");
}

#[test]
fn every_link_of_a_document_leads_to_a_file_or_a_heading() {
    let mut missing = Vec::new();
    for (document, text) in documents() {
        let folder = Path::new(&document).parent().unwrap().to_owned();
        let anchor = |heading: &str| heading.trim_start_matches('#').trim().to_lowercase().replace(' ', "-");
        let headings: Vec<_> = text.lines().filter(|line| line.starts_with('#')).map(anchor).collect();
        for paragraph in prose_and_blocks(&text).0 {
            let code_free: String = paragraph.split('`').step_by(2).collect();
            for target in code_free.split("](").skip(1).filter_map(|rest| rest.split_once(')')) {
                let there = match target.0.strip_prefix('#') {
                    Some(heading) => headings.iter().any(|known| known == heading),
                    None => target.0.starts_with("https://") || root().join(&folder).join(target.0).exists(),
                };
                if !there {
                    missing.push(format!("{document}: {}", target.0));
                }
            }
        }
    }
    assert_eq!(missing, Vec::<String>::new());
}
