//! How the letters of a file are written as bytes: what the file says, or what makes the likeliest names.
//!
//! Excel saves "CSV" in the code page of its machine and says nowhere which: Windows-1252, on a Mac Mac OS Roman, as
//! "CSV (MS-DOS)" code page 850 or 437. Nearly every byte is a letter in each of them, so that a wrong guess gives
//! wrong names without any error: a guess is told, and its names are shown, before anything is done with them.

use std::borrow::Cow;

/// How the letters of a file are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// UTF-16, the low byte first: Excel's "Unicode text".
    Utf16Le,
    /// UTF-16, the high byte first.
    Utf16Be,
    /// What Excel for Windows saves as "CSV (comma delimited)".
    Windows1252,
    /// What Excel for Mac saves as "CSV (Macintosh)".
    MacRoman,
    /// What Excel saves as "CSV (MS-DOS)" in Western Europe.
    CodePage850,
    /// The same in the United States.
    CodePage437,
}

/// The characters of the bytes from 0x80 on.
const CODE_PAGE_850: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤\
                             ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";
const CODE_PAGE_437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧\
                             ╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";

impl Encoding {
    /// Every one.
    pub const ALL: [Self; 7] = [
        Self::Utf8,
        Self::Windows1252,
        Self::MacRoman,
        Self::CodePage850,
        Self::CodePage437,
        Self::Utf16Le,
        Self::Utf16Be,
    ];
    /// Those with one byte a character; of two that fit equally well the first is the likelier.
    const GUESSED: [Self; 4] = [Self::Windows1252, Self::MacRoman, Self::CodePage850, Self::CodePage437];

    /// The key that a form post and the command line use.
    pub fn key(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16Le => "utf-16le",
            Self::Utf16Be => "utf-16be",
            Self::Windows1252 => "windows-1252",
            Self::MacRoman => "mac-roman",
            Self::CodePage850 => "cp850",
            Self::CodePage437 => "cp437",
        }
    }

    /// Reads a key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|encoding| encoding.key() == key)
    }

    /// What people call it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le => "UTF-16 (little endian)",
            Self::Utf16Be => "UTF-16 (big endian)",
            Self::Windows1252 => "Windows-1252",
            Self::MacRoman => "Mac OS Roman",
            Self::CodePage850 => "MS-DOS, code page 850",
            Self::CodePage437 => "MS-DOS, code page 437",
        }
    }

    /// The text of a file, or `None` where the file is not written so.
    pub fn decode(self, file: &[u8]) -> Option<String> {
        let by = |encoding: &'static encoding_rs::Encoding| {
            let (text, broken) = encoding.decode_with_bom_removal(file);
            (!broken).then(|| Cow::into_owned(text))
        };
        match self {
            Self::Utf8 => by(encoding_rs::UTF_8),
            Self::Utf16Le => by(encoding_rs::UTF_16LE),
            Self::Utf16Be => by(encoding_rs::UTF_16BE),
            // Five bytes are no character there; a browser has control characters for them.
            Self::Windows1252 => by(encoding_rs::WINDOWS_1252).filter(|text| !text.contains(is_c1)),
            Self::MacRoman => by(encoding_rs::MACINTOSH),
            Self::CodePage850 => Some(of_table(file, CODE_PAGE_850)),
            Self::CodePage437 => Some(of_table(file, CODE_PAGE_437)),
        }
    }

    /// The byte of a character in an encoding of one byte a character; `None` where it has none.
    pub fn byte_of(self, c: char) -> Option<u8> {
        let of = |encoding: &'static encoding_rs::Encoding| {
            let mut letter = [0; 4];
            let (bytes, _, lacks) = encoding.encode(c.encode_utf8(&mut letter));
            bytes.first().copied().filter(|_| !lacks)
        };
        let in_table = |table: &str| {
            let place = table.chars().position(|other| other == c)?;
            u8::try_from(place + 0x80).ok()
        };
        match self {
            _ if c.is_ascii() => u8::try_from(c).ok(),
            Self::Utf8 | Self::Utf16Le | Self::Utf16Be => None,
            // Latin-1 has control characters where Windows-1252 has signs, and is often read in its place.
            Self::Windows1252 => of(encoding_rs::WINDOWS_1252).or_else(|| u8::try_from(c).ok()),
            Self::MacRoman => of(encoding_rs::MACINTOSH),
            Self::CodePage850 => in_table(CODE_PAGE_850),
            Self::CodePage437 => in_table(CODE_PAGE_437),
        }
    }

    /// What the mark at the beginning of a file says.
    pub fn marked(file: &[u8]) -> Option<Self> {
        let (encoding, _) = encoding_rs::Encoding::for_bom(file)?;
        let utf16 = [(encoding_rs::UTF_16LE, Self::Utf16Le), (encoding_rs::UTF_16BE, Self::Utf16Be)];
        Some(utf16.into_iter().find(|(other, _)| *other == encoding).map_or(Self::Utf8, |(_, known)| known))
    }

    /// What a file is written in beyond doubt: by its mark, by its NULs, or as UTF-8 whose letters are mostly those of names. A file
    /// of ASCII alone may be meant as any; so may one whose bytes are UTF-8 by chance, as É’ in Windows-1252 is.
    pub fn certain(file: &[u8]) -> Option<Self> {
        let is_meant = |encoding: &Self| match encoding {
            Self::Utf8 if file.is_ascii() => file.contains(&0),
            Self::Utf8 => std::str::from_utf8(file).is_ok_and(|text| {
                let (of_names, others): (Vec<_>, Vec<_>) =
                    text.chars().filter(|c| !c.is_ascii()).partition(|c| in_names(*c));
                of_names.len() > others.len()
            }),
            _ => true,
        };
        Self::marked(file).or_else(|| Self::of_unmarked(file).filter(is_meant))
    }

    /// What a file without a mark must be.
    pub fn of_unmarked(file: &[u8]) -> Option<Self> {
        match file {
            // A letter of our columns' titles has a NUL beside it in UTF-16.
            [0, second, ..] if *second != 0 => Some(Self::Utf16Be),
            [first, 0, ..] if *first != 0 => Some(Self::Utf16Le),
            _ => std::str::from_utf8(file).is_ok().then_some(Self::Utf8),
        }
    }

    /// The likeliest of those that a file cannot tell.
    pub fn guess(file: &[u8]) -> Self {
        let fit = |encoding: &Self| encoding.decode(file).map_or(i64::MIN, |text| likelihood(&text));
        // Of equals `max_by_key` would take the last.
        Self::GUESSED.into_iter().rev().max_by_key(fit).unwrap_or(Self::Windows1252)
    }
}

