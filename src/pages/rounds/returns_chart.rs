//! Returns over time against the due and closing dates: one sentence, a drawing, and the same numbers as a table.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use leptos::prelude::*;

use crate::domain::audit_round::AuditRound;
use crate::domain::dates;
use crate::operations::rounds::RoundProgress;

/// The figure.
#[component]
pub fn ReturnsChart(
    /// The round with how far everyone is.
    progress: RoundProgress,
    /// The time now.
    now: Timestamp,
) -> impl IntoView {
    let course = Course::of(&progress, now)?;
    let sentence = course.sentence(&progress.round, now);
    let days = course.days_with_returns();
    let table = (!days.is_empty()).then(|| table(days));
    Some(view! {
        <figure aria-labelledby="returns-caption">
            <p class="app-caption" id="returns-caption">{sentence}</p>
            {course.drawing(&WIDE)}
            {course.drawing(&NARROW)}
            {table}
        </figure>
    })
}

/// How returns came in, day by day.
struct Course {
    invited: u32,
    opens: Date,
    closes: Date,
    /// Whether the board has opened the round and its first day has come.
    has_opened: bool,
    /// Each due day with the words for it, the earliest first.
    due: Vec<(Date, String)>,
    /// The last day that can be drawn: today, or the closing day.
    until: Date,
    /// Whether more may still come.
    goes_on: bool,
    /// How many came in on each day that had any.
    returned: BTreeMap<Date, u32>,
}

impl Course {
    fn of(progress: &RoundProgress, now: Timestamp) -> Option<Self> {
        let today = dates::today(now);
        let forms = &progress.round.forms;
        // Nothing could come in: the page says so instead.
        if progress.round.was_never_open(now) {
            return None;
        }
        let opens = forms.iter().map(|form| form.dates.opens()).min()?;
        let closes = forms.iter().map(|form| form.dates.closes()).max()?;
        let mut due: Vec<(Date, String)> = Vec::new();
        for form in forms {
            let day = form.dates.due();
            match due.iter_mut().find(|(other, _)| *other == day) {
                Some((_, words)) => *words = format!("due {}", dates::long(day)),
                None if forms.len() == 1 => due.push((day, format!("due {}", dates::long(day)))),
                None => due.push((day, format!("{} due {}", form.kind.key(), dates::long(day)))),
            }
        }
        due.sort();
        let mut returned = BTreeMap::new();
        for at in &progress.submitted_at {
            *returned.entry(dates::today(*at).clamp(opens, closes)).or_default() += 1;
        }
        let invited = progress.returned().invited();
        Some(Self {
            invited,
            opens,
            closes,
            has_opened: progress.round.opened_at.is_some() && opens <= today,
            due,
            until: today.clamp(opens, closes),
            goes_on: today <= closes,
            returned,
        })
    }

    fn total(&self) -> u32 {
        self.returned.values().sum()
    }

    /// What the figure shows, in words.
    fn sentence(&self, round: &AuditRound, now: Timestamp) -> String {
        let (total, invited) = (self.total(), self.invited);
        let today = dates::today(now);
        if round.opened_at.is_none() {
            return format!("{}; the round is not open yet", invited_words(invited));
        }
        if !self.goes_on {
            return format!("{total} of {invited} submitted by {}, when the round closed", dates::long(self.closes));
        }
        if today < self.opens {
            let what = if round.forms.len() == 1 { "the form" } else { "the first form" };
            return format!("{}; {what} opens on {}", invited_words(invited), dates::long(self.opens));
        }
        let due = self.due.iter().map(|(day, words)| match dates::days_between(today, *day) {
            0 => format!("{words}, today"),
            1 => format!("{words}, tomorrow"),
            -1 => format!("{words}, yesterday"),
            days if days > 0 => format!("{words}, in {days} days"),
            days => format!("{words}, {} days ago", -days),
        });
        format!("{total} of {invited} submitted; {}", due.collect::<Vec<_>>().join("; "))
    }

    /// Each day on which something came in: how many, and how many by then.
    fn days_with_returns(&self) -> Vec<(Date, u32, u32)> {
        let mut so_far = 0;
        let each = self.returned.iter().map(|(day, number)| {
            so_far += number;
            (*day, *number, so_far)
        });
        each.collect()
    }

    /// How many were in at the end of each day, from the first day to the last that is drawn.
    fn points(&self) -> Vec<(Date, u32)> {
        let days = self.opens.series(1.day()).take_while(|day| *day <= self.until);
        let mut so_far = 0;
        let points = days.map(|day| {
            so_far += self.returned.get(&day).copied().unwrap_or(0);
            (day, so_far)
        });
        points.collect()
    }

