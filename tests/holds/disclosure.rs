//! Rule 8: nobody outside the board can work out a figure that they are not shown, or what one organisation answered,
//! from all that they can fetch: every page and file, in every round, on every day, through all organisations they
//! belong to. S8 of `docs/security.md` names one limit: what somebody fetched before they came to belong to two further
//! organisations.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::StatusCode;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use section11::domain::form::{AuditForm, EditionId};
use section11::domain::organisation::OrganisationId;
use section11::domain::person::{OrganisationRole, PersonId};
use section11::domain::tally::{Figure, Tally};
use section11::store::people;

use crate::support::{Answer, Persona, Sample, gets};
use seen::{Row, Seen};
use solver::{Question, agrees, all_leaks, fewer_than_five, is_percentage, leaks};
use worlds::{Choices, count, drawn, partners_form, twin};

mod seen;
mod solver;
mod worlds;

/// A submitted audit: its row, round, sector, organisation.
type Submitted = (i64, String, String, i64);

/// The last second of the open round, the last at which a save received in time may still be on its way, and the first
/// after that.
const LAST_SECOND: &str = "2027-02-12T23:59:59Z";
const JUST_CLOSED: &str = "2027-02-13T00:09:59Z";
const CLOSED: &str = "2027-02-13T00:10:00Z";

async fn submitted(sample: &Sample) -> Vec<Submitted> {
    let sql = "select a.id, r.slug, a.sector, a.organisation_id from audit a join audit_round r on r.id = a.round_id \
               where a.state = 'submitted' order by a.id";
    sample.rows(sql).await
}

async fn person_of(sample: &Sample, persona: Persona) -> i64 {
    let people: Vec<(i64, String)> = sample.rows("select id, email from person").await;
    people.into_iter().find(|(_, email)| email == persona.email()).unwrap().0
}

async fn belongs_to(sample: &Sample, person: i64, organisation: i64) {
    let (person, organisation) = (PersonId(person), OrganisationId(organisation));
    let mut writing = sample.installation.store.writing().await.unwrap();
    people::set_membership(&mut writing, person, organisation, OrganisationRole::Contributor).await.unwrap();
    writing.commit().await.unwrap();
}

/// What the page of an audit's results shows of the others; the file shows the same.
async fn fetch(sample: &Sample, audit: i64, cookie: &str) -> Seen {
    let page = sample.get(&format!("/audits/{audit}/results"), cookie).await;
    let file = sample.get(&format!("/audits/{audit}/results.csv"), cookie).await;
    assert_eq!((page.status, file.status), (StatusCode::OK, StatusCode::OK), "{audit}");
    let seen = seen::on_page(&page);
    assert!(seen.rows.len() > 7, "a row of each standard and question");
    assert_eq!(seen.rows, seen::in_file(&file.bytes), "the file of audit {audit} shows what its page shows");
    seen
}

fn shows_nothing(seen: &Seen) -> bool {
    seen.others == 0 && seen.rows.values().all(|row| *row == Row::default())
}

#[tokio::test]
async fn s8_nobody_works_out_a_hidden_figure_or_another_ones_answer() {
    let sample = Sample::copy().await;
    let audits = submitted(&sample).await;
    let members: Vec<(i64, i64)> =
        sample.rows("select person_id, organisation_id from membership order by person_id").await;
    let mut kinds = BTreeSet::new();
    let (mut solved, mut hidden) = (0, 0);
    for (day, open_only) in [(crate::support::NOW, false), (LAST_SECOND, true), (JUST_CLOSED, true), (CLOSED, true)] {
        sample.set_clock(day);
        // What one person has seen of a sector in a round.
        let mut known: BTreeMap<(i64, &str, &str), Seen> = BTreeMap::new();
        let mut cookies = BTreeMap::new();
        for (person, organisation) in &members {
            let own = audits.iter().filter(|(.., of)| of == organisation);
            for (audit, round, sector, _) in own.filter(|(_, round, ..)| !open_only || round == "2026-27") {
                if !cookies.contains_key(person) {
                    cookies.insert(person, sample.session_of(*person).await);
                }
                let seen = fetch(&sample, *audit, &cookies[person]).await;
                if round == "2026-27" && day != CLOSED {
                    assert!(shows_nothing(&seen), "audit {audit} on {day}");
                    continue;
                }
                if seen.others < 5 {
                    assert!(shows_nothing(&seen), "audit {audit}");
                    hidden += 1;
                    continue;
                }
                assert_eq!(all_leaks(&seen.rows), Vec::<String>::new(), "audit {audit} of {person}");
                kinds.extend(seen.rows.values().map(|row| row.share.clone()));
                solved += 1;
                let before = known.insert((*person, round, sector), seen.clone());
                assert!(
                    before.is_none_or(|before| before == seen),
                    "one sector has one figure, through whichever audit"
                );
            }
        }
    }
    let bands = ["few", "fewer than half", "about half", "half or more", "most", "about half to most"];
    for kind in bands.into_iter().chain(["over 95%", "50%", "85% to 86%", ""]) {
        assert!(kinds.contains(kind), "the sample shows “{kind}”: {kinds:?}");
    }
    assert!(solved > 200 && hidden > 10, "{solved} solved, {hidden} hidden");
}

