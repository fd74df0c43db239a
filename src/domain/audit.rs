//! An audit: an organisation's return in one round, how far it is, and what it still lacks.

use jiff::{Timestamp, civil::Date};

use super::answer::{Answer, Missing};
use super::audit_round::{Phase, RoundDates, RoundId, RoundTitle, Turn};
use super::board::EvidenceRule;
use super::dates;
use super::form::{AuditForm, EditionId, FormKind, QuestionKey};
use super::normal_form;
use super::organisation::{Kind, OrganisationId, OrganisationReference};
use super::text::TextProblem;

/// The row number of an audit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AuditId(pub i64);

/// How far an audit is. Each move is one operation, in the log with who and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AuditState {
    /// Asked to answer; nothing saved yet.
    Invited,
    /// At least one answer has been saved.
    Started,
    /// Handed in: frozen, and counted in results (rule 1).
    Submitted,
}

impl AuditState {
    /// Every state, in order.
    pub const ALL: [Self; 3] = [Self::Invited, Self::Started, Self::Submitted];

    /// The key used in files, addresses and the database.
    pub fn key(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Started => "started",
            Self::Submitted => "submitted",
        }
    }

    /// Reads a key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == key)
    }

    /// The words that people read.
    pub fn words(self) -> &'static str {
        match self {
            Self::Invited => "Not started",
            Self::Started => "In progress",
            Self::Submitted => "Submitted",
        }
    }

    /// The words for an audit that can no longer be submitted when it `is_over`.
    pub fn words_when(self, is_over: bool) -> &'static str {
        match self {
            Self::Invited if is_over => "Not submitted, never started",
            Self::Started if is_over => "Not submitted",
            _ => self.words(),
        }
    }

    /// The words over a number of audits in this state, beside those of the other states: `all_go_on` says whether
    /// each that was started can still be submitted.
    pub fn counted_words(self, all_go_on: bool) -> &'static str {
        if !all_go_on && self == Self::Started { "Started, not submitted" } else { self.words() }
    }

    /// Whether answers may still be changed.
    pub fn accepts_answers(self) -> bool {
        matches!(self, Self::Invited | Self::Started)
    }
}

/// How far one audit is, with the data of that stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Asked to answer; nothing saved yet.
    Invited,
    /// At least one answer has been saved.
    Started,
    /// Handed in: when, and by whom.
    Submitted(Submission),
}

impl Stage {
    /// The state that audits at this stage are listed, counted and named by.
    pub fn state(&self) -> AuditState {
        match self {
            Self::Invited => AuditState::Invited,
            Self::Started => AuditState::Started,
            Self::Submitted(_) => AuditState::Submitted,
        }
    }

    /// How the audit was submitted, if it was.
    pub fn submission(&self) -> Option<&Submission> {
        match self {
            Self::Submitted(submission) => Some(submission),
            Self::Invited | Self::Started => None,
        }
    }
}

/// Which audits results count (rule 1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum WhoCounts {
    /// Submitted audits.
    #[default]
    Submitted,
    /// Also those in progress. For the board only; pages and files say so.
    AndInProgress,
}

impl WhoCounts {
    /// Whether an audit in this state counts.
    pub fn counts(self, state: AuditState) -> bool {
        match state {
            AuditState::Invited => false,
            AuditState::Started => self == Self::AndInProgress,
            AuditState::Submitted => true,
        }
    }
}

/// The declaration at submission that the audit is true, and who makes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declaration {
    /// The name.
    pub name: String,
    /// The role in the organisation.
    pub role: String,
    /// The day.
    pub on: Date,
}

impl Declaration {
    /// Checks a name or role: one line of at most 100 characters.
    pub fn line(typed: &str) -> Result<String, TextProblem> {
        normal_form::line(typed, 100)
    }
}

/// The submission of an audit, as the organisation is told of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submission {
    /// The reference number.
    pub reference: String,
    /// The server's time.
    pub at: Timestamp,
    /// SHA-256 of the frozen record, in hexadecimal.
    pub content_hash: String,
    /// Who declared it.
    pub declaration: Declaration,
}

/// The reference number that an audit gets when it is submitted: the round's slug and the audit's number.
pub fn submission_reference(round_slug: &str, audit: AuditId) -> String {
    format!("S11-{}-{:05}", round_slug.to_ascii_uppercase(), audit.0)
}

/// An audit with what decides who may do what with it, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Audit {
    /// The row.
    pub id: AuditId,
    /// Whose.
    pub organisation: OrganisationId,
    /// Its stable short reference.
    pub organisation_reference: OrganisationReference,
    /// Its name. A submitted audit, and one whose form has closed, keeps the name and the kind that it had then. Older
    /// audits have the kind of the day on which kinds began to be kept (`migrations/0005_*.sql`).
    pub organisation_name: String,
    /// Its name today.
    pub organisation_name_now: String,
    /// Its sector and sub-sector, kept as its name is.
    pub kind: Kind,
    /// When the board closed the organisation, if it did while the form could still be answered: a later closing does
    /// not concern this audit.
    pub organisation_closed_at: Option<Timestamp>,
    /// In which round.
    pub round: RoundId,
    /// The round's title.
    pub round_title: RoundTitle,
    /// When the board opened the round.
    pub round_opened_at: Option<Timestamp>,
    /// Schools or partners.
    pub form_kind: FormKind,
    /// The edition that is asked.
    pub edition: EditionId,
    /// The form's dates in the round.
    pub dates: RoundDates,
    /// How far it is.
    pub stage: Stage,
}

