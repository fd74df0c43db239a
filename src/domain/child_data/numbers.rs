//! Numbers that each child has, by their check digits: NHS numbers and unique pupil numbers, together or in groups.

use std::ops::Range;

use super::words::{Words, is_part_of_word};

/// How far a number may stand from "NHS", in words: "NHS number, as far as we know, 943 476 5919".
const NEAR: usize = 6;

/// Where NHS numbers stand: ten digits, together or as 3-3-4, with a valid check digit. After "NHS" any ten digits
/// count, so that a mistyped number is found too.
pub fn nhs(words: &Words<'_>) -> Vec<Range<usize>> {
    if words.digits < 10 {
        return Vec::new();
    }
    let text = words.text;
    let alone = starts(text).filter_map(|(place, rest)| {
        let (digits, end) = grouped::<10>(rest, |_, c| c.is_ascii_digit())?;
        let written = &rest[..end];
        let as_usual = written.len() == 10 || is_in_groups(written, &[3, 3, 4]);
        (as_usual && is_nhs_number(&digits)).then_some(place..place + end)
    });
    let said = (0..words.all.len()).filter(|place| words.is(*place, &["nhs"])).filter_map(|nhs| {
        let first = words.rest(nhs, NEAR).find(|next| words.all[*next].is_figure())?;
        let place = words.all[first].at.start;
        let (_, end) = grouped::<10>(&text[place..], |_, c| c.is_ascii_digit())?;
        // "Training on 14.05.2026 10.30", "contract 2024-25 2025-26".
        let is_dated = |group: &str| group.len() == 4 && (group.starts_with("19") || group.starts_with("20"));
        let dated = text[place..place + end].split(|c: char| !c.is_ascii_digit()).any(is_dated);
        (!dated).then_some(place..place + end)
    });
    said.chain(alone).collect()
}

/// The places at which a word may begin: not inside one.
fn starts(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut before = None;
    text.char_indices().filter_map(move |(place, c)| {
        let inside = before.replace(c).is_some_and(is_part_of_word);
        (!inside && c.is_alphanumeric()).then(|| (place, &text[place..]))
    })
}

/// The first `N` characters of a text without the single marks between them, and how many bytes they take; `None` where
/// one of them may not stand at its place, two marks stand together, or the word goes on.
fn grouped<const N: usize>(text: &str, may_be: impl Fn(usize, char) -> bool) -> Option<([char; N], usize)> {
    let (mut found, mut length, mut parted) = (['0'; N], 0, true);
    for (at, c) in text.char_indices() {
        if length == N {
            return (!is_part_of_word(c)).then_some((found, at));
        }
        if matches!(c, ' ' | '-' | '.' | '\u{A0}' | '\u{2011}' | '–') {
            if parted {
                return None;
            }
            parted = true;
            continue;
        }
        if !may_be(length, c) {
            return None;
        }
        found[length] = c;
        length += 1;
        parted = false;
    }
    (length == N).then_some((found, text.len()))
}

/// Whether digits stand in groups of these lengths.
fn is_in_groups(written: &str, lengths: &[usize]) -> bool {
    let groups = written.split(|c: char| !c.is_ascii_digit()).map(str::len);
    groups.eq(lengths.iter().copied()) && !written.contains('.')
}

/// The check of the NHS data dictionary: weights 10 to 2 over the first nine digits, modulus 11.
fn is_nhs_number(digits: &[char; 10]) -> bool {
    let value = |digit: char| digit.to_digit(10).unwrap_or_default();
    let sum: u32 = digits.iter().zip((2..=10).rev()).map(|(digit, weight)| value(*digit) * weight).sum();
    let check = match 11 - sum % 11 {
        11 => 0,
        check => check,
    };
    value(digits[9]) == check
}

/// The letters of a UPN in the order of their values: I, O and S are not used.
const UPN_LETTERS: &str = "ABCDEFGHJKLMNPQRTUVWXYZ";

fn upn_value(letter: char) -> Option<usize> {
    UPN_LETTERS.find(letter.to_ascii_uppercase())
}

/// Where unique pupil numbers stand.
pub fn upns(words: &Words<'_>) -> Vec<Range<usize>> {
    if words.digits < 11 {
        return Vec::new();
    }
    // The last character of a temporary one is a letter.
    let may_be = |place: usize, c: char| match place {
        0 => upn_value(c).is_some(),
        12 => c.is_ascii_digit() || upn_value(c).is_some(),
        _ => c.is_ascii_digit(),
    };
    let places = starts(words.text).filter_map(|(place, rest)| {
        let (upn, end) = grouped::<13>(rest, may_be)?;
        is_upn(&upn).then_some(place..place + end)
    });
    places.collect()
}

/// The check of the Department for Education: weights 2 to 13 over the twelve characters after the letter, modulus 23.
/// The last character of a temporary UPN counts by its value.
fn is_upn(upn: &[char; 13]) -> bool {
    let value = |c: char| c.to_digit(10).map_or_else(|| upn_value(c), |digit| usize::try_from(digit).ok());
    let weighted = upn[1..].iter().enumerate().map(|(place, c)| value(*c).map(|value| value * (place + 2)));
    weighted.sum::<Option<usize>>().is_some_and(|sum| Some(sum % 23) == upn_value(upn[0]))
}
