//! How easily a password is guessed, and what makes it so: by an estimator of what programs that guess try first, and by
//! the words that anybody would try first here.

use std::collections::{BTreeSet, HashSet};
use std::sync::LazyLock;

use sha2::{Digest, Sha256};
use zxcvbn::matching::patterns::MatchPattern;
use zxcvbn::zxcvbn;

use crate::domain::search;

/// What needs fewer guesses is refused. Three unrelated words need some thousand millions, two and a year a hundred.
const FEWEST_GUESSES: u64 = 500_000_000;
/// At least so many letters must be left of a password without the words of its owner and of this service.
const FEWEST_LETTERS: usize = 8;
/// What stands behind this many characters is not estimated: the time that it takes grows with the square.
const ESTIMATED: usize = 64;
/// Runs of this many keys or more, in a row of the keyboard or down its columns, are one move of a hand.
const WALK: usize = 4;
/// Digits at the ends of a password that are no more than an addition.
const MOST_ADDED: usize = 6;
const WALKS: [&str; 12] = [
    "1234567890",
    "qwertyuiopasdfghjklzxcvbnm",
    "azertyuiopqsdfghjklmwxcvbn",
    "qwertzuiopasdfghjklyxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "qazwsxedcrfvtgbyhnujmikolp",
    "1q2w3e4r5t6y7u8i9o0p",
    "q1w2e3r4t5y6u7i8o9p0",
    "plokmijnuhbygvtfcrdxeszwaq",
    "qwfpgjluyarstdhneiozxcvbkm",
    "pyfgcrlaoeuidhtnsqjkxbmwvz",
    "йцукенгшщзхъфывапролджэячсмитьбю",
];
/// Words of this service and of its people's work, and what is added to them.
const OF_THIS_SERVICE: &str = "section11 section eleven safeguarding safeguard headteacher head teacher teaching school \
    schools academy primary secondary infant junior nursery college trust governor governors chair board partnership \
    children childrens child protection designated lead leader deputy principal lado ofsted kcsie audit audits \
    assessment password passcode welcome letmein admin administrator administration reviewer contributor login secret \
    changeme spring summer autumn winter january february march april june july august september october november \
    december monday tuesday wednesday thursday friday pupil pupils student students england council local authority \
    education police health charity";

/// Passwords that are among the commonest, by the beginning of the hash of their letters and digits.
static COMMON: LazyLock<HashSet<u64>> = LazyLock::new(|| {
    let lines = include_str!("common.txt").lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| u64::from_str_radix(line, 16).expect("a line is 16 hexadecimal digits")).collect()
});

/// What people choose who want to remember one thing.
static FIRST_GUESSES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let lines = include_str!("first_guesses.txt").lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| search::folded(line).chars().filter(|c| c.is_alphanumeric()).map(looks_like).collect()).collect()
});

/// What makes a password easy to guess. `Display` is the reason that the page gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Weakness {
    /// Names, words and sayings that anybody would try first here.
    #[error("it is made of names, words or sayings that anybody would try first")]
    OwnWords,
    /// A common password, or common words.
    #[error("it is a common password, or made of common words")]
    Common,
    /// `abcdef`, `1234`.
    #[error("it is a row of letters or digits, like abcd or 1234")]
    Row,
    /// `aaaa`, `abcabc`.
    #[error("it repeats the same few characters")]
    Repeat,
    /// `qwerty`, `1qaz2wsx`.
    #[error("it follows the keys of a keyboard")]
    Keyboard,
    /// `26/3/1971`.
    #[error("it is a date")]
    Day,
}

