//! The log: who did what, when. A line is written in the transaction that does what it says. The program shows the log
//! to nobody, and reads of it only what `submissions.rs` and `copy.rs` ask.

use jiff::Timestamp;
use sqlx::{QueryBuilder, SqliteConnection};

use super::{Result, row::time_text};
use crate::domain::audit::AuditId;
use crate::domain::audit_round::RoundId;
use crate::domain::organisation::OrganisationId;
use crate::domain::person::PersonId;

/// What a line of the log says was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// The board and its first administrator were stored.
    InstallationSetUp,
    /// The sample board was written into an empty database.
    SampleWritten,
    /// The board's settings were changed.
    SettingsChanged,
    /// A password was right, and a code is still to come.
    PasswordAccepted,
    /// Somebody signed in.
    SignedIn,
    /// Somebody signed out.
    SignedOut,
    /// Somebody changed their own password.
    PasswordChanged,
    /// A link was made on which a person sets a password.
    PasswordLinkMade,
    /// A person set a password on such a link.
    PasswordSet,
    /// Somebody set up their authenticator app.
    AuthenticatorSetUp,
    /// A person's authenticator app was reset.
    AuthenticatorTakenOff,
    /// A person was added, or given a further role.
    RoleGiven,
    /// A person's name or address was changed.
    PersonChanged,
    /// A person may not sign in any more.
    PersonStopped,
    /// A person may sign in again.
    PersonLetInAgain,
    /// A person's role in an organisation ended.
    MembershipEnded,
    /// A person's board role ended.
    BoardRoleEnded,
    /// An organisation was added.
    OrganisationAdded,
    /// An organisation's details were changed.
    OrganisationChanged,
    /// An organisation was closed.
    OrganisationClosed,
    /// A closed organisation was opened again.
    OrganisationOpenedAgain,
    /// Organisations were imported from a file.
    OrganisationsImported,
    /// A round was created.
    RoundCreated,
    /// A round was opened.
    RoundOpened,
    /// Organisations were invited to a round.
    Invited,
    /// The first answer of an audit was saved.
    AuditStarted,
    /// An answer was saved.
    AnswerSaved,
    /// An audit was submitted.
    AuditSubmitted,
    /// An action of a plan was changed.
    ActionChanged,
    /// The answers of a round were exported.
    AnswersExported,
    /// The results of a round were exported.
    ResultsExported,
    /// An organisation's own results were exported.
    OwnResultsExported,
    /// An organisation's action plan was exported.
    ActionPlanExported,
}

impl Operation {
    /// The text in the column. Lines never change, so neither does a key; an unknown key may be an older release's.
    pub fn key(self) -> &'static str {
        match self {
            Self::InstallationSetUp => "installation set up",
            Self::SampleWritten => "sample written",
            Self::SettingsChanged => "settings changed",
            Self::PasswordAccepted => "password accepted",
            Self::SignedIn => "signed in",
            Self::SignedOut => "signed out",
            Self::PasswordChanged => "password changed",
            Self::PasswordLinkMade => "password link made",
            Self::PasswordSet => "password set",
            Self::AuthenticatorSetUp => "authenticator app set up",
            Self::AuthenticatorTakenOff => "authenticator app taken off",
            Self::RoleGiven => "person given a role",
            Self::PersonChanged => "person changed",
            Self::PersonStopped => "person stopped",
            Self::PersonLetInAgain => "person let in again",
            Self::MembershipEnded => "membership ended",
            Self::BoardRoleEnded => "board role ended",
            Self::OrganisationAdded => "organisation added",
            Self::OrganisationChanged => "organisation changed",
            Self::OrganisationClosed => "organisation closed",
            Self::OrganisationOpenedAgain => "organisation opened again",
            Self::OrganisationsImported => "organisations imported",
            Self::RoundCreated => "round created",
            Self::RoundOpened => "round opened",
            Self::Invited => "invited",
            Self::AuditStarted => "audit started",
            Self::AnswerSaved => "answer saved",
            Self::AuditSubmitted => "audit submitted",
            Self::ActionChanged => "action changed",
            Self::AnswersExported => "answers exported",
            Self::ResultsExported => "results exported",
            Self::OwnResultsExported => "own results exported",
            Self::ActionPlanExported => "action plan exported",
        }
    }
}

/// One line of the log. `subject` says what it was about in keys and references, never in people's texts.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What was done.
    pub operation: Operation,
    /// Who did it; nobody for the command line and for those not signed in.
    pub person: Option<PersonId>,
    /// The organisation concerned.
    pub organisation: Option<OrganisationId>,
    /// The round concerned.
    pub round: Option<RoundId>,
    /// The audit concerned.
    pub audit: Option<AuditId>,
    /// What else there is to say, for example a question's key.
    pub subject: String,
}

impl Entry {
    /// A line that concerns no organisation, round or audit.
    pub fn new(operation: Operation, person: Option<PersonId>) -> Self {
        Self { operation, person, organisation: None, round: None, audit: None, subject: String::new() }
    }
}

/// Adds a line.
pub async fn record(db: &mut SqliteConnection, entry: Entry, now: Timestamp) -> Result<()> {
    record_all(db, &[entry], now).await
}

/// Adds lines, at least one.
pub async fn record_all(db: &mut SqliteConnection, entries: &[Entry], now: Timestamp) -> Result<()> {
    let at = time_text(now);
    let mut lines =
        QueryBuilder::new("insert into log (at, person_id, operation, organisation_id, round_id, audit_id, subject) ");
    lines.push_values(entries, |mut line, entry| {
        line.push_bind(&at).push_bind(entry.person.map(|id| id.0)).push_bind(entry.operation.key());
        line.push_bind(entry.organisation.map(|id| id.0)).push_bind(entry.round.map(|id| id.0));
        line.push_bind(entry.audit.map(|id| id.0)).push_bind(&entry.subject);
    });
    lines.build().execute(db).await?;
    Ok(())
}
