//! What is said of answers and actions that are saved all the same: what they lack, and what may identify a child.

use axum::http::StatusCode;
use section11::domain::audit::AuditId;
use section11::domain::board::EvidenceRule;
use section11::domain::save::{Saved, TypedAnswer};
use section11::islands::answer_fields::in_a_field;
use section11::store::{answers, audits};

use crate::support::html::{all, first, words_of};
use crate::support::{Answer, Persona, Sample, marsh_lane};

/// The open audit of Marsh Lane Primary School.
const AUDIT: i64 = marsh_lane::AUDIT.0;
const NHS_NUMBER: &str = "943 476 5919";
const WARNING: &str = "This looks like an NHS number: 943 476 5919. Do not name or describe a child. If this \
                       does, take it out. If not, leave it: you confirm that when you submit.";

fn typed(question: &str, revision: i64, score: &str) -> TypedAnswer {
    TypedAnswer {
        question: question.into(),
        revision: Some(revision),
        save_id: format!("{question}-{revision}"),
        score: score.into(),
        ..TypedAnswer::default()
    }
}

async fn save(sample: &Sample, cookie: &str, answer: &TypedAnswer) -> Saved {
    let body = serde_json::json!({ "audit": AUDIT, "answer": answer }).to_string();
    let reply = sample.call("/api/save-answer", cookie, &body).await;
    serde_json::from_slice(&reply.bytes).unwrap()
}

/// Posts one answer as the plain form does, and follows where it leads.
async fn post(sample: &Sample, cookie: &str, answer: &TypedAnswer) -> Answer {
    let named = |field: &str| format!("{}.{field}", answer.question);
    let revision = in_a_field(answer.revision);
    let fields: Vec<(String, &str)> = vec![
        (named("save_id"), &answer.save_id),
        (named("revision"), &revision),
        (named("score"), &answer.score),
        (named("evidence"), &answer.evidence),
        (named("action"), &answer.action),
        (named("who"), &answer.who),
        (named("by_when"), &answer.by_when),
        (named("reason"), &answer.reason),
        (named("no_action_reason"), &answer.no_action_reason),
    ];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    let path = format!("/audits/{AUDIT}/standards/{}", &answer.question[1..2]);
    let saved = sample.post(&path, cookie, &fields).await;
    sample.follow(&saved, cookie).await
}

/// Answers whatever is missing, so that the audit can be submitted.
async fn answer_the_rest(sample: &Sample, cookie: &str) {
    let (form, stored) = {
        let mut db = sample.installation.store.reading().await.unwrap();
        let found = audits::by_id(&mut db, AuditId(AUDIT)).await.unwrap().unwrap();
        let form = sample.installation.editions.get(found.edition).unwrap().form.clone();
        (form, answers::of_audit(&mut db, AuditId(AUDIT), None).await.unwrap())
    };
    let revision = |key| match stored.get(&key) {
        Some(stored) if stored.answer.missing(EvidenceRule::Advise).is_empty() => None,
        stored => Some(stored.map_or(0, |stored| stored.revision)),
    };
    let missing = form.questions().filter_map(|question| Some((question.key, revision(question.key)?)));
    for (key, revision) in missing {
        save(sample, cookie, &typed(&key.to_string(), revision, "3")).await;
    }
}

#[tokio::test]
async fn what_looks_as_if_it_identified_a_child_is_saved_and_pointed_at() {
    let sample = Sample::copy().await;
    let lead = sample.sign_in(Persona::SchoolLead).await;
    let answer = TypedAnswer { evidence: format!("Minutes about {NHS_NUMBER}."), ..typed("S5.1", 0, "3") };
    let saved = save(&sample, &lead, &answer).await;
    assert_eq!(saved.remarks.warnings.len(), 1);
    assert_eq!(
        (saved.remarks.warnings[0].field.as_str(), saved.remarks.warnings[0].words.as_str()),
        ("evidence", WARNING)
    );

    let answer = TypedAnswer { who: NHS_NUMBER.into(), ..typed("S5.2", 0, "2") };
    let page = post(&sample, &lead, &answer).await;
    assert!(page.shows(WARNING) && page.shows("href=\"#S5.2.who\""), "{}", page.words());
    assert!(page.shows("href=\"#S5.1.evidence\""), "the warning stays while the text is there");

    let taken_out = TypedAnswer { evidence: "Minutes.".into(), ..typed("S5.1", 1, "3") };
    assert_eq!(save(&sample, &lead, &taken_out).await.remarks.warnings, []);
    let list = sample.get(&format!("/audits/{AUDIT}"), &lead).await;
    assert!(list.shows("1 answer may identify a child") && !list.shows("names a person"));
}

