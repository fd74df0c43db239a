//! An audit round: which forms it asks, and when each opens, is due and closes.

use jiff::{Span, Timestamp, civil::Date};

use super::dates;
use super::form::{EditionId, FormKind};
use super::normal_form;
use super::text::TextProblem;

/// The row number of a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RoundId(pub i64);

/// A round's title, "2026-27": letters, digits, spaces and hyphens, at most 40, beginning with a letter or digit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RoundTitle(String);

/// Why a round's title is not accepted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TitleProblem {
    /// Not a line of text.
    #[error("Title {0}")]
    Text(#[from] TextProblem),
    /// A character that cannot stand in an address.
    #[error("Title may have only letters A to Z, digits, spaces and hyphens, for example 2026-27")]
    Character,
    /// The address of the page that makes a round.
    #[error("Title must be more than the word “new”, for example 2026-27")]
    Reserved,
}

impl RoundTitle {
    /// Reads a typed title.
    pub fn parse(typed: &str) -> Result<Self, TitleProblem> {
        let line = normal_form::line(&normal_form::short(typed), 40)?;
        let plain = |c: char| c.is_ascii_alphanumeric() || c == ' ' || c == '-';
        if !line.chars().all(plain) || line.starts_with('-') {
            return Err(TitleProblem::Character);
        }
        if line.eq_ignore_ascii_case("new") {
            return Err(TitleProblem::Reserved);
        }
        Ok(Self(line))
    }

    /// The title as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The title as it stands in addresses and file names.
    pub fn slug(&self) -> String {
        slug(&self.0)
    }
}

/// A round's title, or its slug, as it stands in addresses and file names: lower case, hyphens for spaces.
pub fn slug(title: &str) -> String {
    title.split_whitespace().collect::<Vec<_>>().join("-").to_ascii_lowercase()
}

/// One form as a round asks it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundForm {
    /// Schools or partners.
    pub kind: FormKind,
    /// The edition that is asked.
    pub edition: EditionId,
    /// When it may be answered, and until when.
    pub dates: RoundDates,
}

/// The three dates of a form in a round: opens on or before due, due on or before closes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoundDates {
    opens: Date,
    due: Date,
    closes: Date,
}

/// The dates are in the wrong order. The sentence follows the form's name and a colon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the due date must not be before the opening date, nor the closing date before the due date")]
pub struct DatesOutOfOrder;

/// How far ahead a date of a round may be, in years.
const FURTHEST: i64 = 5;

/// Whether a day is too far ahead for a round. The year is mistyped then, and the dates of a round never change.
pub fn is_too_far_ahead(day: Date, today: Date) -> bool {
    today.checked_add(Span::new().years(FURTHEST)).is_ok_and(|furthest| day > furthest)
}

impl RoundDates {
    /// The three dates, if they are in order.
    pub fn new(opens: Date, due: Date, closes: Date) -> Result<Self, DatesOutOfOrder> {
        if opens <= due && due <= closes { Ok(Self { opens, due, closes }) } else { Err(DatesOutOfOrder) }
    }

    /// The first day of answering.
    pub fn opens(self) -> Date {
        self.opens
    }

    /// The day by which answers are asked for.
    pub fn due(self) -> Date {
        self.due
    }

    /// The last day of answering.
    pub fn closes(self) -> Date {
        self.closes
    }

    /// Where this moment stands in a round that the board opened at `opened_at`, if it did. No form is open before
    /// that, and a form whose closing day had passed by then was never open.
    pub fn phase_in_round(self, opened_at: Option<Timestamp>, now: Timestamp) -> Phase {
        match (self.phase(now), opened_at) {
            (Phase::Closed, None) => Phase::NeverOpened,
            (Phase::Closed, Some(at)) if self.phase(at) == Phase::Closed => Phase::NeverOpened,
            (_, None) => Phase::NotYetOpen,
            (phase, Some(_)) => phase,
        }
    }

    /// Where this moment stands: dates begin and end with the day in Europe/London (rule 9).
    fn phase(self, now: Timestamp) -> Phase {
        if now < dates::start_of(self.opens) {
            Phase::NotYetOpen
        } else if now < dates::end_of(self.due) {
            Phase::Open
        } else if now < dates::end_of(self.closes) {
            Phase::Overdue
        } else {
            Phase::Closed
        }
    }
}

