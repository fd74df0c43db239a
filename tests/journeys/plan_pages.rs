//! Action plans through the whole router: who reads and keeps them, and what becomes of two who save at once.

use std::io::Cursor;

use axum::http::StatusCode;
use calamine::{Data, Reader, Xlsx};

use crate::support::html::{fields_of, first};
use crate::support::{Answer, Persona, Sample, marsh_lane};

fn typed<'a>(revision: &'a str, what: &'a str) -> [(&'static str, &'a str); 8] {
    [
        ("revision", revision),
        ("what", what),
        ("who", "Deputy head"),
        ("by_when", "26 March 2027"),
        ("status", "in_progress"),
        ("done_on", ""),
        ("progress", "Begun"),
        ("impact", ""),
    ]
}

const ACTION: &str = marsh_lane::ACTION;

fn revision_of(page: &Answer) -> String {
    page.attribute("[name=revision]", "value")
}

#[tokio::test]
async fn a_plan_is_kept_by_its_people_and_read_by_the_board() {
    let sample = Sample::copy().await;
    let (lead, board) = (sample.sign_in(Persona::Contributor).await, sample.sign_in(Persona::Administrator).await);
    let revision = revision_of(&sample.get(ACTION, &lead).await);
    let saved = sample.post(ACTION, &lead, &typed(&revision, "<b>Book</b> & plan")).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    assert_eq!(saved.location(), "/organisations/O-0022/action-plan?saved=1");
    let plan = sample.follow(&saved, &lead).await;
    assert!(plan.shows("A-001 is saved: in progress.") && plan.shows("1 in progress"));
    assert!(plan.text().contains("&lt;b&gt;Book&lt;/b&gt; &amp; plan"));
    assert!(plan.shows("Next date: 26 March 2027.") && plan.shows("The audit 2026-27 has not been submitted yet."));
    let read = sample.get(ACTION, &board).await;
    assert!(read.shows("Begun") && !read.text().contains("<button type=\"submit\" class=\"govuk-button\""));
    let refused = sample.post(ACTION, &board, &typed("3", "The board’s")).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);

    let file = sample.get(&plan.attribute("a[href^=\"/audits/\"]", "href"), &lead).await;
    let named = "attachment; filename=\"section11-action-plan-O-0022-2014.xlsx\"";
    assert_eq!(file.header("content-disposition"), named);
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(file.bytes)).unwrap();
    let cells =
        book.worksheets().into_iter().flat_map(|(_, range)| range.cells().map(|c| c.2.to_string()).collect::<Vec<_>>());
    assert!(cells.into_iter().any(|cell| cell == "<b>Book</b> & plan"));
}

#[tokio::test]
async fn a_stale_revision_keeps_the_typed_text_and_shows_the_others() {
    let sample = Sample::copy().await;
    let (one, two) = (sample.sign_in(Persona::SchoolLead).await, sample.sign_in(Persona::Contributor).await);
    let revision = revision_of(&sample.get(ACTION, &one).await);
    sample.post(ACTION, &two, &typed(&revision, "Theirs")).await;
    let stale = sample.post(ACTION, &one, &typed(&revision, "Mine, typed long")).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    let changed = "this action was changed on 21 November 2026 at 12:00 by Tomos Brayfell, after you opened it";
    assert!(stale.shows(changed) && stale.shows("Theirs"), "{}", stale.words());
    assert!(stale.shows("Mine, typed long") && stale.shows("id=\"revision\""));
    // Another mistake along with it is told once theirs has been read: nothing is saved over unseen.
    let mut wrong = typed(&revision, "Mine");
    wrong[3].1 = "soon";
    let refused = sample.post(ACTION, &one, &wrong).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.shows("Theirs") && refused.shows("value=\"soon\""), "{}", refused.words());
    let read = revision_of(&refused);
    wrong[0].1 = &read;
    let refused = sample.post(ACTION, &one, &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.shows("By when: this cannot be read as a date") && refused.shows("value=\"soon\""));
    let kept = sample.post(ACTION, &one, &typed(&revision_of(&stale), "Mine, typed long")).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER);
    assert!(sample.get(ACTION, &two).await.shows("Mine, typed long"));
}

/// The fields of a page's form as a browser posts them when Enter is pressed, with those that are changed on it.
fn posted<'a>(page: &'a [(String, String)], changed: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let typed = |name: &str| changed.iter().find(|(field, _)| *field == name).map(|(_, value)| *value);
    page.iter().map(|(name, value)| (name.as_str(), typed(name).unwrap_or(value))).chain([("then", "stay")]).collect()
}

