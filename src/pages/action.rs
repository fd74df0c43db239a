//! One action of a plan: to read, and for the organisation's own people to keep up to date.

use axum::extract::State;
use axum::response::Response;
use leptos::prelude::*;

use super::action_plan::plan_place;
use super::fields::{Done, ErrorSummary, Select, TextArea, TextField, unsaved_texts};
use super::frame::{framed, printed};
use super::request::{form_state, installation, just_done, load, opened_by, param, visitor};
use super::respond::{PathOf, Post, Site};
use crate::domain::action_plan::{Action, ActionStatus};
use crate::domain::dates;
use crate::domain::organisation::Organisation;
use crate::domain::remarks;
use crate::islands::{AsksBeforeLeaving, Warnings};
use crate::operations::plan::TypedAction;

/// The page.
pub fn page() -> impl IntoView {
    let installation = installation();
    let (visitor, reference, number) = (visitor(), param::<String>("reference"), param::<u32>("number"));
    let loading = async move {
        let visitor = visitor?;
        let (organisation, action) = installation.action(&visitor, &reference?, number?).await?;
        let may_keep = visitor.may_keep_plan(organisation.id) && organisation.closed_at.is_none();
        Ok((organisation, action, may_keep))
    };
    load(loading, |(organisation, action, may_keep)| show(&organisation, &action, may_keep))
}

fn show(organisation: &Organisation, action: &Action, may_keep: bool) -> impl IntoView + use<> {
    let plan = format!("/organisations/{}/action-plan", organisation.reference);
    let scored = action.score.map(|score| format!(", scored {score}")).unwrap_or_default();
    let from = format!("{} {}{scored}, audit {}", action.question, action.question_short, action.round_title);
    let body = if may_keep {
        form(action, &plan).into_any()
    } else {
        view! { {not_saved(action)} {record(action)} }.into_any()
    };
    let done = (just_done("saved") == "1" && !form_state().is_posted())
        .then(|| view! { <Done words=format!("{} is saved.", action.reference()) /> });
    framed(
        format!("Action {}", action.reference()),
        plan_place(organisation),
        view! {
                <a class="govuk-back-link" href=plan>"Action plan"</a>
        <ErrorSummary />
        {done}
        <span class="govuk-caption-l">{from}</span>
        <h1 class="govuk-heading-l">{format!("Action {}", action.reference())}</h1>
        {printed(Some(organisation.details.name.clone()))}
        {body}
            },
    )
}

/// What was posted when the plan could no longer be changed.
fn not_saved(action: &Action) -> Option<impl IntoView + use<>> {
    let (state, stored) = (form_state(), TypedAction::of(action));
    let texts = [
        ("What will be done", "what", stored.what),
        ("Who", "who", stored.who),
        ("Progress", "progress", stored.progress),
        ("Evidence of impact", "impact", stored.impact),
    ];
    let lost = texts.into_iter().filter_map(|(name, field, stored)| {
        let posted = state.value(field)?.replace("\r\n", "\n");
        (!posted.trim().is_empty() && posted != stored.replace("\r\n", "\n")).then(|| (name.to_owned(), posted))
    });
    unsaved_texts(lost.collect())
}

