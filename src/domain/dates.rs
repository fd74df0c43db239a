//! Days and moments as the board means them: by the calendar and clock of Europe/London.

use jiff::{Timestamp, civil::Date, tz::TimeZone};

use super::normal_form;

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

/// The first moment after a London day: a date that closes, closes then.
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

/// Reads a day as people write it: "26 March 2027", "Friday 26th Mar 2027", "26/3/2027", "26.03.27" or "2027-03-26".
/// A year of two digits is of this century.
/// `None` for anything else, for a day that does not exist, and for years outside 2000 to 2100.
pub fn parse(typed: &str) -> Option<Date> {
    let typed = &normal_form::short(typed);
    let day = typed.parse::<Date>().ok().filter(|_| typed.len() == 10).or_else(|| from_words(typed))?;
    (2000..=2100).contains(&day.year()).then_some(day)
}

fn from_words(typed: &str) -> Option<Date> {
    let mut words: Vec<&str> =
        typed.split(|c: char| c.is_whitespace() || "/.-,".contains(c)).filter(|word| !word.is_empty()).collect();
    let weekday = words.first().filter(|word| is_weekday(word)).map(|word| word.to_ascii_lowercase());
    if weekday.is_some() {
        words.remove(0);
    }
    let [day, month, year] = words[..] else {
        return None;
    };
    let year: i16 = match (year.len(), year.parse::<u16>().ok()?) {
        (4, year) => year.try_into().ok()?,
        (2, year) => (2000 + year).try_into().ok()?,
        _ => return None,
    };
    let month = month.parse().ok().or_else(|| month_named(month))?;
    let day = day.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let day = Date::new(year, month, day.parse().ok()?).ok()?;
    // A weekday that is not the day's own says that one of the two is wrong.
    let agrees =
        weekday.is_none_or(|weekday| day.strftime("%A").to_string().to_ascii_lowercase().starts_with(&weekday));
    agrees.then_some(day)
}

fn is_weekday(word: &str) -> bool {
    const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let word = word.to_ascii_lowercase();
    word.len() >= 3 && DAYS.iter().any(|day| day.starts_with(&word))
}

/// The number of a month that is called so, or by at least its first three letters.
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
    let name = name.to_ascii_lowercase();
    let found = MONTHS.iter().position(|month| name.len() >= 3 && month.starts_with(&name))?;
    i8::try_from(found + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

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

    #[test]
    fn days_are_read_as_people_write_them() {
        for typed in [
            "26 March 2027",
            "26 mar 2027",
            "26/3/2027",
            "26/03/2027",
            "26.3.2027",
            "2027-03-26",
            "26th March 2027",
            "26/3/27",
            "26.03.27",
            "Friday 26 March 2027",
            "fri, 26th Mar 27",
        ] {
            assert_eq!(parse(typed), Some(date(2027, 3, 26)), "{typed}");
        }
        for typed in [
            "",
            "March 2027",
            "31 February 2027",
            "26/3/027",
            "Monday 26 March 2027",
            "26 m 2027",
            "tomorrow",
            "1 1 1999",
            "1 1 2101",
        ] {
            assert_eq!(parse(typed), None, "{typed}");
        }
    }

    proptest! {
        #[test]
        fn a_day_shown_is_read_back(days in 0i64..36_000) {
            let day = date(2000, 1, 1) + jiff::Span::new().days(days);
            prop_assert_eq!(parse(&long(day)), Some(day));
            prop_assert_eq!(parse(&day.to_string()), Some(day));
        }

        #[test]
        fn reading_a_day_never_panics(typed in "\\PC{0,30}") {
            let _ = parse(&typed);
        }
    }
}
