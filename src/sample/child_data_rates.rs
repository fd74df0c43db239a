//! How often the check for children finds what identifies one, and how often it alarms for nothing: over two lists
//! written for it, and over every text of the sample. `cargo xtask child-data` prints both rates.

use std::collections::BTreeSet;

use super::tests::{TODAY, answers};
use crate::domain::child_data::{find, find_in_role};

const IDENTIFYING: &str = include_str!("../domain/child_data/identifying.txt");
const INNOCENT: &str = include_str!("../domain/child_data/innocent.txt");

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

#[test]
fn what_identifies_a_child_is_found_and_ordinary_evidence_is_left_alone() {
    let (found, missed) = by_alarm(IDENTIFYING);
    let (false_alarms, left_alone) = by_alarm(INNOCENT);
    let written: BTreeSet<(bool, &str)> = answers()
        .flat_map(|(_, _, answer)| answer.answer.texts())
        .map(|((field, _), text)| (field == "who", text))
        .filter(|(_, text)| !text.is_empty())
        .collect();
    let in_sample: Vec<_> = written.iter().filter(|(who, text)| alarms(*who, text)).collect();
    println!("Identifying texts found: {} of {}; missed: {missed:#?}", found.len(), found.len() + missed.len());
    println!(
        "Texts written to mislead, false alarms: {} of {}; {false_alarms:#?}",
        false_alarms.len(),
        false_alarms.len() + left_alone.len()
    );
    println!("The sample's different texts, false alarms: {} of {}; {in_sample:#?}", in_sample.len(), written.len());
    assert!(found.len() > 80 && left_alone.len() > 60 && written.len() > 2_000, "lists that say nothing");
    assert!(missed.len() * 20 <= found.len(), "one in twenty or more is missed: {missed:#?}");
    assert!(false_alarms.len() * 20 <= left_alone.len(), "{false_alarms:#?}");
    assert!(in_sample.len() * 200 < written.len(), "one in 200 or more is a false alarm: {in_sample:#?}");
}
