//! Answering through the whole router: the save contract, for the plain form and for the island alike.

use axum::http::StatusCode;
use scraper::Html;
use section11::domain::audit::AuditId;
use section11::domain::board::EvidenceRule;
use section11::domain::save::{NotSaved, Saved, TypedAnswer};
use section11::islands::answer_fields::in_a_field;
use section11::operations::tokens::content_hash;
use section11::store::{answers, audits};

use crate::support::html::{self, all, first, words_of};
use crate::support::{Answer, Persona, Sample, marsh_lane};

/// The open audit of Marsh Lane Primary School.
async fn open_audit(sample: &Sample) -> i64 {
    let mut db = sample.installation.store.reading().await.unwrap();
    let reference = section11::domain::organisation::OrganisationReference::parse("O-0022").unwrap();
    let school = section11::store::organisations::by_reference(&mut db, &reference).await.unwrap().unwrap();
    assert_eq!(school.details.name, "Marsh Lane Primary School");
    audits::of_organisation(&mut db, school.id).await.unwrap()[0].id.0
}

async fn stored(sample: &Sample, audit: i64, question: &str) -> Option<answers::StoredAnswer> {
    let mut db = sample.installation.store.reading().await.unwrap();
    let all = answers::of_audit(&mut db, AuditId(audit), None).await.unwrap();
    all.into_iter().find(|(key, _)| key.to_string() == question).map(|(_, stored)| stored)
}

fn typed(question: &str, revision: i64, save_id: &str, score: &str, evidence: &str) -> TypedAnswer {
    TypedAnswer {
        question: question.into(),
        revision: Some(revision),
        save_id: save_id.into(),
        score: score.into(),
        evidence: evidence.into(),
        ..TypedAnswer::default()
    }
}

async fn save(
    sample: &Sample,
    cookie: &str,
    audit: i64,
    answer: &TypedAnswer,
) -> (StatusCode, Result<Saved, NotSaved>) {
    let body = serde_json::json!({ "audit": audit, "answer": answer }).to_string();
    let answer = sample.call("/api/save-answer", cookie, &body).await;
    let result = match answer.status {
        StatusCode::OK => Ok(serde_json::from_slice(&answer.bytes).unwrap()),
        _ => Err(serde_json::from_slice(&answer.bytes).unwrap()),
    };
    (answer.status, result)
}

async fn post_one(sample: &Sample, cookie: &str, audit: i64, answer: &TypedAnswer, more: &[(&str, &str)]) -> Answer {
    let question = &answer.question;
    let revision = in_a_field(answer.revision);
    let named = |field: &str| format!("{question}.{field}");
    let keys: Vec<String> = ["save_id", "revision", "score", "evidence"].iter().map(|field| named(field)).collect();
    let mut fields = vec![
        (keys[0].as_str(), answer.save_id.as_str()),
        (keys[1].as_str(), revision.as_str()),
        (keys[2].as_str(), answer.score.as_str()),
        (keys[3].as_str(), answer.evidence.as_str()),
    ];
    fields.extend(more);
    let standard = &question[1..2];
    sample.post(&format!("/audits/{audit}/standards/{standard}"), cookie, &fields).await
}

#[tokio::test]
async fn a_retry_is_answered_from_the_first_result() {
    let sample = Sample::copy().await;
    let (audit, lead) = (open_audit(&sample).await, sample.sign_in(Persona::SchoolLead).await);
    let answer = typed("S5.1", 0, "page-1", "3", "Threshold document.");
    let (status, first) = save(&sample, &lead, audit, &answer).await;
    assert_eq!(status, StatusCode::OK);
    assert!(matches!(&first, Ok(Saved { revision: 1, at, .. }) if at == "12:00"), "{first:?}");
    sample.set_clock("2026-11-21T12:05:00Z");
    let before = sample.digest().await;
    assert_eq!(save(&sample, &lead, audit, &answer).await.1, first);
    assert_eq!(sample.digest().await, before, "a retry writes nothing");
}

#[tokio::test]
async fn a_stale_revision_gets_both_texts_and_changes_nothing() {
    let sample = Sample::copy().await;
    let audit = open_audit(&sample).await;
    let (lead, contributor) = (sample.sign_in(Persona::SchoolLead).await, sample.sign_in(Persona::Contributor).await);
    save(&sample, &contributor, audit, &typed("S5.2", 0, "theirs", "2", "Theirs.")).await.1.unwrap();
    let mine = typed("S5.2", 0, "mine", "3", "Mine.");
    let (status, refused) = save(&sample, &lead, audit, &mine).await;
    assert_eq!(status, StatusCode::CONFLICT);
    let Err(NotSaved::Conflict(conflict)) = refused else { panic!("{refused:?}") };
    assert_eq!((conflict.theirs.evidence.as_str(), conflict.theirs.revision), ("Theirs.", Some(1)));
    assert_eq!((conflict.by.as_str(), conflict.when.as_str()), ("Tomos Brayfell", "at 12:00"));
    assert_eq!(conflict.yours, mine);
    assert!(!conflict.by_you);
    assert_eq!(stored(&sample, audit, "S5.2").await.unwrap().answer.evidence, "Theirs.");

    let page = post_one(&sample, &lead, audit, &mine, &[]).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(
        page.shows("Theirs.") && page.shows(">Mine.</textarea>") && page.shows("Changed by Tomos Brayfell at 12:00")
    );
    assert!(page.shows("Keep yours") && page.shows("Keep theirs") && !page.shows("in another window"));

    let kept = post_one(&sample, &lead, audit, &mine, &[("S5.2.their_revision", "1"), ("keep", "S5.2 mine")]).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER);
    let now = stored(&sample, audit, "S5.2").await.unwrap();
    assert_eq!((now.answer.evidence.as_str(), now.revision), ("Mine.", 2));
}

