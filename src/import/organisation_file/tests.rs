//! What a file of organisations is read as, and what is said of one that cannot be.

mod of_spreadsheets;
mod quotation_marks;

use super::columns::MOST_COLUMNS;
use super::*;
use crate::domain::organisation::Kind;
use proptest::prelude::*;

fn read_whole(file: &[u8]) -> Result<Vec<(u64, OrganisationDetails)>, Vec<RowProblem>> {
    let Read { rows, problems, .. } = read(file, Reading::default());
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
    assert_eq!((rows[1].0, rows[1].1.kind), (3, Kind::Voluntary));
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
        "line 2: URN must be five or six digits",
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
    assert!(missing.len() == 2 && missing[0] == "line 1: There is no column called “name”", "{missing:?}");
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
fn a_row_with_more_columns_than_the_first_line_is_named_and_one_with_fewer_has_empty_ones() {
    let file = "name,sector,urn\nA,police\nB\nC,fire,1,2\nD,fire,,,\n\nE,nowhere,\n";
    let found = messages(file.as_bytes());
    assert!(found[0].starts_with("line 3: Sector must be one of"), "{found:?}");
    assert_eq!(
        found[1],
        "line 4: It has 4 columns where the first line has 3; put a text with a comma in it between quotation marks"
    );
    assert!(found.len() == 3 && found[2].starts_with("line 7: Sector “nowhere”"), "{found:?}");
}

#[test]
fn a_row_with_another_separator_than_the_first_line_is_named() {
    let one = messages(b"name,sector\nA,police\nB;police\n");
    assert_eq!(
        one,
        ["line 3: It has semicolons between its columns where the first line has commas; put the same in both"]
    );
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
    assert!(messages(&unmarked)[0].starts_with("line 2: Sector"));
    let torn = &utf16(u16::to_le_bytes)[..41];
    assert_eq!(messages(torn), ["The file is not readable text; save it as CSV in UTF-8 and try again"]);
    let mixed = messages("name,sector\nTŷ Mawr,police\nCaf#,police\n".replace('#', "\u{0}").as_bytes());
    assert_eq!(mixed.len(), 1, "{mixed:?}");
    assert!(mixed[0].starts_with("line 3: It has a character that is not text (NUL)"), "{mixed:?}");
    let mut half = "name,sector\nTŷ Mawr,police\nCaf".as_bytes().to_vec();
    half.extend(b"\xe9,police\n");
    assert!(messages(&half)[0].starts_with("line 3: It is not written in UTF-8 like the other lines"));
}

/// A table as programs write it: each is named, and gives the bytes of the file.
fn written(rows: &[[&str; 4]]) -> Vec<(String, Vec<u8>)> {
    let quoted = |field: &str, always: bool| {
        let needs = always || field.contains([',', ';', '\t', '"', '\n']);
        if needs { format!("\"{}\"", field.replace('"', "\"\"")) } else { field.to_owned() }
    };
    let text = |separator: &str, end: &str, always: bool| {
        let line = |row: &[&str; 4]| row.map(|field| quoted(field, always)).join(separator) + end;
        rows.iter().map(line).collect::<String>()
    };
    let utf16 = |text: &str, order: fn(u16) -> [u8; 2], mark: bool| -> Vec<u8> {
        mark.then_some(0xFEFF).into_iter().chain(text.encode_utf16()).flat_map(order).collect()
    };
    let mut files = Vec::new();
    for (name, separator) in [("commas", ","), ("semicolons", ";"), ("tabs", "\t")] {
        for (ends, end) in [("CRLF", "\r\n"), ("LF", "\n"), ("CR", "\r")] {
            for always in [false, true] {
                let text = text(separator, end, always);
                let name = format!("{name}, {ends}, {always}");
                files.push((format!("{name}, UTF-8"), text.clone().into_bytes()));
                files.push((format!("{name}, marked"), format!("\u{feff}{text}").into_bytes()));
                files.push((format!("{name}, UTF-16"), utf16(&text, u16::to_le_bytes, true)));
                files.push((format!("{name}, UTF-16BE"), utf16(&text, u16::to_be_bytes, true)));
                files.push((format!("{name}, unmarked UTF-16"), utf16(&text, u16::to_le_bytes, false)));
                files.push((format!("{name}, unmarked UTF-16BE"), utf16(&text, u16::to_be_bytes, false)));
                let width = separator.repeat(2);
                let around = format!(
                    "sep={separator}{end}{end}{}{end}{text}{}{end}{end}",
                    separator.repeat(3),
                    separator.repeat(5)
                );
                files.push((format!("{name}, blank rows"), around.into_bytes()));
                let wider: String =
                    text.split_inclusive(end).map(|line| line.replace(end, &format!("{width}{end}"))).collect();
                files.push((format!("{name}, empty columns"), wider.into_bytes()));
            }
        }
    }
    files
}

#[test]
fn a_table_is_read_alike_as_every_program_writes_it() {
    let rows = [
        ["Name", "SECTOR ", "Sub-sector", "URN"],
        ["Ysgol Tŷ Mawr", "Education", "primary", "123456"],
        ["St\u{a0}Anne’s, “The \"Annexe\"”", "education", "secondary", "12345"],
    ];
    for (program, file) in written(&rows) {
        let read = read_whole(&file).unwrap_or_else(|problems| panic!("{program}: {problems:?}"));
        let found: Vec<_> = read.iter().map(|(_, row)| (row.name.as_str(), row.identifiers.urn.as_deref())).collect();
        let wanted = [("Ysgol Tŷ Mawr", Some("123456")), ("St Anne’s, “The \"Annexe\"”", Some("12345"))];
        assert_eq!(found, wanted, "{program}");
    }
}

#[test]
fn numbers_and_texts_are_read_as_cells_show_them() {
    let file = "name,sector,sub sector,urn,LAESTAB,ukprn,Charity Number\n\
                \"Hill\ntop\",education,primary,123456.0,'3441234,\"10,012,345\",1234567\n\
                'Plus,education,primary,1.23456E+05,344/1235,10012346,\n";
    let rows = read_whole(file.as_bytes()).unwrap_err();
    assert_eq!(rows.iter().map(ToString::to_string).collect::<Vec<_>>(), ["line 4: URN 123456 is also in line 2"]);
    let shortened = messages(b"name,sector,sub_sector,urn\nA,education,primary,1.23E+05\n");
    assert_eq!(shortened.len(), 1);
    assert!(shortened[0].starts_with("line 2: URN was shortened to 1.23E+05 by the spreadsheet."), "{shortened:?}");
    let read = read_whole(&file.replace("1.23456E+05", "54321").into_bytes()).unwrap();
    let Identifiers { urn, laestab, ukprn, charity_number, .. } = &read[0].1.identifiers;
    assert_eq!(
        [urn, laestab, ukprn, charity_number].map(|number| number.as_deref().unwrap()),
        ["123456", "3441234", "10012345", "1234567"]
    );
    assert_eq!(read[0].1.name, "Hill top");
}

#[test]
fn columns_that_are_not_known_are_named_once_and_left_out_knowingly() {
    let file = b"name,Head teacher,sector,Town\nA,Pat,police,X\nB,Kim,police,Y\n";
    let found = messages(file);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("line 1: The columns “Head teacher” and “Town” are not known."), "{found:?}");
    let knowingly = Reading { leaves_out_columns: true, ..Reading::default() };
    let left_out = read(file, knowingly);
    assert_eq!((left_out.rows.len(), left_out.problems.len()), (2, 0));
    assert_eq!(left_out.as_read.left_out, ["Head teacher", "Town"]);
    let register =
        b"\"URN\",\"LA (code)\",\"EstablishmentName\",\"Town\"\r\n\"100000\",\"344\",\"Quay Road\",\"X\"\r\n";
    let found = read(register, knowingly).problems;
    assert!(found[0].message.contains("This seems to be an extract of Get Information About Schools"), "{found:?}");
    let renamed =
        b"\"URN\",\"LA (code)\",\"name\",\"Town\",\"sector\"\r\n\"100000\",\"344\",\"Quay Road\",\"X\",\"fire\"\r\n";
    assert_eq!(read(renamed, knowingly).problems, []);
}

