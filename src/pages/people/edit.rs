//! Changing what a person is called and signs in with.

use axum::extract::State;
use axum::response::Response;
use leptos::prelude::*;

use crate::domain::labels;
use crate::domain::person::PersonId;
use crate::operations::Refused;
use crate::operations::people::KnownPerson;
use crate::web::field_names::OPENED_WITH;
use crate::web::fields::{ErrorSummary, TextField};
use crate::web::form_fields::FormFields;
use crate::web::frame::{BoardTab, Place, framed};
use crate::web::load::load;
use crate::web::opened_with::{hidden, is_known, leave_what_was_not_changed, opened_with, what_is_stored};
use crate::web::post_form::PostForm;
use crate::web::request::{installation, param, visitor};
use crate::web::respond::{PathOf, Post};
use crate::web::site::Site;

/// The names of the fields.
const NAMES: [&str; 2] = ["name", "email"];

/// What the page's form posts.
pub const FORM: FormFields = FormFields::new(&NAMES).always_with(&NAMES).with_generated(is_opened_with, NAMES.len());

/// Whether a name is that of a hidden field, which holds what a field held when the page was opened.
fn is_opened_with(name: &str) -> bool {
    name.strip_prefix(OPENED_WITH).is_some_and(|field| NAMES.contains(&field))
}

/// The page.
pub fn page() -> impl IntoView {
    let installation = installation();
    let (visitor, id) = (visitor(), param("person").map(PersonId));
    load(async move { installation.person(&visitor?, id?).await }, |KnownPerson { person, .. }| {
        let path = format!("/people/{}", person.id.0);
        let title = format!("Change {}", person.name);
        let email = person.email.to_string();
        let stored = [("name", labels::NAME, person.name.clone()), ("email", labels::EMAIL, email.clone())];
        let (told, opened_with) = (what_is_stored(&stored, |_, typed| typed.to_owned()), hidden(&stored));
        framed(
            title.clone(),
            Place::Board(BoardTab::People),
            view! {
                <a class="govuk-back-link" href=path.clone()>{person.name.clone()}</a>
                <ErrorSummary />
                <h1 class="govuk-heading-l">{title}</h1>
                {told}
                <PostForm>
                    {opened_with}
                    <TextField name="name" label=labels::NAME value=person.name autocomplete="off" width="govuk-!-width-two-thirds" />
                    <TextField
                        name="email"
                        label=labels::EMAIL
                        hint="They sign in with it from then on; tell them. Another address signs them out everywhere. Their password and roles stay as they are."
                        kind="email"
                        value=email
                        autocomplete="off"
                        width="govuk-!-width-two-thirds"
                    />
                    <p class="govuk-body">
                        "A link to set a password that was made for the old address stops working. Make a new one afterwards "
                        "if the person needs it."
                    </p>
                    <div class="app-row">
                        <button type="submit" class="govuk-button">"Save the changes"</button>
                        <a class="govuk-link" href=path>"Cancel"</a>
                    </div>
                </PostForm>
            },
        )
    })
}

/// Saves the changes.
pub async fn post(State(site): State<Site>, PathOf(id): PathOf<i64>, mut post: Post) -> Response {
    let (name, email) = (post.field("name"), post.field("email"));
    let changed: Result<_, Refused> = async {
        let session = post.token().ok_or(Refused::NotFound)?;
        let opened = NAMES.map(|name| post.field(&opened_with(name)));
        let opened = is_known(&post).then(|| opened.each_ref().map(String::as_str));
        site.installation.change_person(&post.visitor()?, &session, PersonId(id), [&name, &email], opened).await
    }
    .await;
    if matches!(changed, Err(Refused::OutOfDate(_))) {
        leave_what_was_not_changed(&mut post, &NAMES);
    }
    site.finish(post, changed.map(|()| format!("/people/{id}?done=changed"))).await
}
