//! Saving answers: the save contract.
//!
//! A save names the revision it started from and an id made by the client. The answers of a request, their history and
//! their lines in the log are one transaction; whether the audit takes answers is decided inside it, by the moment the
//! server received the request.

use std::collections::{BTreeSet, HashMap};

use jiff::Timestamp;
use sqlx::SqliteConnection;

use super::audit::{Answers, OpenAudit, StoredAnswer, count, entry, saved_by};
use crate::domain::access::Visitor;
use crate::domain::answer::Answer;
use crate::domain::audit::{AuditId, Stage};
use crate::domain::choice::Choice;
use crate::domain::dates;
use crate::domain::form::QuestionKey;
use crate::domain::remarks;
use crate::domain::save::{Conflict, Count, NotSaved, Saved, TypedAnswer};
use crate::domain::save_id::{NoSaveId, SaveId};
use crate::operations::installation::posts::aside;
use crate::operations::tokens::Token;
use crate::operations::{Installation, Refused, allow};
use crate::store::answer_saves::{self, EarlierSave, Save};
use crate::store::log::{self, Operation};
use crate::store::{self, Writing, answers, audits};

/// What to do with an answer that the sender did not change, when someone else did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Untouched {
    /// Leave theirs: the answer came along with a whole page.
    LeaveTheirs,
    /// Say that it was changed: the sender still sees the old text.
    IsConflict,
}

impl Installation {
    /// Saves the answers of a page, each for itself: one that cannot be saved does not keep the others from being
    /// saved. The results come in the order of the answers.
    pub async fn save_page(
        &self,
        visitor: &Visitor,
        id: AuditId,
        typed: &[TypedAnswer],
    ) -> Result<Vec<Result<(), NotSaved>>, Refused> {
        let (_, results) = self.save(visitor, id, typed, Untouched::LeaveTheirs).await?;
        Ok(results.into_iter().map(|result| result.map(drop)).collect())
    }

    /// Saves one answer, and returns what the browser is told of it.
    pub async fn save_answer(&self, visitor: &Visitor, id: AuditId, typed: &TypedAnswer) -> Result<Saved, NotSaved> {
        let (saving, mut results) = self.save(visitor, id, std::slice::from_ref(typed), Untouched::IsConflict).await?;
        let mut saved = saving.words_of(results.pop().unwrap_or(Err(NotSaved::NotFound))?);
        saved.remarks.left_out = typed.left_out();
        Ok(saved)
    }

    async fn save<'a>(
        &self,
        visitor: &'a Visitor,
        id: AuditId,
        typed: &[TypedAnswer],
        untouched: Untouched,
    ) -> Result<(Saving<'a>, Vec<Result<Kept, NotSaved>>), Refused> {
        let received = self.now();
        let mut writing = self.store.writing().await?;
        let open = self.opened(visitor, audits::by_id(&mut writing, id).await?)?;
        allow(visitor.may_answer(open.audit.organisation))?;
        let mut saving = Saving {
            open,
            visitor,
            received,
            untouched,
            current: Answers::new(),
            earlier: HashMap::new(),
            saves: Vec::new(),
            lines: Vec::new(),
        };
        if let Err(why) = saving.open.audit.takes_answers(received) {
            let why = NotSaved::NotOpen(why.to_string());
            return Ok((saving, typed.iter().map(|_| Err(why.clone())).collect()));
        }
        let sent = saving.read(typed);
        let ids: Vec<_> = sent.iter().flatten().map(|sent| (sent.row, &sent.save_id)).collect();
        saving.current = answers::of_audit(&mut writing, id, one_standard(&sent)).await?;
        saving.earlier = answer_saves::under_ids(&mut writing, id, &ids).await?;
        let mut results = Vec::with_capacity(typed.len());
        for (sent, typed) in sent.into_iter().zip(typed) {
            results.push(match sent {
                Ok(sent) => saving.decide(&mut writing, sent).await?,
                Err(why @ NotSaved::Invalid { .. }) => Err(saving.outdated(&mut writing, typed).await?.unwrap_or(why)),
                Err(why) => Err(why),
            });
        }
        saving.write(writing).await?;
        let counters = &self.counters;
        counters.saves.add(results.iter().filter(|result| result.is_ok()).count());
        let conflict = |result: &&Result<Kept, NotSaved>| matches!(result, Err(NotSaved::Conflict(_)));
        counters.conflicts.add(results.iter().filter(conflict).count());
        Ok((saving, results))
    }
}

/// An answer of the request, read.
struct Sent<'t> {
    key: QuestionKey,
    row: i64,
    save_id: SaveId,
    typed: &'t TypedAnswer,
    answer: Answer,
}

/// An answer that is stored now.
struct Kept {
    key: QuestionKey,
    answer: Answer,
    revision: i64,
    at: Timestamp,
    /// Whether the save left it as it was stored, perhaps by somebody else at another time.
    found: bool,
}

