//! Passwords, links and codes under attack, through the whole router. The numbers are those of the list of what must
//! hold under attack.

use std::collections::BTreeSet;

use argon2::password_hash::PasswordHasher;
use argon2::{Algorithm, Argon2, Params, Version};
use axum::http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use section11::domain::person::{EmailAddress, PersonId};
use section11::operations::tokens::Token;
use section11::store::{people, sessions};

use crate::support::{Answer, NOW, Persona, Sample, app_code};

/// The secret of the reviewer's app in these tests.
const SECRET: [u8; 20] = [7; 20];
const REVIEWER: PersonId = PersonId(2);
const SCHOOL_LEAD: PersonId = PersonId(3);
const NEW_PASSWORD: &str = "three unrelated words";

async fn sign_in(app: &Sample, email: &str, password: &str) -> Answer {
    app.post("/sign-in", "", &[("email", email), ("password", password)]).await
}

/// A page without what differs between any two: the page's nonce and the ids of its forms.
fn comparable(answer: &Answer) -> String {
    let policy = answer.header("content-security-policy");
    let nonce = policy.split_once("'nonce-").map_or("", |(_, rest)| rest.split('\'').next().unwrap());
    answer.post_ids().iter().fold(answer.text().replace(nonce, "…"), |text, id| text.replace(id, "…"))
}

/// The reviewer with an app. Its last code was used long ago.
async fn with_app() -> Sample {
    let app = Sample::copy().await;
    app.set_up_app(Persona::Reviewer, &SECRET).await;
    app
}

/// The code that the reviewer's app shows so many steps of 30 seconds after a moment.
fn code(at: &str, steps: i64) -> String {
    app_code(&SECRET, at, steps)
}

/// The reviewer's session after the password and before the code.
async fn half_signed_in(app: &Sample) -> String {
    let half = sign_in(app, Persona::Reviewer.email(), Persona::Reviewer.password()).await;
    assert_eq!(half.redirect(), "/sign-in/code");
    half.cookie()
}

#[tokio::test]
async fn s18_whether_an_address_is_known_shows_on_no_page() {
    let app = Sample::copy().await;
    let known = Persona::SchoolLead.email();
    // Of one length, so that a page that repeats the address differs by nothing else.
    let unknown: String = "z".repeat(known.len() - "@x.example".len()) + "@x.example";
    let (one, other) =
        (sign_in(&app, known, "not the password").await, sign_in(&app, &unknown, "not the password").await);
    assert_eq!((one.status, other.status), (StatusCode::UNPROCESSABLE_ENTITY, StatusCode::UNPROCESSABLE_ENTITY));
    assert_eq!(comparable(&one).replace(known, "…"), comparable(&other).replace(&unknown, "…"));
    let names = |answer: &Answer| answer.headers.keys().map(ToString::to_string).collect::<BTreeSet<_>>();
    assert_eq!(names(&one), names(&other));
    // An account without a password yet, and one that was stopped, look no different.
    let administrator = app.sign_in(Persona::Administrator).await;
    let new = [("email", "new@x.example"), ("name", "New"), ("role", "reviewer")];
    app.post("/people/new", &administrator, &new).await.redirect();
    app.post("/people/4/stop", &administrator, &[]).await.redirect();
    for (email, password) in
        [("new@x.example", "not the password"), (Persona::Contributor.email(), Persona::Contributor.password())]
    {
        let answer = sign_in(&app, email, password).await;
        assert_eq!(comparable(&answer).replace(email, "…"), comparable(&one).replace(known, "…"), "{email}");
    }
    // The eleventh try is refused alike whether or not there is such an account.
    for email in [known, unknown.as_str()] {
        for _ in 0..9 {
            sign_in(&app, email, "not the password").await;
        }
        assert_eq!(sign_in(&app, email, "not the password").await.status, StatusCode::TOO_MANY_REQUESTS, "{email}");
    }
}

