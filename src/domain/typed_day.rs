//! Days as people type them: "26 March 2027", "by 26/3/27", "30 June", "summer term 2027".
//!
//! The one place that reads a typed day. The text is kept as it was typed. [`TypedDay::said`] tells what it was read
//! as, where that is more than it says, and [`NoDay`] why it is not a day.

mod around;
mod bracket;
mod clock_time;
mod no_day;
mod ranges;
mod terms;
mod words;

use jiff::civil::{Date, Weekday};

use super::{dates, normal_form};
use around::{Around, without_quotes};
use bracket::{before_and_in_brackets, leaves_the_day};
use clock_time::ClockTime;
pub use no_day::NoDay;
use ranges::may_be_a_range;
use terms::{TERMS, YEARS_OF_TWO_DIGITS, terms_end};
use words::{Word, take, words_of};

/// The years that a day may be in.
const YEARS: std::ops::RangeInclusive<i16> = 2000..=2100;

/// The numbers of two digits that are years after a term or the end of a month, where a day could stand too.
const YEARS_AFTER_A_MONTH: std::ops::RangeInclusive<i16> = 20..=60;

/// A day as it was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypedDay {
    /// A whole day.
    Whole(Date),
    /// A month, a term or a year: the last day of it.
    Last(Date, Span),
    /// A day without a year: the next such day after it was typed.
    Next(YearlessDay),
    /// A week, given by a day of it, mostly the one on which it begins: that day.
    Week(Date),
}

/// What was typed in place of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// "June 2027".
    Month,
    /// "Summer term 2027".
    Term,
    /// "End of 2027".
    Year,
}

/// A day of every year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct YearlessDay {
    month: i8,
    /// `None` is the last day of the month.
    day: Option<i8>,
}

impl TypedDay {
    /// The day, for somebody who typed it on the day `typed_on`.
    pub fn day(self, typed_on: Date) -> Date {
        match self {
            Self::Whole(day) | Self::Last(day, _) | Self::Week(day) => day,
            Self::Next(yearless) => yearless.from(typed_on),
        }
    }

    /// The day, where it does not depend on when it was typed.
    pub fn fixed(self) -> Option<Date> {
        match self {
            Self::Whole(day) | Self::Last(day, _) | Self::Week(day) => Some(day),
            Self::Next(_) => None,
        }
    }

    /// The month, where a day of it was typed.
    fn month_of_its_day(self) -> Option<i8> {
        match self {
            Self::Whole(day) | Self::Week(day) => Some(day.month()),
            Self::Next(YearlessDay { month, day }) => day.and(Some(month)),
            Self::Last(..) => None,
        }
    }

    /// The day, where only a whole one will do.
    pub fn whole(self) -> Result<Date, NoDay> {
        match self {
            Self::Whole(day) => Ok(day),
            Self::Last(..) | Self::Week(_) => Err(NoDay::NotOneDay),
            Self::Next(_) => Err(NoDay::NoYear),
        }
    }

    /// What the text was read as, where that is more than it says.
    pub fn said(self, typed_on: Date) -> Option<String> {
        let why = match self {
            Self::Whole(_) => return None,
            Self::Last(_, Span::Month) | Self::Next(YearlessDay { day: None, .. }) => {
                ", the last day of the month".into()
            }
            Self::Last(_, Span::Year) => ", the last day of the year".into(),
            Self::Last(_, Span::Term) => format!(". Terms end on {}", terms_end()),
            Self::Next(_) => ", the next one".into(),
            Self::Week(day) if day.weekday() == Weekday::Monday => ", the first day of that week".into(),
            Self::Week(_) => ", the day that you gave for that week".into(),
        };
        Some(format!("We read this as {}{why}.", dates::long(self.day(typed_on))))
    }
}

impl YearlessDay {
    fn from(self, typed_on: Date) -> Date {
        let in_year = |year| match self.day {
            Some(day) => Date::new(year, self.month, day).ok(),
            None => last_of_month(year, self.month).ok(),
        };
        let next = in_year(typed_on.year()).filter(|day| *day >= typed_on).or_else(|| in_year(typed_on.year() + 1));
        next.expect("a day without a year is none that only leap years have")
    }
}

/// Reads a day as people write it, the day before the month. A year of two digits is of this century.
pub fn read(typed: &str) -> Result<TypedDay, NoDay> {
    let plain = normal_form::short(typed).to_lowercase();
    let (time, text) = ClockTime::of(without_quotes(&plain));
    match (time, read_with_remark(text)?) {
        // The time of "26 March 20:27" may be its year.
        (ClockTime::Bare, TypedDay::Last(..) | TypedDay::Next(_)) => Err(NoDay::Unreadable),
        (_, read) => Ok(read),
    }
}

fn read_with_remark(text: &str) -> Result<TypedDay, NoDay> {
    let read = read_text(text);
    let (Err(NoDay::Unreadable), Some((before, remark))) = (read, before_and_in_brackets(text)) else {
        return read;
    };
    let read = read_text(before)?;
    let leaves = read.month_of_its_day().is_some_and(|month| leaves_the_day(remark, month));
    if leaves { Ok(read) } else { Err(NoDay::Remark) }
}