/// Checks that what is shown is true of others who chose so, and as much as the rule lets be shown.
fn is_true(form: &AuditForm, rows: &BTreeMap<String, Row>, others: &[Vec<u8>]) {
    let mut place = 0;
    for standard in &form.standards {
        let mut sum = (0, 0);
        let mut exact = true;
        let places = place..place + standard.questions.len();
        for (question, at) in standard.questions.iter().zip(places.clone()) {
            let (row, (scored, n3)) = (&rows[&question.key.to_string()], count(others, at));
            let organisations = if scored < 5 { String::new() } else { scored.to_string() };
            assert_eq!(row.organisations, organisations, "{}", question.key);
            assert_eq!(row.share.is_empty(), scored < 5, "{}: {row:?}", question.key);
            assert!(agrees(&row.share, (scored, n3)), "{}: {row:?} of {n3} of {scored}", question.key);
            assert_eq!(row.share.ends_with('%'), scored > 40, "{}", question.key);
            exact &= is_percentage(&row.share);
            sum = (sum.0 + scored, sum.1 + n3);
        }
        place = places.end;
        let row = &rows[&standard.number.to_string()];
        assert!(agrees(&row.share, sum), "standard {}: {row:?} of {sum:?}", standard.number);
        assert!(exact || row.average.is_empty(), "standard {}: {row:?}", standard.number);
        if exact {
            let means = others.iter().filter_map(|choices| {
                let points =
                    choices[places.clone()].iter().filter(|mark| **mark != b'n').map(|mark| f64::from(mark - b'0'));
                let points: Vec<_> = points.collect();
                (!points.is_empty())
                    .then(|| points.iter().sum::<f64>() / f64::from(u32::try_from(points.len()).unwrap()))
            });
            let means: Vec<_> = means.collect();
            let average = means.iter().sum::<f64>() / f64::from(u32::try_from(means.len()).unwrap());
            assert!(
                row.average.parse::<f64>().is_ok_and(|shown| (shown - average).abs() < 0.005_001)
                    || row.average.is_empty(),
                "{row:?}: {average}"
            );
            assert_eq!(row.organisations, means.len().to_string());
        }
    }
}

/// The others' choices in one round and sector, and whose they are.
async fn choices(sample: &Sample, round: &str, sector: &str, without: &[i64]) -> Vec<(i64, Vec<u8>)> {
    let sql = "select a.id, a.organisation_id, r.slug, a.sector, a.choices from audit a \
               join audit_round r on r.id = a.round_id where a.state = 'submitted' order by a.id";
    let all: Vec<(i64, i64, String, String, String)> = sample.rows(sql).await;
    let wanted = all
        .into_iter()
        .filter(|(_, of, in_round, in_sector, _)| in_round == round && in_sector == sector && !without.contains(of));
    wanted.map(|(audit, .., choices)| (audit, choices.into_bytes())).collect()
}

async fn choose(sample: &Sample, audits: impl Iterator<Item = (i64, &Vec<u8>)>) {
    let mut writing = sample.installation.store.writing().await.unwrap();
    for (audit, choices) in audits {
        let sql = "update audit set choices = ? where id = ?";
        let choices = std::str::from_utf8(choices).unwrap();
        sqlx::query(sql).bind(choices).bind(audit).execute(&mut *writing).await.unwrap();
    }
    writing.commit().await.unwrap();
}

