//! Files that leave the program. They hold what organisations wrote or how they stand, so each is in the log.

use std::sync::Arc;

use tokio::runtime::Handle;
use tokio::sync::mpsc::{Receiver, Sender, channel};

use super::answering::audit::entry;
use super::installation::memory::{room_for_one, room_to_write};
use super::long_files::LongFile;
use super::results::round_results::{asked, record_of};
use super::{Actor, Installation, Refused, allow};
use crate::domain::access::Visitor;
use crate::domain::audit::{Audit, AuditId, WhoCounts};
use crate::domain::form::FormKind;
use crate::domain::organisation::OrganisationReference;
use crate::domain::report::{AnsweredForm, AnswersReport, AuditRecord, PlanReport, RoundReport};
use crate::store::forms::Edition;
use crate::store::log::{self, Entry, Operation};
use crate::store::rounds::AuditFilter;
use crate::store::{self, Snapshot, answers, audits, organisations, rounds};

/// How many audits are read at once. Three such pieces may be in memory: one is written, one waits, and one is read.
const AT_ONCE: usize = 10;

/// A round's answers on their way into a file, all as of one moment.
#[derive(Debug)]
pub struct AnswersExport {
    /// What the file will hold.
    pub report: AnswersReport,
    reading: Snapshot,
    forms: Vec<(Arc<Edition>, Vec<Audit>)>,
}

impl Installation {
    /// The file of a round's answers that is being made for this person, or was; for board staff.
    pub fn file_of_answers(&self, visitor: &Visitor, round: &str) -> Result<Option<LongFile>, Refused> {
        allow(visitor.may_see_results())?;
        Ok(self.long_files.of(visitor.person, round, self.now()))
    }

    /// Every answer of a round, for board staff; one form only when it is named. The log records the export; `format`
    /// names the file's kind there.
    pub async fn export_answers(
        &self,
        by: Actor<'_>,
        slug: &str,
        only: Option<FormKind>,
        format: &str,
    ) -> Result<AnswersExport, Refused> {
        allow(by.may(Visitor::may_see_results))?;
        let export = self.answers_as_of_now(slug, only, self.store.snapshot_aside().await?).await?;
        room_to_write(export.forms.iter().map(|(_, audits)| audits.len()).sum()).map_err(|no| no.told_to(by))?;
        let forms = export.report.forms.iter().map(|form| form.form.kind);
        self.record_export(Operation::AnswersExported, by, slug, forms, format).await?;
        Ok(export)
    }

    /// Everything that a round's results files hold, for board staff; one form only when it is named. Recorded like an
    /// export of answers.
    pub async fn export_results(
        &self,
        by: Actor<'_>,
        slug: &str,
        only: Option<FormKind>,
        who_counts: WhoCounts,
        format: &str,
    ) -> Result<RoundReport, Refused> {
        room_to_write(0).map_err(|no| no.told_to(by))?;
        let report = self.round_report(by, slug, only, who_counts).await?;
        room_to_write(report.forms.iter().map(|form| form.audits.len()).sum()).map_err(|no| no.told_to(by))?;
        let forms = report.forms.iter().map(|form| form.form.kind);
        self.record_export(Operation::ResultsExported, by, slug, forms, format).await?;
        Ok(report)
    }

    async fn record_export(
        &self,
        operation: Operation,
        by: Actor<'_>,
        slug: &str,
        forms: impl Iterator<Item = FormKind>,
        format: &str,
    ) -> Result<(), Refused> {
        let round = rounds::by_slug(&mut *self.store.reading().await?, slug).await?.ok_or(Refused::NotFound)?;
        let names: Vec<_> = forms.map(FormKind::key).collect();
        let subject = format!("{} as {format}", names.join(" and "));
        let entry = Entry { round: Some(round.id), subject, ..Entry::new(operation, by.person()) };
        self.record(entry).await
    }

    /// The action plan of an audit's organisation, for a file. Recorded.
    pub async fn export_plan(&self, visitor: &Visitor, audit: AuditId) -> Result<PlanReport, Refused> {
        let open = self.audit(visitor, audit).await?;
        room_for_one()?;
        let report = self.plan_report(open.audit.clone()).await?;
        let subject = "action plan as xlsx".to_owned();
        self.record(entry(Operation::ActionPlanExported, &open.audit, Some(visitor.person), subject)).await?;
        Ok(report)
    }

