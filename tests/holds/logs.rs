//! S42 and F24: what the program writes into its log while people use it and attack it, read line by line.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::http::header::{ORIGIN, USER_AGENT};
use axum::http::{HeaderName, StatusCode};
use section11::domain::save::TypedAnswer;
use section11::http::log_lines::LogLines;
use serde_json::Value;
use tracing_subscriber::EnvFilter;

use crate::support::{Answer, BASE, NOW, Persona, Sample, app_code, marsh_lane, request};

/// What nobody may find in a log: each is typed, sent or made below.
const PASSWORD: &str = "canary password of somebody";
const TEXT: &str = "canary text about a child";
/// The secret of the reviewer's authenticator app.
const SECRET: [u8; 20] = [7; 20];

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

/// The log as text without its times and the requests' ids: six digits of a code may stand in those by chance.
fn without_chance(lines: &[Value]) -> String {
    let line = |line: &Value| {
        let mut line = line.clone();
        line.as_object_mut().unwrap().remove("timestamp");
        line["fields"].as_object_mut().unwrap().remove("request");
        line.to_string()
    };
    lines.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The tokens that an answer gives a browser to keep.
fn given(answer: &Answer) -> Vec<String> {
    let cookies = answer.headers.get_all("set-cookie").iter();
    let tokens = cookies.map(|cookie| cookie.to_str().unwrap().split(';').next().unwrap().split_once('=').unwrap().1);
    tokens.filter(|token| !token.is_empty()).map(str::to_owned).collect()
}

/// Signs in with an app, sets another one up, and gets codes wrong and right at both: every secret that this needs.
async fn use_codes(app: &Sample) -> Vec<String> {
    app.set_up_app(Persona::Reviewer, &SECRET).await;
    let typed = [("email", Persona::Reviewer.email()), ("password", Persona::Reviewer.password())];
    let half = app.post("/sign-in", "", &typed).await;
    assert_eq!(half.redirect(), "/sign-in/code");
    let (wrong, right) = (app_code(&SECRET, NOW, 9), app_code(&SECRET, NOW, 0));
    let refused = app.post("/sign-in/code", &half.cookie(), &[("code", &wrong)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let whole = app.post("/sign-in/code", &half.cookie(), &[("code", &right)]).await;
    whole.redirect();

    let police = app.sign_in(Persona::PoliceLead).await;
    let page = app.get("/account/authenticator", &police).await;
    let (key, offered) = (page.words_in("code"), page.offered_secret());
    let (mistaken, confirming) = (app_code(&offered, NOW, 9), app_code(&offered, NOW, 0));
    let refused = app.post("/account/authenticator", &police, &[("code", &mistaken)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let confirmed = app.post("/account/authenticator", &police, &[("code", &confirming)]).await;
    confirmed.redirect();
    let tokens = [&half, &whole, &confirmed].into_iter().flat_map(given);
    [wrong, right, mistaken, confirming, key].into_iter().chain(tokens).collect()
}

#[tokio::test]
async fn s42_f24_the_log_says_who_did_what_and_holds_nothing_that_anyone_typed() {
    let lines = Lines::default();
    let writer = lines.clone();
    // More than the program itself writes by default.
    let filter = EnvFilter::new("info,section11=debug,sqlx=warn");
    tracing_subscriber::fmt().json().with_env_filter(filter).with_writer(LogLines(move || writer.clone())).init();

    let app = Sample::copy().await;
    let administrator = app.sign_in(Persona::Administrator).await;
    let made = app.post("/people/3/link", &administrator, &[]).await;
    let link = app.follow(&made, &administrator).await.password_link();
    app.get(&link, "").await;
    // Refused because they differ, refused because it is too short, and set.
    app.post(&link, "", &[("password", PASSWORD), ("again", "another")]).await;
    let short = app.post(&link, "", &[("password", "canary pw"), ("again", "canary pw")]).await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    app.post(&link, "", &[("password", PASSWORD), ("again", PASSWORD)]).await.redirect();
    let email = Persona::SchoolLead.email();
    for (email, password) in [(email, TEXT), (TEXT, PASSWORD), (email, PASSWORD)] {
        app.post("/sign-in", "", &[("email", email), ("password", password)]).await;
    }
    let signed_in = app.post("/sign-in", "", &[("email", email), ("password", PASSWORD)]).await;
    let lead = signed_in.cookie();
    let codes = use_codes(&app).await;
    // Saved, refused, in conflict, in a query, in a path, in headers, in what is no form at all.
    let answer = TypedAnswer {
        question: "S5.1".into(),
        revision: Some(0),
        save_id: TEXT.into(),
        evidence: TEXT.into(),
        ..TypedAnswer::default()
    };
    for _ in 0..2 {
        let json = serde_json::json!({ "audit": marsh_lane::AUDIT.0, "answer": answer }).to_string();
        app.call("/api/save-answer", &lead, &json).await;
        app.call("/api/save-answer", &lead, &json[..json.len() - 9]).await;
    }
    for evidence in [TEXT.to_owned(), format!("{TEXT}\u{0}"), TEXT.repeat(1_000)] {
        let typed = [("S5.2.save_id", "a"), ("S5.2.revision", "0"), ("S5.2.evidence", evidence.as_str())];
        app.post(marsh_lane::STANDARD_5, &lead, &typed).await;
        app.post(marsh_lane::STANDARD_5, "", &typed).await;
    }
    app.get("/organisations?q=canary%20text", &administrator).await;
    app.get("/organisations/O-0022%0A%7B%22level%22:%22forged%22%7D", &administrator).await;
    let headers = [(USER_AGENT, TEXT), (HeaderName::from_static("x-request-id"), TEXT), (ORIGIN, "https://x.example")];
    app.send(request("POST", "/sign-out", &lead, &headers, Body::from(TEXT))).await;
    app.upload("/organisations/import", &administrator, Some(TEXT.as_bytes()), &[]).await;
    assert_eq!(app.get(marsh_lane::CHECK, &lead).await.status, StatusCode::OK);
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
    let comparable = without_chance(&read);
    let secrets: Vec<_> = codes.into_iter().chain(given(&signed_in)).collect();
    assert!(secrets.len() > 8, "{secrets:?}");
    for secret in secrets {
        assert!(!comparable.contains(&secret), "the log holds {secret}");
    }
    answered(&read, "/organisations/O-0022%0A%7B%22level%22:%22forged%22%7D");
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
    let expected = [(Some(3), "wrong password"), (None, "wrong password"), (Some(2), "wrong code")];
    assert_eq!(wrong, expected.map(|(person, why)| (person, Value::from(why))));
    // The page of a failure names its line of the log.
    let id = broken.words().split_once("quote this reference: ").unwrap().1[..16].to_owned();
    assert_eq!(answered(&read, "/sign-in")["request"], id);
    assert!(read.iter().any(|line| line["level"] == "ERROR" && line["fields"]["error"].is_string()));

    let counted = app.get("/metrics", "").await.text();
    for line in ["section11_saves_total 4", "section11_failures_total 1", "section11_sign_ins_refused_total 3"] {
        assert!(counted.lines().any(|counted| counted == line), "{line}: {counted}");
    }
}

/// What the built program writes into its log, at every level that there is, while it is sent these requests.
fn log_of(database: &Path, arguments: &[&str], requests: &[String]) -> String {
    let site = database.with_file_name("site");
    std::fs::create_dir_all(site.join("pkg")).unwrap();
    let mut program = Command::new(env!("CARGO_BIN_EXE_section11"));
    program.args(["serve", "--listen", "127.0.0.1:0", "--database"]).arg(database).arg("--site").arg(site);
    program.args(arguments).env("S11_LOG", "trace").stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = program.spawn().unwrap();
    let mut stderr = child.stderr.take().unwrap();
    let log = std::thread::spawn(move || {
        let mut log = String::new();
        stderr.read_to_string(&mut log).unwrap();
        log
    });
    let said = BufReader::new(child.stdout.take().unwrap()).lines().next().expect("it says where it is").unwrap();
    let address = said.rsplit("http://").next().unwrap().to_owned();
    for request in requests {
        let mut stream = TcpStream::connect(&address).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        // Where a body was not read, the connection may break off after the answer.
        stream.read_to_end(&mut answer).unwrap_or_default();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    log.join().unwrap()
}

/// The longest run of hexadecimal digits in a text, however often it was encoded as in an address.
fn longest_run(text: &str) -> usize {
    let mut text = text.to_owned();
    while text.contains("%25") {
        text = text.replace("%25", "%");
    }
    for byte in (b'0'..=b'9').chain(b'a'..=b'f').chain(b'A'..=b'F') {
        text = text.replace(&format!("%{byte:02x}"), &char::from(byte).to_string());
    }
    text.split(|c: char| !c.is_ascii_hexdigit()).map(str::len).max().unwrap_or_default()
}

#[tokio::test]
async fn s42_no_token_is_in_the_log_at_any_level_however_it_was_spelled_and_wherever_it_stood() {
    let app = Sample::copy().await;
    let administrator = app.sign_in(Persona::Administrator).await;
    let made = app.post("/people/3/link", &administrator, &[]).await;
    let link = app.follow(&made, &administrator).await.password_link();
    app.installation.store.close().await;
    let token = link.rsplit('/').next().unwrap();
    let encoded = |prefix: &str| token.bytes().map(|byte| format!("{prefix}{byte:02x}")).collect::<Vec<_>>().concat();
    let tokens = [token.to_owned(), token.to_uppercase(), encoded("%"), encoded("%25"), encoded("%2525")];
    let mut requests = Vec::new();
    for token in &tokens {
        for path in
            ["/set-password/", "//set-password/", "/Set-password/", "/x/set-password/", "/%73et-password/", "/pkg/"]
        {
            let head = "HTTP/1.1\r\nHost: a\r\nConnection: close";
            requests.push(format!("GET {path}{token} {head}\r\n\r\n"));
            requests.push(format!("GET {path}{token}/?q={token} {head}\r\nReferer: http://a{path}{token}\r\n\r\n"));
            let cookie = format!("Cookie: __Host-session={token}; __Host-done={token}");
            requests.push(format!("GET /account?next={path}{token} {head}\r\n{cookie}\r\nX-{token}: x\r\n\r\n"));
            requests.push(format!(
                "POST {path}{token} {head}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 3\r\n\r\na=b"
            ));
        }
    }
    for arguments in [&[][..], &["--log-json"]] {
        let log = log_of(&app.path(), arguments, &requests);
        let answered = log.lines().filter(|line| line.contains("answered")).count();
        assert!(answered >= requests.len(), "{answered} of {}", requests.len());
        assert!(log.contains("TRACE") && log.contains("/Set-password/…"), "{arguments:?}");
        let worst = log.lines().max_by_key(|line| longest_run(line)).unwrap();
        assert!(longest_run(worst) < 24, "{worst}");
        let hidden = |c: char| c != '\n' && c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
        assert!(!log.contains(hidden), "{arguments:?}");
        if !arguments.is_empty() {
            log.lines().for_each(|line| drop(serde_json::from_str::<Value>(line).unwrap()));
        }
    }
}
