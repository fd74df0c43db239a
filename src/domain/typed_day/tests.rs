//! The day that each text is read as, and what is said of a text that is not a day.

mod misread;

use super::*;
use jiff::civil::date;
use proptest::prelude::*;

const TYPED_ON: Date = date(2026, 11, 21);

fn day(typed: &str) -> Result<Date, NoDay> {
    read(typed).map(|read| read.day(TYPED_ON))
}

/// Every way to write a day that we know of, the day before the month as it is written in Britain, the month in words the
/// American way too, and as other programs write it.
fn spellings(day: Date) -> Vec<String> {
    let (n, month, year) = (day.day(), day.month(), day.year());
    let (long, short) = (day.strftime("%B").to_string(), day.strftime("%b").to_string());
    let ordinal = match n {
        1 | 21 | 31 => "st",
        2 | 22 => "nd",
        3 | 23 => "rd",
        _ => "th",
    };
    let two = year % 100;
    let two_digits = year <= 2060;
    let mut spellings = vec![day.to_string()];
    for month in [&long, &short, &long.to_uppercase(), &short.to_lowercase(), &format!("{short}.")] {
        let long = [format!("{year}")];
        let short = [format!("{two:02}"), format!("'{two:02}"), format!("’{two:02}")];
        for year in long.into_iter().chain(short.into_iter().filter(|_| two_digits)) {
            for n in [format!("{n}"), format!("{n:02}"), format!("{n}{ordinal}"), format!("{n} {ordinal}")] {
                for gap in [" ", "  ", "\u{a0}", "-", "\u{2011}", "–", ", ", "/", "."] {
                    spellings.push(format!("{n}{gap}{month}{gap}{year}"));
                }
                spellings.push(format!("{n} of {month} {year}"));
                spellings.push(format!("the {n} of {month}, {year}"));
                spellings.push(format!("{month} {n}, {year}"));
                spellings.push(format!("{month} {n} {year}"));
                spellings.push(format!("{month} the {n} {year}"));
            }
        }
        spellings.push(format!("{year} {month} {n}"));
        spellings.push(format!("{n}{month}{year}"));
    }
    for gap in ["/", ".", "-", " ", "–", "\u{2011}", "−", " / ", "\u{200e}/"] {
        for (n, month) in [(format!("{n}"), format!("{month}")), (format!("{n:02}"), format!("{month:02}"))] {
            spellings.push(format!("{n}{gap}{month}{gap}{year}"));
            if two_digits {
                spellings.push(format!("{n}{gap}{month}{gap}{two:02}"));
            }
            spellings.push(format!("{year}{gap}{month}{gap}{n}"));
        }
    }
    let weekdays = [day.strftime("%A").to_string(), day.strftime("%a").to_string()];
    let with_weekday: Vec<_> = spellings
        .iter()
        .step_by(7)
        .flat_map(|typed| weekdays.iter().flat_map(move |w| [format!("{w} {typed}"), format!("{typed} ({w})")]))
        .collect();
    spellings.extend(with_weekday);
    let around: Vec<_> = spellings.iter().step_by(5).map(|typed| format!(" by {typed}. ")).collect();
    spellings.extend(around);
    spellings
}

#[test]
fn the_spellings_of_the_trials_are_read() {
    for typed in [
        "26th of March 2027",
        "the 26th March 2027",
        "by 26 March 2027",
        "By the 26th of March, 2027",
        "March 26 2027",
        "March 26th, 2027",
        "2027/03/26",
        "2027.03.26",
        "26–03–2027",
        "26\u{2011}03\u{2011}2027",
        "26/3/27",
        "Fri 26 March 2027",
        "fri, 26th Mar 27",
        "26 March 2027 (Friday)",
        "on Friday the 26th of March 2027",
        "before 26 March 2027",
        "Before Friday 26 March 2027",
        "no later than 26 March 2027",
        "by no later than 26/3/27",
        "on or before 26 March 2027",
        "due 26 March 2027",
        "Due: 26 March 2027",
        "due by 26 March 2027",
        "Deadline 26 March 2027",
        "until 26 March 2027",
        "26 March 2027 at the latest",
        "26 March 2027 latest",
        "week ending 26 March 2027",
        "w/e 26 March 2027",
        "by the week ending Friday 26 March 2027",
        "26 March 2027 (end of term)",
        "26 March 2027 (last day of term)",
        "26 March 2027 (INSET day)",
        "26 March 2027 (end of school year)",
        "26 March 2027 (spring term)",
        "26 March 2027 (review).",
        "\"26 March 2027\"",
        "“26 March 2027”",
        "'26 March 2027'",
        "‘26 March 2027’",
        "26 March 2027;",
        "26 March 2027 (at the latest)",
        "26 March 2027 (latest)",
        "26 March 2027 (deadline)",
        "26 March 2027 (the last day of the Spring Term)",
        "26 March 2027 (spring half-term)",
        "26 March 2027 (governors' meeting)",
        "26/03/2027 00:00:00",
        "26/03/2027 00:00",
        "2027-03-26T00:00:00",
        "2027-03-26 00:00:00.000",
        "[26 March 2027]",
    ] {
        assert_eq!(read(typed), Ok(TypedDay::Whole(date(2027, 3, 26))), "{typed}");
        assert_eq!(read(typed).unwrap().said(TYPED_ON), None, "{typed}");
    }
    assert_eq!(day("3/4/2027"), Ok(date(2027, 4, 3)), "the day comes before the month");
    assert_eq!(day("Weds 24 March 2027"), Ok(date(2027, 3, 24)));
}

