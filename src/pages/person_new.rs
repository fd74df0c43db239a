//! Adding a person, or giving one who is known a further role. The link that sets their password is shown once.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use leptos::prelude::*;

use super::fields::{ErrorSummary, Select, TextField};
use super::frame::{BoardTab, Place, framed};
use super::person::OneTimeLink;
use super::request::{FormState, load, visitor};
use super::respond::{Post, Site, see_other};
use crate::domain::person::Role;
use crate::operations::people::TypedPerson;
use crate::operations::{Actor, Refused, allow};

/// The page.
pub fn page() -> impl IntoView {
    let visitor = visitor();
    load(async move { allow(visitor?.may_keep_people()) }, |()| {
        let link = use_context::<OneTimeLink>();
        let (title, content) = match link {
            Some(link) => ("Give the link to the new person", after(link).into_any()),
            None => ("Add a person", form().into_any()),
        };
        framed(
            title,
            Place::Board(BoardTab::People),
            view! {
                <a class="govuk-back-link" href="/people">"People"</a>
                <ErrorSummary />
                <h1 class="govuk-heading-l">{title}</h1>
                {content}
            },
        )
    })
}

fn form() -> impl IntoView {
    let mut roles = vec![(String::new(), "Choose a role".to_owned())];
    roles.extend(Role::ALL.map(|role| (role.key().to_owned(), role.words().to_owned())));
    view! {
        <p class="govuk-body">
            "A person who is already known keeps the roles they have and gets this one as well."
        </p>
        <form method="post" novalidate>
            <TextField name="email" label="E-mail address" kind="email" autocomplete="off" width="govuk-!-width-two-thirds" />
            <TextField name="name" label="Name" autocomplete="off" width="govuk-!-width-two-thirds" />
            <Select
                name="role"
                label="Role"
                hint="An organisation’s lead answers and submits; a contributor answers. A board reviewer reads everything; an administrator also changes rounds, organisations and people."
                options=roles
            />
            <TextField
                name="organisation"
                label="Reference of the organisation"
                hint="For a lead or contributor. For example, O-0042; the list of organisations shows it. Leave it empty for a board role."
                width="govuk-input--width-10"
            />
            <div class="app-row">
                <button type="submit" class="govuk-button">"Add the person"</button>
                <a class="govuk-link" href="/people">"Cancel"</a>
            </div>
        </form>
    }
}

fn after(link: OneTimeLink) -> impl IntoView {
    view! {
        {link.notice()}
        <p class="govuk-body"><a class="govuk-link" href="/people/new">"Add another person"</a></p>
    }
}

/// Adds the person. The answer to the post is the page with the link: it never stands in an address.
pub async fn post(State(site): State<Site>, post: Post) -> Response {
    let typed = TypedPerson {
        email: post.field("email"),
        name: post.field("name"),
        role: post.field("role"),
        organisation: post.field("organisation"),
    };
    let added: Result<_, Refused> = async {
        let visitor = post.visitor()?;
        site.installation.add_person(Actor::Visitor(&visitor), &typed).await
    }
    .await;
    match added {
        Ok(added) => match added.link {
            Some(link) => {
                let link = OneTimeLink { link, email: typed.email.trim().to_lowercase() };
                site.again_with(post.parts, StatusCode::OK, FormState::default(), link).await
            }
            None => see_other(&format!("/people/{}?done=role", added.person.0)),
        },
        Err(refused) => site.finish(post, Err(refused)).await,
    }
}