#[tokio::test]
async fn a_text_that_may_identify_a_child_is_submitted_only_when_it_is_confirmed() {
    let sample = Sample::copy().await;
    let lead = sample.sign_in(Persona::SchoolLead).await;
    let answer = TypedAnswer { evidence: format!("Ticket {NHS_NUMBER}."), ..typed("S5.1", 0, "3") };
    save(&sample, &lead, &answer).await;
    answer_the_rest(&sample, &lead).await;
    let path = format!("/audits/{AUDIT}/check");
    let page = sample.get(&path, &lead).await;
    assert!(
        page.shows(WARNING) && page.shows(&format!("href=\"/audits/{AUDIT}/standards/5?check=S5.1#S5.1.evidence\""))
    );
    assert!(page.shows("1 answer may identify a child") && page.shows("Declaration"), "{}", page.words());

    let declared = marsh_lane::DECLARED;
    let refused = sample.post(&path, &lead, &declared).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.shows("Change the answers that may identify a child, or confirm that they do not"));
    assert!(refused.shows("id=\"no_child-error\""), "the box says it too");

    let digest = page.attribute("#no_child", "value");
    let more = TypedAnswer { evidence: "Case number 4711.".into(), ..typed("S5.1", 1, "3") };
    save(&sample, &lead, &more).await;
    let ticked = [&declared[..], &[("no_child", digest.as_str())]].concat();
    let stale = sample.post(&path, &lead, &ticked).await;
    assert!(stale.shows("have changed. Read the list again"), "what was not read is not confirmed");
    let back = TypedAnswer { evidence: answer.evidence, ..typed("S5.1", 2, "3") };
    save(&sample, &lead, &back).await;

    let submitted = sample.post(&path, &lead, &ticked).await;
    let list = sample.follow(&submitted, &lead).await;
    assert!(list.shows("The audit is submitted. Your reference number is S11-2026-27-00272."));
    assert!(list.shows("The board reads your answers and compares sectors") && !list.shows("Complete the seven"));
    let check = sample.get(&path, &lead).await;
    assert_eq!(check.redirect(), format!("/audits/{AUDIT}/record"));
    let mut db = sample.installation.store.reading().await.unwrap();
    let said: (String, i64) = sqlx::query_as(
        "select l.subject, count(p.id) from log l join person p on p.id = l.person_id and p.email = ? \
         where l.operation = 'audit submitted' and l.audit_id = ?",
    )
    .bind(Persona::SchoolLead.email())
    .bind(AUDIT)
    .fetch_one(&mut *db)
    .await
    .unwrap();
    assert_eq!(said, ("S11-2026-27-00272, confirmed to identify no child: S5.1".to_owned(), 1));
}

/// Submits what is on the check page, with its box under the warnings ticked, and gives the line of the log.
async fn submitted_with_the_box_ticked(sample: &Sample, lead: &str) -> String {
    let path = format!("/audits/{AUDIT}/check");
    let digest = sample.get(&path, lead).await.attribute("#no_child", "value");
    let ticked = [("name", "Hester Quillan"), ("role", "Head"), ("confirmed", "yes"), ("no_child", digest.as_str())];
    sample.post(&path, lead, &ticked).await.redirect();
    let mut db = sample.installation.store.reading().await.unwrap();
    let sql = "select subject from log where operation = 'audit submitted' and audit_id = ?";
    sqlx::query_scalar(sql).bind(AUDIT).fetch_one(&mut *db).await.unwrap()
}

