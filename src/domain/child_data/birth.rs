//! Dates of birth. A date is one when
//!
//! - the text says so: "born", "DOB", "date of birth", "birthday" and the like at most four words from the date, in the
//!   same sentence. "Born since 1 April 2025" speaks of many children and of none;
//! - or somebody born then is two to nineteen years old this year, and directly beside the date (with at most one mark
//!   between) stands a name or a word for one child ("Year 4 girl, 14.02.2017"), or it is in brackets before the plan
//!   of one. A later date beside a name is nearly always that of a course or a meeting. A name is two to four
//!   capitalised words in a row, none of which is usual in titles of documents, courses and posts.
//!
//! A date is day, month and year, in figures or words, that the calendar has.

use std::ops::Range;

use jiff::civil::Date;

use super::names::{is_of_name, joins_names};
use super::traits::Traits;
use super::words::{Word, Words, between, closed};
use crate::domain::dates;

/// How far from the date the words of birth may stand, in words.
const NEAR: usize = 4;
/// Before a date they make it a limit and no birth.
const LIMITS: [&str; 8] = ["since", "after", "before", "between", "from", "until", "by", "to"];
/// The ages this year that a date may give where the text does not say that it is a birth.
const AGES: std::ops::RangeInclusive<i16> = 2..=19;

/// Where dates of birth stand, with the name or the words that make them so.
pub fn places(words: &Words<'_>, this_year: i16) -> Vec<Range<usize>> {
    // "1 March 15" has three.
    if words.digits < 3 {
        return Vec::new();
    }
    let (text, words, whole) = (words.text, &words.all[..], words);
    let mut places = Vec::new();
    let mut place = 0;
    while place < words.len() {
        let Some((length, year)) = date(text, words, place, this_year) else {
            place += 1;
            continue;
        };
        let (first, end) = (place, place + length);
        let date_at = words[first].at.start..words[end - 1].at.end;
        let beside = said_to_be_birth(text, words, first..end).or_else(|| {
            let named = || {
                name_before(text, words, first)
                    .or_else(|| name_after(text, words, end))
                    .or_else(|| child_before(whole, first))
                    .or_else(|| plan_after(whole, end))
            };
            AGES.contains(&(this_year - year)).then(named).flatten()
        });
        places.extend(beside.map(|beside| together(text, &date_at, &beside)));
        place = end;
    }
    places
}

/// From the first of two places to the end of the last, with the bracket that closes one opened between.
fn together(text: &str, date: &Range<usize>, beside: &Range<usize>) -> Range<usize> {
    closed(text, date.start.min(beside.start)..date.end.max(beside.end))
}