/// Whether the radio button with this id is pressed.
fn is_chosen(page: &Answer, id: &str) -> bool {
    let html = page.html();
    first(html.root_element(), &format!("input[type=radio][id=\"{id}\"]")).attr("checked").is_some()
}

/// The name and value of the button that Enter presses in any field: the first of the main part.
fn pressed_by_enter(page: &Answer) -> (String, String) {
    let html = page.html();
    let button = first(html.root_element(), "main [type=submit]");
    let attribute = |name: &str| button.attr(name).unwrap_or_default().to_owned();
    (attribute("name"), attribute("value"))
}

#[tokio::test]
async fn keeping_yours_keeps_what_the_other_did_where_you_did_nothing() {
    let sample = Sample::copy().await;
    let audit = open_audit(&sample).await;
    let (lead, contributor) = (sample.sign_in(Persona::SchoolLead).await, sample.sign_in(Persona::Contributor).await);
    let before = TypedAnswer { action: "Old\r\nplan".into(), ..typed("S5.2", 0, "before", "", "") };
    save(&sample, &contributor, audit, &before).await.1.unwrap();
    let theirs = TypedAnswer { action: "New plan".into(), ..typed("S5.2", 1, "theirs", "2", "") };
    save(&sample, &contributor, audit, &theirs).await.1.unwrap();

    // The lead wrote the evidence; the rest is as the page was opened, but that a script reads line ends otherwise.
    let mine = TypedAnswer { action: "Old\nplan".into(), ..typed("S5.2", 1, "mine", "", "Mine.") };
    let Err(NotSaved::Conflict(conflict)) = save(&sample, &lead, audit, &mine).await.1 else { panic!("no conflict") };
    assert_eq!(conflict.yours, mine);
    let kept = TypedAnswer { score: "2".into(), action: "New plan".into(), ..mine.clone() };
    assert_eq!(conflict.yours_over_theirs, kept);

    let page = post_one(&sample, &lead, audit, &mine, &[("S5.2.action", "Old\r\nplan")]).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.shows(">Mine.</textarea>") && page.shows(">New plan</textarea>"), "{}", page.words());
    assert!(is_chosen(&page, "S5.2.score-2"), "{}", page.words());
}

#[tokio::test]
async fn what_a_conflict_put_into_the_fields_is_no_change_of_their_readers() {
    let sample = Sample::copy().await;
    let audit = open_audit(&sample).await;
    let (lead, contributor) = (sample.sign_in(Persona::SchoolLead).await, sample.sign_in(Persona::Contributor).await);
    save(&sample, &contributor, audit, &typed("S5.2", 0, "two", "2", "")).await.1.unwrap();
    let mine = typed("S5.2", 0, "mine", "", "Mine.");
    let first = post_one(&sample, &lead, audit, &mine, &[("S5.2.their_revision", "")]).await;
    assert!(
        is_chosen(&first, "S5.2.score-2") && first.shows("name=\"S5.2.their_revision\" value=\"1\""),
        "{}",
        first.words()
    );

    // The other changes their score; the lead presses the page's own button, with what the page put there.
    save(&sample, &contributor, audit, &typed("S5.2", 1, "three", "3", "")).await.1.unwrap();
    let with_theirs = typed("S5.2", 0, "mine", "2", "Mine.");
    let second = post_one(&sample, &lead, audit, &with_theirs, &[("S5.2.their_revision", "1")]).await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    assert!(is_chosen(&second, "S5.2.score") && !is_chosen(&second, "S5.2.score-2"), "{}", second.words());
    assert!(second.shows(">Mine.</textarea>") && second.shows("name=\"S5.2.their_revision\" value=\"2\""));
}

#[tokio::test]
async fn a_form_that_overtakes_the_answer_to_its_pages_last_save_is_no_conflict() {
    let sample = Sample::copy().await;
    let audit = open_audit(&sample).await;
    let (lead, contributor) = (sample.sign_in(Persona::SchoolLead).await, sample.sign_in(Persona::Contributor).await);
    save(&sample, &lead, audit, &typed("S5.2", 0, "0123456789abcdef-1", "3", "First.")).await.1.unwrap();
    let form = typed("S5.2", 0, "0123456789abcdef-2", "3", "First, and more.");
    for (who, form) in [
        (&contributor, form.clone()),
        (&lead, TypedAnswer { revision: Some(7), ..form.clone() }),
        (&lead, TypedAnswer { save_id: "0123456789abcdee-2".into(), ..form.clone() }),
    ] {
        assert_eq!(save(&sample, who, audit, &form).await.0, StatusCode::CONFLICT, "{form:?}");
    }
    post_one(&sample, &lead, audit, &form, &[]).await.redirect();
    let now = stored(&sample, audit, "S5.2").await.unwrap();
    assert_eq!((now.answer.evidence.as_str(), now.revision), ("First, and more.", 2));
}

#[tokio::test]
async fn a_save_that_arrives_after_its_pages_later_one_undoes_nothing() {
    let sample = Sample::copy().await;
    let (audit, lead) = (open_audit(&sample).await, sample.sign_in(Persona::SchoolLead).await);
    let form = typed("S5.2", 0, "0123456789abcdef-2", "3", "First, and more.");
    post_one(&sample, &lead, audit, &form, &[]).await.redirect();
    for late in ["1", "2", "form", "2x", ""] {
        let late = typed("S5.2", 0, &format!("0123456789abcdef-{late}"), "3", "First.");
        assert_eq!(save(&sample, &lead, audit, &late).await.0, StatusCode::CONFLICT, "{late:?}");
    }
    let now = stored(&sample, audit, "S5.2").await.unwrap();
    assert_eq!((now.answer.evidence.as_str(), now.revision), ("First, and more.", 1));
}

