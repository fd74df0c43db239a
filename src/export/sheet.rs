//! A sheet that holds one table: title in A1, notes, then the table with frozen and repeated headings.

use std::borrow::Cow;

use rust_xlsxwriter::{Format, Table, TableColumn, TableStyle, Worksheet};

use super::ExportError;
use super::book::Book;
use super::cell::{Cell, ColumnKind, INDENT, MARGIN, write_bare, write_cell};
use super::look::Looks;
use super::{measure, notes};

/// The greatest height of a row in Excel, in pixels.
pub(super) const ROW_LIMIT: u32 = 545;
/// From how many cells on a sheet is written row by row: in memory, so many take 100 MB.
const MANY_CELLS: usize = 400_000;
/// How many rows a sheet has.
const ROWS: u32 = 1_048_576;
/// The room that a filter button takes, in characters.
const BUTTON: f64 = 2.0;
/// How wide a column of days is, in characters. A day that has no room is shown as ####.
const DAY: u8 = 19;
/// What a sheet says that has no rows, and so no table.
const EMPTY: &str = "There is no table on this sheet, because there are no rows.";
/// What a sheet says whose table is not marked as one.
const UNMARKED: &str = "This table is not marked as a table, because it is too long.";
/// How wide a table may be, in characters, to be read when it is printed on one page: about six points then.
const PAGE: f64 = 260.0;

/// A column of a table.
#[derive(Clone, Debug)]
pub(super) struct Column {
    heading: Cow<'static, str>,
    pub(super) width: f64,
    kind: ColumnKind,
}

impl Column {
    fn heading_look<'l>(&self, looks: &'l Looks) -> &'l Format {
        match self.kind {
            ColumnKind::Number => &looks.number_heading,
            ColumnKind::Text | ColumnKind::Day => &looks.heading,
        }
    }
}

/// A column of text, its width in characters.
pub(super) fn text_column(heading: impl Into<Cow<'static, str>>, width: u8) -> Column {
    Column { heading: heading.into(), width: width.into(), kind: ColumnKind::Text }
}

/// A column of numbers, its width in characters.
pub(super) fn number_column(heading: impl Into<Cow<'static, str>>, width: u8) -> Column {
    Column { kind: ColumnKind::Number, ..text_column(heading, width) }
}

/// A column of days.
pub(super) fn day_column(heading: impl Into<Cow<'static, str>>) -> Column {
    Column { kind: ColumnKind::Day, ..text_column(heading, DAY) }
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
    /// How many columns stay in sight beside the headings, and come again on each page.
    pub(super) frozen_columns: u16,
    /// Whether the headings have filter buttons.
    pub(super) filters: bool,
    /// The least lines of text that a row has room for.
    pub(super) least_lines: u32,
}

