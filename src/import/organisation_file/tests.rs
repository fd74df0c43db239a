//! What a file of organisations is read as, and what is said of one that cannot be.

use super::*;
use crate::domain::organisation::Sector;
use proptest::prelude::*;

fn read_whole(file: &[u8]) -> Result<Vec<(u64, OrganisationDetails)>, Vec<RowProblem>> {
    let Read { rows, problems } = read(file);
    if problems.is_empty() { Ok(rows) } else { Err(shortened(problems)) }
}

fn messages(file: &[u8]) -> Vec<String> {
    read_whole(file).unwrap_err().iter().map(ToString::to_string).collect()
}

#[test]
fn the_template_can_be_imported_once_its_examples_are_replaced() {
    let replaced = template().replace("Example", "Hilltop");
    let rows = read_whole(replaced.as_bytes()).unwrap();
    assert_eq!(rows.len(), 2);
    assert_eq!((rows[1].0, rows[1].1.sector), (3, Sector::Voluntary));
}

#[test]
fn the_examples_of_the_template_are_not_taken_for_organisations() {
    let refused = |line| format!("line {line}: This is the example from the template; replace it");
    assert_eq!(messages(template().as_bytes()), [refused(2), refused(3)]);
    assert_eq!(messages(b"name,sector\nA,police\n example youth charity ,voluntary\n"), [refused(3)]);
}

#[test]
fn every_problem_is_listed_with_its_line() {
    let file = "name,sector,sub_sector,urn\n,education,primary,12\nA,police,primary,\nB,nowhere,,\nC,education,primary,123456\nD,education,primary,123456\n";
    let found = messages(file.as_bytes());
    let expected = [
        "line 2: Name must not be empty",
        "line 2: URN must be six digits",
        "line 3: Sub-sector must be empty for the sector police",
        "line 4: Sector “nowhere” is not known",
        "line 6: URN 123456 is also in line 5",
    ];
    assert_eq!(found.len(), expected.len(), "{found:?}");
    for (found, expected) in found.iter().zip(expected) {
        assert!(found.starts_with(expected), "{found}");
    }
}

#[test]
fn lines_are_counted_alike_whatever_ends_them() {
    for end in ["\n", "\r\n", "\r"] {
        let file = ["name,sector", "A,police", "B,nowhere", ""].join(end);
        assert!(messages(file.as_bytes())[0].starts_with("line 3:"), "{end:?}");
    }
}

#[test]
fn a_file_without_its_columns_or_rows_says_so() {
    let missing = messages(b"title,sector\nA,police\n");
    assert!(missing.len() == 2 && missing[1] == "line 1: There is no column called “name”", "{missing:?}");
    assert_eq!(messages(b"name,sector\n"), ["The file has no organisations below its header"]);
    assert_eq!(messages(b"").len(), 2);
}

