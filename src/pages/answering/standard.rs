//! One standard of an audit: every question with its guidance, descriptors, score, evidence and action.
//!
//! The form saves all its answers with a plain button; where scripts run, each answer also saves as it is typed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::request::Parts;
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use leptos::prelude::*;

use super::look_again::saved;
use super::question::QuestionFields;
use super::record::{StandardRecord, audit_place, printed, task_list_words};
use crate::domain::audit::{Audit, AuditId};
use crate::domain::form::{Question, QuestionKey, Standard};
use crate::domain::save::{NotSaved, TypedAnswer};
use crate::domain::save_id::PAGE_ID;
use crate::islands::save_status::score_words;
use crate::islands::{FormSays, GuardedForm, answer_fields};
use crate::operations::answering::audit::{Answers, OpenAudit, count, saved_by};
use crate::operations::answering::last_round::LastRound;
use crate::operations::tokens::Token;
use crate::operations::{Problem, Refused};
use crate::web::contact::ask_the_board;
use crate::web::field_names::{SIGN_IN_CODE, SIGN_IN_EMAIL, SIGN_IN_PASSWORD, WHOLE};
use crate::web::fields::{ErrorSummary, enter_saves, unsaved_texts};
use crate::web::form_fields::FormFields;
use crate::web::frame::{OrganisationTab, framed};
use crate::web::limits::{ANSWERS_FORM, MOST_QUESTIONS};
use crate::web::load::load;
use crate::web::post_form::PostForm;
use crate::web::request::{FormState, as_of, form_state, installation, just_done, opened_by, param, visitor};
use crate::web::respond::{PathOf, Post};
use crate::web::site::Site;

/// The page.
pub fn page() -> impl IntoView {
    let installation = installation();
    let (visitor, id, number) = (visitor(), param("audit").map(AuditId), param::<u8>("number"));
    let loading = async move {
        let number = number?;
        let open = installation.audit(&visitor?, id?).await?;
        let standard = open.edition.form.standard(number).cloned().ok_or(Refused::NotFound)?;
        let answers = installation.answers(&open, Some(number)).await?;
        // A visitor who only reads the answers sees those of this round alone.
        let last_round =
            if open.may_answer { installation.last_round(&open, &standard.questions).await? } else { None };
        let last_round = last_round.map(Arc::new);
        Ok((open, standard, answers, last_round))
    };
    load(loading, |(open, standard, answers, last_round)| show(&open, &standard, &answers, last_round))
}

fn show(
    open: &OpenAudit,
    standard: &Standard,
    answers: &Answers,
    last_round: Option<Arc<LastRound>>,
) -> impl IntoView + use<> {
    let audit = &open.audit;
    let title = format!("Standard {}: {}", standard.number, standard.title);
    let answered = count(&standard.questions, answers).words();
    let last = answers.values().max_by_key(|stored| stored.saved_at);
    let last = last.map(|stored| format!("Last saved {}", saved_by(stored))).unwrap_or_default();
    let contents = standard.questions.iter().map(|question| {
        view! { <li><a class="govuk-link" href=format!("#{}", question.key)>{question.short.clone()}</a></li> }
    });
    let from_check = use_context::<Parts>().and_then(|parts| checked_at(&parts.uri));
    let just_saved = just_done("saved") == "1";
    let body = if open.may_answer {
        answer_form(open, standard, answers, last_round, from_check.is_some(), just_saved).into_any()
    } else {
        let why = audit.not_open_words(installation().now()).unwrap_or_else(|| {
            "You can read these answers. Only the organisation’s own people can change them.".into()
        });
        view! {
            <div class="govuk-inset-text">{why}</div>
            {audit.is_over(installation().now()).then(|| ask_the_board(audit.organisation))}
            {not_saved(standard, answers)}
            <StandardRecord form=open.edition.form.clone() number=standard.number answers=answers.clone() />
        }
        .into_any()
    };
    // The notice gives no time: an unchanged answer was saved before, and each answer says when.
    let done = just_saved.then(|| saved(open, standard, answers));
    framed(
        title,
        audit_place(audit, OrganisationTab::Audit),
        view! {
                {back_link(audit, from_check)}
        <ErrorSummary />
        {done}
        <span class="govuk-caption-l">{format!("Standard {} of {}", standard.number, open.edition.form.standards.len())}</span>
        <h1 class="govuk-heading-l">{standard.title.clone()}</h1>
        {printed(audit)}
        <div class="app-two">
            <div>
                <p class="govuk-body">{standard.summary.clone()}</p>
                <p class="govuk-body-s">
                    <span id="answered">{answered}</span>
                    <br />
                    <span id="last-saved">{last}</span>
                </p>
                {body}
            </div>
            <div>
                <nav class="app-side" aria-labelledby="in-this-standard">
                    <h2 id="in-this-standard">"In this standard"</h2>
                    <ol>{contents.collect_view()}</ol>
                </nav>
            </div>
        </div>
            },
    )
}

