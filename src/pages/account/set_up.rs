//! The first start of an empty installation. The page exists only until it has been used.

use axum::extract::State;
use axum::response::Response;
use leptos::prelude::*;

use crate::domain::labels;
use crate::operations::installation::setting_up::TypedSetUp;
use crate::operations::{Problem, Refused};
use crate::web::fields::{ErrorSummary, NewPassword, TextArea, TextField};
use crate::web::form_fields::FormFields;
use crate::web::frame::{Place, framed};
use crate::web::load::load;
use crate::web::post_form::PostForm;
use crate::web::request::installation;
use crate::web::respond::Post;
use crate::web::site::Site;

/// What the page's form posts.
pub const FORM: FormFields = FormFields::new(&NAMES).always_with(&NAMES);

const NAMES: [&str; 9] =
    ["token", "board_name", "short_name", "contact_email", "legal_basis", "name", "email", "password", "again"];

/// The page.
pub fn page() -> impl IntoView {
    let awaits = installation().awaits_set_up();
    load(async move { if awaits { Ok(()) } else { Err(Refused::NotFound) } }, |()| {
        framed(
            "Set up section11",
            Place::Nowhere,
            view! {
                <ErrorSummary />
            <h1 class="govuk-heading-l">"Set up section11"</h1>
            <p class="govuk-body">
                "This creates the board and its first administrator. It can be done once, with the set-up token "
                "from the server’s console. You cannot change the board’s details on a page later, so check them."
            </p>
            <PostForm action="/set-up">
                <TextField name="token" label="Set-up token" hint="Printed on the console when the server started" autocomplete="off" />
                <h2 class="govuk-heading-m">"The board"</h2>
                <TextField name="board_name" label="Name" hint="For example, Anytown Safeguarding Children Partnership" />
                <TextField name="short_name" label=labels::SHORT_NAME hint="Shown in authenticator apps, for example ASCP" width="govuk-input--width-10" />
                <TextField name="contact_email" label=labels::CONTACT_EMAIL kind="email" />
                <TextArea name="legal_basis" label=labels::LEGAL_BASIS hint="One or two sentences, shown on the Privacy page. You may leave it empty." />
                <h2 class="govuk-heading-m">"You, its first administrator"</h2>
                <TextField name="name" label=labels::YOUR_NAME autocomplete="name" />
                <TextField name="email" label=labels::YOUR_EMAIL kind="email" autocomplete="username" />
                <NewPassword />
                <button type="submit" class="govuk-button">"Set up"</button>
            </PostForm>
            },
        )
    })
}

/// Adds that the password is missing: before the token is right, the operation looks at no password.
fn asks_for_password(refused: Refused) -> Refused {
    match refused {
        Refused::Invalid(mut problems) if !problems.iter().any(|problem| problem.is_with("password")) => {
            // In the order of the fields.
            let place = problems.iter().position(|problem| problem.is_with("again")).unwrap_or(problems.len());
            problems.insert(place, Problem::new("password", "Enter a password"));
            Refused::Invalid(problems)
        }
        refused => refused,
    }
}

/// Sets the installation up.
pub async fn post(State(site): State<Site>, mut post: Post) -> Response {
    let typed = TypedSetUp {
        password: post.take("password"),
        again: post.take("again"),
        token: post.field("token"),
        board_name: post.field("board_name"),
        short_name: post.field("short_name"),
        contact_email: post.field("contact_email"),
        legal_basis: post.field("legal_basis"),
        name: post.field("name"),
        email: post.field("email"),
    };
    let done = site.installation.set_up(&typed).await;
    let done = done.map_err(|refused| if typed.password.is_empty() { asks_for_password(refused) } else { refused });
    site.finish(post, done.map(|()| "/sign-in?because=set-up".into())).await
}
