//! An answer to one question: its choice, its texts, and what is still missing from it.

mod missing;

use jiff::civil::Date;

use super::board::EvidenceRule;
use super::choice::Choice;
use super::dates;
use super::form::{Question, QuestionKey};
use super::labels;
pub use super::save::EVIDENCE_LIMIT;
use super::save::TypedAnswer;
use super::score::Score;
use super::text;
use super::typed_day;
pub use missing::{Missing, missing_words};

/// The most characters of an action, of its progress and impact, and of a reason.
pub const REASON_LIMIT: usize = 2_000;
/// The most characters of who does an action.
pub const WHO_LIMIT: usize = 200;
/// The most characters of a date as typed.
pub const BY_WHEN_LIMIT: usize = 40;

/// An organisation's answer to a question. Every typed text is kept, also one that the present choice does not ask for,
/// so that changing a score back loses nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The score, not applicable, or nothing yet.
    pub choice: Choice,
    /// Why it does not apply.
    pub reason: String,
    /// What shows it.
    pub evidence: String,
    /// What will be done about a 1 or 2.
    pub planned: PlannedAction,
    /// Why nothing will be done about a 1 or 2.
    pub no_action_reason: String,
    /// The London day on which its by when was typed, for a date without its year; `None` before it is saved.
    pub by_when_typed_on: Option<Date>,
}

/// The action written beside a 1 or 2. On submission it enters the action plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlannedAction {
    /// What.
    pub what: String,
    /// Who: a role.
    pub who: String,
    /// By when, as typed: an unfinished date is kept, and reported as missing.
    pub by_when: String,
}

/// What follows from a score that asks for an action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FollowUp {
    /// A whole action.
    Action,
    /// No action, and a reason why.
    ReasonForNone,
    /// Neither: this is missing.
    Missing(Vec<Missing>),
}

impl PlannedAction {
    /// Whether nothing at all has been typed.
    pub fn is_empty(&self) -> bool {
        [&self.what, &self.who, &self.by_when].into_iter().all(|text| text.trim().is_empty())
    }
}

/// A field's name in the form, and what people call it.
pub type Field = (&'static str, &'static str);

/// A field that holds what cannot be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldProblem {
    /// The field's name in the form.
    pub field: &'static str,
    /// What to do about it.
    pub message: String,
}

impl Answer {
    /// The same answer, saved on this day over another: an unchanged by when keeps the day on which it was typed.
    #[must_use]
    pub fn saved_on(self, day: Date, over: Option<&Self>) -> Self {
        let same = |before: &&Self| text::says_the_same(before.planned.by_when.trim(), self.planned.by_when.trim());
        let typed_on = over.filter(same).and_then(|before| before.by_when_typed_on);
        Self { by_when_typed_on: typed_on.or(Some(day)), ..self }
    }

    /// The day by which its action is to be done; `None` where the typed text is not a day.
    pub fn due(&self) -> Option<Date> {
        let read = typed_day::read(&self.planned.by_when).ok()?;
        read.fixed().or_else(|| Some(read.day(self.by_when_typed_on?)))
    }

    /// By when, as a page shows it: a day in one form however it was typed, and any other text as it was typed.
    pub fn by_when_words(&self) -> String {
        self.due().map_or_else(|| self.planned.by_when.clone(), dates::long)
    }

    /// Reads the typed fields of an answer to this question, or the first field that cannot be kept.
    pub fn parse(typed: &TypedAnswer, question: &Question) -> Result<Self, FieldProblem> {
        let problem = |field, message: String| FieldProblem { field, message };
        let choice = Choice::from_key(&typed.score)
            .ok_or_else(|| problem("score", "Choose 3, 2 or 1, or not applicable where it is offered".into()))?;
        if choice == Choice::NotApplicable && !question.not_applicable {
            return Err(problem("score", "This question applies to everyone: choose 3, 2 or 1".into()));
        }
        let prose = |field, name: &str, typed: &str, limit| {
            text::prose(typed, limit).map_err(|why| problem(field, format!("{name} {why}")))
        };
        Ok(Self {
            choice,
            reason: prose("reason", labels::REASON, &typed.reason, REASON_LIMIT)?,
            evidence: prose("evidence", labels::EVIDENCE, &typed.evidence, EVIDENCE_LIMIT)?,
            planned: PlannedAction {
                what: prose("action", labels::WHAT, &typed.action, REASON_LIMIT)?,
                who: prose("who", labels::WHO, &typed.who, WHO_LIMIT)?,
                by_when: prose("by_when", labels::BY_WHEN, &typed.by_when, BY_WHEN_LIMIT)?,
            },
            no_action_reason: prose("no_action_reason", labels::NO_ACTION, &typed.no_action_reason, REASON_LIMIT)?,
            by_when_typed_on: None,
        })
    }

