//! What a cell holds, how many lines that takes, and how it is written. Text goes in as text, whatever it looks like.

use std::borrow::Cow;

use jiff::civil::Date;
use rust_xlsxwriter::{ExcelDateTime, Url, Worksheet};

use super::ExportError;
use super::look::Looks;
use super::measure;
use crate::domain::choice::Choice;
use crate::domain::tally::Figure;

/// The room that a cell's indent takes, in characters.
pub(super) const INDENT: f64 = 1.2;
/// By how much a program may fit less into a line than reckoned, and how much wider bold type is.
pub(super) const MARGIN: f64 = 1.05;
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

impl Cell<'_> {
    /// How many lines it takes in a column of so many characters.
    pub(super) fn lines(&self, width: f64) -> u32 {
        let room = |margin: f64| measure::room((width - INDENT) / margin);
        match self {
            Self::Text(text) => measure::lines(text, room(MARGIN)),
            Self::Link(text) => measure::lines(text, room(MARGIN)),
            Self::Alert(text) => measure::lines(text, room(MARGIN * MARGIN)),
            Self::Empty | Self::Count(_) | Self::Figure(_) | Self::Day(_) | Self::Choice(_) => 1,
        }
    }
}

/// What a column is for. Its empty cells are made for that too, because someone may fill them in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ColumnKind {
    Text,
    Number,
    Day,
}

/// Writes one cell. Text goes in as a string whatever it looks like.
pub(super) fn write_cell(
    sheet: &mut Worksheet,
    looks: &Looks,
    (row, column): (u32, u16),
    kind: ColumnKind,
    cell: Cell<'_>,
) -> Result<(), ExportError> {
    let text_look = if kind == ColumnKind::Day { &looks.day_as_typed } else { &looks.text };
    match cell {
        Cell::Empty => {
            sheet.write_blank(row, column, if kind == ColumnKind::Day { &looks.day } else { &looks.text })?
        }
        Cell::Text(text) => sheet.write_string_with_format(row, column, cell_text(&text), text_look)?,
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
            Choice::NotApplicable => {
                sheet.write_string_with_format(row, column, choice.in_files(), looks.choice(choice))?
            }
            Choice::Scored(score) => {
                sheet.write_number_with_format(row, column, score.points(), looks.choice(choice))?
            }
        },
    };
    Ok(())
}

/// Writes one cell of a large sheet: text and counts have the look of their column, and nothing is written where there
/// is nothing.
pub(super) fn write_bare(
    sheet: &mut Worksheet,
    looks: &Looks,
    place: (u32, u16),
    cell: Cell<'_>,
) -> Result<(), ExportError> {
    let (row, column) = place;
    match cell {
        Cell::Empty | Cell::Choice(Choice::NotAnswered) => {}
        Cell::Text(text) => {
            sheet.write_string(row, column, cell_text(&text))?;
        }
        Cell::Count(count) => {
            sheet.write_number(row, column, count)?;
        }
        Cell::Alert(_) | Cell::Link(_) | Cell::Figure(_) | Cell::Day(_) | Cell::Choice(_) => {
            write_cell(sheet, looks, place, ColumnKind::Text, cell)?;
        }
    }
    Ok(())
}

/// A day as Excel counts it.
fn excel_day(day: Date) -> Result<ExcelDateTime, ExportError> {
    Ok(ExcelDateTime::parse_from_str(&day.to_string())?)
}

/// A text as a cell holds it: line ends are line feeds, and what is too long is cut, and says so. Texts that people
/// type are far shorter.
pub(super) fn cell_text(text: &str) -> Cow<'_, str> {
    let text = if text.contains('\r') {
        Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        Cow::Borrowed(text)
    };
    // No text has more UTF-16 units than bytes.
    if text.len() <= CELL_LIMIT || text.encode_utf16().count() <= CELL_LIMIT {
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
    Cow::Owned(kept + CUT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_kept_whole_up_to_what_a_cell_holds_and_then_says_that_it_is_cut() {
        assert_eq!(cell_text("a\r\nb\rc\nd"), "a\nb\nc\nd");
        let full = "é".repeat(CELL_LIMIT);
        assert_eq!(cell_text(&full), full);
        let long = "🙂".repeat(CELL_LIMIT);
        let cut = cell_text(&long);
        assert!(cut.ends_with(CUT));
        assert!((CELL_LIMIT - 1..=CELL_LIMIT).contains(&cut.encode_utf16().count()));
    }
}