/// Where a table is on its sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TableRows {
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
    ) -> Result<(&'b mut Worksheet, TableRows), ExportError> {
        let mut rows = rows.into_iter().peekable();
        let mut notes = self.notes.clone();
        if rows.peek().is_none() {
            book.empty.push(self.name.clone());
            notes.push(EMPTY.into());
        }
        let (sheet, looks) = book.add_sheet(&self.name, &self.title)?;
        let headings = notes::write(sheet, looks, &notes, self.note_width())?;
        let place = self.write_table(sheet, looks, headings, rows)?;
        if place.last >= place.first {
            self.keep_in_sight(sheet, place.headings)?;
        }
        Ok((sheet, place))
    }

    /// Keeps the headings and the first columns in sight, on the screen and on each page. Where a page has the first
    /// columns again, the others may go on on the next one: a table too wide for one page is not printed in tiny type.
    fn keep_in_sight(&self, sheet: &mut Worksheet, headings: u32) -> Result<(), ExportError> {
        sheet.set_freeze_panes(headings + 1, self.frozen_columns)?;
        sheet.set_repeat_rows(headings, headings)?;
        if let Some(last) = self.frozen_columns.checked_sub(1) {
            sheet.set_repeat_columns(0, last)?;
            sheet.set_print_fit_to_pages(self.pages_side_by_side(), 0);
        }
        Ok(())
    }

    fn pages_side_by_side(&self) -> u16 {
        let (kept, others) = self.columns.split_at(self.frozen_columns.into());
        let room = PAGE - width(kept);
        (1_u16..10).find(|&pages| f64::from(pages) * room >= width(others)).unwrap_or(10)
    }

    /// How wide notes may be: as the table, or, where it goes on on other pages, as the columns that come again there.
    fn note_width(&self) -> f64 {
        let goes_on = self.frozen_columns > 0 && self.pages_side_by_side() > 1;
        width(if goes_on { &self.columns[..self.frozen_columns.into()] } else { &self.columns })
    }

    /// Writes a sheet of `count` rows, which may be many: then as [`Self::write_large`] does.
    pub(super) fn write_many<'r>(
        &self,
        book: &mut Book,
        count: usize,
        rows: impl IntoIterator<Item = Vec<Cell<'r>>>,
    ) -> Result<(), ExportError> {
        if count * self.columns.len() > MANY_CELLS {
            return self.write_large(book, count, |row| rows.into_iter().try_for_each(row));
        }
        self.write(book, rows).map(|_| ())
    }

    /// Writes a sheet of `count` rows, hundreds of thousands of them: row by row as `fill` gives them, and its columns look
    /// alike from top to bottom, without rules.
    pub(super) fn write_large(
        &self,
        book: &mut Book,
        count: usize,
        fill: impl FnOnce(&mut dyn FnMut(Vec<Cell<'_>>) -> Result<(), ExportError>) -> Result<(), ExportError>,
    ) -> Result<(), ExportError> {
        let too_large = || ExportError::TooLarge { sheet: self.name.clone() };
        // The headings come before the rows. A table remembers each of its cells while it is written, and a row its height,
        // which takes hundreds of megabytes for the longest sheets: those have headings and filters alone, and whoever
        // opens them makes the rows as high as their texts.
        let longest = count * self.columns.len() > MANY_CELLS;
        let mut notes = self.notes.clone();
        if count == 0 {
            book.empty.push(self.name.clone());
            notes.push(EMPTY.into());
        } else if longest {
            book.unmarked.push(self.name.clone());
            notes.push(UNMARKED.into());
        }
        let (sheet, looks) = book.add_large_sheet(&self.name, &self.title)?;
        for (column, number) in self.columns.iter().zip(0..) {
            sheet.set_column_width(number, column.width)?;
            let look = if column.kind == ColumnKind::Number { &looks.bare_number } else { &looks.bare_text };
            sheet.set_column_format(number, look)?;
        }
        let headings = notes::write(sheet, looks, &notes, self.note_width())?;
        let last = headings + u32::try_from(count).map_err(|_| too_large())?;
        if last >= ROWS {
            return Err(too_large());
        }
        if count == 0 {
            return Ok(());
        }
        let last_column = u16::try_from(self.columns.len() - 1).map_err(|_| too_large())?;
        if longest {
            self.write_headings(sheet, looks, headings)?;
            if self.filters {
                sheet.autofilter(headings, 0, last, last_column)?;
            }
        } else {
            sheet.add_table(headings, 0, last, last_column, &self.table(looks))?;
        }
        self.keep_in_sight(sheet, headings)?;
        let mut next = headings + 1;
        fill(&mut |row| {
            let mut highest = if longest { 1 } else { self.least_lines };
            for ((cell, column), number) in row.into_iter().zip(&self.columns).zip(0..) {
                if !longest {
                    highest = cell.lines(column.width).max(highest);
                }
                write_bare(sheet, looks, (next, number), cell)?;
            }
            if highest > 1 {
                sheet.set_row_height_pixels(next, looks.height(highest).min(ROW_LIMIT))?;
            }
            next += 1;
            Ok(())
        })?;
        if next == last + 1 { Ok(()) } else { Err(ExportError::Incomplete) }
    }

    /// Writes the table alone, its headings in this row.
    pub(super) fn write_table<'r>(
        &self,
        sheet: &mut Worksheet,
        looks: &Looks,
        headings: u32,
        rows: impl IntoIterator<Item = Vec<Cell<'r>>>,
    ) -> Result<TableRows, ExportError> {
        let too_large = || ExportError::TooLarge { sheet: self.name.clone() };
        let mut highest = 1;
        for (column, number) in self.columns.iter().zip(0..) {
            sheet.set_column_width(number, column.width)?;
            let aside = INDENT + if self.filters { BUTTON } else { 0.0 };
            let room = measure::room((column.width - aside) / MARGIN / MARGIN);
            highest = measure::lines(&column.heading, room).max(highest);
        }
        sheet.set_row_height_pixels(headings, looks.height(highest).min(ROW_LIMIT))?;
        let mut next = headings + 1;
        for row in rows {
            if next >= ROWS {
                return Err(too_large());
            }
            let mut highest = self.least_lines;
            for ((cell, column), number) in row.into_iter().zip(&self.columns).zip(0..) {
                highest = cell.lines(column.width).max(highest);
                write_cell(sheet, looks, (next, number), column.kind, cell)?;
            }
            sheet.set_row_height_pixels(next, looks.height(highest).min(ROW_LIMIT))?;
            next += 1;
        }
        let place = TableRows { headings, first: headings + 1, last: next - 1 };
        if place.last >= place.first {
            let last_column = u16::try_from(self.columns.len() - 1).map_err(|_| too_large())?;
            sheet.add_table(place.headings, 0, place.last, last_column, &self.table(looks))?;
        }
        Ok(place)
    }

    fn write_headings(&self, sheet: &mut Worksheet, looks: &Looks, row: u32) -> Result<(), ExportError> {
        for (column, number) in self.columns.iter().zip(0..) {
            sheet.write_string_with_format(row, number, column.heading.as_ref(), column.heading_look(looks))?;
        }
        Ok(())
    }

    fn table(&self, looks: &Looks) -> Table {
        let heading = |column: &Column| {
            TableColumn::new().set_header(column.heading.as_ref()).set_header_format(column.heading_look(looks))
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

/// The width of columns together, in characters.
fn width(columns: &[Column]) -> f64 {
    columns.iter().map(|column| column.width).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::dates;
    use crate::export::book::Texts;
    use crate::export::cell::cell_text;
    use crate::export::for_tests::reopened::Reopened;
    use crate::export::for_tests::rounds;
    use crate::export::look::TypeSize;

    fn empty(name: &str, columns: Vec<Column>, frozen_columns: u16) -> TableSheet {
        let (name, title) = (name.to_owned(), name.to_owned());
        TableSheet { name, title, notes: Vec::new(), columns, frozen_columns, filters: false, least_lines: 1 }
    }

    fn sheet_of(texts: &[String]) -> Reopened {
        let mut book = Book::new(&rounds::round().provenance, "x", TypeSize::ADVISED, Texts::Unlike).unwrap();
        let sheet = empty("Texts", vec![text_column("Text", 40)], 0);
        sheet.write(&mut book, texts.iter().map(|text| vec![Cell::from(text.as_str())])).unwrap();
        Reopened::new(book.into_bytes().unwrap())
    }

    #[test]
    fn a_row_is_as_high_as_its_text_but_no_higher_than_excel_allows() {
        let xml = sheet_of(&["one line".into(), "word ".repeat(20), "word ".repeat(2_000)]).sheet_xml(0);
        let heights: Vec<f64> =
            xml.split(" ht=\"").skip(1).map(|rest| rest.split('"').next().unwrap().parse().unwrap()).collect();
        let [heading, one, three, most] = heights[..] else { panic!("{heights:?}") };
        assert!(heading < 25.0 && one < 25.0, "{heading} {one}");
        assert!((45.0..50.0).contains(&three), "{three}");
        assert!((400.0..409.5).contains(&most), "{most}");
    }

    #[test]
    fn a_column_of_days_has_room_for_the_longest() {
        let room = measure::room((f64::from(DAY) - INDENT) / MARGIN);
        for month in 1..=12 {
            let day = dates::long(jiff::civil::date(2028, month, 28));
            assert!(measure::width(&day) <= room, "{day}");
        }
    }

    #[test]
    fn the_longest_sheets_have_headings_and_filters_without_a_table_and_hold_every_row() {
        let mut book = Book::new(&rounds::round().provenance, "x", TypeSize::ADVISED, Texts::Unlike).unwrap();
        let columns = (0..20).map(|n| text_column(format!("Column {n}"), 10)).collect();
        let sheet = TableSheet { filters: true, ..empty("Long", columns, 0) };
        let count = MANY_CELLS / 20 + 1;
        let rows = (0..count).map(|n| vec![Cell::from(n.to_string()); 20]);
        sheet.write_large(&mut book, count, |row| rows.into_iter().try_for_each(row)).unwrap();
        let mut reopened = Reopened::new(book.into_bytes().unwrap());
        let xml = reopened.sheet_xml(0);
        assert!(xml.contains("<autoFilter ref=\"A3:T") && !xml.contains("tablePart"));
        let rows = reopened.rows("Long");
        assert_eq!(rows.len(), count + 3);
        assert_eq!(rows[1][0], calamine::Data::String(UNMARKED.into()));
        assert_eq!(rows[2][19], calamine::Data::String("Column 19".into()));
        assert_eq!(rows[count + 2][0], calamine::Data::String((count - 1).to_string()));
    }

    #[test]
    fn the_notes_of_a_large_sheet_run_over_its_columns_and_do_not_wrap() {
        let mut book = Book::new(&rounds::round().provenance, "x", TypeSize::ADVISED, Texts::Unlike).unwrap();
        let sheet = TableSheet { notes: vec!["note ".repeat(10)], ..empty("Large", vec![text_column("Text", 10)], 0) };
        sheet.write_large(&mut book, 1, |row| row(vec!["text".into()])).unwrap();
        let mut reopened = Reopened::new(book.into_bytes().unwrap());
        assert!(reopened.look(0, "A4").contains("wrapText"), "the texts do");
        assert!(!reopened.look(0, "A2").contains("wrapText"));
    }

    #[test]
    fn a_table_too_wide_to_be_read_goes_on_on_other_pages_with_its_first_columns() {
        for (questions, pages) in [(20, ""), (66, "fitToWidth=\"3\"")] {
            for large in [false, true] {
                let mut book = Book::new(&rounds::round().provenance, "x", TypeSize::ADVISED, Texts::Unlike).unwrap();
                let mut columns = vec![text_column("Reference", 12), text_column("Organisation", 44)];
                columns.extend((0..questions).map(|n| text_column(format!("S{n}"), 7)));
                let sheet = TableSheet { notes: vec!["note ".repeat(18)], ..empty("Wide", columns, 2) };
                let row = vec![Cell::from("x"); questions + 2];
                if large {
                    sheet.write_large(&mut book, 1, |write| write(row)).unwrap();
                } else {
                    sheet.write(&mut book, [row]).unwrap();
                }
                let mut reopened = Reopened::new(book.into_bytes().unwrap());
                let xml = reopened.sheet_xml(0);
                assert!(xml.contains(pages) && xml.contains("fitToHeight=\"0\""), "{questions}: {xml}");
                assert_eq!(xml.contains("fitToWidth"), !pages.is_empty());
                let titles = reopened.part("xl/workbook.xml");
                // A note is in as many lines as the columns that come again need.
                let headings = if pages.is_empty() { 3 } else { 4 };
                assert!(titles.contains(&format!(">Wide!$A:$B,Wide!${headings}:${headings}<")), "{titles}");
            }
        }
    }

    #[test]
    fn every_hostile_text_comes_back_as_text() {
        let texts = rounds::hostile();
        let mut reopened = sheet_of(&texts);
        reopened.assert_inert();
        let shown: Vec<_> = reopened.table("Texts").1.into_iter().map(|row| row[0].clone()).collect();
        let wanted: Vec<_> = texts.iter().map(|text| calamine::Data::String(cell_text(text).into_owned())).collect();
        assert_eq!(shown, wanted);
    }
}
