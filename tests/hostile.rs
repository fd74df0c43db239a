//! Hostile text in every field that people fill, and in every search: it is shown as text, found in no page as markup,
//! and reaches nobody whom it does not concern. The numbers are those of the list of what must hold under attack.

#![expect(clippy::unwrap_used, reason = "a test that unwraps says enough by failing")]

mod support;

use axum::http::StatusCode;
use support::{Persona, Sample, encoded};

/// Each begins with a word that stands nowhere else, so that its arrival on a page can be seen.
const CORPUS: [&str; 12] = [
    "canary0 <script>alert(1)</script>",
    "canary1 </textarea><script>alert(1)</script>",
    "canary2 \"><img src=x onerror=alert(1)>",
    "canary3 \" onfocus=\"alert(1)\" autofocus=\"",
    "canary4 </title><script>alert(1)</script>",
    "canary5 <!--<script>--> --><svg onload=alert(1)>",
    "canary6 {{constructor.constructor('alert(1)')()}}",
    "canary7 </leptos-island><script>alert(1)</script>",
    "canary8 &lt;script&gt;alert(1)&lt;/script&gt;",
    "canary9 javascript:alert(1)",
    "canary10 </style><script>alert(1)</script>",
    "canary11 \\u003cscript\\u003ealert(1)\\u003c/script\\u003e",
];

/// What no page of ours holds: markup of the corpus that was not escaped.
const MARKUP: [&str; 6] = [
    "<script>alert",
    "<img src=x",
    "<svg onload",
    "=\"canary3 \" onfocus",
    "</leptos-island><script",
    "onerror=alert(1)>\"",
];

fn assert_harmless(page: &str, path: &str) {
    for markup in MARKUP {
        assert!(!page.contains(markup), "{path} holds {markup}");
    }
}

#[tokio::test]
async fn s29_hostile_answers_are_text_on_every_page_that_shows_them() {
    let sample = Sample::copy().await;
    let (lead, reviewer) = (sample.sign_in(Persona::SchoolLead).await, sample.sign_in(Persona::Reviewer).await);
    for (n, text) in CORPUS.iter().enumerate() {
        let question = format!("S{}.{}", 5 + n / 10, 1 + n % 10);
        let standard = 5 + n / 10;
        let names: Vec<String> =
            ["save_id", "revision", "score", "evidence", "action", "who", "by_when", "no_action_reason"]
                .iter()
                .map(|field| format!("{question}.{field}"))
                .collect();
        let save_id = format!("hostile-{n}");
        let short: String = text.chars().take(40).collect();
        let values = [save_id.as_str(), "0", "2", text, text, text, &short, text];
        let fields: Vec<(&str, &str)> = names.iter().map(String::as_str).zip(values).collect();
        let saved = sample.post(&format!("/audits/272/standards/{standard}"), &lead, &fields).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{text}");
    }
    for path in ["/audits/272/standards/5", "/audits/272/standards/6", "/audits/272/check", "/audits/272/record"] {
        for cookie in [&lead, &reviewer] {
            let page = sample.get(path, cookie).await;
            assert_eq!(page.status, StatusCode::OK);
            assert_harmless(&page.text(), path);
        }
    }
    let record = sample.get("/audits/272/record", &reviewer).await;
    for text in CORPUS {
        assert!(record.text().contains(text.split(' ').next().unwrap()), "{text} is shown");
    }
}

#[tokio::test]
async fn s29_hostile_names_are_text_on_every_page_that_shows_them() {
    let sample = Sample::copy().await;
    let administrator = sample.sign_in(Persona::Administrator).await;
    for (n, text) in CORPUS.iter().enumerate() {
        let organisation = [("name", *text), ("sector", "voluntary"), ("basis", "commissioned"), ("group", text)];
        let added = sample.post("/organisations/new", &administrator, &organisation).await;
        assert_eq!(added.status, StatusCode::SEE_OTHER, "{text}");
        let email = format!("person{n}@hostile.example");
        let person = [("email", email.as_str()), ("name", text), ("role", "lead"), ("organisation", "O-0156")];
        sample.post("/people/new", &administrator, &person).await.redirect();
    }
    let invite = [("whom", "sectors"), ("sector", "voluntary")];
    assert_eq!(sample.post("/rounds/2026-27/invite", &administrator, &invite).await.status, StatusCode::SEE_OTHER);
    for path in [
        "/organisations?q=canary",
        "/organisations/O-0156",
        "/organisations/O-0156/edit",
        "/organisations/O-0156/close",
        "/organisations/O-0156/people",
        "/organisations/O-0156/action-plan",
        "/people",
        "/rounds/2026-27/audits?sector=voluntary",
        "/rounds/2026-27/results/organisations?form=partners&group=all&standard=1&include=in-progress",
    ] {
        let page = sample.get(path, &administrator).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert_harmless(&page.text(), path);
    }
}

