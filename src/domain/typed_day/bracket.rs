//! A remark in brackets behind a day, and whether it leaves the day as it is.

use super::terms::{TERM_MONTHS, TERMS};

/// The remarks that leave a day as it is, without "the" and without the name of a term. Any other remark may undo the
/// day: "(following year)", "(postponed)", "(if not, Easter)".
const REMARKS: [&str; 26] = [
    "at latest",
    "beginning of term",
    "board meeting",
    "deadline",
    "end of academic year",
    "end of financial year",
    "end of half term",
    "end of school year",
    "end of term",
    "final deadline",
    "first day of term",
    "governors meeting",
    "half term",
    "inset",
    "inset day",
    "last day of academic year",
    "last day of half term",
    "last day of school year",
    "last day of term",
    "latest",
    "review",
    "staff meeting",
    "start of term",
    "term",
    "training day",
    "trustees meeting",
];

/// The text before a remark in brackets that ends it, and the remark: "26 March 2027 (end of term)".
pub(super) fn before_and_in_brackets(text: &str) -> Option<(&str, &str)> {
    let (before, remark) = text.trim_end_matches(['.', ';', ',']).strip_suffix(')')?.rsplit_once('(')?;
    Some((before.trim_end(), remark)).filter(|(before, _)| !before.is_empty())
}

/// Returns true when the remark surely leaves a day of this month as it is. A term must be one that the month is in.
pub(super) fn leaves_the_day(remark: &str, month: i8) -> bool {
    let remark = remark.replace(['\'', '’'], "");
    let words: Vec<_> =
        remark.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty() && *word != "the").collect();
    let is_of_another_term =
        TERMS.iter().zip(&TERM_MONTHS).any(|((name, ..), months)| words.contains(name) && !months.contains(&month));
    let is_no_name = |word: &&str| TERMS.iter().all(|(name, ..)| name != word);
    let unnamed: Vec<_> = words.iter().copied().filter(is_no_name).collect();
    !is_of_another_term && REMARKS.contains(&unnamed.join(" ").as_str())
}
