//! Somebody who carries out every post that changes something, and how: once, twice in turn, twice at the same time, or
//! again after the program was started anew.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::StatusCode;
use section11::domain::save::TypedAnswer;
use section11::operations::tokens::Token;
use sqlx::QueryBuilder;

use crate::support::{Answer, NOW, Persona, Sample, app_code, marsh_lane};

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

/// The route on which the save contract says what becomes of a save that comes twice.
const SAVES: &str = "/audits/{audit}/standards/{number}";

/// Everything that is stored, table by table, without what differs each time: tokens, salts and secrets.
pub async fn stored(app: &Sample) -> BTreeMap<String, Vec<String>> {
    const LEFT_OUT: [&str; 3] = ["sign_in_try", "post", "_sqlx_migrations"];
    const RANDOM: [&str; 3] = ["token_hash", "password_hash", "authenticator_secret"];
    let mut db = app.installation.store.reading().await.unwrap();
    let tables: Vec<String> =
        sqlx::query_scalar("select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'")
            .fetch_all(&mut *db)
            .await
            .unwrap();
    let mut all = BTreeMap::new();
    for table in tables.into_iter().filter(|table| !LEFT_OUT.contains(&table.as_str())) {
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

/// Checks that two samples on which everything was carried out hold the same, table by table, and something in each.
pub fn same_rows(one: &BTreeMap<String, Vec<String>>, other: &BTreeMap<String, Vec<String>>) {
    let empty: Vec<_> = one.iter().filter(|(_, rows)| rows.is_empty()).map(|(table, _)| table.as_str()).collect();
    assert_eq!(empty, ["wrong_codes"], "it alone holds nothing: nobody gave a wrong code");
    for (table, rows) in one {
        assert_eq!(rows, &other[table], "{table}");
    }
}

/// How each post is carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// Once, and without the id of a form.
    Once,
    /// Twice: the second after the answer to the first, and with the cookies that it set.
    InTurn,
    /// Twice at the same time, as by two clicks.
    AtOnce,
    /// Again after the program was started anew.
    AfterAStart,
}

/// What comes along with each post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Along {
    Nothing,
    /// Fields that the form has not.
    MoreFields,
    /// Characters that nobody sees, with everything that is typed.
    Unseen,
}

/// Somebody who carries out every post, one after the other, on a sample of their own.
pub struct Everything {
    pub app: Sample,
    how: How,
    along: Along,
    pub done: BTreeSet<String>,
}

impl Everything {
    /// Posts a form, with more fields than it has if so wished, and looks for its line in the log.
    async fn post(&mut self, route: &str, path: &str, cookie: &str, fields: &[(&str, &str)], logged: &str) -> Answer {
        let typed: Vec<_> = fields.iter().map(|field| (field.0, unseen(path, *field))).collect();
        let mut sent = fields.to_vec();
        if self.along == Along::Unseen {
            sent = typed.iter().map(|(name, text)| (*name, text.as_str())).collect();
        }
        if self.along == Along::MoreFields {
            sent.extend(MORE.iter().filter(|(name, _)| fields.iter().all(|(field, _)| field != name)));
        }
        let id = new_id();
        if self.how != How::Once {
            sent.push(("post_id", &id));
        }
        let carried_out = carried_out(&self.app).await;
        let post = async |app: &Sample, cookie: &str| app.post(path, cookie, &sent).await;
        let answer = self.did(route, cookie, logged, post).await;
        let is_known = self.how != How::Once && route != SAVES;
        assert_eq!(carried_out + i64::from(is_known), self::carried_out(&self.app).await, "{route}");
        answer
    }

