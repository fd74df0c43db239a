//! The first line of a file of organisations: where each column is, and which are not ours.

use std::collections::{BTreeMap, BTreeSet};

use super::super::csv_field::words;
use super::super::csv_text::{self, first_rows, is_before_the_header};
use super::problem::{RowProblem, line_of, whole};
use crate::domain::text::{self, BYTE_ORDER_MARK};

/// The columns of the template, in order. Only the first two must be there.
pub const COLUMNS: [&str; 10] =
    ["name", "sector", "sub_sector", "group", "basis", "urn", "laestab", "ukprn", "ods", "charity_number"];
/// More columns than any list of organisations has; the register of schools has about 140.
pub(super) const MOST_COLUMNS: usize = 200;
/// What to do with an extract of the register of schools, whose columns are called otherwise.
const OF_THE_REGISTER: &str = ". This seems to be an extract of Get Information About Schools: call its column \
    EstablishmentName “name”, add the columns “sector” and “sub_sector”, and leave out the others";
/// The most characters of a title that are shown.
const LONGEST_TITLE_SHOWN: usize = 60;

/// Where each column of ours is, and what the others are called.
pub(super) struct Columns {
    pub(super) places: BTreeMap<&'static str, usize>,
    pub(super) left_out: Vec<String>,
}

impl Columns {
    /// Reads the first line, or says everything that is wrong with it. A column without a title and without texts does not
    /// count: a spreadsheet writes as many as were ever formatted.
    pub(super) fn of(
        text: &str,
        separator: char,
        header: &csv::StringRecord,
        leaves_out: bool,
    ) -> Result<Self, Vec<RowProblem>> {
        let titles: Vec<_> = header.iter().map(|title| words(title.trim_matches(BYTE_ORDER_MARK))).collect();
        let count = titles.iter().filter(|title| !title.is_empty()).count();
        if count > MOST_COLUMNS {
            return Err(vec![whole(format!("The first line has {count} columns; at most {MOST_COLUMNS} are read"))]);
        }
        let line = header.position().map_or(1, |begins| line_of(text, begins));
        let (mut places, mut unknown, mut problems) = (BTreeMap::new(), Vec::new(), Vec::new());
        let mut problem = |message| problems.push(RowProblem { line, column: None, message });
        if let Some(message) = titles_further_down(text, separator, &titles) {
            return Err(vec![RowProblem { line, column: None, message }]);
        }
        for (place, title) in titles.iter().enumerate() {
            match column_called(title) {
                Some(column) if places.insert(column, place).is_some() => {
                    problem(format!("The column {column} is there twice"));
                }
                None if !title.is_empty() => unknown.push(title.clone()),
                Some(_) | None => {}
            }
        }
        let of_the_register = unknown.iter().any(|title| title == "EstablishmentName");
        for needed in ["name", "sector"] {
            if !places.contains_key(needed) {
                let advice = match needed {
                    "name" if of_the_register => OF_THE_REGISTER,
                    "name" if places.is_empty() => ". The first line must hold the names of the columns",
                    _ => "",
                };
                problem(format!("There is no column called “{needed}”{advice}"));
            }
        }
        let untitled = untitled_with_texts(text, separator, &titles);
        if !leaves_out {
            if !unknown.is_empty() {
                let one = unknown.len() == 1;
                let (columns, are, them) = if one { ("column", "is", "it") } else { ("columns", "are", "them") };
                let known = COLUMNS.join(", ");
                problem(format!(
                    "The {columns} {} {are} not known. Leave {them} out knowingly, or use {known}",
                    named(&unknown)
                ));
            }
            for place in &untitled {
                problem(format!(
                    "The {} has no title. Write one of {} in the first line, or leave the column out knowingly",
                    placed(*place),
                    COLUMNS.join(", ")
                ));
            }
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        unknown.extend(untitled.into_iter().map(|place| format!("{} (no title)", placed(place))));
        Ok(Self { places, left_out: unknown })
    }
}

/// The column with this title, however its words are divided and its letters written.
pub(super) fn column_called(title: &str) -> Option<&'static str> {
    let letters =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let title = letters(title);
    COLUMNS.into_iter().find(|column| letters(column) == title)
}

/// What to do when the first line is something else than the names of the columns: a title, or nothing that is known.
fn titles_further_down(text: &str, separator: char, titles: &[String]) -> Option<String> {
    let known = |row: &csv::StringRecord| row.iter().filter_map(column_called).collect::<BTreeSet<_>>().len();
    if titles.iter().any(|title| column_called(title).is_some()) {
        return None;
    }
    let header = first_rows(text, separator).skip(1).find(|row| known(row) > 1)?;
    let line = header.position().map_or(1, |begins| line_of(text, begins));
    Some(format!(
        "The first line must hold the names of the columns. They are in line {line}: delete the lines above it"
    ))
}

/// The columns that have texts and no title, at most as many as are named.
fn untitled_with_texts(text: &str, separator: char, titles: &[String]) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    if titles.iter().all(|title| !title.is_empty()) {
        return found;
    }
    let records = csv_text::rows(text, separator).into_records().map_while(Result::ok);
    for record in records.skip_while(is_before_the_header).skip(1) {
        let fields = record.iter().enumerate().take(titles.len());
        let untitled = fields.filter(|(place, field)| titles[*place].is_empty() && !field.trim().is_empty());
        found.extend(untitled.map(|(place, _)| place));
        if found.len() >= MOST_COLUMNS {
            break;
        }
    }
    found
}

/// "third column".
fn placed(place: usize) -> String {
    const NUMBERS: [&str; 10] =
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];
    NUMBERS.get(place).map_or_else(|| format!("column {}", place + 1), |number| format!("{number} column"))
}

/// Every title, so that a misspelt one is seen among many.
pub fn named(titles: &[String]) -> String {
    let shown = |title: &String| format!("“{}”", title.chars().take(LONGEST_TITLE_SHOWN).collect::<String>());
    let mut named: Vec<_> = titles.iter().take(MOST_COLUMNS).map(shown).collect();
    if titles.len() > named.len() {
        named.push(format!("{} more", titles.len() - named.len()));
    }
    text::list(&named)
}
