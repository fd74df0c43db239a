//! What the Excel files of a round cost: time and the memory at the peak.

use std::io::{Cursor, Read, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::Measured;
use crate::board::{Board, REVIEWER};
use crate::process::{Times, cpu_time, forget_peak_memory, kilobytes, megabytes, memory, milliseconds};
use crate::save_cost::{self, Pages};
use crate::table::Table;

/// How often each file is made.
const TIMES: usize = 3;
/// How often the page of a file that is being made is looked at.
const LOOK_AGAIN: Duration = Duration::from_millis(20);

/// The results workbook, and the workbook of all answers with their evidence, of both forms.
pub async fn of_a_round(board: &Board, pages: &Pages, measure: bool, table: &mut Table) -> Measured<()> {
    if !measure {
        return Ok(());
    }
    let reviewer = board.sign_in(REVIEWER).await?;
    let results = make(async || board.weigh("/rounds/2014/results.xlsx", &reviewer).await).await?;
    table.figure("Excel: results workbook", "0.1 / 1 s", results);
    let file = board.get("/rounds/2014/results.xlsx", &reviewer, false).await?;
    table.figure("… the floor: deflating the same bytes", "", deflate(&file)?);
    let answers = make(async || make_aside(board, &reviewer).await).await?;
    table.figure("Excel: all answers with evidence, made aside", "0.2 / 10 s, + 150 MB", answers);

    let goes_on = AtomicBool::new(true);
    let making = async {
        let size = make_aside(board, &reviewer).await;
        goes_on.store(false, Ordering::Relaxed);
        size
    };
    let (saves, size) = tokio::join!(save_cost::while_it_lasts(board, pages, &goes_on), making);
    size?;
    table.figure("… saves of one answer beside it, 200 a second", "p95 at most twice that without", saves.words());
    Ok(())
}

/// How long it takes to pack again what is packed in a workbook.
fn deflate(workbook: &[u8]) -> Measured<String> {
    let mut packed = zip::ZipArchive::new(Cursor::new(workbook))?;
    let mut parts = Vec::new();
    for n in 0..packed.len() {
        let mut bytes = Vec::new();
        packed.by_index(n)?.read_to_end(&mut bytes)?;
        parts.push(bytes);
    }
    let began = Instant::now();
    let mut again = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (n, bytes) in parts.iter().enumerate() {
        again.start_file(n.to_string(), zip::write::SimpleFileOptions::default())?;
        again.write_all(bytes)?;
    }
    let size = again.finish()?.into_inner().len();
    let whole = parts.iter().map(Vec::len).sum();
    Ok(format!("{} ({} to {})", milliseconds(began.elapsed()), kilobytes(whole), kilobytes(size)))
}

/// Asks for the file, looks at its page until it is there, and fetches it; its size.
async fn make_aside(board: &Board, reviewer: &str) -> Measured<usize> {
    board.post("/rounds/2014/answers", reviewer, "then=make&form=&format=xlsx".into()).await?;
    loop {
        let page = String::from_utf8(board.get("/rounds/2014/answers", reviewer, false).await?)?;
        if page.contains("Your file is ready") {
            return board.weigh("/rounds/2014/answers/file", reviewer).await;
        }
        if !page.contains("Your file is being made") {
            return Err("the file was not made".into());
        }
        tokio::time::sleep(LOOK_AGAIN).await;
    }
}

async fn make(mut file: impl AsyncFnMut() -> Measured<usize>) -> Measured<String> {
    let before = memory("self", "VmRSS")?;
    forget_peak_memory()?;
    let (mut times, mut size, cpu_before) = (Vec::new(), 0, cpu_time()?);
    for _ in 0..TIMES {
        let asked = Instant::now();
        size = file().await?;
        times.push(asked.elapsed());
    }
    let peak = memory("self", "VmHWM")?;
    let cpu = cpu_time()?.saturating_sub(cpu_before) / u32::try_from(TIMES)?;
    let p50 = milliseconds(Times::new(times).percentile(50));
    Ok(format!(
        "{p50} ({} CPU, {}; memory + {}, to {})",
        milliseconds(cpu),
        kilobytes(size),
        megabytes(peak.saturating_sub(before)),
        megabytes(peak)
    ))
}