    /// The same for the command line, by round and organisation.
    pub async fn export_plan_by_name(&self, slug: &str, reference: &str) -> Result<PlanReport, Refused> {
        let audit = self.audit_by_name(slug, reference).await?;
        room_for_one().map_err(|no| no.told_to(Actor::Machine))?;
        let report = self.plan_report(audit.clone()).await?;
        self.record(entry(Operation::ActionPlanExported, &audit, None, "action plan as xlsx".to_owned())).await?;
        Ok(report)
    }

    /// The audit of an organisation in a round, for the command line.
    pub(super) async fn audit_by_name(&self, slug: &str, reference: &str) -> Result<Audit, Refused> {
        let mut reading = self.store.reading().await?;
        let round = rounds::by_slug(&mut reading, slug).await?.ok_or(Refused::NotFound)?;
        let reference = OrganisationReference::parse(reference).ok_or(Refused::NotFound)?;
        let organisation = organisations::by_reference(&mut reading, &reference).await?.ok_or(Refused::NotFound)?;
        audits::in_round(&mut reading, round.id, organisation.id).await?.ok_or(Refused::NotFound)
    }

    pub(super) async fn record(&self, entry: Entry) -> Result<(), Refused> {
        let mut writing = self.store.writing().await?;
        log::record(&mut writing, entry, self.now()).await?;
        Ok(writing.commit().await?)
    }

    /// What an export would hold, before any answer is read.
    async fn answers_as_of_now(
        &self,
        slug: &str,
        only: Option<FormKind>,
        mut reading: Snapshot,
    ) -> Result<AnswersExport, Refused> {
        let round = rounds::by_slug(&mut reading, slug).await?.ok_or(Refused::NotFound)?;
        let (mut forms, mut answered) = (Vec::new(), Vec::new());
        for kind in asked(&round, only)? {
            let edition = self.edition_asked(&round, kind)?;
            let filter = AuditFilter { form: Some(kind), ..AuditFilter::default() };
            let audits = audits::of_round(&mut reading, round.id, filter).await?;
            answered.push(AnsweredForm { form: edition.form.clone(), audits: audits.len() });
            forms.push((edition, audits));
        }
        let report = AnswersReport { provenance: self.provenance(round.title.as_str()), forms: answered };
        Ok(AnswersExport { report, reading, forms })
    }

    /// What a file of answers would hold at this moment, for board staff.
    pub async fn answers_to_export(
        &self,
        visitor: &Visitor,
        slug: &str,
        only: Option<FormKind>,
    ) -> Result<AnswersReport, Refused> {
        allow(visitor.may_see_results())?;
        Ok(self.answers_as_of_now(slug, only, self.store.snapshot().await?).await?.report)
    }
}

impl AnswersExport {
    /// Reads the audits piece by piece as they are taken, on a thread of its own with the priority of this one. Fewer
    /// come than were announced when reading fails; reading stops when nobody takes them any more.
    pub fn begin(self, runtime: Handle) -> (AnswersReport, impl Iterator<Item = AuditRecord> + Send + 'static) {
        let Self { report, reading, forms } = self;
        let (sender, receiver) = channel(1);
        std::thread::spawn(move || {
            if let Err(error) = runtime.block_on(send_all(reading, forms, sender)) {
                tracing::error!(%error, "reading the answers of a round was broken off");
            }
        });
        (report, taken(receiver))
    }
}

async fn send_all(
    mut reading: Snapshot,
    forms: Vec<(Arc<Edition>, Vec<Audit>)>,
    sender: Sender<Vec<AuditRecord>>,
) -> store::Result<()> {
    for (edition, audits) in forms {
        for piece in audits.chunks(AT_ONCE) {
            let ids: Vec<_> = piece.iter().map(|audit| audit.id).collect();
            let mut answered = answers::of_audits(&mut reading, &ids, &edition).await?;
            let record = |audit: &Audit| record_of(audit.clone(), answered.remove(&audit.id).unwrap_or_default());
            if sender.send(piece.iter().map(record).collect()).await.is_err() {
                return Ok(());
            }
        }
    }
    Ok(())
}

/// The pieces one by one, on a thread that may wait for them.
fn taken(mut receiver: Receiver<Vec<AuditRecord>>) -> impl Iterator<Item = AuditRecord> + Send + 'static {
    std::iter::from_fn(move || receiver.blocking_recv()).flatten()
}
