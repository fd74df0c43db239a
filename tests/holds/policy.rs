//! Who may do what: every method and path of the running router, for every role, with the status each gets. A route
//! that is not in the table fails the test, and a refusal must not have written anything.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, ORIGIN};
use leptos::server_fn::axum::server_fn_paths;
use section11::domain::person::OrganisationRole;
use section11::http::routes;
use section11::operations::account::session::SessionState;
use section11::operations::tokens::Token;
use section11::store::people;
use section11::web::route::Who;

use crate::support::{
    Answer, BASE, EVERYBODY, NOW, Persona, Sample, app_code, concrete, encode, marsh_lane, request, rest_of,
};

/// Method, path as the router knows it, and the status for: nobody, another organisation's lead, the organisation's
/// contributor, its lead, a reviewer, an administrator.
type Row = (&'static str, &'static str, [u16; 6]);

/// The statuses of pages: for everybody, for anybody signed in, and for some. Others get 303 to sign in, 403 or 404.
const OPEN: [u16; 6] = [200, 200, 200, 200, 200, 200];
const SIGNED_IN: [u16; 6] = [303, 200, 200, 200, 200, 200];
const BOARD: [u16; 6] = [303, 403, 403, 403, 200, 200];
const ADMINISTRATOR: [u16; 6] = [303, 403, 403, 403, 403, 200];
const READERS: [u16; 6] = [303, 404, 200, 200, 200, 200];

