//! What pages, saves and files cost: measured and printed as a table beside the targets. Nothing is asserted on time.
//!
//! Run it with `cargo xtask bench`. Everything goes through the whole router in this process and a database file on
//! disk under `target/`; only start, idle memory and what strangers take are those of the built program. Linux alone: it
//! reads `/proc`.

mod backup_cost;
mod board;
mod closing_hour;
mod crowd_cost;
mod guess_cost;
mod import_cost;
mod page_cost;
mod process;
mod program;
mod save_cost;
mod server_cost;
mod table;
mod weight;
mod workbook_cost;

use std::fs;
use std::path::PathBuf;

use clap::Parser;
use jiff::Zoned;

use board::{Board, Sample};
use process::Statements;
use table::Table;

/// What a measurement comes to, or why it could not be made.
type Measured<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// How many organisations the round of 2014 has, unless the command says otherwise: the board's own number, and many.
const ORGANISATIONS: [u32; 3] = [153, 10_000, 34_500];

#[derive(Debug, Parser)]
struct Arguments {
    /// How many organisations the measured round has; named ones are all measured with their workbooks
    #[arg(long, value_delimiter = ',', value_name = "N,N")]
    organisations: Vec<u32>,
    /// For how many minutes the closing hour is played on the first of them; not at all unless it is given
    #[arg(long, value_name = "MINUTES", default_value_t = 0)]
    closing_hour: u32,
    /// The folder of the built scripts and styles
    #[arg(long, value_name = "FOLDER", default_value = "target/site")]
    site: PathBuf,
    /// The built program
    #[arg(long, value_name = "FILE", default_value = "target/release/section11")]
    program: PathBuf,
    /// Given by cargo to every bench
    #[arg(long, hide = true)]
    bench: bool,
}

#[tokio::main]
async fn main() -> Measured<()> {
    let arguments = Arguments::parse();
    let statements = Statements::listen()?;
    hashes_beside_this_program(&arguments)?;
    let named = !arguments.organisations.is_empty();
    let rounds = if named { &arguments.organisations[..] } else { &ORGANISATIONS };

    let mut table = Table::default();
    let load = fs::read_to_string("/proc/loadavg")?.split(' ').next().unwrap_or_default().to_owned();
    let sample = Sample::write().await?;
    for organisations in rounds {
        let (path, organisations) = sample.enlarged_to(*organisations).await?;
        eprintln!("Measuring a round of {organisations} organisations");
        table.begin_column(format!("{organisations} organisations"));
        table.figure("the database file", "", process::megabytes(fs::metadata(&path)?.len()));

        let board = Board::open(&path, &arguments.site).await?;
        page_cost::of_a_standard(&board, &statements, &mut table).await?;
        let pages = save_cost::of_a_page(&board, &mut table).await?;
        page_cost::of_results(&board, &statements, &mut table).await?;
        let workbooks = named || organisations < ORGANISATIONS[2];
        workbook_cost::of_a_round(&board, &pages, workbooks, &mut table).await?;
        if workbooks {
            backup_cost::of_a_large_file(&board, (&arguments.program, &path), &pages, &mut table).await?;
        }
        if table.is_first_column() {
            guess_cost::of_known_and_unknown(&board, &mut table).await?;
        }
        if arguments.closing_hour > 0 && table.is_first_column() {
            closing_hour::of_so_many_minutes(&board, &pages, arguments.closing_hour, &mut table).await?;
        }
        weight::of_a_first_visit(&board, &mut table).await?;
        board.close().await;
        server_cost::of_a_start(&arguments, &path, &mut table).await?;
        if table.is_first_column() {
            crowd_cost::of_strangers(&arguments, &path, &pages, &mut table).await?;
            let board = Board::open(&path, &arguments.site).await?;
            import_cost::of_a_long_file(&board, &pages, &mut table).await?;
            board.close().await;
        }
        fs::remove_file(path)?;
    }

    let cores = std::thread::available_parallelism()?;
    let date = Zoned::now().strftime("%-d %B %Y").to_string();
    println!("Measured on {date}, on {cores} cores, with a load of {load} when it began.\n\n{table}");
    Ok(())
}

/// Leptos looks for the hashes of the browser's files beside the running program, and the build wrote them beside its own.
fn hashes_beside_this_program(arguments: &Arguments) -> Measured<()> {
    let built = arguments.program.with_file_name("hash.txt");
    let ours = std::env::current_exe()?.with_file_name("hash.txt");
    fs::copy(&built, ours)
        .map_err(|error| format!("{}: {error}; build first, with `cargo xtask build --release`", built.display()))?;
    Ok(())
}
