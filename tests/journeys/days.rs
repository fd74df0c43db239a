//! Days as people type them: the field says which day a date is read as, and it stays that day.

use axum::http::StatusCode;
use section11::domain::save::{Saved, TypedAnswer};

use crate::support::{Persona, Sample, marsh_lane};

/// The open audit of Marsh Lane Primary School.
const STANDARD: &str = marsh_lane::STANDARD_5;
const ACTION: &str = marsh_lane::ACTION;

async fn save(sample: &Sample, cookie: &str, revision: i64, by_when: &str) -> Saved {
    let answer = TypedAnswer {
        question: "S5.1".into(),
        revision: Some(revision),
        save_id: format!("{revision}"),
        score: "2".into(),
        action: "Book a course".into(),
        who: "Head".into(),
        by_when: by_when.into(),
        ..TypedAnswer::default()
    };
    let body = serde_json::json!({ "audit": marsh_lane::AUDIT.0, "answer": answer }).to_string();
    serde_json::from_slice(&sample.call("/api/save-answer", cookie, &body).await.bytes).unwrap()
}

/// What stands at the field of the date.
async fn at_the_field(sample: &Sample, cookie: &str) -> String {
    let page = sample.get(STANDARD, cookie).await;
    let described_by = page.attribute("[name=\"S5.1.by_when\"]", "aria-describedby");
    assert!(described_by.split(' ').any(|id| id == "S5.1.by_when-remark"), "the field is described by it");
    page.words_in("[id=\"S5.1.by_when-remark\"]")
}

#[tokio::test]
async fn what_a_date_was_read_as_or_why_it_is_none_stands_at_its_field() {
    let sample = Sample::copy().await;
    let lead = sample.sign_in(Persona::SchoolLead).await;
    for (revision, (typed, said)) in (0..).zip([
        ("26th of March 2027", ""),
        ("June 2027", "We read this as 30 June 2027, the last day of the month."),
        ("30 june", "We read this as 30 June 2027, the next one."),
        (
            "31 June 2027",
            "By when: there is no such day. Check the day and the month, the day first, for example 26 March 2027.",
        ),
        ("June", "By when: add the year, for example 26 March 2027."),
        ("2026-27", "By when: this is a year. Add the day and the month, for example 26 March 2027."),
        ("w/c 1 March 2027", "We read this as 1 March 2027, the first day of that week."),
        ("end of June 30th", "We read this as 30 June 2027, the next one."),
        ("end of June 30", "By when: add the year, for example 26 March 2027."),
        (
            "30 June (following year)",
            "By when: this cannot be read as a date. Leave out the remark in brackets, for example 26 March 2027.",
        ),
        ("March 22-27", "By when: this cannot be read as a date. Enter one, for example 26 March 2027."),
        ("26 March 20:27", "By when: this cannot be read as a date. Enter one, for example 26 March 2027."),
        ("asap", "By when: this cannot be read as a date. Enter one, for example 26 March 2027."),
    ]) {
        let saved = save(&sample, &lead, revision, typed).await;
        assert_eq!(saved.remarks.by_when, said, "{typed}");
        assert_eq!(saved.remarks.needed.is_empty(), !said.starts_with("By when"), "{typed}");
        assert_eq!(at_the_field(&sample, &lead).await, said, "{typed}");
    }
    let refused = sample.post(marsh_lane::CHECK, &lead, &[]).await;
    assert!(refused.shows("By when: this cannot be read as a date."), "{}", refused.words());
}

#[tokio::test]
async fn a_date_without_a_year_stays_the_day_that_it_was_when_it_was_saved() {
    let sample = Sample::copy().await;
    let lead = sample.sign_in(Persona::SchoolLead).await;
    sample.complete_open_audit().await;
    save(&sample, &lead, 1, "30 november").await;
    assert_eq!(at_the_field(&sample, &lead).await, "We read this as 30 November 2026, the next one.");
    sample.set_clock("2027-01-11T12:00:00Z");
    let lead = sample.sign_in(Persona::SchoolLead).await;
    assert_eq!(at_the_field(&sample, &lead).await, "We read this as 30 November 2026, the next one.");
    assert!(sample.get(STANDARD, &lead).await.shows("30 November 2026 has passed."));
    let check = sample.get(marsh_lane::CHECK, &lead).await;
    assert!(check.words().contains("Head By when : 30 November 2026"), "{}", check.words());
    let declared = marsh_lane::DECLARED;
    sample.post(marsh_lane::CHECK, &lead, &declared).await.redirect();
    let due: String = sample.value("select by_when from action where what = 'Book a course'").await;
    assert_eq!(due, "2026-11-30", "the action of the plan");
    sample.set_clock("2027-02-01T12:00:00Z");
    let reviewer = sample.sign_in(Persona::Reviewer).await;
    let csv = sample.get("/rounds/2026-27/answers.csv?form=schools", &reviewer).await.text();
    assert!(csv.contains(",Book a course,Head,30 november,2026-11-30,"), "the file has what was typed, and the day");
}

