//! One action of a plan: to read, and for the organisation's own people to keep up to date.

use axum::extract::State;
use axum::response::Response;
use leptos::prelude::*;

use super::action_plan::{closed, overdue, plan_place};
use crate::domain::action_plan::{Action, ActionStatus};
use crate::domain::answer::REASON_LIMIT;
use crate::domain::organisation::Organisation;
use crate::domain::{dates, labels, remarks, text};
use crate::islands::{FormSays, GuardedForm, Warnings};
use crate::operations::Refused;
use crate::operations::plan::TypedAction;
use crate::web::contact::ask_the_board;
use crate::web::field_names::{OPENED_WITH, SIGN_IN_CODE, SIGN_IN_EMAIL, SIGN_IN_PASSWORD};
use crate::web::fields::{Done, ErrorSummary, Select, TextArea, TextField, enter_saves, unsaved_texts};
use crate::web::form_fields::FormFields;
use crate::web::frame::{framed, printed};
use crate::web::limits::ACTION_FORM;
use crate::web::load::load;
use crate::web::opened_with::opened_with;
use crate::web::post_form::PostForm;
use crate::web::request::{as_of, form_state, installation, just_done, opened_by, param, visitor};
use crate::web::respond::{PathOf, Post};
use crate::web::site::Site;
use crate::web::table::summary_row;

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
    let ask = organisation.closed_at.map(|_| ask_the_board(organisation.id));
    let body = if may_keep {
        form(action, &plan).into_any()
    } else {
        view! { {closed(organisation)} {ask} {not_saved(action)} {record(action)} }.into_any()
    };
    let done = (just_done("saved") == "1" && !form_state().is_posted())
        .then(|| view! { <Done words=format!("{} is saved, by when {}.", action.reference(), dates::long(action.by_when)) /> });
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

/// The posted texts, when the plan can no longer be changed.
fn not_saved(action: &Action) -> Option<impl IntoView + use<>> {
    let state = form_state();
    let posted = state.is_posted().then(|| read(|name| state.value(name)))?;
    let knows = state.value(&opened_with("what")).is_some();
    let before = if knows { read(|name| state.value(&opened_with(name))) } else { TypedAction::of(action) };
    let lost = posted.changed_from(&before);
    let lost =
        |(field, _, text): &(&str, &str, &str)| lost.contains(field) && *field != "status" && !text.trim().is_empty();
    let texts = posted.fields().into_iter().filter(lost);
    unsaved_texts(texts.map(|(_, name, text)| (name.to_owned(), text.to_owned())).collect())
}

/// The action as somebody else saved it meanwhile, and which of the fields below differ from it.
fn theirs(action: &Action, plan: &str) -> impl IntoView + use<> {
    let (state, stored) = (form_state(), TypedAction::of(action));
    let on_the_page = read(|name| {
        let of_stored =
            || stored.fields().into_iter().find(|(field, ..)| *field == name).map(|(.., text)| text.to_owned());
        state.value(name).or_else(of_stored)
    });
    let yours = on_the_page.changed_from(&stored);
    let names = stored.fields().into_iter().filter(|(field, ..)| yours.contains(field));
    let names: Vec<_> = names.map(|(_, name, _)| name.to_owned()).collect();
    let href = format!("{plan}/{}", action.number);
    let keep = (!names.is_empty()).then(|| {
        view! { <p class="govuk-body"><a class="govuk-link" href=href>"Keep all of what is stored"</a></p> }
    });
    let words = if names.is_empty() {
        "The fields below hold what is stored.".to_owned()
    } else {
        format!(
            "The fields below hold what is stored, except what you changed: {}. If you save now, yours replaces it there.",
            text::list(&names)
        )
    };
    view! {
        <div class="govuk-inset-text" id="revision" tabindex="-1">
            <h2 class="govuk-heading-m">"As it is stored now"</h2>
            {record(action)}
            <p class="govuk-body">{words}</p>
            {keep}
        </div>
    }
}

/// The fields that say how an action stands.
const STANDS: [&str; 2] = ["status", "done_on"];

/// What can be typed about an action.
const TYPED: [&str; 7] = ["what", "who", "by_when", "status", "done_on", "progress", "impact"];

/// What the page's form posts.
pub const FORM: FormFields = FormFields::new(&["then", "revision", SIGN_IN_EMAIL, SIGN_IN_PASSWORD, SIGN_IN_CODE])
    .with_generated(is_action_field, 2 * TYPED.len())
    .always_with(&ALWAYS)
    .of_at_most(ACTION_FORM);

/// The fields that every post of an action has.
const ALWAYS: [&str; 8] = ["revision", "what", "who", "by_when", "status", "done_on", "progress", "impact"];

/// Whether a name is that of an action's field, or of the hidden field with what it held when the page was opened.
fn is_action_field(name: &str) -> bool {
    TYPED.contains(&name.strip_prefix(OPENED_WITH).unwrap_or(name))
}

/// The fields of an action, each read by its name.
fn read(value: impl Fn(&str) -> Option<String>) -> TypedAction {
    let value = |name: &str| value(name).unwrap_or_default();
    TypedAction {
        revision: value("revision").parse().ok(),
        what: value("what"),
        who: value("who"),
        by_when: value("by_when"),
        status: value("status"),
        done_on: value("done_on"),
        progress: value("progress"),
        impact: value("impact"),
    }
}