    async fn did(
        &mut self,
        route: &str,
        cookie: &str,
        logged: &str,
        post: impl AsyncFn(&Sample, &str) -> Answer,
    ) -> Answer {
        let before = log(&self.app).await;
        let answer = match self.how {
            How::Once => post(&self.app, cookie).await,
            How::InTurn => {
                let first = post(&self.app, cookie).await;
                let second = post(&self.app, &first.cookies_after(cookie)).await;
                self.is_the_same(route, cookie, &first, &second).await;
                first
            }
            How::AtOnce => {
                let (first, second) = tokio::join!(post(&self.app, cookie), post(&self.app, cookie));
                self.is_the_same(route, cookie, &first, &second).await;
                first
            }
            How::AfterAStart => {
                let first = post(&self.app, cookie).await;
                let second = post(&self.app.started_anew().await, cookie).await;
                if [SAVES, "/api/save-answer"].contains(&route) {
                    self.is_the_same(route, cookie, &first, &second).await;
                } else {
                    assert_eq!(second.status, StatusCode::CONFLICT, "{route}: {}", second.words());
                    assert!(second.shows("This was already done"), "{route}: {}", second.words());
                }
                first
            }
        };
        // S26: for this host over TLS alone, and out of reach of scripts.
        for cookie in answer.headers.get_all("set-cookie") {
            let cookie = cookie.to_str().unwrap();
            let cookie = cookie.split("; Max-Age=").next().unwrap();
            let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
            assert!(["__Host-session", "__Host-browser", "__Host-done"].contains(&name), "{name}");
            assert_eq!(cookie, format!("{name}={value}; HttpOnly; SameSite=Lax; Secure; Path=/"), "{route}");
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

    /// Checks that the second answer is the first, and so is the page to which it leads: what was done is said again.
    async fn is_the_same(&self, route: &str, cookie: &str, first: &Answer, second: &Answer) {
        let cookies = |answer: &Answer| answer.headers.get_all("set-cookie").iter().cloned().collect::<Vec<_>>();
        assert_eq!((first.status, first.location()), (second.status, second.location()), "{route}: {}", second.words());
        assert_eq!(cookies(first), cookies(second), "{route}");
        if first.status.is_redirection() {
            let page = self.app.follow(first, cookie).await;
            assert_eq!(page.words(), self.app.follow(second, cookie).await.words(), "{route}");
        } else {
            assert_eq!(first.text(), second.text(), "{route}");
        }
    }

    async fn signing_in(&mut self) {
        let (app, lead) = (self.app.clone(), Persona::SchoolLead);
        let fields = [("email", lead.email()), ("password", lead.password())];
        let cookie = self.post("/sign-in", "/sign-in", "", &fields, "signed in").await.cookie();
        let words = [("current", lead.password()), ("password", "three unrelated words")];
        let new = [words[0], words[1], ("again", "three unrelated words")];
        self.post("/account/password", "/account/password", &cookie, &new, "password changed").await;
        let secret = app.get("/account/authenticator", &cookie).await.offered_secret();
        let route = "/account/authenticator";
        let code = app_code(&secret, NOW, 0);
        let fields = [("code", code.as_str())];
        self.post(route, route, &cookie, &fields, "authenticator app set up").await;
        let fields = [("email", lead.email()), ("password", "three unrelated words")];
        let half = self.post("/sign-in", "/sign-in", "", &fields, "password accepted").await.cookie();
        let code = app_code(&secret, NOW, 1);
        let fields = [("code", code.as_str())];
        let whole = self.post("/sign-in/code", "/sign-in/code", &half, &fields, "signed in").await.cookie();
        self.post("/sign-out", "/sign-out", &whole, &[], "signed out").await;
    }

    async fn answering(&mut self) {
        let app = self.app.clone();
        let contributor = app.sign_in(Persona::Contributor).await;
        // Whatever became of the password in the meantime.
        let lead = app.session(Persona::SchoolLead).await;
        let standard = [("S5.1.save_id", "a"), ("S5.1.revision", "0"), ("S5.1.score", "3"), ("S5.1.evidence", "E")];
        let path = marsh_lane::STANDARD_5;
        self.post("/audits/{audit}/standards/{number}", path, &contributor, &standard, "answer saved").await;
        let answer = TypedAnswer {
            question: "S5.2".into(),
            revision: Some(0),
            save_id: "b".into(),
            score: "2".into(),
            evidence: "F".into(),
            ..TypedAnswer::default()
        };
        let mut json = serde_json::json!({ "audit": marsh_lane::AUDIT.0, "answer": answer });
        if self.along == Along::MoreFields {
            for (name, value) in MORE {
                json["answer"][name] = value.into();
                if name != "audit" {
                    json[name] = value.into();
                }
            }
        }
        let json = json.to_string();
        let route = "/api/save-answer";
        let call = async |app: &Sample, cookie: &str| app.call(route, cookie, &json).await;
        self.did(route, &contributor, "answer saved", call).await;
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
        let revision = app.get(marsh_lane::ACTION, &lead).await.attribute("[name=revision]", "value");
        let action = [[("revision", revision.as_str())].as_slice(), &action[1..]].concat();
        let route = "/organisations/{reference}/action-plan/{number}";
        self.post(route, marsh_lane::ACTION, &lead, &action, "action changed").await;
        app.complete_open_audit().await;
        let declared =
            [("name", "Hester Quillan"), ("role", "Head"), ("confirmed", "yes"), ("no_child", ""), ("seen", "")];
        self.post("/audits/{audit}/check", marsh_lane::CHECK, &lead, &declared, "audit submitted").await;
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
        let route = "/organisations/import";
        let id = new_id();
        let fields = if self.how == How::Once { Vec::new() } else { vec![("post_id", id.as_str())] };
        let fields = [fields.as_slice(), if self.along == Along::MoreFields { &MORE } else { &[] }].concat();
        let import = async |app: &Sample, cookie: &str| app.upload(route, cookie, Some(file), &fields).await;
        self.did(route, &administrator, "organisations imported", import).await;
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
        app.set_up_app(Persona::Reviewer, &[7; 20]).await;
        let route = "/people/{person}/remove-authenticator";
        let path = "/people/2/remove-authenticator";
        self.post(route, path, &administrator, &[], "authenticator app taken off").await;
    }
}

/// The id of a form, as its page makes it.
pub fn new_id() -> String {
    Token::new().reveal()[..32].to_owned()
}

/// How many forms the database knows that were carried out.
pub async fn carried_out(app: &Sample) -> i64 {
    app.value("select count(*) from post").await
}

/// Who did what.
pub async fn log(app: &Sample) -> Vec<(Option<i64>, String)> {
    app.rows("select person_id, operation from log order by id").await
}

pub async fn everything(how: How, along: Along) -> Everything {
    let mut all = Everything { app: Sample::copy().await, how, along, done: BTreeSet::new() };
    all.signing_in().await;
    all.answering().await;
    all.running_a_round().await;
    all.keeping_organisations().await;
    all.keeping_people().await;
    all
}

pub async fn set_up(how: How, along: Along) -> Everything {
    let app = Sample::empty().await;
    let token = app.installation.set_up_token().reveal().to_owned();
    let mut all = Everything { app, how, along, done: BTreeSet::new() };
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
