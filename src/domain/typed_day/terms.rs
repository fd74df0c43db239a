//! The terms of schools and the years of two digits: what a word or a number in a typed day can mean.

use jiff::civil::Date;

use crate::domain::text;

/// The numbers of two digits that are years of this century. Higher ones mean the last century, when no action was due.
pub(super) const YEARS_OF_TWO_DIGITS: std::ops::RangeInclusive<i16> = 0..=60;

/// The terms of schools, and the last days that we read them as. Schools end a few days before or after these: a date in a
/// plan is good enough to the month, and the reader is told.
pub(super) const TERMS: [(&str, i8, i8); 3] = [("autumn", 12, 31), ("spring", 3, 31), ("summer", 7, 31)];

/// The months that the terms of [`TERMS`] are in, with the days before and the holidays after them.
pub(super) const TERM_MONTHS: [std::ops::RangeInclusive<i8>; 3] = [8..=12, 1..=4, 4..=8];

/// The days on which [`TERMS`] end, in words.
pub(super) fn terms_end() -> String {
    let ends = TERMS.map(|(name, month, day)| {
        let month = Date::constant(2027, month, day).strftime("%B").to_string();
        format!("{day} {month} ({name})")
    });
    text::list(&ends)
}