    fn drawing(&self, paper: &Paper) -> impl IntoView + use<> {
        let span = dates::days_between(self.opens, self.closes).max(1);
        let x = |day: Date| paper.x(dates::days_between(self.opens, day), span);
        let y = |number: u32| paper.y(number, self.invited.max(1));
        let points: Vec<_> = self.points().into_iter().map(|(day, n)| format!("{},{}", x(day), y(n))).collect();
        let step = step(self.invited);
        let grid = (0..=self.invited / step).map(|line| {
            let (number, at) = (line * step, y(line * step));
            view! {
                <line class="app-chart__axis" x1=paper.left.to_string() x2=paper.right.to_string() y1=at.to_string() y2=at.to_string() />
                <text class="app-chart__axis" x=(paper.left - 8).to_string() y=(at + 5).to_string() text-anchor="end">{number}</text>
            }
        });
        let days: Vec<_> = self.due.iter().map(|(day, _)| x(*day)).collect();
        let dues = days.iter().map(|at| {
            view! { <line class="app-chart__due" x1=at.to_string() x2=at.to_string() y1=paper.top.to_string() y2=paper.bottom.to_string() /> }
        });
        let (now_x, now_y) = (x(self.until), y(self.total()));
        let labels = match paper.labels {
            Labels::InTheDrawing => self.labels(paper, &days, (now_x, now_y)).into_any(),
            Labels::UnderTheAxis => self.rows_of_dues(paper).into_any(),
        };
        let rows = paper.rows(self.due.len());
        let closes_y = paper.bottom + Paper::ROW * rows;
        let height = closes_y + 12;
        view! {
            <svg class=paper.class viewBox=format!("0 0 {} {height}", paper.width) role="img" aria-labelledby="returns-caption">
                {grid.collect_view()}
                <line class="app-chart__axis" x1=paper.left.to_string() x2=paper.right.to_string() y1=paper.top.to_string() y2=paper.top.to_string() />
                <text class="app-chart__axis" x=paper.right.to_string() y=(paper.top - 10).to_string() text-anchor="end">
                    {format!("{} invited", self.invited)}
                </text>
                {dues.collect_view()}
                <polyline class="app-chart__line" points=points.join(" ") />
                <circle class="app-chart__dot" cx=now_x.to_string() cy=now_y.to_string() r="6" />
                {labels}
                <text class="app-chart__axis" x=paper.left.to_string() y=(paper.bottom + Paper::ROW).to_string()>
                    {format!("{} {}", if self.has_opened { "first day" } else { "opens" }, dates::long(self.opens))}
                </text>
                <text class="app-chart__axis" x=paper.right.to_string() y=closes_y.to_string() text-anchor="end">
                    {format!("{} {}", if self.goes_on { "closes" } else { "closed" }, dates::long(self.closes))}
                </text>
            </svg>
        }
    }

    /// The words beside the due lines and beside the end of the curve. They are drawn last, over what they meet.
    fn labels(&self, paper: &Paper, days: &[i32], (now_x, now_y): (i32, i32)) -> impl IntoView + use<> {
        // At the other end from the curve, so that they meet neither it nor its words.
        let low = now_y > i32::midpoint(paper.top, paper.bottom);
        let places = (0..).map(|row| if low { paper.top + 20 + 20 * row } else { paper.bottom - 8 - 20 * row });
        let sides = paper.sides(days).into_iter().zip(days.iter().copied());
        let dues = self.due.iter().zip(sides).zip(places).map(|(((_, words), (side, at)), y)| {
            let x = if side == "end" { at - 6 } else { at + 6 };
            view! {
                <text class="app-chart__label app-chart__halo" x=x.to_string() y=y.to_string() text-anchor=side>{words.clone()}</text>
            }
        });
        let words = if self.goes_on { format!("{} today", self.total()) } else { format!("{} in all", self.total()) };
        let (side, x) = if now_x > paper.middle() { ("end", now_x - 8) } else { ("start", now_x + 8) };
        // Near the top the words would meet those for the invited.
        let y = if now_y < paper.top + 24 { now_y + 26 } else { now_y - 12 };
        view! {
            {dues.collect_view()}
            <text class="app-chart__label app-chart__halo" x=x.to_string() y=y.to_string() text-anchor=side>{words}</text>
        }
    }

    /// On a small screen a key under the axis has the words for the due lines; the caption says how many are in.
    fn rows_of_dues(&self, paper: &Paper) -> impl IntoView + use<> {
        let (from, to) = (paper.left, paper.left + 16);
        let rows = (2..).map(|row| paper.bottom + Paper::ROW * row);
        let rows = self.due.iter().zip(rows).map(|((_, words), y)| {
            let line = (y - 5).to_string();
            view! {
                <line class="app-chart__due" x1=from.to_string() x2=to.to_string() y1=line.clone() y2=line />
                <text class="app-chart__label" x=(to + 6).to_string() y=y.to_string()>{words.clone()}</text>
            }
        });
        rows.collect_view()
    }
}

/// "1 organisation is invited"
fn invited_words(invited: u32) -> String {
    if invited == 1 { "1 organisation is invited".into() } else { format!("{invited} organisations are invited") }
}