/// The form that a sector was asked in a round.
async fn form_of(sample: &Sample, sector: &str, round: &str) -> AuditForm {
    let sql =
        "select distinct a.form_edition_id, a.sector, r.slug from audit a join audit_round r on r.id = a.round_id";
    let all: Vec<(i64, String, String)> = sample.rows(sql).await;
    let (edition, ..) = all.into_iter().find(|(_, of, slug)| of == sector && slug == round).unwrap();
    (*sample.installation.editions.get(EditionId(edition)).unwrap().form).clone()
}

/// Checks that each count that is not shown differs between the two, and is not all alike in both. Returns how many do.
fn differ(form: &AuditForm, rows: &BTreeMap<String, Row>, one: &[Vec<u8>], other: &[Vec<u8>]) -> usize {
    let mut differing = 0;
    for (at, question) in form.questions().enumerate() {
        let (one, other) = (count(one, at), count(other, at));
        let row = &rows[&question.key.to_string()];
        if is_percentage(&row.share) {
            assert_eq!(one, other);
        } else {
            let alike = |(scored, n3): (u32, u32)| n3 == 0 || n3 == scored;
            assert!(one != other, "{}: {row:?}", question.key);
            assert!(row.organisations.is_empty() || !alike(one) || !alike(other), "{}: {row:?}", question.key);
            differing += 1;
        }
    }
    differing
}

#[tokio::test]
async fn s8_page_and_file_are_the_same_in_a_world_where_every_hidden_figure_is_another() {
    let sample = Sample::copy().await;
    let audits = submitted(&sample).await;
    let health = sample.rows::<(i64, i64)>(
        "select m.person_id, m.organisation_id from membership m join organisation o on o.id = m.organisation_id \
         where o.sector = 'health' order by 1 limit 1",
    );
    let health = health.await[0];
    let own = |persona| person_of(&sample, persona);
    let readers =
        [own(Persona::SchoolLead).await, own(Persona::Contributor).await, own(Persona::PartnerLead).await, health.0];
    let members: Vec<(i64, i64)> = sample.rows("select person_id, organisation_id from membership").await;
    let mut differing = 0;
    for person in readers {
        let cookie = sample.session_of(person).await;
        let belongs: Vec<_> = members.iter().filter(|(of, _)| *of == person).map(|(_, of)| *of).collect();
        for (audit, round, sector, _) in
            audits.iter().filter(|(_, round, _, of)| belongs.contains(of) && round != "2026-27")
        {
            let page = format!("/audits/{audit}/results");
            let (words, seen) = (sample.get(&page, &cookie).await.words(), fetch(&sample, *audit, &cookie).await);
            if seen.others == 0 {
                continue;
            }
            let (form, before) =
                (form_of(&sample, sector, round).await, choices(&sample, round, sector, &belongs).await);
            let questions: Vec<_> = form.questions().map(|question| &seen.rows[&question.key.to_string()]).collect();
            let (ids, all): (Vec<_>, Choices) = before.into_iter().unzip();
            assert_eq!(usize::try_from(seen.others), Ok(all.len()));
            let twin = twin(&all, &questions);
            is_true(&form, &seen.rows, &all);
            differing += differ(&form, &seen.rows, &all, &twin);
            choose(&sample, ids.iter().copied().zip(&twin)).await;
            assert_eq!(sample.get(&page, &cookie).await.words(), words, "audit {audit}");
            assert_eq!(fetch(&sample, *audit, &cookie).await, seen, "audit {audit}");
            // What is shown does come from them: where nobody scored a question there is no share.
            let nobody: Choices = all.iter().map(|choices| vec![b'n'; choices.len()]).collect();
            choose(&sample, ids.iter().copied().zip(&nobody)).await;
            assert!(fetch(&sample, *audit, &cookie).await.rows.values().all(|row| *row == Row::default()));
            choose(&sample, ids.iter().copied().zip(&all)).await;
        }
    }
    assert!(differing > 200, "{differing}");
}

