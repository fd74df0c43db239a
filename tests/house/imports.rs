//! Who uses whom in `src`, as the compiler sees it: every path of every file that is not a test, followed through
//! imports, their new names and what other modules pass on.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};

/// A path from the crate, such as `["store", "people", "find"]`.
type Names = Vec<String>;

/// What one file says: the names that it has from elsewhere, the modules that it declares, and the paths that it uses.
#[derive(Default)]
struct Said {
    /// A name in this file, and what it stands for.
    imported: BTreeMap<String, Names>,
    /// The modules that stand in files of their own.
    declared: BTreeSet<String>,
    /// Every path, as from the crate.
    used: BTreeSet<Names>,
    module: Names,
    /// The modules within the file in which the visit is now.
    inline: Names,
}

impl Said {
    fn by(file: &str, text: &str) -> Self {
        let module = module_of_file(file);
        let mut said = Self { module, ..Self::default() };
        said.visit_file(&syn::parse_file(text).unwrap_or_else(|error| panic!("{file}: {error}")));
        said
    }

    /// As from the crate; `None` for what is of another crate, or a name of this file's own.
    fn path_in_crate(&self, path: &[String]) -> Option<Names> {
        let here = || [&self.module[..], &self.inline[..]].concat();
        let (first, rest) = path.split_first()?;
        let start = match first.as_str() {
            "crate" | "section11" => Vec::new(),
            "self" => here(),
            "super" => {
                let ups = path.iter().take_while(|name| *name == "super").count();
                let here = here();
                return Some([&here[..here.len() - ups], &path[ups..]].concat());
            }
            name if self.imported.contains_key(name) => self.imported[name].clone(),
            name if self.declared.contains(name) => [here(), vec![name.to_owned()]].concat(),
            _ => return None,
        };
        Some([&start, rest].concat())
    }

    fn import(&mut self, tree: &syn::UseTree, before: &mut Names) {
        match tree {
            syn::UseTree::Path(path) => {
                before.push(path.ident.to_string());
                self.import(&path.tree, before);
                before.pop();
            }
            syn::UseTree::Group(group) => group.items.iter().for_each(|tree| self.import(tree, before)),
            syn::UseTree::Name(name) if name.ident == "self" => {
                self.name(before.last().cloned().unwrap_or_default(), before);
            }
            syn::UseTree::Name(name) => {
                let name = name.ident.to_string();
                self.name(name.clone(), &[&before[..], &[name]].concat());
            }
            syn::UseTree::Rename(new) => {
                self.name(new.rename.to_string(), &[&before[..], &[new.ident.to_string()]].concat());
            }
            syn::UseTree::Glob(_) => self.name("*".to_owned(), before),
        }
    }

    fn name(&mut self, name: String, path: &[String]) {
        if let Some(path) = self.path_in_crate(path) {
            self.used.insert(path.clone());
            self.imported.insert(name, path);
        }
    }

    fn uses(&mut self, path: &[String]) {
        if let Some(path) = self.path_in_crate(path) {
            self.used.insert(path);
        }
    }

    /// What stands in a macro is no syntax tree: its paths are read as names with `::` between them.
    fn tokens(&mut self, tokens: TokenStream) {
        let mut path = Names::new();
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Punct(punct) if punct.as_char() == ':' && !path.is_empty() => colons += 1,
                TokenTree::Ident(name) if colons == 2 => {
                    path.push(name.to_string());
                    colons = 0;
                }
                other => {
                    self.uses(&path);
                    path.clear();
                    colons = 0;
                    match other {
                        TokenTree::Ident(name) => path.push(name.to_string()),
                        TokenTree::Group(group) => self.tokens(group.stream()),
                        TokenTree::Punct(_) | TokenTree::Literal(_) => {}
                    }
                }
            }
        }
        self.uses(&path);
    }
}

fn is_of_tests(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg") && attribute.parse_args::<syn::Path>().is_ok_and(|path| path.is_ident("test"))
    })
}

