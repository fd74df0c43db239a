//! Reads a plain CSV of organisations. Every problem is listed with its line; a file with any is not used at all.

use std::collections::BTreeMap;

use super::csv_text::{NO_TEXT, decode, is_no_text, other_separator, unclosed_quote};
use crate::domain::organisation::{Identifiers, OrganisationDetails, TypedDetails};
use crate::domain::text::BYTE_ORDER_MARK;

/// The columns of the template, in order. Only the first two must be there.
pub const COLUMNS: [&str; 10] =
    ["name", "sector", "sub_sector", "group", "basis", "urn", "laestab", "ukprn", "ods", "charity_number"];
/// The made-up rows of the template, one of each form.
const EXAMPLES: [&str; 2] = [
    "Example Primary School,education,primary,Example Trust,statutory,123456,3441234,10012345,,",
    "Example Youth Charity,voluntary,,,commissioned,,,,,1234567",
];
/// More rows than any area has organisations: a larger file is a mistake.
const MOST_ROWS: usize = 100_000;
/// More columns than any list of organisations has; the register of schools has about 140.
const MOST_COLUMNS: usize = 200;
/// More problems than anyone reads; the rest are counted.
const MOST_PROBLEMS: usize = 500;

/// Something wrong in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowProblem {
    /// The line in the file, from 1, which is the header; 0 for the file as a whole.
    pub line: u64,
    /// The column, when it is about one.
    pub column: Option<&'static str>,
    /// What to do about it.
    pub message: String,
}

impl std::fmt::Display for RowProblem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.line {
            0 => f.write_str(&self.message),
            line => write!(f, "line {line}: {}", self.message),
        }
    }
}

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

/// What a file says: the organisations of the rows that are in order, each with its line, and every problem.
#[derive(Debug, Default)]
pub struct Read {
    /// Rows that could be imported, were there no problem anywhere.
    pub rows: Vec<(u64, OrganisationDetails)>,
    /// What is wrong, by line. A file with a problem is not imported.
    pub problems: Vec<RowProblem>,
}

/// Reads a file of organisations.
pub fn read(file: &[u8]) -> Read {
    let mut read = Read::default();
    if let Err(problems) = read_file(file, &mut read) {
        read = Read { rows: Vec::new(), problems };
    }
    read
}

/// Reads row by row; an error is what makes the rest unreadable.
fn read_file(file: &[u8], read: &mut Read) -> Result<(), Vec<RowProblem>> {
    let text = decode(file).map_err(|troubles| {
        let problems = troubles.into_iter().map(|(line, message)| RowProblem { line, column: None, message });
        problems.collect::<Vec<_>>()
    })?;
    let unclosed = unclosed_quote(&text);
    // What stands after such a mark is one long text to a CSV reader: the lines before it are read, the rest is not.
    let readable = unclosed.map_or(text.as_str(), |(_, before)| &text[..before]);
    if unclosed.is_none_or(|(line, _)| line > 1) {
        read_rows(readable, &mut read.rows, &mut read.problems)?;
    }
    if let Some((line, _)) = unclosed {
        let message =
            "It has a quotation mark that is never closed; close it, or remove it. The lines after it were not read";
        read.problems.push(RowProblem { line, column: None, message: message.into() });
    }
    if read.problems.is_empty() && read.rows.is_empty() {
        read.problems.push(whole("The file has no organisations below its header".into()));
    }
    Ok(())
}

/// At most as many problems as someone can work through, the first of the file first.
pub fn shortened(mut problems: Vec<RowProblem>) -> Vec<RowProblem> {
    problems.sort_by_key(|problem| problem.line);
    if problems.len() > MOST_PROBLEMS {
        let more = problems.len() - MOST_PROBLEMS;
        problems.truncate(MOST_PROBLEMS);
        problems.push(whole(format!("There are {more} more problems")));
    }
    problems
}