#[test]
fn what_nobody_sees_is_left_out_of_a_row_and_said() {
    let file = "name,sector,group\nA\u{2}lder\u{B}Road,po\u{1F}lice,The \u{7}Trust\nPlain,police,\n";
    let Read { rows, problems, as_read } = read(file.as_bytes(), Reading::default());
    assert_eq!(problems, []);
    assert_eq!(
        (rows[0].1.name.as_str(), rows[0].1.group.as_deref()),
        ("Alder Road", Some("The Trust")),
        "a line break of Word is one"
    );
    let said: Vec<_> = as_read.unseen.iter().map(ToString::to_string).collect();
    assert_eq!(said, ["line 2: 3 invisible characters were left out of group, name and sector."]);
    assert!(!as_read.says_nothing());
    assert!(read(b"name,sector\nPlain,police\n", Reading::default()).as_read.says_nothing());
}

#[test]
fn names_whose_letters_were_guessed_are_shown_and_those_that_nothing_hangs_on_are_not() {
    let mac = b"name,sector,group\nSt Anne\xD5s,police,Caf\x8E\nPlain,police,\n";
    let Read { rows, problems, as_read } = read(mac, Reading::default());
    assert_eq!((rows.len(), problems.len(), as_read.encoding), (2, 0, Some(Encoding::MacRoman)));
    let shown: Vec<_> = as_read.doubtful.iter().map(ToString::to_string).collect();
    assert_eq!(shown, ["line 2: St Anne’s", "line 2: Café"]);
    let said = Reading { encoding: Some(Encoding::Windows1252), ..Reading::default() };
    let Read { rows, as_read, .. } = read(mac, said);
    assert_eq!((rows[0].1.name.as_str(), as_read.doubtful.len()), ("St AnneÕs", 0), "somebody says so");
    let aside =
        read(b"name,sector,Head\nA,police,Andr\xE9\n", Reading { leaves_out_columns: true, ..Reading::default() });
    assert_eq!(aside.as_read.doubtful, []);
    let utf8 = read("name,sector\nCafé,police\n".as_bytes(), Reading::default()).as_read;
    assert_eq!((utf8.encoding, utf8.doubtful.len()), (Some(Encoding::Utf8), 0));
    let not_so = Reading { encoding: Some(Encoding::Utf8), ..Reading::default() };
    let problems = read(mac, not_so).problems;
    assert_eq!(problems[0].message, "The file is not written in UTF-8. Choose how its letters are written");
}

