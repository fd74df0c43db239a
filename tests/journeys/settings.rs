//! The board's rule on evidence beside best scores: advised as shipped, required where an administrator sets it.

use axum::http::StatusCode;
use section11::domain::form::FormKind;

use crate::support::{Persona, Sample, marsh_lane};

const CHECK: &str = marsh_lane::CHECK;
const DECLARED: [(&str, &str); 3] = marsh_lane::DECLARED;

/// Takes the evidence from each best score of the open audit.
async fn without_evidence(sample: &Sample) {
    sample.complete_open_audit().await;
    sample
        .change(&["update answer_text set evidence = '-' where (audit_id, question_id) in \
                   (select audit_id, question_id from answer where audit_id = 272 and score = 3)"])
        .await;
}

#[tokio::test]
async fn whoever_submits_is_told_how_many_scores_there_are_and_which_best_scores_have_no_evidence() {
    let sample = Sample::copy().await;
    let lead = sample.sign_in(Persona::SchoolLead).await;
    without_evidence(&sample).await;
    let count: i64 = sample.value("select count(*) from answer where audit_id = 272 and score = 3").await;
    assert!(count > 10);
    let page = sample.get(CHECK, &lead).await;
    assert!(page.shows(&format!("{count} best scores have no evidence")), "{}", page.words());
    assert!(page.words().contains(&format!("{count} scores of 3, ")), "{}", page.words());
    assert!(page.shows("href=\"/audits/272/standards/1?check=S1."), "a way to each");
    assert!(page.shows("the head teacher or manager, and the chair of governors"));
    let edition = sample.installation.editions.named(FormKind::Schools, "2026-27").unwrap();
    let question = edition.form.questions().next().unwrap();
    assert!(page.words().contains(&question.wording), "the whole question stands above its answer");
    assert_eq!(sample.post(CHECK, &lead, &DECLARED).await.status, StatusCode::SEE_OTHER, "advised, and submitted");
}

#[tokio::test]
async fn where_the_board_requires_evidence_nothing_is_submitted_without_it() {
    let sample = Sample::copy().await;
    let administrator = sample.sign_in(Persona::Administrator).await;
    let lead = sample.sign_in(Persona::SchoolLead).await;
    without_evidence(&sample).await;
    let refused = sample.post("/settings", &administrator, &[("evidence", "perhaps")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let saved = sample.post("/settings", &administrator, &[("evidence", "require")]).await;
    assert!(sample.follow(&saved, &administrator).await.shows("The settings are saved."));
    let page = sample.get(CHECK, &lead).await;
    assert!(page.shows("Add evidence: the board asks for it beside each best score"), "{}", page.words());
    assert!(!page.shows("name=\"confirmed\""), "no declaration yet");
    let refused = sample.post(CHECK, &lead, &DECLARED).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    sample.change(&["update answer_text set evidence = 'Minutes of May.' where audit_id = 272"]).await;
    assert_eq!(sample.post(CHECK, &lead, &DECLARED).await.status, StatusCode::SEE_OTHER);
    // What was submitted before the rule stays submitted.
    let list = sample.get("/audits/119", &lead).await;
    assert!(list.shows("Submitted") && !list.shows("Not completed"), "{}", list.words());
    let submitted = "select id from audit where state = 'submitted' and id <> 272 order by id";
    let submitted: Vec<(i64,)> = sample.rows(submitted).await;
    assert!(submitted.len() > 300);
    for (audit,) in submitted {
        let list = sample.get(&format!("/audits/{audit}"), &administrator).await;
        assert!(list.shows("Completed") && !list.shows("Not completed"), "{audit}: {}", list.words());
    }
}

#[tokio::test]
async fn a_set_up_that_is_sent_empty_asks_for_the_password_too() {
    let sample = Sample::empty().await;
    let names =
        ["token", "board_name", "short_name", "contact_email", "legal_basis", "name", "email", "password", "again"];
    let empty = sample.post("/set-up", "", &names.map(|name| (name, ""))).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.shows("href=\"#password\"") && empty.shows("Enter a password"), "{}", empty.words());
    let token = sample.installation.set_up_token().reveal().to_owned();
    let with_token = names.map(|name| (name, if name == "token" { token.as_str() } else { "" }));
    let asked = sample.post("/set-up", "", &with_token).await;
    assert_eq!(asked.text().matches("href=\"#password\"").count(), 1, "{}", asked.words());
}
