//! Where a person begins: the board's rounds, their organisation's audits, or a choice of organisations.

use axum::extract::State;
use axum::http::request::Parts;
use axum::response::Response;
use leptos::prelude::*;

use super::frame::{Place, framed};
use super::request::{installation, load, visitor};
use super::respond::{Site, see_other};
use super::trouble::Trouble;
use crate::operations::Refused;
use crate::operations::signing_in::CurrentSession;

/// Leads on to where this person begins.
pub async fn get(State(site): State<Site>, parts: Parts) -> Response {
    let visitor = parts.extensions.get::<CurrentSession>().and_then(|session| session.visitor.clone());
    let Some(visitor) = visitor else {
        return see_other("/sign-in");
    };
    if visitor.needs_authenticator {
        return see_other("/account/authenticator");
    }
    if visitor.may_see_board_pages() {
        return see_other("/rounds");
    }
    match site.installation.own_organisations(&visitor).await {
        Ok(own) if own.len() == 1 => see_other(&format!("/organisations/{}", own[0].reference)),
        Ok(_) => see_other("/account"),
        Err(error) => site.trouble(parts, Trouble::from(Refused::from(error))).await,
    }
}

/// The person's own page: who they are and where they belong.
pub fn page() -> impl IntoView {
    let installation = installation();
    let loading = async move {
        let visitor = visitor()?;
        let own = installation.own_organisations(&visitor).await?;
        Ok((visitor, own))
    };
    load(loading, |(visitor, own)| {
        let organisations = own.into_iter().map(|organisation| {
            let href = format!("/organisations/{}", organisation.reference);
            view! { <li><a class="govuk-link" href=href>{organisation.details.name}</a></li> }
        });
        let none = (organisations.len() == 0 && visitor.board_role.is_none())
            .then_some("You do not belong to any organisation yet. Ask the board’s administrator.");
        framed(
            "Your account",
            Place::Nowhere,
            view! {
                <h1 class="govuk-heading-l">{visitor.name.clone()}</h1>
            {visitor.may_see_board_pages().then(|| view! {
                <p class="govuk-body"><a class="govuk-link" href="/rounds">"Board pages"</a></p>
            })}
            {(organisations.len() > 0).then(|| view! { <h2 class="govuk-heading-m">"Your organisations"</h2> })}
            <ul class="govuk-list">{organisations.collect_view()}</ul>
            {none.map(|words| view! { <p class="govuk-body">{words}</p> })}},
        )
    })
}
