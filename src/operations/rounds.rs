//! Audit rounds: create, invite, open, and how far everyone is.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::organisations::by_typed_reference;
use super::{Installation, Problem, Refused, allow};
use crate::domain::access::Visitor;
use crate::domain::audit::Audit;
use crate::domain::audit_round::{AuditRound, HeldUp, RoundDates, RoundForm, RoundId, RoundTitle, is_too_far_ahead};
use crate::domain::dates;
use crate::domain::form::FormKind;
use crate::domain::organisation::{OrganisationId, Sector};
use crate::domain::report::Response;
use crate::domain::returned::Returned;
use crate::domain::typed_day::{self, TypedDay};
use crate::store::log::{self, Entry, Operation};
pub use crate::store::rounds::AuditFilter;
use crate::store::{audits, returned, rounds};

/// A form of a new round as typed: it is asked when an edition is chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedRoundForm {
    /// The edition's name; empty when the round does not ask this form.
    pub edition: String,
    /// First day.
    pub opens: String,
    /// Day it is due.
    pub due: String,
    /// Last day.
    pub closes: String,
}

impl TypedRoundForm {
    fn has_dates(&self) -> bool {
        [&self.opens, &self.due, &self.closes].iter().any(|day| !day.trim().is_empty())
    }

    fn is_left_out(&self) -> bool {
        self.edition.is_empty() && !self.has_dates()
    }
}

/// A new round as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedRound {
    /// The title.
    pub title: String,
    /// The schools form.
    pub schools: TypedRoundForm,
    /// The partners form.
    pub partners: TypedRoundForm,
}

/// Whom to invite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Invitees {
    /// Every open organisation whose form the round asks.
    All,
    /// Those of these sectors.
    Sectors(Vec<Sector>),
    /// One organisation, by its reference.
    One(String),
}

/// A round with how far everyone is.
#[derive(Clone, Debug)]
pub struct RoundProgress {
    /// The round.
    pub round: AuditRound,
    /// By form and sector.
    pub responses: Vec<Response>,
    /// When each submitted audit was submitted, in order.
    pub submitted_at: Vec<Timestamp>,
    /// How many organisations of each sector could still be invited: their form can still be answered.
    pub not_invited: BTreeMap<Sector, u32>,
    /// How many invited organisations are not going to submit, as things are, by reason.
    pub held_up: BTreeMap<HeldUp, u32>,
}

/// An audit as a round's list shows it.
#[derive(Clone, Debug)]
pub struct ListedAudit {
    /// The audit.
    pub audit: Audit,
    /// Why it is not going to be submitted, as things are.
    pub held_up: Option<HeldUp>,
}

/// What an administrator is told of a round that can never be opened.
pub const DATES_HAVE_PASSED: &str =
    "The dates of this round have passed, so nobody could answer it. Create a new round.";

/// Whether an invited organisation is open, and its form has not closed.
fn reaches_anybody(round: &AuditRound, responses: &[Response], now: Timestamp) -> bool {
    let is_open = |response: &Response| response.returned.invited() > response.returned.closed.all();
    responses.iter().any(|response| is_open(response) && !round.phase(response.form, now).is_past())
}

impl RoundProgress {
    /// How far everyone is, all sectors together.
    pub fn returned(&self) -> Returned {
        self.responses.iter().map(|response| response.returned).sum()
    }

    /// How many have not submitted although their form's due day has passed; `None` while no form is past its due day.
    pub fn late(&self, now: Timestamp) -> Option<u32> {
        let past_due = |kind| self.round.phase(kind, now).is_past_due();
        let any = self.round.forms.iter().any(|form| past_due(form.kind));
        let late = self.responses.iter().filter(|response| past_due(response.form));
        any.then(|| late.map(|response| response.returned.not_submitted()).sum())
    }

    /// Whether each audit that was started and not submitted can still be submitted, by the dates of its form.
    pub fn all_go_on(&self, now: Timestamp) -> bool {
        self.responses.iter().all(|response| {
            let is_closed = self.round.phase(response.form, now).is_past();
            response.returned.in_progress(is_closed) == response.returned.started
        })
    }

    /// Whether an invited organisation is open, and its form has not closed.
    pub fn reaches_anybody(&self, now: Timestamp) -> bool {
        reaches_anybody(&self.round, &self.responses, now)
    }

    /// How many organisations could still be invited.
    pub fn may_be_invited(&self) -> u32 {
        self.not_invited.values().sum()
    }
}

impl Installation {
    /// Every round, the latest first.
    pub async fn rounds(&self, visitor: &Visitor) -> Result<Vec<AuditRound>, Refused> {
        allow(visitor.may_see_board_pages())?;
        Ok(rounds::all(&mut *self.store.reading().await?).await?)
    }

