//! Reads a plain CSV of organisations. Every problem is listed with its line; a file with any is not used at all.

use std::collections::BTreeMap;

use crate::domain::organisation::{Identifiers, OrganisationDetails, TypedDetails};

/// The columns of the template, in order. Only the first two must be there.
pub const COLUMNS: [&str; 10] =
    ["name", "sector", "sub_sector", "group", "basis", "urn", "laestab", "ukprn", "ods", "charity_number"];
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
    let header = COLUMNS.join(",");
    let school = "Example Primary School,education,primary,Example Trust,statutory,123456,3441234,10012345,,";
    let charity = "Example Youth Charity,voluntary,,,commissioned,,,,,1234567";
    format!("{header}\r\n{school}\r\n{charity}\r\n")
}

/// The organisations of a file with the line of each, or every problem in it.
pub fn read(file: &[u8]) -> Result<Vec<(u64, OrganisationDetails)>, Vec<RowProblem>> {
    let text = decode(file).map_err(|message| vec![whole(message)])?;
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let header = reader.headers().map_err(|error| vec![whole(format!("The file cannot be read: {error}"))])?.clone();
    let places = columns(&header)?;
    let mut problems = Vec::new();
    let mut rows = Vec::new();
    let mut seen: BTreeMap<(&'static str, String), u64> = BTreeMap::new();
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                problems.push(whole(format!("The file cannot be read: {error}")));
                break;
            }
        };
        let line = record.position().map_or(0, csv::Position::line);
        if record.iter().all(|field| field.trim().is_empty()) {
            continue;
        }
        if record.len() > header.len() {
            let message =
                format!("has {} fields where the header has {}; is a comma not in quotes?", record.len(), header.len());
            problems.push(RowProblem { line, column: None, message });
            continue;
        }
        match typed(&record, &places).parse() {
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
    if problems.is_empty() && rows.is_empty() {
        problems.push(whole("The file has no organisations below its header".into()));
    }
    if problems.len() > MOST_PROBLEMS {
        let more = problems.len() - MOST_PROBLEMS;
        problems.truncate(MOST_PROBLEMS);
        problems.push(whole(format!("There are {more} more problems")));
    }
    if problems.is_empty() { Ok(rows) } else { Err(problems) }
}

fn whole(message: String) -> RowProblem {
    RowProblem { line: 0, column: None, message }
}

/// UTF-8 with or without a mark, UTF-16 with a mark, or Windows-1252, which is what old spreadsheets save.
fn decode(file: &[u8]) -> Result<String, String> {
    let marked = encoding_rs::Encoding::for_bom(file).map(|(encoding, _)| encoding);
    let encoding = marked.unwrap_or_else(|| match std::str::from_utf8(file) {
        Ok(_) => encoding_rs::UTF_8,
        Err(_) => encoding_rs::WINDOWS_1252,
    });
    let (text, _, broken) = encoding.decode(file);
    if broken || text.contains('\0') {
        return Err("The file is not readable text; save it as CSV in UTF-8 and try again".into());
    }
    // One kind of line end, so that the CSV reader's line numbers are those that people see.
    Ok(text.replace("\r\n", "\n").replace('\r', "\n"))
}

fn columns(header: &csv::StringRecord) -> Result<BTreeMap<&'static str, usize>, Vec<RowProblem>> {
    let mut places = BTreeMap::new();
    let mut problems = Vec::new();
    let problem = |message| RowProblem { line: 1, column: None, message };
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
            problems.push(problem(format!("The column {needed} is missing")));
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
    let Identifiers { urn, laestab, ukprn, ods, charity_number } = identifiers;
    let numbers =
        [("urn", urn), ("laestab", laestab), ("ukprn", ukprn), ("ods", ods), ("charity_number", charity_number)];
    let mut problems = Vec::new();
    for (column, number) in numbers {
        let Some(number) = number else { continue };
        if let Some(first) = seen.insert((column, number.clone()), line) {
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

    fn messages(file: &[u8]) -> Vec<String> {
        read(file).unwrap_err().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_template_can_be_imported_as_it_is() {
        let rows = read(template().as_bytes()).unwrap();
        assert_eq!(rows.len(), 2);
        assert_eq!((rows[1].0, rows[1].1.sector), (3, Sector::Voluntary));
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
        assert_eq!(messages(b"title,sector\nA,police\n").len(), 2);
        assert_eq!(messages(b"name,sector\n"), ["The file has no organisations below its header"]);
        assert_eq!(messages(b"").len(), 2);
        assert!(messages(b"name,sector\n\"A,police\nB,police\n")[0].starts_with("line 2"));
    }

    #[test]
    fn the_usual_encodings_and_line_ends_are_read_alike() {
        let text = "name,sector\r\nYsgol Tŷ Mawr,police\r\n";
        let mut marked = b"\xEF\xBB\xBF".to_vec();
        marked.extend(text.as_bytes());
        let utf16: Vec<u8> = [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        for file in [text.as_bytes().to_vec(), marked, utf16, text.replace("\r\n", "\r").into_bytes()] {
            assert_eq!(read(&file).unwrap()[0].1.name, "Ysgol Tŷ Mawr");
        }
        assert_eq!(read(b"name,sector\nCaf\xe9,police\n").unwrap()[0].1.name, "Café");
        assert_eq!(messages(b"name,sector\nA\0,police\n").len(), 1);
    }

    proptest! {
        #[test]
        fn no_file_makes_it_panic(file in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = read(&file);
        }
    }
}