#[tokio::test]
async fn s41_hostile_searches_and_addresses_are_answered_and_never_fail() {
    let sample = Sample::copy().await;
    let administrator = sample.sign_in(Persona::Administrator).await;
    let before = sample.digest().await;
    let texts = [
        "'",
        "\"",
        "'; drop table person; --",
        "' or 1=1 --",
        "%",
        "_",
        "\\",
        "*",
        "NEAR(",
        "\u{0}",
        "😀",
        "a%00b",
        "../../etc/passwd",
        "1e999",
        "-1",
    ];
    let places = [
        "/organisations?q=",
        "/organisations?sector=",
        "/organisations?page=",
        "/rounds/2014/results?form=",
        "/rounds/2014/results?sort=",
        "/rounds/2014/results?form=schools&sub_sector=",
        "/rounds/2014/results/organisations?form=schools&group=",
        "/rounds/2014/results/organisations?form=schools&group=all&question=",
        "/rounds/2014/audits?state=",
        "/rounds/",
        "/audits/",
        "/organisations/",
        "/people/",
        "/forms/schools/",
        "/set-password/",
    ];
    for place in places {
        for text in texts {
            let answer = sample.get(&format!("{place}{}", encoded(text)), &administrator).await;
            assert!(!answer.status.is_server_error(), "{place}{text}: {}", answer.status);
        }
    }
    assert_eq!(sample.digest().await, before);
}

#[tokio::test]
async fn s5_what_one_organisation_writes_reaches_no_other() {
    let sample = Sample::copy().await;
    let (lead, partner) = (sample.sign_in(Persona::SchoolLead).await, sample.sign_in(Persona::PartnerLead).await);
    let police = sample.sign_in(Persona::PoliceLead).await;
    let canary = "canary of Marsh Lane";
    let fields = [("S5.1.save_id", "c"), ("S5.1.revision", "0"), ("S5.1.score", "3"), ("S5.1.evidence", canary)];
    assert_eq!(sample.post("/audits/272/standards/5", &lead, &fields).await.status, StatusCode::SEE_OTHER);
    let own: Vec<_> =
        ["/account", "/organisations/O-0022", "/audits/272", "/rounds", "/organisations", "/people"].into();
    let more = (1..=300).map(|audit| format!("/audits/{audit}/standards/5"));
    let paths: Vec<String> = own.into_iter().map(str::to_owned).chain(more).collect();
    for cookie in [&partner, &police, &String::new()] {
        for path in &paths {
            let page = sample.get(path, cookie).await;
            assert!(!page.text().contains(canary) && !page.text().contains("argon2"), "{path}");
        }
    }
}

#[tokio::test]
async fn s3_a_child_of_another_organisation_is_not_found_under_ones_own() {
    let sample = Sample::copy().await;
    let partner = sample.sign_in(Persona::PartnerLead).await;
    let before = sample.digest().await;
    // Marsh Lane's audits and actions, asked for by a charity's lead; and the schools' questions under its own audit.
    for audit in [13, 119, 272] {
        for path in ["standards/1", "check"] {
            let answer = sample.post(&format!("/audits/{audit}/{path}"), &partner, &[("name", "x")]).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{audit} {path}");
        }
    }
    for number in 1..=3 {
        let path = format!("/organisations/O-0022/action-plan/{number}");
        assert_eq!(sample.post(&path, &partner, &[("revision", "1")]).await.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(sample.digest().await, before);
}