proptest! {
    #[test]
    fn no_file_makes_it_panic(file in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = read(&file, Reading { leaves_out_columns: true, ..Reading::default() });
    }
}

#[test]
fn a_file_has_so_many_rows_and_columns_whatever_is_in_them() {
    let only = |file: String| {
        let problems = read(file.as_bytes(), Reading::default()).problems;
        assert_eq!(problems.len(), 1, "{:?}", problems.first());
        problems[0].to_string()
    };
    for row in ["x\n", "x,police\n", "x,nothing\n"] {
        let said = only(format!("name,sector\n{}", row.repeat(MOST_ROWS + 1)));
        assert_eq!(said, "The file has more than 100000 organisations; split it");
    }
    for separator in [",", ";", "\t", "|"] {
        let wider = only(format!("name,sector\nA,police\n{}\n", separator.repeat(16_384)));
        assert_eq!(wider, "line 3: It has more columns than a spreadsheet; save the file again as CSV");
    }
    // The same row over many lines.
    let broken = format!("{}\"\n\",", ",".repeat(9_000)).repeat(2);
    for file in [format!("name,sector\n{broken}\n"), format!("name,sector{broken}\nA,police\n")] {
        assert!(only(file).ends_with("It has more columns than a spreadsheet; save the file again as CSV"));
    }
    let lines = format!("name,sector\nCafé,police\n{}", "\u{1}".repeat(3_000)).into_bytes();
    let lines: Vec<u8> =
        lines.into_iter().flat_map(|byte| if byte == 1 { vec![0xff, b'\n'] } else { vec![byte] }).collect();
    let told = read(&lines, Reading::default()).problems;
    assert_eq!(told.len(), 21);
    assert!(told.iter().any(|problem| problem.to_string().starts_with("3,000 lines are not written in UTF-8")));
    let wide = only(format!("name,sector{}\nx,police\n", ",c".repeat(MOST_COLUMNS)));
    assert_eq!(wide, "The first line has 202 columns; at most 200 are read");
    let formatted = ",".repeat(16_382);
    let rows = read_whole(format!("name,sector{formatted}\nx,police{formatted}\n").as_bytes()).unwrap();
    assert_eq!(rows.len(), 1, "empty columns do not count");
}
