//! A child who is named, or nearly: a first name with an initial, a year group or an age; a relative beside a name.
//!
//! - "Jamie S", "J. S. in Year 4", "Jamie in Year 4", "Year 4 pupil Jamie", "Jamie, aged 7", "a pupil called Jamie";
//! - "Jamie's mum", "the mother of Jamie", "mum Sarah", "her father, Mr Jones", "Jamie said that his dad …".
//!
//! All of it stands within one sentence. Names are those of [`super::names`]: a capitalised word alone is a name only
//! where what stands around it says so. "Year 4 teacher" and "Mrs Khan in Year 4" are grown-ups.

use std::ops::Range;

use super::names::{is_given, is_initial, is_of_name, is_of_role, is_title, without_possessive};
use super::words::{Word, between};

const RELATIONS: [&str; 46] = [
    "mum",
    "mums",
    "mummy",
    "mam",
    "mother",
    "mothers",
    "dad",
    "dads",
    "daddy",
    "father",
    "fathers",
    "stepmum",
    "stepdad",
    "stepmother",
    "stepfather",
    "brother",
    "brothers",
    "sister",
    "sisters",
    "sibling",
    "siblings",
    "twin",
    "nan",
    "nana",
    "gran",
    "granny",
    "grandma",
    "grandmother",
    "grandad",
    "granddad",
    "grandfather",
    "grandparent",
    "grandparents",
    "aunt",
    "auntie",
    "aunty",
    "uncle",
    "cousin",
    "guardian",
    "son",
    "daughter",
    "stepson",
    "stepdaughter",
    "nephew",
    "niece",
    "carer",
];
const WHOSE: [&str; 4] = ["his", "her", "their", "whose"];
const CHILDREN: [&str; 16] = [
    "pupil",
    "student",
    "child",
    "boy",
    "girl",
    "baby",
    "toddler",
    "learner",
    "teenager",
    "son",
    "daughter",
    "youngster",
    "infant",
    "brother",
    "sister",
    "sibling",
];
/// What makes a year group that of somebody grown up.
const GROWN_UP: [&str; 20] = [
    "teacher",
    "teachers",
    "lead",
    "leader",
    "leaders",
    "ta",
    "tas",
    "tutor",
    "staff",
    "team",
    "coordinator",
    "co",
    "assistant",
    "manager",
    "parents",
    "governor",
    "head",
    "phase",
    "curriculum",
    "lessons",
];
/// How far a name may stand from the relative it belongs to, in words.
const NEAR: usize = 6;

/// Where a child is named.
pub fn places(text: &str, words: &[Word<'_>]) -> Vec<Range<usize>> {
    let look = Look { text, words };
    (0..words.len())
        .filter_map(|place| look.child_at(place))
        .map(|(first, end)| words[first].at.start..words[end - 1].at.end)
        .collect()
}

struct Look<'a> {
    text: &'a str,
    words: &'a [Word<'a>],
}

