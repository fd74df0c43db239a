//! S13: many do the same thing at the same moment. One wins, the others are told, and nothing is half done.
//!
//! `S11_FAULTS=long` runs a hundred rounds of each; otherwise a few.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use section11::domain::audit::AuditId;
use section11::domain::form::QuestionKey;
use section11::domain::save::TypedAnswer;
use section11::operations::tokens::{Token, content_hash};
use section11::store::{answers, audits};
use tokio::task::JoinSet;

use crate::support::{self, Persona, Sample, marsh_lane};

const AUDIT: i64 = marsh_lane::AUDIT.0;
const CHECK: &str = marsh_lane::CHECK;
const DECLARATION: [(&str, &str); 3] = marsh_lane::DECLARED;
/// How many pairs act at once.
const PAIRS: usize = 50;

fn rounds(short: usize) -> usize {
    if std::env::var("S11_FAULTS").is_ok_and(|form| form == "long") { 100 } else { short }
}

/// The sample with every question of the school's open audit answered.
async fn complete() -> Sample {
    let app = Sample::copy().await;
    app.complete_open_audit().await;
    app
}

/// A post: its path, its cookie and its fields.
type Sent = (String, String, Vec<(String, String)>);

/// Sends posts at once; their statuses in the order in which they were given.
async fn at_once(app: &Sample, posts: Vec<Sent>) -> Vec<StatusCode> {
    let mut sent = JoinSet::new();
    for (place, (path, cookie, fields)) in posts.into_iter().enumerate() {
        let app = app.clone();
        sent.spawn(async move {
            let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            (place, app.post(&path, &cookie, &fields).await.status)
        });
    }
    let mut statuses = sent.join_all().await;
    statuses.sort_by_key(|(place, _)| *place);
    statuses.into_iter().map(|(_, status)| status).collect()
}

