//! Text that people type: which characters are kept, and how long it may be.
//!
//! Text is kept as it was typed, but for characters that nobody sees and that no Excel file can hold: they come along with
//! a paste, their author cannot find them, and they never keep a text from being saved. Names and other single lines
//! have a normal form of their own, in `domain/normal_form.rs`.

use std::borrow::Cow;

/// Why a text is not accepted. `Display` is the sentence that the page shows after the field's name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextProblem {
    /// Longer than the limit, in characters; a line end counts as one, as browsers count it.
    #[error("must be {} characters or fewer; it has {}", thousands(*.limit), thousands(*.length))]
    TooLong {
        /// The most that is accepted.
        limit: usize,
        /// How many there are.
        length: usize,
    },
    /// Nothing but white space where something is needed.
    #[error("must not be empty")]
    Empty,
}

/// The mark that begins a file in UTF-8, for programs that would otherwise read it in another encoding.
pub const BYTE_ORDER_MARK: char = '\u{FEFF}';

/// A number as people read it: 10,000.
pub fn thousands(n: usize) -> String {
    if n < 1_000 { n.to_string() } else { format!("{},{:03}", thousands(n / 1_000), n % 1_000) }
}

/// Words as a sentence lists them: "one", "one and two", "one, two and three".
pub fn list(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// Checks a text of one or more lines against a limit in characters, and gives back what is kept of it.
pub fn prose(typed: &str, limit: usize) -> Result<String, TextProblem> {
    let kept = kept(typed);
    let length = length(&kept);
    if length > limit {
        return Err(TextProblem::TooLong { limit, length });
    }
    Ok(kept.into_owned())
}

/// What is kept of a text. A line break of any kind is one: Word's Shift+Enter is U+000B. A control character of U+0080 to
/// U+009F is what Windows-1252 has in its place: a text that some program read as Latin-1 has U+0092 for an apostrophe.
/// Other control characters, byte-order marks and noncharacters are left out.
pub fn kept(typed: &str) -> Cow<'_, str> {
    if typed.chars().all(|c| kept_of(c) == Some(c)) {
        return Cow::Borrowed(typed);
    }
    Cow::Owned(typed.chars().filter_map(kept_of).collect())
}

/// U+0080 to U+009F in Windows-1252, U+0085 as the line break that it is in Unicode; a NUL where there is nothing.
const WINDOWS_1252: &str = "€\0‚ƒ„\n†‡ˆ‰Š‹Œ\0Ž\0\0‘’“”•–—˜™š›œ\0žŸ";

fn kept_of(c: char) -> Option<char> {
    match c {
        '\n' | '\r' | '\t' => Some(c),
        '\u{B}' | '\u{C}' | '\u{2028}' | '\u{2029}' => Some('\n'),
        '\u{80}'..='\u{9F}' => WINDOWS_1252.chars().nth(c as usize - 0x80).filter(|meant| *meant != '\0'),
        '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}' => None,
        c if c.is_control() => None,
        c => Some(c),
    }
}

/// How many characters of a text are not kept.
pub fn count_left_out(typed: &str) -> usize {
    typed.chars().filter(|&c| kept_of(c).is_none()).count()
}

/// What was left out of these texts, each with its field's name, as a sentence that asks for nothing: "One invisible
/// character was left out of Evidence."; empty when nothing was.
pub fn left_out<'a>(texts: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let counts = texts.into_iter().map(|(name, text)| (name.to_owned(), count_left_out(text)));
    let (names, counts): (Vec<_>, Vec<_>) = counts.filter(|(_, count)| *count > 0).unzip();
    left_out_words(counts.iter().sum(), &names)
}

/// How many invisible characters were left out of these fields, as a sentence; empty when none were.
pub fn left_out_words(count: usize, fields: &[String]) -> String {
    match count {
        0 => String::new(),
        1 => format!("One invisible character was left out of {}.", list(fields)),
        count => format!("{} invisible characters were left out of {}.", thousands(count), list(fields)),
    }
}

/// Whether two texts say the same once they are kept, however their lines end: a browser posts CRLF where a script
/// reads LF, and a page still holds the characters that the stored text lacks.
pub fn says_the_same(a: &str, b: &str) -> bool {
    let plain = |text| kept(text).replace("\r\n", "\n");
    a == b || plain(a) == plain(b)
}

/// The length in characters as a browser counts it: CRLF is one.
pub fn length(text: &str) -> usize {
    text.chars().count() - text.matches("\r\n").count()
}

/// Words that people write so that a field is not empty: their letters alone, in lower case.
const STAND_INS: [&str; 12] =
    ["na", "nil", "no", "none", "nothing", "notapplicable", "ok", "tba", "tbc", "tbd", "tobeconfirmed", "yes"];

