//! What holds on every route of the running router, not on a chosen few: headers, where posts may come from, how much
//! they may send, and that another organisation's things look as if they did not exist.

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, COOKIE, HOST, HeaderName, ORIGIN};
use axum::http::{Method, Request, StatusCode};
use section11::domain::save::TypedAnswer;
use section11::http::routes;

use crate::support::{Answer, BASE, Persona, Sample, concrete, marsh_lane, request};

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Every path of a method, with values in it that the sample has.
fn paths(method: &Method) -> Vec<String> {
    let routes = routes().iter().filter(|route| route.method == method);
    let paths: Vec<_> = routes.map(|route| concrete(route.path)).collect();
    assert!(paths.len() > 20, "{paths:?}");
    paths
}

#[tokio::test]
async fn s30_s31_s32_every_response_says_what_a_browser_may_do_with_it() {
    let app = Sample::copy().await;
    let (lead, administrator) = (app.sign_in(Persona::SchoolLead).await, app.sign_in(Persona::Administrator).await);
    let mut pages = 0;
    for path in paths(&Method::GET) {
        for cookie in ["", lead.as_str(), administrator.as_str()] {
            let answer = app.get(&path, cookie).await;
            let is_page = answer.header("content-type").starts_with("text/html");
            let policy = answer.header("content-security-policy");
            assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe-inline"), "{path}: {policy}");
            for part in ["frame-ancestors 'none'", "base-uri 'none'", "form-action"] {
                assert!(policy.contains(part), "{path}: {policy}");
            }
            for (header, value) in [
                ("cache-control", "no-store"),
                ("x-content-type-options", "nosniff"),
                ("referrer-policy", "same-origin"),
                ("cross-origin-opener-policy", "same-origin"),
                ("cross-origin-resource-policy", "same-origin"),
                ("strict-transport-security", "max-age=31536000; includeSubDomains"),
                ("server", ""),
                ("access-control-allow-origin", ""),
            ] {
                assert_eq!(answer.header(header), value, "{path}: {header}");
            }
            if is_page {
                pages += 1;
                assert_eq!(answer.header("content-type"), "text/html; charset=utf-8", "{path}");
                assert!(policy.contains("'nonce-") && policy.contains("'wasm-unsafe-eval'"), "{path}: {policy}");
            }
        }
        for odd in ["TRACE", "PUT", "PATCH", "DELETE"] {
            let answer = app.send(request(odd, &path, &administrator, &[(ORIGIN, BASE)], Body::empty())).await;
            assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{odd} {path}");
        }
    }
    assert!(pages > 80, "{pages}");
}

#[tokio::test]
async fn s27_no_post_from_elsewhere_is_carried_out_on_any_route() {
    let app = Sample::copy().await;
    let cookie = app.sign_in(Persona::Administrator).await;
    let before = app.digest().await;
    let cases: [&[(HeaderName, &str)]; 5] = [
        &[(SEC_FETCH_SITE, "cross-site")],
        &[(SEC_FETCH_SITE, "same-site")],
        &[(ORIGIN, "https://evil.example")],
        &[(ORIGIN, "null")],
        &[(ORIGIN, "http://section11.test.evil.example")],
    ];
    for path in paths(&Method::POST) {
        for case in cases {
            for kind in [
                "application/x-www-form-urlencoded",
                "text/plain",
                "application/json",
                "multipart/form-data; boundary=b",
            ] {
                let mut headers = case.to_vec();
                headers.push((CONTENT_TYPE, kind));
                let answer = app.send(request("POST", &path, &cookie, &headers, Body::from("then=make"))).await;
                assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path} {case:?} {kind}");
            }
        }
    }
    assert_eq!(app.digest().await, before);
    assert_eq!(app.get("/account", &cookie).await.status, StatusCode::OK, "nor was anybody signed out");
}

