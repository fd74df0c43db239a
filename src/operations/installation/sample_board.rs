//! Fills an empty installation with the sample board.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use sqlx::SqliteConnection;

use crate::domain::audit::{Audit, Submission, submission_reference};
use crate::domain::audit_round::{RoundForm, RoundTitle};
use crate::domain::board::{Board, EvidenceRule};
use crate::domain::dates;
use crate::domain::form::FormKind;
use crate::domain::organisation::OrganisationId;
use crate::domain::person::{EmailAddress, OrganisationRole, PersonId};
use crate::domain::save_id::SaveId;
use crate::operations::answering::audit::{Answers, OpenAudit, StoredAnswer};
use crate::operations::answering::submitting::record;
use crate::operations::tokens::{Token, content_hash};
use crate::operations::{Installation, Refused};
use crate::sample::{self, SampleAction, SampleAudit, SampleBoard, SampleForms, SampleRound};
pub use crate::sample::{accounts, organisations as sample_organisations};
use crate::store::actions::{self, ActionChange, NewAction};
use crate::store::answer_saves::{self, Save};
use crate::store::log::{self, Entry, Operation};
use crate::store::people::{self, NewPerson};
use crate::store::{audits, board, organisations, rounds};

/// The rows that the sample's places became.
struct Rows {
    organisations: Vec<OrganisationId>,
    people: Vec<PersonId>,
    /// The lead of each organisation, by its place: the author of answers that name nobody.
    leads: BTreeMap<usize, PersonId>,
}

impl Installation {
    /// Writes the sample board, as of today, in one transaction. The installation must be empty.
    pub async fn fill_with_sample(&self) -> Result<(), Refused> {
        if !self.awaits_set_up() {
            return Err(Refused::State(
                "The sample is written into an empty database only; this one is in use.".into(),
            ));
        }
        let now = self.now();
        let sample = sample::board(&self.sample_forms()?, dates::today(now));
        let stored = Board {
            name: sample.board_name.into(),
            short_name: sample.short_name.into(),
            contact_email: sample.contact_email.into(),
            legal_basis: sample.legal_basis.into(),
            holds_sample_data: true,
            evidence: EvidenceRule::default(),
        };
        let mut writing = self.store.writing().await?;
        board::create(&mut writing, &stored, now).await?;
        let rows = self.write_people(&mut writing, &sample, now).await?;
        for round in &sample.rounds {
            self.write_round(&mut writing, round, &rows).await?;
        }
        log::record(&mut writing, Entry::new(Operation::SampleWritten, None), now).await?;
        writing.commit().await?;
        self.board_was_stored(stored);
        Ok(())
    }

    fn sample_forms(&self) -> Result<SampleForms, Refused> {
        let form = |kind, edition| {
            let found = self.editions.named(kind, edition).ok_or(Refused::NotFound)?;
            Ok::<_, Refused>(found.form.clone())
        };
        Ok(SampleForms {
            schools_2014: form(FormKind::Schools, "2014")?,
            schools_2026: form(FormKind::Schools, "2026-27")?,
            partners_2014: form(FormKind::Partners, "2014")?,
            partners_2026: form(FormKind::Partners, "2026-27")?,
        })
    }

    async fn write_people(
        &self,
        db: &mut SqliteConnection,
        sample: &SampleBoard,
        now: Timestamp,
    ) -> Result<Rows, Refused> {
        let first = organisations::add(db, &sample.organisations.iter().collect::<Vec<_>>(), now).await?;
        let organisations: Vec<_> = (first.0..).map(OrganisationId).take(sample.organisations.len()).collect();
        let mut people = Vec::with_capacity(sample.people.len());
        for person in &sample.people {
            let email = EmailAddress::parse(person.email).ok_or(Refused::NotFound)?;
            let new = NewPerson { email: &email, name: person.name, board_role: person.board_role, is_sample: true };
            let id = people::add(db, &new, now).await?;
            let hash = self.passwords.hash(person.password.into()).await;
            people::set_password_hash(db, id, &hash).await?;
            for (organisation, role) in &person.memberships {
                people::set_membership(db, id, organisations[*organisation], *role).await?;
            }
            people.push(id);
        }
        let mut leads = BTreeMap::new();
        for (person, id) in sample.people.iter().zip(&people) {
            let led = person.memberships.iter().filter(|(_, role)| *role == OrganisationRole::Lead);
            leads.extend(led.map(|(organisation, _)| (*organisation, *id)));
        }
        // Leads who have answered have set a password, which nobody knows.
        let started = sample.rounds.iter().flat_map(|round| &round.audits).filter(|audit| audit.started_at.is_some());
        let started: BTreeSet<_> = started.map(|audit| audit.organisation).collect();
        let unknown = self.passwords.hash(Token::new().reveal().to_owned()).await;
        for lead in &sample.leads {
            let email = EmailAddress::parse(&lead.email).ok_or(Refused::NotFound)?;
            let new = NewPerson { email: &email, name: &lead.name, board_role: None, is_sample: true };
            let id = people::add(db, &new, now).await?;
            people::set_membership(db, id, organisations[lead.organisation], OrganisationRole::Lead).await?;
            if started.contains(&lead.organisation) {
                people::set_password_hash(db, id, &unknown).await?;
            }
            leads.insert(lead.organisation, id);
        }
        Ok(Rows { organisations, people, leads })
    }

