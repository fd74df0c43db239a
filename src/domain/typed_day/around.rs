//! The surroundings of a day: words that say how it is meant, and quotation marks.

use super::words::divides;

/// How the words before a day say that it is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Around {
    /// As the day by which something is done: "by", or no words at all.
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

    /// How the phrases before a day mean it, and the rest.
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

/// A text without the apostrophes around it, and without a colon or semicolon at its end.
pub(super) fn without_quotes(text: &str) -> &str {
    let text = text.trim_end_matches([';', ':']);
    let quoted = text.strip_suffix('\'').map(|text| text.strip_prefix('\'').unwrap_or(text));
    quoted.unwrap_or(text).trim()
}
