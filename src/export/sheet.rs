//! A sheet that holds one table: title in A1, notes, then the table with frozen and repeated headings.

use std::borrow::Cow;

use jiff::civil::Date;
use rust_xlsxwriter::{ExcelDateTime, Table, TableColumn, TableStyle, Url, Worksheet};

use super::ExportError;
use super::book::Book;
use super::look::Looks;
use crate::domain::answer::Choice;
use crate::domain::tally::Figure;

/// The most UTF-16 units that a cell holds.
const CELL_LIMIT: usize = 32_767;
/// What stands at the end of a text that a cell cannot hold whole.
const CUT: &str = " [cut here: a cell holds no more]";

/// What a cell holds.
#[derive(Clone, Debug)]
pub(super) enum Cell<'a> {
    /// Nothing; the sheet's notes say what that means.
    Empty,
    /// Text, never read as anything else.
    Text(Cow<'a, str>),
    /// Text that must not be overlooked.
    Alert(String),
    /// The name of a sheet of this workbook, and the way to it.
    Link(String),
    /// A whole number.
    Count(u32),
    /// A percentage or average.
    Figure(Figure),
    /// A day.
    Day(Date),
    /// A score, `n/a`, or nothing.
    Choice(Choice),
}

impl<'a> From<&'a str> for Cell<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Cell<'_> {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl From<u32> for Cell<'_> {
    fn from(count: u32) -> Self {
        Self::Count(count)
    }
}

impl From<Option<Figure>> for Cell<'_> {
    fn from(figure: Option<Figure>) -> Self {
        figure.map_or(Self::Empty, Self::Figure)
    }
}

impl From<Option<Date>> for Cell<'_> {
    fn from(day: Option<Date>) -> Self {
        day.map_or(Self::Empty, Self::Day)
    }
}

/// A column of a table.
#[derive(Clone, Debug)]
pub(super) struct Column {
    heading: Cow<'static, str>,
    width: f64,
    numbers: bool,
}

/// A column of text, its width in characters.
pub(super) fn text_column(heading: impl Into<Cow<'static, str>>, width: u8) -> Column {
    Column { heading: heading.into(), width: width.into(), numbers: false }
}

/// A column of numbers, its width in characters.
pub(super) fn number_column(heading: impl Into<Cow<'static, str>>, width: u8) -> Column {
    Column { numbers: true, ..text_column(heading, width) }
}

/// A sheet that holds one table.
#[derive(Clone, Debug)]
pub(super) struct TableSheet {
    /// The sheet's name: at most 31 characters, letters, digits and spaces, beginning with a letter.
    pub(super) name: String,
    /// The title in A1.
    pub(super) title: String,
    /// One line each, under the title.
    pub(super) notes: Vec<String>,
    /// The table's columns.
    pub(super) columns: Vec<Column>,
    /// How many columns stay in sight beside the headings.
    pub(super) frozen_columns: u16,
    /// Whether the headings have filter buttons.
    pub(super) filters: bool,
}

/// Where a table is on its sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// The row of the headings, from 0.
    pub(super) headings: u32,
    /// The first row of figures.
    pub(super) first: u32,
    /// The last row of figures; before `first` when there is none, and then there is no table either.
    pub(super) last: u32,
}

impl TableSheet {
    /// Writes the sheet, and says where its table is. Without rows only title and notes are written.
    pub(super) fn write<'b, 'r>(
        &self,
        book: &'b mut Book,
        rows: impl IntoIterator<Item = Vec<Cell<'r>>>,
    ) -> Result<(&'b mut Worksheet, Place), ExportError> {
        let (sheet, looks) = book.add_sheet(&self.name, &self.title)?;
        let wide: f64 = self.columns.iter().map(|column| column.width).sum();
        let headings = notes(sheet, looks, &self.notes, wide)?;
        let place = self.write_table(sheet, looks, headings, rows)?;
        if place.last >= place.first {
            sheet.set_freeze_panes(place.first, self.frozen_columns)?;
            sheet.set_repeat_rows(place.headings, place.headings)?;
        }
        Ok((sheet, place))
    }

