//! Rules of the house that a reader of the source would check: who imports whom, and what must not be written.

#![expect(clippy::unwrap_used, reason = "a test that unwraps says enough by failing")]

use std::fs;
use std::path::{Path, PathBuf};

/// A module of `src` and the modules that it may use. `crate::sample` is data for `operations`.
const MAY_USE: &[(&str, &[&str])] = &[
    ("domain", &["domain"]),
    ("store", &["store", "domain"]),
    ("import", &["import", "domain"]),
    ("export", &["export", "domain"]),
    // The sample's tests read the shipped forms.
    ("sample", &["sample", "domain", "import"]),
    ("operations", &["operations", "store", "domain", "import", "sample"]),
    // Server-function bodies call operations.
    ("islands", &["islands", "domain", "operations"]),
    ("pages", &["pages", "islands", "operations", "domain", "import"]),
    ("http", &["http", "pages", "operations", "domain", "export"]),
];

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let named = |path: PathBuf| {
        let name = path.strip_prefix(&root).unwrap().to_string_lossy().into_owned();
        (name, fs::read_to_string(path).unwrap())
    };
    rust_files(&root).into_iter().map(named).collect()
}

fn module_of(file: &str) -> &str {
    file.split('/').next().unwrap().trim_end_matches(".rs")
}

#[test]
fn imports_follow_the_arrows() {
    let mut against = Vec::new();
    for (file, text) in sources() {
        let Some((_, allowed)) = MAY_USE.iter().find(|(module, _)| *module == module_of(&file)) else { continue };
        for (number, line) in text.lines().enumerate() {
            for used in line.split("crate::").skip(1) {
                let used = used.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap();
                if MAY_USE.iter().any(|(module, _)| *module == used) && !allowed.contains(&used) {
                    against.push(format!("{file}:{}: {}", number + 1, line.trim()));
                }
            }
        }
    }
    assert_eq!(against, Vec::<String>::new());
}

#[test]
fn every_module_is_in_the_map() {
    let modules: Vec<_> = sources().iter().map(|(file, _)| module_of(file).to_owned()).collect();
    for module in modules {
        let known =
            MAY_USE.iter().any(|(name, _)| *name == module) || ["lib", "main", "cli"].contains(&module.as_str());
        assert!(known, "{module} is not in the map of who may use whom");
    }
}

#[test]
fn the_domain_knows_no_sql_no_http_no_leptos_and_no_clock() {
    for (file, text) in sources().iter().filter(|(file, _)| file.starts_with("domain/")) {
        for word in ["sqlx", "axum", "leptos", "tokio", "Timestamp::now", "Zoned::now", "SystemTime", "Instant"] {
            assert!(!text.contains(word), "{file} knows {word}");
        }
    }
}

#[test]
fn the_clock_and_feature_gates_stand_in_one_place() {
    for (file, text) in sources() {
        if file != "lib.rs" {
            assert!(!text.contains("cfg(feature") && !text.contains("cfg_attr(feature"), "{file} has a feature gate");
        }
        if file != "operations/installation.rs" {
            assert!(!text.contains("Timestamp::now") && !text.contains("Zoned::now"), "{file} reads the clock");
        }
    }
}

#[test]
fn sql_is_never_put_together_from_text() {
    for (file, text) in sources() {
        assert!(!text.contains("AssertSqlSafe"), "{file} asserts that a text is safe SQL");
        if !file.starts_with("store/") {
            let queries = ["sqlx::query", "QueryBuilder"].iter().any(|query| text.contains(query));
            assert!(!queries, "{file} has SQL outside the store");
        }
    }
}

#[test]
fn user_text_reaches_a_page_only_where_it_is_escaped() {
    for (file, text) in sources() {
        let escapes = file == "pages/fields.rs";
        assert!(escapes || !text.contains("<textarea"), "{file} has a text area that Leptos would not escape");
        assert!(escapes || !text.contains("inner_html"), "{file} writes raw HTML");
        assert!(!text.contains(" style=\""), "{file} has a style attribute, which the policy forbids");
        let reads = ["GetUrl", "input = server_fn::codec::GetUrl", "GetJson"].iter().any(|get| text.contains(get));
        assert!(!reads, "{file} has a server function that answers GET");
    }
}

#[test]
fn files_are_short_and_say_what_they_are_for() {
    for (file, text) in sources() {
        assert!(text.starts_with("//!"), "{file} does not say what it is for");
        let lines = text.lines().count();
        assert!(lines <= 400, "{file} has {lines} lines");
        assert!(!text.contains("#[allow("), "{file} allows where it should expect with a reason");
    }
}