    async fn write_round(&self, db: &mut SqliteConnection, round: &SampleRound, rows: &Rows) -> Result<(), Refused> {
        let title = RoundTitle::parse(round.title).map_err(|why| Refused::State(why.to_string()))?;
        let mut forms = Vec::new();
        for form in &round.forms {
            let edition = self.editions.named(form.kind, form.edition).ok_or(Refused::NotFound)?.id;
            forms.push(RoundForm { kind: form.kind, edition, dates: form.dates });
        }
        let id = rounds::add(db, &title, &forms, round.opened_at).await?;
        rounds::open(db, id, round.opened_at).await?;
        for audit in &round.audits {
            let organisation = rows.organisations[audit.organisation];
            let asked =
                organisations::by_id(db, organisation).await?.ok_or(Refused::NotFound)?.details.kind.sector().form();
            let edition = forms.iter().find(|form| form.kind == asked).ok_or(Refused::NotFound)?.edition;
            rounds::invite(db, id, organisation, edition, round.opened_at).await?;
            let invited = audits::in_round(db, id, organisation).await?.ok_or(Refused::NotFound)?;
            self.write_audit(db, audit, invited, rows).await?;
        }
        Ok(())
    }

    async fn write_audit(
        &self,
        db: &mut SqliteConnection,
        sample: &SampleAudit,
        audit: Audit,
        rows: &Rows,
    ) -> Result<(), Refused> {
        let Some(started_at) = sample.started_at else { return Ok(()) };
        let edition = self.editions.get(audit.edition).ok_or(Refused::NotFound)?.clone();
        audits::start(db, audit.id, started_at).await?;
        let lead = *rows.leads.get(&sample.organisation).ok_or(Refused::NotFound)?;
        let save_id: SaveId = "sample".parse().expect("it is short enough");
        let mut stored = Answers::new();
        let mut saves = Vec::with_capacity(sample.answers.len());
        for answered in &sample.answers {
            let (answer, at) = (answered.answer.clone(), answered.saved_at);
            let by = answered.saved_by.map_or(lead, |place| rows.people[place]);
            let question_row = edition.question_row(answered.question).ok_or(Refused::NotFound)?;
            saves.push(Save { question_row, revision: 1, save_id: save_id.clone(), answer: answer.clone(), by, at });
            // The frozen record does not name who saved an answer.
            let saved_by_name = String::new();
            let answer = StoredAnswer { answer, revision: 1, saved_at: at, saved_by: by, saved_by_name };
            stored.insert(answered.question, answer);
        }
        if !saves.is_empty() {
            answer_saves::write(db, audit.id, &saves).await?;
        }
        let Some(submitted) = &sample.submitted else { return Ok(()) };
        let id = audit.id;
        let open =
            OpenAudit { audit, edition, may_answer: false, may_submit: false, evidence: EvidenceRule::default() };
        let content = record(&open, &stored, &submitted.declaration).to_string();
        let submission = Submission {
            reference: submission_reference(&open.audit.round_title.slug(), id),
            at: submitted.at,
            content_hash: content_hash(&content),
            declaration: submitted.declaration.clone(),
        };
        audits::submit(db, id, &submission, lead, &content).await?;
        for action in &sample.actions {
            write_action(db, &open, &stored, action, lead, submitted.at).await?;
        }
        Ok(())
    }
}

async fn write_action(
    db: &mut SqliteConnection,
    open: &OpenAudit,
    stored: &Answers,
    action: &SampleAction,
    lead: PersonId,
    submitted_at: Timestamp,
) -> Result<(), Refused> {
    let answer = stored.get(&action.question).map(|stored| &stored.answer).ok_or(Refused::NotFound)?;
    let planned = &answer.planned;
    let by_when = answer.due().ok_or(Refused::NotFound)?;
    let new = NewAction {
        organisation: open.audit.organisation,
        audit: open.audit.id,
        question_row: open.edition.question_row(action.question).ok_or(Refused::NotFound)?,
        what: &planned.what,
        who: &planned.who,
        by_when,
        by: lead,
    };
    let id = actions::add(db, new, submitted_at).await?;
    let change = ActionChange {
        what: planned.what.clone(),
        who: planned.who.clone(),
        by_when,
        status: action.status,
        done_on: action.done_on,
        progress: action.progress.clone(),
        impact: action.impact.clone(),
    };
    actions::change(db, id, 1, &change, lead, action.changed_at).await?;
    Ok(())
}
