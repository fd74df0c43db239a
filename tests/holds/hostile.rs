//! Hostile text in every field that people fill, and in every search: it is shown as text, found in no page as markup,
//! and reaches nobody whom it does not concern. The numbers are those of the list of what must hold under attack.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use section11::domain::save::TypedAnswer;

use crate::support::{self, Persona, Sample, encoded, gets, marsh_lane};

/// Each begins with a word that stands nowhere else, so that its arrival on a page can be seen.
const CORPUS: [&str; 12] = [
    "canary0 <script>alert(1)</script>",
    "canary1 </textarea><script>alert(1)</script>",
    "canary2 \"><img src=x onerror=alert(1)>",
    "canary3 \" onfocus=\"alert(1)\" autofocus=\"",
    "canary4 </title><script>alert(1)</script>",
    "canary5 <!--<script>--> --><svg onload=alert(1)>",
    "canary6 {{constructor.constructor('alert(1)')()}}",
    "canary7 </section><script>alert(1)</script>",
    "canary8 &lt;script&gt;alert(1)&lt;/script&gt;",
    "canary9 javascript:alert(1)",
    "canary10 </style><script>alert(1)</script>",
    "canary11 \\u003cscript\\u003ealert(1)\\u003c/script\\u003e",
];

/// What no page of ours holds: markup of the corpus that was not escaped.
const MARKUP: [&str; 6] =
    ["<script>alert", "<img src=x", "<svg onload", "=\"canary3 \" onfocus", "</section><script", "onerror=alert(1)>\""];

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
        let saved = sample.post(&format!("{}/standards/{standard}", marsh_lane::TASKS), &lead, &fields).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{text}");
    }
    for path in [marsh_lane::STANDARD_5, "/audits/272/standards/6", marsh_lane::CHECK, marsh_lane::RECORD] {
        for cookie in [&lead, &reviewer] {
            // Who only reads has nothing to check.
            if path.ends_with("/check") && cookie == &reviewer {
                continue;
            }
            let page = sample.get(path, cookie).await;
            assert_eq!(page.status, StatusCode::OK);
            assert!(page.shows("canary"), "{path} shows none of it");
            assert_harmless(&page.text(), path);
        }
    }
    let record = sample.get(marsh_lane::RECORD, &reviewer).await;
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
    // Whoever has begun counts, if that is asked for.
    let begin = "update audit set state = 'started', started_at = invited_at where organisation_id > 155";
    sample.change(&[begin]).await;
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
        assert!(page.shows("canary"), "{path} shows none of it");
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

/// Everything that only the school may read, marked: evidence, reasons, a plan, who declared, and its people's names.
const CANARIES: [&str; 7] = [
    "canary-evidence",
    "canary-reason",
    "canary-plan",
    "canary-progress",
    "canary-declared",
    "canary-person",
    "canary-draft",
];

async fn with_canaries() -> Sample {
    let sample = Sample::copy().await;
    let lead = sample.sign_in(Persona::SchoolLead).await;
    let typed = [
        ("S5.1.save_id", "c"),
        ("S5.1.revision", "0"),
        ("S5.1.score", "2"),
        ("S5.1.evidence", "canary-evidence"),
        ("S5.1.action", "canary-plan"),
        ("S5.1.who", "canary-plan"),
        ("S5.1.by_when", "26 March 2027"),
        ("S5.3.save_id", "d"),
        ("S5.3.revision", "0"),
        ("S5.3.score", "not_applicable"),
        ("S5.3.reason", "canary-reason"),
        ("S5.3.evidence", "canary-evidence"),
    ];
    sample.post(marsh_lane::STANDARD_5, &lead, &typed).await.redirect();
    // In what was handed in long ago, which no page could change.
    sample
        .change(&[
            "drop trigger submission_is_immutable",
            "drop trigger submitted_texts_never_change",
            "update submission set declared_name = 'canary-declared' where audit_id in (13, 119)",
            "update answer_text set evidence = 'canary-evidence', no_action_reason = 'canary-reason' \
             where audit_id in (13, 119)",
            "update action set what = 'canary-plan', who = 'canary-plan', progress = 'canary-progress' \
             where organisation_id = 22",
            "update person set name = 'canary-person' where id in (3, 4)",
            "insert into audit_round (title, slug, created_at) values ('canary-draft', 'canary-draft', '')",
        ])
        .await;
    sample
}

