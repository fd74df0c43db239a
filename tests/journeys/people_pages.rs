//! People and accounts through the whole router: what an administrator takes away or mends, and what everybody does
//! with their own account.

use axum::http::StatusCode;
use section11::domain::person::{BoardRole, PersonId};
use section11::operations::account::signing_in::SignIn;
use section11::operations::account::throttle::Browser;
use section11::store::sessions;

use crate::support::{Answer, BASE, NOW, Persona, Sample, app_code, marsh_lane};

/// The log's lines of an operation: who did it, and about what.
async fn logged(app: &Sample, operation: &str) -> Vec<(Option<i64>, String)> {
    let mut reading = app.installation.store.reading().await.unwrap();
    sqlx::query_as("select person_id, subject from log where operation = ? order by id")
        .bind(operation)
        .fetch_all(&mut *reading)
        .await
        .unwrap()
}

#[tokio::test]
async fn s6_ending_a_membership_ends_the_sessions_and_the_right() {
    let app = Sample::copy().await;
    let administrator = app.sign_in(Persona::Administrator).await;
    let lead = app.sign_in(Persona::SchoolLead).await;
    assert_eq!(app.get(marsh_lane::TASKS, &lead).await.status, StatusCode::OK);
    let person = app.get("/people/3", &administrator).await;
    assert!(person.shows("/people/3/end-membership/O-0022"), "{}", person.words());
    let asks = app.get("/people/3/end-membership/O-0022", &administrator).await;
    assert!(
        asks.shows("End Hester Quillan’s role as Organisation lead of Marsh Lane Primary School (O-0022)?")
            && asks.shows("End the role")
            && asks.shows("Cancel")
    );
    assert!(!asks.shows("Nobody else"), "{}", asks.words());
    assert_eq!(app.get("/people/3/end-membership/O-0001", &administrator).await.status, StatusCode::NOT_FOUND);
    let alone = "Nobody else may sign in for Lantern Road Primary School (O-0027).";
    for asks in ["/people/5/end-membership/O-0027", "/people/5/stop"] {
        let asks = app.get(asks, &administrator).await;
        assert!(asks.shows(alone), "{}", asks.words());
    }

    let ended = app.post("/people/3/end-membership/O-0022", &administrator, &[]).await;
    let page = app.follow(&ended, &administrator).await;
    assert!(page.shows("The role is ended."), "{}", page.words());
    assert!(page.words().contains("Roles None"), "{}", page.words());
    assert_eq!(app.get("/account", &lead).await.status, StatusCode::SEE_OTHER, "the session has ended");
    let lead = app.sign_in(Persona::SchoolLead).await;
    assert_eq!(app.get(marsh_lane::TASKS, &lead).await.status, StatusCode::NOT_FOUND);
    let account = app.get("/account", &lead).await;
    assert!(account.shows("You do not belong to any organisation now."), "{}", account.words());
    assert_eq!(logged(&app, "membership ended").await, [(Some(1), "person 3".to_owned())]);
    let twice = app.post("/people/3/end-membership/O-0022", &administrator, &[]).await;
    assert_eq!(twice.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn s6_ending_a_board_role_ends_the_sessions_but_nobody_ends_their_own_or_the_last() {
    let app = Sample::copy().await;
    let administrator = app.sign_in(Persona::Administrator).await;
    let reviewer = app.sign_in(Persona::Reviewer).await;
    let asks = app.get("/people/2/end-board-role", &administrator).await;
    assert!(asks.shows("End Desmond Achterby’s role as Board reviewer?"), "{}", asks.words());
    let ended = app.post("/people/2/end-board-role", &administrator, &[]).await;
    assert!(app.follow(&ended, &administrator).await.shows("The board role is ended."));
    assert_eq!(app.get("/rounds", &reviewer).await.status, StatusCode::SEE_OTHER, "the session has ended");
    let reviewer = app.sign_in(Persona::Reviewer).await;
    assert_eq!(app.get("/rounds", &reviewer).await.status, StatusCode::FORBIDDEN);
    assert_eq!(logged(&app, "board role ended").await, [(Some(1), "person 2".to_owned())]);

    let own = app.post("/people/1/end-board-role", &administrator, &[]).await;
    assert_eq!(own.status, StatusCode::CONFLICT);
    assert!(own.shows("This is your own role."), "{}", own.words());
    assert!(!app.get("/people/1", &administrator).await.shows("/people/1/end-board-role"));
    let again = [("email", Persona::Reviewer.email()), ("name", "Desmond"), ("role", "reviewer")];
    app.post("/people/new", &administrator, &again).await.redirect();
    assert!(app.get("/people/2", &administrator).await.shows("/people/2/end-board-role"), "as it stands for another");

    // Another administrator, who is stopped after a request of theirs was let through.
    let other = [("email", Persona::PoliceLead.email()), ("name", "Rory"), ("role", "administrator")];
    app.post("/people/new", &administrator, &other).await.redirect();
    let visitor = section11::domain::access::Visitor {
        person: PersonId(10),
        name: "Rory".into(),
        board_role: Some(BoardRole::Administrator),
        memberships: vec![],
    };
    app.post("/people/10/stop", &administrator, &[]).await.redirect();
    let last = app.installation.end_board_role(&visitor, PersonId(1)).await.unwrap_err();
    assert!(last.to_string().contains("This is the last administrator."), "{last}");
    assert_eq!(app.get("/people", &administrator).await.status, StatusCode::OK);
}

#[tokio::test]
async fn s23_another_address_ends_the_sessions_and_links_of_the_old_one_and_another_name_ends_nothing() {
    let app = Sample::copy().await;
    let administrator = app.sign_in(Persona::Administrator).await;
    let lead = app.sign_in(Persona::SchoolLead).await;
    let form = app.get("/people/3/edit", &administrator).await;
    assert!(form.shows("value=\"Hester Quillan\"") && form.shows("value=\"lead@marsh-lane.example\""));
    let taken = [("name", "Hester Quill"), ("email", "CONTRIBUTOR@marsh-lane.example")];
    let refused = app.post("/people/3/edit", &administrator, &taken).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.shows("Another person already signs in with this e-mail address"), "{}", refused.words());
    assert!(refused.shows("value=\"Hester Quill\""));
    let wrong = app.post("/people/3/edit", &administrator, &[("name", " "), ("email", "nobody")]).await.words();
    assert!(wrong.contains("Name must not be empty") && wrong.contains("must be one address"), "{wrong}");

    let renamed = [("name", "Hester Quill-Ash"), ("email", "lead@marsh-lane.example")];
    app.post("/people/3/edit", &administrator, &renamed).await.redirect();
    assert!(app.get("/account", &lead).await.shows("Hester Quill-Ash"), "the session goes on");
    let made = app.post("/people/3/link", &administrator, &[]).await;
    let link = app.follow(&made, &administrator).await.password_link();
    let mended = [("name", "Hester Quill-Ash"), ("email", "head@marsh-lane.example")];
    let changed = app.post("/people/3/edit", &administrator, &mended).await;
    let page = app.follow(&changed, &administrator).await;
    assert!(page.shows("The changes are saved.") && page.shows("head@marsh-lane.example"), "{}", page.words());
    assert!(app.get("/account", &lead).await.location().starts_with("/sign-in"), "the session has ended");
    assert_eq!(app.get(&link, "").await.status, StatusCode::NOT_FOUND, "the link was made for the old address");
    let password = Persona::SchoolLead.password();
    let new = app.installation.sign_in("head@marsh-lane.example", password.into(), &Browser::default()).await.unwrap();
    assert!(matches!(new, SignIn::Done(_)));
    let old =
        app.installation.sign_in(Persona::SchoolLead.email(), password.into(), &Browser::default()).await.unwrap();
    assert!(matches!(old, SignIn::Wrong));
    let lines = ["person 3: name", "person 3: e-mail address, sessions and links ended"];
    assert_eq!(logged(&app, "person changed").await, lines.map(|line| (Some(1), line.to_owned())));
    app.post("/people/3/edit", &administrator, &mended).await.redirect();
    assert_eq!(logged(&app, "person changed").await.len(), 2, "what is the same is no change");
    // Who changes their own stays where they do it, and is signed out everywhere else.
    let elsewhere = app.sign_in(Persona::Administrator).await;
    let own = [("name", "A"), ("email", "administrator@other.example")];
    app.post("/people/1/edit", &administrator, &own).await.redirect();
    assert_eq!(app.get("/account", &administrator).await.status, StatusCode::OK);
    assert!(app.get("/account", &elsewhere).await.location().starts_with("/sign-in"));
}

#[tokio::test]
async fn a_link_is_shown_again_on_a_reload_and_its_token_stands_in_no_address() {
    let app = Sample::copy().await;
    let cookie = app.sign_in(Persona::Administrator).await;
    let made = app.post("/people/5/link", &cookie, &[]).await;
    let path = made.redirect().to_owned();
    let page = app.get(&path, &cookie).await;
    let link = page.password_link();
    let token = link.rsplit('/').next().unwrap();
    assert!(!path.contains(token) && !path.contains(&token[..16]), "{path}");
    assert_eq!(app.get(&path, &cookie).await.password_link(), link, "a reload shows the same link");
    assert_eq!(app.get(&link, "").await.status, StatusCode::OK, "and it still works");

    let another = app.sign_in(Persona::Administrator).await;
    let shows_a_link = async |path: &str, cookie: &str| {
        let page = app.get(path, cookie).await;
        assert!(page.status == StatusCode::OK && page.shows("Roles"), "{path}: {}", page.words());
        page.shows(BASE)
    };
    assert!(!shows_a_link(&path, &another).await, "the address shows it to nobody else");
    let number = path.split("link=").nth(1).unwrap();
    assert!(!shows_a_link(&format!("/people/6?link={number}"), &cookie).await, "nor for another person");
    let fields = [("password", "three unrelated words"), ("again", "three unrelated words")];
    app.post(&link, "", &fields).await.redirect();
    assert!(!shows_a_link(&path, &cookie).await, "a used link is not shown");
}

#[tokio::test]
async fn a_password_is_changed_by_who_knows_it_and_other_sessions_end() {
    let app = Sample::copy().await;
    let (here, elsewhere) = (app.sign_in(Persona::SchoolLead).await, app.sign_in(Persona::SchoolLead).await);
    assert!(app.get("/account", &here).await.shows("href=\"/account/password\""));
    let current = Persona::SchoolLead.password();
    let change = async |current: &str, new: &str, again: &str| {
        app.post("/account/password", &here, &[("current", current), ("password", new), ("again", again)]).await
    };
    let wrong = change("not it at all", "three unrelated words", "three unrelated words").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.shows("Your current password is not right") && !wrong.shows("not it at all"), "{}", wrong.words());
    assert!(change(current, "short", "short").await.shows("Password must have at least 12 characters"));
    assert!(change(current, "three unrelated words", "three other words").await.shows("are not the same"));
    assert_eq!(app.get("/account", &elsewhere).await.status, StatusCode::OK, "nothing has happened yet");

    let changed = change(current, "three unrelated words", "three unrelated words").await;
    assert!(app.follow(&changed, &here).await.shows("Your password is changed."));
    assert_eq!(app.get("/account", &elsewhere).await.status, StatusCode::SEE_OTHER);
    let email = Persona::SchoolLead.email();
    let old = app.installation.sign_in(email, current.into(), &Browser::default()).await.unwrap();
    assert!(matches!(old, SignIn::Wrong));
    let new = app.installation.sign_in(email, "three unrelated words".into(), &Browser::default()).await.unwrap();
    assert!(matches!(new, SignIn::Done(_)));
    assert_eq!(logged(&app, "password changed").await, [(Some(3), String::new())]);
}

