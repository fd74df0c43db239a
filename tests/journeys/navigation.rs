//! Where people can go from every page: the bars under the header, and the ways back.

use crate::support::html::{all, first, words_of};
use crate::support::{Answer, Persona, Sample, marsh_lane};

const TOLVERMOUTH: (&str, &str) = ("lead@tolvermouth.example", "sample-marble-ferry-07");

/// The addresses in the bars, in order.
fn bars(page: &Answer) -> Vec<String> {
    page.attributes("nav[class*=app-nav] a", "href")
}

async fn sign_in(app: &Sample, (email, password): (&str, &str)) -> String {
    app.post("/sign-in", "", &[("email", email), ("password", password)]).await.cookie()
}

const OF_THE_SCHOOL: [&str; 4] =
    [marsh_lane::ORGANISATION, marsh_lane::PLAN, marsh_lane::LATEST_RESULTS, marsh_lane::PEOPLE];

#[tokio::test]
async fn whom_to_ask_stands_where_a_page_says_to_ask() {
    let app = Sample::copy().await;
    let administrator = app.sign_in(Persona::Administrator).await;
    let lead = app.sign_in(Persona::SchoolLead).await;
    // The footer's address for help is on every page.
    let contact = "a[href=\"mailto:section11@board.example\"]";
    for (path, cookie) in
        [("/sign-in", ""), ("/set-password/nonsense", ""), ("/account", lead.as_str()), ("/rounds", lead.as_str())]
    {
        let page = app.get(path, cookie).await;
        let html = page.html();
        let main = first(html.root_element(), "main");
        assert!(words_of(main).contains("administrator"), "{path}: {}", page.words());
        assert!(!all(main, contact).is_empty(), "{path}: {}", page.words());
    }
    app.post("/people/3/end-membership/O-0022", &administrator, &[]).await.redirect();
    let account = app.get("/account", &app.sign_in(Persona::SchoolLead).await).await;
    let html = account.html();
    let mut paragraphs = all(html.root_element(), "main p").into_iter();
    let said = paragraphs.find(|words| words_of(*words).contains("do not belong to any organisation now")).unwrap();
    assert!(!all(said, contact).is_empty(), "{}", words_of(said));
}

#[tokio::test]
async fn a_page_of_an_audit_that_cannot_be_shown_leads_to_the_audit_and_its_answers() {
    let app = Sample::copy().await;
    let lead = app.sign_in(Persona::SchoolLead).await;
    let leads_on = async |path: &str, lead: &str| {
        let page = app.get(path, lead).await;
        assert_eq!(page.status, axum::http::StatusCode::CONFLICT, "{path}");
        let links = page.links(marsh_lane::RECORD, "All answers on one page")
            && page.links(marsh_lane::TASKS, "Go to the audit");
        assert!(links, "{path}: {}", page.words());
    };
    leads_on(marsh_lane::RESULTS, &lead).await;
    app.set_clock("2027-02-13T00:00:00Z");
    let lead = app.sign_in(Persona::SchoolLead).await;
    for path in [marsh_lane::CHECK, marsh_lane::RESULTS] {
        leads_on(path, &lead).await;
    }
}

#[tokio::test]
async fn board_staff_keep_the_boards_bar_on_an_organisations_pages() {
    let app = Sample::copy().await;
    let (reviewer, lead) = (app.sign_in(Persona::Reviewer).await, app.sign_in(Persona::SchoolLead).await);
    let board = ["/rounds", "/organisations", "/forms", "/account"];
    for page in [
        marsh_lane::ORGANISATION,
        marsh_lane::PEOPLE,
        marsh_lane::PLAN,
        marsh_lane::ACTION,
        marsh_lane::LATEST_RESULTS,
        marsh_lane::TASKS,
        marsh_lane::STANDARD_1,
        marsh_lane::RECORD,
    ] {
        let shown = app.get(page, &reviewer).await;
        assert_eq!(bars(&shown), [&board[..], &OF_THE_SCHOOL[..]].concat(), "{page}");
        assert!(!shown.shows(">Your safeguarding audit<"), "{page}");
        let own = app.get(page, &lead).await;
        assert_eq!(bars(&own), [&OF_THE_SCHOOL[..], &["/account"]].concat(), "{page}");
    }
    let back = |page: &Answer| page.links(marsh_lane::ORGANISATION, "Marsh Lane Primary School");
    for page in [marsh_lane::TASKS, marsh_lane::PEOPLE, marsh_lane::PLAN] {
        assert!(back(&app.get(page, &reviewer).await), "{page}");
        assert!(!back(&app.get(page, &lead).await), "{page}");
    }
    let task_list = app.get(marsh_lane::TASKS, &reviewer).await;
    assert!(task_list.shows("<h1 class=\"govuk-heading-l\">Marsh Lane Primary School: safeguarding audit</h1>"));
    assert!(
        app.get(marsh_lane::TASKS, &lead).await.shows("<h1 class=\"govuk-heading-l\">Your safeguarding audit</h1>")
    );
}

