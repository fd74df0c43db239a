//! Characters that nobody sees: they come along with a paste, keep nothing from being saved, and are said in a line that
//! asks for nothing.

use axum::http::StatusCode;
use section11::domain::save::{NotSaved, Saved, TypedAnswer};

use crate::support::{Persona, Sample, marsh_lane};

/// Evidence as Word and old programs paste it, and as it is kept.
const PASTED: &str = "One\u{B}two\u{C}three\u{2028}four \u{2}\u{1F}\0five: St Anne\u{92}s\u{FEFF}";
const KEPT: &str = "One\ntwo\nthree\nfour five: St Anne’s";

async fn save(app: &Sample, cookie: &str, answer: &TypedAnswer) -> Result<Saved, NotSaved> {
    let body = serde_json::json!({ "audit": marsh_lane::AUDIT.0, "answer": answer }).to_string();
    let answer = app.call("/api/save-answer", cookie, &body).await;
    match answer.status {
        StatusCode::OK => Ok(serde_json::from_slice(&answer.bytes).unwrap()),
        _ => Err(serde_json::from_slice(&answer.bytes).unwrap()),
    }
}

fn typed(revision: i64, save_id: &str, evidence: &str) -> TypedAnswer {
    let (question, save_id, evidence) = ("S5.1".into(), save_id.into(), evidence.into());
    TypedAnswer { question, revision: Some(revision), save_id, evidence, ..TypedAnswer::default() }
}

/// The texts of an answer in the database.
async fn texts(app: &Sample, question: &str) -> Vec<String> {
    let mut db = app.installation.store.reading().await.unwrap();
    let row: (String, String, String, String, String, String) = sqlx::query_as(
        "select t.evidence, t.reason, t.action_what, t.action_who, t.action_by_when, t.no_action_reason \
         from answer_text t join question q on q.id = t.question_id where t.audit_id = 272 and q.question_key = ?",
    )
    .bind(question)
    .fetch_one(&mut *db)
    .await
    .unwrap();
    vec![row.0, row.1, row.2, row.3, row.4, row.5]
}

#[tokio::test]
async fn what_nobody_sees_keeps_no_answer_from_being_saved_as_it_is_typed() {
    let app = Sample::copy().await;
    let lead = app.sign_in(Persona::SchoolLead).await;
    let first = save(&app, &lead, &typed(0, "a-1", PASTED)).await.unwrap();
    assert_eq!(texts(&app, "S5.1").await[0], KEPT);
    let said = ". Still needed: a score. 4 invisible characters were left out of Evidence.";
    assert_eq!((first.revision, first.remarks.still_needed().as_str()), (1, said));
    assert_eq!(first.remarks.warnings, []);
    // The page goes on holding what was pasted: a retry, and the next save, are no change and no conflict.
    assert_eq!(save(&app, &lead, &typed(0, "a-1", PASTED)).await.unwrap().revision, 1);
    assert_eq!(save(&app, &lead, &typed(1, "a-2", PASTED)).await.unwrap().revision, 1);
    let more = save(&app, &lead, &typed(1, "a-3", &format!("{PASTED} and more"))).await.unwrap();
    assert_eq!((more.revision, texts(&app, "S5.1").await[0].as_str()), (2, format!("{KEPT} and more").as_str()));
    // A colleague changes something else: what was only left out here is no change of this page's.
    let contributor = app.sign_in(Persona::Contributor).await;
    let theirs = TypedAnswer { who: "Head".into(), ..typed(2, "b-1", &format!("{KEPT} and more")) };
    assert_eq!(save(&app, &contributor, &theirs).await.unwrap().revision, 3);
    let mine = TypedAnswer { action: "Book".into(), ..typed(2, "a-4", &format!("{PASTED} and more")) };
    let Err(NotSaved::Conflict(conflict)) = save(&app, &lead, &mine).await else { panic!("it is in conflict") };
    let both = conflict.yours_over_theirs;
    assert_eq!([both.evidence, both.who, both.action], [format!("{KEPT} and more"), "Head".into(), "Book".into()]);
}

#[tokio::test]
async fn every_field_of_a_posted_answer_is_kept_without_what_nobody_sees() {
    let app = Sample::copy().await;
    let lead = app.sign_in(Persona::SchoolLead).await;
    let fields = ["evidence", "reason", "action", "who", "by_when", "no_action_reason"];
    for c in ['\0', '\u{1}', '\u{8}', '\u{1B}', '\u{1F}', '\u{7F}', '\u{81}', '\u{FEFF}', '\u{FFFF}'] {
        let text = format!("a{c}b");
        let names = fields.map(|field| format!("S5.2.{field}"));
        // All are kept alike, so that the later ones are no change of the first, whatever revision they name.
        let mut sent = vec![("S5.2.save_id", "a"), ("S5.2.revision", "0"), ("S5.2.score", "2")];
        sent.extend(names.iter().map(|name| (name.as_str(), text.as_str())));
        let saved = app.post(marsh_lane::STANDARD_5, &lead, &sent).await;
        let address = saved.redirect().to_owned();
        assert!(address.starts_with("/audits/272/standards/5?saved=1&left_out=6~"), "{c:?}: {address}");
        let page = app.follow(&saved, &lead).await;
        assert!(page.shows("6 invisible characters were left out of what you typed."), "{c:?}");
        assert!(!app.get(&address, &lead).await.shows("left out"), "it is said once");
        assert_eq!(texts(&app, "S5.2").await, vec!["ab"; 6], "{c:?}");
    }
    let sent = [("S5.2.save_id", "b"), ("S5.2.revision", "1"), ("S5.2.score", "2"), ("S5.2.evidence", "One\u{B}line")];
    let saved = app.post(marsh_lane::STANDARD_5, &lead, &sent).await;
    assert_eq!(
        saved.redirect(),
        "/audits/272/standards/5?saved=1",
        "a line break is a line break: nothing was left out"
    );
    assert_eq!(texts(&app, "S5.2").await[0], "One\nline");
}
