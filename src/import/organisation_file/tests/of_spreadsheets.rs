//! What spreadsheet programs leave in a file, and what is asked before it is imported.

use super::*;

fn said(encoding: Encoding) -> Reading {
    Reading { encoding: Some(encoding), ..Reading::default() }
}

#[test]
fn another_encoding_than_that_of_a_utf_8_file_is_refused_with_what_to_do() {
    let refused = "The file is written in UTF-8, not in Windows-1252. Choose UTF-8, or no encoding";
    for file in
        ["name,sector\nCafé,police\n", "\u{FEFF}name,sector\nCafé,police\n", "\u{FEFF}name,sector\nCafe,police\n"]
    {
        let Read { problems, .. } = read(file.as_bytes(), said(Encoding::Windows1252));
        assert_eq!(problems.iter().map(ToString::to_string).collect::<Vec<_>>(), [refused]);
        assert_eq!(read(file.as_bytes(), said(Encoding::Utf8)).problems, []);
    }
    assert_eq!(read(b"name,sector\nCafe,police\n", said(Encoding::Windows1252)).problems, [], "ASCII is all of them");
    assert_eq!(read(b"name,sector\nCaf\xe9,police\n", said(Encoding::Windows1252)).problems, []);
}

#[test]
fn names_and_groups_whose_letters_look_broken_are_asked_about_until_somebody_says_the_encoding() {
    let file = "name,sector,group\nSt AnneÕs,police,\nYsgol T? Gwyn,police,CafÃ© Trust\nTŷ Gwyn,police,Why not? Club\n";
    let as_read = read(file.as_bytes(), Reading::default()).as_read;
    assert_eq!((as_read.encoding, as_read.guessed), (Some(Encoding::Utf8), false));
    let shown: Vec<_> = as_read.doubtful.iter().map(ToString::to_string).collect();
    assert_eq!(shown, ["line 2: St AnneÕs", "line 3: Ysgol T? Gwyn", "line 3: CafÃ© Trust"]);
    assert_eq!(read(file.as_bytes(), said(Encoding::Utf8)).as_read.doubtful, []);
    let lost = read(b"name,sector\nCaf\xe9,police\nT? Gwyn,police\nPlain,police\n", Reading::default()).as_read;
    assert_eq!(
        (lost.guessed, lost.doubtful.len()),
        (true, 2),
        "a letter that Windows-1252 lacks, in a file that is guessed"
    );
}

#[test]
fn a_title_above_the_names_of_the_columns_is_said_for_what_it_is() {
    for (file, line) in [
        ("Wirral schools 2026\nname,sector\nA,police\n", 2),
        ("Table 1\n\nname,sector\nA,police\n", 3),
        ("Table 1;;\n\nAs of May;;\nname;sector;urn\nA;police;\n", 4),
    ] {
        let wanted = format!(
            "line 1: The first line must hold the names of the columns. They are in line {line}: delete the lines above it"
        );
        assert_eq!(messages(file.as_bytes()), [wanted]);
    }
    let none = messages(b"A School,police\nB School,police\n");
    assert_eq!(none[0], "line 1: There is no column called “name”. The first line must hold the names of the columns");
}

#[test]
fn what_old_programs_leave_in_a_file_is_no_part_of_it() {
    let control = b"name,sector\nCaf\xe9\x02 A\x1f,police\n";
    let Read { rows, problems, as_read } = read(control, Reading::default());
    assert_eq!((problems.len(), rows[0].1.name.as_str(), as_read.unseen.len()), (0, "Café A", 1));
    for end in ["\x1a", "\x1a\x1a", "\x1a\r\n", "\r\n\x1a"] {
        let rows = read_whole(format!("name,sector\r\nA,police\r\n{end}").as_bytes()).unwrap();
        assert_eq!(rows.len(), 1, "{end:?}");
    }
}

#[test]
fn a_column_without_a_title_that_has_texts_is_named_like_one_that_is_not_known() {
    let file = b"name,sector,,sub_sector,Notes,,\nA School,education,do not import,primary,x,,\n";
    let found = messages(file);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].starts_with("line 1: The column “Notes” is not known."), "{found:?}");
    assert!(found[1].starts_with("line 1: The third column has no title. "), "{found:?}");
    let left_out = read(file, Reading { leaves_out_columns: true, ..Reading::default() });
    assert_eq!((left_out.rows.len(), left_out.problems.len()), (1, 0));
    assert_eq!(left_out.as_read.left_out, ["Notes", "third column (no title)"]);
    assert!(read_whole(b"name,sector,,\nA,police, ,\n").is_ok(), "an empty one is none");
}

