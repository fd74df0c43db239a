//! Reads a plain CSV of organisations. Every problem is listed with its line; a file with any is not used at all.

use std::collections::BTreeMap;

use super::csv_text::{decode, other_separator, unclosed_quote};
use crate::domain::organisation::{Identifiers, OrganisationDetails, TypedDetails};

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

/// The template: the header and one made-up row of each form, with the line ends that spreadsheets write.
pub fn template() -> String {
    let (header, examples) = (COLUMNS.join(","), EXAMPLES.join("\r\n"));
    format!("{header}\r\n{examples}\r\n")
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
            "it has a quotation mark that is never closed; close it, or remove it. The lines after it were not read";
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
    let places = columns(&header)?;
    let mut seen: BTreeMap<(&'static str, String), u64> = BTreeMap::new();
    for record in reader.records() {
        let record = record.map_err(unreadable)?;
        let line = record.position().map_or(0, |begins| line_of(text, begins));
        if record.iter().all(|field| field.trim().is_empty()) {
            continue;
        }
        if let Some(message) = misshapen(&record, header.len()) {
            problems.push(RowProblem { line, column: None, message });
            continue;
        }
        let typed = typed(&record, &places);
        if is_example(&typed.name) {
            let message = "this is the example from the template; replace it";
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
        if rows.len() > MOST_ROWS {
            return Err(vec![whole(format!("The file has more than {MOST_ROWS} organisations; split it"))]);
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
    let has = if record.len() == 1 { "it has 1 column".to_owned() } else { format!("it has {} columns", record.len()) };
    let other = record.get(0).and_then(other_separator);
    match (record.len(), other) {
        _ if record.iter().any(|field| field.contains('\0')) => {
            Some("it has a character that is no text (NUL); remove it, or save the file again as CSV in UTF-8".into())
        }
        (1, Some(separator)) if columns > 1 => {
            Some(format!("it has {separator} between its columns; put commas there, as in the first line"))
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
mod tests {
    use super::*;
    use crate::domain::organisation::Sector;
    use proptest::prelude::*;

    fn read_whole(file: &[u8]) -> Result<Vec<(u64, OrganisationDetails)>, Vec<RowProblem>> {
        let Read { rows, problems } = read(file);
        if problems.is_empty() { Ok(rows) } else { Err(shortened(problems)) }
    }

    fn messages(file: &[u8]) -> Vec<String> {
        read_whole(file).unwrap_err().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_template_can_be_imported_once_its_examples_are_replaced() {
        let replaced = template().replace("Example", "Hilltop");
        let rows = read_whole(replaced.as_bytes()).unwrap();
        assert_eq!(rows.len(), 2);
        assert_eq!((rows[1].0, rows[1].1.sector), (3, Sector::Voluntary));
    }

    #[test]
    fn the_examples_of_the_template_are_not_taken_for_organisations() {
        let refused = |line| format!("line {line}: this is the example from the template; replace it");
        assert_eq!(messages(template().as_bytes()), [refused(2), refused(3)]);
        assert_eq!(messages(b"name,sector\nA,police\n example youth charity ,voluntary\n"), [refused(3)]);
    }

    #[test]
    fn every_problem_is_listed_with_its_line() {
        let file = "name,sector,sub_sector,urn\n,education,primary,12\nA,police,primary,\nB,nowhere,,\nC,education,primary,123456\nD,education,primary,123456\n";
        let found = messages(file.as_bytes());
        let expected = [
            "line 2: Name must not be empty",
            "line 2: URN must be six digits",
            "line 3: Sub-sector must be empty for the sector police",
            "line 4: Sector “nowhere” is not known",
            "line 6: URN 123456 is also in line 5",
        ];
        assert_eq!(found.len(), expected.len(), "{found:?}");
        for (found, expected) in found.iter().zip(expected) {
            assert!(found.starts_with(expected), "{found}");
        }
    }

    #[test]
    fn lines_are_counted_alike_whatever_ends_them() {
        for end in ["\n", "\r\n", "\r"] {
            let file = ["name,sector", "A,police", "B,nowhere", ""].join(end);
            assert!(messages(file.as_bytes())[0].starts_with("line 3:"), "{end:?}");
        }
    }

    #[test]
    fn a_file_without_its_columns_or_rows_says_so() {
        let missing = messages(b"title,sector\nA,police\n");
        assert!(missing.len() == 2 && missing[1] == "line 1: There is no column called “name”", "{missing:?}");
        assert_eq!(messages(b"name,sector\n"), ["The file has no organisations below its header"]);
        assert_eq!(messages(b"").len(), 2);
    }

    #[test]
    fn the_usual_encodings_and_line_ends_are_read_alike() {
        let text = "name,sector\r\nYsgol Tŷ Mawr,police\r\n";
        let mut marked = b"\xEF\xBB\xBF".to_vec();
        marked.extend(text.as_bytes());
        let utf16: Vec<u8> = [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        for file in [text.as_bytes().to_vec(), marked, utf16, text.replace("\r\n", "\r").into_bytes()] {
            assert_eq!(read_whole(&file).unwrap()[0].1.name, "Ysgol Tŷ Mawr");
        }
        assert_eq!(read_whole(b"name,sector\nCaf\xe9,police\n").unwrap()[0].1.name, "Café");
        assert_eq!(messages(b"name,sector\nA\0,police\n").len(), 1);
    }

    #[test]
    fn a_spreadsheet_is_told_from_a_csv_file() {
        let says = "This is a spreadsheet, not a CSV file. Open it in Excel, choose File, Save As and the type CSV UTF-8, then \
             choose that file here";
        for file in [&b"PK\x03\x04\x14\0\x06\0\x08\0[Content_Types].xml"[..], b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0"] {
            assert_eq!(messages(file), [says]);
        }
        assert!(read_whole(b"name,sector\nPK,police\n").is_ok());
    }

    #[test]
    fn a_row_with_too_few_or_too_many_columns_is_named_with_what_to_do() {
        let file = "name,sector,urn\nA,police\nB\nC,education,primary,1,2\nD,fire,\n\nE,nowhere,\n";
        let found = messages(file.as_bytes());
        assert_eq!(
            found[..3],
            [
                "line 2: it has 2 columns where the first line has 3; put a comma for each column that is empty",
                "line 3: it has 1 column where the first line has 3; put a comma for each column that is empty",
                "line 4: it has 5 columns where the first line has 3; put a text with a comma in it between quotation marks",
            ]
        );
        assert!(found.len() == 4 && found[3].starts_with("line 7: Sector “nowhere”"), "{found:?}");
    }

    #[test]
    fn other_separators_than_commas_are_named() {
        for (separator, words) in [(";", "semicolons"), ("\t", "tabs")] {
            let whole = messages(template().replace(',', separator).as_bytes());
            assert_eq!(whole.len(), 1, "{whole:?}");
            assert!(whole[0].starts_with(&format!("line 1: The columns have {words} between them.")), "{whole:?}");
        }
        let one = messages(b"name,sector\nA,police\nB;police\n");
        assert_eq!(one, ["line 3: it has semicolons between its columns; put commas there, as in the first line"]);
    }

    #[test]
    fn a_quotation_mark_that_is_never_closed_is_found_where_it_opens() {
        let file = "name,sector\nA,nowhere\n\"B, \"\"the\"\" big\none\",police\nC,\"police\nD,nowhere\n";
        let found = messages(file.as_bytes());
        assert!(found[0].starts_with("line 2: Sector “nowhere”"), "{found:?}");
        assert!(found[1].starts_with("line 3: Name contains a character"), "{found:?}");
        assert!(found[2].starts_with("line 5: it has a quotation mark that is never closed"), "{found:?}");
        assert_eq!(found.len(), 3, "{found:?}");
        let header = messages(b"\"name,sector\nA,police\n");
        assert!(header.len() == 1 && header[0].starts_with("line 1: it has a quotation mark"), "{header:?}");
        assert!(read_whole(b"name,sector\n\"A \"\"B\"\"\",police\nC 5\" D,police\n").is_ok(), "a mark within a text");
    }

    #[test]
    fn problems_are_listed_by_line_in_every_encoding() {
        let text = "name,sector\r\nTŷ Mawr,nowhere\r\nB,police\r\n,police\r\n";
        let utf16 = |order: fn(u16) -> [u8; 2]| -> Vec<u8> {
            [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(order).collect()
        };
        let windows = b"name,sector\r\nCaf\xe9,nowhere\r\nB,police\r\n,police\r\n".to_vec();
        for file in [text.as_bytes().to_vec(), utf16(u16::to_le_bytes), utf16(u16::to_be_bytes), windows] {
            let found = messages(&file);
            assert_eq!(found.len(), 2, "{found:?}");
            assert!(found[0].starts_with("line 2: Sector") && found[1].starts_with("line 4: Name"), "{found:?}");
        }
        let unmarked: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(messages(&unmarked)[0].starts_with("The file seems to be UTF-16"));
        let torn = &utf16(u16::to_le_bytes)[..41];
        assert_eq!(messages(torn), ["The file is not readable text; save it as CSV in UTF-8 and try again"]);
        let mixed = messages("name,sector\nTŷ Mawr,police\nCaf#,police\n".replace('#', "\u{0}").as_bytes());
        assert_eq!(mixed.len(), 1, "{mixed:?}");
        assert!(mixed[0].starts_with("line 3: it has a character that is no text (NUL)"), "{mixed:?}");
        let mut half = "name,sector\nTŷ Mawr,police\nCaf".as_bytes().to_vec();
        half.extend(b"\xe9,police\n");
        assert!(messages(&half)[0].starts_with("line 3: it is not written in UTF-8 like the other lines"));
    }

    proptest! {
        #[test]
        fn no_file_makes_it_panic(file in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = read(&file);
        }
    }
}