/// Every page and file of the running router, for each audit, organisation, action and person that there is.
fn every_address() -> Vec<String> {
    let mut all = Vec::new();
    for route in gets().map(|route| route.path) {
        let audits = if route.contains("{audit}") { vec!["13", "119", "272", "1", "200", "300"] } else { vec![""] };
        let organisations = if route.contains("{reference}") { vec!["O-0022", "O-0027", "O-0001"] } else { vec![""] };
        let rounds = if route.contains("{round}") { vec!["2012", "2014", "2026-27", "canary-draft"] } else { vec![""] };
        for audit in &audits {
            for organisation in &organisations {
                for round in &rounds {
                    let path = route.replace("{audit}", audit).replace("{reference}", organisation);
                    let path = path.replace("{round}", round).replace("{person}", "3").replace("{form}", "schools");
                    let path = path.replace("{edition}", "2014").replace("{token}", &"0".repeat(64));
                    let numbers = if path.contains("{number}") { 1..=7 } else { 0..=0 };
                    all.extend(numbers.map(|number| path.replace("{number}", &number.to_string())));
                }
            }
        }
    }
    all
}

/// The bytes of an answer and, of a workbook, what is packed in it.
fn unpacked(answer: &support::Answer) -> String {
    let mut text = answer.text();
    if answer.bytes.starts_with(b"PK") {
        let mut parts = zip::ZipArchive::new(std::io::Cursor::new(&answer.bytes)).unwrap();
        for n in 0..parts.len() {
            std::io::Read::read_to_string(&mut parts.by_index(n).unwrap(), &mut text).unwrap();
        }
    }
    text
}

#[tokio::test]
async fn s5_what_one_organisation_writes_reaches_no_other_by_any_page_or_file() {
    let sample = with_canaries().await;
    let mut found = BTreeSet::new();
    let people = [
        None,
        Some(Persona::PartnerLead),
        Some(Persona::PoliceLead),
        Some(Persona::SchoolLead),
        Some(Persona::Reviewer),
    ];
    for who in people {
        let cookie = match who {
            Some(persona) => sample.sign_in(persona).await,
            None => String::new(),
        };
        for path in every_address() {
            let text = unpacked(&sample.get(&path, &cookie).await);
            assert!(!text.contains("argon2"), "{path} for {who:?}");
            for canary in CANARIES.into_iter().filter(|canary| text.contains(canary)) {
                assert!(matches!(who, Some(Persona::SchoolLead | Persona::Reviewer)), "{path} shows {who:?} {canary}");
                found.insert((format!("{who:?}"), canary));
            }
        }
    }
    // The marks are where their readers find them, but for a round that the board has not opened.
    let reads = |who: Persona, canary| found.contains(&(format!("{:?}", Some(who)), canary));
    for canary in CANARIES {
        assert_eq!(reads(Persona::SchoolLead, canary), canary != "canary-draft", "{canary}");
        assert!(reads(Persona::Reviewer, canary), "{canary}");
    }
}