#[tokio::test]
async fn s44_no_route_reads_more_than_it_may() {
    let app = Sample::copy().await;
    let (lead, administrator) = (app.sign_in(Persona::SchoolLead).await, app.sign_in(Persona::Administrator).await);
    let before = app.digest().await;
    for path in paths(&Method::POST) {
        let (kind, most) = match path.as_str() {
            path if path.starts_with("/api/") => ("application/json", 2),
            "/organisations/import" => ("multipart/form-data; boundary=b", 16),
            _ => ("application/x-www-form-urlencoded", 2),
        };
        let large = "x".repeat(most * 1024 * 1024 + 1);
        // Each is whole: nothing but its length can be wrong with how it is written.
        let body = match kind {
            "application/json" => {
                let answer = TypedAnswer { question: "S5.1".into(), evidence: large, ..TypedAnswer::default() };
                serde_json::json!({ "audit": marsh_lane::AUDIT.0, "answer": answer }).to_string()
            }
            "application/x-www-form-urlencoded" => format!("evidence={large}"),
            _ => format!(
                "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n{large}\r\n--b--\r\n"
            ),
        };
        let mut statuses = Vec::new();
        for cookie in [&lead, &administrator] {
            let headers = [(ORIGIN, BASE), (CONTENT_TYPE, kind)];
            let answer = app.send(request("POST", &path, cookie, &headers, Body::from(body.clone()))).await;
            statuses.push(answer.status);
        }
        // Whoever may not do it may be turned away before anything is read.
        let refused = StatusCode::PAYLOAD_TOO_LARGE;
        println!("{path}: {statuses:?}");
        assert!(statuses.contains(&refused), "{path}: {statuses:?}");
        assert!(statuses.iter().all(|s| [refused, StatusCode::FORBIDDEN].contains(s)), "{path}: {statuses:?}");
    }
    assert_eq!(app.digest().await, before);
}

/// The words of an answer without what differs between any two refusals: the thing named, and the request's id.
fn without_ids(answer: &Answer, named: &str) -> String {
    let text = answer.words().replace(named, "…");
    match text.split_once("quote this reference: ") {
        Some((before, after)) => format!("{before}{}", &after[16..]),
        None => text,
    }
}

#[tokio::test]
async fn s2_what_is_anothers_looks_as_if_it_were_not_there() {
    let app = Sample::copy().await;
    let charity = app.sign_in(Persona::PartnerLead).await;
    let mut compared = 0;
    for method in [Method::GET, Method::POST] {
        let paths = routes().iter().filter(|route| route.method == method).map(|route| route.path);
        for path in paths.filter(|path| path.contains("{audit}") || path.contains("{reference}")) {
            // The school's, and what nobody has.
            let foreign = concrete(path);
            let missing = path
                .replace("{audit}", "999999")
                .replace("{reference}", "O-9999")
                .replace("{person}", "999")
                .replace("{number}", "1");
            let send = async |path: &str| match method {
                Method::GET => app.get(path, &charity).await,
                _ => app.post(path, &charity, &[("then", "x")]).await,
            };
            let (foreign_answer, missing_answer) = (send(&foreign).await, send(&missing).await);
            assert_eq!(foreign_answer.status, missing_answer.status, "{method} {foreign}");
            assert!(foreign_answer.status.is_client_error(), "{method} {foreign}: {}", foreign_answer.status);
            let (one, other) = (without_ids(&foreign_answer, &foreign), without_ids(&missing_answer, &missing));
            assert_eq!(one, other, "{method} {foreign}");
            compared += 1;
        }
    }
    assert!(compared > 15, "{compared}");
}

#[tokio::test]
async fn s34_a_link_leads_to_our_own_address_whatever_the_request_calls_us() {
    let app = Sample::copy().await;
    let cookie = app.sign_in(Persona::Administrator).await;
    let request = Request::post("/people/3/link").header(HOST, "evil.example").header(ORIGIN, BASE);
    let request = request.header("x-forwarded-host", "evil.example").header(COOKIE, cookie.as_str());
    let form = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
    let made = app.send(form.body(Body::empty()).unwrap()).await;
    assert!(!made.header("location").contains("evil"), "{}", made.header("location"));
    let page = app.follow(&made, &cookie).await;
    assert!(page.shows(&format!("{BASE}/set-password/")) && !page.shows("evil.example"), "{}", page.words());
}

#[tokio::test]
async fn s39_nothing_but_built_files_is_served_from_the_disk() {
    let app = Sample::copy().await;
    let cookie = app.sign_in(Persona::Administrator).await;
    for up in ["..", "%2e%2e", "%252e%252e", "..%2f", "%2e%2e%2f", "..%5c", "....//", "%00", ".%00."] {
        for file in ["Cargo.toml", ".git/config", "section11.db", ".env", "target/site/pkg", "etc/passwd"] {
            for path in [format!("/pkg/{up}/{file}"), format!("/pkg/{up}/{up}/{up}/{file}"), format!("/{up}/{file}")] {
                let answer = app.get(&path, &cookie).await;
                assert!(answer.status.is_client_error(), "{path}: {}", answer.status);
                assert!(!answer.text().contains("[package]") && !answer.text().contains("root:"), "{path}");
            }
        }
    }
    assert_eq!(app.get("/pkg/", &cookie).await.status, StatusCode::NOT_FOUND, "no list of files");
}
