//! The words of a text with their places and what is known of each.

use std::ops::Range;

use super::traits::Traits;
use super::vocabulary::traits_of;

/// A run of letters and digits; an apostrophe before a letter belongs to it.
#[derive(Clone, Debug)]
pub struct Word<'a> {
    /// As typed.
    pub text: &'a str,
    /// Where it stands, in bytes.
    pub at: Range<usize>,
    /// What the lists say of it, whatever its capitals, with the ending of possession or without.
    pub traits: Traits,
}

impl Word<'_> {
    /// Whether it is this word, in capitals or not.
    pub fn is(&self, word: &str) -> bool {
        self.text.eq_ignore_ascii_case(word)
    }

    /// Whether it is one of these.
    pub fn is_one_of(&self, words: &[&str]) -> bool {
        // Most differ in length already: there is no need to look at their letters.
        words.iter().any(|word| word.len() == self.text.len() && self.is(word))
    }

    /// Returns true when any of these traits is known of it.
    pub fn has(&self, any: Traits) -> bool {
        self.traits.has(any)
    }

    /// The number it is, when it is nothing but digits.
    pub fn number(&self) -> Option<i16> {
        self.text.bytes().all(|b| b.is_ascii_digit()).then(|| self.text.parse().ok()).flatten()
    }

    /// Returns true when it begins with one of the digits 0 to 9.
    pub fn is_figure(&self) -> bool {
        self.text.starts_with(|c: char| c.is_ascii_digit())
    }

    /// Returns true when its first letter is a capital.
    pub fn is_capital(&self) -> bool {
        self.text.starts_with(char::is_uppercase)
    }

    /// Returns true for "Jamie’s".
    pub fn is_possessive(&self) -> bool {
        without_possessive(self.text).len() < self.text.len()
    }
}

/// A text and its words.
pub struct Words<'a> {
    /// As typed.
    pub text: &'a str,
    /// How many of the digits 0 to 9 it has: a rule about numbers looks at no text with fewer than it needs.
    pub digits: usize,
    /// In order.
    pub all: Vec<Word<'a>>,
}

impl<'a> Words<'a> {
    /// The words of a text.
    pub fn of(text: &'a str) -> Self {
        Self { text, digits: text.bytes().filter(u8::is_ascii_digit).count(), all: of(text) }
    }

    /// The word at a place.
    pub fn get(&self, place: usize) -> Option<&Word<'a>> {
        self.all.get(place)
    }

    /// Returns true when one of these words stands at a place.
    pub fn is(&self, place: usize, any: &[&str]) -> bool {
        self.get(place).is_some_and(|word| word.is_one_of(any))
    }

    /// Returns true when the word at a place has one of these traits.
    pub fn has(&self, place: usize, any: Traits) -> bool {
        self.get(place).is_some_and(|word| word.has(any))
    }

    /// The end of a phrase that begins at a place, its words joined by spaces or hyphens.
    pub fn phrase(&self, place: usize, phrase: &str) -> Option<usize> {
        let mut end = place;
        for said in phrase.split(' ') {
            let joined = end == place || matches!(self.gap(end - 1)?, " " | "-" | "\u{A0}");
            if !joined || !self.get(end)?.is(said) {
                return None;
            }
            end += 1;
        }
        Some(end)
    }

    /// What stands between a word and the next, when both are of one sentence.
    pub fn gap(&self, place: usize) -> Option<&'a str> {
        let word = self.get(place)?;
        let gap = between(self.text, word, self.get(place + 1)?);
        // The point after an initial, "Yr" or "Mrs" ends no sentence, after "Year 11" or "TA" it does.
        let short = || {
            word.text.chars().nth(2).is_none()
                && word.text.chars().all(char::is_alphabetic)
                && !word.has(Traits::ABBREVIATION.with(Traits::STAFF))
        };
        let ends = gap != " "
            && (gap.contains(['\n', '\r', '!', '?', ';']) || gap.contains('.') && !word.has(Traits::TITLE) && !short());
        (!ends).then_some(gap)
    }

    /// Returns true when two words stand in one sentence.
    pub fn one_sentence(&self, from: usize, to: usize) -> bool {
        (from..to).all(|place| self.gap(place).is_some())
    }

    /// Returns true when nothing of the same sentence, or of the same quotation or list, stands before a word.
    pub fn begins(&self, place: usize) -> bool {
        place == 0 || self.gap(place - 1).is_none_or(|gap| gap.contains([':', '•', '‘', '“', '"']))
    }

    /// The places after a word in its sentence, at most so many.
    pub fn rest(&self, place: usize, most: usize) -> Range<usize> {
        let end = (place..place + most).find(|next| self.gap(*next).is_none()).unwrap_or(place + most);
        place + 1..(end + 1).min(self.all.len())
    }

    /// Where the words from `first` to before `end` stand, with the bracket that closes one opened among them.
    pub fn at(&self, first: usize, end: usize) -> Range<usize> {
        closed(self.text, self.all[first].at.start..self.all[end - 1].at.end)
    }
}

/// A place in a text with the bracket that closes one opened in it.
pub fn closed(text: &str, at: Range<usize>) -> Range<usize> {
    let opened = text[at.clone()].rfind('(').is_some_and(|open| !text[at.start + open..at.end].contains(')'));
    let end = at.end + usize::from(opened && text[at.end..].starts_with(')'));
    at.start..end
}

/// Whether a character belongs to a word.
pub fn is_part_of_word(c: char) -> bool {
    c.is_alphanumeric()
}

/// A word without the ending that says whose something is: "Jamie" of "Jamie’s".
pub fn without_possessive(word: &str) -> &str {
    ["'s", "’s", "'S", "’S"].iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(word)
}

fn of(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::with_capacity(text.len() / 5);
    let mut small = String::with_capacity(32);
    let mut start = None;
    let mut characters = text.char_indices().peekable();
    let mut before = ' ';
    while let Some((place, c)) = characters.next() {
        let next = characters.peek().map_or(' ', |(_, next)| *next);
        let joins = matches!(c, '\'' | '’') && before.is_alphanumeric() && next.is_alphabetic();
        match (start, is_part_of_word(c) || joins) {
            (None, true) => start = Some(place),
            (Some(from), false) => {
                words.push(word(text, from..place, &mut small));
                start = None;
            }
            _ => {}
        }
        before = c;
    }
    if let Some(from) = start {
        words.push(word(text, from..text.len(), &mut small));
    }
    words
}

/// A word with its traits. `small` is room for its small letters, which most words have already.
fn word<'a>(text: &'a str, at: Range<usize>, small: &mut String) -> Word<'a> {
    let text = &text[at.clone()];
    if text.bytes().all(|b| b.is_ascii_lowercase()) {
        return Word { text, at, traits: traits_of(text) };
    }
    small.clear();
    small.extend(without_possessive(text).chars().flat_map(char::to_lowercase));
    Word { text, at, traits: traits_of(small) }
}

/// What stands between two words.
pub fn between<'a>(text: &'a str, first: &Word<'_>, second: &Word<'_>) -> &'a str {
    &text[first.at.end..second.at.start]
}
