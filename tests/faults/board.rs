//! A board whose people save pages of answers, and what each of them was told.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use section11::domain::audit::AuditId;
use section11::domain::form::FormKind;
use section11::operations::account::signing_in::SignIn;
use section11::operations::account::throttle::Browser;
use section11::operations::{Clock, Installation};
use section11::store::{Opening, answers};
use sqlx::sqlite::{SqliteConnectOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, SqliteConnection};
use tempfile::TempDir;
use tokio::task::JoinHandle;

use super::client::{self, Said};
use super::server::Server;
use crate::support::copy_sample;

const REVIEWER: &str = "reviewer@board.example";
const ADMINISTRATOR: &str = "administrator@board.example";

/// The standard whose pages are saved.
const STANDARD: u8 = 3;

/// A board in a file, with people who have an audit in progress each and are signed in.
pub struct Board {
    /// Removed when the board is done with.
    folder: Option<TempDir>,
    pub database: PathBuf,
    /// The cookie of a reviewer.
    pub reviewer: String,
    /// The cookie of an administrator.
    pub administrator: String,
    people: Vec<Person>,
    told: Told,
}

/// Everybody's saves and what they were answered.
#[derive(Debug, Default)]
struct Told {
    acknowledged: BTreeSet<Mark>,
    unanswered: usize,
    refused: usize,
}

/// A save of one person's page: the person's place among the people, and the number of the save.
pub type Mark = (usize, u32);

struct Person {
    audit: i64,
    email: String,
    cookie: String,
    questions: Vec<String>,
    revisions: Vec<i64>,
    saves: u32,
}

/// A page of answers as it is posted.
#[derive(Clone, Debug)]
pub struct Page {
    pub mark: Mark,
    pub path: String,
    pub cookie: String,
    pub body: String,
}

/// How many saves got each answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    pub saved: usize,
    pub conflicts: usize,
    /// 503: the database could not be written.
    pub refused: usize,
    /// Any other answer.
    pub failed: usize,
    /// No answer came.
    pub lost: usize,
}

/// What is wrong with a file.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Wrong {
    /// Faults in its structure, or in one part of it against another.
    pub unsound: Vec<String>,
    /// Pages of which only a part was saved.
    pub halves: Vec<String>,
    /// Saves that were acknowledged and are not there.
    pub lost: BTreeSet<Mark>,
}

/// People saving in the background.
pub struct Saving {
    stop: Arc<AtomicBool>,
    people: Vec<JoinHandle<Person>>,
    told: Arc<Mutex<(Told, Counted)>>,
}

impl Board {
    /// A board with so many people, in a folder of its own.
    pub async fn new(people: usize) -> Self {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let mut board = Self::on(people, folder.path()).await;
        board.folder = Some(folder);
        board
    }

    /// The same in this folder.
    pub async fn on(people: usize, folder: &Path) -> Self {
        let database = folder.join("board.db");
        copy_sample(&database).await;
        let installation =
            Installation::open(&database, Opening::Existing, Clock::System, "http://127.0.0.1").await.unwrap();
        // Open whatever the day is.
        let mut writing = installation.store.writing().await.unwrap();
        for statement in [
            "update round_form set opens = '2020-01-01', due = '2099-01-01', closes = '2099-01-01' \
             where round_id = (select id from audit_round where slug = '2026-27')",
            "create temp table open_audit as select a.id, a.organisation_id, 'p' || a.id || '@faults.example' as email \
             from audit a join audit_round r on r.id = a.round_id join form_edition e on e.id = a.form_edition_id \
             where r.slug = '2026-27' and e.form = 'schools' and a.state <> 'submitted' order by a.id limit 25",
            "insert into person (email, name, password_hash, is_sample, created_at) \
             select o.email, p.name, p.password_hash, 1, p.created_at \
             from open_audit o join person p on p.email = 'lead@marsh-lane.example'",
            "insert into membership (person_id, organisation_id, role) \
             select p.id, o.organisation_id, 'lead' from open_audit o join person p on p.email = o.email",
        ] {
            sqlx::query(statement).execute(&mut *writing).await.unwrap();
        }
        let audits: Vec<(i64, String)> = sqlx::query_as("select id, email from open_audit order by id limit ?")
            .bind(i64::try_from(people).unwrap())
            .fetch_all(&mut *writing)
            .await
            .unwrap();
        writing.commit().await.unwrap();
        assert_eq!(audits.len(), people, "the sample has that many audits in progress");
        let password = password_of("lead@marsh-lane.example");
        let reviewer = signed_in(&installation, REVIEWER, password_of(REVIEWER)).await;
        let administrator = signed_in(&installation, ADMINISTRATOR, password_of(ADMINISTRATOR)).await;
        let form = installation.editions.named(FormKind::Schools, "2026-27").unwrap().form.clone();
        let questions: Vec<_> =
            form.standard(STANDARD).unwrap().questions.iter().map(|question| question.key).collect();
        let mut people = Vec::new();
        for (audit, email) in audits {
            let cookie = signed_in(&installation, &email, password).await;
            let mut reading = installation.store.reading().await.unwrap();
            let stored = answers::of_audit(&mut reading, AuditId(audit), Some(STANDARD)).await.unwrap();
            people.push(Person {
                audit,
                email,
                cookie,
                questions: questions.iter().map(ToString::to_string).collect(),
                revisions: questions.iter().map(|key| stored.get(key).map_or(0, |stored| stored.revision)).collect(),
                saves: 0,
            });
        }
        installation.store.close().await;
        Self { folder: None, database, reviewer, administrator, people, told: Told::default() }
    }

