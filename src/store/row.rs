//! How values stand in rows: times, days and keys as text.

use jiff::{Timestamp, civil::Date};

use super::{Result, StoreError};

/// A time as it is stored: UTC with milliseconds, so that texts sort as times do.
pub fn time_text(at: Timestamp) -> String {
    format!("{at:.3}")
}

/// Where a value stands, for the error that says it cannot be read.
#[derive(Clone, Copy)]
pub struct Place {
    /// The table.
    pub table: &'static str,
    /// The row.
    pub row: i64,
}

impl Place {
    /// The value, or the error that names this place and the column.
    pub fn needs<T>(self, column: &'static str, value: Option<T>) -> Result<T> {
        value.ok_or(StoreError::Inconsistent { table: self.table, column, row: self.row })
    }

    /// A stored time.
    pub fn time(self, column: &'static str, text: &str) -> Result<Timestamp> {
        self.needs(column, text.parse().ok())
    }

    /// A stored time that may be absent.
    pub fn time_or_none(self, column: &'static str, text: Option<&str>) -> Result<Option<Timestamp>> {
        text.map(|text| self.time(column, text)).transpose()
    }

    /// A stored day.
    pub fn day(self, column: &'static str, text: &str) -> Result<Date> {
        self.needs(column, text.parse().ok())
    }

    /// A count, which is never negative.
    pub fn count(self, column: &'static str, n: i64) -> Result<u32> {
        self.needs(column, u32::try_from(n).ok())
    }
}
