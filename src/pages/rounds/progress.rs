//! A round's progress: who was invited, who has submitted, and what an administrator does next.

use axum::extract::State;
use axum::response::Response;
use jiff::Timestamp;
use leptos::prelude::*;

use super::invite::{nobody_invited, nobody_left};
use super::list::standing;
use super::returns_chart::ReturnsChart;
use super::sectors::SectorTable;
use crate::domain::access::Visitor;
use crate::domain::audit::AuditState;
use crate::domain::audit_round::{HeldUp, Phase};
use crate::domain::dates;
use crate::operations::Refused;
use crate::operations::rounds::RoundProgress;
use crate::web::address::with_query;
use crate::web::fields::{Done, ErrorSummary};
use crate::web::frame::{BoardTab, Place, framed_wide, printed};
use crate::web::load::load;
use crate::web::post_form::PostForm;
use crate::web::request::{installation, just_done, param, visitor};
use crate::web::respond::{PathOf, Post};
use crate::web::site::Site;
use crate::web::table::{scrolling, text_heads};

/// The page.
pub fn page() -> impl IntoView {
    let installation = installation();
    let (visitor, round) = (visitor(), param::<String>("round"));
    let loading = async move {
        let visitor = visitor?;
        let progress = installation.round_progress(&visitor, &round?).await?;
        Ok((visitor, progress, installation.now()))
    };
    load(loading, |(visitor, progress, now)| show(&visitor, progress, now))
}

fn show(visitor: &Visitor, progress: RoundProgress, now: Timestamp) -> impl IntoView + use<> {
    let title = format!("Audit round {}", progress.round.title.as_str());
    let standing = standing(&progress.round, now);
    let never_open = progress.round.was_never_open(now).then(|| never_open(visitor));
    let figures = figures(&progress, now);
    let held_up = HeldUp::ALL.map(|why| held_up(&progress, why)).collect_view();
    let forms = asked(&progress);
    let actions = (visitor.may_run_rounds() && !progress.round.is_past(now)).then(|| actions(&progress, now));
    let body = if progress.responses.is_empty() {
        view! { <p class="govuk-body">{nobody_invited(&progress.round, now)}</p> }.into_any()
    } else {
        view! {
            {figures}
            <ReturnsChart progress=progress.clone() now />
            <SectorTable progress now />
            {held_up}
        }
        .into_any()
    };
    framed_wide(
        title.clone(),
        Place::Board(BoardTab::Rounds),
        view! {
            <a class="govuk-back-link" href="/rounds">"Audit rounds"</a>
            <ErrorSummary />
            {done()}
            <span class="govuk-caption-l">{standing}</span>
            <h1 class="govuk-heading-l">{title}</h1>
            {printed(None)}
            {never_open}
            {body}
            {forms}
            {actions}
        },
    )
}

/// What has just been done, when the address says so.
fn done() -> Option<impl IntoView> {
    let words = if just_done("created") == "1" {
        "The round is created. Next, invite organisations to it; then open it.".to_owned()
    } else if just_done("opened") == "1" {
        "The round is open: invited organisations can see it, and answer within the dates of their form.".to_owned()
    } else {
        match just_done("invited").parse::<u32>().ok()? {
            0 => "No organisation was left to invite.".to_owned(),
            1 => "1 organisation was invited. No e-mail was sent: tell the organisation yourself.".to_owned(),
            n => format!("{n} organisations were invited. No e-mail was sent: tell the organisations yourself."),
        }
    };
    Some(view! { <Done words /> })
}

/// The notice that a round can never be answered, and what an administrator does about it.
fn never_open(visitor: &Visitor) -> impl IntoView + use<> {
    let create = visitor.may_run_rounds().then(|| {
        view! { " " <a class="govuk-link" href="/rounds/new">"Create a new round"</a> "." }
    });
    view! { <p class="govuk-inset-text">"The dates of this round have passed, so nobody could answer it." {create}</p> }
}

/// The leading figures, each the way to the organisations behind it.
fn figures(progress: &RoundProgress, now: Timestamp) -> impl IntoView + use<> {
    let slug = progress.round.title.slug();
    let (all, all_go_on) = (progress.returned(), progress.all_go_on(now));
    let percent = all.percent_submitted().map(|percent| format!(" ({percent}%)")).unwrap_or_default();
    let mut figures = vec![
        (all.invited(), "invited".to_owned(), ""),
        (all.submitted, format!("submitted{percent}"), AuditState::Submitted.key()),
        (all.started, AuditState::Started.counted_words(all_go_on).to_lowercase(), AuditState::Started.key()),
        (all.not_started, "not started".to_owned(), AuditState::Invited.key()),
    ];
    if let Some(late) = progress.late(now) {
        figures.push((late, "late: not submitted, and past the due date".to_owned(), super::audits::LATE));
    }
    let items = figures.into_iter().map(|(number, words, state)| {
        let href = with_query(&format!("/rounds/{slug}/audits"), &[("state", state)]);
        view! {
            <li class="app-figures__item">
                <span class="app-figures__number">{number}</span>
                <a class="govuk-link" href=href>{words}</a>
            </li>
        }
    });
    view! { <ul class="app-figures">{items.collect_view()}</ul> }
}

