//! An organisation's own page: its audits round by round; for the board also its details and people.

use jiff::Timestamp;
use leptos::prelude::*;

use super::list::numbers;
use super::people::people_table;
use crate::domain::access::Visitor;
use crate::domain::audit::{Audit, Stage};
use crate::domain::audit_round::Phase;
use crate::domain::dates;
use crate::domain::labels;
use crate::domain::organisation::{Kind, Organisation};
use crate::operations::people::Member;
use crate::pages::rounds::audits::StateTag;
use crate::web::address::with_query;
use crate::web::contact::ask_the_board;
use crate::web::fields::Done;
use crate::web::frame::{OrganisationTab, Place, framed, framed_wide};
use crate::web::load::load;
use crate::web::request::{installation, just_done, param, visitor};
use crate::web::table::{Caption, scrolling, summary_row, text_heads};

/// The page.
pub fn page() -> impl IntoView {
    let installation = installation();
    let (visitor, reference) = (visitor(), param::<String>("reference"));
    let loading = async move {
        let (visitor, reference) = (visitor?, reference?);
        let (organisation, audits) = installation.audits_of(&visitor, &reference).await?;
        let people = installation.people_of(&visitor, &reference).await?;
        let now = installation.now();
        Ok((visitor, organisation, audits, people, now))
    };
    load(loading, |(visitor, organisation, audits, people, now)| show(&visitor, &organisation, audits, people, now))
}

fn show(
    visitor: &Visitor,
    organisation: &Organisation,
    audits: Vec<Audit>,
    people: Vec<Member>,
    now: Timestamp,
) -> impl IntoView + use<> {
    let name = organisation.details.name.clone();
    let place = Place::of(organisation, OrganisationTab::Audit);
    let is_stuck = organisation.closed_at.is_some() || audits.iter().any(|audit| audit.is_over(now));
    let ask = is_stuck.then(|| ask_the_board(organisation.id));
    let audits = audit_table(audits, organisation.details.kind, visitor.may_answer(organisation.id), now);
    let heading = view! {
        <span class="govuk-caption-l">{organisation.reference.to_string()}</span>
        <h1 class="govuk-heading-l">{name.clone()}</h1>
    };
    if visitor.may_see_board_pages() {
        let content = view! {
            <a class="govuk-back-link" href="/organisations">"Organisations"</a>
            {done()}
            {heading}
            {details(visitor, organisation)}
            {audits}
            <h2 class="govuk-heading-m">"People"</h2>
            {people_table(people, visitor.may_keep_people())}
            {visitor.may_keep_people().then(|| {
                let add = with_query("/people/new", &[("organisation", organisation.reference.as_str())]);
                view! { <p><a class="govuk-button govuk-button--secondary" role="button" href=add>"Add a person"</a></p> }
            })}
        };
        framed_wide(name, place, content).into_any()
    } else {
        let closed = organisation.closed_words().map(|words| {
            view! { <div class="govuk-inset-text">{words} " You can read and download everything, but not make changes."</div> }
        });
        let content = view! {
            {heading}
            {closed}
            {audits}
            {ask}
        };
        framed(name, place, content).into_any()
    }
}

fn done() -> Option<impl IntoView> {
    let words = match just_done("done").as_str() {
        "added" => "The organisation is added.",
        "changed" => "The changes are saved.",
        "closed" => {
            "The organisation is closed. Nobody can change its audits or plan, and it is not invited to rounds any more."
        }
        "opened" => "The organisation is open again.",
        _ => return None,
    };
    Some(view! { <Done words /> })
}

/// What an organisation can do next about an audit, in words.
fn next(audit: &Audit, phase: Phase) -> String {
    if let Stage::Submitted(submission) = &audit.stage {
        let day = dates::long(dates::today(submission.at));
        return format!("Submitted on {day}, reference number {}", submission.reference);
    }
    if let Some(at) = audit.organisation_closed_at {
        return format!("Takes no more answers: the organisation was closed on {}", dates::long(dates::today(at)));
    }
    match phase {
        Phase::NotYetOpen if audit.round_opened_at.is_none() => "The board has not opened this round yet".into(),
        Phase::NotYetOpen => format!("Opens on {}", dates::long(audit.dates.opens())),
        Phase::Open => format!("Due {}", dates::with_weekday(audit.dates.due())),
        Phase::Overdue => {
            let (due, closes) = (dates::long(audit.dates.due()), dates::with_weekday(audit.dates.closes()));
            format!("Was due {due}; can be answered until the end of {closes}")
        }
        Phase::Closed => format!("Closed on {} without being submitted", dates::long(audit.dates.closes())),
        Phase::NeverOpened => {
            format!("Closed on {}; the board had not opened the round by then", dates::long(audit.dates.closes()))
        }
    }
}