impl Look<'_> {
    /// A child who is named from this word on: the first word and the end of what says so.
    fn child_at(&self, place: usize) -> Option<(usize, usize)> {
        self.with_initial(place)
            .or_else(|| self.initials_of_a_year(place))
            .or_else(|| self.of_a_year(place))
            .or_else(|| self.called(place))
            .or_else(|| self.relative_of(place))
            .or_else(|| self.named_relative(place))
            .or_else(|| self.with_a_relative(place))
    }

    fn word(&self, place: usize) -> Option<&Word<'_>> {
        self.words.get(place)
    }

    fn is(&self, place: usize, any: &[&str]) -> bool {
        self.word(place).is_some_and(|word| word.is_one_of(any))
    }

    /// What stands between a word and the next, when both are of one sentence.
    fn gap(&self, place: usize) -> Option<&str> {
        let gap = between(self.text, self.word(place)?, self.word(place + 1)?);
        let ends = gap.contains(['\n', '\r', '!', '?', ';']);
        // The point after an initial or "Yr" ends no sentence.
        let point = gap.contains('.') && self.words[place].text.chars().count() > 2;
        (!ends && !point).then_some(gap)
    }

    fn one_sentence(&self, from: usize, to: usize) -> bool {
        (from..to).all(|place| self.gap(place).is_some())
    }

    /// A grown-up is called by a title and a surname.
    fn has_title(&self, place: usize) -> bool {
        place > 0
            && self
                .word(place - 1)
                .is_some_and(|word| is_title(word) || word.is_one_of(&["st", "saint", "fr", "father", "sister"]))
    }

    /// A name by its list.
    fn given(&self, place: usize) -> bool {
        self.word(place).is_some_and(is_given) && !self.has_title(place)
    }

    /// A name by its list or, inside a sentence, by its shape.
    fn name(&self, place: usize) -> bool {
        let Some(word) = self.word(place) else { return false };
        let inside = place > 0 && self.gap(place - 1).is_some();
        let shaped = inside
            && is_of_name(word)
            && !is_of_role(word)
            && !self.words[place - 1].text.chars().next().is_some_and(char::is_uppercase);
        (is_given(word) || shaped) && !self.has_title(place)
    }

    /// "Jamie S", and other capitalised words with an initial where a year group or a relative follows soon.
    fn with_initial(&self, place: usize) -> Option<(usize, usize)> {
        let (name, initial) = (self.word(place)?, self.word(place + 1)?);
        let close = matches!(self.gap(place)?, " " | "\u{A0}");
        let single = initial.text.chars().count() == 1 && initial.text.chars().all(char::is_alphabetic);
        if !close || !single || self.has_title(place) {
            return None;
        }
        let soon = (place + 2..place + 6).find(|next| {
            self.one_sentence(place, *next) && (self.year_group(*next).is_some() || self.is(*next, &RELATIONS))
        });
        if is_initial(initial) && is_given(name) && !initial.is("i") && !initial.is("a") {
            return Some((place, place + 2));
        }
        let shaped = is_given(name) || is_initial(initial) && is_of_name(name) && !is_of_role(name);
        (shaped && !initial.is("i")).then_some(soon).flatten().map(|_| (place, place + 2))
    }

    /// "J.S. (Year 4)", "J S in Y4".
    fn initials_of_a_year(&self, place: usize) -> Option<(usize, usize)> {
        let two = is_initial(self.word(place)?)
            && is_initial(self.word(place + 1)?)
            && matches!(self.gap(place)?, " " | "." | ". ");
        let year = two.then(|| self.year_after(place + 1)).flatten()?;
        Some((place, year))
    }

    /// "Jamie in Year 4", "Jamie Smith (Y4)", "Jamie, aged 7", "Year 4 pupil Jamie".
    fn of_a_year(&self, place: usize) -> Option<(usize, usize)> {
        if self.given(place) {
            let surname = self.word(place + 1).is_some_and(|word| is_of_name(word) && !is_of_role(word))
                && self.gap(place) == Some(" ");
            let last = place + usize::from(surname);
            return self.year_after(last).or_else(|| self.age_after(last)).map(|end| (place, end));
        }
        let end = self.year_group(place)?;
        let child = end + usize::from(self.is(end, &CHILDREN));
        (child > end && self.one_sentence(place, child) && self.given(child)).then_some((place, child + 1))
    }

    /// "A pupil called Jamie", "the student, Aisha".
    fn called(&self, place: usize) -> Option<(usize, usize)> {
        if !self.is(place, &CHILDREN) {
            return None;
        }
        if self.is(place + 1, &["called", "named"]) && self.one_sentence(place, place + 2) && self.name(place + 2) {
            return Some((place, place + 3));
        }
        (matches!(self.gap(place)?, " " | ", " | " – " | " (") && self.given(place + 1)).then_some((place, place + 2))
    }

    /// "Jamie's mum", "Jamie Smith’s foster carer", "the mother of Jamie".
    fn relative_of(&self, place: usize) -> Option<(usize, usize)> {
        let word = self.word(place)?;
        if without_possessive(word.text).len() < word.text.len() {
            let known = is_given(word) || is_of_name(word) && !is_of_role(word);
            let after = (place + 1..place + 3).find(|next| self.is(*next, &RELATIONS))?;
            return (known && !self.has_title(place) && self.one_sentence(place, after)).then_some((place, after + 1));
        }
        let of = self.is(place, &RELATIONS) && self.is(place + 1, &["of", "to"]);
        (of && self.one_sentence(place, place + 2) && self.given(place + 2)).then_some((place, place + 3))
    }

    /// "His mum Sarah", "her father, Mr Jones". With a capital it is what clergy are called.
    fn named_relative(&self, place: usize) -> Option<(usize, usize)> {
        let relation =
            self.word(place).filter(|word| word.is_one_of(&RELATIONS) && word.text.starts_with(char::is_lowercase))?;
        if relation.is_one_of(&["carer", "guardian", "mothers", "fathers", "mums", "dads"])
            || !matches!(self.gap(place)?, " " | ", " | " (")
        {
            return None;
        }
        let next = self.word(place + 1)?;
        if is_title(next) {
            let surname = self.word(place + 2).is_some_and(|word| word.text.starts_with(char::is_uppercase));
            return (surname && self.gap(place + 1).is_some()).then_some((place, place + 3));
        }
        (next.text.starts_with(char::is_uppercase) && is_given(next)).then_some((place, place + 2))
    }

    /// "Jamie said that his mum".
    fn with_a_relative(&self, place: usize) -> Option<(usize, usize)> {
        if !self.given(place) || !self.words[place].text.starts_with(char::is_uppercase) {
            return None;
        }
        let relation = (place + 2..(place + 2 + NEAR).min(self.words.len()))
            .find(|next| self.is(*next, &RELATIONS) && self.is(*next - 1, &WHOSE))?;
        self.one_sentence(place, relation).then_some((place, relation + 1))
    }

    /// A year group directly after a word: the end of it.
    fn year_after(&self, place: usize) -> Option<usize> {
        let gap = self.gap(place)?;
        if !gap.chars().all(|c| " \u{A0},(.-–".contains(c)) {
            return None;
        }
        let mut next = place + 1;
        while next < place + 4 && self.is(next, &["in", "from", "of", "is", "was", "a", "our", "who"]) {
            self.gap(next)?;
            next += 1;
        }
        self.year_group(next)
    }

    /// "Year 4", "Yr 4", "Y4", "Reception", "Class 3B", "KS2": the end of it, unless it is a grown-up's.
    fn year_group(&self, place: usize) -> Option<usize> {
        let word = self.word(place)?;
        let small = word.text.to_ascii_lowercase();
        let group = |digits: &str| {
            let number = digits.trim_end_matches(|c: char| c.is_ascii_alphabetic());
            digits.len() - number.len() <= 1 && number.parse().is_ok_and(|year: u8| (1..=13).contains(&year))
        };
        let joined = ["year", "yr", "y"].iter().any(|prefix| small.strip_prefix(prefix).is_some_and(group));
        let apart = || {
            let number = self.word(place + 1)?;
            let close = self.gap(place).is_some_and(|gap| matches!(gap, " " | "\u{A0}" | ". " | "-"));
            (close && word.is_one_of(&["year", "yr", "y", "class", "form"]) && group(number.text)).then_some(place + 2)
        };
        let end = if joined || word.text == "Reception" || word.is_one_of(&["ks1", "ks2", "ks3", "ks4", "eyfs"]) {
            place + 1
        } else {
            apart()?
        };
        let grown_up = self.is(end, &GROWN_UP)
            || self.is(end + 1, &GROWN_UP) && self.is(end, &["class", "form", "group", "phase"]);
        (!grown_up).then_some(end)
    }

    /// "Aged 7", "7 years old": the end of it.
    fn age_after(&self, place: usize) -> Option<usize> {
        self.gap(place)?;
        let young = |place: usize| self.word(place).and_then(Word::number).is_some_and(|age| (0..=18).contains(&age));
        if self.is(place + 1, &["aged", "age"]) && young(place + 2) && self.gap(place + 1).is_some() {
            return Some(place + 3);
        }
        let start = place + 1 + usize::from(self.is(place + 1, &["is", "was"]));
        let old = young(start) && self.is(start + 1, &["years", "year", "yrs", "yr"]) && self.is(start + 2, &["old"]);
        (old && self.one_sentence(place, start + 2)).then_some(start + 3)
    }
}
