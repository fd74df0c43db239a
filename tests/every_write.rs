//! Every post that changes something, carried out once: it is in the log with who did it, and what it sends beyond the
//! fields of its form changes nothing.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::Method;
use section11::domain::person::PersonId;
use section11::domain::save::TypedAnswer;
use section11::http::guarded_routes;
use section11::operations::checking;
use section11::store::people;
use sqlx::QueryBuilder;
use totp_rs::{Builder, Secret, Totp};

use crate::support::{Answer, NOW, Persona, Sample};

/// What somebody may add to a form by hand, hoping that it is stored.
const MORE: [(&str, &str); 22] = [
    ("id", "1"),
    ("person_id", "1"),
    ("org_id", "1"),
    ("organisation_id", "1"),
    ("audit_id", "1"),
    ("round_id", "1"),
    ("role", "administrator"),
    ("board_role", "administrator"),
    ("is_sample", "0"),
    ("has_authenticator", "1"),
    ("password_hash", "x"),
    ("disabled_at", "2020-01-01T00:00:00.000Z"),
    ("status", "submitted"),
    ("state", "submitted"),
    ("submitted_at", "2020-01-01T00:00:00.000Z"),
    ("submitted_by", "1"),
    ("saved_at", "2020-01-01T00:00:00.000Z"),
    ("saved_by", "1"),
    ("moderated_score", "3"),
    ("locked", "1"),
    ("closed_at", "2020-01-01T00:00:00.000Z"),
    ("reference", "O-0001"),
];

/// Fields that nobody types: what a page puts into them, and what is chosen.
const NOT_TYPED: [&str; 13] = [
    "save_id",
    "revision",
    "score",
    "sector",
    "sub_sector",
    "basis",
    "status",
    "whom",
    "then",
    "confirmed",
    "no_child",
    "seen",
    "edition",
];

/// What a field holds when characters that nobody sees came along.
fn unseen(path: &str, (name, text): (&str, &str)) -> String {
    let chosen = NOT_TYPED.contains(&name.rsplit('.').next().unwrap())
        || matches!((path, name), ("/people/new", "role") | ("/settings", "evidence"));
    if chosen || text.is_empty() {
        return text.to_owned();
    }
    let (first, rest) = text.split_at(1);
    format!("\u{FEFF}{first}\u{1F}{rest}\u{2}")
}

/// Everything that is stored, table by table, without what differs each time: tokens, salts and secrets.
async fn stored(app: &Sample) -> BTreeMap<String, Vec<String>> {
    const RANDOM: [&str; 3] = ["token_hash", "password_hash", "authenticator_secret"];
    let mut db = app.installation.store.reading().await.unwrap();
    let tables: Vec<String> =
        sqlx::query_scalar("select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'")
            .fetch_all(&mut *db)
            .await
            .unwrap();
    let mut all = BTreeMap::new();
    for table in tables.into_iter().filter(|table| table != "sign_in_try" && table != "_sqlx_migrations") {
        let columns: Vec<String> =
            sqlx::query_scalar("select name from pragma_table_info(?)").bind(&table).fetch_all(&mut *db).await.unwrap();
        let columns = columns.iter().filter(|column| !RANDOM.contains(&column.as_str()));
        let quoted: Vec<_> = columns.map(|column| format!("'{column}=' || quote({column})")).collect();
        let mut query = QueryBuilder::new("select ");
        query.push(quoted.join(" || ' ' || ")).push(" from ").push(&table).push(" order by 1");
        let rows: Vec<String> = query.build_query_scalar().fetch_all(&mut *db).await.unwrap();
        all.insert(table, rows);
    }
    all
}

/// Somebody who carries out every post, one after the other, on a sample of their own.
struct Everything {
    app: Sample,
    more: bool,
    /// Whether characters that nobody sees come along with everything that is typed.
    unseen: bool,
    done: BTreeSet<String>,
}

impl Everything {
    /// Posts a form, with more fields than it has if so wished, and looks for its line in the log.
    async fn post(&mut self, route: &str, path: &str, cookie: &str, fields: &[(&str, &str)], logged: &str) -> Answer {
        let typed: Vec<_> = fields.iter().map(|field| (field.0, unseen(path, *field))).collect();
        let mut sent = fields.to_vec();
        if self.unseen {
            sent = typed.iter().map(|(name, text)| (*name, text.as_str())).collect();
        }
        if self.more {
            sent.extend(MORE.iter().filter(|(name, _)| fields.iter().all(|(field, _)| field != name)));
        }
        let app = self.app.clone();
        self.did(route, logged, async || app.post(path, cookie, &sent).await).await
    }

