//! Changing an organisation's details.

use axum::extract::State;
use axum::response::Response;
use leptos::prelude::*;

use super::address::encode;
use super::organisation_fields::{fields_page, finish, typed, warned_of};
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
        let (reference, name) = (organisation.reference, &organisation.details.name);
        let back = (format!("/organisations/{reference}"), format!("{name} ({reference})"));
        let details = TypedDetails::from(&organisation.details);
        let kept = "Audits that are not submitted, and not closed, change with it. The others keep the name, sector and \
                    sub-sector that they had.";
        fields_page(format!("Change {name}"), back, Some(kept), details, "Save the changes")
    })
}

/// Saves the changes.
pub async fn post(State(site): State<Site>, PathOf(reference): PathOf<String>, post: Post) -> Response {
    let changed: Result<_, Refused> = async {
        let (visitor, warned_of) = (post.visitor()?, warned_of(&post));
        site.installation.change_organisation(&visitor, &reference, &typed(&post), &warned_of).await
    }
    .await;
    finish(&site, post, changed.map(|()| format!("/organisations/{}?done=changed", encode(&reference)))).await
}
