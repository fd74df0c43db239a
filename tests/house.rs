//! Rules of the house that a reader of the source would check: who imports whom, and what must not be written.

mod documents;
mod imports;

use std::collections::BTreeSet;
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
    ("web", &["web", "islands", "operations", "domain"]),
    ("pages", &["pages", "web", "islands", "operations", "domain"]),
    ("jobs", &["jobs", "operations", "domain", "export"]),
    ("http", &["http", "jobs", "pages", "web", "operations", "domain", "export"]),
    ("cli", &["cli", "http", "operations", "domain", "export"]),
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
    let sources: Vec<_> = rust_files(&root).into_iter().map(named).collect();
    // What a rule finds nowhere is to be found in none of these.
    let is_there = |file: &str| sources.iter().any(|(name, _)| name == file);
    assert!(["domain/access.rs", "store/open.rs", "pages/answering/standard.rs", "lib.rs"].into_iter().all(is_there));
    sources
}

fn module_of(file: &str) -> &str {
    file.split('/').next().unwrap().trim_end_matches(".rs")
}

#[test]
fn imports_follow_the_arrows() {
    let mut against = Vec::new();
    let uses = imports::names(&sources());
    assert!(uses["pages/answering/standard.rs"].contains("web"), "nothing is seen of who uses whom");
    for (file, others) in uses {
        let Some((_, allowed)) = MAY_USE.iter().find(|(module, _)| *module == module_of(&file)) else { continue };
        let is_module = |name: &str| MAY_USE.iter().any(|(module, _)| *module == name);
        let refused = others.iter().filter(|other| is_module(other) && !allowed.contains(&other.as_str()));
        against.extend(refused.map(|other| format!("{file} uses {other}")));
    }
    assert_eq!(against, Vec::<String>::new());
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    let uses = imports::uses(&sources());
    assert!(uses["pages/answering/standard.rs"].contains("web/site.rs"), "nothing is seen of who uses whom");
    assert_eq!(imports::circles(&uses), Vec::<Vec<String>>::new());
    let circle = [
        ("a.rs", "use crate::{b::B, x};"),
        ("b.rs", "fn b() { c::d() }\nuse crate::c;"),
        ("c.rs", "view! { super::a::A }"),
    ];
    let circle = circle.map(|(file, text)| (file.to_owned(), text.to_owned()));
    assert_eq!(imports::circles(&imports::uses(&circle)), [["a.rs", "b.rs", "c.rs"]]);
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
        let escapes = file == "web/fields.rs";
        assert!(escapes || !text.contains("<textarea"), "{file} has a text area that Leptos would not escape");
        assert!(escapes || !text.contains("inner_html"), "{file} writes raw HTML");
        assert!(!text.contains(" style=\""), "{file} has a style attribute, which the policy forbids");
        let reads = ["GetUrl", "input = server_fn::codec::GetUrl", "GetJson"].iter().any(|get| text.contains(get));
        assert!(!reads, "{file} has a server function that answers GET");
    }
}

#[test]
fn every_form_that_posts_has_an_id_made_with_its_page() {
    for (file, text) in sources() {
        let is_posted = |form: &str| {
            let tag = form.split('>').next().unwrap();
            tag.contains("post") || tag.contains("POST")
        };
        let raw = text.split("<form").skip(1).any(is_posted);
        assert!(file == "web/post_form.rs" || !raw, "{file} has a form that posts and is no PostForm");
    }
}

/// The names of classes of our own in a text, each with what stands before it; comments are left out.
fn own_classes(text: &str) -> BTreeSet<(char, String)> {
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    let named = |line: &str| {
        let found = line.match_indices("app-").map(|(at, _)| {
            let before = line[..at].chars().next_back().unwrap_or(' ');
            let name: String =
                line[at..].chars().take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect();
            (before, name)
        });
        found.collect::<Vec<_>>()
    };
    lines.flat_map(named).collect()
}

#[test]
fn every_class_of_a_page_has_a_rule_in_the_styles() {
    let style = Path::new(env!("CARGO_MANIFEST_DIR")).join("style");
    let files = fs::read_dir(style).unwrap().map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap());
    let style = files.collect::<Vec<_>>().join("\n");
    let ruled: BTreeSet<_> =
        own_classes(&style).into_iter().filter(|(before, _)| *before == '.').map(|(_, name)| name).collect();
    // `.app-heat__#{$step}` is a rule for each key of its map, and for `app-heat__{step}` in a page.
    let looped = |class: &str| {
        let Some((block, key)) = class.rsplit_once("__") else { return false };
        let is_key = style.contains(&format!("\"{key}\":")) || key.bytes().all(|byte| byte.is_ascii_digit());
        is_key && ruled.contains(&format!("{block}__"))
    };
    let (mut without, mut seen) = (Vec::new(), 0);
    for (file, text) in sources() {
        if ["pages", "islands"].contains(&module_of(&file)) {
            let used = own_classes(&text).into_iter().filter(|(before, _)| !before.is_alphanumeric() && *before != '-');
            let bare = used
                .map(|(_, class)| class)
                .inspect(|_| seen += 1)
                .filter(|class| !ruled.contains(class) && !looped(class));
            without.extend(bare.map(|class| format!("{file}: {class}")));
        }
    }
    assert_eq!(without, Vec::<String>::new());
    assert!(seen > 100, "{seen} classes");
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

#[test]
fn every_file_of_tests_is_run() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let main = tests.join("main.rs");
    for path in rust_files(&tests).into_iter().filter(|path| *path != main) {
        let folder = path.parent().unwrap();
        let above = if folder == tests { main.clone() } else { folder.with_extension("rs") };
        let named = format!("mod {};\n", path.file_stem().unwrap().to_str().unwrap());
        assert!(
            fs::read_to_string(&above).unwrap().contains(&named),
            "{} does not name {}",
            above.display(),
            path.display()
        );
    }
}
