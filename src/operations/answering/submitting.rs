//! Submitting: everything is checked, the record is frozen with its hash, and the actions enter the plan.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::audit::{Answers, OpenAudit, entry, progress_of};
use crate::domain::access::Visitor;
use crate::domain::answer::FollowUp;
use crate::domain::audit::{Audit, AuditId, Declaration, Submission, submission_reference};
use crate::domain::choice::Choice;
use crate::domain::dates;
use crate::domain::form::QuestionKey;
use crate::domain::labels;
use crate::domain::organisation::SubSector;
use crate::domain::remarks::{self, Pointed};
use crate::domain::save::Warning;
use crate::operations::tokens::content_hash;
use crate::operations::{Installation, Problem, Refused, allow};
use crate::store::actions::{self, NewAction};
use crate::store::answers::StoredAnswer;
use crate::store::log::{self, Operation};
use crate::store::{answers, audits};

/// The declaration as typed. Its date is the day of submission.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedDeclaration {
    /// The name.
    pub name: String,
    /// The role.
    pub role: String,
    /// Whether the box was ticked.
    pub confirmed: bool,
    /// The [`ToConfirm::digest`] of the warnings that were on the page, when the box under them was ticked.
    pub no_child: String,
    /// The answers as [`seen`] on the page that is declared; empty where no page was shown.
    pub seen: String,
}

/// Every answer with its revision, as the person who declares them sees them.
pub fn seen(answers: &Answers) -> String {
    let each: Vec<_> = answers.iter().map(|(key, stored)| format!("{key}:{}", stored.revision)).collect();
    each.join(" ")
}

/// The answers that someone changed after the page was shown: nobody declares what they have not read.
fn changed_since(answers: &Answers, seen: &str) -> Vec<Problem> {
    let seen: BTreeSet<_> = seen.split(' ').filter(|each| !each.is_empty()).collect();
    if seen.is_empty() {
        return Vec::new();
    }
    let changed = answers.iter().filter(|(key, stored)| !seen.contains(format!("{key}:{}", stored.revision).as_str()));
    let problem = |(key, stored): (&QuestionKey, &StoredAnswer)| {
        let (by, at) = (&stored.saved_by_name, dates::clock(stored.saved_at));
        let words = format!("{key} was changed by {by} at {at}, after you opened this page. Read it, then submit");
        Problem::new(format!("answer-{key}"), words)
    };
    changed.map(problem).collect()
}

/// The warnings about an audit's answers, question by question. Names under Who are separate: a member of staff who is
/// named is not a child who may be identified.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ToConfirm {
    /// What looks as if it identified a child.
    pub child: Vec<(QuestionKey, Warning)>,
    /// What looks like a person's name under Who.
    pub name: Vec<(QuestionKey, Warning)>,
}

/// The texts in an audit's answers that look as if they identified a child, and those that look like a name under Who.
pub fn to_confirm(open: &OpenAudit, answers: &Answers, today: jiff::civil::Date) -> ToConfirm {
    let mut all = ToConfirm::default();
    for question in open.edition.form.questions() {
        let Some(stored) = answers.get(&question.key) else { continue };
        let Pointed { child, name } = remarks::pointed_at(&stored.answer, today);
        all.child.extend(child.into_iter().map(|warning| (question.key, warning)));
        all.name.extend(name.into_iter().map(|warning| (question.key, warning)));
    }
    all
}

/// The questions of these warnings, each once.
pub fn questions_of(warnings: &[(QuestionKey, Warning)]) -> BTreeSet<QuestionKey> {
    warnings.iter().map(|(key, _)| *key).collect()
}

impl ToConfirm {
    /// Whether there is no warning.
    pub fn is_empty(&self) -> bool {
        self.child.is_empty() && self.name.is_empty()
    }

    /// Stands for exactly these warnings: confirming them confirms no others.
    pub fn digest(&self) -> String {
        let line = |(key, warning): &(QuestionKey, Warning)| format!("{key}.{} {}\n", warning.field, warning.words);
        content_hash(&self.child.iter().chain(&self.name).map(line).collect::<String>())[..16].to_owned()
    }

    /// Refuses unless the answers were confirmed to identify no child, and the names to be no child's. Without a
    /// warning nothing needs to be confirmed.
    fn confirmed(&self, typed: &str) -> Result<(), Problem> {
        let message = match (typed, self.child.is_empty(), self.name.is_empty()) {
            (_, true, true) => return Ok(()),
            (typed, ..) if typed == self.digest() => return Ok(()),
            ("", false, true) => "Change the answers that may identify a child, or confirm that they do not",
            ("", true, _) => "Replace the names under Who by roles, or confirm that none of them is a child’s",
            ("", false, false) => {
                "Change the answers that may identify a child and the names under Who, or confirm that they do not \
                 identify one"
            }
            (_, false, true) => {
                "The answers that may identify a child have changed. Read the list again and confirm it"
            }
            (_, true, _) => "The names under Who have changed. Read the list again and confirm it",
            (_, false, false) => {
                "The answers that may identify a child, or the names under Who, have changed. Read the lists again and \
                 confirm them"
            }
        };
        Err(Problem::new("no_child", message))
    }

    /// What the log says of what was confirmed; it names questions, and no text.
    fn in_the_log(&self) -> String {
        let said = |words: &str, warnings: &[(QuestionKey, Warning)]| {
            let keys: Vec<_> = questions_of(warnings).iter().map(ToString::to_string).collect();
            if keys.is_empty() { String::new() } else { format!(", {words}: {}", keys.join(" ")) }
        };
        let child = said("confirmed to identify no child", &self.child);
        child + &said("confirmed to name no child under Who", &self.name)
    }
}