/// The question of “Check answers” from which the reader came, and to which a save leads back.
fn checked_at(uri: &Uri) -> Option<QuestionKey> {
    let Query(pairs) = Query::<Vec<(String, String)>>::try_from_uri(uri).ok()?;
    QuestionKey::parse(pairs.iter().find_map(|(name, value)| (name == "check").then_some(value))?)
}

fn back_link(audit: &Audit, from_check: Option<QuestionKey>) -> impl IntoView + use<> {
    let id = audit.id.0;
    let (href, words) = match from_check {
        Some(key) => (format!("/audits/{id}/check#answer-{key}"), "Check answers"),
        None => (format!("/audits/{id}"), task_list_words(audit)),
    };
    view! { <a class="govuk-back-link" href=href>{words}</a> }
}

/// The posted texts that could not be saved, to copy them from: the page has no form to hold them.
fn not_saved(standard: &Standard, answers: &Answers) -> Option<impl IntoView + use<>> {
    let state = form_state();
    let texts = standard.questions.iter().flat_map(|question| {
        let stored = answers.get(&question.key).map(|stored| stored.answer.clone()).unwrap_or_default();
        let kept = stored.typed(question.key);
        let posted = typed_for(&state.typed, &question.key.to_string(), &kept).unwrap_or_default();
        let score = (!posted.score.is_empty() && posted.score != kept.score)
            .then(|| ("Score", score_words(&posted.score).to_owned()));
        let kept = kept.texts();
        let lost = score.into_iter().chain(posted.texts()).filter(move |text| !kept.contains(text));
        lost.map(|(name, text)| (format!("{} {}, {}", question.key, question.short, name.to_lowercase()), text))
    });
    unsaved_texts(texts.collect())
}

fn answer_form(
    open: &OpenAudit,
    standard: &Standard,
    answers: &Answers,
    last_round: Option<Arc<LastRound>>,
    from_check: bool,
    just_saved: bool,
) -> impl IntoView + use<> {
    let page_id = Token::new().reveal()[..PAGE_ID].to_owned();
    let state = form_state();
    let form = open.edition.form.clone();
    let audit = open.audit.id;
    let revision = |question: &Question| answers.get(&question.key).map_or(0, |stored| stored.revision);
    let as_of = as_of(standard.questions.iter().map(revision));
    let questions = standard.questions.iter().map(|question| {
        let stored = answers.get(&question.key).cloned();
        // A save where nothing is stored replaces nothing, even when the post does not say what it started from.
        let nothing = || TypedAnswer { revision: Some(0), ..TypedAnswer::default() };
        let shown = stored.as_ref().map_or_else(nothing, |stored| stored.answer.typed(question.key));
        let posted = typed_for(&state.typed, &question.key.to_string(), &shown);
        let conflict = state.conflicts.iter().find(|c| c.yours.question == question.key.to_string()).cloned();
        view! {
            <QuestionFields
                audit
                form=form.clone()
                question=question.clone()
                stored
                posted
                conflict
                last_round=last_round.clone()
                page_id=page_id.clone()
            />
        }
    });
    let (then, back) = if from_check {
        ("check", "Save and return to check answers")
    } else {
        ("list", "Save and return to task list")
    };
    let questions = questions.collect_view();
    let answers_in_all = standard.questions.len();
    let by_hand = if just_saved {
        "What you type from here on is saved when you choose “Save” at the end of this page. "
    } else {
        "Nothing is saved until you choose “Save” at the end of this page. "
    };
    // Where scripts run, each answer says by itself whether it is saved.
    view! {
        <noscript>
            <p class="govuk-inset-text">
                {by_hand}
                <a class="govuk-link" href="#save">"Go to the end of this page"</a>
            </p>
        </noscript>
        // The style sheet shows this where scripts do not come, or fail.
        <div class="app-until-ready" role="status">
            <p class="govuk-inset-text">
                "This page is not saving automatically. Choose Save before you leave. "
                <a class="govuk-link" href="#save">"Go to the end of this page"</a>
            </p>
        </div>
        <GuardedForm>
            <PostForm name=as_of.clone() whole=Some(answers_in_all)>
                <input type="hidden" name=as_of.clone() />
                {opened_by()}
                {enter_saves(true)}
                {questions}
                <FormSays />
                <div class="app-row" id="save">
                    <button type="submit" class="govuk-button" name="then" value=then>{back}</button>
                    <button type="submit" class="govuk-button govuk-button--secondary" name="then" value="stay">"Save"</button>
                </div>
            </PostForm>
        </GuardedForm>
    }
}