fn runner(cases: u32) -> TestRunner {
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    TestRunner::new_with_rng(Config { cases, failure_persistence: None, ..Config::default() }, rng)
}

#[test]
fn s8_nobody_works_out_anything_on_200_random_boards() {
    let form = partners_form();
    let keys: Vec<_> = form.questions().map(|question| question.key.to_string()).collect();
    let boards = worlds::rounds(keys.len());
    let seen = std::cell::RefCell::new(BTreeSet::new());
    let board = |rounds: Vec<worlds::Round>| {
        for round in rounds {
            let mut all = drawn(&round);
            // The reader belongs to one to five of them.
            let belongs = 1 + usize::try_from(round.2 % 5).unwrap();
            let others = all.split_off(belongs.min(all.len()));
            let rows = seen::in_file(&worlds::file(&form, &others));
            assert_eq!(rows.len(), form.standards.len() + keys.len());
            if others.len() < 5 {
                assert!(rows.values().all(|row| *row == Row::default()));
                continue;
            }
            assert_eq!(all_leaks(&rows), Vec::<String>::new());
            is_true(&form, &rows, &others);
            let questions: Vec<_> = keys.iter().map(|key| &rows[key]).collect();
            let twin = twin(&others, &questions);
            differ(&form, &rows, &others, &twin);
            assert_eq!(worlds::others(&form, &twin), worlds::others(&form, &others));
            assert_eq!(seen::in_file(&worlds::file(&form, &twin)), rows);
            seen.borrow_mut()
                .extend(rows.into_iter().map(|(key, row)| (key.len() < 2, row.share, !row.average.is_empty())));
        }
        Ok(())
    };
    runner(200).run(&boards, board).unwrap();
    let seen = seen.into_inner();
    let has = |standard: bool, share: &str, average: bool| seen.contains(&(standard, share.to_owned(), average));
    for share in ["", "few", "fewer than half", "about half", "half or more", "most", "under 5%", "over 95%", "67%"] {
        assert!(has(false, share, false), "“{share}” of a question");
    }
    for share in ["", "most", "few to about half", "about half to most"] {
        assert!(has(true, share, false), "“{share}” of a standard");
    }
    assert!(seen.iter().any(|(standard, share, average)| *standard && *average && is_percentage(share)));
    assert!(seen.iter().any(|(standard, share, _)| *standard && share.contains("% to ")));
}

/// A question's key, its row, and the counts that were possible where it was hidden.
type QuestionBefore = (String, Row, Vec<solver::Count>);

/// The rows as they were before: the whole sector with the reader's own organisation, to two decimals; and what was known
/// where a question was hidden.
fn as_before(form: &AuditForm, all: &[Vec<u8>], own: &[Vec<u8>]) -> Vec<(Row, Vec<QuestionBefore>)> {
    let size = u32::try_from(all.len()).unwrap();
    let percent = |(scored, n3): solver::Count| {
        Figure::of(100 * i64::from(n3), i64::from(scored)).map(|percent| format!("{percent}%")).unwrap_or_default()
    };
    let mut place = 0;
    let standards = form.standards.iter().map(|standard| {
        let counts: Vec<_> =
            (place..place + standard.questions.len()).map(|at| (count(all, at), count(own, at))).collect();
        place += standard.questions.len();
        let few = counts.iter().any(|((scored, _), _)| (1..5).contains(scored));
        let taken = counts.iter().map(|(all, _)| all.0).enumerate().filter(|(_, scored)| *scored > 4);
        let taken = taken.min_by_key(|(_, scored)| *scored).map(|(at, _)| at).filter(|_| few);
        let questions = standard.questions.iter().zip(&counts).enumerate().map(|(at, (question, (all, _)))| {
            let shown = Row { share: percent(*all), organisations: all.0.to_string(), ..Row::default() };
            let every = |scored: std::ops::RangeInclusive<u32>| {
                scored.flat_map(|scored| (0..=scored).map(move |n3| (scored, n3))).collect::<Vec<_>>()
            };
            let (row, when_hidden) = match all.0 {
                1..5 => (Row::default(), every(1..=4)),
                _ if taken == Some(at) => (Row::default(), every(5..=size)),
                _ => (shown, Vec::new()),
            };
            (question.key.to_string(), row, when_hidden)
        });
        let questions = questions.collect();
        let sum = counts.iter().fold((0, 0), |sum, (all, _)| (sum.0 + all.0, sum.1 + all.1));
        (Row { share: percent(sum), ..Row::default() }, questions)
    });
    standards.collect()
}

