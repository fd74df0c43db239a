//! An organisation's own results beside those of the others in its sector, under the disclosure rule (rule 8).

use std::sync::Arc;

use crate::domain::access::Visitor;
use crate::domain::audit::{Audit, AuditId, WhoCounts};
use crate::domain::disclosure::others::{Hidden, Others, may_be_shown};
use crate::domain::organisation::OrganisationId;
use crate::domain::own_results::{OwnResults, OwnResultsReport};
use crate::domain::summary::{self, Group};
use crate::operations::answering::audit::entry;
use crate::operations::installation::memory::room_for_one;
use crate::operations::{Actor, Installation, Refused};
use crate::store::forms::Edition;
use crate::store::log::Operation;
use crate::store::{answers, people, results};

impl Installation {
    /// The results of a submitted audit beside those of its sector, for those who may read the audit.
    pub async fn own_results(
        &self,
        visitor: &Visitor,
        id: AuditId,
    ) -> Result<(Audit, Arc<Edition>, OwnResults), Refused> {
        let audit = self.audit(visitor, id).await?.audit;
        let mut belongs_to = people::former_organisations(&mut *self.store.reading().await?, visitor.person).await?;
        belongs_to.extend(visitor.memberships.iter().map(|membership| membership.organisation));
        let (edition, own) = self.beside_others(&audit, &belongs_to).await?;
        Ok((audit, edition, own))
    }

    /// The same figures for a file. Recorded.
    pub async fn export_own_results(&self, visitor: &Visitor, id: AuditId) -> Result<OwnResultsReport, Refused> {
        room_for_one()?;
        let (audit, _, results) = self.own_results(visitor, id).await?;
        self.record(entry(Operation::OwnResultsExported, &audit, Some(visitor.person), SUBJECT.to_owned())).await?;
        Ok(self.own_results_report(&audit, results))
    }

    /// The same for the command line, by round and organisation: the figures for somebody who belongs to it alone.
    pub async fn export_own_results_by_name(&self, slug: &str, reference: &str) -> Result<OwnResultsReport, Refused> {
        let audit = self.audit_by_name(slug, reference).await?;
        room_for_one().map_err(|no| no.told_to(Actor::Machine))?;
        let (_, results) = self.beside_others(&audit, &[]).await?;
        self.record(entry(Operation::OwnResultsExported, &audit, None, SUBJECT.to_owned())).await?;
        Ok(self.own_results_report(&audit, results))
    }

    fn own_results_report(&self, audit: &Audit, results: OwnResults) -> OwnResultsReport {
        let provenance = self.provenance(audit.round_title.as_str());
        OwnResultsReport { provenance, organisation: audit.organisation_reference.to_string(), results }
    }

    /// An audit's results for a reader who belongs to these organisations, or did: none of them, nor the audit's own, is
    /// among the others.
    async fn beside_others(
        &self,
        audit: &Audit,
        belongs_to: &[OrganisationId],
    ) -> Result<(Arc<Edition>, OwnResults), Refused> {
        // Asked before the answers are read, so that answers are never read before they have settled.
        let may_be_shown = may_be_shown(audit, self.now());
        if !WhoCounts::Submitted.counts(audit.stage.state()) {
            let why = if audit.is_over(self.now()) {
                "This audit was not submitted, so it has no results."
            } else {
                "Results appear after the audit is submitted."
            };
            return Err(Refused::State(why.into()));
        }
        let edition = self.editions.get(audit.edition).ok_or(Refused::NotFound)?.clone();
        let sector = audit.kind.sector();
        let mut reading = self.store.snapshot().await?;
        let stored = answers::of_audit(&mut reading, audit.id, None).await?;
        let others = if may_be_shown {
            let without = [belongs_to, &[audit.organisation]].concat();
            let counts = results::counts_of_others(&mut reading, audit.round, &edition, sector, &without).await?;
            let results = summary::results(&edition.form, WhoCounts::Submitted, &counts);
            Others::of(results.group(Group::Sector(sector)))
        } else {
            Err(Hidden::StillOpen)
        };
        let own = |key| stored.get(&key).map(|stored| stored.answer.choice).unwrap_or_default();
        let of_several = belongs_to.iter().any(|organisation| *organisation != audit.organisation);
        let own = OwnResults::new(&edition.form, sector, of_several, own, others);
        Ok((edition, own))
    }
}

/// What the log says of the file.
const SUBJECT: &str = "own results as csv";
