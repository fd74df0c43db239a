//! What a command says.

use std::io::Write;

/// Writes a line to a stream. A command does not fail when nobody reads it, as behind `| true`.
macro_rules! tell {
    ($to:expr, $($words:tt)*) => {
        $crate::cli::tell::write_line($to, format_args!($($words)*))
    };
}

/// Writes a line, if anybody takes it.
pub fn write_line(mut to: impl Write, line: std::fmt::Arguments<'_>) {
    let _ = writeln!(to, "{line}");
}