fn leaks_as_before(form: &AuditForm, all: &[Vec<u8>], own: &[Vec<u8>]) -> Vec<String> {
    let mut place = 0;
    let mut found = Vec::new();
    for (standard, questions) in as_before(form, all, own) {
        let questions: Vec<_> = questions
            .iter()
            .map(|(key, row, when_hidden)| {
                place += 1;
                Question { key, row, when_hidden: when_hidden.clone(), own: count(own, place - 1) }
            })
            .collect();
        found.extend(leaks(&standard, &questions));
    }
    found
}

/// Without this the tests above would say nothing: the solver might be blind.
#[tokio::test]
async fn the_solver_finds_what_two_decimals_of_the_whole_sector_gave_away() {
    let sample = Sample::copy().await;
    let choices_of = async |round, sector| {
        let all = choices(&sample, round, sector, &[]).await;
        all.into_iter().map(|(_, choices)| choices).collect::<Choices>()
    };
    // A charity in 2012: the first standard's percentage leaves one value for each of the two questions that were hidden.
    let charities = choices_of("2012", "voluntary").await;
    let form = form_of(&sample, "voluntary", "2012").await;
    let (standard, questions) = as_before(&form, &charities, &charities[..1]).remove(0);
    let hidden: Vec<_> = questions.iter().filter(|(_, row, _)| row.organisations.is_empty()).collect();
    assert_eq!((standard.share.as_str(), hidden.len()), ("74.70%", 2));
    let found = leaks_as_before(&form, &charities, &charities[..1]);
    for (key, ..) in hidden {
        assert!(found.contains(&format!("{key}: the others are alike")), "{key}: {found:?}");
    }
    // Health in 2014: on many questions the other five all answered alike.
    let health = choices_of("2014", "health").await;
    let form = form_of(&sample, "health", "2014").await;
    let alike = (0..health.len()).map(|own| {
        let found = leaks_as_before(&form, &health, &health[own..=own]);
        found.iter().filter(|leak| leak.ends_with("the others are alike")).count()
    });
    assert_eq!(alike.sum::<usize>(), 141, "of {}", health.len() * form.questions().count());
    // Somebody of five of six has the sixth.
    let found = leaks_as_before(&form, &health, &health[..5]);
    assert!(found.len() > form.questions().count() / 2, "{found:?}");
}

