//! How people search for a name: without minding capitals, accents, or which apostrophe or dash their keyboard has. Two
//! organisations with names that are found by the same search bear the same name.

use icu_normalizer::DecomposingNormalizerBorrowed;

use super::normal_form::{is_invisible, plain};
use super::text;

/// Whether each word of `wanted`, a folded text, is part of a text.
pub fn finds(wanted: &str, text: &str) -> bool {
    let text = folded(text);
    wanted.split(' ').all(|word| text.contains(word))
}

/// A text as it is compared with what somebody searches for: in small letters, without accents and apostrophes, with
/// plain hyphens and single spaces.
pub fn folded(text: &str) -> String {
    // Taken apart, an accent that stands alone would become a space.
    let text = text::kept(text).replace('´', "");
    let apart = DecomposingNormalizerBorrowed::new_nfkd();
    let is_left_out = |c: &char| is_invisible(*c) || matches!(c, '\u{300}'..='\u{36f}') || plain(*c) == '\'';
    let letters =
        apart.normalize(&text).chars().flat_map(char::to_lowercase).filter(|c| !is_left_out(c)).collect::<String>();
    // Marks between which an apostrophe stood have an order of their own once they stand side by side.
    let plain: String = apart.normalize(&letters).chars().map(plain).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_name_is_found_however_it_is_typed() {
        for (name, typed) in [
            ("Église Saint-Étienne Academy", ["église", "ÉGLISE", "eglise", "saint–etienne"]),
            ("St Mary's CE Primary School, Wallasey", ["st mary’s", "ST MARYS", "st  mary´s", "wallasey school"]),
            ("St\u{200B} Mary\u{92}s", ["st mary’s", "ST MARYS", "st\u{A0}mary's", "ｍarys"]),
            ("Ysgol Tŷ’r Felin", ["ty'r", "TŶ’R", "tŷ'r", "felin "]),
        ] {
            for typed in typed {
                assert!(finds(&folded(typed), name), "{typed} in {name}");
            }
        }
        assert!(!finds(&folded("St Marie"), "St Mary's") && !finds(&folded("mary's high"), "St Mary's"));
    }

    #[test]
    fn marks_that_an_apostrophe_divided_are_in_order() {
        let once = folded("\u{11235}'\u{1bc9e}");
        assert_eq!(folded(&once), once);
    }

    proptest! {
        #[test]
        fn what_is_folded_stays_so(text in "\\PC{0,40}") {
            let once = folded(&text);
            prop_assert_eq!(folded(&once), once);
        }

        #[test]
        fn every_part_of_a_name_finds_it(before in "[a-zA-Zé' ]{0,9}", part in "[a-zA-Zé' ]{1,9}", after in "[a-zA-Z ]{0,9}") {
            let name = format!("{before}{part}{after}");
            prop_assert!(finds(&folded(&part), &name));
        }
    }
}
