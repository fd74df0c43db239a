//! What the router tests share: a copy of the sample board at a fixed time, its people, and requests to the whole router.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::UNIX_EPOCH;

use axum::Router;
use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, COOKIE, LOCATION, ORIGIN};
use axum::http::{HeaderMap, HeaderName, Method, Request, StatusCode};
use axum::response::Response;
use http_body_util::BodyExt;
use jiff::Timestamp;
use section11::domain::person::PersonId;
use section11::http::{router, routes};
use section11::islands::answer_fields;
use section11::operations::account::signing_in::SignIn;
use section11::operations::account::throttle::Browser;
use section11::operations::installation::checking;
use section11::operations::tokens::Token;
use section11::operations::{Clock, Installation};
use section11::store::{Opening, people, sessions};
use section11::web::request::SiteFiles;
use section11::web::route::Route;
use sqlx::pool::PoolConnection;
use sqlx::sqlite::SqliteRow;
use sqlx::{FromRow, Sqlite};
use tempfile::TempDir;
use tower::ServiceExt;

pub mod html;
pub mod marsh_lane;

/// When every test takes place, unless it moves the clock.
pub const NOW: &str = "2026-11-21T12:00:00Z";
/// Where the tests' installation is reached.
pub const BASE: &str = "http://section11.test";

/// Who acts. Everybody is of the sample.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Persona {
    /// Board administrator.
    Administrator,
    /// Board reviewer.
    Reviewer,
    /// Lead of Marsh Lane Primary School, whose open audit is in progress.
    SchoolLead,
    /// Contributor there.
    Contributor,
    /// Lead of a charity.
    PartnerLead,
    /// Lead of the police, the only organisation of its sector.
    PoliceLead,
}

/// Everybody whom a table of rights has a column for. The school is the organisation of its lead and contributor, and
/// not of the partner.
pub const EVERYBODY: [Option<Persona>; 6] = [
    None,
    Some(Persona::PartnerLead),
    Some(Persona::Contributor),
    Some(Persona::SchoolLead),
    Some(Persona::Reviewer),
    Some(Persona::Administrator),
];

impl Persona {
    pub fn email(self) -> &'static str {
        match self {
            Self::Administrator => "administrator@board.example",
            Self::Reviewer => "reviewer@board.example",
            Self::SchoolLead => "lead@marsh-lane.example",
            Self::Contributor => "contributor@marsh-lane.example",
            Self::PartnerLead => "lead@ferrymens-trust.example",
            Self::PoliceLead => "lead@police.example",
        }
    }

    pub fn password(self) -> &'static str {
        let accounts = section11::sample::accounts();
        accounts.iter().find(|account| account.email == self.email()).unwrap().password
    }

    /// The id of their row: the sample adds its accounts in their order.
    pub fn person(self) -> PersonId {
        let place = section11::sample::accounts().iter().position(|account| account.email == self.email()).unwrap();
        PersonId(i64::try_from(place).unwrap() + 1)
    }
}

/// A copy of the sample board with the whole router around it. A clone shares it.
#[derive(Clone)]
pub struct Sample {
    folder: Arc<TempDir>,
    /// What the router works on.
    pub installation: Arc<Installation>,
    clock: Arc<Mutex<Timestamp>>,
    router: Router,
}

