//! Works out what can be worked out: it knows the rule and what is shown, goes through every count that agrees with it,
//! and says which figure that is not shown has but one value left, and where all must have answered alike, or all but one
//! whose answer becomes known.
//!
//! It shares nothing with `src/domain/disclosure`. What it cannot see is how an average narrows the counts where not
//! everybody scored every question; `worlds.rs` shows worlds that look the same there.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::seen::Row;

/// How many of a group scored a question, and how many of them 3.
pub type Count = (u32, u32);

/// One question, and what its reader knows of those in the figure: nothing when they are others alone.
pub struct Question<'a> {
    pub key: &'a str,
    pub row: &'a Row,
    /// The counts that are possible where nothing is shown.
    pub when_hidden: Vec<Count>,
    /// The reader's own organisations, when the figure holds them too.
    pub own: Count,
}

/// Every count that fewer than five can have.
pub fn fewer_than_five() -> Vec<Count> {
    (0..5).flat_map(|scored| (0..=scored).map(move |n3| (scored, n3))).collect()
}

/// Whether the share of a count is below, in or above a text without "to".
fn side(text: &str, (scored, n3): Count) -> Ordering {
    let (scored, n3) = (u64::from(scored), u64::from(n3));
    let number = |text: &str| text.trim_end_matches('%').replace('.', "").parse::<u64>().unwrap();
    let place = |below: bool, above: bool| match (below, above) {
        (true, _) => Ordering::Less,
        (_, true) => Ordering::Greater,
        _ => Ordering::Equal,
    };
    match text {
        "few" => place(false, 3 * n3 >= scored),
        "fewer than half" => place(false, 2 * n3 >= scored),
        "about half" => place(3 * n3 < scored, 3 * n3 > 2 * scored),
        "half or more" => place(2 * n3 < scored, false),
        "most" => place(3 * n3 <= 2 * scored, false),
        _ => {
            if let Some(percent) = text.strip_prefix("under ") {
                return place(false, 100 * n3 >= number(percent) * scored);
            }
            if let Some(percent) = text.strip_prefix("over ") {
                return place(100 * n3 <= number(percent) * scored, false);
            }
            let decimals = text.split_once('.').map_or(0, |(_, after)| after.len() - 1);
            let unit = 10_u64.pow(u32::try_from(decimals).unwrap());
            let rounded = (200 * unit * n3 + scored) / (2 * scored);
            // A whole percentage is cut off at 5 and 95.
            let (under, over) = (decimals == 0 && 20 * n3 < scored, decimals == 0 && 20 * n3 > 19 * scored);
            place(under || (!over && rounded < number(text)), over || rounded > number(text))
        }
    }
}

/// Whether a count can have this share.
pub fn agrees(share: &str, count: Count) -> bool {
    let (lowest, highest) = share.split_once(" to ").unwrap_or((share, share));
    share.is_empty()
        || count.0 > 0 && side(lowest, count) != Ordering::Less && side(highest, count) != Ordering::Greater
}

/// A percentage that says the rounded figure itself.
pub fn is_percentage(share: &str) -> bool {
    share.starts_with(|first: char| first.is_ascii_digit()) && !share.contains(" to ")
}

impl Question<'_> {
    /// Every count of the others that agrees with what is shown of the question by itself.
    fn counts(&self) -> Vec<Count> {
        let all = match self.row.organisations.parse() {
            Ok(scored) => (0..=scored).map(|n3| (scored, n3)).filter(|count| agrees(&self.row.share, *count)).collect(),
            Err(_) => self.when_hidden.clone(),
        };
        let (scored_own, n3_own) = self.own;
        let others = all.into_iter().filter_map(|(scored, n3)| {
            let (others, others_n3) = (scored.checked_sub(scored_own)?, n3.checked_sub(n3_own)?);
            (others_n3 <= others).then_some((others, others_n3))
        });
        others.collect()
    }
}

/// Whether the others must all be alike once one of them, who scored 3 or did not, is known and taken away.
fn alike_but_for_one(possible: &BTreeSet<Count>) -> bool {
    [0, 1].into_iter().any(|n3_of_one| {
        let rest = possible.iter().filter_map(|(scored, n3)| {
            let (rest, n3) = (scored.checked_sub(1)?, n3.checked_sub(n3_of_one)?);
            (n3 <= rest).then_some((rest, n3))
        });
        let rest: Vec<_> = rest.collect();
        !rest.is_empty() && rest.iter().all(|(scored, n3)| *n3 == 0 || n3 == scored)
    })
}

/// How many may have scored 1 and 2 in a standard, given how many scores there are, how many of them may be 3, and the average
/// of all of them.
fn ones_and_twos(average: &str, sums: impl Iterator<Item = Count>) -> BTreeSet<(u32, u32)> {
    let Ok(hundredths) = average.replace('.', "").parse::<u32>() else { return BTreeSet::new() };
    let of_sum = |(scored, n3): Count| {
        let rest = scored - n3;
        (0..=rest).map(move |n1| (n1, rest - n1)).filter(move |(n1, n2)| {
            let points = 3 * n3 + 2 * n2 + n1;
            (200 * points + scored) / (2 * scored) == hundredths
        })
    };
    sums.filter(|(scored, _)| *scored > 0).flat_map(of_sum).collect()
}

