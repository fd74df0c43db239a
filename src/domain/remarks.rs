//! Remarks on a text or an answer that is saved all the same: what it still lacks, and what its author should look at
//! again.

use jiff::civil::Date;

use super::answer::{Answer, Field, Missing};
use super::board::EvidenceRule;
use super::child_data;
use super::dates;
use super::labels;
use super::save::{Remarks, Warning};
use super::typed_day;

/// What to do with a text that may stay: one that identifies no child, and a name under Who.
struct Leave {
    text: &'static str,
    name: &'static str,
}

/// In an answer: submitting asks about both.
const LEAVE_IN_ANSWER: Leave = Leave {
    text: "leave it: you confirm that when you submit",
    name: "leave it: you confirm when you submit that it is not a child’s name",
};
/// In the action plan: nothing asks about it again.
const LEAVE_IN_PLAN: Leave = Leave { text: "leave it", name: "leave it" };

/// What in the texts of an answer its author should look at again before it is declared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pointed {
    /// What looks as if it identified a child.
    pub child: Vec<Warning>,
    /// What looks like a person's name where a role is asked for: most often that of a member of staff.
    pub name: Vec<Warning>,
}

/// What there is to say of an answer on this day, under the board's rule on evidence.
pub fn of_answer(answer: &Answer, evidence: EvidenceRule, today: Date) -> Remarks {
    let needed: Vec<_> = answer.missing(evidence).into_iter().map(Missing::needed).collect();
    let Pointed { child, name } = pointed_at(answer, today);
    let mut warnings = [child, name].concat();
    warnings.extend(past_day(answer, today));
    warnings.extend(both(answer));
    Remarks { needed: needed.join(", "), warnings, by_when: by_when(answer), left_out: String::new() }
}

/// What in the texts of an answer looks as if it identified a child, or like a person's name under Who.
pub fn pointed_at(answer: &Answer, today: Date) -> Pointed {
    of_texts(&answer.texts(), &LEAVE_IN_ANSWER, today)
}

/// The same in the texts of an action of the plan: what, who, progress, impact.
pub fn pointed_at_in_action([what, who, progress, impact]: [&str; 4], today: Date) -> Vec<Warning> {
    let texts = [
        (("what", labels::WHAT), what),
        (("who", labels::WHO), who),
        (("progress", labels::PROGRESS), progress),
        (("impact", labels::IMPACT), impact),
    ];
    let Pointed { child, name } = of_texts(&texts, &LEAVE_IN_PLAN, today);
    [child, name].concat()
}

/// The warning that an answer has both an action, or the beginning of one, and a reason for none. It keeps no audit
/// from being submitted: [`Answer::missing`] alone says what an answer needs.
pub fn both(answer: &Answer) -> Option<Warning> {
    let words = if answer.missing(EvidenceRule::Advise).is_empty() {
        "You gave an action and a reason for no action. Delete one."
    } else {
        "You gave a reason for no action and began an action. Empty the fields of the action, or finish it and delete \
         the reason."
    };
    answer.says_both().then(|| warning("no_action_reason", labels::NO_ACTION, words.into()))
}

fn of_texts(texts: &[(Field, &str)], leave: &Leave, today: Date) -> Pointed {
    let mut pointed = Pointed::default();
    for ((field, name), text) in texts {
        let find = if *field == "who" { child_data::find_in_role } else { child_data::find };
        for found in find(text, today.year()) {
            let (among, leave) = match found.kind {
                child_data::Kind::Person => (&mut pointed.name, leave.name),
                _ => (&mut pointed.child, leave.text),
            };
            among.push(warning(field, name, found.warning(leave)));
        }
    }
    pointed
}

/// What the date of an action was read as, where that is more than was typed, or why it is not a date.
fn by_when(answer: &Answer) -> String {
    let asked = answer.choice.score().is_some_and(super::score::Score::asks_for_action);
    let typed = answer.planned.by_when.trim();
    if !asked || typed.is_empty() {
        return String::new();
    }
    match (typed_day::read(typed), answer.by_when_typed_on) {
        (Ok(read), Some(typed_on)) => read.said(typed_on).unwrap_or_default(),
        (Ok(_), None) => String::new(),
        (Err(why), _) => format!("{}: {why}.", labels::BY_WHEN),
    }
}

/// A day that has passed is kept: an action may have been due before the audit was answered.
fn past_day(answer: &Answer, today: Date) -> Option<Warning> {
    let asked = answer.choice.score().is_some_and(super::score::Score::asks_for_action);
    let due = answer.due().filter(|due| asked && *due < today)?;
    let words = format!("{} has passed. Enter a future date, or keep it if the action is overdue.", dates::long(due));
    Some(warning("by_when", labels::BY_WHEN, words))
}

