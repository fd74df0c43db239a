//! The words of a day.

use super::no_day::NoDay;
use super::terms::{TERMS, YEARS_OF_TWO_DIGITS};
use crate::domain::dates;

/// A word of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// A number, and how many digits it has.
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

/// What stands between the words of a day.
pub(super) fn divides(c: char) -> bool {
    c.is_whitespace() || "/.-,;()[]\"“”".contains(c)
}

/// Takes the first such word out.
pub(super) fn take<T>(words: &mut Vec<Word>, of: impl Fn(Word) -> Option<T>) -> Option<T> {
    let (place, found) = words.iter().enumerate().find_map(|(place, word)| Some((place, of(*word)?)))?;
    words.remove(place);
    Some(found)
}

/// The words that say something; one that is not known makes the whole text unreadable.
pub(super) fn words_of(typed: &str) -> Result<Vec<Word>, NoDay> {
    let mut words = Vec::new();
    let mut rest = typed.trim_start_matches(divides);
    while let Some(first) = rest.chars().next() {
        // The ’27 that stands for 2027.
        let short_year = first == '\'';
        rest = rest.trim_start_matches('\'');
        let length = if rest.starts_with(|c: char| c.is_ascii_digit()) {
            rest.find(|c: char| !c.is_ascii_digit())
        } else {
            rest.find(|c: char| !c.is_ascii_alphabetic())
        };
        let (word, after) = rest.split_at(length.unwrap_or(rest.len()));
        words.extend(word_of(word, short_year, words.last())?);
        rest = after.trim_start_matches(divides);
    }
    Ok(words)
}

/// What a word says; nothing where it says nothing of its own.
fn word_of(word: &str, short_year: bool, before: Option<&Word>) -> Result<Option<Word>, NoDay> {
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
        "st" | "nd" | "rd" | "th" if matches!(before, Some(Word::Number(_, 1 | 2))) => return Ok(None),
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
