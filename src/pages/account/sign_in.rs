//! Signing in with an e-mail address and password, and for those who have one, a code from the authenticator app.

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use leptos::prelude::*;

use crate::domain::labels;
use crate::operations::account::signing_in::SignIn;
use crate::operations::tokens::Token;
use crate::operations::{Problem, Refused};
use crate::web::address::with_query;
use crate::web::contact::the_administrator;
use crate::web::cookies::{browser, with_done, with_known_browser, with_session, without_session};
use crate::web::error_page::ErrorPage;
use crate::web::fields::{ErrorSummary, TextField};
use crate::web::form_fields::FormFields;
use crate::web::frame::{Place, framed};
use crate::web::notices::with_wrong_codes;
use crate::web::post_form::PostForm;
use crate::web::redirect::{own_path, see_other};
use crate::web::request::{FormState, form_state, just_done, query, visitor};
use crate::web::respond::Post;
use crate::web::site::Site;

/// What the page's form posts.
pub const FORM: FormFields = FormFields::new(&["email", "password", "next"]);

/// The page.
pub fn page() -> impl IntoView {
    let next = wanted();
    // A visitor who is signed in has not signed out, whatever an old address says.
    let just_now = just_done("because");
    let because = if just_now.is_empty() && visitor().is_err() { query("because") } else { just_now };
    let notice = match because.as_str() {
        "set-up" => Some(
            "The board is set up. Sign in with the e-mail address and password that you have just chosen; you are then \
             asked to set up an authenticator app.",
        ),
        "password-set" => Some("Your password is set. Sign in with it now."),
        "signed-out" => Some("You have signed out."),
        "ended" => Some("Your session has ended. Sign in again to go on."),
        _ => (!next.is_empty()).then_some("Sign in to go on to the page you asked for."),
    };
    framed(
        "Sign in",
        Place::Nowhere,
        view! {
                <ErrorSummary />
        {notice.map(|notice| view! { <div class="govuk-inset-text" role="status">{notice}</div> })}
        <h1 class="govuk-heading-l">"Sign in"</h1>
        <PostForm action="/sign-in">
            <input type="hidden" name="next" value=next />
            <TextField name="email" label=labels::EMAIL kind="email" autocomplete="username" width="govuk-!-width-two-thirds" />
            <TextField name="password" label="Password" kind="password" autocomplete="current-password" width="govuk-!-width-two-thirds" />
            <button type="submit" class="govuk-button">"Sign in"</button>
        </PostForm>
        <p class="govuk-body">
            "If you have forgotten your password, you need a new link to set one. Ask " {the_administrator()} "."
        </p>
            },
    )
}

/// The page to go on to after signing in, from the address or the refused post; empty when it is not a page of ours.
fn wanted() -> String {
    let next = form_state().value("next").unwrap_or_else(|| query("next"));
    own_path(&next).unwrap_or_default().to_owned()
}

/// The fields left empty. This is not yet a try to sign in: it is not counted, and says nothing about the address.
fn missing(email: &str, password: &str) -> Vec<Problem> {
    let asked = [
        ("email", email.trim().is_empty(), "Enter your e-mail address"),
        ("password", password.is_empty(), "Enter your password"),
    ];
    asked.into_iter().filter(|(_, is_empty, _)| *is_empty).map(|(field, _, says)| Problem::new(field, says)).collect()
}