impl TypedDeclaration {
    fn parse(&self, on: jiff::civil::Date) -> Result<Declaration, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut line = |field: &str, what: &str, typed: &str| {
            Declaration::line(typed)
                .map_err(|why| problems.push(Problem::new(field, format!("{what} {why}"))))
                .unwrap_or_default()
        };
        let name = line("name", labels::YOUR_NAME, &self.name);
        let role = line("role", labels::YOUR_ROLE, &self.role);
        if !self.confirmed {
            problems.push(Problem::new("confirmed", "Confirm that the answers are true to the best of your knowledge"));
        }
        if problems.is_empty() { Ok(Declaration { name, role, on }) } else { Err(problems) }
    }
}

impl Installation {
    /// Submits an audit. Nothing is done while anything is missing; the problems list it.
    pub async fn submit(
        &self,
        visitor: &Visitor,
        id: AuditId,
        typed: &TypedDeclaration,
    ) -> Result<Submission, Refused> {
        let now = self.now();
        let open = self.audit(visitor, id).await?;
        allow(visitor.may_submit(open.audit.organisation))?;
        let mut writing = self.store.writing().await?;
        // Read again inside the transaction: another may have submitted or answered in between.
        let audit = audits::by_id(&mut writing, id).await?.ok_or(Refused::NotFound)?;
        audit.takes_answers(now).map_err(|why| Refused::State(why.to_string()))?;
        let open = OpenAudit { audit, ..open };
        let answers = answers::of_audit(&mut writing, id, None).await?;
        let mut problems: Vec<Problem> = progress_of(&open, &answers)
            .into_iter()
            .flat_map(|standard| standard.missing)
            .map(|(key, missing)| {
                Problem::new(format!("{key}.{}", missing.field()), format!("{key}: {}", missing.words()))
            })
            .collect();
        let to_confirm = to_confirm(&open, &answers, dates::today(now));
        problems.extend(changed_since(&answers, &typed.seen));
        problems.extend(to_confirm.confirmed(&typed.no_child).err());
        let declaration = typed.parse(dates::today(now)).map_err(|more| problems.extend(more));
        let (Ok(declaration), true) = (declaration, problems.is_empty()) else {
            return Err(Refused::Invalid(problems));
        };
        let content = record(&open, &answers, &declaration).to_string();
        let submission = Submission {
            reference: submission_reference(&open.audit.round_title.slug(), id),
            at: now,
            content_hash: content_hash(&content),
            declaration,
        };
        if !audits::submit(&mut writing, id, &submission, visitor.person, &content).await? {
            return Err(Refused::State("This audit has not been started.".into()));
        }
        for (key, stored) in &answers {
            let planned = &stored.answer.planned;
            let enters = stored.answer.follow_up() == Some(FollowUp::Action);
            let (true, Some(by_when), Some(question_row)) =
                (enters, stored.answer.due(), open.edition.question_row(*key))
            else {
                continue;
            };
            let action = NewAction {
                organisation: open.audit.organisation,
                audit: id,
                question_row,
                what: &planned.what,
                who: &planned.who,
                by_when,
                by: visitor.person,
            };
            actions::add(&mut writing, action, now).await?;
        }
        let subject = format!("{}{}", submission.reference, to_confirm.in_the_log());
        log::record(&mut writing, entry(Operation::AuditSubmitted, &open.audit, Some(visitor.person), subject), now)
            .await?;
        writing.commit().await?;
        Ok(submission)
    }
}

/// An answer as it is frozen.
pub(crate) fn frozen(key: QuestionKey, stored: &StoredAnswer) -> Value {
    let answer = &stored.answer;
    let choice = match answer.choice {
        Choice::Scored(score) => json!(score.points()),
        Choice::NotApplicable => json!(answer.choice.in_files()),
        Choice::NotAnswered => Value::Null,
    };
    // The day of the save where no other is kept, as the store has it.
    let typed_on = answer.by_when_typed_on.unwrap_or_else(|| dates::today(stored.saved_at));
    let typed_on = (!answer.planned.by_when.is_empty()).then(|| typed_on.to_string());
    json!({
        "question": key.to_string(),
        "score": choice,
        "not_applicable_reason": answer.reason,
        "evidence": answer.evidence,
        "action": answer.planned.what,
        "who": answer.planned.who,
        "by_when": answer.planned.by_when,
        // Where no year was typed, the day that `by_when` means depends on this one.
        "by_when_typed_on": typed_on,
        "no_action_reason": answer.no_action_reason,
        "revision": stored.revision,
    })
}

/// The organisation of an audit as it is frozen: the names in the record, and their values.
pub(crate) fn frozen_organisation(audit: &Audit) -> [(&'static str, Value); 4] {
    [
        ("organisation", json!(audit.organisation_reference.as_str())),
        ("organisation_name", json!(audit.organisation_name)),
        ("sector", json!(audit.kind.sector().key())),
        ("sub_sector", json!(audit.kind.sub_sector().map(SubSector::key))),
    ]
}

/// The whole audit as it was handed in; its keys are in alphabetical order, so that equal records are equal texts.
pub(crate) fn record(open: &OpenAudit, answers: &Answers, declaration: &Declaration) -> Value {
    let answer = |key: QuestionKey| answers.get(&key).map(|stored| frozen(key, stored));
    let mut record = json!({
        "round": open.audit.round_title.as_str(),
        "form": open.edition.form.kind.key(),
        "edition": open.edition.form.edition,
        "declaration": {
            "name": declaration.name,
            "role": declaration.role,
            "on": declaration.on.to_string(),
        },
        "answers": open.edition.form.questions().filter_map(|q| answer(q.key)).collect::<Vec<_>>(),
    });
    for (name, value) in frozen_organisation(&open.audit) {
        record[name] = value;
    }
    record
}
