//! Actions: an organisation's plan across rounds.

use jiff::{Timestamp, civil::Date};
use sqlx::{FromRow, QueryBuilder, SqliteConnection};

use super::Result;
use super::forms::Editions;
use super::row::{Place, time_text};
use crate::domain::action_plan::{Action, ActionId, ActionStatus};
use crate::domain::audit::AuditId;
use crate::domain::audit_round::RoundId;
use crate::domain::form::{EditionId, QuestionKey};
use crate::domain::organisation::{OrganisationId, OrganisationReference};
use crate::domain::person::PersonId;
use crate::domain::score::Score;

#[derive(FromRow)]
struct ActionRow {
    id: i64,
    organisation_reference: String,
    number: i64,
    question_key: String,
    form_edition_id: i64,
    round_title: String,
    score: Option<i64>,
    what: String,
    who: String,
    by_when: String,
    status: String,
    done_on: Option<String>,
    progress: String,
    impact: String,
    revision: i64,
    changed_at: String,
    changed_by: Option<String>,
}

const SELECT: &str = "select c.id, o.reference as organisation_reference, c.number, q.question_key, \
     q.form_edition_id, r.title as round_title, an.score, c.what, c.who, c.by_when, c.status, c.done_on, c.progress, \
     c.impact, c.revision, c.changed_at, p.name as changed_by \
     from action c join organisation o on o.id = c.organisation_id join question q on q.id = c.question_id \
     join audit a on a.id = c.audit_id join audit_round r on r.id = a.round_id \
     left join answer an on an.audit_id = c.audit_id and an.question_id = c.question_id \
     left join person p on p.id = c.changed_by ";

impl ActionRow {
    fn read(self, editions: &Editions) -> Result<(OrganisationReference, Action)> {
        let place = Place { table: "action", row: self.id };
        let key = place.needs("question_id", QuestionKey::parse(&self.question_key))?;
        let form = &place.needs("question_id", editions.get(EditionId(self.form_edition_id)))?.form;
        let question = place.needs("question_id", form.question(key))?;
        let standard = place.needs("question_id", form.standard(key.standard()))?;
        let action = Action {
            id: ActionId(self.id),
            number: place.count("number", self.number)?,
            question: key,
            question_short: question.short.clone(),
            standard_title: standard.title.clone(),
            round_title: self.round_title,
            score: self.score.map(|points| place.needs("score", Score::from_points(points))).transpose()?,
            what: self.what,
            who: self.who,
            by_when: place.day("by_when", &self.by_when)?,
            status: place.needs("status", ActionStatus::from_key(&self.status))?,
            done_on: self.done_on.map(|day| place.day("done_on", &day)).transpose()?,
            progress: self.progress,
            impact: self.impact,
            revision: self.revision,
            changed_at: place.time("changed_at", &self.changed_at)?,
            changed_by: self.changed_by,
        };
        let owner = OrganisationReference::parse(&self.organisation_reference);
        Ok((place.needs("organisation_id", owner)?, action))
    }
}

/// An organisation's plan: open actions first, the earliest day first.
pub async fn of_organisation(
    db: &mut SqliteConnection,
    editions: &Editions,
    organisation: OrganisationId,
) -> Result<Vec<Action>> {
    let mut query = QueryBuilder::new(SELECT);
    query.push("where c.organisation_id = ").push_bind(organisation.0);
    query.push(" order by c.status in ('done', 'no_longer_needed'), c.by_when, c.number");
    let rows: Vec<ActionRow> = query.build_query_as().fetch_all(db).await?;
    rows.into_iter().map(|row| row.read(editions).map(|(_, action)| action)).collect()
}

/// The actions that come from an audit, in the plan's order of numbers.
pub async fn of_audit(db: &mut SqliteConnection, editions: &Editions, audit: AuditId) -> Result<Vec<Action>> {
    let mut query = QueryBuilder::new(SELECT);
    query.push("where c.audit_id = ").push_bind(audit.0).push(" order by c.number");
    let rows: Vec<ActionRow> = query.build_query_as().fetch_all(db).await?;
    rows.into_iter().map(|row| row.read(editions).map(|(_, action)| action)).collect()
}

