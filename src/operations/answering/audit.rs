//! Answering: an audit and its answers, for those who may read them.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::domain::access::Visitor;
use crate::domain::audit::{Audit, AuditId, Stage, StandardProgress, progress};
use crate::domain::board::EvidenceRule;
use crate::domain::choice::Choice;
use crate::domain::dates;
use crate::domain::form::{Question, QuestionKey};
use crate::domain::organisation::Organisation;
use crate::domain::overview::Overview;
use crate::domain::person::PersonId;
use crate::domain::save::Count;
use crate::operations::{Installation, Refused};
pub use crate::store::answers::StoredAnswer;
use crate::store::forms::Edition;
use crate::store::log::{Entry, Operation};
use crate::store::{answers, audits};

/// An audit with the edition it answers.
#[derive(Clone, Debug)]
pub struct OpenAudit {
    /// The audit.
    pub audit: Audit,
    /// What it is asked.
    pub edition: Arc<Edition>,
    /// Whether this visitor may answer it at this moment.
    pub may_answer: bool,
    /// Whether this visitor may submit it.
    pub may_submit: bool,
    /// The board's rule on evidence beside best scores.
    pub evidence: EvidenceRule,
}

/// The stored answers of an audit by question.
pub type Answers = BTreeMap<QuestionKey, StoredAnswer>;

impl Installation {
    /// An audit, for those who may read it. An audit of a round that is not yet open is shown to the board alone.
    pub async fn audit(&self, visitor: &Visitor, id: AuditId) -> Result<OpenAudit, Refused> {
        let found = audits::by_id(&mut *self.store.reading().await?, id).await?;
        self.opened(visitor, found)
    }

    pub(crate) fn opened(&self, visitor: &Visitor, audit: Option<Audit>) -> Result<OpenAudit, Refused> {
        let audit = audit.filter(|audit| visitor.may_read(audit.organisation)).ok_or(Refused::NotFound)?;
        if audit.round_opened_at.is_none() && !visitor.may_see_board_pages() {
            return Err(Refused::NotFound);
        }
        let edition = self.editions.get(audit.edition).ok_or(Refused::NotFound)?.clone();
        let may_answer = visitor.may_answer(audit.organisation) && audit.takes_answers(self.now()).is_ok();
        let may_submit = may_answer && visitor.may_submit(audit.organisation);
        Ok(OpenAudit { audit, edition, may_answer, may_submit, evidence: self.evidence_rule() })
    }

    /// An organisation with its audits, for those who may read it; the latest round first.
    pub async fn audits_of(&self, visitor: &Visitor, reference: &str) -> Result<(Organisation, Vec<Audit>), Refused> {
        let organisation = self.organisation(visitor, reference).await?;
        let mut audits = audits::of_organisation(&mut *self.store.reading().await?, organisation.id).await?;
        audits.retain(|audit| audit.round_opened_at.is_some() || visitor.may_see_board_pages());
        Ok((organisation, audits))
    }

    /// The answers of an audit, of one standard when a number is given. The caller has the audit from [`Self::audit`].
    pub async fn answers(&self, open: &OpenAudit, standard: Option<u8>) -> Result<Answers, Refused> {
        Ok(answers::of_audit(&mut *self.store.reading().await?, open.audit.id, standard).await?)
    }
}

/// A line of the log about an audit.
pub(crate) fn entry(operation: Operation, audit: &Audit, person: Option<PersonId>, subject: String) -> Entry {
    Entry {
        operation,
        person,
        organisation: Some(audit.organisation),
        round: Some(audit.round),
        audit: Some(audit.id),
        subject,
    }
}

/// How many of these questions have an answer.
pub fn count(questions: &[Question], answers: &Answers) -> Count {
    let choice = |question: &Question| answers.get(&question.key).map(|stored| stored.answer.choice);
    let is_answered = |question: &&Question| choice(question).is_some_and(|choice| choice != Choice::NotAnswered);
    Count { answered: questions.iter().filter(is_answered).count(), questions: questions.len() }
}

/// When an answer was saved, and by whom: "29 January 2027 at 14:32 by Hester Quillan".
pub fn saved_by(stored: &StoredAnswer) -> String {
    format!("{} by {}", dates::long_with_clock(stored.saved_at), stored.saved_by_name)
}

/// What an audit says, counted.
pub fn overview_of(open: &OpenAudit, answers: &Answers) -> Overview {
    Overview::of(open.edition.form.questions().map(|question| question.key), |key| {
        answers.get(&key).map(|stored| &stored.answer)
    })
}

/// How far the seven standards of an audit are.
pub fn progress_of(open: &OpenAudit, answers: &Answers) -> Vec<StandardProgress> {
    let mut progress =
        progress(&open.edition.form, open.evidence, |key| answers.get(&key).map(|stored| &stored.answer));
    // A submitted audit was complete by the rules of its day.
    if matches!(open.audit.stage, Stage::Submitted(_)) {
        for standard in &mut progress {
            standard.missing.clear();
        }
    }
    progress
}