/// The posts carry no fields: where a role may post, the form is refused as incomplete (422) or nothing is left to do.
const POLICY: &[Row] = &[
    ("GET", "/", [303, 303, 303, 303, 303, 303]),
    ("GET", "/sign-in", OPEN),
    ("POST", "/sign-in", [422, 422, 422, 422, 422, 422]),
    ("GET", "/sign-in/code", SIGNED_IN),
    ("POST", "/sign-in/code", [401, 404, 404, 404, 404, 404]),
    ("POST", "/sign-out", [401, 303, 303, 303, 303, 303]),
    ("GET", "/set-password/{token}", [404, 404, 404, 404, 404, 404]),
    ("POST", "/set-password/{token}", [404, 404, 404, 404, 404, 404]),
    ("GET", "/set-up", [404, 404, 404, 404, 404, 404]),
    ("POST", "/set-up", [404, 404, 404, 404, 404, 404]),
    ("GET", "/accessibility", OPEN),
    ("GET", "/privacy", OPEN),
    ("GET", "/account", SIGNED_IN),
    ("GET", "/account/password", SIGNED_IN),
    ("POST", "/account/password", [401, 422, 422, 422, 422, 422]),
    ("GET", "/account/authenticator", SIGNED_IN),
    ("POST", "/account/authenticator", [401, 422, 422, 422, 422, 422]),
    ("GET", "/audits/{audit}", READERS),
    ("GET", "/audits/{audit}/standards/{number}", READERS),
    ("POST", "/audits/{audit}/standards/{number}", [401, 404, 422, 422, 403, 403]),
    // Who only reads is led on to the record.
    ("GET", "/audits/{audit}/check", [303, 404, 200, 200, 303, 303]),
    ("POST", "/audits/{audit}/check", [401, 404, 403, 422, 403, 403]),
    ("GET", "/audits/{audit}/record", READERS),
    ("GET", "/audits/{audit}/results", READERS),
    ("GET", "/audits/{audit}/results.csv", READERS),
    ("GET", "/audits/{audit}/action-plan.xlsx", READERS),
    ("POST", "/api/save-answer", [401, 404, 422, 422, 404, 404]),
    ("POST", "/api/stay-signed-in", [401, 200, 200, 200, 200, 200]),
    ("GET", "/organisations", BOARD),
    ("GET", "/organisations/new", ADMINISTRATOR),
    ("POST", "/organisations/new", [401, 403, 403, 403, 403, 422]),
    ("GET", "/organisations/import", ADMINISTRATOR),
    ("POST", "/organisations/import", [401, 403, 403, 403, 403, 422]),
    ("GET", "/organisations/template.csv", BOARD),
    ("GET", "/organisations/{reference}", READERS),
    ("GET", "/organisations/{reference}/edit", ADMINISTRATOR),
    ("POST", "/organisations/{reference}/edit", [401, 403, 403, 403, 403, 422]),
    ("GET", "/organisations/{reference}/close", ADMINISTRATOR),
    ("POST", "/organisations/{reference}/close", [401, 403, 403, 403, 403, 303]),
    ("GET", "/organisations/{reference}/people", READERS),
    ("GET", "/organisations/{reference}/results", READERS),
    ("GET", "/organisations/{reference}/action-plan", READERS),
    ("GET", "/organisations/{reference}/action-plan/{number}", READERS),
    ("POST", "/organisations/{reference}/action-plan/{number}", [401, 404, 422, 422, 403, 403]),
    ("GET", "/rounds", BOARD),
    ("GET", "/rounds/new", ADMINISTRATOR),
    ("POST", "/rounds/new", [401, 403, 403, 403, 403, 422]),
    ("GET", "/rounds/{round}", BOARD),
    ("POST", "/rounds/{round}/open", [401, 403, 403, 403, 403, 409]),
    ("GET", "/rounds/{round}/audits", BOARD),
    ("GET", "/rounds/{round}/invite", ADMINISTRATOR),
    ("POST", "/rounds/{round}/invite", [401, 403, 403, 403, 403, 422]),
    ("GET", "/rounds/{round}/results", BOARD),
    ("GET", "/rounds/{round}/results/organisations", BOARD),
    ("GET", "/rounds/{round}/results.xlsx", BOARD),
    ("GET", "/rounds/{round}/results.csv", BOARD),
    ("GET", "/rounds/{round}/answers.xlsx", BOARD),
    ("GET", "/rounds/{round}/answers.csv", BOARD),
    ("GET", "/rounds/{round}/answers", BOARD),
    ("POST", "/rounds/{round}/answers", [401, 403, 403, 403, 422, 422]),
    ("GET", "/rounds/{round}/answers/file", [303, 404, 404, 404, 404, 404]),
    ("GET", "/people", ADMINISTRATOR),
    ("GET", "/people/new", ADMINISTRATOR),
    ("POST", "/people/new", [401, 403, 403, 403, 403, 422]),
    ("GET", "/people/{person}", ADMINISTRATOR),
    ("GET", "/people/{person}/edit", ADMINISTRATOR),
    ("POST", "/people/{person}/edit", [401, 403, 403, 403, 403, 422]),
    ("POST", "/people/{person}/link", [401, 403, 403, 403, 403, 303]),
    ("GET", "/people/{person}/stop", ADMINISTRATOR),
    ("POST", "/people/{person}/stop", [401, 403, 403, 403, 403, 303]),
    ("POST", "/people/{person}/let-in", [401, 403, 403, 403, 403, 303]),
    ("GET", "/people/{person}/end-board-role", [303, 403, 403, 403, 403, 404]),
    ("POST", "/people/{person}/end-board-role", [401, 403, 403, 403, 403, 404]),
    ("GET", "/people/{person}/end-membership/{reference}", ADMINISTRATOR),
    ("POST", "/people/{person}/end-membership/{reference}", [401, 403, 403, 403, 403, 303]),
    ("GET", "/people/{person}/remove-authenticator", [303, 403, 403, 403, 403, 404]),
    ("POST", "/people/{person}/remove-authenticator", [401, 403, 403, 403, 403, 404]),
    ("GET", "/settings", ADMINISTRATOR),
    ("POST", "/settings", [401, 403, 403, 403, 403, 422]),
    ("GET", "/forms", BOARD),
    ("GET", "/forms/{form}/{edition}", BOARD),
];

#[test]
fn every_route_is_in_the_table_and_every_row_is_a_route() {
    let mut routes: Vec<_> = routes().iter().map(|route| format!("{} {}", route.method, route.path)).collect();
    let mut rows: Vec<_> = POLICY.iter().map(|(method, path, _)| format!("{method} {path}")).collect();
    routes.sort();
    rows.sort();
    assert_eq!(routes, rows);
}

