//! What the whole-router tests share: the sample board in a file of one's own, the router, and what a browser does.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, COOKIE, LOCATION};
use axum::http::{Request, Response, StatusCode};
use http_body_util::BodyExt;
use leptos::prelude::LeptosOptions;
use section11::operations::signing_in::SignIn;
use section11::operations::{Clock, Installation};
use section11::pages::request::SiteFiles;
use section11::pages::sign_in::COOKIE as SESSION;
use section11::sample;
use section11::store::Opening;
use tempfile::TempDir;
use tower::ServiceExt;

/// The time in every test, unless it sets another.
pub const NOW: &str = "2026-11-21T12:00:00Z";

/// The people of the tests, by the addresses they have in the sample.
pub const ADMINISTRATOR: &str = "administrator@board.example";
pub const REVIEWER: &str = "reviewer@board.example";
pub const SCHOOL_LEAD: &str = "lead@marsh-lane.example";
pub const CONTRIBUTOR: &str = "contributor@marsh-lane.example";
pub const PARTNER_LEAD: &str = "lead@ferrymens-trust.example";

/// The application on a copy of the sample board that belongs to one test.
pub struct Application {
    pub installation: Installation,
    pub clock: Arc<Mutex<jiff::Timestamp>>,
    router: Router,
    _folder: TempDir,
}

/// What came back: the status, where it leads, and the body as text.
pub struct Answer {
    pub status: StatusCode,
    pub location: Option<String>,
    pub content_type: String,
    pub body: String,
}

impl Answer {
    /// Whether the page shows this text, with `&`, `<`, `>` and quotes escaped as in the page.
    pub fn shows(&self, text: &str) -> bool {
        self.body.contains(text)
    }

    /// Where the answer leads; the test fails when it is no redirect.
    pub fn redirect(&self) -> &str {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.words());
        self.location.as_deref().expect("a redirect says where to")
    }

    /// The page's text without its tags, with single spaces: what a reader reads.
    pub fn words(&self) -> String {
        let mut words = String::new();
        let mut inside = false;
        for c in self.body.chars() {
            match c {
                '<' => inside = true,
                '>' => {
                    inside = false;
                    words.push(' ');
                }
                c if !inside => words.push(c),
                _ => {}
            }
        }
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// The application on a fresh copy of the sample board, at [`NOW`].
pub async fn sample_copy() -> Application {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("copy.sqlite");
    fs::copy(shared_sample().await, &path).unwrap();
    let (installation, clock) = open(&path, Opening::Existing).await;
    let options = LeptosOptions::builder().output_name("section11").site_root("target/site").build();
    let router = section11::http::router(installation.clone(), options, SiteFiles::default());
    Application { installation, clock, router, _folder: folder }
}

async fn open(path: &Path, opening: Opening) -> (Installation, Arc<Mutex<jiff::Timestamp>>) {
    let clock = Arc::new(Mutex::new(NOW.parse().unwrap()));
    let installation = Installation::open(path, opening, Clock::Set(clock.clone()), "https://audit.example").await;
    (installation.unwrap(), clock)
}

/// The sample board's file, made once in a run of the tests by whichever process comes first.
async fn shared_sample() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    fs::create_dir_all(folder).unwrap();
    let run = std::env::var("NEXTEST_RUN_ID").unwrap_or_else(|_| format!("process-{}", std::process::id()));
    let path = folder.join(format!("sample-{run}.sqlite"));
    let lock = File::create(folder.join("sample.lock")).unwrap();
    lock.lock().unwrap();
    if !path.exists() {
        forget_earlier_runs(folder);
        let unfinished = folder.join("sample-unfinished.sqlite");
        remove_database(&unfinished);
        let (installation, _) = open(&unfinished, Opening::Create).await;
        installation.fill_with_sample().await.unwrap();
        installation.store.close().await;
        fs::rename(&unfinished, &path).unwrap();
    }
    path
}

/// Removes the samples of runs that are over for certain.
fn forget_earlier_runs(folder: &Path) {
    let hour = std::time::Duration::from_hours(1);
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let is_sample = entry.file_name().to_string_lossy().starts_with("sample-");
        let age = entry.metadata().and_then(|metadata| metadata.modified()).ok().and_then(|at| at.elapsed().ok());
        if is_sample && age.is_some_and(|age| age > hour) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn remove_database(path: &Path) {
    for end in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(format!("{}{end}", path.display()));
    }
}

impl Application {
    /// Signs a person of the sample in; the cookie that their browser then sends.
    pub async fn sign_in(&self, email: &str) -> String {
        let person = sample::accounts().into_iter().find(|person| person.email == email).unwrap();
        let signed_in = self.installation.sign_in(email, person.password.into(), None).await.unwrap();
        let SignIn::Done(token) = signed_in else { panic!("{email} cannot sign in: {signed_in:?}") };
        format!("{SESSION}={}", token.reveal())
    }

    /// Asks for a page.
    pub async fn get(&self, path: &str, cookie: &str) -> Answer {
        self.send(Request::get(path).header(COOKIE, cookie).body(Body::empty()).unwrap()).await
    }

    /// Posts a form.
    pub async fn post(&self, path: &str, cookie: &str, fields: &[(&str, &str)]) -> Answer {
        let body: Vec<_> = fields.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
        let request = Request::post(path)
            .header(COOKIE, cookie)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(body.join("&")));
        self.send(request.unwrap()).await
    }

    /// Posts a form with a file in the field `file`; `None` when nobody chose one.
    pub async fn upload(&self, path: &str, cookie: &str, file: Option<&[u8]>, fields: &[(&str, &str)]) -> Answer {
        const BOUNDARY: &str = "a-line-that-is-in-no-file";
        let mut body = Vec::new();
        for (name, value) in fields {
            let part = format!("--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend(part.into_bytes());
        }
        let name = if file.is_some() { "organisations.csv" } else { "" };
        let head = format!(
            "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             content-type: application/octet-stream\r\n\r\n"
        );
        body.extend(head.into_bytes());
        body.extend(file.unwrap_or_default());
        body.extend(format!("\r\n--{BOUNDARY}--\r\n").into_bytes());
        let request = Request::post(path)
            .header(COOKIE, cookie)
            .header(CONTENT_TYPE, format!("multipart/form-data; boundary={BOUNDARY}"))
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(body));
        self.send(request.unwrap()).await
    }

    async fn send(&self, request: Request<Body>) -> Answer {
        let response: Response<Body> = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let text = |name| parts.headers.get(name).map(|value| value.to_str().unwrap().to_owned());
        Answer {
            status: parts.status,
            location: text(LOCATION),
            content_type: text(CONTENT_TYPE).unwrap_or_default(),
            body: String::from_utf8(body.collect().await.unwrap().to_bytes().to_vec()).unwrap(),
        }
    }
}

fn encode(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}