/// The name and kind that an audit keeps where today's differ: "as Marsh Lane Primary School (Infant and primary)".
fn kept(audit: &Audit, now: Kind) -> Option<String> {
    let renamed = audit.organisation_name != audit.organisation_name_now;
    let kind = (audit.kind != now).then(|| audit.kind.words());
    match (renamed, kind) {
        (false, None) => None,
        (true, None) => Some(format!("as {}", audit.organisation_name)),
        (false, Some(kind)) => Some(format!("as {kind}")),
        (true, Some(kind)) => Some(format!("as {} ({kind})", audit.organisation_name)),
    }
}

fn audit_table(audits: Vec<Audit>, kind: Kind, own: bool, now: Timestamp) -> AnyView {
    if audits.is_empty() {
        let words = if own {
            "There is no audit for you to answer yet. It appears here when the board opens a round that you are invited to."
        } else {
            "This organisation has not been invited to an audit yet."
        };
        return view! { <p class="govuk-body">{words}</p> }.into_any();
    }
    let rows = audits.into_iter().map(|audit| {
        let path = format!("/audits/{}", audit.id.0);
        let round = audit.round_title.as_str().to_owned();
        let kept =
            kept(&audit, kind).map(|words| view! { <div class="govuk-hint govuk-!-margin-bottom-0">{words}</div> });
        let to_read = (audit.stage != Stage::Invited).then(|| to_read(&path, &round));
        view! {
            <tr>
                <th scope="row"><a class="govuk-link" href=path.clone()>{format!("Audit round {round}")}</a>{kept}</th>
                <td>{next(&audit, audit.phase(now))}</td>
                <td>{audit.form_kind.words()}</td>
                <td><StateTag state=audit.stage.state() is_over=audit.is_over(now) /></td>
                <td>{to_read}</td>
            </tr>
        }
    });
    let head = text_heads(["Round", "Dates", "Form", "State", "To read and keep"]);
    let caption = Caption::ReadOut("Audits, the latest round first");
    view! {
        <h2 class="govuk-heading-m">"Audits"</h2>
        {scrolling("audits-caption", caption, head, rows.collect_view())}
    }
    .into_any()
}

/// The ways to read an audit's answers and to keep them.
fn to_read(path: &str, round: &str) -> impl IntoView + use<> {
    let of_round = || view! { <span class="govuk-visually-hidden">{format!(" of round {round}")}</span> };
    view! {
        <a class="govuk-link" href=format!("{path}/record")>"All answers" {of_round()}</a>
        <br />
        <a class="govuk-link" href=format!("{path}/action-plan.xlsx")>"Action plan and answers" {of_round()} " (Excel)"</a>
    }
}

/// What the board knows of an organisation, and the ways to change it.
fn details(visitor: &Visitor, organisation: &Organisation) -> impl IntoView + use<> {
    let known = &organisation.details;
    let path = format!("/organisations/{}", organisation.reference);
    let closed = organisation.closed_at.map(|at| summary_row("Closed", dates::long(dates::today(at))));
    let numbers =
        numbers(&known.identifiers).into_iter().map(|(words, number)| summary_row(words, number)).collect_view();
    let close = if closed.is_some() { "Open it again" } else { "Close it" };
    let change = visitor.may_keep_organisations().then(|| {
        view! {
            <div class="app-row">
                <a class="govuk-button govuk-button--secondary" role="button" href=format!("{path}/edit")>"Change the details"</a>
                <a class="govuk-link" href=format!("{path}/close")>{close}</a>
            </div>
        }
    });
    view! {
        <dl class="govuk-summary-list">
            {summary_row(labels::SECTOR, known.kind.sector().words())}
            {known.kind.sub_sector().map(|sub_sector| summary_row(labels::SUB_SECTOR, sub_sector.words()))}
            {known.group.clone().map(|group| summary_row(labels::GROUP, group))}
            {summary_row(labels::BASIS, known.basis.words())}
            {numbers}
            {closed}
        </dl>
        {change}
    }
}
