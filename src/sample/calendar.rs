//! The days of a round: when answers are saved, when actions are due, and which days texts speak of.

use jiff::civil::{Date, Weekday, date};
use jiff::{Span, Timestamp};

use crate::domain::audit_round::RoundDates;
use crate::domain::dates;

/// Which of the sample's three rounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RoundYear {
    /// Closed, answered by fewer.
    Y2012,
    /// Closed, answered by all.
    Y2014,
    /// Open.
    Y2026,
}

impl RoundYear {
    /// The round's title.
    pub fn title(self) -> &'static str {
        match self {
            Self::Y2012 => "2012",
            Self::Y2014 => "2014",
            Self::Y2026 => "2026-27",
        }
    }

    /// The edition that both of its forms are asked in.
    pub fn edition(self) -> &'static str {
        match self {
            Self::Y2012 | Self::Y2014 => "2014",
            Self::Y2026 => "2026-27",
        }
    }

    /// When it opens, is due and closes. The open round follows today.
    pub fn dates(self, today: Date) -> RoundDates {
        let (opens, due, closes) = match self {
            Self::Y2012 => (date(2012, 1, 9), date(2012, 3, 2), date(2012, 3, 16)),
            Self::Y2014 => (date(2014, 1, 6), date(2014, 2, 28), date(2014, 3, 14)),
            Self::Y2026 => (after(today, -19), after(today, 69), after(today, 83)),
        };
        RoundDates::new(opens, due, closes).expect("the dates above are in order")
    }
}

/// A working day.
#[derive(Clone, Debug)]
pub struct Day {
    /// The day.
    pub date: Date,
    /// Its first moment in London.
    pub starts: Timestamp,
}

impl Day {
    /// A moment of the day, in seconds after it begins.
    pub fn at(&self, seconds: usize) -> Timestamp {
        seconds_after(self.starts, seconds)
    }
}

/// The moment so many seconds later.
pub fn seconds_after(moment: Timestamp, seconds: usize) -> Timestamp {
    moment + Span::new().seconds(i64::try_from(seconds).expect("a few hours at most"))
}

/// Days and months as texts write them.
pub struct TextDays {
    /// Past days, "12 May 2013".
    pub dates: Vec<String>,
    /// Past months, "May 2013".
    pub months: Vec<String>,
    /// Months to come.
    pub coming: Vec<String>,
}

/// The days of one round.
pub struct Calendar {
    /// Working days on which answers could be saved up to now, from the opening day.
    pub window: Vec<Day>,
    /// The place in `window` of the last day in time.
    pub due: usize,
    /// Working days after that, on which actions are due and, in closed rounds, done.
    pub later: Vec<Day>,
    /// The days that an audit speaks of.
    pub told: TextDays,
    /// The days that its actions speak of later: months to come alone, for a note is as old as its last change.
    pub told_later: TextDays,
}

impl Calendar {
    /// The days of a round, as they are today. In the open round nothing has happened today yet.
    pub fn of(year: RoundYear, today: Date) -> Self {
        let dates = year.dates(today);
        let yesterday = after(today, -1);
        let end = dates.closes().min(yesterday);
        let window = working_days(dates.opens(), end);
        let due = window.iter().rposition(|day| day.date <= dates.due()).expect("the round opens before it is due");
        let open = year == RoundYear::Y2026;
        let later = if open { (after(today, 6), after(today, 260)) } else { (after(end, 1), after(end, 500)) };
        let coming_from = if open { after(today, 20) } else { after(end, 280) };
        Self {
            window,
            due,
            later: working_days(later.0, later.1).into_iter().filter(|day| in_term(day.date)).collect(),
            told: text_days(after(dates.opens(), -260), after(dates.opens(), -4), after(end, 30)),
            told_later: TextDays { dates: Vec::new(), months: Vec::new(), coming: months(coming_from, 5) },
        }
    }
}

fn text_days(from: Date, to: Date, coming_from: Date) -> TextDays {
    let days = working_days(from, to);
    TextDays {
        dates: days.iter().filter(|day| in_term(day.date)).map(|day| dates::long(day.date)).collect(),
        months: months(from, dates::days_between(from, to) / 30),
        coming: months(coming_from, 5),
    }
}

fn months(from: Date, n: i32) -> Vec<String> {
    let months = (0..n).map(|ahead| from + Span::new().months(ahead));
    months.filter(|&day| in_term(day)).map(|day| day.strftime("%B %Y").to_string()).collect()
}

fn working_days(from: Date, to: Date) -> Vec<Day> {
    let days = std::iter::successors(Some(from), |&day| Some(after(day, 1))).take_while(|&day| day <= to);
    days.filter(|day| !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday))
        .map(|date| Day { date, starts: dates::start_of(date) })
        .collect()
}

/// Not in August nor between Christmas and New Year, when little is reviewed, approved or promised.
fn in_term(day: Date) -> bool {
    day.month() != 8 && !(day.month() == 12 && day.day() >= 23) && !(day.month() == 1 && day.day() <= 2)
}

fn after(day: Date, days: i32) -> Date {
    day + Span::new().days(days)
}
