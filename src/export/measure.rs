//! How many lines a text takes in a column, so that every row is as high as its text.
//!
//! Excel would find that out by itself when it opens a file; `LibreOffice` does not, and clips the text.

/// The width of a column that is so many characters wide, in thousandths of the type size. Excel counts a column in
/// digits of its default font.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a column has 1 to 255 characters")]
pub(super) fn room(characters: f64) -> u32 {
    (characters.max(1.0) * 545.0) as u32
}

/// How many lines a text takes where there is so much room, in thousandths of the type size, broken between words and
/// within those that are longer than a line. At least 1.
pub(super) fn lines(text: &str, room: u32) -> u32 {
    text.split('\n').map(|paragraph| lines_of_paragraph(paragraph, room)).sum()
}

/// A text in parts of about so many lines each, one more at the most, broken where lines are. Together they are the text.
pub(super) fn parts(text: &str, room: u32, most: u32) -> Vec<&str> {
    let (mut parts, mut begins, mut taken, mut used) = (Vec::new(), 0, 1, 0);
    let mut place = 0;
    for word in text.split_inclusive([' ', '\n']).flat_map(|word| slices(word, room)) {
        let ends_line = word.ends_with('\n');
        let wide = width(word.trim_end_matches([' ', '\n']));
        if used > 0 && used + wide > room {
            taken += 1;
            used = 0;
        }
        if taken > most {
            parts.push(&text[begins..place]);
            begins = place;
            taken = 1;
        }
        used += wide + if word.ends_with(' ') { advance(' ') } else { 0 };
        place += word.len();
        if ends_line {
            taken += 1;
            used = 0;
        }
    }
    parts.push(&text[begins..]);
    parts
}

/// A word in slices that each have room on a line.
fn slices(word: &str, room: u32) -> Vec<&str> {
    let (mut slices, mut begins, mut used) = (Vec::new(), 0, 0);
    for (place, c) in word.char_indices() {
        if used > 0 && used + advance(c) > room && !matches!(c, ' ' | '\n') {
            slices.push(&word[begins..place]);
            (begins, used) = (place, 0);
        }
        used += advance(c);
    }
    slices.push(&word[begins..]);
    slices
}

/// The width of a text on one line, in thousandths of the type size.
pub(super) fn width(text: &str) -> u32 {
    text.chars().map(advance).sum()
}

fn lines_of_paragraph(paragraph: &str, room: u32) -> u32 {
    // No character is wider than 1,015 thousandths: most cells are settled here.
    if paragraph.len() * 1_015 <= room as usize {
        return 1;
    }
    let (mut lines, mut used) = (1, 0);
    for word in paragraph.split(' ') {
        let word_width = width(word);
        let with_gap = if used > 0 { used + advance(' ') + word_width } else { word_width };
        if with_gap <= room {
            used = with_gap;
            continue;
        }
        lines += u32::from(used > 0);
        lines += word_width.saturating_sub(1) / room;
        used = word_width - word_width.saturating_sub(1) / room * room;
    }
    lines
}

/// The width of a character of Arial, in thousandths of its size; rather too wide where it is not known.
fn advance(c: char) -> u32 {
    match c {
        '\0'..='\x7F' => ASCII[c as usize],
        '\u{80}'..='\u{2FF}' => 556,
        '\u{300}'..='\u{2DFF}' => 700,
        _ => 1000,
    }
}

const ASCII: [u32; 128] = {
    let mut widths = [556; 128];
    let mut c = 0;
    while c < 128 {
        widths[c as usize] = match c {
            b'i' | b'j' | b'l' | b'\'' => 222,
            b' ' | b'.' | b',' | b':' | b';' | b'!' | b'/' | b'I' | b't' | b'f' | b'[' | b']' => 278,
            b'r' | b'-' | b'(' | b')' => 333,
            b'c' | b'k' | b's' | b'v' | b'x' | b'y' | b'z' | b'J' => 500,
            b'F' | b'T' | b'Z' => 611,
            b'A' | b'B' | b'E' | b'K' | b'P' | b'S' | b'V' | b'X' | b'Y' => 667,
            b'C' | b'D' | b'H' | b'N' | b'R' | b'U' | b'w' => 722,
            b'G' | b'O' | b'Q' => 778,
            b'm' | b'M' => 833,
            b'%' => 889,
            b'W' | b'@' => 1015,
            _ => 556,
        };
        c += 1;
    }
    widths
};

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
        fn the_parts_of_a_text_are_the_text_and_each_has_about_so_many_lines(
            text in "([a-zA-Z.]{0,30}[ \n]?){0,80}",
            wide in 4.0f64..40.0,
            most in 2u32..12,
        ) {
            let parts = parts(&text, room(wide), most);
            prop_assert_eq!(parts.concat(), text.as_str());
            for part in parts {
                prop_assert!(lines(part.trim_end(), room(wide)) <= most + 1, "{part:?}");
            }
        }

        #[test]
        fn more_room_never_takes_more_lines(text in "[a-zA-Z .\n]{0,200}", narrow in 4.0f64..40.0, more in 0.0f64..40.0) {
            prop_assert!(lines(&text, room(narrow + more)) <= lines(&text, room(narrow)));
        }
    }
}