    /// Writes the table alone, its headings in this row.
    pub(super) fn write_table<'r>(
        &self,
        sheet: &mut Worksheet,
        looks: &Looks,
        headings: u32,
        rows: impl IntoIterator<Item = Vec<Cell<'r>>>,
    ) -> Result<Place, ExportError> {
        let too_large = || ExportError::TooLarge { sheet: self.name.clone() };
        for (column, number) in self.columns.iter().zip(0..) {
            sheet.set_column_width(number, column.width)?;
        }
        let mut next = headings + 1;
        for row in rows {
            if next >= 1_048_576 {
                return Err(too_large());
            }
            for (cell, column) in row.into_iter().zip(0..) {
                write_cell(sheet, looks, next, column, cell)?;
            }
            next += 1;
        }
        let place = Place { headings, first: headings + 1, last: next - 1 };
        if place.last >= place.first {
            let last_column = u16::try_from(self.columns.len() - 1).map_err(|_| too_large())?;
            sheet.add_table(place.headings, 0, place.last, last_column, &self.table(looks))?;
        }
        Ok(place)
    }

    fn table(&self, looks: &Looks) -> Table {
        let heading = |column: &Column| {
            let look = if column.numbers { &looks.number_heading } else { &looks.heading };
            TableColumn::new().set_header(column.heading.as_ref()).set_header_format(look)
        };
        let columns: Vec<_> = self.columns.iter().map(heading).collect();
        Table::new()
            .set_name(self.name.replace(' ', "_"))
            .set_alt_text(&self.title)
            .set_style(TableStyle::None)
            .set_autofilter(self.filters)
            .set_columns(&columns)
    }
}

/// Writes notes under the title and gives the row after them. A note runs over the cells to its right, which are
/// empty; it goes on in the next row where the table ends, so that print does not cut it.
fn notes(sheet: &mut Worksheet, looks: &Looks, notes: &[String], wide: f64) -> Result<u32, ExportError> {
    let mut row = 1;
    for line in notes.iter().flat_map(|note| lines(note, wide)) {
        sheet.write_string_with_format(row, 0, line, &looks.note)?;
        row += 1;
    }
    Ok(row)
}

/// A note in lines of at most so many characters, broken between words.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a table's width: tens to thousands")]
fn lines(note: &str, wide: f64) -> Vec<String> {
    let most = (wide as usize).clamp(60, 200);
    let mut lines = vec![String::new()];
    for word in note.split_whitespace() {
        let line = lines.last_mut().expect("there is always a line");
        if line.is_empty() {
            line.push_str(word);
        } else if line.chars().count() + 1 + word.chars().count() <= most {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

/// Writes one cell. Text goes in as a string whatever it looks like.
pub(super) fn write_cell(
    sheet: &mut Worksheet,
    looks: &Looks,
    row: u32,
    column: u16,
    cell: Cell<'_>,
) -> Result<(), ExportError> {
    match cell {
        Cell::Empty => sheet.write_blank(row, column, &looks.text)?,
        Cell::Text(text) => sheet.write_string_with_format(row, column, cell_text(&text), &looks.text)?,
        Cell::Alert(text) => sheet.write_string_with_format(row, column, cell_text(&text), &looks.alert)?,
        Cell::Link(name) => {
            let url = Url::new(format!("internal:'{name}'!A1")).set_text(name);
            sheet.write_url_with_format(row, column, url, &looks.link)?
        }
        Cell::Count(count) => sheet.write_number_with_format(row, column, count, &looks.count)?,
        Cell::Figure(figure) => sheet.write_number_with_format(row, column, figure.shown(), &looks.figure)?,
        Cell::Day(day) => sheet.write_datetime_with_format(row, column, excel_day(day)?, &looks.day)?,
        Cell::Choice(choice) => match choice {
            Choice::NotAnswered => sheet.write_blank(row, column, looks.choice(choice))?,
            Choice::NotApplicable => sheet.write_string_with_format(row, column, "n/a", looks.choice(choice))?,
            Choice::Scored(score) => {
                sheet.write_number_with_format(row, column, score.points(), looks.choice(choice))?
            }
        },
    };
    Ok(())
}

/// A day as Excel counts it.
pub(super) fn excel_day(day: Date) -> Result<ExcelDateTime, ExportError> {
    Ok(ExcelDateTime::parse_from_str(&day.to_string())?)
}

/// A text as a cell holds it: line ends are line feeds, and what is too long is cut, and says so. Texts that people
/// type are far shorter.
fn cell_text(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    if text.encode_utf16().count() <= CELL_LIMIT {
        return text;
    }
    let mut room = CELL_LIMIT - CUT.len();
    let kept: String = text
        .chars()
        .take_while(|c| {
            let fits = c.len_utf16() <= room;
            room = room.saturating_sub(c.len_utf16());
            fits
        })
        .collect();
    kept + CUT
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_kept_whole_up_to_what_a_cell_holds_and_then_says_that_it_is_cut() {
        assert_eq!(cell_text("a\r\nb\rc\nd"), "a\nb\nc\nd");
        let full = "é".repeat(CELL_LIMIT);
        assert_eq!(cell_text(&full), full);
        let cut = cell_text(&"🙂".repeat(CELL_LIMIT));
        assert!(cut.ends_with(CUT));
        assert!((CELL_LIMIT - 1..=CELL_LIMIT).contains(&cut.encode_utf16().count()));
    }

    #[test]
    fn a_note_is_broken_between_words() {
        let note = "word ".repeat(40);
        let lines = lines(&note, 62.0);
        assert!(lines.iter().all(|line| line.len() <= 62 && !line.ends_with(' ')));
        assert_eq!(lines.join(" "), note.trim());
    }
}
