//! What stands around a day: words that say how it is meant, quotation marks, a time of day, a remark in brackets.

use super::words::{Word, divides, words_of};

/// What stands before a day and says how it is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Around {
    /// Nothing, or that it is the day by which something is done.
    By,
    /// "Before".
    Before,
    /// "Week beginning".
    Week,
    /// "Week ending".
    EndOfWeek,
}

impl Around {
    /// The longer phrases first, where one begins like another.
    const PHRASES: [(&str, Self); 26] = [
        ("no later than", Self::By),
        ("not later than", Self::By),
        ("on or before", Self::By),
        ("at the latest by", Self::By),
        ("at the latest", Self::By),
        ("deadline", Self::By),
        ("latest", Self::By),
        ("due", Self::By),
        ("by", Self::By),
        ("on", Self::By),
        ("in", Self::By),
        ("the", Self::By),
        ("during", Self::By),
        ("before", Self::Before),
        ("until", Self::Before),
        ("till", Self::Before),
        ("week beginning", Self::Week),
        ("week commencing", Self::Week),
        ("week starting", Self::Week),
        ("week of", Self::Week),
        ("w/c", Self::Week),
        ("w/b", Self::Week),
        ("wc", Self::Week),
        ("week ending", Self::EndOfWeek),
        ("week-ending", Self::EndOfWeek),
        ("w/e", Self::EndOfWeek),
    ];

    /// What the phrases before a day say, and the rest.
    pub(super) fn of(text: &str) -> (Self, &str) {
        let (mut around, mut rest) = (Self::By, text);
        let begins = |text: &str, phrase: &str| {
            text.strip_prefix(phrase).is_some_and(|after| !after.starts_with(char::is_alphabetic))
        };
        loop {
            rest = rest.trim_start_matches(|c| divides(c) || c == ':');
            let Some((phrase, meant)) = Self::PHRASES.into_iter().find(|(phrase, _)| begins(rest, phrase)) else {
                return (around, rest);
            };
            if meant != Self::By {
                around = meant;
            }
            rest = &rest[phrase.len()..];
        }
    }
}

/// A text without the apostrophes around it, and without the time of day that a spreadsheet puts after a date.
pub(super) fn without_quotes_and_time(text: &str) -> &str {
    let text = text.trim_end_matches([';', ':']);
    let quoted = text.strip_suffix('\'').map(|text| text.strip_prefix('\'').unwrap_or(text));
    let text = quoted.unwrap_or(text).trim();
    let place = text.rfind(|c: char| c.is_whitespace() || c == 't').filter(|place| is_time(&text[place + 1..]));
    let before = place.map_or(text, |place| &text[..place]);
    let ends_a_day = before.ends_with(|c: char| c.is_ascii_alphanumeric());
    if ends_a_day { before } else { text }
}

/// Returns true for "00:00", "00:00:00" and "00:00:00.000".
fn is_time(text: &str) -> bool {
    let parts: Vec<_> = text.trim_end_matches('z').split(':').collect();
    let number = |part: &&str| part.split('.').next().and_then(|part| part.parse::<u8>().ok()).is_some_and(|n| n < 60);
    (2..=3).contains(&parts.len()) && parts.iter().all(number)
}

/// Words of a remark that may make another day of the one before it: "30 June (next year)", "26 March 2027 (or later)".
const OF_ANOTHER_DAY: [&str; 14] = [
    "about",
    "after",
    "approx",
    "approximately",
    "around",
    "before",
    "changed",
    "earlier",
    "from",
    "later",
    "next",
    "or",
    "then",
    "until",
];

/// What stands before a remark in brackets that leaves the day as it is: "26 March 2027 (end of term)".
pub(super) fn before_the_bracket(text: &str) -> Option<&str> {
    let (before, remark) = text.trim_end_matches(['.', ';', ',']).strip_suffix(')')?.rsplit_once('(')?;
    let is_of_another =
        |word: &str| OF_ANOTHER_DAY.contains(&word) || matches!(words_of(word).as_deref(), Ok([Word::Month(_)]));
    let mut words = remark.split(|c: char| !c.is_alphabetic());
    let is_remark = !remark.contains(|c: char| c.is_ascii_digit()) && !words.any(is_of_another);
    Some(before.trim_end()).filter(|before| is_remark && !before.is_empty())
}
