//! Text that people type: what is accepted, and how long it may be.
//!
//! Text is kept exactly as it was typed. What cannot be kept faithfully everywhere (a NUL, a control
//! character, a code point that no Excel file can hold) is refused with a reason, never removed silently.

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
    /// A character that cannot be kept in every output.
    #[error("contains a character that cannot be stored (U+{0:04X}); remove it and save again")]
    Character(u32),
    /// Nothing but white space where something is needed.
    #[error("must not be empty")]
    Empty,
}

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

/// Checks a text of one or more lines against a limit in characters, and gives it back as it was typed.
pub fn prose(typed: &str, limit: usize) -> Result<String, TextProblem> {
    if let Some(bad) = typed.chars().find(|&c| unstorable(c)) {
        return Err(TextProblem::Character(bad.into()));
    }
    let length = length(typed);
    if length > limit {
        return Err(TextProblem::TooLong { limit, length });
    }
    Ok(typed.to_owned())
}

/// Checks a name or title: one line, not empty, spaces at the ends removed, nothing that reorders the text
/// around it (bidirectional overrides), so that a list shows it as it is.
pub fn line(typed: &str, limit: usize) -> Result<String, TextProblem> {
    let line = prose(typed.trim(), limit)?;
    if line.is_empty() {
        return Err(TextProblem::Empty);
    }
    match line.chars().find(|&c| c.is_control() || reorders(c)) {
        Some(bad) => Err(TextProblem::Character(bad.into())),
        None => Ok(line),
    }
}

/// Whether two texts are the same but for the way their lines end: a browser posts CRLF where a script reads LF.
pub fn same_but_for_line_ends(a: &str, b: &str) -> bool {
    a == b || a.replace("\r\n", "\n") == b.replace("\r\n", "\n")
}

/// The length in characters as a browser counts it: CRLF is one.
pub fn length(text: &str) -> usize {
    text.chars().count() - text.matches("\r\n").count()
}

fn unstorable(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\r' | '\t')) || matches!(c, '\u{FFFE}' | '\u{FFFF}')
}

fn reorders(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}')
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
    fn what_no_workbook_can_hold_is_refused_by_name() {
        for bad in ['\0', '\u{8}', '\u{1B}', '\u{7F}', '\u{FFFE}'] {
            assert_eq!(prose(&format!("a{bad}"), 9), Err(TextProblem::Character(bad.into())));
        }
    }

    #[test]
    fn a_name_is_one_line_that_reads_as_it_is() {
        assert_eq!(line("  St Anne's ", 20), Ok("St Anne's".into()));
        assert_eq!(line(" \t ", 20), Err(TextProblem::Empty));
        assert_eq!(line("a\nb", 20), Err(TextProblem::Character(10)));
        assert_eq!(line("a\u{202E}b", 20), Err(TextProblem::Character(0x202E)));
    }

    proptest! {
        #[test]
        fn accepted_text_is_kept_character_for_character(typed in "[^\\p{Cc}\u{FFFE}\u{FFFF}]{0,40}") {
            prop_assert_eq!(prose(&typed, 40), Ok(typed));
        }
    }
}