#[tokio::test]
async fn s19_a_code_works_once_and_within_one_step_of_now() {
    let app = with_app().await;
    for (steps, right) in [(-2, false), (2, false), (-1, true), (0, true), (1, true)] {
        let half = half_signed_in(&app).await;
        let answer = app.post("/sign-in/code", &half, &[("code", &code(NOW, steps))]).await;
        let expected = if right { StatusCode::SEE_OTHER } else { StatusCode::UNPROCESSABLE_ENTITY };
        assert_eq!(answer.status, expected, "{steps} steps from now");
        assert!(!answer.shows(&code(NOW, steps)), "a code that was typed is not shown again");
    }
    // The same again, and one that is older than the last: both were right a moment ago.
    for steps in [1, 0] {
        let half = half_signed_in(&app).await;
        let replayed = app.post("/sign-in/code", &half, &[("code", &code(NOW, steps))]).await;
        assert_eq!(replayed.status, StatusCode::UNPROCESSABLE_ENTITY, "{steps}");
    }
    let later = "2026-11-21T12:01:00Z";
    app.set_clock(later);
    let half = half_signed_in(&app).await;
    let next = app.post("/sign-in/code", &half, &[("code", &code(later, 0))]).await;
    assert_eq!(next.status, StatusCode::SEE_OTHER);
}

/// The page that the form on this one leads on to.
fn wanted(page: &Answer) -> String {
    page.attribute("[name=next]", "value")
}

#[tokio::test]
async fn s33_the_page_that_was_asked_for_is_kept_past_the_code_and_no_other_site_is() {
    let app = with_app().await;
    let asked = "/organisations?q=St%20Anne%E2%80%99s&sector=education";
    let sign_in = async |next: &str| {
        let (email, password) = (Persona::Reviewer.email(), Persona::Reviewer.password());
        app.post("/sign-in", "", &[("email", email), ("password", password), ("next", next)]).await
    };
    let page = app.get(app.get(asked, "").await.redirect(), "").await;
    assert!(page.shows("Sign in to go on to the page you asked for.") && wanted(&page) == asked, "{}", page.words());
    assert!(!app.get("/sign-in", "").await.shows("the page you asked for"));
    let half = sign_in(asked).await;
    let cookie = half.cookie();
    let code_page = app.follow(&half, &cookie).await;
    assert_eq!(wanted(&code_page), asked);
    let wrong = app.post("/sign-in/code", &cookie, &[("code", "000000"), ("next", asked)]).await;
    assert_eq!((wrong.status, wanted(&wrong)), (StatusCode::UNPROCESSABLE_ENTITY, asked.to_owned()));
    let right = app.post("/sign-in/code", &cookie, &[("code", &code(NOW, -1)), ("next", asked)]).await;
    assert_eq!(right.redirect(), asked);

    for (foreign, step) in [("//elsewhere.example", 0), ("https://elsewhere.example/", 1)] {
        let half = sign_in(foreign).await;
        assert_eq!(half.redirect(), "/sign-in/code", "{foreign}");
        let cookie = half.cookie();
        let code_page = app.get(&format!("/sign-in/code?next={foreign}"), &cookie).await;
        assert_eq!(wanted(&code_page), "", "{foreign}");
        let code = code(NOW, step);
        let right = app.post("/sign-in/code", &cookie, &[("code", &code), ("next", foreign)]).await;
        assert_eq!(right.redirect(), "/", "{foreign}");
    }
}