fn form(action: &Action, plan: &str) -> impl IntoView + use<> {
    let (state, plan) = (form_state(), plan.to_owned());
    // Whoever saves after reading what the other wrote saves over it knowingly; any other refusal changes nothing.
    let was_changed = state.problem("revision").is_some();
    let revision = state.value("revision").filter(|_| !was_changed).unwrap_or_else(|| action.revision.to_string());
    let theirs = was_changed.then(|| {
        view! {
            <div class="govuk-inset-text" id="revision" tabindex="-1">
                <h2 class="govuk-heading-m">"As it is stored now"</h2>
                {record(action)}
                <p class="govuk-body">"What you had on your page is below. Saving it replaces all of what is stored, also what you did not change."</p>
            </div>
        }
    });
    let unsaved = state.is_posted();
    let typed = TypedAction::of(action);
    let statuses = ActionStatus::ALL.map(|status| (status.key().to_owned(), status.words().to_owned())).to_vec();
    let texts = [&action.what, &action.who, &action.progress, &action.impact].map(String::as_str);
    let today = dates::today(installation().now());
    // In a conflict the fields hold something else than what is stored.
    let warnings = if was_changed { Vec::new() } else { remarks::child_data_in_action(texts, today) };
    let day = "For example, 26 March 2027";
    let overdue =
        action.overdue_words(today).map(|words| view! { <p class="govuk-body"><b class="app-unsaved">{words}</b></p> });
    view! {
        {theirs}
        {overdue}
        <Warnings warnings prefix="" />
        <AsksBeforeLeaving unsaved>
        <form method="post" novalidate>
            {opened_by()}
            <input type="hidden" name="revision" value=revision />
            <TextArea name="what" label="What will be done" value=typed.what rows=3 />
            <TextField name="who" label="Who" hint="A role, for example Deputy head" value=typed.who width="govuk-!-width-two-thirds" />
            <TextField name="by_when" label="By when" hint=day value=typed.by_when width="govuk-input--width-20" />
            <Select name="status" label="Status" options=statuses value=typed.status />
            <TextField
                name="done_on"
                label="Done on"
                hint="Only when the status is Done. For example, 26 March 2027"
                value=typed.done_on
                width="govuk-input--width-20"
            />
            <TextArea name="progress" label="Progress" hint="What has happened so far. Do not name or describe a child." value=typed.progress rows=4 />
            <TextArea
                name="impact"
                label="Evidence of impact"
                hint="What has changed for children because of it. Do not name or describe a child."
                value=typed.impact
                rows=4
            />
            <div class="govuk-button-group app-row">
                <button type="submit" class="govuk-button">"Save"</button>
                <a class="govuk-link" href=plan>"Cancel"</a>
            </div>
        </form>
        </AsksBeforeLeaving>
    }
}

fn record(action: &Action) -> impl IntoView + use<> {
    let row = |name: &'static str, value: String| {
        view! {
            <div class="govuk-summary-list__row">
                <dt class="govuk-summary-list__key">{name}</dt>
                <dd class="govuk-summary-list__value app-text">{value}</dd>
            </div>
        }
    };
    let today = dates::today(installation().now());
    let overdue = action.overdue_words(today).map(|words| format!(". {words}")).unwrap_or_default();
    view! {
        <dl class="govuk-summary-list">
            {row("What will be done", action.what.clone())}
            {row("Who", action.who.clone())}
            {row("By when", format!("{}{overdue}", dates::long(action.by_when)))}
            {row("Status", action.status.words().into())}
            {action.done_on.map(|day| row("Done on", dates::long(day)))}
            {row("Progress", action.progress.clone())}
            {row("Evidence of impact", action.impact.clone())}
            {row("Last changed", dates::long_with_clock(action.changed_at))}
        </dl>
    }
}

/// Saves the action.
pub async fn post(
    State(site): State<Site>,
    PathOf((reference, number)): PathOf<(String, u32)>,
    post: Post,
) -> Response {
    let typed = TypedAction {
        // What is no number is no revision that any action has.
        revision: post.field("revision").parse().unwrap_or_default(),
        what: post.field("what"),
        who: post.field("who"),
        by_when: post.field("by_when"),
        status: post.field("status"),
        done_on: post.field("done_on"),
        progress: post.field("progress"),
        impact: post.field("impact"),
    };
    let changed = match post.visitor() {
        Ok(visitor) => site.installation.change_action(&visitor, &reference, number, &typed).await,
        Err(refused) => Err(refused),
    };
    let plan = format!("/organisations/{}/action-plan", reference.to_ascii_uppercase());
    // What may identify a child is shown where it can be put right.
    let next =
        |warned: bool| if warned { format!("{plan}/{number}?saved=1") } else { format!("{plan}?saved={number}") };
    site.finish(post, changed.map(|warnings| next(!warnings.is_empty()))).await
}
