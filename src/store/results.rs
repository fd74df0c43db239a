//! The counts behind results. Only choices are read; figures are made in `domain::summary`.

use std::collections::HashMap;

use sqlx::{FromRow, QueryBuilder, SqliteConnection};

use super::Result;
use super::choices;
use super::forms::Edition;
use super::organisations::kind;
use super::row::Place;
use crate::domain::audit::WhoCounts;
use crate::domain::audit_round::RoundId;
use crate::domain::choice::Choice;
use crate::domain::form::QuestionKey;
use crate::domain::organisation::{Kind, OrganisationId, Sector};
use crate::domain::summary::{Counts, StandardSum};

#[derive(FromRow)]
struct KindChoices {
    sector: String,
    sub_sector: Option<String>,
    audits: i64,
    choices: String,
    shortest: i64,
    longest: i64,
}

/// All choices of the audits that count, by kind; the rest of the statement says which count.
const CHOICES: &str = "select a.sector, a.sub_sector, count(*) as audits, group_concat(a.choices, '') as choices, \
     min(length(a.choices)) as shortest, max(length(a.choices)) as longest from audit a where a.round_id = ";

/// Counts one form of one round over the audits that count.
pub async fn counts(
    db: &mut SqliteConnection,
    round: RoundId,
    edition: &Edition,
    who_counts: WhoCounts,
) -> Result<Counts> {
    let mut query = QueryBuilder::new(CHOICES);
    query.push_bind(round.0).push(" and a.form_edition_id = ").push_bind(edition.id.0);
    query.push(" and (a.state = 'submitted' or (").push_bind(who_counts == WhoCounts::AndInProgress);
    query.push(" and a.state = 'started')) group by a.sector, a.sub_sector");
    counted(round, edition, query.build_query_as().fetch_all(db).await?)
}

/// Counts one form of one round over the submitted audits of a sector, except those of some organisations.
pub async fn counts_of_others(
    db: &mut SqliteConnection,
    round: RoundId,
    edition: &Edition,
    sector: Sector,
    without: &[OrganisationId],
) -> Result<Counts> {
    let mut query = QueryBuilder::new(CHOICES);
    query.push_bind(round.0).push(" and a.form_edition_id = ").push_bind(edition.id.0);
    query.push(" and a.state = 'submitted' and a.sector = ").push_bind(sector.key());
    query.push(" and a.organisation_id not in (");
    let mut those = query.separated(", ");
    for organisation in without {
        those.push_bind(organisation.0);
    }
    query.push(") group by a.sector, a.sub_sector");
    counted(round, edition, query.build_query_as().fetch_all(db).await?)
}

fn counted(round: RoundId, edition: &Edition, kinds: Vec<KindChoices>) -> Result<Counts> {
    let place = Place { table: "audit", row: round.0 };
    let questions: Vec<_> = edition.form.questions().map(|question| question.key).collect();
    let mut counts = Counts::default();
    for row in kinds {
        let kind = kind(place, &row.sector, row.sub_sector.as_deref())?;
        // An audit that is short by an answer would lend its neighbours' answers to other questions.
        let whole = [row.shortest, row.longest].iter().all(|n| usize::try_from(*n) == Ok(questions.len()));
        place.needs("choices", whole.then_some(()))?;
        let audits = choices::texts(place, &row.choices, questions.len())?;
        counts.audits.insert(kind, place.count("count", row.audits)?);
        count_kind(&mut counts, place, kind, &questions, audits)?;
    }
    Ok(counts)
}