#[tokio::test]
async fn a_name_under_who_is_counted_and_confirmed_as_a_name_and_not_as_a_child() {
    let sample = Sample::copy().await;
    let lead = sample.sign_in(Persona::SchoolLead).await;
    let action = TypedAnswer { action: "Book it".into(), by_when: "26 March 2027".into(), ..typed("S5.1", 0, "2") };
    save(&sample, &lead, &TypedAnswer { who: "Mrs Thornton".into(), ..action.clone() }).await;
    answer_the_rest(&sample, &lead).await;
    let (list, path) = (format!("/audits/{AUDIT}"), format!("/audits/{AUDIT}/check"));
    for page in [&list, &path] {
        let page = sample.get(page, &lead).await;
        assert!(page.shows("1 action names a person") && !page.shows("identify a child"), "{}", page.words());
    }
    let page = sample.get(&path, &lead).await;
    assert!(page.shows("I have checked the names under Who: none of them is a child’s"), "{}", page.words());
    let declared = marsh_lane::DECLARED;
    let refused = sample.post(&path, &lead, &declared).await;
    assert!(refused.shows("Replace the names under Who by roles, or confirm that none of them is a child’s"));

    // Beside a text that may identify a child both are said, each of its own.
    let answer = TypedAnswer { evidence: format!("Ticket {NHS_NUMBER}."), ..typed("S5.2", 1, "3") };
    save(&sample, &lead, &answer).await;
    for page in [&list, &path] {
        let page = sample.get(page, &lead).await;
        assert!(
            page.shows("1 answer may identify a child") && page.shows("1 action names a person"),
            "{}",
            page.words()
        );
    }
    let page = sample.get(&path, &lead).await;
    let both = "I have checked these answers: they do not identify a child, and no name under Who is a child’s";
    assert!(page.shows(both), "{}", page.words());
    let said = submitted_with_the_box_ticked(&sample, &lead).await;
    let expected =
        "S11-2026-27-00272, confirmed to identify no child: S5.2, confirmed to name no child under Who: S5.1";
    assert_eq!(said, expected);
}

#[tokio::test]
async fn the_numbers_before_the_declaration_follow_the_rule_that_decides_what_is_missing() {
    let sample = Sample::copy().await;
    let lead = sample.sign_in(Persona::SchoolLead).await;
    let path = format!("/audits/{AUDIT}/check");
    let numbers = async || sample.get(&path, &lead).await.words_in("#in-numbers");
    sample.change(&["update answer set score = 3 where audit_id = 272 and score < 3"]).await;
    let none = numbers().await;
    assert!(none.ends_with("0 actions."), "{none}");
    let answers = [
        TypedAnswer { no_action_reason: ".".into(), ..typed("S5.1", 0, "1") },
        TypedAnswer { no_action_reason: "The council does this for us".into(), ..typed("S5.2", 0, "1") },
        TypedAnswer { no_action_reason: "N/A".into(), ..typed("S5.6", 0, "1") },
        TypedAnswer { action: "...".into(), who: "..".into(), ..typed("S5.3", 0, "2") },
        TypedAnswer {
            action: "Book it".into(),
            who: "Head".into(),
            by_when: "26 March 2027".into(),
            no_action_reason: "n/a".into(),
            ..typed("S5.4", 0, "2")
        },
        TypedAnswer { who: "Head".into(), no_action_reason: "n/a".into(), ..typed("S5.5", 0, "2") },
    ];
    for answer in &answers {
        save(&sample, &lead, answer).await;
    }
    let words = numbers().await;
    assert!(words.ends_with("1 action, 1 reason for no action."), "{words}");
}

#[tokio::test]
async fn an_action_that_may_identify_a_child_is_saved_and_pointed_at() {
    let sample = Sample::copy().await;
    let lead = sample.sign_in(Persona::SchoolLead).await;
    let path = marsh_lane::ACTION;
    let revision = sample.get(path, &lead).await.attribute("[name=revision]", "value");
    let mut fields = [
        ("revision", revision.as_str()),
        ("what", "Book a course"),
        ("who", "Deputy head"),
        ("by_when", "26 March 2027"),
        ("status", "in_progress"),
        ("done_on", ""),
        ("progress", "Begun"),
        ("impact", "Pupil P207000016049 is seen weekly"),
    ];
    let saved = sample.post(path, &lead, &fields).await;
    assert_eq!(saved.redirect(), format!("{path}?saved=1"));
    let page = sample.follow(&saved, &lead).await;
    assert!(
        page.shows("A-001 is saved, by when ")
            && page.shows("This looks like a unique pupil number (UPN): P207000016049.")
    );
    assert!(page.shows("If not, leave it.") && !page.shows("you confirm that"), "nobody confirms a plan");

    let now = page.attribute("[name=revision]", "value");
    (fields[0].1, fields[5].1) = (&now, "20 November 2026");
    let refused = sample.post(path, &lead, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.shows("Choose Done, or clear the date") && refused.shows("id=\"done_on-error\""));
    assert!(refused.shows("value=\"20 November 2026\""), "what was typed is kept");
    fields[4].1 = "done";
    fields[0].1 = "1";
    let stale = sample.post(path, &lead, &fields).await;
    assert!(
        stale.shows("after you opened it. Read what is stored, then save again") && !stale.shows("in another window")
    );
}