/// The actions that come from one form's audits in a round, with whose they are.
pub async fn of_round(
    db: &mut SqliteConnection,
    editions: &Editions,
    round: RoundId,
    edition: EditionId,
) -> Result<Vec<(OrganisationReference, Action)>> {
    let mut query = QueryBuilder::new(SELECT);
    query.push("where a.round_id = ").push_bind(round.0);
    query.push(" and a.form_edition_id = ").push_bind(edition.0);
    query.push(" order by o.reference, c.number");
    let rows: Vec<ActionRow> = query.build_query_as().fetch_all(db).await?;
    rows.into_iter().map(|row| row.read(editions)).collect()
}

/// One action of an organisation by its number.
pub async fn by_number(
    db: &mut SqliteConnection,
    editions: &Editions,
    organisation: OrganisationId,
    number: u32,
) -> Result<Option<Action>> {
    let mut query = QueryBuilder::new(SELECT);
    query.push("where c.organisation_id = ").push_bind(organisation.0);
    query.push(" and c.number = ").push_bind(number);
    let row: Option<ActionRow> = query.build_query_as().fetch_optional(db).await?;
    row.map(|row| row.read(editions).map(|(_, action)| action)).transpose()
}

/// An action that enters the plan.
#[derive(Clone, Copy, Debug)]
pub struct NewAction<'a> {
    /// Whose plan.
    pub organisation: OrganisationId,
    /// From which audit.
    pub audit: AuditId,
    /// From which question.
    pub question_row: i64,
    /// What is to be done.
    pub what: &'a str,
    /// Who does it.
    pub who: &'a str,
    /// By when.
    pub by_when: Date,
    /// The person who submits it.
    pub by: PersonId,
}

/// Adds an action that is not started, with the organisation's next number.
pub async fn add(db: &mut SqliteConnection, action: NewAction<'_>, now: Timestamp) -> Result<ActionId> {
    let added = sqlx::query(
        "insert into action (organisation_id, number, audit_id, question_id, what, who, by_when, status, progress, \
         impact, revision, changed_at, changed_by) \
         select ?, coalesce(max(number), 0) + 1, ?, ?, ?, ?, ?, 'not_started', '', '', 1, ?, ? \
         from action where organisation_id = ?",
    )
    .bind(action.organisation.0)
    .bind(action.audit.0)
    .bind(action.question_row)
    .bind(action.what)
    .bind(action.who)
    .bind(action.by_when.to_string())
    .bind(time_text(now))
    .bind(action.by.0)
    .bind(action.organisation.0)
    .execute(db)
    .await?;
    Ok(ActionId(added.last_insert_rowid()))
}

/// What can be changed of an action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionChange {
    /// What is to be done.
    pub what: String,
    /// Who does it.
    pub who: String,
    /// By when.
    pub by_when: Date,
    /// Its status.
    pub status: ActionStatus,
    /// When it was done: given exactly when the status is done.
    pub done_on: Option<Date>,
    /// How it goes.
    pub progress: String,
    /// What changed because of it.
    pub impact: String,
}

/// Changes an action that still has this revision: `false` when someone changed it in between.
pub async fn change(
    db: &mut SqliteConnection,
    id: ActionId,
    revision: i64,
    change: &ActionChange,
    by: PersonId,
    now: Timestamp,
) -> Result<bool> {
    let changed = sqlx::query(
        "update action set what = ?, who = ?, by_when = ?, status = ?, done_on = ?, progress = ?, impact = ?, \
         revision = revision + 1, changed_at = ?, changed_by = ? where id = ? and revision = ?",
    )
    .bind(&change.what)
    .bind(&change.who)
    .bind(change.by_when.to_string())
    .bind(change.status.key())
    .bind(change.done_on.map(|day| day.to_string()))
    .bind(&change.progress)
    .bind(&change.impact)
    .bind(time_text(now))
    .bind(by.0)
    .bind(id.0)
    .bind(revision)
    .execute(db)
    .await?;
    Ok(changed.rows_affected() == 1)
}
