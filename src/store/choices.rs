//! All choices of an audit as one text, from which results are counted. Triggers keep it; nothing else writes it.

use sqlx::{FromRow, SqliteConnection};

use super::Result;
use super::forms::Edition;
use super::organisations::kind;
use super::row::Place;
use crate::domain::audit::{AuditId, AuditState};
use crate::domain::audit_round::RoundId;
use crate::domain::choice::Choice;
use crate::domain::organisation::{OrganisationId, OrganisationReference};
use crate::domain::report::AuditChoices;
use crate::domain::score::Score;

#[derive(FromRow)]
struct ChoicesRow {
    id: i64,
    organisation_id: i64,
    reference: String,
    name: String,
    sector: String,
    sub_sector: Option<String>,
    state: String,
    is_closed: bool,
    choices: String,
}

/// The audits of a form in a round with their choices, by the organisation's name. An audit that is not submitted is
/// over when its organisation or its form is closed: `over` says whether the form is.
pub async fn of_round(
    db: &mut SqliteConnection,
    round: RoundId,
    edition: &Edition,
    over: bool,
) -> Result<Vec<AuditChoices>> {
    let rows: Vec<ChoicesRow> = sqlx::query_as(
        "select a.id, a.organisation_id, o.reference, a.organisation_name as name, a.sector, a.sub_sector, a.state, \
         o.closed_at is not null as is_closed, a.choices from audit a join organisation o on o.id = a.organisation_id \
         where a.round_id = ? and a.form_edition_id = ? order by a.organisation_name collate nocase, o.reference",
    )
    .bind(round.0)
    .bind(edition.id.0)
    .fetch_all(db)
    .await?;
    rows.into_iter().map(|row| row.read(edition.questions(), over)).collect()
}

impl ChoicesRow {
    fn read(self, questions: usize, over: bool) -> Result<AuditChoices> {
        let place = Place { table: "audit", row: self.id };
        let choices = texts(place, &self.choices, questions)?.next().unwrap_or_default();
        let state = place.needs("state", AuditState::from_key(&self.state))?;
        Ok(AuditChoices {
            audit: AuditId(self.id),
            organisation: OrganisationId(self.organisation_id),
            reference: place.needs("organisation_id", OrganisationReference::parse(&self.reference))?,
            name: self.name,
            kind: kind(place, &self.sector, self.sub_sector.as_deref())?,
            state,
            is_over: state != AuditState::Submitted && (over || self.is_closed),
            choices: choices.iter().map(|mark| choice(place, *mark)).collect::<Result<_>>()?,
        })
    }
}

/// The texts of several audits, one after the other in `all`, each with one character for each question.
pub(super) fn texts(place: Place, all: &str, questions: usize) -> Result<std::slice::ChunksExact<'_, u8>> {
    let texts = all.as_bytes().chunks_exact(questions.max(1));
    let whole = texts.remainder().is_empty() && questions > 0;
    place.needs("choices", whole.then_some(texts))
}

/// One character of such a text.
pub(super) fn choice(place: Place, mark: u8) -> Result<Choice> {
    let choice = match mark {
        b'3' => Some(Choice::Scored(Score::FullyInPlace)),
        b'2' => Some(Choice::Scored(Score::MakingProgress)),
        b'1' => Some(Choice::Scored(Score::NotMakingProgress)),
        b'n' => Some(Choice::NotApplicable),
        b'-' => Some(Choice::NotAnswered),
        _ => None,
    };
    place.needs("choices", choice)
}

#[cfg(test)]
mod tests {
    use sqlx::migrate::Migrator;
    use sqlx::sqlite::SqliteConnectOptions;
    use sqlx::{ConnectOptions, Connection};

    use super::*;
    use crate::store::{Opening, Store, check};

