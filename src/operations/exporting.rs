//! Exports of answers. They hold what organisations wrote, so each is in the log.

use super::{Actor, Installation, Refused};
use crate::domain::audit::WhoCounts;
use crate::domain::form::FormKind;
use crate::domain::report::RoundReport;
use crate::store::log::{self, Entry};
use crate::store::rounds;

impl Installation {
    /// What a file of a round's answers holds, for board staff; that it was made is recorded. `format` is the file's
    /// kind, for the log.
    pub async fn export_answers(
        &self,
        by: Actor<'_>,
        slug: &str,
        only: Option<FormKind>,
        who_counts: WhoCounts,
        format: &str,
    ) -> Result<RoundReport, Refused> {
        let report = self.round_report(by, slug, only, who_counts).await?;
        let mut writing = self.store.writing().await?;
        let round = rounds::by_slug(&mut writing, slug).await?.ok_or(Refused::NotFound)?;
        let forms: Vec<_> = report.forms.iter().map(|form| form.form.kind.key()).collect();
        let entry = Entry {
            operation: "answers exported",
            person: by.person(),
            round: Some(round.id),
            subject: format!("{} as {format}", forms.join(" and ")),
            ..Entry::default()
        };
        log::record(&mut writing, entry, self.now()).await?;
        writing.commit().await?;
        Ok(report)
    }
}
