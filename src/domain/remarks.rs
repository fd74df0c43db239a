//! What there is to say of a text or an answer that is saved all the same: what it still lacks, and what its author should
//! look at again.

use jiff::civil::Date;

use super::answer::{Answer, Field, Missing};
use super::child_data;
use super::dates;
use super::save::{Remarks, Warning};

/// What there is to say of an answer on this day.
pub fn of_answer(answer: &Answer, today: Date) -> Remarks {
    let needed: Vec<_> = answer.missing().into_iter().map(Missing::needed).collect();
    let mut warnings = of_texts(&answer.texts(), today);
    warnings.extend(past_day(answer, today));
    Remarks { needed: needed.join(", "), warnings }
}

/// What in the texts of an answer looks as if it identified a child.
pub fn child_data_in(answer: &Answer, today: Date) -> Vec<Warning> {
    of_texts(&answer.texts(), today)
}

/// What in the texts of an action of the plan looks as if it identified a child: what, who, progress, impact.
pub fn child_data_in_action([what, who, progress, impact]: [&str; 4], today: Date) -> Vec<Warning> {
    let texts = [
        (("what", "What will be done"), what),
        (("who", "Who"), who),
        (("progress", "Progress"), progress),
        (("impact", "Evidence of impact"), impact),
    ];
    of_texts(&texts, today)
}

fn of_texts(texts: &[(Field, &str)], today: Date) -> Vec<Warning> {
    let warnings = texts.iter().flat_map(|((field, name), text)| {
        let found = child_data::find(text, today.year());
        found.into_iter().map(move |found| warning(field, name, found.warning()))
    });
    warnings.collect()
}

/// A day that has passed is kept: an action may have been due before the audit was answered.
fn past_day(answer: &Answer, today: Date) -> Option<Warning> {
    let asked = answer.choice.score().is_some_and(super::score::Score::asks_for_action);
    let due = answer.planned.due().filter(|due| asked && *due < today)?;
    let words = format!("{} has passed. Give a day to come, or keep it if the action was due then.", dates::long(due));
    Some(warning("by_when", "By when", words))
}

fn warning(field: &str, name: &str, words: String) -> Warning {
    Warning { field: field.into(), name: name.into(), words }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::answer::{Choice, PlannedAction};
    use crate::domain::score::Score;
    use jiff::civil::date;

    const TODAY: Date = date(2026, 11, 21);

    fn planned(by_when: &str) -> Answer {
        let planned = PlannedAction { what: "Book it".into(), who: String::new(), by_when: by_when.into() };
        Answer { choice: Choice::Scored(Score::MakingProgress), planned, ..Answer::default() }
    }

    #[test]
    fn what_an_answer_lacks_is_said_in_a_few_words() {
        assert_eq!(of_answer(&planned(""), TODAY).needed, "who will do it, a date by which it will be done");
        assert_eq!(of_answer(&planned("soon"), TODAY).needed, "who will do it, a date, for example 26 March 2027");
        assert_eq!(of_answer(&Answer::default(), TODAY).still_needed(), ". Still needed: a score.");
    }

    #[test]
    fn a_day_that_has_passed_is_pointed_at_when_an_action_is_asked_for() {
        assert_eq!(of_answer(&planned("21 November 2026"), TODAY).warnings, []);
        let mut answer = planned("20 November 2026");
        assert_eq!(of_answer(&answer, TODAY).warnings[0].field, "by_when");
        answer.choice = Choice::Scored(Score::FullyInPlace);
        assert_eq!(of_answer(&answer, TODAY).warnings, []);
    }

    #[test]
    fn every_text_of_an_answer_is_looked_through() {
        let number = "943 476 5919";
        let answer = Answer {
            reason: number.into(),
            evidence: number.into(),
            planned: PlannedAction { what: number.into(), who: number.into(), by_when: String::new() },
            no_action_reason: number.into(),
            ..Answer::default()
        };
        let fields: Vec<_> = child_data_in(&answer, TODAY).into_iter().map(|warning| warning.field).collect();
        assert_eq!(fields, ["reason", "evidence", "action", "who", "no_action_reason"]);
    }
}