    /// Invites so many more schools to the round of 2014. None of them answers.
    pub async fn invite_more(&self, schools: i64) {
        let mut db = open(&self.database).await;
        for statement in [
            "with recursive n (n) as (select 1 union all select n + 1 from n where n < ?) \
             insert into organisation (id, reference, name, sector, sub_sector, group_name, basis, created_at) \
             select 1000 + n, printf('O-%05d', 10000 + n), 'School ' || n, 'education', 'primary', null, 'statutory', \
             '2014-01-01T00:00:00.000Z' from n",
            "insert into audit (round_id, organisation_id, form_edition_id, state, invited_at) \
             select f.round_id, o.id, f.form_edition_id, 'invited', '2014-01-01T00:00:00.000Z' from organisation o, \
             round_form f join audit_round r on r.id = f.round_id \
             where o.id between 1001 and 1000 + ? and r.slug = '2014' and f.form = 'schools'",
        ] {
            sqlx::query(statement).bind(schools).execute(&mut db).await.unwrap();
        }
        db.close().await.unwrap();
    }

    /// A day passes for every session, try to sign in and known browser, and everybody signs in anew; somebody gives a
    /// wrong password.
    pub async fn a_day_passes(&mut self, server: &Server) {
        let mut db = open(&self.database).await;
        for statement in [
            "update session set created_at = strftime('%Y-%m-%dT%H:%M:%fZ', created_at, '-1 day'), \
             last_seen_at = strftime('%Y-%m-%dT%H:%M:%fZ', last_seen_at, '-1 day')",
            "update sign_in_try set at = strftime('%Y-%m-%dT%H:%M:%fZ', at, '-1 day')",
            "update known_browser set known_since = strftime('%Y-%m-%dT%H:%M:%fZ', known_since, '-1 day')",
        ] {
            sqlx::query(statement).execute(&mut db).await.unwrap();
        }
        db.close().await.unwrap();
        assert_eq!(client::sign_in(server, "nobody@board.example", "not the password").await, None);
        let password = password_of("lead@marsh-lane.example");
        for person in &mut self.people {
            person.cookie = client::sign_in(server, &person.email, password).await.expect("a cookie");
        }
        for (email, cookie) in [(REVIEWER, &mut self.reviewer), (ADMINISTRATOR, &mut self.administrator)] {
            *cookie = client::sign_in(server, email, password_of(email)).await.expect("a cookie");
        }
    }

