//! Who asks: the cookie's session is looked up for every request, and nobody gets past without one but to the few
//! pages that are for everybody.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::layers::AskedBy;
use crate::domain::save::NotSaved;
use crate::operations::Refused;
use crate::operations::account::signing_in::{CurrentSession, SignedIn};
use crate::operations::installation::posts::aside;
use crate::pages::account::sign_in::with_browser;
use crate::web::address::encode;
use crate::web::cookies::{BROWSER, SESSION, token as token_of, with_session};
use crate::web::error_page::ErrorPage;
use crate::web::redirect::{own_path, see_other};
use crate::web::sign_in_again;
use crate::web::sign_in_to_save::carries_typing;
use crate::web::site::Site;

/// Puts the session into the request, if there is one.
pub async fn look_up(State(site): State<Site>, mut request: Request, next: Next) -> Response {
    let session = match current(&site, request.headers()).await {
        Ok(session) => session,
        Err(refused) => return cannot_tell_who(&site, request, refused).await,
    };
    let asked_by = session.as_ref().and_then(|session| session.visitor.as_ref()).map(|visitor| AskedBy {
        person: visitor.person,
        organisations: visitor.memberships.iter().map(|membership| membership.organisation).collect(),
    });
    if let Some(session) = session {
        request.extensions_mut().insert(session);
    }
    let mut response = next.run(request).await;
    if let Some(asked_by) = asked_by {
        response.extensions_mut().insert(asked_by);
    }
    response
}

/// Hands the request on when its session may ask it, or turns it away.
pub async fn let_in(State(site): State<Site>, request: Request, next: Next) -> Response {
    let site = &site;
    let path = request.uri().path().to_owned();
    let session = request.extensions().get::<CurrentSession>();
    if site.installation.awaits_set_up() && reads(request.method()) && path != "/set-up" {
        return see_other("/set-up");
    }
    let visitor = session.and_then(|session| session.visitor.clone());
    let awaits_code = session.is_some() && visitor.is_none();
    let needs_authenticator = visitor.as_ref().is_some_and(|visitor| visitor.needs_authenticator);
    if !awaits_code && !needs_authenticator && carries_typing(request.method(), &path) {
        return match sign_in_again::resume(site, request, visitor.is_some()).await {
            Ok((request, Some(token))) => {
                let known = token_of(request.headers(), BROWSER);
                let response = with_session(next.run(request).await, &token);
                // What the form asks for is to save: that a browser is known now is no part of it.
                aside(with_browser(site, known.as_ref(), &token, response)).await
            }
            Ok((request, None)) => next.run(request).await,
            Err(answer) => answer,
        };
    }
    let allowed = is_for_everybody(&path)
        || (awaits_code && matches!(path.as_str(), "/sign-in/code" | "/sign-out"))
        || visitor.is_some()
            && (!needs_authenticator || matches!(path.as_str(), "/account/authenticator" | "/sign-out"));
    if allowed {
        return next.run(request).await;
    }
    turn_away(site, request, awaits_code, needs_authenticator).await
}

/// The database does not say whose session it is: a form's fields stay on the page that says so.
async fn cannot_tell_who(site: &Site, request: Request, refused: Refused) -> Response {
    if request.uri().path().starts_with("/api/") {
        return json_refusal(&NotSaved::from(refused));
    }
    // Other forms are short, and some hold secrets.
    if !carries_typing(request.method(), request.uri().path()) {
        let (parts, _) = request.into_parts();
        return site.error_page(parts, ErrorPage::from(refused)).await;
    }
    site.refused_unread(request, refused).await
}

fn json_refusal(why: &NotSaved) -> Response {
    let status = StatusCode::from_u16(why.status()).expect("each is a valid status");
    let body = serde_json::to_string(why).expect("the enum has a JSON form");
    (status, [("content-type", "application/json")], body).into_response()
}

async fn turn_away(site: &Site, request: Request, awaits_code: bool, needs_authenticator: bool) -> Response {
    let path = request.uri().path().to_owned();
    if path.starts_with("/api/") {
        return json_refusal(&NotSaved::SignedOut);
    }
    if !reads(request.method()) {
        let (parts, _) = request.into_parts();
        return site.error_page(parts, ErrorPage::SignedOut).await;
    }
    if needs_authenticator {
        return see_other("/account/authenticator");
    }
    if awaits_code {
        return see_other("/sign-in/code");
    }
    let wanted = request.uri().path_and_query().map_or("/", axum::http::uri::PathAndQuery::as_str);
    match own_path(wanted) {
        Some("/") | None => see_other("/sign-in"),
        Some(own) => see_other(&format!("/sign-in?next={}", encode(own))),
    }
}

/// Whether a request asks for a page: HEAD asks what GET would answer.
fn reads(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD)
}

/// The pages that need no session.
fn is_for_everybody(path: &str) -> bool {
    matches!(path, "/sign-in" | "/set-up" | "/accessibility" | "/privacy") || path.starts_with("/set-password/")
}

async fn current(site: &Site, headers: &HeaderMap) -> Result<Option<CurrentSession>, Refused> {
    let Some(token) = token_of(headers, SESSION) else { return Ok(None) };
    let signed_in = site.installation.visitor(&token).await?;
    Ok(signed_in.map(|signed_in| {
        let (visitor, left) = match signed_in {
            SignedIn::Visitor(visitor, left) => (Some(visitor), Some(left)),
            SignedIn::AwaitsCode => (None, None),
        };
        CurrentSession { token, visitor, left }
    }))
}
