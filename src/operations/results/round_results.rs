//! Results: the figures of a round, the organisations behind each, and all that a round's files hold.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use sqlx::SqliteConnection;

use crate::domain::access::Visitor;
use crate::domain::answer::Answer;
use crate::domain::audit::{Audit, WhoCounts};
use crate::domain::audit_round::AuditRound;
use crate::domain::change::{self, Change};
use crate::domain::counting::Counting;
use crate::domain::form::{FormKind, QuestionKey};
use crate::domain::organisation::Kind;
use crate::domain::report::{AuditChoices, AuditRecord, FormReport, Provenance, RoundReport};
use crate::domain::returned::Returned;
use crate::domain::summary::{self, FormResults, Group};
use crate::domain::tally::Tally;
use crate::operations::{Actor, Installation, Refused, allow};
use crate::store::forms::Edition;
use crate::store::{actions, choices, results, returned, rounds};

/// The results of one form in a round.
#[derive(Clone, Debug)]
pub struct RoundResults {
    /// The round.
    pub round: AuditRound,
    /// The edition that is asked.
    pub edition: Arc<Edition>,
    /// Every figure.
    pub results: FormResults,
    /// How far everyone who was invited to answer this form is, by kind of organisation.
    pub returned: BTreeMap<Kind, Returned>,
    /// Whether the form has closed.
    pub is_closed: bool,
}

impl RoundResults {
    /// How far a group's audits are.
    pub fn returned(&self, group: Group) -> Returned {
        self.returned.iter().filter(|(kind, _)| group.holds(**kind)).map(|(_, returned)| *returned).sum()
    }

    /// The audits that a group's figures count and leave out.
    pub fn counting(&self, group: Group) -> Counting {
        Counting { who: self.results.who_counts, is_closed: self.is_closed, returned: self.returned(group) }
    }
}

/// One organisation behind a figure.
#[derive(Clone, Debug)]
pub struct Behind {
    /// Its audit.
    pub audit: AuditChoices,
    /// Its answers to the questions of the figure, counted.
    pub tally: Tally,
}

impl Installation {
    /// The results of one form in a round, for board staff.
    pub async fn round_results(
        &self,
        by: Actor<'_>,
        slug: &str,
        kind: FormKind,
        who_counts: WhoCounts,
    ) -> Result<RoundResults, Refused> {
        allow(by.may(Visitor::may_see_results))?;
        let mut reading = self.store.snapshot().await?;
        self.results_at(&mut reading, slug, kind, who_counts).await
    }

    async fn results_at(
        &self,
        db: &mut SqliteConnection,
        slug: &str,
        kind: FormKind,
        who_counts: WhoCounts,
    ) -> Result<RoundResults, Refused> {
        let round = rounds::by_slug(db, slug).await?.ok_or(Refused::NotFound)?;
        let edition = self.edition_asked(&round, kind)?;
        let counts = results::counts(db, round.id, &edition, who_counts).await?;
        let returned = returned::by_kind(db, &round, kind, edition.id).await?;
        let results = summary::results(&edition.form, who_counts, &counts);
        let is_closed = round.phase(kind, self.now()).is_past();
        Ok(RoundResults { round, edition, results, returned, is_closed })
    }

    pub(crate) fn edition_asked(&self, round: &AuditRound, kind: FormKind) -> Result<Arc<Edition>, Refused> {
        let form = round.form(kind).ok_or(Refused::NotFound)?;
        Ok(self.editions.get(form.edition).ok_or(Refused::NotFound)?.clone())
    }

    /// The results with the organisations behind a figure: those of the group that count, with their answers to the
    /// questions that `wanted` chooses, all as of one moment.
    pub async fn behind(
        &self,
        visitor: &Visitor,
        slug: &str,
        kind: FormKind,
        who_counts: WhoCounts,
        group: Group,
        wanted: impl Fn(QuestionKey) -> bool + Send,
    ) -> Result<(RoundResults, Vec<Behind>), Refused> {
        allow(visitor.may_see_results())?;
        let mut reading = self.store.snapshot().await?;
        let results = self.results_at(&mut reading, slug, kind, who_counts).await?;
        let (round, edition) = (&results.round, &results.edition);
        let audits = choices::of_round(&mut reading, round.id, edition, results.is_closed).await?;
        let counted = audits.into_iter().filter(|audit| who_counts.counts(audit.state) && group.holds(audit.kind));
        let behind = counted.map(|audit| Behind { tally: audit.tally(&edition.form, &wanted), audit });
        let behind = behind.collect();
        Ok((results, behind))
    }

