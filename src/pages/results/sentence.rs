//! What the figures say, in sentences composed from them: the one that leads the page, and the charts' captions.
//!
//! Each must be true whatever the figures are: none, of one organisation, or all alike.

use super::asked::noun;
use crate::domain::audit::WhoCounts;
use crate::domain::counting::Counting;
use crate::domain::form::AuditForm;
use crate::domain::returned::Returned;
use crate::domain::score::Score;
use crate::domain::summary::{Group, GroupResults, QuestionResult, StandardResult};
use crate::domain::tally::Figure;
use crate::domain::text::list;

/// A part of a sentence: its words, and whether they are stressed.
pub type Part = (String, bool);

/// The sentence that leads the page.
pub fn lead(form: &AuditForm, group: Group, counting: Counting, results: Option<&GroupResults>) -> Vec<Part> {
    let mut parts = vec![(response(form, group, counting), false)];
    let Some(results) = results.filter(|results| results.organisations > 0) else { return parts };
    let ranked = ranked(&results.standards);
    let (Some(lowest), Some(highest)) = (ranked.first(), ranked.last()) else {
        parts.push((" No question has been scored.".into(), false));
        return parts;
    };
    if lowest.0 == highest.0 {
        let whose = match ranked.len() {
            1 => format!(" Of the answers to the only standard scored, {},", title(form, lowest.1)),
            n if n < form.standards.len() => format!(" All {n} standards scored stand alike: of their answers,"),
            _ => " All standards stand alike: of their answers,".into(),
        };
        parts.push((format!("{whose} {}% are fully in place.", lowest.0), false));
        return parts;
    }
    let with = |figure: Figure| ranked.iter().filter(move |(other, _)| *other == figure).map(|(_, number)| *number);
    let they = if results.organisations == 1 { " It is" } else { " They are" };
    parts.push((format!("{they} strongest on "), false));
    parts.extend(names(form, with(highest.0).collect()));
    parts.push((format!(" ({}% of answers fully in place) and weakest on ", highest.0), false));
    let weakest: Vec<u8> = with(lowest.0).collect();
    parts.extend(names(form, weakest.clone()));
    parts.push((format!(" ({}%)", lowest.0), false));
    // The first question of these standards in the page's list of the lowest.
    let worst = results.weakest_first().into_iter().find(|question| weakest.contains(&question.key.standard()));
    match worst.filter(|question| question.tally.n3 < question.tally.scored()) {
        Some(question) => {
            let tally = question.tally;
            let without = tally.n2 + tally.n1;
            let have = if without == 1 { "does not have" } else { "do not have" };
            parts.push((format!(": {without} of {} {have} ", tally.scored()), false));
            parts.push((short(form, question), true));
            let words = lower_first(form.score_words(Score::NotMakingProgress));
            // A number that was just said is not said again.
            let none = if tally.n1 == 0 || tally.n1 == without {
                String::new()
            } else {
                format!(", {} of them “{words}”", tally.n1)
            };
            parts.push((format!(" ({}) fully in place{none}.", question.key), false));
        }
        None => parts.push((".".into(), false)),
    }
    parts
}

fn response(form: &AuditForm, group: Group, counting: Counting) -> String {
    let Returned { started, submitted, .. } = counting.returned;
    let invited = counting.returned.invited();
    let of = match group {
        Group::All => noun(form.kind, group, invited).to_owned(),
        part => format!("{} in {}", noun(form.kind, group, invited), part.words(form.kind)),
    };
    if invited == 0 {
        return format!("No {of} have been invited.");
    }
    let submitted_words = match submitted {
        0 if invited == 1 => format!("The one {of} has not submitted"),
        0 => format!("None of {invited} {of} has submitted"),
        n => format!("{n} of {invited} {of} submitted"),
    };
    match (counting.who, counting.started_words()) {
        (WhoCounts::Submitted, _) => format!("{submitted_words}."),
        (WhoCounts::AndInProgress, None) => {
            let others = match submitted {
                0 if invited == 1 => " and has not started",
                0 => ", and none was started",
                n if n == invited => "",
                _ => ", and no other audit was started",
            };
            format!("{submitted_words}{others}.")
        }
        (WhoCounts::AndInProgress, Some(words)) if started == 1 => format!("{submitted_words}; {words} counts too."),
        (WhoCounts::AndInProgress, Some(words)) => format!("{submitted_words}; {words} count too."),
    }
}

