//! What is wrong with a row before its texts are looked at.

use std::collections::BTreeMap;

use super::super::csv_field::words;
use super::super::csv_text::{other_separator, separator_words};
use super::super::quotation_marks::{Fault, Misplaced, misplaced};
use crate::domain::organisation::Sector;

/// More rows than any area has organisations: a larger file is a mistake.
pub(super) const MOST_ROWS: usize = 100_000;
/// What is said of a row that has others inside.
pub(super) const HOLDS_ROWS: &str =
    "It has other rows inside a text between quotation marks; close each quotation mark in its own row, or remove it";

/// Every quotation mark out of place, by the line in which its row begins, and the one that is never closed.
pub(super) fn misplaced_marks(text: &str, separator: char) -> (BTreeMap<u64, Misplaced>, Option<Misplaced>) {
    let mut unclosed = None;
    let mut marks = BTreeMap::new();
    for mark in misplaced(text, separator) {
        if mark.fault == Fault::NeverClosed {
            unclosed = Some(mark);
        } else if marks.len() <= MOST_ROWS {
            // For a file with more rows, their number is the only problem reported.
            marks.entry(mark.row).or_insert(mark);
        }
    }
    (marks, unclosed)
}

/// Words may stand in so many columns by chance, divided by commas.
const FEW_COLUMNS: usize = 3;

/// What the rows of a table have in common.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape<'a> {
    /// How many columns its first line has.
    pub(super) columns: usize,
    /// What stands between them.
    pub(super) separator: char,
    /// Where its sectors are.
    pub(super) sector: usize,
    /// Where what is read of it stands; the others are left out.
    pub(super) read: &'a [usize],
}

impl Shape<'_> {
    /// What is wrong with a row. Columns that are empty may be missing at its end, or be more.
    pub(super) fn problem_of(self, record: &csv::StringRecord) -> Option<String> {
        let Self { columns, separator, .. } = self;
        let filled = (0..record.len()).rfind(|place| !record[*place].trim().is_empty()).map_or(0, |last| last + 1);
        let other = record.get(0).and_then(|field| other_separator(field, separator));
        match (record.len(), other) {
            _ if record.iter().any(|field| field.contains('\0')) => Some(
                "It has a character that is not text (NUL); remove it, or save the file again as CSV in UTF-8".into(),
            ),
            _ if self.holds_rows(record) => Some(HOLDS_ROWS.into()),
            (1, Some(other)) if columns > 1 => Some(format!(
                "It has {}s between its columns where the first line has {}s; put the same in both",
                separator_words(other),
                separator_words(separator)
            )),
            _ if filled > columns => Some(format!(
                "It has {filled} columns where the first line has {columns}; put a text with a {} in it between quotation \
                 marks",
                separator_words(separator)
            )),
            _ => None,
        }
    }

    /// Returns true when a line of one of the texts that are read could be a row: the quotation mark is closed in another row
    /// than its own.
    fn holds_rows(self, record: &csv::StringRecord) -> bool {
        record.iter().enumerate().filter(|(place, _)| self.read.contains(place)).any(|field| self.has_row(field))
    }

    /// The same of the first line, of which every text is read.
    pub(super) fn header_holds_rows(self, header: &csv::StringRecord) -> bool {
        header.iter().enumerate().any(|field| self.has_row(field))
    }

    fn has_row(self, (place, text): (usize, &str)) -> bool {
        // The first line continues its row, and each of the others begins one.
        let columns_before = std::iter::once(place).chain(std::iter::repeat(0));
        text.contains('\n') && text.split('\n').zip(columns_before).any(|(line, before)| self.is_row(line, before))
    }

    /// Returns true for a line with as many columns as the table, or with a sector in its place.
    fn is_row(self, line: &str, columns_before: usize) -> bool {
        let parts: Vec<_> = line.split(self.separator).take(self.columns).collect();
        let place = self.sector.checked_sub(columns_before);
        let sector = place.and_then(|place| parts.get(place)).and_then(|part| words(part).parse::<Sector>().ok());
        let is_whole = parts.len() == self.columns && self.columns > FEW_COLUMNS;
        parts.len() > 1 && (is_whole || sector.is_some())
    }
}
