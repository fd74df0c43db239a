//! Names with accents in every encoding that has them, as they stand alone in a file and as many in one.

use super::*;
use crate::import::csv_text::decode;

const WORDS: &str = include_str!("names_with_accents.txt");

fn words() -> impl Iterator<Item = &'static str> {
    WORDS.lines()
}

/// A text in an encoding; `None` where that has not all of its letters.
fn encoded(text: &str, encoding: Encoding) -> Option<Vec<u8>> {
    let table: Vec<Option<char>> =
        (0x80..=0xFF).map(|byte| encoding.decode(&[byte]).and_then(|text| text.chars().next())).collect();
    let byte = |c: char| match c {
        c if c.is_ascii() => u8::try_from(c).ok(),
        c => table.iter().position(|other| *other == Some(c)).and_then(|place| u8::try_from(place + 0x80).ok()),
    };
    text.chars().map(byte).collect()
}

#[test]
fn the_tables_of_the_code_pages_are_whole() {
    for table in [CODE_PAGE_850, CODE_PAGE_437] {
        assert_eq!(table.chars().count(), 128);
    }
    let read = |encoding: Encoding, bytes: &[u8]| encoding.decode(bytes).unwrap();
    assert_eq!(read(Encoding::CodePage850, b"Caf\x82 \xB5\xB7\x9C \xD5\xFF"), "Café ÁÀ£ ı\u{a0}");
    assert_eq!(read(Encoding::CodePage437, b"Caf\x82 \x9C \xE1\xFF"), "Café £ ß\u{a0}");
    assert_eq!(read(Encoding::MacRoman, b"St Anne\xD5s Caf\x8E"), "St Anne’s Café");
    assert_eq!(read(Encoding::Windows1252, b"St Anne\x92s Caf\xE9"), "St Anne’s Café");
}

#[test]
fn a_byte_that_a_code_page_has_no_character_for_is_not_written_in_it() {
    for byte in [0x81, 0x8D, 0x8F, 0x90, 0x9D] {
        let file = [&b"name,sector\nM"[..], &[byte], b"ller,police\n"].concat();
        assert_eq!(Encoding::Windows1252.decode(&file), None, "{byte:02X}");
        assert_ne!(Encoding::guess(&file), Encoding::Windows1252, "{byte:02X}");
        let told = decode(&file, Some(Encoding::Windows1252)).unwrap_err();
        let refused = "The file is not written in Windows-1252. Choose how its letters are written";
        assert_eq!(told, [(0, refused.to_owned())]);
    }
    for encoding in Encoding::GUESSED {
        let without = (0x80..=0xFF).filter(|byte| encoding.decode(&[*byte]).is_none()).count();
        assert_eq!(without, if encoding == Encoding::Windows1252 { 5 } else { 0 }, "{encoding:?}");
        let read = (0x80..=0xFF).filter_map(|byte| encoding.decode(&[byte]));
        assert!(!read.collect::<String>().contains(is_c1), "{encoding:?}");
    }
}

#[test]
fn a_name_alone_in_a_file_is_read_as_it_was_written_but_for_a_few_that_nobody_could_tell() {
    let (mut wrong, mut all) = (Vec::new(), 0);
    for word in words() {
        for encoding in Encoding::GUESSED {
            let text = format!("name,sector\r\n{word},education\r\n");
            let Some(file) = encoded(&text, encoding) else { continue };
            all += 1;
            // Where two code pages have the same letters it does not matter which is named.
            if Encoding::guess(&file).decode(&file).unwrap() != text {
                wrong.push((word, encoding));
            }
        }
    }
    assert!(all > 450, "{all}");
    assert!(wrong.len() * 50 < all, "{} of {all}: {wrong:?}", wrong.len());
}

#[test]
fn many_names_in_a_file_are_all_read_as_they_were_written() {
    for encoding in Encoding::GUESSED {
        let those: Vec<_> = words().filter(|word| encoded(word, encoding).is_some()).collect();
        assert!(those.len() > 90, "{}", those.len());
        let text = those.join("\r\n");
        let file = encoded(&text, encoding).unwrap();
        assert_eq!(Encoding::guess(&file).decode(&file).unwrap(), text, "{encoding:?}");
    }
}

#[test]
fn what_a_file_says_of_itself_is_no_guess() {
    for (file, told) in [
        (&b"name,sector"[..], Some(Encoding::Utf8)),
        ("Café".as_bytes(), Some(Encoding::Utf8)),
        (b"\xEF\xBB\xBFname", Some(Encoding::Utf8)),
        (b"\xFF\xFEn\0", Some(Encoding::Utf16Le)),
        (b"\xFE\xFF\0n", Some(Encoding::Utf16Be)),
        (b"n\0a\0", Some(Encoding::Utf16Le)),
        (b"\0n\0a", Some(Encoding::Utf16Be)),
        (b"Caf\xE9", None),
    ] {
        assert_eq!(Encoding::marked(file).or_else(|| Encoding::of_unmarked(file)), told, "{file:?}");
    }
    for encoding in Encoding::ALL {
        assert_eq!(Encoding::from_key(encoding.key()), Some(encoding));
    }
}

#[test]
fn what_is_utf_8_by_chance_is_asked_about_and_read_as_somebody_says() {
    use crate::import::broken_letters::looks_broken;
    for (text, encoding) in [
        ("CAFÉ’S NURSERY", Encoding::Windows1252),
        ("L’ÉCOLE", Encoding::MacRoman),
        ("GARDERIE É“A”", Encoding::Windows1252),
    ] {
        let Some(file) = encoded(text, encoding) else { panic!("{text}") };
        let by_itself = decode(&file, None).unwrap();
        if by_itself.text != text {
            assert!(by_itself.guessed || looks_broken(&by_itself.text), "{text} is read as {}", by_itself.text);
        }
        assert_eq!(decode(&file, Some(encoding)).unwrap().text, text);
    }
    // What is certain stays so.
    for text in ["Ysgol Tŷ Mawr", "Café d’Été", "A – B", "Şafak €5", "Café d’Été ★"] {
        assert!(decode(text.as_bytes(), Some(Encoding::Windows1252)).is_err(), "{text}");
    }
}
