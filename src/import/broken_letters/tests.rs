//! Names as every wrong reading makes them, and honest names with all the letters of their languages.

use super::*;

const NAMES_WITH_ACCENTS: &str = include_str!("../encoding/names_with_accents.txt");

/// A text in UTF-8 as a program reads it in another encoding: with control characters where Windows-1252 has nothing.
fn misread(text: &str, by: Encoding) -> String {
    match by {
        Encoding::Windows1252 => encoding_rs::WINDOWS_1252.decode_without_bom_handling(text.as_bytes()).0.into_owned(),
        by => by.decode(text.as_bytes()).unwrap(),
    }
}

#[test]
fn what_was_encoded_twice_looks_broken_whatever_it_was_read_as() {
    let (mut unnoticed, mut all) = (Vec::new(), 0);
    for name in NAMES_WITH_ACCENTS.lines().filter(|name| !name.is_ascii()) {
        for by in [Encoding::Windows1252, Encoding::MacRoman, Encoding::CodePage850, Encoding::CodePage437] {
            let broken = misread(name, by);
            all += 1;
            if !looks_broken(&broken) {
                unnoticed.push(broken);
            }
        }
    }
    assert!(all > 450, "{all}");
    assert_eq!(unnoticed, Vec::<String>::new());
    for (broken, why) in [
        ("CafÃ© des Enfants", "Windows-1252"),
        ("St Anneâ€™s", "Windows-1252"),
        ("Ysgol TÅ· Gwyn", "Windows-1252"),
        ("Caf√© des Enfants", "Mac OS Roman"),
        ("St Anne‚Äôs", "Mac OS Roman"),
        ("Caf├®", "code page 850"),
        ("St AnneÔÇÖs", "code page 850"),
        ("VoilÃ\u{a0} Nursery", "a space that does not break is half of a letter"),
        ("GarcÃ\u{ad}a", "a hyphen that nobody sees is half of a letter"),
        ("Ã\u{89}cole", "Latin-1"),
        ("Siôn and CafÃ©", "beside a letter that is whole"),
    ] {
        assert!(looks_broken(broken), "{broken}: {why}");
    }
}

#[test]
fn what_was_read_in_the_wrong_encoding_and_saved_as_utf_8_looks_broken() {
    for broken in [
        "St AnneÕs",
        "CafŽ",
        "CafÚ",
        "St AnneÆs",
        "CafΘ",
        "CafÈ",
        "Caf‚",
        "Chlo‰ House",
        "C™te d’Azur",
        "MŸller",
        "Na•ve",
        "H“tel",
        "Bj”rn",
        "ST ANNEÕS",
        "OÕBrien",
        "OÆBRIEN",
        "DíArcy",
        "St Anneís",
        "St Maryís School",
        "ThŽrse Nursery",
        "Llanfƒr",
        "SiΓn",
        "Garτon",
        "Plƒs Coch",
        "Caf\u{FFFD} Nursery",
        "\u{FFFD}cole",
    ] {
        assert!(looks_broken(broken), "{broken}");
    }
}

#[test]
fn a_question_mark_in_place_of_a_letter_looks_broken_and_a_question_does_not() {
    for broken in
        ["Ysgol T? Gwyn", "YSGOL T? GWYN", "D?r", "?r Hydd", "Ysgol ?yr", "Gwas S? Bach", "Pen Ll?", "St Anne?s"]
    {
        assert!(looks_broken(broken), "{broken}");
    }
    for honest in
        ["Why not? Club", "Why Not?", "Who am I? Youth Group", "What next?!", "Plan B? Group", "NHS?", "(?)", "A ? B"]
    {
        assert!(!looks_broken(honest), "{honest}");
    }
}

#[test]
fn a_letter_kept_as_a_control_character_looks_broken_unless_windows_1252_has_its_sign_there() {
    // Written by an old program, and turned into UTF-8 as if it were Latin-1.
    for by in [Encoding::MacRoman, Encoding::CodePage850, Encoding::CodePage437] {
        for (name, broken) in [
            ("Café Nursery", 'é'),
            ("Müller", 'ü'),
            ("François", 'ç'),
            ("Crèche", 'è'),
            ("Plâs", 'â'),
            ("Voilà Nursery", 'à'),
            ("Benoît", 'î'),
            ("Zoë", 'ë'),
        ] {
            let byte = by.byte_of(broken).unwrap();
            let latin_1 = name.replace(broken, &char::from(byte).to_string());
            assert!(looks_broken(&latin_1), "{name} in {by:?}: {latin_1:?}");
        }
    }
    for broken in [
        "Caf\u{8E} Nursery",
        "Caf\u{82}",
        "M\u{9F}ller",
        "Fran\u{8D}ois",
        "\u{90}cole \u{9A}",
        "\u{90}cole",
        "\u{9A}",
        "Voil\u{85}",
        "Garc\u{92}a",
        "Mu\u{96}oz",
        "Bj\u{9A}rn",
        "Jes\u{9C}s",
        "H\u{93}tel",
        "\u{92}lfric",
    ] {
        assert!(looks_broken(broken), "{broken:?}");
    }
    for right in [
        "A\u{92}s",
        "O\u{92}Brien",
        "\u{93}Sunshine\u{94} Nursery",
        "North \u{96} South",
        "Sacr\u{E9}-C\u{9C}ur",
        "\u{80}5 Club",
    ] {
        assert!(!looks_broken(right), "{right:?}");
    }
}