/// A round's place in the order of the rounds that asked a form: by the form's first day, then by when the board opened
/// the round, then by when it was created. A round that was never opened comes after those of the same day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Turn {
    opens: Date,
    is_not_opened: bool,
    opened_at: Option<Timestamp>,
    round: RoundId,
}

impl Turn {
    /// The place of a round that the board opened at `opened_at`, if it did, and in which the form has these dates.
    pub fn of(round: RoundId, opened_at: Option<Timestamp>, dates: RoundDates) -> Self {
        Self { opens: dates.opens, is_not_opened: opened_at.is_none(), opened_at, round }
    }

    /// Returns true when this round may be another's last round: it comes earlier, and the board opened it. It is the
    /// last round only if somebody handed in for the same form, which a round does not know.
    pub fn is_opened_before(self, other: Self) -> bool {
        !self.is_not_opened && self < other
    }
}

/// Where a form's dates stand at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Before the first day.
    NotYetOpen,
    /// From the first day to the end of the due day.
    Open,
    /// After the due day, to the end of the closing day: still accepts answers.
    Overdue,
    /// After the closing day: read only.
    Closed,
    /// After the closing day, and the board had not opened the round by then: nobody could ever answer.
    NeverOpened,
}

impl Phase {
    /// Whether answers may be written.
    pub fn accepts_answers(self) -> bool {
        matches!(self, Self::Open | Self::Overdue)
    }

    /// Whether the due day has passed: an audit that is not submitted is late, unless nobody could ever answer it.
    pub fn is_past_due(self) -> bool {
        matches!(self, Self::Overdue | Self::Closed)
    }

    /// Whether the closing day has passed.
    pub fn is_past(self) -> bool {
        matches!(self, Self::Closed | Self::NeverOpened)
    }

    /// The words that people read.
    pub fn words(self) -> &'static str {
        match self {
            Self::NotYetOpen => "Before its first day",
            Self::Open => "Open",
            Self::Overdue => "Past the due date, still open",
            Self::Closed => "Closed",
            Self::NeverOpened => "Closed, and was never open",
        }
    }
}

/// A round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditRound {
    /// The row.
    pub id: RoundId,
    /// Its title.
    pub title: RoundTitle,
    /// When the board opened it; before that only the board sees it.
    pub opened_at: Option<Timestamp>,
    /// One or both forms, schools first.
    pub forms: Vec<RoundForm>,
}

impl AuditRound {
    /// The form of this kind, if the round asks it.
    pub fn form(&self, kind: FormKind) -> Option<&RoundForm> {
        self.forms.iter().find(|form| form.kind == kind)
    }

    /// The round's place among those that asked the form, if it asks it.
    pub fn turn(&self, kind: FormKind) -> Option<Turn> {
        self.form(kind).map(|form| Turn::of(self.id, self.opened_at, form.dates))
    }

    /// The moment from which closing an organisation no longer concerns its audit with this form: the form closes then.
    /// `Timestamp::MAX` while the round is not opened.
    pub fn ends(&self, kind: FormKind) -> Timestamp {
        match (self.opened_at, self.form(kind)) {
            (Some(_), Some(form)) => dates::end_of(form.dates.closes()),
            _ => Timestamp::MAX,
        }
    }

    /// Where a form of the round stands.
    pub fn phase(&self, kind: FormKind, now: Timestamp) -> Phase {
        self.form(kind).map_or(Phase::NotYetOpen, |form| form.dates.phase_in_round(self.opened_at, now))
    }

    /// Whether the closing day of each of its forms has passed.
    pub fn is_past(&self, now: Timestamp) -> bool {
        self.forms.iter().all(|form| self.phase(form.kind, now).is_past())
    }

    /// Whether nobody could ever answer any of its forms.
    pub fn was_never_open(&self, now: Timestamp) -> bool {
        self.forms.iter().all(|form| self.phase(form.kind, now) == Phase::NeverOpened)
    }
}

/// Why an invited organisation that has not submitted will not, as things stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HeldUp {
    /// The board has closed it since.
    Closed,
    /// It is not closed, and has no person who is not stopped.
    NobodySignsIn,
    /// It is not closed and has such people, and none of them has set a password.
    NoPasswordYet,
}

impl HeldUp {
    /// Every reason, in the order in which lists show them.
    pub const ALL: [Self; 3] = [Self::Closed, Self::NobodySignsIn, Self::NoPasswordYet];

