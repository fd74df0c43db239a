//! Days or months from one to another: "March 22-27", "10-12/2026".

use super::words::Word;

/// Returns true when the last number may end a range instead of being a year, or when the first two may be one.
pub(super) fn may_be_a_range(words: &[(Word, Option<char>)]) -> bool {
    use Word::{Month, Number};
    let is_dated = |(word, _): &(Word, _)| matches!(word, Month(_) | Number(..));
    let dated: Vec<_> = words.iter().copied().filter(is_dated).collect();
    match *dated {
        // "March 22-27", "June 28/29", but not "March 22, 27".
        [(Month(_), _), (Number(_, 0..=2), _), (Number(_, 0..=2), last)] => last.is_some(),
        // "1 March - 30", but not "1-March-30".
        [(Number(_, 0..=2), _), (Month(_), first), (Number(_, 0..=2), last)] => {
            matches!(last, Some('-' | '/')) && first != last
        }
        // "10-12/2026", but not "10-12-2026".
        [(Number(..), _), (Number(..), first), (Number(..), last)] => (first == Some('-')) != (last == Some('-')),
        _ => false,
    }
}
