//! An organisation's task list: the seven standards with their state, what is missing in words, and what comes next.

use jiff::Timestamp;
use leptos::prelude::*;

use super::check::warned_words;
use super::record::{audit_place, printed};
use crate::domain::answer::missing_words;
use crate::domain::audit::{AuditId, NotOpen, Stage, StandardProgress};
use crate::domain::audit_round::Phase;
use crate::domain::dates;
use crate::domain::save::Count;
use crate::operations::answering::audit::{OpenAudit, progress_of};
use crate::operations::answering::submitting::{ToConfirm, to_confirm};
use crate::web::contact::ask_the_board;
use crate::web::fields::Done;
use crate::web::frame::{OrganisationTab, back_to_organisation, framed};
use crate::web::load::load;
use crate::web::request::{installation, is_own, just_done, param, visitor};

/// The page.
pub fn page() -> impl IntoView {
    let installation = installation();
    let (visitor, id) = (visitor(), param("audit").map(AuditId));
    let loading = async move {
        let open = installation.audit(&visitor?, id?).await?;
        let answers = installation.answers(&open, None).await?;
        let progress = progress_of(&open, &answers);
        let now = installation.now();
        let to_confirm = to_confirm(&open, &answers, dates::today(now));
        Ok((open, progress, to_confirm, now))
    };
    load(loading, |(open, progress, to_confirm, now)| show(&open, &progress, &to_confirm, now))
}

fn show(
    open: &OpenAudit,
    progress: &[StandardProgress],
    to_confirm: &ToConfirm,
    now: Timestamp,
) -> impl IntoView + use<> {
    let audit = &open.audit;
    let form = &open.edition.form;
    let id = audit.id.0;
    let questions: usize = progress.iter().map(|standard| standard.questions).sum();
    let answered: usize = progress.iter().map(|standard| standard.answered).sum();
    let left = what_is_left(progress);
    let closed = audit.phase(now).is_past() || audit.organisation_closed_at.is_some();
    let never_started = audit.was_never_started(now);
    let done = match audit.stage.submission() {
        Some(submission) if just_done("submitted") == "1" => {
            Some(format!("The audit is submitted. Your reference number is {}.", submission.reference))
        }
        _ => (just_done("saved") == "1").then(|| "Your answers are saved.".to_owned()),
    };
    let done = done.map(|words| view! { <Done words /> });
    let rows = form.standards.iter().zip(progress).map(|(standard, progress)| {
        let href = format!("/audits/{id}/standards/{}", standard.number);
        let said = open.may_answer.then(|| warned_words(to_confirm, |key| key.standard() == standard.number));
        let detail = detail(progress, said, closed);
        view! {
            <li class="govuk-task-list__item govuk-task-list__item--with-link">
                <div class="govuk-task-list__name-and-hint">
                    <a class="govuk-link govuk-task-list__link" href=href aria-describedby=format!("standard-{}", standard.number)>
                        {format!("{}. {}", standard.number, standard.title)}
                    </a>
                    {detail.map(|detail| view! { <div class="govuk-task-list__hint">{detail}</div> })}
                </div>
                <div class="govuk-task-list__status" id=format!("standard-{}", standard.number)>{status(progress, closed)}</div>
            </li>
        }
    });
    let title = if is_own(audit.organisation) {
        "Your safeguarding audit".to_owned()
    } else {
        format!("{}: safeguarding audit", audit.organisation_name)
    };
    let file = if never_started { "Action plan (Excel)" } else { "Action plan and answers (Excel)" };
    // The introduction says how to answer, so it is only for those who still can.
    let answers_still = is_own(audit.organisation) && audit.stage.state().accepts_answers() && !closed;
    let introduction = answers_still.then(|| view! { <p class="govuk-body">{form.introduction.clone()}</p> });
    framed(
        title.clone(),
        audit_place(audit, OrganisationTab::Audit),
        view! {            {back_to_organisation(audit.organisation, &audit.organisation_name_now, audit.organisation_reference.as_str())}
        {done}
        <span class="govuk-caption-l">
            {format!("Audit round {} · {} form", audit.round_title.as_str(), form.kind.key())}
        </span>
        <h1 class="govuk-heading-l">{title}</h1>
        {printed(audit)}
        <div class="app-two">
            <div>
                <p class="app-lead">{lead(open, answered, questions, now)}</p>
                {audit.is_over(now).then(|| ask_the_board(audit.organisation))}
                {introduction}
                {open.may_answer.then(|| view! {
                    <p class="govuk-body">
                        "You can stop at any time and carry on from any computer: saved answers are kept."
                    </p>
                })}
                <h2 class="govuk-heading-m">"The seven standards"</h2>
                <ul class="govuk-task-list">{rows.collect_view()}</ul>
                {finish(open, &left, now)}
            </div>
            <div>
                <aside class="app-side">
                    {next_steps(open, closed)}
                    <ul>
                        {(!never_started).then(|| view! {
                            <li><a class="govuk-link" href=format!("/audits/{id}/record")>"All answers on one page"</a></li>
                        })}
                        <li><a class="govuk-link" href=format!("/audits/{id}/action-plan.xlsx")>{file}</a></li>
                        <li><a class="govuk-link" href="/privacy">"Who can see the answers?"</a></li>
                    </ul>
                </aside>
            </div>
        </div>
            },
    )
}

