//! Whether the time of a wrong guess tells if there is such an account.

use std::time::{Duration, Instant};

use axum::http::StatusCode;

use crate::Measured;
use crate::board::{Board, LEAD};
use crate::process::{Times, milliseconds};
use crate::table::Table;

/// How many guesses at each of the two.
const GUESSES: usize = 200;

/// Wrong passwords for an account and for none. Which of a pair goes first is drawn: in any fixed order one of the two can
/// come to have the thread whose memory is still warm, which is worth a quarter of the time.
pub async fn of_known_and_unknown(board: &Board, table: &mut Table) -> Measured<()> {
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for _ in 0..GUESSES {
        let mut both = [(LEAD, &mut known), ("nobody@marsh-lane.example", &mut unknown)];
        if rand::random() {
            both.reverse();
        }
        for (email, times) in both {
            let mut writing = board.installation.store.writing().await?;
            sqlx::query("delete from sign_in_try").execute(&mut *writing).await?;
            writing.commit().await?;
            let asked = Instant::now();
            let fields = format!("email={}&password=not+the+password", email.replace('@', "%40"));
            let answer = board.post("/sign-in", "", fields).await?;
            times.push(asked.elapsed());
            if answer.status != StatusCode::UNPROCESSABLE_ENTITY {
                return Err(format!("a wrong password was answered {}", answer.status).into());
            }
        }
    }
    let p = mann_whitney(&known, &unknown);
    let [known, unknown] = [known, unknown].map(|times| milliseconds(Times::new(times).percentile(50)));
    let figure = format!("{known}, {unknown}, p {p:.3}");
    table.figure("a wrong password for an account, for none: p50s, Mann-Whitney", "p > 0.01", figure);
    Ok(())
}

/// How likely two samples of one kind differ at least as much: the two-sided p of the rank sum test, by the normal
/// approximation. Times in nanoseconds have no ties to speak of.
fn mann_whitney(one: &[Duration], other: &[Duration]) -> f64 {
    let count = |times: &[Duration]| f64::from(u32::try_from(times.len()).expect("a few hundred"));
    let wins: usize = one.iter().map(|time| other.iter().filter(|other| time > *other).count()).sum();
    let (n, m) = (count(one), count(other));
    let wins = f64::from(u32::try_from(wins).expect("a few hundred squared"));
    let z = (wins - n * m / 2.0) / (n * m * (n + m + 1.0) / 12.0).sqrt();
    erfc(z.abs() / std::f64::consts::SQRT_2)
}

/// The complementary error function for x ≥ 0, to 1.5e-7 (Abramowitz and Stegun 7.1.26).
fn erfc(x: f64) -> f64 {
    let t = 1.0 / 0.327_591_1_f64.mul_add(x, 1.0);
    let factors = [1.061_405_429, -1.453_152_027, 1.421_413_741, -0.284_496_736, 0.254_829_592];
    factors.iter().fold(0.0, |sum, factor| (sum + factor) * t) * (-x * x).exp()
}
