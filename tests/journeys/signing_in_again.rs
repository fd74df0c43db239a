//! What becomes of typing that is sent after the session has ended: it is carried over signing in, by the plain form
//! alone, and saved for nobody who may not save it.

use axum::http::StatusCode;
use section11::store::answers::{self, StoredAnswer};

use crate::support::html::{all, fields_of, first};
use crate::support::{Answer, Persona, Sample, app_code, marsh_lane};

const PATH: &str = marsh_lane::STANDARD_5;
const TYPED: &str = "\r\nTyped \"for\" an hour,\r\n</textarea><script>alert(1)</script> & more";

/// The standard's form with one answer in it.
const FIELDS: [(&str, &str); 6] = [
    ("S5.1.save_id", "page-form"),
    ("S5.1.revision", "0"),
    ("S5.1.score", "3"),
    ("S5.1.evidence", TYPED),
    ("then", "stay"),
    ("\"><script>alert(2)</script>", "a name that nobody asked for"),
];

async fn stored(sample: &Sample) -> Option<StoredAnswer> {
    let mut db = sample.installation.store.reading().await.unwrap();
    let all = answers::of_audit(&mut db, marsh_lane::AUDIT, Some(5)).await.unwrap();
    all.into_iter().find(|(key, _)| key.to_string() == "S5.1").map(|(_, stored)| stored)
}

/// What was posted as the page carries it, without the id that each page's form has of its own.
fn carried(page: &Answer) -> Vec<(String, String)> {
    hidden(page).into_iter().filter(|(name, _)| name != "post_id").collect()
}

/// What the page would send when its button is pressed, but for what is typed into it.
fn hidden(page: &Answer) -> Vec<(String, String)> {
    let html = page.html();
    let form = first(html.root_element(), "form[method=post][action=\"/audits/272/standards/5\"]");
    let typed: Vec<_> = all(form, "input:not([type=hidden])").iter().filter_map(|field| field.attr("name")).collect();
    fields_of(form).into_iter().filter(|(name, _)| !typed.contains(&name.as_str())).collect()
}

/// Fills in the page's form and sends it.
async fn sign_in(sample: &Sample, page: &Answer, email: &str, password: &str) -> Answer {
    let hidden = hidden(page);
    let mut fields: Vec<(&str, &str)> = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.extend([("sign-in.email", email), ("sign-in.password", password)]);
    sample.post(PATH, "", &fields).await
}

/// Opens the page, lets the session end, and sends the form.
async fn sent_too_late(sample: &Sample) -> Answer {
    let lead = sample.sign_in(Persona::SchoolLead).await;
    sample.set_clock("2026-11-21T13:00:01Z");
    let answer = sample.post(PATH, &lead, &FIELDS).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    answer
}

#[tokio::test]
async fn f12_what_was_typed_is_saved_after_signing_in_again() {
    let sample = Sample::copy().await;
    let asked = sent_too_late(&sample).await;
    assert!(asked.shows("What you typed is not saved yet.") && !asked.text().contains("<script>alert"));
    assert!(stored(&sample).await.is_none());

    let lead = Persona::SchoolLead;
    let wrong = sign_in(&sample, &asked, lead.email(), "not the password").await;
    assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
    assert!(wrong.shows("The e-mail address or the password is not right") && wrong.shows(lead.email()));
    assert!(!wrong.text().contains("not the password") && wrong.header("set-cookie").is_empty());
    assert_eq!(carried(&wrong), carried(&asked), "nothing that was typed is lost by a wrong password");

    let saved = sign_in(&sample, &wrong, lead.email(), lead.password()).await;
    assert_eq!(saved.redirect(), format!("{PATH}?saved=1"));
    let cookie = saved.cookies();
    let page = sample.follow(&saved, &cookie).await;
    assert!(page.shows("Your answers are saved."));
    let now = stored(&sample).await.unwrap();
    assert_eq!((now.answer.evidence.as_str(), now.revision), (TYPED, 1));

    // The save contract is carried along: the same form again is the same save.
    let again = sign_in(&sample, &asked, lead.email(), lead.password()).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
    assert_eq!(stored(&sample).await.unwrap().revision, 1);
}

#[tokio::test]
async fn f12_a_stale_revision_is_still_a_conflict_after_signing_in_again() {
    let sample = Sample::copy().await;
    let asked = sent_too_late(&sample).await;
    let contributor = sample.sign_in(Persona::Contributor).await;
    let theirs = [("S5.1.save_id", "b"), ("S5.1.revision", "0"), ("S5.1.evidence", "Theirs.")];
    sample.post(PATH, &contributor, &theirs).await.redirect();
    let conflict = sign_in(&sample, &asked, Persona::SchoolLead.email(), Persona::SchoolLead.password()).await;
    assert_eq!(conflict.status, StatusCode::CONFLICT);
    assert!(!conflict.cookies().is_empty(), "and the person is signed in");
    assert!(conflict.shows("Theirs.") && conflict.shows("Keep yours") && conflict.text().contains("an hour"));
    assert_eq!(stored(&sample).await.unwrap().answer.evidence, "Theirs.");
    // A second press, or the same sent anew after a line that broke: it was not carried out, and is not said to have been.
    let again = sign_in(&sample, &asked, Persona::SchoolLead.email(), Persona::SchoolLead.password()).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "{}", again.words());
    assert!(again.shows("Keep yours") && again.text().contains("an hour"), "{}", again.words());
}