/// A response, read to its end.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub fn location(&self) -> &str {
        self.headers.get(LOCATION).map_or("", |value| value.to_str().unwrap())
    }

    /// Where the answer leads; the test fails when it is no redirect.
    pub fn redirect(&self) -> &str {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.words());
        self.location()
    }

    /// The page's text with single spaces: what a reader reads. What is no page is given as it is.
    pub fn words(&self) -> String {
        let is_page = self.header("content-type").starts_with("text/html");
        if is_page { html::words_of(self.html().root_element()) } else { self.text() }
    }

    /// The cookie of the session that the answer gives, as it is sent back; the test fails where there is none.
    pub fn cookie(&self) -> String {
        let cookies = self.cookies();
        let session = cookies.split("; ").find(|cookie| cookie.starts_with("__Host-session="));
        session.expect("the answer gives a session").to_owned()
    }

    /// Every cookie that the answer sets, as a browser sends them along with another.
    pub fn cookies(&self) -> String {
        let set = self.headers.get_all("set-cookie").into_iter().map(|cookie| cookie.to_str().unwrap());
        set.map(|cookie| cookie.split(';').next().unwrap()).collect::<Vec<_>>().join("; ")
    }

    /// The cookies of a browser that had these and has the answer: one that is set anew takes the other's place.
    pub fn cookies_after(&self, before: &str) -> String {
        let set = self.cookies();
        let is_set = |cookie: &str| set.split("; ").any(|set| set.split('=').next() == cookie.split('=').next());
        let left = before.split("; ").filter(|cookie| !cookie.is_empty() && !is_set(cookie));
        left.chain(set.split("; ").filter(|set| !set.is_empty())).collect::<Vec<_>>().join("; ")
    }

    /// The path of the password link that the page shows.
    pub fn password_link(&self) -> String {
        let link = self.words_in("code");
        link.strip_prefix(BASE)
            .filter(|path| path.starts_with("/set-password/"))
            .expect("the page shows a link")
            .to_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The ids of the page's forms that post, as many as there are.
    pub fn post_ids(&self) -> Vec<String> {
        let html = self.html();
        let id = |form| {
            let ids = html::all(form, "[name=post_id]");
            assert_eq!(ids.len(), 1, "each form has an id");
            ids[0].attr("value").unwrap().to_owned()
        };
        html::all(html.root_element(), "form[method=post]").into_iter().map(id).collect()
    }

    /// Whether the page's source has this text: entities read, marks of the renderer left out.
    pub fn shows(&self, text: &str) -> bool {
        readable(&self.text()).contains(text)
    }
}

/// A page's source with the renderer's empty comments taken out and the usual entities read.
fn readable(html: &str) -> String {
    html.replace("<!>", "").replace("&#39;", "'").replace("&#x27;", "'").replace("&quot;", "\"").replace("&amp;", "&")
}

