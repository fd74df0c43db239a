//! Adding a person, or giving one who is known a further role.

use axum::extract::State;
use axum::response::Response;
use leptos::prelude::*;

use crate::domain::labels;
use crate::domain::person::Role;
use crate::operations::people::TypedPerson;
use crate::operations::{Actor, Refused};
use crate::web::address::with_query;
use crate::web::fields::{ErrorSummary, Select, TextField};
use crate::web::form_fields::FormFields;
use crate::web::frame::{BoardTab, Place, framed};
use crate::web::load::load;
use crate::web::post_form::PostForm;
use crate::web::request::{installation, query, visitor};
use crate::web::respond::Post;
use crate::web::site::Site;

/// What the page's form posts.
pub const FORM: FormFields = FormFields::new(&NAMES).always_with(&NAMES);

const NAMES: [&str; 4] = ["email", "name", "role", "organisation"];

/// The page.
pub fn page() -> impl IntoView {
    let (installation, visitor) = (installation(), visitor());
    load(async move { installation.may_keep_people(&visitor?) }, |()| {
        framed(
            "Add a person",
            Place::Board(BoardTab::People),
            view! {
                <a class="govuk-back-link" href="/people">"People"</a>
                <ErrorSummary />
                <h1 class="govuk-heading-l">"Add a person"</h1>
                {form()}
            },
        )
    })
}

fn form() -> impl IntoView {
    let mut roles = vec![(String::new(), "Choose a role".to_owned())];
    roles.extend(Role::ALL.map(|role| (role.key().to_owned(), role.words().to_owned())));
    view! {
        <p class="govuk-body">
            "If we know the address already, that person gets this role too. At one organisation, or on the board, the "
            "higher of two roles counts."
        </p>
        <PostForm>
            <TextField name="email" label=labels::EMAIL kind="email" autocomplete="off" width="govuk-!-width-two-thirds" />
            <TextField name="name" label=labels::NAME autocomplete="off" width="govuk-!-width-two-thirds" />
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
                value=query("organisation")
            />
            <div class="app-row">
                <button type="submit" class="govuk-button">"Add the person"</button>
                <a class="govuk-link" href="/people">"Cancel"</a>
            </div>
        </PostForm>
    }
}

/// Adds the person, and leads to their page, which shows the link for those who have no password yet.
pub async fn post(State(site): State<Site>, post: Post) -> Response {
    let typed = TypedPerson {
        email: post.field("email"),
        name: post.field("name"),
        role: post.field("role"),
        organisation: post.field("organisation"),
    };
    let added: Result<_, Refused> = async {
        let visitor = post.visitor()?;
        let (number, token) = post.token().ok_or(Refused::NotFound)?.new_link();
        let added = site.installation.add_person(Actor::Visitor(&visitor), &typed, &token).await?;
        let done = if added.is_new { "added" } else { "role" };
        let link = if added.link.is_some() { number } else { String::new() };
        let name = if added.kept_name.is_some() { "kept" } else { "" };
        let path = format!("/people/{}", added.person.0);
        Ok(with_query(&path, &[("done", done), ("link", link.as_str()), ("name", name)]))
    }
    .await;
    site.finish(post, added).await
}