#[test]
fn the_solver_finds_each_way_in_which_a_rule_could_be_too_fine() {
    let row = |share: &str, organisations: &str| Row {
        share: share.into(),
        organisations: organisations.into(),
        ..Row::default()
    };
    let solve = |standard: &Row, questions: &[Row]| {
        let question = |row| Question { key: "Q", row, when_hidden: fewer_than_five(), own: (0, 0) };
        leaks(standard, &questions.iter().map(question).collect::<Vec<_>>())
    };
    let nothing = Row::default();
    let safe = ["49%", "over 95%", "under 5%", "most", "about half", "few"].map(|share| row(share, "41"));
    assert_eq!(solve(&nothing, &safe), Vec::<String>::new());
    let safe = ["fewer than half", "half or more"].map(|share| row(share, "5"));
    assert_eq!(solve(&nothing, &safe), Vec::<String>::new());
    // Told of so few that one more answer, when it becomes known, tells all others'.
    for (share, organisations) in [("most", "5"), ("few", "6"), ("over 95%", "40"), ("under 5%", "21")] {
        let found = solve(&nothing, &[row(share, organisations)]);
        assert_eq!(found, ["Q: the others are alike but for one"], "{share} {organisations}");
    }
    // An average that leaves nobody who scored 1, or nobody who scored 2, and one that leaves both open.
    let of = |average: &str| Row { average: average.into(), organisations: "50".into(), share: "50%".into() };
    let questions = [row("40%", "50"), row("60%", "50")];
    assert_eq!(solve(&of("2.50"), &questions), ["nobody scored 1"]);
    assert_eq!(solve(&of("2.00"), &questions), ["nobody scored 2"]);
    assert_eq!(solve(&of("2.30"), &questions), Vec::<String>::new());
    let of = |average: &str| Row { average: average.into(), organisations: "120".into(), share: "50%".into() };
    let questions = [row("50%", "120"), row("50%", "120")];
    assert_eq!(solve(&of("2.50"), &questions), ["nobody but one scored 1"]);
    // Cut off too near to the end, or told of too few.
    for (share, organisations) in
        [("over 95%", "20"), ("under 5%", "20"), ("100.00%", "21"), ("0.00%", "21"), ("few", "3")]
    {
        assert_eq!(
            solve(&nothing, &[row(share, organisations)])[0],
            "Q: the others are alike",
            "{share} {organisations}"
        );
    }
    assert_eq!(solve(&nothing, &[row("about half", "4")]), ["Q: how many have it in place"]);
    // A standard's share that tells what its questions do not.
    let questions = [row("50%", "44"), row("over 95%", "44")];
    let how_many = |found: Vec<String>| found.contains(&"Q: how many have it in place".to_owned());
    assert_eq!(solve(&row("73% to over 95%", ""), &questions), ["the standard's share"; 0]);
    assert_eq!(solve(&row("75.00%", ""), &questions)[0], "Q: the others are alike");
    assert!(how_many(solve(&row("74%", ""), &questions)));
    let hidden = [row("50%", "40"), Row::default()];
    assert_eq!(
        solve(&row("54.55%", ""), &hidden),
        ["Q: the others are alike", "Q: how many have it in place", "Q: how many scored it"]
    );
    // An average beside a question that is cut off: 3.00 is everybody's.
    let average = |average: &str| Row { average: average.into(), organisations: "40".into(), ..Row::default() };
    assert_eq!(solve(&average("3.00"), &[row("over 95%", "40")])[0], "Q: the others are alike");
    assert!(how_many(solve(&average("2.95"), &[row("over 95%", "40")])));
}

/// The audits of the six health bodies of 2014, and whose they are.
async fn health_of_2014(sample: &Sample) -> Vec<(i64, i64)> {
    let submitted = "select a.id, a.organisation_id from audit a join audit_round r on r.id = a.round_id \
                     where r.slug = '2014' and a.sector = 'health' and a.state = 'submitted' order by a.id";
    let health = sample.rows(submitted).await;
    assert_eq!(health.len(), 6);
    health
}

#[tokio::test]
async fn s8_somebody_of_several_organisations_is_shown_none_of_them() {
    let sample = Sample::copy().await;
    let health = health_of_2014(&sample).await;
    let person = person_of(&sample, Persona::PoliceLead).await;
    belongs_to(&sample, person, health[0].1).await;
    let cookie = sample.session_of(person).await;
    let page = sample.get(&format!("/audits/{}/results", health[0].0), &cookie).await;
    assert!(page.shows("Their figures include no organisation that you have ever belonged to."), "{}", page.words());
    let (alone, board) = (fetch(&sample, health[0].0, &cookie).await, sample.sign_in(Persona::Reviewer).await);
    assert_eq!(alone.others, 5);
    assert_eq!(fetch(&sample, health[0].0, &board).await, alone, "the board sees what somebody of it alone sees");
    let report = sample.installation.export_own_results_by_name("2014", &reference(&sample, health[0].1).await).await;
    let machine = section11::export::own_results_csv(&report.unwrap()).unwrap();
    assert_eq!(seen::in_file(&machine), alone.rows, "and so does the command line");
    // Of six health bodies there are four others for somebody of two of them, and one for somebody of five.
    let mut told = 0;
    for (_, organisation) in &health[1..5] {
        belongs_to(&sample, person, *organisation).await;
        for (audit, _) in &health {
            let path = format!("/audits/{audit}/results");
            let page = sample.get(&path, &cookie).await;
            if page.status == StatusCode::OK {
                let few = "Fewer than five organisations in your sector, Health, that you have never belonged to submitted an \
                           audit, so their scores are not shown";
                assert!(page.shows(few) && shows_nothing(&fetch(&sample, *audit, &cookie).await), "{}", page.words());
                let file = sample.get(&format!("/audits/{audit}/results.csv"), &cookie).await;
                let why = "fewer than five that you have never belonged to submitted";
                assert!(seen::records(&file.bytes).iter().all(|record| record["why_hidden"] == why), "{}", file.text());
                told += 1;
            }
        }
    }
    assert_eq!(told, 2 + 3 + 4 + 5, "of each of their organisations");
    // A board member who belongs to one reads it like anybody of it.
    let reviewer = person_of(&sample, Persona::Reviewer).await;
    belongs_to(&sample, reviewer, health[1].1).await;
    assert!(shows_nothing(&fetch(&sample, health[0].0, &board).await));
}

