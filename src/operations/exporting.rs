//! Exports of answers. They hold what organisations wrote, so each is in the log.

use super::results::{asked, record_of};
use super::{Actor, Installation, Refused, allow};
use crate::domain::access::Visitor;
use crate::domain::form::FormKind;
use crate::domain::report::{AnsweredForm, AnswersReport};
use crate::store::log::{self, Entry};
use crate::store::rounds::AuditFilter;
use crate::store::{answers, audits, rounds};

impl Installation {
    /// Every answer of a round, for board staff; one form only when it is named. That it was exported is recorded;
    /// `format` is the file's kind, for the log.
    pub async fn export_answers(
        &self,
        by: Actor<'_>,
        slug: &str,
        only: Option<FormKind>,
        format: &str,
    ) -> Result<AnswersReport, Refused> {
        allow(by.may(Visitor::may_see_results))?;
        let mut reading = self.store.snapshot().await?;
        let round = rounds::by_slug(&mut reading, slug).await?.ok_or(Refused::NotFound)?;
        let mut forms = Vec::new();
        for kind in asked(&round, only)? {
            let edition = self.edition_asked(&round, kind)?;
            let mut answered = answers::of_round(&mut reading, round.id, &edition).await?;
            let filter = AuditFilter { form: Some(kind), ..AuditFilter::default() };
            let audits = audits::of_round(&mut reading, round.id, filter).await?.into_iter();
            let records = audits.map(|audit| {
                let answers = answered.remove(&audit.id).unwrap_or_default();
                record_of(audit, answers)
            });
            forms.push(AnsweredForm { form: edition.form.clone(), audits: records.collect() });
        }
        drop(reading);
        let names: Vec<_> = forms.iter().map(|form| form.form.kind.key()).collect();
        let entry = Entry {
            operation: "answers exported",
            person: by.person(),
            round: Some(round.id),
            subject: format!("{} as {format}", names.join(" and ")),
            ..Entry::default()
        };
        let mut writing = self.store.writing().await?;
        log::record(&mut writing, entry, self.now()).await?;
        writing.commit().await?;
        Ok(AnswersReport { provenance: self.provenance(round.title.as_str()), forms })
    }
}
