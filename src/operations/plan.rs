//! The action plan of an organisation: read it, keep it up to date, and gather it for a file.

use jiff::civil::Date;

use super::results::round_results::record_of;
use super::{Installation, Problem, Refused, allow};
use crate::domain::access::Visitor;
use crate::domain::action_plan::{Action, ActionStatus};
use crate::domain::answer::{REASON_LIMIT, WHO_LIMIT};
use crate::domain::audit::Audit;
use crate::domain::organisation::Organisation;
use crate::domain::report::PlanReport;
use crate::domain::save::Warning;
use crate::domain::typed_day::{self, NoDay, TypedDay};
use crate::domain::{dates, labels, remarks, text};
use crate::store::actions::{self, ActionChange};
use crate::store::log::{self, Entry, Operation};
use crate::store::{answers, audits, organisations};

/// A change to an action as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedAction {
    /// The revision that the page showed; `None` where the post names none.
    pub revision: Option<i64>,
    /// What.
    pub what: String,
    /// Who.
    pub who: String,
    /// By when.
    pub by_when: String,
    /// A status's key.
    pub status: String,
    /// When it was done; needed when the status is done.
    pub done_on: String,
    /// How it goes.
    pub progress: String,
    /// What changed because of it.
    pub impact: String,
}

impl TypedAction {
    /// An action as its edit page starts with it.
    pub fn of(action: &Action) -> Self {
        Self {
            revision: Some(action.revision),
            what: action.what.clone(),
            who: action.who.clone(),
            by_when: dates::long(action.by_when),
            status: action.status.key().into(),
            done_on: action.done_on.map(dates::long).unwrap_or_default(),
            progress: action.progress.clone(),
            impact: action.impact.clone(),
        }
    }

    /// Every field but the revision: its name in the form, what people call it, and what is in it.
    pub fn fields(&self) -> [(&'static str, &'static str, &str); 7] {
        [
            ("what", labels::WHAT, &self.what),
            ("who", labels::WHO, &self.who),
            ("by_when", labels::BY_WHEN, &self.by_when),
            ("status", labels::STATUS, &self.status),
            ("done_on", labels::DONE_ON, &self.done_on),
            ("progress", labels::PROGRESS, &self.progress),
            ("impact", labels::IMPACT, &self.impact),
        ]
    }

    /// The names of the fields that say something else than in `other`, however lines end or a day is written.
    pub fn changed_from(&self, other: &Self) -> Vec<&'static str> {
        let day = |typed| typed_day::read(typed).ok().and_then(TypedDay::fixed);
        let same_day = |mine, theirs| day(mine).is_some() && day(mine) == day(theirs);
        let pairs = self.fields().into_iter().zip(other.fields());
        let changed = pairs.filter(|((field, _, mine), (.., theirs))| {
            let is_day = matches!(*field, "by_when" | "done_on");
            !(text::says_the_same(mine, theirs) || is_day && same_day(mine, theirs))
        });
        changed.map(|((field, ..), _)| field).collect()
    }

    fn parse(&self, today: Date) -> Result<ActionChange, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut prose = |field: &str, words: &str, typed: &str, limit: usize, when_empty: Option<&str>| {
            match text::prose(typed, limit) {
                Ok(kept) => match when_empty.filter(|_| kept.trim().is_empty()) {
                    Some(asks) => problems.push(Problem::new(field, asks)),
                    None => return kept,
                },
                Err(why) => problems.push(Problem::new(field, format!("{words} {why}"))),
            }
            String::new()
        };
        let what = prose("what", labels::WHAT, &self.what, REASON_LIMIT, Some("Say what will be done"));
        let asks_who = "Say who will do it, for example Deputy head";
        let who = prose("who", labels::WHO, &self.who, WHO_LIMIT, Some(asks_who));
        let progress = prose("progress", labels::PROGRESS, &self.progress, REASON_LIMIT, None);
        let impact = prose("impact", labels::IMPACT, &self.impact, REASON_LIMIT, None);
        let by_when = typed_day::read(&self.by_when)
            .map_err(|why| problems.push(Problem::new("by_when", format!("{}: {why}", labels::BY_WHEN))))
            .ok();
        let status = ActionStatus::from_key(&self.status);
        if status.is_none() {
            problems.push(Problem::new("status", "Choose how the action stands"));
        }
        let done_on = if status == Some(ActionStatus::Done) {
            let day = typed_day::read(&self.done_on).and_then(TypedDay::whole);
            match day {
                Err(NoDay::Empty) => {
                    problems
                        .push(Problem::new("done_on", "Enter the day on which it was done, for example 26 March 2027"));
                }
                Err(why) => problems.push(Problem::new("done_on", format!("{}: {why}", labels::DONE_ON))),
                Ok(day) if day > today => {
                    problems.push(Problem::new("done_on", format!("{} must not be in the future", labels::DONE_ON)));
                }
                Ok(_) => {}
            }
            day.ok()
        } else {
            if status.is_some() && !self.done_on.trim().is_empty() {
                problems.push(Problem::new("done_on", "Choose Done, or clear the date"));
            }
            None
        };
        match (by_when, status, problems.is_empty()) {
            (Some(by_when), Some(status), true) => {
                let by_when = by_when.day(today);
                Ok(ActionChange { what, who, by_when, status, done_on, progress, impact })
            }
            _ => Err(problems),
        }
    }
}

