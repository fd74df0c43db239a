//! The board's pages of a round: creating it, inviting, opening, and how far everybody is.

use axum::http::StatusCode;

use crate::support::html::{all, words_of};
use crate::support::{Answer, Persona, Sample, marsh_lane};

const NEW_ROUND: [(&str, &str); 9] = [
    ("title", "Spring 2027"),
    ("schools.edition", "2026-27"),
    ("schools.opens", "1 March 2027"),
    ("schools.due", "30/4/2027"),
    ("schools.closes", "2027-05-14"),
    ("partners.edition", "2026-27"),
    ("partners.opens", "8 March 2027"),
    ("partners.due", "30 April 2027"),
    ("partners.closes", "14 May 2027"),
];

#[tokio::test]
async fn a_round_is_created_organisations_are_invited_and_it_is_opened() {
    let app = Sample::copy().await;
    let cookie = app.sign_in(Persona::Administrator).await;
    let round = "/rounds/spring-2027";

    let created = app.post("/rounds/new", &cookie, &NEW_ROUND).await;
    assert_eq!(created.redirect(), "/rounds/spring-2027?created=1");
    let page = app.follow(&created, &cookie).await.words();
    assert!(page.contains("The round is created.") && page.contains("Not opened yet"), "{page}");
    assert!(page.contains("155 organisations could still be invited."), "{page}");
    assert!(page.contains("First invite organisations") && !page.contains("Open the round"), "{page}");
    let nobody = app.post("/rounds/spring-2027/open", &cookie, &[]).await;
    assert_eq!(nobody.status, StatusCode::CONFLICT);
    assert!(nobody.shows("Nobody is invited to this round yet."), "{}", nobody.words());

    let one = [("whom", "one"), ("organisation", "o-0001")];
    assert_eq!(app.post("/rounds/spring-2027/invite", &cookie, &one).await.redirect(), "/rounds/spring-2027?invited=1");
    let twice = app.post("/rounds/spring-2027/invite", &cookie, &one).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(twice.shows("already invited") && twice.shows("value=\"o-0001\""));
    // Ticking sectors is choosing them.
    let sectors = [("sector", "health"), ("sector", "voluntary")];
    let health_and_voluntary = app.post("/rounds/spring-2027/invite", &cookie, &sectors).await;
    assert_eq!(health_and_voluntary.redirect(), "/rounds/spring-2027?invited=21");
    let all = app.post("/rounds/spring-2027/invite", &cookie, &[("whom", "all")]).await;
    let invited = app.follow(&all, &cookie).await.words();
    assert!(invited.contains("133 organisations were invited. No e-mail was sent"), "{invited}");
    assert!(invited.contains("155 invited") && invited.contains("0 submitted (0.00%)"), "{invited}");
    assert!(invited.contains("155 organisations are invited; the round is not open yet"), "{invited}");
    assert!(invited.contains("All organisations that can still answer are invited."), "{invited}");

    let opened = app.post("/rounds/spring-2027/open", &cookie, &[]).await;
    assert_eq!(opened.redirect(), "/rounds/spring-2027?opened=1");
    let again = app.post("/rounds/spring-2027/open", &cookie, &[]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(again.shows("This round is already open.") && again.shows("155 invited"));
    let page = app.get(round, &cookie).await.words();
    assert!(page.contains("Schools: opens on 1 March 2027. Partners: opens on 8 March 2027"), "{page}");
    assert!(!page.contains("Open the round"), "{page}");
    let rounds = app.get("/rounds", &cookie).await.words();
    assert!(
        rounds.contains("Spring 2027 Schools 1 March 2027 30 April 2027 14 May 2027 Before its first day"),
        "{rounds}"
    );
}

#[tokio::test]
async fn a_round_whose_forms_have_all_closed_is_not_opened_and_one_that_can_still_be_answered_is() {
    let app = Sample::copy().await;
    let cookie = app.sign_in(Persona::Administrator).await;
    app.post("/rounds/new", &cookie, &NEW_ROUND).await.redirect();
    let only_schools = [("whom", "sectors"), ("sector", "education")];
    app.post("/rounds/spring-2027/invite", &cookie, &only_schools).await.redirect();
    let page = async || app.get("/rounds/spring-2027", &cookie).await.words();
    let open = async || app.post("/rounds/spring-2027/open", &cookie, &[]).await;

    // The schools form has closed, the other has not: opening reaches nobody until somebody is invited to that.
    app.change(&["update round_form set opens = '2026-09-01', due = '2026-10-01', closes = '2026-11-20' \
                  where form = 'schools' and opens = '2027-03-01'"])
        .await;
    let words = page().await;
    assert!(!words.contains("Open the round"), "{words}");
    assert!(
        words.contains("Nobody invited can still answer: the form, or the organisation, has closed. Invite organisations that can still answer"),
        "{words}"
    );
    let refused = open().await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.shows("Nobody who can still answer is invited to this round."), "{}", refused.words());
    app.change(&["update organisation set closed_at = '2026-11-20T12:00:00.000Z' where sector <> 'education'"]).await;
    let words = page().await;
    let none_left = "There is no organisation yet that can answer a form of this round.";
    assert!(words.contains(none_left) && !words.contains("All organisations that can"), "{words}");
    app.change(&["update organisation set closed_at = null where sector <> 'education'"]).await;
    app.post("/rounds/spring-2027/invite", &cookie, &[("whom", "all")]).await.redirect();
    let words = page().await;
    assert!(
        words.contains("Open the round")
            && words.contains(
                "Not opened yet: only the board sees this round. Schools: closed on 20 November 2026 and was never open"
            ),
        "{words}"
    );
    assert!(
        words.contains("The schools form has closed, so the 126 organisations invited to it cannot answer even once the round is open."),
        "{words}"
    );

    // Those who are invited to the form that has not closed are closed themselves.
    app.change(&["update organisation set closed_at = '2026-11-20T12:00:00.000Z' where sector <> 'education'"]).await;
    let refused = open().await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.shows("Nobody who can still answer is invited to this round."), "{}", refused.words());
    assert!(!page().await.contains("Open the round"));
    app.change(&["update organisation set closed_at = null where sector <> 'education'"]).await;

    // Both have.
    app.change(&["update round_form set opens = '2026-09-01', due = '2026-10-01', closes = '2026-11-19' \
                  where form = 'partners' and opens = '2027-03-08'"])
        .await;
    let before = app.digest().await;
    let refused = open().await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.shows("The dates of this round have passed, so nobody could answer it"), "{}", refused.words());
    assert!(refused.shows("Create a new round."), "{}", refused.words());
    assert!(app.digest().await == before, "it stays as it was");
    let words = page().await;
    for absent in [
        "Open the round",
        "is not open yet",
        "can still be answered",
        "late",
        "when the round closed",
        "could still be invited",
    ] {
        assert!(!words.contains(absent), "{absent}: {words}");
    }
    assert!(
        words.contains("The dates of this round have passed, so nobody could answer it. Create a new round"),
        "{words}"
    );
    assert!(
        words.contains(
            "Never opened: only the board sees this round. Schools: closed on 20 November 2026 and was never open"
        ),
        "{words}"
    );
    let rounds = app.get("/rounds", &cookie).await.words();
    assert!(rounds.contains("20 November 2026 Closed, and was never open"), "{rounds}");
    let invite = app.get("/rounds/spring-2027/invite", &cookie).await;
    assert!(invite.shows("Every form of this round has closed, so nobody can be invited to it."), "{}", invite.words());
    assert!(!invite.shows("It sees the audit") && !invite.shows("can still be answered"), "{}", invite.words());
}

