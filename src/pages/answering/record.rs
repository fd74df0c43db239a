//! All answers of an audit on one page, to read, print and keep. A submitted audit stays here for ever.

use std::sync::Arc;

use leptos::prelude::*;

use crate::domain::answer::Answer;
use crate::domain::audit::{Audit, AuditId, NotOpen, Stage};
use crate::domain::choice::Choice;
use crate::domain::dates;
use crate::domain::form::{AuditForm, Question};
use crate::domain::labels;
use crate::operations::answering::audit::{Answers, OpenAudit};
use crate::web::contact::ask_the_board;
use crate::web::frame::{OrganisationTab, Place, framed};
use crate::web::load::load;
use crate::web::redirect::own_path;
use crate::web::request::{installation, is_own, param, query, visitor};
use crate::web::table::summary_row;

/// Where an audit's pages belong.
pub fn audit_place(audit: &Audit, tab: OrganisationTab) -> Place {
    Place::Organisation {
        name: audit.organisation_name_now.clone(),
        reference: audit.organisation_reference.to_string(),
        tab,
    }
}

/// On paper: whose audit it is, of which round, and as of which day.
pub fn printed(audit: &Audit) -> impl IntoView + use<> {
    crate::web::frame::printed(Some(format!("{}, audit round {}", audit.organisation_name, audit.round_title.as_str())))
}

/// The words for an audit's task list in the way back to it: for others it is not a list of tasks.
pub fn task_list_words(audit: &Audit) -> &'static str {
    if is_own(audit.organisation) { "Task list" } else { "The seven standards" }
}

/// The page.
pub fn page() -> impl IntoView {
    let installation = installation();
    let (visitor, id) = (visitor(), param("audit").map(AuditId));
    let loading = async move {
        let open = installation.audit(&visitor?, id?).await?;
        let answers = installation.answers(&open, None).await?;
        Ok((open, answers))
    };
    load(loading, |(open, answers)| show(&open, &answers))
}

fn show(open: &OpenAudit, answers: &Answers) -> impl IntoView + use<> {
    let audit = &open.audit;
    let form = open.edition.form.clone();
    // An audit that was never started and cannot be any more has no answers to read.
    let never_started = audit.was_never_started(installation().now());
    let standards = form.standards.iter().filter(|_| !never_started).map(|standard| {
        view! {
            <h2 class="govuk-heading-m">{format!("{}. {}", standard.number, standard.title)}</h2>
            <StandardRecord form=form.clone() number=standard.number answers=answers.clone() />
        }
    });
    let standards = standards.collect_view();
    let place = audit_place(audit, OrganisationTab::Audit);
    let round = audit.round_title.as_str().to_owned();
    let audit = audit.clone();
    let title = format!("Audit {round}: all answers");
    let (back, back_words) = way_back(&audit);
    framed(
        title.clone(),
        place,
        view! {
                <a class="govuk-back-link" href=back>{back_words}</a>
        <span class="govuk-caption-l">{audit.organisation_name.clone()}</span>
        <h1 class="govuk-heading-l">{title}</h1>
        <SubmissionSummary audit />
        {standards}
            },
    )
}

/// The way back to the figure that led here, or else to the audit's standards.
fn way_back(audit: &Audit) -> (String, &'static str) {
    let from = query("from");
    match own_path(&from).filter(|path| path.starts_with("/rounds/")) {
        Some(figure) => (figure.to_owned(), "Organisations behind the figure"),
        None => (format!("/audits/{}", audit.id.0), task_list_words(audit)),
    }
}

