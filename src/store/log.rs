//! The log: who did what, when. Written in the transaction that does it.

use jiff::Timestamp;
use sqlx::{QueryBuilder, SqliteConnection};

use super::{Result, row::time_text};
use crate::domain::audit::AuditId;
use crate::domain::audit_round::RoundId;
use crate::domain::organisation::OrganisationId;
use crate::domain::person::PersonId;

/// One line of the log. `subject` says what it was about in keys and references, never in people's texts.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    /// The operation's name.
    pub operation: &'static str,
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
        line.push_bind(&at).push_bind(entry.person.map(|id| id.0)).push_bind(entry.operation);
        line.push_bind(entry.organisation.map(|id| id.0)).push_bind(entry.round.map(|id| id.0));
        line.push_bind(entry.audit.map(|id| id.0)).push_bind(&entry.subject);
    });
    lines.build().execute(db).await?;
    Ok(())
}