#[tokio::test]
async fn f12_whoever_may_not_save_it_saves_nothing() {
    let sample = Sample::copy().await;
    let asked = sent_too_late(&sample).await;
    let before = stored(&sample).await;
    let partner = sign_in(&sample, &asked, Persona::PartnerLead.email(), Persona::PartnerLead.password()).await;
    assert_eq!(partner.status, StatusCode::NOT_FOUND);
    let reviewer = sign_in(&sample, &partner, Persona::Reviewer.email(), Persona::Reviewer.password()).await;
    assert_eq!(reviewer.status, StatusCode::FORBIDDEN);
    assert_eq!(stored(&sample).await, before);
    // The wrong account, on a computer that several share, loses nothing that was typed.
    assert!(reviewer.shows("What you typed is kept here") && carried(&reviewer) == carried(&asked));
    let cookie = reviewer.cookies();
    let hidden = carried(&reviewer);
    let mut fields: Vec<(&str, &str)> = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let lead = Persona::SchoolLead;
    fields.extend([("sign-in.email", lead.email()), ("sign-in.password", lead.password())]);
    let saved = sample.post(PATH, &cookie, &fields).await;
    assert_eq!(saved.redirect(), format!("{PATH}?saved=1"));
    assert_eq!(stored(&sample).await.unwrap().answer.evidence, TYPED);
}

#[tokio::test]
async fn f12_what_is_sent_while_somebody_else_is_signed_in_stays_on_the_page() {
    let sample = Sample::copy().await;
    let partner = sample.sign_in(Persona::PartnerLead).await;
    let refused = sample.post(PATH, &partner, &FIELDS).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
    assert!(refused.shows("You cannot save as this user. Someone else may have signed in on this computer, or you may no longer save on this page."));
    assert!(carried(&refused).iter().any(|(name, value)| name == "S5.1.evidence" && value == TYPED));
    let lead = Persona::SchoolLead;
    let saved = sign_in(&sample, &refused, lead.email(), lead.password()).await;
    assert_eq!(saved.redirect(), format!("{PATH}?saved=1"));
    assert_eq!(stored(&sample).await.unwrap().answer.evidence, TYPED);
}

#[tokio::test]
async fn a_page_says_that_it_saved_once_and_not_whenever_its_address_is_opened() {
    let sample = Sample::copy().await;
    let lead = sample.sign_in(Persona::SchoolLead).await;
    let saved = sample.post(PATH, &lead, &FIELDS).await;
    let browser = format!("{lead}; {}", saved.cookies());
    let page = sample.follow(&saved, &browser).await;
    assert!(page.shows("Your answers are saved."));
    assert!(
        page.header("set-cookie").starts_with("__Host-done=; ") && page.header("set-cookie").ends_with("Max-Age=0")
    );
    // By then the browser has forgotten it.
    for address in [saved.location(), "/audits/272?saved=1"] {
        let again = sample.get(address, &lead).await;
        assert_eq!(again.status, StatusCode::OK, "{address}");
        assert!(!again.shows("Your answers are saved"), "{address}");
        assert!(!sample.get("/audits/272?saved=1", &browser).await.shows("Your answers are saved"), "another address");
    }
    for address in ["/account?done=password", "/account?done=authenticator"] {
        let page = sample.get(address, &lead).await;
        assert!(page.shows("Hester Quillan"), "{address}: {}", page.words());
        assert!(!page.shows("Your password is changed"), "{address}");
        assert!(!page.shows("app is set up. From now on"), "{address}");
    }
    assert!(!sample.get("/sign-in?because=signed-out", &lead).await.shows("You have signed out."));
}

#[tokio::test]
async fn f12_a_form_that_is_too_large_is_refused_before_it_is_carried() {
    let sample = Sample::copy().await;
    let large = "x".repeat(2 * 1024 * 1024 + 1);
    let answer = sample.post(PATH, "", &[("S5.1.save_id", "a"), ("S5.1.evidence", &large)]).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(answer.bytes.len() < 100_000);
}

#[tokio::test]
async fn f12_whoever_signed_in_elsewhere_saves_by_the_same_button() {
    let sample = Sample::copy().await;
    let asked = sent_too_late(&sample).await;
    let lead = sample.sign_in(Persona::SchoolLead).await;
    let hidden = carried(&asked);
    let mut fields: Vec<(&str, &str)> = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.extend([("sign-in.email", ""), ("sign-in.password", "")]);
    sample.post(PATH, &lead, &fields).await.redirect();
    assert_eq!(stored(&sample).await.unwrap().answer.evidence, TYPED);
}

