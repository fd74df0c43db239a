//! How often the check for children finds what identifies one, and how often it alarms for nothing: over the lists its rules
//! were written with, over the lists that were put aside before and are not looked at when a rule changes, and over every
//! text of the sample. `cargo xtask child-data` prints the rates.

use std::collections::BTreeSet;

use super::tests::{TODAY, answers};
use crate::domain::child_data::{find, find_in_role};

/// Texts that should give an alarm and texts that should not.
struct Examples {
    identifying: &'static str,
    innocent: &'static str,
}

/// The rules were written with these.
const WRITTEN_WITH: Examples = Examples {
    identifying: include_str!("../domain/child_data/examples/identifying.txt"),
    innocent: include_str!("../domain/child_data/examples/innocent.txt"),
};
/// These were written before the rules and put aside: they say how often a text is found that no rule was written for. If you
/// change a rule because of one of them, move it to the others. Their texts are therefore not printed.
const HELD_OUT: Examples = Examples {
    identifying: include_str!("../domain/child_data/examples/held_out_identifying.txt"),
    innocent: include_str!("../domain/child_data/examples/held_out_innocent.txt"),
};

fn alarms(asks_for_role: bool, text: &str) -> bool {
    let find = if asks_for_role { find_in_role } else { find };
    !find(text, TODAY.year()).is_empty()
}

/// The lines of a list with an alarm, and those without. Lines that begin with `who: ` stand in a field that asks for a
/// role.
fn by_alarm(list: &'static str) -> (Vec<&'static str>, Vec<&'static str>) {
    list.lines().partition(|line| match line.strip_prefix("who: ") {
        Some(who) => alarms(true, who),
        None => alarms(false, line),
    })
}

/// Prints the rates of two lists under a name, and the texts that are missed and give an alarm unless they are held out.
/// Returns how many in a thousand of the identifying texts are found, and of the innocent ones give an alarm.
fn rates(name: &str, examples: &Examples, are_shown: bool) -> (usize, usize) {
    let (found, missed) = by_alarm(examples.identifying);
    let (false_alarms, left_alone) = by_alarm(examples.innocent);
    let (identifying, innocent) = (found.len() + missed.len(), false_alarms.len() + left_alone.len());
    let in_thousand = |part: usize, whole: usize| (part * 2000 + whole) / (whole * 2);
    let rates = (in_thousand(found.len(), identifying), in_thousand(false_alarms.len(), innocent));
    let percent = |rate: usize| format!("{}.{} %", rate / 10, rate % 10);
    println!("{name}: identifying texts found: {} of {identifying}, {}", found.len(), percent(rates.0));
    println!("{name}: false alarms: {} of {innocent}, {}", false_alarms.len(), percent(rates.1));
    if are_shown {
        println!("{name}: missed: {missed:#?}\n{name}: false alarms: {false_alarms:#?}");
    }
    rates
}

#[test]
fn what_identifies_a_child_is_found_and_ordinary_evidence_is_left_alone() {
    let written_with = rates("Written with", &WRITTEN_WITH, true);
    let held_out = rates("Held out", &HELD_OUT, false);
    let written: BTreeSet<(bool, &str)> = answers()
        .flat_map(|(_, _, answer)| answer.answer.texts())
        .map(|((field, _), text)| (field == "who", text))
        .filter(|(_, text)| !text.is_empty())
        .collect();
    let in_sample: Vec<_> = written.iter().filter(|(who, text)| alarms(*who, text)).collect();
    println!("The sample's different texts: false alarms: {} of {}; {in_sample:#?}", in_sample.len(), written.len());
    assert!(written.len() > 2_000, "a sample that says nothing");
    assert!(written_with.0 >= 950 && written_with.1 <= 20, "found and false alarms in a thousand: {written_with:?}");
    assert!(held_out.0 >= 750 && held_out.1 <= 80, "found and false alarms in a thousand: {held_out:?}");
    assert!(in_sample.len() * 1_000 < written.len(), "one in 1,000 or more is a false alarm: {in_sample:#?}");
}