    async fn did(&mut self, route: &str, logged: &str, post: impl AsyncFn() -> Answer) -> Answer {
        let before = log(&self.app).await;
        let answer = post().await;
        // S26: for this host over TLS alone, and out of reach of scripts.
        for cookie in answer.headers.get_all("set-cookie") {
            let cookie = cookie.to_str().unwrap();
            let cookie = cookie.split("; Max-Age=").next().unwrap();
            let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
            assert!(["__Host-session", "__Host-browser", "__Host-done"].contains(&name), "{name}");
            assert_eq!(cookie, format!("{name}={value}; Path=/; Secure; HttpOnly; SameSite=Lax"), "{route}");
        }
        assert!(answer.status.is_success() || answer.status.is_redirection(), "{route}: {}", answer.words());
        let after = log(&self.app).await;
        let added: Vec<_> = after[before.len()..].iter().map(|(_, operation)| operation.as_str()).collect();
        assert_eq!(added.join(", "), logged, "{route}");
        for (person, operation) in &after[before.len()..] {
            assert!(person.is_some(), "{route}: nobody did {operation}");
        }
        self.done.insert(route.to_owned());
        answer
    }

    async fn signing_in(&mut self) {
        let (app, lead) = (self.app.clone(), Persona::SchoolLead);
        let fields = [("email", lead.email()), ("password", lead.password())];
        let cookie = self.post("/sign-in", "/sign-in", "", &fields, "signed in").await.cookie();
        let words = [("current", lead.password()), ("password", "three unrelated words")];
        let new = [words[0], words[1], ("again", "three unrelated words")];
        self.post("/account/password", "/account/password", &cookie, &new, "password changed").await;
        let offered = app.get("/account/authenticator", &cookie).await.text();
        let key = offered.split_once("<code>").unwrap().1.split('<').next().unwrap().to_owned();
        let totp = Builder::new().with_secret(Secret::try_from_base32(&key).unwrap()).with_account_name("x").build();
        let totp = totp.unwrap();
        let route = "/account/authenticator";
        let fields = [("code", code(&totp, 0))];
        let fields = [("code", fields[0].1.as_str())];
        self.post(route, route, &cookie, &fields, "authenticator app set up").await;
        let fields = [("email", lead.email()), ("password", "three unrelated words")];
        let half = self.post("/sign-in", "/sign-in", "", &fields, "password accepted").await.cookie();
        let fields = [("code", code(&totp, 1))];
        let fields = [("code", fields[0].1.as_str())];
        let whole = self.post("/sign-in/code", "/sign-in/code", &half, &fields, "signed in").await.cookie();
        self.post("/sign-out", "/sign-out", &whole, &[], "signed out").await;
    }

    async fn answering(&mut self) {
        let app = self.app.clone();
        let contributor = app.sign_in(Persona::Contributor).await;
        let lead = sample_session(&app).await;
        let standard = [("S5.1.save_id", "a"), ("S5.1.revision", "0"), ("S5.1.score", "3"), ("S5.1.evidence", "E")];
        let path = "/audits/272/standards/5";
        self.post("/audits/{audit}/standards/{number}", path, &contributor, &standard, "answer saved").await;
        let answer = TypedAnswer {
            question: "S5.2".into(),
            save_id: "b".into(),
            score: "2".into(),
            evidence: "F".into(),
            ..TypedAnswer::default()
        };
        let mut json = serde_json::json!({ "audit": 272, "answer": answer });
        if self.more {
            for (name, value) in MORE {
                json["answer"][name] = value.into();
                if name != "audit" {
                    json[name] = value.into();
                }
            }
        }
        let json = json.to_string();
        let route = "/api/save-answer";
        self.did(route, "answer saved", async || app.call(route, &contributor, &json).await).await;
        let action = [
            ("revision", "1"),
            ("what", "Book"),
            ("who", "Head"),
            ("by_when", "26 March 2027"),
            ("status", "done"),
            ("done_on", "1 November 2026"),
            ("progress", "Booked"),
            ("impact", ""),
        ];
        let revision = app.get("/organisations/O-0022/action-plan/1", &lead).await.text();
        let revision = revision.split_once("name=\"revision\" value=\"").unwrap().1.split('"').next().unwrap();
        let action = [[("revision", revision)].as_slice(), &action[1..]].concat();
        let route = "/organisations/{reference}/action-plan/{number}";
        self.post(route, "/organisations/O-0022/action-plan/1", &lead, &action, "action changed").await;
        app.complete_open_audit().await;
        let declared =
            [("name", "Hester Quillan"), ("role", "Head"), ("confirmed", "yes"), ("no_child", ""), ("seen", "")];
        self.post("/audits/{audit}/check", "/audits/272/check", &lead, &declared, "audit submitted").await;
    }