/// The most letters of a stand-in that is one letter again and again: "xx".
const LONGEST_ROW: usize = 5;

/// Returns true when a text tells its reader something: it has two letters or more, and more than stand-ins such as
/// "n/a", "none", "tbc" or "xx".
pub fn says_something(text: &str) -> bool {
    // Initials say who: a single letter is not a stand-in beside others.
    let is_of_stand_ins = |word: &str| word.chars().filter(|c| c.is_alphabetic()).count() != 1 && stands_in(word);
    !stands_in(text) && !text.split_whitespace().all(is_of_stand_ins)
}

/// Returns true for fewer than two letters, a stand-in, and a short row of one letter.
fn stands_in(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase);
    // No stand-in is longer: a text of thousands of letters is read as far as that.
    let start: Vec<char> = letters.take(32).collect();
    let is_row = start.len() <= LONGEST_ROW && start.iter().all(|c| *c == start[0]);
    start.len() < 2 || is_row || STAND_INS.contains(&String::from_iter(&start).as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_carriage_return_and_line_feed_count_once() {
        assert_eq!(prose("a\r\nb", 3), Ok("a\r\nb".into()));
        assert_eq!(prose("a\nbc", 3), Err(TextProblem::TooLong { limit: 3, length: 4 }));
    }

    #[test]
    fn what_stands_in_for_nothing_says_nothing() {
        for text in [
            "",
            " ",
            ".",
            "…",
            "- - -",
            "x",
            "XX",
            "aaaa",
            "3",
            "2027",
            "N/A",
            "n.a.",
            "n / a",
            "None.",
            "NIL",
            "No",
            "tbc",
            "T.B.C.",
            "Not applicable",
            "To be confirmed",
            "ok",
            "— none —",
            "none none",
            "N/A, none",
            "tbc - tbc",
            "no ok",
        ] {
            assert!(!says_something(text), "{text:?}");
        }
        for text in [
            "HT",
            "J S",
            "No. 4 Car Lane",
            "None yet",
            "No nursery",
            "None of our pupils is under 5",
            "Nan",
            "Policy 3",
            "SCR",
            "нет данных",
            "see CPOMS",
            &"ab".repeat(9_000),
        ] {
            assert!(says_something(text), "{text:?}");
        }
    }

    #[test]
    fn what_nobody_sees_is_left_out_and_line_breaks_are_line_breaks() {
        let typed = "\u{FEFF}a\0b\u{B}c\u{C}d\u{2028}e\u{2029}f\u{85}g\u{2}h\u{1F}i\u{7F}j\u{81}k\u{FFFE}\u{FFFF}";
        assert_eq!(prose(typed, 99), Ok("ab\nc\nd\ne\nf\nghijk".into()));
        assert_eq!(prose("It\u{92}s \u{93}so\u{94} \u{96} \u{80}5", 99), Ok("It’s “so” – €5".into()));
        assert_eq!(prose("\u{2}ab", 2), Ok("ab".into()), "what is left out has no length");
        for code in 0..=0xFFFF {
            let Some(c) = char::from_u32(code) else { continue };
            let kept = prose(&format!("a{c}b"), 3).unwrap();
            assert!(!kept.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')), "{code:04X}");
            assert!(says_the_same(&kept, &format!("a{c}b")), "{code:04X}");
        }
    }

    #[test]
    fn what_is_left_out_is_said_in_a_sentence_that_asks_for_nothing() {
        assert_eq!(left_out([("Evidence", "a\u{B}b\u{92}\r\n"), ("Who", "")]), "");
        assert_eq!(
            left_out([("Evidence", "\u{1F}a"), ("Who", "")]),
            "One invisible character was left out of Evidence."
        );
        let two = left_out([("Evidence", "\u{1F}a\0"), ("Who", "\u{2}"), ("By when", "")]);
        assert_eq!(two, "3 invisible characters were left out of Evidence and Who.");
    }

    proptest! {
        #[test]
        fn visible_text_is_kept_character_for_character(typed in "[^\\p{Cc}\u{2028}\u{2029}\u{FEFF}\u{FFFE}\u{FFFF}]{0,40}") {
            prop_assert_eq!(prose(&typed, 40), Ok(typed));
        }

        #[test]
        fn what_is_kept_once_stays(typed in "\\PC{0,9}[\u{0}-\u{a0}\u{2028}\u{FEFF}]{0,40}") {
            let once = kept(&typed);
            prop_assert_eq!(kept(&once), once.clone());
        }
    }
}
