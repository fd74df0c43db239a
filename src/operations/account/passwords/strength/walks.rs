//! Rows of characters that a hand follows without thinking: the keys of a keyboard, the alphabet, the digits.

use std::sync::LazyLock;

use super::alike;

/// Runs of this many characters or more are one move of a hand.
const WALK: usize = 4;
/// Keyboards: along their rows, down their columns, in blocks and from side to side.
const KEYS: [&str; 28] = [
    "qwertyuiopasdfghjklzxcvbnm",
    "azertyuiopqsdfghjklmwxcvbn",
    "qwertzuiopasdfghjklyxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "qazwsxedcrfvtgbyhnujmikolp",
    "1q2w3e4r5t6y7u8i9o0p",
    "q1w2e3r4t5y6u7i8o9p0",
    "plokmijnuhbygvtfcrdxeszwaq",
    "qweasdzxcrtyfghvbnuiojkl",
    "zse4xdr5cft6vgy7bhu8nji9mko0",
    "zaq12wsxcde34rfvbgt56yhnmju78ik",
    "1qazxsw23edcvfr45tgbnhy67ujm",
    "qwe123asd456zxc789",
    "789456123",
    "147258369",
    "741852963",
    "qwfpgjluyarstdhneiozxcvbkm",
    "pyfgcrlaoeuidhtnsqjkxbmwvz",
    "йцукенгшщзхъфывапролджэячсмитьбю",
    "йцукенгшщзхїфівапролджєячсмитьбю",
    "ςερτυθιοπασδφγηξκλζχψωβνμ",
    "קראטוןםפשדגכעיחלךףזסבהנמצתץ",
    "ضصثقفغعهخحجدشسيبلاتنمكطئءؤرلاىةوزظ",
    "ضصثقفغعهخحجچشسیبلاتنمکگظطزرذدپو",
    "قوعرتےءیہپاسدفگحجکلزشچطبنم",
    "ქწერტყუიოპასდფგჰჯკლზხცვბნმ",
    "ौैाीूबहगदजडोेिुपरकतचटंमनवलसय",
    "ๆไำพะัีรนยบลฟหกดเ้่าสวงผปแอิืทมใฝ",
];
/// The digits and the letters in their order.
const ORDERED: [&str; 8] = [
    "12345678901234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "абвгдежзийклмнопрстуфхцчшщъыьэюя",
    "αβγδεζηθικλμνξοπρστυφχψω",
    "אבגדהוזחטיכלמנסעפצקרשת",
    "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "零一二三四五六七八九十百千万",
    "零壹贰叁肆伍陆柒捌玖拾",
];

/// Both kinds of rows, in both directions.
static ROWS: LazyLock<[Vec<String>; 2]> = LazyLock::new(|| {
    let both = |row: &&str| {
        let row = alike::letters_and_digits(row);
        [row.chars().rev().collect(), row]
    };
    [KEYS.iter().flat_map(both).collect(), ORDERED.iter().flat_map(both).collect()]
});

/// A text with each run as one character.
#[derive(Debug, PartialEq, Eq)]
pub struct Walked {
    /// What is left.
    pub left: String,
    /// How many characters of the text follow the keys of a keyboard.
    pub keys: usize,
    /// How many characters of the text are digits or letters in their order.
    pub ordered: usize,
}

/// A text, as [`alike::letters_and_digits`] gives it, with each run in either direction as one character.
pub fn without_walks(text: &str) -> Walked {
    let all: Vec<char> = text.chars().collect();
    let mut walked = Walked { left: String::new(), keys: 0, ordered: 0 };
    let mut at = 0;
    while at < all.len() {
        let longest_in = |rows: &[String]| {
            let run = |length: &usize| {
                let part: String = all[at..at + length].iter().collect();
                rows.iter().any(|row| row.contains(&part))
            };
            (WALK..=all.len() - at).take_while(run).last().unwrap_or(0)
        };
        let [keys, ordered] = [longest_in(&ROWS[0]), longest_in(&ROWS[1])];
        if ordered >= keys {
            walked.ordered += ordered;
        } else {
            walked.keys += keys;
        }
        walked.left.push(all[at]);
        at += keys.max(ordered).max(1);
    }
    walked
}

#[cfg(test)]
mod tests {
    use super::*;

    fn walked(text: &str) -> (String, usize, usize) {
        let walked = without_walks(&alike::letters_and_digits(text));
        (walked.left, walked.keys, walked.ordered)
    }

    #[test]
    fn a_run_along_the_keys_or_in_order_is_one_character() {
        assert_eq!(walked("qwertyuiop"), ("q".into(), 10, 0));
        assert_eq!(walked("poiuyt"), ("p".into(), 6, 0));
        assert_eq!(walked("monkey123456"), ("monkey1".into(), 0, 6));
        assert_eq!(walked("8901234"), ("8".into(), 0, 7));
        assert_eq!(walked("zyxwv"), ("z".into(), 0, 5));
        assert_eq!(walked("kettle"), ("kettle".into(), 0, 0));
        assert_eq!(walked("qwe"), ("qwe".into(), 0, 0));
    }

    #[test]
    fn the_keyboards_of_other_scripts_have_rows_too() {
        for row in
            KEYS.into_iter().chain(ORDERED).chain(["ςερτυθιοπασδ", "קראטוןםפשדגכ", "ضصثقفغعهخحجچ", "йцукенгшщзхъ"])
        {
            let (left, keys, ordered) = walked(row);
            assert!(left.chars().count() == 1 && keys + ordered >= 9, "{row}: {left}");
        }
    }
}
