//! What the sample is made of. Organisations and people are named by their place in its lists.

use std::sync::Arc;

use jiff::{Timestamp, civil::Date};

use super::calendar::RoundYear;
use crate::domain::action_plan::ActionStatus;
use crate::domain::answer::Answer;
use crate::domain::audit::{AuditState, Declaration};
use crate::domain::audit_round::RoundDates;
use crate::domain::form::{AuditForm, FormKind, QuestionKey};
use crate::domain::organisation::OrganisationDetails;
use crate::domain::person::{BoardRole, OrganisationRole};

/// The editions that the sample's rounds ask.
#[derive(Clone, Debug)]
pub struct SampleForms {
    /// Schools, 2014.
    pub schools_2014: Arc<AuditForm>,
    /// Schools, 2026-27.
    pub schools_2026: Arc<AuditForm>,
    /// Partners, 2014.
    pub partners_2014: Arc<AuditForm>,
    /// Partners, 2026-27.
    pub partners_2026: Arc<AuditForm>,
}

impl SampleForms {
    pub(super) fn asked(&self, kind: FormKind, year: RoundYear) -> &Arc<AuditForm> {
        match (kind, year) {
            (FormKind::Schools, RoundYear::Y2026) => &self.schools_2026,
            (FormKind::Schools, _) => &self.schools_2014,
            (FormKind::Partners, RoundYear::Y2026) => &self.partners_2026,
            (FormKind::Partners, _) => &self.partners_2014,
        }
    }
}

/// Everything in the sample. Organisations and people are named by their place in these lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampleBoard {
    /// The board's name.
    pub board_name: &'static str,
    /// What it is called for short.
    pub short_name: &'static str,
    /// Where organisations write to.
    pub contact_email: &'static str,
    /// Why it may ask.
    pub legal_basis: &'static str,
    /// Schools, partners, and last the two academies that opened after 2014.
    pub organisations: Vec<OrganisationDetails>,
    /// Those who can sign in.
    pub people: Vec<SamplePerson>,
    /// Those who answered for the organisations that none of these people leads. They cannot sign in.
    pub leads: Vec<SampleLead>,
    /// 2012 and 2014, both closed, and 2026-27, open today.
    pub rounds: Vec<SampleRound>,
}

/// Someone who can sign in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SamplePerson {
    /// What they sign in with.
    pub email: &'static str,
    /// What they are called.
    pub name: &'static str,
    /// Their password, in the clear: it is for trying the application and for nothing else.
    pub password: &'static str,
    /// What they are to the board, if anything.
    pub board_role: Option<BoardRole>,
    /// The organisations they belong to, by place, and what they are to each.
    pub memberships: Vec<(usize, OrganisationRole)>,
}

/// The lead of an organisation, as whom nobody can sign in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampleLead {
    /// The organisation's place.
    pub organisation: usize,
    /// What they are called.
    pub name: String,
    /// Their address.
    pub email: String,
}

/// A round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampleRound {
    /// "2014"
    pub title: &'static str,
    /// Schools, then partners.
    pub forms: Vec<SampleRoundForm>,
    /// When the board opened it.
    pub opened_at: Timestamp,
    /// One for each organisation that was asked, in the organisations' order.
    pub audits: Vec<SampleAudit>,
}

/// A form as a round asks it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SampleRoundForm {
    /// Schools or partners.
    pub kind: FormKind,
    /// The edition asked.
    pub edition: &'static str,
    /// When it opens, is due and closes.
    pub dates: RoundDates,
}

/// An organisation's audit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampleAudit {
    /// The organisation's place.
    pub organisation: usize,
    /// When the first answer was saved, if any was.
    pub started_at: Option<Timestamp>,
    /// What is stored, in the form's order; all questions when it is submitted.
    pub answers: Vec<SampleAnswer>,
    /// The submission, if it was submitted.
    pub submitted: Option<SampleSubmission>,
    /// What became of each action planned in a submitted audit.
    pub actions: Vec<SampleAction>,
}

impl SampleAudit {
    /// How far it is.
    pub fn state(&self) -> AuditState {
        match (&self.submitted, self.started_at) {
            (Some(_), _) => AuditState::Submitted,
            (None, Some(_)) => AuditState::Started,
            (None, None) => AuditState::Invited,
        }
    }
}

/// An answer, and when it was last saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampleAnswer {
    /// The question.
    pub question: QuestionKey,
    /// What was answered.
    pub answer: Answer,
    /// When it was saved.
    pub saved_at: Timestamp,
    /// The place of the person who saved it, where one of the sample's people belongs to the organisation.
    pub saved_by: Option<usize>,
}

/// A submission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampleSubmission {
    /// When.
    pub at: Timestamp,
    /// Who declared it.
    pub declaration: Declaration,
}

/// What became of the action planned in the answer to a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampleAction {
    /// The question; what, who and by when are in its answer.
    pub question: QuestionKey,
    /// How it stands.
    pub status: ActionStatus,
    /// When it was done.
    pub done_on: Option<Date>,
    /// How it goes.
    pub progress: String,
    /// What changed because of it.
    pub impact: String,
    /// When this was last changed; the submission while nothing was.
    pub changed_at: Timestamp,
}
