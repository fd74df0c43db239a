//! Sessions, cookies, foreign requests, headers and hostile text, through the whole router. The numbers are those of
//! the list of what must hold under attack.

use axum::body::Body;
use axum::http::header::{ORIGIN, SET_COOKIE};
use axum::http::{HeaderMap, StatusCode};
use section11::operations::account::signing_in::SignIn;
use section11::operations::account::throttle::Browser;
use section11::operations::tokens::Token;

use crate::support::{BASE, Persona, Sample, marsh_lane, request};

fn cookie_set(headers: &HeaderMap) -> String {
    headers.get(SET_COOKIE).map_or(String::new(), |value| value.to_str().unwrap().to_owned())
}

#[tokio::test]
async fn s24_signing_in_makes_a_new_session_and_signing_out_ends_it_on_the_server() {
    let sample = Sample::copy().await;
    let planted = format!("__Host-session={}", "a".repeat(64));
    let (email, password) = (Persona::SchoolLead.email(), Persona::SchoolLead.password());
    let signed_in = sample.post("/sign-in", &planted, &[("email", email), ("password", password)]).await;
    assert_eq!(signed_in.status, StatusCode::SEE_OTHER);
    let set = cookie_set(&signed_in.headers);
    let cookie = set.split(';').next().unwrap().to_owned();
    assert_ne!(cookie, planted);
    assert_eq!(sample.get("/account", &planted).await.status, StatusCode::SEE_OTHER);
    assert_eq!(sample.get("/account", &cookie).await.status, StatusCode::OK);

    let again = sample.post("/sign-in", &cookie, &[("email", email), ("password", password)]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
    assert_eq!(sample.get("/account", &cookie).await.status, StatusCode::SEE_OTHER, "the old session has ended");

    let fresh = cookie_set(&again.headers).split(';').next().unwrap().to_owned();
    let out = sample.post("/sign-out", &fresh, &[]).await;
    assert_eq!(out.status, StatusCode::SEE_OTHER);
    assert!(out.headers.contains_key("clear-site-data"));
    assert_eq!(sample.get("/account", &fresh).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn s24_the_database_holds_no_usable_token() {
    let sample = Sample::copy().await;
    let cookie = sample.sign_in(Persona::SchoolLead).await;
    let token = cookie.split('=').nth(1).unwrap().to_owned();
    sample.installation.store.close().await;
    let bytes = std::fs::read(sample.path()).unwrap();
    let holds = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
    let raw: Vec<u8> = (0..32).map(|n| u8::from_str_radix(&token[2 * n..2 * n + 2], 16).unwrap()).collect();
    assert!(holds(&Token::parse(&token).unwrap().hash()), "the session is in the file that is read");
    assert!(!holds(token.as_bytes()) && !holds(&raw));
    assert!(holds(Persona::SchoolLead.email().as_bytes()) && holds(b"$argon2id$"), "and the account with its password");
    assert!(!holds(Persona::SchoolLead.password().as_bytes()));
}

#[tokio::test]
async fn sessions_end_when_they_are_idle_and_after_twelve_hours() {
    let sample = Sample::copy().await;
    let (lead, reviewer) = (sample.sign_in(Persona::SchoolLead).await, sample.sign_in(Persona::Reviewer).await);
    sample.set_clock("2026-11-21T12:29:00Z");
    assert_eq!(sample.get("/account", &lead).await.status, StatusCode::OK);
    sample.set_clock("2026-11-21T12:30:00Z");
    assert_eq!(sample.get("/account", &reviewer).await.status, StatusCode::SEE_OTHER, "30 minutes for the board");
    sample.set_clock("2026-11-21T13:28:00Z");
    assert_eq!(sample.get("/account", &lead).await.status, StatusCode::OK, "60 minutes from the last use");
    for minute in 0..22 {
        let at = format!("2026-11-21T{:02}:{:02}:00Z", 13 + (28 + 30 * minute) / 60, (28 + 30 * minute) % 60);
        if at.as_str() >= "2026-11-22" || 13 + (28 + 30 * minute) / 60 > 23 {
            break;
        }
        sample.set_clock(&at);
        assert_eq!(sample.get("/account", &lead).await.status, StatusCode::OK, "{at}");
    }
    sample.set_clock("2026-11-22T00:00:00Z");
    assert_eq!(sample.get("/account", &lead).await.status, StatusCode::SEE_OTHER, "12 hours after signing in");
}

#[tokio::test]
async fn s26_cookies_are_for_this_host_over_tls_alone_and_out_of_reach_of_scripts() {
    let sample = Sample::copy().await;
    let fields = [("email", Persona::SchoolLead.email()), ("password", Persona::SchoolLead.password())];
    let set = cookie_set(&sample.post("/sign-in", "", &fields).await.headers);
    let parts: Vec<_> = set.split("; ").collect();
    assert!(parts[0].starts_with("__Host-session="));
    assert_eq!(parts[1..], ["HttpOnly", "SameSite=Lax", "Secure", "Path=/"]);
}

#[tokio::test]
async fn s30_every_response_has_a_policy_and_every_page_its_own_nonce() {
    let sample = Sample::copy().await;
    let cookie = sample.sign_in(Persona::SchoolLead).await;
    let mut nonces = std::collections::BTreeSet::new();
    for path in
        ["/sign-in", "/account", "/nonsense", "/pkg/nonsense.js", "/live", "/favicon.svg", "/page.js", "/audits/999999"]
    {
        let answer = sample.get(path, &cookie).await;
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe-inline"), "{path}: {policy}");
        for part in ["frame-ancestors 'none'", "base-uri 'none'", "form-action"] {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert!(!answer.header("strict-transport-security").is_empty() && answer.header("server").is_empty(), "{path}");
        if let Some((_, rest)) = policy.split_once("'nonce-") {
            let nonce = rest.split('\'').next().unwrap();
            let of_scripts = answer.attributes("script", "nonce");
            assert!(of_scripts.iter().all(|of_script| of_script == nonce), "{path}: the page's scripts have its nonce");
            assert!(!of_scripts.is_empty(), "{path}: it has scripts");
            assert!(nonces.insert(nonce.to_owned()), "{path}: a nonce came twice");
        }
    }
    assert!(nonces.len() >= 4);
}

#[tokio::test]
async fn every_page_has_the_plain_script_and_a_browser_keeps_it() {
    let sample = Sample::copy().await;
    let cookie = sample.sign_in(Persona::SchoolLead).await;
    for path in ["/sign-in", "/account", marsh_lane::STANDARD_1, "/audits/999999"] {
        let script = sample.get(path, &cookie).await.attribute("script[src]", "src");
        let script = sample.get(&script, "").await;
        assert_eq!(script.status, StatusCode::OK, "{path}");
        assert_eq!(script.text(), include_str!("../../public/page.js"), "{path}");
        assert!(script.header("content-type").starts_with("text/javascript"), "{path}");
        assert_eq!(script.header("cache-control"), "public, max-age=31536000, immutable", "{path}");
    }
    // An address that does not name the text would give an old one after an upgrade.
    for path in ["/page.js", "/page.js?", "/page.js?0123456789abcdef"] {
        let script = sample.get(path, "").await;
        assert_eq!(script.text(), include_str!("../../public/page.js"), "{path}");
        assert_eq!(script.header("cache-control"), "no-store", "{path}");
    }
}

#[tokio::test]
async fn s20_looking_at_a_link_does_not_use_it_up_and_using_it_does() {
    let sample = Sample::copy().await;
    let cookie = sample.sign_in(Persona::Administrator).await;
    let visitor = visitor(&sample, &cookie).await;
    let people = sample.installation.people(&visitor, "").await.unwrap();
    let lead = people
        .iter()
        .map(|known| &known.person)
        .find(|person| person.email.as_str() == Persona::SchoolLead.email())
        .unwrap();
    let link = sample.installation.send_new_link(&visitor, lead.id, &Token::new()).await.unwrap();
    let path = link.strip_prefix(BASE).unwrap();
    for _ in 0..5 {
        assert_eq!(sample.get(path, "").await.status, StatusCode::OK);
    }
    let short = sample.post(path, "", &[("password", "short"), ("again", "short")]).await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    let session = sample.sign_in(Persona::SchoolLead).await;
    let fields = [("password", "three unrelated words"), ("again", "three unrelated words")];
    assert_eq!(sample.post(path, "", &fields).await.status, StatusCode::SEE_OTHER);
    assert_eq!(sample.get("/account", &session).await.status, StatusCode::SEE_OTHER, "other sessions end");
    assert_eq!(sample.post(path, "", &fields).await.status, StatusCode::NOT_FOUND);
    assert_eq!(sample.get(path, "").await.status, StatusCode::NOT_FOUND);
    let new =
        sample.post("/sign-in", "", &[("email", lead.email.as_str()), ("password", "three unrelated words")]).await;
    assert_eq!(new.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn s22_an_empty_installation_has_no_way_in_but_the_token_of_its_console_once() {
    let sample = Sample::empty().await;
    assert_eq!(sample.get("/sign-in", "").await.location(), "/set-up");
    let page = sample.get("/set-up", "").await;
    assert_eq!(page.status, StatusCode::OK);
    let token = sample.installation.set_up_token().reveal().to_owned();
    assert!(!page.text().contains(&token));
    assert!(!page.shows("href=\"/privacy\""), "no statement is anybody's yet");
    let wrong = "0".repeat(64);
    let fields = |token: &'static str| {
        vec![
            ("token", token),
            ("board_name", "Anytown Partnership"),
            ("short_name", "ASCP"),
            ("contact_email", "help@anytown.example"),
            ("name", "Ann Other"),
            ("email", "ann@anytown.example"),
            ("password", "three unrelated words"),
            ("again", "three unrelated words"),
        ]
    };
    let empty = sample.post("/set-up", "", &fields("")).await;
    let enter = "Enter the set-up token that was printed on the console when the server started";
    assert!(empty.shows(enter) && !empty.shows("The token is not the one"), "{}", empty.words());
    let refused = sample.post("/set-up", "", &fields(wrong.leak())).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.shows("The token is not the one printed on the console"), "{}", refused.words());
    assert!(refused.shows("value=\"Anytown Partnership\"") && !refused.text().contains("three unrelated words"));
    let token: &'static str = token.leak();
    let mistyped = [&fields(token)[..7], &[("again", "three unrelated word")]].concat();
    let mistyped = sample.post("/set-up", "", &mistyped).await;
    assert_eq!(mistyped.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(mistyped.shows("The two passwords are not the same; enter both again"), "{}", mistyped.words());
    assert!(mistyped.text().contains(token), "a token of 64 characters is typed once");
    assert_eq!(sample.post("/set-up", "", &fields(token)).await.status, StatusCode::SEE_OTHER);
    assert_eq!(sample.get("/set-up", "").await.status, StatusCode::NOT_FOUND);
    assert_eq!(sample.post("/set-up", "", &fields(token)).await.status, StatusCode::NOT_FOUND);

    let signed_in =
        sample.installation.sign_in("ann@anytown.example", "three unrelated words".into(), &Browser::default()).await;
    let SignIn::Done(session) = signed_in.unwrap() else { panic!("the first administrator can sign in") };
    let cookie = format!("__Host-session={}", session.reveal());
    assert_eq!(sample.get("/rounds", &cookie).await.location(), "/account/authenticator", "an app is needed first");
    assert_eq!(sample.get("/account/authenticator", &cookie).await.status, StatusCode::OK);
}

#[tokio::test]
async fn s33_signing_in_leads_on_to_our_own_pages_alone() {
    let sample = Sample::copy().await;
    let (email, password) = (Persona::SchoolLead.email(), Persona::SchoolLead.password());
    for next in [
        "//evil.example",
        "/\\evil.example",
        "https:evil.example",
        "/%2f%2fevil.example",
        "http://evil.example",
        "/\tx",
        "javascript:alert(1)",
    ] {
        let answer = sample.post("/sign-in", "", &[("email", email), ("password", password), ("next", next)]).await;
        assert_eq!(answer.location(), "/", "{next}");
    }
    let own = sample.post("/sign-in", "", &[("email", email), ("password", password), ("next", "/account")]).await;
    assert_eq!(own.location(), "/account");
}

#[tokio::test]
async fn limits_and_methods_are_answered_with_a_page() {
    let sample = Sample::copy().await;
    let cookie = sample.sign_in(Persona::SchoolLead).await;
    let huge = "x".repeat(2 * 1024 * 1024 + 1);
    let large = sample.post("/audits/1/check", &cookie, &[("name", &huge)]).await;
    assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(large.shows("This is too long to save"));
    let put = sample.send(request("PUT", "/sign-in", &cookie, &[(ORIGIN, BASE)], Body::empty())).await;
    assert_eq!(put.status, StatusCode::METHOD_NOT_ALLOWED);
    let missing = sample.get("/nonsense", &cookie).await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
    assert!(missing.shows("Page not found") && missing.shows("If you write to us, quote this reference: "));
}

async fn visitor(sample: &Sample, cookie: &str) -> section11::domain::access::Visitor {
    use section11::operations::account::session::SessionState;
    let token = Token::parse(cookie.split('=').nth(1).unwrap()).unwrap();
    match sample.installation.session(&token).await.unwrap() {
        Some(SessionState::SignedIn(visitor, _)) => visitor,
        other => panic!("{other:?}"),
    }
}