/// A date that begins at this word: how many words it has, and its year.
fn date(text: &str, words: &[Word<'_>], place: usize, this_year: i16) -> Option<(usize, i16)> {
    let word = |n: usize| words.get(place + n);
    let gap = |n: usize| Some(between(text, word(n)?, word(n + 1)?));
    let (first, second, third) = (word(0)?, word(1)?, word(2)?);
    // Every date begins with a figure, or with a month before one.
    if !first.is_figure() && !second.is_figure() {
        return None;
    }
    if let (Some(a), Some(b), Some(c)) = (first.number(), second.number(), third.number()) {
        let mark = gap(0)?;
        let in_figures = matches!(mark, "/" | "-" | ".") && gap(1)? == mark;
        let goes_on = gap(2).is_some_and(|after| after == mark) || follows(text, first, mark);
        if !in_figures || goes_on {
            return None;
        }
        let year = if first.text.len() == 4 { a } else { full_year(third, this_year)? };
        let day = if first.text.len() == 4 { c } else { a };
        return is_day(day, b, year).then_some((3, year));
    }
    let loose = |n: usize| {
        gap(n).is_some_and(|gap| gap.chars().count() <= 2 && gap.chars().all(|c| " ,-.\t\u{A0}".contains(c)))
    };
    // "12 March 2015", "12th of March, 2015", "March 12, 2015".
    let (day, month, year_place) = match day_of(first) {
        Some(day) if second.is("of") => (day, month_of(third)?, 3),
        Some(day) => (day, month_of(second)?, 2),
        None => (day_of(second)?, month_of(first)?, 2),
    };
    let year = full_year(word(year_place)?, this_year)?;
    ((0..year_place).all(loose) && is_day(day, month, year)).then_some((year_place + 1, year))
}

/// Whether a number and this mark stand directly before a word: it is then a part of something longer.
fn follows(text: &str, word: &Word<'_>, mark: &str) -> bool {
    let before = text[..word.at.start].strip_suffix(mark);
    before.and_then(|before| before.chars().next_back()).is_some_and(|c| c.is_ascii_digit())
}

fn day_of(word: &Word<'_>) -> Option<i16> {
    let digits = word.text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let ending = &word.text[digits.len()..];
    let usual = ["", "st", "nd", "rd", "th"].iter().any(|usual| ending.eq_ignore_ascii_case(usual));
    (usual && (1..=2).contains(&digits.len())).then(|| digits.parse().ok()).flatten()
}

pub(super) fn month_of(word: &Word<'_>) -> Option<i16> {
    dates::month_named(word.text).map(i16::from)
}

/// A year of four figures, or of two: of this century unless it is still to come.
fn full_year(word: &Word<'_>, this_year: i16) -> Option<i16> {
    let year = word.number()?;
    match word.text.len() {
        4 => (1900..=2100).contains(&year).then_some(year),
        2 if year <= this_year % 100 => Some(2000 + year),
        2 => Some(1900 + year),
        _ => None,
    }
}

fn is_day(day: i16, month: i16, year: i16) -> bool {
    let (Ok(month), Ok(day)) = (i8::try_from(month), i8::try_from(day)) else { return false };
    (1900..=2100).contains(&year) && Date::new(year, month, day).is_ok()
}

/// Where the text says near a date that somebody was born then.
fn said_to_be_birth(text: &str, words: &[Word<'_>], date: Range<usize>) -> Option<Range<usize>> {
    let nearest = date.start.saturating_sub(NEAR + 3)..(date.end + NEAR).min(words.len());
    nearest.filter(|place| !date.contains(place)).find_map(|place| {
        let length = birth_words(words, place)?;
        let end = place + length;
        let apart = if end <= date.start { end..date.start } else { date.end..place };
        // "b. 14/02/2017": the letter alone only directly before.
        if words[place].is("b") && (!apart.is_empty() || end > date.start) {
            return None;
        }
        if apart.len() > NEAR || words[apart.clone()].iter().any(|word| word.is_one_of(&LIMITS)) {
            return None;
        }
        let said = words[place].at.start..words[end - 1].at.end;
        let gap = if end <= date.start {
            text[said.end..words[date.start].at.start].trim_start_matches('.')
        } else {
            &text[words[date.end - 1].at.end..said.start]
        };
        let same_sentence = !gap.contains(['\n', '\r', ';', '!', '?']) && !gap.contains(". ");
        same_sentence.then_some(said)
    })
}

/// The length of the words of birth that begin here.
fn birth_words(words: &[Word<'_>], place: usize) -> Option<usize> {
    const SAYINGS: [&[&str]; 8] = [
        &["date", "of", "birth"],
        &["b"],
        &["birth", "date"],
        &["d", "o", "b"],
        &["dob"],
        &["born"],
        &["birthdate"],
        &["birthday"],
    ];
    let said = |saying: &&[&str]| {
        let here = words.get(place..place + saying.len());
        here.is_some_and(|here| here.iter().zip(saying.iter()).all(|(word, said)| word.is(said)))
    };
    SAYINGS.iter().find(|saying| said(saying)).map(|saying| saying.len())
}

/// "Cyber Essentials": a title of capitalised everyday words.
fn all_everyday(words: &[Word<'_>]) -> bool {
    words.iter().all(|word| word.has(Traits::EVERYDAY) && !word.has(Traits::GIVEN.with(Traits::GIVEN_WORD)))
}

fn name_before(text: &str, words: &[Word<'_>], date: usize) -> Option<Range<usize>> {
    let mut first = date;
    while first > 0 && date - first < 4 && is_of_name(&words[first - 1]) {
        if first < date && !joins_names(between(text, &words[first - 1], &words[first])) {
            break;
        }
        first -= 1;
    }
    let is_name = date - first >= 2
        && !all_everyday(&words[first..date])
        && is_beside(between(text, &words[date - 1], &words[date]));
    is_name.then(|| words[first].at.start..words[date - 1].at.end)
}

fn name_after(text: &str, words: &[Word<'_>], date_end: usize) -> Option<Range<usize>> {
    let mut end = date_end;
    while end < words.len() && end - date_end < 4 && is_of_name(&words[end]) {
        if end > date_end && !joins_names(between(text, &words[end - 1], &words[end])) {
            break;
        }
        end += 1;
    }
    let is_name = end - date_end >= 2
        && !all_everyday(&words[date_end..end])
        && is_beside(between(text, &words[date_end - 1], &words[date_end]));
    is_name.then(|| words[date_end].at.start..words[end - 1].at.end)
}

/// "Year 4 girl, 14.02.2017": one child directly before a date.
fn child_before(words: &Words<'_>, date: usize) -> Option<Range<usize>> {
    let child = date.checked_sub(1)?;
    let beside = is_beside(between(words.text, &words.all[child], &words.all[date]));
    (words.has(child, Traits::CHILD) && beside).then(|| words.all[child].at.clone())
}

/// "(14/02/2017) on CP plan": a date in brackets, and a plan that one child has.
fn plan_after(words: &Words<'_>, date_end: usize) -> Option<Range<usize>> {
    let in_brackets = words.text[words.all[date_end - 1].at.end..].starts_with(')');
    let on = words.is(date_end, &["on", "has", "is", "was", "had"]);
    let plan = (date_end + 1..date_end + 6).find(|place| words.is(*place, &["plan", "cp", "cin", "lac", "ehcp"]))?;
    (in_brackets && on && words.one_sentence(date_end, plan)).then(|| words.all[plan].at.clone())
}

/// Spaces, and at most one mark.
fn is_beside(gap: &str) -> bool {
    let marks = gap.chars().filter(|c| !matches!(c, ' ' | '\t' | '\u{A0}')).count();
    marks <= 1 && gap.chars().count() <= 3 && gap.chars().all(|c| " \t\u{A0},:;(-–)".contains(c))
}