#[test]
fn codes_in_place_of_letters_and_signs_look_broken() {
    for broken in [
        "St Maryï¿½s",
        "St MaryÔøΩs",
        "St Mary´┐¢s",
        "?",
        "???",
        "????? ?????",
        "Школа ?????",
        "(?????)",
        "?????-School",
        "Caf&eacute;",
        "Caf&Eacute; Nursery",
        "St Anne&#39;s",
        "St Anne&#x2019;s",
        "St Anne&rsquo;s",
        "A &amp; B",
        "St Anne¹s",
        "ST ANNE¹S",
        "³Sunshine² Nursery",
        "St Anneâs",
        "Jes£s",
        "Garc¡a",
        "Caf%C3%A9",
        "Caf%c3%a9",
        "St%20Anne%27s",
        "Caf=E9",
        "Caf=C3=A9",
        "Caf\\u00e9",
        "Caf\\xe9",
        "Caf<U+00E9>",
        "Hill_x000D_",
        "Hill_x000D__x000A_Top",
    ] {
        assert!(looks_broken(broken), "{broken}");
    }
    for honest in [
        "A & B",
        "M&S",
        "R&D; B&B; Hotel",
        "Fish & Chips; Tea",
        "100%EFFORT",
        "100% Effort",
        "50%",
        "Play=Better",
        "2=10",
        "Who??",
        "Why???",
        "What?!",
        "A ? B",
        "Governors²",
        "Room 10 m²",
        "_x_",
        "Max_xavier_",
        "£5 Club",
        "Grants over £500",
    ] {
        assert!(!looks_broken(honest), "{honest}");
    }
}

#[test]
fn honest_names_are_not_asked_about() {
    for name in NAMES_WITH_ACCENTS.lines() {
        assert!(!looks_broken(name), "{name}");
        // In capitals, as many lists are.
        assert!(!looks_broken(&name.to_uppercase()), "{}", name.to_uppercase());
    }
    for honest in [
        "MacDonald House",
        "McÉvoy Centre",
        "MacÁdhaimh",
        "DeÁngelis",
        "Comhairle na hÉireann",
        "Gaelscoil na nÓg",
        "An tÓglach",
        "Scoil Mhuire gCúil",
        "Coláiste na hÓige",
        "An tÁras",
        "O’Brien",
        "D’Éire",
        "L’École",
        "Tŷ Gwyn",
        "Gŵyr",
        "Llŷn",
        "Ŵyn Bach",
        "Tŷ’r Ysgol",
        "Sŵ Bae Colwyn",
        "Dŵr Cymru",
        "Ysgol y Wŷdd",
        "YSGOL TŶ GWYN",
        "Łódź Nursery",
        "Polska Szkoła Sobotnia im. Świętej Jadwigi",
        "Żółw",
        "Szkoła Jana III Sobieskiego",
        "Ćma",
        "École Sainte-Thérèse",
        "«Les Étoiles»",
        "Sacré-Cœur",
        "À la carte",
        "CAFÉ’S",
        "“CAFÉ” Nursery",
        "“Sunshine” Nursery",
        "José’s",
        "JOSÉ’S",
        "Beşiktaş",
        "İstanbul",
        "Dvořák",
        "Škoda",
        "Søren",
        "CORAÇÕES",
        "São João",
        "Nº 1 Nursery",
        "Acme™",
        "Rock ’n’ Roll",
        "Children’s Centre – North",
        "Wait… Nursery",
        "Young@Heart",
        "2½ to 5",
        "£5 Club",
        "Col·legi",
        "Καλημέρα Nursery",
        "Музыка School",
        "日本語補習校",
        "Saint-Exupéry",
        "Noël’s",
        "Zoë’s",
        "PÂL’S",
        "RÍ",
        "An Rí’s",
        "Cafe\u{301}",
        "Sian\u{302}",
        "Straße",
        "Ffôn",
        "Cwm Tâf",
        "🌈 Nursery",
        "A × B",
    ] {
        assert!(!looks_broken(honest), "{honest}");
    }
}