/// The form in which the action is changed, as a browser would post it.
fn form_of(page: &Answer) -> Vec<(String, String)> {
    fields_of(first(page.html().root_element(), "form[method=post][name^=\"as_of.\"]"))
}

#[tokio::test]
async fn a_refused_action_that_is_sent_once_more_does_not_stand_over_what_was_put_right() {
    let sample = Sample::copy().await;
    let lead = sample.sign_in(Persona::SchoolLead).await;
    let opened = form_of(&sample.get(ACTION, &lead).await);
    let refused = posted(&opened, &[("what", ""), ("progress", "Refused.")]);
    assert_eq!(sample.post(ACTION, &lead, &refused).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    sample.post(ACTION, &lead, &posted(&opened, &[("progress", "Put right.")])).await.redirect();

    let again = sample.post(ACTION, &lead, &refused).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "{}", again.words());
    assert!(again.shows("As it is stored now") && again.shows("Put right."), "{}", again.words());
    assert!(again.shows("except what you changed: What will be done and Progress."), "{}", again.words());
}

#[tokio::test]
async fn what_was_left_as_it_was_does_not_replace_what_another_wrote_in_the_meantime() {
    let sample = Sample::copy().await;
    let (one, two) = (sample.sign_in(Persona::SchoolLead).await, sample.sign_in(Persona::Contributor).await);
    let opened = form_of(&sample.get(ACTION, &one).await);
    let theirs = [("status", "done"), ("done_on", "20 November 2026"), ("impact", "Theirs:\r\nall\r\nknow")];
    // Saving what is stored is no change: nobody is told of one.
    let digest = sample.digest().await;
    sample.post(ACTION, &one, &posted(&opened, &[])).await.redirect();
    assert_eq!(sample.digest().await, digest);
    let other = form_of(&sample.get(ACTION, &two).await);
    sample.post(ACTION, &two, &posted(&other, &theirs)).await.redirect();
    let (stored, twice) =
        (sample.digest().await, posted(&other, &[&theirs[..1], &[("done_on", "20/11/2026")], &theirs[2..]].concat()));
    let twice = sample.post(ACTION, &two, &twice).await;
    assert!(twice.redirect().ends_with("saved=1"), "a save that is sent twice has been made");
    assert_eq!(sample.digest().await, stored);

    let stale = sample.post(ACTION, &one, &posted(&opened, &[("progress", "Mine"), ("who", "Governor")])).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    let yours = "The fields below hold what is stored, except what you changed: Who and Progress. If you save now, yours replaces it there.";
    assert!(stale.shows(yours), "{}", stale.words());
    assert!(stale.shows("Keep all of what is stored"));
    let merged = form_of(&stale);
    let value = |name: &str| merged.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str()).unwrap();
    assert_eq!([value("who"), value("progress")], ["Governor", "Mine"]);
    assert_eq!([value("status"), value("done_on")], ["done", "20 November 2026"]);
    assert_eq!(value("impact"), "Theirs:\r\nall\r\nknow");

    // A mistake in between keeps what the page was opened with, and a third person's change is one again.
    let wrong = sample.post(ACTION, &one, &posted(&merged, &[("by_when", "soon")])).await;
    assert!(wrong.shows("By when: this cannot be read as a date"), "{}", wrong.words());
    let wrong = form_of(&wrong);
    let again = form_of(&sample.get(ACTION, &two).await);
    sample.post(ACTION, &two, &posted(&again, &[("impact", "Theirs again")])).await.redirect();
    let stale = sample.post(ACTION, &one, &posted(&wrong, &[("by_when", "1 March 2027")])).await;
    let yours = "what you changed: Who, By when and Progress.";
    assert!(stale.shows(yours), "{}", stale.words());

    let saved = sample.post(ACTION, &one, &posted(&form_of(&stale), &[])).await;
    assert_eq!(saved.location(), format!("{ACTION}?saved=1"));
    let stored = form_of(&sample.get(ACTION, &one).await);
    for (name, value) in [
        ("who", "Governor"),
        ("by_when", "1 March 2027"),
        ("status", "done"),
        ("done_on", "20 November 2026"),
        ("progress", "Mine"),
        ("impact", "Theirs again"),
    ] {
        assert!(stored.contains(&(name.to_owned(), value.to_owned())), "{name}: {stored:?}");
    }
}

