//! What an organisation answered in its last round, beside the questions it answers now.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::audit::OpenAudit;
use crate::domain::action_plan::Action;
use crate::domain::answer::Answer;
use crate::domain::audit::{Audit, Stage};
use crate::domain::choice::Choice;
use crate::domain::form::{AuditForm, Question, QuestionKey};
use crate::domain::lineage::{Forerunner, forerunner};
use crate::operations::{Installation, Refused};
use crate::store::{actions, answers, audits};

/// The organisation's last submitted audit of the same form, as far as some questions of a later one come from it.
#[derive(Clone, Debug)]
pub struct LastRound {
    /// The audit.
    pub audit: Audit,
    /// What it was asked.
    pub form: Arc<AuditForm>,
    /// What was answered, by the later audit's question.
    pub answers: BTreeMap<QuestionKey, LastAnswer>,
}

/// An answer of the last round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastAnswer {
    /// The question as it was asked then.
    pub asked: Forerunner,
    /// What was answered.
    pub answer: Answer,
    /// The actions that came of it, as they stand now.
    pub actions: Vec<Action>,
}

impl Installation {
    /// The last round's answers to these questions of an audit, or to those they come from; `None` when the organisation
    /// submitted no earlier audit of the form, or none of it lives on in them. The caller has the audit from
    /// [`Self::audit`].
    pub async fn last_round(&self, open: &OpenAudit, questions: &[Question]) -> Result<Option<LastRound>, Refused> {
        let mut reading = self.store.reading().await?;
        let all = audits::of_organisation(&mut reading, open.audit.organisation).await?;
        let Some(last) = last_submitted(&open.audit, all) else { return Ok(None) };
        let before = |key| forerunner(key, self.editions.back(open.audit.edition, last.edition));
        let asked: BTreeMap<_, _> = questions.iter().filter_map(|q| Some((q.key, before(q.key)?))).collect();
        let mut standards = asked.values().map(|before| before.key.standard());
        let Some(first) = standards.next() else { return Ok(None) };
        let one_standard = standards.all(|standard| standard == first).then_some(first);
        let stored = answers::of_audit(&mut reading, last.id, one_standard).await?;
        let actions = actions::of_audit(&mut reading, &self.editions, last.id).await?;
        let form = self.editions.get(last.edition).ok_or(Refused::NotFound)?.form.clone();
        let answered = asked.into_iter().filter_map(|(key, asked)| {
            let answer = stored.get(&asked.key).map(|stored| stored.answer.clone())?;
            let actions = actions.iter().filter(|action| action.question == asked.key).cloned().collect();
            (answer.choice != Choice::NotAnswered).then_some((key, LastAnswer { asked, answer, actions }))
        });
        let answers = answered.collect();
        Ok(Some(LastRound { audit: last, form, answers }))
    }
}

/// The last submitted audit of the same form before this one, among all of an organisation's audits.
fn last_submitted(audit: &Audit, all: Vec<Audit>) -> Option<Audit> {
    let same_form = all.into_iter().filter(|other| other.form_kind == audit.form_kind);
    let earlier = same_form
        .filter(|other| matches!(other.stage, Stage::Submitted(_)) && other.turn().is_opened_before(audit.turn()));
    earlier.max_by_key(Audit::turn)
}
