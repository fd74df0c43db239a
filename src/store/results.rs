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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;
    use proptest::strategy::ValueTree;
    use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

    use super::*;
    use crate::domain::answer::Choice;
    use crate::domain::audit::AuditState;
    use crate::domain::form::{AuditForm, EditionId, FormKind, Lineage, Question, Standard};
    use crate::domain::organisation::{Sector, SubSector};
    use crate::domain::score::Score;
    use crate::store::{Opening, Store, forms};

    const KINDS: [Kind; 4] = [
        (Sector::Education, Some(SubSector::Primary)),
        (Sector::Education, Some(SubSector::Post16)),
        (Sector::Health, None),
        (Sector::Police, None),
    ];
    const QUESTIONS: [u8; 7] = [3, 1, 2, 3, 1, 2, 3];

    fn form() -> AuditForm {
        let question = |number: u8, position: u8| Question {
            key: QuestionKey::parse(&format!("S{number}.{position}")).unwrap(),
            short: String::new(),
            wording: String::new(),
            guidance: String::new(),
            descriptors: Default::default(),
            evidence: Vec::new(),
            topics: Vec::new(),
            rests_on: String::new(),
            not_applicable: true,
            lineage: Lineage::New,
        };
        let standards = (1..=7).zip(QUESTIONS).map(|(number, n)| Standard {
            number,
            title: String::new(),
            summary: String::new(),
            questions: (1..=n).map(|position| question(number, position)).collect(),
        });
        AuditForm {
            kind: FormKind::Schools,
            edition: "1".into(),
            title: String::new(),
            introduction: String::new(),
            rests_on: Vec::new(),
            scale: Vec::new(),
            standards: standards.collect(),
        }
    }

    /// An audit: its kind, how far it is, and for each question a choice, or `None` where there is no row.
    type Stored = (Kind, AuditState, Vec<Option<Choice>>);

    fn audits() -> Vec<Stored> {
        let scores = Score::ALL.into_iter().map(Choice::Scored);
        let choices: Vec<_> =
            scores.chain([Choice::NotApplicable, Choice::NotAnswered]).map(Some).chain([None]).collect();
        let questions = QUESTIONS.iter().map(|n| usize::from(*n)).sum::<usize>();
        let answers = proptest::collection::vec(proptest::sample::select(choices), questions);
        let audit = (proptest::sample::select(&KINDS), proptest::sample::select(&AuditState::ALL), answers);
        let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
        let mut runner = TestRunner::new_with_rng(Config::default(), rng);
        proptest::collection::vec(audit, 60).new_tree(&mut runner).unwrap().current()
    }

    async fn insert(db: &mut SqliteConnection, number: i64, edition: &Edition, (kind, state, answers): &Stored) {
        let (started, submitted) = (*state != AuditState::Invited, *state == AuditState::Submitted);
        let organisation = "insert into organisation (id, reference, name, sector, sub_sector, basis, created_at) \
                            values (?, 'O-' || (1000 + ?), 'A', ?, ?, 'statutory', '')";
        let organisation = sqlx::query(organisation).bind(number).bind(number).bind(kind.0.key());
        organisation.bind(kind.1.map(SubSector::key)).execute(&mut *db).await.unwrap();
        let audit = "insert into audit (id, round_id, organisation_id, form_edition_id, state, invited_at, started_at, \
                     submitted_at) values (?, 1, ?, ?, ?, '', ?, ?)";
        let audit = sqlx::query(audit).bind(number).bind(number).bind(edition.id.0).bind(state.key());
        audit.bind(started.then_some("")).bind(submitted.then_some("")).execute(&mut *db).await.unwrap();
        for (question, choice) in edition.form.questions().zip(answers) {
            let Some(choice) = choice else { continue };
            let answer =
                "insert into answer (audit_id, question_id, score, not_applicable, revision) values (?, ?, ?, ?, 1)";
            sqlx::query(answer)
                .bind(number)
                .bind(edition.question_row(question.key))
                .bind(choice.score().map(Score::points))
                .bind(*choice == Choice::NotApplicable)
                .execute(&mut *db)
                .await
                .unwrap();
        }
    }

    /// The same counts, one audit after the other.
    fn counted(form: &AuditForm, audits: &[Stored], who_counts: WhoCounts) -> Counts {
        let mut choices: BTreeMap<(Kind, QuestionKey, &str), (Choice, u32)> = BTreeMap::new();
        let mut sums: BTreeMap<(Kind, u8, u32, u32), u32> = BTreeMap::new();
        let mut counts = Counts::default();
        for (kind, _, answers) in audits.iter().filter(|(_, state, _)| who_counts.counts(*state)) {
            *counts.audits.entry(*kind).or_default() += 1;
            let mut by_standard: BTreeMap<u8, (u32, u32)> = BTreeMap::new();
            for (question, choice) in form.questions().zip(answers) {
                let Some(choice) = choice else { continue };
                choices.entry((*kind, question.key, choice.key())).or_insert((*choice, 0)).1 += 1;
                if let Some(score) = choice.score() {
                    let sum = by_standard.entry(question.key.standard()).or_default();
                    *sum = (sum.0 + u32::from(score.points()), sum.1 + 1);
                }
            }
            for (standard, (points, questions)) in by_standard {
                *sums.entry((*kind, standard, points, questions)).or_default() += 1;
            }
        }
        let choices = choices.into_iter().map(|((kind, key, _), (choice, n))| (kind, key, choice, n));
        counts.choices = choices.collect();
        let sum =
            |((kind, standard, points, questions), audits)| StandardSum { kind, standard, points, questions, audits };
        counts.sums = sums.into_iter().map(sum).collect();
        counts
    }

    /// Rows come in no order of their own.
    fn sorted(mut counts: Counts) -> Counts {
        counts.choices.sort_by_key(|(kind, key, choice, _)| (*kind, *key, choice.key()));
        counts.sums.sort_by_key(|sum| (sum.kind, sum.standard, sum.points, sum.questions));
        counts
    }

    #[tokio::test]
    async fn what_is_counted_of_a_real_file_is_what_was_stored() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("s.db"), Opening::Create).await.unwrap();
        let mut db = store.writing().await.unwrap();
        forms::add(&mut db, &form(), "x").await.unwrap();
        let editions = forms::load(&mut db, |_| Some(form())).await.unwrap();
        let edition = editions.get(EditionId(1)).unwrap();
        sqlx::query("insert into audit_round (id, title, slug, created_at) values (1, '1', '1', '')")
            .execute(&mut *db)
            .await
            .unwrap();
        let audits = audits();
        for (number, audit) in (1..).zip(&audits) {
            insert(&mut db, number, edition, audit).await;
        }
        db.commit().await.unwrap();
        let mut reading = store.snapshot().await.unwrap();
        for who_counts in [WhoCounts::Submitted, WhoCounts::AndInProgress] {
            let counts = counts(&mut reading, RoundId(1), edition, who_counts).await.unwrap();
            assert!(counts.choices.len() > 100 && counts.sums.len() > 50);
            assert_eq!(sorted(counts), sorted(counted(&form(), &audits, who_counts)));
        }
        let returned = returned(&mut reading, RoundId(1), edition).await.unwrap();
        assert_eq!(returned.len(), KINDS.len());
        for (kind, returned) in returned {
            let with = |wanted: &[AuditState]| {
                let these = audits.iter().filter(|(of, state, _)| *of == kind && wanted.contains(state));
                u32::try_from(these.count()).unwrap()
            };
            assert_eq!(returned.invited, with(&AuditState::ALL));
            assert_eq!(returned.started, with(&[AuditState::Started]));
            assert_eq!(returned.submitted, with(&[AuditState::Submitted]));
        }
    }
}