    async fn running_a_round(&mut self) {
        let administrator = self.app.sign_in(Persona::Administrator).await;
        let new = [
            ("title", "Spring 2027"),
            ("schools.edition", "2026-27"),
            ("schools.opens", "1 March 2027"),
            ("schools.due", "30 April 2027"),
            ("schools.closes", "14 May 2027"),
            ("partners.edition", ""),
        ];
        self.post("/rounds/new", "/rounds/new", &administrator, &new, "round created").await;
        let one = [("whom", "one"), ("organisation", "O-0022")];
        let route = "/rounds/{round}/invite";
        self.post(route, "/rounds/spring-2027/invite", &administrator, &one, "invited").await;
        self.post("/rounds/{round}/open", "/rounds/spring-2027/open", &administrator, &[], "round opened").await;
    }

    async fn keeping_organisations(&mut self) {
        let administrator = self.app.sign_in(Persona::Administrator).await;
        let fields = [
            ("name", "New School"),
            ("sector", "education"),
            ("sub_sector", "primary"),
            ("group", ""),
            ("basis", "statutory"),
            ("urn", ""),
            ("laestab", ""),
            ("ukprn", ""),
            ("ods", ""),
            ("charity_number", ""),
        ];
        self.post("/organisations/new", "/organisations/new", &administrator, &fields, "organisation added").await;
        let mut changed = fields;
        changed[0].1 = "Newer School";
        let (route, path) = ("/organisations/{reference}/edit", "/organisations/O-0156/edit");
        self.post(route, path, &administrator, &changed, "organisation changed").await;
        let (route, path) = ("/organisations/{reference}/close", "/organisations/O-0156/close");
        self.post(route, path, &administrator, &[("then", "close")], "organisation closed").await;
        self.post(route, path, &administrator, &[("then", "open")], "organisation opened again").await;
        let file = b"name,sector,sub_sector,basis\nImported,police,,statutory\n".as_slice();
        let (app, route, more) = (self.app.clone(), "/organisations/import", self.more);
        let fields = if more { &MORE[..] } else { &[] };
        let import = async || app.upload(route, &administrator, Some(file), fields).await;
        self.did(route, "organisations imported", import).await;
    }

    async fn keeping_people(&mut self) {
        let app = self.app.clone();
        let administrator = app.sign_in(Persona::Administrator).await;
        let new = [("email", "new@x.example"), ("name", "New"), ("role", "lead"), ("organisation", "O-0022")];
        let added = self.post("/people/new", "/people/new", &administrator, &new, "person given a role").await;
        let person = added.redirect().split(['/', '?']).nth(2).unwrap().to_owned();
        let path = |what: &str| format!("/people/{person}/{what}");
        let made = self.post("/people/{person}/link", &path("link"), &administrator, &[], "password link made").await;
        let link = app.follow(&made, &administrator).await.password_link();
        let words = [("password", "three unrelated words"), ("again", "three unrelated words")];
        self.post("/set-password/{token}", &link, "", &words, "password set").await;
        let mended = [("name", "Newer"), ("email", "newer@x.example")];
        self.post("/people/{person}/edit", &path("edit"), &administrator, &mended, "person changed").await;
        let route = "/people/{person}/end-membership/{reference}";
        self.post(route, &path("end-membership/O-0022"), &administrator, &[], "membership ended").await;
        self.post("/people/{person}/stop", &path("stop"), &administrator, &[], "person stopped").await;
        self.post("/people/{person}/let-in", &path("let-in"), &administrator, &[], "person let in again").await;
        self.post("/settings", "/settings", &administrator, &[("evidence", "require")], "settings changed").await;
        let route = "/people/{person}/end-board-role";
        self.post(route, "/people/2/end-board-role", &administrator, &[], "board role ended").await;
        let mut writing = app.installation.store.writing().await.unwrap();
        people::set_authenticator(&mut writing, PersonId(2), &[7; 20], 1).await.unwrap();
        writing.commit().await.unwrap();
        let route = "/people/{person}/remove-authenticator";
        let path = "/people/2/remove-authenticator";
        self.post(route, path, &administrator, &[], "authenticator app taken off").await;
    }
}

