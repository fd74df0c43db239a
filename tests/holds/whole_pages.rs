//! Posts of pages that did not come whole, or out of which something took a field: what is missing is not what somebody
//! emptied. Nothing is stored, and what arrived stands on the page again.

use std::collections::BTreeSet;

use axum::http::StatusCode;

use crate::support::html::{self, all};
use crate::support::{Answer, Persona, Sample, is_of, marsh_lane, posts};

/// The forms that change or add what is stored, on a page each where something is stored already.
const FORMS: [(&str, Persona); 9] = [
    (marsh_lane::STANDARD_3, Persona::SchoolLead),
    (marsh_lane::CHECK, Persona::SchoolLead),
    (marsh_lane::ACTION, Persona::SchoolLead),
    ("/organisations/O-0022/edit", Persona::Administrator),
    ("/organisations/new", Persona::Administrator),
    ("/people/5/edit", Persona::Administrator),
    ("/people/new", Persona::Administrator),
    ("/rounds/new", Persona::Administrator),
    ("/settings", Persona::Administrator),
];

/// Posts in which a missing field empties nothing that is stored: buttons, a file that is read whole or not at all, and
/// secrets, which are refused where one is missing.
const EMPTIES_NOTHING: [&str; 16] = [
    "/account/authenticator",
    "/account/password",
    "/organisations/import",
    "/organisations/{reference}/close",
    "/people/{person}/end-board-role",
    "/people/{person}/end-membership/{reference}",
    "/people/{person}/let-in",
    "/people/{person}/link",
    "/people/{person}/remove-authenticator",
    "/people/{person}/stop",
    "/rounds/{round}/answers",
    "/rounds/{round}/open",
    "/set-password/{token}",
    "/sign-in",
    "/sign-in/code",
    "/sign-out",
];

const REFUSED: &str = "Nothing was saved: the page did not come whole";

/// What a browser sends of the page's own form when nothing is typed: each field in its place.
fn fields_of(page: &Answer) -> Vec<(String, String)> {
    let html = page.html();
    let forms = all(html.root_element(), "main form[method=post]").into_iter().map(html::fields_of);
    let mut fields = forms.max_by_key(Vec::len).unwrap();
    fields.retain(|(name, _)| !name.starts_with("as_of.") && name != "post_id");
    fields
}

async fn saves(app: &Sample) -> i64 {
    app.value("select count(*) from log where operation = 'answer saved'").await
}

async fn post(app: &Sample, path: &str, cookie: &str, fields: &[(String, String)]) -> Answer {
    let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    app.post_alone(path, cookie, &fields).await
}

/// The sample with something in every field of the action, and an audit that can be submitted.
async fn sample() -> Sample {
    let app = Sample::copy().await;
    app.change(&["update action set progress = 'Long progress text.', impact = 'Long impact text.'"]).await;
    app.complete_open_audit().await;
    app
}

#[tokio::test]
async fn every_form_that_changes_what_is_stored_says_what_each_post_of_it_has() {
    let (checked, others): (Vec<_>, Vec<_>) =
        posts().partition(|route| route.form.is_some_and(|form| !form.is_whole(&[])));
    let others: BTreeSet<_> = others.iter().map(|route| route.path).filter(|path| !path.starts_with("/api/")).collect();
    assert_eq!(others, BTreeSet::from(EMPTIES_NOTHING));
    let checked = checked.iter().map(|route| route.path);
    let tried: BTreeSet<_> = checked.filter(|route| !FORMS.iter().any(|(path, _)| is_of(route, path))).collect();
    // The first stands on an empty installation alone; the other only invites.
    assert_eq!(tried.into_iter().collect::<Vec<_>>(), ["/rounds/{round}/invite", "/set-up"]);
}