fn read_text(text: &str) -> Result<TypedDay, NoDay> {
    let (around, text) = Around::of(text);
    let words = words_of(text)?;
    if may_be_a_range(&words) {
        return Err(NoDay::Unreadable);
    }
    let words: Vec<_> = words.into_iter().map(|(word, _)| word).collect();
    if words.is_empty() {
        return Err(NoDay::Empty);
    }
    let names_its_end = words.contains(&Word::End);
    match (around, read_words(words)?) {
        (Around::Week, TypedDay::Whole(day)) => Ok(TypedDay::Week(day)),
        // Before June is not before its last day.
        (Around::Before, TypedDay::Last(..)) if !names_its_end => Err(NoDay::NotOneDay),
        (Around::Week | Around::EndOfWeek, TypedDay::Last(..)) => Err(NoDay::NotOneDay),
        (_, read) => Ok(read),
    }
}

fn read_words(mut words: Vec<Word>) -> Result<TypedDay, NoDay> {
    let mut has = |word: Word| take(&mut words, |other| (other == word).then_some(())).is_some();
    let (end, term, part) = (has(Word::End), has(Word::Term), has(Word::Part));
    let (school, year) = (has(Word::School), has(Word::Year));
    let weekday = take(&mut words, |word| if let Word::Weekday(day) = word { Some(day) } else { None });
    let season = take(&mut words, |word| if let Word::Season(season) = word { Some(season) } else { None });
    let read = match (season, term) {
        (Some(season), true) => of_term(season, &words),
        // Terms have an end that we know, seasons have none.
        (Some(season), false) => of_term(season, &words).and(Err(NoDay::NotOneDay)),
        (None, false) if school || year => of_year(&words, end && !school),
        (None, false) if end => of_end(&words),
        (None, false) => of_words(&words),
        (None, true) => Err(NoDay::Unreadable),
    };
    let read = match read? {
        // "Early March 2027" lacks its day; "early 26 March 2027" says nothing that we know.
        TypedDay::Last(..) if part => return Err(NoDay::NotOneDay),
        _ if part => return Err(NoDay::Unreadable),
        read => read,
    };
    match (weekday, read) {
        // A weekday that is not the day's own says that one of the two is wrong.
        (Some(weekday), TypedDay::Whole(day)) if day.weekday().to_monday_zero_offset() != weekday => {
            Err(NoDay::OtherWeekday)
        }
        (None, _) | (Some(_), TypedDay::Whole(_)) => Ok(read),
        (Some(_), TypedDay::Next(_)) => Err(NoDay::NoYear),
        (Some(_), TypedDay::Last(..) | TypedDay::Week(_)) => Err(NoDay::Unreadable),
    }
}

/// A day, or a month of a year.
fn of_words(words: &[Word]) -> Result<TypedDay, NoDay> {
    use Word::{Month, Number};
    match *words {
        _ if is_year(words) => Err(NoDay::OnlyYear),
        [Number(year, 4), Month(month), Number(day, n)] => whole(year, month.into(), (day, n)),
        [Number(day, n), Month(month), year] | [Month(month), Number(day, n), year] => {
            whole(year_of(year)?, month.into(), (day, n))
        }
        [Number(year, 4), Number(month, 1 | 2), Number(day, n)] => whole(year, month, (day, n)),
        [Number(day, n), Number(month, 1 | 2), year] => whole(year_of(year)?, month, (day, n)),
        [Number(_, 4), Month(_) | Number(_, 1 | 2)] | [Month(_) | Number(_, 1 | 2), Number(_, 4)] => of_end(words),
        // No month has so many days.
        [Month(_), Number(year, 2)] if year > 31 && YEARS_AFTER_A_MONTH.contains(&year) => of_end(words),
        [Number(day, 0..=2), Month(month)] => yearless(month, day),
        // "June 27" is a day to some and a month to others; "6/7" is a day to some and six or seven to others.
        [Month(_)] | [Month(_) | Number(_, 0..=2), Number(_, 0..=2)] => Err(NoDay::NoYear),
        _ => Err(NoDay::Unreadable),
    }
}

/// Whether there is nothing but a year, or a school year: "2027", "2026-27".
fn is_year(words: &[Word]) -> bool {
    use Word::Number;
    match *words {
        [Number(_, 4)] => true,
        // "2011-12" is a month.
        [Number(first, 2 | 4), Number(second, 2)] => second > 12 && follows(first, second, 2),
        [Number(first, 4), Number(second, 4)] => follows(first, second, 4),
        _ => false,
    }
}

/// The word "year" with a year or without: the end of a year is a day, but each school's own year ends on another.
fn of_year(words: &[Word], end: bool) -> Result<TypedDay, NoDay> {
    match words {
        [] => Err(NoDay::NoYear),
        [Word::Number(_, 4)] if end => of_end(words),
        _ if is_year(words) => Err(NoDay::OnlyYear),
        _ => Err(NoDay::Unreadable),
    }
}

