//! Passwords that are made of the words that anybody would try first here: names, words of this service and of its
//! pages, the published passwords of its sample, sayings, postcodes.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::alike;
use crate::sample;

/// At least this many letters must be left of a password without the words that are tried first.
pub const FEWEST_LETTERS: usize = 8;
/// Words of this service and of its people's work, and words that are added to them.
const OF_THIS_SERVICE: &str = "section11 section eleven safeguarding safeguard headteacher head teacher teaching school \
    schools academy primary secondary infant junior nursery college trust governor governors chair board partnership \
    children childrens child protection designated lead leader deputy principal lado ofsted kcsie audit audits \
    assessment password passcode welcome letmein admin administrator administration reviewer contributor login secret \
    changeme spring summer autumn winter january february march april june july august september october november \
    december monday tuesday wednesday thursday friday pupil pupils student students england council local authority \
    education police health charity";
/// The forms of a postcode: a letter for each letter and a 9 for each digit.
const POSTCODES: [&str; 6] = ["a99aa", "a999aa", "aa99aa", "aa999aa", "a9a9aa", "aa9a9aa"];
/// The beginnings of a number that people know by heart count too, from this many digits on.
const BEGINNING: usize = 8;

/// Passwords of people who want to remember one thing.
pub static FIRST_GUESSES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let lines = include_str!("../first_guesses.txt").lines().filter(|line| !line.starts_with('#'));
    let begun = |guess: String| {
        let is_number = guess.bytes().all(|byte| byte.is_ascii_digit());
        let shortest = if is_number { BEGINNING.min(guess.len()) } else { guess.len() };
        (shortest..=guess.len()).map(|length| guess[..length].to_owned()).collect::<Vec<_>>()
    };
    lines.map(alike::letters_and_digits).flat_map(begun).collect()
});

/// The passwords of the sample's accounts, which everybody can read, with and without their numbers.
static PUBLISHED: LazyLock<Vec<String>> = LazyLock::new(|| {
    let published = sample::accounts().into_iter().map(|person| alike::letters_and_digits(person.password));
    let both = |password: String| {
        let words = password.trim_matches(|c: char| c.is_ascii_digit()).to_owned();
        [password, words]
    };
    published.flat_map(both).collect()
});

/// The words of these texts and of this service, and each text as one word; the longest first.
pub fn words(own: &[String]) -> Vec<String> {
    let joined = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let mut words = BTreeSet::new();
    for text in own.iter().map(|text| alike::read(text)) {
        words.extend(text.split(|c: char| !c.is_alphanumeric()).map(str::to_owned));
        words.insert(joined(&text));
        words.extend(text.split('@').map(joined));
    }
    words.extend(OF_THIS_SERVICE.split_whitespace().map(str::to_owned));
    words.extend(FIRST_GUESSES.iter().chain(PUBLISHED.iter()).cloned());
    let mut words: Vec<_> = words.into_iter().filter(|word| word.chars().count() >= 3).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    words
}

/// Whether a text holds little but own words and digits, read forwards or backwards, with digits as they are or as the
/// letters that they stand for. `joined` has its letters, digits and the signs that stand for letters; `further_signs`
/// is how many kinds of sign it lost beyond the first.
pub fn is_made_of(joined: &str, further_signs: usize, own: &[String]) -> bool {
    let forwards = [joined.to_owned(), alike::with_letters(joined, 'i'), alike::with_letters(joined, 'l')];
    let is_made_of = forwards.into_iter().any(|text| {
        let backwards: String = text.chars().rev().collect();
        [text, backwards].iter().any(|text| {
            let left = without(text, own);
            let signs: BTreeSet<char> = left.chars().filter(|c| alike::LETTER_SIGNS.contains(*c)).collect();
            let counted = letters(&left) + further_signs + signs.len();
            let covered = text.chars().count() - left.chars().filter(|c| *c != ' ').count();
            // A short word that is in random characters by chance covers less than is left.
            counted < FEWEST_LETTERS && covered > 0 && covered >= counted
        })
    });
    is_made_of || is_postcode(joined, further_signs, own)
}

/// Whether a text is a postcode with digits or own words before or after it.
fn is_postcode(joined: &str, further_signs: usize, own: &[String]) -> bool {
    let plain: Vec<char> = joined.chars().filter(|c| c.is_alphanumeric()).collect();
    let form = |part: &[char]| -> String {
        let kind = |c: &char| if c.is_ascii_digit() { '9' } else { 'a' };
        part.iter().filter(|c| c.is_ascii()).map(kind).collect()
    };
    POSTCODES.iter().filter(|postcode| postcode.len() <= plain.len()).any(|postcode| {
        let (begin, after) = plain.split_at(postcode.len());
        let (before, end) = plain.split_at(plain.len() - postcode.len());
        [(begin, after), (end, before)].into_iter().any(|(part, rest)| {
            let rest: String = rest.iter().collect();
            form(part) == *postcode && letters(&without(&rest, own)) + further_signs <= 1
        })
    })
}

/// A text with a space for each own word. The characters on both sides of a word do not become one word.
fn without(text: &str, own: &[String]) -> String {
    own.iter().fold(
        text.to_owned(),
        |left, word| if left.contains(word.as_str()) { left.replace(word.as_str(), " ") } else { left },
    )
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphabetic()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_own(text: &str) -> bool {
        is_made_of(
            &alike::letters_and_digits(text),
            0,
            &words(&["Ann Lee".to_owned(), "Εκπαίδευση Σχολείο".to_owned()]),
        )
    }

    #[test]
    fn a_postcode_is_an_own_word_with_digits_or_own_words_alone() {
        for own in
            ["CH44 1AA 2026", "SW1A1AA 2026!", "2026 L1 1AA", "annlee M1 1AE", "CH441AA school", "EC1A 1BB 12345"]
        {
            assert!(is_own(own), "{own}");
        }
        for other in ["CH44 1AA kettle", "CHX4 1AA 2026", "xk9vTq2LmPz8", "kettle-gravel-moonlight"] {
            assert!(!is_own(other), "{other}");
        }
    }

    #[test]
    fn every_beginning_of_a_listed_number_is_listed() {
        for own in ["31415926 2026", "314159265358", "3141592653589793", "2718281828459"] {
            assert!(is_own(own), "{own}");
        }
        assert!(!is_own("27182849104"));
    }

    #[test]
    fn names_in_other_scripts_are_own_words() {
        assert!(is_own("ΕΚΠΑΙΔΕΥΣΗ2026") && is_own("σχολειο12345") && !is_own("μητέρα πατέρα γιαγιά"));
    }

    #[test]
    fn a_short_word_in_random_characters_is_no_reason() {
        assert!(is_own("annlee2026") && is_own("Lee fox 12345"));
        assert!(!is_own("x7leeq2fvw"), "five letters are left, and three are a name's");
    }

    #[test]
    fn the_passwords_of_the_sample_are_published() {
        let published: Vec<_> = sample::accounts().into_iter().map(|person| person.password).collect();
        assert!(published.len() > 5);
        for password in published {
            let words = password.trim_end_matches(|c: char| !c.is_alphabetic());
            for own in [password.to_owned(), password.to_uppercase(), words.replace('-', " "), format!("{words}-2026")]
            {
                assert!(is_own(&own), "{own}");
            }
        }
    }
}