/// Whether the sums over a standard agree with what is shown of it. `complete` is the number of organisations where each
/// of them scored each of so many questions: then the average is of all points alike.
fn standard_agrees(row: &Row, (scored, n3): Count, complete: Option<(u32, u32)>) -> bool {
    let average = || match (complete, row.average.replace('.', "").parse::<u32>()) {
        (Some((organisations, questions)), Ok(hundredths)) => {
            let answers = organisations * questions;
            let rounded = |points: u32| (200 * points + answers) / (2 * answers);
            (2 * n3 + scored..=2 * scored + n3).any(|points| rounded(points) == hundredths)
        }
        _ => true,
    };
    agrees(&row.share, (scored, n3)) && average()
}

fn sums<'a>(counts: impl Iterator<Item = &'a Vec<Count>>) -> HashSet<Count> {
    counts.fold(HashSet::from([(0, 0)]), |sums, counts| {
        sums.iter().flat_map(|sum| counts.iter().map(move |count| (sum.0 + count.0, sum.1 + count.1))).collect()
    })
}

/// What somebody works out of one standard: a line for each figure that is not shown and each question on which all
/// others are known to be alike.
pub fn leaks(standard: &Row, questions: &[Question]) -> Vec<String> {
    let counts: Vec<_> = questions.iter().map(Question::counts).collect();
    let complete = standard.organisations.parse().ok().filter(|organisations: &u32| {
        questions.iter().all(|question| question.row.organisations == organisations.to_string())
    });
    let complete = complete.map(|organisations| (organisations, u32::try_from(questions.len()).unwrap()));
    let own = questions.iter().fold((0, 0), |sum, question| (sum.0 + question.own.0, sum.1 + question.own.1));
    let agrees = |(scored, n3): Count| standard_agrees(standard, (scored + own.0, n3 + own.1), complete);
    let says_nothing = standard.share.is_empty() && standard.average.is_empty();
    let mut found = Vec::new();
    for (at, question) in questions.iter().enumerate() {
        let rest = if says_nothing {
            HashSet::new()
        } else {
            sums(counts.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, counts)| counts))
        };
        let fits = |count: &&Count| says_nothing || rest.iter().any(|sum| agrees((sum.0 + count.0, sum.1 + count.1)));
        let possible: BTreeSet<Count> = counts[at].iter().filter(fits).copied().collect();
        assert!(!possible.is_empty(), "{}: no count agrees with {:?}", question.key, question.row);
        if possible.iter().all(|(scored, n3)| *n3 == 0 || n3 == scored) {
            found.push(format!("{}: the others are alike", question.key));
        } else if question.own == (0, 0) && alike_but_for_one(&possible) {
            found.push(format!("{}: the others are alike but for one", question.key));
        }
        let only_one = |of: fn(&Count) -> u32| possible.iter().map(of).collect::<BTreeSet<_>>().len() == 1;
        if !is_percentage(&question.row.share) && only_one(|count| count.1) {
            found.push(format!("{}: how many have it in place", question.key));
        }
        if question.row.organisations.is_empty() && only_one(|count| count.0) {
            found.push(format!("{}: how many scored it", question.key));
        }
    }
    if complete.is_some() && own == (0, 0) {
        let possible = ones_and_twos(&standard.average, sums(counts.iter()).into_iter().filter(|sum| agrees(*sum)));
        if !possible.is_empty() && possible.iter().all(|(ones, _)| *ones == 0) {
            found.push("nobody scored 1".into());
        } else if !possible.is_empty() && possible.iter().all(|(ones, _)| *ones <= 1) {
            found.push("nobody but one scored 1".into());
        }
        if !possible.is_empty() && possible.iter().all(|(_, twos)| *twos == 0) {
            found.push("nobody scored 2".into());
        } else if !possible.is_empty() && possible.iter().all(|(_, twos)| *twos <= 1) {
            found.push("nobody but one scored 2".into());
        }
    }
    if !says_nothing && !is_percentage(&standard.share) {
        let percents: BTreeSet<_> = sums(counts.iter())
            .into_iter()
            .filter(|sum| agrees(*sum))
            .map(|(scored, n3)| u64::from(n3) * 1_000_000 / u64::from(scored.max(1)))
            .collect();
        if percents.len() < 2 {
            found.push("the standard's share".into());
        }
    }
    found
}

/// What somebody works out of all that they see of one sector in one round.
pub fn all_leaks(rows: &BTreeMap<String, Row>) -> Vec<String> {
    let standards = rows.iter().filter(|(key, _)| key.parse::<u8>().is_ok());
    let found = standards.flat_map(|(number, standard)| {
        let of_it = |key: &str| key.len() > 2 && key[1..].split_once('.').is_some_and(|(of, _)| of == number);
        let questions = rows.iter().filter(|(key, _)| of_it(key));
        let questions = questions.map(|(key, row)| Question { key, row, when_hidden: fewer_than_five(), own: (0, 0) });
        let questions: Vec<_> = questions.collect();
        assert!(questions.len() > 7, "standard {number} has its questions");
        leaks(standard, &questions)
    });
    found.collect()
}