    /// The answer as its form shows it. The revision and the save's id stay empty.
    pub fn typed(&self, question: QuestionKey) -> TypedAnswer {
        TypedAnswer {
            question: question.to_string(),
            score: self.choice.key().into(),
            reason: self.reason.clone(),
            evidence: self.evidence.clone(),
            action: self.planned.what.clone(),
            who: self.planned.who.clone(),
            by_when: self.planned.by_when.clone(),
            no_action_reason: self.no_action_reason.clone(),
            ..TypedAnswer::default()
        }
    }

    /// Whether two answers say the same; line ends, and characters that are not kept, do not count.
    pub fn says_the_same_as(&self, other: &Self) -> bool {
        let mut texts = self.texts().into_iter().zip(other.texts());
        self.choice == other.choice
            && text::says_the_same(&self.planned.by_when, &other.planned.by_when)
            && texts.all(|((_, one), (_, two))| text::says_the_same(one, two))
    }

    /// Every text that people write freely, with its field's name in the form and what people call it.
    pub fn texts(&self) -> [(Field, &str); 5] {
        [
            (("reason", labels::REASON), &self.reason),
            (("evidence", labels::EVIDENCE), &self.evidence),
            (("action", labels::WHAT), &self.planned.what),
            (("who", labels::WHO), &self.planned.who),
            (("no_action_reason", labels::NO_ACTION), &self.no_action_reason),
        ]
    }

    /// What must be added before the audit can be submitted, under the board's rule on evidence; empty when the answer is
    /// complete. A text that says nothing, such as a point or "n/a", does not count.
    pub fn missing(&self, evidence: EvidenceRule) -> Vec<Missing> {
        match self.choice {
            Choice::NotAnswered => vec![Missing::Answer],
            Choice::NotApplicable if !text::says_something(&self.reason) => vec![Missing::Reason],
            Choice::Scored(_) if evidence == EvidenceRule::Require && self.lacks_evidence() => vec![Missing::Evidence],
            Choice::NotApplicable | Choice::Scored(_) => match self.follow_up() {
                Some(FollowUp::Missing(missing)) => missing,
                Some(FollowUp::Action | FollowUp::ReasonForNone) | None => Vec::new(),
            },
        }
    }

    /// What follows from a score that asks for an action; `None` for every other choice. This alone decides what is
    /// counted, what is missing and what enters the plan.
    pub fn follow_up(&self) -> Option<FollowUp> {
        self.choice.score().filter(|score| score.asks_for_action())?;
        let missing = self.missing_from_action();
        Some(match (missing.is_empty(), self.planned.is_empty()) {
            (false, _) => FollowUp::Missing(missing),
            (true, false) => FollowUp::Action,
            (true, true) => FollowUp::ReasonForNone,
        })
    }

    /// Whether it has the best score and nothing that shows it.
    pub fn lacks_evidence(&self) -> bool {
        self.choice == Choice::Scored(Score::FullyInPlace) && !text::says_something(&self.evidence)
    }

    /// Whether the choice asks for an action or a reason for none, and something of both is written.
    pub fn says_both(&self) -> bool {
        let asks = self.choice.score().is_some_and(Score::asks_for_action);
        asks && !self.planned.is_empty() && !self.no_action_reason.trim().is_empty()
    }

    fn missing_from_action(&self) -> Vec<Missing> {
        let PlannedAction { what, who, by_when } = &self.planned;
        let mut missing = Vec::new();
        if self.planned.is_empty() {
            if !text::says_something(&self.no_action_reason) {
                missing.push(Missing::Action);
            }
            return missing;
        }
        if !text::says_something(what) {
            missing.push(Missing::What);
        }
        if !text::says_something(who) {
            missing.push(Missing::Who);
        }
        if by_when.trim().is_empty() {
            missing.push(Missing::ByWhen);
        } else if let Err(why) = typed_day::read(by_when) {
            missing.push(Missing::DayUnclear(why));
        }
        missing
    }
}

#[cfg(test)]
mod tests;
