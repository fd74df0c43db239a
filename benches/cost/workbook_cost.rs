//! What the Excel files of a round cost: time and the memory at the peak.

use std::time::Instant;

use crate::Measured;
use crate::board::{Board, REVIEWER};
use crate::process::{Times, cpu_time, forget_peak_memory, kilobytes, megabytes, memory, milliseconds};
use crate::table::Table;

/// How often each file is made.
const TIMES: usize = 3;

/// The results workbook, and the workbook of all answers with their evidence, of both forms.
pub async fn of_a_round(board: &Board, measure: bool, table: &mut Table) -> Measured<()> {
    for (path, work, target) in [
        ("/rounds/2014/results.xlsx", "Excel: results workbook", "0.1 / 1 s"),
        ("/rounds/2014/answers.xlsx", "Excel: all answers with evidence", "0.2 / 10 s, + 150 MB"),
    ] {
        let figure = if measure {
            make(board, path).await?
        } else {
            "left out; name the number with `--organisations`".to_owned()
        };
        table.figure(work, target, figure);
    }
    Ok(())
}

async fn make(board: &Board, path: &str) -> Measured<String> {
    let reviewer = board.sign_in(REVIEWER).await?;
    let before = memory("self", "VmRSS")?;
    forget_peak_memory()?;
    let (mut times, mut size, cpu_before) = (Vec::new(), 0, cpu_time()?);
    for _ in 0..TIMES {
        let asked = Instant::now();
        size = board.get(path, &reviewer, false).await?.len();
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
