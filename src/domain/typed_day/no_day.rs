//! Why a text is not a day, and what to do about it.

/// Why a text is not a day. `Display` says what to do, as it follows the field's name and a colon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum NoDay {
    /// Nothing was typed.
    #[error("enter a date, for example 26 March 2027")]
    Empty,
    /// "31 June 2027".
    #[error("there is no such day. Check the day and the month, the day first, for example 26 March 2027")]
    NoSuchDay,
    /// "June".
    #[error("add the year, for example 26 March 2027")]
    NoYear,
    /// A month or a term where only a day will do.
    #[error("add the day, for example 26 March 2027")]
    NotOneDay,
    /// "2027", "2026-27".
    #[error("this is a year. Add the day and the month, for example 26 March 2027")]
    OnlyYear,
    /// "Monday 26 March 2027", which is a Friday.
    #[error("the weekday is not that of the date. Check both, for example Friday 26 March 2027")]
    OtherWeekday,
    /// A year before 2000 or after 2100.
    #[error("the year must be from 2000 to 2100")]
    OtherYear,
    /// "30 June (postponed)".
    #[error("this cannot be read as a date. Leave out the remark in brackets, for example 26 March 2027")]
    Remark,
    /// "Soon".
    #[error("this cannot be read as a date. Enter one, for example 26 March 2027")]
    Unreadable,
}

impl NoDay {
    /// Every reason.
    pub const ALL: [Self; 9] = [
        Self::Empty,
        Self::NoSuchDay,
        Self::NoYear,
        Self::NotOneDay,
        Self::OnlyYear,
        Self::OtherWeekday,
        Self::OtherYear,
        Self::Remark,
        Self::Unreadable,
    ];

    /// What is needed, as in "Still needed: a date that exists". No comma stands in it: commas divide several of them.
    pub fn needed(self) -> &'static str {
        match self {
            Self::Empty => "a date",
            Self::NoSuchDay => "a date that exists (for example 26 March 2027)",
            Self::NoYear => "the year of the date (for example 26 March 2027)",
            Self::NotOneDay => "the day of the date (for example 26 March 2027)",
            Self::OnlyYear => "the day and month of the date (for example 26 March 2027)",
            Self::OtherWeekday => "a date that is on the weekday you typed",
            Self::OtherYear => "a date in the years 2000 to 2100",
            Self::Remark => "a date without a remark in brackets (for example 26 March 2027)",
            Self::Unreadable => "a date that can be read (for example 26 March 2027)",
        }
    }
}