/// The lead's session, whatever became of the password in the meantime.
async fn sample_session(app: &Sample) -> String {
    use section11::operations::tokens::Token;
    let token = Token::new();
    let mut writing = app.installation.store.writing().await.unwrap();
    let now = app.installation.now();
    section11::store::sessions::add(&mut writing, &token.hash(), PersonId(3), false, now).await.unwrap();
    writing.commit().await.unwrap();
    format!("__Host-session={}", token.reveal())
}

/// The code of so many steps from now.
fn code(totp: &Totp, steps: i64) -> String {
    let second = NOW.parse::<jiff::Timestamp>().unwrap().as_second() + 30 * steps;
    totp.generate(u64::try_from(second).unwrap()).to_string()
}

/// Who did what.
async fn log(app: &Sample) -> Vec<(Option<i64>, String)> {
    let mut reading = app.installation.store.reading().await.unwrap();
    sqlx::query_as("select person_id, operation from log order by id").fetch_all(&mut *reading).await.unwrap()
}

async fn everything(more: bool, unseen: bool) -> Everything {
    let mut all = Everything { app: Sample::copy().await, more, unseen, done: BTreeSet::new() };
    all.signing_in().await;
    all.answering().await;
    all.running_a_round().await;
    all.keeping_organisations().await;
    all.keeping_people().await;
    all
}

async fn set_up(more: bool, unseen: bool) -> Everything {
    let app = Sample::empty().await;
    let token = app.installation.set_up_token().reveal().to_owned();
    let mut all = Everything { app, more, unseen, done: BTreeSet::new() };
    let fields = [
        ("token", token.as_str()),
        ("board_name", "Anytown Partnership"),
        ("short_name", "ASCP"),
        ("contact_email", "help@anytown.example"),
        ("legal_basis", ""),
        ("name", "Ann Other"),
        ("email", "ann@anytown.example"),
        ("password", "three unrelated words"),
        ("again", "three unrelated words"),
    ];
    all.post("/set-up", "/set-up", "", &fields, "installation set up").await;
    all
}

#[tokio::test]
async fn s4_s43_every_write_is_in_the_log_and_stores_its_own_fields_alone() {
    let (plain, more) = (everything(false, false).await, everything(true, false).await);
    let (one, other) = (stored(&plain.app).await, stored(&more.app).await);
    for (table, rows) in &one {
        assert_eq!(rows, &other[table], "{table}");
    }
    let (empty, more) = (set_up(false, false).await, set_up(true, false).await);
    assert_eq!(stored(&empty.app).await, stored(&more.app).await);

    let mut done = plain.done;
    done.extend(empty.done);
    let all: BTreeSet<_> =
        guarded_routes().into_iter().filter(|(method, _)| *method == Method::POST).map(|(_, path)| path).collect();
    let left: Vec<_> = all.difference(&done).collect();
    // One stores nothing; the other begins a file of answers, which is logged when it is read: tests/long_files.rs.
    assert_eq!(left, ["/api/stay-signed-in", "/rounds/{round}/answers"]);
}

#[tokio::test]
async fn every_write_stores_the_same_when_characters_that_nobody_sees_come_along() {
    let (plain, unseen) = (everything(false, false).await, everything(false, true).await);
    let (one, other) = (stored(&plain.app).await, stored(&unseen.app).await);
    for (table, rows) in &one {
        assert_eq!(rows, &other[table], "{table}");
    }
    assert_eq!(stored(&set_up(false, false).await.app).await, stored(&set_up(false, true).await.app).await);
}

