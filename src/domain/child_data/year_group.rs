//! Year groups, classes and ages, as schools write them: "Year 4", "Yr 4", "Y4", "7R", "Reception", "Elm class"; "aged
//! seven", "14", "six years old".

use super::traits::Traits;
use super::words::{Word, Words};

/// The ages of children, in words.
const NUMBERS: [&str; 18] = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
];
/// What makes a year group that of somebody grown up, beside staff.
const GROWN_UP: [&str; 9] =
    ["staff", "team", "teams", "parents", "phase", "curriculum", "lessons", "teaching", "pastoral"];
/// What stands between a year group and the post of somebody who works in it.
const OF_POSTS: [&str; 14] = [
    "class",
    "form",
    "group",
    "phase",
    "transition",
    "pastoral",
    "curriculum",
    "learning",
    "support",
    "teaching",
    "deputy",
    "progress",
    "maths",
    "assistant",
];

/// A year group directly after a word, with small words between: the end of it.
pub fn year_after(words: &Words<'_>, place: usize) -> Option<usize> {
    const SMALL: [&str; 11] = ["in", "from", "of", "is", "was", "a", "our", "who", "now", "currently", "an"];
    let gap = words.gap(place)?;
    if !gap.chars().all(|c| " \u{A0},(.-–—'’‘”\":/".contains(c)) {
        return None;
    }
    let mut next = place + 1;
    while next < place + 5 && words.is(next, &SMALL) {
        words.gap(next)?;
        next += 1;
    }
    let code = || {
        let set_off = next > place + 1 || gap.contains(['(', ',', '-', '–']);
        (set_off && words.get(next).is_some_and(is_class_code)).then_some(next + 1)
    };
    let class = || {
        let named = next > place + 1 && words.get(next).is_some_and(Word::is_capital);
        (named && words.is(next + 1, &["class"]) && words.gap(next) == Some(" ")).then_some(next + 2)
    };
    // "(ASD, Year 4)".
    let after_diagnosis = || {
        let short = words.get(next).is_some_and(|word| word.text.bytes().all(|b| b.is_ascii_uppercase()));
        (gap == " (" && short && words.gap(next) == Some(", ")).then(|| year_group(words, next + 1)).flatten()
    };
    year_group(words, next).or_else(code).or_else(class).or_else(after_diagnosis)
}

/// A year group that begins at a word: the end of it, unless it is a grown-up's.
pub fn year_group(words: &Words<'_>, place: usize) -> Option<usize> {
    let end = group(words, place)?;
    (!is_grown_up(words, end)).then_some(end)
}

fn group(words: &Words<'_>, place: usize) -> Option<usize> {
    let word = words.get(place)?;
    let text = super::words::without_possessive(word.text);
    let joined = ["year", "yr", "y"].iter().any(|prefix| {
        text.get(..prefix.len()).is_some_and(|typed| typed.eq_ignore_ascii_case(prefix))
            && is_year(&text[prefix.len()..])
    });
    let alone =
        ["ks1", "ks2", "ks3", "ks4", "ks5", "eyfs", "fs1", "fs2"].iter().any(|group| text.eq_ignore_ascii_case(group))
            || matches!(text, "Reception" | "Rec" | "YR" | "N1" | "N2" | "Nursery" | "Preschool");
    if joined || alone {
        // "Nursery class" belongs together.
        let class = alone && words.is(place + 1, &["class"]) && words.gap(place) == Some(" ");
        return Some(place + 1 + usize::from(class));
    }
    let next = words.get(place + 1)?;
    let close = words.gap(place).is_some_and(|gap| matches!(gap, " " | "\u{A0}" | ". " | "-"));
    let number = super::words::without_possessive(next.text);
    let numbered = word.is_one_of(&["year", "yr", "y", "class", "form", "bl", "blwyddyn"])
        && (is_year(number) || NUMBERS[..13].iter().any(|written| number.eq_ignore_ascii_case(written)));
    let sixth = word.is_one_of(&["sixth", "6th"]) && next.is_one_of(&["form", "former"]);
    let small_class = word.is_one_of(&["nursery", "reception"]) && next.is("class");
    (close && (numbered || sixth || small_class)).then_some(place + 2)
}

/// "4", "11", "3B".
fn is_year(typed: &str) -> bool {
    let number = typed.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    typed.len() - number.len() <= 2 && number.parse().is_ok_and(|year: u8| (1..=13).contains(&year))
}