#[tokio::test]
async fn a_page_that_was_cut_off_anywhere_stores_nothing_and_shows_what_arrived() {
    for (path, persona) in FORMS {
        let app = sample().await;
        let cookie = app.sign_in(persona).await;
        let fields = fields_of(&app.get(path, &cookie).await);
        assert_eq!(fields.last().unwrap().0, "whole", "{path}");
        let mut watch = app.watch().await;
        let before = watch.seen().await;
        let step = (fields.len() / 12).max(1);
        for end in (0..fields.len()).step_by(step).chain([fields.len() - 1]) {
            let mut typed = fields[..end].to_vec();
            let text = typed.iter_mut().rev().find(|(name, _)| ["name", "who", "title"].contains(&last(name)));
            let typed_text = text.map(|(_, value)| "Typed where it was cut".clone_into(value)).is_some();
            let answer = post(&app, path, &cookie, &typed).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{path} up to {end}: {}", answer.words());
            assert!(answer.shows(REFUSED), "{path}: {}", answer.words());
            assert!(!typed_text || answer.shows("Typed where it was cut"), "{path} up to {end}");
            assert!(watch.seen().await == before, "{path} up to {end} stored something");
        }
    }
}

fn last(name: &str) -> &str {
    name.rsplit('.').next().unwrap()
}

#[tokio::test]
async fn leaving_out_any_one_field_of_text_never_empties_what_is_stored() {
    let app = sample().await;
    for (path, persona) in FORMS {
        let cookie = app.sign_in(persona).await;
        let fields = fields_of(&app.get(path, &cookie).await);
        let mut watch = app.watch().await;
        let before = watch.seen().await;
        // What a page may lack: boxes and buttons, and what was there when it was opened.
        let may_lack =
            |name: &str| name.starts_with("opened_with.") || ["opened_by", "confirmed", "no_child"].contains(&name);
        let mut tried = 0;
        for (name, _) in fields.iter().filter(|(name, _)| !may_lack(name)) {
            let without: Vec<_> = fields.iter().filter(|(field, _)| field != name).cloned().collect();
            let answer = post(&app, path, &cookie, &without).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{path} without {name}: {}", answer.words());
            let says =
                if last(name) == "score" { "The page did not come whole. Choose the score again" } else { REFUSED };
            assert!(answer.shows(says), "{path} without {name}: {}", answer.words());
            assert!(watch.seen().await == before, "{path} without {name} stored something");
            tried += 1;
        }
        assert!(tried > 1, "{path}");
    }
}

#[tokio::test]
async fn answers_that_are_not_named_as_theirs_are_not_said_to_be_saved() {
    let app = sample().await;
    let lead = app.sign_in(Persona::SchoolLead).await;
    let path = marsh_lane::STANDARD_5;
    let fields = fields_of(&app.get(path, &lead).await);
    let renamed: Vec<_> = fields.iter().map(|(name, value)| (format!("ext-{name}"), value.clone())).collect();
    let marked = [renamed, vec![("whole".to_owned(), "10".to_owned())]].concat();
    let unnamed: Vec<_> = fields.iter().filter(|(name, _)| !name.ends_with(".save_id")).cloned().collect();
    let one_missing: Vec<_> = fields.iter().filter(|(name, _)| !name.starts_with("S5.4.")).cloned().collect();
    let by_hand = [("then", "stay"), ("S5.1.evidence", "Typed for an hour."), ("whole", "1")];
    let by_hand = by_hand.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    let mut watch = app.watch().await;
    let before = watch.seen().await;
    for post_of in [marked, unnamed, one_missing, by_hand.clone()] {
        let answer = post(&app, path, &lead, &post_of).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.words());
        assert!(answer.shows(REFUSED), "{}", answer.words());
    }
    assert!(post(&app, path, &lead, &by_hand).await.shows("Typed for an hour."), "it is kept on the page");
    assert!(watch.seen().await == before);
}

