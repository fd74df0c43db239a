//! Cells that a spreadsheet changed, and what was typed into them.

use crate::domain::neutral::as_typed;

/// A text on one line: line breaks and the spaces that do not break are spaces, and the apostrophe before what could be a
/// formula is none of it.
pub fn words(field: &str) -> String {
    as_typed(field).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A number as it is written elsewhere: without the apostrophe that keeps it a text, the separators of thousands, and the
/// decimals that a column of numbers has. What Excel shortened (1.23E+05) cannot be had back and stays as it is.
pub fn number(field: &str) -> String {
    let field = words(field);
    let typed = field.trim_start_matches('\'').trim();
    let whole = typed.strip_suffix(".0").or_else(|| typed.strip_suffix(".00")).unwrap_or(typed);
    let grouped = whole.split([',', ' ']).enumerate().all(|(place, group)| {
        let digits = group.bytes().all(|byte| byte.is_ascii_digit());
        digits && if place == 0 { (1..=3).contains(&group.len()) } else { group.len() == 3 }
    });
    if grouped { whole.replace([',', ' '], "") } else { from_powers(whole).unwrap_or_else(|| whole.to_owned()) }
}

/// What a spreadsheet made of a number, and what to do about it; `None` where it seems to be as it was typed.
pub fn changed_by_spreadsheet(what: &str, number: &str) -> Option<String> {
    if is_shortened(number) {
        return Some(format!(
            "{what} was shortened to {number} by the spreadsheet. Make its column wider or format it as a number, or as text \
             if it has letters. Type it again if it stays short, and save the file again"
        ));
    }
    is_day(number).then(|| {
        format!(
            "{what} was turned into the date {number} by the spreadsheet. Format its column as text, type it again, and save \
             the file again"
        )
    })
}

fn is_shortened(number: &str) -> bool {
    power(number).is_some()
}

/// Returns true for a date as a spreadsheet writes it: "01-Jan", "Jan-45", "01-Jan-45".
fn is_day(number: &str) -> bool {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let is_month = |part: &&str| MONTHS.iter().any(|month| month.eq_ignore_ascii_case(part));
    let is_number = |part: &&str| (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<_> = number.split('-').collect();
    let months = parts.iter().filter(|part| is_month(part)).count();
    months == 1
        && (2..=3).contains(&parts.len())
        && parts.iter().filter(|part| is_number(part)).count() + 1 == parts.len()
}

/// The mantissa's digits, how many of them are decimals, and the power of ten of "1.23E+05" or "1E+07".
fn power(number: &str) -> Option<(String, usize, usize)> {
    let (mantissa, exponent) = number.split_once(['E', 'e'])?;
    let (first, decimals) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{first}{decimals}");
    let exponent = exponent.strip_prefix('+')?.parse().ok()?;
    let all = first.len() == 1 && digits.bytes().all(|byte| byte.is_ascii_digit());
    all.then_some((digits, decimals.len(), exponent))
}

/// 1.23456E+05 has lost nothing: it is 123456.
fn from_powers(number: &str) -> Option<String> {
    let (digits, decimals, exponent) = power(number)?;
    (decimals == exponent).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_spreadsheets_write_them() {
        for (field, wanted) in [
            ("123456", "123456"),
            (" 123456 ", "123456"),
            ("\u{a0}123456\u{a0}", "123456"),
            ("'123456", "123456"),
            ("123456.0", "123456"),
            ("123456.00", "123456"),
            ("123,456", "123456"),
            ("123 456", "123456"),
            ("123\u{a0}456", "123456"),
            ("123\u{202f}456", "123456"),
            ("10,012,345", "10012345"),
            ("1.23456E+05", "123456"),
            ("1.23E+05", "1.23E+05"),
            ("1234567-1", "1234567-1"),
            ("344/1234", "344/1234"),
            ("12,34", "12,34"),
            ("RW1", "RW1"),
            ("", ""),
        ] {
            assert_eq!(number(field), wanted, "{field:?}");
        }
    }

    #[test]
    fn what_a_spreadsheet_made_of_a_number_is_said() {
        for (number, said) in [
            ("1.23E+05", Some("URN was shortened to 1.23E+05 by the spreadsheet.")),
            ("1E+07", Some("URN was shortened to 1E+07 by the spreadsheet.")),
            ("8.00E+123", Some("URN was shortened to 8.00E+123 by the spreadsheet.")),
            ("01-Jan", Some("URN was turned into the date 01-Jan by the spreadsheet.")),
            ("Mar-45", Some("URN was turned into the date Mar-45 by the spreadsheet.")),
            ("123456", None),
            ("5E3", None),
            ("1234567-1", None),
            ("RW1", None),
        ] {
            let told = changed_by_spreadsheet("URN", number);
            assert_eq!(told.is_some(), said.is_some(), "{number}");
            assert!(said.is_none_or(|said| told.unwrap().starts_with(said)), "{number}");
        }
    }

    #[test]
    fn a_text_is_one_line_without_what_was_added_to_it() {
        assert_eq!(words(" St\u{a0}Anne’s\r\nPrimary  School "), "St Anne’s Primary School");
        assert_eq!(words("'=Name"), "=Name");
        assert_eq!(words("'Tis"), "'Tis");
    }
}
