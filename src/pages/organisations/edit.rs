//! Changing an organisation's details.

use axum::extract::State;
use axum::response::Response;
use leptos::prelude::*;

use super::fields::{NAMES, fields_page, finish, read, warned_of};
use crate::domain::organisation::TypedDetails;
use crate::operations::Refused;
use crate::web::address::encode;
use crate::web::load::load;
use crate::web::opened_with::{is_known, leave_what_was_not_changed, opened_with};
use crate::web::request::{installation, param, visitor};
use crate::web::respond::{PathOf, Post};
use crate::web::site::Site;

/// The page.
pub fn page() -> impl IntoView {
    let installation = installation();
    let (visitor, reference) = (visitor(), param::<String>("reference"));
    let loading = async move {
        let visitor = visitor?;
        installation.may_keep_organisations(&visitor)?;
        installation.organisation(&visitor, &reference?).await
    };
    load(loading, |organisation| {
        let (reference, name) = (organisation.reference, &organisation.details.name);
        let back = (format!("/organisations/{reference}"), format!("{name} ({reference})"));
        let details = TypedDetails::from(&organisation.details);
        let kept = "Audits that are not submitted, and not closed, change with it. The others keep the name, sector and \
                    sub-sector that they had.";
        let title = format!("Change {name}");
        fields_page(title, back, Some(kept), details, true, "Save the changes")
    })
}

/// Saves the changes.
pub async fn post(State(site): State<Site>, PathOf(reference): PathOf<String>, mut post: Post) -> Response {
    let changed: Result<_, Refused> = async {
        let (visitor, warned_of) = (post.visitor()?, warned_of(&post));
        let opened_with = is_known(&post).then(|| read(|name| post.field(&opened_with(name))));
        let typed = read(|name| post.field(name));
        site.installation.change_organisation(&visitor, &reference, &typed, opened_with.as_ref(), &warned_of).await
    }
    .await;
    if matches!(changed, Err(Refused::OutOfDate(_))) {
        leave_what_was_not_changed(&mut post, &NAMES);
    }
    finish(&site, post, changed.map(|()| format!("/organisations/{}?done=changed", encode(&reference)))).await
}