    /// Refuses a visitor who may not create rounds, open them or invite to them: asked before such a form is shown.
    pub fn may_run_rounds(&self, visitor: &Visitor) -> Result<(), Refused> {
        allow(visitor.may_run_rounds())
    }

    /// One round.
    pub async fn round(&self, visitor: &Visitor, slug: &str) -> Result<AuditRound, Refused> {
        allow(visitor.may_see_board_pages())?;
        rounds::by_slug(&mut *self.store.reading().await?, slug).await?.ok_or(Refused::NotFound)
    }

    /// One round with how far everyone is.
    pub async fn round_progress(&self, visitor: &Visitor, slug: &str) -> Result<RoundProgress, Refused> {
        let round = self.round(visitor, slug).await?;
        let mut reading = self.store.reading().await?;
        let responses = returned::by_sector(&mut reading, &round).await?;
        let submitted_at = rounds::submissions_by_time(&mut reading, round.id).await?;
        let mut not_invited = BTreeMap::new();
        for (_, sector) in self.may_be_invited(&mut reading, &round).await? {
            *not_invited.entry(sector).or_default() += 1;
        }
        let mut held_up = BTreeMap::new();
        for why in rounds::held_up(&mut reading, &round, self.now()).await?.into_values() {
            *held_up.entry(why).or_default() += 1;
        }
        Ok(RoundProgress { round, responses, submitted_at, not_invited, held_up })
    }

    /// The open organisations that are not invited although their form can still be answered in this round: once a form
    /// is closed its figures stay as they are.
    async fn may_be_invited(
        &self,
        db: &mut sqlx::SqliteConnection,
        round: &AuditRound,
    ) -> Result<Vec<(OrganisationId, Sector)>, Refused> {
        let now = self.now();
        let can_answer =
            |sector: Sector| round.form(sector.form()).is_some() && !round.phase(sector.form(), now).is_past();
        let mut candidates = rounds::not_invited(db, round.id).await?;
        candidates.retain(|(_, sector)| can_answer(*sector));
        Ok(candidates)
    }

    /// The audits of a round that match.
    pub async fn audits_of_round(
        &self,
        visitor: &Visitor,
        slug: &str,
        filter: AuditFilter,
    ) -> Result<(AuditRound, Vec<ListedAudit>), Refused> {
        let round = self.round(visitor, slug).await?;
        let mut reading = self.store.reading().await?;
        let audits = audits::of_round(&mut reading, round.id, filter).await?;
        let held_up = rounds::held_up(&mut reading, &round, self.now()).await?;
        let listed = audits.into_iter().map(|audit| {
            let held_up = held_up.get(&audit.organisation).copied();
            ListedAudit { audit, held_up }
        });
        Ok((round, listed.collect()))
    }

    /// Creates a round that is not yet open.
    pub async fn create_round(&self, visitor: &Visitor, typed: &TypedRound) -> Result<RoundTitle, Refused> {
        allow(visitor.may_run_rounds())?;
        let mut problems = Vec::new();
        let title =
            RoundTitle::parse(&typed.title).map_err(|why| problems.push(Problem::new("title", why.to_string()))).ok();
        let mut forms = Vec::new();
        for (kind, form) in [(FormKind::Schools, &typed.schools), (FormKind::Partners, &typed.partners)] {
            if !form.edition.is_empty() {
                forms.extend(self.round_form(kind, form, &mut problems));
            } else if form.has_dates() {
                let message = format!(
                    "{}: there are dates, but no edition is chosen. Choose the edition that is asked, or empty the dates",
                    kind.words()
                );
                problems.push(Problem::new(format!("{}.edition", kind.key()), message));
            }
        }
        if typed.schools.is_left_out() && typed.partners.is_left_out() {
            problems.push(Problem::new("schools.edition", "Choose an edition of at least one form"));
        }
        let now = self.now();
        let mut writing = self.store.writing().await?;
        if let Some(title) = &title
            && rounds::by_slug(&mut writing, &title.slug()).await?.is_some()
        {
            problems.insert(0, Problem::new("title", "There is already a round with this title"));
        }
        let (Some(title), true) = (title, problems.is_empty()) else {
            return Err(Refused::Invalid(problems));
        };
        let round = rounds::add(&mut writing, &title, &forms, now).await?;
        self.note_round(&mut writing, visitor, Operation::RoundCreated, round, String::new()).await?;
        writing.commit().await?;
        Ok(title)
    }

