//! Setting a password by a one-time link. Looking at the page does not use the link up: mail scanners look too.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use leptos::prelude::*;

use crate::operations::Refused;
use crate::web::contact::the_administrator;
use crate::web::fields::{ErrorSummary, NewPassword};
use crate::web::form_fields::FormFields;
use crate::web::frame::{Place, framed};
use crate::web::load::load;
use crate::web::post_form::PostForm;
use crate::web::request::{installation, param, set_status};
use crate::web::respond::{PathOf, Post};
use crate::web::site::Site;

/// What the page's form posts.
pub const FORM: FormFields = FormFields::new(&["username", "password", "again"]);

/// The page.
pub fn page() -> impl IntoView {
    let token = param::<String>("token");
    let installation = installation();
    let owner = async move {
        match installation.link_owner(&token?).await {
            Err(Refused::NotFound) => Ok(None),
            found => found.map(Some),
        }
    };
    load(owner, |person| {
        let Some(person) = person else { return unusable().into_any() };
        framed(
            "Set your password",
            Place::Nowhere,
            view! {
                <ErrorSummary />
            <h1 class="govuk-heading-l">"Set your password"</h1>
            <p class="govuk-body">{format!("For {}, who signs in as {}.", person.name, person.email)}</p>
            <PostForm>
                <input type="hidden" name="username" autocomplete="username" value=person.email.to_string() />
                <NewPassword />
                <button type="submit" class="govuk-button">"Set password"</button>
            </PostForm>
            },
        )
        .into_any()
    })
}

/// For a link that was used, replaced, or is too old: what to do about it.
fn unusable() -> impl IntoView {
    set_status(StatusCode::NOT_FOUND);
    framed(
        "This link cannot be used",
        Place::Nowhere,
        view! {
            <h1 class="govuk-heading-l">"This link cannot be used"</h1>
            <p class="govuk-body">
                "It has been used already, a newer one has replaced it, or it is too old. If you have set your password, "
                <a class="govuk-link" href="/sign-in">"sign in"</a> ". If not, you need a new link. Ask " {the_administrator()} "."
            </p>
        },
    )
}

/// Sets the password and uses the link up.
pub async fn post(State(site): State<Site>, PathOf(token): PathOf<String>, mut post: Post) -> Response {
    let (password, again) = (post.take("password"), post.take("again"));
    let set = site.installation.set_password(&token, password, &again).await;
    site.finish(post, set.map(|()| "/sign-in?because=password-set".into())).await
}