/// Tries to sign in.
pub async fn post(State(site): State<Site>, mut post: Post) -> Response {
    let password = post.take("password");
    let missing = missing(&post.field("email"), &password);
    if !missing.is_empty() {
        return site.finish(post, Err(Refused::Invalid(missing))).await;
    }
    let problem = |field: &str, message: &str| Refused::Invalid(vec![Problem::new(field, message)]);
    let result = site.installation.sign_in(&post.field("email"), password, &browser(&post.parts)).await;
    match result {
        Ok(SignIn::Done(token)) => {
            let next = post.field("next");
            let_in(&site, &post.parts, token, &next).await
        }
        Ok(SignIn::AwaitsCode(token)) => {
            let next = post.field("next");
            let code_page = with_query("/sign-in/code", &[("next", own_path(&next).unwrap_or_default())]);
            with_session(see_other(&code_page), &token)
        }
        Ok(SignIn::Wrong) => {
            let refused = problem("email", "The e-mail address or the password is not right. Check both and try again");
            site.finish(post, Err(refused)).await
        }
        Ok(SignIn::TooMany) => {
            let message = "There have been too many tries. Wait five minutes and try again";
            let state =
                FormState { typed: post.fields, problems: vec![Problem::new("email", message)], conflicts: Vec::new() };
            site.again(post.parts, StatusCode::TOO_MANY_REQUESTS, state).await
        }
        Ok(SignIn::Busy) => site.error_page(post.parts, ErrorPage::Busy).await,
        Err(error) => site.refused(post, error.into()).await,
    }
}

/// Lets a person in: their session begins, their browser is known from now on, and they go where they wanted.
async fn let_in(site: &Site, parts: &Parts, session: Token, next: &str) -> Response {
    let next = own_path(next).unwrap_or("/");
    let wrong_codes = site.installation.tell_of_wrong_codes(&session).await.unwrap_or_else(|error| {
        // They are in all the same.
        tracing::warn!(%error, "nobody was told of wrong codes");
        None
    });
    let response = match wrong_codes {
        None => with_session(see_other(next), &session),
        Some(wrong) => {
            // A person who asked for no other page goes to the one on which a password is changed.
            let told = with_wrong_codes(if next == "/" { "/account" } else { next }, wrong);
            with_done(with_session(see_other(&told), &session), &told)
        }
    };
    with_browser(site, browser(parts).token.as_ref(), &session, response).await
}

/// Adds to the response that begins a session the cookie by which the browser is known from now on.
pub async fn with_browser(site: &Site, known: Option<&Token>, session: &Token, response: Response) -> Response {
    match site.installation.know_browser(session, known).await {
        Ok(Some(known)) => with_known_browser(response, &known),
        Ok(None) => response,
        // They are in all the same.
        Err(error) => {
            tracing::warn!(%error, "a browser was not made known");
            response
        }
    }
}

/// What the form for the code posts.
pub const CODE_FORM: FormFields = FormFields::new(&["code", "next"]);

/// The page that asks for the code.
pub fn code_page() -> impl IntoView {
    framed(
        "Enter the code from your app",
        Place::Nowhere,
        view! {
                <ErrorSummary />
        <h1 class="govuk-heading-l">"Enter the code from your authenticator app"</h1>
        <PostForm action="/sign-in/code">
            <input type="hidden" name="next" value=wanted() />
            <TextField
                name="code"
                label="Six-digit code"
                hint="The app shows a new one every 30 seconds"
                autocomplete="one-time-code"
                inputmode="numeric"
                width="govuk-input--width-10"
            />
            <button type="submit" class="govuk-button">"Continue"</button>
        </PostForm>
        <PostForm action="/sign-out">
            <button type="submit" class="govuk-button govuk-button--secondary">"Cancel and sign out"</button>
        </PostForm>
            },
    )
}

/// Checks the code.
pub async fn post_code(State(site): State<Site>, mut post: Post) -> Response {
    let (code, next) = (post.take("code"), post.field("next"));
    let Some(token) = post.token() else {
        return see_other("/sign-in");
    };
    match site.installation.sign_in_with_code(&token, &code, &browser(&post.parts)).await {
        Ok(fresh) => let_in(&site, &post.parts, fresh, &next).await,
        Err(refused) => site.finish(post, Err(refused)).await,
    }
}

/// Signs out: the session ends on the server, and the browser forgets what it kept of our pages.
pub async fn post_sign_out(State(site): State<Site>, post: Post) -> Response {
    if let Some(token) = post.token()
        && let Err(error) = site.installation.sign_out(&token).await
    {
        return site.refused(post, error.into()).await;
    }
    let response = see_other("/sign-in?because=signed-out");
    let response = ([("clear-site-data", "\"cache\", \"storage\"")], response).into_response();
    without_session(response)
}