    /// Everybody's organisation is invited to another round, which is open, and they answer in that from now on.
    pub async fn begin_another_round(&mut self) {
        let mut db = open(&self.database).await;
        for statement in [
            "insert into audit_round (title, slug, created_at, opened_at) \
             select 'Round ' || count(*), 'round-' || count(*), max(created_at), max(opened_at) from audit_round",
            "insert into round_form select (select max(id) from audit_round), f.form, f.form_edition_id, f.opens, f.due, f.closes \
             from round_form f join audit_round r on r.id = f.round_id where r.slug = '2026-27'",
            "insert into audit (round_id, organisation_id, form_edition_id, state, invited_at) \
             select (select max(id) from audit_round), m.organisation_id, f.form_edition_id, 'invited', f.opens \
             from person p join membership m on m.person_id = p.id join round_form f on f.form = 'schools' \
             join audit_round r on r.id = f.round_id and r.slug = '2026-27' where p.email like 'p%@faults.example'",
        ] {
            sqlx::query(statement).execute(&mut db).await.unwrap();
        }
        for person in &mut self.people {
            person.audit = sqlx::query_scalar(
                "select max(a.id) from audit a join membership m on m.organisation_id = a.organisation_id \
                 join person p on p.id = m.person_id where p.email = ?",
            )
            .bind(&person.email)
            .fetch_one(&mut db)
            .await
            .unwrap();
            person.revisions.fill(0);
        }
        db.close().await.unwrap();
    }

    /// How many sessions and tries to sign in there are.
    pub async fn sessions_and_tries(&self) -> u64 {
        let mut db = open(&self.database).await;
        let count = "select (select count(*) from session) + (select count(*) from sign_in_try)";
        let count: i64 = sqlx::query_scalar(count).fetch_one(&mut db).await.unwrap();
        db.close().await.unwrap();
        u64::try_from(count).unwrap()
    }

    pub fn path(&self, person: usize) -> String {
        self.people[person].path()
    }

    pub fn cookie(&self, person: usize) -> String {
        self.people[person].cookie.clone()
    }

    /// What stands in the last page this person sent.
    pub fn text_of_last(&self, person: usize) -> String {
        text((person, self.people[person].saves))
    }

    /// The next page of a person, not yet sent.
    pub fn next_page(&mut self, person: usize) -> Page {
        self.people[person].next_page(person)
    }

    /// Sends the next page of a person and remembers what it was answered.
    pub async fn save(&mut self, server: &Server, person: usize) -> Said {
        let page = self.next_page(person);
        let said = client::post(server, &page).await;
        match said {
            Said::Saved => self.acknowledge(&page),
            Said::Unavailable(_) => self.told.refused += 1,
            Said::Nothing => self.told.unanswered += 1,
            Said::Conflict | Said::Other(..) => {}
        }
        said
    }

    /// A page was acknowledged.
    pub fn acknowledge(&mut self, page: &Page) {
        self.people[page.mark.0].was_saved();
        self.told.acknowledged.insert(page.mark);
    }

    /// Everybody saves page after page until they are told to stop or the server is gone.
    pub fn save_all_the_time(&mut self, server: &Server) -> Saving {
        let told: Arc<Mutex<(Told, Counted)>> = Arc::default();
        let stop = Arc::new(AtomicBool::new(false));
        let address = server.address;
        let people = self.people.iter().map(Person::again).enumerate();
        let saving = people.map(|(place, mut person)| {
            let (told, stop) = (told.clone(), stop.clone());
            tokio::spawn(async move {
                while !stop.load(Ordering::SeqCst) {
                    let page = person.next_page(place);
                    let said = client::post_to(address, &page).await;
                    let mut told = told.lock().unwrap();
                    let (told, counted) = &mut *told;
                    match said {
                        Said::Saved => {
                            person.was_saved();
                            told.acknowledged.insert(page.mark);
                            counted.saved += 1;
                        }
                        // Somebody else's window: go on from the next revision.
                        Said::Conflict => {
                            person.revisions.iter_mut().for_each(|revision| *revision += 1);
                            counted.conflicts += 1;
                        }
                        Said::Unavailable(_) => {
                            told.refused += 1;
                            counted.refused += 1;
                        }
                        Said::Other(..) => counted.failed += 1,
                        Said::Nothing => {
                            told.unanswered += 1;
                            counted.lost += 1;
                            break;
                        }
                    }
                }
                person
            })
        });
        let people = saving.collect();
        Saving { stop, people, told }
    }

    /// The saves of everybody's next window are numbered from here.
    pub fn go_on_from(&mut self, save: u32) {
        self.people.iter_mut().for_each(|person| person.saves = save);
    }