#[tokio::test]
async fn s3_a_child_of_another_organisation_is_not_found_under_ones_own() {
    let sample = Sample::copy().await;
    let partner = sample.sign_in(Persona::PartnerLead).await;
    let (ids, own) = {
        let mut db = sample.installation.store.reading().await.unwrap();
        let audits: Vec<(i64, i64)> =
            sqlx::query_as("select id, organisation_id from audit order by id").fetch_all(&mut *db).await.unwrap();
        let of = "select m.organisation_id from membership m join person p on p.id = m.person_id where p.email = ?";
        let own: i64 = sqlx::query_scalar(of).bind(Persona::PartnerLead.email()).fetch_one(&mut *db).await.unwrap();
        (audits, own)
    };
    let before = sample.digest().await;
    let declared = [("name", "A"), ("role", "B"), ("confirmed", "yes")];
    let save = |question: &str| {
        let field = |name: &str| format!("{question}.{name}");
        vec![(field("save_id"), "x"), (field("revision"), "0"), (field("score"), "3"), (field("evidence"), "Mine.")]
    };
    let mut tried = 0;
    for (audit, _) in ids.iter().filter(|(_, organisation)| *organisation != own) {
        for (path, question) in [("standards/1", "S1.1"), ("standards/5", "P5.1")] {
            let fields = save(question);
            let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), *value)).collect();
            let answer = sample.post(&format!("/audits/{audit}/{path}"), &partner, &fields).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{audit} {path}");
        }
        let submitted = sample.post(&format!("/audits/{audit}/check"), &partner, &declared).await;
        assert_eq!(submitted.status, StatusCode::NOT_FOUND, "{audit}");
        let answer = TypedAnswer { question: "P1.1".into(), score: "3".into(), ..TypedAnswer::default() };
        let json = serde_json::json!({ "audit": audit, "answer": answer }).to_string();
        assert_eq!(sample.call("/api/save-answer", &partner, &json).await.status, StatusCode::NOT_FOUND, "{audit}");
        tried += 1;
    }
    assert!(tried > 300, "{tried}");
    // Questions of the other form, and of the other edition, under one's own audit.
    let own_audits: Vec<_> = ids.iter().filter(|(_, organisation)| *organisation == own).collect();
    assert!(own_audits.len() > 1, "{own_audits:?}");
    for (audit, _) in own_audits {
        for question in ["S1.1", "S9.9", "P9.9"] {
            let answer = TypedAnswer { question: question.into(), score: "3".into(), ..TypedAnswer::default() };
            let json = serde_json::json!({ "audit": audit, "answer": answer }).to_string();
            let status = sample.call("/api/save-answer", &partner, &json).await.status;
            assert!(status == StatusCode::NOT_FOUND || status == StatusCode::CONFLICT, "{audit} {question}: {status}");
        }
    }
    // The school's actions: under its own organisation, and by their numbers under the charity's.
    let change =
        [("revision", "1"), ("what", "x"), ("who", "x"), ("by_when", "26 March 2027"), ("status", "in_progress")];
    for number in 1..=20 {
        let path = format!("{}/{number}", marsh_lane::PLAN);
        assert_eq!(sample.post(&path, &partner, &change).await.status, StatusCode::NOT_FOUND);
        assert_eq!(sample.get(&path, &partner).await.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(sample.digest().await, before);
}

/// How somebody was refused, without what differs between any two refusals: the request's id.
fn refusal(answer: &support::Answer) -> (StatusCode, String) {
    let words = answer.words();
    let words = match words.split_once("quote this reference: ") {
        Some((before, after)) => format!("{before}{}", &after[16..]),
        None => words,
    };
    (answer.status, words)
}

#[tokio::test]
async fn s3_no_action_of_any_other_organisation_is_there_for_anybody() {
    let sample = Sample::copy().await;
    let (ends_of_plans, only_elsewhere, own) = {
        let mut db = sample.installation.store.reading().await.unwrap();
        // The first and the last action of every plan, with the revision that would be changed.
        let ends: Vec<(i64, String, i64, i64)> = sqlx::query_as(
            "select o.id, o.reference, c.number, c.revision from action c \
             join organisation o on o.id = c.organisation_id where c.number in \
             (select min(number) from action where organisation_id = o.id union \
              select max(number) from action where organisation_id = o.id) order by o.id, c.number",
        )
        .fetch_all(&mut *db)
        .await
        .unwrap();
        // Numbers that only others' plans have, and the rows of others' actions as if they were numbers.
        let numbers: Vec<(i64, i64)> = sqlx::query_as(
            "select number, max(revision) from action where number > \
             (select max(number) from action where organisation_id = 22) group by number \
             union select id, revision from action where organisation_id <> 22 and id > 4000 and id < 4020",
        )
        .fetch_all(&mut *db)
        .await
        .unwrap();
        let own: Vec<(String, i64)> =
            sqlx::query_as("select p.email, m.organisation_id from membership m join person p on p.id = m.person_id")
                .fetch_all(&mut *db)
                .await
                .unwrap();
        (ends, numbers, own)
    };
    let others: BTreeSet<_> = ends_of_plans.iter().map(|(organisation, ..)| *organisation).collect();
    assert!(others.len() > 140 && only_elsewhere.len() > 50, "{} {}", others.len(), only_elsewhere.len());
    let mut people = Vec::new();
    for who in [Persona::SchoolLead, Persona::Contributor, Persona::PartnerLead, Persona::PoliceLead] {
        let of = own.iter().filter(|(email, _)| email == who.email()).map(|(_, organisation)| *organisation);
        people.push((who, sample.sign_in(who).await, of.collect::<Vec<_>>()));
    }
    let before = sample.digest().await;
    // Whole and in order: whoever may, changes the action with it.
    let change = async |path: &str, cookie: &str, revision: i64| {
        let revision = revision.to_string();
        let fields = [
            ("revision", revision.as_str()),
            ("what", "Ours now"),
            ("who", "Nobody"),
            ("by_when", "26 March 2027"),
            ("status", "in_progress"),
        ];
        sample.post(path, cookie, &fields).await
    };
    for (who, cookie, of) in &people {
        let nowhere = refusal(&change("/organisations/O-9999/action-plan/1", cookie, 1).await);
        assert_eq!(nowhere.0, StatusCode::NOT_FOUND);
        for (_, reference, number, revision) in ends_of_plans.iter().filter(|(whose, ..)| !of.contains(whose)) {
            let path = format!("/organisations/{reference}/action-plan/{number}");
            assert_eq!(refusal(&change(&path, cookie, *revision).await), nowhere, "{who:?} {path}");
        }
        if !of.contains(&22) {
            continue;
        }
        for (number, revision) in &only_elsewhere {
            let path = format!("{}/{number}", marsh_lane::PLAN);
            assert_eq!(refusal(&change(&path, cookie, *revision).await), nowhere, "{who:?} {path}");
        }
    }
    assert!(sample.digest().await == before, "nothing was written");
    // The same from its own people is carried out.
    let (_, _, number, revision) = ends_of_plans.iter().find(|(whose, ..)| *whose == 22).unwrap();
    let path = format!("{}/{number}", marsh_lane::PLAN);
    change(&path, &people[1].1, *revision).await.redirect();
    assert!(sample.digest().await != before);
}
