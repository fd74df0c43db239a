//! Reads a plain CSV of organisations. Every problem is listed with its line; a file with any is not used at all.

mod columns;
mod problem;
mod shape;

use std::collections::BTreeMap;

use super::broken_letters::looks_broken;
use super::csv_field::{changed_by_spreadsheet, number, words};
use super::csv_text;
use super::csv_text::{Decoded, NO_TEXT, decode, is_before_the_header, is_blank, is_no_text, separator_of, too_wide};
use super::encoding::Encoding;
use super::failed_cell::is_failed;
use super::quotation_marks::Misplaced;
use crate::domain::labels;
use crate::domain::organisation::{DetailProblem, Identifiers, OrganisationDetails, TypedDetails};
use crate::domain::text::{self, BYTE_ORDER_MARK};
pub use columns::COLUMNS;
pub use columns::named;
use columns::{Columns, column_called};
pub use problem::{RowProblem, shortened};
use problem::{line_of, whole};
use shape::{HOLDS_ROWS, MOST_ROWS, Shape, misplaced_marks};

/// The made-up rows of the template, one of each form.
const EXAMPLES: [&str; 2] = [
    "Example Primary School,education,primary,Example Trust,statutory,123456,3441234,10012345,,",
    "Example Youth Charity,voluntary,,,commissioned,,,,,1234567",
];
/// The template: the header and one made-up row of each form, with the mark and the line ends that spreadsheets write.
pub fn template() -> String {
    let (header, examples) = (COLUMNS.join(","), EXAMPLES.join("\r\n"));
    format!("{BYTE_ORDER_MARK}{header}\r\n{examples}\r\n")
}

/// Whether a name is that of a made-up row of the template. The name alone counts: who has kept it has not written over
/// that row, whatever a spreadsheet made of its numbers.
fn is_example(name: &str) -> bool {
    let mut examples = EXAMPLES.iter().filter_map(|row| row.split(',').next());
    examples.any(|example| example.eq_ignore_ascii_case(name.trim()))
}

/// What the person who imports a file says of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// How its letters are written; `None` where that is to be found out.
    pub encoding: Option<Encoding>,
    /// Whether columns that are not known are left out, knowingly.
    pub leaves_out_columns: bool,
}

/// What a file was read as.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AsRead {
    /// How its letters are written; `None` where it is not readable text.
    pub encoding: Option<Encoding>,
    /// Whether that was guessed.
    pub guessed: bool,
    /// Names and groups to be asked about, each with its line: those with letters that would be others if the guess were
    /// wrong, and those whose letters look broken in the file itself. Empty where somebody has said how it is written.
    pub doubtful: Vec<RowProblem>,
    /// The columns that were left out.
    pub left_out: Vec<String>,
    /// The rows that had characters which nobody sees, and what was left out of them.
    pub unseen: Vec<RowProblem>,
}

impl AsRead {
    /// Whether its reader need be told nothing about it.
    pub fn says_nothing(&self) -> bool {
        self.doubtful.is_empty() && self.left_out.is_empty() && self.unseen.is_empty()
    }
}

/// What a file says: the organisations of the rows that are in order, each with its line, and every problem.
#[derive(Debug, Default)]
pub struct Read {
    /// Rows that could be imported, were there no problem anywhere.
    pub rows: Vec<(u64, OrganisationDetails)>,
    /// What is wrong, by line. A file with a problem is not imported.
    pub problems: Vec<RowProblem>,
    /// What it was read as.
    pub as_read: AsRead,
}

/// Reads a file of organisations.
pub fn read(file: &[u8], reading: Reading) -> Read {
    let mut read = Read::default();
    if let Err(problems) = read_file(file, reading, &mut read) {
        read = Read { rows: Vec::new(), problems, as_read: read.as_read };
    }
    read
}

