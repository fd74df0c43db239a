//! Changing an organisation's details.

use axum::extract::State;
use axum::response::Response;
use leptos::prelude::*;

use super::address::encode;
use super::fields::ErrorSummary;
use super::frame::{BoardTab, Place, framed};
use super::organisation_fields::{OrganisationFields, typed};
use super::request::{installation, load, param, visitor};
use super::respond::{PathOf, Post, Site};
use crate::domain::organisation::TypedDetails;
use crate::operations::{Refused, allow};

/// The page.
pub fn page() -> impl IntoView {
    let installation = installation();
    let (visitor, reference) = (visitor(), param::<String>("reference"));
    let loading = async move {
        let visitor = visitor?;
        allow(visitor.may_keep_organisations())?;
        installation.organisation(&visitor, &reference?).await
    };
    load(loading, |organisation| {
        let path = format!("/organisations/{}", organisation.reference);
        let name = organisation.details.name.clone();
        framed(
            format!("Change {name}"),
            Place::Board(BoardTab::Organisations),
            view! {
                <a class="govuk-back-link" href=path.clone()>{name.clone()}</a>
                <ErrorSummary />
                <span class="govuk-caption-l">{organisation.reference.to_string()}</span>
                <h1 class="govuk-heading-l">{format!("Change {name}")}</h1>
                <form method="post" novalidate>
                    <OrganisationFields details=TypedDetails::from(&organisation.details) />
                    <div class="app-row">
                        <button type="submit" class="govuk-button">"Save the changes"</button>
                        <a class="govuk-link" href=path>"Cancel"</a>
                    </div>
                </form>
            },
        )
    })
}

/// Saves the changes.
pub async fn post(State(site): State<Site>, PathOf(reference): PathOf<String>, post: Post) -> Response {
    let changed: Result<_, Refused> =
        async { site.installation.change_organisation(&post.visitor()?, &reference, &typed(&post)).await }.await;
    site.finish(post, changed.map(|()| format!("/organisations/{}?done=changed", encode(&reference)))).await
}