/// Returns true for a control character of U+0080 to U+009F: no text has one, and Latin-1 has one for each of these
/// bytes.
pub(super) fn is_c1(c: char) -> bool {
    matches!(c, '\u{80}'..='\u{9F}')
}

/// Returns true for the letters of Europe, Welsh ones with a grave among them, accents that stand after their letter, dashes,
/// quotation marks, points, and the letters that are two (ﬁ).
pub(super) fn in_names(c: char) -> bool {
    let letter = matches!(c, '\u{A0}'..='\u{17F}' | '\u{218}'..='\u{21B}' | '\u{1E80}'..='\u{1EF3}');
    letter || matches!(c, '\u{300}'..='\u{308}' | '\u{2010}'..='\u{2026}' | '€' | '™' | 'ﬁ' | 'ﬂ' | '\u{FEFF}')
}

fn of_table(file: &[u8], table: &str) -> String {
    let upper: Vec<char> = table.chars().collect();
    file.iter().map(|byte| if byte.is_ascii() { char::from(*byte) } else { upper[usize::from(byte - 0x80)] }).collect()
}

/// How likely a text is one of names in English, Welsh, French and their neighbours: what each character that is not ASCII
/// says where it stands, summed up.
fn likelihood(text: &str) -> i64 {
    each_likelihood(text).map(|(_, says)| says).sum()
}

/// Each character that is not ASCII, with what it says: more than 0 where it stands in its place.
pub(super) fn each_likelihood(text: &str) -> impl Iterator<Item = (char, i64)> {
    let mut before = [None, None];
    let mut chars = text.chars();
    std::iter::from_fn(move || {
        let c = chars.next()?;
        let mut after = chars.clone();
        let says = if c.is_ascii() {
            0
        } else if c.is_alphabetic() {
            of_letter(before[1], c, after.next())
        } else {
            of_sign(before, c, [after.next(), after.next()])
        };
        before = [before[1], Some(c)];
        Some((c, says))
    })
    .filter(|(c, _)| !c.is_ascii())
}

