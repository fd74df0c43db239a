//! How easily a password is guessed, and why: by an estimator of what guessing programs try first, and by the words
//! that anybody would try first here.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::LazyLock;

use sha2::{Digest, Sha256};
use zxcvbn::zxcvbn;

use self::alike::{LETTER_SIGNS, with_fewer_signs, with_letters};
use self::own_words::FEWEST_LETTERS;
pub use self::reasons::Weakness;

mod alike;
mod days;
mod own_words;
mod reasons;
mod walks;
mod word_rows;

/// A password that needs fewer guesses is refused. Three unrelated words need some 10⁹, two and a year some 10⁸.
const FEWEST_GUESSES: u64 = 500_000_000;
/// Only this many characters are estimated: the time that it takes grows with the square of their number.
const ESTIMATED: usize = 64;
/// Up to this many digits at the ends of a password are only an addition.
const MOST_ADDED: usize = 6;
/// Guesses for a year or a few digits that are added: so many of them are tried with every guess.
const ADDED: u64 = 1_000;
/// Guesses for each further kind of sign that a password has: so many signs are on a keyboard.
const SIGNS: u64 = 33;

/// Passwords that are among the commonest, by the beginning of the hash of their letters and digits.
static COMMON: LazyLock<HashSet<u64>> = LazyLock::new(|| {
    let lines = include_str!("common.txt").lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| u64::from_str_radix(line, 16).expect("a line is 16 hexadecimal digits")).collect()
});

/// What makes a password in its normal form easy to guess, if it is. `own` are the names of its owner, of their
/// organisations and of the board, and their address.
pub fn weakness(password: &str, own: &[String]) -> Option<Weakness> {
    // Capitals, accents and letters of other scripts that look alike are tried along with the plain ones.
    let text: String = alike::read(password).chars().take(ESTIMATED).collect();
    // The signs are taken as they were typed: reading leaves out an apostrophe.
    let signs = password.chars().take(ESTIMATED).filter(|c| !c.is_whitespace() && !c.is_alphanumeric()).collect();
    let weakness = weakness_of_read(&text, &signs, &own_words::words(own))?;
    let has_digits_alone = text.chars().filter(|c| c.is_alphanumeric()).all(|c| c.is_ascii_digit());
    Some(if has_digits_alone && text.contains(|c: char| c.is_ascii_digit()) { Weakness::Digits } else { weakness })
}

/// [`weakness`] of a text as [`alike::read`] gives it. `own` are all own words.
fn weakness_of_read(text: &str, signs: &BTreeSet<char>, own: &[String]) -> Option<Weakness> {
    let joined: String = text.chars().filter(|c| c.is_alphanumeric() || LETTER_SIGNS.contains(*c)).collect();
    let plain: String = joined.chars().filter(|c| c.is_alphanumeric()).collect();
    let [of_joined, of_plain] = [&joined, &plain].map(|form| further_signs(signs, form));
    if own_words::is_made_of(&joined, of_joined, own) {
        return Some(Weakness::OwnWords);
    }
    let letters = plain.trim_matches(|c: char| !c.is_alphabetic());
    let [with_i, with_l] = ['i', 'l'].map(|one| with_letters(&joined, one));
    if [plain.as_str(), letters, &with_i, &with_l].into_iter().any(word_rows::is_row_of_words) {
        return Some(Weakness::Row);
    }
    if days::are_days(&plain) {
        return Some(Weakness::Day);
    }
    let all = plain.chars().count();
    let walked = walks::without_walks(&plain);
    let is_walk = all >= FEWEST_LETTERS && walked.left.chars().count() + of_plain < FEWEST_LETTERS;
    if is_walk && 2 * (walked.keys + walked.ordered) > all {
        return Some(if walked.ordered >= walked.keys { Weakness::Row } else { Weakness::Keyboard });
    }
    // A year, or a few digits, at the end or the beginning.
    let core = if all - letters.chars().count() <= MOST_ADDED { letters } else { "" };
    let once = repeated_around_digits(&plain);
    let forms = [
        (text, 1, 0),
        (&joined, 1, of_joined),
        (&plain, 1, of_plain),
        (core, ADDED, of_plain),
        (&once, ADDED, of_plain),
        (&with_i, 10, of_joined),
        (&with_l, 10, of_joined),
    ];
    let inputs: Vec<_> = own.iter().map(String::as_str).collect();
    // Each form is estimated once, at its lowest price.
    let mut prices: BTreeMap<String, u64> = BTreeMap::new();
    for (form, times, left_out) in forms.into_iter().filter(|(form, ..)| !form.is_empty()) {
        let more = SIGNS.saturating_pow(u32::try_from(left_out).unwrap_or(u32::MAX));
        let price = prices.entry(with_fewer_signs(form)).or_insert(u64::MAX);
        *price = (*price).min(more.saturating_mul(times));
    }
    let estimates = prices.iter().map(|(form, price)| {
        let estimate = zxcvbn(form, &inputs);
        (estimate.guesses().saturating_mul(*price), form, estimate)
    });
    let weakest = estimates.min_by_key(|(guesses, ..)| *guesses).filter(|(guesses, ..)| *guesses < FEWEST_GUESSES);
    match weakest {
        Some((_, form, _)) if *form == once => Some(Weakness::Repeat),
        Some((.., estimate)) => Some(reasons::of_most(estimate.sequence(), own)),
        None => {
            let is_common = [plain.as_str(), letters, &with_i, &with_l].into_iter().any(is_common);
            (is_common || is_walk).then_some(Weakness::Common)
        }
    }
}

