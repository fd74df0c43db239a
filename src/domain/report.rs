//! All that a round's files are made of, gathered once: results, responses, audits, actions and change.
//!
//! The store's rows become these values in `operations`; `export` writes them and reads nothing else.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;

use super::action_plan::Action;
use super::answer::Answer;
use super::audit::{AuditId, AuditState, NotOpen, Stage, WhoCounts};
use super::change::Change;
use super::choice::Choice;
use super::counting::Counting;
use super::form::{AuditForm, FormKind, Question, QuestionKey};
use super::organisation::{Kind, OrganisationId, OrganisationReference, Sector};
use super::returned::Returned;
use super::summary::FormResults;
use super::tally::Tally;

/// What every file says about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provenance {
    /// The board's name.
    pub board: String,
    /// The board's e-mail address for help; empty when it has none.
    pub contact: String,
    /// The round's title.
    pub round: String,
    /// When the file was made.
    pub made_at: Timestamp,
    /// Whether the installation holds sample data.
    pub sample: bool,
}

/// The results of a round as one file holds them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundReport {
    /// What it is and when it was made.
    pub provenance: Provenance,
    /// Which audits count.
    pub who_counts: WhoCounts,
    /// How many answered, by form and sector.
    pub responses: Vec<Response>,
    /// One or both forms.
    pub forms: Vec<FormReport>,
}

/// How far the organisations of a sector are, of those that were asked a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Response {
    /// The form they were asked.
    pub form: FormKind,
    /// The sector.
    pub sector: Sector,
    /// How far they are.
    pub returned: Returned,
}

/// One form's part of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormReport {
    /// The edition that was asked.
    pub form: Arc<AuditForm>,
    /// Every figure.
    pub results: FormResults,
    /// Whether the form had closed when the report was made.
    pub is_closed: bool,
    /// How far the audits of the form are.
    pub returned: Returned,
    /// Every audit of the form, also those that do not count: `WhoCounts::counts` tells which do.
    pub audits: Vec<AuditChoices>,
    /// What changed since the last round in which somebody submitted this form, if there was one.
    pub change: Option<Change>,
    /// The actions that come from this round, with whose they are.
    pub actions: Vec<(OrganisationReference, Action)>,
}

impl FormReport {
    /// The audits that its figures count and leave out.
    pub fn counting(&self) -> Counting {
        Counting { who: self.results.who_counts, is_closed: self.is_closed, returned: self.returned }
    }
}

/// One organisation's audit with its choices, and without its texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditChoices {
    /// The audit.
    pub audit: AuditId,
    /// Whose.
    pub organisation: OrganisationId,
    /// Its reference.
    pub reference: OrganisationReference,
    /// Its name.
    pub name: String,
    /// Its sector and sub-sector.
    pub kind: Kind,
    /// How far the audit is.
    pub state: AuditState,
    /// Whether it can no longer be submitted, because its form or its organisation is closed.
    pub is_over: bool,
    /// One for each question, in the form's order.
    pub choices: Vec<Choice>,
}

impl AuditChoices {
    /// The words for its state.
    pub fn state_words(&self) -> &'static str {
        self.state.words_when(self.is_over)
    }

    /// Each question of the form with what was chosen.
    pub fn by_question<'a>(&self, form: &'a AuditForm) -> impl Iterator<Item = (&'a Question, Choice)> {
        form.questions().zip(self.choices.iter().copied())
    }

    /// The choices of the questions that `wanted` chooses, counted.
    pub fn tally(&self, form: &AuditForm, wanted: impl Fn(QuestionKey) -> bool) -> Tally {
        let mut tally = Tally::default();
        let these = self.by_question(form).filter(|(question, _)| wanted(question.key));
        these.for_each(|(_, choice)| tally.count(choice, 1));
        tally
    }
}

/// What a file of a round's answers holds. The audits themselves come one after the other, form by form, so that no more
/// than a few of them are in memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswersReport {
    /// What it is and when it was made.
    pub provenance: Provenance,
    /// One or both forms.
    pub forms: Vec<AnsweredForm>,
}

/// One form's answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnsweredForm {
    /// The edition that was asked.
    pub form: Arc<AuditForm>,
    /// How many audits of the form come, whatever their state. They come in the order of the organisations' names.
    pub audits: usize,
}

impl AnswersReport {
    /// How many audits come in all.
    pub fn audits(&self) -> usize {
        self.forms.iter().map(|form| form.audits).sum()
    }

    /// How many rows they make: one for each audit and question.
    pub fn rows(&self) -> usize {
        self.forms.iter().map(|form| form.audits * form.form.questions().count()).sum()
    }

    /// The form of each audit, in the order in which they come.
    pub fn form_of_each(&self) -> impl Iterator<Item = &AuditForm> {
        self.forms.iter().flat_map(|form| std::iter::repeat_n(&*form.form, form.audits))
    }
}

/// One organisation's audit with its answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditRecord {
    /// Whose.
    pub reference: OrganisationReference,
    /// Its name.
    pub name: String,
    /// Its sector and sub-sector.
    pub kind: Kind,
    /// How far the audit is.
    pub stage: Stage,
    /// What is stored; a question that is not here was not answered.
    pub answers: BTreeMap<QuestionKey, Answer>,
}

impl AuditRecord {
    /// The answers to one standard, counted; questions that are not stored are not answered.
    pub fn tally(&self, form: &AuditForm, standard: u8) -> Tally {
        let mut tally = Tally::default();
        for question in form.standard(standard).into_iter().flat_map(|standard| &standard.questions) {
            tally.count(self.answers.get(&question.key).map(|answer| answer.choice).unwrap_or_default(), 1);
        }
        tally
    }
}

/// One organisation's action plan as one file holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanReport {
    /// What it is and when it was made.
    pub provenance: Provenance,
    /// The edition that was asked in the round.
    pub form: Arc<AuditForm>,
    /// What the organisation is called today: a plan goes on over the rounds.
    pub organisation: String,
    /// The organisation's audit in the round, with all its answers and the name that it keeps.
    pub audit: AuditRecord,
    /// Why the audit took no answers when the report was made; `None` when it took them.
    pub not_open: Option<NotOpen>,
    /// The day on which the board closed the organisation, while it is closed.
    pub closed_on: Option<Date>,
    /// Its actions that come from the round.
    pub actions: Vec<Action>,
    /// Its actions that come from earlier rounds.
    pub earlier: Vec<Action>,
    /// Its actions that come from later rounds.
    pub later: Vec<Action>,
}
