//! Text in a CSV file that no spreadsheet program takes for a formula, wherever it divides the file into cells.
//!
//! Which character stands between the cells depends on the country: where it is a semicolon or a tab, a text of ours is
//! divided at it, and at its line ends too, because its quotation marks do not begin a cell there. So the text after
//! each of these is treated like the beginning of the text.

use std::borrow::Cow;

/// What may stand between two cells or two rows.
const SEPARATORS: [char; 5] = [',', ';', '\t', '\n', '\r'];
/// What begins a formula.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// A text with an apostrophe before each beginning of a formula. [`as_typed`] gives it back as it was.
pub fn neutral(text: &str) -> Cow<'_, str> {
    let risky: Vec<usize> = beginnings(text).filter(|&place| is_risky(text, place)).collect();
    if risky.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut neutral = String::with_capacity(text.len() + risky.len());
    let mut written = 0;
    for place in risky {
        neutral.push_str(&text[written..place]);
        neutral.push('\'');
        written = place;
    }
    Cow::Owned(neutral + &text[written..])
}

/// The text of a field that [`neutral`] made.
pub fn as_typed(field: &str) -> Cow<'_, str> {
    let added: Vec<usize> =
        beginnings(field).filter(|&place| field[place..].starts_with('\'') && is_risky(field, place)).collect();
    if added.is_empty() {
        return Cow::Borrowed(field);
    }
    let mut typed = String::with_capacity(field.len());
    let mut read = 0;
    for place in added {
        typed.push_str(&field[read..place]);
        read = place + 1;
    }
    Cow::Owned(typed + &field[read..])
}

/// Where in a text a cell may begin.
fn beginnings(text: &str) -> impl Iterator<Item = usize> {
    std::iter::once(0).chain(text.match_indices(SEPARATORS).map(|(place, separator)| place + separator.len()))
}

/// Whether a cell that began here could be a formula. Programs drop spaces and quotation marks before one. Apostrophes
/// are passed over, so that an added one can be told. A tab, and at the very start a line end, may be dropped too.
fn is_risky(text: &str, place: usize) -> bool {
    let skipped = |c: char| matches!(c, '\'' | '"') || (c.is_whitespace() && !SEPARATORS.contains(&c));
    let after_tab = text[..place].ends_with('\t');
    match text[place..].trim_start_matches(skipped).chars().next() {
        Some('\t') => !after_tab,
        Some('\n' | '\r') => place == 0,
        begins => begins.is_some_and(|c| FORMULA.contains(&c)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_place_where_a_cell_may_begin_is_neutral() {
        for (text, wanted) in [
            ("=1+1", "'=1+1"),
            ("a;=1+1", "a;'=1+1"),
            ("a\t=1+1", "a\t'=1+1"),
            ("a,=1+1", "a,'=1+1"),
            ("a\r\n=1+1;@b", "a\r\n'=1+1;'@b"),
            ("a; \u{a0}\"=1", "a;' \u{a0}\"=1"),
            ("a;\t+1", "a;'\t'+1"),
            ("'=1", "''=1"),
            ("\r\nx", "'\r\nx"),
        ] {
            assert_eq!(neutral(text), wanted, "{text:?}");
            assert_eq!(as_typed(wanted), text);
        }
        for plain in ["'plain", "training;lado", "one;\r\ntwo;\r\n\r\nthree", "9-5, a + b", "\u{200b}", ""] {
            assert_eq!(neutral(plain), plain);
            assert_eq!(as_typed(plain), plain);
        }
    }

    proptest! {
        #[test]
        fn every_text_comes_back(text in "['=+\\-@\t\r\n＝＋－＠ \";,a]{0,12}") {
            let field = neutral(&text).into_owned();
            prop_assert_eq!(as_typed(&field), text.as_str());
        }
    }
}