impl Sample {
    /// A fresh copy.
    pub async fn copy() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("section11.db");
        copy_sample(&path).await;
        Self::over(folder, &path, Opening::Existing).await
    }

    /// An installation without anything.
    pub async fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("section11.db");
        Self::over(folder, &path, Opening::Create).await
    }

    async fn over(folder: TempDir, path: &Path, opening: Opening) -> Self {
        Self::started(folder.into(), Arc::new(Mutex::new(NOW.parse().unwrap())), path, opening).await
    }

    /// The program started again on the same database, beside this one.
    pub async fn started_anew(&self) -> Self {
        Self::started(self.folder.clone(), self.clock.clone(), &self.path(), Opening::Existing).await
    }

    async fn started(folder: Arc<TempDir>, clock: Arc<Mutex<Timestamp>>, path: &Path, opening: Opening) -> Self {
        let installation = Installation::open(path, opening, Clock::Set(clock.clone()), BASE).await.unwrap();
        let router = router(installation.clone(), "target/site", SiteFiles::default());
        Self { folder, installation, clock, router }
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().join("section11.db")
    }

    /// Moves the server's clock.
    pub fn set_clock(&self, at: &str) {
        *self.clock.lock().unwrap() = at.parse().unwrap();
    }

    /// Writes into the database what no page would.
    pub async fn change(&self, statements: &[&'static str]) {
        let mut writing = self.installation.store.writing().await.unwrap();
        for statement in statements {
            sqlx::query(*statement).execute(&mut *writing).await.unwrap();
        }
        writing.commit().await.unwrap();
    }

    /// The one value that a query gives.
    pub async fn value<T>(&self, sql: &'static str) -> T
    where
        T: Send + Unpin,
        (T,): for<'r> FromRow<'r, SqliteRow>,
    {
        self.rows::<(T,)>(sql).await.into_iter().next().expect("the query gives a row").0
    }

    /// Every row that a query gives.
    pub async fn rows<T>(&self, sql: &'static str) -> Vec<T>
    where
        T: Send + Unpin + for<'r> FromRow<'r, SqliteRow>,
    {
        sqlx::query_as(sql).fetch_all(&mut *self.installation.store.reading().await.unwrap()).await.unwrap()
    }

    /// What the program's own check finds wrong.
    pub async fn problems(&self) -> Vec<String> {
        checking::check(&mut self.installation.store.snapshot().await.unwrap()).await.unwrap().problems
    }

    /// Somebody who sees whether anything is written from now on.
    pub async fn watch(&self) -> Watch {
        Watch(self.installation.store.reading().await.unwrap())
    }

    /// Sets up an authenticator app for somebody. Its last code was used long ago.
    pub async fn set_up_app(&self, who: Persona, secret: &[u8]) {
        let mut writing = self.installation.store.writing().await.unwrap();
        people::set_authenticator(&mut writing, who.person(), secret, 1).await.unwrap();
        writing.commit().await.unwrap();
    }

    /// Takes the answers from the school's open audit, as if it had never been started.
    pub async fn never_start_open_audit(&self) {
        self.change(&[
            "delete from answer_text where audit_id = 272",
            "delete from answer where audit_id = 272",
            "update audit set state = 'invited', started_at = null where id = 272",
        ])
        .await;
    }

    /// Closes the school, yesterday.
    pub async fn close_school(&self) {
        self.change(&["update organisation set closed_at = '2026-11-20T12:00:00.000Z' where id = 22"]).await;
    }

    /// Answers every question of the school's open audit, so that it can be submitted.
    pub async fn complete_open_audit(&self) {
        self.change(&[
            "insert into answer (audit_id, question_id, score, not_applicable, revision) \
             select a.id, q.id, 3, 0, 1 from audit a join question q on q.form_edition_id = a.form_edition_id \
             where a.id = 272 on conflict do nothing",
            "insert into answer_text (audit_id, question_id, reason, evidence, action_what, action_who, action_by_when, \
             no_action_reason, saved_at, saved_by) \
             select an.audit_id, an.question_id, '', 'Policy.', '', '', '', '', '2026-11-20T12:00:00.000Z', 3 \
             from answer an where an.audit_id = 272 on conflict do nothing",
            "update answer set score = 3, not_applicable = 0, revision = revision + 1 where audit_id = 272 and \
             (score is null or score < 3) and question_id in (select question_id from answer_text where audit_id = 272 \
             and (action_what = '' or action_who = '' or action_by_when = ''))",
            // Each as its author would have saved it.
            "insert into answer_save (audit_id, question_id, revision, save_id, saved_at, saved_by, choice, reason, \
             evidence, action_what, action_who, action_by_when, no_action_reason) \
             select an.audit_id, an.question_id, an.revision, 'page-' || an.revision, t.saved_at, t.saved_by, \
             coalesce(cast(an.score as text), 'not_applicable'), t.reason, t.evidence, t.action_what, t.action_who, \
             t.action_by_when, t.no_action_reason from answer an join answer_text t using (audit_id, question_id) \
             where an.audit_id = 272 on conflict do nothing",
        ])
        .await;
    }

    /// Signs a person in and gives the cookie to send.
    pub async fn sign_in(&self, persona: Persona) -> String {
        match self.installation.sign_in(persona.email(), persona.password().into(), &Browser::default()).await.unwrap()
        {
            SignIn::Done(token) => format!("__Host-session={}", token.reveal()),
            other => panic!("{persona:?} could not sign in: {other:?}"),
        }
    }

    /// A session of theirs, without what signing in costs.
    pub async fn session(&self, persona: Persona) -> String {
        self.session_of(persona.person().0).await
    }

    /// A session of anybody, whether they have a password or not.
    pub async fn session_of(&self, person: i64) -> String {
        let token = Token::new();
        let mut writing = self.installation.store.writing().await.unwrap();
        let now = self.installation.now();
        sessions::add(&mut writing, &token.hash(), PersonId(person), false, now).await.unwrap();
        writing.commit().await.unwrap();
        format!("__Host-session={}", token.reveal())
    }

    /// Sends a request and reads nothing of the answer's body.
    pub async fn send_unread(&self, request: Request<Body>) -> Response {
        self.router.clone().oneshot(request).await.unwrap()
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.send_unread(request).await;
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes().to_vec();
        Answer { status: parts.status, headers: parts.headers, bytes }
    }

    /// Opens a page; an empty cookie is nobody's.
    pub async fn get(&self, path: &str, cookie: &str) -> Answer {
        self.send(request("GET", path, cookie, &[], Body::empty())).await
    }

    /// Opens the page to which an answer leads, with the cookies that it set, as a browser does.
    pub async fn follow(&self, answer: &Answer, cookie: &str) -> Answer {
        self.get(answer.redirect(), &answer.cookies_after(cookie)).await
    }

    /// Posts a form as its page would: with every field that it has, and the mark at its end.
    pub async fn post(&self, path: &str, cookie: &str, fields: &[(&str, &str)]) -> Answer {
        let body = [encode(fields), encode_owned(&rest_of(path, fields))].join("&");
        self.post_body(path, cookie, body.trim_matches('&').to_owned()).await
    }

    /// Posts these fields and no others, as a page may that was cut off on the line.
    pub async fn post_alone(&self, path: &str, cookie: &str, fields: &[(&str, &str)]) -> Answer {
        self.post_body(path, cookie, encode(fields)).await
    }

    /// Posts a form as it is encoded.
    pub async fn post_body(&self, path: &str, cookie: &str, body: String) -> Answer {
        let headers = [(CONTENT_TYPE, "application/x-www-form-urlencoded"), (ORIGIN, BASE)];
        self.send(request("POST", path, cookie, &headers, Body::from(body))).await
    }

    /// Posts a form with a file in the field `file`; `None` when nobody chose one.
    pub async fn upload(&self, path: &str, cookie: &str, file: Option<&[u8]>, fields: &[(&str, &str)]) -> Answer {
        // Each time another, as of a browser.
        let boundary = format!("a-line-that-is-in-no-file-{}", Token::new().reveal());
        let mut body = Vec::new();
        for (name, value) in fields {
            let part = format!("--{boundary}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend(part.into_bytes());
        }
        let name = if file.is_some() { "organisations.csv" } else { "" };
        let head = format!(
            "--{boundary}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             content-type: application/octet-stream\r\n\r\n"
        );
        body.extend(head.into_bytes());
        body.extend(file.unwrap_or_default());
        body.extend(format!("\r\n--{boundary}--\r\n").into_bytes());
        let kind = format!("multipart/form-data; boundary={boundary}");
        let headers = [(CONTENT_TYPE, kind.as_str()), (ORIGIN, BASE)];
        self.send(request("POST", path, cookie, &headers, Body::from(body))).await
    }

    /// Calls a server function as an island would.
    pub async fn call(&self, path: &str, cookie: &str, json: &str) -> Answer {
        let headers = [(CONTENT_TYPE, "application/json"), (ORIGIN, BASE)];
        self.send(request("POST", path, cookie, &headers, Body::from(json.to_owned()))).await
    }

    /// A digest of every table but those that signing in and looking around may write.
    pub async fn digest(&self) -> Vec<u8> {
        let mut db = self.installation.store.reading().await.unwrap();
        section11::store::check::digest(&mut db, &["session", "sign_in_try", "wrong_codes", "known_browser"])
            .await
            .unwrap()
    }
}

/// A connection of its own to the database.
pub struct Watch(PoolConnection<Sqlite>);

impl Watch {
    /// Another number whenever another connection has written anything at all.
    pub async fn seen(&mut self) -> i64 {
        sqlx::query_scalar("pragma data_version").fetch_one(&mut *self.0).await.unwrap()
    }
}

/// What an authenticator app with this secret shows so many steps of 30 seconds after a moment.
pub fn app_code(secret: &[u8], at: &str, steps: i64) -> String {
    let app = totp_rs::Builder::new().with_secret(secret.to_vec()).with_account_name("section11".to_owned());
    let second = at.parse::<Timestamp>().unwrap().as_second() + 30 * steps;
    app.build().unwrap().generate(u64::try_from(second).unwrap()).to_string()
}

/// A request with headers.
pub fn request(method: &str, path: &str, cookie: &str, headers: &[(HeaderName, &str)], body: Body) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(path).header("host", "section11.test");
    if !cookie.is_empty() {
        request = request.header(COOKIE, cookie);
    }
    for (name, value) in headers {
        request = request.header(name, *value);
    }
    request.body(body).unwrap()
}

/// The school's open audit (for its results the submitted one of 2014), its first action, and a person who is in no
/// column of a table of rights.
pub fn concrete(path: &str) -> String {
    let path = match path {
        "/audits/{audit}/results" => "/audits/119/results",
        "/audits/{audit}/results.csv" => "/audits/119/results.csv",
        "/rounds/{round}/results/organisations" => {
            "/rounds/2014/results/organisations?form=schools&group=all&standard=3"
        }
        // One that no later row needs open.
        "/organisations/{reference}/close" => "/organisations/O-0030/close",
        // The organisation that this person leads.
        "/people/{person}/end-membership/{reference}" => "/people/5/end-membership/O-0027",
        other => other,
    };
    path.replace("{audit}", &marsh_lane::AUDIT.0.to_string())
        .replace("{reference}", marsh_lane::REFERENCE)
        .replace("{round}", "2026-27")
        .replace("{person}", "5")
        .replace("{form}", "schools")
        .replace("{edition}", "2014")
        .replace("{token}", &"0".repeat(64))
        .replace("{number}", "1")
}

/// The routes that answer a GET.
pub fn gets() -> impl Iterator<Item = &'static Route> {
    routes().iter().filter(|route| route.method == Method::GET)
}

/// The routes that answer a POST.
pub fn posts() -> impl Iterator<Item = &'static Route> {
    routes().iter().filter(|route| route.method == Method::POST)
}

