//! What makes a password easy to guess, in words. Of several reasons, the one that covers most of the password is told.

use zxcvbn::Match;
use zxcvbn::matching::patterns::MatchPattern;

/// With this many common words a password has as many as the page asks for: they are only too common.
const WORDS: usize = 3;

/// What makes a password, or most of it, easy to guess. `Display` is the reason that the page gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Weakness {
    /// Names, words and sayings that anybody would try first here.
    #[error("it is little more than names, words or sayings that anybody would try first")]
    OwnWords,
    /// A common password, or common words.
    #[error("it is little more than a common password or common words")]
    Common,
    /// Several words, all of them common and short.
    #[error("it has only short, common words")]
    ShortWords,
    /// `abcdef`, `1234`, `one two three`.
    #[error("most of it is a row, like abcd, 1234 or one two three")]
    Row,
    /// `aaaa`, `abcabc`.
    #[error("it repeats the same few characters")]
    Repeat,
    /// `qwerty`, `1qaz2wsx`.
    #[error("most of it follows the keys of a keyboard")]
    Keyboard,
    /// `26/3/1971`.
    #[error("it is little more than a date or a year")]
    Day,
    /// `07700 900123`.
    #[error("it has digits alone")]
    Digits,
}

impl Weakness {
    /// What to do about it, as the end of the sentence that gives the reason.
    pub fn advice(self) -> &'static str {
        match self {
            Self::ShortWords => "; add another word",
            _ => ". Choose three or four unrelated words",
        }
    }
}

/// The reason that covers most of a password. Characters without a pattern make nothing easy.
pub fn of_most(parts: &[Match], own: &[String]) -> Weakness {
    let weakness = |part: &Match| match &part.pattern {
        MatchPattern::Dictionary(found) if own.contains(&found.matched_word) => Some(Weakness::OwnWords),
        MatchPattern::Dictionary(_) => Some(Weakness::Common),
        MatchPattern::Spatial(_) => Some(Weakness::Keyboard),
        MatchPattern::Repeat(_) => Some(Weakness::Repeat),
        // The estimator takes a repeated letter with the next one behind it (`aaab`) for a row.
        MatchPattern::Sequence(_) if part.token.chars().next() == part.token.chars().nth(1) => Some(Weakness::Repeat),
        MatchPattern::Sequence(_) => Some(Weakness::Row),
        MatchPattern::Date(_) | MatchPattern::Regex(_) => Some(Weakness::Day),
        MatchPattern::BruteForce => None,
    };
    let length = |part: &Match| part.token.chars().count();
    let covered = |by: Weakness| parts.iter().filter(|part| weakness(part) == Some(by)).map(length).sum::<usize>();
    let most = parts.iter().rev().filter_map(weakness).max_by_key(|by| covered(*by)).unwrap_or(Weakness::Common);
    let is_word = |part: &&Match| length(part) > 2 && part.token.chars().all(char::is_alphabetic);
    let words = parts.iter().filter(is_word).filter(|part| weakness(part) == Some(Weakness::Common)).count();
    if most == Weakness::Common && words >= WORDS { Weakness::ShortWords } else { most }
}
