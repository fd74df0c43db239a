//! What opening a page costs: CPU, time, SQL statements.

use std::time::{Duration, Instant};

use crate::Measured;
use crate::board::{Board, LEAD, REVIEWER};
use crate::process::{Statements, Times, cpu_time, milliseconds};
use crate::table::Table;

/// How long each page is opened again and again: 300 ticks of CPU time.
const LONG_ENOUGH: Duration = Duration::from_secs(3);
/// How often at least.
const OFTEN_ENOUGH: usize = 20;

/// Opening one standard of the form: the seven in turn, of an audit in progress.
pub async fn of_a_standard(board: &Board, statements: &Statements, table: &mut Table) -> Measured<()> {
    let (audit, lead) = (board.audit_of_the_lead().await?, board.sign_in(LEAD).await?);
    let paths: Vec<_> = (1..=7).map(|number| format!("/audits/{audit}/standards/{number}")).collect();
    let plain = open_often(board, &paths, &lead, false).await?;
    let sent = open_often(board, &paths, &lead, true).await?;
    table.figure("open one standard of the form: CPU", "≤ 1 ms", milliseconds(plain.cpu));
    table.figure("… time", "", plain.times.words());
    table.figure("… with compression: CPU", "", milliseconds(sent.cpu));
    let most = most_statements(board, statements, &paths, &lead).await?;
    table.figure("… SQL statements", "≤ 10", most.to_string());
    Ok(())
}

/// The results page, which is worked out anew each time; beside it the bare counting of the same scores.
pub async fn of_results(board: &Board, statements: &Statements, table: &mut Table) -> Measured<()> {
    let reviewer = board.sign_in(REVIEWER).await?;
    for (form, work, counting) in [
        ("schools", "results page of the schools: p50", "… the bare counts by SQL: p50"),
        ("partners", "results page of the partners: p50", "… the bare counts of the partners by SQL: p50"),
    ] {
        let path = format!("/rounds/2014/results?form={form}");
        let page = open_often(board, std::slice::from_ref(&path), &reviewer, false).await?;
        let statements = most_statements(board, statements, &[path], &reviewer).await?;
        let counted = count_often(board, form).await?;
        let (p50, cpu) = (milliseconds(page.times.percentile(50)), milliseconds(page.cpu));
        let figure = format!("{p50} ({cpu} CPU, {statements} statements, {} audits)", counted.audits);
        table.figure(work, "10 / 60 / 200 ms", figure);
        table.figure(counting, "0.3 / 27 / 92 ms measured before", milliseconds(counted.times.percentile(50)));
    }
    Ok(())
}

struct Opened {
    times: Times,
    /// For one page.
    cpu: Duration,
}

/// Opens pages in turn, one after the other, until it has been long enough.
async fn open_often(board: &Board, paths: &[String], cookie: &str, brotli: bool) -> Measured<Opened> {
    for path in paths {
        board.get(path, cookie, brotli).await?;
    }
    let (began, cpu_before) = (Instant::now(), cpu_time()?);
    let mut times = Vec::new();
    while began.elapsed() < LONG_ENOUGH || times.len() < OFTEN_ENOUGH {
        for path in paths {
            let asked = Instant::now();
            board.get(path, cookie, brotli).await?;
            times.push(asked.elapsed());
        }
    }
    let cpu = cpu_time()?.saturating_sub(cpu_before) / u32::try_from(times.len())?;
    Ok(Opened { times: Times::new(times), cpu })
}

/// The most statements that any of these pages takes.
async fn most_statements(board: &Board, statements: &Statements, paths: &[String], cookie: &str) -> Measured<usize> {
    let mut most = 0;
    for path in paths {
        statements.begin();
        board.get(path, cookie, false).await?;
        most = most.max(statements.end());
    }
    Ok(most)
}

struct Counted {
    times: Times,
    audits: i64,
}

/// Counts the scores of a form's questions with one statement that reads nothing but choices.
async fn count_often(board: &Board, form: &str) -> Measured<Counted> {
    let audits = "select count(*) from audit a join audit_round r on r.id = a.round_id \
                  join form_edition e on e.id = a.form_edition_id \
                  where r.slug = '2014' and e.form = ? and a.state = 'submitted'";
    let counts = "select an.question_id, an.score, an.not_applicable, count(*) \
                  from audit a join answer an on an.audit_id = a.id \
                  where a.round_id = (select id from audit_round where slug = '2014') and a.form_edition_id = \
                  (select f.form_edition_id from round_form f where f.round_id = a.round_id and f.form = ?) \
                  and a.state = 'submitted' group by an.question_id, an.score, an.not_applicable";
    let mut reading = board.installation.store.reading().await?;
    let audits = sqlx::query_scalar(audits).bind(form).fetch_one(&mut *reading).await?;
    let mut times = Vec::new();
    for _ in 0..OFTEN_ENOUGH {
        let asked = Instant::now();
        sqlx::query(counts).bind(form).fetch_all(&mut *reading).await?;
        times.push(asked.elapsed());
    }
    Ok(Counted { times: Times::new(times), audits })
}