#[tokio::test]
async fn pages_that_belong_nowhere_have_the_bar_of_who_looks_at_them() {
    let app = Sample::copy().await;
    let administrator = app.sign_in(Persona::Administrator).await;
    let lead = app.sign_in(Persona::SchoolLead).await;
    let two = sign_in(&app, TOLVERMOUTH).await;
    for page in ["/account", "/account/password", "/accessibility", "/privacy", "/nonsense", "/audits/999999"] {
        let board = bars(&app.get(page, &administrator).await);
        assert_eq!(board, ["/rounds", "/organisations", "/forms", "/people", "/settings", "/account"], "{page}");
        let own = bars(&app.get(page, &lead).await);
        assert_eq!(own, [&OF_THE_SCHOOL[..], &["/account"]].concat(), "{page}");
        assert_eq!(bars(&app.get(page, &two).await), ["/account", "/account"], "{page}");
    }
    assert_eq!(bars(&app.get("/people", &lead).await), [&OF_THE_SCHOOL[..], &["/account"]].concat(), "refused");
    let privacy = app.get("/privacy", "").await;
    assert_eq!(privacy.status, axum::http::StatusCode::OK);
    assert_eq!(bars(&privacy), Vec::<String>::new(), "nobody has none");
}

#[tokio::test]
async fn who_belongs_to_several_organisations_can_change_from_one_to_another() {
    let app = Sample::copy().await;
    let two = sign_in(&app, TOLVERMOUTH).await;
    assert_eq!(app.get("/", &two).await.redirect(), "/account");
    let account = app.get("/account", &two).await;
    assert!(account.shows("Your organisations: choose one"), "{}", account.words());
    for own in ["/organisations/O-0025", "/organisations/O-0026"] {
        assert!(account.shows(&format!("href=\"{own}\"")), "{own}");
        assert!(app.get(own, &two).await.links("/account", "Change organisation"), "{own}");
    }
    let one = app.sign_in(Persona::SchoolLead).await;
    assert!(!app.get(marsh_lane::ORGANISATION, &one).await.shows("Change organisation"));
}

#[tokio::test]
async fn what_was_asked_for_before_signing_in_opens_after_it() {
    let app = Sample::copy().await;
    for wanted in [
        "/organisations?q=St%20Anne%E2%80%99s&sector=education",
        "/organisations?q=a%26b%2541+c",
        "/rounds/2014/audits",
    ] {
        let page = app.get(app.get(wanted, "").await.redirect(), "").await;
        assert_eq!(page.attribute("[name=next]", "value"), wanted);
        let (email, password) = (Persona::Reviewer.email(), Persona::Reviewer.password());
        let fields = [("email", email), ("password", password), ("next", wanted)];
        assert_eq!(app.post("/sign-in", "", &fields).await.redirect(), wanted);
    }
}

#[tokio::test]
async fn a_closed_audit_that_was_never_started_is_called_so_on_every_page_and_leads_to_no_answers() {
    let app = Sample::copy().await;
    app.never_start_open_audit().await;
    app.set_clock("2027-02-13T00:00:00Z");
    let (lead, reviewer) = (app.sign_in(Persona::SchoolLead).await, app.sign_in(Persona::Reviewer).await);
    let never = "Not submitted, never started";
    for cookie in [&lead, &reviewer] {
        for path in [marsh_lane::TASKS, marsh_lane::ORGANISATION] {
            let words = app.get(path, cookie).await.words();
            assert!(words.contains(never) && !words.contains("Not started"), "{path}: {words}");
        }
        let list = app.get(marsh_lane::TASKS, cookie).await;
        assert!(list.shows("and was not submitted. No answers were saved."), "{}", list.words());
        assert!(!list.shows("what was saved") && !list.shows("questions were answered"), "{}", list.words());
        assert!(!list.text().contains(marsh_lane::RECORD), "{}", list.words());
        let record = app.get(marsh_lane::RECORD, cookie).await.words();
        assert!(record.contains("Not submitted before the audit closed at the end of"), "{record}");
        assert!(record.contains("No answers were saved.") && !record.contains("Not answered"), "{record}");
    }
    let listed = app.get("/rounds/2026-27/audits?form=schools&state=invited", &reviewer).await.words();
    assert!(listed.contains("19 organisations") && !listed.contains("Not started"), "{listed}");
    // Once for each organisation, and as the name of the list.
    assert_eq!(listed.matches(never).count(), 20, "{listed}");
    assert!(!listed.contains("started Late"), "{listed}");
}
