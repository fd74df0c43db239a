//! Words and choices that several files share: who counts, a standard's name, and which texts of an answer are its own.

use jiff::civil::Date;

use crate::domain::answer::Answer;
use crate::domain::audit::WhoCounts;
use crate::domain::choice::Choice;
use crate::domain::form::{AuditForm, FormKind, Question, topic_words};
use crate::domain::report::RoundReport;
use crate::domain::summary::Group;

/// What every file says about which audits its figures count (rule 1): form by form where that differs.
pub(super) fn who_counts(report: &RoundReport) -> String {
    let mut each: Vec<_> = report.forms.iter().map(|form| (form.form.kind.words(), form.counting().words())).collect();
    if each.iter().all(|(_, words)| *words == each[0].1) {
        each.truncate(1);
        return each.pop().map(|(_, words)| words).unwrap_or_default();
    }
    let each = each.into_iter().map(|(form, words)| format!("{form}: {}", lower_first(&words)));
    each.collect::<Vec<_>>().join(" ")
}

fn lower_first(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}

/// The same as a key in tidy files.
pub(super) fn who_counts_key(who: WhoCounts) -> &'static str {
    match who {
        WhoCounts::Submitted => "submitted",
        WhoCounts::AndInProgress => "submitted_and_in_progress",
    }
}

/// "124 schools", "1 school", "26 partners".
pub(super) fn organisations(form: FormKind, number: u32) -> String {
    let one = match form {
        FormKind::Schools => "school",
        FormKind::Partners => "partner",
    };
    format!("{number} {one}{}", if number == 1 { "" } else { "s" })
}

/// "3 Safeguarding Training", or the number alone when the form has no such standard.
pub(super) fn standard(form: &AuditForm, number: u8) -> String {
    form.standard(number).map_or_else(
        || number.to_string(),
        // A table's heading must be one line.
        |standard| format!("{number} {}", standard.title.split_whitespace().collect::<Vec<_>>().join(" ")),
    )
}

/// What kind of group it is: everyone, a sector, or a sub-sector.
pub(super) fn level(group: Group) -> &'static str {
    match group {
        Group::All => "All",
        Group::Sector(_) => "Sector",
        Group::SubSector(_) => "Sub-sector",
    }
}

/// The question's topics, in words.
pub(super) fn topics(question: &Question) -> String {
    question.topics.iter().map(|tag| topic_words(tag)).collect::<Vec<_>>().join("; ")
}

/// The texts of an answer that its present choice asks for. A text typed under an earlier choice is kept by the
/// store, but it is no part of what the organisation says now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Said<'a> {
    /// Why the question does not apply.
    pub(super) not_applicable_reason: &'a str,
    /// What shows the score.
    pub(super) evidence: &'a str,
    /// What will be done.
    pub(super) action: &'a str,
    /// Who will do it.
    pub(super) who: &'a str,
    /// By when, as typed.
    pub(super) by_when: &'a str,
    /// The day that this says; `None` where none can be read.
    pub(super) due: Option<Date>,
    /// Why nothing will be done.
    pub(super) no_action_reason: &'a str,
}

impl<'a> Said<'a> {
    /// What an answer says; nothing where there is none.
    pub(super) fn by(answer: Option<&'a Answer>) -> Self {
        let Some(answer) = answer else { return Self::default() };
        let said = Self { evidence: &answer.evidence, ..Self::default() };
        match answer.choice {
            Choice::NotApplicable => Self { not_applicable_reason: &answer.reason, ..said },
            // The author may have given both an action and a reason for none.
            Choice::Scored(score) if score.asks_for_action() => Self {
                action: &answer.planned.what,
                who: &answer.planned.who,
                by_when: &answer.planned.by_when,
                due: answer.due(),
                no_action_reason: &answer.no_action_reason,
                ..said
            },
            Choice::Scored(_) | Choice::NotAnswered => said,
        }
    }

    /// By when, as the day that was typed, "2027-03-26"; empty where none can be read.
    pub(super) fn by_when_date(&self) -> String {
        self.due.map(|day| day.to_string()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::answer::PlannedAction;
    use crate::domain::score::Score;

    #[test]
    fn only_what_the_present_choice_asks_for_is_said() {
        let mut answer = Answer {
            choice: Choice::Scored(Score::FullyInPlace),
            reason: "r".into(),
            evidence: "e".into(),
            planned: PlannedAction { what: "a".into(), who: "w".into(), by_when: "b".into() },
            no_action_reason: "n".into(),
            by_when_typed_on: Some(jiff::civil::date(2027, 4, 1)),
        };
        assert_eq!(Said::by(Some(&answer)), Said { evidence: "e", ..Said::default() });
        answer.choice = Choice::NotAnswered;
        assert_eq!(Said::by(Some(&answer)), Said { evidence: "e", ..Said::default() });
        answer.choice = Choice::NotApplicable;
        assert_eq!(Said::by(Some(&answer)).not_applicable_reason, "r");
        answer.choice = Choice::Scored(Score::MakingProgress);
        // Both an action and why there is none: nothing that was written is left out.
        let both =
            Said { evidence: "e", action: "a", who: "w", by_when: "b", no_action_reason: "n", ..Said::default() };
        assert_eq!(Said::by(Some(&answer)), both);
        assert_eq!(Said::by(None), Said::default());
        assert_eq!(both.by_when_date(), "");
        for typed in ["2/4/2027", "2 April 2027", "2.4.27", "2 April"] {
            answer.planned.by_when = typed.into();
            assert_eq!(Said::by(Some(&answer)).by_when_date(), "2027-04-02", "{typed}");
        }
    }
}
