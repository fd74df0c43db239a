//! What the board sets for every audit of every round.

use crate::domain::access::Visitor;
use crate::domain::board::EvidenceRule;
use crate::operations::{Installation, Problem, Refused, allow};
use crate::store::board;
use crate::store::log::{self, Entry, Operation};

impl Installation {
    /// The rule on evidence beside best scores, for those who may change it.
    pub fn settings(&self, visitor: &Visitor) -> Result<EvidenceRule, Refused> {
        allow(visitor.may_keep_settings())?;
        Ok(self.evidence_rule())
    }

    /// Changes the rule on evidence, by its key. It holds at once for every audit that is not submitted.
    pub async fn change_settings(&self, visitor: &Visitor, evidence: &str) -> Result<(), Refused> {
        allow(visitor.may_keep_settings())?;
        let rule = EvidenceRule::from_key(evidence)
            .ok_or_else(|| Refused::Invalid(vec![Problem::new("evidence", "Choose advise or require")]))?;
        // What is stored last is remembered last.
        let _changing = self.changing_settings.lock().await;
        let mut writing = self.store.writing().await?;
        let mut stored = board::find(&mut writing).await?.ok_or(Refused::NotFound)?;
        board::set_evidence_rule(&mut writing, rule).await?;
        let subject = format!("evidence beside best scores: {}", rule.key());
        let entry = Entry { subject, ..Entry::new(Operation::SettingsChanged, Some(visitor.person)) };
        log::record(&mut writing, entry, self.now()).await?;
        writing.commit().await?;
        stored.evidence = rule;
        self.board_was_stored(stored);
        Ok(())
    }
}
