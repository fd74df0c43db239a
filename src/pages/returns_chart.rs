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
    let course = Course::of(&progress, dates::today(now))?;
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
    /// Each due day with the words for it.
    due: Vec<(Date, String)>,
    /// The last day that can be drawn: today, or the closing day.
    until: Date,
    /// Whether more may still come.
    goes_on: bool,
    /// How many came in on each day that had any.
    returned: BTreeMap<Date, u32>,
}

impl Course {
    fn of(progress: &RoundProgress, today: Date) -> Option<Self> {
        let forms = &progress.round.forms;
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
        let mut returned = BTreeMap::new();
        for at in &progress.submitted_at {
            *returned.entry(dates::today(*at).clamp(opens, closes)).or_default() += 1;
        }
        let invited = progress.returns().invited();
        Some(Self {
            invited,
            opens,
            closes,
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
            return format!("{}; the first form opens on {}", invited_words(invited), dates::long(self.opens));
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
        let dues = self.due.iter().enumerate().map(|(place, (day, words))| {
            let at = x(*day);
            let row = i32::try_from(place).unwrap_or(0) * 20;
            let (anchor, text_at) = if at > paper.middle() { ("end", at - 6) } else { ("start", at + 6) };
            view! {
                <line class="app-chart__due" x1=at.to_string() x2=at.to_string() y1=paper.top.to_string() y2=paper.bottom.to_string() />
                <text class="app-chart__label" x=text_at.to_string() y=(paper.bottom - 8 - row).to_string() text-anchor=anchor>{words.clone()}</text>
            }
        });
        let (now_x, now_y) = (x(self.until), y(self.total()));
        let now_words =
            if self.goes_on { format!("{} today", self.total()) } else { format!("{} in all", self.total()) };
        let (now_anchor, now_text) = if now_x > paper.middle() { ("end", now_x - 8) } else { ("start", now_x + 8) };
        // Near the top the words would meet those for the invited.
        let now_words_y = if now_y < paper.top + 24 { now_y + 26 } else { now_y - 12 };
        let closes_y = paper.bottom + 22 + if paper.rows == 2 { 22 } else { 0 };
        view! {
            <svg class=paper.class viewBox=format!("0 0 {} {}", paper.width, paper.height()) role="img" aria-labelledby="returns-caption">
                {grid.collect_view()}
                <line class="app-chart__axis" x1=paper.left.to_string() x2=paper.right.to_string() y1=paper.top.to_string() y2=paper.top.to_string() />
                <text class="app-chart__axis" x=paper.right.to_string() y=(paper.top - 10).to_string() text-anchor="end">
                    {format!("{} invited", self.invited)}
                </text>
                {dues.collect_view()}
                <polyline class="app-chart__line" points=points.join(" ") />
                <circle class="app-chart__dot" cx=now_x.to_string() cy=now_y.to_string() r="6" />
                <text class="app-chart__label" x=now_text.to_string() y=now_words_y.to_string() text-anchor=now_anchor>{now_words}</text>
                <text class="app-chart__axis" x=paper.left.to_string() y=(paper.bottom + 22).to_string()>
                    {format!("{} {}", if self.goes_on { "opens" } else { "opened" }, dates::long(self.opens))}
                </text>
                <text class="app-chart__axis" x=paper.right.to_string() y=closes_y.to_string() text-anchor="end">
                    {format!("{} {}", if self.goes_on { "closes" } else { "closed" }, dates::long(self.closes))}
                </text>
            </svg>
        }
    }
}

/// "1 organisation is invited"
fn invited_words(invited: u32) -> String {
    if invited == 1 { "1 organisation is invited".into() } else { format!("{invited} organisations are invited") }
}

/// The drawing's measures, in the units of its view box.
struct Paper {
    class: &'static str,
    width: i32,
    left: i32,
    right: i32,
    top: i32,
    bottom: i32,
    /// Rows of words below the axis.
    rows: i32,
}

const WIDE: Paper =
    Paper { class: "app-chart app-chart--wide", width: 1124, left: 50, right: 1124, top: 34, bottom: 230, rows: 1 };

const NARROW: Paper =
    Paper { class: "app-chart app-chart--narrow", width: 340, left: 40, right: 340, top: 34, bottom: 210, rows: 2 };

impl Paper {
    fn middle(&self) -> i32 {
        i32::midpoint(self.left, self.right)
    }

    fn height(&self) -> i32 {
        self.bottom + 12 + 22 * self.rows
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
        <details class="govuk-details">
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
    fn grid_lines_stand_at_round_numbers() {
        for (most, expected) in [(0, 1), (1, 1), (5, 1), (6, 2), (29, 5), (155, 50), (1_000, 200), (34_500, 10_000)] {
            assert_eq!(step(most), expected, "{most}");
        }
    }
}
