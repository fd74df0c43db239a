//! Digits that are dates and years, one after the other.

/// The years that people have in mind.
const YEARS: std::ops::RangeInclusive<u32> = 1000..=2099;
/// Fewer digits than these are too few for a password. With more of them nobody remembers the dates.
const DIGITS: std::ops::RangeInclusive<usize> = 12..=16;

/// Whether a text is 12 to 16 digits that fall apart into years, days of a year, and dates of six or eight digits.
pub fn are_days(text: &str) -> bool {
    let is_digits = text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_digits || !DIGITS.contains(&text.len()) {
        return false;
    }
    let mut until = vec![false; text.len() + 1];
    until[0] = true;
    for at in (0..text.len()).step_by(2) {
        for length in [4, 6, 8] {
            let is_part = text.get(at..at + length).is_some_and(is_day);
            if until[at] && is_part {
                until[at + length] = true;
            }
        }
    }
    until[text.len()]
}

/// Whether four, six or eight digits are a year, a day of a year, or a date.
fn is_day(digits: &str) -> bool {
    let number = |part: &str| part.parse::<u32>().expect("these are a few digits");
    let is_year = |part: &str| part.len() == 2 || YEARS.contains(&number(part));
    let is_day_of_year = |part: &str| {
        let (one, other) = (number(&part[..2]), number(&part[2..]));
        let are = |day: u32, month: u32| (1..=31).contains(&day) && (1..=12).contains(&month);
        are(one, other) || are(other, one)
    };
    let (begin, after_day) = digits.split_at(4);
    let (before_day, end) = digits.split_at(digits.len() - 4);
    match digits.len() {
        4 => is_year(digits) || is_day_of_year(digits),
        _ => is_day_of_year(begin) && is_year(after_day) || is_year(before_day) && is_day_of_year(end),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_years_in_a_row_are_told_from_other_digits() {
        for days in ["197103261971", "260319712603", "106619141918", "260371010203", "2603197119710326", "031226122603"]
        {
            assert!(are_days(days), "{days}");
        }
        for other in ["217989042258", "19710326197", "998877665544", "19711971197119711971", "kettle", "", "пароль"]
        {
            assert!(!are_days(other), "{other}");
        }
    }
}