/// Where the words for the due lines stand.
enum Labels {
    /// Beside the lines.
    InTheDrawing,
    /// In rows of their own.
    UnderTheAxis,
}

/// The drawing's measures, in the units of its view box.
struct Paper {
    class: &'static str,
    width: i32,
    left: i32,
    right: i32,
    top: i32,
    bottom: i32,
    labels: Labels,
}

const WIDE: Paper = Paper {
    class: "app-chart app-chart--wide",
    width: 1124,
    left: 50,
    right: 1124,
    top: 34,
    bottom: 230,
    labels: Labels::InTheDrawing,
};

const NARROW: Paper = Paper {
    class: "app-chart app-chart--narrow",
    width: 340,
    left: 40,
    right: 340,
    top: 34,
    bottom: 210,
    labels: Labels::UnderTheAxis,
};

impl Paper {
    /// The distance between two rows of words below the axis.
    const ROW: i32 = 22;
    /// The room that the words for a due line take.
    const ROOM: i32 = 250;

    fn middle(&self) -> i32 {
        i32::midpoint(self.left, self.right)
    }

    /// Rows of words below the axis: on the wide drawing the first and last day share one.
    fn rows(&self, dues: usize) -> i32 {
        match self.labels {
            Labels::InTheDrawing => 1,
            Labels::UnderTheAxis => 2 + i32::try_from(dues).unwrap_or(0),
        }
    }

    /// The side of its line on which the words of each due day stand: for two lines that are close, outside both, as
    /// far as there is room.
    fn sides(&self, days: &[i32]) -> Vec<&'static str> {
        let close = |one: Option<&i32>, other: Option<&i32>| {
            one.zip(other).is_some_and(|(one, other)| other - one < Self::ROOM)
        };
        let side = |place: usize| {
            let at = days[place];
            let to_the_left = if close(days.get(place), days.get(place + 1)) {
                at - self.left >= Self::ROOM
            } else if place > 0 && close(days.get(place - 1), days.get(place)) {
                self.right - at < Self::ROOM
            } else {
                at > self.middle()
            };
            if to_the_left { "end" } else { "start" }
        };
        (0..days.len()).map(side).collect()
    }

    fn x(&self, days: i32, span: i32) -> i32 {
        self.left + (self.right - self.left) * days / span
    }

    fn y(&self, number: u32, most: u32) -> i32 {
        let height = i64::from(self.bottom - self.top) * i64::from(number) / i64::from(most);
        self.bottom - i32::try_from(height).unwrap_or(0)
    }
}

/// The distance between grid lines: a round number, at most five lines.
fn step(most: u32) -> u32 {
    let steps = [1, 2, 5].into_iter().cycle().zip(0u32..).map(|(digit, place)| digit * 10u32.pow(place / 3));
    steps.take(24).find(|step| most / step <= 5).unwrap_or(most.max(1))
}

fn table(days: Vec<(Date, u32, u32)>) -> impl IntoView {
    let rows = days.into_iter().map(|(day, number, so_far)| {
        view! {
            <tr>
                <th scope="row">{dates::long(day)}</th>
                <td class="app-table--numeric">{number}</td>
                <td class="app-table--numeric">{so_far}</td>
            </tr>
        }
    });
    view! {
        <details class="govuk-details app-as-table">
            <summary class="govuk-details__summary">
                <span class="govuk-details__summary-text">"The same as a table"</span>
            </summary>
            <div class="govuk-details__text">
                <table class="app-table">
                    <caption class="app-caption">"Audits submitted, by day"</caption>
                    <thead>
                        <tr>
                            <th scope="col">"Day"</th>
                            <th scope="col" class="app-table--numeric">"Submitted"</th>
                            <th scope="col" class="app-table--numeric">"Submitted by then"</th>
                        </tr>
                    </thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </div>
        </details>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_two_due_days_that_are_close_stand_outside_both_lines() {
        assert_eq!(WIDE.sides(&[400, 410]), ["end", "start"]);
        assert_eq!(WIDE.sides(&[700, 720]), ["end", "start"], "also in the right half");
        assert_eq!(WIDE.sides(&[100, 800]), ["start", "end"], "far apart each has the side with more room");
        assert_eq!(WIDE.sides(&[100, 110]), ["start", "start"], "no room at the left");
        assert_eq!(WIDE.sides(&[1_000, 1_010]), ["end", "end"], "nor at the right");
        assert_eq!(WIDE.sides(&[600]), ["end"]);
        assert_eq!(WIDE.sides(&[]), [""; 0]);
    }

    #[test]
    fn grid_lines_stand_at_round_numbers() {
        for (most, expected) in [(0, 1), (1, 1), (5, 1), (6, 2), (29, 5), (155, 50), (1_000, 200), (34_500, 10_000)] {
            assert_eq!(step(most), expected, "{most}");
        }
    }
}
