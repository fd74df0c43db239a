//! The notes under a sheet's title.

use rust_xlsxwriter::Worksheet;

use super::ExportError;
use super::cell::MARGIN;
use super::look::Looks;
use super::measure;

/// Writes notes under the title and gives the row after them. A note runs over the cells to its right, which are
/// empty; it goes on in the next row where the table ends, so that print does not cut it.
pub(super) fn write(sheet: &mut Worksheet, looks: &Looks, notes: &[String], wide: f64) -> Result<u32, ExportError> {
    let mut row = 1;
    for line in notes.iter().flat_map(|note| lines(note, wide)) {
        sheet.write_string_with_format(row, 0, line, &looks.note)?;
        row += 1;
    }
    Ok(row)
}

/// A note in lines as wide as the table, broken between words.
fn lines(note: &str, wide: f64) -> Vec<String> {
    let room = measure::room(wide.clamp(50.0, 200.0) / MARGIN);
    let mut lines = vec![String::new()];
    for word in note.split_whitespace() {
        let line = lines.last_mut().expect("there is always a line");
        if line.is_empty() {
            line.push_str(word);
        } else if measure::width(line) + measure::width(" ") + measure::width(word) <= room {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_broken_between_words_as_wide_as_the_table() {
        let note = "word ".repeat(40);
        let lines = lines(&note, 62.0);
        assert!(lines.len() > 2 && lines.iter().all(|line| measure::width(line) <= measure::room(62.0)));
        assert_eq!(lines.join(" "), note.trim());
    }
}
