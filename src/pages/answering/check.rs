//! Check answers: everything on one page with a way to change it, what is missing, and the declaration.

use axum::extract::State;
use axum::response::Response;
use jiff::civil::Date;
use leptos::prelude::*;

use super::record::{audit_place, printed, texts_of};
use crate::domain::answer::Missing;
use crate::domain::audit::{AuditId, Stage, StandardProgress};
use crate::domain::board::EvidenceRule;
use crate::domain::dates;
use crate::domain::form::{AuditForm, FormKind, QuestionKey, Standard};
use crate::domain::labels;
use crate::domain::overview::Overview;
use crate::domain::remarks;
use crate::domain::save::Warning;
use crate::islands::{FormSays, GuardedForm};
use crate::operations::Refused;
use crate::operations::answering::audit::{Answers, OpenAudit, overview_of, progress_of};
use crate::operations::answering::submitting::{ToConfirm, TypedDeclaration, questions_of, seen, to_confirm};
use crate::web::fields::{Checkbox, Done, ErrorSummary, TextField};
use crate::web::form_fields::FormFields;
use crate::web::frame::{OrganisationTab, framed};
use crate::web::load::load;
use crate::web::post_form::PostForm;
use crate::web::request::{form_state, installation, is_own, just_done, lead_on, param, visitor};
use crate::web::respond::{PathOf, Post};
use crate::web::site::Site;

/// What the page's form posts.
pub const FORM: FormFields =
    FormFields::new(&["name", "role", "confirmed", "no_child", "seen"]).always_with(&["name", "role", "seen"]);

/// The page.
pub fn page() -> impl IntoView {
    let installation = installation();
    let (visitor, id) = (visitor(), param("audit").map(AuditId));
    let posted = form_state().is_posted();
    let loading = async move {
        let visitor = visitor?;
        let open = installation.audit(&visitor, id?).await?;
        // A reader has nothing to check, and neither has anybody once the audit is submitted.
        let reads = matches!(open.audit.stage, Stage::Submitted(_)) || !is_own(open.audit.organisation);
        if reads && !posted {
            return Ok(None);
        }
        if let Some(why) = open.audit.not_open_words(installation.now()) {
            return Err(Refused::State(why));
        }
        let answers = installation.answers(&open, None).await?;
        let progress = progress_of(&open, &answers);
        Ok(Some((open, answers, progress, visitor.name, dates::today(installation.now()))))
    };
    let record = param::<i64>("audit").map(|audit| format!("/audits/{audit}/record")).unwrap_or_default();
    load(loading, move |loaded| {
        let Some((open, answers, progress, name, today)) = loaded else {
            lead_on(&record);
            return ().into_any();
        };
        show(&open, &answers, &progress, name, today).into_any()
    })
}

fn show(
    open: &OpenAudit,
    answers: &Answers,
    progress: &[StandardProgress],
    name: String,
    today: Date,
) -> impl IntoView + use<> {
    let audit = &open.audit;
    let id = audit.id.0;
    let complete = progress.iter().all(StandardProgress::is_complete);
    let standards =
        open.edition.form.standards.iter().map(|standard| answers_of(open, standard, answers)).collect_view();
    let to_confirm = to_confirm(open, answers, today);
    let (top, end) = match (complete, open.may_submit) {
        (false, true) => (None, Some("You can submit when nothing is missing.")),
        (false, false) => (None, Some("The organisation’s lead can submit it when nothing is missing.")),
        (true, true) => (Some("Everything is answered."), None),
        (true, false) => (Some("Everything is answered. The organisation’s lead can now submit the audit."), None),
    };
    let top = top.map(|words| {
        let declaration = open.may_submit.then(|| {
            view! { " " <a class="govuk-link" href="#declaration">"Go to the declaration"</a> }
        });
        view! { <p class="govuk-inset-text">{words} {declaration}</p> }
    });
    let overview = overview_of(open, answers);
    let end = end.map(|words| view! { <p class="govuk-body">{words}</p> });
    let declaration = (complete && open.may_submit).then(|| {
        let (seen, confirms_no_child) = (seen(answers), confirms_no_child(&to_confirm));
        view! {
                <h2 class="govuk-heading-m" id="declaration" tabindex="-1">"Declaration"</h2>
                {who_reads(open.edition.form.kind)}
                <p class="govuk-body">
                    {format!("Today, {}, you declare for {}:", dates::long(today), audit.organisation_name)}
                </p>
                <GuardedForm at_length=false>
                <PostForm>
                    <input type="hidden" name="seen" value=seen />
                    {confirms_no_child}
                    <TextField name="name" label=labels::YOUR_NAME value=name autocomplete="name" width="govuk-!-width-two-thirds" />
                    <TextField name="role" label=labels::YOUR_ROLE autocomplete="organization-title" width="govuk-!-width-two-thirds" />
                    <div class="govuk-form-group">
                        <div class="govuk-checkboxes">
                            <Checkbox
                                name="confirmed"
                                value="yes"
                                label="The answers are true to the best of my knowledge, and no child is named or described in them"
                            />
                        </div>
                    </div>
                    <p class="govuk-body">"After you submit, nobody can change the answers, not even the board; they can be read and downloaded. Check once "
                        "more that no child is named or described."</p>
                    <FormSays />
                    <button type="submit" class="govuk-button">"Submit the audit"</button>
                </PostForm>
                </GuardedForm>
            }
    });
    let done = (just_done("saved") == "1" && !form_state().is_posted())
        .then(|| view! { <Done words="Your answers are saved." /> });
    framed(
        "Check your answers",
        audit_place(audit, OrganisationTab::Audit),
        view! {
            <a class="govuk-back-link" href=format!("/audits/{id}")>"Task list"</a>
        <ErrorSummary />
        {done}
        <h1 class="govuk-heading-l">"Check your answers"</h1>
        {printed(audit)}
        {top}
        <p class="govuk-body" id="in-numbers">{overview.words()}</p>
        {missing(&open.edition.form, progress, id)}
        // Where the board requires evidence, it is listed among what is missing.
        {(open.evidence == EvidenceRule::Advise).then(|| without_evidence(&overview, &open.edition.form, id))}
        {may_identify(&to_confirm.child, id)}
        {names_a_person(&to_confirm.name, id)}
        {standards}
        {end}
        {declaration}
        },
    )
}