/// Fields of several answers in one post.
fn fields_of(answers: &[&TypedAnswer]) -> Vec<(String, String)> {
    let fields = answers.iter().flat_map(|answer| {
        let revision = in_a_field(answer.revision);
        let own = [("save_id", &answer.save_id), ("revision", &revision), ("score", &answer.score)];
        let own = own.into_iter().chain([("evidence", &answer.evidence)]);
        own.map(|(name, value)| (format!("{}.{name}", answer.question), value.clone())).collect::<Vec<_>>()
    });
    fields.collect()
}

async fn post_all(sample: &Sample, cookie: &str, audit: i64, answers: &[&TypedAnswer], keep: &str) -> Answer {
    let fields = fields_of(answers);
    let mut fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.push(("keep", keep));
    sample.post(&format!("/audits/{audit}/standards/5"), cookie, &fields).await
}

#[tokio::test]
async fn of_two_conflicts_each_is_settled_once() {
    let sample = Sample::copy().await;
    let audit = open_audit(&sample).await;
    let (lead, contributor) = (sample.sign_in(Persona::SchoolLead).await, sample.sign_in(Persona::Contributor).await);
    let questions = ["S5.2", "S5.3"];
    for question in questions {
        save(&sample, &contributor, audit, &typed(question, 0, "theirs", "3", "Theirs.")).await.1.unwrap();
    }
    let mine = questions.map(|question| typed(question, 0, "mine", "3", "Mine."));
    let both = post_all(&sample, &lead, audit, &[&mine[0], &mine[1]], "").await;
    assert_eq!(both.text().matches("data-posted").count(), 2);
    assert_eq!(pressed_by_enter(&both), ("then".to_owned(), "stay".to_owned()));

    let one = post_all(&sample, &lead, audit, &[&mine[0], &mine[1]], "S5.2 theirs").await;
    assert_eq!(one.status, StatusCode::CONFLICT);
    assert_eq!(one.text().matches("data-posted").count(), 1, "{}", one.words());
    assert_eq!(one.words().matches("Not saved yet. Choose Save.").count(), 1);
    assert!(one.shows("name=\"S5.2.revision\" value=\"1\"") && one.shows(">Theirs.</textarea>"), "{}", one.words());
    let as_shown = typed("S5.2", 1, "again", "3", "Theirs.");
    post_all(&sample, &lead, audit, &[&as_shown, &mine[1]], "S5.3 theirs").await.redirect();
}

#[tokio::test]
async fn what_was_saved_of_a_page_that_is_refused_goes_on_from_what_is_stored() {
    let sample = Sample::copy().await;
    let (audit, lead) = (open_audit(&sample).await, sample.sign_in(Persona::SchoolLead).await);
    save(&sample, &lead, audit, &typed("S5.4", 0, "lines", "3", "Two\nlines")).await.1.unwrap();
    let right = typed("S5.2", 0, "page", "3", "Right.");
    let (wrong, lines) = (typed("S5.3", 0, "page", "4", "Kept."), typed("S5.4", 1, "page", "3", "Two\r\nlines"));
    let refused = post_all(&sample, &lead, audit, &[&right, &wrong, &lines], "").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.shows("name=\"S5.2.revision\" value=\"1\"") && refused.shows(">Kept.</textarea>"));
    assert_eq!(refused.words().matches("Not saved yet. Choose Save.").count(), 1);
}

#[tokio::test]
async fn what_was_saved_before_is_not_said_to_be_saved_now() {
    let sample = Sample::copy().await;
    let (audit, contributor) = (open_audit(&sample).await, sample.sign_in(Persona::Contributor).await);
    let saved = save(&sample, &contributor, audit, &typed("S5.2", 0, "theirs", "3", "Theirs.")).await.1.unwrap();
    assert_eq!((saved.at.as_str(), saved.last.as_str()), ("12:00", "21 November 2026 at 12:00 by Tomos Brayfell"));
    sample.set_clock("2026-11-22T09:30:00Z");
    let lead = sample.sign_in(Persona::SchoolLead).await;
    let found = save(&sample, &lead, audit, &typed("S5.2", 1, "mine", "3", "Theirs.")).await.1.unwrap();
    assert_eq!(found.at, "21 November 2026 at 12:00 by Tomos Brayfell");
    assert_eq!((found.last, found.revision), (found.at, 1));
    let conflict = save(&sample, &lead, audit, &typed("S5.2", 0, "mine", "2", "Mine.")).await.1;
    let Err(NotSaved::Conflict(conflict)) = conflict else { panic!("no conflict") };
    assert_eq!(conflict.changed(), "Changed by Tomos Brayfell on 21 November 2026 at 12:00");
    let emptied = TypedAnswer { who: "Head".into(), ..typed("S5.2", 0, "mine", "3", "Theirs.") };
    let page = post_one(&sample, &lead, audit, &emptied, &[("S5.2.who", "Head")]).await;
    assert!(page.words().contains("Who : (empty) Keep yours"), "{}", page.words());
}

