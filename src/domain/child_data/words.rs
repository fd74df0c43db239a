//! The words of a text with their places.

use std::ops::Range;

/// A run of letters and digits; an apostrophe between two letters belongs to it.
#[derive(Clone, Debug)]
pub struct Word<'a> {
    /// As typed.
    pub text: &'a str,
    /// Where it stands, in bytes.
    pub at: Range<usize>,
}

impl Word<'_> {
    /// Whether it is this word, in capitals or not.
    pub fn is(&self, word: &str) -> bool {
        self.text.eq_ignore_ascii_case(word)
    }

    /// Whether it is one of these.
    pub fn is_one_of(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.is(word))
    }

    /// The number it is, when it is nothing but digits.
    pub fn number(&self) -> Option<i16> {
        self.text.bytes().all(|b| b.is_ascii_digit()).then(|| self.text.parse().ok()).flatten()
    }
}

/// Whether a character belongs to a word.
pub fn is_part_of_word(c: char) -> bool {
    c.is_alphanumeric()
}

/// The words in order.
pub fn of(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut start = None;
    let mut characters = text.char_indices().peekable();
    let mut before = ' ';
    while let Some((place, c)) = characters.next() {
        let next = characters.peek().map_or(' ', |(_, next)| *next);
        let joins = matches!(c, '\'' | '’') && before.is_alphabetic() && next.is_alphabetic();
        match (start, is_part_of_word(c) || joins) {
            (None, true) => start = Some(place),
            (Some(from), false) => {
                words.push(Word { text: &text[from..place], at: from..place });
                start = None;
            }
            _ => {}
        }
        before = c;
    }
    if let Some(from) = start {
        words.push(Word { text: &text[from..], at: from..text.len() });
    }
    words
}

/// What stands between two words.
pub fn between<'a>(text: &'a str, first: &Word<'_>, second: &Word<'_>) -> &'a str {
    &text[first.at.end..second.at.start]
}