#[tokio::test]
async fn what_arrived_of_a_cut_off_page_is_saved_when_the_whole_page_is_sent() {
    let app = sample().await;
    let lead = app.sign_in(Persona::SchoolLead).await;
    let path = marsh_lane::STANDARD_3;
    let mut cut = fields_of(&app.get(path, &lead).await);
    let end = cut.iter().position(|(name, _)| name == "S3.1.who").unwrap() + 1;
    cut.truncate(end);
    let evidence = cut.iter_mut().find(|(name, _)| name == "S3.1.evidence").unwrap();
    "Typed before it was cut off.".clone_into(&mut evidence.1);
    let again = post(&app, path, &lead, &cut).await;
    let whole = fields_of(&again);
    let value =
        |fields: &[(String, String)], name: &str| fields.iter().find(|(field, _)| field == name).unwrap().1.clone();
    assert_eq!(value(&whole, "S3.1.evidence"), "Typed before it was cut off.");
    let before = fields_of(&app.get(path, &lead).await);
    assert_eq!(value(&whole, "S3.1.by_when"), value(&before, "S3.1.by_when"), "as it is stored");
    post(&app, path, &lead, &whole).await.redirect();
    let after = fields_of(&app.get(path, &lead).await);
    for (name, text) in &before {
        let expected = if name == "S3.1.evidence" { "Typed before it was cut off." } else { text };
        let changes = ["save_id", "revision", "their_revision"].contains(&last(name));
        assert!(changes || value(&after, name) == expected, "{name}");
    }
}

#[tokio::test]
async fn a_cut_off_page_whose_session_has_ended_is_not_whole_after_signing_in() {
    let app = sample().await;
    let lead = app.sign_in(Persona::SchoolLead).await;
    let path = marsh_lane::STANDARD_3;
    let mut cut = fields_of(&app.get(path, &lead).await);
    cut.pop();
    let evidence = cut.iter_mut().find(|(name, _)| name == "S3.1.evidence").unwrap();
    "Typed before it was cut off.".clone_into(&mut evidence.1);
    let before = saves(&app).await;
    let asked = post(&app, path, "", &cut).await;
    assert_eq!(asked.status, StatusCode::UNAUTHORIZED);
    let mut carried = fields_of(&asked);
    let person = Persona::SchoolLead;
    for (name, value) in &mut carried {
        match name.as_str() {
            "sign-in.email" => person.email().clone_into(value),
            "sign-in.password" => person.password().clone_into(value),
            _ => {}
        }
    }
    let answer = post(&app, path, "", &carried).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.shows(REFUSED), "{}", answer.words());
    assert_eq!(saves(&app).await, before);
}

#[tokio::test]
async fn f9_what_somebody_saved_meanwhile_of_an_organisation_or_a_person_is_not_undone() {
    let app = sample().await;
    let administrator = app.sign_in(Persona::Administrator).await;
    let forms = [
        ("/organisations/O-0022/edit", ("group", "Tidewater Academy Trust"), ("charity_number", "1234567")),
        ("/people/3/edit", ("email", "mended@marsh-lane.example"), ("name", "Hester Quillan-Moss")),
    ];
    for (path, first, second) in forms {
        let opened = fields_of(&app.get(path, &administrator).await);
        let with = |fields: &[(String, String)], (changed, text): (&str, &str)| {
            let mut fields = fields.to_vec();
            let field = fields.iter_mut().find(|(name, _)| name == changed).unwrap();
            text.clone_into(&mut field.1);
            fields
        };
        post(&app, path, &administrator, &with(&opened, first)).await.redirect();
        let told = post(&app, path, &administrator, &with(&opened, second)).await;
        assert_eq!(told.status, StatusCode::CONFLICT, "{path}: {}", told.words());
        assert!(told.shows("Someone changed this after you opened the page. Nothing was saved"), "{}", told.words());
        // The page holds what is stored, and what its reader typed.
        let again = fields_of(&told);
        for (name, text) in [first, second] {
            assert!(again.contains(&(name.to_owned(), text.to_owned())), "{path} {name}: {again:?}");
        }
        post(&app, path, &administrator, &again).await.redirect();
        let stored = fields_of(&app.get(path, &administrator).await);
        for (name, text) in [first, second] {
            assert!(stored.contains(&(name.to_owned(), text.to_owned())), "{path} {name}: {stored:?}");
        }
        // Sent once more, it changes nothing and is no conflict.
        post(&app, path, &administrator, &again).await.redirect();
    }
}
