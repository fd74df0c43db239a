//! The text of an uploaded CSV file, before its columns mean anything: its letters, and what stands between its
//! columns.

use csv_core::{ReadFieldResult, ReaderBuilder};

use super::encoding::Encoding;
use crate::domain::text;

/// What is wrong with the text of a file: the line, or 0 for the file as a whole, and what to do about it.
pub type TextTrouble = (u64, String);

/// How the files of spreadsheet programs begin: those of today (a ZIP archive), and those of before 2007.
const SPREADSHEETS: [&[u8]; 2] = [b"PK\x03\x04", b"\xD0\xCF\x11\xE0"];
/// What spreadsheet programs put between columns, the likeliest first.
const SEPARATORS: [char; 4] = [',', ';', '\t', '|'];

/// What MS-DOS put at the end of a text.
const CTRL_Z: char = '\u{1A}';

/// What is said of a picture, a PDF or a program.
pub const NO_TEXT: &str = "This is not a CSV file. Choose the file of organisations, saved as CSV UTF-8";

/// Whether there are bytes that stand in no text: what is wrong is the file, not its lines.
pub fn is_no_text(file: &[u8]) -> bool {
    file.iter().any(|byte| matches!(byte, 0x01..=0x08 | 0x0e..=0x19 | 0x1b..=0x1f))
}

/// A file as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text; its lines end in line feeds.
    pub text: String,
    /// How its letters are written.
    pub encoding: Encoding,
    /// Whether neither the file nor anybody said so.
    pub guessed: bool,
}

/// Reads a file as text: as its mark or its bytes say, as somebody says, or as is likeliest.
pub fn decode(file: &[u8], said: Option<Encoding>) -> Result<Decoded, Vec<TextTrouble>> {
    // Its bytes could be read as text too, and would be shown as problems that nobody understands.
    if SPREADSHEETS.iter().any(|beginning| file.starts_with(beginning)) {
        let message = "This is a spreadsheet, not a CSV file. Open it in Excel, choose File, Save As and the type CSV UTF-8, then \
             choose that file here";
        return Err(vec![(0, message.into())]);
    }
    let certain = Encoding::certain(file);
    if let Some((certain, said)) = certain.zip(said).filter(|(certain, said)| certain != said) {
        let (certain, said) = (certain.words(), said.words());
        let message = format!("The file is written in {certain}, not in {said}. Choose {certain}, or no encoding");
        return Err(vec![(0, message)]);
    }
    let known = certain.or(said).or_else(|| Encoding::of_unmarked(file));
    let encoding = match known {
        Some(known) => known,
        // A picture or a program; one such character may come along with a text.
        None if is_no_text(file) && file.contains(&0) => return Err(vec![(0, NO_TEXT.into())]),
        None => {
            broken_lines(file)?;
            Encoding::guess(file)
        }
    };
    let Some(text) = encoding.decode(file) else {
        let message = match said {
            Some(said) => format!("The file is not written in {}. Choose how its letters are written", said.words()),
            None => "The file is not readable text; save it as CSV in UTF-8 and try again".into(),
        };
        return Err(vec![(0, message)]);
    };
    // One kind of line end, so that the CSV reader's line numbers are those that people see.
    let mut text = text.replace("\r\n", "\n").replace('\r', "\n");
    // Old programs end a file with it.
    if let Some(before) = text.trim_end().strip_suffix(CTRL_Z) {
        text.truncate(before.trim_end_matches(CTRL_Z).len());
    }
    Ok(Decoded { text, encoding, guessed: known.is_none() })
}

/// How many lines that are not written like the others are reported: each takes a hundred times its length in memory.
const MOST_LINES_TOLD: usize = 20;