/// What comes next for those who answer; nothing when nothing does.
fn next_steps(open: &OpenAudit, over: bool) -> Option<impl IntoView + use<>> {
    // Only people of the organisation have something to do.
    if over || !is_own(open.audit.organisation) {
        return None;
    }
    let steps: &[&str] = if matches!(open.audit.stage, Stage::Submitted(_)) {
        &["The board reads your answers and compares sectors", "You keep the action plan up to date"]
    } else if open.may_answer {
        &[
            "Complete the seven standards",
            "Check your answers and submit them",
            "The board reads them and compares sectors",
            "You keep the action plan up to date",
        ]
    } else {
        return None;
    };
    let steps = steps.iter().map(|step| view! { <li>{*step}</li> }).collect_view();
    Some(view! {
        <h2>"What happens next"</h2>
        <ol>{steps}</ol>
    })
}

/// One sentence: how much is done, and by when it is asked for.
fn lead(open: &OpenAudit, answered: usize, questions: usize, now: Timestamp) -> String {
    let audit = &open.audit;
    if let Stage::Submitted(submission) = &audit.stage {
        let day = dates::long_with_clock(submission.at);
        let whose = if is_own(audit.organisation) { "Your" } else { "Its" };
        return format!("Submitted on {day}. {whose} reference number is {}.", submission.reference);
    }
    let why = audit.not_open_words(now).unwrap_or_default();
    match audit.takes_answers(now) {
        Err(NotOpen::OrganisationClosed(_)) if audit.was_never_started(now) => {
            return format!("{why} The audit was not submitted.");
        }
        Err(NotOpen::OrganisationClosed(_)) => {
            return format!("{why} The audit was not submitted: {answered} of {questions} questions were answered.");
        }
        Err(NotOpen::RoundNotOpened | NotOpen::NeverOpened(_)) => return why,
        _ => {}
    }
    let due = dates::with_weekday(audit.dates.due());
    let closes = dates::with_weekday(audit.dates.closes());
    let days = dates::days_between(dates::today(now), audit.dates.due());
    match audit.phase(now) {
        Phase::NotYetOpen => format!("This audit opens on {}.", dates::with_weekday(audit.dates.opens())),
        Phase::Open => {
            let when = match days {
                0 => "today".into(),
                1 => "tomorrow".into(),
                days => format!("{days} days from now"),
            };
            format!("{answered} of {questions} questions answered. Due {due}, {when}.")
        }
        Phase::Overdue => format!(
            "{answered} of {questions} questions answered. It was due {due}; it can still be answered until the end of {closes}."
        ),
        Phase::Closed if audit.was_never_started(now) => {
            format!("This audit closed at the end of {closes} and was not submitted. No answers were saved.")
        }
        Phase::Closed | Phase::NeverOpened => format!(
            "This audit closed at the end of {closes} and was not submitted. {answered} of {questions} questions were answered."
        ),
    }
}

