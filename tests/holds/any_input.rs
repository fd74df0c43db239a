//! Whatever is sent, the answer is never an error of ours: every form post, query and address of the running router
//! with values out of the rules. What is refused has written nothing, but for the count of tries to sign in.

use std::collections::{BTreeMap, BTreeSet};

use axum::body::Body;
use axum::http::header::{ACCEPT, CONTENT_TYPE, ORIGIN, REFERER};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::support::{BASE, Persona, Sample, concrete, encoded, gets, posts, request, rest_of};

/// How often each form is posted by each person; each page is asked with a query half as often. `S11_FUZZ` says how
/// often instead, with other draws each time.
fn times() -> usize {
    std::env::var("S11_FUZZ").map_or(12, |times| times.parse().unwrap())
}

/// Names that fields and queries have on some page, and that may turn up on any.
const NAMES: [&str; 23] = [
    "sign-in.email",
    "sign-in.password",
    "sign-in.code",
    "form",
    "sector",
    "sub_sector",
    "include",
    "sort",
    "group",
    "standard",
    "question",
    "choice",
    "search",
    "state",
    "saved",
    "page",
    "next",
    "S1.1.score",
    "S9.9.score",
    "P1.1.score",
    "S1.1.revision",
    "S1.1.save_id",
    "S1.1.evidence",
];

/// Values as they go over the wire: outside a choice, too many, no number, no text at all.
fn values() -> Vec<String> {
    let texts = [
        "",
        "0",
        "4",
        "-1",
        "2.5",
        "2 ",
        "3",
        "9223372036854775808",
        "not_applicable",
        "S1.1",
        "O-0022",
        "on",
        "true",
        "NaN",
        "\u{0}",
        "\u{1b}[31m",
        "\u{202e}desrever",
        "e\u{301}\u{301}\u{301}",
        "\r\n\r",
        "🙂🙂",
        "' or 1=1 --",
        "\" * (select",
        "%",
        "2026-02-30",
        "31",
        "13",
        "99999",
        "lead@marsh-lane.example",
        "//elsewhere.example",
        "administrator",
        "schools",
        "2014",
        "__proto__",
        "../../etc/passwd",
    ];
    let long = ["a".repeat(10_001), "é".repeat(300), "1".repeat(400)];
    let mut values: Vec<_> = texts.iter().map(|text| encoded(text)).chain(long).collect();
    // Bytes that are no UTF-8: a lone surrogate, half a character, an overlong slash; and half an escape.
    values.extend(["%ED%A0%80", "%C3", "%C0%AF", "%", "%zz"].map(String::from));
    values
}

fn runner() -> TestRunner {
    if std::env::var_os("S11_FUZZ").is_some() {
        return TestRunner::new(Config::default());
    }
    TestRunner::new_with_rng(Config::default(), TestRng::deterministic_rng(RngAlgorithm::ChaCha))
}

#[tokio::test]
async fn s14_no_form_post_is_an_error_of_ours_and_no_refusal_writes() {
    let sample = Sample::copy().await;
    let mut fields: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let (mut runner, mut refused) = (runner(), 0);
    let signed_in = async || [sample.session(Persona::Administrator).await, sample.session(Persona::SchoolLead).await];
    let people = signed_in().await;
    for path in gets().map(|route| concrete(route.path)) {
        for cookie in &people {
            let page = sample.get(&path, cookie).await;
            let names: BTreeSet<_> = page.attributes("form [name]", "name").into_iter().collect();
            fields.entry(path.clone()).or_default().extend(names);
        }
    }
    for route in posts().filter(|route| !route.path.starts_with("/api/")) {
        let path = concrete(route.path);
        let own: Vec<String> = fields.get(&path).cloned().unwrap_or_default();
        let all: Vec<String> = own.into_iter().chain(NAMES.map(String::from)).collect();
        let strategy = vec((select(all), select(values())), 0..12);
        // Anew for each form: one of them signs out, and another guesses at the current password.
        sample.change(&["delete from sign_in_try"]).await;
        let people = signed_in().await;
        for cookie in people.iter().map(String::as_str).chain([""]) {
            for _ in 0..times() {
                let sent = strategy.new_tree(&mut runner).unwrap().current();
                let body: Vec<_> = sent.iter().map(|(name, value)| format!("{}={value}", encoded(name))).collect();
                let mut watch = sample.watch().await;
                let before = watch.seen().await;
                let named: Vec<_> = sent.iter().map(|(name, _)| (name.as_str(), "")).collect();
                // Now and then what a page has cut off.
                let rest = if sent.len() % 4 == 3 { Vec::new() } else { rest_of(&path, &named) };
                let rest = rest.iter().map(|(name, value)| format!("{}={value}", encoded(name)));
                let body = body.into_iter().chain(rest).collect::<Vec<_>>().join("&");
                let answer = sample.post_body(&path, cookie, body.clone()).await;
                let status = answer.status.as_u16();
                assert!(status == 200 || status == 303 || (400..500).contains(&status), "{path}: {status} to {body}");
                // A try to sign in is counted, also one that is refused, and also one that comes with carried typing.
                let asks_password = path.starts_with("/sign-in") || path == "/account/password";
                let signs_in = route.carries_typing && sent.iter().any(|(name, _)| name.starts_with("sign-in."));
                let tries = asks_password || signs_in || cookie.is_empty();
                if status >= 400 && !tries {
                    refused += 1;
                    assert_eq!(watch.seen().await, before, "{path} was refused ({status}) and wrote");
                }
            }
        }
    }
    assert!(refused > 400, "{refused} refusals");
}

