//! Days and moments as the board means them: by the calendar and clock of Europe/London.

use jiff::{Timestamp, civil::Date, tz::TimeZone};

/// The board's time zone. The zone data is built in, so it does not depend on the machine.
pub fn london() -> TimeZone {
    TimeZone::get("Europe/London").expect("the zone data is compiled into the program")
}

/// The day it is in London at this moment.
pub fn today(now: Timestamp) -> Date {
    now.to_zoned(london()).date()
}

/// The moment a London day begins.
pub fn start_of(day: Date) -> Timestamp {
    day.to_zoned(london()).expect("years 1 to 9998 fit").timestamp()
}

/// The first moment after a London day: a form that closes on that day closes then.
pub fn end_of(day: Date) -> Timestamp {
    start_of(day.tomorrow().expect("years 1 to 9998 fit"))
}

/// "29 January 2027".
pub fn long(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

/// "Friday 29 January 2027".
pub fn with_weekday(day: Date) -> String {
    day.strftime("%A %-d %B %Y").to_string()
}

/// "14:32", in London.
pub fn clock(at: Timestamp) -> String {
    at.to_zoned(london()).strftime("%H:%M").to_string()
}

/// "29 January 2027 at 14:32", in London.
pub fn long_with_clock(at: Timestamp) -> String {
    at.to_zoned(london()).strftime("%-d %B %Y at %H:%M").to_string()
}

/// How many days from one day to another; negative when it has passed.
pub fn days_between(from: Date, to: Date) -> i32 {
    (to - from).get_days()
}

/// The number of the month that this names, in full or by its first three letters or more.
pub(super) fn month_named(name: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let begins = |month: &&str| month.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
    let found = MONTHS.iter().position(|month| name.len() >= 3 && begins(month))?;
    i8::try_from(found + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_date_closes_at_the_end_of_its_day_in_london_summer_and_winter() {
        assert_eq!(end_of(date(2026, 7, 31)).to_string(), "2026-07-31T23:00:00Z");
        assert_eq!(end_of(date(2027, 1, 29)).to_string(), "2027-01-30T00:00:00Z");
    }

    #[test]
    fn the_days_the_clocks_change_have_23_and_25_hours() {
        let hours = |day: Date| (end_of(day) - start_of(day)).get_seconds() / 3600;
        assert_eq!(hours(date(2027, 3, 28)), 23);
        assert_eq!(hours(date(2026, 10, 25)), 25);
    }
}