#[tokio::test]
async fn two_people_of_one_name_are_told_apart() {
    let sample = Sample::copy().await;
    sample.change(&["update person set name = 'Hester Quillan' where name = 'Tomos Brayfell'"]).await;
    let audit = open_audit(&sample).await;
    let (lead, contributor) = (sample.sign_in(Persona::SchoolLead).await, sample.sign_in(Persona::Contributor).await);
    save(&sample, &contributor, audit, &typed("S5.2", 0, "theirs", "3", "Theirs.")).await.1.unwrap();
    let found = save(&sample, &lead, audit, &typed("S5.2", 1, "mine", "3", "Theirs.")).await.1.unwrap();
    assert_eq!(found.at, "21 November 2026 at 12:00 by Hester Quillan", "it is the other's");
    let found = save(&sample, &contributor, audit, &typed("S5.2", 1, "again", "3", "Theirs.")).await.1.unwrap();
    assert_eq!(found.at, "12:00", "it is their own");
    let conflict = save(&sample, &lead, audit, &typed("S5.2", 0, "mine", "2", "Mine.")).await.1;
    let Err(NotSaved::Conflict(conflict)) = conflict else { panic!("no conflict") };
    assert_eq!(conflict.changed(), "Changed by Hester Quillan at 12:00");
}

#[tokio::test]
async fn who_changed_an_answer_in_another_window_is_not_told_of_somebody_else() {
    let sample = Sample::copy().await;
    let (audit, lead) = (open_audit(&sample).await, sample.sign_in(Persona::SchoolLead).await);
    save(&sample, &lead, audit, &typed("S5.2", 0, "other-window", "2", "Written there.")).await.1.unwrap();
    let here = typed("S5.2", 0, "here", "3", "Written here.");
    let (status, refused) = save(&sample, &lead, audit, &here).await;
    assert_eq!(status, StatusCode::CONFLICT);
    let Err(NotSaved::Conflict(conflict)) = refused else { panic!("{refused:?}") };
    assert!(conflict.by_you);
    assert_eq!(conflict.changed(), "You saved this differently at 12:00");

    let page = post_one(&sample, &lead, audit, &here, &[]).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.shows("S5.2: You saved this differently at 12:00. Choose which to keep"));
    assert!(page.shows("Your changes are below, not saved. This is what you saved:") && page.shows("Written there."));
    assert!(page.shows("Keep what is here") && page.shows("Keep what is stored"), "{}", page.words());
    assert!(!page.shows("Keep yours") && !page.shows("your colleague") && !page.shows("Changed by"));
}

#[tokio::test]
async fn keeping_theirs_leaves_theirs() {
    let sample = Sample::copy().await;
    let audit = open_audit(&sample).await;
    let (lead, contributor) = (sample.sign_in(Persona::SchoolLead).await, sample.sign_in(Persona::Contributor).await);
    save(&sample, &contributor, audit, &typed("S5.2", 0, "theirs", "3", "Theirs.")).await.1.unwrap();
    let mine = typed("S5.2", 0, "mine", "3", "Mine.");
    let kept = post_one(&sample, &lead, audit, &mine, &[("keep", "S5.2 theirs")]).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER);
    assert_eq!(stored(&sample, audit, "S5.2").await.unwrap().answer.evidence, "Theirs.");
}

#[tokio::test]
async fn an_answer_that_came_along_unchanged_does_not_undo_what_someone_else_saved() {
    let sample = Sample::copy().await;
    let audit = open_audit(&sample).await;
    let (lead, contributor) = (sample.sign_in(Persona::SchoolLead).await, sample.sign_in(Persona::Contributor).await);
    save(&sample, &lead, audit, &typed("S5.2", 0, "one", "3", "First.")).await.1.unwrap();
    save(&sample, &contributor, audit, &typed("S5.2", 1, "two", "3", "Second.")).await.1.unwrap();
    let page = post_one(&sample, &lead, audit, &typed("S5.2", 1, "three", "3", "First."), &[]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    assert_eq!(stored(&sample, audit, "S5.2").await.unwrap().answer.evidence, "Second.");
}

#[tokio::test]
async fn a_page_brought_back_by_the_browser_never_loses_what_is_typed_into_it() {
    let sample = Sample::copy().await;
    let (audit, lead) = (open_audit(&sample).await, sample.sign_in(Persona::SchoolLead).await);
    post_one(&sample, &lead, audit, &typed("S5.2", 0, "page-form", "3", "First."), &[]).await;
    let again = post_one(&sample, &lead, audit, &typed("S5.2", 0, "page-form", "3", "Second."), &[]).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "the same save id with another text is no retry");
    assert!(again.shows(">Second.</textarea>"));
}