fn owned(fields: &[(&str, &str)]) -> Vec<(String, String)> {
    fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn s13_an_audit_that_many_submit_is_submitted_once() {
    for _ in 0..rounds(3) {
        // What is submitted stays submitted: each round has a board of its own.
        let app = complete().await;
        let lead = app.sign_in(Persona::SchoolLead).await;
        let logged = "select count(*) from log where operation = 'audit submitted' and audit_id = 272";
        let posts = (0..2 * PAIRS).map(|_| (CHECK.to_owned(), lead.clone(), owned(&DECLARATION))).collect();
        let statuses = at_once(&app, posts).await;
        let won = statuses.iter().filter(|status| **status == StatusCode::SEE_OTHER).count();
        let told = statuses.iter().filter(|status| **status == StatusCode::CONFLICT).count();
        assert_eq!((won, told), (1, 2 * PAIRS - 1), "{statuses:?}");
        assert_eq!(app.value::<i64>("select count(*) from submission where audit_id = 272").await, 1);
        assert_eq!(app.value::<i64>(logged).await, 1);
        let asked = "select count(*) from answer where audit_id = 272 and score < 3";
        assert_eq!(
            app.value::<i64>("select count(*) from action where audit_id = 272").await,
            app.value::<i64>(asked).await
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn s13_what_is_submitted_is_what_is_stored_however_many_answer_at_that_moment() {
    let key = QuestionKey::parse("S1.1").unwrap();
    let (mut saved_in_all, mut kept_out) = (0, 0);
    for round in 0..rounds(4) {
        let app = complete().await;
        let lead = app.sign_in(Persona::SchoolLead).await;
        let history = "select count(*) from answer_save where audit_id = 272";
        let before = app.value::<i64>(history).await;
        let mut reading = app.installation.store.reading().await.unwrap();
        let stored = answers::of_audit(&mut reading, AuditId(AUDIT), Some(1)).await.unwrap();
        drop(reading);
        let revision = stored[&key].revision.to_string();
        let mut posts = Vec::new();
        for pair in 0..PAIRS {
            let evidence = format!("Round {round}, person {pair}.");
            let answer = [
                ("S1.1.save_id", evidence.as_str()),
                ("S1.1.revision", revision.as_str()),
                ("S1.1.score", "3"),
                ("S1.1.evidence", evidence.as_str()),
            ];
            posts.push((marsh_lane::STANDARD_1.to_owned(), lead.clone(), owned(&answer)));
            posts.push((CHECK.to_owned(), lead.clone(), owned(&DECLARATION)));
        }
        // Every other round the submissions set out first.
        if round % 2 == 1 {
            posts.reverse();
        }
        let mut statuses = at_once(&app, posts).await;
        if round % 2 == 1 {
            statuses.reverse();
        }
        let of = |what: usize, status| statuses.iter().skip(what).step_by(2).filter(|s| **s == status).count();
        assert_eq!((of(1, StatusCode::SEE_OTHER), of(1, StatusCode::CONFLICT)), (1, PAIRS - 1), "{statuses:?}");
        let saved = of(0, StatusCode::SEE_OTHER);
        assert!(saved <= 1 && of(0, StatusCode::CONFLICT) == PAIRS - saved, "{statuses:?}");
        assert_eq!(app.value::<i64>(history).await, before + i64::try_from(saved).unwrap());
        saved_in_all += saved;
        kept_out += usize::from(saved == 0);

        let mut reading = app.installation.store.reading().await.unwrap();
        let now = answers::of_audit(&mut reading, AuditId(AUDIT), None).await.unwrap();
        let audit = audits::by_id(&mut reading, AuditId(AUDIT)).await.unwrap().unwrap();
        let (_, _, content, hash) =
            audits::handed_in_after(&mut reading, AuditId(AUDIT - 1), 1).await.unwrap().remove(0);
        assert_eq!((content_hash(&content), &audit.stage.submission().unwrap().content_hash), (hash.clone(), &hash));
        let frozen: serde_json::Value = serde_json::from_str(&content).unwrap();
        let text = frozen.to_string();
        for stored in now.values() {
            let evidence = serde_json::to_string(&stored.answer.evidence).unwrap();
            assert!(text.contains(&evidence), "{evidence} is stored and was not submitted");
        }
        drop(reading);
        assert_eq!(app.problems().await, Vec::<String>::new());
    }
    println!("S13: an answer came before the submission in {saved_in_all} rounds and after it in {kept_out}");
}

#[tokio::test(flavor = "multi_thread")]
async fn s13_a_link_that_many_use_sets_one_password() {
    let app = Sample::copy().await;
    let cookie = app.sign_in(Persona::Administrator).await;
    for round in 0..rounds(2).min(10) {
        app.post("/people/3/link", &cookie, &[]).await.redirect();
        let token = Token::new();
        let administrator = app.installation.session(&Token::parse(cookie.split_once('=').unwrap().1).unwrap()).await;
        let Ok(Some(section11::operations::account::session::SessionState::SignedIn(visitor, _))) = administrator
        else {
            panic!("the administrator is signed in")
        };
        let person = section11::domain::person::PersonId(3);
        let link = app.installation.send_new_link(&visitor, person, &token).await.unwrap();
        let path = link.strip_prefix(support::BASE).unwrap().to_owned();
        let passwords: Vec<_> = (0..10).map(|n| format!("three unrelated words {round} {n}")).collect();
        let posts = passwords.iter().map(|password| {
            (path.clone(), String::new(), owned(&[("password", password.as_str()), ("again", password.as_str())]))
        });
        let statuses = at_once(&app, posts.collect()).await;
        let won: Vec<_> =
            statuses.iter().enumerate().filter(|(_, s)| **s == StatusCode::SEE_OTHER).map(|(n, _)| n).collect();
        assert_eq!(won.len(), 1, "{statuses:?}");
        assert_eq!(statuses.iter().filter(|s| **s == StatusCode::NOT_FOUND).count(), 9, "{statuses:?}");
        let sign_in = |password: &str| {
            vec![
                ("email".to_owned(), Persona::SchoolLead.email().to_owned()),
                ("password".to_owned(), password.to_owned()),
            ]
        };
        let loser = (won[0] + 1) % passwords.len();
        let tries = [won[0], loser].map(|n| ("/sign-in".to_owned(), String::new(), sign_in(&passwords[n])));
        let statuses = at_once(&app, tries.into()).await;
        assert_eq!(statuses, [StatusCode::SEE_OTHER, StatusCode::UNPROCESSABLE_ENTITY]);
    }
}

/// A sign-in takes as long as a hash does: a password or account that is changed meanwhile lets nobody in.
#[tokio::test(flavor = "multi_thread")]
async fn s13_no_sign_in_that_is_under_way_outlives_a_change_of_what_it_was_let_in_by() {
    const SIGNING_IN: usize = 6;
    let (email, before, after) = (Persona::SchoolLead.email(), Persona::SchoolLead.password(), "three unrelated words");
    let sessions = "select count(*) from session where person_id = 3";
    let (mut first, mut refused) = (0, 0);
    for round in 0..rounds(8) {
        let app = Sample::copy().await;
        let own = app.sign_in(Persona::SchoolLead).await;
        let administrator = app.sign_in(Persona::Administrator).await;
        let sign_in = || ("/sign-in".to_owned(), String::new(), owned(&[("email", email), ("password", before)]));
        let mut posts: Vec<_> = (0..SIGNING_IN).map(|_| sign_in()).collect();
        let stops = round % 2 == 1;
        let change = if stops {
            ("/people/3/stop".to_owned(), administrator, Vec::new())
        } else {
            let fields = owned(&[("current", before), ("password", after), ("again", after)]);
            ("/account/password".to_owned(), own, fields)
        };
        posts.insert(round / 2 % SIGNING_IN, change);
        let mut statuses = at_once(&app, posts).await;
        let changed = statuses.remove(round / 2 % SIGNING_IN);
        assert_eq!(changed, StatusCode::SEE_OTHER, "round {round}");
        assert_eq!(app.value::<i64>(sessions).await, i64::from(!stops), "round {round}: {statuses:?}");
        first += statuses.iter().filter(|status| **status == StatusCode::SEE_OTHER).count();
        refused += statuses.iter().filter(|status| **status == StatusCode::UNPROCESSABLE_ENTITY).count();
    }
    println!("S13: {first} signed in before the change and {refused} were refused after it");
    assert!(refused > 0, "none was under way");
}

/// F14: a thousand answers are saved in a hundred windows while the closing second passes. The server's clock, read when
/// a save arrives, decides; each is told truly whether it is in.
#[tokio::test(flavor = "multi_thread")]
async fn f14_around_the_closing_second_each_save_is_in_or_out_and_is_told_which() {
    const SAVES: u32 = 1000;
    let app = Sample::copy().await;
    app.change(&["insert into membership (person_id, organisation_id, role) \
         select 3, a.organisation_id, 'lead' from audit a join audit_round r on r.id = a.round_id \
         join form_edition e on e.id = a.form_edition_id \
         where r.slug = '2026-27' and e.form = 'schools' and a.state = 'started' and a.id <> 272"])
        .await;
    app.set_clock("2027-02-12T23:59:59Z");
    let lead = app.sign_in(Persona::SchoolLead).await;
    let places: Vec<(i64, String, i64)> = {
        let mut db = app.installation.store.reading().await.unwrap();
        let all = "select a.id, q.question_key, coalesce(an.revision, 0) \
                   from membership m join audit a on a.organisation_id = m.organisation_id \
                   join audit_round r on r.id = a.round_id join question q on q.form_edition_id = a.form_edition_id \
                   left join answer an on an.audit_id = a.id and an.question_id = q.id \
                   where m.person_id = 3 and r.slug = '2026-27' and a.state = 'started' order by 1, 2 limit ?";
        sqlx::query_as(all).bind(SAVES).fetch_all(&mut *db).await.unwrap()
    };
    let asked = places.len();
    assert_eq!(u32::try_from(asked).unwrap(), SAVES);
    let mut windows = JoinSet::new();
    for (window, places) in places.chunks(asked / 2 / PAIRS).map(<[_]>::to_vec).enumerate() {
        let (app, lead) = (app.clone(), lead.clone());
        windows.spawn(async move {
            let mut told = Vec::new();
            for (n, (audit, question, revision)) in places.into_iter().enumerate() {
                if window == 0 && n == 5 {
                    app.set_clock("2027-02-13T00:00:00Z");
                }
                let question_key = question.clone();
                let (save_id, evidence) = ("f14".to_owned(), "In time?".to_owned());
                let answer =
                    TypedAnswer { question, revision: Some(revision), save_id, evidence, ..TypedAnswer::default() };
                let json = serde_json::json!({ "audit": audit, "answer": answer }).to_string();
                let reply = app.call("/api/save-answer", &lead, &json).await;
                told.push(((audit, question_key), reply.status, reply.text()));
            }
            told
        });
    }
    let told = windows.join_all().await.into_iter().flatten();
    let stored: BTreeSet<(i64, String)> = {
        let mut db = app.installation.store.reading().await.unwrap();
        let saved = "select s.audit_id, q.question_key from answer_save s join question q on q.id = s.question_id \
                     where s.save_id = 'f14' and s.saved_at < '2027-02-13T00:00:00.000Z'";
        sqlx::query_as(saved).fetch_all(&mut *db).await.unwrap().into_iter().collect()
    };
    let (mut inside, mut outside) = (0, 0);
    for (place, status, reply) in told {
        match status {
            StatusCode::OK => inside += 1,
            StatusCode::CONFLICT => {
                assert!(reply.contains("12 February 2027"), "{reply}");
                outside += 1;
            }
            other => panic!("{place:?}: {other} {reply}"),
        }
        assert_eq!(stored.contains(&place), status == StatusCode::OK, "{place:?} was told {status}");
    }
    assert_eq!(stored.len(), inside);
    println!("F14: {inside} saves in, {outside} out, each told which");
    assert!(inside > 0 && outside > 0, "{inside} in, {outside} out");
}