/// The invited organisations that are silent for a reason which no figure shows, and the way to their list.
fn held_up(progress: &RoundProgress, why: HeldUp) -> Option<impl IntoView + use<>> {
    let number = progress.held_up.get(&why).copied().filter(|number| *number > 0)?;
    let (linked, rest) = match (why, number) {
        (HeldUp::Closed, 1) => (
            "1 of the organisations invited has been closed by the board since and has not submitted".to_owned(),
            "; it still counts as invited.",
        ),
        (HeldUp::Closed, n) => (
            format!("{n} of the organisations invited have been closed by the board since and have not submitted"),
            "; they still count as invited.",
        ),
        (HeldUp::NobodySignsIn, 1) => (
            "1 organisation still to submit has nobody who can sign in".to_owned(),
            ". An administrator can add a person to it.",
        ),
        (HeldUp::NobodySignsIn, n) => (
            format!("{n} organisations still to submit have nobody who can sign in"),
            ". An administrator can add people to them.",
        ),
        (HeldUp::NoPasswordYet, 1) => (
            "1 organisation still to submit has nobody with a password yet".to_owned(),
            ". An administrator can make its people new links to set one.",
        ),
        (HeldUp::NoPasswordYet, n) => (
            format!("{n} organisations still to submit have nobody with a password yet"),
            ". An administrator can make their people new links to set one.",
        ),
    };
    let href = with_query(&format!("/rounds/{}/audits", progress.round.title.slug()), &[("state", why.key())]);
    Some(view! { <p class="govuk-body"><a class="govuk-link" href=href>{linked}</a>{rest}</p> })
}

/// The forms of the round, each with its dates and the way to its results.
fn asked(progress: &RoundProgress) -> impl IntoView + use<> {
    let slug = progress.round.title.slug();
    let rows = progress.round.forms.iter().map(|form| {
        let href = with_query(&format!("/rounds/{slug}/results"), &[("form", form.kind.key())]);
        let days = [form.dates.opens(), form.dates.due(), form.dates.closes()];
        view! {
            <tr>
                <th scope="row">{form.kind.words()}</th>
                {days.map(|day| view! { <td>{dates::long(day)}</td> }).into_iter().collect_view()}
                <td><a class="govuk-link" href=href>{format!("Results of the {} form", form.kind.key())}</a></td>
            </tr>
        }
    });
    let head = text_heads(["Form", "Opens", "Due", "Closes", "Results"]);
    scrolling("forms-caption", "Forms, dates and results", head, rows.collect_view())
}

/// What an administrator can do next.
fn actions(progress: &RoundProgress, now: Timestamp) -> impl IntoView + use<> {
    let slug = progress.round.title.slug();
    let nobody_invited = progress.returned().invited() == 0;
    let not_open = progress.round.opened_at.is_none();
    let reaches_anybody = progress.reaches_anybody(now);
    let too_late = if not_open && reaches_anybody { too_late(progress, now) } else { Vec::new() };
    let open = (not_open && reaches_anybody).then(|| {
        view! {
            <PostForm action=format!("/rounds/{slug}/open")>
                <button type="submit" class="govuk-button">"Open the round"</button>
                <p class="govuk-hint">"Opening cannot be undone."</p>
            </PostForm>
        }
    });
    let could = match progress.may_be_invited() {
        0 => String::new(),
        1 => "1 organisation could still be invited.".to_owned(),
        n => format!("{n} organisations could still be invited."),
    };
    let nobody = (progress.may_be_invited() == 0).then(|| nobody_left(progress, now));
    let invite = (progress.may_be_invited() > 0).then(|| {
        view! {
            <a class="govuk-button govuk-button--secondary" role="button" href=format!("/rounds/{slug}/invite")>
                "Invite organisations"
            </a>
        }
    });
    let before = match (not_open, nobody_invited, reaches_anybody) {
        (true, true, _) => "First invite organisations; then the round can be opened. ",
        (true, false, false) => {
            "Nobody invited can still answer: the form, or the organisation, has closed. Invite organisations that can \
             still answer; then the round can be opened. "
        }
        (true, false, true) => "Before the round is opened, organisations do not see it. ",
        (false, ..) => "",
    };
    let words = format!("{before}{could}");
    let words = (!words.is_empty()).then(|| view! { <p class="govuk-body">{words}</p> });
    view! {
        <div class="app-screen-only">
            <h2 class="govuk-heading-m">"Run the round"</h2>
            {words}
            {nobody}
            {too_late.into_iter().map(|words| view! { <p class="govuk-body">{words}</p> }).collect_view()}
            <div class="app-row">{open}{invite}</div>
        </div>
    }
}

/// Sentences about the invited organisations that opening the round no longer reaches: their form has closed.
fn too_late(progress: &RoundProgress, now: Timestamp) -> Vec<String> {
    let closed = progress.round.forms.iter().filter(|form| progress.round.phase(form.kind, now) == Phase::NeverOpened);
    let said = closed.filter_map(|form| {
        let of_it = progress.responses.iter().filter(|response| response.form == form.kind);
        let whom = match of_it.map(|response| response.returned.invited()).sum() {
            0 => return None,
            1 => "the organisation".to_owned(),
            n => format!("the {n} organisations"),
        };
        let form = form.kind.key();
        Some(format!("The {form} form has closed, so {whom} invited to it cannot answer even once the round is open."))
    });
    said.collect()
}

/// Opens the round.
pub async fn post_open(State(site): State<Site>, PathOf(round): PathOf<String>, post: Post) -> Response {
    let path = format!("/rounds/{}", crate::web::address::encode(&round));
    let opened: Result<_, Refused> = async { site.installation.open_round(&post.visitor()?, &round).await }.await;
    site.finish(post.from_page(&path), opened.map(|()| format!("{path}?opened=1"))).await
}
