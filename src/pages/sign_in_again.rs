//! A form that was sent after its session had ended: what was typed is carried on the page that asks to sign in, and
//! is then saved as if it had been sent in time.
//!
//! Nothing is decided here about who may save: the carried form is handled like any other of the person who signed in.

use std::sync::Arc;

use axum::extract::Request;
use axum::http::{Method, StatusCode};
use axum::response::Response;
use leptos::prelude::*;

use super::fields::TextField;
use super::request::{FormState, request_path};
use super::respond::{Post, Resumed, Site};
use super::trouble::Trouble;
use crate::operations::signing_in::{CurrentSession, SignIn, SignedIn};
use crate::operations::tokens::Token;
use crate::operations::{Problem, Refused};

/// What the names of the fields begin with that are this page's own and no part of what is carried.
pub const OWN: &str = "sign-in.";
const EMAIL: &str = "sign-in.email";
const PASSWORD: &str = "sign-in.password";

/// Whether a request carries what an organisation's people typed at length: a standard's answers, an action.
pub fn carries_typing(request: &Request) -> bool {
    let parts: Vec<_> = request.uri().path().split('/').collect();
    request.method() == Method::POST
        && matches!(parts[..], ["", "audits", _, "standards", _] | ["", "organisations", _, "action-plan", _])
}

/// The fields of the form that could not be saved.
#[derive(Clone, Debug)]
pub struct Carried(Arc<[(String, String)]>);

/// Signs in whoever sends the form again from the page that asks for it: gives the form's request, now within a
/// session, and the session's token. Otherwise the answer is that page.
pub async fn resume(site: &Site, request: Request, ended: Option<Token>) -> Result<(Request, Token), Response> {
    let mut post = Post::read(request, site).await?;
    let password = post.take_secret(PASSWORD);
    let email = post.take_secret(EMAIL);
    if email.is_empty() && password.is_empty() {
        return Err(ask(site, post, email, Vec::new()).await);
    }
    let token = match site.installation.sign_in(&email, password, ended.as_ref()).await {
        Ok(SignIn::Done(token)) => token,
        // The code has a page of its own, which carries nothing: the text is still in the browser's history.
        Ok(SignIn::AwaitsCode(_)) => return Err(site.trouble(post.parts, Trouble::SignedOut).await),
        Ok(SignIn::Wrong) => {
            let message = "The e-mail address or the password is not right. Check both and try again";
            return Err(ask(site, post, email, vec![Problem::new(EMAIL, message)]).await);
        }
        Ok(SignIn::TooMany) => {
            let message =
                "There have been too many tries for this address. Keep this page open, wait five minutes and try again";
            return Err(ask(site, post, email, vec![Problem::new(EMAIL, message)]).await);
        }
        Err(error) => return Err(site.trouble(post.parts, Trouble::from(Refused::from(error))).await),
    };
    let visitor = match site.installation.visitor(&token).await {
        Ok(Some(SignedIn::Visitor(visitor))) if !visitor.needs_authenticator => visitor,
        Ok(_) => return Err(site.trouble(post.parts, Trouble::SignedOut).await),
        Err(error) => return Err(site.trouble(post.parts, Trouble::from(Refused::from(error))).await),
    };
    let Post { fields, mut parts } = post;
    parts.extensions.insert(CurrentSession { token: token.clone(), visitor: Some(visitor) });
    parts.extensions.insert(Resumed(fields));
    Ok((Request::from_parts(parts, axum::body::Body::empty()), token))
}

async fn ask(site: &Site, post: Post, email: String, problems: Vec<Problem>) -> Response {
    let state = FormState { typed: vec![(EMAIL.into(), email)], problems, conflicts: Vec::new() };
    let carried = Carried(post.fields.into());
    site.again_with(post.parts, StatusCode::UNAUTHORIZED, state, Trouble::SignInToSave(carried)).await
}

/// The form that signs in and saves what it carries.
#[component]
pub fn SignInToSave(
    /// What was typed.
    carried: Carried,
) -> impl IntoView {
    let fields = carried.0.iter().cloned();
    let fields = fields.map(|(name, value)| view! { <input type="hidden" name=name value=value /> }).collect_view();
    view! {
        <form method="post" action=request_path() novalidate>
            {fields}
            <TextField name=EMAIL label="E-mail address" kind="email" autocomplete="username" width="govuk-!-width-two-thirds" />
            <TextField
                name=PASSWORD
                label="Password"
                kind="password"
                autocomplete="current-password"
                width="govuk-!-width-two-thirds"
            />
            <button type="submit" class="govuk-button">"Sign in and save"</button>
        </form>
    }
}