/// The end of a month, with a year or without, or of a year.
fn of_end(words: &[Word]) -> Result<TypedDay, NoDay> {
    use Word::{Month, Number};
    let (year, month) = match *words {
        _ if words.len() > 1 && is_year(words) => return Err(NoDay::OnlyYear),
        [Month(month), Number(day, 0)] => return of_last_day(month, day),
        // "End of June 30" is 30 June to some and June 2030 to others.
        [Month(month), Number(number, 2)] if may_be_last_day(month, number) => return Err(NoDay::NoYear),
        [Month(month), Number(year, 2)] if YEARS_AFTER_A_MONTH.contains(&year) => (2000 + year, month.into()),
        [Number(year, 4), Month(month)] | [Month(month), Number(year, 4)] => (year, month.into()),
        [Number(year, 4), Number(month, 1 | 2)] | [Number(month, 1 | 2), Number(year, 4)] => (year, month),
        [Month(month)] => return Ok(TypedDay::Next(YearlessDay { month, day: None })),
        [Number(year, 4)] => return Ok(TypedDay::Last(in_years(year, 12, 31)?, Span::Year)),
        _ => return Err(NoDay::Unreadable),
    };
    let month = i8::try_from(month).map_err(|_| NoDay::NoSuchDay)?;
    let last = last_of_month(year, month)?;
    Ok(TypedDay::Last(in_years(last.year(), last.month(), last.day())?, Span::Month))
}

/// The end of a month with the day that it ends on: "end of June 30th".
fn of_last_day(month: i8, day: i16) -> Result<TypedDay, NoDay> {
    let read = yearless(month, day)?;
    let is_last = |year| last_of_month(year, month).is_ok_and(|last| i16::from(last.day()) == day);
    match (is_last(2001), is_last(2004)) {
        (true, true) => Ok(read),
        (false, false) => Err(NoDay::Unreadable),
        // February ends on another day in leap years.
        (true, false) | (false, true) => Err(NoDay::NoYear),
    }
}

/// Returns true for a number that is meant as the month's last day, even where the month has fewer days.
fn may_be_last_day(month: i8, number: i16) -> bool {
    number <= 31 && last_of_month(2001, month).is_ok_and(|last| i16::from(last.day()) <= number)
}

/// The end of a term of a year, or of a school year: "2026-27".
fn of_term(season: usize, words: &[Word]) -> Result<TypedDay, NoDay> {
    let (name, month, day) = TERMS[season];
    let year = match *words {
        [] => return Err(NoDay::NoYear),
        [Word::Number(year, 4)] => year,
        [Word::Number(year, 2)] if YEARS_AFTER_A_MONTH.contains(&year) => 2000 + year,
        [Word::Number(first, digits @ (2 | 4)), Word::Number(second, n)] if follows(first, second, n) => {
            let first = if digits == 2 { 2000 + first } else { first };
            if name == "autumn" { first } else { first + 1 }
        }
        _ => return Err(NoDay::Unreadable),
    };
    Ok(TypedDay::Last(in_years(year, month, day)?, Span::Term))
}

fn follows(first: i16, second: i16, digits: usize) -> bool {
    match digits {
        2 => (first + 1) % 100 == second,
        _ => first + 1 == second,
    }
}

fn whole(year: i16, month: i16, (day, digits): (i16, usize)) -> Result<TypedDay, NoDay> {
    if digits > 2 {
        return Err(NoDay::Unreadable);
    }
    let (month, day) = (i8::try_from(month), i8::try_from(day));
    let (Ok(month), Ok(day)) = (month, day) else { return Err(NoDay::NoSuchDay) };
    in_years(year, month, day).map(TypedDay::Whole)
}

fn yearless(month: i8, day: i16) -> Result<TypedDay, NoDay> {
    let day = i8::try_from(day).map_err(|_| NoDay::NoSuchDay)?;
    // Whether 29 February is a day depends on the year.
    match (Date::new(2001, month, day), Date::new(2004, month, day)) {
        (Ok(_), _) => Ok(TypedDay::Next(YearlessDay { month, day: Some(day) })),
        (Err(_), Ok(_)) => Err(NoDay::NoYear),
        (Err(_), Err(_)) => Err(NoDay::NoSuchDay),
    }
}

fn year_of(word: Word) -> Result<i16, NoDay> {
    match word {
        Word::Number(year, 4) => Ok(year),
        Word::Number(year, 2) if YEARS_OF_TWO_DIGITS.contains(&year) => Ok(2000 + year),
        Word::Number(_, 2) => Err(NoDay::OtherYear),
        _ => Err(NoDay::Unreadable),
    }
}

fn in_years(year: i16, month: i8, day: i8) -> Result<Date, NoDay> {
    let day = Date::new(year, month, day).map_err(|_| NoDay::NoSuchDay)?;
    if YEARS.contains(&day.year()) { Ok(day) } else { Err(NoDay::OtherYear) }
}

fn last_of_month(year: i16, month: i8) -> Result<Date, NoDay> {
    Date::new(year, month, 1).map(Date::last_of_month).map_err(|_| NoDay::NoSuchDay)
}

#[cfg(test)]
mod tests;