#[test]
fn what_is_read_as_another_day_than_was_typed_is_said() {
    let terms =
        "We read this as 31 July 2027. Terms end on 31 December (autumn), 31 March (spring) and 31 July (summer).";
    for (typed, wanted, said) in [
        ("June 2027", date(2027, 6, 30), "We read this as 30 June 2027, the last day of the month."),
        ("by the end of June 2027", date(2027, 6, 30), "We read this as 30 June 2027, the last day of the month."),
        ("06/2027", date(2027, 6, 30), "We read this as 30 June 2027, the last day of the month."),
        ("end feb 2028", date(2028, 2, 29), "We read this as 29 February 2028, the last day of the month."),
        ("end of June", date(2027, 6, 30), "We read this as 30 June 2027, the last day of the month."),
        ("end of 2027", date(2027, 12, 31), "We read this as 31 December 2027, the last day of the year."),
        ("30 june", date(2027, 6, 30), "We read this as 30 June 2027, the next one."),
        ("21 November", date(2026, 11, 21), "We read this as 21 November 2026, the next one."),
        ("20th of November", date(2027, 11, 20), "We read this as 20 November 2027, the next one."),
        ("summer term 2027", date(2027, 7, 31), terms),
        ("end of the Summer Term 2026-27", date(2027, 7, 31), terms),
        ("2027 summer term", date(2027, 7, 31), terms),
        ("summer term 27", date(2027, 7, 31), terms),
        ("Summer Term 26/27", date(2027, 7, 31), terms),
        ("end of summer term '27", date(2027, 7, 31), terms),
        ("end Mar 27", date(2027, 3, 31), "We read this as 31 March 2027, the last day of the month."),
        ("by end of March 27", date(2027, 3, 31), "We read this as 31 March 2027, the last day of the month."),
        (
            "before the end of March 2027",
            date(2027, 3, 31),
            "We read this as 31 March 2027, the last day of the month.",
        ),
        ("no later than March 2027", date(2027, 3, 31), "We read this as 31 March 2027, the last day of the month."),
        ("March 45", date(2045, 3, 31), "We read this as 31 March 2045, the last day of the month."),
        ("end of the year 2027", date(2027, 12, 31), "We read this as 31 December 2027, the last day of the year."),
        ("before 30 June", date(2027, 6, 30), "We read this as 30 June 2027, the next one."),
        ("w/c 1 March 2027", date(2027, 3, 1), "We read this as 1 March 2027, the first day of that week."),
        (
            "week beginning Monday 1 March 2027",
            date(2027, 3, 1),
            "We read this as 1 March 2027, the first day of that week.",
        ),
        (
            "by the week commencing 1/3/27",
            date(2027, 3, 1),
            "We read this as 1 March 2027, the first day of that week.",
        ),
        ("w/c 1 March", date(2027, 3, 1), "We read this as 1 March 2027, the next one."),
        ("w/c 3 March 2027", date(2027, 3, 3), "We read this as 3 March 2027, the day that you gave for that week."),
        (
            "week of Friday 26 March 2027",
            date(2027, 3, 26),
            "We read this as 26 March 2027, the day that you gave for that week.",
        ),
    ] {
        let read = read(typed).unwrap();
        assert_eq!((read.day(TYPED_ON), read.said(TYPED_ON).as_deref()), (wanted, Some(said)), "{typed}");
        assert!(read.whole().is_err(), "{typed} is no day by itself");
    }
    assert_eq!(day("autumn term 2026/27"), Ok(date(2026, 12, 31)));
    assert_eq!(day("spring term 2026/2027"), Ok(date(2027, 3, 31)));
}