/// Best scores without evidence: a board asks how the organisation knows.
fn without_evidence(overview: &Overview, form: &AuditForm, id: i64) -> Option<impl IntoView + use<>> {
    let words = match overview.without_evidence.len() {
        0 => return None,
        1 => "1 best score has no evidence".to_owned(),
        n => format!("{n} best scores have no evidence"),
    };
    let few = overview.without_evidence.len() <= 10;
    let items = overview.without_evidence.iter().map(|key| {
        let href = question_from_here(id, *key);
        let short = form.question(*key).map_or("", |question| question.short.as_str());
        view! { <li><a class="govuk-link" href=href>{format!("{key} {short}")}</a></li> }
    });
    Some(view! {
        <div class="govuk-inset-text" id="without-evidence">
            <h2 class="govuk-heading-m">{words}</h2>
            <p class="govuk-body">"Say in a sentence how you know, for example where it is written down and when it was last checked."</p>
            <details class="govuk-details" open=few>
                <summary class="govuk-details__summary"><span class="govuk-details__summary-text">"Which questions"</span></summary>
                <div class="govuk-details__text"><ul class="govuk-list">{items.collect_view()}</ul></div>
            </details>
        </div>
    })
}

/// The people who should have read the answers before they are declared.
fn who_reads(form: FormKind) -> impl IntoView {
    let who = match form {
        FormKind::Schools => "the head teacher or manager, and the chair of governors, proprietor or trustees",
        FormKind::Partners => {
            "the chief executive or most senior officer, and the board member who leads on safeguarding"
        }
    };
    view! { <p class="govuk-body">{format!("Before you submit, these people should have read the answers: {who}.")}</p> }
}

/// The address of a question, which leads back to its place on this page when it is saved.
fn question_from_here(id: i64, key: QuestionKey) -> String {
    format!("/audits/{id}/standards/{}?check={key}#{key}", key.standard())
}

/// The texts that may identify a child, each with a link to where it is put right.
fn may_identify(warnings: &[(QuestionKey, Warning)], id: i64) -> Option<impl IntoView + use<>> {
    let words = may_identify_words(questions_of(warnings).len())?;
    Some(pointed_at("may-identify", words, warnings, id))
}

/// The texts under Who that look like a name, each with a link to where it is put right.
fn names_a_person(warnings: &[(QuestionKey, Warning)], id: i64) -> Option<impl IntoView + use<>> {
    let words = names_words(questions_of(warnings).len())?;
    Some(pointed_at("names-a-person", words, warnings, id))
}

fn pointed_at(at: &'static str, words: String, warnings: &[(QuestionKey, Warning)], id: i64) -> impl IntoView + use<> {
    let items = warnings.iter().map(|(key, warning)| {
        let href = format!("{}.{}", question_from_here(id, *key), warning.field);
        view! {
            <li>
                <a class="govuk-link" href=href>{format!("Change {key}, {}", warning.name.to_lowercase())}</a>
                {format!(": {}", warning.words)}
            </li>
        }
    });
    view! {
        <div class="govuk-inset-text" id=at>
            <h2 class="govuk-heading-m">{words}</h2>
            <ul class="govuk-list">{items.collect_view()}</ul>
        </div>
    }
}

/// What is said of the answers to these questions: how many may identify a child, and how many of their actions name a
/// person. An answer counts once in each, whatever its texts hold.
pub fn warned_words(all: &ToConfirm, of: impl Fn(QuestionKey) -> bool) -> Vec<String> {
    let count = |warnings: &[_]| questions_of(warnings).into_iter().filter(|key| of(*key)).count();
    [may_identify_words(count(&all.child)), names_words(count(&all.name))].into_iter().flatten().collect()
}