/// How many of the signs a form of a password leaves out, but for one: the same between all letters is no hindrance.
fn further_signs(signs: &BTreeSet<char>, form: &str) -> usize {
    signs.iter().filter(|sign| !form.contains(**sign)).count().saturating_sub(1)
}

/// The letters that a text repeats with a few digits between, before or behind them, once. Empty for every other text.
fn repeated_around_digits(plain: &str) -> String {
    let (letters, digits): (Vec<char>, Vec<char>) = plain.chars().partition(|c| c.is_alphabetic());
    let [letter, digit] = [&letters, &digits].map(|all| once(all).len());
    let is_repeated = letter < letters.len() && (1..=MOST_ADDED).contains(&digit);
    if is_repeated { letters[..letter].iter().collect() } else { String::new() }
}

/// The shortest beginning that a text repeats to its end.
fn once(all: &[char]) -> &[char] {
    let is_unit =
        |length: &usize| all.len().is_multiple_of(*length) && all.chunks(*length).all(|part| *part == all[..*length]);
    &all[..(1..all.len()).find(is_unit).unwrap_or(all.len())]
}

/// Whether a text is one of the commonest passwords.
fn is_common(text: &str) -> bool {
    let hash = Sha256::digest(text.as_bytes());
    let begin = hash[..8].try_into().map(u64::from_be_bytes).expect("a hash has 32 bytes");
    COMMON.contains(&begin)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rand::rngs::Xoshiro256PlusPlus;
    use rand::{Rng, SeedableRng};

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
            ("123456789012", Weakness::Digits),
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
            ("onetwothreefourfive", Weakness::Row),
            ("SATs2026SATs", Weakness::Repeat),
            ("19710326 1971", Weakness::Digits),
            ("07700 900123", Weakness::Digits),
            ("aaaaaaaaaaaab", Weakness::Repeat),
            ("monkey123456", Weakness::Common),
            ("qweasdzxcrty", Weakness::Keyboard),
            ("zse4xdr5cft6", Weakness::Keyboard),
            ("green table mouse", Weakness::ShortWords),
            ("half term 2026", Weakness::OwnWords),
            ("threeorfourunrelatedwords", Weakness::OwnWords),
            ("Ραѕѕωοrd1234", Weakness::OwnWords),
            ("31415926535897", Weakness::Digits),
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
            "three unrelated words here",
            "At least 12 characters",
            "youmaypasteit",
            "YNWA2026YNWA",
            "HMRC 2026 HMRC!",
            "1066 1914 1918",
            "Alpha Bravo Charlie Delta",
            "0netw0thr3efour",
            "Τottenham2026",
            "sunshıne2026!",
            "footbaӏl2026",
            "ᴘᴀꜱꜱᴡᴏʀᴅ1234",
            "SW1A1AA 2026!",
            "ring-a-ring o' roses",
            "κωδικος2026",
            "пароль123456",
            "一二三四五六七八九十一二",
        ] {
            assert!(of(password).is_some(), "{password}");
        }
        assert!(COMMON.len() > 1_900 && own_words::FIRST_GUESSES.len() > 500);
    }

    /// All signs that stand for letters, in one password: looking at it has to come to an end, however long it takes.
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

    #[test]
    fn random_characters_are_welcome_whatever_signs_they_have() {
        for password in ["\"!%t;]>Bt&)!Tku5N-+\"", "k(\"o8R]s{+7T}[O;", "8|}qqWD[og<w"] {
            assert_eq!(of(password), None, "{password}");
        }
        let mut random = Xoshiro256PlusPlus::seed_from_u64(11);
        let mut printable = || char::from(b'!' + u8::try_from(random.next_u64() % 94).expect("it is less than 94"));
        let mut accepted = |length: usize| {
            let mut draw = || (0..length).map(|_| printable()).collect::<String>();
            (0..500).filter(|_| of(&draw()).is_none()).count()
        };
        assert!(accepted(12) >= 495);
        assert_eq!(accepted(15), 500);
    }

    #[test]
    fn each_further_kind_of_sign_counts() {
        for (typed, form, expected) in
            [("S.a.f.e", "safe", 0), ("S.a-f.e!", "safe", 2), ("p@ss.", "p@ss", 0), ("", "", 0)]
        {
            assert_eq!(
                further_signs(&typed.chars().filter(|c| !c.is_alphanumeric()).collect(), form),
                expected,
                "{typed}"
            );
        }
    }

    proptest! {
        #[test]
        fn no_password_makes_it_panic(password in "\\PC{0,300}", own in "\\PC{0,30}") {
            let _ = weakness(&password, &[own]);
        }
    }
}
