//! Horizontal stacked bars of 3, 2 and 1, drawn on the server: each part carries its percentage where there is room,
//! and the same figures stand in a table below.

use leptos::prelude::*;

use crate::domain::score::Score;
use crate::domain::tally::Tally;

/// One bar.
#[derive(Clone, Debug)]
pub struct Bar {
    /// What the bar is about.
    pub label: String,
    /// The answers.
    pub tally: Tally,
}

/// Where things stand in a drawing; lengths are in pixels at its full width.
#[derive(Clone, Copy)]
struct Plan {
    class: &'static str,
    width: f64,
    /// Where bars begin and how wide 100% is.
    bars: (f64, f64),
    /// The height of a row, and how far below its top the bar begins.
    row: (f64, f64),
    /// Where the last line of a label stands, the most lines that a label may have, and the most letters in each.
    label: (f64, usize, usize),
}

const WIDE: Plan = Plan {
    class: "app-chart app-chart--wide",
    width: 1100.0,
    bars: (470.0, 540.0),
    row: (38.0, 6.0),
    label: (24.0, 1, 56),
};
const NARROW: Plan = Plan {
    class: "app-chart app-chart--narrow",
    width: 300.0,
    bars: (0.0, 230.0),
    row: (82.0, 46.0),
    label: (38.0, 2, 32),
};

/// The height of a bar, and the gap between its parts.
const HEIGHT: f64 = 26.0;
const GAP: f64 = 2.0;
/// The narrowest part that holds "12.34%".
const ROOM: f64 = 58.0;

/// The bars, drawn for a wide and for a narrow screen; `says` is read out in their place.
pub fn stacked_bars(says: &str, bars: &[Bar]) -> impl IntoView + use<> {
    [WIDE, NARROW].map(|plan| drawing(plan, says, bars)).collect_view()
}

fn drawing(plan: Plan, says: &str, bars: &[Bar]) -> impl IntoView + use<> {
    #[expect(clippy::cast_precision_loss, reason = "a few dozen bars")]
    let height = plan.row.0 * bars.len() as f64;
    let tops = (0..).map(|place| plan.row.0 * f64::from(place));
    let bars = bars.iter().zip(tops).map(|(bar, top)| one(plan, bar, top)).collect_view();
    view! {
        <svg class=plan.class viewBox=format!("0 0 {} {height}", plan.width) role="img" aria-label=says.to_owned()>
            {bars}
        </svg>
    }
}

fn one(plan: Plan, bar: &Bar, top: f64) -> impl IntoView + use<> {
    let (left, full) = plan.bars;
    let scored = bar.tally.scored();
    let share = |n: u32| full * f64::from(n) / f64::from(scored.max(1));
    let mut from = left;
    let parts = Score::ALL.map(|score| {
        let n = bar.tally.scored_as(score);
        let (x, width) = (from, share(n));
        from += width;
        let percent = bar.tally.percent(score).filter(|_| n > 0)?;
        let drawn = (width - GAP).max(1.0);
        let ink = if score == Score::FullyInPlace { "app-chart__on-dark" } else { "app-chart__on-light" };
        let words = (width >= ROOM).then(|| {
            let middle = format!("{:.1}", x + drawn / 2.0);
            let line = top + plan.row.1 + 18.0;
            view! { <text class=ink x=middle y=line.to_string() text-anchor="middle">{format!("{percent}%")}</text> }
        });
        let class = format!("app-chart__{score}");
        let (x, y) = (format!("{x:.1}"), (top + plan.row.1).to_string());
        Some(view! { <rect class=class x=x y=y width=format!("{drawn:.1}") height=HEIGHT.to_string()></rect> {words} })
    });
    let (base, lines, letters) = plan.label;
    let lines = wrapped(&bar.label, letters, lines);
    let (anchor, x) = if left > 0.0 { ("end", left - 12.0) } else { ("start", 0.0) };
    let first = base - 18.0 * f64::from(u8::try_from(lines.len()).unwrap_or(1).saturating_sub(1));
    let ys = (0..).map(|line| top + first + 18.0 * f64::from(line));
    let label = lines.into_iter().zip(ys).map(|(words, y)| {
        view! { <text class="app-chart__label" x=x.to_string() y=y.to_string() text-anchor=anchor>{words}</text> }
    });
    let (x, y) = (left + full + 8.0, top + plan.row.1 + 18.0);
    view! {
        {label.collect_view()}
        {parts.into_iter().flatten().collect_view()}
        <text class="app-chart__axis" x=x.to_string() y=y.to_string()>{format!("n {scored}")}</text>
    }
}

/// A label in at most so many lines of so many letters, broken between words; what does not fit is an ellipsis.
fn wrapped(label: &str, letters: usize, most: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in label.split_whitespace() {
        let line = lines.last_mut().expect("there is a first line");
        if line.is_empty() || line.chars().count() + 1 + word.chars().count() <= letters {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        } else {
            lines.push(word.into());
        }
    }
    let cut = lines.len() > most;
    lines.truncate(most);
    for (place, line) in lines.iter_mut().enumerate() {
        if line.chars().count() > letters || (cut && place + 1 == most) {
            *line = line.chars().take(letters - 1).chain(['…']).collect();
        }
    }
    lines
}

/// What the colours mean, in the edition's words.
pub fn legend(words: impl Fn(Score) -> String) -> impl IntoView {
    let items = Score::ALL.map(|score| {
        let swatch = format!("app-legend__swatch app-chart__{score}");
        view! { <li><span class=swatch></span>{format!("{score} {}", words(score))}</li> }
    });
    view! {
        <ul class="app-legend">
            {items.collect_view()}
            <li>"n: answers scored; not applicable and not answered are left out"</li>
        </ul>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_break_between_words_and_end_in_an_ellipsis() {
        assert_eq!(wrapped("Named senior lead", 56, 1), ["Named senior lead"]);
        assert_eq!(wrapped("Named senior lead", 12, 2), ["Named senior", "lead"]);
        assert_eq!(wrapped("Named senior lead", 12, 1), ["Named senio…"]);
        assert_eq!(wrapped("Donaudampfschifffahrt", 6, 2), ["Donau…"]);
    }
}
