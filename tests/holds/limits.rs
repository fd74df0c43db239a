//! The limits on what one request may take, on every route of the running router: the numbers are those of
//! `web::limits`, and of the table in `docs/security.md`.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, COOKIE, ORIGIN};
use axum::http::{Request, StatusCode, Version};
use scraper::ElementRef;
use section11::web::cookies::ClientAddress;
use section11::web::limits::{
    CARRIED, CARRIED_AT_ONCE, FUNCTION_CALL, LONGEST_ADDRESS, LONGEST_COOKIES, MOST_COOKIES, MOST_FIELDS,
    MOST_QUERY_VALUES,
};

use crate::support::html::all;
use crate::support::{Answer, BASE, Persona, Sample, concrete, gets, is_of, marsh_lane, posts, request};

const FORM: &str = "application/x-www-form-urlencoded";
const ANSWERS: &str = marsh_lane::STANDARD_5;
/// What stands in a request and must not come back.
const CANARY: &str = "canary-in-a-request";

async fn everybody(app: &Sample) -> [String; 3] {
    [String::new(), app.session(Persona::SchoolLead).await, app.session(Persona::Administrator).await]
}

/// The posting forms of a page: where each goes, and the names of its fields.
fn forms(page: &Answer, address: &str) -> Vec<(String, BTreeSet<String>)> {
    let html = page.html();
    let of_page = address.split('?').next().unwrap();
    let form = |form: ElementRef| {
        let names = all(form, "[name]").into_iter().map(|field| field.attr("name").unwrap().to_owned());
        (form.attr("action").unwrap_or(of_page).to_owned(), names.collect())
    };
    all(html.root_element(), "form[method=post]").into_iter().map(form).collect()
}

#[tokio::test]
async fn every_field_of_every_form_is_one_that_its_route_reads() {
    let app = Sample::copy().await;
    let mut seen = BTreeSet::new();
    for cookie in everybody(&app).await {
        for page in gets().map(|route| concrete(route.path)) {
            for (address, names) in forms(&app.get(&page, &cookie).await, &page) {
                let of_address = posts().filter(|route| is_of(route.path, &address));
                let route = of_address.min_by_key(|route| route.path.matches('{').count());
                let route = route.unwrap_or_else(|| panic!("{page} posts to {address}, where nothing is"));
                seen.insert(route.path);
                let Some(fields) = route.form else { continue };
                // A name that browsers alone read: `web::request::as_of`.
                for name in names.iter().filter(|name| !name.starts_with("as_of.")) {
                    assert!(
                        fields.has(name),
                        "{page} has a field {name} that {} does not read: name it in the page's FORM",
                        route.path
                    );
                }
            }
        }
    }
    assert!(seen.len() > 15, "{seen:?}");
    for route in posts().filter(|route| !route.path.starts_with("/api/") && route.path != "/organisations/import") {
        assert!(route.form.is_some(), "{} does not say what it reads", route.path);
    }
}

#[tokio::test]
async fn a_post_of_more_fields_than_any_page_has_is_refused_on_every_route_and_none_of_them_comes_back() {
    let app = Sample::copy().await;
    for path in posts().map(|route| concrete(route.path)) {
        let many = MOST_FIELDS + 1;
        let (kind, body) = match path.as_str() {
            "/organisations/import" => ("multipart/form-data; boundary=b", {
                let part = format!("--b\r\ncontent-disposition: form-data; name=\"{CANARY}\"\r\n\r\n\r\n");
                format!("{}--b--\r\n", part.repeat(many))
            }),
            path if path.starts_with("/api/") => {
                ("application/json", format!("{{\"{CANARY}\":\"{}\"}}", "x".repeat(FUNCTION_CALL)))
            }
            _ => (FORM, [CANARY].repeat(many).join("&")),
        };
        let mut statuses = BTreeSet::new();
        for cookie in everybody(&app).await {
            let headers = [(ORIGIN, BASE), (CONTENT_TYPE, kind)];
            let answer = app.send(request("POST", &path, &cookie, &headers, Body::from(body.clone()))).await;
            assert!(answer.status.is_client_error(), "{path}: {}", answer.status);
            assert!(answer.bytes.len() < 30_000 && !answer.text().contains(CANARY), "{path}");
            statuses.insert(answer.status);
        }
        // Whoever may not do it is turned away before anything is read.
        assert!(statuses.contains(&StatusCode::PAYLOAD_TOO_LARGE), "{path}: {statuses:?}");
    }
}

#[tokio::test]
async fn a_field_that_no_page_has_comes_back_on_no_page() {
    let app = Sample::copy().await;
    for path in posts().map(|route| concrete(route.path)) {
        for cookie in everybody(&app).await {
            let answer = app.post(&path, &cookie, &[(CANARY, CANARY), ("S1.1.canary", CANARY)]).await;
            assert!(!answer.text().contains("canary"), "{path}: {}", answer.words());
        }
    }
}