#[test]
fn what_cannot_be_read_says_why() {
    for (typed, why) in [
        (" ", NoDay::Empty),
        ("31 June 2027", NoDay::NoSuchDay),
        ("31 June", NoDay::NoSuchDay),
        ("29 February 2027", NoDay::NoSuchDay),
        ("03/26/2027", NoDay::NoSuchDay),
        ("26/13/2027", NoDay::NoSuchDay),
        ("0 March 2027", NoDay::NoSuchDay),
        ("13/2027", NoDay::NoSuchDay),
        ("29 February", NoDay::NoYear),
        ("June", NoDay::NoYear),
        ("June 27", NoDay::NoYear),
        ("6/7", NoDay::NoYear),
        ("summer term", NoDay::NoYear),
        ("Friday 26 March", NoDay::NoYear),
        ("Monday 26 March 2027", NoDay::OtherWeekday),
        ("1 1 1999", NoDay::OtherYear),
        ("1/1/2101", NoDay::OtherYear),
        ("June 1999", NoDay::OtherYear),
        ("asap", NoDay::Unreadable),
        ("ongoing", NoDay::Unreadable),
        ("soon", NoDay::Unreadable),
        ("tomorrow", NoDay::Unreadable),
        ("2027", NoDay::OnlyYear),
        ("by 2027", NoDay::OnlyYear),
        ("2026-27", NoDay::OnlyYear),
        ("2026/27", NoDay::OnlyYear),
        ("26/27", NoDay::OnlyYear),
        ("2026/2027", NoDay::OnlyYear),
        ("academic year 2026/27", NoDay::OnlyYear),
        ("end of academic year 2026-27", NoDay::OnlyYear),
        ("school year 2027", NoDay::OnlyYear),
        ("early 2027", NoDay::OnlyYear),
        ("2026-2028", NoDay::Unreadable),
        ("end of the school year", NoDay::NoYear),
        ("summer", NoDay::NoYear),
        ("summer 2027", NoDay::NotOneDay),
        ("Summer 27", NoDay::NotOneDay),
        ("autumn 2026/27", NoDay::NotOneDay),
        ("start of March 2027", NoDay::NotOneDay),
        ("mid-March 2027", NoDay::NotOneDay),
        ("early March", NoDay::NoYear),
        ("before June 2027", NoDay::NotOneDay),
        ("w/c March 2027", NoDay::NotOneDay),
        ("week ending March 2027", NoDay::NotOneDay),
        ("March 27", NoDay::NoYear),
        ("26 March 99", NoDay::OtherYear),
        ("26/3/99", NoDay::OtherYear),
        ("26 March '99", NoDay::OtherYear),
        ("31 June 2027 (end of term)", NoDay::NoSuchDay),
        ("26 March 2027 (or 1 May 2027)", NoDay::Remark),
        ("30 June (next year)", NoDay::Remark),
        ("26 March 2027 (or later)", NoDay::Remark),
        ("26 March 2027 (or June)", NoDay::Remark),
        ("26 March 2027 (not before)", NoDay::Remark),
        ("26 March 2027 (earlier if we can)", NoDay::Remark),
        ("26 March 2027 (May)", NoDay::Remark),
        ("26 March 2027 (Monday)", NoDay::OtherWeekday),
        ("the day before 26 March 2027", NoDay::Unreadable),
        ("the week before 26 March 2027", NoDay::Unreadable),
        ("not before 26 March 2027", NoDay::Unreadable),
        ("after 26 March 2027", NoDay::Unreadable),
        ("early 26 March 2027", NoDay::Unreadable),
        ("half term", NoDay::Unreadable),
        ("Easter 2027", NoDay::Unreadable),
        ("Q1", NoDay::Unreadable),
        ("1-5 March", NoDay::Unreadable),
        ("12:30", NoDay::Unreadable),
        ("26/3/027", NoDay::Unreadable),
        ("26 m 2027", NoDay::Unreadable),
        ("26 March 2027 or later", NoDay::Unreadable),
        ("26 March 2027 or 1 May 2027", NoDay::Unreadable),
        ("26 × 3 × 2027", NoDay::Unreadable),
        ("spring term 2026-28", NoDay::Unreadable),
    ] {
        assert_eq!(day(typed), Err(why), "{typed}");
    }
}

#[test]
fn a_reason_that_stands_beside_others_has_no_comma() {
    assert!(NoDay::ALL.iter().all(|why| !why.needed().contains(',')));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn every_spelling_of_a_day_gives_it_back(days in 0i64..36_000) {
        let wanted = date(2000, 1, 1) + jiff::Span::new().days(days);
        for typed in spellings(wanted) {
            prop_assert_eq!(read(&typed), Ok(TypedDay::Whole(wanted)), "{}", typed);
        }
        prop_assert_eq!(read(&dates::long(wanted)), Ok(TypedDay::Whole(wanted)));
    }

    #[test]
    fn a_day_without_a_year_is_the_next_and_a_month_its_last(days in 0i64..30_000, later in 0i64..366) {
        let typed_on = date(2000, 1, 1) + jiff::Span::new().days(days);
        let wanted = typed_on + jiff::Span::new().days(later);
        let typed = wanted.strftime("%-d %B").to_string();
        if let Ok(read) = read(&typed) {
            let next = read.day(typed_on);
            prop_assert!(next >= typed_on && next.strftime("%-d %B").to_string() == typed);
            prop_assert!(next <= wanted);
        } else {
            prop_assert_eq!(typed, "29 February");
        }
        let month = read(&wanted.strftime("%b %Y").to_string()).unwrap().day(typed_on);
        prop_assert_eq!((month, month.day()), (wanted.last_of_month(), wanted.days_in_month()));
    }

    #[test]
    fn reading_a_day_never_panics(typed in "\\PC{0,30}") {
        let _ = day(&typed);
    }

    #[test]
    fn reading_words_of_days_never_panics(
        typed in "((end|last|term|summer|may|fri|’|'|[0-9]{1,5}|th|by|w/c|before|mid|year|school|\\(|\\)|:|;|\"|t)[ /.-]?){0,8}"
    ) {
        let _ = day(&typed);
    }
}
