//! An organisation's action plan: how it stands in a sentence, and its actions in a table that also prints.

use jiff::Unit;
use jiff::civil::Date;
use leptos::prelude::*;

use crate::domain::action_plan::{self, Action, ActionStatus};
use crate::domain::audit::{Audit, Stage};
use crate::domain::dates;
use crate::domain::labels;
use crate::domain::organisation::Organisation;
use crate::web::contact::ask_the_board;
use crate::web::fields::Done;
use crate::web::frame::{OrganisationTab, Place, back_to_organisation, framed_wide, printed};
use crate::web::load::load;
use crate::web::request::{installation, just_done, param, visitor};
use crate::web::table::{scrolling, text_heads};

/// Where an organisation's plan belongs.
pub fn plan_place(organisation: &Organisation) -> Place {
    Place::Organisation {
        name: organisation.details.name.clone(),
        reference: organisation.reference.to_string(),
        tab: OrganisationTab::Plan,
    }
}

/// By how long an action is overdue: "Overdue by 52 days", and from a year on "Overdue by 14 years and 1 month". `None`
/// when it is not.
pub fn overdue(action: &Action, today: Date) -> Option<String> {
    let in_days = action.overdue_words(today)?;
    let Some(since) = action.by_when.until((Unit::Year, today)).ok().filter(|since| since.get_years() > 0) else {
        return Some(in_days);
    };
    let some = |n: i32, one: &str| if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") };
    let years = some(since.get_years().into(), "year");
    Some(match since.get_months() {
        0 => format!("Overdue by {years}"),
        months => format!("Overdue by {years} and {}", some(months, "month")),
    })
}

/// The page.
pub fn page() -> impl IntoView {
    let installation = installation();
    let (visitor, reference) = (visitor(), param::<String>("reference"));
    let saved = just_done("saved").parse::<u32>().ok();
    let loading = async move {
        let (visitor, reference) = (visitor?, reference?);
        let (organisation, actions) = installation.plan(&visitor, &reference).await?;
        let (_, audits) = installation.audits_of(&visitor, &reference).await?;
        let now = installation.now();
        let rounds = |wanted: &dyn Fn(&&Audit) -> bool| {
            let wanted = audits.iter().filter(wanted).map(|audit| audit.round_title.as_str().to_owned());
            wanted.collect::<Vec<_>>()
        };
        let joins = rounds(&|audit| audit.takes_answers(now).is_ok());
        let left_out = rounds(&|audit| audit.stage == Stage::Started && audit.is_over(now));
        let may_keep = visitor.may_keep_plan(organisation.id) && organisation.closed_at.is_none();
        Ok(Plan {
            organisation,
            actions,
            file: file_of(&audits),
            joins,
            left_out,
            may_keep,
            today: dates::today(now),
            saved,
        })
    };
    load(loading, |plan| show(&plan))
}

struct Plan {
    organisation: Organisation,
    actions: Vec<Action>,
    /// The audit with which the plan is downloaded.
    file: Option<i64>,
    /// The rounds whose audit still takes answers.
    joins: Vec<String>,
    /// The rounds whose audit was started and can no longer be submitted.
    left_out: Vec<String>,
    may_keep: bool,
    today: Date,
    saved: Option<u32>,
}

/// The latest submitted audit, or else the latest.
fn file_of(audits: &[Audit]) -> Option<i64> {
    let submitted = audits.iter().find(|audit| matches!(audit.stage, Stage::Submitted(_)));
    submitted.or(audits.first()).map(|audit| audit.id.0)
}

fn show(plan: &Plan) -> impl IntoView + use<> {
    let done = plan.saved.and_then(|number| plan.actions.iter().find(|action| action.number == number)).map(|action| {
        let words = format!("{} is saved: {}.", action.reference(), action.status.words().to_lowercase());
        view! { <Done words /> }
    });
    let joins = plan.joins.iter().map(|round| {
        let words = format!(
            "The audit {round} has not been submitted yet. The actions written in it join this plan when it is submitted."
        );
        view! { <p class="govuk-body">{words}</p> }
    });
    let left_out = plan.left_out.iter().map(|round| {
        let words = format!(
            "The audit {round} was not submitted and no longer can be. The actions written in it are not in this plan."
        );
        view! { <p class="govuk-body">{words}</p> }
    });
    let is_stuck = !plan.left_out.is_empty() || plan.organisation.closed_at.is_some();
    let ask = is_stuck.then(|| ask_the_board(plan.organisation.id));
    let file = plan.file.map(|audit| {
        let href = format!("/audits/{audit}/action-plan.xlsx");
        view! { <a class="govuk-button govuk-button--secondary" href=href>"Download for Excel"</a> }
    });
    let name = plan.organisation.details.name.clone();
    let to_print =
        (!plan.actions.is_empty()).then(|| view! { <span>"To print it, use your browser’s print command."</span> });
    let table = (!plan.actions.is_empty()).then(|| table(plan));
    let to_change = (plan.may_keep && !plan.actions.is_empty()).then(|| {
        let words = format!("To change an action, choose its words under “{}”.", labels::WHAT);
        view! { <p class="govuk-body">{words}</p> }
    });
    framed_wide(
        "Action plan",
        plan_place(&plan.organisation),
        view! {            {back_to_organisation(plan.organisation.id, &name, plan.organisation.reference.as_str())}
        {done}
        <h1 class="govuk-heading-l">"Action plan"</h1>
        {printed(Some(name))}
        <p class="app-lead">{lead(plan)}</p>
        {closed(&plan.organisation)}
        {joins.collect_view()}
        {left_out.collect_view()}
        {ask}
        <div class="app-row">
            {file}
            {to_print}
        </div>
        {to_change}
        {table}
            },
    )
}