/// One request's saves: decided one after the other, written together.
struct Saving<'a> {
    open: OpenAudit,
    visitor: &'a Visitor,
    received: Timestamp,
    untouched: Untouched,
    /// The stored answers, and over them those of this request.
    current: Answers,
    /// The saves that were made before under the request's save ids.
    earlier: HashMap<(i64, SaveId), EarlierSave>,
    saves: Vec<Save>,
    lines: Vec<log::Entry>,
}

impl Saving<'_> {
    fn read<'t>(&self, typed: &'t [TypedAnswer]) -> Vec<Result<Sent<'t>, NotSaved>> {
        let mut seen = BTreeSet::new();
        let read = |typed: &'t TypedAnswer| {
            let key = QuestionKey::parse(&typed.question).ok_or(NotSaved::NotFound)?;
            let question = self.open.edition.form.question(key).ok_or(NotSaved::NotFound)?;
            let row = self.open.edition.question_row(key).ok_or(NotSaved::NotFound)?;
            let save_id = typed.save_id.parse().map_err(|NoSaveId| out_of_date("save_id"))?;
            if !seen.insert(key) {
                return Err(out_of_date("save_id"));
            }
            let answer = Answer::parse(typed, question)
                .map_err(|problem| NotSaved::Invalid { field: problem.field.into(), message: problem.message })?;
            Ok(Sent { key, row, save_id, typed, answer })
        };
        typed.iter().map(read).collect()
    }

    async fn decide(&mut self, db: &mut SqliteConnection, sent: Sent<'_>) -> store::Result<Result<Kept, NotSaved>> {
        let Sent { key, row, mut save_id, typed, answer } = sent;
        if let Some(earlier) = self.earlier.get(&(row, save_id.clone())) {
            if earlier.answer.says_the_same_as(&answer) {
                return Ok(Ok(Kept { key, answer, revision: earlier.revision, at: earlier.at, found: false }));
            }
            // Not a retry: a page brought back by the browser and typed in again. It is a save of its own.
            save_id = Token::new().reveal().parse().expect("it is no longer than an id may be");
        }
        let stored = self.current.get(&key);
        let revision = stored.map_or(0, |stored| stored.revision);
        if stored.map_or(&Answer::default(), |stored| &stored.answer).says_the_same_as(&answer) {
            let at = stored.map_or(self.received, |stored| stored.saved_at);
            return Ok(Ok(Kept { key, answer, revision, at, found: true }));
        }
        if typed.revision != Some(revision)
            && !self.is_of_the_same_page(db, row, (typed.revision, &save_id), revision).await?
        {
            return self.not_current(db, key, row, typed, Some(&answer)).await;
        }
        // Nobody can take a choice back on a page: an answer without one has lost it on the way.
        let was_chosen = self.current.get(&key).is_some_and(|stored| stored.answer.choice != Choice::NotAnswered);
        if was_chosen && answer.choice == Choice::NotAnswered && self.untouched == Untouched::LeaveTheirs {
            let message = "The page did not come whole. Choose the score again, then save";
            return Ok(Err(NotSaved::Invalid { field: "score".into(), message: message.into() }));
        }
        let answer = answer.saved_on(dates::today(self.received), stored.map(|stored| &stored.answer));
        let (revision, by, at) = (revision + 1, self.visitor.person, self.received);
        let subject = format!("{key} revision {revision}");
        self.lines.push(entry(Operation::AnswerSaved, &self.open.audit, Some(self.visitor.person), subject));
        self.saves.push(Save { question_row: row, revision, save_id, answer: answer.clone(), by, at });
        let saved_by_name = self.visitor.name.clone();
        let stored = StoredAnswer { answer: answer.clone(), revision, saved_at: at, saved_by: by, saved_by_name };
        self.current.insert(key, stored);
        Ok(Ok(Kept { key, answer, revision, at, found: false }))
    }

    /// Whether every save since then is of the page that sends this one, and was sent before it: on a slow line a page
    /// can send its form, with newer typing, before the answer to its last save has come. A save that was sent earlier
    /// and arrives later undoes nothing.
    async fn is_of_the_same_page(
        &self,
        db: &mut SqliteConnection,
        row: i64,
        (from, save_id): (Option<i64>, &SaveId),
        stored: i64,
    ) -> store::Result<bool> {
        let Some(from) = from.filter(|from| *from < stored && save_id.is_of_script()) else { return Ok(false) };
        let since = answer_saves::since(db, self.open.audit.id, row, from).await?;
        Ok(since.iter().all(|(by, earlier)| *by == self.visitor.person && save_id.follows(earlier)))
    }

    /// The conflict of an answer that cannot be kept, when it started from another revision than the stored one: it is
    /// told first. A refused page that a reload sends once more does not hide what was put right since.
    async fn outdated(&self, db: &mut SqliteConnection, typed: &TypedAnswer) -> store::Result<Option<NotSaved>> {
        let (key, save_id) = (QuestionKey::parse(&typed.question), typed.save_id.parse());
        let (Some(key), Ok(save_id)) = (key, save_id) else { return Ok(None) };
        let Some(row) = self.open.edition.question_row(key) else { return Ok(None) };
        let revision = self.current.get(&key).map_or(0, |stored| stored.revision);
        if typed.revision == Some(revision)
            || self.is_of_the_same_page(db, row, (typed.revision, &save_id), revision).await?
        {
            return Ok(None);
        }
        Ok(self.not_current(db, key, row, typed, None).await?.err())
    }

    /// Decides a save that started from another revision than the stored one; `answer` is `None` if it is unreadable.
    async fn not_current(
        &self,
        db: &mut SqliteConnection,
        key: QuestionKey,
        row: i64,
        typed: &TypedAnswer,
        answer: Option<&Answer>,
    ) -> store::Result<Result<Kept, NotSaved>> {
        let base = match typed.revision {
            None => None,
            Some(0) => Some(Answer::default()),
            Some(revision) => answer_saves::at_revision(db, self.open.audit.id, row, revision).await?,
        };
        let untouched = base.as_ref().zip(answer).is_some_and(|(base, answer)| base.says_the_same_as(answer));
        let Some(theirs) = self.current.get(&key) else {
            return Ok(Err(out_of_date("revision")));
        };
        if untouched && self.untouched == Untouched::LeaveTheirs {
            let StoredAnswer { answer, revision, saved_at, .. } = theirs.clone();
            return Ok(Ok(Kept { key, answer, revision, at: saved_at, found: true }));
        }
        let stored = TypedAnswer { revision: Some(theirs.revision), ..theirs.answer.typed(key) };
        // A field that the page filled and its reader left alone does not count as a change.
        let left = match typed.shown {
            Some(shown) => answer_saves::at_revision(db, self.open.audit.id, row, shown).await?,
            None => base,
        };
        let over = |before: Answer| typed.over(&stored, &before.typed(key));
        Ok(Err(NotSaved::Conflict(Box::new(Conflict {
            yours_over_theirs: left.map_or_else(|| typed.clone(), over),
            theirs: stored.clone(),
            by: theirs.saved_by_name.clone(),
            by_you: theirs.saved_by == self.visitor.person,
            when: self.when(theirs.saved_at),
            yours: typed.clone(),
        }))))
    }

    /// Writes what was decided and commits it.
    async fn write(&mut self, mut writing: Writing) -> store::Result<()> {
        if self.saves.is_empty() {
            return Ok(());
        }
        let audit = &self.open.audit;
        answer_saves::write(&mut writing, audit.id, &self.saves).await?;
        if audit.stage == Stage::Invited && audits::start(&mut writing, audit.id, self.received).await? {
            self.lines.push(entry(Operation::AuditStarted, audit, Some(self.visitor.person), String::new()));
        }
        log::record_all(&mut writing, &self.lines, self.received).await?;
        // After one answer was refused, the page is sent again as it is: the ids of its saves say what was done.
        aside(writing.commit()).await
    }

    /// What the browser is told of an answer that is stored.
    fn words_of(&self, kept: Kept) -> Saved {
        let of_standard = self.current.iter().filter(|(key, _)| key.standard() == kept.key.standard());
        let last = of_standard.map(|(_, stored)| stored).max_by_key(|stored| stored.saved_at);
        let stored = self.current.get(&kept.key);
        let answer = kept.answer.clone().saved_on(dates::today(kept.at), stored.map(|stored| &stored.answer));
        Saved {
            revision: kept.revision,
            at: match stored.filter(|stored| kept.found && !self.is_own_of_today(stored)) {
                Some(stored) => saved_by(stored),
                None => dates::clock(kept.at),
            },
            remarks: remarks::of_answer(&answer, self.open.evidence, dates::today(self.received)),
            count: self.count(kept.key),
            last: last.map(saved_by).unwrap_or_default(),
        }
    }

    fn is_own_of_today(&self, stored: &StoredAnswer) -> bool {
        stored.saved_by == self.visitor.person && dates::today(stored.saved_at) == dates::today(self.received)
    }

    /// "at 14:31", with its day when that is not today.
    fn when(&self, at: Timestamp) -> String {
        if dates::today(at) == dates::today(self.received) {
            format!("at {}", dates::clock(at))
        } else {
            format!("on {}", dates::long_with_clock(at))
        }
    }

    /// How far the standard of a question is, with what is stored.
    fn count(&self, key: QuestionKey) -> Count {
        let standard = self.open.edition.form.standard(key.standard());
        let questions = standard.map(|standard| standard.questions.as_slice()).unwrap_or_default();
        count(questions, &self.current)
    }
}

fn out_of_date(field: &str) -> NotSaved {
    NotSaved::Invalid { field: field.into(), message: "The page is out of date; open it again".into() }
}

/// The standard that all these answers belong to, so that only its answers are read.
fn one_standard(sent: &[Result<Sent<'_>, NotSaved>]) -> Option<u8> {
    let mut standards = sent.iter().flatten().map(|sent| sent.key.standard());
    let first = standards.next()?;
    standards.all(|standard| standard == first).then_some(first)
}