    const EDITION: &str = "insert into form_edition (id, form, edition, content) values (1, 'schools', '1', 'x')";
    const QUESTIONS_BEFORE: &str = "insert into question (id, form_edition_id, question_key, standard) values
        (11, 1, 'S1.1', 1), (12, 1, 'S1.2', 1), (13, 1, 'S2.1', 2), (14, 1, 'S2.2', 2)";
    const QUESTIONS: &str = "insert into question (id, form_edition_id, question_key, standard, position) values
        (11, 1, 'S1.1', 1, 1), (12, 1, 'S1.2', 1, 2), (13, 1, 'S2.1', 2, 3), (14, 1, 'S2.2', 2, 4)";
    const ROWS: &str = "
        insert into audit_round (id, title, slug, created_at) values (1, '1', '1', '');
        insert into organisation (id, reference, name, sector, sub_sector, basis, created_at) values
            (1, 'O-0001', 'A', 'education', 'primary', 'statutory', ''),
            (2, 'O-0002', 'B', 'education', 'primary', 'statutory', '');
        insert into audit (id, round_id, organisation_id, form_edition_id, state, invited_at, started_at) values
            (1, 1, 1, 1, 'started', '', ''), (2, 1, 2, 1, 'invited', '', null);
        insert into answer (audit_id, question_id, score, not_applicable, revision) values
            (1, 11, 2, 0, 1), (1, 13, null, 1, 1), (1, 14, null, 0, 1)";
    const CHOICES: &str = "select choices from audit order by id";

    #[tokio::test]
    async fn a_file_from_before_gets_the_choices_of_its_answers() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("s.db");
        let first = sqlx::migrate!().iter().take(1).cloned().collect();
        let options = SqliteConnectOptions::new().filename(&path).create_if_missing(true);
        let mut db = options.connect().await.unwrap();
        sqlx::raw_sql("pragma application_id = 1395732801").execute(&mut db).await.unwrap();
        Migrator::with_migrations(first).run(&mut db).await.unwrap();
        for rows in [EDITION, QUESTIONS_BEFORE, ROWS] {
            sqlx::raw_sql(rows).execute(&mut db).await.unwrap();
        }
        db.close().await.unwrap();
        let store = Store::open(&path, Opening::Existing).await.unwrap();
        let mut reading = store.reading().await.unwrap();
        let choices: Vec<String> = sqlx::query_scalar(CHOICES).fetch_all(&mut *reading).await.unwrap();
        assert_eq!(choices, ["2-n-", "----"]);
        let places: Vec<i64> =
            sqlx::query_scalar("select position from question order by id").fetch_all(&mut *reading).await.unwrap();
        assert_eq!(places, [1, 2, 3, 4]);
        // The file as it was is kept beside it, whole.
        let kept = SqliteConnectOptions::new().filename(folder.path().join("s.db.schema-1"));
        let mut kept = kept.connect().await.unwrap();
        let as_it_was = check::check(&mut kept).await.unwrap();
        assert_eq!((as_it_was.schema, as_it_was.problems), (1, Vec::<String>::new()));
        let answers: i64 = sqlx::query_scalar("select count(*) from answer").fetch_one(&mut kept).await.unwrap();
        assert_eq!(answers, 3);
    }

    #[tokio::test]
    async fn the_choices_follow_every_change_of_an_answer_and_a_check_finds_those_that_do_not() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("s.db"), Opening::Create).await.unwrap();
        let mut db = store.writing().await.unwrap();
        for rows in [EDITION, QUESTIONS, ROWS] {
            sqlx::raw_sql(rows).execute(&mut *db).await.unwrap();
        }
        let choices = async |db: &mut SqliteConnection, change: &'static str| {
            sqlx::raw_sql(change).execute(&mut *db).await.unwrap();
            let choices: Vec<String> = sqlx::query_scalar(CHOICES).fetch_all(&mut *db).await.unwrap();
            assert_eq!(check::check(db).await.unwrap().problems, Vec::<String>::new());
            choices
        };
        assert_eq!(choices(&mut db, "").await, ["2-n-", "----"]);
        let change = "update answer set score = 3, not_applicable = 0 where question_id = 13";
        assert_eq!(choices(&mut db, change).await, ["2-3-", "----"]);
        let change = "insert into answer (audit_id, question_id, score, not_applicable, revision) values (1, 12, 1, 0, 1) \
                      on conflict do update set score = excluded.score";
        assert_eq!(choices(&mut db, change).await, ["213-", "----"]);
        let change = "update answer set score = null, revision = 2 where question_id = 11";
        assert_eq!(choices(&mut db, change).await, ["-13-", "----"]);
        assert_eq!(choices(&mut db, "delete from answer where question_id = 12").await, ["--3-", "----"]);
        assert!(sqlx::raw_sql("update audit set choices = '31x3' where id = 1").execute(&mut *db).await.is_err());
        sqlx::raw_sql("update audit set choices = '3133' where id = 1").execute(&mut *db).await.unwrap();
        let problems = check::check(&mut db).await.unwrap().problems;
        assert_eq!(problems, ["the choices of audit 1 do not agree with its answers"]);
    }
}
