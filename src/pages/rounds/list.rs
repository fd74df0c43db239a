//! The board's rounds: which forms each asks, by when, and how to begin another.

use jiff::Timestamp;
use leptos::prelude::*;

use crate::domain::access::Visitor;
use crate::domain::audit_round::{AuditRound, Phase, RoundDates, RoundForm};
use crate::domain::dates;
use crate::pages::account::home::{APP_IS_SET_UP, only_administrator};
use crate::web::fields::Done;
use crate::web::frame::{BoardTab, Place, framed_wide};
use crate::web::load::load;
use crate::web::request::{installation, just_done, visitor};

/// The page.
pub fn page() -> impl IntoView {
    let installation = installation();
    let visitor = visitor();
    let loading = async move {
        let visitor = visitor?;
        let rounds = installation.rounds(&visitor).await?;
        let alone = installation.only_administrator(&visitor).await?;
        Ok((visitor, rounds, alone, installation.now()))
    };
    load(loading, |(visitor, rounds, alone, now)| show(&visitor, rounds, alone.map(only_administrator), now))
}

fn show(visitor: &Visitor, rounds: Vec<AuditRound>, alone: Option<AnyView>, now: Timestamp) -> impl IntoView + use<> {
    let create = visitor.may_run_rounds().then(|| {
        view! { <p><a class="govuk-button" role="button" href="/rounds/new">"Create a round"</a></p> }
    });
    // People of the board land here after they set up an authenticator app.
    let done = (just_done("done") == "authenticator").then(|| view! { <Done words=APP_IS_SET_UP /> });
    let list = if rounds.is_empty() {
        let steps = create.is_some().then(first_steps);
        view! { <p class="govuk-body">"There is no audit round yet."</p> {steps} }.into_any()
    } else {
        let rows = rounds.into_iter().map(|round| rows_of(&round, now)).collect_view();
        view! {
            <div class="app-scroll" role="region" tabindex="0" aria-labelledby="rounds-caption">
                <table class="app-table">
                    <caption class="app-caption" id="rounds-caption"><span>"The forms of each round, the latest round first"</span></caption>
                    <thead>
                        <tr>
                            <th scope="col">"Round"</th>
                            <th scope="col">"Form"</th>
                            <th scope="col">"Opens"</th>
                            <th scope="col">"Due"</th>
                            <th scope="col">"Closes"</th>
                            <th scope="col">"State"</th>
                        </tr>
                    </thead>
                    {rows}
                </table>
            </div>
        }
        .into_any()
    };
    framed_wide(
        "Audit rounds",
        Place::Board(BoardTab::Rounds),
        view! {
            {done}
            <h1 class="govuk-heading-l">"Audit rounds"</h1>
            {alone}
            {create}
            {list}
        },
    )
}

/// The way from an empty board to answers.
fn first_steps() -> impl IntoView {
    view! {
        <p class="govuk-body">"To ask organisations to audit themselves:"</p>
        <ol class="govuk-list govuk-list--number">
            <li>
                <a class="govuk-link" href="/organisations/import">"Import the organisations"</a>
                " or "
                <a class="govuk-link" href="/organisations/new">"add them one by one"</a>
            </li>
            <li>
                <a class="govuk-link" href="/people/new">"Add a lead for each"</a>
                ", and give each lead the link that the page then shows"
            </li>
            <li>"Create a round, with its forms and dates"</li>
            <li>"Invite organisations to it, and open it"</li>
        </ol>
    }
}

fn rows_of(round: &AuditRound, now: Timestamp) -> impl IntoView + use<> {
    let href = format!("/rounds/{}", round.title.slug());
    let title = round.title.as_str().to_owned();
    let forms = round.forms.len();
    let rows = round.forms.iter().enumerate().map(|(place, form)| {
        let heading = (place == 0).then(|| {
            view! {
                <th scope="rowgroup" rowspan=forms.to_string()>
                    <a class="govuk-link" href=href.clone()>{title.clone()}</a>
                </th>
            }
        });
        view! {
            <tr>
                {heading}
                <td>{form.kind.words()}</td>
                <td>{dates::long(form.dates.opens())}</td>
                <td>{dates::long(form.dates.due())}</td>
                <td>{dates::long(form.dates.closes())}</td>
                <td>{state(round, round.phase(form.kind, now))}</td>
            </tr>
        }
    });
    view! { <tbody>{rows.collect_view()}</tbody> }
}

fn state(round: &AuditRound, phase: Phase) -> &'static str {
    match phase {
        Phase::NotYetOpen if round.opened_at.is_none() => "Not opened: only the board sees it",
        phase => phase.words(),
    }
}

/// Where a round stands, in one line: each form with its next date, both together when their dates are the same. Before
/// the board has opened the round, only a form that has closed has its date.
pub fn standing(round: &AuditRound, now: Timestamp) -> String {
    let of = |dates: RoundDates| {
        let (due, closes) = (dates::long(dates.due()), dates::long(dates.closes()));
        match dates.phase_in_round(round.opened_at, now) {
            Phase::NotYetOpen => format!("opens on {}", dates::long(dates.opens())),
            Phase::Open => format!("due {due}, open until {closes}"),
            Phase::Overdue => format!("was due {due}, open until {closes}"),
            Phase::Closed => format!("closed on {closes}"),
            Phase::NeverOpened => format!("closed on {closes} and was never open"),
        }
    };
    if round.opened_at.is_none() {
        let never = |form: &&RoundForm| round.phase(form.kind, now) == Phase::NeverOpened;
        let whole = if round.was_never_open(now) { "Never opened" } else { "Not opened yet" };
        let closed =
            round.forms.iter().filter(never).map(|form| format!(". {}: {}", form.kind.words(), of(form.dates)));
        return format!("{whole}: only the board sees this round{}", closed.collect::<String>());
    }
    let sentence = |dates: RoundDates| {
        let words = of(dates);
        words[..1].to_uppercase() + &words[1..]
    };
    match round.forms.as_slice() {
        [one] => sentence(one.dates),
        [one, other] if one.dates == other.dates => sentence(one.dates),
        forms => {
            let each = forms.iter().map(|form| format!("{}: {}", form.kind.words(), of(form.dates)));
            each.collect::<Vec<_>>().join(". ")
        }
    }
}