impl Audit {
    /// Where the form's dates stand at this moment.
    pub fn phase(&self, now: Timestamp) -> Phase {
        self.dates.phase_in_round(self.round_opened_at, now)
    }

    /// The place of its round among those that asked its form.
    pub fn turn(&self) -> Turn {
        Turn::of(self.round, self.round_opened_at, self.dates)
    }

    /// Whether it is not submitted although the due day has passed.
    pub fn is_late(&self, now: Timestamp) -> bool {
        self.stage.state().accepts_answers() && self.phase(now).is_past_due()
    }

    /// Whether it was not submitted and no longer can be, because its form or its organisation is closed.
    pub fn is_over(&self, now: Timestamp) -> bool {
        self.takes_answers(now).is_err_and(NotOpen::is_for_good)
    }

    /// The words for its state at this moment.
    pub fn state_words(&self, now: Timestamp) -> &'static str {
        self.stage.state().words_when(self.is_over(now))
    }

    /// Whether nothing was ever saved in it, and nothing can be any more.
    pub fn was_never_started(&self, now: Timestamp) -> bool {
        self.stage == Stage::Invited && self.is_over(now)
    }

    /// Why it takes no answers at this moment, in words; `None` when it takes them. An audit that was never started has
    /// no answers to read.
    pub fn not_open_words(&self, now: Timestamp) -> Option<String> {
        let why = self.takes_answers(now).err()?;
        Some(match why {
            NotOpen::OrganisationClosed(day) if self.was_never_started(now) => {
                format!("The board closed this organisation on {}. No answers were saved.", dates::long(day))
            }
            NotOpen::Closed(day) if self.was_never_started(now) => {
                format!("This audit closed at the end of {}. No answers were saved.", dates::long(day))
            }
            why => why.to_string(),
        })
    }

    /// Whether answers may be written at this moment, by the server's clock (rule 9); every write path asks here.
    pub fn takes_answers(&self, now: Timestamp) -> Result<(), NotOpen> {
        if !self.stage.state().accepts_answers() {
            return Err(NotOpen::Submitted);
        }
        if let Some(at) = self.organisation_closed_at {
            return Err(NotOpen::OrganisationClosed(dates::today(at)));
        }
        match self.phase(now) {
            Phase::NotYetOpen if self.round_opened_at.is_none() => Err(NotOpen::RoundNotOpened),
            Phase::NotYetOpen => Err(NotOpen::NotYet(self.dates.opens())),
            Phase::Closed => Err(NotOpen::Closed(self.dates.closes())),
            Phase::NeverOpened => Err(NotOpen::NeverOpened(self.dates.closes())),
            Phase::Open | Phase::Overdue => Ok(()),
        }
    }
}

/// Why an audit takes no answers now. `Display` is the sentence that people read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotOpen {
    /// It has been handed in.
    #[error("This audit has been submitted. You can read and download the answers but not change them.")]
    Submitted,
    /// The board has closed the organisation.
    #[error("The board closed this organisation on {}. You can read and download the answers but not change them.", dates::long(*.0))]
    OrganisationClosed(Date),
    /// The board has not opened the round.
    #[error("The board has not opened this round yet. Nobody can answer its audits before then.")]
    RoundNotOpened,
    /// The first day has not come.
    #[error("This audit opens on {}. You cannot answer before then.", dates::long(*.0))]
    NotYet(Date),
    /// The last day has passed.
    #[error("This audit closed at the end of {}. You can read and download the answers but not change them.", dates::long(*.0))]
    Closed(Date),
    /// The last day had passed before the board opened the round, if it has.
    #[error("This audit closed at the end of {}. The board had not opened the round by then, so nobody can answer it.", dates::long(*.0))]
    NeverOpened(Date),
}

impl NotOpen {
    /// Whether an audit that was not submitted cannot be submitted any more.
    pub fn is_for_good(self) -> bool {
        matches!(self, Self::Closed(_) | Self::NeverOpened(_) | Self::OrganisationClosed(_))
    }
}

/// How far one standard of an audit is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandardProgress {
    /// 1 to 7.
    pub number: u8,
    /// How many questions it has.
    pub questions: usize,
    /// How many have a score or are not applicable.
    pub answered: usize,
    /// What is missing, question by question.
    pub missing: Vec<(QuestionKey, Missing)>,
}

impl StandardProgress {
    /// Whether nothing is missing.
    pub fn is_complete(&self) -> bool {
        self.missing.is_empty()
    }
}

/// How far an audit is under the board's rule on evidence: the seven standards in order. `answer` gives what is stored for
/// a question.
pub fn progress<'a>(
    form: &AuditForm,
    evidence: EvidenceRule,
    answer: impl Fn(QuestionKey) -> Option<&'a Answer>,
) -> Vec<StandardProgress> {
    let not_answered = Answer::default();
    form.standards
        .iter()
        .map(|standard| {
            let missing_from = |key| answer(key).unwrap_or(&not_answered).missing(evidence);
            let missing: Vec<_> =
                standard.questions.iter().flat_map(|q| missing_from(q.key).into_iter().map(|m| (q.key, m))).collect();
            let unanswered = missing.iter().filter(|(_, missing)| *missing == Missing::Answer).count();
            StandardProgress {
                number: standard.number,
                questions: standard.questions.len(),
                answered: standard.questions.len() - unanswered,
                missing,
            }
        })
        .collect()
}
