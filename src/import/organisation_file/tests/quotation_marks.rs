//! What is said of quotation marks that a CSV reader passes over: it leaves them out of names, or reads rows as one.

use super::*;

const INSIDE: &str = "It has a quotation mark inside a text that begins with another; write it twice, or remove it";
const SPACE: &str = "It has a space before the quotation mark that begins a text; remove the space";

#[test]
fn a_quotation_mark_that_is_out_of_place_is_a_problem_of_its_line_and_the_other_rows_are_read() {
    for (row, said) in [
        ("\"The \"Nest\" Centre\",police,", INSIDE),
        ("\"The \"Nest, Baby\" Centre\",police,", INSIDE),
        ("\"A\"x,police,", INSIDE),
        ("\"A\" x,police,", INSIDE),
        ("\"A\" \"B\",police,", INSIDE),
        ("A,police,\"The \"Trust\"", INSIDE),
        ("A, \"police\",", SPACE),
        (" \"A, B\",police,", SPACE),
    ] {
        let file = format!("name,sector,group\nFirst,police,\n{row}\nLast,nowhere,\n");
        let found = messages(file.as_bytes());
        assert_eq!(found.len(), 2, "{row}: {found:?}");
        assert_eq!(found[0], format!("line 3: {said}"), "{row}");
        assert!(found[1].starts_with("line 4: Sector “nowhere”"), "{row}: {found:?}");
    }
    let further = messages(b"name,sector,group\n\nA,police,\"The\nTrust\nB,police,\"Y\"\n");
    assert_eq!(
        further,
        [
            "line 5: It has a quotation mark inside a text that begins in line 3 with another; write it twice, or close the text \
          in line 3"
        ]
    );
    let all = messages(b"name,sector\n\"A\"x,police\nB,police\n\"C\"y,police\n");
    assert_eq!(all, [format!("line 2: {INSIDE}"), format!("line 4: {INSIDE}")]);
}

#[test]
fn marks_as_programs_write_them_are_read() {
    let file = "\"name\" ,\"sector\"\n\"The \"\"Nest\"\" Centre\",police\n\"A\" ,\"police\" \nC 5\" D,police\n";
    let rows = read_whole(file.as_bytes()).unwrap();
    let names: Vec<_> = rows.iter().map(|(_, row)| row.name.as_str()).collect();
    assert_eq!(names, ["The \"Nest\" Centre", "A", "C 5\" D"]);
    let other = messages(b"name;sector\n\"A\",\"police\"\n");
    assert!(other[0].starts_with("line 2: It has commas between its columns"), "{other:?}");
}

#[test]
fn rows_inside_a_text_are_no_part_of_a_name() {
    let all = COLUMNS.join(",");
    let row = |name: &str| format!("{name},education,primary,,,,,,,\n");
    for file in [
        format!("{all}\n{}{}{}", row("\"A School"), row("B School"), row("C School\"")),
        format!("{all}\n{}{}", row("\"A School"), row("B School\"")),
        // The columns that are empty may be missing, and a sector may be misspelt.
        format!("{all}\n\"A School,education,primary\nB School\",education,primary\n"),
        format!("{all}\n\"A School,edukation,primary,,,,,,,\nB School\",education,primary\n"),
        "name,sector\n\"A,police\nB\",police\n".into(),
        "sector,name\npolice,\"A\npolice,B\npolice,C\"\n".into(),
        "sector,name\npolice,\"A\npolice,B\"\n".into(),
        "group,name,sector\nX,\"A,police\nY,B\",police\n".into(),
        "name;sector;group\nA;police;\"X\nB;police;Y\"\n".into(),
    ] {
        assert_eq!(messages(file.as_bytes()), [format!("line 2: {HOLDS_ROWS}")], "{file}");
    }
    let header = "name,sector,\"group\nA,police,X\nB,police,Y\"\nC,police,Z\n";
    let knowingly = Reading { leaves_out_columns: true, ..Reading::default() };
    assert_eq!(read(header.as_bytes(), knowingly).problems[0].to_string(), format!("line 1: {HOLDS_ROWS}"));
    for name in ["Hill, “The Top”\nCentre", "Hill\nTop", "A, B and C\nPolice"] {
        let file = format!("name,sector\n\"{name}\",police\n");
        assert_eq!(read_whole(file.as_bytes()).unwrap().len(), 1, "{name}");
    }
}

#[test]
fn a_note_that_is_left_out_may_have_lines_and_commas() {
    let knowingly = Reading { leaves_out_columns: true, ..Reading::default() };
    for file in [
        "name,sector,sub_sector,notes\nA School,education,primary,\"Visited in May\nMet head, DSL, SENCO, and two governors\"\n",
        "name,sector,notes\nA,police,\"Rang\nSpoke to head, police\"\n",
        "name,sector,sub_sector,address\nA School,education,primary,\"1 High Street\nA, B, C, D\"\n",
    ] {
        let read = read(file.as_bytes(), knowingly);
        assert_eq!((read.problems.len(), read.rows.len()), (0, 1), "{file}: {:?}", read.problems);
    }
}

#[test]
fn a_mark_that_is_out_of_place_in_the_first_line_is_named_too() {
    assert_eq!(messages(b"name, \"sector\"\nA,police\n"), [format!("line 1: {SPACE}")]);
    let knowingly = Reading { leaves_out_columns: true, ..Reading::default() };
    let file = "name,sector, \"Notes, old\",group\nA,police,\"x\",Trust\n";
    assert_eq!(read(file.as_bytes(), knowingly).problems[0].to_string(), format!("line 1: {SPACE}"));
}