    /// Everything that a round's results files hold, for board staff; one form only when it is named.
    pub(crate) async fn round_report(
        &self,
        by: Actor<'_>,
        slug: &str,
        only: Option<FormKind>,
        who_counts: WhoCounts,
    ) -> Result<RoundReport, Refused> {
        allow(by.may(Visitor::may_see_results))?;
        let mut reading = self.store.snapshot().await?;
        let round = rounds::by_slug(&mut reading, slug).await?.ok_or(Refused::NotFound)?;
        let mut forms = Vec::new();
        for kind in asked(&round, only)? {
            forms.push(self.form_report(&mut reading, &round, kind, who_counts).await?);
        }
        let mut responses = returned::by_sector(&mut reading, &round).await?;
        responses.retain(|response| only.is_none_or(|only| only == response.form));
        Ok(RoundReport { provenance: self.provenance(round.title.as_str()), who_counts, responses, forms })
    }

    pub(crate) fn provenance(&self, round: &str) -> Provenance {
        let board = self.board().unwrap_or_default();
        Provenance {
            board: board.name,
            contact: board.contact_email,
            round: round.into(),
            made_at: self.now(),
            sample: board.holds_sample_data,
        }
    }

    async fn form_report(
        &self,
        db: &mut SqliteConnection,
        round: &AuditRound,
        kind: FormKind,
        who_counts: WhoCounts,
    ) -> Result<FormReport, Refused> {
        let edition = self.edition_asked(round, kind)?;
        let is_closed = round.phase(kind, self.now()).is_past();
        let counts = results::counts(db, round.id, &edition, who_counts).await?;
        let audits = choices::of_round(db, round.id, &edition, is_closed).await?;
        let actions = actions::of_round(db, &self.editions, round.id, edition.id).await?;
        let change = self.change_since_the_last_round(db, round, &edition, &audits, who_counts).await?;
        let results = summary::results(&edition.form, who_counts, &counts);
        let returned = returned::by_kind(db, round, kind, edition.id).await?.into_values().sum();
        Ok(FormReport { form: edition.form.clone(), results, is_closed, returned, audits, change, actions })
    }

    /// Change since the last round in which somebody handed in this form.
    async fn change_since_the_last_round(
        &self,
        db: &mut SqliteConnection,
        round: &AuditRound,
        edition: &Edition,
        audits: &[AuditChoices],
        who_counts: WhoCounts,
    ) -> Result<Option<Change>, Refused> {
        let kind = edition.form.kind;
        let Some(before) = last_round(db, round, kind).await? else { return Ok(None) };
        let old = self.edition_asked(&before, kind)?;
        let then = choices::of_round(db, before.id, &old, false).await?;
        let then = then.into_iter().filter(|audit| WhoCounts::Submitted.counts(audit.state));
        let then: HashMap<_, _> = then.map(|audit| (audit.organisation, audit.choices)).collect();
        let now = audits.iter().filter(|audit| who_counts.counts(audit.state));
        let both = now.filter_map(|audit| Some((then.get(&audit.organisation)?.as_slice(), audit.choices.as_slice())));
        let questions = change::of_questions(self.editions.back(edition.id, old.id), &both.collect::<Vec<_>>());
        Ok(Some(Change { since: before.title.as_str().into(), questions }))
    }
}

/// The last round before this one that the board opened and in which somebody handed in this form.
async fn last_round(
    db: &mut SqliteConnection,
    round: &AuditRound,
    kind: FormKind,
) -> Result<Option<AuditRound>, Refused> {
    let Some(turn) = round.turn(kind) else { return Ok(None) };
    let all = rounds::all(db).await?.into_iter();
    let mut earlier: Vec<_> = all.filter_map(|other| Some((other.turn(kind)?, other))).collect();
    earlier.retain(|(before, _)| before.is_opened_before(turn));
    earlier.sort_by_key(|(before, _)| Reverse(*before));
    for (_, other) in earlier {
        if let Some(form) = other.form(kind)
            && rounds::somebody_submitted(db, other.id, form.edition).await?
        {
            return Ok(Some(other));
        }
    }
    Ok(None)
}

/// The forms that a round asks; one only when it is named.
pub(crate) fn asked(round: &AuditRound, only: Option<FormKind>) -> Result<Vec<FormKind>, Refused> {
    let asked = round.forms.iter().map(|form| form.kind).filter(|kind| only.is_none_or(|only| only == *kind));
    let asked: Vec<_> = asked.collect();
    if asked.is_empty() { Err(Refused::NotFound) } else { Ok(asked) }
}

/// An audit with its answers as files hold it.
pub(crate) fn record_of(audit: Audit, answers: BTreeMap<QuestionKey, Answer>) -> AuditRecord {
    AuditRecord {
        reference: audit.organisation_reference,
        name: audit.organisation_name,
        kind: audit.kind,
        stage: audit.stage,
        answers,
    }
}