/// Reads row by row; an error is what makes the rest unreadable.
fn read_file(file: &[u8], reading: Reading, read: &mut Read) -> Result<(), Vec<RowProblem>> {
    let Decoded { text, encoding, guessed } = decode(file, reading.encoding).map_err(|troubles| {
        let problems = troubles.into_iter().map(|(line, message)| RowProblem { line, column: None, message });
        problems.collect::<Vec<_>>()
    })?;
    read.as_read.encoding = Some(encoding);
    read.as_read.guessed = guessed;
    if let Some(line) = too_wide(&text) {
        let message = "It has more columns than a spreadsheet; save the file again as CSV".into();
        return Err(vec![RowProblem { line, column: None, message }]);
    }
    let separator = separator_of(&text, |title| column_called(title).is_some());
    let (marks, unclosed) = misplaced_marks(&text, separator);
    // A CSV reader takes everything after such a mark for one long text: the lines before it are read, the rest is not.
    let readable = unclosed.map_or(text.as_str(), |mark| &text[..mark.row_begins]);
    if unclosed.is_none_or(|mark| mark.line > 1) {
        read_rows(readable, separator, &marks, reading, read)?;
    }
    read.problems.extend(unclosed.map(at_its_mark));
    if read.problems.is_empty() && read.rows.is_empty() {
        read.problems.push(whole("The file has no organisations below its header".into()));
    }
    Ok(())
}

/// A quotation mark out of place, as a problem.
fn at_its_mark(mark: Misplaced) -> RowProblem {
    RowProblem { line: mark.line, column: None, message: mark.words() }
}

