//! Forms that are sent twice: by a second click, by a reload, by a browser that tries again. Each is carried out once, and
//! the second answer is the first.

use std::collections::BTreeSet;

use axum::http::StatusCode;

use crate::holds::everything::{Along, How, carried_out, everything, log, new_id, same_rows, set_up, stored};
use crate::support::{Persona, Sample, concrete, gets, marsh_lane, posts};

const NEW: &str = "/organisations/new";
const SENT_TWICE: &str = "You sent this form twice, with different details. The first was carried out";

fn organisation<'f>(name: &'f str, id: &'f str) -> [(&'f str, &'f str); 5] {
    [("name", name), ("sector", "police"), ("sub_sector", ""), ("basis", "statutory"), ("post_id", id)]
}

async fn done(app: &Sample, operation: &str) -> usize {
    log(app).await.iter().filter(|(_, done)| done == operation).count()
}

/// Checks that every post carried out in this way leaves what it leaves when it is carried out once.
async fn leaves_the_same(how: How) {
    let (once, again) = (everything(How::Once, Along::Nothing).await, everything(how, Along::Nothing).await);
    let (expected, found) = (stored(&once.app).await, stored(&again.app).await);
    same_rows(&expected, &found);
    assert_eq!(carried_out(&once.app).await, 0);
    let (empty, set_up_again) = (set_up(How::Once, Along::Nothing).await, set_up(how, Along::Nothing).await);
    assert_eq!(stored(&empty.app).await, stored(&set_up_again.app).await);

    let done: BTreeSet<_> = again.done.union(&set_up_again.done).cloned().collect();
    let all: BTreeSet<_> = posts().map(|route| route.path.to_owned()).collect();
    let left: Vec<_> = all.difference(&done).collect();
    // One stores nothing; the other begins a file, and has a test of its own here.
    assert_eq!(left, ["/api/stay-signed-in", "/rounds/{round}/answers"]);
}

#[tokio::test]
async fn s13_every_post_that_is_sent_again_after_its_answer_is_carried_out_once_and_answered_alike() {
    leaves_the_same(How::InTurn).await;
}

#[tokio::test]
async fn s13_every_post_that_is_sent_twice_at_once_is_carried_out_once_and_answered_alike() {
    leaves_the_same(How::AtOnce).await;
}

#[tokio::test]
async fn s13_every_post_that_is_sent_again_after_a_new_start_is_not_carried_out_again() {
    leaves_the_same(How::AfterAStart).await;
}

#[tokio::test]
async fn a_file_that_is_asked_for_twice_is_begun_once() {
    let app = Sample::copy().await;
    let reviewer = app.sign_in(Persona::Reviewer).await;
    let (path, id) = ("/rounds/2014/answers", new_id());
    let make = [("then", "make"), ("form", ""), ("format", "csv"), ("post_id", &id)];
    let (first, second) = tokio::join!(app.post(path, &reviewer, &make), app.post(path, &reviewer, &make));
    assert_eq!(first.redirect(), second.redirect());
    let id = new_id();
    let give_up = [("then", "give-up"), ("post_id", id.as_str())];
    app.post(path, &reviewer, &give_up).await.redirect();
    app.post(path, &reviewer, &make).await.redirect();
    let page = app.get(path, &reviewer).await;
    assert!(!page.shows("Your file"), "the first form does not begin it again: {}", page.words());
    assert!(done(&app, "answers exported").await <= 1, "what was given up may not have been begun");
}

