//! What strangers take from those who work: memory by posts that are far too large, and time by bodies that come slowly and
//! guesses at passwords.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use tokio::io::AsyncWriteExt;
use tokio::task::JoinSet;
use tokio::time::{interval, sleep};

use crate::process::{Times, megabytes};
use crate::program::Program;
use crate::save_cost::Pages;
use crate::table::Table;
use crate::{Arguments, Measured};

/// How many posts of a million fields.
const POSTS: usize = 100;
/// How many connections send a byte of their body now and then, and how often.
const SLOW: usize = 50;
const A_BYTE_EVERY: Duration = Duration::from_secs(9);
/// How many clients guess, each as fast as it is answered.
const GUESSING: usize = 40;
/// For how long.
const LONG: Duration = Duration::from_secs(40);
/// How often somebody honest signs in, and saves.
const SIGN_INS: Duration = Duration::from_millis(500);
const SAVES: Duration = Duration::from_millis(50);

/// All of it against the built program.
pub async fn of_strangers(arguments: &Arguments, database: &Path, pages: &Pages, table: &mut Table) -> Measured<()> {
    let program = Arc::new(Program::start(arguments, database)?);
    let (path, million) = ("/audits/1/standards/1", vec!["a"; 1_000_000].join("&"));
    program.post(path, "", "a").await?;
    let before = program.memory()?;
    for _ in 0..POSTS {
        program.post(path, "", &million).await?;
    }
    let figure = format!("{} to {}", megabytes(before), megabytes(program.memory()?));
    table.figure("100 posts of a million fields by a stranger: memory", "+ 64 MB at most", figure);

    let alone = honest(&program, pages).await?;
    let goes_on = Arc::new(AtomicBool::new(true));
    let (mut slow, mut guessing) = (JoinSet::new(), JoinSet::new());
    for _ in 0..SLOW {
        let mut connection = program.begin_to_post("/sign-in", 1_000).await?;
        slow.spawn(async move {
            // Until the server has had enough.
            while connection.write_all(b"a").await.is_ok() {
                sleep(A_BYTE_EVERY).await;
            }
        });
    }
    for _ in 0..GUESSING {
        let (program, goes_on) = (program.clone(), goes_on.clone());
        guessing.spawn(async move {
            let mut answered = 0;
            while goes_on.load(Ordering::Relaxed) {
                let fields = format!("email={}%40school.example&password={}", drawn(), drawn());
                answered += usize::from(program.post("/sign-in", "", &fields).await.is_ok());
            }
            answered
        });
    }
    let beside = honest(&program, pages).await?;
    goes_on.store(false, Ordering::Relaxed);
    let guesses: usize = guessing.join_all().await.into_iter().sum();
    let words = |times: &Times, alone: &Times| format!("{} (without: {})", times.words(), alone.words());
    let target = "p95 ≤ 300 ms";
    table.figure("beside 50 slow bodies and 40 who guess: signing in", target, words(&beside.0, &alone.0));
    table.figure("… and saving one answer", "p95 ≤ 20 ms", words(&beside.1, &alone.1));
    let (seconds, memory) = (LONG.as_secs(), megabytes(program.memory()?));
    table.figure("… guesses answered; memory in the end", "", format!("{guesses} in {seconds} s; {memory}"));
    Ok(())
}

/// People who sign in, and save, at their own pace.
async fn honest(program: &Arc<Program>, pages: &Pages) -> Measured<(Times, Times)> {
    let began = Instant::now();
    let sign_ins = async {
        let (mut under_way, mut clock) = (JoinSet::new(), interval(SIGN_INS));
        for account in section11::sample::accounts().into_iter().cycle().take_while(|_| began.elapsed() < LONG) {
            clock.tick().await;
            let fields = format!("email={}&password={}", account.email.replace('@', "%40"), account.password);
            let (program, asked) = (program.clone(), Instant::now());
            under_way.spawn(async move {
                let status = program.post("/sign-in", "", &fields).await;
                status.is_ok_and(|status| status == 303).then(|| asked.elapsed())
            });
        }
        under_way.join_all().await
    };
    let saves = async {
        let (mut under_way, mut clock) = (JoinSet::new(), interval(SAVES));
        for page in pages.iter().cycle().take_while(|_| began.elapsed() < LONG) {
            clock.tick().await;
            let (program, page, asked) = (program.clone(), page.clone(), Instant::now());
            under_way.spawn(async move {
                let saved = page.lock().await.save_over_loopback(&program, 1).await;
                saved.then(|| asked.elapsed())
            });
        }
        under_way.join_all().await
    };
    let (sign_ins, saves) = tokio::join!(sign_ins, saves);
    Ok((all_done(sign_ins, "signing in")?, all_done(saves, "a save")?))
}

/// The times of what was done, as long as nothing was refused.
fn all_done(times: Vec<Option<Duration>>, what: &str) -> Measured<Times> {
    let refused = times.iter().filter(|took| took.is_none()).count();
    if refused > 0 {
        return Err(format!("{what} was refused {refused} times of {}", times.len()).into());
    }
    Ok(Times::new(times.into_iter().flatten().collect()))
}

/// A word that nobody has used before.
fn drawn() -> String {
    format!("{:016x}", rand::random::<u64>())
}
