//! The counts behind results. SQL counts and sums over choices alone; figures are made in `domain::summary`.

use sqlx::{FromRow, SqliteConnection};

use super::Result;
use super::answers::choice;
use super::forms::Edition;
use super::organisations::kind;
use super::row::Place;
use crate::domain::audit::WhoCounts;
use crate::domain::audit_round::RoundId;
use crate::domain::form::QuestionKey;
use crate::domain::summary::{Counts, Kind, Returned, StandardSum};

#[derive(FromRow)]
struct AuditCount {
    sector: String,
    sub_sector: Option<String>,
    n: i64,
}

#[derive(FromRow)]
struct ChoiceCount {
    sector: String,
    sub_sector: Option<String>,
    question_key: String,
    score: Option<i64>,
    not_applicable: bool,
    n: i64,
}

#[derive(FromRow)]
struct SumCount {
    sector: String,
    sub_sector: Option<String>,
    standard: u8,
    points: i64,
    questions: i64,
    n: i64,
}

#[derive(FromRow)]
struct ReturnedCount {
    sector: String,
    sub_sector: Option<String>,
    invited: i64,
    started: i64,
    submitted: i64,
}

/// How far the audits of one form of one round are, by kind of organisation.
pub async fn returned(db: &mut SqliteConnection, round: RoundId, edition: &Edition) -> Result<Vec<(Kind, Returned)>> {
    let rows: Vec<ReturnedCount> = sqlx::query_as(
        "select o.sector, o.sub_sector, count(*) as invited, sum(a.state = 'started') as started, \
         sum(a.state = 'submitted') as submitted from audit a join organisation o on o.id = a.organisation_id \
         where a.round_id = ? and a.form_edition_id = ? group by o.sector, o.sub_sector",
    )
    .bind(round.0)
    .bind(edition.id.0)
    .fetch_all(db)
    .await?;
    let place = Place { table: "audit", row: round.0 };
    let read = |row: ReturnedCount| {
        let returned = Returned {
            invited: place.count("state", row.invited)?,
            started: place.count("state", row.started)?,
            submitted: place.count("state", row.submitted)?,
        };
        Ok((kind(place, &row.sector, row.sub_sector.as_deref())?, returned))
    };
    rows.into_iter().map(read).collect()
}

/// Counts one form of one round over the audits that count.
pub async fn counts(
    db: &mut SqliteConnection,
    round: RoundId,
    edition: &Edition,
    who_counts: WhoCounts,
) -> Result<Counts> {
    let in_progress = who_counts == WhoCounts::AndInProgress;
    let place = Place { table: "audit", row: round.0 };
    let mut counts = Counts::default();

    let audits: Vec<AuditCount> = sqlx::query_as(
        "select o.sector, o.sub_sector, count(*) as n from audit a join organisation o on o.id = a.organisation_id \
         where a.round_id = ? and a.form_edition_id = ? and (a.state = 'submitted' or (? and a.state = 'started')) \
         group by o.sector, o.sub_sector",
    )
    .bind(round.0)
    .bind(edition.id.0)
    .bind(in_progress)
    .fetch_all(&mut *db)
    .await?;
    for row in audits {
        let kind = kind(place, &row.sector, row.sub_sector.as_deref())?;
        counts.audits.insert(kind, place.count("count", row.n)?);
    }

    let choices: Vec<ChoiceCount> = sqlx::query_as(
        "select o.sector, o.sub_sector, q.question_key, an.score, an.not_applicable, count(*) as n \
         from audit a join organisation o on o.id = a.organisation_id join answer an on an.audit_id = a.id \
         join question q on q.id = an.question_id \
         where a.round_id = ? and a.form_edition_id = ? and (a.state = 'submitted' or (? and a.state = 'started')) \
         group by o.sector, o.sub_sector, an.question_id, an.score, an.not_applicable",
    )
    .bind(round.0)
    .bind(edition.id.0)
    .bind(in_progress)
    .fetch_all(&mut *db)
    .await?;
    for row in choices {
        let kind = kind(place, &row.sector, row.sub_sector.as_deref())?;
        let key = place.needs("question_id", QuestionKey::parse(&row.question_key))?;
        let choice = choice(place, row.score, row.not_applicable)?;
        counts.choices.push((kind, key, choice, place.count("count", row.n)?));
    }

    let sums: Vec<SumCount> = sqlx::query_as(
        "select sector, sub_sector, standard, points, questions, count(*) as n from ( \
           select o.sector, o.sub_sector, q.standard, sum(an.score) as points, count(an.score) as questions \
           from audit a join organisation o on o.id = a.organisation_id join answer an on an.audit_id = a.id \
           join question q on q.id = an.question_id \
           where a.round_id = ? and a.form_edition_id = ? and (a.state = 'submitted' or (? and a.state = 'started')) \
           and an.score is not null group by a.id, q.standard) \
         group by sector, sub_sector, standard, points, questions",
    )
    .bind(round.0)
    .bind(edition.id.0)
    .bind(in_progress)
    .fetch_all(&mut *db)
    .await?;
    for row in sums {
        counts.sums.push(StandardSum {
            kind: kind(place, &row.sector, row.sub_sector.as_deref())?,
            standard: row.standard,
            points: place.count("sum", row.points)?,
            questions: place.count("count", row.questions)?,
            audits: place.count("count", row.n)?,
        });
    }
    Ok(counts)
}