#[tokio::test]
async fn what_an_answer_still_needs_is_said_when_it_is_saved() {
    let sample = Sample::copy().await;
    let lead = sample.sign_in(Persona::SchoolLead).await;
    let half = TypedAnswer { action: "Book a course".into(), ..typed("S5.1", 0, "2") };
    let before = sample.get(&format!("/audits/{AUDIT}/standards/5"), &lead).await;
    assert!(before.shows("id=\"answered\">0 of "), "{}", before.words());
    let saved = save(&sample, &lead, &half).await;
    assert_eq!(saved.remarks.needed, "who will do it, a date by which it will be done");
    assert_eq!(saved.count.answered, 1);

    let past = TypedAnswer { who: "Head".into(), by_when: "1 March 2020".into(), ..half.clone() };
    let page = post(&sample, &lead, &TypedAnswer { revision: Some(1), save_id: "past".into(), ..past }).await;
    assert!(page.shows("1 March 2020 has passed.") && !page.shows("Still needed"), "{}", page.words());
    let unclear = TypedAnswer { revision: Some(2), save_id: "soon".into(), by_when: "soon".into(), ..half };
    let page = post(&sample, &lead, &unclear).await;
    let needed = "who will do it, a date that can be read (for example 26 March 2027)";
    assert!(page.shows(&format!("Still needed: {needed}.")), "{}", page.words());
    assert!(page.shows("Last saved 21 November 2026 at 12:00 by "));
    assert!(page.shows("id=\"S5.1.evidence-info\"") && page.shows("You can enter up to 10,000 characters"));

    let list = sample.get(&format!("/audits/{AUDIT}"), &lead).await;
    assert!(list.shows("who will do 1 action and a clear date for 1 action"), "{}", list.words());
    assert!(list.shows("You can submit when nothing is missing. Still missing: ") && !list.shows("Opens when all"));

    let check = sample.get(&format!("/audits/{AUDIT}/check"), &lead).await;
    let unclear = "By when: this cannot be read as a date. Enter one, for example 26 March 2027";
    assert!(check.shows(unclear), "{}", check.words());
}

#[tokio::test]
async fn an_action_beside_a_reason_for_none_is_pointed_at_and_submitted_all_the_same() {
    let sample = Sample::copy().await;
    let lead = sample.sign_in(Persona::SchoolLead).await;
    let whole = "You gave an action and a reason for no action. Delete one.";
    let begun = "You gave a reason for no action and began an action.";
    let standard = format!("/audits/{AUDIT}/standards/5");
    let check = format!("/audits/{AUDIT}/check");

    // Only who does it is left of an action: emptying that is enough, and it is said.
    let reason = TypedAnswer { no_action_reason: "The trust does it.".into(), ..typed("S5.1", 0, "2") };
    let who = TypedAnswer { who: "Head".into(), ..reason.clone() };
    let saved = save(&sample, &lead, &who).await;
    assert_eq!(saved.remarks.warnings.len(), 1);
    assert!(saved.remarks.warnings[0].words.starts_with(begun) && !saved.remarks.needed.is_empty());
    for path in [&standard, &check] {
        assert!(sample.get(path, &lead).await.shows(begun), "{path}");
    }

    let action =
        TypedAnswer { action: "Book a course".into(), who: "Head".into(), by_when: "26 March 2027".into(), ..reason };
    let both = TypedAnswer { revision: Some(1), save_id: "both".into(), ..action };
    let saved = save(&sample, &lead, &both).await;
    let said: Vec<_> = saved.remarks.warnings.iter().map(|w| (w.field.as_str(), w.words.as_str())).collect();
    assert_eq!((said, saved.remarks.needed.as_str()), (vec![("no_action_reason", whole)], ""));
    let page = sample.get(&standard, &lead).await;
    assert!(page.shows(whole) && page.shows("href=\"#S5.1.no_action_reason\""), "{}", page.words());

    let without =
        TypedAnswer { revision: Some(2), save_id: "one".into(), no_action_reason: String::new(), ..both.clone() };
    assert_eq!(save(&sample, &lead, &without).await.remarks.warnings, []);
    for path in [&standard, &check] {
        assert!(!sample.get(path, &lead).await.shows(whole), "{path}");
    }

    // It is a remark: whoever leaves both submits both.
    save(&sample, &lead, &TypedAnswer { revision: Some(3), save_id: "again".into(), ..both }).await;
    answer_the_rest(&sample, &lead).await;
    assert!(sample.get(&check, &lead).await.shows(whole));
    let declared = marsh_lane::DECLARED;
    let submitted = sample.post(&check, &lead, &declared).await;
    assert_eq!(submitted.redirect(), format!("/audits/{AUDIT}?submitted=1"));
}

