//! What a reader sees of the others: the rows of the page and of the file, read back from their text.

use std::collections::BTreeMap;

use scraper::ElementRef;

use crate::support::Answer;
use crate::support::html::{all, words_of};

/// The texts of one row about the others, empty where nothing is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// "43%", "over 95%", "91% to 94%", "most", "few to about half".
    pub share: String,
    /// "2.71"
    pub average: String,
    /// How many it rests on.
    pub organisations: String,
}

/// The rows by what they are of: "1" to "7" for standards, "S1.1" for questions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// How many others submitted; 0 where it is not told.
    pub others: u32,
    pub rows: BTreeMap<String, Row>,
}

/// Whether a text is a share, and not the reason why there is none.
fn is_share(text: &str) -> bool {
    let bands = ["few", "fewer than half", "about half", "half or more", "most"];
    let one = |text: &str| bands.contains(&text) || text.ends_with('%');
    text.split(" to ").all(one)
}

/// Reads the page's two tables.
pub fn on_page(page: &Answer) -> Seen {
    let others = page.words().split_once(" other organisations in ").map_or(0, |(before, _)| {
        let digits = before.rsplit(' ').next().unwrap();
        digits.parse().unwrap_or(0)
    });
    let mut rows = BTreeMap::new();
    let html = page.html();
    for table in all(html.root_element(), "table") {
        let mut lines = all(table, "tr").into_iter().map(cells);
        let head = lines.next().unwrap();
        for line in lines {
            let cell = |name: &str| {
                head.iter().position(|head| head == name).map(|at| line[at].as_str()).unwrap_or_default().to_owned()
            };
            let share = Some(cell("Others fully in place")).filter(|text| is_share(text)).unwrap_or_default();
            let average = Some(cell("Others’ average")).filter(|text| text != "not shown").unwrap_or_default();
            let key = line[0].split(' ').next().unwrap().trim_end_matches('.').to_owned();
            rows.insert(key, Row { share, average, organisations: cell("Others behind it") });
        }
    }
    Seen { others, rows }
}

/// The texts of a table row's cells; one that is two columns wide is followed by an empty one.
fn cells(row: ElementRef) -> Vec<String> {
    let mut cells = Vec::new();
    for cell in row.child_elements() {
        cells.push(words_of(cell));
        if cell.attr("colspan") == Some("2") {
            cells.push(String::new());
        }
    }
    cells
}

/// The file's rows as it has them, by column.
pub fn records(file: &[u8]) -> Vec<BTreeMap<String, String>> {
    let file = file.strip_prefix("\u{feff}".as_bytes()).unwrap_or(file);
    let mut reader = csv::Reader::from_reader(file);
    reader.deserialize().map(Result::unwrap).collect()
}

/// Reads the file. How many others submitted it does not tell.
pub fn in_file(file: &[u8]) -> BTreeMap<String, Row> {
    let row = |record: BTreeMap<String, String>| {
        let share = format!("{}{}", record["percent_shown"], record["band_shown"]);
        let (average, organisations) = (record["average_shown"].clone(), record["organisations_shown"].clone());
        (record["key"].clone(), Row { share, average, organisations })
    };
    records(file).into_iter().map(row).collect()
}