/// What a letter says between its neighbours.
fn of_letter(before: Option<char>, c: char, after: Option<char>) -> i64 {
    let lower = |c: Option<char>| c.and_then(|c| c.to_lowercase().next()).filter(|c| c.is_alphabetic());
    let is = |c: Option<char>, upper: bool| c.is_some_and(|c| c.is_alphabetic() && c.is_uppercase() == upper);
    // A capital begins a word or stands among capitals, and none follows a small letter.
    let among_capitals = is(before, true) && !is(after, false);
    let in_its_place =
        if c.is_uppercase() { among_capitals || !is(before, true) && !is(before, false) } else { !is(after, true) };
    if !in_its_place {
        return -6;
    }
    let (before, after) = (lower(before), lower(after));
    let vowel = |c: Option<char>| c.is_some_and(|c| "aeiouyw".contains(c));
    let consonant = |c: Option<char>| c.is_some() && !vowel(c);
    let one_of = |c: Option<char>, letters: &str| c.is_some_and(|c| letters.contains(c));
    let where_it_belongs = |belongs: bool, fits: i64| if belongs { fits } else { 0 };
    match lower(Some(c)).unwrap_or(c) {
        'é' => 6,
        'è' if consonant(before) => 5,
        'ê' if consonant(before) || before.is_none() => 4,
        'ë' => {
            where_it_belongs(before.is_some() && (one_of(before, "aoeu") || after.is_none() || one_of(after, "y")), 5)
        }
        'à' => where_it_belongs(after.is_none(), 4),
        'â' => where_it_belongs(!vowel(before) || one_of(before, "iw"), 4),
        'á' => where_it_belongs((!vowel(after) || one_of(after, "i")) && !one_of(before, "aou"), 5),
        'ã' => where_it_belongs(one_of(after, "oe"), 6),
        'ç' => where_it_belongs(one_of(after, "aou"), 6),
        'í' if before.is_none() || after.is_none() => 1,
        'ü' if before.is_none() => 1,
        'í' | 'ü' | 'ó' | 'ô' | 'ö' => 4,
        'î' if before.is_none() || one_of(before, "oa") => 5,
        'ï' => where_it_belongs(one_of(before, "aoeu") && !one_of(after, "o"), 5),
        'ñ' => where_it_belongs(vowel(before) && vowel(after), 5),
        'û' => where_it_belongs(consonant(before) || one_of(before, "o"), 3),
        'ú' | 'ø' => 3,
        'œ' => where_it_belongs(one_of(after, "iu"), 4),
        'ù' => where_it_belongs(one_of(before, "o"), 5),
        'å' | 'æ' if before.is_none() => 3,
        'î' | 'ä' | 'ý' => 2,
        'è' | 'ê' | 'å' | 'æ' | 'ß' | 'ò' | 'õ' => 1,
        'ì' | 'ÿ' => 0,
        _ => -3,
    }
}

/// What another sign says between its neighbours.
fn of_sign([far, before]: [Option<char>; 2], c: char, [after, then]: [Option<char>; 2]) -> i64 {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let ends = !letter(after) && !digit(after);
    let begins = !letter(before) && !digit(before);
    match c {
        // Anne’s, O’Brien, D’Arcy, governors’.
        '’' if letter(before) && matches!(after, Some('s' | 'S' | 't')) && !letter(then) => 6,
        '’' if letter(before) && letter(after) => {
            if letter(far) {
                -1
            } else {
                6
            }
        }
        '’' if letter(before) => 4,
        '‘' | '“' if begins && !ends => 3,
        '”' if ends => 2,
        '–' | '—' if begins && ends || digit(before) && digit(after) => 4,
        '£' | '€' if digit(after) => 4,
        '\u{a0}' if letter(before) && after.is_some_and(char::is_uppercase) => 3,
        '°' | 'º' if digit(before) => 1,
        '…' if ends => 1,
        '·' | '•' if begins => 1,
        '½' | '¼' | '®' | '™' | '©' => -1,
        _ => -4,
    }
}

#[cfg(test)]
mod tests;
