//! An organisation's task list: the seven standards with their state, what is missing in words, and what comes next.

use jiff::Timestamp;
use leptos::prelude::*;

use super::audit_record::audit_place;
use super::fields::Done;
use super::frame::{OrganisationTab, back_to_organisation, framed};
use super::request::{installation, is_own, load, param, query, visitor};
use crate::domain::answer::Missing;
use crate::domain::audit::{AuditId, AuditState, NotOpen, StandardProgress};
use crate::domain::audit_round::Phase;
use crate::domain::dates;
use crate::operations::answering::{OpenAudit, progress_of};

/// The page.
pub fn page() -> impl IntoView {
    let installation = installation();
    let (visitor, id) = (visitor(), param("audit").map(AuditId));
    let loading = async move {
        let open = installation.audit(&visitor?, id?).await?;
        let answers = installation.answers(&open, None).await?;
        let progress = progress_of(&open, &answers);
        Ok((open, progress, installation.now()))
    };
    load(loading, |(open, progress, now)| show(&open, &progress, now))
}

fn show(open: &OpenAudit, progress: &[StandardProgress], now: Timestamp) -> impl IntoView + use<> {
    let audit = &open.audit;
    let form = &open.edition.form;
    let id = audit.id.0;
    let questions: usize = progress.iter().map(|standard| standard.questions).sum();
    let answered: usize = progress.iter().map(|standard| standard.answered).sum();
    let left = what_is_left(progress);
    let done = (query("saved") == "1").then(|| view! { <Done words="Your answers are saved." /> });
    let rows = form.standards.iter().zip(progress).map(|(standard, progress)| {
        let href = format!("/audits/{id}/standards/{}", standard.number);
        let detail = detail(progress);
        view! {
            <li class="govuk-task-list__item govuk-task-list__item--with-link">
                <div class="govuk-task-list__name-and-hint">
                    <a class="govuk-link govuk-task-list__link" href=href aria-describedby=format!("standard-{}", standard.number)>
                        {format!("{}. {}", standard.number, standard.title)}
                    </a>
                    {detail.map(|detail| view! { <div class="govuk-task-list__hint">{detail}</div> })}
                </div>
                <div class="govuk-task-list__status" id=format!("standard-{}", standard.number)>{status(progress)}</div>
            </li>
        }
    });
    let title = if is_own(audit.organisation) {
        "Your safeguarding audit".to_owned()
    } else {
        format!("{}: safeguarding audit", audit.organisation_name)
    };
    framed(
        title.clone(),
        audit_place(audit, OrganisationTab::Audit),
        view! {            {back_to_organisation(audit.organisation, &audit.organisation_name, audit.organisation_reference.as_str())}
        {done}
        <span class="govuk-caption-l">
            {format!("Audit round {} · {} form", audit.round_title.as_str(), form.kind.key())}
        </span>
        <h1 class="govuk-heading-l">{title}</h1>
        <div class="app-two">
            <div class="app-two__main">
                <p class="app-lead">{lead(open, answered, questions, now)}</p>
                <p class="govuk-body">{form.introduction.clone()}</p>
                {open.may_answer.then(|| view! {
                    <p class="govuk-body">
                        "You can stop at any time and carry on from any computer: what is saved stays saved."
                    </p>
                })}
                <h2 class="govuk-heading-m">"The seven standards"</h2>
                <ul class="govuk-task-list">{rows.collect_view()}</ul>
                {finish(open, &left)}
            </div>
            <div class="app-two__side">
                <aside class="app-side">
                    <h2>"What happens next"</h2>
                    <ol>
                        <li>"Complete the seven standards"</li>
                        <li>"Check your answers and submit them"</li>
                        <li>"The board reads them and compares sectors"</li>
                        <li>"You keep the action plan up to date"</li>
                    </ol>
                    <ul>
                        <li><a class="govuk-link" href=format!("/audits/{id}/record")>"All answers on one page"</a></li>
                        <li><a class="govuk-link" href=format!("/audits/{id}/action-plan.xlsx")>"Action plan and answers (Excel)"</a></li>
                        <li><a class="govuk-link" href="/privacy">"Who can see the answers?"</a></li>
                    </ul>
                </aside>
            </div>
        </div>
            },
    )
}

/// One sentence: how much is done, and by when it is asked for.
fn lead(open: &OpenAudit, answered: usize, questions: usize, now: Timestamp) -> String {
    let audit = &open.audit;
    if let Some(submission) = &audit.submission {
        let day = dates::long_with_clock(submission.at);
        let whose = if is_own(audit.organisation) { "Your" } else { "Its" };
        return format!("Submitted on {day}. {whose} reference number is {}.", submission.reference);
    }
    if let Err(why @ NotOpen::OrganisationClosed(_)) = audit.takes_answers(now) {
        return format!("{why} {answered} of {questions} questions were answered.");
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
            "{answered} of {questions} questions answered. It was due {due}; you can still answer until the end of {closes}."
        ),
        Phase::Closed => format!(
            "This audit closed at the end of {closes} and was not submitted. {answered} of {questions} questions were answered."
        ),
    }
}

fn status(progress: &StandardProgress) -> AnyView {
    if progress.is_complete() {
        "Completed".into_any()
    } else if progress.answered == 0 {
        view! { <strong class="govuk-tag app-tag--none">"Not started"</strong> }.into_any()
    } else {
        view! { <strong class="govuk-tag app-tag--progress">"In progress"</strong> }.into_any()
    }
}

fn detail(progress: &StandardProgress) -> Option<String> {
    if progress.is_complete() || progress.answered == 0 {
        return None;
    }
    let missing = words_for(progress.missing.iter().map(|(_, missing)| *missing));
    let answered = format!("{} of {} answered", progress.answered, progress.questions);
    Some(if missing.is_empty() { answered } else { format!("{answered}; {} missing", missing.join(" and ")) })
}

fn words_for(missing: impl Iterator<Item = Missing>) -> Vec<String> {
    let missing: Vec<_> = missing.collect();
    let count = |of: fn(&Missing) -> bool| missing.iter().filter(|missing| of(missing)).count();
    let plural = |n: usize, one: &str, many: &str| match n {
        0 => None,
        1 => Some(format!("1 {one}")),
        n => Some(format!("{n} {many}")),
    };
    [
        plural(count(|m| *m == Missing::Answer), "answer", "answers"),
        plural(count(|m| *m == Missing::Reason), "reason", "reasons"),
        plural(count(|m| m.is_of_action()), "part of an action", "parts of actions"),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What is missing from the whole audit, in words; empty when nothing is.
fn what_is_left(progress: &[StandardProgress]) -> String {
    let missing = progress.iter().flat_map(|standard| standard.missing.iter().map(|(_, missing)| *missing));
    words_for(missing).join(" and ")
}

fn finish(open: &OpenAudit, left: &str) -> impl IntoView + use<> {
    let id = open.audit.id.0;
    let (link, hint, status) = if open.audit.state == AuditState::Submitted {
        (Some(format!("/audits/{id}/record")), "Read and download what you submitted".to_owned(), "Submitted")
    } else if !open.may_answer {
        (None, "This audit takes no answers now".to_owned(), "Closed")
    } else if left.is_empty() {
        (Some(format!("/audits/{id}/check")), "Everything is answered".to_owned(), "Ready")
    } else {
        (
            Some(format!("/audits/{id}/check")),
            format!("Opens when all seven standards are complete: {left} still missing"),
            "Cannot submit yet",
        )
    };
    let name = "Check answers and submit";
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
