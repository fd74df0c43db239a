//! Answering: an audit and its answers, and the save contract.
//!
//! A save names the revision it started from and an id made by the client. The answer, its history and the log row
//! are one transaction; whether the audit takes answers is decided inside it, by the moment the server received
//! the save.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use sqlx::SqliteConnection;

use super::tokens::Token;
use super::{Installation, Refused};
use crate::domain::access::Visitor;
use crate::domain::answer::{Answer, Choice};
use crate::domain::audit::{Audit, AuditId, AuditState, StandardProgress, progress};
use crate::domain::dates;
use crate::domain::form::{Question, QuestionKey};
use crate::domain::organisation::Organisation;
use crate::domain::remarks;
use crate::domain::save::{Conflict, Count, NotSaved, Saved, TypedAnswer};
pub use crate::store::answers::StoredAnswer;
use crate::store::answers::{self, Save};
use crate::store::forms::Edition;
use crate::store::log::{self, Entry};
use crate::store::{Result, audits};

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
}

/// The stored answers of an audit by question.
pub type Answers = BTreeMap<QuestionKey, StoredAnswer>;

/// What a save was answered.
pub type SaveResult = std::result::Result<Saved, NotSaved>;

/// What to do with an answer that the sender did not change, when someone else did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Untouched {
    /// Leave theirs: the answer came along with a whole page.
    LeaveTheirs,
    /// Say that it was changed: the sender still sees the old text.
    IsConflict,
}

impl Installation {
    /// An audit, for those who may read it. An audit of a round that is not yet open is shown to the board alone.
    pub async fn audit(&self, visitor: &Visitor, id: AuditId) -> std::result::Result<OpenAudit, Refused> {
        let found = audits::by_id(&mut *self.store.reading().await?, id).await?;
        self.opened(visitor, found)
    }

    fn opened(&self, visitor: &Visitor, audit: Option<Audit>) -> std::result::Result<OpenAudit, Refused> {
        let audit = audit.filter(|audit| visitor.may_read(audit.organisation)).ok_or(Refused::NotFound)?;
        if audit.round_opened_at.is_none() && !visitor.may_see_board_pages() {
            return Err(Refused::NotFound);
        }
        let edition = self.editions.get(audit.edition).ok_or(Refused::NotFound)?.clone();
        let may_answer = visitor.may_answer(audit.organisation) && audit.takes_answers(self.now()).is_ok();
        let may_submit = may_answer && visitor.may_submit(audit.organisation);
        Ok(OpenAudit { audit, edition, may_answer, may_submit })
    }

    /// An organisation with its audits, for those who may read it; the latest round first.
    pub async fn audits_of(
        &self,
        visitor: &Visitor,
        reference: &str,
    ) -> std::result::Result<(Organisation, Vec<Audit>), Refused> {
        let organisation = self.organisation(visitor, reference).await?;
        let mut audits = audits::of_organisation(&mut *self.store.reading().await?, organisation.id).await?;
        audits.retain(|audit| audit.round_opened_at.is_some() || visitor.may_see_board_pages());
        Ok((organisation, audits))
    }

    /// The answers of an audit, of one standard when a number is given. The caller has the audit from [`Self::audit`].
    pub async fn answers(&self, open: &OpenAudit, standard: Option<u8>) -> std::result::Result<Answers, Refused> {
        Ok(answers::of_audit(&mut *self.store.reading().await?, open.audit.id, standard).await?)
    }

    /// Saves answers, each for itself: one that cannot be saved does not keep the others from being saved.
    /// The results come in the order of the answers.
    pub async fn save_answers(
        &self,
        visitor: &Visitor,
        id: AuditId,
        typed: &[TypedAnswer],
        untouched: Untouched,
    ) -> std::result::Result<Vec<SaveResult>, Refused> {
        let received = self.now();
        let mut writing = self.store.writing().await?;
        let open = self.opened(visitor, audits::by_id(&mut writing, id).await?)?;
        super::allow(visitor.may_answer(open.audit.organisation))?;
        if let Err(why) = open.audit.takes_answers(received) {
            return Ok(typed.iter().map(|_| Err(NotSaved::NotOpen(why.to_string()))).collect());
        }
        let current = answers::of_audit(&mut writing, id, one_standard(typed)).await?;
        let mut saving = Saving { open: &open, visitor, current, received, untouched, wrote: false };
        let mut results = Vec::with_capacity(typed.len());
        for answer in typed {
            results.push(saving.save(&mut writing, answer).await?);
        }
        if saving.wrote {
            if open.audit.state == AuditState::Invited && audits::start(&mut writing, id, received).await? {
                log::record(&mut writing, entry("audit started", &open.audit, visitor, String::new()), received)
                    .await?;
            }
            writing.commit().await?;
        }
        Ok(results)
    }
}

/// The standard that all these answers belong to, so that only its answers are read.
fn one_standard(typed: &[TypedAnswer]) -> Option<u8> {
    let mut standards = typed.iter().filter_map(|t| QuestionKey::parse(&t.question)).map(QuestionKey::standard);
    let first = standards.next()?;
    standards.all(|standard| standard == first).then_some(first)
}

pub(super) fn entry(operation: &'static str, audit: &Audit, visitor: &Visitor, subject: String) -> Entry {
    Entry {
        operation,
        person: Some(visitor.person),
        organisation: Some(audit.organisation),
        round: Some(audit.round),
        audit: Some(audit.id),
        subject,
    }
}