/// Takes out of a post the fields that its author did not change, so that the page shows what is stored now in them.
fn leave_what_was_not_changed(post: &mut Post) {
    let typed = read(|name| Some(post.field(name)));
    let opened = read(|name| Some(post.field(&opened_with(name))));
    let knows = !post.all(&opened_with("what")).is_empty();
    let mut changed = typed.changed_from(&opened);
    // Status and day are one statement: changing one of them means both.
    if changed.iter().any(|name| STANDS.contains(name)) {
        changed.extend(STANDS);
    }
    for (name, ..) in typed.fields() {
        post.take(&opened_with(name));
        if knows && !changed.contains(&name) {
            post.take(name);
        }
    }
    // A save after reading what the other wrote replaces it knowingly.
    post.take("revision");
}

fn form(action: &Action, plan: &str) -> impl IntoView + use<> {
    let (state, plan) = (form_state(), plan.to_owned());
    let was_changed = state.problem("revision").is_some();
    let revision = state.value("revision").unwrap_or_else(|| action.revision.to_string());
    let theirs = was_changed.then(|| theirs(action, &plan));
    let unsaved = state.is_posted();
    let as_of = as_of([action.revision]);
    let typed = TypedAction::of(action);
    let opened_with = typed.fields().map(|(name, _, stored)| {
        let name = opened_with(name);
        let value = state.value(&name).unwrap_or_else(|| stored.to_owned());
        view! { <input type="hidden" name=name value=value /> }
    });
    let statuses = ActionStatus::ALL.map(|status| (status.key().to_owned(), status.words().to_owned())).to_vec();
    let texts = [&action.what, &action.who, &action.progress, &action.impact].map(String::as_str);
    let today = dates::today(installation().now());
    // In a conflict the fields hold something else than what is stored.
    let warnings = if was_changed { Vec::new() } else { remarks::pointed_at_in_action(texts, today) };
    let day = "For example, 26 March 2027";
    let overdue =
        overdue(action, today).map(|words| view! { <p class="govuk-body"><b class="app-unsaved">{words}</b></p> });
    view! {
        {theirs}
        {overdue}
        <Warnings warnings prefix="" />
        <GuardedForm unsaved>
        <PostForm name=as_of.clone()>
            <input type="hidden" name=as_of.clone() />
            {opened_by()}
            {enter_saves(false)}
            <input type="hidden" name="revision" value=revision />
            {opened_with.collect_view()}
            <TextArea name="what" label=labels::WHAT value=typed.what rows=3 limit=REASON_LIMIT />
            <TextField name="who" label=labels::WHO_ASKED hint="For example, deputy head" value=typed.who width="govuk-!-width-two-thirds" />
            <TextField name="by_when" label=labels::BY_WHEN hint=day value=typed.by_when width="govuk-input--width-20" />
            <Select name="status" label=labels::STATUS options=statuses value=typed.status />
            <TextField
                name="done_on"
                label=labels::DONE_ON
                hint="Only when the status is Done. For example, 26 March 2027"
                value=typed.done_on
                width="govuk-input--width-20"
            />
            <TextArea name="progress" label=labels::PROGRESS hint="What has happened so far. Do not name or describe a child." value=typed.progress rows=4 limit=REASON_LIMIT />
            <TextArea
                name="impact"
                label=labels::IMPACT
                hint="What has changed for children because of it. Do not name or describe a child."
                value=typed.impact
                rows=4
                limit=REASON_LIMIT
            />
            <FormSays />
            <div class="govuk-button-group app-row">
                <button type="submit" class="govuk-button">"Save"</button>
                <a class="govuk-link" href=plan>"Cancel"</a>
            </div>
        </PostForm>
        </GuardedForm>
    }
}

fn record(action: &Action) -> impl IntoView + use<> {
    let text = |text: &String| view! { <span class="app-text">{text.clone()}</span> };
    let today = dates::today(installation().now());
    let overdue = overdue(action, today).map(|words| format!(". {words}")).unwrap_or_default();
    view! {
        <dl class="govuk-summary-list">
            {summary_row(labels::WHAT, text(&action.what))}
            {summary_row(labels::WHO, text(&action.who))}
            {summary_row(labels::BY_WHEN, format!("{}{overdue}", dates::long(action.by_when)))}
            {summary_row(labels::STATUS, action.status.words())}
            {action.done_on.map(|day| summary_row(labels::DONE_ON, dates::long(day)))}
            {summary_row(labels::PROGRESS, text(&action.progress))}
            {summary_row(labels::IMPACT, text(&action.impact))}
            {summary_row("Last changed", action.changed())}
        </dl>
    }
}

/// Saves the action.
pub async fn post(
    State(site): State<Site>,
    PathOf((reference, number)): PathOf<(String, u32)>,
    mut post: Post,
) -> Response {
    let typed = read(|name| Some(post.field(name)));
    let changed = match post.visitor() {
        Ok(visitor) => site.installation.change_action(&visitor, &reference, number, &typed).await,
        Err(refused) => Err(refused),
    };
    if matches!(changed, Err(Refused::OutOfDate(_))) {
        leave_what_was_not_changed(&mut post);
    }
    let plan = format!("/organisations/{}/action-plan", reference.to_ascii_uppercase());
    // With warnings the action's page stays, because they are put right there.
    let stays = post.field("then") == "stay";
    let next = |warned: bool| {
        if warned || stays { format!("{plan}/{number}?saved=1") } else { format!("{plan}?saved={number}") }
    };
    site.finish(post, changed.map(|warnings| next(!warnings.is_empty()))).await
}