/// The fields that the page of a form has besides these, empty, and the mark at its end.
pub fn rest_of(path: &str, fields: &[(&str, &str)]) -> Vec<(String, String)> {
    let path = path.split('?').next().unwrap();
    let of_path = posts().filter(|route| is_of(route.path, path));
    let route = of_path.min_by_key(|route| route.path.matches('{').count());
    let Some(form) = route.and_then(|route| route.form) else { return Vec::new() };
    let questions: BTreeSet<_> = fields.iter().filter_map(|(name, _)| name.strip_suffix(".save_id")).collect();
    let of_answers = answer_fields::NAMES.iter().filter(|name| **name != answer_fields::SCORE);
    let of_answers = questions.iter().flat_map(|key| of_answers.clone().map(move |name| format!("{key}.{name}")));
    let all = form.always().iter().map(|name| (*name).to_owned()).chain(of_answers);
    let rest = all.filter(|name| fields.iter().all(|(field, _)| field != name)).map(|name| (name, String::new()));
    let mark = (!fields.iter().any(|(name, _)| *name == "whole"))
        .then(|| ("whole".to_owned(), questions.len().max(1).to_string()));
    rest.chain(mark).collect()
}

/// Whether an address is one of a route's.
pub fn is_of(route: &str, address: &str) -> bool {
    let (route, address): (Vec<_>, Vec<_>) = (route.split('/').collect(), address.split('/').collect());
    route.len() == address.len() && route.iter().zip(&address).all(|(of, part)| of.starts_with('{') || of == part)
}