/// Whether each of the six may, by what the table of routes says.
fn who_may(may: Who) -> [bool; 6] {
    let [nobody, other, contributor, lead, reviewer, administrator] = match may {
        Who::Everybody => [true; 6],
        Who::HasSession | Who::GaveThePassword | Who::MaySetUpTheApp | Who::SignedIn => {
            [false, true, true, true, true, true]
        }
        Who::Board => [false, false, false, false, true, true],
        Who::Administrators => [false, false, false, false, false, true],
        Who::ReadersOfTheOrganisation => [false, false, true, true, true, true],
        Who::PeopleOfTheOrganisation => [false, false, true, true, false, false],
        Who::LeadsOfTheOrganisation => [false, false, false, true, false, false],
    };
    [nobody, other, contributor, lead, reviewer, administrator]
}

/// Routes on which even those who may ask find nothing: the sample has no such link, code, file or app, and is set up.
const NOTHING_THERE: [&str; 7] = [
    "/set-password/{token}",
    "/set-up",
    "/sign-in/code",
    "/rounds/{round}/answers/file",
    "/people/{person}/end-board-role",
    "/people/{person}/remove-authenticator",
    "/api/save-answer",
];

/// What is asked in `operations` is what the table of routes says.
#[test]
fn s1_the_table_of_routes_says_of_each_who_may() {
    let mut against = Vec::new();
    for (method, path, statuses) in POLICY {
        let route = routes().iter().find(|route| route.method == **method && route.path == *path).unwrap();
        let refusal = |nobody: bool| if nobody && *method == "GET" { vec![303] } else { vec![303, 401, 403, 404] };
        for (n, (status, may)) in statuses.iter().zip(who_may(route.may)).enumerate() {
            let is_there = *status != 404 || NOTHING_THERE.contains(path);
            let holds = if may { is_there && !matches!(status, 401 | 403) } else { refusal(n == 0).contains(status) };
            if !holds {
                against.push(format!("{method} {path} for the {n}th: {status}, and {:?} may", route.may));
            }
        }
    }
    assert_eq!(against, Vec::<String>::new());
}

#[tokio::test]
async fn s1_where_no_route_is_everybody_is_told_so() {
    let sample = Sample::copy().await;
    let half = {
        sample.set_up_app(Persona::Reviewer, &SECRET).await;
        let (email, password) = (Persona::Reviewer.email(), Persona::Reviewer.password());
        sample.post("/sign-in", "", &[("email", email), ("password", password)]).await.cookie()
    };
    for cookie in [String::new(), half, sample.sign_in(Persona::SchoolLead).await] {
        for path in ["/nothing", "/rounds/", "/audits/272/nothing", "/set-password/x/y", "/people/1/nothing"] {
            assert_eq!(send(&sample, "GET", path, &cookie).await, 404, "{path}");
            assert_eq!(send(&sample, "POST", path, &cookie).await, 404, "{path}");
        }
    }
}

#[test]
fn every_server_function_has_its_row() {
    let functions: BTreeSet<_> = server_fn_paths().map(|(path, method)| format!("{method} {path}")).collect();
    let rows = routes().iter().filter(|route| route.path.starts_with("/api/"));
    assert_eq!(rows.map(|route| format!("{} {}", route.method, route.path)).collect::<BTreeSet<_>>(), functions);
}

#[tokio::test]
async fn s1_every_role_gets_what_the_table_says_and_a_refusal_writes_nothing() {
    let sample = Sample::copy().await;
    let mut against = Vec::new();
    for (method, path, expected) in POLICY {
        for (who, expected) in EVERYBODY.iter().zip(expected) {
            let cookie = match who {
                Some(persona) => sample.session(*persona).await,
                None => String::new(),
            };
            let mut watch = sample.watch().await;
            let before = watch.seen().await;
            let status = send(&sample, method, &concrete(path), &cookie).await;
            if status != *expected {
                against.push(format!("{method} {path} as {who:?}: {status}, not {expected}"));
            }
            if matches!(status, 401 | 403 | 404) && *path != "/sign-in/code" {
                assert_eq!(watch.seen().await, before, "{method} {path} as {who:?} was refused, and wrote");
            }
            // A file that leaves the program is recorded.
            let is_file = ["answers.", "results.", "action-plan.xlsx"].iter().any(|file| path.contains(file));
            if *method == "GET" && !is_file {
                assert_eq!(watch.seen().await, before, "GET {path} as {who:?} wrote");
            }
        }
    }
    assert_eq!(against, Vec::<String>::new());
}