#[tokio::test]
async fn a_closed_audit_says_what_was_and_not_what_is_to_come() {
    let sample = Sample::copy().await;
    sample.set_clock("2027-02-13T00:00:00Z");
    let lead = sample.sign_in(Persona::SchoolLead).await;
    let record = sample.get(&format!("/audits/{AUDIT}/record"), &lead).await;
    assert!(record.shows("Not submitted before the audit closed at the end of") && !record.shows("so far"));
    let list = sample.get(&format!("/audits/{AUDIT}"), &lead).await;
    assert!(list.shows("This audit closed at the end of") && list.shows("Not completed"));
    assert!(list.shows("What was missing: "), "{}", list.words());
    assert!(!list.shows("still missing") && !list.shows("What happens next") && !list.shows("In progress"));
}

/// What the band of a page says has been done, and the addresses of its links.
fn band(page: &Answer) -> (String, Vec<String>) {
    let html = page.html();
    let band = first(html.root_element(), ".govuk-notification-banner__heading");
    let links = all(band, "a").into_iter().map(|link| link.attr("href").unwrap().to_owned());
    (words_of(band).replace(" .", ".").replace(" ,", ","), links.collect())
}

#[tokio::test]
async fn a_save_without_scripts_says_with_links_which_questions_need_another_look() {
    let sample = Sample::copy().await;
    let lead = sample.sign_in(Persona::SchoolLead).await;
    let fine = TypedAnswer { evidence: "Minutes of May.".into(), ..typed("S5.1", 0, "3") };
    assert_eq!(band(&post(&sample, &lead, &fine).await), ("Your answers are saved.".to_owned(), Vec::new()));
    let number = TypedAnswer { evidence: format!("Ticket {NHS_NUMBER}."), ..typed("S5.1", 1, "3") };
    let one = "Your answers are saved. Look again at 1 question: S5.1.";
    assert_eq!(band(&post(&sample, &lead, &number).await), (one.to_owned(), vec!["#S5.1".to_owned()]));

    let planned = |by_when: &str, question: &str| TypedAnswer {
        action: "Book a course".into(),
        who: "Head".into(),
        by_when: by_when.into(),
        ..typed(question, 0, "2")
    };
    post(&sample, &lead, &planned("31 June 2027", "S5.2")).await;
    let both = TypedAnswer { no_action_reason: "The trust does it.".into(), ..planned("26 March 2027", "S5.3") };
    let page = post(&sample, &lead, &both).await;
    let (said, links) = band(&page);
    assert_eq!(said, "Your answers are saved. Look again at 3 questions: S5.1, S5.2 and S5.3.");
    assert_eq!(links, ["#S5.1", "#S5.2", "#S5.3"]);
    assert!(links.iter().all(|link| page.shows(&format!(" id=\"{}\"", &link[1..]))), "{}", page.words());
    assert!(page.shows("What you type from here on is saved when you choose “Save” at the end of this page."));
    assert!(!page.shows("Nothing is saved until"), "{}", page.words());
    let later = sample.get(&format!("/audits/{AUDIT}/standards/5"), &lead).await;
    assert!(later.shows("Nothing is saved until") && !later.shows("Look again at"), "{}", later.words());
}