fn encode_owned(fields: &[(String, String)]) -> String {
    encode(&fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect::<Vec<_>>())
}

/// Fields as a browser sends them.
pub fn encode(fields: &[(&str, &str)]) -> String {
    fields.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect::<Vec<_>>().join("&")
}

/// A text as it stands in a query or a form post.
pub fn encoded(text: &str) -> String {
    let stays = |b: u8| b.is_ascii_alphanumeric() || b"*-._".contains(&b);
    text.bytes().map(|b| if stays(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

/// Puts the sample, as of the time of the tests, into a new file.
pub async fn copy_sample(path: &Path) {
    fs::copy(made_once().await, path).unwrap();
}

/// The same for tests that run the built program, which are not asynchronous themselves.
pub fn put_sample(path: &Path) {
    let copy = || tokio::runtime::Runtime::new().unwrap().block_on(copy_sample(path));
    std::thread::scope(|scope| scope.spawn(copy).join().unwrap());
}

/// The sample, written once for this test program: whichever test comes first makes it, the others wait for its lock.
async fn made_once() -> PathBuf {
    let program = std::env::current_exe().unwrap();
    let built = program.metadata().unwrap().modified().unwrap().duration_since(UNIX_EPOCH).unwrap().as_nanos();
    let stem = program.file_stem().unwrap().to_string_lossy().into_owned();
    let name = stem.rsplit_once('-').map_or(stem.as_str(), |(name, _)| name).to_owned();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let path = folder.join(format!("{name}-{built}.db"));
    let lock = File::create(folder.join(format!("{name}.lock"))).unwrap();
    lock.lock().unwrap();
    if !path.exists() {
        // Those of earlier builds are of no use any more.
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let file = entry.file_name().to_string_lossy().into_owned();
            let of_a_build = file.strip_prefix(&name).and_then(|rest| rest.strip_prefix('-')?.strip_suffix(".db"));
            if of_a_build.is_some() {
                fs::remove_file(entry.path()).unwrap();
            }
        }
        let half = folder.join(format!("{name}-{built}.half"));
        let _ = fs::remove_file(&half);
        let clock = Clock::Set(Arc::new(Mutex::new(NOW.parse().unwrap())));
        let installation = Installation::open(&half, Opening::Create, clock, BASE).await.unwrap();
        installation.fill_with_sample().await.unwrap();
        installation.store.close().await;
        fs::rename(&half, &path).unwrap();
    }
    path
}