#[tokio::test]
async fn what_cannot_be_kept_is_refused_with_the_field_and_everything_else_is_saved() {
    let sample = Sample::copy().await;
    let (audit, lead) = (open_audit(&sample).await, sample.sign_in(Persona::SchoolLead).await);
    let long = "x".repeat(10_001);
    for score in ["0", "4", "-1", "2.5", "2 ", "three", "9223372036854775808"] {
        let (status, refused) = save(&sample, &lead, audit, &typed("S5.1", 0, "s", score, "")).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{score}");
        assert!(matches!(refused, Err(NotSaved::Invalid { field, .. }) if field == "score"));
    }
    {
        let evidence = long.as_str();
        let page = sample
            .post(
                &format!("/audits/{audit}/standards/5"),
                &lead,
                &[
                    ("S5.1.save_id", "a"),
                    ("S5.1.revision", "0"),
                    ("S5.1.evidence", evidence),
                    ("S5.3.save_id", "b"),
                    ("S5.3.revision", "0"),
                    ("S5.3.evidence", "This one is well."),
                ],
            )
            .await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.shows("href=\"#S5.1.evidence\""), "the summary leads to the field");
        assert!(stored(&sample, audit, "S5.1").await.is_none());
        assert_eq!(stored(&sample, audit, "S5.3").await.unwrap().answer.evidence, "This one is well.");
    }
    let (status, _) = save(&sample, &lead, audit, &typed("P5.1", 0, "s", "3", "")).await;
    assert_eq!(status, StatusCode::NOT_FOUND, "a question of the other form");
    let (status, _) = save(&sample, &lead, audit, &typed("S9.9", 0, "s", "3", "")).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn text_is_given_back_as_it_was_typed() {
    let sample = Sample::copy().await;
    let (audit, lead) = (open_audit(&sample).await, sample.sign_in(Persona::SchoolLead).await);
    // As long as may be, in characters of one to four bytes, some of which belong together.
    let longest = ["🧑", "\u{200D}", "🏫", "e", "\u{301}", "م", "\u{202E}", "\r\n", "=", "\t"].concat().repeat(1_000);
    let texts = [
        longest.as_str(),
        "\r\nfirst line empty\r\n",
        "one\ntwo\rthree",
        "🧑‍🏫 e\u{301} مرحبا \u{202E}x",
        "</textarea><script>alert(1)</script>",
        "=1+1",
        "'; drop table answer; --",
    ];
    for (n, text) in texts.iter().enumerate() {
        let revision = i64::try_from(n).unwrap();
        save(&sample, &lead, audit, &typed("S5.4", revision, &format!("t{n}"), "", text)).await.1.unwrap();
        assert_eq!(stored(&sample, audit, "S5.4").await.unwrap().answer.evidence, *text);
        let page = sample.get(&format!("/audits/{audit}/standards/5"), &lead).await;
        assert!(!page.text().contains("<script>alert"), "{text}");
        let page = page.html();
        let fields = html::fields_of(first(page.root_element(), "main form[method=post]:has(textarea)"));
        let (_, shown) = fields.iter().find(|(name, _)| name == "S5.4.evidence").unwrap();
        // A browser reads and sends every line end alike.
        let sent = |text: &str| text.replace("\r\n", "\n").replace('\r', "\n").replace('\n', "\r\n");
        assert_eq!(sent(shown), sent(text), "the page shows it");
    }
}

