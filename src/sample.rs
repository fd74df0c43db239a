//! The sample board: a board like the one of 2014, with invented organisations and people, and three rounds.
//!
//! Pure: it knows no store and no clock; `operations` writes what [`board`] gives. What the analysis of 2014 found can
//! be read off the round of 2014; in 2012 everything is somewhat weaker, and since then the weak themes are better.

use std::sync::Arc;

use jiff::{Timestamp, civil::Date};

use crate::domain::action_plan::ActionStatus;
use crate::domain::answer::Answer;
use crate::domain::audit::{AuditState, Declaration};
use crate::domain::audit_round::RoundDates;
use crate::domain::form::{AuditForm, FormKind, QuestionKey};
use crate::domain::organisation::OrganisationDetails;
use crate::domain::person::{BoardRole, OrganisationRole};

mod actions;
mod audits;
mod calendar;
mod character;
#[cfg(test)]
mod child_data_rates;
mod draws;
mod evidence;
mod leads;
mod lines_by_topic;
mod lines_partners_1_to_3;
mod lines_partners_4_to_7;
mod lines_schools_1_to_3;
mod lines_schools_4_to_7;
mod marsh_lane;
mod names;
mod organisations;
mod people;
mod progress;
mod rounds;
mod scores;
mod signatories;
#[cfg(test)]
mod tests;
mod voice;
mod words;

use calendar::RoundYear;

/// The sample board: its settings, 155 organisations, people, and three rounds with their audits. The same every time
/// but for dates: the open round hangs on `today`, opening 19 days before, and nothing in it happens later than
/// yesterday. `today` must lie in the years 2017 to 2099.
pub fn board(forms: &SampleForms, today: Date) -> SampleBoard {
    let organisations = organisations::all();
    let people = people::all(&organisations);
    let years = [RoundYear::Y2012, RoundYear::Y2014, RoundYear::Y2026];
    let rounds = years.map(|year| rounds::round(year, forms, today, &organisations, &people)).into();
    SampleBoard {
        board_name: "Wendlehythe Safeguarding Children Board",
        short_name: "WSCB",
        contact_email: "section11@board.example",
        legal_basis: "Section 11 of the Children Act 2004, and for schools and colleges sections 157 and 175 of the \
                      Education Act 2002, ask those who work with children to keep them safe and promote their \
                      welfare. The board asks for this audit to see how far that is so.",
        leads: leads::all(&organisations, &people),
        organisations,
        people,
        rounds,
    }
}

/// The sample's organisations, in the order in which people and audits name their places.
pub fn organisations() -> Vec<OrganisationDetails> {
    organisations::all()
}

/// Those who can sign in to the sample, the board first.
pub fn accounts() -> Vec<SamplePerson> {
    people::all(&organisations::all())
}

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
    fn asked(&self, kind: FormKind, year: RoundYear) -> &Arc<AuditForm> {
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
    /// How far it is.
    pub state: AuditState,
    /// When the first answer was saved, if any was.
    pub started_at: Option<Timestamp>,
    /// What is stored, in the form's order; all questions when it is submitted.
    pub answers: Vec<SampleAnswer>,
    /// The submission, if it was submitted.
    pub submitted: Option<SampleSubmission>,
    /// What became of each action planned in a submitted audit.
    pub actions: Vec<SampleAction>,
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
