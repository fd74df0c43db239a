//! What saving costs: whole pages of answers offered at a steady rate by many people at once, and the disk's own floor.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use axum::http::StatusCode;
use section11::domain::audit::AuditId;
use section11::store::answers;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection};
use tokio::sync::Mutex;
use tokio::task::JoinSet;

use crate::Measured;
use crate::board::{Board, LEAD};
use crate::process::Times;
use crate::program::Program;
use crate::table::Table;

/// 200 a second.
const EVERY: Duration = Duration::from_millis(5);
/// Ten seconds of them.
const SAVES: usize = 2000;
/// An evidence text of usual length, to which each save adds its number.
const EVIDENCE: &str = "The policy was reviewed by governors in September and is on the website. All staff read part \
    one of the guidance on the first day of term and signed for it; the lead keeps the list. Supply staff and \
    volunteers get the one-page summary at the front desk. Checked in the spring with ten members of staff. Save ";

/// Saving a page of answers: with every answer changed, and with one, as when scripts have saved the others already.
pub async fn of_a_page(board: &Board, table: &mut Table) -> Measured<Vec<Arc<Mutex<Page>>>> {
    let pages = pages(board).await?;
    // Once each before timing, so that every page's stored answers are known.
    for page in &pages {
        if !page.lock().await.save(board, usize::MAX).await {
            return Err("a page could not be saved".into());
        }
    }
    let target = "p50 ≤ 8 ms, p99 ≤ 60 ms, no errors";
    let whole = offer(board, &pages, usize::MAX).await;
    let answers = page_lengths(&pages).await;
    table.figure(
        "save a page of answers, 200 a second, every answer changed",
        target,
        format!("{whole} ({answers} answers a page)"),
    );
    let one = offer(board, &pages, 1).await;
    table.figure("… one answer of the page changed", target, one);
    let floor = raw_commits(board).await?;
    table.figure("… the floor: bare SQLite commits, one after the other", "", floor.words());
    Ok(pages)
}

/// Saves one answer of a page at a steady rate for as long as something else goes on.
pub async fn while_it_lasts(board: &Board, pages: &Pages, goes_on: &AtomicBool) -> Times {
    let mut saves = JoinSet::new();
    let mut clock = tokio::time::interval(EVERY);
    for page in pages.iter().cycle().take_while(|_| goes_on.load(Ordering::Relaxed)) {
        clock.tick().await;
        let (board, page, offered) = (board.clone(), page.clone(), Instant::now());
        saves.spawn(async move {
            let done = page.lock().await.save(&board, 1).await;
            assert!(done, "a save was refused");
            offered.elapsed()
        });
    }
    Times::new(saves.join_all().await)
}

/// A standard of somebody's audit, open in a browser.
pub struct Page {
    path: String,
    cookie: Arc<str>,
    answers: Vec<Shown>,
    saves: u32,
}

/// An answer as the page shows it.
struct Shown {
    question: String,
    revision: i64,
    evidence: String,
}

impl Page {
    /// Changes the first so many answers and posts them all; whether it was saved.
    pub async fn save(&mut self, board: &Board, changed: usize) -> bool {
        let body = self.change(changed);
        let answer = board.post(&self.path, &self.cookie, body).await;
        self.was_saved(changed, answer.is_ok_and(|answer| answer.status == StatusCode::SEE_OTHER))
    }

    /// The same with the running program.
    pub async fn save_over_loopback(&mut self, program: &Program, changed: usize) -> bool {
        let body = self.change(changed);
        let answer = program.post(&self.path, &self.cookie, &body).await;
        self.was_saved(changed, answer.is_ok_and(|status| status == StatusCode::SEE_OTHER.as_u16()))
    }

    /// The whole page as it is posted, the first so many answers changed.
    fn change(&mut self, changed: usize) -> String {
        self.saves += 1;
        for answer in self.answers.iter_mut().take(changed) {
            answer.evidence = format!("{EVIDENCE}{}.", self.saves);
        }
        let mut body = String::new();
        for Shown { question, revision, evidence } in &self.answers {
            let evidence = evidence.replace(' ', "+");
            write!(
                body,
                "{question}.save_id=bench-{}&{question}.revision={revision}&{question}.score=3&\
                 {question}.evidence={evidence}&{question}.their_revision=&{question}.reason=&{question}.action=&\
                 {question}.who=&{question}.by_when=&{question}.no_action_reason=&",
                self.saves
            )
            .expect("a String takes all that is written");
        }
        write!(body, "whole={}", self.answers.len()).expect("a String takes all that is written");
        body
    }

    fn was_saved(&mut self, changed: usize, saved: bool) -> bool {
        if saved {
            self.answers.iter_mut().take(changed).for_each(|answer| answer.revision += 1);
        }
        saved
    }
}

