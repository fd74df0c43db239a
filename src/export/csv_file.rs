//! How every CSV file of ours is written: UTF-8 with a byte-order mark, without which Excel shows `é` as `Ã©` when the
//! file is opened by a double click, CRLF line ends, and quotation marks where RFC 4180 asks for them.
//!
//! A text that people typed goes through [`neutral`].

use std::io::Write;

use super::ExportError;
pub(super) use crate::domain::neutral::neutral;
use crate::domain::text::BYTE_ORDER_MARK;

/// Begins a file.
pub(super) fn writer<W: Write>(mut out: W) -> Result<csv::Writer<W>, ExportError> {
    write!(out, "{BYTE_ORDER_MARK}")?;
    Ok(csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out))
}

/// The finished bytes.
pub(super) fn finish(csv: csv::Writer<Vec<u8>>) -> Result<Vec<u8>, ExportError> {
    csv.into_inner().map_err(|error| ExportError::Csv(error.into_error().into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::neutral::as_typed;
    use crate::export::for_tests::rounds::hostile;
    use proptest::prelude::*;

    fn file_of(fields: &[String]) -> Vec<u8> {
        let mut csv = writer(Vec::new()).unwrap();
        for _ in 0..2 {
            csv.write_record(fields.iter().map(|field| neutral(field).into_owned())).unwrap();
        }
        finish(csv).unwrap()
    }

    /// The cells that a spreadsheet program makes of a file where this character stands between them: a quotation mark counts
    /// at the beginning of a cell alone.
    fn cells(file: &str, separator: char) -> Vec<String> {
        let (mut cells, mut cell, mut quoted, mut begins) = (Vec::new(), String::new(), false, true);
        let mut chars = file.trim_start_matches(BYTE_ORDER_MARK).chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '"' if begins => (quoted, begins) = (true, false),
                '"' if quoted && chars.next_if_eq(&'"').is_some() => cell.push('"'),
                '"' if quoted => quoted = false,
                c if !quoted && (c == separator || c == '\n' || c == '\r') => {
                    cells.push(std::mem::take(&mut cell));
                    begins = true;
                }
                c => {
                    cell.push(c);
                    begins = false;
                }
            }
        }
        cells
    }

    fn begins_no_formula(fields: &[String]) {
        let file = String::from_utf8(file_of(fields)).unwrap();
        for separator in [',', ';', '\t'] {
            for cell in cells(&file, separator) {
                let risky = cell.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
                    || cell.starts_with('\t')
                    // Elsewhere the mark at the end of a row may take the row's end into a cell: what follows is looked at.
                    || separator == ',' && cell.starts_with(['\r', '\n']);
                assert!(!risky, "{cell:?} of {file:?} divided at {separator:?}");
            }
        }
    }

    #[test]
    fn no_hostile_text_begins_a_formula_in_any_country_and_each_comes_back() {
        let divided =
            ["a;=1+1", "a\t=1+1", "a,=1", "a\n=1+1", "a\r=1", "a;\"=1+1", "a;\t=1", "a,b;", "=1;\"", "x;' =1"];
        let texts: Vec<String> = hostile().into_iter().chain(divided.map(String::from)).collect();
        begins_no_formula(&texts);
        let file = file_of(&texts);
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(&file[..]);
        let record = reader.records().next().unwrap().unwrap();
        assert_eq!(record.iter().map(as_typed).collect::<Vec<_>>(), texts);
    }

    proptest! {
        #[test]
        fn no_text_begins_a_formula_in_any_country_and_every_text_comes_back(
            texts in proptest::collection::vec("['=+\\-@\t\r\n＝ \";,a]{0,9}", 1..4)
        ) {
            // A row of one empty text has no other fields to keep it apart from an empty line.
            let texts: Vec<String> = ["round".to_owned()].into_iter().chain(texts).collect();
            begins_no_formula(&texts);
            let file = file_of(&texts);
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(&file[..]);
            let record = reader.records().next().unwrap().unwrap();
            let read: Vec<String> = record.iter().map(|field| as_typed(field).into_owned()).collect();
            prop_assert_eq!(read, texts);
        }
    }
}