#[tokio::test]
async fn s40_every_file_that_leaves_the_program_is_in_the_log() {
    let app = Sample::copy().await;
    let (reviewer, lead) = (app.sign_in(Persona::Reviewer).await, app.sign_in(Persona::SchoolLead).await);
    for (path, cookie, person, expected) in [
        ("/rounds/2014/results.xlsx", &reviewer, 2, "results exported"),
        ("/rounds/2014/results.csv?form=schools", &reviewer, 2, "results exported"),
        ("/rounds/2014/answers.xlsx", &reviewer, 2, "answers exported"),
        ("/rounds/2014/answers.csv", &reviewer, 2, "answers exported"),
        ("/audits/119/action-plan.xlsx", &lead, 3, "action plan exported"),
        ("/audits/119/action-plan.xlsx", &reviewer, 2, "action plan exported"),
        ("/audits/119/results.csv", &lead, 3, "own results exported"),
        ("/audits/119/results.csv", &reviewer, 2, "own results exported"),
    ] {
        let before = log(&app).await;
        assert_eq!(app.get(path, cookie).await.status, 200, "{path}");
        assert_eq!(log(&app).await[before.len()..], [(Some(person), expected.to_owned())], "{path}");
    }
    let before = log(&app).await;
    // Of another organisation, and of an audit that is not submitted, there is none.
    for path in [
        "/rounds/2014/results.xlsx",
        "/audits/1/action-plan.xlsx",
        "/audits/1/results.csv",
        "/audits/272/results.csv",
        "/organisations/template.csv",
    ] {
        assert_ne!(app.get(path, &lead).await.status, 200, "{path}");
    }
    assert_eq!(log(&app).await, before, "what is refused leaves nothing");
}

#[tokio::test]
async fn s11_s43_what_is_handed_in_or_logged_cannot_be_changed_by_any_statement() {
    let app = Sample::copy().await;
    let before = stored(&app).await;
    let mut writing = app.installation.store.writing().await.unwrap();
    for statement in [
        "update submission set content = ''",
        "update submission set content_hash = 'x' where audit_id = 119",
        "update log set person_id = 1",
        "delete from log where id = 1",
        "delete from submission where audit_id = 119",
        "update audit set state = 'started', submitted_at = null where id = 119",
        "update audit set organisation_name = 'Another' where id = 119",
        "update audit set sub_sector = 'secondary' where id = 119",
        "update audit set organisation_id = (select max(id) from organisation) where id = 119",
        "delete from audit where id = 119",
        "insert or replace into audit (id, round_id, organisation_id, form_edition_id, state, invited_at) \
         select id, round_id, organisation_id, form_edition_id, 'invited', invited_at from audit where id = 119",
        "insert or replace into submission select * from submission where audit_id = 119",
        "insert or replace into log select * from log where id = 1",
        "insert or replace into answer_save select * from answer_save where audit_id = 119",
        "insert or replace into form_edition select * from form_edition where id = 1",
        "update answer set score = 3 where audit_id = 119",
        "delete from answer where audit_id = 119",
        "insert into answer (audit_id, question_id, not_applicable, revision) \
         select 119, id, 0, 1 from question where id not in (select question_id from answer where audit_id = 119)",
        "update answer_text set evidence = '' where audit_id = 119",
        "delete from answer_text where audit_id = 119",
        "insert or replace into answer_text select * from answer_text where audit_id = 119",
        "update answer_save set evidence = ''",
        "delete from answer_save where audit_id = 119",
        "update form_edition set content = ''",
        "delete from form_edition",
    ] {
        let refused = sqlx::query(statement).execute(&mut *writing).await.expect_err(statement).to_string();
        let why = ["never changes", "never deleted", "stays", "keeps what its organisation was", "takes no answer"];
        assert!(why.iter().any(|why| refused.contains(why)), "{statement}: {refused}");
    }
    writing.commit().await.unwrap();
    assert_eq!(stored(&app).await, before);
}

#[tokio::test]
async fn s11_a_check_finds_what_was_changed_behind_the_programs_back() {
    let app = Sample::copy().await;
    let check = async || checking::check(&app.installation.store).await.unwrap().problems;
    assert_eq!(check().await, Vec::<String>::new());
    app.change(&[
        "drop trigger submitted_texts_never_change",
        "update answer_text set evidence = evidence || '.' where audit_id = 119 and action_what <> ''",
    ])
    .await;
    assert_eq!(check().await, ["the answers of audit 119 are not those of its frozen record"]);
    app.change(&[
        "drop trigger submission_is_immutable",
        "update submission set content = replace(content, '\"score\":1', '\"score\":3') where audit_id = 13",
    ])
    .await;
    let problems = check().await;
    assert_eq!(problems[0], "the frozen record of audit 13 does not agree with its hash", "{problems:?}");
    assert_eq!(problems.len(), 2);
    app.change(&[
        "drop trigger submitted_audit_keeps_its_organisation",
        "update audit set sub_sector = 'secondary' where id = 12",
    ])
    .await;
    assert!(check().await.contains(&"the organisation of audit 12 is not that of its frozen record".to_owned()));
}