#[tokio::test]
async fn a_date_without_a_year_stays_its_day_when_something_else_of_the_answer_is_saved_later() {
    let sample = Sample::copy().await;
    let lead = sample.sign_in(Persona::SchoolLead).await;
    save(&sample, &lead, 0, "5 december").await;
    let read = "We read this as 5 December 2026, the next one.";
    assert_eq!(at_the_field(&sample, &lead).await, read);
    sample.set_clock("2026-12-09T12:00:00Z");
    let lead = sample.sign_in(Persona::SchoolLead).await;
    let evidence = |revision: i64, evidence: &str| TypedAnswer {
        question: "S5.1".into(),
        revision: Some(revision),
        save_id: format!("mended {revision}"),
        score: "2".into(),
        action: "Book a course".into(),
        who: "Head".into(),
        by_when: "5 december".into(),
        evidence: evidence.into(),
        ..TypedAnswer::default()
    };
    for revision in [1, 2] {
        let answer = evidence(revision, &format!("A comma, mended {revision}"));
        let body = serde_json::json!({ "audit": marsh_lane::AUDIT.0, "answer": answer }).to_string();
        let saved: Saved = serde_json::from_slice(&sample.call("/api/save-answer", &lead, &body).await.bytes).unwrap();
        assert_eq!((saved.revision, saved.remarks.by_when.as_str()), (revision + 1, read));
        // A retry is told the same.
        let retried: Saved =
            serde_json::from_slice(&sample.call("/api/save-answer", &lead, &body).await.bytes).unwrap();
        assert_eq!((retried.revision, retried.remarks.by_when.as_str()), (revision + 1, read));
        assert_eq!(at_the_field(&sample, &lead).await, read);
        assert!(sample.get(STANDARD, &lead).await.shows("5 December 2026 has passed."));
    }
    // Typed anew, it is the next one again.
    save(&sample, &lead, 3, "5 Dec").await;
    assert_eq!(at_the_field(&sample, &lead).await, "We read this as 5 December 2027, the next one.");
}

fn change<'a>(revision: &'a str, by_when: &'a str) -> [(&'a str, &'a str); 5] {
    [("revision", revision), ("what", "Book"), ("who", "Head"), ("by_when", by_when), ("status", "not_started")]
}

#[tokio::test]
async fn the_plan_reads_the_same_dates_and_says_what_it_read() {
    let sample = Sample::copy().await;
    let lead = sample.sign_in(Persona::SchoolLead).await;
    let revision = sample.get(ACTION, &lead).await.attribute("[name=revision]", "value");
    let saved = sample.post(ACTION, &lead, &change(&revision, "by the end of June 2027")).await;
    assert_eq!(saved.redirect(), format!("{ACTION}?saved=1"));
    let page = sample.follow(&saved, &lead).await;
    assert!(
        page.shows("A-001 is saved, by when 30 June 2027.") && page.shows("value=\"30 June 2027\""),
        "{}",
        page.words()
    );
    // What is refused is looked at from what is stored by then.
    let revision = page.attribute("[name=revision]", "value");
    for (typed, why) in
        [("31 June 2027", "there is no such day"), ("Easter", "this cannot be read"), ("", "enter a date")]
    {
        let refused = sample.post(ACTION, &lead, &change(&revision, typed)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.shows(&format!("By when: {why}")), "{}", refused.words());
    }
    let done = [&change(&revision, "30 June 2027")[..4], &[("status", "done"), ("done_on", "June 2026")]].concat();
    let refused = sample.post(ACTION, &lead, &done).await;
    assert!(refused.shows("Done on: add the day, for example 26 March 2027"), "{}", refused.words());
}