/// Counts the audits of one kind, each the text of its choices.
fn count_kind<'a>(
    counts: &mut Counts,
    place: Place,
    kind: Kind,
    questions: &[QuestionKey],
    audits: impl Iterator<Item = &'a [u8]>,
) -> Result<()> {
    // By question and by the choice's character: how often.
    let mut marks = vec![[0_u32; 256]; questions.len()];
    // By standard, points and questions scored: how many audits.
    let mut sums: HashMap<(u8, u32, u32), u32> = HashMap::new();
    for audit in audits {
        let mut by_standard = [(0, 0); 7];
        for ((mark, key), marks) in audit.iter().zip(questions).zip(&mut marks) {
            marks[usize::from(*mark)] += 1;
            if let Some(score) = choices::choice(place, *mark)?.score() {
                let (points, scored) = &mut by_standard[usize::from(key.standard() - 1)];
                *points += u32::from(score.points());
                *scored += 1;
            }
        }
        for ((points, scored), standard) in by_standard.into_iter().zip(1..).filter(|((_, scored), _)| *scored > 0) {
            *sums.entry((standard, points, scored)).or_default() += 1;
        }
    }
    for (key, marks) in questions.iter().zip(marks) {
        for (mark, n) in (0..=u8::MAX).zip(marks).filter(|(_, n)| *n > 0) {
            let choice = choices::choice(place, mark)?;
            if choice != Choice::NotAnswered {
                counts.choices.push((kind, *key, choice, n));
            }
        }
    }
    let sum = |((standard, points, questions), audits)| StandardSum { kind, standard, points, questions, audits };
    counts.sums.extend(sums.into_iter().map(sum));
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Arc;

    use proptest::prelude::*;
    use proptest::strategy::ValueTree;
    use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

    use super::*;
    use crate::domain::audit::AuditState;
    use crate::domain::form::{AuditForm, EditionId, FormKind, for_tests};
    use crate::domain::organisation::SubSector;
    use crate::domain::score::Score;
    use crate::store::{Opening, Store, forms, returned, rounds};

    const KINDS: [Kind; 4] =
        [Kind::Education(SubSector::Primary), Kind::Education(SubSector::Post16), Kind::Health, Kind::Police];
    const QUESTIONS: [u8; 7] = [3, 1, 2, 3, 1, 2, 3];

    fn form() -> AuditForm {
        let question = |number: u8, position: u8| for_tests::question(for_tests::key(&format!("S{number}.{position}")));
        let standards = (1..=7).zip(QUESTIONS);
        let standards = standards.map(|(number, n)| (1..=n).map(|position| question(number, position)).collect());
        AuditForm { edition: "1".into(), ..for_tests::edition(FormKind::Schools, standards) }
    }

    async fn store() -> (tempfile::TempDir, Store) {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("s.db"), Opening::Create).await.unwrap();
        (folder, store)
    }

    /// The form's edition, and a round to ask it in.
    async fn edition_in_a_round(db: &mut SqliteConnection) -> Arc<Edition> {
        forms::add(&mut *db, &form(), "x").await.unwrap();
        let editions = forms::load(&mut *db, |_| Some(form())).await.unwrap();
        let round = "insert into audit_round (id, title, slug, created_at) values (1, '1', '1', '')";
        sqlx::query(round).execute(db).await.unwrap();
        editions.get(EditionId(1)).unwrap().clone()
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
        let organisation = sqlx::query(organisation).bind(number).bind(number).bind(kind.sector().key());
        organisation.bind(kind.sub_sector().map(SubSector::key)).execute(&mut *db).await.unwrap();
        let audit = "insert into audit (id, round_id, organisation_id, form_edition_id, state, invited_at) \
                     values (?, 1, ?, ?, 'invited', '')";
        sqlx::query(audit).bind(number).bind(number).bind(edition.id.0).execute(&mut *db).await.unwrap();
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
        let audit = "update audit set state = ?, started_at = ?, submitted_at = ? where id = ?";
        let audit = sqlx::query(audit).bind(state.key()).bind(started.then_some("")).bind(submitted.then_some(""));
        audit.bind(number).execute(&mut *db).await.unwrap();
    }

    /// The same counts, one audit after the other.
    fn one_by_one(form: &AuditForm, audits: &[Stored], who_counts: WhoCounts) -> Counts {
        let mut choices: BTreeMap<(Kind, QuestionKey, &str), (Choice, u32)> = BTreeMap::new();
        let mut sums: BTreeMap<(Kind, u8, u32, u32), u32> = BTreeMap::new();
        let mut counts = Counts::default();
        for (kind, _, answers) in audits.iter().filter(|(_, state, _)| who_counts.counts(*state)) {
            *counts.audits.entry(*kind).or_default() += 1;
            let mut by_standard: BTreeMap<u8, (u32, u32)> = BTreeMap::new();
            for (question, choice) in form.questions().zip(answers) {
                let Some(choice) = choice.filter(|choice| *choice != Choice::NotAnswered) else { continue };
                choices.entry((*kind, question.key, choice.key())).or_insert((choice, 0)).1 += 1;
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
    async fn audits_whose_choices_are_too_few_or_too_many_are_not_counted_wrongly() {
        let (_folder, store) = store().await;
        let mut db = store.writing().await.unwrap();
        let edition = &edition_in_a_round(&mut db).await;
        for (number, (_, _, answers)) in (1..).zip(audits().into_iter().take(2)) {
            insert(&mut db, number, edition, &(KINDS[0], AuditState::Submitted, answers)).await;
        }
        assert!(counts(&mut db, RoundId(1), edition, WhoCounts::Submitted).await.is_ok());
        // After the third, the two texts together have the right length.
        for wrong in [
            "update audit set choices = '' where id = 1",
            "update audit set choices = substr(choices, 2) where id = 2",
            "update audit set choices = '2133213321332133' where id = 1",
        ] {
            sqlx::query(wrong).execute(&mut *db).await.unwrap();
            let counted = counts(&mut db, RoundId(1), edition, WhoCounts::Submitted).await;
            assert!(
                matches!(counted, Err(crate::store::StoreError::Inconsistent { column: "choices", .. })),
                "{wrong}"
            );
        }
    }

    #[tokio::test]
    async fn what_is_counted_of_a_real_file_is_what_was_stored() {
        let (_folder, store) = store().await;
        let mut db = store.writing().await.unwrap();
        let edition = &edition_in_a_round(&mut db).await;
        let audits = audits();
        for (number, audit) in (1..).zip(&audits) {
            insert(&mut db, number, edition, audit).await;
        }
        db.commit().await.unwrap();
        let mut reading = store.snapshot().await.unwrap();
        for who_counts in [WhoCounts::Submitted, WhoCounts::AndInProgress] {
            let counts = counts(&mut reading, RoundId(1), edition, who_counts).await.unwrap();
            assert!(counts.choices.len() > 100 && counts.sums.len() > 50);
            assert_eq!(sorted(counts), sorted(one_by_one(&form(), &audits, who_counts)));
        }
        for without in [&[][..], &[1], &[2, 5, 9, 60]] {
            let others = audits
                .iter()
                .zip(1..)
                .filter(|((kind, ..), n)| kind.sector() == Sector::Education && !without.contains(n));
            let others: Vec<_> = others.map(|(audit, _)| audit.clone()).collect();
            let without: Vec<_> = without.iter().copied().map(OrganisationId).collect();
            let counts =
                counts_of_others(&mut reading, RoundId(1), edition, Sector::Education, &without).await.unwrap();
            assert_eq!(sorted(counts), sorted(one_by_one(&form(), &others, WhoCounts::Submitted)), "{without:?}");
        }
        let round = rounds::by_slug(&mut reading, "1").await.unwrap().unwrap();
        let returned = returned::by_kind(&mut reading, &round, FormKind::Schools, edition.id).await.unwrap();
        assert_eq!(returned.len(), KINDS.len());
        for (kind, returned) in returned {
            let states = [AuditState::Invited, AuditState::Started, AuditState::Submitted];
            let of_kind = |wanted| audits.iter().filter(|(of, state, _)| *of == kind && *state == wanted).count();
            let counted = [returned.not_started, returned.started, returned.submitted];
            assert_eq!(counted.map(|n| usize::try_from(n).unwrap()), states.map(of_kind));
        }
    }
}
