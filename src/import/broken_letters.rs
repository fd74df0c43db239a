//! Letters that were broken before a file was saved: the file is valid text, and a name in it is not what anybody wrote.
//!
//! A list that was opened in the wrong encoding and saved as UTF-8 has `CafÃ©` or `St AnneÕs` in it; Excel writes `T? Gwyn`
//! for the letters that Windows-1252 lacks. No such name is refused, because a name may be spelt in any way: it is shown
//! and asked about.

mod codes;

use super::encoding::{Encoding, each_likelihood, in_names, is_c1};
use crate::domain::text::kept;
use codes::has_code;

/// Signs that stand neither before nor after a letter in a name: what other encodings have in place of letters.
const NOT_BESIDE_A_LETTER: &str = "‚„†‡ˆ‰¢¤¥¦§¬¯±¶¸¼¾×÷ƒ√≈≠∆∂∑∏∫∞≤≥◊⁄⌠⌡≡⌐₧";
/// Signs that may stand before or after a letter, and never between two.
const NOT_BETWEEN_LETTERS: &str = "“”«»‹›•™©®½°£¡¿";
/// Signs that no letter follows: what mail programs of old Macs have for an apostrophe and quotation marks.
const NOT_BEFORE_A_LETTER: &str = "¹²³";
/// The letters before the capital that begins an Irish, Scottish or French name: na hÉireann, an tÓglach, `MacÁdhaimh`.
const BEFORE_A_NAME: [&str; 10] = ["h", "n", "t", "mac", "mc", "nic", "de", "le", "la", "fitz"];

/// Returns true when letters of a name or group, as it stands in the file, look like those of another encoding.
pub fn looks_broken(text: &str) -> bool {
    if text.contains('\u{FFFD}') || has_lost_letter(text) || has_lost_word(text) || has_code(text) {
        return true;
    }
    !text.is_ascii() && (is_encoded_twice(text) || has_control_for_a_letter(text) || has_letter_out_of_place(text))
}

/// A question mark in place of a letter: "D?r", "?r Hydd", "T? Gwyn". One that ends a word of its own is a question.
fn has_lost_letter(text: &str) -> bool {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    text.match_indices('?').any(|(place, _)| {
        let word = last_word(&text[..place]);
        letter(text[place + 1..].chars().next()) || lacks_its_vowel(word)
    })
}

/// Question marks in place of a whole word, as "????? ?????": several that stand where a word begins, or nothing else.
fn has_lost_word(text: &str) -> bool {
    let begins = |before: &str| !before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '?' | '!' | ')' | '’'));
    let has_row = text.match_indices("??").any(|(place, _)| begins(&text[..place]));
    has_row || text.contains('?') && text.chars().all(|c| c == '?' || c.is_whitespace())
}

/// The letters at the end of a text.
fn last_word(text: &str) -> &str {
    text.rfind(|c: char| !c.is_alphabetic()).map_or(text, |place| {
        let (_, word) = text.split_at(place);
        word.trim_start_matches(|c: char| !c.is_alphabetic())
    })
}

/// Returns true for what remains of a short Welsh word without its only vowel: Tŷ, sŵ, Llŷ. "Plan B?" and "NHS?" are none.
fn lacks_its_vowel(word: &str) -> bool {
    let consonants = word.chars().all(|c| !"aeiouyw".contains(c.to_ascii_lowercase()));
    match word.len() {
        1 => matches!(word, "T" | "t" | "S" | "s"),
        2 | 3 => consonants && word.chars().skip(1).any(char::is_lowercase),
        _ => false,
    }
}

/// Returns true when a control character stands for a letter of another encoding: Windows-1252 has nothing in its place,
/// or something that does not belong there. "A\u{92}s" is kept as “A’s”, and nothing is wrong with it.
fn has_control_for_a_letter(text: &str) -> bool {
    let controls: String = text.chars().filter(|c| is_c1(*c)).collect();
    let meant = kept(&controls);
    let is_lost = meant.chars().count() < controls.chars().count() || meant.contains('\n');
    is_lost || each_likelihood(&kept(text)).any(|(c, says)| meant.contains(c) && says <= 0)
}

/// Returns true when some of a text, written in another encoding, is UTF-8 of letters or signs that names have, or of
/// the sign for a letter that was lost.
fn is_encoded_twice(text: &str) -> bool {
    [Encoding::Windows1252, Encoding::MacRoman, Encoding::CodePage850, Encoding::CodePage437].into_iter().any(|by| {
        let bytes: Vec<u8> = text.chars().map(|c| by.byte_of(c).unwrap_or(b' ')).collect();
        bytes.utf8_chunks().flat_map(|chunk| chunk.valid().chars()).any(|c| in_names(c) || c == '\u{FFFD}')
    })
}

/// Returns true when a letter or sign stands where names have none.
fn has_letter_out_of_place(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    let mut word = String::new();
    for (place, c) in chars.iter().copied().enumerate() {
        let before = place.checked_sub(1).map(|place| chars[place]);
        let [after, then] = [1, 2].map(|further| chars.get(place + further).copied());
        if !c.is_ascii() && is_out_of_place(&word, before, c, after, then) {
            return true;
        }
        if c.is_alphabetic() {
            word.push(c);
        } else {
            word.clear();
        }
    }
    false
}

fn is_out_of_place(word: &str, before: Option<char>, c: char, after: Option<char>, then: Option<char>) -> bool {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    let upper = |c: Option<char>| c.is_some_and(char::is_uppercase);
    let lower = |c: Option<char>| c.is_some_and(char::is_lowercase);
    let ascii = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
    // The letters of other scripts stand in words of their own; the raised commas among them are apostrophes.
    let of_another_script = matches!(c, '\u{250}'..='\u{2FF}' | '\u{370}'..='\u{7FF}' | '\u{2500}'..='\u{25FF}')
        && !matches!(c, '\u{2B9}'..='\u{2BF}');
    if of_another_script {
        return ascii(before) || ascii(after);
    }
    if NOT_BESIDE_A_LETTER.contains(c) {
        return letter(before) || letter(after);
    }
    if NOT_BETWEEN_LETTERS.contains(c) {
        return letter(before) && letter(after);
    }
    if NOT_BEFORE_A_LETTER.contains(c) {
        return letter(after);
    }
    // The apostrophes of Windows-1252, Mac OS Roman and UTF-8 in other encodings: OÕBrien, DÆArcy, ST ANNEÕS, Anneís,
    // Anneâs.
    if matches!(c, 'Õ' | 'Æ' | 'í' | 'â') && matches!(word, "O" | "D" | "L") && upper(after) {
        return true;
    }
    if matches!(c, 'Õ' | 'Æ') && letter(before) && matches!(after, Some('s' | 'S')) && !letter(then) {
        return true;
    }
    if matches!(c, 'í' | 'â') && matches!(before, Some('e' | 'y')) && after == Some('s') && !letter(then) {
        return true;
    }
    if !c.is_uppercase() {
        return false;
    }
    let begins_a_name = lower(after) && BEFORE_A_NAME.contains(&word.to_lowercase().as_str());
    // A capital that follows a capital stands among capitals, or is some other letter: MŸller.
    lower(before) && !begins_a_name || upper(before) && lower(after)
}

#[cfg(test)]
mod tests;
