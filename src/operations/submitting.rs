//! Submitting: everything is checked, the record is frozen with its hash, and the actions enter the plan.

use std::collections::BTreeSet;
use std::fmt::Write;

use serde_json::{Value, json};

use super::answering::{Answers, OpenAudit, entry, progress_of};
use super::tokens::content_hash;
use super::{Installation, Problem, Refused, allow};
use crate::domain::access::Visitor;
use crate::domain::answer::Choice;
use crate::domain::audit::{Audit, AuditId, Declaration, Submission, submission_reference};
use crate::domain::dates;
use crate::domain::form::QuestionKey;
use crate::domain::organisation::SubSector;
use crate::domain::remarks;
use crate::domain::save::Warning;
use crate::domain::score::Score;
use crate::store::actions::{self, NewAction};
use crate::store::answers::StoredAnswer;
use crate::store::{answers, audits, log};

/// The declaration as typed. Its date is the day of submission.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedDeclaration {
    /// The name.
    pub name: String,
    /// The role.
    pub role: String,
    /// Whether the box was ticked.
    pub confirmed: bool,
    /// The [`digest`] of the warnings that were on the page, when the box under them was ticked.
    pub no_child: String,
    /// The answers as [`seen`] on the page that is declared; empty where no page was shown.
    pub seen: String,
}

/// Every answer with its revision: what whoever declares has before their eyes.
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
        let (by, at) = (&stored.saved_by, dates::clock(stored.saved_at));
        let words = format!("{key} was changed by {by} at {at}, after you opened this page. Read it, then submit");
        Problem::new(format!("answer-{key}"), words)
    };
    changed.map(problem).collect()
}

/// What in an audit's answers looks as if it identified a child, question by question.
pub fn child_data(open: &OpenAudit, answers: &Answers, today: jiff::civil::Date) -> Vec<(QuestionKey, Warning)> {
    let of = |key: QuestionKey| {
        let answer = answers.get(&key).map(|stored| &stored.answer);
        answer.map(|answer| remarks::child_data_in(answer, today)).unwrap_or_default()
    };
    open.edition.form.questions().flat_map(|q| of(q.key).into_iter().map(|warning| (q.key, warning))).collect()
}

/// Stands for exactly these warnings: whoever confirms them confirms no others.
pub fn digest(warnings: &[(QuestionKey, Warning)]) -> String {
    let line = |(key, warning): &(QuestionKey, Warning)| format!("{key}.{} {}\n", warning.field, warning.words);
    content_hash(&warnings.iter().map(line).collect::<String>())[..16].to_owned()
}

/// That the answers were confirmed to identify no child; nothing needs to be confirmed where there is no warning.
fn confirmed(warnings: &[(QuestionKey, Warning)], typed: &str) -> Result<(), Problem> {
    let message = match typed {
        _ if warnings.is_empty() => return Ok(()),
        typed if typed == digest(warnings) => return Ok(()),
        "" => "Change the answers that may identify a child, or confirm that they do not",
        _ => "The answers that may identify a child have changed. Read the list again and confirm it",
    };
    Err(Problem::new("no_child", message))
}

impl TypedDeclaration {
    fn parse(&self, on: jiff::civil::Date) -> Result<Declaration, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut line = |field: &str, what: &str, typed: &str| {
            Declaration::line(typed)
                .map_err(|why| problems.push(Problem::new(field, format!("{what} {why}"))))
                .unwrap_or_default()
        };
        let name = line("name", "Your name", &self.name);
        let role = line("role", "Your role", &self.role);
        if !self.confirmed {
            problems.push(Problem::new("confirmed", "Confirm that the answers are true to the best of your knowledge"));
        }
        if problems.is_empty() { Ok(Declaration { name, role, on }) } else { Err(problems) }
    }
}

impl Installation {
    /// Submits an audit. What is missing is listed; nothing is done until nothing is.
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
        let warnings = child_data(&open, &answers, dates::today(now));
        problems.extend(changed_since(&answers, &typed.seen));
        problems.extend(confirmed(&warnings, &typed.no_child).err());
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
            let asks = stored.answer.choice.score().is_some_and(Score::asks_for_action);
            let (true, Some(by_when), Some(question_row)) =
                (asks, stored.answer.due(), open.edition.question_row(*key))
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
        let mut subject = submission.reference.clone();
        let mut kept: Vec<_> = warnings.iter().map(|(key, _)| key.to_string()).collect();
        kept.dedup();
        if !kept.is_empty() {
            let _ = write!(subject, ", confirmed to identify no child: {}", kept.join(" "));
        }
        log::record(&mut writing, entry("audit submitted", &open.audit, Some(visitor.person), subject), now).await?;
        writing.commit().await?;
        Ok(submission)
    }
}

/// An answer as it is frozen.
pub(super) fn frozen(key: QuestionKey, stored: &StoredAnswer) -> Value {
    let answer = &stored.answer;
    let choice = match answer.choice {
        Choice::Scored(score) => json!(score.points()),
        Choice::NotApplicable => json!("n/a"),
        Choice::NotAnswered => Value::Null,
    };
    json!({
        "question": key.to_string(),
        "score": choice,
        "not_applicable_reason": answer.reason,
        "evidence": answer.evidence,
        "action": answer.planned.what,
        "who": answer.planned.who,
        "by_when": answer.planned.by_when,
        "no_action_reason": answer.no_action_reason,
        "revision": stored.revision,
    })
}

/// Whose audit it is, as that is frozen: the names in the record, and what each says.
pub(super) fn frozen_organisation(audit: &Audit) -> [(&'static str, Value); 4] {
    let (sector, sub_sector) = audit.kind;
    [
        ("organisation", json!(audit.organisation_reference.as_str())),
        ("organisation_name", json!(audit.organisation_name)),
        ("sector", json!(sector.key())),
        ("sub_sector", json!(sub_sector.map(SubSector::key))),
    ]
}

/// The whole audit as it was handed in; its keys are in alphabetical order, so that equal records are equal texts.
pub(super) fn record(open: &OpenAudit, answers: &Answers, declaration: &Declaration) -> Value {
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