/// What makes a password in its normal form easy to guess, if it is. `own` are the names of its owner, of their
/// organisations and of the board, and their address.
pub fn weakness(password: &str, own: &[String]) -> Option<Weakness> {
    // Capitals, accents and letters of other scripts that look alike are tried along with the plain ones.
    let text: String = search::folded(password).chars().map(looks_like).take(ESTIMATED).collect();
    let joined: String = text.chars().filter(|c| c.is_alphanumeric() || "@$!|+".contains(*c)).collect();
    let own = words(own);
    if is_made_of(&joined, &own) {
        return Some(Weakness::OwnWords);
    }
    let plain: String = joined.chars().filter(|c| c.is_alphanumeric()).collect();
    if without_walks(&plain).chars().count() < FEWEST_LETTERS && plain.chars().count() >= FEWEST_LETTERS {
        return Some(Weakness::Keyboard);
    }
    let inputs: Vec<_> = own.iter().map(String::as_str).collect();
    // A year, or a few digits, at the end or the beginning: a thousand of them are tried with every guess.
    let letters = plain.trim_matches(|c: char| !c.is_alphabetic());
    let core = if plain.len() - letters.len() <= MOST_ADDED { letters } else { "" };
    let [with_i, with_l] = ['i', 'l'].map(|one| with_letters(&joined, one));
    let forms = [(text.as_str(), 1), (&joined, 1), (&plain, 1), (core, 1_000), (&with_i, 10), (&with_l, 10)];
    let estimates = forms.into_iter().filter(|(form, _)| !form.is_empty());
    let estimates = estimates.map(|(form, times)| (zxcvbn(&with_fewer_signs(form), &inputs), times));
    let guesses = |(estimate, times): &(zxcvbn::Entropy, u64)| estimate.guesses().saturating_mul(*times);
    let weakest = estimates.min_by_key(guesses).filter(|weakest| guesses(weakest) < FEWEST_GUESSES);
    let Some((weakest, _)) = weakest else {
        let is_common = [plain.as_str(), letters, &with_i, &with_l].into_iter().any(is_common);
        return is_common.then_some(Weakness::Common);
    };
    let longest = weakest.sequence().iter().max_by_key(|part| part.token.chars().count());
    Some(match longest.map(|part| &part.pattern) {
        Some(MatchPattern::Dictionary(found)) if own.contains(&found.matched_word) => Weakness::OwnWords,
        Some(MatchPattern::Spatial(_)) => Weakness::Keyboard,
        Some(MatchPattern::Repeat(_)) => Weakness::Repeat,
        Some(MatchPattern::Sequence(_)) => Weakness::Row,
        Some(MatchPattern::Date(_) | MatchPattern::Regex(_)) => Weakness::Day,
        _ => Weakness::Common,
    })
}

/// Whether a text is one of the commonest passwords.
fn is_common(text: &str) -> bool {
    let hash = Sha256::digest(text.as_bytes());
    let begin = hash[..8].try_into().map(u64::from_be_bytes).expect("a hash has 32 bytes");
    COMMON.contains(&begin)
}

/// A text with one sign for each letter that several signs stand for. The estimator tries every reading of every sign: all of
/// them in one password would take it a third of a second.
fn with_fewer_signs(text: &str) -> String {
    let one_of = |c: char| match c {
        '{' | '[' | '<' => '(',
        '|' => '!',
        '+' => '7',
        '$' => '5',
        '@' => '4',
        '9' if text.contains('6') => '6',
        c => c,
    };
    text.chars().map(one_of).collect()
}

/// The Latin letter that a Cyrillic or Greek one looks like.
fn looks_like(c: char) -> char {
    const ALIKE: [(char, char); 21] = [
        ('а', 'a'),
        ('в', 'b'),
        ('с', 'c'),
        ('ԁ', 'd'),
        ('е', 'e'),
        ('һ', 'h'),
        ('і', 'i'),
        ('ј', 'j'),
        ('к', 'k'),
        ('м', 'm'),
        ('о', 'o'),
        ('р', 'p'),
        ('ѕ', 's'),
        ('т', 't'),
        ('ѵ', 'v'),
        ('х', 'x'),
        ('у', 'y'),
        ('α', 'a'),
        ('ο', 'o'),
        ('ι', 'i'),
        ('ν', 'v'),
    ];
    ALIKE.iter().find(|(other, _)| *other == c).map_or(c, |(_, latin)| *latin)
}