    /// The key used in addresses.
    pub fn key(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::NobodySignsIn => "nobody-signs-in",
            Self::NoPasswordYet => "no-password-yet",
        }
    }

    /// Reads a key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|why| why.key() == key)
    }

    /// The words that people read.
    pub fn words(self) -> &'static str {
        match self {
            Self::Closed => "Not submitted, and the organisation is closed",
            Self::NobodySignsIn => "Still to submit, and nobody can sign in for it",
            Self::NoPasswordYet => "Still to submit, and nobody there has set a password",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn answers_are_in_up_to_the_last_second_of_the_closing_day_in_london() {
        let dates = RoundDates::new(date(2026, 7, 1), date(2026, 7, 20), date(2026, 7, 31)).unwrap();
        let at = |text: &str| dates.phase(text.parse().unwrap());
        assert_eq!(at("2026-06-30T22:59:59Z"), Phase::NotYetOpen);
        assert_eq!(at("2026-06-30T23:00:00Z"), Phase::Open);
        assert_eq!(at("2026-07-20T22:59:59Z"), Phase::Open);
        assert_eq!(at("2026-07-20T23:00:00Z"), Phase::Overdue);
        assert_eq!(at("2026-07-31T22:59:59.999Z"), Phase::Overdue);
        assert_eq!(at("2026-07-31T23:00:00Z"), Phase::Closed);
    }

    #[test]
    fn what_the_board_had_not_opened_by_the_end_of_the_closing_day_was_never_open() {
        let dates = RoundDates::new(date(2026, 7, 1), date(2026, 7, 20), date(2026, 7, 31)).unwrap();
        let phase = |opened: Option<&str>, now: &str| {
            dates.phase_in_round(opened.map(|at| at.parse().unwrap()), now.parse().unwrap())
        };
        let (last, after) = ("2026-07-31T22:59:59Z", "2026-07-31T23:00:00Z");
        assert_eq!([phase(None, last), phase(None, after)], [Phase::NotYetOpen, Phase::NeverOpened]);
        assert_eq!([phase(Some(last), last), phase(Some(last), after)], [Phase::Overdue, Phase::Closed]);
        assert_eq!(phase(Some(after), after), Phase::NeverOpened);
    }

    #[test]
    fn a_round_may_be_the_last_one_when_it_was_opened_and_comes_earlier() {
        let turn = |id, day, opened: Option<&str>| {
            let dates = RoundDates::new(date(2026, 7, day), date(2026, 7, 20), date(2026, 7, 31)).unwrap();
            Turn::of(RoundId(id), opened.map(|at| at.parse().unwrap()), dates)
        };
        let now = turn(5, 10, Some("2026-07-01T10:00:00Z"));
        let before = [turn(9, 9, Some("2026-07-05T10:00:00Z")), turn(9, 10, Some("2026-07-01T09:00:00Z"))];
        let neither = [
            now,
            turn(1, 9, None),
            turn(1, 10, None),
            turn(1, 11, Some("2026-06-01T10:00:00Z")),
            turn(1, 10, Some("2026-07-01T11:00:00Z")),
            turn(6, 10, Some("2026-07-01T10:00:00Z")),
        ];
        assert!(before.into_iter().all(|turn| turn.is_opened_before(now) && !now.is_opened_before(turn)));
        assert!(neither.into_iter().all(|turn| !turn.is_opened_before(now)));
        // A round that is not opened yet comes after all of its day.
        assert!(now.is_opened_before(turn(1, 10, None)));
    }

    #[test]
    fn a_day_of_a_round_is_at_most_five_years_ahead() {
        let today = date(2026, 11, 21);
        for day in [date(2020, 1, 1), today, date(2031, 11, 21)] {
            assert!(!is_too_far_ahead(day, today), "{day}");
        }
        for day in [date(2031, 11, 22), date(2062, 12, 31)] {
            assert!(is_too_far_ahead(day, today), "{day}");
        }
    }

    #[test]
    fn a_title_can_stand_in_an_address() {
        assert_eq!(RoundTitle::parse(" Autumn  2026 ").unwrap().slug(), "autumn-2026");
        for typed in ["20\u{2013}27", "２０-27\n", "20\u{AD}-\u{2}27"] {
            assert_eq!(RoundTitle::parse(typed).unwrap().as_str(), "20-27", "{typed:?}");
        }
        for typed in ["", "New", "ｎ\u{200B}ew", "2026/27", "-2026", "\u{2013}2026", "été", "\u{430}"] {
            assert!(RoundTitle::parse(typed).is_err(), "{typed:?}");
        }
    }
}
