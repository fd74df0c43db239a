//! What an answer still lacks before it can be submitted, in words.

use std::borrow::Cow;
use std::mem::discriminant;

use crate::domain::labels;
use crate::domain::text;
use crate::domain::typed_day::NoDay;

/// Something that an answer still lacks. `words` says it to the person who answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Missing {
    /// No choice was made.
    Answer,
    /// Not applicable, without a reason.
    Reason,
    /// A 1 or 2 with neither an action nor a reason for having none.
    Action,
    /// An action that does not say what.
    What,
    /// An action that does not say who.
    Who,
    /// An action that does not say by when.
    ByWhen,
    /// A date that is not a day, and why.
    DayUnclear(NoDay),
    /// A best score without evidence, where the board requires it.
    Evidence,
}

impl Missing {
    /// What is missing, in words.
    pub fn words(self) -> Cow<'static, str> {
        let words = match self {
            Self::Answer => "Not answered",
            Self::Reason => "Say why it does not apply",
            Self::Action => "Add an action, or say why there is none",
            Self::What => "Say what will be done",
            Self::Who => "Say who will do it",
            Self::ByWhen => "Say by when",
            Self::DayUnclear(why) => return format!("{}: {why}", labels::BY_WHEN).into(),
            Self::Evidence => "Add evidence: the board asks for it beside each best score",
        };
        words.into()
    }

    /// What is still needed, as in "Still needed: who will do it, a date by which it will be done". Commas divide
    /// these, so none stands within one that may stand beside others.
    pub fn needed(self) -> &'static str {
        match self {
            Self::Answer => "a score",
            Self::Reason => "why it does not apply",
            Self::Action => "an action, or why there is none",
            Self::What => "what will be done",
            Self::Who => "who will do it",
            Self::ByWhen => "a date by which it will be done",
            Self::DayUnclear(why) => why.needed(),
            Self::Evidence => "evidence",
        }
    }

    /// The words for `n` of this, as in "2 answers and a date for 1 action".
    fn counted(self, n: usize) -> String {
        let actions = if n == 1 { "1 action" } else { &format!("{n} actions") };
        let plural = |one: &str, many: &str| if n == 1 { format!("1 {one}") } else { format!("{n} {many}") };
        match self {
            Self::Answer => plural("answer", "answers"),
            Self::Reason => plural("reason why a question does not apply", "reasons why questions do not apply"),
            Self::Action => actions.to_owned(),
            Self::What => format!("a description of {actions}"),
            Self::Who => format!("who will do {actions}"),
            Self::ByWhen => format!("a date for {actions}"),
            Self::DayUnclear(_) => format!("a clear date for {actions}"),
            Self::Evidence => format!("evidence for {}", plural("best score", "best scores")),
        }
    }

    /// The form field where it is put right.
    pub fn field(self) -> &'static str {
        match self {
            Self::Answer => "score",
            Self::Reason => "reason",
            Self::Action | Self::What => "action",
            Self::Who => "who",
            Self::ByWhen | Self::DayUnclear(_) => "by_when",
            Self::Evidence => "evidence",
        }
    }
}

/// What is missing, counted and in words: "3 answers, 1 action and a date for 2 actions"; empty when nothing is.
pub fn missing_words(missing: impl Iterator<Item = Missing>) -> String {
    const ALL: [Missing; 8] = [
        Missing::Answer,
        Missing::Reason,
        Missing::Action,
        Missing::What,
        Missing::Who,
        Missing::ByWhen,
        Missing::DayUnclear(NoDay::Unreadable),
        Missing::Evidence,
    ];
    let missing: Vec<_> = missing.collect();
    let count = |of| missing.iter().filter(|missing| discriminant(*missing) == discriminant(&of)).count();
    let words: Vec<_> =
        ALL.into_iter().map(|of| (of, count(of))).filter(|(_, n)| *n > 0).map(|(of, n)| of.counted(n)).collect();
    text::list(&words)
}