/// What the bars of the standards show.
pub fn of_standards(form: &AuditForm, standards: &[StandardResult]) -> String {
    let ranked = ranked(standards);
    let Some((lowest, first)) = ranked.first().copied() else { return "Nothing has been scored".into() };
    let weakest: Vec<u8> = ranked.iter().filter(|(figure, _)| *figure == lowest).map(|(_, number)| *number).collect();
    match (weakest.len(), ranked.get(weakest.len())) {
        (1, None) => format!("{}: {lowest}% of answers are fully in place", title(form, first)),
        (_, None) => format!("Every standard scored has {lowest}% of its answers fully in place"),
        (1, Some((next, number))) => {
            let weakest = format!("{} is furthest from being in place, at {lowest}% of answers", title(form, first));
            match ranked.iter().filter(|(figure, _)| figure == next).count() {
                1 => format!("{weakest}; next comes {}, at {next}%", title(form, *number)),
                n => format!("{weakest}; next come {n} standards, each at {next}%"),
            }
        }
        (_, Some(_)) => {
            let weakest = upper_first(&plain(names(form, weakest)));
            format!("{weakest} are furthest from being in place, each at {lowest}% of answers")
        }
    }
}

/// From which end questions are ranked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The weakest first.
    Lowest,
    /// The strongest first.
    Highest,
}

impl End {
    /// The first `n` questions from this end.
    pub fn of(self, group: &GroupResults, n: usize) -> Vec<&QuestionResult> {
        match self {
            Self::Lowest => group.lowest(n),
            Self::Highest => group.highest(n),
        }
    }
}

/// What a list of ranked questions shows: its first three, and how many more have the last one's percentage. A list of
/// few questions holds them all: one that is fully in place everywhere is not named among the weakest.
pub fn of_questions(form: &AuditForm, end: End, group: &GroupResults) -> String {
    let (what, none) = match end {
        End::Lowest => ("Fewest answers fully in place", "Every answer is fully in place"),
        End::Highest => ("Most answers fully in place", "No answer is fully in place"),
    };
    let questions = end.of(group, usize::MAX);
    let stands_out = |question: &&&QuestionResult| match end {
        End::Lowest => question.tally.n3 < question.tally.scored(),
        End::Highest => question.tally.n3 > 0,
    };
    let ranked: Vec<_> = questions
        .iter()
        .filter(stands_out)
        .filter_map(|question| Some((short(form, question), question.tally.percent_fully_in_place()?)))
        .collect();
    let (named, others) = ranked.split_at(ranked.len().min(3));
    let Some((_, last)) = named.last() else {
        return if questions.is_empty() { "Nothing has been scored".into() } else { none.into() };
    };
    let equal = match others.iter().filter(|(_, percent)| percent == last).count() {
        0 => String::new(),
        1 => format!("; 1 more is at {last}%"),
        n => format!("; {n} more are at {last}%"),
    };
    let named: Vec<_> = named.iter().map(|(short, percent)| format!("{short} ({percent}%)")).collect();
    format!("{what}: {}{equal}", list(&named))
}

/// The standards that were scored, the lowest percentage first; ties in the form's order.
fn ranked(standards: &[StandardResult]) -> Vec<(Figure, u8)> {
    let figure = |standard: &StandardResult| Some((standard.tally.percent_fully_in_place()?, standard.number));
    let mut ranked: Vec<_> = standards.iter().filter_map(figure).collect();
    ranked.sort();
    ranked
}

fn title(form: &AuditForm, number: u8) -> String {
    form.standard(number).map_or_else(|| format!("standard {number}"), |standard| standard.title.clone())
}

fn short(form: &AuditForm, question: &QuestionResult) -> String {
    form.question(question.key).map_or_else(|| question.key.to_string(), |question| question.short.clone())
}

/// Up to three standards by name, more by number.
fn names(form: &AuditForm, numbers: Vec<u8>) -> Vec<Part> {
    if numbers.len() > 3 {
        let numbers: Vec<_> = numbers.iter().map(ToString::to_string).collect();
        return vec![(format!("standards {}", list(&numbers)), true)];
    }
    let last = numbers.len() - 1;
    let mut parts = Vec::new();
    for (place, number) in numbers.into_iter().enumerate() {
        match place {
            0 => {}
            place if place == last => parts.push((" and ".into(), false)),
            _ => parts.push((", ".into(), false)),
        }
        parts.push((title(form, number), true));
    }
    parts
}

fn plain(parts: Vec<Part>) -> String {
    parts.into_iter().map(|(words, _)| words).collect()
}

fn upper_first(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

fn lower_first(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests;
