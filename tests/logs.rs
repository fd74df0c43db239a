//! S42 and F24: what the program writes into its log while people use it and attack it, read line by line.

#![expect(clippy::unwrap_used, reason = "a test that unwraps says enough by failing")]

mod support;

use std::io::Write;
use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::http::header::{ORIGIN, USER_AGENT};
use axum::http::{HeaderName, StatusCode};
use section11::domain::save::TypedAnswer;
use serde_json::Value;
use support::{BASE, Persona, Sample, request};
use tracing_subscriber::EnvFilter;

/// What nobody may find in a log: each is typed, sent or made below.
const PASSWORD: &str = "canary password of somebody";
const TEXT: &str = "canary text about a child";

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Lines {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }

    /// Each line as the JSON that it must be.
    fn read(&self) -> Vec<Value> {
        self.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

fn answered<'l>(lines: &'l [Value], path: &str) -> &'l Value {
    let of_path = |line: &&Value| line["fields"]["message"] == "answered" && line["fields"]["path"] == path;
    &lines.iter().rev().find(of_path).unwrap_or_else(|| panic!("no line of {path}"))["fields"]
}

#[tokio::test]
async fn s42_f24_the_log_says_who_did_what_and_holds_nothing_that_anyone_typed() {
    let lines = Lines::default();
    let writer = lines.clone();
    // More than the program itself writes by default.
    let filter = EnvFilter::new("info,section11=debug,sqlx=warn");
    tracing_subscriber::fmt().json().with_env_filter(filter).with_writer(move || writer.clone()).init();

    let app = Sample::copy().await;
    let administrator = app.sign_in(Persona::Administrator).await;
    let made = app.post("/people/3/link", &administrator, &[]).await;
    let link = app.get(made.redirect(), &administrator).await.password_link();
    app.get(&link, "").await;
    app.post(&link, "", &[("password", PASSWORD), ("again", "another")]).await;
    app.post(&link, "", &[("password", PASSWORD), ("again", PASSWORD)]).await.redirect();
    let email = Persona::SchoolLead.email();
    for (email, password) in [(email, TEXT), (TEXT, PASSWORD), (email, PASSWORD)] {
        app.post("/sign-in", "", &[("email", email), ("password", password)]).await;
    }
    let lead = app.post("/sign-in", "", &[("email", email), ("password", PASSWORD)]).await.cookie();
    // Saved, refused, in conflict, in a query, in a path, in headers, in what is no form at all.
    let answer =
        TypedAnswer { question: "S5.1".into(), save_id: TEXT.into(), evidence: TEXT.into(), ..TypedAnswer::default() };
    for _ in 0..2 {
        let json = serde_json::json!({ "audit": 272, "answer": answer }).to_string();
        app.call("/api/save-answer", &lead, &json).await;
        app.call("/api/save-answer", &lead, &json[..json.len() - 9]).await;
    }
    for evidence in [TEXT.to_owned(), format!("{TEXT}\u{0}"), TEXT.repeat(1_000)] {
        let typed = [("S5.2.save_id", "a"), ("S5.2.revision", "0"), ("S5.2.evidence", evidence.as_str())];
        app.post("/audits/272/standards/5", &lead, &typed).await;
        app.post("/audits/272/standards/5", "", &typed).await;
    }
    app.get("/organisations?q=canary%20text", &administrator).await;
    app.get("/organisations/O-0022%0A%7B%22level%22:%22forged%22%7D", &administrator).await;
    let headers = [(USER_AGENT, TEXT), (HeaderName::from_static("x-request-id"), TEXT), (ORIGIN, "https://x.example")];
    app.send(request("POST", "/sign-out", &lead, &headers, Body::from(TEXT))).await;
    app.upload("/organisations/import", &administrator, Some(TEXT.as_bytes()), &[]).await;
    assert_eq!(app.get("/audits/272/check", &lead).await.status, StatusCode::OK);
    assert_eq!(app.get("/people", &lead).await.status, StatusCode::FORBIDDEN);

    // A file that another process holds, and a row that cannot be read.
    app.change(&["update person set board_role = null where id = 9", "drop table sign_in_try"]).await;
    let broken = app.post("/sign-in", "", &[("email", email), ("password", PASSWORD)]).await;
    assert_eq!(broken.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(!broken.shows("sign_in_try") && !broken.shows(PASSWORD), "{}", broken.words());

    let text = lines.text();
    let token = link.rsplit('/').next().unwrap();
    let cookies = [&administrator, &lead].map(|cookie| cookie.split_once('=').unwrap().1);
    for secret in [PASSWORD, "canary", token, &token[..16], cookies[0], cookies[1], "argon2", "Hester", BASE] {
        assert!(!text.contains(secret), "the log holds {secret}");
    }
    let read = lines.read();
    assert!(read.iter().all(|line| line["level"] != "forged"));
    let saved = answered(&read, "/api/save-answer");
    assert_eq!((&saved["person"], &saved["organisation"]), (&Value::from(3), &Value::from("22")));
    for field in ["request", "method", "status", "ms"] {
        assert!(!saved[field].is_null(), "{field}: {saved}");
    }
    let refused = answered(&read, "/people");
    assert_eq!((&refused["person"], &refused["status"]), (&Value::from(3), &Value::from(403)));
    let wrong = read.iter().filter(|line| line["fields"]["message"] == "signing in was refused");
    let wrong: Vec<_> = wrong.map(|line| (line["fields"]["person"].as_i64(), line["fields"]["why"].clone())).collect();
    assert_eq!(wrong, [(Some(3), "wrong password".into()), (None, "wrong password".into())]);
    // The page of a failure names its line of the log.
    let id = broken.words().split_once("Request ").unwrap().1[..16].to_owned();
    assert_eq!(answered(&read, "/sign-in")["request"], id);
    assert!(read.iter().any(|line| line["level"] == "ERROR" && line["fields"]["error"].is_string()));

    let counted = app.get("/metrics", "").await.text();
    for line in ["section11_saves_total 3", "section11_failures_total 1", "section11_sign_ins_refused_total 2"] {
        assert!(counted.lines().any(|counted| counted == line), "{line}: {counted}");
    }
}
