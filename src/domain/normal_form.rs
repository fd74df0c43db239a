//! The normal form of texts that are compared or stand in a list: two that look alike to their reader are equal,
//! however a keyboard or a paste composes them, and invisible characters are left out. Long texts are kept as they are
//! typed (`domain/text.rs`), and searches go further (`domain/search.rs`).
//!
//! Letters of other scripts that look like Latin ones (the Cyrillic а) stay what they are: their author means them.

use icu_normalizer::ComposingNormalizerBorrowed;

use super::text::{self, TextProblem};

/// Checks a name or title: one line, not empty. It is kept as its reader sees it: accents composed, one space between
/// words, and nothing that cannot be seen or that reorders the text around it.
pub fn line(typed: &str, limit: usize) -> Result<String, TextProblem> {
    let seen: String = text::kept(typed).chars().filter(|&c| !is_invisible(c) || joins(c)).collect();
    let line = single_spaced(&ComposingNormalizerBorrowed::new_nfc().normalize(&seen));
    // A joiner alone joins nothing.
    if line.chars().all(|c| joins(c) || c == ' ') {
        return Err(TextProblem::Empty);
    }
    text::prose(&line, limit)
}

/// A short text that is read for its meaning: a reference, a day, a round's title, an address. Full-width letters and
/// digits, ligatures and the many kinds of space, dash and apostrophe are the plain ones that they look like.
pub fn short(typed: &str) -> String {
    // An address may have a grave accent of its own.
    single_spaced(&compatible(typed)).chars().map(|c| if c == '`' { c } else { plain(c) }).collect()
}

/// The compatible text with each lone acute accent as an apostrophe: NFKC would make a space and an accent of it.
fn without_accents_alone(typed: &str) -> String {
    compatible(&typed.replace('´', "'"))
}

/// The dash, apostrophe or quotation mark of a keyboard for each that looks like it, as Word and phones write them.
pub fn plain(c: char) -> char {
    match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2043}' | '\u{2D7}' => '-',
        '‘' | '’' | '‚' | '‛' | 'ʼ' | 'ʻ' | 'ʹ' | 'ꞌ' | '′' | '´' | '`' => '\'',
        '“' | '”' | '„' | '‟' | '″' => '"',
        c => c,
    }
}

/// A short text in which spaces mean nothing: a number, a reference, a code.
pub fn without_spaces(typed: &str) -> String {
    if typed.bytes().all(|byte| byte.is_ascii_graphic()) {
        return typed.to_owned();
    }
    // Without its space an accent that stood alone belongs to the letter before it.
    compatible(&short(typed).replace(' ', ""))
}

/// A password: NFKC, as NIST SP 800-63B asks, with every kind of space, dash, apostrophe and quotation mark as the
/// plain one, and no space at the ends, where a paste brings one or a line break. Capitals and spaces within count.
pub fn password(typed: &str) -> String {
    let plain = |c: char| if c.is_whitespace() { ' ' } else { plain(c) };
    without_accents_alone(typed).chars().map(plain).collect::<String>().trim().to_owned()
}

/// NFKC without invisible characters. Taking them away brings letters and accents together, so it is done twice.
fn compatible(typed: &str) -> String {
    let compatible = |text: &str| {
        let seen: String = text.chars().filter(|&c| !is_invisible(c)).collect();
        ComposingNormalizerBorrowed::new_nfkc().normalize(&seen).into_owned()
    };
    compatible(&compatible(&text::kept(typed)))
}

fn single_spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a character shows nothing by itself: those that Unicode lets a program leave undrawn, and the blank letters
/// of Hangul and Braille.
pub fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Whether a character shapes those beside it, as Persian and Hindi names and pictures of people need: lines keep it.
fn joins(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}' | '\u{FE0E}' | '\u{FE0F}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_name_is_one_line_as_its_reader_sees_it() {
        for typed in [
            "  St  Anne's\n",
            "St\u{A0}Anne's",
            "\u{202E}St\u{200B} An\u{AD}ne's",
            "St\u{B}Anne's\0",
            "\u{FEFF}St\tAnne's",
        ] {
            assert_eq!(line(typed, 20), Ok("St Anne's".into()), "{typed:?}");
        }
        assert_eq!(line("E\u{301}cole", 20), Ok("École".into()));
        assert_eq!(line("👩\u{200D}🏫", 20), Ok("👩\u{200D}🏫".into()));
        for nothing in ["", " \t ", "\u{200B}", "\u{200D} \u{3164}", "\0"] {
            assert_eq!(line(nothing, 20), Err(TextProblem::Empty), "{nothing:?}");
        }
        assert_eq!(line("abc", 2), Err(TextProblem::TooLong { limit: 2, length: 3 }));
    }

    #[test]
    fn short_texts_and_passwords_that_look_alike_are_alike() {
        for typed in ["2026\u{2013}27", " 2026\u{2011}27\n", "２０２６-２７", "20\u{200B}26-\u{2}27"] {
            assert_eq!(short(typed), "2026-27", "{typed:?}");
            assert_eq!(without_spaces(typed), "2026-27", "{typed:?}");
        }
        assert_eq!((short("1 2\u{2009} 3"), without_spaces("1 2\u{2009} 3")), ("1 2 3".into(), "123".into()));
        for typed in ["it\u{2019}s my grandad\u{2019}s \u{201C}boat\u{201D}", "it´s my grandad`s \u{201E}boat\u{201F}"]
        {
            assert_eq!(password(typed), "it's my grandad's \"boat\"", "{typed:?}");
        }
        for dash in ["\u{2010}", "\u{2011}", "\u{2013}", "\u{2014}", "\u{2212}", "\u{2043}", "\u{2D7}"] {
            assert_eq!(password(&format!("kettle{dash}gravel")), "kettle-gravel", "{dash:?}");
            assert_eq!(short(&format!("2026{dash}27")), "2026-27", "{dash:?}");
        }
        for typed in ["café  au lait", "cafe\u{301} \u{A0}au lait\r\n", "\u{FEFF}ｃafé  au\u{3000}la\u{200D}it"] {
            assert_eq!(password(typed), "café  au lait", "{typed:?}");
        }
        assert_ne!(password("Café  au lait"), password("café  au lait"), "capitals count");
        assert_ne!(password("café au lait"), password("café  au lait"), "spaces within count");
        assert_ne!(password("\u{430}"), password("a"), "another script is another letter");
    }

    proptest! {
        #[test]
        fn a_normal_form_is_its_own(typed in "[ -~éﬁｅ\u{301}\u{308}\u{200B}-\u{200F}\u{A0}\u{1}\n\u{3164}\u{1100}\u{1161}]{0,40}|\\PC{0,40}") {
            if let Ok(once) = line(&typed, 999) {
                prop_assert_eq!(line(&once, 999), Ok(once));
            }
            for form in [short, without_spaces, password] {
                let once = form(&typed);
                prop_assert_eq!(form(&once), once);
            }
        }

        #[test]
        fn what_cannot_be_seen_is_no_part(typed in "[a-zA-Z0-9]{1,20}", unseen in "[\u{200B}-\u{200F}\u{AD}\u{FEFF}\u{0}\u{1F}]", at in 0usize..20) {
            let (before, after) = typed.split_at(at.min(typed.len()));
            let with = format!("{before}{unseen}{after}");
            prop_assert_eq!([short(&with), without_spaces(&with), password(&with)], [typed.clone(), typed.clone(), typed]);
        }
    }
}
