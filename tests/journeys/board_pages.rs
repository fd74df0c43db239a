//! The board's administration pages through the whole router: what each person sees, and what their posts do.

use axum::http::StatusCode;

use crate::support::html::{all, words_of};
use crate::support::{Answer, Persona, Sample, marsh_lane};

/// A name that would do harm if a page did not escape it.
const HOSTILE: &str = "</title><script>alert('1')</script><b>\"&amp;";
/// How it stands in a page, as text.
const ESCAPED: &str = "&lt;script&gt;alert(";

#[tokio::test]
async fn an_import_lists_every_problem_and_does_nothing() {
    let app = Sample::copy().await;
    let cookie = app.sign_in(Persona::Administrator).await;
    let file = b"name,sector,urn\nGood Fire Brigade,fire,\n<i>Bad</i>,nowhere,12\n,police,\n";
    let refused = app.upload("/organisations/import", &cookie, Some(file), &[("trial", "yes")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.words());
    let words = refused.words();
    assert!(words.contains("There are 3 problems in the file; nothing was imported"), "{words}");
    assert!(words.contains("3 sector Sector") && words.contains("3 urn URN must be five or six digits"), "{words}");
    assert!(words.contains("4 name Name must not be empty"), "{words}");
    assert!(!refused.shows("<i>"));
    assert!(app.get("/organisations?q=good+fire", &cookie).await.shows("0 organisations"));

    let none = app.upload("/organisations/import", &cookie, None, &[]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.shows("Choose a CSV file that is not empty"), "{}", none.words());
    let too_large = app.upload("/organisations/import", &cookie, Some(&vec![b'a'; 17 * 1024 * 1024]), &[]).await;
    assert_eq!(too_large.status, StatusCode::PAYLOAD_TOO_LARGE);
    let large = [&b"name,sector\nA,police\n"[..], &vec![b'\n'; 3 * 1024 * 1024]].concat();
    let large = app.upload("/organisations/import", &cookie, Some(&large), &[("trial", "yes")]).await;
    assert_eq!(large.redirect(), "/organisations/import?checked=1");
}

/// How many organisations there are whose name is this text and their URN from 100000 on.
async fn imported(app: &Sample) -> i64 {
    app.value("select count(*) from organisation where name = 'Long ' || (cast(urn as integer) - 100000)").await
}

#[tokio::test]
async fn s37_an_import_of_a_hundred_thousand_rows_is_all_or_nothing() {
    let app = Sample::copy().await;
    let cookie = app.sign_in(Persona::Administrator).await;
    let taken: String = app.value("select min(urn) from organisation").await;
    let rows: Vec<_> = (0..99_999).map(|n| format!("Long {n},education,primary,{}", 100_000 + n)).collect();
    let file = |urn: &str| {
        format!("name,sector,sub_sector,urn\n{}\nLong 99999,education,primary,{urn}\n", rows.join("\n")).into_bytes()
    };
    let before = app.digest().await;
    let refused = app.upload("/organisations/import", &cookie, Some(&file(&taken)), &[]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let words = refused.words();
    assert!(words.contains("There is 1 problem in the file; nothing was imported"), "{words}");
    assert!(words.contains(&format!("100001 urn URN {taken} already belongs to O-")), "{words}");
    assert!(app.digest().await == before, "nothing was imported");

    let whole = app.upload("/organisations/import", &cookie, Some(&file("199999")), &[]).await;
    assert_eq!(whole.redirect(), "/organisations?imported=100000&same=0&read=utf-8");
    assert_eq!(imported(&app).await, 100_000);
}

#[tokio::test]
async fn s37_an_import_that_the_database_breaks_off_at_its_last_row_leaves_nothing() {
    let app = Sample::copy().await;
    let cookie = app.sign_in(Persona::Administrator).await;
    // More rows than are written with one statement, and the last of them is not taken.
    let rows: Vec<_> = (0..2_500).map(|n| format!("Long {n},education,primary,{}", 100_000 + n)).collect();
    let file = format!("name,sector,sub_sector,urn\n{}\n", rows.join("\n")).into_bytes();
    app.change(&["create trigger fault before insert on organisation when new.name = 'Long 2499' \
                  begin select raise(abort, 'a fault that the test makes'); end"])
        .await;
    let before = app.digest().await;
    let broken_off = app.upload("/organisations/import", &cookie, Some(&file), &[]).await;
    assert_eq!(broken_off.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(!broken_off.shows("a fault that the test makes"), "{}", broken_off.words());
    assert!(app.digest().await == before, "nothing was imported");
    app.change(&["drop trigger fault"]).await;
    app.upload("/organisations/import", &cookie, Some(&file), &[]).await.redirect();
    assert_eq!(imported(&app).await, 2_500);
}

#[tokio::test]
async fn the_template_can_be_downloaded_checked_and_imported() {
    let app = Sample::copy().await;
    let cookie = app.sign_in(Persona::Administrator).await;
    let template = app.get("/organisations/template.csv", &app.sign_in(Persona::Reviewer).await).await;
    assert_eq!(template.header("content-type"), "text/csv; charset=utf-8");
    let example = app.upload("/organisations/import", &cookie, Some(template.bytes.as_slice()), &[]).await;
    assert_eq!(example.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(example.words().contains("2 – This is the example from the template; replace it"), "{}", example.words());
    let replaced = template.text().replace("Example", "Hilltop");
    let file = Some(replaced.as_bytes());
    let checked = app.upload("/organisations/import", &cookie, file, &[("trial", "yes")]).await;
    assert!(app.follow(&checked, &cookie).await.shows("It has 2 organisations; nothing was imported."));
    assert!(app.get("/organisations", &cookie).await.shows("155 organisations"));
    let imported = app.upload("/organisations/import", &cookie, file, &[]).await;
    let list = app.follow(&imported, &cookie).await;
    assert!(list.shows("2 organisations were imported.") && list.shows("157 organisations"), "{}", list.words());
    let twice = app.upload("/organisations/import", &cookie, file, &[]).await.words();
    assert!(twice.contains("URN 123456 already belongs to O-"), "{twice}");
}

#[tokio::test]
async fn organisations_are_found_page_by_page() {
    let app = Sample::copy().await;
    let cookie = app.sign_in(Persona::Reviewer).await;
    let rows = |page: &Answer| all(page.html().root_element(), "th[scope=row]").len();
    let first = app.get("/organisations", &cookie).await;
    let second = app.get("/organisations?page=2", &cookie).await;
    assert_eq!((rows(&first), rows(&second)), (100, 55));
    assert!(first.shows("rel=\"next\"") && !first.shows("rel=\"prev\"") && second.shows("rel=\"prev\""));
    let found = app.get("/organisations?q=marsh+lane&sector=education&closed=yes", &cookie).await;
    assert!(found.shows("1 organisation") && found.shows("Marsh Lane Primary School"), "{}", found.words());
    for typed in ["st+oswith%E2%80%99s", "ST+OSWITHS", "school+oswith"] {
        let found = app.get(&format!("/organisations?q={typed}"), &cookie).await;
        assert_eq!(found.text().matches("St Oswith").count(), 2, "{typed}: {}", found.words());
    }
    let none = app.get("/organisations?q=%3Cscript%3E", &cookie).await;
    assert!(
        none.shows("No organisation that is open matches. Tick “Include closed organisations”"),
        "{}",
        none.words()
    );
    assert!(app.get("/organisations?q=%3Cscript%3E&closed=yes", &cookie).await.shows("No organisation matches."));
    assert!(none.shows("value=\"&lt;script&gt;\""), "{}", none.text());
    // What is searched for is decoded once: "%41" is three characters and no "A".
    let administrator = app.sign_in(Persona::Administrator).await;
    let odd = [("name", "Room %41 & more"), ("sector", "voluntary"), ("basis", "commissioned")];
    app.post("/organisations/new", &administrator, &odd).await.redirect();
    let found = app.get("/organisations?q=%2541+%26+m", &cookie).await;
    assert!(found.shows("1 organisation") && found.shows("value=\"%41 & m\""), "{}", found.words());
}

#[tokio::test]
async fn an_organisation_is_added_changed_closed_and_opened_again() {
    let app = Sample::copy().await;
    let cookie = app.sign_in(Persona::Administrator).await;
    let refused =
        app.post("/organisations/new", &cookie, &[("name", "A & B"), ("sector", "health"), ("urn", "12")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.shows("URN must be five or six digits") && refused.text().contains("value=\"A &amp; B\""),
        "{}",
        refused.words()
    );

    let details = [("name", "Harbour Health"), ("sector", "health"), ("basis", "statutory"), ("ods", "rx1")];
    let added = app.post("/organisations/new", &cookie, &details).await;
    let page = app.follow(&added, &cookie).await.words();
    assert!(page.contains("The organisation is added.") && page.contains("ODS code RX1"), "{page}");
    let path = added.redirect().split('?').next().unwrap();
    let form = app.get(&format!("{path}/edit"), &cookie).await;
    assert!(form.shows("value=\"Harbour Health\"") && form.shows("value=\"RX1\""));
    let mut changed = details;
    changed[0].1 = "Harbour Health Trust";
    let answer = app.post(&format!("{path}/edit"), &cookie, &changed).await;
    assert!(app.follow(&answer, &cookie).await.shows("Harbour Health Trust"));

    let asks = app.get(&format!("{path}/close"), &cookie).await;
    assert!(asks.shows("Close Harbour Health Trust?") && asks.shows("Cancel"));
    let none_yet = app.get(&format!("{path}/action-plan"), &cookie).await;
    assert!(none_yet.shows("There are no actions yet."), "{}", none_yet.words());
    let closed = app.post(&format!("{path}/close"), &cookie, &[("then", "close")]).await;
    for (tab, said) in [("action-plan", "There are no actions. The"), ("results", "There are no results: the")] {
        let page = app.get(&format!("{path}/{tab}"), &cookie).await;
        let said = format!("{said} board closed this organisation on 21 November 2026");
        assert!(page.words().contains(&said), "{}", page.words());
    }
    assert!(app.follow(&closed, &cookie).await.words().contains("Closed 21 November 2026"));
    assert!(app.get("/organisations?q=harbour+health", &cookie).await.shows("0 organisations"));
    assert!(app.get(&format!("{path}/close"), &cookie).await.shows("Open Harbour Health Trust again?"));
    app.post(&format!("{path}/close"), &cookie, &[("then", "open")]).await;
    assert!(app.get("/organisations?q=harbour+health", &cookie).await.shows("1 organisation"));
}

#[tokio::test]
async fn an_organisation_has_one_page_for_its_people_and_the_board() {
    let app = Sample::copy().await;
    let lead = app.sign_in(Persona::SchoolLead).await;
    let own = app.get("/", &lead).await.redirect().to_owned();
    let page = app.get(&own, &lead).await;
    let words = page.words();
    assert!(words.contains("Audit round 2026-27 Due Friday 29 January 2027 Schools In progress"), "{words}");
    assert!(words.contains("Submitted on") && page.shows("/action-plan.xlsx"), "{words}");
    assert!(!page.shows("/edit") && !page.shows("href=\"/organisations\""), "{words}");
    let people = app.get(&format!("{own}/people"), &lead).await.words();
    assert!(people.contains("Hester Quillan Organisation lead lead@marsh-lane.example"), "{people}");
    assert!(people.contains("The board’s administrator adds people"), "{people}");

    let reviewer = app.get(&own, &app.sign_in(Persona::Reviewer).await).await;
    assert!(reviewer.shows("Hester Quillan") && !reviewer.shows("/edit"));
    assert!(app.get(&own, &app.sign_in(Persona::Administrator).await).await.shows("/edit"));
    let stranger = app.sign_in(Persona::PartnerLead).await;
    for path in [own.clone(), format!("{own}/people")] {
        assert_eq!(app.get(&path, &stranger).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn an_added_person_gets_a_link_that_only_their_page_shows() {
    let app = Sample::copy().await;
    let cookie = app.sign_in(Persona::Administrator).await;
    let typed =
        [("email", "New.Lead@Marsh-Lane.example"), ("name", "Ada Wren"), ("role", "lead"), ("organisation", "O-0001")];
    let added = app.post("/people/new", &cookie, &typed).await;
    let added = app.follow(&added, &cookie).await;
    let link = added.password_link();
    assert!(added.shows("new.lead@marsh-lane.example") && added.shows("that person alone"));
    assert!(app.get(&link, "").await.shows("For Ada Wren"));
    assert!(!app.get("/people/new", &cookie).await.shows("/set-password/"));
    let people = app.get("/people", &cookie).await;
    assert!(people.words().contains("Ada Wren new.lead@marsh-lane.example Organisation lead ,"), "{}", people.words());
    assert!(people.words().contains("Has not set a password yet"));
    assert!(!people.words().contains("May not sign in"), "everybody in the list is a person");

    let html = people.html();
    let mut links = all(html.root_element(), "a[href]").into_iter();
    let link_to = links.find(|link| words_of(*link) == "Ada Wren").expect("the list links to the person");
    let path = link_to.attr("href").unwrap();
    assert!(!app.get(path, &cookie).await.shows("/set-password/"));
    let again = app.post(&format!("{path}/link"), &cookie, &[]).await;
    let again = app.follow(&again, &cookie).await;
    assert_eq!(app.get(&link, "").await.status, StatusCode::NOT_FOUND);
    assert_eq!(app.get(&again.password_link(), "").await.status, StatusCode::OK);

    assert!(app.get(&format!("{path}/stop"), &cookie).await.shows("Stop Ada Wren from signing in?"));
    let stopped = app.post(&format!("{path}/stop"), &cookie, &[]).await;
    assert!(app.follow(&stopped, &cookie).await.shows("May not sign in"));
    assert_eq!(app.post(&format!("{path}/link"), &cookie, &[]).await.status, StatusCode::CONFLICT);
    let let_in = app.post(&format!("{path}/let-in"), &cookie, &[]).await;
    assert!(app.follow(&let_in, &cookie).await.shows("This person may sign in again."));

    let known = [("email", Persona::Reviewer.email()), ("name", "Desmond"), ("role", "administrator")];
    let known = app.post("/people/new", &cookie, &known).await;
    assert!(app.follow(&known, &cookie).await.shows("with the password they have"));
}

#[tokio::test]
async fn nobody_stops_themselves_so_an_administrator_stays() {
    let app = Sample::copy().await;
    let cookie = app.sign_in(Persona::Administrator).await;
    let refused = app.post("/people/1/stop", &cookie, &[]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.shows("Ask another administrator to stop you"), "{}", refused.words());
    let stops = "Stop this person from signing in";
    assert!(app.get("/people/2", &cookie).await.shows(stops) && !app.get("/people/1", &cookie).await.shows(stops));
    assert_eq!(app.get("/people", &cookie).await.status, StatusCode::OK);
}

#[tokio::test]
async fn pages_escape_hostile_names() {
    let app = Sample::copy().await;
    let cookie = app.sign_in(Persona::Administrator).await;
    let details = [("name", HOSTILE), ("sector", "police"), ("group", HOSTILE)];
    let path = app.post("/organisations/new", &cookie, &details).await.redirect().to_owned();
    let path = path.split('?').next().unwrap().to_owned();
    let reference = path.rsplit('/').next().unwrap().to_owned();
    let person = [("email", "a@b.example"), ("name", HOSTILE), ("role", "lead"), ("organisation", reference.as_str())];
    app.post("/people/new", &cookie, &person).await;
    let invitation = [("whom", "one"), ("organisation", reference.as_str())];
    app.post("/rounds/2026-27/invite", &cookie, &invitation).await.redirect();
    let pages = [
        path.clone(),
        format!("{path}/edit"),
        format!("{path}/close"),
        format!("{path}/people"),
        "/organisations?q=alert".into(),
        "/people".into(),
        "/rounds/2026-27/audits?sector=police".into(),
    ];
    for page in pages {
        let shown = app.get(&page, &cookie).await;
        assert_eq!(shown.status, StatusCode::OK, "{page}");
        assert!(!shown.shows("<script>alert") && !shown.shows("</title><script"), "{page}");
        assert!(shown.shows(ESCAPED), "{page}");
    }
}

#[tokio::test]
async fn a_reviewer_can_post_nothing_that_is_an_administrators() {
    let app = Sample::copy().await;
    let cookie = app.sign_in(Persona::Reviewer).await;
    let invited = [("whom", "all")];
    let posts: [(&str, &[(&str, &str)]); 10] = [
        ("/rounds/new", &[("title", "Spring 2027")]),
        ("/rounds/2026-27/open", &[]),
        ("/rounds/2026-27/invite", &invited),
        ("/organisations/new", &[("name", "A"), ("sector", "police")]),
        ("/organisations/O-0001/edit", &[("name", "A"), ("sector", "police")]),
        ("/organisations/O-0001/close", &[("then", "close")]),
        ("/people/new", &[("email", "a@b.example"), ("name", "A"), ("role", "administrator")]),
        ("/people/1/link", &[]),
        ("/people/1/stop", &[]),
        ("/people/1/let-in", &[]),
    ];
    for (path, fields) in posts {
        assert_eq!(app.post(path, &cookie, fields).await.status, StatusCode::FORBIDDEN, "POST {path}");
    }
    let upload = app.upload("/organisations/import", &cookie, Some(b"name,sector\nA,police\n"), &[]).await;
    assert_eq!(upload.status, StatusCode::FORBIDDEN);
    for path in [
        "/rounds/new",
        "/rounds/2026-27/invite",
        "/organisations/new",
        "/organisations/import",
        "/organisations/O-0001/edit",
        "/organisations/O-0001/close",
        "/people",
        "/people/new",
        "/people/1",
        "/people/1/stop",
    ] {
        assert_eq!(app.get(path, &cookie).await.status, StatusCode::FORBIDDEN, "GET {path}");
    }
    for (page, button) in [("/rounds", "/rounds/new"), ("/organisations", "/organisations/new")] {
        assert!(!app.get(page, &cookie).await.shows(button), "{page}");
        let administrator = app.sign_in(Persona::Administrator).await;
        assert!(app.get(page, &administrator).await.shows(button), "{page}: whose it is");
    }
}

#[tokio::test]
async fn an_organisations_people_see_no_board_page_and_nobody_sees_any_unsigned() {
    let app = Sample::copy().await;
    let cookie = app.sign_in(Persona::Contributor).await;
    for path in [
        "/rounds",
        "/rounds/2026-27",
        "/rounds/2026-27/audits",
        "/organisations",
        "/organisations/template.csv",
        "/people",
        "/forms",
        "/forms/schools/2026-27",
    ] {
        assert_eq!(app.get(path, &cookie).await.status, StatusCode::FORBIDDEN, "{path}");
        assert!(app.get(path, "").await.redirect().starts_with("/sign-in?next=/"), "{path}");
    }
}

#[tokio::test]
async fn a_form_can_be_read_whole() {
    let app = Sample::copy().await;
    let cookie = app.sign_in(Persona::Reviewer).await;
    let forms = app.get("/forms", &cookie).await.words();
    assert!(forms.contains("Schools 2026-27") && forms.contains("Partners 2014"), "{forms}");
    let edition = app.installation.editions.named(section11::domain::form::FormKind::Schools, "2026-27").unwrap();
    let page = app.get("/forms/schools/2026-27", &cookie).await;
    for question in edition.form.questions() {
        assert!(page.shows(&format!("id=\"{}\"", question.key)), "{}", question.key);
    }
    assert!(page.shows("The same, word for word") && page.shows("reworded since, so not compared"));
}

#[tokio::test]
async fn what_is_not_there_is_a_page_that_says_so() {
    let app = Sample::copy().await;
    let cookie = app.sign_in(Persona::Administrator).await;
    for missing in [
        "/forms/schools/1999",
        "/forms/other/2014",
        "/rounds/1999",
        "/rounds/1999/audits",
        "/organisations/O-9999",
        "/organisations/O-9999/people",
        "/people/999",
        "/people/one",
    ] {
        let answer = app.get(missing, &cookie).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{missing}");
        assert!(answer.shows("Go to your start page"), "{missing}");
    }
    for nowhere in ["/rounds/1999/open", "/rounds/1999/invite", "/organisations/O-9999/close", "/people/999/link"] {
        let answer = app.post(nowhere, &cookie, &[("whom", "all")]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{nowhere}");
    }
}

#[tokio::test]
async fn a_role_that_gives_nothing_new_is_refused_and_takes_none_away() {
    let app = Sample::copy().await;
    let cookie = app.sign_in(Persona::Administrator).await;
    let lead = app.sign_in(Persona::SchoolLead).await;
    let before = app.digest().await;
    let (own, school) = (Persona::Administrator.email(), Persona::SchoolLead.email());
    let of_lead = "Hester Quillan is already Organisation lead of Marsh Lane Primary School";
    let lower = ". To give a lower role, end that one first";
    for (email, role, organisation, said) in [
        (own, "reviewer", "", format!("is already Board administrator{lower}")),
        (own, "administrator", "", "is already Board administrator<".to_owned()),
        (school, "contributor", "O-0022", format!("{of_lead}{lower}")),
        (school, "lead", "O-0022", format!("{of_lead}<")),
    ] {
        let typed = [("email", email), ("name", "Hester"), ("role", role), ("organisation", organisation)];
        let refused = app.post("/people/new", &cookie, &typed).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{role}");
        assert!(refused.shows(&said) && refused.shows("href=\"#role\""), "{}", refused.words());
    }
    assert!(app.digest().await == before);
    assert_eq!(app.get("/people", &cookie).await.status, StatusCode::OK, "still the administrator, and signed in");
    let submit = app.post(marsh_lane::CHECK, &lead, &[]).await;
    assert_eq!(submit.status, StatusCode::UNPROCESSABLE_ENTITY, "still its lead, who may submit");
}

#[tokio::test]
async fn who_is_known_keeps_the_name_and_who_has_no_password_yet_gets_a_link() {
    let app = Sample::copy().await;
    let cookie = app.sign_in(Persona::Administrator).await;
    let add = async |name: &str, role: &str, organisation: &str| {
        let typed = [("email", "ada@x.example"), ("name", name), ("role", role), ("organisation", organisation)];
        let added = app.post("/people/new", &cookie, &typed).await;
        app.follow(&added, &cookie).await
    };
    let new = add("Ada Wren", "contributor", "O-0001").await;
    assert!(new.shows("The person is added.") && !new.shows("not changed"), "{}", new.words());
    assert!(!new.shows("Earlier links"), "somebody new has none");
    let first = new.password_link();
    let known = add("Ada Wrenn", "lead", "O-0001").await;
    assert!(known.shows("The person has the new role too. They have not set a password yet"), "{}", known.words());
    assert!(known.shows("This address belongs to Ada Wren; the name was not changed."), "{}", known.words());
    assert!(known.shows("Earlier links of this person no longer work."));
    assert_eq!(app.get(&first, "").await.status, StatusCode::NOT_FOUND);
    assert_eq!(app.get(&known.password_link(), "").await.status, StatusCode::OK);
    let people = app.get("/people", &cookie).await.words();
    assert!(people.contains("Ada Wren ada@x.example Organisation lead ,"), "{people}");
}
