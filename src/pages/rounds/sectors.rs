//! How far the organisations of each sector are: the table on a round's page, each number the way to a list.

use jiff::Timestamp;
use leptos::prelude::*;

use crate::domain::audit::AuditState;
use crate::domain::report::Response;
use crate::domain::returned::Returned;
use crate::operations::rounds::RoundProgress;
use crate::web::address::with_query;
use crate::web::table::{number_heads, scrolling, text_heads};

/// The states in the order of the table and its bars, with the bar's class.
const STATES: [(AuditState, &str); 3] = [
    (AuditState::Submitted, "app-chart__3"),
    (AuditState::Started, "app-chart__2"),
    (AuditState::Invited, "app-chart__1"),
];

/// The table.
#[component]
pub fn SectorTable(
    /// The round with how far everyone is.
    progress: RoundProgress,
    /// The time now.
    now: Timestamp,
) -> impl IntoView {
    let all_go_on = progress.all_go_on(now);
    let list = format!("/rounds/{}/audits", progress.round.title.slug());
    let rows = progress.responses.iter().map(|response| row(&list, *response, all_go_on)).collect_view();
    let all = total(&list, progress.returned(), all_go_on);
    let head = view! {
        <th scope="col" class="govuk-!-width-one-quarter">"Sector"</th>
        {text_heads(["Form"])}
        {number_heads(["Invited"])}
        {number_heads(STATES.map(|(state, _)| state.counted_words(all_go_on)))}
        {number_heads(["Share submitted"])}
        <th scope="col"><span class="govuk-visually-hidden">"The same as a bar"</span></th>
    };
    let legend = STATES.map(|(state, class)| {
        view! { <li><span class=format!("app-legend__swatch {class}")></span>{state.counted_words(all_go_on)}</li> }
    });
    view! {
        {scrolling("sectors-caption", "By form and sector", head, (rows, all))}
        <ul class="app-legend">{legend.into_iter().collect_view()}</ul>
    }
}

fn row(list: &str, response: Response, all_go_on: bool) -> impl IntoView + use<> {
    let (form, sector) = (response.form, response.sector);
    let link = |state: &str| with_query(list, &[("form", form.key()), ("sector", sector.key()), ("state", state)]);
    view! {
        <tr>
            <th scope="row"><a class="govuk-link" href=link("")>{sector.words()}</a></th>
            <td>{form.words()}</td>
            {numbers(response.returned, sector.words(), all_go_on, link)}
        </tr>
    }
}

fn total(list: &str, all: Returned, all_go_on: bool) -> impl IntoView + use<> {
    let link = |state: &str| with_query(list, &[("state", state)]);
    view! {
        <tr>
            <th scope="row"><a class="govuk-link" href=link("")>"All"</a></th>
            <td></td>
            {numbers(all, "All", all_go_on, link)}
        </tr>
    }
}

/// The numbers of a row, each the way to the organisations behind it; nobody is behind a nought.
fn numbers(of: Returned, whose: &'static str, all_go_on: bool, link: impl Fn(&str) -> String) -> AnyView {
    let number = |number: u32, words: &'static str, state: &str| {
        if number == 0 {
            return view! { <td class="app-table--numeric">"0"</td> }.into_any();
        }
        view! {
            <td class="app-table--numeric">
                <a class="govuk-link" href=link(state)>
                    {number}
                    <span class="govuk-visually-hidden">{format!(" {words}, {whose}")}</span>
                </a>
            </td>
        }
        .into_any()
    };
    let invited = number(of.invited(), "invited", "");
    let states = STATES.map(|(state, _)| number(in_state(of, state), state.counted_words(all_go_on), state.key()));
    let share = of.percent_submitted().map_or_else(|| "–".to_owned(), |percent| format!("{percent}%"));
    view! {
        {invited}
        {states.into_iter().collect_view()}
        <td class="app-table--numeric"><b>{share}</b></td>
        <td>{bar(of)}</td>
    }
    .into_any()
}

fn in_state(of: Returned, state: AuditState) -> u32 {
    match state {
        AuditState::Invited => of.not_started,
        AuditState::Started => of.started,
        AuditState::Submitted => of.submitted,
    }
}

/// The states as parts of a bar that is as long for every sector, with a gap between neighbours.
fn bar(of: Returned) -> impl IntoView {
    const LENGTH: u32 = 600;
    const GAP: u32 = 8;
    let shown = STATES.map(|(state, class)| (in_state(of, state), class)).into_iter().filter(|(n, _)| *n > 0);
    let mut parts: Vec<_> = shown.collect();
    let gaps = GAP * u32::try_from(parts.len().saturating_sub(1)).unwrap_or(0);
    let (mut before, mut x) = (0, 0);
    let invited = of.invited().max(1);
    let along = |n: u32| u64::from(n) * u64::from(LENGTH - gaps) / u64::from(invited);
    let rects = parts.drain(..).map(|(n, class)| {
        let width = along(before + n) - along(before);
        let rect = view! { <rect class=class x=x.to_string() y="0" width=width.to_string() height="16" /> };
        before += n;
        x += width + u64::from(GAP);
        rect
    });
    let rects = rects.collect_view();
    view! {
        <svg class="app-chart app-chart--bar" viewBox=format!("0 0 {LENGTH} 16") preserveAspectRatio="none" aria-hidden="true">
            {rects}
        </svg>
    }
}
