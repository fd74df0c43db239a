//! S17: guessing at passwords, at one account and at all of them, and who is not kept out by it.

use axum::body::Body;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, ORIGIN};
use section11::web::cookies::ClientAddress;

use crate::support::{Answer, BASE, Persona, Sample, encode, request};

const NEW_PASSWORD: &str = "three unrelated words";

async fn sign_in(app: &Sample, email: &str, password: &str) -> Answer {
    app.post("/sign-in", "", &[("email", email), ("password", password)]).await
}

/// Tries to sign in from a network address, in a browser with these cookies.
async fn sign_in_from(app: &Sample, address: &str, cookies: &str, email: &str, password: &str) -> Answer {
    let headers = [(CONTENT_TYPE, "application/x-www-form-urlencoded"), (ORIGIN, BASE)];
    let body = Body::from(encode(&[("email", email), ("password", password)]));
    let mut request = request("POST", "/sign-in", cookies, &headers, body);
    request.extensions_mut().insert(ClientAddress(address.parse().unwrap()));
    app.send(request).await
}

/// The cookie that makes a browser known, from the answer that let its owner in.
fn known_browser(answer: &Answer) -> String {
    let mut cookies = answer.headers.get_all("set-cookie").into_iter().map(|cookie| cookie.to_str().unwrap());
    let known = cookies.find(|cookie| cookie.starts_with("__Host-browser=")).unwrap();
    assert!(known.ends_with("; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=31536000"), "{known}");
    known.split(';').next().unwrap().to_owned()
}

