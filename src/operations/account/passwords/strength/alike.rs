//! What a password looks like: letters without capitals and accents, and the plain letter or digit for each character
//! that looks like one or stands for one. It does not know what is easy to guess.

use unicode_security::skeleton;

use crate::domain::search;

/// Signs that stand for a letter in a password.
pub const LETTER_SIGNS: &str = "@$!|+";
/// The zeros of other scripts. Their other digits follow.
const ZEROS: [u32; 18] = [
    0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0, 0xf20, 0x1040,
    0x17e0, 0x1810,
];
/// Letters that Unicode does not count among the look-alikes of these Latin ones: small capitals, and the omega.
const ALSO_ALIKE: [&str; 2] = ["ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢω", "abcdefghijklmnoprstuvwyzw"];

/// A text in small letters without accents, with plain letters and digits for those that look alike.
pub fn read(text: &str) -> String {
    search::folded(text).chars().map(looks_like).collect()
}

/// The letters and digits of a text, as [`read`] gives them.
pub fn letters_and_digits(text: &str) -> String {
    read(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The Latin letter or the digit that a character of another script looks like.
fn looks_like(c: char) -> char {
    if c.is_ascii() {
        return c;
    }
    let mut capitals = c.to_uppercase();
    let capital = capitals.next().filter(|_| capitals.next().is_none());
    let plain = digit(c).or_else(|| also_alike(c)).or_else(|| alone(c)).or_else(|| capital.and_then(alone));
    plain.unwrap_or(c)
}

/// The Latin letter that a character looks like, where one is enough for that.
fn alone(c: char) -> Option<char> {
    let mut buffer = [0; 4];
    let mut alike = skeleton(c.encode_utf8(&mut buffer));
    let first = alike.next().filter(char::is_ascii_alphabetic)?;
    alike.next().is_none().then(|| first.to_ascii_lowercase())
}

fn also_alike(c: char) -> Option<char> {
    let [alike, latin] = ALSO_ALIKE.map(str::chars);
    alike.zip(latin).find(|(other, _)| *other == c).map(|(_, latin)| latin)
}

fn digit(c: char) -> Option<char> {
    let values = ZEROS.iter().filter_map(|zero| u32::from(c).checked_sub(*zero));
    values.filter(|value| *value < 10).find_map(|value| char::from_digit(value, 10))
}

/// A text with the letters that its digits and signs stand for; `one` is what a 1 stands for.
pub fn with_letters(text: &str, one: char) -> String {
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

/// A text with one sign for each letter that several signs stand for. The estimator tries every reading of every sign: all of
/// them in one password would take it a third of a second.
pub fn with_fewer_signs(text: &str) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_every_script_that_look_alike_are_one() {
        for (typed, expected) in [
            ("Τottenham", "tottenham"),
            ("ТОТТЕNНАМ", "tottenham"),
            ("sunshıne", "sunshine"),
            ("footbaӏl", "football"),
            ("Ραѕѕωοrd", "password"),
            ("ᴘᴀꜱꜱᴡᴏʀᴅ", "password"),
            ("Ｐａｓｓｗｏｒｄ", "password"),
            ("Église", "eglise"),
            ("١٢٣۴५", "12345"),
            ("a|1lI", "a|1li"),
        ] {
            assert_eq!(read(typed), expected, "{typed}");
        }
    }

    #[test]
    fn letters_that_look_like_no_latin_one_stay() {
        assert_eq!(read("дзфю 文字"), "дзфю 文字");
        assert_eq!(ALSO_ALIKE[0].chars().count(), ALSO_ALIKE[1].chars().count());
    }

    #[test]
    fn a_text_is_read_with_letters_for_digits_and_signs() {
        assert_eq!(with_letters("$4f3+y |n", 'l'), "safety ln");
        assert_eq!(with_letters("1@", 'i'), "ia");
    }
}
