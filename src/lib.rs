//! section11: safeguarding self-audits for England's local safeguarding boards.
//!
//! The modules in reading order. `domain` and `islands` are all that compiles for the browser.

/// The vocabulary and every rule, pure: no SQL, no HTTP, no clock.
pub mod domain {
    #[cfg(feature = "ssr")]
    pub mod access;
    #[cfg(feature = "ssr")]
    pub mod action_plan;
    #[cfg(feature = "ssr")]
    pub mod answer;
    #[cfg(feature = "ssr")]
    pub mod audit;
    #[cfg(feature = "ssr")]
    pub mod audit_round;
    #[cfg(feature = "ssr")]
    pub mod board;
    #[cfg(feature = "ssr")]
    pub mod change;
    #[cfg(feature = "ssr")]
    pub mod child_data;
    pub mod choice;
    #[cfg(feature = "ssr")]
    pub mod counting;
    #[cfg(feature = "ssr")]
    pub mod dates;
    #[cfg(feature = "ssr")]
    pub mod disclosure;
    #[cfg(feature = "ssr")]
    pub mod form;
    pub mod labels;
    #[cfg(feature = "ssr")]
    pub mod lineage;
    #[cfg(feature = "ssr")]
    pub mod neutral;
    #[cfg(feature = "ssr")]
    pub mod normal_form;
    #[cfg(feature = "ssr")]
    pub mod organisation;
    #[cfg(feature = "ssr")]
    pub mod overview;
    #[cfg(feature = "ssr")]
    pub mod own_results;
    #[cfg(feature = "ssr")]
    pub mod person;
    #[cfg(feature = "ssr")]
    pub mod remarks;
    #[cfg(feature = "ssr")]
    pub mod report;
    #[cfg(feature = "ssr")]
    pub mod returned;
    pub mod save;
    pub mod save_id;
    pub mod score;
    #[cfg(feature = "ssr")]
    pub mod search;
    #[cfg(feature = "ssr")]
    pub mod summary;
    #[cfg(feature = "ssr")]
    pub mod tally;
    pub mod text;
    #[cfg(feature = "ssr")]
    pub mod typed_day;
}

/// SQLite: opening the file, and one module per noun.
#[cfg(feature = "ssr")]
pub mod store;

/// Files in: form editions, organisations.
#[cfg(feature = "ssr")]
pub mod import;

/// What people do: check access, one transaction, write, record.
#[cfg(feature = "ssr")]
pub mod operations;

/// Files out: results workbook, action plan, tidy CSV. Data in, bytes out.
#[cfg(feature = "ssr")]
pub mod export;

/// The sample board: pure data, the same every time.
#[cfg(feature = "ssr")]
pub mod sample;

/// The interactive parts, for server and browser.
pub mod islands;

/// What pages are made of; it knows none of them.
#[cfg(feature = "ssr")]
pub mod web;

/// The screens: what each loads, shows, and what its form posts mean.
#[cfg(feature = "ssr")]
pub mod pages;

/// What runs by itself: long files.
#[cfg(feature = "ssr")]
pub mod jobs;

/// Router, layers, sessions, serving.
#[cfg(feature = "ssr")]
pub mod http;

/// The browser's entry point: the interactive parts start one by one.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
    islands::start::start();
}