#[test]
fn every_unknown_column_is_named_so_that_a_misspelt_one_is_seen() {
    let titles: Vec<_> = (0..130).map(|n| format!("Column {n}")).collect();
    let found = messages(format!("name,sector,{},charity no\nA,police\n", titles.join(",")).as_bytes());
    assert!(titles.iter().all(|title| found[0].contains(&format!("“{title}”"))), "{found:?}");
    assert!(found[0].contains("“charity no”"), "{found:?}");
}

#[test]
fn errors_of_a_spreadsheet_are_no_names_and_numbers_that_it_changed_are_explained() {
    let file = "name,sector,group,urn,ukprn,ods\n#N/A,police,#REF!,,,\nB,police,#NAME?,,,\nC,health,,,1E+07,8.00E+123\n\
                D,health,,,,01-Jan\n#1 Nursery,police,,,,\n";
    let found = messages(file.as_bytes());
    for (found, wanted) in found.iter().zip([
        "line 2: #REF! is an error of the spreadsheet.",
        "line 2: #N/A is an error of the spreadsheet.",
        "line 3: #NAME? is an error of the spreadsheet.",
        "line 4: UKPRN was shortened to 1E+07 by the spreadsheet.",
        "line 4: ODS code was shortened to 8.00E+123 by the spreadsheet.",
        "line 5: ODS code was turned into the date 01-JAN by the spreadsheet.",
    ]) {
        assert!(found.to_lowercase().starts_with(&wanted.to_lowercase()), "{found}");
    }
    assert_eq!(found.len(), 6, "{found:?}");
    let twice = messages(b"name,sector,sub_sector,urn\nA,education,primary,12345\nB,education,primary,012345\n");
    assert_eq!(twice, ["line 3: URN 12345 is also in line 2"]);
}

#[test]
fn errors_in_other_languages_and_columns_that_are_too_narrow_are_no_names() {
    for error in ["Err:508", "#NV", "#BEZUG!", "########", "#¿NOMBRE?"] {
        let found = messages(format!("name,sector,group\n{error},police,\nA,police, {error} \n").as_bytes());
        let wanted = |line| format!("line {line}: {error} is an error of the spreadsheet.");
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].starts_with(&wanted(2)) && found[1].starts_with(&wanted(3)), "{found:?}");
    }
}

#[test]
fn a_name_is_looked_at_as_it_stands_in_the_file_and_as_it_would_be_stored() {
    let file = "name,sector,group\nCaf\u{8E} Nursery,police,\nFran\u{8D}ois,police,M\u{9F}ller\nA\u{92}s,police,\n\
                Caf\u{C3}\u{200B}\u{A9},police,\nCaf&eacute;,police,\n?????,police,\n";
    let Read { problems, as_read, .. } = read(file.as_bytes(), Reading::default());
    assert_eq!(problems, []);
    let shown: Vec<_> = as_read.doubtful.iter().map(ToString::to_string).collect();
    assert_eq!(
        shown,
        [
            "line 2: CafŽ Nursery",
            "line 3: Franois",
            "line 3: MŸller",
            "line 5: CafÃ©",
            "line 6: Caf&eacute;",
            "line 7: ?????"
        ]
    );
    assert_eq!(read(file.as_bytes(), said(Encoding::Utf8)).as_read.doubtful, []);
}

#[test]
fn a_file_with_bytes_that_windows_1252_lacks_is_not_read_in_it() {
    let file = b"name,sector\nM\x81ller,police\n";
    let found = read(file, said(Encoding::Windows1252));
    assert_eq!(found.rows.len(), 0);
    let told: Vec<_> = found.problems.iter().map(ToString::to_string).collect();
    assert_eq!(told, ["The file is not written in Windows-1252. Choose how its letters are written"]);
    assert_eq!(read(file, said(Encoding::CodePage850)).rows[0].1.name, "Müller");
    assert_eq!(read(file, Reading::default()).rows[0].1.name, "Müller");
}
