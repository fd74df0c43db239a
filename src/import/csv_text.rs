//! The text of an uploaded CSV file, before its columns mean anything: its encoding, its quotation marks, and what
//! stands between its columns.

/// What is wrong with the text of a file: the line, or 0 for the file as a whole, and what to do about it.
pub type TextTrouble = (u64, String);

/// How the files of spreadsheet programs begin: those of today (a ZIP archive), and those of before 2007.
const SPREADSHEETS: [&[u8]; 2] = [b"PK\x03\x04", b"\xD0\xCF\x11\xE0"];

/// What is said of a picture, a PDF or a program.
pub const NO_TEXT: &str = "This is not a CSV file. Choose the file of organisations, saved as CSV UTF-8";

/// Whether there are bytes that stand in no text: what is wrong is the file, not its lines.
pub fn is_no_text(file: &[u8]) -> bool {
    file.iter().any(|byte| matches!(byte, 0x01..=0x08 | 0x0e..=0x19 | 0x1b..=0x1f))
}

/// UTF-8 with or without a mark, UTF-16 with a mark, or Windows-1252, which is what old spreadsheets save.
pub fn decode(file: &[u8]) -> Result<String, Vec<TextTrouble>> {
    // Its bytes could be read as text too, and would be shown as problems that nobody understands.
    if SPREADSHEETS.iter().any(|beginning| file.starts_with(beginning)) {
        let message = "This is a spreadsheet, not a CSV file. Open it in Excel, choose File, Save As and the type CSV UTF-8, then \
             choose that file here";
        return Err(vec![(0, message.into())]);
    }
    let marked = encoding_rs::Encoding::for_bom(file).map(|(encoding, _)| encoding);
    // A letter of our columns' titles has a NUL beside it in UTF-16.
    if marked.is_none() && file.iter().take(2).any(|byte| *byte == 0) {
        let message = "The file seems to be UTF-16 without a mark that says so; save it as CSV in UTF-8 and try again";
        return Err(vec![(0, message.into())]);
    }
    let encoding = match (marked, std::str::from_utf8(file)) {
        (Some(marked), _) => marked,
        (None, Ok(_)) => encoding_rs::UTF_8,
        (None, Err(_)) if is_no_text(file) => return Err(vec![(0, NO_TEXT.into())]),
        (None, Err(_)) => {
            broken_lines(file)?;
            encoding_rs::WINDOWS_1252
        }
    };
    let (text, _, broken) = encoding.decode(file);
    if broken {
        let message = "The file is not readable text; save it as CSV in UTF-8 and try again";
        return Err(vec![(0, message.into())]);
    }
    // One kind of line end, so that the CSV reader's line numbers are those that people see.
    Ok(text.replace("\r\n", "\n").replace('\r', "\n"))
}

/// Refuses UTF-8 with lines in it that are not: read as Windows-1252, every accent of the others would be wrong.
fn broken_lines(file: &[u8]) -> Result<(), Vec<TextTrouble>> {
    let lines: Vec<_> = file.split(|byte| *byte == b'\n').collect();
    if !lines.iter().any(|line| !line.is_ascii() && std::str::from_utf8(line).is_ok()) {
        return Ok(());
    }
    let message = "It is not written in UTF-8 like the other lines; save the whole file again as CSV in UTF-8";
    let broken = (1..).zip(lines).filter(|(_, line)| std::str::from_utf8(line).is_err());
    Err(broken.map(|(line, _)| (line, message.to_owned())).collect())
}

/// Where a quotation mark is opened and never closed: its line, and where in the text its row begins.
pub fn unclosed_quote(text: &str) -> Option<(u64, usize)> {
    let (mut line, mut row_begins, mut field_begins) = (1, 0, true);
    let mut open = None;
    let mut chars = text.char_indices().peekable();
    while let Some((place, c)) = chars.next() {
        if c == '\n' {
            line += 1;
        }
        match (open, c) {
            (Some(_), '"') if chars.next_if(|(_, next)| *next == '"').is_some() => {}
            (Some(_), '"') => open = None,
            (None, '"') if field_begins => open = Some((line, row_begins)),
            (None, '\n') => row_begins = place + 1,
            _ => {}
        }
        field_begins = matches!(c, ',' | '\n');
    }
    open
}

/// What seems to stand between the columns of a line that has no comma.
pub fn other_separator(line: &str) -> Option<&'static str> {
    [(';', "semicolons"), ('\t', "tabs")].into_iter().find(|(c, _)| line.contains(*c)).map(|(_, words)| words)
}