#[tokio::test]
async fn s6_a_session_that_began_before_its_person_was_stopped_gets_on_every_route_what_nobody_gets() {
    let sample = with_every_right().await;
    let cookie = sample.sign_in(Persona::Administrator).await;
    for path in FOR_WHO_HAS_EVERY_RIGHT {
        assert_eq!(send(&sample, "GET", path, &cookie).await, 200, "{path}");
    }
    // In the store itself, so that the session is still there.
    let mut writing = sample.installation.store.writing().await.unwrap();
    people::set_disabled(&mut writing, Persona::Administrator.person(), Some(sample.installation.now())).await.unwrap();
    writing.commit().await.unwrap();
    let before = sample.digest().await;
    let mut against = Vec::new();
    for (method, path, [nobody, ..]) in POLICY {
        let status = send(&sample, method, &concrete(path), &cookie).await;
        if status != *nobody {
            against.push(format!("{method} {path}: {status}, not {nobody}"));
        }
    }
    assert_eq!(against, Vec::<String>::new());
    assert_eq!(sample.digest().await, before, "and it wrote nothing");
}

/// How far the session of somebody who would have every right has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum HalfWay {
    /// The password is given, and the code of the authenticator app is not.
    AwaitsCode,
    /// The authenticator app that the role needs is not set up, or not confirmed.
    NeedsAuthenticator,
}

impl HalfWay {
    /// The page on which it goes on.
    fn page(self) -> &'static str {
        match self {
            Self::AwaitsCode => "/sign-in/code",
            Self::NeedsAuthenticator => "/account/authenticator",
        }
    }

    /// Whether it is far enough for a right.
    fn may(self, right: Who) -> bool {
        match right {
            Who::Everybody | Who::HasSession => true,
            Who::GaveThePassword => self == Self::AwaitsCode,
            Who::MaySetUpTheApp => self == Self::NeedsAuthenticator,
            Who::SignedIn
            | Who::Board
            | Who::Administrators
            | Who::ReadersOfTheOrganisation
            | Who::PeopleOfTheOrganisation
            | Who::LeadsOfTheOrganisation => false,
        }
    }
}

/// How many rights there are; `HalfWay::may` names them all.
const RIGHTS: usize = 10;
/// The secret of the administrator's app.
const SECRET: [u8; 20] = [7; 20];
/// Pages that show that a visitor has every right: an administrator's, and one for people of the school alone.
const FOR_WHO_HAS_EVERY_RIGHT: [&str; 2] = ["/people", marsh_lane::CHECK];

/// The administrator, made lead of the school as well: somebody who could do everything in the table.
async fn with_every_right() -> Sample {
    let sample = Sample::copy().await;
    let mut writing = sample.installation.store.writing().await.unwrap();
    let (person, school) = (Persona::Administrator.person(), marsh_lane::SCHOOL);
    people::set_membership(&mut writing, person, school, OrganisationRole::Lead).await.unwrap();
    writing.commit().await.unwrap();
    sample
}

/// Checks that a half-way session is led to one page from everywhere, and writes nothing, whatever right a route asks.
async fn opens_nothing_but_its_page(sample: &Sample, cookie: &str, half_way: HalfWay) {
    let state = sample.installation.session(&Token::parse(cookie.split_once('=').unwrap().1).unwrap()).await.unwrap();
    match half_way {
        HalfWay::AwaitsCode => assert!(matches!(state, Some(SessionState::AwaitsCode)), "{state:?}"),
        HalfWay::NeedsAuthenticator => assert!(matches!(state, Some(SessionState::NeedsAuthenticator(_))), "{state:?}"),
    }
    assert_eq!(state.unwrap().visitor(), None, "nobody is signed in");
    let before = sample.digest().await;
    let (mut against, mut asked) = (Vec::new(), BTreeSet::new());
    for (method, path, [nobody, ..]) in POLICY {
        let route = routes().iter().find(|route| route.method == **method && route.path == *path).unwrap();
        asked.insert(format!("{:?}", route.may));
        let (expected, leads_to) = match (route.may, *method) {
            // It ends the session.
            (Who::HasSession, _) => continue,
            (Who::Everybody, _) => (*nobody, ""),
            (right, "GET") if half_way.may(right) => (200, ""),
            // Nothing was typed.
            (right, _) if half_way.may(right) => (422, ""),
            (_, "GET") => (303, half_way.page()),
            _ => (401, ""),
        };
        let answer = answer(sample, method, &concrete(path), cookie).await;
        if (answer.status.as_u16(), answer.location()) != (expected, leads_to) {
            against.push(format!("{method} {path}: {} {}", answer.status, answer.location()));
        }
    }
    assert_eq!(against, Vec::<String>::new());
    assert_eq!(asked.len(), RIGHTS, "{asked:?}");
    assert_eq!(sample.digest().await, before, "and it wrote nothing");
}