/// What the author of a change should look at again.
fn remarks_on(typed: &TypedAction, change: &ActionChange, today: Date) -> Vec<Warning> {
    let texts = [&change.what, &change.who, &change.progress, &change.impact].map(String::as_str);
    let mut warnings = remarks::pointed_at_in_action(texts, today);
    let said = typed_day::read(&typed.by_when).ok().and_then(|read| read.said(today));
    warnings.extend(said.map(|words| Warning { field: "by_when".into(), name: labels::BY_WHEN.into(), words }));
    warnings
}

impl Installation {
    /// The plan of an organisation, for those who may read it.
    pub async fn plan(&self, visitor: &Visitor, reference: &str) -> Result<(Organisation, Vec<Action>), Refused> {
        let organisation = self.organisation(visitor, reference).await?;
        let mut reading = self.store.reading().await?;
        let actions = actions::of_organisation(&mut reading, &self.editions, organisation.id).await?;
        Ok((organisation, actions))
    }

    /// One action of a plan.
    pub async fn action(
        &self,
        visitor: &Visitor,
        reference: &str,
        number: u32,
    ) -> Result<(Organisation, Action), Refused> {
        let organisation = self.organisation(visitor, reference).await?;
        let mut reading = self.store.reading().await?;
        let action = actions::by_number(&mut reading, &self.editions, organisation.id, number).await?;
        Ok((organisation, action.ok_or(Refused::NotFound)?))
    }

    /// Changes an action of one's own organisation, and gives back what its author should look at again: also a date that was
    /// read as more than was typed.
    pub async fn change_action(
        &self,
        visitor: &Visitor,
        reference: &str,
        number: u32,
        typed: &TypedAction,
    ) -> Result<Vec<Warning>, Refused> {
        let (organisation, action) = self.action(visitor, reference, number).await?;
        allow(visitor.may_keep_plan(organisation.id))?;
        let now = self.now();
        let mut writing = self.store.writing().await?;
        let organisation_now = organisations::by_id(&mut writing, organisation.id).await?;
        if let Some(closed) = organisation_now.and_then(|organisation| organisation.plan_closed_words()) {
            return Err(Refused::State(closed));
        }
        let stored = actions::by_number(&mut writing, &self.editions, organisation.id, number).await?;
        let stored = stored.ok_or(Refused::NotFound)?;
        let out_of_date = || {
            Refused::OutOfDate(format!(
                "Nothing is saved yet: this action was changed on {}, after you opened it. Read what is stored, then \
                 save again",
                stored.changed()
            ))
        };
        // What is stored already is no change of it: a save that is sent twice, or of nothing.
        let is_change = !typed.changed_from(&TypedAction::of(&stored)).is_empty();
        // Told before what is wrong with it: a page that was refused, and is sent once more by a reload, does not stand
        // over what was put right since. No page of ours posts without a revision.
        if is_change && typed.revision.is_some_and(|revision| revision != stored.revision) {
            return Err(out_of_date());
        }
        let change = typed.parse(dates::today(now)).map_err(Refused::Invalid)?;
        if !is_change {
            return Ok(remarks_on(typed, &change, dates::today(now)));
        }
        let Some(revision) = typed.revision else { return Err(out_of_date()) };
        if !actions::change(&mut writing, action.id, revision, &change, visitor.person, now).await? {
            return Err(out_of_date());
        }
        let entry = Entry {
            organisation: Some(organisation.id),
            subject: format!("{} {}", action.reference(), change.status.key()),
            ..Entry::new(Operation::ActionChanged, Some(visitor.person))
        };
        log::record(&mut writing, entry, now).await?;
        writing.commit().await?;
        Ok(remarks_on(typed, &change, dates::today(now)))
    }

    /// What a file of the plan holds.
    pub(super) async fn plan_report(&self, audit: Audit) -> Result<PlanReport, Refused> {
        let edition = self.editions.get(audit.edition).ok_or(Refused::NotFound)?.clone();
        let mut reading = self.store.reading().await?;
        let stored = answers::of_audit(&mut reading, audit.id, None).await?;
        let all = actions::of_organisation(&mut reading, &self.editions, audit.organisation).await?;
        let turns = audits::of_organisation(&mut reading, audit.organisation).await?;
        let is_later = |action: &Action| {
            let other = turns.iter().find(|other| other.round_title.as_str() == action.round_title);
            other.is_some_and(|other| other.turn() > audit.turn())
        };
        let (actions, others): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|action| action.round_title == audit.round_title.as_str());
        let (later, earlier) = others.into_iter().partition(is_later);
        let provenance = self.provenance(audit.round_title.as_str());
        let answers = stored.into_iter().map(|(key, stored)| (key, stored.answer)).collect();
        let not_open = audit.takes_answers(provenance.made_at).err();
        let closed_on = audit.organisation_closed_at.map(dates::today);
        let (organisation, audit) = (audit.organisation_name_now.clone(), record_of(audit, answers));
        let form = edition.form.clone();
        Ok(PlanReport { provenance, form, organisation, audit, not_open, closed_on, actions, earlier, later })
    }
}