/// The membership that somebody had is ended by an administrator, on the page.
#[tokio::test]
async fn s8_who_has_read_an_organisations_answers_never_sees_it_among_the_others() {
    let sample = Sample::copy().await;
    let health = health_of_2014(&sample).await;
    let person = person_of(&sample, Persona::PoliceLead).await;
    let administrator = sample.sign_in(Persona::Administrator).await;
    for (_, organisation) in &health[..2] {
        belongs_to(&sample, person, *organisation).await;
    }
    let end = format!("/people/{person}/end-membership/{}", reference(&sample, health[1].1).await);
    sample.post(&end, &administrator, &[]).await.redirect();
    let cookie = sample.session_of(person).await;
    assert!(
        shows_nothing(&fetch(&sample, health[0].0, &cookie).await),
        "the sixth of six is one whose answers are known"
    );
    // Back and away again: it is remembered once.
    belongs_to(&sample, person, health[1].1).await;
    sample.post(&end, &administrator, &[]).await.redirect();
    let cookie = sample.session_of(person).await;
    assert!(shows_nothing(&fetch(&sample, health[0].0, &cookie).await));
    // Somebody else of the same organisation sees the others.
    let other = person_of(&sample, Persona::PartnerLead).await;
    belongs_to(&sample, other, health[0].1).await;
    assert_eq!(fetch(&sample, health[0].0, &sample.session_of(other).await).await.others, 5);
}

#[tokio::test]
async fn memberships_that_ended_before_they_were_kept_are_taken_from_the_log() {
    let sample = Sample::copy().await;
    let administrator = sample.sign_in(Persona::Administrator).await;
    sample.post("/people/5/end-membership/O-0027", &administrator, &[]).await.redirect();
    let kept: Vec<(i64, i64)> = sample.rows("select person_id, organisation_id from former_membership").await;
    let migration = include_str!("../../migrations/0011_former_memberships.sql");
    let (_, from_the_log) = migration.split_once("-- Those that ended before are in the log.\n").unwrap();
    sample.change(&["delete from former_membership", from_the_log]).await;
    let again: Vec<(i64, i64)> = sample.rows("select person_id, organisation_id from former_membership").await;
    assert_eq!((kept.len(), kept), (1, again));
}

async fn reference(sample: &Sample, organisation: i64) -> String {
    let all: Vec<(i64, String)> = sample.rows("select id, reference from organisation").await;
    all.into_iter().find(|(id, _)| *id == organisation).unwrap().1
}

/// What somebody reads in an answer: of a page its words, of a file its bytes.
fn read(answer: &Answer) -> Vec<u8> {
    let is_page = answer.header("content-type").starts_with("text/html");
    if is_page && answer.status == StatusCode::OK { answer.words().into_bytes() } else { answer.bytes.clone() }
}

/// Every page and file of theirs, but those of refused requests, which name the request.
async fn all_of(sample: &Sample, cookie: &str, audits: &[i64], reference: &str) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    for route in gets().map(|route| route.path) {
        for audit in audits {
            for number in 1..=7 {
                let path = route.replace("{audit}", &audit.to_string()).replace("{reference}", reference);
                let path = path.replace("{number}", &number.to_string()).replace("{round}", "2014");
                let path = path.replace("{form}", "partners").replace("{edition}", "2014").replace("{person}", "5");
                let answer = sample.get(&path.replace("{token}", "x"), cookie).await;
                if answer.status == StatusCode::OK {
                    all.insert(path, read(&answer));
                }
            }
        }
    }
    all
}