#[tokio::test]
async fn another_organisations_audit_is_not_there() {
    let sample = Sample::copy().await;
    let audit = open_audit(&sample).await;
    let (partner, reviewer) = (sample.sign_in(Persona::PartnerLead).await, sample.sign_in(Persona::Reviewer).await);
    let before = sample.digest().await;
    let (status, refused) = save(&sample, &partner, audit, &typed("S5.1", 0, "s", "3", "")).await;
    assert_eq!((status, refused), (StatusCode::NOT_FOUND, Err(NotSaved::NotFound)));
    let foreign = post_one(&sample, &partner, audit, &typed("S5.1", 0, "s", "3", ""), &[]).await;
    let missing = post_one(&sample, &partner, 999_999, &typed("S5.1", 0, "s", "3", ""), &[]).await;
    assert_eq!((foreign.status, missing.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
    let (status, refused) = save(&sample, "", audit, &typed("S5.1", 0, "s", "3", "")).await;
    assert_eq!((status, refused), (StatusCode::UNAUTHORIZED, Err(NotSaved::SignedOut)));
    assert_eq!(save(&sample, &reviewer, audit, &typed("S5.1", 0, "s", "3", "")).await.0, StatusCode::NOT_FOUND);
    assert_eq!(sample.digest().await, before);
}

#[tokio::test]
async fn every_write_path_closes_with_the_day_in_london() {
    let sample = Sample::copy().await;
    let audit = open_audit(&sample).await;
    let lead = sample.sign_in(Persona::SchoolLead).await;
    // The open round of the sample closes 83 days after 21 November 2026, on 12 February 2027.
    sample.set_clock("2027-02-12T23:59:59Z");
    let lead_late = sample.sign_in(Persona::SchoolLead).await;
    assert_eq!(save(&sample, &lead_late, audit, &typed("S5.1", 0, "in", "3", "")).await.0, StatusCode::OK);
    sample.set_clock("2027-02-13T00:00:00Z");
    let before = sample.digest().await;
    let (status, refused) = save(&sample, &lead_late, audit, &typed("S5.3", 0, "out", "3", "")).await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert!(matches!(refused, Err(NotSaved::NotOpen(why)) if why.contains("12 February 2027")));
    let page = post_one(&sample, &lead_late, audit, &typed("S5.3", 0, "out2", "3", "Kept."), &[]).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.shows("What you typed and is not saved") && page.shows("Kept."), "{}", page.words());
    let declared = [("name", "A"), ("role", "B"), ("confirmed", "yes")];
    let submit = sample.post(&format!("/audits/{audit}/check"), &lead_late, &declared).await;
    assert_eq!(submit.status, StatusCode::CONFLICT);
    assert_eq!(sample.digest().await, before);
    assert_eq!(sample.get(&format!("/audits/{audit}/record"), &lead_late).await.status, StatusCode::OK);
    let expired = save(&sample, &lead, audit, &typed("S5.3", 0, "x", "3", "")).await;
    assert_eq!(expired.0, StatusCode::UNAUTHORIZED, "a session of 83 days ago has ended");
}

#[tokio::test]
async fn an_audit_is_submitted_once_whole_and_then_frozen() {
    let sample = Sample::copy().await;
    let audit = open_audit(&sample).await;
    let (lead, contributor) = (sample.sign_in(Persona::SchoolLead).await, sample.sign_in(Persona::Contributor).await);
    let path = format!("/audits/{audit}/check");
    let declared = marsh_lane::DECLARED;

    let early = sample.post(&path, &lead, &declared).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(early.shows("S5.1: Not answered"));

    // What was not answered is said once of each question, and not again under it.
    let html = early.html();
    let said =
        |css: &str| all(html.root_element(), css).into_iter().filter(|said| words_of(*said) == "Not answered").count();
    assert!(said("b") > 0 && said("p.app-unsaved") == 0, "{}", early.words());

    answer_everything(&sample, &lead, audit).await;
    let checked = sample.get(&path, &lead).await;
    let planned = "What will be done : Agree it with governors Who : Head By when : 26 March 2027";
    assert!(checked.words().contains(planned) && !checked.shows("26/3/2027"), "{}", checked.words());
    assert!(checked.shows("Everything is answered.") && checked.shows("href=\"#declaration\""), "{}", checked.words());
    assert!(checked.shows("id=\"declaration\" tabindex=\"-1\""));
    let read_only = sample.get(&path, &contributor).await;
    assert!(read_only.shows("Everything is answered. The organisation’s lead can now submit the audit."));
    assert!(!read_only.shows("#declaration") && !read_only.shows("id=\"declaration\""), "{}", read_only.words());
    let unsigned = sample.post(&path, &lead, &[("name", ""), ("role", "Head")]).await;
    assert_eq!(unsigned.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unsigned.shows("Your name must not be empty") && unsigned.shows("value=\"Head\""));
    assert_eq!(sample.post(&path, &contributor, &declared).await.status, StatusCode::FORBIDDEN);

    assert_eq!(sample.post(&path, &lead, &declared).await.status, StatusCode::SEE_OTHER);
    let (stage, content, actions) = {
        let mut db = sample.installation.store.reading().await.unwrap();
        let found = audits::by_id(&mut db, AuditId(audit)).await.unwrap().unwrap();
        let (_, _, content, _) = audits::handed_in_after(&mut db, AuditId(audit - 1), 1).await.unwrap().remove(0);
        let plan =
            section11::store::actions::of_organisation(&mut db, &sample.installation.editions, found.organisation);
        let actions = plan.await.unwrap().into_iter().filter(|action| action.round_title == "2026-27").count();
        (found.stage, content, actions)
    };
    assert_eq!(stage.submission().map(|submission| &submission.content_hash), Some(&content_hash(&content)));
    let record: serde_json::Value = serde_json::from_str(&content).unwrap();
    let planned = record["answers"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|a| matches!(a["score"].as_u64(), Some(1 | 2)) && a["action"] != "");
    assert_eq!(planned.count(), actions, "each planned action enters the plan");
    let read = sample.get(&format!("/audits/{audit}/record"), &lead).await;
    assert!(read.words().contains("What will be done : Agree it with governors Who : Head By when : 26 March 2027"));
    assert!(!read.shows("26/3/2027") && read.shows("<title>Audit 2026-27: all answers – "), "{}", read.words());
    assert!(read.shows("<h1 class=\"govuk-heading-l\">Audit 2026-27: all answers</h1>"));

    let before = sample.digest().await;
    assert_eq!(sample.post(&path, &lead, &declared).await.status, StatusCode::CONFLICT);
    let (status, _) = save(&sample, &lead, audit, &typed("S5.1", 1, "late", "1", "")).await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert_eq!(sample.digest().await, before);
}

#[tokio::test]
async fn nobody_declares_an_answer_that_changed_after_they_read_it() {
    let sample = Sample::copy().await;
    let audit = open_audit(&sample).await;
    let (lead, contributor) = (sample.sign_in(Persona::SchoolLead).await, sample.sign_in(Persona::Contributor).await);
    answer_everything(&sample, &lead, audit).await;
    let path = format!("/audits/{audit}/check");
    let seen = |page: &Answer| page.attribute("[name=seen]", "value");
    let declare = |seen: String| {
        let fields =
            [("name", "Hester Quillan".into()), ("role", "Head".into()), ("confirmed", "yes".into()), ("seen", seen)];
        let (sample, lead, path) = (&sample, &lead, &path);
        async move {
            let fields: Vec<(&str, &str)> =
                fields.iter().map(|(name, value): &(_, String)| (*name, value.as_str())).collect();
            sample.post(path, lead, &fields).await
        }
    };
    let read = seen(&sample.get(&path, &lead).await);
    let revision = stored(&sample, audit, "S5.4").await.unwrap().revision;
    let change =
        TypedAnswer { no_action_reason: "None is needed".into(), ..typed("S5.4", revision, "other", "2", "Changed.") };
    save(&sample, &contributor, audit, &change).await.1.unwrap();
    let asks = declare(read).await;
    assert_eq!(asks.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(asks.shows("S5.4 was changed by Tomos Brayfell at 12:00"), "{}", asks.words());
    assert!(asks.text().contains("href=\"#answer-S5.4\"") && asks.text().contains("id=\"answer-S5.4\""));
    assert_eq!(declare(seen(&asks)).await.status, StatusCode::SEE_OTHER);
}

async fn answer_everything(sample: &Sample, cookie: &str, audit: i64) {
    let questions: Vec<_> = {
        let mut db = sample.installation.store.reading().await.unwrap();
        let found = audits::by_id(&mut db, AuditId(audit)).await.unwrap().unwrap();
        let form = sample.installation.editions.get(found.edition).unwrap().form.clone();
        form.questions().map(|question| question.key.to_string()).collect()
    };
    for question in questions {
        let before = stored(sample, audit, &question).await;
        if before.as_ref().is_some_and(|stored| stored.answer.missing(EvidenceRule::Advise).is_empty()) {
            continue;
        }
        let revision = before.map_or(0, |stored| stored.revision);
        let answer = TypedAnswer {
            action: "Agree it with governors".into(),
            who: "Head".into(),
            by_when: "26/3/2027".into(),
            ..typed(&question, revision, &format!("all-{question}"), "2", "In part.")
        };
        save(sample, cookie, audit, &answer).await.1.unwrap();
    }
}

#[tokio::test]
async fn the_reasons_that_are_declared_are_on_the_page_that_is_checked() {
    let sample = Sample::copy().await;
    let (audit, lead) = (open_audit(&sample).await, sample.sign_in(Persona::SchoolLead).await);
    let no_action = TypedAnswer { no_action_reason: "Planned by the trust.".into(), ..typed("S5.1", 0, "a", "2", "") };
    save(&sample, &lead, audit, &no_action).await.1.unwrap();
    let reason = "No child of ours has one.".to_owned();
    let not_applicable = TypedAnswer { reason, ..typed("S5.3", 0, "b", "not_applicable", "") };
    save(&sample, &lead, audit, &not_applicable).await.1.unwrap();
    let page = sample.get(&format!("/audits/{audit}/check"), &lead).await;
    assert!(page.shows("Planned by the trust.") && page.shows("No child of ours has one."));
}

#[tokio::test]
async fn a_half_typed_action_is_checked_line_by_line_without_empty_places() {
    let sample = Sample::copy().await;
    let (audit, lead) = (open_audit(&sample).await, sample.sign_in(Persona::SchoolLead).await);
    let what = TypedAnswer { action: "Half typed".into(), ..typed("S5.1", 0, "a", "2", "Minutes.") };
    let who =
        TypedAnswer { who: "Half a role".into(), by_when: "next friday".into(), ..typed("S5.2", 0, "b", "1", "") };
    save(&sample, &lead, audit, &what).await.1.unwrap();
    save(&sample, &lead, audit, &who).await.1.unwrap();
    let page = sample.get(&format!("/audits/{audit}/check"), &lead).await;
    let row = |key: &str| page.words_in(&format!("[id=\"answer-{key}\"] dd"));
    let first = row("S5.1");
    assert!(
        first.ends_with("Say who will do it. Say by when Evidence : Minutes. What will be done : Half typed"),
        "{first}"
    );
    let second = row("S5.2");
    assert!(second.ends_with("Who : Half a role By when : next friday"), "{second}");
    assert!(!second.contains("What will be done :") && !page.shows("(, )"), "{second}");
}

#[tokio::test]
async fn who_cannot_submit_is_told_who_can() {
    let sample = Sample::copy().await;
    let audit = open_audit(&sample).await;
    let (lead, contributor) = (sample.sign_in(Persona::SchoolLead).await, sample.sign_in(Persona::Contributor).await);
    for page in [format!("/audits/{audit}"), format!("/audits/{audit}/check")] {
        let (leads, contributes) = (sample.get(&page, &lead).await, sample.get(&page, &contributor).await);
        assert!(leads.shows("You can submit when nothing is missing."), "{page}");
        assert!(contributes.shows("The organisation’s lead can submit it when nothing is missing."), "{page}");
        assert!(!contributes.shows("You can submit") && !leads.shows("Everything is answered"), "{page}");
    }
}

#[tokio::test]
async fn without_scripts_it_is_said_that_save_has_to_be_chosen() {
    let sample = Sample::copy().await;
    let (audit, lead) = (open_audit(&sample).await, sample.sign_in(Persona::SchoolLead).await);
    let reviewer = sample.sign_in(Persona::Reviewer).await;
    let path = format!("/audits/{audit}/standards/5");
    let page = sample.get(&path, &lead).await;
    // A browser that runs scripts reads what stands there as text.
    let without_scripts = Html::parse_fragment(&page.words_in("noscript"));
    let said = words_of(without_scripts.root_element());
    assert!(said.contains("Nothing is saved until you choose “Save” at the end of this page."), "{said}");
    assert_eq!(first(without_scripts.root_element(), "a").attr("href"), Some("#save"), "{said}");
    assert_eq!(page.attributes("#save", "id").len(), 1, "the link leads somewhere");
    assert!(!sample.get(&path, &reviewer).await.shows("Nothing is saved until"), "who only reads saves nothing");
}

#[tokio::test]
async fn a_printed_page_of_an_audit_says_whose_it_is_and_as_of_when() {
    let sample = Sample::copy().await;
    let (audit, lead) = (open_audit(&sample).await, sample.sign_in(Persona::SchoolLead).await);
    let line = "Marsh Lane Primary School, audit round 2026-27, as it stands on 21 November 2026";
    for page in ["", "/standards/5", "/check"] {
        let shown = sample.get(&format!("/audits/{audit}{page}"), &lead).await;
        assert!(shown.shows(&format!("<p class=\"govuk-body app-print-only\">{line}</p>")), "{page}");
    }
}

#[tokio::test]
async fn what_a_board_and_an_organisation_are_told_depends_on_who_they_are_and_on_the_day() {
    let sample = Sample::copy().await;
    let (audit, lead) = (open_audit(&sample).await, sample.sign_in(Persona::SchoolLead).await);
    let reviewer = sample.sign_in(Persona::Reviewer).await;
    for page in ["standards/5", "record"] {
        let path = format!("/audits/{audit}/{page}");
        assert!(sample.get(&path, &lead).await.shows(">Task list</a>"), "{page}");
        assert!(sample.get(&path, &reviewer).await.shows(">The seven standards</a>"), "{page}");
    }
    // How to answer is said to those who do, and while they can.
    let introduction = "read it before it is submitted";
    let list = format!("/audits/{audit}");
    assert!(sample.get(&list, &lead).await.shows(introduction));
    assert!(!sample.get(&list, &reviewer).await.shows(introduction));
    // What comes next is over with the round: the one of 2014 was read long ago.
    let submitted = sample.get("/audits/119", &lead).await;
    assert!(!submitted.shows(introduction), "{}", submitted.words());
    assert!(submitted.shows("Submitted on") && !submitted.shows("What happens next"), "{}", submitted.words());
}

#[tokio::test]
async fn a_refused_text_is_not_said_to_be_saved() {
    let sample = Sample::copy().await;
    let (audit, lead) = (open_audit(&sample).await, sample.sign_in(Persona::SchoolLead).await);
    let page = post_one(&sample, &lead, audit, &typed("S5.1", 0, "a", "3", &"x".repeat(10_001)), &[]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.shows("Not saved yet. Choose Save."));
}

#[tokio::test]
async fn an_answer_that_a_post_names_twice_is_saved_once() {
    let sample = Sample::copy().await;
    let (audit, lead) = (open_audit(&sample).await, sample.sign_in(Persona::SchoolLead).await);
    let twice = [("S5.1.save_id", "second"), ("S5.1.revision", "0"), ("S5.1.score", "1"), ("S5.1.evidence", "Second.")];
    let page = post_one(&sample, &lead, audit, &typed("S5.1", 0, "first", "3", "First."), &twice).await;
    page.redirect();
    let stored = stored(&sample, audit, "S5.1").await.unwrap();
    assert_eq!((stored.answer.evidence.as_str(), stored.revision), ("First.", 1));
}

#[tokio::test]
async fn a_refused_page_that_is_sent_once_more_does_not_stand_over_what_was_put_right() {
    let sample = Sample::copy().await;
    let (audit, lead) = (open_audit(&sample).await, sample.sign_in(Persona::SchoolLead).await);
    let refused = typed("S5.1", 0, "0123456789abcdef-2", "3", &"x".repeat(10_001));
    let first = post_one(&sample, &lead, audit, &refused, &[]).await;
    assert_eq!(first.status, StatusCode::UNPROCESSABLE_ENTITY);
    save(&sample, &lead, audit, &typed("S5.1", 0, "fedcba9876543210-1", "3", "Put right.")).await.1.unwrap();

    let again = post_one(&sample, &lead, audit, &refused, &[]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(again.shows("S5.1: You saved this differently at 12:00. Choose which to keep"), "{}", again.words());
    assert!(again.words().contains("This is what you saved: Score : 3 Evidence : Put right."), "{}", again.words());
    assert!(again.shows("name=\"S5.1.their_revision\" value=\"1\""), "the choice is between the two");
    // What is kept knowingly is then told what is wrong with it.
    let mine = [("keep", "S5.1 mine"), ("S5.1.their_revision", "1")];
    let kept = post_one(&sample, &lead, audit, &refused, &mine).await;
    assert_eq!(kept.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", kept.words());
    post_one(&sample, &lead, audit, &refused, &[("keep", "S5.1 theirs")]).await.redirect();
    assert_eq!(stored(&sample, audit, "S5.1").await.unwrap().answer.evidence, "Put right.");

    // As it is typed: what the same page saved before is no other's.
    let page = |number: u8, text: &str| typed("S5.2", 0, &format!("0123456789abcdef-{number}"), "3", text);
    save(&sample, &lead, audit, &page(1, "Short.")).await.1.unwrap();
    let (status, _) = save(&sample, &lead, audit, &page(2, &"x".repeat(10_001))).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn from_check_answers_a_save_leads_back_to_its_place_there_and_nowhere_else() {
    let sample = Sample::copy().await;
    let (audit, lead) = (open_audit(&sample).await, sample.sign_in(Persona::SchoolLead).await);
    let list = format!("/audits/{audit}");
    let path = format!("{list}/standards/5");
    let check = sample.get(&format!("{list}/check"), &lead).await;
    let leads_on = check.attributes(&format!("a[href=\"{path}?check=S5.1#S5.1\"]"), "href").len();
    assert_eq!(leads_on, 2, "what is missing, and “Change”: {}", check.words());

    let to = |from: &str, then: &'static str| {
        let (sample, lead, at) = (&sample, &lead, format!("{path}{from}"));
        let fields = [("S5.1.save_id", "a"), ("S5.1.revision", "0"), ("then", then)];
        async move { sample.post(&at, lead, &fields).await.redirect().to_owned() }
    };
    assert_eq!(to("?check=S5.1", "check").await, format!("{list}/check?saved=1#answer-S5.1"));
    assert_eq!(to("?check=S5.1", "stay").await, format!("{path}?check=S5.1&saved=1"));
    assert_eq!(to("?check=S5.1", "list").await, format!("{list}?saved=1"));
    for elsewhere in ["", "?check=", "?check=//evil.example", "?check=S5.1%0d%0aX:y", "?check=S5.1%23x"] {
        assert_eq!(to(elsewhere, "check").await, format!("{path}?saved=1"), "{elsewhere}");
    }
    let back = sample
        .post(&format!("{path}?check=S5.1"), &lead, &[("S5.1.save_id", "a"), ("S5.1.revision", "0"), ("then", "check")])
        .await;
    let shown = sample.follow(&back, &lead).await;
    assert!(shown.shows("Your answers are saved."), "{}", shown.words());

    for (page, words, button) in [
        (format!("{path}?check=S5.1"), ">Check answers</a>", ">Save and return to check answers</button>"),
        (path, ">Task list</a>", ">Save and return to task list</button>"),
    ] {
        let shown = sample.get(&page, &lead).await;
        assert!(shown.shows(words) && shown.shows(button), "{page}");
    }
}

#[tokio::test]
async fn enter_presses_the_button_that_stays() {
    let sample = Sample::copy().await;
    let (audit, lead) = (open_audit(&sample).await, sample.sign_in(Persona::SchoolLead).await);
    for page in [format!("/audits/{audit}/standards/5"), marsh_lane::ACTION.into()] {
        let pressed = pressed_by_enter(&sample.get(&page, &lead).await);
        assert_eq!(pressed, ("then".to_owned(), "stay".to_owned()), "{page}");
    }
}