/// "7R", "10XY": a year and the letters of a class.
fn is_class_code(word: &Word<'_>) -> bool {
    let letters = word.text.trim_start_matches(|c: char| c.is_ascii_digit());
    (1..=2).contains(&letters.len())
        && letters.bytes().all(|b| b.is_ascii_uppercase())
        && letters != "D"
        && letters != "G"
        && is_year(word.text)
}

/// "Year 4 teacher", "Year 6 phase leader": the year group of somebody grown up.
fn is_grown_up(words: &Words<'_>, end: usize) -> bool {
    let mut place = end;
    while place < end + 3 && words.is(place, &OF_POSTS) && !words.is(place, &GROWN_UP) {
        place += 1;
    }
    let joined = end == 0 || words.gap(end - 1).is_some_and(|gap| matches!(gap, " " | "\u{A0}" | "-" | "/"));
    joined && (words.has(place, Traits::STAFF) || words.is(place, &GROWN_UP) || words.is(place, &["co"]))
}

/// The age of a child in figures or words.
fn is_age(word: &Word<'_>) -> bool {
    word.number().is_some_and(|age| (0..=18).contains(&age)) || word.is_one_of(&NUMBERS)
}

/// "Aged 7", "is seven years old", "7 yrs": the end of it.
pub fn age_after(words: &Words<'_>, place: usize) -> Option<usize> {
    words.gap(place)?;
    // "Jamie, who is seven years old".
    let place = place + usize::from(words.is(place + 1, &["who"]) && words.gap(place + 1).is_some());
    let young = |place: usize| words.get(place).is_some_and(is_age);
    if words.is(place + 1, &["aged", "age"]) && young(place + 2) && words.gap(place + 1).is_some() {
        // "Aged 7 to 11" is of many.
        return (!words.is(place + 3, &["to"])).then_some(place + 3);
    }
    let start = place + 1 + usize::from(words.is(place + 1, &["is", "was"]));
    if !words.one_sentence(place, start) {
        return None;
    }
    let joined = words.get(start).is_some_and(|word| {
        let ends = ["yo", "yrs", "yr"].iter().find_map(|unit| word.text.strip_suffix(unit));
        ends.is_some_and(|age| age.parse().is_ok_and(|age: u8| age <= 18))
    });
    if joined {
        return Some(start + 1);
    }
    let unit = young(start) && words.is(start + 1, &["years", "year", "yrs", "yr", "months"]);
    if unit && words.is(start + 2, &["old"]) && words.one_sentence(start, start + 2) {
        return Some(start + 3);
    }
    // "Tariq is fourteen", "Tariq was 14 when": not "is one of".
    let alone =
        start > place + 1 && young(start) && words.get(start).is_some_and(|word| !word.is_one_of(&NUMBERS[..3]));
    let ends = words.gap(start).is_none_or(|gap| gap.contains([',', ')']))
        || words.is(start + 1, &["and", "when", "now", "but"]);
    (alone && ends).then_some(start + 1)
}

/// A number alone that is an age by the marks around it: "(10)", ", 14,", ", 15." : the end of it.
pub fn bare_age_after(words: &Words<'_>, place: usize) -> Option<usize> {
    let gap = words.gap(place)?;
    // "Jamie, nearly 5,".
    let place = place
        + usize::from(
            words.is(place + 1, &["nearly", "almost", "just", "now", "only"]) && words.gap(place + 1) == Some(" "),
        );
    let young = |word: &&Word<'_>| match word.number() {
        Some(age) => (2..=18).contains(&age),
        None => word.is_one_of(&NUMBERS[1..]),
    };
    words.get(place + 1).filter(young)?;
    // "Mehmet (8 yrs)".
    let in_years = matches!(words.gap(place + 1), Some(" " | "")) && words.is(place + 2, &["yrs", "years", "yr", "y"]);
    let last = place + 1 + usize::from(in_years);
    let after = &words.text[words.all[last].at.end..];
    let in_brackets = matches!(gap, " (" | ". (") && after.starts_with(')');
    let set_off = gap == ", " && (after.is_empty() || after.starts_with([',', '.', ')']));
    let is_decimal = after.len() > 1 && after.starts_with(['.', ',']) && after.as_bytes()[1].is_ascii_digit();
    ((in_brackets || set_off && !in_years) && !is_decimal).then_some(last + 1)
}

/// "6 year old", "Six-year-old": the end of it.
pub fn years_old(words: &Words<'_>, place: usize) -> Option<usize> {
    let age = words.get(place).is_some_and(is_age);
    let old = words.is(place + 1, &["year", "yr", "years", "month"]) && words.is(place + 2, &["old"]);
    (age && old && words.one_sentence(place, place + 2)).then_some(place + 3)
}