pub type Pages = [Arc<Mutex<Page>>];

/// Offers saves at a steady rate, whether or not those before are done.
async fn offer(board: &Board, pages: &Pages, changed: usize) -> String {
    let mut saves = JoinSet::new();
    let mut clock = tokio::time::interval(EVERY);
    let began = Instant::now();
    for page in pages.iter().cycle().take(SAVES) {
        clock.tick().await;
        let (board, page, offered) = (board.clone(), page.clone(), Instant::now());
        saves.spawn(async move { (page.lock().await.save(&board, changed).await, offered.elapsed()) });
    }
    let done = saves.join_all().await;
    let seconds = began.elapsed().as_secs_f64();
    let errors = done.iter().filter(|(saved, _)| !saved).count();
    let times = Times::new(done.into_iter().map(|(_, took)| took).collect());
    let rate = f64::from(u32::try_from(SAVES).expect("a few thousand")) / seconds;
    format!("{}, {errors} errors, {rate:.0} a second", times.words())
}

/// Every standard of every open audit of a school, each audit with a lead of its own who is signed in.
async fn pages(board: &Board) -> Measured<Vec<Arc<Mutex<Page>>>> {
    let audits = add_leads(board).await?;
    let accounts = section11::sample::accounts();
    let password = accounts.iter().find(|account| account.email == LEAD).ok_or("no such account")?.password;
    let mut pages = Vec::new();
    for (audit, email) in audits {
        let cookie: Arc<str> = board.sign_in_with(&email, password).await?.into();
        let mut reading = board.installation.store.reading().await?;
        let stored = answers::of_audit(&mut reading, AuditId(audit), None).await?;
        drop(reading);
        let edition = board.installation.editions.named(section11::domain::form::FormKind::Schools, "2026-27");
        for standard in &edition.ok_or("no such edition")?.form.standards {
            let shown = standard.questions.iter().map(|question| Shown {
                question: question.key.to_string(),
                revision: stored.get(&question.key).map_or(0, |stored| stored.revision),
                evidence: String::new(),
            });
            let path = format!("/audits/{audit}/standards/{}", standard.number);
            let page = Page { path, cookie: cookie.clone(), answers: shown.collect(), saves: 0 };
            pages.push(Arc::new(Mutex::new(page)));
        }
    }
    Ok(pages)
}

/// Gives each open audit of a school one more lead, with the password of [`LEAD`]; returns audits and addresses.
async fn add_leads(board: &Board) -> Measured<Vec<(i64, String)>> {
    let open = "create temp table open_audit as \
         select a.id, a.organisation_id, 'lead-' || a.id || '@bench.example' as email from audit a \
         join audit_round r on r.id = a.round_id join form_edition e on e.id = a.form_edition_id \
         where r.slug = '2026-27' and e.form = 'schools' and a.state <> 'submitted'";
    let people = "insert into person (email, name, password_hash, is_sample, created_at) \
         select o.email, p.name, p.password_hash, 1, p.created_at \
         from open_audit o join person p on p.email = 'lead@marsh-lane.example'";
    let memberships = "insert into membership (person_id, organisation_id, role) \
         select p.id, o.organisation_id, 'lead' from open_audit o join person p on p.email = o.email";
    let mut writing = board.installation.store.writing().await?;
    for statement in [open, people, memberships] {
        sqlx::query(statement).execute(&mut *writing).await?;
    }
    let audits = sqlx::query_as("select id, email from open_audit order by id").fetch_all(&mut *writing).await?;
    writing.commit().await?;
    Ok(audits)
}

/// "10", or "5 to 9": how many answers the pages have.
async fn page_lengths(pages: &Pages) -> String {
    let mut lengths = BTreeSet::new();
    for page in pages {
        lengths.insert(page.lock().await.answers.len());
    }
    match (lengths.first(), lengths.last()) {
        (Some(fewest), Some(most)) if fewest < most => format!("{fewest} to {most}"),
        (_, most) => most.copied().unwrap_or_default().to_string(),
    }
}

/// How fast this disk makes one small row durable, in a database of its own beside the measured one.
async fn raw_commits(board: &Board) -> Measured<Times> {
    let path = board.installation.store.path().with_extension("floor.db");
    let options = SqliteConnectOptions::new()
        .filename(&path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    let mut floor = options.connect().await?;
    sqlx::query("create table note (id integer primary key, text text not null) strict").execute(&mut floor).await?;
    let mut times = Vec::new();
    for _ in 0..SAVES {
        let began = Instant::now();
        sqlx::query("insert into note (text) values (?)").bind(EVIDENCE).execute(&mut floor).await?;
        times.push(began.elapsed());
    }
    floor.close().await?;
    Ok(Times::new(times))
}
