//! The hour in which everybody is in a hurry: saves, pages and people signing in, all at once, at a steady rate.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::http::StatusCode;
use tokio::task::JoinSet;
use tokio::time::interval;

use crate::Measured;
use crate::board::{Board, LEAD};
use crate::process::{Times, cpu_time, megabytes, memory};
use crate::save_cost::Pages;
use crate::table::Table;

/// 200 saves, 50 pages and 6 people signing in, each second.
const SAVES: Duration = Duration::from_millis(5);
const OPENS: Duration = Duration::from_millis(20);
const SIGN_INS: Duration = Duration::from_micros(166_667);

/// Goes on for so many minutes.
pub async fn of_so_many_minutes(board: &Board, pages: &Pages, minutes: u32, table: &mut Table) -> Measured<()> {
    let long = Duration::from_mins(minutes.into());
    let (audit, lead) = (board.audit_of_the_lead().await?, board.sign_in(LEAD).await?);
    let (cpu_before, began) = (cpu_time()?, Instant::now());
    let saves = async {
        let (mut under_way, mut clock) = (UnderWay::default(), interval(SAVES));
        for page in pages.iter().cycle().take_while(|_| began.elapsed() < long) {
            clock.tick().await;
            let (board, page, offered) = (board.clone(), page.clone(), Instant::now());
            under_way.spawn(async move { (page.lock().await.save(&board, 1).await, offered.elapsed()) });
        }
        under_way.end().await
    };
    let opens = async {
        let (mut under_way, mut clock, cookie): (_, _, Arc<str>) = (UnderWay::default(), interval(OPENS), lead.into());
        for number in (1..=7).cycle().take_while(|_| began.elapsed() < long) {
            clock.tick().await;
            let (board, cookie, offered) = (board.clone(), cookie.clone(), Instant::now());
            let path = format!("/audits/{audit}/standards/{number}");
            under_way.spawn(async move { (board.get(&path, &cookie, true).await.is_ok(), offered.elapsed()) });
        }
        under_way.end().await
    };
    let sign_ins = async {
        let (mut under_way, mut clock) = (UnderWay::default(), interval(SIGN_INS));
        let accounts = section11::sample::accounts();
        for account in accounts.iter().cycle().take_while(|_| began.elapsed() < long) {
            clock.tick().await;
            let fields = format!("email={}&password={}", account.email.replace('@', "%40"), account.password);
            let (board, offered) = (board.clone(), Instant::now());
            under_way.spawn(async move {
                let answer = board.post("/sign-in", "", fields).await;
                (answer.is_ok_and(|answer| answer.status == StatusCode::SEE_OTHER), offered.elapsed())
            });
        }
        under_way.end().await
    };
    // What the first minute needs is there to stay; what is added after it would go on being added.
    let after_a_minute = async {
        tokio::time::sleep(Duration::from_mins(1)).await;
        memory("self", "VmRSS")
    };
    let (saves, opens, sign_ins, before) = tokio::join!(saves, opens, sign_ins, after_a_minute);
    let (before, after, took) = (before?, memory("self", "VmRSS")?, began.elapsed());
    let cores = cpu_time()?.saturating_sub(cpu_before).as_secs_f64() / took.as_secs_f64();
    let target = "no errors, p99 of a save ≤ 60 ms, memory flat";
    table.figure("closing hour: 200 saves a second", target, words(saves));
    table.figure("… and 50 pages opened", "", words(opens));
    table.figure("… and 6 people signing in", "", words(sign_ins));
    let figure = format!("{} to {}; {cores:.2} cores, {minutes} minutes", megabytes(before), megabytes(after));
    table.figure("… memory after a minute, and in the end", "", figure);
    Ok(())
}

/// What was begun and how it ended. What has ended is taken off at once: tasks that nobody takes keep their memory.
#[derive(Default)]
struct UnderWay {
    tasks: JoinSet<(bool, Duration)>,
    done: Vec<(bool, Duration)>,
}

impl UnderWay {
    fn spawn(&mut self, task: impl Future<Output = (bool, Duration)> + Send + 'static) {
        self.tasks.spawn(task);
        while let Some(ended) = self.tasks.try_join_next() {
            self.done.push(ended.unwrap_or_default());
        }
    }

    async fn end(mut self) -> Vec<(bool, Duration)> {
        self.done.extend(self.tasks.join_all().await);
        self.done
    }
}

fn words(done: Vec<(bool, Duration)>) -> String {
    let (all, errors) = (done.len(), done.iter().filter(|(well, _)| !well).count());
    let times = Times::new(done.into_iter().map(|(_, took)| took).collect());
    format!("{}, {errors} errors of {all}", times.words())
}
