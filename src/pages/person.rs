//! One person: their roles, a new link to set a password, and stopping them or letting them in again.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use leptos::prelude::*;

use super::fields::{Done, ErrorSummary};
use super::frame::{BoardTab, Place, framed};
use super::people::{roles, standing};
use super::request::{FormState, installation, load, param, query, visitor};
use super::respond::{PathOf, Post, Site};
use crate::domain::person::{Person, PersonId};
use crate::operations::Refused;
use crate::operations::people::KnownPerson;

/// A link that sets a person's password, for the page that shows it once. `Debug` does not show it.
#[derive(Clone)]
pub struct OneTimeLink {
    /// The whole link.
    pub link: String,
    /// The person's address.
    pub email: String,
}

impl std::fmt::Debug for OneTimeLink {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("OneTimeLink(…)")
    }
}

impl OneTimeLink {
    /// The link with what to do with it.
    pub fn notice(self) -> impl IntoView {
        view! {
            <div class="govuk-notification-banner" role="region" aria-labelledby="link-title">
                <div class="govuk-notification-banner__header">
                    <h2 class="govuk-notification-banner__title" id="link-title">"Shown this once"</h2>
                </div>
                <div class="govuk-notification-banner__content">
                    <p class="govuk-body">{format!("With this link {} sets a password:", self.email)}</p>
                    <p class="govuk-body app-text"><code>{self.link}</code></p>
                    <p class="govuk-body">
                        "Give it to that person alone: whoever has it can sign in as them. It works once, for 14 days. "
                        "Earlier links of this person no longer work."
                    </p>
                </div>
            </div>
        }
    }
}

/// The page.
pub fn page() -> impl IntoView {
    let installation = installation();
    let (visitor, id) = (visitor(), param("person").map(PersonId));
    load(async move { installation.person(&visitor?, id?).await }, show)
}

fn show(KnownPerson { person, belongs_to }: KnownPerson) -> impl IntoView {
    let path = format!("/people/{}", person.id.0);
    let link = use_context::<OneTimeLink>().map(OneTimeLink::notice);
    framed(
        person.name.clone(),
        Place::Board(BoardTab::People),
        view! {
            <a class="govuk-back-link" href="/people">"People"</a>
            <ErrorSummary />
            {done()}
            <h1 class="govuk-heading-l">{person.name.clone()}</h1>
            {link}
            <dl class="govuk-summary-list">
                <div class="govuk-summary-list__row">
                    <dt class="govuk-summary-list__key">"E-mail address"</dt>
                    <dd class="govuk-summary-list__value">{person.email.to_string()}</dd>
                </div>
                <div class="govuk-summary-list__row">
                    <dt class="govuk-summary-list__key">"Roles"</dt>
                    <dd class="govuk-summary-list__value">{roles(&person, belongs_to)}</dd>
                </div>
                <div class="govuk-summary-list__row">
                    <dt class="govuk-summary-list__key">"Signing in"</dt>
                    <dd class="govuk-summary-list__value">{standing(&person)}</dd>
                </div>
            </dl>
            {actions(&person, &path)}
        },
    )
}

fn done() -> Option<impl IntoView> {
    let words = match query("done").as_str() {
        "role" => "The role is given. This person already has a password and signs in with it.",
        "stopped" => "This person may not sign in any more.",
        "let-in" => "This person may sign in again.",
        _ => return None,
    };
    Some(view! { <Done words /> })
}

fn actions(person: &Person, path: &str) -> AnyView {
    if person.disabled {
        return view! {
            <form method="post" action=format!("{path}/let-in")>
                <button type="submit" class="govuk-button">"Let this person sign in again"</button>
            </form>
        }
        .into_any();
    }
    let words = if person.has_password {
        "A new link lets this person set a new password, for example when it is forgotten."
    } else {
        "This person sets a password by a link. If it is lost or too old, make a new one."
    };
    view! {
        <h2 class="govuk-heading-m">"Link to set a password"</h2>
        <p class="govuk-body">{words}</p>
        <div class="app-row">
            <form method="post" action=format!("{path}/link")>
                <button type="submit" class="govuk-button govuk-button--secondary">"Make a new link"</button>
            </form>
            <a class="govuk-link" href=format!("{path}/stop")>"Stop this person from signing in"</a>
        </div>
    }
    .into_any()
}

/// Makes a new link. The answer to the post is the page with it: it never stands in an address.
pub async fn post_link(State(site): State<Site>, PathOf(id): PathOf<i64>, post: Post) -> Response {
    let post = post.from_page(&format!("/people/{id}"));
    let made: Result<_, Refused> = async {
        let visitor = post.visitor()?;
        let link = site.installation.send_new_link(&visitor, PersonId(id)).await?;
        let email = site.installation.person(&visitor, PersonId(id)).await?.person.email.to_string();
        Ok(OneTimeLink { link, email })
    }
    .await;
    match made {
        Ok(link) => site.again_with(post.parts, StatusCode::OK, FormState::default(), link).await,
        Err(refused) => site.finish(post, Err(refused)).await,
    }
}

/// Lets the person sign in again.
pub async fn post_let_in(State(site): State<Site>, PathOf(id): PathOf<i64>, post: Post) -> Response {
    let path = format!("/people/{id}");
    let done: Result<_, Refused> =
        async { site.installation.set_disabled(&post.visitor()?, PersonId(id), false).await }.await;
    site.finish(post.from_page(&path), done.map(|()| format!("{path}?done=let-in"))).await
}

/// The page that asks before a person is stopped.
pub fn stop_page() -> impl IntoView {
    let installation = installation();
    let (visitor, id) = (visitor(), param("person").map(PersonId));
    load(async move { installation.person(&visitor?, id?).await }, |KnownPerson { person, .. }| {
        let path = format!("/people/{}", person.id.0);
        let title = format!("Stop {} from signing in?", person.name);
        framed(
            title.clone(),
            Place::Board(BoardTab::People),
            view! {
                <a class="govuk-back-link" href=path.clone()>{person.name}</a>
                <ErrorSummary />
                <h1 class="govuk-heading-l">{title}</h1>
                <p class="govuk-body">
                    "They are signed out at once and can no longer sign in. What they have written stays. You can let them in "
                    "again at any time."
                </p>
                <form method="post">
                    <div class="app-row">
                        <button type="submit" class="govuk-button govuk-button--warning">"Stop this person"</button>
                        <a class="govuk-link" href=path>"Cancel"</a>
                    </div>
                </form>
            },
        )
    })
}

/// Stops the person from signing in.
pub async fn post_stop(State(site): State<Site>, PathOf(id): PathOf<i64>, post: Post) -> Response {
    let done: Result<_, Refused> =
        async { site.installation.set_disabled(&post.visitor()?, PersonId(id), true).await }.await;
    site.finish(post, done.map(|()| format!("/people/{id}?done=stopped"))).await
}