/// How many actions name a person where a role is asked for; nothing when none does.
fn names_words(actions: usize) -> Option<String> {
    match actions {
        0 => None,
        1 => Some("1 action names a person".into()),
        n => Some(format!("{n} actions name a person")),
    }
}

/// How many answers may identify a child; nothing when none does.
fn may_identify_words(answers: usize) -> Option<String> {
    match answers {
        0 => None,
        1 => Some("1 answer may identify a child".into()),
        n => Some(format!("{n} answers may identify a child")),
    }
}

/// The box that confirms that no text under a warning identifies a child.
fn confirms_no_child(all: &ToConfirm) -> Option<impl IntoView + use<>> {
    let label = match (all.child.is_empty(), all.name.is_empty()) {
        (true, true) => return None,
        (false, true) => "I have checked these answers: they do not identify a child",
        (true, false) => "I have checked the names under Who: none of them is a child’s",
        (false, false) => {
            "I have checked these answers: they do not identify a child, and no name under Who is a child’s"
        }
    };
    let child = (!all.child.is_empty()).then(|| {
        view! {
            <p class="govuk-body">
                <a class="govuk-link" href="#may-identify">"The answers that may identify a child"</a>
                " are listed at the top of this page. Change them, or confirm that they do not."
            </p>
        }
    });
    let name = (!all.name.is_empty()).then(|| {
        view! {
            <p class="govuk-body">
                <a class="govuk-link" href="#names-a-person">"The actions that name a person"</a>
                " are listed at the top of this page. Name roles instead, or confirm that no name is a child’s."
            </p>
        }
    });
    Some(view! {
        <div class="govuk-form-group">
            {child}
            {name}
            <div class="govuk-checkboxes">
                <Checkbox name="no_child" value=all.digest() label />
            </div>
        </div>
    })
}

/// What is missing, each with a link to where it is put right.
fn missing(form: &AuditForm, progress: &[StandardProgress], id: i64) -> Option<impl IntoView + use<>> {
    let items: Vec<_> = progress
        .iter()
        .flat_map(|standard| standard.missing.iter().copied())
        .map(|(key, missing)| {
            // To the question, not to its field: the reader has to read the question first.
            let href = question_from_here(id, key);
            let short = form.question(key).map_or("", |question| question.short.as_str());
            view! { <li><a class="govuk-link" href=href>{format!("{key} {short}: {}", missing.words())}</a></li> }
        })
        .collect();
    let words = match items.len() {
        0 => return None,
        1 => "1 thing is missing".to_owned(),
        n => format!("{n} things are missing"),
    };
    Some(view! {
        <div class="govuk-inset-text">
            <h2 class="govuk-heading-m">{words}</h2>
            <ul class="govuk-list">{items}</ul>
        </div>
    })
}

fn answers_of(open: &OpenAudit, standard: &Standard, answers: &Answers) -> impl IntoView + use<> {
    let id = open.audit.id.0;
    let form = &open.edition.form;
    let rows = standard.questions.iter().map(|question| {
        let answer = answers.get(&question.key).map(|stored| stored.answer.clone()).unwrap_or_default();
        let chosen = form.choice_words(answer.choice);
        // The row shows the choice already.
        let missing: Vec<_> =
            answer.missing(open.evidence).into_iter().map(Missing::words).filter(|words| *words != chosen).collect();
        let href = question_from_here(id, question.key);
        let both = remarks::both(&answer).map(|both| view! { <p class="app-unsaved">{both.words}</p> });
        view! {
            <div class="govuk-summary-list__row" id=format!("answer-{}", question.key) tabindex="-1">
                <dt class="govuk-summary-list__key">{format!("{} {}", question.key, question.short)}</dt>
                <dd class="govuk-summary-list__value">
                    <p class="govuk-hint">{question.wording.clone()}</p>
                    <p class="govuk-body"><b>{chosen}</b></p>
                    {(!missing.is_empty()).then(|| view! { <p class="app-unsaved">{missing.join(". ")}</p> })}
                    {both}
                    {texts_of(&answer)}
                </dd>
                <dd class="govuk-summary-list__actions">
                    <a class="govuk-link" href=href>
                        "Change"<span class="govuk-visually-hidden">{format!(" {}", question.key)}</span>
                    </a>
                </dd>
            </div>
        }
    });
    view! {
        <h2 class="govuk-heading-m">{format!("{}. {}", standard.number, standard.title)}</h2>
        <dl class="govuk-summary-list">{rows.collect_view()}</dl>
    }
}

/// Submits the audit.
pub async fn post(State(site): State<Site>, PathOf(id): PathOf<i64>, post: Post) -> Response {
    let typed = TypedDeclaration {
        name: post.field("name"),
        role: post.field("role"),
        confirmed: post.field("confirmed") == "yes",
        no_child: post.field("no_child"),
        seen: post.field("seen"),
    };
    let submitted = match post.visitor() {
        Ok(visitor) => site.installation.submit(&visitor, AuditId(id), &typed).await,
        Err(refused) => Err(refused),
    };
    site.finish(post, submitted.map(|_| format!("/audits/{id}?submitted=1"))).await
}