#[tokio::test]
async fn s8_no_page_or_file_but_own_results_depends_on_what_others_answered() {
    let sample = Sample::copy().await;
    let person = person_of(&sample, Persona::PartnerLead).await;
    let members: Vec<(i64, i64)> = sample.rows("select person_id, organisation_id from membership").await;
    let own = members.iter().find(|(of, _)| *of == person).unwrap().1;
    let audits: Vec<(i64, i64)> = sample.rows("select id, organisation_id from audit order by id").await;
    let audits: Vec<_> = audits.into_iter().filter(|(_, of)| *of == own).map(|(audit, _)| audit).collect();
    let (cookie, reference) = (sample.session_of(person).await, reference(&sample, own).await);
    let before = all_of(&sample, &cookie, &audits, &reference).await;
    assert!(before.len() > 30, "{:?}", before.keys());
    let mut writing = sample.installation.store.writing().await.unwrap();
    for statement in [
        "drop trigger submitted_answers_never_change",
        "update answer set score = 4 - score where score in (1, 3) and audit_id in \
         (select a.id from audit a join membership m on m.organisation_id = a.organisation_id \
          join person p on p.id = m.person_id where p.email <> 'lead@ferrymens-trust.example')",
    ] {
        sqlx::query(statement).execute(&mut *writing).await.unwrap();
    }
    writing.commit().await.unwrap();
    let after = all_of(&sample, &cookie, &audits, &reference).await;
    let changed: Vec<_> =
        before.iter().filter(|(path, read)| after.get(*path) != Some(read)).map(|(path, _)| path).collect();
    assert!(changed.len() > 2, "{changed:?}");
    assert!(changed.iter().all(|path| path.contains("/results")), "{changed:?}");
    assert_eq!(before.len(), after.len());
}

#[tokio::test]
async fn an_organisation_alone_in_its_sector_reads_one_sentence_and_its_own_figures() {
    let sample = Sample::copy().await;
    let police = sample.sign_in(Persona::PoliceLead).await;
    let page = sample.get("/organisations/O-0147/results", &police).await;
    let few = "Fewer than five other organisations in your sector, Police, submitted an audit, so their scores are not \
               shown: each one’s answers could be worked out.";
    assert!(page.shows(few), "{}", page.words());
    assert!(page.shows("of your") && page.shows("scored answers are fully in place"));
    for absent in ["hidden", "Others", "others’", "fewer than", "colspan"] {
        assert!(!page.words().contains(absent), "{absent}");
    }
    let audits = submitted(&sample).await;
    let (audit, ..) = audits.iter().find(|(_, round, sector, _)| round == "2014" && sector == "police").unwrap();
    let file = sample.get(&format!("/audits/{audit}/results.csv"), &police).await;
    let records = seen::records(&file.bytes);
    assert!(records.iter().all(|record| record["why_hidden"] == "fewer than five others submitted"));
    // Its own figures are the answers that it gave.
    let (of_all, of_two) = (records.iter().filter(|record| record["level"] == "question"), &records[1]);
    let own: Vec<_> = of_all.map(|record| (record["key"].clone(), record["own"].clone())).collect();
    let choices = choices(&sample, "2014", "police", &[]).await.remove(0).1;
    assert!(!choices.is_empty());
    assert_eq!(own.len(), choices.len());
    for ((key, own), mark) in own.iter().zip(&choices) {
        assert_eq!(
            own,
            if *mark == b'n' { "n/a" } else { std::str::from_utf8(std::slice::from_ref(mark)).unwrap() },
            "{key}"
        );
    }
    let mut tally = Tally::default();
    for (key, own) in own.iter().filter(|(key, _)| key.starts_with("P2.")) {
        match own.as_str() {
            "3" => tally.n3 += 1,
            "2" => tally.n2 += 1,
            "1" => tally.n1 += 1,
            other => assert_eq!(other, "n/a", "{key}"),
        }
    }
    assert_eq!((of_two["key"].as_str(), of_two["group"].as_str()), ("2", "Police"));
    assert_eq!(of_two["own"], tally.percent_fully_in_place().unwrap().whole_percent());
}