/// Refuses UTF-8 with lines in it that are not: read as anything else, every accent of the others would be wrong.
fn broken_lines(file: &[u8]) -> Result<(), Vec<TextTrouble>> {
    let lines = || file.split(|byte| *byte == b'\n');
    if !lines().any(|line| !line.is_ascii() && std::str::from_utf8(line).is_ok()) {
        return Ok(());
    }
    let message = "It is not written in UTF-8 like the other lines; save the whole file again as CSV in UTF-8";
    let mut broken = (1..).zip(lines()).filter(|(_, line)| std::str::from_utf8(line).is_err());
    let mut told: Vec<_> = broken.by_ref().take(MOST_LINES_TOLD).map(|(line, _)| (line, message.to_owned())).collect();
    let more = broken.count();
    if more > 0 {
        let all = text::thousands(told.len() + more);
        told.push((0, format!("{all} lines are not written in UTF-8 like the others; the first of them are listed")));
    }
    Err(told)
}

/// Whether a row is none of the table's: nothing in it, or the line `sep=;` that Excel reads before it.
pub fn is_before_the_header(row: &csv::StringRecord) -> bool {
    let says_separator = row.get(0).is_some_and(|field| field.trim().to_ascii_lowercase().starts_with("sep="));
    says_separator || is_blank(row)
}

/// Whether a row holds nothing.
pub fn is_blank(row: &csv::StringRecord) -> bool {
    row.iter().all(|field| field.trim().is_empty())
}

/// The most rows in which the titles of the columns are looked for.
const MOST_BEFORE_THE_HEADER: usize = 20;

/// The separator with which one of the first rows has the most known titles.
pub fn separator_of(text: &str, is_known: impl Fn(&str) -> bool) -> char {
    let known = |separator: &char| {
        let known = |row: csv::StringRecord| row.iter().filter(|title| is_known(title)).count();
        first_rows(text, *separator).map(known).max()
    };
    // Of equals `max_by_key` would take the last.
    SEPARATORS.into_iter().rev().max_by_key(known).unwrap_or(',')
}

/// The first rows that hold anything.
pub fn first_rows(text: &str, separator: char) -> impl Iterator<Item = csv::StringRecord> {
    let rows = rows(text, separator).into_records().map_while(Result::ok);
    rows.filter(|row| !is_before_the_header(row)).take(MOST_BEFORE_THE_HEADER)
}

/// As many columns as a sheet of Excel has.
const WIDEST: usize = 16_384;

/// The line in which a row of a text has more columns than any spreadsheet, whatever stands between them, also
/// where its texts have line breaks. Each column would take forty times its length in memory.
pub fn too_wide(text: &str) -> Option<u64> {
    let many = SEPARATORS.into_iter().filter(|separator| text.matches(*separator).count() >= WIDEST);
    many.filter_map(|separator| wide_row(text, separator)).min()
}

/// Reads the columns one by one and keeps none.
fn wide_row(text: &str, separator: char) -> Option<u64> {
    let mut reader = ReaderBuilder::new().delimiter(u8::try_from(separator).ok()?).build();
    let (mut rest, mut column, mut columns) = (text.as_bytes(), [0; 4096], 0);
    loop {
        let (read, taken, _) = reader.read_field(rest, &mut column);
        rest = &rest[taken..];
        match read {
            ReadFieldResult::Field { record_end } => {
                columns = if record_end { 0 } else { columns + 1 };
                if columns >= WIDEST {
                    return Some(reader.line());
                }
            }
            // An empty rest says that the text has ended.
            ReadFieldResult::InputEmpty | ReadFieldResult::OutputFull => {}
            ReadFieldResult::End => return None,
        }
    }
}

/// The rows of a text; its first is one of them.
pub fn rows(text: &str, separator: char) -> csv::Reader<&[u8]> {
    let separator = u8::try_from(separator).unwrap_or(b',');
    csv::ReaderBuilder::new().flexible(true).has_headers(false).delimiter(separator).from_reader(text.as_bytes())
}

/// What people call what stands between columns.
pub fn separator_words(separator: char) -> &'static str {
    match separator {
        ';' => "semicolon",
        '\t' => "tab",
        '|' => "vertical bar",
        _ => "comma",
    }
}

/// Another separator than `separator` that seems to stand between the columns of a line.
pub fn other_separator(line: &str, separator: char) -> Option<char> {
    SEPARATORS.into_iter().find(|other| *other != separator && line.contains(*other))
}