/// What the page's form posts.
pub const FORM: FormFields = FormFields::new(&["then", "keep", SIGN_IN_EMAIL, SIGN_IN_PASSWORD, SIGN_IN_CODE])
    .with_generated(is_answer_field, MOST_QUESTIONS * answer_fields::NAMES.len())
    .always_with_all(has_whole_answers)
    .of_at_most(ANSWERS_FORM);

/// Whether a name is that of a question's field: `S3.4.evidence`.
fn is_answer_field(name: &str) -> bool {
    let parts = name.rsplit_once('.');
    parts.is_some_and(|(key, field)| answer_fields::NAMES.contains(&field) && QuestionKey::parse(key).is_some())
}

/// Whether a post has as many answers as the mark at its end says, at least one, and every field of each but the score,
/// which nobody need choose.
fn has_whole_answers(fields: &[(String, String)]) -> bool {
    let mut named: BTreeMap<QuestionKey, BTreeSet<&str>> = BTreeMap::new();
    for (name, _) in fields.iter().filter(|(name, _)| is_answer_field(name)) {
        let Some((key, field)) = name.rsplit_once('.') else { continue };
        named.entry(QuestionKey::parse(key).expect("it is an answer's field")).or_default().insert(field);
    }
    let marked = fields.iter().find(|(name, _)| name == WHOLE).and_then(|(_, answers)| answers.parse().ok());
    let always = answer_fields::NAMES.iter().filter(|name| **name != answer_fields::SCORE);
    !named.is_empty()
        && marked == Some(named.len())
        && named.values().all(|of| always.clone().all(|name| of.contains(name)))
}

/// The posted fields of one question; `shown` gives those that were not posted. `None` when no field was posted.
fn typed_for(fields: &[(String, String)], question: &str, shown: &TypedAnswer) -> Option<TypedAnswer> {
    let value = |name: &str| {
        let wanted = fields.iter().find(|(field, _)| {
            field.strip_prefix(question).and_then(|rest| rest.strip_prefix('.')).is_some_and(|rest| rest == name)
        });
        wanted.map(|(_, value)| value.clone())
    };
    answer_fields::NAMES.iter().find_map(|name| value(name))?;
    let mut typed = TypedAnswer {
        question: question.into(),
        revision: value("revision").map_or(shown.revision, |revision| revision.parse().ok()),
        shown: value("their_revision").and_then(|revision| revision.parse().ok()),
        save_id: value("save_id").unwrap_or_default(),
        score: value(answer_fields::SCORE).unwrap_or_else(|| shown.score.clone()),
        ..shown.clone()
    };
    for (name, text) in typed.text_fields_mut() {
        if let Some(posted) = value(name) {
            *text = posted;
        }
    }
    Some(typed)
}