/// The words of these texts and of this service, and each text as one word; the longest first.
fn words(own: &[String]) -> Vec<String> {
    let joined = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let mut words = BTreeSet::new();
    for text in own.iter().map(|text| search::folded(text)) {
        words.extend(text.split(|c: char| !c.is_alphanumeric()).map(str::to_owned));
        words.insert(joined(&text));
        words.extend(text.split('@').map(joined));
    }
    words.extend(OF_THIS_SERVICE.split_whitespace().map(str::to_owned));
    words.extend(FIRST_GUESSES.iter().cloned());
    let mut words: Vec<_> = words.into_iter().filter(|word| word.chars().count() >= 3).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    words
}

/// Whether little but own words and digits is in a text, read forwards or backwards, with digits for digits or for the
/// letters that they stand for.
fn is_made_of(joined: &str, own: &[String]) -> bool {
    let forwards = [joined.to_owned(), with_letters(joined, 'i'), with_letters(joined, 'l')];
    forwards.into_iter().any(|text| {
        let backwards: String = text.chars().rev().collect();
        [text, backwards].into_iter().any(|mut left| {
            let before = left.len();
            for word in own {
                // What stood on both sides of a word does not become one.
                left = left.replace(word.as_str(), " ");
            }
            left.len() < before && left.chars().filter(|c| c.is_alphabetic()).count() < FEWEST_LETTERS
        })
    })
}

/// A text with the letters that its digits and signs stand for; `one` is what a 1 stands for.
fn with_letters(text: &str, one: char) -> String {
    let letter = |c: char| match c {
        '4' | '@' => 'a',
        '3' => 'e',
        '0' => 'o',
        '5' | '$' => 's',
        '7' | '+' => 't',
        '1' | '!' | '|' => one,
        c => c,
    };
    text.chars().map(letter).collect()
}

