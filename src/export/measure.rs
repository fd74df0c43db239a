//! How many lines a text takes in a column, so that every row is as high as its text.
//!
//! Excel would find that out by itself when it opens a file; `LibreOffice` does not, and clips the text.

/// The width of a column that is so many characters wide, in thousandths of the type size. Excel counts a column in
/// digits of its default font.
pub(super) fn room(characters: f64) -> f64 {
    characters * 545.0
}

/// How many lines a text takes where there is so much room, in thousandths of the type size, broken between words and
/// within those that are longer than a line. At least 1.
pub(super) fn lines(text: &str, room: f64) -> u32 {
    text.split('\n').map(|paragraph| lines_of_paragraph(paragraph, room)).sum()
}

/// The width of a text on one line, in thousandths of the type size.
pub(super) fn width(text: &str) -> f64 {
    text.chars().map(advance).sum()
}

fn lines_of_paragraph(paragraph: &str, room: f64) -> u32 {
    // No letter is wider than two thirds of its bytes: most cells are settled here.
    #[expect(clippy::cast_precision_loss, reason = "a text is far shorter than 2^52 bytes")]
    if paragraph.len() as f64 * 1000.0 <= room {
        return 1;
    }
    let (mut lines, mut used) = (1, 0.0);
    for word in paragraph.split(' ') {
        let word_width = width(word);
        let gap = if used > 0.0 { advance(' ') } else { 0.0 };
        if used + gap + word_width <= room {
            used += gap + word_width;
            continue;
        }
        lines += u32::from(used > 0.0);
        used = word_width;
        while used > room {
            lines += 1;
            used -= room;
        }
    }
    lines
}

/// The width of a character of Arial, in thousandths of its size; rather too wide where it is not known.
fn advance(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | '\'' => 222.0,
        ' ' | '.' | ',' | ':' | ';' | '!' | '/' | 'I' | 't' | 'f' | '[' | ']' => 278.0,
        'r' | '-' | '(' | ')' | '“' | '”' => 333.0,
        'c' | 'k' | 's' | 'v' | 'x' | 'y' | 'z' | 'J' => 500.0,
        'F' | 'T' | 'Z' => 611.0,
        'A' | 'B' | 'E' | 'K' | 'P' | 'S' | 'V' | 'X' | 'Y' => 667.0,
        'C' | 'D' | 'H' | 'N' | 'R' | 'U' | 'w' => 722.0,
        'G' | 'O' | 'Q' => 778.0,
        'm' | 'M' | '%' => 889.0,
        'W' | '@' => 1015.0,
        '\u{0}'..='\u{2FF}' => 556.0,
        '\u{300}'..='\u{2DFF}' => 700.0,
        _ => 1000.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_text_takes_as_many_lines_as_a_reader_would_count() {
        let ten = room(10.0);
        assert_eq!(lines("", ten), 1);
        assert_eq!(lines("1234567890", room(10.5)), 1);
        assert_eq!(lines("one two three four", ten), 2);
        assert_eq!(lines("one\n\ntwo", ten), 3);
        assert_eq!(lines(&"m".repeat(40), ten), 7);
    }

    proptest! {
        #[test]
        fn more_room_never_takes_more_lines(text in "[a-zA-Z .\n]{0,200}", narrow in 4.0f64..40.0, more in 0.0f64..40.0) {
            prop_assert!(lines(&text, room(narrow + more)) <= lines(&text, room(narrow)));
        }
    }
}
