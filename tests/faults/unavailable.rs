//! While the database cannot be written: nothing is lost, reading goes on, and everybody is told the truth.

use std::time::Duration;

use axum::http::StatusCode;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Executor};

use crate::support::html::{fields_of, first};
use crate::support::{Persona, Sample, marsh_lane};

const PAGE: &str = marsh_lane::STANDARD_5;

#[tokio::test]
async fn f7_while_another_process_holds_the_file_saves_are_refused_with_their_text_and_reading_goes_on() {
    let app = Sample::copy().await;
    let lead = app.sign_in(Persona::SchoolLead).await;
    let mut other = SqliteConnectOptions::new().filename(app.path()).connect().await.unwrap();
    other.execute("begin immediate").await.unwrap();

    let typed = [
        ("S5.1.save_id", "a"),
        ("S5.1.revision", "0"),
        ("S5.1.score", "3"),
        ("S5.1.evidence", "First \"line\"\nand <second>."),
    ];
    let refused = app.post(PAGE, &lead, &typed).await;
    assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(refused.header("retry-after"), "10");
    assert!(refused.shows("Nothing was saved just now") && refused.shows("Try again"), "{}", refused.words());
    let html = refused.html();
    let carried = fields_of(first(html.root_element(), &format!("form[method=post][action=\"{PAGE}\"]")));
    for (name, value) in typed {
        let field = (name.to_owned(), value.replace('\n', "\r\n"));
        assert!(carried.contains(&field), "{field:?} in {carried:?}");
    }
    // A session that is due to be marked as used is none the worse for it.
    app.set_clock("2026-11-21T12:10:00Z");
    let page = app.get(PAGE, &lead).await;
    assert_eq!(page.status, StatusCode::OK);
    let json = r#"{"audit":272,"answer":{"question":"S5.1","revision":0,"save_id":"b","score":"3","reason":"",
        "evidence":"Typed.","action":"","who":"","by_when":"","no_action_reason":""}}"#;
    let island = app.call("/api/save-answer", &lead, json).await;
    assert_eq!((island.status, island.text().as_str()), (StatusCode::SERVICE_UNAVAILABLE, "\"Unavailable\""));
    assert_eq!(app.get("/ready", "").await.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(app.get("/live", "").await.status, StatusCode::OK);

    // The two saves, the session that was to be marked as used twice, and the look at whether it is ready.
    let counted = app.get("/metrics", "").await.text();
    assert!(counted.contains("section11_database_locked_total 5\n"), "{counted}");

    other.execute("rollback").await.unwrap();
    assert_eq!(app.get("/ready", "").await.status, StatusCode::OK);
    // The button of the page sends the same again.
    app.post(PAGE, &lead, &typed).await.redirect();
    assert!(app.get(PAGE, &lead).await.shows("and &lt;second&gt;."));
}

#[tokio::test]
async fn f7_a_save_waits_for_a_lock_that_is_given_up_in_time() {
    let app = Sample::copy().await;
    let lead = app.sign_in(Persona::SchoolLead).await;
    let mut other = SqliteConnectOptions::new().filename(app.path()).connect().await.unwrap();
    other.execute("begin exclusive").await.unwrap();
    let typed = [("S5.1.save_id", "a"), ("S5.1.revision", "0"), ("S5.1.score", "3"), ("S5.1.evidence", "Waited.")];
    let save = app.post(PAGE, &lead, &typed);
    let give_up = async {
        // As long as it takes to see that the save has not been refused at once.
        tokio::time::sleep(Duration::from_secs(1)).await;
        other.execute("rollback").await.unwrap();
    };
    let (saved, ()) = tokio::join!(save, give_up);
    saved.redirect();
    assert!(app.get(PAGE, &lead).await.shows(">Waited.</textarea>"));
}

#[tokio::test]
async fn f18_a_long_reading_lets_the_log_grow_and_saving_goes_on_and_then_it_is_cut_down() {
    let app = Sample::copy().await;
    let lead = app.sign_in(Persona::SchoolLead).await;
    let log = app.path().with_extension("db-wal");
    let mut reading = app.installation.store.snapshot().await.unwrap();
    sqlx::query("select count(*) from answer").fetch_one(&mut *reading).await.unwrap();
    let evidence = "A long text. ".repeat(700);
    let mut revision = 0;
    let mut longest = 0;
    // Past the size to which the log is cut down.
    while longest < 80 << 20 {
        let (save_id, was) = (format!("s-{revision}"), revision.to_string());
        let evidence = format!("{revision} {evidence}");
        let typed = [
            ("S5.1.save_id", save_id.as_str()),
            ("S5.1.revision", was.as_str()),
            ("S5.1.score", "3"),
            ("S5.1.evidence", evidence.as_str()),
        ];
        app.post(PAGE, &lead, &typed).await.redirect();
        revision += 1;
        longest = std::fs::metadata(&log).unwrap().len();
        assert!(revision < 2000, "the log does not grow: {longest}");
    }
    drop(reading);
    // The next saves fold it into the file, begin it anew and cut it down.
    for _ in 0..3 {
        assert_eq!(app.get("/ready", "").await.status, StatusCode::OK);
    }
    let now = std::fs::metadata(&log).unwrap().len();
    println!("F18: the log grew to {longest} bytes over {revision} saves, then was cut to {now}");
    assert!(now <= 64 << 20, "{now}");
}

/// While all connections are held and the clock is paused, a wait for the database gives up at once.
async fn while_nothing_can_be_read<T>(app: &Sample, asked: impl Future<Output = T>) -> T {
    let mut held = Vec::new();
    for _ in 0..4 {
        held.push(app.installation.store.reading().await.unwrap());
    }
    tokio::time::pause();
    let answer = asked.await;
    tokio::time::resume();
    answer
}

#[tokio::test]
async fn f7_a_page_that_did_not_come_whole_keeps_its_text_too_while_nothing_can_be_read() {
    let app = Sample::copy().await;
    let lead = app.sign_in(Persona::SchoolLead).await;
    let typed = [("S5.1.save_id", "a"), ("S5.1.revision", "0"), ("S5.1.evidence", "Typed at length.")];
    let refused = while_nothing_can_be_read(&app, app.post_alone(PAGE, &lead, &typed)).await;
    assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE, "{}", refused.words());
    assert!(refused.shows("Nothing was saved just now"), "{}", refused.words());
    let text = refused.text();
    assert!(text.contains("name=\"S5.1.evidence\" value=\"Typed at length.\""), "{text}");
    assert!(text.contains(&format!("action=\"{PAGE}\"")), "{text}");
    // Sent again, it is still not whole, and says so.
    let again = app.post_alone(PAGE, &lead, &typed).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.shows("the page did not come whole") && again.shows(">Typed at length.</textarea>"));
}

#[tokio::test]
async fn f7_a_button_of_another_page_is_sent_again_to_where_it_was_sent() {
    let app = Sample::copy().await;
    let administrator = app.sign_in(Persona::Administrator).await;
    let mut other = SqliteConnectOptions::new().filename(app.path()).connect().await.unwrap();
    other.execute("begin immediate").await.unwrap();
    let buttons = ["/people/4/link", "/people/4/let-in", "/rounds/2026-27/open"];
    let asked = buttons.map(|path| app.post(path, &administrator, &[]));
    for (path, refused) in buttons.into_iter().zip(futures_util::future::join_all(asked).await) {
        assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE, "{path}: {}", refused.words());
        assert!(
            refused.text().contains(&format!("<form method=\"post\" action=\"{path}\"")),
            "{path}: {}",
            refused.text()
        );
    }
}