/// How an audit was submitted, or that it was not.
#[component]
pub fn SubmissionSummary(
    /// The audit.
    audit: Audit,
) -> impl IntoView {
    let now = installation().now();
    let (not_open, is_over, whose) = (audit.takes_answers(now).err(), audit.is_over(now), audit.organisation);
    let nothing_saved = audit.stage == Stage::Invited;
    let (saved, file) = if nothing_saved && is_over {
        ("No answers were saved.", "Download the action plan (Excel)")
    } else {
        ("These are the answers that were saved.", "Download the action plan and all answers (Excel)")
    };
    let download = format!("/audits/{}/action-plan.xlsx", audit.id.0);
    let organisation = as_whom(&audit);
    let rows = audit.stage.submission().cloned().map(|submission| {
        view! {
            <dl class="govuk-summary-list">
                {summary_row("Reference number", submission.reference)}
                {summary_row("Submitted", dates::long_with_clock(submission.at))}
                {summary_row("Submitted as", organisation)}
                {summary_row("Declared by", format!("{}, {}", submission.declaration.name, submission.declaration.role))}
                {summary_row("Declared on", dates::long(submission.declaration.on))}
                {summary_row("Check code of this record (SHA-256), which shows that nothing was changed after submitting", submission.content_hash)}
            </dl>
        }
    });
    let none = rows.is_none().then(|| {
        let words = match not_open {
            Some(NotOpen::OrganisationClosed(day)) => {
                format!("Not submitted before the board closed the organisation on {}. {saved}", dates::long(day))
            }
            Some(NotOpen::Closed(day)) => {
                format!("Not submitted before the audit closed at the end of {}. {saved}", dates::long(day))
            }
            Some(why) => why.to_string(),
            None if nothing_saved => "Not submitted. No answers are saved yet.".into(),
            None => "Not submitted. These are the answers saved so far.".into(),
        };
        view! {
            <p class="govuk-body">{words}</p>
            {is_over.then(|| ask_the_board(whose))}
        }
    });
    view! {
        {rows}
        {none}
        <p class="govuk-body"><a class="govuk-link" href=download>{file}</a></p>
    }
}

/// Whose audit it is: the name that the audit keeps, and today's name where it differs.
pub fn as_whom(audit: &Audit) -> String {
    let (then, now) = (&audit.organisation_name, &audit.organisation_name_now);
    if then == now { then.clone() } else { format!("{then}, now called {now}") }
}

/// The answers of one standard, to read.
#[component]
pub fn StandardRecord(
    /// The edition.
    form: Arc<AuditForm>,
    /// The standard's number.
    number: u8,
    /// What is stored.
    answers: Answers,
) -> impl IntoView {
    let questions = form.standard(number).map(|standard| standard.questions.clone()).unwrap_or_default();
    let items = questions.into_iter().map(|question| {
        let answer = answers.get(&question.key).map(|stored| stored.answer.clone()).unwrap_or_default();
        view! { <AnswerRecord form=form.clone() question answer /> }
    });
    view! { <dl class="govuk-summary-list">{items.collect_view()}</dl> }
}

/// The texts of an answer that its choice asks for, line by line: a declaration is about exactly what will be read.
pub fn texts_of(answer: &Answer) -> impl IntoView + use<> {
    let text = |name: &'static str, text: String| {
        (!text.trim().is_empty()).then(|| view! { <p class="govuk-body app-text"><b>{name} ": "</b> {text}</p> })
    };
    let asks = answer.choice.score().is_some_and(crate::domain::score::Score::asks_for_action);
    let action = asks.then(|| {
        let planned = &answer.planned;
        view! {
            {text(labels::WHAT, planned.what.clone())}
            {text(labels::WHO, planned.who.clone())}
            {text(labels::BY_WHEN, answer.by_when_words())}
            {text(labels::NO_ACTION, answer.no_action_reason.clone())}
        }
    });
    let reason = (answer.choice == Choice::NotApplicable).then(|| text(labels::REASON, answer.reason.clone()));
    view! {
        {reason}
        {text(labels::EVIDENCE, answer.evidence.clone())}
        {action}
    }
}

#[component]
fn AnswerRecord(form: Arc<AuditForm>, question: Question, answer: Answer) -> impl IntoView {
    view! {
        <div class="govuk-summary-list__row" id=question.key.to_string()>
            <dt class="govuk-summary-list__key">{format!("{} {}", question.key, question.wording)}</dt>
            <dd class="govuk-summary-list__value">
                <p class="govuk-body"><b>{form.choice_words(answer.choice)}</b></p>
                {texts_of(&answer)}
            </dd>
        </div>
    }
}