/// Reads the rows of a text whose `marks` are out of place, each with the line in which its row begins.
fn read_rows(
    text: &str,
    separator: char,
    marks: &BTreeMap<u64, Misplaced>,
    reading: Reading,
    read: &mut Read,
) -> Result<(), Vec<RowProblem>> {
    let unreadable = |error: csv::Error| vec![whole(format!("The file cannot be read: {error}"))];
    let mut records = csv_text::rows(text, separator)
        .into_records()
        .skip_while(|record| record.as_ref().is_ok_and(is_before_the_header));
    let header = records.next().transpose().map_err(unreadable)?.unwrap_or_default();
    let Columns { places, left_out } = Columns::of(text, separator, &header, reading.leaves_out_columns)
        .map_err(|problems| if is_no_text(text.as_bytes()) { vec![whole(NO_TEXT.into())] } else { problems })?;
    read.as_read.left_out = left_out;
    let sector = places.get("sector").copied().unwrap_or_default();
    let shape = Shape { columns: header.len(), separator, sector, read: &places.values().copied().collect::<Vec<_>>() };
    let line = header.position().map_or(1, |begins| line_of(text, begins));
    if let Some(mark) = marks.get(&line).copied().filter(|_| header.len() > 1) {
        return Err(vec![at_its_mark(mark)]);
    }
    if shape.header_holds_rows(&header) {
        return Err(vec![RowProblem { line, column: None, message: HOLDS_ROWS.into() }]);
    }
    let mut seen: BTreeMap<(&'static str, String), u64> = BTreeMap::new();
    let mut organisations = 0;
    for record in records {
        let record = record.map_err(unreadable)?;
        let line = record.position().map_or(0, |begins| line_of(text, begins));
        if is_blank(&record) {
            continue;
        }
        organisations += 1;
        if organisations > MOST_ROWS {
            return Err(vec![whole(format!("The file has more than {MOST_ROWS} organisations; split it"))]);
        }
        // A row that is not divided at all has another separator, for which its marks may be in place.
        let mark = marks.get(&line).copied().filter(|_| record.len() > 1);
        let message = shape.problem_of(&record).map(|message| RowProblem { line, column: None, message });
        if let Some(problem) = mark.map(at_its_mark).or(message) {
            read.problems.push(problem);
            continue;
        }
        let typed = typed(&record, &places);
        if is_example(&typed.name) {
            let message = "This is the example from the template; replace it";
            read.problems.push(RowProblem { line, column: None, message: message.into() });
            continue;
        }
        let failed: Vec<_> = failed_formulas(&record, &places, line).collect();
        if !failed.is_empty() {
            read.problems.extend(failed);
            continue;
        }
        match typed.parse() {
            Ok(details) => {
                read.problems.extend(repeated(&mut seen, line, &details.identifiers));
                if reading.encoding.is_none() {
                    let doubtful = doubtful(&record, &places, &details, read.as_read.guessed);
                    read.as_read.doubtful.extend(doubtful.map(|(column, message)| RowProblem {
                        line,
                        column: Some(column),
                        message,
                    }));
                }
                read.as_read.unseen.extend(unseen(&record, &places, line));
                read.rows.push((line, details));
            }
            Err(found) => read.problems.extend(found.into_iter().map(|problem| in_the_file(problem, line, &typed))),
        }
    }
    Ok(())
}

/// The name and the group of a row that have to be asked about, as they would be stored. They are looked at as they
/// stand in the file too: what is left out of a name may be half of a broken letter.
fn doubtful<'r>(
    record: &'r csv::StringRecord,
    places: &'r BTreeMap<&'static str, usize>,
    details: &'r OrganisationDetails,
    guessed: bool,
) -> impl Iterator<Item = (&'static str, String)> + 'r {
    let stored = [("name", Some(&details.name)), ("group", details.group.as_ref())];
    stored.into_iter().filter_map(move |(column, stored)| {
        let (text, stored) = (record.get(*places.get(column)?)?, stored?);
        let is_doubtful = guessed && !text.is_ascii() || looks_broken(text) || looks_broken(stored);
        is_doubtful.then(|| (column, stored.clone()))
    })
}

/// What was left out of a row, if anything was.
fn unseen(record: &csv::StringRecord, places: &BTreeMap<&'static str, usize>, line: u64) -> Option<RowProblem> {
    let fields = places.iter().map(|(column, place)| (*column, record.get(*place).unwrap_or_default()));
    let message = text::left_out(fields);
    (!message.is_empty()).then_some(RowProblem { line, column: None, message })
}

/// What is wrong in a row; of a number that a spreadsheet changed, how.
fn in_the_file(problem: DetailProblem, line: u64, typed: &TypedDetails) -> RowProblem {
    let DetailProblem { field, message } = problem;
    let numbers = [&typed.urn, &typed.laestab, &typed.ukprn, &typed.ods, &typed.charity_number];
    let number = Identifiers::COLUMNS.into_iter().zip(numbers).find(|(column, _)| *column == field);
    let changed = number.and_then(|(column, number)| changed_by_spreadsheet(labels::of(column), number));
    RowProblem { line, column: Some(field), message: changed.unwrap_or(message) }
}

/// The cells of a row in which a formula of the spreadsheet failed.
fn failed_formulas<'r>(
    record: &'r csv::StringRecord,
    places: &'r BTreeMap<&'static str, usize>,
    line: u64,
) -> impl Iterator<Item = RowProblem> + 'r {
    places.iter().filter_map(move |(column, place)| {
        let error = record.get(*place).map(str::trim).filter(|field| is_failed(field))?;
        let message =
            format!("{error} is an error of the spreadsheet. Put what is meant in its place, and save the file again");
        Some(RowProblem { line, column: Some(column), message })
    })
}

fn typed(record: &csv::StringRecord, places: &BTreeMap<&'static str, usize>) -> TypedDetails {
    let field = |column| places.get(column).and_then(|place| record.get(*place)).unwrap_or_default();
    TypedDetails {
        name: words(field("name")),
        sector: words(field("sector")),
        sub_sector: words(field("sub_sector")),
        group: words(field("group")),
        basis: words(field("basis")),
        urn: number(field("urn")),
        laestab: number(field("laestab")),
        ukprn: number(field("ukprn")),
        ods: number(field("ods")),
        charity_number: number(field("charity_number")),
    }
}

fn repeated(seen: &mut BTreeMap<(&'static str, String), u64>, line: u64, identifiers: &Identifiers) -> Vec<RowProblem> {
    let mut problems = Vec::new();
    for (column, number) in identifiers.given() {
        if let Some(first) = seen.insert((column, number.to_owned()), line) {
            let message = format!("{} {number} is also in line {first}", labels::of(column));
            problems.push(RowProblem { line, column: Some(column), message });
        }
    }
    problems
}

#[cfg(test)]
mod tests;