#[tokio::test]
async fn another_body_another_session_or_no_id_is_another_post() {
    let app = Sample::copy().await;
    let administrator = app.sign_in(Persona::Administrator).await;
    let id = new_id();
    let settings = |evidence| [("evidence", evidence), ("post_id", id.as_str())];
    for evidence in ["require", "advise", "require"] {
        app.post("/settings", &administrator, &settings(evidence)).await.redirect();
    }
    assert_eq!(done(&app, "settings changed").await, 2, "the same page's form, filled in anew");
    let elsewhere = app.sign_in(Persona::Administrator).await;
    let link = [("post_id", id.as_str())];
    let path = "/people/5/link";
    let links = [&administrator, &elsewhere, &elsewhere].map(|cookie| app.post(path, cookie, &link));
    let [first, second, third] = links;
    let (first, second, third) = (first.await, second.await, third.await);
    assert_ne!(first.redirect(), second.redirect(), "nobody gets the answer to another's form");
    assert_eq!(second.redirect(), third.redirect());
    assert_eq!(done(&app, "password link made").await, 2);
    for no_id in [&[][..], &[("post_id", "")], &[("post_id", "1")], &[("post_id", &"g".repeat(32))]] {
        let made = done(&app, "password link made").await;
        app.post(path, &administrator, no_id).await.redirect();
        app.post(path, &administrator, no_id).await.redirect();
        assert_eq!(done(&app, "password link made").await, made + 2, "{no_id:?}");
    }
}