    /// How many pages are in the file that nobody was told about.
    pub async fn saved_and_not_acknowledged(&self) -> usize {
        let mut db = open(&self.database).await;
        let saved: Vec<String> =
            sqlx::query_scalar("select distinct evidence from answer_save where evidence like 'Fault %'")
                .fetch_all(&mut db)
                .await
                .unwrap();
        db.close().await.unwrap();
        let told: BTreeSet<_> = self.told.acknowledged.iter().map(|mark| text(*mark)).collect();
        saved.iter().filter(|saved| !told.contains(*saved)).count()
    }

    /// How many saves were acknowledged.
    pub fn acknowledged(&self) -> usize {
        self.told.acknowledged.len()
    }

    /// A summary for whoever reads the test's report.
    pub fn words(&self) -> String {
        let Told { acknowledged, unanswered, refused } = &self.told;
        let saves = acknowledged.len();
        format!("{saves} saves acknowledged and found again, {unanswered} without an answer, {refused} refused")
    }

    /// Checks that the file is sound and holds every acknowledged save, each page whole or not at all; then everybody
    /// goes on from what is stored.
    pub async fn compare_with_the_file(&mut self) {
        let acknowledged = self.told.acknowledged.clone();
        let mut db = open(&self.database).await;
        assert_eq!(self.wrong_in(&mut db, &acknowledged).await, Wrong::default());
        for person in &mut self.people {
            let stored: Vec<(String, i64)> = sqlx::query_as(
                "select q.question_key, an.revision from answer an join question q on q.id = an.question_id \
                 where an.audit_id = ?",
            )
            .bind(person.audit)
            .fetch_all(&mut db)
            .await
            .unwrap();
            let stored: BTreeMap<_, _> = stored.into_iter().collect();
            person.revisions = person.questions.iter().map(|key| stored.get(key).copied().unwrap_or(0)).collect();
        }
        db.close().await.unwrap();
    }

    /// Checks that another file is sound and holds these saves.
    pub async fn file_holds(&self, database: &Path, acknowledged: &BTreeSet<Mark>) {
        assert_eq!(self.wrong_with(database, acknowledged).await, Wrong::default());
    }

    /// What is wrong with another file, which is to hold these saves.
    pub async fn wrong_with(&self, database: &Path, acknowledged: &BTreeSet<Mark>) -> Wrong {
        // Whether closing it makes anything durable is of no interest, and would take long a thousand times.
        let options = options(database).synchronous(SqliteSynchronous::Off);
        let mut db = options.connect().await.unwrap();
        let wrong = self.wrong_in(&mut db, acknowledged).await;
        db.close().await.unwrap();
        wrong
    }

    async fn wrong_in(&self, db: &mut SqliteConnection, acknowledged: &BTreeSet<Mark>) -> Wrong {
        let checked = section11::store::check::check(db).await;
        let unsound = checked.map_or_else(|error| vec![error.to_string()], |found| found.problems);
        let mut wrong = Wrong { unsound, ..Wrong::default() };
        // What is so damaged may not be readable at all.
        if !wrong.unsound.is_empty() {
            return wrong;
        }
        // Of every round in which they answered: no two pages hold the same text.
        let saved: Vec<(String, i64)> = sqlx::query_as(
            "select evidence, count(*) from answer_save where evidence like 'Fault %' group by audit_id, evidence",
        )
        .fetch_all(&mut *db)
        .await
        .unwrap();
        let whole = i64::try_from(self.people[0].questions.len()).unwrap();
        assert!(self.people.iter().all(|person| person.questions.len() == self.people[0].questions.len()));
        let halves = saved.iter().filter(|(_, answers)| *answers != whole);
        wrong.halves.extend(halves.map(|(evidence, answers)| format!("{evidence}: {answers} of {whole}")));
        let saved: BTreeSet<_> = saved.into_iter().map(|(evidence, _)| evidence).collect();
        wrong.lost.extend(acknowledged.iter().filter(|mark| !saved.contains(&text(**mark))));
        wrong
    }