#[tokio::test]
async fn s19_ten_wrong_codes_in_five_minutes_and_no_more() {
    let app = with_app().await;
    let half = half_signed_in(&app).await;
    // Who has typed nothing has not guessed.
    for nothing in ["", " ", "\u{A0}\u{200B}"] {
        let asked = app.post("/sign-in/code", &half, &[("code", nothing)]).await;
        assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(asked.shows("Enter the code from your authenticator app"), "{}", asked.words());
    }
    for n in 0..10 {
        let wrong = app.post("/sign-in/code", &half, &[("code", &format!("00000{n}"))]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.shows("The code is not right"), "{}", wrong.words());
    }
    // A new password step does not give new tries.
    let half = half_signed_in(&app).await;
    let right = app.post("/sign-in/code", &half, &[("code", &code(NOW, 0))]).await;
    assert_eq!(right.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(right.shows("There have been too many tries"), "{}", right.words());
    let later = "2026-11-21T12:05:01Z";
    app.set_clock(later);
    let right = app.post("/sign-in/code", &half, &[("code", &code(later, 0))]).await;
    assert_eq!(right.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn s19_guessing_at_codes_takes_longer_and_longer_and_its_owner_is_told() {
    let app = with_app().await;
    let at = |time: &str| app.set_clock(time);
    let give = async |half: &str, code: &str| app.post("/sign-in/code", half, &[("code", code)]).await;
    // The owner signs in in a browser of their own, which is known from then on.
    let whole = give(&half_signed_in(&app).await, &code(NOW, 0)).await;
    assert_eq!(whole.redirect(), "/", "there is nothing to be told of");
    let own = whole.cookies().split("; ").find(|cookie| cookie.starts_with("__Host-browser=")).unwrap().to_owned();
    // A stranger who knows the password: ten codes, five minutes, ten codes, ten minutes.
    let mut refused = Vec::new();
    for minute in 1..=25 {
        at(&format!("2026-11-21T12:{minute:02}:00Z"));
        let half = half_signed_in(&app).await;
        let mut wrong = 0;
        while wrong < 30 && give(&half, "000000").await.shows("The code is not right") {
            wrong += 1;
        }
        refused.push(wrong);
    }
    assert_eq!(refused.iter().sum::<i32>(), 30, "{refused:?}");
    assert_eq!((refused[0], refused[5], refused[15]), (10, 10, 10), "{refused:?}");
    // Now the wait is twenty minutes, for a stranger with a right code too, and not for the owner.
    let now = "2026-11-21T12:30:00Z";
    at(now);
    let half = half_signed_in(&app).await;
    let held_up = give(&half, &code(now, 0)).await;
    assert!(
        held_up.shows("There have been too many tries. Wait until 12:36, then enter a new code"),
        "{}",
        held_up.words()
    );
    let half = app
        .post("/sign-in", &own, &[("email", Persona::Reviewer.email()), ("password", Persona::Reviewer.password())])
        .await
        .cookie();
    let cookies = format!("{half}; {own}");
    assert!(give(&cookies, "000000").await.shows("The code is not right"));
    let whole = give(&cookies, &code(now, 0)).await;
    assert_eq!(whole.redirect(), "/account?wrong_codes=30~1795262400");
    let told = app.follow(&whole, &whole.cookie()).await;
    let words = "There were 30 wrong codes from an authenticator app for your account since you last signed in on 21 \
                 November 2026 at 12:00. If this was not you, change your password: somebody else knows it.";
    assert!(told.words().contains(words), "{}", told.words());
    // They are told once.
    let half = app
        .post("/sign-in", &own, &[("email", Persona::Reviewer.email()), ("password", Persona::Reviewer.password())])
        .await
        .cookie();
    let again = give(&format!("{half}; {own}"), &code(now, 1)).await;
    assert_eq!(again.redirect(), "/");
    // A new password ends the wait: whoever guessed knew the old one.
    let administrator = app.sign_in(Persona::Administrator).await;
    let path = link(&app, &administrator, REVIEWER).await;
    app.post(&path, "", &[("password", NEW_PASSWORD), ("again", NEW_PASSWORD)]).await.redirect();
    let half = sign_in(&app, Persona::Reviewer.email(), NEW_PASSWORD).await.cookie();
    let later = "2026-11-21T12:32:00Z";
    at(later);
    assert_eq!(give(&half, &code(later, 0)).await.redirect(), "/");
}

#[tokio::test]
async fn s19_a_new_password_does_not_lead_past_the_code() {
    let app = with_app().await;
    let administrator = app.sign_in(Persona::Administrator).await;
    let path = link(&app, &administrator, REVIEWER).await;
    let set = app.post(&path, "", &[("password", NEW_PASSWORD), ("again", NEW_PASSWORD)]).await;
    assert_eq!(set.redirect(), "/sign-in?because=password-set");
    assert!(!set.cookies().contains("__Host-session"), "setting a password signs nobody in");
    let half = sign_in(&app, Persona::Reviewer.email(), NEW_PASSWORD).await;
    assert_eq!(half.redirect(), "/sign-in/code");
    let half = half.cookie();
    assert_eq!(app.get("/rounds", &half).await.location(), "/sign-in/code");
    let whole = app.post("/sign-in/code", &half, &[("code", &code(NOW, 0))]).await;
    assert_eq!(app.get("/rounds", &whole.cookie()).await.status, StatusCode::OK);
}

#[tokio::test]
async fn s24_the_session_before_the_code_is_dead_after_it() {
    let app = with_app().await;
    let half = half_signed_in(&app).await;
    let whole = app.post("/sign-in/code", &half, &[("code", &code(NOW, 0))]).await;
    let whole = whole.cookie();
    assert_ne!(half, whole);
    assert_eq!(app.get("/rounds", &whole).await.status, StatusCode::OK);
    for path in ["/rounds", "/sign-in/code", "/account"] {
        assert!(app.get(path, &half).await.location().starts_with("/sign-in?next="), "{path}");
    }
    assert_eq!(app.post("/sign-in/code", &half, &[("code", "1")]).await.status, StatusCode::UNAUTHORIZED);
}

/// The path of a new link for a person.
async fn link(app: &Sample, administrator: &str, person: PersonId) -> String {
    let made = app.post(&format!("/people/{}/link", person.0), administrator, &[]).await;
    app.follow(&made, administrator).await.password_link()
}

#[tokio::test]
async fn s20_a_link_ends_after_its_time_and_when_a_newer_one_is_made() {
    let app = Sample::copy().await;
    let administrator = app.sign_in(Persona::Administrator).await;
    let older = link(&app, &administrator, SCHOOL_LEAD).await;
    let newer = link(&app, &administrator, SCHOOL_LEAD).await;
    assert_ne!(older, newer);
    let new = [("email", "new@x.example"), ("name", "New"), ("role", "reviewer")];
    let added = app.post("/people/new", &administrator, &new).await;
    let page = app.follow(&added, &administrator).await;
    assert!(page.shows("until 5 December 2026 at 12:00"), "{}", page.words());
    let first = page.password_link();
    let fields = [("password", NEW_PASSWORD), ("again", NEW_PASSWORD)];
    assert_eq!(app.get(&older, "").await.status, StatusCode::NOT_FOUND);
    assert_eq!(app.post(&older, "", &fields).await.status, StatusCode::NOT_FOUND);
    for (link, last, over, lasts) in [
        (newer, "2026-11-21T12:59:59Z", "2026-11-21T13:00:00Z", "an hour for a new password"),
        (first, "2026-12-05T11:59:59Z", "2026-12-05T12:00:00Z", "14 days for a first one"),
    ] {
        app.set_clock(last);
        assert_eq!(app.get(&link, "").await.status, StatusCode::OK, "{lasts}");
        app.set_clock(over);
        let before = app.digest().await;
        assert_eq!(app.get(&link, "").await.status, StatusCode::NOT_FOUND, "{lasts}");
        assert_eq!(app.post(&link, "", &fields).await.status, StatusCode::NOT_FOUND, "{lasts}");
        assert_eq!(app.digest().await, before);
    }
}

#[tokio::test]
async fn f13_a_link_made_while_the_clock_was_far_ahead_is_none() {
    let app = Sample::copy().await;
    app.set_clock("2027-11-21T12:00:00Z");
    let administrator = app.sign_in(Persona::Administrator).await;
    let link = link(&app, &administrator, SCHOOL_LEAD).await;
    assert_eq!(app.get(&link, "").await.status, StatusCode::OK);
    app.set_clock("2027-11-21T11:30:00Z");
    assert_eq!(app.get(&link, "").await.status, StatusCode::OK, "a clock that is put right by half an hour");
    app.set_clock(NOW);
    assert_eq!(app.get(&link, "").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn s20_the_database_holds_no_link_that_works() {
    let app = Sample::copy().await;
    let administrator = app.sign_in(Persona::Administrator).await;
    let path = link(&app, &administrator, SCHOOL_LEAD).await;
    let token = path.rsplit('/').next().unwrap();
    app.installation.store.close().await;
    let bytes = std::fs::read(app.path()).unwrap();
    let raw: Vec<u8> = (0..32).map(|n| u8::from_str_radix(&token[2 * n..2 * n + 2], 16).unwrap()).collect();
    let holds = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
    assert!(holds(&Token::parse(token).unwrap().hash()), "the link is in the file that is read");
    for needle in [token.as_bytes(), token.to_uppercase().as_bytes(), &raw] {
        assert!(!holds(needle));
    }
}

#[tokio::test]
async fn s21_an_invitation_is_for_one_person_whatever_is_sent_with_it_and_is_taken_back_by_stopping_them() {
    let app = Sample::copy().await;
    let administrator = app.sign_in(Persona::Administrator).await;
    let invited = [
        ("email", "deputy@marsh-lane.example"),
        ("name", "Deputy"),
        ("role", "contributor"),
        ("organisation", "O-0022"),
    ];
    let page = app.get(app.post("/people/new", &administrator, &invited).await.redirect(), &administrator).await;
    let path = page.password_link();
    let fields = [
        ("password", NEW_PASSWORD),
        ("again", NEW_PASSWORD),
        ("email", "other@x.example"),
        ("role", "administrator"),
        ("organisation", "O-0001"),
        ("person", "1"),
    ];
    assert_eq!(app.post(&path, "", &fields).await.redirect(), "/sign-in?because=password-set");
    let mut reading = app.installation.store.reading().await.unwrap();
    let email = EmailAddress::parse("deputy@marsh-lane.example").unwrap();
    let id = people::id_of(&mut reading, &email).await.unwrap().unwrap();
    let person = people::by_id(&mut reading, id).await.unwrap().unwrap();
    assert_eq!((person.board_role, person.memberships.len()), (None, 1));
    assert_eq!(person.memberships[0].organisation.0, 22);
    assert!(people::id_of(&mut reading, &EmailAddress::parse("other@x.example").unwrap()).await.unwrap().is_none());
    drop(reading);

    let path = link(&app, &administrator, id).await;
    app.post(&format!("/people/{}/stop", id.0), &administrator, &[]).await.redirect();
    assert_eq!(app.get(&path, "").await.status, StatusCode::NOT_FOUND);
    app.post(&format!("/people/{}/let-in", id.0), &administrator, &[]).await.redirect();
    assert_eq!(app.get(&path, "").await.status, StatusCode::NOT_FOUND, "it does not come back with the person");
}

#[tokio::test]
async fn s16_a_hash_of_lower_cost_is_replaced_when_its_password_is_next_given() {
    let app = Sample::copy().await;
    let (email, password) = (Persona::SchoolLead.email(), Persona::SchoolLead.password());
    let cheap = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(8 * 1024, 1, 1, None).unwrap());
    let old = cheap.hash_password(password.as_bytes()).unwrap().to_string();
    let mut writing = app.installation.store.writing().await.unwrap();
    people::set_password_hash(&mut writing, SCHOOL_LEAD, &old).await.unwrap();
    writing.commit().await.unwrap();
    let stored = async || {
        let email = EmailAddress::parse(email).unwrap();
        let mut reading = app.installation.store.reading().await.unwrap();
        people::credentials(&mut reading, &email).await.unwrap().unwrap().password_hash.unwrap()
    };
    assert_eq!(sign_in(&app, email, "not the password").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(stored().await, old, "a wrong password changes nothing");
    assert_eq!(sign_in(&app, email, password).await.status, StatusCode::SEE_OTHER);
    let new = stored().await;
    assert!(new.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{new}");
    assert_eq!(sign_in(&app, email, password).await.status, StatusCode::SEE_OTHER);
    assert_eq!(stored().await, new, "one that is as dear as it should be stays");
    // Two devices at once: the first renews it, and the second's password is right all the same.
    let mut writing = app.installation.store.writing().await.unwrap();
    people::set_password_hash(&mut writing, SCHOOL_LEAD, &old).await.unwrap();
    writing.commit().await.unwrap();
    let both = tokio::join!(sign_in(&app, email, password), sign_in(&app, email, password));
    assert_eq!([both.0.status, both.1.status], [StatusCode::SEE_OTHER; 2]);
    assert_ne!(stored().await, old);
}

#[tokio::test]
async fn f13_a_clock_that_was_far_ahead_leaves_no_session_that_lives_on_and_nobody_shut_out() {
    let app = Sample::copy().await;
    let (email, password) = (Persona::SchoolLead.email(), Persona::SchoolLead.password());
    app.set_clock("2027-11-21T12:00:00Z");
    let ahead = sign_in(&app, email, password).await.cookie();
    assert_eq!(app.get("/account", &ahead).await.status, StatusCode::OK);
    for _ in 0..10 {
        sign_in(&app, email, "not the password").await;
    }
    assert_eq!(sign_in(&app, email, password).await.status, StatusCode::TOO_MANY_REQUESTS);
    // Set right again.
    app.set_clock(NOW);
    assert!(app.get("/account", &ahead).await.location().starts_with("/sign-in"), "a session of next year");
    let now = sign_in(&app, email, password).await.cookie();
    assert_eq!(app.get("/account", &now).await.status, StatusCode::OK, "tries of next year do not count");
    // A code that was given meanwhile does not keep today's from working.
    let mut writing = app.installation.store.writing().await.unwrap();
    let next_year = "2027-11-21T12:00:00Z".parse::<Timestamp>().unwrap().as_second() / 30;
    people::set_authenticator(&mut writing, REVIEWER, &SECRET, next_year).await.unwrap();
    writing.commit().await.unwrap();
    let half = half_signed_in(&app).await;
    let right = app.post("/sign-in/code", &half, &[("code", &code(NOW, 0))]).await;
    assert_eq!(right.status, StatusCode::SEE_OTHER);
    // A step back by an hour, as of a clock that is set right by a little, ends nothing.
    app.set_clock("2026-11-21T11:00:01Z");
    assert_eq!(app.get("/account", &now).await.status, StatusCode::OK);
}

#[tokio::test]
async fn f25_sessions_and_tries_that_are_over_are_deleted() {
    let app = Sample::copy().await;
    let sessions_and_tries = "select (select count(*) from session), (select count(*) from sign_in_try)";
    let start: Timestamp = NOW.parse().unwrap();
    // Signs in and never out, and guesses wrongly, every hour for ten days.
    let mut most = (0, 0);
    for hour in 0..240 {
        app.set_clock(&(start + SignedDuration::from_hours(hour)).to_string());
        let mut writing = app.installation.store.writing().await.unwrap();
        let hash = [u8::try_from(hour).unwrap(); 32];
        let now = app.installation.now();
        sessions::add(&mut writing, &hash, SCHOOL_LEAD, false, now).await.unwrap();
        sessions::take_try(&mut writing, &hash, now - SignedDuration::from_mins(5), now, 10).await.unwrap();
        writing.commit().await.unwrap();
        if hour % 12 == 11 {
            app.sign_in(Persona::PoliceLead).await;
            let (sessions, tries): (i64, i64) = app.rows(sessions_and_tries).await[0];
            most = (most.0.max(sessions), most.1.max(tries));
        }
    }
    assert!((1..=26).contains(&most.0) && (1..=2).contains(&most.1), "{most:?}");
}
