//! What a command says.

use std::io::Write;

/// Writes a line for whoever reads it. That nobody does, as behind `| true`, is no failure of what was done.
macro_rules! tell {
    ($to:expr, $($words:tt)*) => {
        $crate::cli::tell::write_line($to, format_args!($($words)*))
    };
}

/// Writes a line, if anybody takes it.
pub fn write_line(mut to: impl Write, line: std::fmt::Arguments<'_>) {
    let _ = writeln!(to, "{line}");
}
