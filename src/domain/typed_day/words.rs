//! The words of a day.

use super::no_day::NoDay;
use super::terms::{TERMS, YEARS_OF_TWO_DIGITS};
use crate::domain::dates;

/// A word of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// A number, and how many digits it has: 0 for an ordinal, "26th", which can only be a day.
    Number(i16, usize),
    Month(i8),
    /// How many days after Monday.
    Weekday(i8),
    /// "End".
    End,
    /// "Start", "mid": some part of a month or a term.
    Part,
    Term,
    /// A term's place in [`TERMS`].
    Season(usize),
    /// "Academic", "school": such a year.
    School,
    Year,
}

/// Whether a character stands between the words of a day.
pub(super) fn divides(c: char) -> bool {
    c.is_whitespace() || "/.-,;()[]\"“”".contains(c)
}

/// Takes the first such word out.
pub(super) fn take<T>(words: &mut Vec<Word>, of: impl Fn(Word) -> Option<T>) -> Option<T> {
    let (place, found) = words.iter().enumerate().find_map(|(place, word)| Some((place, of(*word)?)))?;
    words.remove(place);
    Some(found)
}

/// The words that have a meaning. An unknown word makes the whole text unreadable. Each word comes with what joins it
/// to the word before: the first character between them that is neither a space nor a comma.
pub(super) fn words_of(typed: &str) -> Result<Vec<(Word, Option<char>)>, NoDay> {
    let is_digit = |c: char| c.is_ascii_digit();
    let mut words: Vec<(Word, Option<char>)> = Vec::new();
    let (mut joint, mut rest) = (None, typed);
    loop {
        let begun = rest.trim_start_matches(divides);
        let between = &rest[..rest.len() - begun.len()];
        joint = joint.or_else(|| between.chars().find(|c| !c.is_whitespace() && *c != ','));
        let Some(first) = begun.chars().next() else { return Ok(words) };
        // The ’27 that stands for 2027.
        let short_year = first == '\'';
        let begun = begun.trim_start_matches('\'');
        let length = if begun.starts_with(is_digit) {
            begun.find(|c: char| !c.is_ascii_digit())
        } else {
            begun.find(|c: char| !c.is_ascii_alphabetic())
        };
        let (word, after) = begun.split_at(length.unwrap_or(begun.len()));
        // "26 March at 20" names an hour.
        if word == "at" && !words.is_empty() && after.trim_start_matches(divides).starts_with(is_digit) {
            return Err(NoDay::Unreadable);
        }
        if matches!(word, "st" | "nd" | "rd" | "th")
            && let Some((Word::Number(_, digits @ (1 | 2)), _)) = words.last_mut()
        {
            *digits = 0;
        } else if let Some(known) = word_of(word, short_year)? {
            words.push((known, joint.take()));
        }
        rest = after;
    }
}

/// The meaning of a word; `None` where it has none of its own.
fn word_of(word: &str, short_year: bool) -> Result<Option<Word>, NoDay> {
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        let number = word.parse().map_err(|_| NoDay::Unreadable)?;
        return match (short_year, word.len()) {
            (true, 2) if YEARS_OF_TWO_DIGITS.contains(&number) => Ok(Some(Word::Number(2000 + number, 4))),
            (true, 2) => Err(NoDay::OtherYear),
            (true, _) => Err(NoDay::Unreadable),
            (false, digits) => Ok(Some(Word::Number(number, digits))),
        };
    }
    let known = match word {
        _ if short_year => None,
        "by" | "on" | "the" | "of" | "at" | "in" | "day" | "latest" => return Ok(None),
        "end" | "last" => Some(Word::End),
        "term" => Some(Word::Term),
        "start" | "beginning" | "early" | "mid" | "middle" | "late" => Some(Word::Part),
        "academic" | "school" => Some(Word::School),
        "year" => Some(Word::Year),
        "weds" => Some(Word::Weekday(2)),
        _ => {
            let season = TERMS.iter().position(|(name, ..)| *name == word).map(Word::Season);
            season.or_else(|| dates::month_named(word).map(Word::Month)).or_else(|| weekday(word))
        }
    };
    known.map(Some).ok_or(NoDay::Unreadable)
}

fn weekday(word: &str) -> Option<Word> {
    const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let named = |day: &&str| word.len() >= 3 && day.starts_with(word);
    (0..).zip(&DAYS).find(|(_, day)| named(day)).map(|(days, _)| Word::Weekday(days))
}
