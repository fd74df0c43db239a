//! A workbook in the making: its properties, its looks, and the sheets written so far.
//!
//! Knows nothing of audits; the sheets do.

use std::io::{Seek, Write};

use jiff::tz::TimeZone;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet};

use super::ExportError;
use super::look::{Looks, TypeSize};
use crate::domain::report::Provenance;

/// A4, in Excel's numbering of paper sizes.
const A4: u8 = 9;

/// Whether the texts of large sheets repeat or differ: the file holds them accordingly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Texts {
    /// Names and keys that come again and again: each is held once, and its cells say which it is. Half the bytes.
    Repeated,
    /// Sentences that hardly any two cells share: each is held in its cell, and none in memory.
    Unlike,
}

/// A workbook in the making.
pub(super) struct Book {
    workbook: Workbook,
    looks: Looks,
    footer: String,
    texts: Texts,
    /// The name and title of each sheet, in the order of writing: what the cover lists.
    pub(super) contents: Vec<(String, String)>,
    /// The names of the sheets whose table is not marked as one.
    pub(super) unmarked: Vec<String>,
    /// The names of the sheets without a table, because it would have no rows.
    pub(super) empty: Vec<String>,
}

impl Book {
    /// An empty workbook with its properties. The creation date is the report's, so that the same report makes the
    /// same bytes.
    pub(super) fn new(provenance: &Provenance, title: &str, size: TypeSize, texts: Texts) -> Result<Self, ExportError> {
        let looks = Looks::new(size);
        let mut workbook = Workbook::new();
        // A third faster than the default for files that are a little larger.
        workbook.set_zip_compression_level(4);
        workbook.set_default_format(&looks.plain, size.row_pixels(), size.column_pixels())?;
        let made_at = provenance.made_at.to_zoned(TimeZone::UTC).strftime("%Y-%m-%dT%H:%M:%S").to_string();
        workbook.set_properties(
            &DocProperties::new()
                .set_title(title)
                .set_author(&provenance.board)
                .set_company(&provenance.board)
                .set_creation_datetime(&ExcelDateTime::parse_from_str(&made_at)?),
        );
        let sample = if provenance.sample { "Sample data. " } else { "" };
        let footer = format!("{sample}{}, {}", provenance.board, provenance.round);
        let (contents, unmarked, empty) = Default::default();
        Ok(Self { workbook, looks, footer: running(&footer), texts, contents, unmarked, empty })
    }

    /// A new sheet with its title in A1, set up to print on A4 landscape, one page wide.
    pub(super) fn add_sheet(&mut self, name: &str, title: &str) -> Result<(&mut Worksheet, &Looks), ExportError> {
        self.contents.push((name.to_owned(), title.to_owned()));
        set_up(self.workbook.add_worksheet(), &self.looks, &self.footer, name, title)
    }

    /// The same for hundreds of thousands of rows: each goes to a nameless file aside when the next begins, so memory
    /// holds only one, and what repeats. Nothing can be written above the last row.
    pub(super) fn add_large_sheet(&mut self, name: &str, title: &str) -> Result<(&mut Worksheet, &Looks), ExportError> {
        self.contents.push((name.to_owned(), title.to_owned()));
        let sheet = match self.texts {
            Texts::Repeated => self.workbook.add_worksheet_with_low_memory()?,
            Texts::Unlike => self.workbook.add_worksheet_with_constant_memory()?,
        };
        set_up(sheet, &self.looks, &self.footer, name, title)
    }

    /// Makes the sheet that was written last the first.
    pub(super) fn last_becomes_first(&mut self) {
        self.workbook.worksheets_mut().rotate_right(1);
    }

    /// Writes the finished file.
    pub(super) fn write_to<W: Write + Seek + Send>(mut self, out: W) -> Result<(), ExportError> {
        Ok(self.workbook.save_to_writer(out)?)
    }

    /// The finished file.
    pub(super) fn into_bytes(mut self) -> Result<Vec<u8>, ExportError> {
        Ok(self.workbook.save_to_buffer()?)
    }
}

fn set_up<'b>(
    sheet: &'b mut Worksheet,
    looks: &'b Looks,
    footer: &str,
    name: &str,
    title: &str,
) -> Result<(&'b mut Worksheet, &'b Looks), ExportError> {
    sheet.set_name(name)?;
    sheet.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0);
    sheet.set_margins(0.4, 0.4, 0.7, 0.6, 0.3, 0.3);
    sheet.set_header(format!("&L{}", running(title)));
    sheet.set_footer(format!("&L{footer}&RPage &P of &N"));
    sheet.write_string_with_format(0, 0, title, &looks.title)?;
    Ok((sheet, looks))
}

/// A text as page headers and footers take it: an ampersand would begin a code, and all codes and texts together
/// may have 255 characters.
fn running(text: &str) -> String {
    let mut shown: String = text.chars().filter(|c| !c.is_control()).take(80).collect();
    if text.chars().count() > 80 {
        shown.push('…');
    }
    shown.replace('&', "&&")
}
