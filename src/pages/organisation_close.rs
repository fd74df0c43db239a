//! Closing an organisation, or opening it again: the page that asks first, and the post that does it.

use axum::extract::State;
use axum::response::Response;
use leptos::prelude::*;

use super::address::encode;
use super::frame::{BoardTab, Place, framed};
use super::request::{installation, load, param, visitor};
use super::respond::{PathOf, Post, Site};
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
        let (title, words, action, button, class) = if organisation.closed_at.is_some() {
            (
                format!("Open {name} again?"),
                "It can then be invited to rounds again.",
                "open",
                "Open it again",
                "govuk-button",
            )
        } else {
            (
                format!("Close {name}?"),
                "It is then no longer invited to rounds. Its audits, results and action plan stay, and its people can still \
                 read them. You can open it again at any time.",
                "close",
                "Close it",
                "govuk-button govuk-button--warning",
            )
        };
        framed(
            title.clone(),
            Place::Board(BoardTab::Organisations),
            view! {
                <a class="govuk-back-link" href=path.clone()>{name}</a>
                <h1 class="govuk-heading-l">{title}</h1>
                <p class="govuk-body">{words}</p>
                <form method="post">
                    <div class="app-row">
                        <button type="submit" class=class name="then" value=action>{button}</button>
                        <a class="govuk-link" href=path>"Cancel"</a>
                    </div>
                </form>
            },
        )
    })
}

/// Closes it or opens it again, as the button said that was pressed.
pub async fn post(State(site): State<Site>, PathOf(reference): PathOf<String>, post: Post) -> Response {
    let close = post.field("then") != "open";
    let closed: Result<_, Refused> =
        async { site.installation.close_organisation(&post.visitor()?, &reference, close).await }.await;
    let done = if close { "closed" } else { "opened" };
    site.finish(post, closed.map(|()| format!("/organisations/{}?done={done}", encode(&reference)))).await
}
