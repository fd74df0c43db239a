//! Adding one organisation.

use axum::extract::State;
use axum::response::Response;
use leptos::prelude::*;

use super::fields::{fields_page, finish, read, warned_of};
use crate::domain::organisation::TypedDetails;
use crate::operations::Refused;
use crate::web::load::load;
use crate::web::request::{installation, visitor};
use crate::web::respond::Post;
use crate::web::site::Site;

/// The page.
pub fn page() -> impl IntoView {
    let (installation, visitor) = (installation(), visitor());
    load(async move { installation.may_keep_organisations(&visitor?) }, |()| {
        let back = ("/organisations".to_owned(), "Organisations".to_owned());
        let title = "Add an organisation".to_owned();
        fields_page(title, back, None, TypedDetails::default(), false, "Add the organisation")
    })
}

/// Adds it.
pub async fn post(State(site): State<Site>, post: Post) -> Response {
    let added: Result<_, Refused> = async {
        let visitor = post.visitor()?;
        site.installation.add_organisation(&visitor, &read(|name| post.field(name)), &warned_of(&post)).await
    }
    .await;
    finish(&site, post, added.map(|reference| format!("/organisations/{reference}?done=added"))).await
}
