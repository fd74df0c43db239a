//! Rows for print: what has more lines than a row can be high goes on in further rows, which say of which they are.
//!
//! No row of Excel is higher than 409 points, and what does not fit is not printed, without any mark.

use super::cell::{Cell, INDENT, MARGIN, cell_text};
use super::look::TypeSize;
use super::measure;
use super::sheet::{Column, ROW_LIMIT};

/// The rows, those with a text that is too long each followed by the rows in which it goes on. The column `named_by` says
/// which row that is.
pub(super) fn rows<'r>(
    columns: &[Column],
    size: TypeSize,
    named_by: usize,
    rows: impl Iterator<Item = Vec<Cell<'r>>>,
) -> impl Iterator<Item = Vec<Cell<'r>>> {
    rows.flat_map(move |row| parts_of(columns, size, named_by, row))
}

/// Whether a text of the row has more lines than a row can be high.
pub(super) fn is_too_long(columns: &[Column], size: TypeSize, row: &[Cell<'_>]) -> bool {
    row.iter().zip(columns).any(|(cell, column)| cell.lines(column.width) > most_lines(size))
}

/// A line less than there is room for: no program breaks lines exactly as it is reckoned.
fn most_lines(size: TypeSize) -> u32 {
    ROW_LIMIT / size.row_pixels() - 1
}

fn parts_of<'r>(columns: &[Column], size: TypeSize, named_by: usize, row: Vec<Cell<'r>>) -> Vec<Vec<Cell<'r>>> {
    if !is_too_long(columns, size, &row) {
        return vec![row];
    }
    let most = most_lines(size);
    let continued = match &row[named_by] {
        Cell::Text(name) => format!("{name} continued"),
        _ => "continued".into(),
    };
    let mut rows: Vec<Vec<Cell<'r>>> = Vec::new();
    let count = row.len();
    for (place, (cell, column)) in row.into_iter().zip(columns).enumerate() {
        for (number, part) in parts(cell, column.width, most).into_iter().enumerate() {
            if number == rows.len() {
                let mut further = vec![Cell::Empty; count];
                further[named_by] = continued.clone().into();
                rows.push(further);
            }
            rows[number][place] = part;
        }
    }
    rows
}

/// A cell in parts of so many lines each, in a column of so many characters.
fn parts(cell: Cell<'_>, width: f64, most: u32) -> Vec<Cell<'_>> {
    let Cell::Text(text) = cell else { return vec![cell] };
    let text = cell_text(&text);
    let parts = measure::parts(&text, measure::room((width - INDENT) / MARGIN), most);
    parts.into_iter().map(|part| part.to_owned().into()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sheet::text_column;

    #[test]
    fn a_long_text_goes_on_in_further_rows_that_name_the_row() {
        let columns = [text_column("Question", 10), text_column("Evidence", 54), text_column("Who", 10)];
        let paragraphs: Vec<_> = (1..=100).map(|n| format!("Paragraph {n}. {}", "word ".repeat(12))).collect();
        let text = paragraphs.join("\r\n");
        let row = |evidence: &str| vec![Cell::from("S1.1"), Cell::from(evidence.to_owned()), Cell::from("Head")];
        let rows: Vec<_> = rows(&columns, TypeSize::WORKING, 0, [row(&text), row("short")].into_iter()).collect();
        let shown = |cell: &Cell<'_>| if let Cell::Text(text) = cell { text.to_string() } else { String::new() };
        let names: Vec<_> = rows.iter().map(|row| shown(&row[0])).collect();
        assert!(rows.len() > 3 && names[0] == "S1.1" && names[rows.len() - 1] == "S1.1", "{names:?}");
        assert!(names[1..rows.len() - 1].iter().all(|name| name == "S1.1 continued"), "{names:?}");
        let whole: String = rows[..rows.len() - 1].iter().map(|row| shown(&row[1])).collect();
        assert_eq!(whole, text.replace("\r\n", "\n"));
        assert_eq!(rows.iter().filter(|row| shown(&row[2]) == "Head").count(), 2, "only long texts go on");
        let highest = rows.iter().map(|row| row[1].lines(54.0) * TypeSize::WORKING.row_pixels()).max().unwrap();
        assert!(highest <= ROW_LIMIT, "{highest}");
    }
}