fn status(progress: &StandardProgress, closed: bool) -> AnyView {
    if progress.is_complete() {
        "Completed".into_any()
    } else if closed {
        "Not completed".into_any()
    } else if progress.answered == 0 {
        view! { <strong class="govuk-tag app-tag--none">"Not started"</strong> }.into_any()
    } else {
        view! { <strong class="govuk-tag app-tag--progress">"In progress"</strong> }.into_any()
    }
}

fn detail(progress: &StandardProgress, warned: Option<Vec<String>>, closed: bool) -> Option<String> {
    let answered = Count { answered: progress.answered, questions: progress.questions }.words();
    let missing = missing_words(progress.missing.iter().map(|(_, missing)| *missing));
    let how_far = match () {
        () if progress.is_complete() || progress.answered == 0 => None,
        () if closed => Some(format!("{answered}. What was missing: {missing}")),
        () => Some(format!("{answered}; still missing: {missing}")),
    };
    let parts: Vec<_> = how_far.into_iter().chain(warned.into_iter().flatten()).collect();
    (!parts.is_empty()).then(|| parts.join(". "))
}

/// What is missing from the whole audit, in words; empty when nothing is.
fn what_is_left(progress: &[StandardProgress]) -> String {
    let missing = progress.iter().flat_map(|standard| standard.missing.iter().map(|(_, missing)| *missing));
    missing_words(missing)
}

/// The last task: where it leads, and what is said of it.
fn finish(open: &OpenAudit, left: &str, now: Timestamp) -> impl IntoView + use<> {
    let id = open.audit.id.0;
    let (record, check) = (format!("/audits/{id}/record"), format!("/audits/{id}/check"));
    let submit = "Check answers and submit";
    let stands = open.audit.state_words(now);
    let (name, link, hint, status) = match open.audit.takes_answers(now) {
        Err(NotOpen::Submitted) => {
            let (name, hint) = if is_own(open.audit.organisation) {
                ("Your answers", "Read and download what you submitted")
            } else {
                ("The answers", "Read and download what was submitted")
            };
            (name, Some(record), hint.to_owned(), stands)
        }
        Err(NotOpen::OrganisationClosed(_) | NotOpen::Closed(_)) => {
            let name = if is_own(open.audit.organisation) { "Your answers" } else { "The answers" };
            if open.audit.was_never_started(now) {
                (name, None, "No answers were saved".to_owned(), stands)
            } else {
                (name, Some(record), "Read and download what was saved".to_owned(), stands)
            }
        }
        Err(NotOpen::NeverOpened(_)) => {
            (submit, None, "The board had not opened the round before the audit closed".to_owned(), stands)
        }
        Err(NotOpen::NotYet(_) | NotOpen::RoundNotOpened) => {
            (submit, None, "This audit is not open yet".to_owned(), "Not open yet")
        }
        Ok(()) if !open.may_answer => {
            (submit, None, "Only the organisation’s own people can do this".to_owned(), stands)
        }
        Ok(()) if !left.is_empty() => {
            let who = if open.may_submit { "You can submit" } else { "The organisation’s lead can submit it" };
            let hint = format!("{who} when nothing is missing. Still missing: {left}");
            ("Check answers", Some(check), hint, "Cannot submit yet")
        }
        Ok(()) if !open.may_submit => {
            let hint = "Everything is answered. The organisation’s lead can submit it".to_owned();
            ("Check answers", Some(check), hint, "Ready")
        }
        Ok(()) => (submit, Some(check), "Everything is answered".to_owned(), "Ready"),
    };
    let name = match link {
        Some(href) => view! { <a class="govuk-link govuk-task-list__link" href=href>{name}</a> }.into_any(),
        None => view! { <span>{name}</span> }.into_any(),
    };
    view! {
        <h2 class="govuk-heading-m">"Finish"</h2>
        <ul class="govuk-task-list">
            <li class="govuk-task-list__item govuk-task-list__item--with-link">
                <div class="govuk-task-list__name-and-hint">
                    {name}
                    <div class="govuk-task-list__hint">{hint}</div>
                </div>
                <div class="govuk-task-list__status">{status}</div>
            </li>
        </ul>
    }
}