fn warning(field: &str, name: &str, words: String) -> Warning {
    Warning { field: field.into(), name: name.into(), words }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::answer::PlannedAction;
    use crate::domain::choice::Choice;
    use crate::domain::score::Score;
    use jiff::civil::date;

    const TODAY: Date = date(2026, 11, 21);

    fn planned(by_when: &str) -> Answer {
        let planned = PlannedAction { what: "Book it".into(), who: String::new(), by_when: by_when.into() };
        Answer { choice: Choice::Scored(Score::MakingProgress), planned, ..Answer::default() }
    }

    #[test]
    fn what_an_answer_lacks_is_said_in_a_few_words() {
        assert_eq!(
            of_answer(&planned(""), EvidenceRule::Advise, TODAY).needed,
            "who will do it, a date by which it will be done"
        );
        for (typed, unclear) in [
            ("soon", "a date that can be read (for example 26 March 2027)"),
            ("31/02/2027", "a date that exists (for example 26 March 2027)"),
            ("June", "the year of the date (for example 26 March 2027)"),
        ] {
            assert_eq!(
                of_answer(&planned(typed), EvidenceRule::Advise, TODAY).needed,
                format!("who will do it, {unclear}"),
                "{typed}"
            );
        }
        assert_eq!(
            of_answer(&Answer::default(), EvidenceRule::Advise, TODAY).still_needed(),
            ". Still needed: a score."
        );
    }

    #[test]
    fn what_a_date_is_read_as_is_said_at_its_field_and_why_it_is_none() {
        for (typed, said) in [
            ("26 March 2027", ""),
            ("", ""),
            ("30 june", "We read this as 30 June 2027, the next one."),
            ("asap", "By when: this cannot be read as a date. Enter one, for example 26 March 2027."),
            (
                "31 June",
                "By when: there is no such day. Check the day and the month, the day first, for example 26 March 2027.",
            ),
        ] {
            let mut answer = planned(typed).saved_on(TODAY, None);
            assert_eq!(of_answer(&answer, EvidenceRule::Advise, date(2027, 9, 1)).by_when, said, "{typed}");
            answer.choice = Choice::Scored(Score::FullyInPlace);
            assert_eq!(of_answer(&answer, EvidenceRule::Advise, TODAY).by_when, "", "no date is asked for");
        }
    }

    #[test]
    fn a_day_that_has_passed_is_pointed_at_when_an_action_is_asked_for() {
        assert_eq!(of_answer(&planned("21 November 2026"), EvidenceRule::Advise, TODAY).warnings, []);
        let mut answer = planned("20 November 2026");
        assert_eq!(of_answer(&answer, EvidenceRule::Advise, TODAY).warnings[0].field, "by_when");
        answer.choice = Choice::Scored(Score::FullyInPlace);
        assert_eq!(of_answer(&answer, EvidenceRule::Advise, TODAY).warnings, []);
    }

    #[test]
    fn an_action_beside_a_reason_for_none_is_pointed_at_until_one_is_taken_out() {
        let mut answer = Answer { no_action_reason: "The trust does it.".into(), ..planned("26 March 2027") };
        let words = |answer: &Answer| both(answer).map(|warning| warning.words).unwrap_or_default();
        assert!(words(&answer).starts_with("You gave a reason for no action and began an action."));
        answer.planned.who = "Head".into();
        assert_eq!(words(&answer), "You gave an action and a reason for no action. Delete one.");
        assert_eq!(
            of_answer(&answer, EvidenceRule::Advise, TODAY).warnings,
            both(&answer).into_iter().collect::<Vec<_>>()
        );
        assert_eq!(pointed_at(&answer, TODAY), Pointed::default(), "nothing is to be confirmed");
        let no_reason = Answer { no_action_reason: " ".into(), ..answer.clone() };
        let no_action = Answer { planned: PlannedAction::default(), ..answer.clone() };
        let fully = Answer { choice: Choice::Scored(Score::FullyInPlace), ..answer };
        assert_eq!([no_reason, no_action, fully].map(|answer| both(&answer)), [None, None, None]);
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
        let fields: Vec<_> = pointed_at(&answer, TODAY).child.into_iter().map(|warning| warning.field).collect();
        assert_eq!(fields, ["reason", "evidence", "action", "who", "no_action_reason"]);
    }
}