#[tokio::test]
async fn what_was_refused_is_looked_at_anew_also_after_a_new_start() {
    let app = Sample::copy().await;
    let administrator = app.sign_in(Persona::Administrator).await;
    let (id, mended) = (new_id(), new_id());
    let nameless = organisation("", &id);
    for _ in 0..2 {
        assert_eq!(app.post(NEW, &administrator, &nameless).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    app.post(NEW, &administrator, &organisation("Mended", &mended)).await.redirect();
    // What was refused for a name that is there is taken once it is not: nothing was done before.
    let refused = app.post(NEW, &administrator, &organisation("Mended", &id)).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    app.change(&["update organisation set name = 'Renamed' where name = 'Mended'"]).await;
    app.post(NEW, &administrator, &organisation("Mended", &id)).await.redirect();
    // Counting a try is not what the form asks for.
    let lead = Persona::SchoolLead;
    let wrong = [("email", lead.email()), ("password", "not the password"), ("post_id", id.as_str())];
    for app in [&app, &app.started_anew().await] {
        let answer = app.post("/sign-in", "", &wrong).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.words());
    }
}

#[tokio::test]
async fn answers_are_kept_for_a_quarter_of_an_hour() {
    let app = Sample::copy().await;
    let administrator = app.sign_in(Persona::Administrator).await;
    let id = new_id();
    let first = app.post(NEW, &administrator, &organisation("One", &id)).await;
    app.set_clock("2026-11-21T12:14:59Z");
    assert_eq!(app.post(NEW, &administrator, &organisation("One", &id)).await.redirect(), first.redirect());
    app.set_clock("2026-11-21T12:15:00Z");
    let late = app.post(NEW, &administrator, &organisation("One", &id)).await;
    assert!(late.shows("This was already done") && late.shows("It was not carried out again."), "{}", late.words());
    assert_eq!(done(&app, "organisation added").await, 1);
}

#[tokio::test]
async fn an_import_that_is_sent_twice_is_done_once_and_said_twice() {
    let app = Sample::copy().await;
    let administrator = app.sign_in(Persona::Administrator).await;
    let id = new_id();
    let file = b"name,sector,sub_sector,basis\nOne,police,,statutory\nTwo,police,,statutory\n".as_slice();
    let fields = [("post_id", id.as_str())];
    let import = || app.upload("/organisations/import", &administrator, Some(file), &fields);
    let (first, second) = tokio::join!(import(), import());
    let third = import().await;
    for answer in [&first, &second, &third] {
        assert!(app.follow(answer, &administrator).await.shows("2 organisations"), "{}", answer.words());
    }
    assert_eq!(done(&app, "organisations imported").await, 1);
    // One page's form imports once: whoever presses “Only check the file” while it is on its way is not told that nothing
    // was imported.
    let other = b"name,sector,sub_sector,basis\nThree,police,,statutory\n".as_slice();
    let checks = [fields[0], ("trial", "yes")];
    for (file, fields) in [(other, &fields[..]), (file, &checks[..])] {
        let answer = app.upload("/organisations/import", &administrator, Some(file), fields).await;
        let page = app.follow(&answer, &administrator).await;
        assert!(page.shows("2 organisations were imported") && page.shows(SENT_TWICE), "{}", page.words());
    }
    assert_eq!(done(&app, "organisations imported").await, 1);
    // A file that was only checked is imported from the same page.
    let id = new_id();
    let checks = [("post_id", id.as_str()), ("trial", "yes")];
    app.upload("/organisations/import", &administrator, Some(other), &checks).await;
    app.upload("/organisations/import", &administrator, Some(other), &checks[..1]).await.redirect();
    assert_eq!(done(&app, "organisations imported").await, 2);
}

#[tokio::test]
async fn a_form_that_adds_something_and_is_put_right_on_its_way_adds_one_and_says_so() {
    let app = Sample::copy().await;
    let administrator = app.sign_in(Persona::Administrator).await;
    let id = new_id();
    let first = app.post(NEW, &administrator, &organisation("Quay Hous", &id)).await;
    let second = app.post(NEW, &administrator, &organisation("Quay House", &id)).await;
    let page = app.follow(&second, &administrator).await;
    assert!(page.shows("Quay Hous") && page.shows(SENT_TWICE), "{}", page.words());
    assert_eq!(second.redirect().split('?').next(), first.redirect().split('?').next());
    assert_eq!(done(&app, "organisation added").await, 1);
    let person = |email| {
        [("email", email), ("name", "New"), ("role", "reviewer"), ("organisation", ""), ("post_id", id.as_str())]
    };
    app.post("/people/new", &administrator, &person("new@x.exmaple")).await.redirect();
    let second = app.post("/people/new", &administrator, &person("new@x.example")).await;
    let page = app.follow(&second, &administrator).await;
    assert!(page.shows("new@x.exmaple") && page.shows(SENT_TWICE), "{}", page.words());
    assert_eq!(done(&app, "person given a role").await, 1);
}

/// A browser that sends a form again gives up its first request, at whatever moment that is.
#[tokio::test]
async fn a_first_request_that_is_given_up_is_carried_out_and_the_second_has_its_answer() {
    let app = Sample::copy().await;
    let administrator = app.sign_in(Persona::Administrator).await;
    for polled in 0..60 {
        let (name, id) = (format!("Number {polled}"), new_id());
        let fields = organisation(&name, &id);
        let mut first = Box::pin(app.post(NEW, &administrator, &fields));
        for _ in 0..polled {
            tokio::select! {
                biased;
                _ = &mut first => break,
                () = tokio::time::sleep(std::time::Duration::from_micros(50)) => {}
            }
        }
        drop(first);
        let second = app.post(NEW, &administrator, &fields).await;
        assert!(second.redirect().starts_with("/organisations/O-"), "{polled}");
        assert_eq!(done(&app, "organisation added").await, polled + 1, "{polled}");
    }
}

#[tokio::test]
async fn signing_in_again_to_save_is_done_once() {
    let app = Sample::copy().await;
    let (path, id, lead) = (marsh_lane::STANDARD_5, new_id(), Persona::SchoolLead);
    let fields = [
        ("post_id", id.as_str()),
        ("S5.1.save_id", "page-form"),
        ("S5.1.revision", "0"),
        ("S5.1.score", "3"),
        ("S5.1.evidence", "Typed."),
        ("sign-in.email", lead.email()),
        ("sign-in.password", lead.password()),
    ];
    let (first, second) = tokio::join!(app.post(path, "", &fields), app.post(path, "", &fields));
    assert_eq!((first.redirect(), first.cookies()), (second.redirect(), second.cookies()));
    assert_eq!((done(&app, "signed in").await, done(&app, "answer saved").await), (1, 1));
}

#[tokio::test]
async fn every_form_of_every_page_has_an_id_of_its_own_each_time_that_the_page_is_made() {
    let app = Sample::copy().await;
    let cookies = [String::new(), app.sign_in(Persona::SchoolLead).await, app.sign_in(Persona::Administrator).await];
    let (mut seen, mut forms) = (BTreeSet::new(), 0);
    for route in gets() {
        for cookie in &cookies {
            for _ in 0..2 {
                let found = app.get(&concrete(route.path), cookie).await.post_ids();
                forms += found.len();
                assert!(found.iter().all(|id| id.len() == 32), "{}", route.path);
                seen.extend(found);
            }
        }
    }
    assert!(forms > 100);
    assert_eq!(seen.len(), forms);
}