/// What is filled in, the field that is asked about, and what is said of it.
type Case<'a> = (&'a [(&'a str, &'a str)], &'a str, String);

#[tokio::test]
async fn what_is_filled_in_beside_another_choice_is_asked_about_and_nobody_is_invited() {
    let app = Sample::copy().await;
    let cookie = app.sign_in(Persona::Administrator).await;
    app.post("/rounds/new", &cookie, &NEW_ROUND).await.redirect();
    let before = app.digest().await;
    let (education, health, one) = (("sector", "education"), ("sector", "health"), ("organisation", "O-0001"));
    let everyone = "“Everyone who is not invited yet” is chosen. Choose";
    let reference = "There is a reference here, but";
    let cases: [Case; 6] = [
        (
            &[("whom", "all"), education],
            "sector",
            format!("Education is ticked, but {everyone} “The sectors ticked below”, or take the tick away"),
        ),
        (
            &[("whom", "all"), education, health],
            "sector",
            format!("2 sectors are ticked, but {everyone} “The sectors ticked below”, or take the ticks away"),
        ),
        (
            &[("whom", "all"), one],
            "organisation",
            format!("{reference} {everyone} “One organisation, by the reference below”, or empty this field"),
        ),
        (
            &[("whom", "one"), health, one],
            "sector",
            "Health is ticked, but “One organisation, by the reference below” is chosen.".into(),
        ),
        (
            &[("whom", "sectors"), health, one],
            "organisation",
            format!("{reference} “The sectors ticked below” is chosen."),
        ),
        (&[health, one], "whom", "Choose who to invite".into()),
    ];
    for (fields, field, said) in cases {
        let refused = app.post("/rounds/spring-2027/invite", &cookie, fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
        assert!(refused.shows(&said) && refused.shows(&format!("href=\"#{field}\"")), "{said}: {}", refused.words());
    }
    assert!(app.digest().await == before, "nobody is invited");
    let nothing_beside = [("whom", "all"), ("organisation", " ")];
    let all = app.post("/rounds/spring-2027/invite", &cookie, &nothing_beside).await;
    assert_eq!(all.redirect(), "/rounds/spring-2027?invited=155");
}

#[tokio::test]
async fn a_round_says_who_is_silent_because_it_is_closed_or_because_nobody_can_sign_in_for_it() {
    let app = Sample::copy().await;
    let cookie = app.sign_in(Persona::Administrator).await;
    let round = async || app.get("/rounds/2026-27", &cookie).await.words();
    let list = async |state: &str| app.get(&format!("/rounds/2026-27/audits?state={state}"), &cookie).await;
    let marked = |list: &Answer| {
        let html = list.html();
        let of_its_own = |said: &scraper::ElementRef| said.child_elements().next().is_none();
        let said = all(html.root_element(), "tbody *").into_iter().filter(of_its_own);
        said.filter(|said| words_of(*said) == "Nobody can sign in for it").count()
    };
    let before = round().await;
    assert!(!before.contains("of the organisations"), "{before}");

    // Two that have not begun are closed, and one that has submitted; the people of one in progress are stopped, and one
    // is invited that has none.
    app.change(&[
        "update organisation set closed_at = '2026-11-20T12:00:00.000Z' where id in (select organisation_id from audit \
         where round_id = (select id from audit_round where slug = '2026-27') and state = 'invited' order by id limit 2)",
        "update organisation set closed_at = '2026-11-20T12:00:00.000Z' where id in (select organisation_id from audit \
         where round_id = (select id from audit_round where slug = '2026-27') and state = 'submitted' order by id limit 1)",
        "update person set disabled_at = '2026-11-20T12:00:00.000Z' \
         where id in (select person_id from membership where organisation_id = 22)",
    ])
    .await;
    let details = [("name", "Harbour Health"), ("sector", "health"), ("basis", "statutory")];
    app.post("/organisations/new", &cookie, &details).await.redirect();
    app.post("/rounds/2026-27/invite", &cookie, &[("whom", "one"), ("organisation", "O-0156")]).await.redirect();
    let page = round().await;
    let closed = "2 of the organisations invited have been closed by the board since and have not submitted";
    assert!(page.contains(closed) && page.contains("they still count as invited."), "{page}");
    let two = "2 organisations still to submit have nobody who can sign in . An administrator can add people to them.";
    assert!(page.contains(two), "{page}");
    assert!(page.contains("156 invited 94 submitted"), "no figure is another: {page}");
    let (closed, nobody) = (list("closed").await, list("nobody-signs-in").await);
    assert!(closed.shows("2 organisations") && closed.shows("Organisation closed on 20 November 2026"));
    assert!(nobody.shows("Still to submit, and nobody can sign in for it"));
    assert!(nobody.shows("2 organisations") && nobody.shows("Marsh Lane Primary School"), "{}", nobody.words());
    assert_eq!(marked(&nobody), 2, "{}", nobody.words());
    assert_eq!(marked(&list("").await), 2, "and no other is marked");
    // The organisation's own page says the same of the same.
    let school = app.get(marsh_lane::ORGANISATION, &cookie).await;
    assert!(school.shows("Nobody may sign in for this organisation."), "{}", school.words());
    let unset = "has nobody with a password yet";
    assert!(!page.contains(unset), "{page}");
    app.change(&["update person set disabled_at = null, password_hash = null where id = 3"]).await;
    let (page, waiting) = (round().await, list("no-password-yet").await);
    assert!(page.contains(&format!("1 organisation still to submit {unset}")), "{page}");
    assert!(page.contains("An administrator can make its people new links to set one."), "{page}");
    assert!(waiting.shows("1 organisation") && waiting.shows("Nobody there has set a password yet"));
    app.change(&["update person set password_hash = 'x' where id = 3"]).await;
    assert!(!round().await.contains(unset));
    let page = round().await;
    let one = "1 organisation still to submit has nobody who can sign in";
    assert!(page.contains(one), "{page}");
    assert!(!app.get(marsh_lane::ORGANISATION, &cookie).await.shows("Nobody may sign in"));
}

#[tokio::test]
async fn every_number_of_a_round_leads_to_as_many_organisations() {
    let app = Sample::copy().await;
    let cookie = app.sign_in(Persona::Reviewer).await;
    let page = app.get("/rounds/2026-27", &cookie).await;
    let words = page.words();
    assert!(words.contains("155 invited 94 submitted (60.65%) 39 in progress 22 not started"), "{words}");
    assert!(words.contains("94 of 155 submitted; due 29 January 2027, in 69 days"), "{words}");
    assert!(words.contains("Education Schools 126"), "{words}");
    assert!(!words.contains("Run the round") && !words.contains("late"), "{words}");

    let mut followed = 0;
    for link in page.attributes("a[href*=\"/audits\"]", "href") {
        let list = app.get(&link, &cookie).await;
        let rows = all(list.html().root_element(), "tbody tr").len();
        assert!(list.shows(&format!("{rows} organisation")) && rows > 0, "{link}");
        followed += 1;
    }
    assert!(followed > 30, "{followed}");
    let submitted = app.get("/rounds/2026-27/audits?state=submitted", &cookie).await;
    assert!(submitted.shows("94 organisations"), "{}", submitted.words());
    let none = app.get("/rounds/2026-27/audits?form=schools&sector=police", &cookie).await.words();
    assert!(none.contains("0 organisations") && none.contains("No organisation of this round matches."), "{none}");
}

/// The drawing of the returns for a wide and for a narrow screen, in words.
fn drawings(page: &Answer) -> [String; 2] {
    ["svg.app-chart--wide", "svg.app-chart--narrow"].map(|drawing| page.words_in(drawing))
}

#[tokio::test]
async fn the_drawing_of_the_returns_says_what_has_begun_and_keeps_words_out_of_a_narrow_one() {
    let app = Sample::copy().await;
    let cookie = app.sign_in(Persona::Administrator).await;
    let [wide, narrow] = drawings(&app.get("/rounds/2026-27", &cookie).await);
    assert!(wide.contains("due 29 January 2027 94 today first day 2 November 2026 closes 12 February 2027"), "{wide}");
    // How many are in, the caption says; the due day is in a row under the axis, and the last row says when it closes.
    assert!(narrow.contains("due 29 January 2027 first day 2 November 2026 closes"), "{narrow}");
    assert!(!narrow.contains("today"), "{narrow}");
    let [_, over] = drawings(&app.get("/rounds/2014", &cookie).await);
    assert!(over.contains("due 28 February 2014 first day") && !over.contains("in all"), "{over}");

    app.post("/rounds/new", &cookie, &NEW_ROUND).await.redirect();
    app.post("/rounds/spring-2027/invite", &cookie, &[("whom", "all")]).await.redirect();
    let [wide, narrow] = drawings(&app.get("/rounds/spring-2027", &cookie).await);
    assert!(wide.contains("due 30 April 2027 0 today opens 1 March 2027 closes 14 May 2027"), "{wide}");
    assert!(narrow.contains("due 30 April 2027 opens 1 March 2027"), "{narrow}");
}

#[tokio::test]
async fn after_the_due_date_what_is_not_submitted_is_late_and_after_closing_the_page_says_so() {
    let app = Sample::copy().await;
    app.set_clock("2027-01-30T00:00:00Z");
    let cookie = app.sign_in(Persona::Reviewer).await;
    let page = app.get("/rounds/2026-27", &cookie).await.words();
    assert!(page.contains("61 late: not submitted, and past the due date"), "{page}");
    assert!(page.contains("due 29 January 2027, yesterday"), "{page}");
    assert!(app.get("/rounds/2026-27/audits?state=late", &cookie).await.shows("61 organisations"));
    app.set_clock("2027-03-01T12:00:00Z");
    let cookie = app.sign_in(Persona::Reviewer).await;
    let page = app.get("/rounds/2026-27", &cookie).await.words();
    assert!(page.contains("94 of 155 submitted by 12 February 2027, when the round closed"), "{page}");
    assert!(!page.contains("so far") && page.contains("39 started, not submitted"), "{page}");
}

#[tokio::test]
async fn a_round_with_wrong_dates_is_shown_again_with_what_was_typed() {
    let app = Sample::copy().await;
    let cookie = app.sign_in(Persona::Administrator).await;
    let mut typed = NEW_ROUND;
    typed[2].1 = "when it \"suits\"";
    typed[7].1 = "1 June 2027";
    let refused = app.post("/rounds/new", &cookie, &typed).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("value=\"when it &quot;suits&quot;\""), "{}", refused.text());
    assert!(refused.shows("value=\"Spring 2027\"") && refused.shows("value=\"1 June 2027\""));
    assert!(refused.shows("href=\"#schools.opens\"") && refused.shows("href=\"#partners.due\""), "{}", refused.words());
    assert!(refused.shows("Partners: the due date must not be before the opening date"), "{}", refused.words());
    assert!(refused.shows("<title>Error: Create a round"));
    assert_eq!(app.get("/rounds/spring-2027", &cookie).await.status, StatusCode::NOT_FOUND);
    let not_asked = [&NEW_ROUND[..5], &[("partners.edition", "")], &NEW_ROUND[6..]].concat();
    let not_asked = app.post("/rounds/new", &cookie, &not_asked).await;
    assert_eq!(not_asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(not_asked.shows("Partners: there are dates, but no edition is chosen."), "{}", not_asked.words());
    assert!(not_asked.shows("value=\"14 May 2027\"") && not_asked.shows("href=\"#partners.edition\""));
    // A year that was not looked at: nobody could ever answer.
    let mut over = NEW_ROUND;
    for (day, typed) in [(2, "1 March 2020"), (3, "30 April 2020"), (4, "20 November 2026")] {
        over[day].1 = typed;
    }
    let over_already = app.post("/rounds/new", &cookie, &over).await;
    assert_eq!(over_already.status, StatusCode::UNPROCESSABLE_ENTITY);
    let passed = "Schools: the closing date, 20 November 2026, has passed. Check the year";
    assert!(over_already.shows(passed) && over_already.shows("href=\"#schools.closes\""), "{}", over_already.words());
    over[4].1 = "21 November 2026";
    over[0].1 = "Until today";
    app.post("/rounds/new", &cookie, &over).await.redirect();
    let mut far = NEW_ROUND;
    (far[0].1, far[4].1) = ("Far ahead", "31 December 2062");
    let too_far = app.post("/rounds/new", &cookie, &far).await;
    assert_eq!(too_far.status, StatusCode::UNPROCESSABLE_ENTITY);
    let five_years = "Schools: 31 December 2062 is more than five years from now. Check the year";
    assert!(too_far.shows(five_years) && too_far.shows("href=\"#schools.closes\""), "{}", too_far.words());
    assert!(!too_far.shows("href=\"#schools.due\"") && !too_far.shows("href=\"#partners."), "{}", too_far.words());
    assert_eq!(app.get("/rounds/far-ahead", &cookie).await.status, StatusCode::NOT_FOUND);
    let empty = app.post("/rounds/new", &cookie, &[("title", "")]).await.words();
    for words in ["Title must not be empty", "Choose an edition of at least one form"] {
        assert!(empty.contains(words), "{empty}");
    }
    let wrong_title = app.post("/rounds/new", &cookie, &[&[("title", "2026/27")], &NEW_ROUND[1..]].concat()).await;
    assert!(wrong_title.shows("Title may have only letters A to Z, digits"), "{}", wrong_title.words());
    let no_form = app.post("/rounds/new", &cookie, &[("title", "new")]).await.words();
    assert!(no_form.contains("Title must be more than the word"), "{no_form}");
    let doubled = app.post("/rounds/new", &cookie, &[&[("title", "2026-27")], &NEW_ROUND[1..]].concat()).await;
    assert!(doubled.shows("There is already a round with this title"));
}

#[tokio::test]
async fn a_round_that_is_over_takes_no_more_invitations_and_one_without_organisations_says_what_to_do() {
    let app = Sample::copy().await;
    let cookie = app.sign_in(Persona::Administrator).await;
    let before = app.get("/rounds/2014", &cookie).await.words();
    assert!(before.contains("153 invited 153 submitted (100.00%)"), "{before}");
    let page = app.get("/rounds/2014/invite", &cookie).await;
    assert!(page.shows("There is nobody to invite.") && !page.shows("<form method=\"post\" novalidate"));
    let all = app.post("/rounds/2014/invite", &cookie, &[("whom", "all")]).await;
    assert!(app.follow(&all, &cookie).await.shows("No organisation was left to invite."));
    for reference in ["O-0154", "O-0155", "O-0001"] {
        let one = [("whom", "one"), ("organisation", reference)];
        let refused = app.post("/rounds/2014/invite", &cookie, &one).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{reference}");
        assert!(refused.shows("form is closed in this round"), "{}", refused.words());
    }
    assert_eq!(app.get("/rounds/2014", &cookie).await.words(), before, "its figures stay as they are");

    app.post("/rounds/new", &cookie, &NEW_ROUND).await.redirect();
    app.change(&["update organisation set closed_at = '2026-11-01T12:00:00.000Z'"]).await;
    for path in ["/rounds/spring-2027", "/rounds/spring-2027/invite"] {
        let page = app.get(path, &cookie).await;
        assert!(page.shows("Add or import organisations") && !page.shows(" is invited."), "{}", page.words());
    }
    let nobody = app.get("/rounds/spring-2027/audits", &cookie).await;
    assert!(nobody.shows("No organisation is invited to this round yet."), "{}", nobody.words());
}