#[tokio::test]
async fn f12_an_action_is_carried_too_and_other_posts_are_not() {
    let sample = Sample::copy().await;
    let action = sample.post(marsh_lane::ACTION, "", &[("what", "Typed.")]).await;
    assert_eq!(action.status, StatusCode::UNAUTHORIZED);
    assert!(action.shows("value=\"Typed.\"") && action.shows("Sign in and save"));
    let other = sample.post("/people/new", "", &[("name", "Typed.")]).await;
    assert_eq!(other.status, StatusCode::UNAUTHORIZED);
    assert!(!other.text().contains("Typed.") && !other.shows("Sign in and save"));
}

#[tokio::test]
async fn who_signs_in_with_an_authenticator_app_gives_its_code_on_the_same_page() {
    const SECRET: [u8; 20] = [7; 20];
    let sample = Sample::copy().await;
    let mut page = sent_too_late(&sample).await;
    sample.set_up_app(Persona::SchoolLead, &SECRET).await;
    let code_at = |at: &str| app_code(&SECRET, at, 0);
    let now = "2026-11-21T13:00:01Z";
    let wrong = if code_at(now) == "000000" { "000001" } else { "000000" };
    for (code, asks) in [("", "Enter the code from your authenticator app"), (wrong, "The code is not right")] {
        page = sign_in_with_code(&sample, &page, code).await;
        assert_eq!(page.status, StatusCode::UNAUTHORIZED);
        assert!(page.shows(asks), "{}", page.words());
        assert_eq!(page.header("set-cookie"), "");
        assert!(stored(&sample).await.is_none());
    }
    // While a wait runs, a right code is not called wrong.
    for _ in 0..9 {
        page = sign_in_with_code(&sample, &page, wrong).await;
    }
    page = sign_in_with_code(&sample, &page, &code_at(now)).await;
    assert!(page.shows("There have been too many tries. Wait until 13:05, then enter a new code"), "{}", page.words());
    let now = "2026-11-21T13:05:01Z";
    sample.set_clock(now);
    let saved = sign_in_with_code(&sample, &page, &code_at(now)).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.words());
    let untold: i64 = sample.value("select sum(untold) from wrong_codes where person_id = 3").await;
    assert_eq!(untold, 10, "a code that was not typed is no wrong one");
    assert_eq!(stored(&sample).await.unwrap().answer.evidence, TYPED);
    assert_eq!(sample.get(marsh_lane::TASKS, &saved.cookies()).await.status, StatusCode::OK);
}

async fn sign_in_with_code(sample: &Sample, page: &Answer, code: &str) -> Answer {
    let hidden = carried(page);
    let mut fields: Vec<(&str, &str)> = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let (email, password) = (Persona::SchoolLead.email(), Persona::SchoolLead.password());
    fields.extend([("sign-in.email", email), ("sign-in.password", password), ("sign-in.code", code)]);
    sample.post(PATH, "", &fields).await
}

#[tokio::test]
async fn what_is_typed_on_a_page_that_another_opened_is_not_saved_as_theirs_even_where_both_may_answer() {
    let sample = Sample::copy().await;
    let [lead, contributor] = [Persona::SchoolLead, Persona::Contributor];
    let opened_by = sample.get(PATH, &sample.sign_in(lead).await).await.attribute("[name=opened_by]", "value");
    let mut fields = FIELDS.to_vec();
    fields.push(("opened_by", &opened_by));
    let colleague = sample.sign_in(contributor).await;

    let refused = sample.post(PATH, &colleague, &fields).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
    assert!(refused.shows("Someone else may have signed in on this computer"));
    let json = |answer: &str| format!("{{\"audit\":272,\"opened_by\":{opened_by},\"answer\":{answer}}}");
    let answer = serde_json::json!({
        "question": "S5.1", "save_id": "island", "revision": 0, "score": "3", "reason": "", "evidence": "Typed.",
        "action": "", "who": "", "by_when": "", "no_action_reason": "",
    });
    let island = sample.call("/api/save-answer", &colleague, &json(&answer.to_string())).await;
    assert_eq!(island.status, StatusCode::NOT_FOUND, "{}", island.text());
    assert!(stored(&sample).await.is_none());

    let saved = sign_in(&sample, &refused, lead.email(), lead.password()).await;
    assert_eq!(saved.redirect(), format!("{PATH}?saved=1"));
    assert_eq!(stored(&sample).await.unwrap().saved_by_name, "Hester Quillan");
}

#[tokio::test]
async fn who_signs_in_again_is_led_back_to_the_place_from_which_the_page_was_opened() {
    let sample = Sample::copy().await;
    let from_check = format!("{PATH}?check=S5.1");
    let mut fields = FIELDS.to_vec();
    for field in &mut fields {
        if field.0 == "then" {
            field.1 = "check";
        }
    }
    let asked = sample.post(&from_check, "", &fields).await;
    assert!(asked.text().contains(&format!("action=\"{from_check}\"")), "{}", asked.text());
    let lead = Persona::SchoolLead;
    fields.extend([("sign-in.email", lead.email()), ("sign-in.password", lead.password())]);
    let saved = sample.post(&from_check, "", &fields).await;
    assert_eq!(saved.redirect(), "/audits/272/check?saved=1#answer-S5.1");
}