#[test]
fn the_usual_encodings_and_line_ends_are_read_alike() {
    let text = "name,sector\r\nYsgol Tŷ Mawr,police\r\n";
    let mut marked = b"\xEF\xBB\xBF".to_vec();
    marked.extend(text.as_bytes());
    let utf16: Vec<u8> = [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    for file in [text.as_bytes().to_vec(), marked, utf16, text.replace("\r\n", "\r").into_bytes()] {
        assert_eq!(read_whole(&file).unwrap()[0].1.name, "Ysgol Tŷ Mawr");
    }
    assert_eq!(read_whole(b"name,sector\nCaf\xe9,police\n").unwrap()[0].1.name, "Café");
    assert_eq!(messages(b"name,sector\nA\0,police\n").len(), 1);
}

#[test]
fn a_spreadsheet_is_told_from_a_csv_file() {
    let says = "This is a spreadsheet, not a CSV file. Open it in Excel, choose File, Save As and the type CSV UTF-8, then \
         choose that file here";
    for file in [&b"PK\x03\x04\x14\0\x06\0\x08\0[Content_Types].xml"[..], b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0"] {
        assert_eq!(messages(file), [says]);
    }
    assert!(read_whole(b"name,sector\nPK,police\n").is_ok());
}

#[test]
fn a_picture_is_told_from_a_csv_file_whose_lines_are_wrong() {
    for file in [
        &b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\x80\0\0\x01\xe0\x08\x06"[..],
        b"\xff\xd8\xff\xe0\0\x10JFIF",
        b"MZ\x04,\n\x01",
    ] {
        assert_eq!(messages(file), [NO_TEXT]);
    }
    let within = messages(b"name,sector\nA\x01,police\nB,nowhere\n");
    assert!(within.len() == 1 && within[0].starts_with("line 3: Sector"), "{within:?}");
}

#[test]
fn a_row_with_too_few_or_too_many_columns_is_named_with_what_to_do() {
    let file = "name,sector,urn\nA,police\nB\nC,education,primary,1,2\nD,fire,\n\nE,nowhere,\n";
    let found = messages(file.as_bytes());
    assert_eq!(
        found[..3],
        [
            "line 2: It has 2 columns where the first line has 3; put a comma for each column that is empty",
            "line 3: It has 1 column where the first line has 3; put a comma for each column that is empty",
            "line 4: It has 5 columns where the first line has 3; put a text with a comma in it between quotation marks",
        ]
    );
    assert!(found.len() == 4 && found[3].starts_with("line 7: Sector “nowhere”"), "{found:?}");
}

#[test]
fn other_separators_than_commas_are_named() {
    for (separator, words) in [(";", "semicolons"), ("\t", "tabs")] {
        let whole = messages(template().replace(',', separator).as_bytes());
        assert_eq!(whole.len(), 1, "{whole:?}");
        assert!(whole[0].starts_with(&format!("line 1: The columns have {words} between them.")), "{whole:?}");
    }
    let one = messages(b"name,sector\nA,police\nB;police\n");
    assert_eq!(one, ["line 3: It has semicolons between its columns; put commas there, as in the first line"]);
}

#[test]
fn a_quotation_mark_that_is_never_closed_is_found_where_it_opens() {
    let file = "name,sector\nA,nowhere\n\"B, \"\"the\"\" big\none\",police\nC,\"police\nD,nowhere\n";
    let found = messages(file.as_bytes());
    assert!(found[0].starts_with("line 2: Sector “nowhere”"), "{found:?}");
    assert!(found[1].starts_with("line 5: It has a quotation mark that is never closed"), "{found:?}");
    assert_eq!(found.len(), 2, "{found:?}");
    let header = messages(b"\"name,sector\nA,police\n");
    assert!(header.len() == 1 && header[0].starts_with("line 1: It has a quotation mark"), "{header:?}");
    assert!(read_whole(b"name,sector\n\"A \"\"B\"\"\",police\nC 5\" D,police\n").is_ok(), "a mark within a text");
}

#[test]
fn what_nobody_sees_is_no_part_of_a_row() {
    let file = "name,sector,sub_sector,urn\n\"St\u{2} Anne\u{92}s\u{200B}\u{A0}C\nof E  School\",\u{1F}education,pri\u{AD}mary,１２３ 456\u{B}\n";
    let rows = read_whole(file.as_bytes()).unwrap();
    assert_eq!(rows[0].1.name, "St Anne’s C of E School");
    assert_eq!(rows[0].1.identifiers.urn.as_deref(), Some("123456"));
}

#[test]
fn problems_are_listed_by_line_in_every_encoding() {
    let text = "name,sector\r\nTŷ Mawr,nowhere\r\nB,police\r\n,police\r\n";
    let utf16 = |order: fn(u16) -> [u8; 2]| -> Vec<u8> {
        [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(order).collect()
    };
    let windows = b"name,sector\r\nCaf\xe9,nowhere\r\nB,police\r\n,police\r\n".to_vec();
    for file in [text.as_bytes().to_vec(), utf16(u16::to_le_bytes), utf16(u16::to_be_bytes), windows] {
        let found = messages(&file);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].starts_with("line 2: Sector") && found[1].starts_with("line 4: Name"), "{found:?}");
    }
    let unmarked: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(messages(&unmarked)[0].starts_with("The file seems to be UTF-16"));
    let torn = &utf16(u16::to_le_bytes)[..41];
    assert_eq!(messages(torn), ["The file is not readable text; save it as CSV in UTF-8 and try again"]);
    let mixed = messages("name,sector\nTŷ Mawr,police\nCaf#,police\n".replace('#', "\u{0}").as_bytes());
    assert_eq!(mixed.len(), 1, "{mixed:?}");
    assert!(mixed[0].starts_with("line 3: It has a character that is no text (NUL)"), "{mixed:?}");
    let mut half = "name,sector\nTŷ Mawr,police\nCaf".as_bytes().to_vec();
    half.extend(b"\xe9,police\n");
    assert!(messages(&half)[0].starts_with("line 3: It is not written in UTF-8 like the other lines"));
}

proptest! {
    #[test]
    fn no_file_makes_it_panic(file in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = read(&file);
    }
}

#[test]
fn a_file_has_so_many_rows_and_columns_whatever_is_in_them() {
    let only = |file: String| {
        let problems = read(file.as_bytes()).problems;
        assert_eq!(problems.len(), 1, "{:?}", problems.first());
        problems[0].to_string()
    };
    for row in ["x\n", "x,police\n", "x,nothing\n"] {
        let said = only(format!("name,sector\n{}", row.repeat(MOST_ROWS + 1)));
        assert_eq!(said, "The file has more than 100000 organisations; split it");
    }
    let wide = only(format!("name,sector{}\nx,police\n", ",c".repeat(MOST_COLUMNS)));
    assert_eq!(wide, "The first line has 202 columns; at most 200 are read");
}