#[tokio::test]
async fn typing_is_carried_for_who_is_signed_out_up_to_what_an_honest_page_has() {
    let app = Sample::copy().await;
    let full = "\u{1f642}".repeat(10_000);
    let page: Vec<_> = (1..=10).map(|n| (format!("S5.{n}.evidence"), full.clone())).collect();
    let page: Vec<_> = page.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let carried = app.post(ANSWERS, "", &page).await;
    assert_eq!(carried.status, StatusCode::UNAUTHORIZED);
    assert_eq!(carried.text().matches(&full).count(), 10);
    // `&` is five characters on a page.
    let long = "&".repeat(CARRIED / 5);
    for path in [ANSWERS, marsh_lane::ACTION] {
        let name = if path == ANSWERS { "S5.1.evidence" } else { "what" };
        let refused = app.post(path, "", &[(name, &long)]).await;
        assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE, "{path}");
        assert!(refused.bytes.len() < 30_000, "{path}");
    }
}

#[tokio::test]
async fn only_so_many_pages_carry_typing_to_people_who_are_signed_out() {
    let app = Sample::copy().await;
    let post = || {
        let headers = [(CONTENT_TYPE, FORM), (ORIGIN, BASE)];
        request("POST", ANSWERS, "", &headers, Body::from("S5.1.save_id=a&S5.1.evidence=Typed."))
    };
    // None of them reads its page.
    let mut unread = Vec::new();
    for _ in 0..CARRIED_AT_ONCE {
        unread.push(app.send_unread(post()).await);
    }
    assert!(unread.iter().all(|answer| answer.status() == StatusCode::UNAUTHORIZED));
    let busy = app.send(post()).await;
    assert_eq!((busy.status, busy.header("retry-after")), (StatusCode::SERVICE_UNAVAILABLE, "10"));
    assert!(busy.shows("The service is busy") && !busy.shows("Typed."), "{}", busy.words());
    // Whoever is signed in saves meanwhile.
    let lead = app.sign_in(Persona::SchoolLead).await;
    let saved = app.post(ANSWERS, &lead, &[("S5.1.save_id", "a"), ("S5.1.revision", "0"), ("S5.1.score", "3")]).await;
    saved.redirect();
    drop(unread.pop());
    assert_eq!(app.send(post()).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn requests_of_one_address_that_are_under_way_have_their_share() {
    let app = Sample::copy().await;
    let from = |address: Option<&str>| {
        let mut request = request("GET", "/sign-in", "", &[], Body::empty());
        if let Some(address) = address {
            request.extensions_mut().insert(ClientAddress(address.parse().unwrap()));
        }
        request
    };
    let mut unread = Vec::new();
    let refused = loop {
        let answer = app.send_unread(from(Some("192.0.2.1"))).await;
        if answer.status() != StatusCode::OK {
            break answer.status();
        }
        unread.push(answer);
    };
    assert_eq!((refused, unread.len()), (StatusCode::TOO_MANY_REQUESTS, 64));
    for other in [Some("192.0.2.2"), Some("2001:db8::1"), None] {
        assert_eq!(app.send(from(other)).await.status, StatusCode::OK, "{other:?}");
    }
    let said = app.send(from(Some("::ffff:192.0.2.1"))).await;
    assert!(said.shows("Too many requests at once"), "{}", said.words());
    drop(unread.pop());
    assert_eq!(app.send(from(Some("192.0.2.1"))).await.status, StatusCode::OK);
}

/// Asks for every page with such a query and such cookies, as everybody; returns the statuses.
async fn of_every_page(app: &Sample, more: impl Fn(&str) -> (String, String)) -> BTreeSet<StatusCode> {
    let mut statuses = BTreeSet::new();
    for route in gets().map(|route| route.path) {
        for cookie in everybody(app).await {
            let address = concrete(route);
            let joined = if address.contains('?') { "&" } else { "?" };
            let (query, cookies) = more(&cookie);
            let answer = app.get(&format!("{address}{joined}{query}"), &format!("{cookie}; {cookies}")).await;
            assert!(!answer.text().contains(CANARY), "{route}");
            statuses.insert(answer.status);
        }
    }
    statuses
}

#[tokio::test]
async fn an_address_and_cookies_have_a_length_and_a_number_on_every_route() {
    let app = Sample::copy().await;
    let long = format!("{CANARY}={}", "x".repeat(LONGEST_ADDRESS));
    let statuses = of_every_page(&app, |_| (long.clone(), String::new())).await;
    assert_eq!(Vec::from_iter(statuses), [StatusCode::URI_TOO_LONG]);
    let many = [CANARY].repeat(MOST_QUERY_VALUES + 1).join("&");
    let statuses = of_every_page(&app, |_| (many.clone(), String::new())).await;
    assert_eq!(Vec::from_iter(statuses), [StatusCode::URI_TOO_LONG]);
    let long = format!("{CANARY}={}", "x".repeat(LONGEST_COOKIES));
    let statuses = of_every_page(&app, |_| (String::new(), long.clone())).await;
    assert_eq!(Vec::from_iter(statuses), [StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE]);
    let many = ["a=1"].repeat(MOST_COOKIES + 1).join(";");
    let statuses = of_every_page(&app, |_| (String::new(), many.clone())).await;
    assert_eq!(Vec::from_iter(statuses), [StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE]);
    // And what is within them, to the last, is answered as ever, with what else is served under the host's name.
    let within = ["a=1"].repeat(MOST_QUERY_VALUES / 2).join("&");
    let statuses = of_every_page(&app, |_| (within.clone(), within.replace('&', ";"))).await;
    let last = async |query: String, cookies: String| app.get(&format!("/sign-in?{query}"), &cookies).await.status;
    let path = "/sign-in".len();
    for (query, cookies) in [
        (["a"].repeat(MOST_QUERY_VALUES).join("&"), String::new()),
        ("x".repeat(LONGEST_ADDRESS - path), String::new()),
        (String::new(), ["a=1"].repeat(MOST_COOKIES).join(";")),
        (String::new(), "x".repeat(LONGEST_COOKIES)),
    ] {
        assert_eq!(last(query.clone(), cookies.clone()).await, StatusCode::OK, "{query}{cookies}");
        let (query, cookies) = if cookies.is_empty() { (query + "&x", cookies) } else { (query, cookies + ";x") };
        assert!(last(query, cookies).await.is_client_error());
    }
    assert!(statuses.contains(&StatusCode::OK) && statuses.iter().all(|status| !status.is_server_error()));
    assert!(!statuses.contains(&StatusCode::URI_TOO_LONG), "{statuses:?}");
}

#[tokio::test]
async fn a_method_that_nothing_serves_is_refused_wherever_it_goes_and_is_no_failure_of_ours() {
    let app = Sample::copy().await;
    let cookie = app.sign_in(Persona::Administrator).await;
    let all = gets().chain(posts()).map(|route| concrete(route.path));
    let others = ["/", "*", "/nonsense", "/api/nothing", "/live", "/pkg/x.js", "evil.example:443"].map(str::to_owned);
    for target in all.chain(others) {
        for method in ["CONNECT", "OPTIONS", "TRACE", "PUT", "PATCH", "DELETE", "PROPFIND", "get"] {
            let answer = app.send(request(method, &target, &cookie, &[(ORIGIN, BASE)], Body::empty())).await;
            assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{method} {target}");
            assert_eq!(answer.header("allow"), "GET, HEAD, POST", "{method} {target}");
            assert!(answer.header("content-security-policy").starts_with("default-src 'none'"), "{method} {target}");
        }
    }
    assert!(app.get("/metrics", "").await.text().contains("section11_failures_total 0\n"));
}

#[tokio::test]
async fn what_is_no_function_of_ours_is_our_own_not_found_whatever_the_method() {
    let app = Sample::copy().await;
    for cookie in everybody(&app).await {
        for path in ["/api/nothing", "/api/save-answer/", "/api/save_answer", "/api/a/b?c=d"] {
            for method in ["GET", "POST", "HEAD"] {
                let headers = [(CONTENT_TYPE, "application/json"), (ORIGIN, BASE)];
                let answer = app.send(request(method, path, &cookie, &headers, Body::from("{}"))).await;
                assert_eq!(answer.status, StatusCode::NOT_FOUND, "{method} {path}");
                assert_eq!(answer.header("content-type"), "application/json", "{method} {path}");
                let expected = if method == "HEAD" { "" } else { "\"NotFound\"" };
                assert_eq!(answer.text(), expected, "{method} {path}");
            }
        }
    }
}

#[tokio::test]
async fn a_request_says_once_which_host_it_is_for() {
    let app = Sample::copy().await;
    let lead = app.sign_in(Persona::SchoolLead).await;
    let ask = async |version: Version, target: &str, hosts: &[&str]| {
        let mut request = Request::builder().uri(target).version(version).header(COOKIE, &lead);
        for host in hosts {
            request = request.header("host", *host);
        }
        app.send(request.body(Body::empty()).unwrap()).await.status.as_u16()
    };
    for route in gets().map(|route| route.path) {
        let path = concrete(route);
        for hosts in [&[][..], &["section11.test", "section11.test"], &["a@section11.test"], &[""], &["a b"]] {
            assert_eq!(ask(Version::HTTP_11, &path, hosts).await, 400, "{path} {hosts:?}");
        }
    }
    for target in ["/account", "http://section11.test/account", "http://elsewhere.example/account?x=1"] {
        assert_eq!(ask(Version::HTTP_11, target, &["section11.test:443"]).await, 200, "{target}");
        assert_eq!(ask(Version::HTTP_11, target, &[]).await, 400, "{target}");
        assert_eq!(ask(Version::HTTP_10, target, &[]).await, 200, "{target}");
    }
    assert!(app.get("/metrics", "").await.text().contains("section11_failures_total 0\n"));
}
