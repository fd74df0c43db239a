//! A form that was sent after its session had ended, or from a browser in which somebody else has signed in since. The
//! page that asks to sign in carries what was typed, and saves it as of the moment when that person is known again.
//!
//! Nothing is decided here about who may save: the carried form is handled like any other of the person who signed in.

use axum::body::Body;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::Response;

use super::carried::Carried;
use super::cookies::browser;
use super::error_page::ErrorPage;
use super::field_names::{SIGN_IN_CODE, SIGN_IN_EMAIL, SIGN_IN_PASSWORD};
use super::request::FormState;
use super::respond::{Post, Resumed};
use super::site::Site;
use crate::operations::account::session::{CurrentSession, SessionState};
use crate::operations::account::signing_in::SignIn;
use crate::operations::account::throttle::Browser;
use crate::operations::installation::posts::aside;
use crate::operations::tokens::Token;
use crate::operations::{Problem, Refused};

/// Signs in the sender of a form from the page that asks for it: gives the form's request, within a session, and the
/// session's token when it is a new one. Otherwise the answer is that page.
pub async fn resume(site: &Site, request: Request, signed_in: bool) -> Result<(Request, Option<Token>), Response> {
    let mut post = Post::read(request, site).await?;
    let password = post.take(SIGN_IN_PASSWORD);
    let (email, code) = (post.take(SIGN_IN_EMAIL), post.take(SIGN_IN_CODE));
    let session_ended = |_, carried| ErrorPage::SignInToSave(carried);
    if email.is_empty() && password.is_empty() {
        // Somebody who signed in elsewhere in the meantime need not do so again.
        if signed_in {
            return Ok((with_fields(post), None));
        }
        return Err(ask(site, post, StatusCode::UNAUTHORIZED, email, Vec::new(), session_ended).await);
    }
    let browser = browser(&post.parts);
    // The form asks only to save: signing in is not part of what is done once and for all.
    let (status, problem) = match aside(sign_in(site, &email, password, &code, &browser)).await {
        Ok(Tried::In(token, state)) => {
            post.parts.extensions.insert(CurrentSession { token: token.clone(), state });
            return Ok((with_fields(post), Some(token)));
        }
        Ok(Tried::Asked(status, problem)) => (status, problem),
        Err(refused) => return Err(site.refused(post, refused).await),
    };
    Err(ask(site, post, status, email, vec![problem], session_ended).await)
}

/// The request of a form whose body was read already.
fn with_fields(post: Post) -> Request {
    let Post { fields, mut parts, .. } = post;
    parts.extensions.insert(Resumed(fields));
    Request::from_parts(parts, Body::empty())
}

/// How a try to sign in from this page ended.
enum Tried {
    /// Somebody is signed in.
    In(Token, SessionState),
    /// The page asks again and says why.
    Asked(StatusCode, Problem),
}

async fn sign_in(site: &Site, email: &str, password: String, code: &str, browser: &Browser) -> Result<Tried, Refused> {
    let asked = |field: &str, message: &str| Tried::Asked(StatusCode::UNAUTHORIZED, Problem::new(field, message));
    let installation = &site.installation;
    let token = match installation.sign_in(email, password, browser).await? {
        SignIn::Done(token) => token,
        // The password and the code come together here, so that there is one page to carry the typing, not two.
        SignIn::AwaitsCode(token) => match installation.sign_in_with_code(&token, code, browser).await {
            Ok(token) => token,
            Err(refused) => {
                installation.sign_out(&token).await?;
                let Refused::Invalid(problems) = refused else { return Err(refused) };
                let why = problems.first().map_or("", |problem| &problem.message);
                let message = format!("{why}, and the password again");
                return Ok(asked(SIGN_IN_CODE, &message));
            }
        },
        SignIn::Wrong => {
            return Ok(asked(
                SIGN_IN_EMAIL,
                "The e-mail address or the password is not right. Check both and try again",
            ));
        }
        SignIn::Busy => {
            let message = "The service is busy. Keep this page open, wait a minute and try again";
            return Ok(Tried::Asked(StatusCode::SERVICE_UNAVAILABLE, Problem::new(SIGN_IN_EMAIL, message)));
        }
        SignIn::TooMany => {
            let message = "There have been too many tries. Keep this page open, wait five minutes and try again";
            return Ok(Tried::Asked(StatusCode::TOO_MANY_REQUESTS, Problem::new(SIGN_IN_EMAIL, message)));
        }
    };
    if let Some(state @ SessionState::SignedIn(..)) = installation.session(&token).await? {
        return Ok(Tried::In(token, state));
    }
    installation.sign_out(&token).await?;
    Ok(asked(SIGN_IN_EMAIL, "This account cannot save here. Sign in with the account that you typed this with"))
}

async fn ask(
    site: &Site,
    post: Post,
    status: StatusCode,
    email: String,
    problems: Vec<Problem>,
    why: fn(StatusCode, Carried) -> ErrorPage,
) -> Response {
    let state = FormState { typed: vec![(SIGN_IN_EMAIL.into(), email)], problems, conflicts: Vec::new() };
    site.carry(post, status, state, why).await
}