/// One request's saves, inside its transaction.
struct Saving<'a> {
    open: &'a OpenAudit,
    visitor: &'a Visitor,
    current: Answers,
    received: Timestamp,
    untouched: Untouched,
    wrote: bool,
}

impl Saving<'_> {
    async fn save(&mut self, db: &mut SqliteConnection, typed: &TypedAnswer) -> Result<SaveResult> {
        let audit = self.open.audit.id;
        let key = QuestionKey::parse(&typed.question);
        let question = key.and_then(|key| self.open.edition.form.question(key));
        let Some((question, row)) = question.and_then(|q| Some((q, self.open.edition.question_row(q.key)?))) else {
            return Ok(Err(NotSaved::NotFound));
        };
        if typed.save_id.is_empty() || typed.save_id.len() > 100 {
            return Ok(Err(invalid("save_id", "The page is out of date; open it again")));
        }
        let answer = match Answer::parse(typed, question) {
            Ok(answer) => answer,
            Err(problem) => return Ok(Err(invalid(problem.field, &problem.message))),
        };
        let mut save_id = typed.save_id.clone();
        if let Some((revision, at)) = answers::earlier_save(db, audit, row, &save_id).await? {
            let earlier = answers::at_revision(db, audit, row, revision).await?;
            if earlier.is_some_and(|earlier| earlier.says_the_same_as(&answer)) {
                return Ok(Ok(self.saved(question.key, &answer, revision, at)));
            }
            // Not a retry: a page brought back by the browser and typed in again. It is a save of its own.
            Token::new().reveal().clone_into(&mut save_id);
        }
        let stored = self.current.get(&question.key);
        let (revision, says) = match stored {
            Some(stored) => (stored.revision, stored.answer.clone()),
            None => (0, Answer::default()),
        };
        if answer.says_the_same_as(&says) {
            let at = stored.map_or(self.received, |stored| stored.saved_at);
            return Ok(Ok(self.saved(question.key, &answer, revision, at)));
        }
        if typed.revision != revision {
            return self.not_current(db, typed, &answer, question.key, row).await;
        }
        let save = Save {
            audit,
            question_row: row,
            revision: revision + 1,
            save_id: &save_id,
            answer: &answer,
            by: self.visitor.person,
            at: self.received,
        };
        answers::save(db, save).await?;
        let subject = format!("{} revision {}", question.key, revision + 1);
        log::record(db, entry("answer saved", &self.open.audit, self.visitor, subject), self.received).await?;
        self.wrote = true;
        let stored = StoredAnswer {
            answer: answer.clone(),
            revision: revision + 1,
            saved_at: self.received,
            saved_by: self.visitor.name.clone(),
        };
        self.current.insert(question.key, stored);
        Ok(Ok(self.saved(question.key, &answer, revision + 1, self.received)))
    }

    fn saved(&self, key: QuestionKey, answer: &Answer, revision: i64, at: Timestamp) -> Saved {
        let remarks = remarks::of_answer(answer, dates::today(self.received));
        let form = &self.open.edition.form;
        let questions = form.standard(key.standard()).map(|standard| standard.questions.as_slice()).unwrap_or_default();
        Saved { revision, at: dates::clock(at), remarks, count: count(questions, &self.current) }
    }

    /// A save that started from another revision than the stored one.
    async fn not_current(
        &self,
        db: &mut SqliteConnection,
        typed: &TypedAnswer,
        answer: &Answer,
        key: QuestionKey,
        row: i64,
    ) -> Result<SaveResult> {
        let base = match typed.revision {
            0 => Some(Answer::default()),
            revision => answers::at_revision(db, self.open.audit.id, row, revision).await?,
        };
        let untouched = base.is_some_and(|base| base.says_the_same_as(answer));
        let Some(theirs) = self.current.get(&key) else {
            return Ok(Err(invalid("revision", "The page is out of date; open it again")));
        };
        if untouched && self.untouched == Untouched::LeaveTheirs {
            return Ok(Ok(self.saved(key, &theirs.answer, theirs.revision, theirs.saved_at)));
        }
        Ok(Err(NotSaved::Conflict(Box::new(Conflict {
            theirs: theirs.answer.typed(key, theirs.revision, ""),
            by: theirs.saved_by.clone(),
            at: dates::clock(theirs.saved_at),
            remarks: remarks::of_answer(&theirs.answer, dates::today(self.received)),
            yours: typed.clone(),
        }))))
    }
}

fn invalid(field: &str, message: &str) -> NotSaved {
    NotSaved::Invalid { field: field.into(), message: message.into() }
}

/// How many of these questions have an answer.
pub fn count(questions: &[Question], answers: &Answers) -> Count {
    let choice = |question: &Question| answers.get(&question.key).map(|stored| stored.answer.choice);
    let is_answered = |question: &&Question| choice(question).is_some_and(|choice| choice != Choice::NotAnswered);
    Count { answered: questions.iter().filter(is_answered).count(), questions: questions.len() }
}

/// How far the seven standards of an audit are.
pub fn progress_of(open: &OpenAudit, answers: &Answers) -> Vec<StandardProgress> {
    progress(&open.edition.form, |key| answers.get(&key).map(|stored| &stored.answer))
}