    /// Checks that the history of each answer counts up without a gap to the answer's own revision.
    pub async fn each_answer_has_every_revision_once(&self) {
        let mut db = open(&self.database).await;
        let broken: i64 = sqlx::query_scalar(
            "select count(*) from answer an where an.revision > 1 and an.revision <> \
             (select count(*) from answer_save s where s.audit_id = an.audit_id and s.question_id = an.question_id)",
        )
        .fetch_one(&mut db)
        .await
        .unwrap();
        assert_eq!(broken, 0, "the history of an answer has a gap");
        db.close().await.unwrap();
    }

    /// Waits until a page that nobody was told about is in the file.
    pub async fn wait_until_saved(&self, page: &Page) {
        let mut db = open(&self.database).await;
        let mut saved = 0;
        for _ in 0..2000 {
            if saved > 0 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
            saved = sqlx::query_scalar("select count(*) from answer_save where evidence = ?")
                .bind(text(page.mark))
                .fetch_one(&mut db)
                .await
                .unwrap();
        }
        assert!(saved > 0, "{page:?} was not saved");
        db.close().await.unwrap();
    }
}

impl Person {
    fn path(&self) -> String {
        format!("/audits/{}/standards/{STANDARD}", self.audit)
    }

    fn again(&self) -> Self {
        let (email, cookie, questions) = (self.email.clone(), self.cookie.clone(), self.questions.clone());
        Self { audit: self.audit, email, cookie, questions, revisions: self.revisions.clone(), saves: self.saves }
    }

    fn next_page(&mut self, place: usize) -> Page {
        self.saves += 1;
        let mark = (place, self.saves);
        let evidence = text(mark).replace(' ', "+");
        let save_id = rand::random::<u64>();
        let answers = self.questions.iter().zip(&self.revisions).map(|(question, revision)| {
            format!(
                "{question}.save_id={save_id:x}&{question}.revision={revision}&{question}.score=3&\
                 {question}.evidence={evidence}&{question}.their_revision=&{question}.reason=&{question}.action=&\
                 {question}.who=&{question}.by_when=&{question}.no_action_reason="
            )
        });
        let body = format!("{}&whole={}", answers.collect::<Vec<_>>().join("&"), self.questions.len());
        Page { mark, path: self.path(), cookie: self.cookie.clone(), body }
    }

    fn was_saved(&mut self) {
        self.revisions.iter_mut().for_each(|revision| *revision += 1);
    }
}

impl Saving {
    /// Waits until everybody has noticed that the server is gone.
    pub async fn finish(self, board: &mut Board) -> Counted {
        for (place, person) in self.people.into_iter().enumerate() {
            board.people[place].saves = person.await.unwrap().saves;
        }
        let (told, counted) = std::mem::take(&mut *self.told.lock().unwrap());
        board.told.acknowledged.extend(told.acknowledged);
        board.told.unanswered += told.unanswered;
        board.told.refused += told.refused;
        counted
    }

    /// Tells everybody to stop.
    pub async fn finish_early(self, board: &mut Board) -> Counted {
        self.stop.store(true, Ordering::SeqCst);
        self.finish(board).await
    }

    /// What was acknowledged up to now.
    pub fn acknowledged_so_far(&self) -> BTreeSet<Mark> {
        self.told.lock().unwrap().0.acknowledged.clone()
    }
}

/// The password of an account of the sample.
fn password_of(email: &str) -> &'static str {
    section11::sample::accounts().iter().find(|account| account.email == email).unwrap().password
}

/// The cookie of a person who has just signed in.
async fn signed_in(installation: &Installation, email: &str, password: &str) -> String {
    let Ok(SignIn::Done(token)) = installation.sign_in(email, password.into(), &Browser::default()).await else {
        panic!("{email} cannot sign in")
    };
    format!("__Host-session={}", token.reveal())
}

/// What a save says.
fn text((person, save): Mark) -> String {
    format!("Fault {person} save {save}")
}

fn options(database: &Path) -> SqliteConnectOptions {
    // Beside a server nobody but that one brings its log into the file.
    let options = SqliteConnectOptions::new().filename(database).busy_timeout(Duration::from_secs(5));
    options.pragma("wal_autocheckpoint", "0")
}

async fn open(database: &Path) -> SqliteConnection {
    options(database).connect().await.unwrap()
}