/// A text with each run along the keys of a keyboard, in either direction, as one character.
fn without_walks(text: &str) -> String {
    let rows = WALKS.iter().map(|row| row.chars().map(looks_like).collect::<String>());
    let rows: Vec<String> = rows.flat_map(|row| [row.chars().rev().collect(), row]).collect();
    let all: Vec<char> = text.chars().collect();
    let (mut left, mut at) = (String::new(), 0);
    while at < all.len() {
        let run = |length: &usize| {
            let part: String = all[at..at + length].iter().collect();
            rows.iter().any(|row| row.contains(&part))
        };
        let longest = (WALK..=all.len() - at).take_while(run).last().unwrap_or(1);
        left.push(all[at]);
        at += longest;
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(password: &str) -> Option<Weakness> {
        let own = [
            "Wirral Safeguarding Children Board",
            "WSCB",
            "Hester Quillan",
            "h.quillan@marsh-lane.example",
            "Marsh Lane Primary School",
        ];
        weakness(password, &own.map(String::from))
    }

    #[test]
    fn what_makes_a_password_easy_to_guess_is_named() {
        for (password, expected) in [
            ("123456789012", Weakness::Keyboard),
            ("abcdefghijkl", Weakness::Row),
            ("P@ssw0rd1234", Weakness::OwnWords),
            ("Section11Audit", Weakness::OwnWords),
            ("headteacher1", Weakness::OwnWords),
            ("Marsh Lane Primary School", Weakness::OwnWords),
            ("aaaaaaaaaaaa", Weakness::Repeat),
            ("abcabcabcabc", Weakness::Repeat),
            ("1qaz2wsx3edc", Weakness::Keyboard),
            ("peanutbutter", Weakness::Common),
            ("manchesterunited", Weakness::OwnWords),
            ("megaparol12345", Weakness::Common),
            ("correct horse battery staple", Weakness::OwnWords),
            ("йцукенгшщзхъ", Weakness::Keyboard),
            ("arstdhneio12", Weakness::Keyboard),
            ("CroesoCymru1", Weakness::OwnWords),
            ("31415926535897", Weakness::OwnWords),
        ] {
            assert_eq!(of(password), Some(expected), "{password}");
        }
    }

    #[test]
    fn the_siblings_of_a_first_guess_are_refused() {
        let first = [
            "Wirral Safeguarding Children Board",
            "WirralSafeguarding",
            "headteacher",
            "Section11Audit",
            "Marsh Lane Primary",
            "HesterQuillan",
            "SafeguardingLead",
            "passwordpassword",
            "qwertyuiopas",
            "qazwsxedcrfv",
            "abcdefghijkl",
            "123456789012",
            "manchesterunited",
            "h.quillan@marsh-lane.example",
            "WSCBWSCBWSCB",
        ];
        for guess in first {
            let leet: String = guess
                .chars()
                .map(|c| match c.to_ascii_lowercase() {
                    'a' => '@',
                    'e' => '3',
                    'i' => '1',
                    'o' => '0',
                    's' => '5',
                    _ => c,
                })
                .collect();
            let backwards: String = guess.chars().rev().collect();
            let separated = |by: &str| guess.chars().map(String::from).collect::<Vec<_>>().join(by);
            let siblings = [
                guess.to_uppercase(),
                guess.to_lowercase(),
                format!("{guess}2026"),
                format!("{guess}!"),
                format!("2026{guess}"),
                format!("{guess}2026!"),
                format!("{guess}123"),
                leet,
                backwards,
                separated("-"),
                separated(" "),
                format!("{guess}{guess}"),
                guess.replace(' ', "_"),
                guess.replace('a', "а"),
                guess.replace('e', "é"),
            ];
            for sibling in siblings {
                assert!(of(&sibling).is_some(), "{sibling}");
            }
        }
    }

    #[test]
    fn what_the_commonest_lists_and_everybody_begin_with_is_refused() {
        for password in [
            "ichliebedich",
            "Telechargement",
            "holacomoesta",
            "1324354657687980",
            "ghjatccbjyfk",
            "MayTheForceBeWithYou",
            "youll never walk alone!",
            "KeepingChildrenSafe1",
            "EveryChildMatters1",
            "Tranmere Rovers 1",
            "Wallasey2026!",
            "cyfrinair1234",
            "PenblwyddHapus",
            "27182818284590",
            "qwfpgjluy123",
            "ячсмитьбю123",
            "pl,okmijnuhb",
            "0nceUp0nAT1me",
        ] {
            assert!(of(password).is_some(), "{password}");
        }
        assert!(COMMON.len() > 1_900 && FIRST_GUESSES.len() > 300);
    }

    /// All signs that stand for letters, in one password: how long it takes is not asserted, that it comes to an end is.
    #[test]
    fn a_password_of_every_sign_is_looked_at_as_one_of_few() {
        let signs = "!7911+7[919415%911<6711#79@70171|91181199$1713771{191(&291719791";
        assert_eq!(of(signs), None);
        let few: std::collections::BTreeSet<char> = with_fewer_signs(signs).chars().collect();
        assert!(few.len() < signs.chars().collect::<std::collections::BTreeSet<_>>().len() - 5, "{few:?}");
    }

    #[test]
    fn unrelated_words_and_random_characters_are_welcome() {
        for password in [
            "three unrelated words",
            "correct horse battery",
            "purple otter lunch",
            "purpleotterlunch",
            "xk9vTq2LmPz8",
            "пароль из многих слов",
            "a horse that counts to 1234",
            "kettle-gravel-moonlight",
            "Tŷ gwyn, mynydd a môr",
            "my school bus eats purple gravel",
        ] {
            assert_eq!(of(password), None, "{password}");
        }
    }

    proptest! {
        #[test]
        fn no_password_makes_it_panic(password in "\\PC{0,300}", own in "\\PC{0,30}") {
            let _ = weakness(&password, &[own]);
        }
    }
}
