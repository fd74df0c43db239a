//! Setting up an authenticator app: required for board roles before anything else, and open to everyone.

use axum::extract::State;
use axum::response::Response;
use leptos::prelude::*;

use crate::domain::normal_form;
use crate::operations::account::session::{CurrentSession, SessionState};
use crate::operations::{Problem, Refused};
use crate::web::cookies::with_session;
use crate::web::fields::{ErrorSummary, TextField};
use crate::web::form_fields::FormFields;
use crate::web::frame::{Place, framed};
use crate::web::load::load;
use crate::web::post_form::PostForm;
use crate::web::redirect::{done, see_other};
use crate::web::request::{installation, session};
use crate::web::respond::Post;
use crate::web::site::Site;

/// What the page's form posts.
pub const FORM: FormFields = FormFields::new(&["code"]);

/// The page.
pub fn page() -> impl IntoView {
    let (installation, session) = (installation(), session());
    let offer = async move {
        let session = session.ok_or(Refused::NotFound)?;
        installation.offer_authenticator(&session.token).await
    };
    load(offer, |offered| {
        let picture = offered.picture().map(|png| {
            view! { <p><img src=format!("data:image/png;base64,{png}") width="220" height="220" alt="QR code for your authenticator app" /></p> }
        });
        let session = self::session();
        let required = is_required(session.as_ref());
        let board = is_of_the_board(session.as_ref());
        let why = if board {
            "People of the board see every organisation’s answers, so signing in takes two steps: your password, \
             and a code from an app on your phone."
        } else {
            "With an app, signing in takes two steps: your password, and a code from the app on your phone. Nobody \
             has to set one up; it keeps others out even when they know your password."
        };
        let back = (!required).then(|| view! { <a class="govuk-back-link" href="/account">"Your account"</a> });
        framed(
            "Set up an authenticator app",
            Place::Nowhere,
            view! {
                {back}
                <ErrorSummary />
            <h1 class="govuk-heading-l">"Set up an authenticator app"</h1>
            <p class="govuk-body">{why}</p>
            <ol class="govuk-list govuk-list--number">
                <li>"Open your authenticator app and add an account."</li>
                <li>"Scan this picture, or type the key."</li>
                <li>"Enter the code that the app shows."</li>
            </ol>
            {picture}
            <p class="govuk-body">"Key: " <code>{offered.typed()}</code></p>
            <PostForm action="/account/authenticator">
                <TextField
                    name="code"
                    label="Six-digit code"
                    autocomplete="one-time-code"
                    inputmode="numeric"
                    width="govuk-input--width-10"
                />
                <button type="submit" class="govuk-button">"Confirm"</button>
            </PostForm>
            },
        )
    })
}

/// Whether nothing else is open before the app is set up.
fn is_required(session: Option<&CurrentSession>) -> bool {
    session.is_some_and(|session| matches!(session.state, SessionState::NeedsAuthenticator(_)))
}

fn is_of_the_board(session: Option<&CurrentSession>) -> bool {
    let visitor = session.and_then(|session| session.state.visitor());
    is_required(session) || visitor.is_some_and(|visitor| visitor.board_role.is_some())
}

/// Confirms the app by its first code.
pub async fn post(State(site): State<Site>, mut post: Post) -> Response {
    let code = post.take("code");
    let is_empty = normal_form::without_spaces(&code).is_empty();
    let Some(token) = post.token() else {
        return see_other("/sign-in");
    };
    match site.installation.confirm_authenticator(&token, &code).await {
        Ok(fresh) => {
            let page = if is_of_the_board(post.session().as_ref()) { "/rounds" } else { "/account" };
            with_session(done(&format!("{page}?done=authenticator")), &fresh)
        }
        Err(Refused::Invalid(_)) if is_empty => {
            let problem = Problem::new("code", "Enter the six-digit code that your app shows");
            site.finish(post, Err(Refused::Invalid(vec![problem]))).await
        }
        Err(refused) => site.finish(post, Err(refused)).await,
    }
}