fn read_rows(
    text: &str,
    rows: &mut Vec<(u64, OrganisationDetails)>,
    problems: &mut Vec<RowProblem>,
) -> Result<(), Vec<RowProblem>> {
    let unreadable = |error: csv::Error| vec![whole(format!("The file cannot be read: {error}"))];
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let header = reader.headers().map_err(unreadable)?.clone();
    if header.len() > MOST_COLUMNS {
        let message = format!("The first line has {} columns; at most {MOST_COLUMNS} are read", header.len());
        return Err(vec![whole(message)]);
    }
    let places = columns(&header)
        .map_err(|problems| if is_no_text(text.as_bytes()) { vec![whole(NO_TEXT.into())] } else { problems })?;
    let mut seen: BTreeMap<(&'static str, String), u64> = BTreeMap::new();
    let mut organisations = 0;
    for record in reader.records() {
        let record = record.map_err(unreadable)?;
        let line = record.position().map_or(0, |begins| line_of(text, begins));
        if record.iter().all(|field| field.trim().is_empty()) {
            continue;
        }
        organisations += 1;
        if organisations > MOST_ROWS {
            return Err(vec![whole(format!("The file has more than {MOST_ROWS} organisations; split it"))]);
        }
        if let Some(message) = misshapen(&record, header.len()) {
            problems.push(RowProblem { line, column: None, message });
            continue;
        }
        let typed = typed(&record, &places);
        if is_example(&typed.name) {
            let message = "This is the example from the template; replace it";
            problems.push(RowProblem { line, column: None, message: message.into() });
            continue;
        }
        match typed.parse() {
            Ok(details) => {
                problems.extend(repeated(&mut seen, line, &details.identifiers));
                rows.push((line, details));
            }
            Err(found) => problems.extend(found.into_iter().map(|p| RowProblem {
                line,
                column: Some(p.field),
                message: p.message,
            })),
        }
    }
    Ok(())
}

/// The line of a row. The reader says where the row before it ended: empty lines may stand between.
fn line_of(text: &str, begins: &csv::Position) -> u64 {
    let from = usize::try_from(begins.byte()).unwrap_or(usize::MAX);
    let rest = text.as_bytes().get(from..).unwrap_or_default();
    (begins.line()..)
        .zip(rest.iter().take_while(|byte| **byte == b'\n'))
        .last()
        .map_or(begins.line(), |(line, _)| line + 1)
}

/// What is wrong with a row before its texts are looked at.
fn misshapen(record: &csv::StringRecord, columns: usize) -> Option<String> {
    let has = if record.len() == 1 { "It has 1 column".to_owned() } else { format!("It has {} columns", record.len()) };
    let other = record.get(0).and_then(other_separator);
    match (record.len(), other) {
        _ if record.iter().any(|field| field.contains('\0')) => {
            Some("It has a character that is no text (NUL); remove it, or save the file again as CSV in UTF-8".into())
        }
        (1, Some(separator)) if columns > 1 => {
            Some(format!("It has {separator} between its columns; put commas there, as in the first line"))
        }
        (n, _) if n < columns => {
            Some(format!("{has} where the first line has {columns}; put a comma for each column that is empty"))
        }
        (n, _) if n > columns => Some(format!(
            "{has} where the first line has {columns}; put a text with a comma in it between quotation marks"
        )),
        _ => None,
    }
}

fn whole(message: String) -> RowProblem {
    RowProblem { line: 0, column: None, message }
}

fn columns(header: &csv::StringRecord) -> Result<BTreeMap<&'static str, usize>, Vec<RowProblem>> {
    let mut places = BTreeMap::new();
    let mut problems = Vec::new();
    let problem = |message| RowProblem { line: 1, column: None, message };
    if let (1, Some(separator)) = (header.len(), header.get(0).and_then(other_separator)) {
        return Err(vec![problem(format!(
            "The columns have {separator} between them. Save the file with commas there: when the spreadsheet saves it as \
             CSV, choose the comma"
        ))]);
    }
    for (place, title) in header.iter().enumerate() {
        let title = title.trim().to_lowercase().replace([' ', '-'], "_");
        if title.is_empty() {
            continue;
        }
        match COLUMNS.iter().find(|column| **column == title) {
            Some(column) if places.insert(*column, place).is_some() => {
                problems.push(problem(format!("The column {column} is there twice")));
            }
            Some(_) => {}
            None => problems.push(problem(format!("The column “{title}” is not known; use {}", COLUMNS.join(", ")))),
        }
    }
    for needed in ["name", "sector"] {
        if !places.contains_key(needed) {
            problems.push(problem(format!("There is no column called “{needed}”")));
        }
    }
    if problems.is_empty() { Ok(places) } else { Err(problems) }
}

fn typed(record: &csv::StringRecord, places: &BTreeMap<&'static str, usize>) -> TypedDetails {
    let field = |column| places.get(column).and_then(|place| record.get(*place)).unwrap_or_default().to_owned();
    TypedDetails {
        name: field("name"),
        sector: field("sector"),
        sub_sector: field("sub_sector"),
        group: field("group"),
        basis: field("basis"),
        urn: field("urn"),
        laestab: field("laestab"),
        ukprn: field("ukprn"),
        ods: field("ods"),
        charity_number: field("charity_number"),
    }
}

fn repeated(seen: &mut BTreeMap<(&'static str, String), u64>, line: u64, identifiers: &Identifiers) -> Vec<RowProblem> {
    let mut problems = Vec::new();
    for (column, number) in identifiers.given() {
        if let Some(first) = seen.insert((column, number.to_owned()), line) {
            let message = format!("{} {number} is also in line {first}", Identifiers::words(column));
            problems.push(RowProblem { line, column: Some(column), message });
        }
    }
    problems
}

#[cfg(test)]
mod tests;
