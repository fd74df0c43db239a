//! Where a person begins: the board's rounds, their organisation's audits, or a choice of organisations.

use axum::extract::State;
use axum::http::request::Parts;
use axum::response::Response;
use leptos::prelude::*;

use crate::domain::access::Visitor;
use crate::domain::labels;
use crate::domain::organisation::Organisation;
use crate::domain::person::{BoardRole, Person};
use crate::operations::Refused;
use crate::operations::people::OnlyAdministrator;
use crate::web::contact::{help_at, the_administrator};
use crate::web::error_page::ErrorPage;
use crate::web::fields::Done;
use crate::web::frame::{Place, framed};
use crate::web::load::load;
use crate::web::redirect::see_other;
use crate::web::request::{installation, just_done, visitor, visitor_of};
use crate::web::site::Site;
use crate::web::table::summary_row;

/// Leads on to where this person begins.
pub async fn get(State(site): State<Site>, parts: Parts) -> Response {
    let visitor = match visitor_of(&parts) {
        Ok(visitor) => visitor,
        Err(refused) => return site.error_page(parts, refused.into()).await,
    };
    if visitor.may_see_board_pages() {
        return see_other("/rounds");
    }
    match site.installation.own_organisations(&visitor).await {
        Ok(own) if own.len() == 1 => see_other(&format!("/organisations/{}", own[0].reference)),
        Ok(_) => see_other("/account"),
        Err(error) => site.error_page(parts, ErrorPage::from(Refused::from(error))).await,
    }
}

/// The person's own page: who they are, where they belong, and how they sign in.
pub fn page() -> impl IntoView {
    let installation = installation();
    let loading = async move {
        let visitor = visitor()?;
        let own = installation.own_organisations(&visitor).await?;
        let person = installation.own_account(&visitor).await?;
        let alone = installation.only_administrator(&visitor).await?;
        Ok((visitor, own, person, alone))
    };
    load(loading, |(visitor, own, person, alone)| {
        let board = visitor.may_see_board_pages();
        framed(
            "Your account",
            Place::Nowhere,
            view! {
                {done()}
                <span class="govuk-caption-l">"Your account"</span>
                <h1 class="govuk-heading-l">{visitor.name.clone()}</h1>
                {alone.map(only_administrator)}
                {board.then(|| view! { <p class="govuk-body"><a class="govuk-link" href="/rounds">"Board pages"</a></p> })}
                {belonging(&visitor, own)}
                {signing_in(&person, board, alone.is_some())}
            },
        )
    })
}

/// What is said when an authenticator app has just been set up.
pub const APP_IS_SET_UP: &str = "Your authenticator app is set up. From now on signing in asks for a code from it.";

fn done() -> Option<impl IntoView> {
    let words = match just_done("done").as_str() {
        "password" => "Your password is changed. You are signed out everywhere else.",
        "authenticator" => APP_IS_SET_UP,
        _ => return None,
    };
    Some(view! { <Done words /> })
}

/// The organisations that the person belongs to, each the way to its pages.
fn belonging(visitor: &Visitor, own: Vec<Organisation>) -> impl IntoView + use<> {
    if own.is_empty() {
        let none = || {
            view! {
                <p class="govuk-body">"You do not belong to any organisation now. Ask " {the_administrator()} "."</p>
            }
        };
        return visitor.board_role.is_none().then(none).into_any();
    }
    let heading = if own.len() == 1 { "Your organisation" } else { "Your organisations: choose one" };
    let organisations = own.into_iter().map(|organisation| {
        let href = format!("/organisations/{}", organisation.reference);
        view! { <li><a class="govuk-link" href=href>{organisation.details.name}</a> " " {organisation.reference.to_string()}</li> }
    });
    view! {
        <h2 class="govuk-heading-m">{heading}</h2>
        <ul class="govuk-list">{organisations.collect_view()}</ul>
    }
    .into_any()
}

/// What the only administrator is told. Another administrator counts only once they can sign in.
pub fn only_administrator(alone: OnlyAdministrator) -> AnyView {
    let who = if alone.awaits_another {
        view! {
            "You are the only administrator who can sign in. Somebody else has been added, but has not set a password and "
            "an authenticator app yet"
        }
        .into_any()
    } else {
        view! {
            "You are the only administrator. " <a class="govuk-link" href="/people/new">"Add a second one"</a>
        }
        .into_any()
    };
    view! {
        <div class="govuk-inset-text">{who} ". If you lose your phone, only another administrator can reset sign-in."</div>
    }
    .into_any()
}

fn signing_in(person: &Person, board: bool, alone: bool) -> impl IntoView + use<> {
    let administrator = person.board_role == Some(BoardRole::Administrator);
    let asked = if administrator { "another administrator" } else { "the board’s administrator" };
    let contact = installation().board().map(|board| board.contact_email).unwrap_or_default();
    let at = || (!administrator).then(|| help_at(&contact));
    let app = if person.has_authenticator && alone {
        "In use: signing in asks for a code.".into_any()
    } else if person.has_authenticator {
        let reset = format!("In use: signing in asks for a code. If you lose your phone, ask {asked} to reset it");
        view! { {reset} {at()} "." }.into_any()
    } else if board {
        "Not set up.".into_any()
    } else {
        view! {
            "Not set up. "
            <a class="govuk-link" href="/account/authenticator">"Set up an authenticator app"</a>
            ". Optional: nobody can then sign in with your password alone."
        }
        .into_any()
    };
    let change = if administrator {
        let own = format!("/people/{}/edit", person.id.0);
        view! { <a class="govuk-link" href=own>"open your own page"</a> "." }.into_any()
    } else {
        view! { {format!("ask {asked}")} {at()} "." }.into_any()
    };
    view! {
        <h2 class="govuk-heading-m">"Signing in"</h2>
        <dl class="govuk-summary-list">
            {summary_row(labels::EMAIL, person.email.to_string())}
            {summary_row("Password", view! { <a class="govuk-link" href="/account/password">"Change your password"</a> })}
            {summary_row("Authenticator app", app)}
        </dl>
        <p class="govuk-body">"To change your name or e-mail address, " {change}</p>
    }
}