/// The answers of a post: the page's questions in order. The buttons of a conflict say `S3.4 mine` (it is saved
/// over theirs, from the revision that was shown) or `S3.4 theirs` (it is left out).
fn answers_in(post: &Post) -> Vec<TypedAnswer> {
    let keep = post.field("keep");
    let questions = post.fields.iter().filter_map(|(field, _)| field.strip_suffix(".save_id"));
    let typed = questions.filter_map(|question| typed_for(&post.fields, question, &TypedAnswer::default()));
    typed
        .filter(|answer| keep != format!("{} theirs", answer.question))
        .map(|mut answer| {
            if keep == format!("{} mine", answer.question) {
                let shown = post.field(&format!("{}.their_revision", answer.question));
                answer.revision = shown.parse().ok().or(answer.revision);
            }
            answer
        })
        .collect()
}

/// Saves the page's answers.
pub async fn post(State(site): State<Site>, PathOf((audit, number)): PathOf<(i64, u8)>, post: Post) -> Response {
    let (answers, keep) = (answers_in(&post), post.field("keep"));
    let saved = match post.visitor() {
        Ok(visitor) => site.installation.save_page(&visitor, AuditId(audit), &answers).await,
        Err(refused) => Err(refused),
    };
    let results = match saved {
        Ok(results) => results,
        Err(refused) => return site.refused(post, refused).await,
    };
    let outcome = outcome(&answers, &results);
    if outcome.problems.is_empty() {
        let from_check = checked_at(&post.parts.uri);
        return post.done(&match (post.field("then").as_str(), from_check) {
            ("list", _) => format!("/audits/{audit}?saved=1"),
            ("check", Some(key)) => format!("/audits/{audit}/check?saved=1#answer-{key}"),
            (_, Some(key)) => format!("/audits/{audit}/standards/{number}?check={key}&saved=1"),
            (_, None) => format!("/audits/{audit}/standards/{number}?saved=1"),
        });
    }
    let status = match (&outcome.conflicts[..], outcome.not_open) {
        ([], false) => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::CONFLICT,
    };
    let mut typed = post.fields;
    // The page shows a settled answer as it is stored, from its own revision on.
    let saved = answers.iter().zip(&results).filter(|(_, result)| result.is_ok()).map(|(answer, _)| &answer.question);
    for question in saved.map(String::as_str).chain(keep.strip_suffix(" theirs")) {
        typed.retain(|(field, _)| field.strip_prefix(question).is_none_or(|rest| !rest.starts_with('.')));
    }
    for conflict in &outcome.conflicts {
        put(&mut typed, &conflict.yours_over_theirs);
    }
    let state = FormState { typed, problems: outcome.problems, conflicts: outcome.conflicts };
    site.again(post.parts, status, state).await
}

/// Replaces the posted fields of a question with those of an answer.
fn put(fields: &mut Vec<(String, String)>, answer: &TypedAnswer) {
    for (name, value) in [("score", answer.score.as_str())].into_iter().chain(answer.text_fields()) {
        let name = format!("{}.{name}", answer.question);
        fields.retain(|(field, _)| *field != name);
        fields.push((name, value.to_owned()));
    }
}

#[derive(Default)]
struct Outcome {
    problems: Vec<Problem>,
    conflicts: Vec<crate::domain::save::Conflict>,
    not_open: bool,
}

fn outcome(answers: &[TypedAnswer], results: &[Result<(), NotSaved>]) -> Outcome {
    let mut outcome = Outcome::default();
    for (answer, result) in answers.iter().zip(results) {
        let question = &answer.question;
        match result {
            Ok(()) => {}
            Err(NotSaved::Conflict(conflict)) => {
                let message = format!("{question}: {}. Choose which to keep", conflict.changed());
                outcome.problems.push(Problem::new(question.clone(), message));
                outcome.conflicts.push((**conflict).clone());
            }
            Err(NotSaved::Invalid { field, message }) => {
                outcome.problems.push(Problem::new(format!("{question}.{field}"), format!("{question}: {message}")));
            }
            Err(NotSaved::NotOpen(why)) => {
                if !outcome.not_open {
                    outcome.problems.push(Problem::of_the_form(format!("Nothing was saved. {why}")));
                }
                outcome.not_open = true;
            }
            Err(_) => {
                let message = format!("There is no question {question} in this audit");
                outcome.problems.push(Problem::of_the_form(message));
            }
        }
    }
    outcome
}