/// The notice of a closed organisation: its plan stays as it is.
pub fn closed(organisation: &Organisation) -> Option<impl IntoView + use<>> {
    Some(view! { <div class="govuk-inset-text">{organisation.plan_closed_words()?}</div> })
}

/// How the plan stands: "7 actions: 3 in progress, 3 done, 1 overdue. Next date: 18 December 2026."
fn lead(plan: &Plan) -> AnyView {
    let count = action_plan::count(&plan.actions, plan.today);
    if count.actions == 0 && plan.organisation.closed_at.is_some() {
        return "There are no actions.".into_any();
    }
    if count.actions == 0 {
        let none =
            "There are no actions yet. They come from the answers scored 1 or 2 in an audit, when it is submitted.";
        return none.into_any();
    }
    let by_status = ActionStatus::ALL.into_iter().zip(count.by_status).filter(|(_, n)| *n > 0);
    let by_status: Vec<_> = by_status.map(|(status, n)| format!("{n} {}", status.words().to_lowercase())).collect();
    let all = if count.actions == 1 { "1 action".to_owned() } else { format!("{} actions", count.actions) };
    let overdue = (count.overdue > 0).then(|| view! { ". " <b>{format!("{} overdue", count.overdue)}</b> });
    let next = count.next_due.map(|day| format!(" Next date: {}.", dates::long(day)));
    view! { {format!("{all}: {}", by_status.join(", "))} {overdue} "." {next} }.into_any()
}

fn table(plan: &Plan) -> impl IntoView + use<> {
    let reference = plan.organisation.reference.to_string();
    let may_keep = plan.may_keep;
    let rows = plan.actions.iter().map(|action| {
        let href = format!("/organisations/{reference}/action-plan/{}", action.number);
        let scored = action.score.map(|score| format!("scored {score} in {}", action.round_title));
        let overdue = overdue(action, plan.today);
        let done = action.done_on.map(|day| format!("Done on {}", dates::long(day)));
        let verb = if may_keep { "Change " } else { "Read " };
        view! {
            <tr>
                <th scope="row" class="app-table--whole">{action.reference()}</th>
                <td>
                    <b>{action.question.to_string()}</b>
                    {format!(" {}", action.question_short)}
                    {scored.map(|scored| view! { <br /><span class="app-whole">{scored}</span> })}
                </td>
                <td>
                    <a class="govuk-link app-text" href=href>
                        <span class="govuk-visually-hidden">{verb} {action.reference()} ": "</span>
                        {action.what.clone()}
                    </a>
                </td>
                <td><span class="app-text">{action.who.clone()}</span></td>
                <td>
                    <span class="app-whole">{dates::long(action.by_when)}</span>
                    {overdue.map(|words| view! { <br /><b class="app-unsaved">{words}</b> })}
                </td>
                <td>
                    <strong class=format!("govuk-tag {}", tag(action.status))>{action.status.words()}</strong>
                    {done.map(|words| view! { <br />{words} })}
                </td>
            </tr>
        }
    });
    let head = text_heads(["Reference", "Question", labels::WHAT, labels::WHO, labels::BY_WHEN, labels::STATUS]);
    scrolling("actions", "Actions: open ones first, then by date", head, rows.collect_view())
}

/// The tag's class for a status.
fn tag(status: ActionStatus) -> &'static str {
    match status {
        ActionStatus::NotStarted | ActionStatus::NoLongerNeeded => "app-tag--none",
        ActionStatus::InProgress => "app-tag--progress",
        ActionStatus::Done => "app-tag--done",
    }
}
