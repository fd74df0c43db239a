//! A time of day behind a day: "00:00:00" of a spreadsheet, "at 10:00", "10am".

use std::ops::RangeInclusive;

/// How the time of day behind a day is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ClockTime {
    /// There is none.
    Absent,
    /// "20:27", which may be a year with a colon in it.
    Bare,
    /// "At 10:00", "10am".
    Named,
}

/// What follows the number of an hour.
const AFTER_THE_HOUR: [&str; 5] = ["am", "pm", "a.m", "p.m", "o'clock"];

impl ClockTime {
    /// How the time of day is written, and the text before it.
    pub(super) fn of(text: &str) -> (Self, &str) {
        Self::behind(text).unwrap_or((Self::Absent, text))
    }

    fn behind(text: &str) -> Option<(Self, &str)> {
        let text = text.trim_end_matches('.');
        let hour = AFTER_THE_HOUR.iter().find_map(|after| text.strip_suffix(after));
        let text = hour.unwrap_or(text).trim_end();
        let place = text.rfind([' ', 't'])?;
        let (before, time) = (&text[..place], &text[place + 1..]);
        // "2027-03-26T00:00:00", not "26 Oct10:00".
        if text[place..].starts_with('t') && !before.ends_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let before = before.trim_end_matches([' ', ',']);
        let (before, at) = match before.strip_suffix(" at") {
            Some(day) => (day.trim_end_matches([' ', ',']), true),
            None => (before, false),
        };
        let is_time = match (hour.is_some(), at) {
            (true, _) => is_time(time, 0, 1..=12),
            (false, true) => is_time(time, 0, 0..=24),
            (false, false) => is_time(time, 1, 0..=24),
        };
        let ends_a_day = before.ends_with(|c: char| c.is_ascii_alphanumeric());
        let written = if hour.is_some() || at { Self::Named } else { Self::Bare };
        (is_time && ends_a_day).then_some((written, before))
    }
}

/// Returns true for an hour of `hours` with minutes and seconds, or at least that many of the two: "00:00:00.000". A
/// point divides them only where an hour alone is a time too: "9.30am".
fn is_time(text: &str, at_least: usize, hours: RangeInclusive<u8>) -> bool {
    let divider = if at_least == 0 && !text.contains(':') { '.' } else { ':' };
    let number = |part: &str| part.split('.').next().and_then(|part| part.parse::<u8>().ok());
    let mut numbers = text.trim_end_matches('z').split(divider).map(number);
    let hour = numbers.next().flatten();
    let rest: Vec<_> = numbers.collect();
    hour.is_some_and(|hour| hours.contains(&hour))
        && (at_least..=2).contains(&rest.len())
        && rest.iter().all(|part| part.is_some_and(|part| part < 60))
}