#[tokio::test]
async fn s14_no_query_and_no_address_is_an_error_of_ours() {
    let sample = Sample::copy().await;
    let mut runner = runner();
    let (administrator, lead) =
        (sample.sign_in(Persona::Administrator).await, sample.sign_in(Persona::SchoolLead).await);
    let query = vec((select(NAMES.to_vec()), select(values())), 1..5);
    let part = select(values());
    let mut answered = 0;
    for route in gets().map(|route| route.path) {
        for cookie in [&administrator, &lead] {
            for n in 0..times() / 2 {
                let asked = query.new_tree(&mut runner).unwrap().current();
                let asked: Vec<_> = asked.iter().map(|(name, value)| format!("{name}={value}")).collect();
                let mut path = concrete(route);
                if n % 3 == 0 && route.contains('{') {
                    let value = part.new_tree(&mut runner).unwrap().current();
                    path = route
                        .split('/')
                        .map(|step| if step.starts_with('{') { &value } else { step })
                        .collect::<Vec<_>>()
                        .join("/");
                }
                let path = format!("{path}?{}", asked.join("&"));
                // What is no address at all never reaches the router.
                if path.parse::<axum::http::Uri>().is_err() {
                    continue;
                }
                let status = sample.get(&path, cookie).await.status.as_u16();
                assert!(status < 500, "{path}: {status}");
                answered += 1;
            }
        }
    }
    assert!(answered > 300, "{answered} were addresses");
}

#[tokio::test]
async fn s14_no_saved_answer_of_an_island_is_an_error_of_ours() {
    let sample = Sample::copy().await;
    let lead = sample.sign_in(Persona::SchoolLead).await;
    let wrong = [
        "",
        "null",
        "[]",
        "{}",
        "{\"audit\":272}",
        "{\"audit\":\"272\",\"answer\":{}}",
        "{\"audit\":1e99,\"answer\":null}",
        "{\"audit\":272,\"answer\":{\"question\":\"S1.1\",\"revision\":-1,\"save_id\":\"\\ud800\"}}",
    ];
    for json in wrong {
        let status = sample.call("/api/save-answer", &lead, json).await.status.as_u16();
        assert!((400..500).contains(&status), "{json}: {status}");
    }
    let before = sample.digest().await;
    for (field, value) in [
        ("question", "S99.1"),
        ("question", "P1.1"),
        ("revision", "-5"),
        ("revision", "9223372036854775807"),
        ("score", "0"),
        ("score", "4"),
        ("score", "2.5"),
        ("score", "3 "),
        ("evidence", "\\u0000"),
        ("save_id", ""),
    ] {
        let value_of = |name: &str, usual: &str| {
            let value = if name == field { value } else { usual };
            if name == "revision" { format!("\"{name}\":{value}") } else { format!("\"{name}\":\"{value}\"") }
        };
        let fields = [
            value_of("question", "S3.1"),
            value_of("revision", "0"),
            value_of("save_id", "any"),
            value_of("score", "3"),
            value_of("reason", ""),
            value_of("evidence", "e"),
            value_of("action", ""),
            value_of("who", ""),
            value_of("by_when", ""),
            value_of("no_action_reason", ""),
        ];
        let json = format!("{{\"audit\":272,\"answer\":{{{}}}}}", fields.join(","));
        let status = sample.call("/api/save-answer", &lead, &json).await.status.as_u16();
        assert!((400..500).contains(&status), "{field} {value}: {status}");
    }
    assert_eq!(sample.digest().await, before);
}

#[tokio::test]
async fn s33_a_server_function_never_leads_to_where_the_request_says_it_came_from() {
    let sample = Sample::copy().await;
    let lead = sample.sign_in(Persona::SchoolLead).await;
    for json in ["", "{}"] {
        let headers = [
            (CONTENT_TYPE, "application/json"),
            (ORIGIN, BASE),
            (ACCEPT, "text/html"),
            (REFERER, "https://elsewhere.example/trap"),
        ];
        let answer = sample.send(request("POST", "/api/save-answer", &lead, &headers, Body::from(json))).await;
        assert_eq!((answer.status.as_u16(), answer.location()), (400, ""));
    }
}
