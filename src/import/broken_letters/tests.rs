//! Names as every wrong reading makes them, and honest names with all the letters of their languages.

use super::*;

const NAMES_WITH_ACCENTS: &str = include_str!("../encoding/names_with_accents.txt");

#[test]
fn what_was_encoded_twice_looks_broken_whatever_it_was_read_as() {
    let (mut unnoticed, mut all) = (Vec::new(), 0);
    for name in NAMES_WITH_ACCENTS.lines().filter(|name| !name.is_ascii()) {
        for by in [Encoding::Windows1252, Encoding::MacRoman, Encoding::CodePage850, Encoding::CodePage437] {
            let broken = by.decode(name.as_bytes()).unwrap();
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
