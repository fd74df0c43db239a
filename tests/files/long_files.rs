//! All answers of a round as a file that is made aside: asked for, waited for, fetched in parts, and given up.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::StatusCode;
use axum::http::header::RANGE;
use jiff::Timestamp;
use section11::domain::person::PersonId;
use section11::operations::Clock;
use section11::operations::long_files::{FileState, LongFile};
use sqlx::ConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;

use crate::support::{Answer, NOW, Persona, Sample, request};

const PAGE: &str = "/rounds/2014/answers";
const FILE: &str = "/rounds/2014/answers/file";
const MAKE: [(&str, &str); 3] = [("then", "make"), ("form", ""), ("format", "csv")];

/// Invites a thousand more schools to the round.
const A_THOUSAND_MORE: [&str; 2] = [
    "with recursive n (n) as (select 1 union all select n + 1 from n where n < 1000) \
     insert into organisation (id, reference, name, sector, sub_sector, group_name, basis, created_at) \
     select 1000 + n, printf('O-%04d', 1000 + n), 'School ' || n, 'education', 'primary', null, 'statutory', \
     '2014-01-01T00:00:00.000Z' from n",
    "insert into audit (round_id, organisation_id, form_edition_id, state, invited_at) \
     select f.round_id, o.id, f.form_edition_id, 'invited', '2014-01-01T00:00:00.000Z' from organisation o, \
     round_form f join audit_round r on r.id = f.round_id \
     where o.id > 1000 and r.slug = '2014' and f.form = 'schools'",
];

/// How long to wait for a file: it is made behind everything else that the machine does.
const AT_MOST: Duration = Duration::from_mins(3);

/// Looks at the page until the file is ready, as a browser does that asks again.
async fn wait(app: &Sample, cookie: &str) -> Answer {
    let given_up = Instant::now() + AT_MOST;
    while Instant::now() < given_up {
        let page = app.get(PAGE, cookie).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(!page.shows("could not be made"), "{}", page.words());
        if page.shows("Your file is ready") {
            return page;
        }
        assert_eq!(page.header("refresh"), "3");
        assert!(page.shows("Your file is being made") && page.shows("of 153 audits are in it"), "{}", page.words());
    }
    panic!("the file is never ready")
}

/// Looks at the page until the file is no longer being made, whatever became of it.
async fn over(app: &Sample, cookie: &str) -> Answer {
    let given_up = Instant::now() + AT_MOST;
    while Instant::now() < given_up {
        let page = app.get(PAGE, cookie).await;
        assert_eq!(page.status, StatusCode::OK);
        if !page.shows("Your file is being made") {
            return page;
        }
    }
    panic!("the file is being made for ever")
}

/// The reviewer's file, as the program keeps it.
fn of_reviewer(app: &Sample) -> LongFile {
    app.installation.long_files.of(PersonId(2), "2014", NOW.parse().unwrap()).unwrap()
}

/// Waits for a condition that comes true soon or never.
async fn soon(condition: impl Fn() -> bool) {
    let wait = async {
        while !condition() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_mins(1), wait).await.expect("it comes soon or never");
}

/// Checks that nothing reads on for a file that nobody wants: a reader would keep the log from being cut.
async fn all_reading_is_over(app: &Sample) {
    let mut other = SqliteConnectOptions::new().filename(app.path()).connect().await.unwrap();
    let cut: (i64, i64, i64) = sqlx::query_as("pragma wal_checkpoint(truncate)").fetch_one(&mut other).await.unwrap();
    assert_eq!(cut.0, 0, "somebody still reads");
}

/// Makes every reading of the clock panic, until its poison is cleared.
fn break_clock(app: &Sample) -> Arc<Mutex<Timestamp>> {
    let Clock::Set(clock) = app.installation.clock.clone() else { panic!("the tests set the clock") };
    let broken = clock.clone();
    let fault = std::thread::spawn(move || {
        let held = broken.lock().unwrap();
        assert_eq!(held.as_second(), 0, "a fault that the test makes");
    });
    assert!(fault.join().is_err() && clock.is_poisoned());
    clock
}