#[tokio::test]
async fn s17_guessing_the_current_password_is_held_up_like_signing_in() {
    let app = Sample::copy().await;
    let cookie = app.sign_in(Persona::SchoolLead).await;
    let fields =
        |current| [("current", current), ("password", "three unrelated words"), ("again", "three unrelated words")];
    for _ in 0..10 {
        let wrong = app.post("/account/password", &cookie, &fields("not the password")).await;
        assert!(wrong.shows("Your current password is not right"));
    }
    let right = fields(Persona::SchoolLead.password());
    assert!(app.post("/account/password", &cookie, &right).await.shows("There have been too many tries."));
    let sign_in = [("email", Persona::SchoolLead.email()), ("password", Persona::SchoolLead.password())];
    assert_eq!(app.post("/sign-in", "", &sign_in).await.status, StatusCode::TOO_MANY_REQUESTS);
    app.set_clock("2026-11-21T12:05:01Z");
    app.post("/account/password", &cookie, &right).await.redirect();
}

#[tokio::test]
async fn a_new_password_is_another_one_and_who_types_nothing_has_not_guessed() {
    let app = Sample::copy().await;
    let cookie = app.sign_in(Persona::SchoolLead).await;
    let change = async |current: &str, new: &str| {
        app.post("/account/password", &cookie, &[("current", current), ("password", new), ("again", new)]).await
    };
    // That of the sample is known to everybody.
    let current = "purple otter lunch";
    change(Persona::SchoolLead.password(), current).await.redirect();
    // More often than anybody may guess.
    for _ in 0..11 {
        let empty = change("", "").await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        let words = empty.words();
        assert!(empty.shows("href=\"#current\"") && words.contains("Enter your current password"), "{words}");
        assert!(words.contains("Password must have at least 12 characters"), "{words}");
        let same = change(current, current).await;
        assert_eq!(same.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(same.shows("Choose a password that is not your current one"), "{}", same.words());
        assert!(same.shows("href=\"#password\"") && !same.text().contains(current), "{}", same.words());
    }
    // Who does not know the current one does not learn by this that it is another.
    let wrong = change("four quite unrelated words", "four quite unrelated words").await;
    assert!(
        wrong.shows("Your current password is not right") && !wrong.shows("Choose a password"),
        "{}",
        wrong.words()
    );
    assert_eq!(logged(&app, "password changed").await.len(), 1, "the first alone");
    change(current, "three unrelated words").await.redirect();
}

#[tokio::test]
async fn a_reference_that_no_organisation_has_is_told_from_one_that_is_mistyped() {
    let app = Sample::copy().await;
    let cookie = app.sign_in(Persona::Administrator).await;
    for (reference, said) in [
        ("o-9999", "There is no organisation O-9999. The list of organisations shows the references"),
        ("9999", "Enter the organisation’s reference, like O-0042. The list of organisations shows it"),
        ("", "Enter the organisation’s reference, like O-0042."),
    ] {
        let typed = [("email", "ada@x.example"), ("name", ""), ("role", "lead"), ("organisation", reference)];
        let refused = app.post("/people/new", &cookie, &typed).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{reference}");
        assert!(refused.shows(said) && refused.shows("href=\"#organisation\""), "{}", refused.words());
        assert!(refused.shows("Name must not be empty"), "together with the rest: {}", refused.words());
        let invited = [("whom", "one"), ("organisation", reference)];
        let refused = app.post("/rounds/2026-27/invite", &cookie, &invited).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{reference}");
        assert!(refused.shows(said), "{}", refused.words());
    }
}

/// The code that an authenticator app shows now, made from the key on the page.
fn code_of(page: &Answer) -> String {
    app_code(&page.offered_secret(), NOW, 0)
}

#[tokio::test]
async fn people_of_the_board_are_told_that_their_authenticator_app_is_set_up() {
    let app = Sample::copy().await;
    let reviewer = app.sign_in(Persona::Reviewer).await;
    for nothing in ["", " "] {
        let asked = app.post("/account/authenticator", &reviewer, &[("code", nothing)]).await;
        assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(asked.shows("Enter the six-digit code that your app shows"), "{}", asked.words());
        assert!(asked.shows("href=\"#code\"") && !asked.shows("is not right"), "{}", asked.words());
    }
    let code = code_of(&app.get("/account/authenticator", &reviewer).await);
    let confirmed = app.post("/account/authenticator", &reviewer, &[("code", &code)]).await;
    assert_eq!(confirmed.redirect(), "/rounds?done=authenticator");
    let rounds = app.follow(&confirmed, &confirmed.cookie()).await;
    assert!(rounds.shows("Your authenticator app is set up.") && rounds.shows("Audit rounds"), "{}", rounds.words());
}

#[tokio::test]
async fn a_lead_may_set_up_an_authenticator_app_and_an_administrator_takes_a_lost_one_off() {
    let app = Sample::copy().await;
    let lead = app.sign_in(Persona::SchoolLead).await;
    assert!(app.get("/account", &lead).await.shows("href=\"/account/authenticator\""));
    let page = app.get("/account/authenticator", &lead).await;
    assert!(page.shows("Nobody has to set one up") && !page.shows("People of the board"), "{}", page.words());
    let confirmed = app.post("/account/authenticator", &lead, &[("code", &code_of(&page))]).await;
    assert_eq!(confirmed.redirect(), "/account?done=authenticator");
    let cookie = confirmed.cookie();
    let account = app.follow(&confirmed, &cookie).await;
    assert!(account.shows("Your authenticator app is set up.") && !account.shows("href=\"/account/authenticator\""));

    let (email, password) = (Persona::SchoolLead.email(), Persona::SchoolLead.password());
    let asks = app.installation.sign_in(email, password.into(), &Browser::default()).await.unwrap();
    assert!(matches!(asks, SignIn::AwaitsCode(_)), "{asks:?}");
    let administrator = app.sign_in(Persona::Administrator).await;
    assert!(app.get("/people/3", &administrator).await.shows("/people/3/remove-authenticator"));
    let question = app.get("/people/3/remove-authenticator", &administrator).await;
    assert!(question.shows("Reset Hester Quillan’s authenticator app?"), "{}", question.words());
    assert_eq!(app.get("/account", &cookie).await.status, StatusCode::OK, "the session goes on until then");
    let removed = app.post("/people/3/remove-authenticator", &administrator, &[]).await;
    assert!(app.follow(&removed, &administrator).await.shows("The authenticator app is reset."));
    assert_eq!(app.get("/account", &cookie).await.status, StatusCode::SEE_OTHER, "the session has ended");
    assert!(matches!(
        app.installation.sign_in(email, password.into(), &Browser::default()).await.unwrap(),
        SignIn::Done(_)
    ));
}

#[tokio::test]
async fn ending_the_other_sessions_keeps_this_one_and_everybody_elses() {
    let app = Sample::copy().await;
    let now = NOW.parse().unwrap();
    let mut writing = app.installation.store.writing().await.unwrap();
    for (token, person) in [(b"one", 5), (b"two", 5), (b"six", 6)] {
        sessions::add(&mut writing, token, PersonId(person), false, now).await.unwrap();
    }
    sessions::end_others(&mut writing, PersonId(5), b"two").await.unwrap();
    for (token, left) in [(b"one", false), (b"two", true), (b"six", true)] {
        assert_eq!(sessions::find(&mut writing, token).await.unwrap().is_some(), left, "{token:?}");
    }
}

#[tokio::test]
async fn the_only_administrator_is_told_to_add_a_second_one() {
    let app = Sample::copy().await;
    let (administrator, reviewer) = (app.sign_in(Persona::Administrator).await, app.sign_in(Persona::Reviewer).await);
    app.set_up_app(Persona::Administrator, &[7; 20]).await;
    let alone = "You are the only administrator";
    for page in ["/rounds", "/account"] {
        let shown = app.get(page, &administrator).await;
        assert!(shown.shows(alone) && shown.shows("href=\"/people/new\""), "{page}: {}", shown.words());
        assert!(!shown.shows("ask another administrator"), "{page}: there is none");
        assert!(!app.get(page, &reviewer).await.shows(alone), "{page}");
    }
    // One who was added and has no password yet is of no help.
    let second = [("email", "second@x.example"), ("name", "Second"), ("role", "administrator")];
    let added = app.post("/people/new", &administrator, &second).await;
    let page = app.follow(&added, &administrator).await;
    let rounds = app.get("/rounds", &administrator).await;
    let awaited =
        "You are the only administrator who can sign in. Somebody else has been added, but has not set a password";
    assert!(rounds.shows(awaited) && !rounds.shows("Add a second one"), "{}", rounds.words());
    let password = [("password", "three unrelated words"), ("again", "three unrelated words")];
    app.post(&page.password_link(), "", &password).await.redirect();
    for page in ["/rounds", "/account"] {
        assert!(!app.get(page, &administrator).await.shows(alone), "{page}");
    }
    assert!(app.get("/account", &administrator).await.shows("ask another administrator to reset it"));
}

#[tokio::test]
async fn people_are_found_by_name_address_or_organisation() {
    let sample = Sample::copy().await;
    let administrator = sample.sign_in(Persona::Administrator).await;
    let all = sample.get("/people", &administrator).await;
    assert!(all.shows("lead@police.example") && all.shows("lead@marsh-lane.example"));
    for (search, found) in [("marsh-lane", 2), ("Marsh%20lane%20PRIMARY", 2), ("quillan", 1), ("nobody%20at%20all", 0)]
    {
        let page = sample.get(&format!("/people?q={search}"), &administrator).await;
        assert_eq!(page.attributes("tr > th[scope=row]", "scope").len(), found, "{search}");
    }
}
