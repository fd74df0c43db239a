//! Adding one organisation.

use axum::extract::State;
use axum::response::Response;
use leptos::prelude::*;

use super::fields::ErrorSummary;
use super::frame::{BoardTab, Place, framed};
use super::organisation_fields::{OrganisationFields, typed};
use super::request::{load, visitor};
use super::respond::{Post, Site};
use crate::domain::organisation::TypedDetails;
use crate::operations::{Refused, allow};

/// The page.
pub fn page() -> impl IntoView {
    let visitor = visitor();
    load(async move { allow(visitor?.may_keep_organisations()) }, |()| {
        framed(
            "Add an organisation",
            Place::Board(BoardTab::Organisations),
            view! {
                <a class="govuk-back-link" href="/organisations">"Organisations"</a>
                <ErrorSummary />
                <h1 class="govuk-heading-l">"Add an organisation"</h1>
                <form method="post" novalidate>
                    <OrganisationFields details=TypedDetails::default() />
                    <div class="app-row">
                        <button type="submit" class="govuk-button">"Add the organisation"</button>
                        <a class="govuk-link" href="/organisations">"Cancel"</a>
                    </div>
                </form>
            },
        )
    })
}

/// Adds it.
pub async fn post(State(site): State<Site>, post: Post) -> Response {
    let added: Result<_, Refused> =
        async { site.installation.add_organisation(&post.visitor()?, &typed(&post)).await }.await;
    site.finish(post, added.map(|reference| format!("/organisations/{reference}?done=added"))).await
}