/// How many exports of answers are recorded.
async fn exports(app: &Sample) -> i64 {
    app.value("select count(*) from log where operation = 'answers exported'").await
}

async fn part(app: &Sample, cookie: &str, range: &str) -> Answer {
    app.send(request("GET", FILE, cookie, &[(RANGE, range)], Body::empty())).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_made_aside_and_fetched_whole_or_in_parts() {
    let app = Sample::copy().await;
    let reviewer = app.sign_in(Persona::Reviewer).await;
    let page = app.get(PAGE, &reviewer).await;
    assert!(page.shows("Make the file") && !page.shows("Your file"), "{}", page.words());
    assert_eq!(page.header("refresh"), "");
    assert_eq!(app.post(PAGE, &reviewer, &MAKE).await.redirect(), PAGE);
    let ready = wait(&app, &reviewer).await;
    assert!(ready.shows("Download section11-answers-2014.csv"), "{}", ready.words());
    assert_eq!(ready.header("refresh"), "");

    // The same rows as at once, and as many as the page says.
    let whole = app.get(FILE, &reviewer).await;
    assert_eq!(whole.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(whole.header("content-disposition"), "attachment; filename=\"section11-answers-2014.csv\"");
    assert_eq!(whole.header("cache-control"), "no-store");
    assert_eq!(whole.bytes, app.get("/rounds/2014/answers.csv", &reviewer).await.bytes);
    let rows = csv::Reader::from_reader(&whole.bytes[..]).records().count();
    let counted: i64 = sqlx::query_scalar(
        "select count(*) from audit a join audit_round r on r.id = a.round_id \
         join question q on q.form_edition_id = a.form_edition_id where r.slug = '2014'",
    )
    .fetch_one(&mut *app.installation.store.reading().await.unwrap())
    .await
    .unwrap();
    assert_eq!(i64::try_from(rows).unwrap(), counted);
    assert!(ready.shows(&format!("{},{:03} rows", rows / 1000, rows % 1000)), "{}", ready.words());

    // A broken download goes on where it stopped.
    let (first, rest) = (part(&app, &reviewer, "bytes=0-999").await, part(&app, &reviewer, "bytes=1000-").await);
    assert_eq!((first.status, rest.status), (StatusCode::PARTIAL_CONTENT, StatusCode::PARTIAL_CONTENT));
    assert_eq!([first.bytes, rest.bytes].concat(), whole.bytes);
    let beyond = part(&app, &reviewer, "bytes=999999999-").await;
    assert_eq!(beyond.status, StatusCode::RANGE_NOT_SATISFIABLE);

    // It is this person's, for an hour.
    let administrator = app.sign_in(Persona::Administrator).await;
    assert_eq!(app.get(FILE, &administrator).await.status, StatusCode::NOT_FOUND);
    assert!(!app.get(PAGE, &administrator).await.shows("Your file"));
    assert_eq!(app.get("/rounds/2012/answers/file", &reviewer).await.status, StatusCode::NOT_FOUND);
    let lead = app.sign_in(Persona::SchoolLead).await;
    assert_eq!(app.get(FILE, &lead).await.status, StatusCode::NOT_FOUND);
    app.set_clock("2026-11-21T12:25:00Z");
    assert_eq!(app.get(FILE, &reviewer).await.status, StatusCode::OK);
    app.set_clock("2026-11-21T12:50:00Z");
    assert_eq!(app.get(FILE, &reviewer).await.status, StatusCode::OK);
    app.set_clock("2026-11-21T13:00:01Z");
    assert_eq!(app.get(FILE, &reviewer).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_file_at_a_time_for_a_person_and_it_can_be_given_up() {
    let app = Sample::copy().await;
    let reviewer = app.sign_in(Persona::Reviewer).await;
    // Nobody's turn comes while this is held.
    let turn = app.installation.long_files.turn().await;
    app.post(PAGE, &reviewer, &[("then", "make"), ("form", "schools"), ("format", "xlsx")]).await.redirect();
    let page = app.get(PAGE, &reviewer).await;
    assert!(page.shows("0 of 124 audits are in it") && page.shows("Stop making it"), "{}", page.words());
    assert!(!page.shows("Make the file"), "{}", page.words());
    let second = app.post(PAGE, &reviewer, &MAKE).await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    assert!(second.shows("A file is being made for you already"), "{}", second.words());
    assert_eq!(app.get(FILE, &reviewer).await.status, StatusCode::NOT_FOUND);
    assert_eq!(exports(&app).await, 0, "what waits holds nothing yet, and what is refused is not recorded");
    app.post(PAGE, &reviewer, &[("then", "give-up")]).await.redirect();
    assert!(!app.get(PAGE, &reviewer).await.shows("Your file"));
    drop(turn);
    // The one that was given up does not come back in place of the next.
    app.post(PAGE, &reviewer, &MAKE).await.redirect();
    assert!(wait(&app, &reviewer).await.shows("Download section11-answers-2014.csv"));
    assert_eq!(exports(&app).await, 1);
    for wrong in [[("form", "pupils"), ("format", "csv")], [("form", ""), ("format", "pdf")]] {
        assert_eq!(app.post(PAGE, &reviewer, &wrong).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
}

#[tokio::test]
async fn a_large_round_leads_to_the_page_that_makes_the_file() {
    let app = Sample::copy().await;
    let reviewer = app.sign_in(Persona::Reviewer).await;
    app.change(&A_THOUSAND_MORE).await;
    let whole = app.get("/rounds/2014/answers.xlsx", &reviewer).await;
    assert_eq!(whole.redirect(), "/rounds/2014/answers?form=&format=xlsx");
    let schools = app.get("/rounds/2014/answers.csv?form=schools", &reviewer).await;
    let page = app.follow(&schools, &reviewer).await;
    for chosen in ["<option value=\"schools\" selected>", "<option value=\"csv\" selected>"] {
        assert!(page.text().contains(chosen), "{}", page.text());
    }
    assert_eq!(app.get("/rounds/2014/answers.csv?form=partners", &reviewer).await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn f22_a_file_whose_reading_is_broken_off_is_not_given_out_short() {
    let app = Sample::copy().await;
    let reviewer = app.sign_in(Persona::Reviewer).await;
    // A text that is none, in the last audit of its form: every piece before it is read.
    app.change(&[
        "drop trigger submitted_texts_never_change",
        "update answer_text set evidence = cast(x'ff' as text) where (audit_id, question_id) in \
         (select t.audit_id, t.question_id from answer_text t join audit a on a.id = t.audit_id \
          join audit_round r on r.id = a.round_id where r.slug = '2014' and a.sector <> 'education' \
          order by a.organisation_name collate nocase desc limit 1)",
    ])
    .await;
    for format in ["csv", "xlsx"] {
        let at_once = app.get(&format!("/rounds/2014/answers.{format}"), &reviewer).await;
        assert_eq!(at_once.status, StatusCode::INTERNAL_SERVER_ERROR, "{format}");
        assert!(
            at_once.header("content-disposition").is_empty() && at_once.shows("quote this reference: "),
            "{format}"
        );
        app.post(PAGE, &reviewer, &[("then", "make"), ("form", ""), ("format", format)]).await.redirect();
        let page = over(&app, &reviewer).await;
        assert!(page.shows(&format!("section11-answers-2014.{format} could not be made")), "{}", page.words());
        assert!(!page.shows("/answers/file") && page.shows("Make the file"), "{}", page.words());
        assert_eq!(app.get(FILE, &reviewer).await.status, StatusCode::NOT_FOUND);
    }
    // Nobody else is held up, and once it can be read the file can be asked for again.
    let administrator = app.sign_in(Persona::Administrator).await;
    app.post(PAGE, &administrator, &[("then", "make"), ("form", "schools"), ("format", "csv")]).await.redirect();
    assert!(over(&app, &administrator).await.shows("Your file is ready"));
    app.change(&["update answer_text set evidence = 'Mended.' where evidence = cast(x'ff' as text)"]).await;
    app.post(PAGE, &reviewer, &MAKE).await.redirect();
    wait(&app, &reviewer).await;
    assert!(app.get(FILE, &reviewer).await.shows(",Mended.,"));
}

/// A panic of the writer itself is in `tests/faults.rs`: without room for temporary files a workbook's writer
/// panics by itself.
#[tokio::test(flavor = "multi_thread")]
async fn f22_a_panic_while_a_file_is_made_is_said_and_holds_up_nobody() {
    let app = Sample::copy().await;
    let (reviewer, administrator) = (app.sign_in(Persona::Reviewer).await, app.sign_in(Persona::Administrator).await);
    let turn = app.installation.long_files.turn().await;
    app.post(PAGE, &reviewer, &MAKE).await.redirect();
    // The file's turn comes while the clock panics, which every export is stamped from. No page can be asked for now.
    let clock = break_clock(&app);
    drop(turn);
    soon(|| !matches!(of_reviewer(&app).state, FileState::Making)).await;
    clock.clear_poison();
    let page = app.get(PAGE, &reviewer).await;
    assert!(page.shows("could not be made") && page.shows("Make the file"), "{}", page.words());
    assert_eq!(app.get(FILE, &reviewer).await.status, StatusCode::NOT_FOUND);
    for cookie in [&administrator, &reviewer] {
        app.post(PAGE, cookie, &MAKE).await.redirect();
        wait(&app, cookie).await;
        assert_eq!(app.get(FILE, cookie).await.status, StatusCode::OK);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn f19_a_file_that_is_given_up_while_it_is_made_is_made_no_further_and_the_next_one_is() {
    let app = Sample::copy().await;
    let (reviewer, administrator) = (app.sign_in(Persona::Reviewer).await, app.sign_in(Persona::Administrator).await);
    // So many that it is far from its end when it is given up.
    app.change(&A_THOUSAND_MORE).await;
    let turn = app.installation.long_files.turn().await;
    app.post(PAGE, &reviewer, &[("then", "make"), ("form", ""), ("format", "xlsx")]).await.redirect();
    let file = of_reviewer(&app);
    assert_eq!(file.audits, 1153);
    drop(turn);
    soon(|| file.done() > 0).await;
    app.post(PAGE, &administrator, &[("then", "make"), ("form", "partners"), ("format", "csv")]).await.redirect();
    assert!(app.get(PAGE, &administrator).await.shows("0 of 29 audits are in it"), "it waits for its turn");
    app.post(PAGE, &reviewer, &[("then", "give-up")]).await.redirect();
    assert!(!app.get(PAGE, &reviewer).await.shows("Your file"));
    assert!(over(&app, &administrator).await.shows("Your file is ready"));
    assert!(file.done() < file.audits, "{} of {} were made", file.done(), file.audits);
    assert_eq!(app.get(FILE, &reviewer).await.status, StatusCode::NOT_FOUND);
    all_reading_is_over(&app).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn f19_who_goes_away_while_a_file_is_made_keeps_nobody_waiting_and_finds_it_later() {
    let app = Sample::copy().await;
    let (reviewer, administrator) = (app.sign_in(Persona::Reviewer).await, app.sign_in(Persona::Administrator).await);
    // One that is made while its reader waits: it is begun, and the reader hangs up.
    let waits = {
        let (app, cookie) = (app.clone(), reviewer.clone());
        tokio::spawn(async move { app.get("/rounds/2014/answers.xlsx", &cookie).await })
    };
    while exports(&app).await == 0 && !waits.is_finished() {}
    waits.abort();
    let _ = waits.await;
    // One that is made aside: nobody looks at it, and the session ends.
    app.post(PAGE, &reviewer, &MAKE).await.redirect();
    app.post("/sign-out", &reviewer, &[]).await.redirect();
    app.post(PAGE, &administrator, &MAKE).await.redirect();
    wait(&app, &administrator).await;
    assert_eq!(app.get(FILE, &administrator).await.status, StatusCode::OK);
    let again = app.sign_in(Persona::Reviewer).await;
    assert!(app.get(PAGE, &again).await.shows("Your file is ready"));
    assert_eq!(app.get(FILE, &again).await.status, StatusCode::OK);
    assert_eq!(exports(&app).await, 3);
    // The last thing: whoever else brings the log into the file ends all writing.
    all_reading_is_over(&app).await;
}