    fn round_form(&self, kind: FormKind, typed: &TypedRoundForm, problems: &mut Vec<Problem>) -> Option<RoundForm> {
        let field = |name: &str| format!("{}.{name}", kind.key());
        let edition = self.editions.named(kind, &typed.edition);
        if edition.is_none() {
            problems
                .push(Problem::new(field("edition"), format!("There is no such edition of the {} form", kind.key())));
        }
        let today = dates::today(self.now());
        let mut day = |name: &str, words: &str, typed: &str| {
            let message = match typed_day::read(typed).and_then(TypedDay::whole) {
                Err(why) => format!("{}, {words}: {why}", kind.words()),
                Ok(day) if is_too_far_ahead(day, today) => {
                    let day = dates::long(day);
                    format!("{}: {day} is more than five years from now. Check the year", kind.words())
                }
                Ok(day) => return Some(day),
            };
            problems.push(Problem::new(field(name), message));
            None
        };
        let opens = day("opens", "opens", &typed.opens);
        let due = day("due", "due", &typed.due);
        let closes = day("closes", "closes", &typed.closes);
        let dates = RoundDates::new(opens?, due?, closes?)
            .map_err(|why| problems.push(Problem::new(field("due"), format!("{}: {why}", kind.words()))))
            .ok()?;
        if dates.closes() < today {
            let closing = dates::long(dates.closes());
            let message = format!("{}: the closing date, {closing}, has passed. Check the year", kind.words());
            problems.push(Problem::new(field("closes"), message));
        }
        Some(RoundForm { kind, edition: edition?.id, dates })
    }

    /// Opens a round: from now on its forms can be answered within their dates. A round is not opened when nobody who
    /// can still answer is invited to it: that would reach nobody, and could not be undone.
    pub async fn open_round(&self, visitor: &Visitor, slug: &str) -> Result<(), Refused> {
        allow(visitor.may_run_rounds())?;
        let round = self.round(visitor, slug).await?;
        let now = self.now();
        let mut writing = self.store.writing().await?;
        if !rounds::open(&mut writing, round.id, now).await? {
            return Err(Refused::State("This round is already open.".into()));
        }
        if round.is_past(now) {
            return Err(Refused::State(DATES_HAVE_PASSED.into()));
        }
        let responses = returned::by_sector(&mut writing, &round).await?;
        if !reaches_anybody(&round, &responses, now) {
            let nobody = if responses.is_empty() {
                "Nobody is invited to this round yet"
            } else {
                "Nobody who can still answer is invited to this round"
            };
            return Err(Refused::State(format!("{nobody}. Invite organisations first, then open it.")));
        }
        self.note_round(&mut writing, visitor, Operation::RoundOpened, round.id, String::new()).await?;
        Ok(writing.commit().await?)
    }

    /// Invites organisations that are not yet invited; says how many were.
    pub async fn invite(&self, visitor: &Visitor, slug: &str, whom: &Invitees) -> Result<u32, Refused> {
        allow(visitor.may_run_rounds())?;
        let round = self.round(visitor, slug).await?;
        let now = self.now();
        let mut writing = self.store.writing().await?;
        let candidates = self.may_be_invited(&mut writing, &round).await?;
        let chosen = match whom {
            Invitees::All => candidates,
            Invitees::Sectors(sectors) => candidates.into_iter().filter(|(_, s)| sectors.contains(s)).collect(),
            Invitees::One(reference) => {
                let problem = |message: &str| Refused::Invalid(vec![Problem::new("organisation", message)]);
                let found = by_typed_reference(&mut writing, reference).await?;
                let form = found.details.kind.sector().form();
                if round.form(form).is_none() {
                    return Err(problem("This round does not ask the form that the organisation’s sector answers"));
                }
                if round.phase(form, now).is_past() {
                    return Err(problem(
                        "The organisation’s form is closed in this round, so nobody can be invited to it",
                    ));
                }
                if found.closed_at.is_some() {
                    return Err(problem("This organisation is closed. Open it again before you invite it"));
                }
                let able = candidates.into_iter().filter(|(id, _)| *id == found.id).collect::<Vec<_>>();
                if able.is_empty() {
                    return Err(problem("This organisation is already invited"));
                }
                able
            }
        };
        let mut invited = 0;
        for (organisation, sector) in chosen {
            let Some(form) = round.form(sector.form()) else {
                continue;
            };
            if rounds::invite(&mut writing, round.id, organisation, form.edition, now).await? {
                invited += 1;
            }
        }
        self.note_round(&mut writing, visitor, Operation::Invited, round.id, format!("{invited} organisations"))
            .await?;
        writing.commit().await?;
        Ok(invited)
    }

    async fn note_round(
        &self,
        db: &mut sqlx::SqliteConnection,
        visitor: &Visitor,
        operation: Operation,
        round: RoundId,
        subject: String,
    ) -> crate::store::Result<()> {
        let (person, round) = (Some(visitor.person), Some(round));
        log::record(db, Entry { round, subject, ..Entry::new(operation, person) }, self.now()).await
    }
}
