//! For tests: a workbook opened again, its cells through calamine and its parts as they are in the file.

use std::io::{Cursor, Read};

use calamine::{Data, Reader, Xlsx};
use zip::ZipArchive;

/// A workbook opened again.
pub struct Reopened {
    cells: Xlsx<Cursor<Vec<u8>>>,
    parts: ZipArchive<Cursor<Vec<u8>>>,
}

impl Reopened {
    /// Opens a file's bytes.
    pub fn new(bytes: Vec<u8>) -> Self {
        let mut cells: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes.clone())).unwrap();
        cells.load_tables().unwrap();
        Self { cells, parts: ZipArchive::new(Cursor::new(bytes)).unwrap() }
    }

    /// The sheets, in order.
    pub fn sheets(&self) -> Vec<String> {
        self.cells.sheet_names()
    }

    /// Every cell of a sheet from A1 on, row by row.
    pub fn rows(&mut self, sheet: &str) -> Vec<Vec<Data>> {
        let range = self.cells.worksheet_range(sheet).unwrap();
        assert_eq!(range.start(), Some((0, 0)), "{sheet} begins in A1");
        range.rows().map(<[Data]>::to_vec).collect()
    }

    /// The headings and rows of a sheet's first table; both empty when it has none.
    pub fn table(&mut self, sheet: &str) -> (Vec<String>, Vec<Vec<Data>>) {
        let Some(name) = self.tables(sheet).into_iter().next() else { return Default::default() };
        let table = self.cells.table_by_name(&name).unwrap();
        (table.columns().to_vec(), table.data().rows().map(<[Data]>::to_vec).collect())
    }

    /// The names of a sheet's tables.
    pub fn tables(&self, sheet: &str) -> Vec<String> {
        self.cells.table_names_in_sheet(sheet).into_iter().cloned().collect()
    }

    /// The XML of the sheet at this place, from 0.
    pub fn sheet_xml(&mut self, place: usize) -> String {
        self.part(&format!("xl/worksheets/sheet{}.xml", place + 1))
    }

    /// The look of a cell of the sheet at this place, as the file describes it.
    pub fn look(&mut self, place: usize, cell: &str) -> String {
        let xml = self.sheet_xml(place);
        let (_, rest) = xml.split_once(&format!("<c r=\"{cell}\"")).unwrap();
        let (tag, _) = rest.split_once('>').unwrap();
        let number: usize = tag.split_once(" s=\"").map_or(0, |(_, n)| n.split('"').next().unwrap().parse().unwrap());
        let styles = self.part("xl/styles.xml");
        let (_, looks) = styles.split_once("<cellXfs").unwrap();
        let (looks, _) = looks.split_once("</cellXfs>").unwrap();
        looks.split("<xf ").nth(number + 1).unwrap().to_owned()
    }

    /// A part of the package.
    pub fn part(&mut self, name: &str) -> String {
        let mut text = String::new();
        self.parts.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    /// The names of all parts that begin so.
    pub fn parts(&self, beginning: &str) -> Vec<String> {
        let names = self.parts.file_names().map(|name| name.unwrap().into_owned());
        names.filter(|name| name.starts_with(beginning)).collect()
    }

    /// Fails where the workbook has a formula, or a link to anything outside itself.
    pub fn assert_inert(&mut self) {
        for place in 0..self.sheets().len() {
            let xml = self.sheet_xml(place);
            assert!(!xml.contains("<f>") && !xml.contains("<f "), "sheet {place} has a formula");
            assert!(!xml.to_uppercase().contains("HYPERLINK("), "sheet {place} has a link made by a formula");
        }
        for name in self.parts("") {
            let part = self.part(&name);
            assert!(!part.contains("TargetMode=\"External\""), "{name} leads outside");
        }
    }
}