#[tokio::test]
async fn what_is_missing_or_too_long_is_asked_for_in_the_words_of_the_page() {
    let sample = Sample::copy().await;
    let lead = sample.sign_in(Persona::SchoolLead).await;
    let revision = revision_of(&sample.get(ACTION, &lead).await);
    let (mut empty, long) = (typed(&revision, " \n"), "a".repeat(2_001));
    empty[2].1 = "";
    empty[7].1 = &long;
    let refused = sample.post(ACTION, &lead, &empty).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for words in [
        "Say what will be done",
        "Say who will do it, for example Deputy head",
        "Evidence of impact must be 2,000 characters or fewer; it has 2,001",
    ] {
        assert!(refused.shows(&format!(">{words}<")), "{words}: {}", refused.words());
    }
}

#[tokio::test]
async fn nobody_changes_the_plan_of_another_organisation() {
    let sample = Sample::copy().await;
    let school = sample.sign_in(Persona::SchoolLead).await;
    let before = sample.digest().await;
    for path in ["/organisations/O-0147/action-plan/1", "/organisations/O-9999/action-plan/1"] {
        assert_eq!(sample.post(path, &school, &typed("1", "Ours now")).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(sample.digest().await, before);
}

#[tokio::test]
async fn an_organisation_without_actions_is_told_where_they_come_from() {
    let sample = Sample::copy().await;
    let board = sample.sign_in(Persona::Reviewer).await;
    let without = "select o.reference from organisation o \
                   where not exists (select 1 from action c where c.organisation_id = o.id)";
    let without: String = sample.value(without).await;
    let plan = sample.get(&format!("/organisations/{without}/action-plan"), &board).await;
    assert!(plan.shows("There are no actions yet.") && !plan.text().contains("<table"));
    assert!(!plan.shows("To print it"), "there is nothing to print");
}

#[tokio::test]
async fn the_workbook_of_a_round_holds_its_own_actions_first_and_those_of_other_rounds_apart() {
    let sample = Sample::copy().await;
    let lead = sample.sign_in(Persona::SchoolLead).await;
    let rounds: Vec<(i64, String, i64)> = sample
        .rows(
            "select a.id, r.title, count(c.id) from audit a join audit_round r on r.id = a.round_id \
         left join action c on c.audit_id = a.id where a.organisation_id = 22 group by a.id order by r.id",
        )
        .await;
    let counts: Vec<_> = rounds.iter().map(|(.., actions)| *actions).collect();
    assert!(counts.len() == 3 && counts[0] > 0 && counts[1] > 0, "{counts:?}");
    for (place, (audit, title, own)) in rounds.iter().enumerate() {
        let file = sample.get(&format!("/audits/{audit}/action-plan.xlsx"), &lead).await;
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(file.bytes)).unwrap();
        let mut actions_of = |sheet: &str| {
            let range = book.worksheet_range(sheet).unwrap_or_default();
            let whole =
                |row: &&[Data]| row[0].to_string().starts_with("A-") && !row[0].to_string().ends_with("continued");
            range.rows().filter(whole).map(|row| row[1].to_string()).collect::<Vec<_>>()
        };
        let own_rows = actions_of("Action plan");
        assert!(own_rows.iter().all(|round| round == title), "{title}: {own_rows:?}");
        let found = [own_rows.len(), actions_of("Earlier rounds").len(), actions_of("Later rounds").len()];
        let sum = |counts: &[i64]| counts.iter().sum::<i64>();
        let wanted = [*own, sum(&counts[..place]), sum(&counts[place + 1..])];
        assert_eq!(found.map(|n| i64::try_from(n).unwrap()), wanted, "{title}");
    }
}

#[tokio::test]
async fn an_action_that_is_overdue_for_a_year_says_so_in_years_and_months_on_every_page() {
    let sample = Sample::copy().await;
    let (lead, reviewer) = (sample.sign_in(Persona::SchoolLead).await, sample.sign_in(Persona::Reviewer).await);
    for (change, says) in [
        ("update action set by_when = '2012-10-10'", "Overdue by 14 years and 1 month"),
        ("update action set by_when = '2025-11-21'", "Overdue by 1 year"),
        ("update action set by_when = '2025-11-22'", "Overdue by 364 days"),
    ] {
        sample.change(&[change, "update action set status = 'in_progress', done_on = null"]).await;
        for (path, cookie) in [(ACTION, &lead), (ACTION, &reviewer), (marsh_lane::PLAN, &lead)] {
            let page = sample.get(path, cookie).await;
            assert!(page.shows(&format!("{says}<")), "{path}: {}", page.words());
        }
    }
}