impl<'ast> Visit<'ast> for Said {
    fn visit_file(&mut self, file: &'ast syn::File) {
        // A name may be used above the line that imports it.
        for _ in 0..2 {
            visit::visit_file(self, file);
        }
    }

    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        if is_of_tests(&module.attrs) {
            return;
        }
        let name = module.ident.to_string();
        if module.content.is_none() {
            self.declared.insert(name);
            return;
        }
        self.inline.push(name);
        visit::visit_item_mod(self, module);
        self.inline.pop();
    }

    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        if !is_of_tests(&function.attrs) {
            visit::visit_item_fn(self, function);
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        if !is_of_tests(&item.attrs) {
            self.import(&item.tree, &mut Names::new());
        }
    }

    /// `pub(super)` uses nothing.
    fn visit_visibility(&mut self, _: &'ast syn::Visibility) {}

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let names: Names = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        self.uses(&names);
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, invoked: &'ast syn::Macro) {
        self.tokens(invoked.tokens.clone());
        visit::visit_macro(self, invoked);
    }
}

/// The module that a file of `src` is.
fn module_of_file(file: &str) -> Names {
    let path = file.trim_end_matches(".rs");
    match path {
        "lib" => Vec::new(),
        _ => path.split('/').map(str::to_owned).collect(),
    }
}

/// For each file of `src` that is not one of tests, the others that it uses.
pub fn uses(sources: &[(String, String)]) -> BTreeMap<String, BTreeSet<String>> {
    let said: BTreeMap<Names, (String, Said)> =
        sources.iter().map(|(file, text)| (module_of_file(file), (file.clone(), Said::by(file, text)))).collect();
    let tests = files_of_tests(sources);
    let mut uses = BTreeMap::new();
    for (file, what) in said.values().filter(|(file, _)| !tests.contains(file)) {
        let of_it = what.used.iter().filter_map(|path| file_of(&said, path)).filter(|other| other != file).collect();
        uses.insert(file.clone(), of_it);
    }
    uses
}

/// For each file of `src` that is not one of tests, the modules of the crate that its paths begin with, as they are written.
pub fn names(sources: &[(String, String)]) -> BTreeMap<String, BTreeSet<String>> {
    let tests = files_of_tests(sources);
    let others = sources.iter().filter(|(file, _)| !tests.contains(file));
    let first = |path: &Names| path.first().cloned();
    others.map(|(file, text)| (file.clone(), Said::by(file, text).used.iter().filter_map(first).collect())).collect()
}

/// The file that defines what a path leads to, found through what modules pass on.
fn file_of(said: &BTreeMap<Names, (String, Said)>, path: &[String]) -> Option<String> {
    let mut path = path.to_vec();
    // No chain of names that are passed on is longer.
    for _ in 0..8 {
        let at = (1..=path.len()).rev().find(|length| said.contains_key(&path[..*length]))?;
        let (file, module) = &said[&path[..at]];
        let passed_on = path.get(at).and_then(|name| module.imported.get(name));
        match passed_on {
            Some(to) if *to != path => path = [&to[..], &path[at + 1..]].concat(),
            _ => return Some(file.clone()),
        }
    }
    None
}

/// Files that are compiled for tests alone: a module that is declared so, and all below it.
fn files_of_tests(sources: &[(String, String)]) -> BTreeSet<String> {
    let mut tests = BTreeSet::new();
    for (file, text) in sources {
        for item in syn::parse_file(text).unwrap().items {
            let syn::Item::Mod(module) = item else { continue };
            if is_of_tests(&module.attrs) && module.content.is_none() {
                let folder = module_of_file(file).join("/");
                let path = format!("{folder}/{}", module.ident);
                let below = |other: &&(String, String)| {
                    other.0 == format!("{path}.rs") || other.0.starts_with(&format!("{path}/"))
                };
                tests.extend(sources.iter().filter(below).map(|(other, _)| other.clone()));
            }
        }
    }
    tests
}

/// Every set of files that use each other in a circle; each in the order of their names.
pub fn circles(uses: &BTreeMap<String, BTreeSet<String>>) -> Vec<Vec<String>> {
    let reaches = |from: &str| {
        let mut seen = BTreeSet::new();
        let mut next: Vec<&String> = uses[from].iter().collect();
        while let Some(file) = next.pop() {
            if seen.insert(file.clone()) {
                next.extend(uses.get(file).into_iter().flatten());
            }
        }
        seen
    };
    let all: BTreeMap<_, _> = uses.keys().map(|file| (file.clone(), reaches(file))).collect();
    let mut circles = BTreeSet::new();
    for (file, others) in &all {
        if others.contains(file) {
            let of_it: Vec<_> = others.iter().filter(|other| all[*other].contains(file)).cloned().collect();
            circles.insert(of_it);
        }
    }
    circles.into_iter().collect()
}