#[tokio::test]
async fn s1_a_password_without_its_code_opens_nothing_but_the_page_that_asks_for_the_code() {
    let sample = with_every_right().await;
    sample.set_up_app(Persona::Administrator, &SECRET).await;
    let (email, password) = (Persona::Administrator.email(), Persona::Administrator.password());
    let half = async || sample.post("/sign-in", "", &[("email", email), ("password", password)]).await.cookie();
    let cookie = half().await;
    opens_nothing_but_its_page(&sample, &cookie, HalfWay::AwaitsCode).await;
    assert_eq!(send(&sample, "POST", "/sign-out", &cookie).await, 303, "it can be given up");
    assert_eq!(answer(&sample, "GET", "/sign-in/code", &cookie).await.location(), "/sign-in?next=/sign-in/code");
    let code = app_code(&SECRET, NOW, 0);
    let whole = sample.post("/sign-in/code", &half().await, &[("code", &code)]).await.cookie();
    for path in FOR_WHO_HAS_EVERY_RIGHT {
        assert_eq!(send(&sample, "GET", path, &whole).await, 200, "{path} after the code");
    }
}

#[tokio::test]
async fn s1_a_board_role_without_its_app_opens_nothing_but_the_page_that_sets_it_up() {
    let sample = with_every_right().await;
    let cookie = sample.sign_in(Persona::Administrator).await;
    // People of the sample need none; this one is a person from now on.
    sample.change(&["update person set is_sample = 0 where id = 1"]).await;
    opens_nothing_but_its_page(&sample, &cookie, HalfWay::NeedsAuthenticator).await;
    // An app that has read the secret, and has not shown that it did, is none yet.
    let secret = sample.get("/account/authenticator", &cookie).await.offered_secret();
    let mistyped = sample.post("/account/authenticator", &cookie, &[("code", &app_code(&secret, NOW, 9))]).await;
    assert_eq!(mistyped.status, 422);
    opens_nothing_but_its_page(&sample, &cookie, HalfWay::NeedsAuthenticator).await;
    let code = app_code(&secret, NOW, 0);
    let whole = sample.post("/account/authenticator", &cookie, &[("code", &code)]).await.cookie();
    for path in FOR_WHO_HAS_EVERY_RIGHT {
        assert_eq!(send(&sample, "GET", path, &whole).await, 200, "{path} once the app is set up");
    }
    assert_eq!(send(&sample, "POST", "/sign-out", &whole).await, 303);
}

async fn send(sample: &Sample, method: &str, path: &str, cookie: &str) -> u16 {
    answer(sample, method, path, cookie).await.status.as_u16()
}

async fn answer(sample: &Sample, method: &str, path: &str, cookie: &str) -> Answer {
    let empty_answer = r#"{"audit":272,"answer":{"question":"S3.1","revision":0,"save_id":"","score":"","reason":"",
        "evidence":"","action":"","who":"","by_when":"","no_action_reason":""}}"#;
    // Whole, so that it is the role that is looked at.
    let save_id = [("S3.1.save_id", "")];
    let own = if path.contains("/standards/") { &save_id[..] } else { &[] };
    let rest = rest_of(path, own);
    let rest = rest.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let form = encode(&own.iter().copied().chain(rest).collect::<Vec<_>>());
    let (kind, body) = if path.starts_with("/api/") {
        ("application/json", empty_answer)
    } else if path == "/organisations/import" {
        ("multipart/form-data; boundary=x", "--x--\r\n")
    } else {
        ("application/x-www-form-urlencoded", form.as_str())
    };
    let headers = [(CONTENT_TYPE, kind), (ORIGIN, BASE)];
    let headers = if method == "GET" { &headers[1..] } else { &headers[..] };
    sample.send(request(method, path, cookie, headers, Body::from(body.to_owned()))).await
}