#[tokio::test]
async fn s17_ten_tries_in_five_minutes_and_no_more() {
    let app = Sample::copy().await;
    let email = Persona::SchoolLead.email();
    for _ in 0..10 {
        let wrong = app.post("/sign-in", "", &[("email", email), ("password", "not the password")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.shows(&format!("value=\"{email}\"")) && !wrong.text().contains("not the password"));
    }
    let right = [("email", email), ("password", Persona::SchoolLead.password())];
    assert_eq!(app.post("/sign-in", "", &right).await.status, StatusCode::TOO_MANY_REQUESTS);
    let unknown = app.post("/sign-in", "", &[("email", "nobody@x.example"), ("password", "not the password")]).await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY, "another account is not held up");
    // Whoever goes on guessing all the while does not keep the right person out any longer for it.
    for minute in 1..5 {
        app.set_clock(&format!("2026-11-21T12:0{minute}:00Z"));
        let guess = app.post("/sign-in", "", &[("email", email), ("password", "not the password")]).await;
        assert_eq!(guess.status, StatusCode::TOO_MANY_REQUESTS);
    }
    app.set_clock("2026-11-21T12:05:01Z");
    assert_eq!(app.post("/sign-in", "", &right).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn s17_what_is_no_address_is_counted_as_it_was_typed() {
    let app = Sample::copy().await;
    for n in 0..10 {
        sign_in_from(&app, "192.0.2.9", "", &format!("user.name{n}"), "not the password").await;
    }
    for typed in ["jane.smith", "jane@x", ""] {
        let slip = sign_in_from(&app, "192.0.2.8", "", typed, "not the password").await;
        assert_eq!(slip.status, StatusCode::UNPROCESSABLE_ENTITY, "{typed}: nobody is held up by others' slips");
    }
    for n in 0..11 {
        let again = sign_in_from(&app, "192.0.2.7", "", "user.name", "not the password").await;
        assert_eq!(again.status == StatusCode::TOO_MANY_REQUESTS, n == 10, "{n}");
    }
}

#[tokio::test]
async fn s17_one_password_on_every_account_is_held_up_by_where_it_comes_from() {
    let app = Sample::copy().await;
    let (place, right) = ("192.0.2.9", (Persona::SchoolLead.email(), Persona::SchoolLead.password()));
    let known = known_browser(&sign_in_from(&app, place, "", right.0, right.1).await);
    for n in 0..100 {
        let guess = sign_in_from(&app, place, "", &format!("head-{n}@x.example"), "not the password").await;
        assert_eq!(guess.status, StatusCode::UNPROCESSABLE_ENTITY, "{n}: a right one before is not charged");
    }
    for (email, password) in [("head-100@x.example", "not the password"), right] {
        let held_up = sign_in_from(&app, place, "", email, password).await;
        assert_eq!(held_up.status, StatusCode::TOO_MANY_REQUESTS, "{email}");
        assert!(held_up.shows("There have been too many tries. Wait five minutes and try again"));
    }
    assert_eq!(sign_in_from(&app, "192.0.2.8", "", right.0, right.1).await.status, StatusCode::SEE_OTHER);
    assert_eq!(sign_in_from(&app, place, &known, right.0, right.1).await.status, StatusCode::SEE_OTHER);
    app.set_clock("2026-11-21T12:05:00Z");
    assert_eq!(sign_in_from(&app, place, "", right.0, right.1).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn s17_a_known_browser_is_not_kept_out_by_a_strangers_guesses() {
    let app = Sample::copy().await;
    let (email, password) = (Persona::SchoolLead.email(), Persona::SchoolLead.password());
    let own = known_browser(&sign_in(&app, email, password).await);
    let others = known_browser(&sign_in(&app, Persona::PoliceLead.email(), Persona::PoliceLead.password()).await);
    let sent = |cookies: String, password: &'static str| {
        let app = app.clone();
        async move { app.post("/sign-in", &cookies, &[("email", email), ("password", password)]).await }
    };
    let guess_ten_times = async |cookies: &str| {
        for _ in 0..10 {
            let guess = sent(cookies.to_owned(), "not the password").await;
            assert_eq!(guess.status, StatusCode::UNPROCESSABLE_ENTITY);
        }
        sent(cookies.to_owned(), "not the password").await.status
    };
    assert_eq!(guess_ten_times("").await, StatusCode::TOO_MANY_REQUESTS);
    let planted = format!("__Host-browser={}", "a".repeat(64));
    for stranger in ["", &others, &planted] {
        let held_up = sent(stranger.to_owned(), password).await;
        assert_eq!(held_up.status, StatusCode::TOO_MANY_REQUESTS, "{stranger}");
    }
    // In the browser that is known nobody guesses more than ten times either.
    assert_eq!(guess_ten_times(&own).await, StatusCode::TOO_MANY_REQUESTS);
    app.set_clock("2026-11-21T12:05:00Z");
    let back = sent(own.clone(), password).await;
    assert_eq!((back.status, known_browser(&back)), (StatusCode::SEE_OTHER, own.clone()));
    app.set_clock("2026-11-21T12:10:01Z");
    assert_eq!(guess_ten_times("").await, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(sent(own.clone(), password).await.status, StatusCode::SEE_OTHER);
    // One that was planted is not taken up when somebody signs in with it.
    let police = [("email", Persona::PoliceLead.email()), ("password", Persona::PoliceLead.password())];
    assert_ne!(known_browser(&app.post("/sign-in", &planted, &police).await), planted);
    // After a new password the browser is known no more.
    let administrator = app.sign_in(Persona::Administrator).await;
    let made = app.post("/people/3/link", &administrator, &[]).await;
    let link = app.follow(&made, &administrator).await.password_link();
    app.post(&link, "", &[("password", NEW_PASSWORD), ("again", NEW_PASSWORD)]).await.redirect();
    assert_eq!(sent(own, NEW_PASSWORD).await.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn s17_who_is_signed_in_changes_their_password_while_a_stranger_guesses() {
    let app = Sample::copy().await;
    let (email, password) = (Persona::SchoolLead.email(), Persona::SchoolLead.password());
    let signed_in = sign_in(&app, email, password).await.cookies();
    while sign_in(&app, email, "not the password").await.status == StatusCode::UNPROCESSABLE_ENTITY {}
    let change = async |current: &str| {
        let fields = [("current", current), ("password", NEW_PASSWORD), ("again", NEW_PASSWORD)];
        app.post("/account/password", &signed_in, &fields).await
    };
    // Nor does anybody guess more often here.
    for _ in 0..10 {
        assert!(change("not the password").await.shows("Your current password is not right"));
    }
    assert!(change(password).await.shows("There have been too many tries"));
    app.set_clock("2026-11-21T12:05:01Z");
    while sign_in(&app, email, "not the password").await.status == StatusCode::UNPROCESSABLE_ENTITY {}
    assert_eq!(change(password).await.redirect(), "/account?done=password");
}

#[tokio::test]
async fn s17_an_address_of_before_there_was_a_normal_form_is_guessed_at_like_any_other() {
    let app = Sample::copy().await;
    let (stored, password) = ("l\u{E9}ad\u{2019}s@marsh-lane.example", Persona::SchoolLead.password());
    app.change(&["update person set email = 'l\u{E9}ad\u{2019}s@marsh-lane.example' where id = 3"]).await;
    let own = known_browser(&sign_in(&app, stored, password).await);
    for _ in 0..10 {
        assert_eq!(sign_in(&app, stored, "not the password").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert_eq!(sign_in(&app, stored, password).await.status, StatusCode::TOO_MANY_REQUESTS);
    let fields = [("email", stored), ("password", password)];
    assert_eq!(app.post("/sign-in", &own, &fields).await.status, StatusCode::SEE_OTHER, "its owner is known");
}

#[tokio::test]
async fn an_empty_field_is_asked_for_alike_of_every_address_and_is_no_try() {
    let app = Sample::copy().await;
    let known = Persona::SchoolLead.email();
    for email in [known, "nobody@x.example"] {
        for _ in 0..12 {
            let asked = app.post("/sign-in", "", &[("email", email), ("password", "")]).await;
            assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY, "{email}");
            assert!(asked.shows("Enter your password") && asked.shows("href=\"#password\""), "{}", asked.words());
            assert!(!asked.shows("Enter your e-mail address") && !asked.shows("is not right"), "{}", asked.words());
        }
    }
    let asked = app.post("/sign-in", "", &[("email", " "), ("password", "")]).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(asked.shows("Enter your e-mail address") && asked.shows("Enter your password"), "{}", asked.words());
    let right = [("email", known), ("password", Persona::SchoolLead.password())];
    assert_eq!(app.post("/sign-in", "", &right).await.status, StatusCode::SEE_OTHER);
}
