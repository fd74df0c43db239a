//! Changing one's own password.

use axum::extract::State;
use axum::response::Response;
use leptos::prelude::*;

use crate::operations::Refused;
use crate::operations::account::own_account::TypedPasswords;
use crate::web::cookies::browser;
use crate::web::fields::{ErrorSummary, NewPassword, TextField};
use crate::web::form_fields::FormFields;
use crate::web::frame::{Place, framed};
use crate::web::load::load;
use crate::web::post_form::PostForm;
use crate::web::request::{installation, visitor};
use crate::web::respond::Post;
use crate::web::site::Site;

/// What the page's form posts.
pub const FORM: FormFields = FormFields::new(&["username", "current", "password", "again"]);

/// The page.
pub fn page() -> impl IntoView {
    let installation = installation();
    load(async move { installation.own_account(&visitor()?).await }, |person| {
        framed(
            "Change your password",
            Place::Nowhere,
            view! {
                <a class="govuk-back-link" href="/account">"Your account"</a>
                <ErrorSummary />
                <h1 class="govuk-heading-l">"Change your password"</h1>
                <p class="govuk-body">
                    "When it is changed you stay signed in here and are signed out everywhere else."
                </p>
                <PostForm>
                    <input type="hidden" name="username" autocomplete="username" value=person.email.to_string() />
                    <TextField
                        name="current"
                        label="Current password"
                        kind="password"
                        autocomplete="current-password"
                        width="govuk-!-width-two-thirds"
                    />
                    <NewPassword />
                    <div class="app-row">
                        <button type="submit" class="govuk-button">"Change the password"</button>
                        <a class="govuk-link" href="/account">"Cancel"</a>
                    </div>
                </PostForm>
            },
        )
    })
}

/// Changes it.
pub async fn post(State(site): State<Site>, mut post: Post) -> Response {
    let typed = TypedPasswords { current: post.take("current"), new: post.take("password"), again: post.take("again") };
    let changed: Result<_, Refused> = async {
        let session = post.token().ok_or(Refused::NotFound)?;
        site.installation.change_password(&post.visitor()?, (&session, &browser(&post.parts)), typed).await
    }
    .await;
    site.finish(post, changed.map(|()| "/account?done=password".into())).await
}
