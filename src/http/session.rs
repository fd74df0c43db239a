//! The session of a request: it is looked up for every request, and without one nobody gets past except to the few pages that
//! are for everybody.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::layers::AskedBy;
use crate::domain::save::NotSaved;
use crate::operations::Refused;
use crate::operations::account::session::{CurrentSession, SessionState};
use crate::operations::installation::posts::aside;
use crate::pages::account::sign_in::with_browser;
use crate::web::address::encode;
use crate::web::cookies::{BROWSER, SESSION, token as token_of, with_session};
use crate::web::error_page::ErrorPage;
use crate::web::redirect::{own_path, see_other};
use crate::web::respond::carries_typing;
use crate::web::route::{Route, Who};
use crate::web::sign_in_again;
use crate::web::site::Site;

/// Puts the session into the request, if there is one.
pub async fn look_up(State(site): State<Site>, mut request: Request, next: Next) -> Response {
    let session = match current(&site, request.headers()).await {
        Ok(session) => session,
        Err(refused) => return cannot_tell_who(&site, request, refused).await,
    };
    let asked_by = session.as_ref().and_then(|session| session.state.owner()).map(|visitor| AskedBy {
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
    if site.installation.awaits_set_up() && reads(request.method()) && request.uri().path() != "/set-up" {
        return see_other("/set-up");
    }
    let session = request.extensions().get::<CurrentSession>().map(|session| &session.state);
    let is_signed_in = matches!(session, Some(SessionState::SignedIn(..)));
    if carries_typing(request.extensions()) && (is_signed_in || session.is_none()) {
        return match sign_in_again::resume(site, request, is_signed_in).await {
            Ok((request, Some(token))) => {
                let known = token_of(request.headers(), BROWSER);
                let response = with_session(next.run(request).await, &token);
                // The form asks only to save: remembering the browser is not part of it.
                aside(with_browser(site, known.as_ref(), &token, response)).await
            }
            Ok((request, None)) => next.run(request).await,
            Err(answer) => answer,
        };
    }
    // Everybody may learn that there is no such page.
    let may = request.extensions().get::<Route>().map_or(Who::Everybody, |route| route.may);
    if gets_past(may, session) {
        return next.run(request).await;
    }
    let goes_on_at = match session {
        None => None,
        Some(SessionState::AwaitsCode) => Some("/sign-in/code"),
        Some(SessionState::NeedsAuthenticator(_) | SessionState::SignedIn(..)) => Some("/account/authenticator"),
    };
    turn_away(site, request, goes_on_at).await
}

/// Whether a session is far enough for a route. `operations` asks what its owner may do there.
fn gets_past(may: Who, session: Option<&SessionState>) -> bool {
    match (may, session) {
        (Who::Everybody, _) | (Who::HasSession, Some(_)) | (_, Some(SessionState::SignedIn(..))) => true,
        (_, None) => false,
        (_, Some(SessionState::AwaitsCode)) => may == Who::GaveThePassword,
        (_, Some(SessionState::NeedsAuthenticator(_))) => may == Who::MaySetUpTheApp,
    }
}

/// Answers when the database does not say whose session it is: the page keeps a form's fields.
async fn cannot_tell_who(site: &Site, request: Request, refused: Refused) -> Response {
    if request.uri().path().starts_with("/api/") {
        return json_refusal(&NotSaved::from(refused));
    }
    // Other forms are short, and some hold secrets.
    if !carries_typing(request.extensions()) {
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

/// Leads a visitor who does not get past to signing in, and back here afterwards.
async fn turn_away(site: &Site, request: Request, goes_on_at: Option<&'static str>) -> Response {
    if request.uri().path().starts_with("/api/") {
        return json_refusal(&NotSaved::SignedOut);
    }
    if !reads(request.method()) {
        let (parts, _) = request.into_parts();
        return site.error_page(parts, ErrorPage::SignedOut).await;
    }
    if let Some(page) = goes_on_at {
        return see_other(page);
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

async fn current(site: &Site, headers: &HeaderMap) -> Result<Option<CurrentSession>, Refused> {
    let Some(token) = token_of(headers, SESSION) else { return Ok(None) };
    let state = site.installation.session(&token).await?;
    Ok(state.map(|state| CurrentSession { token, state }))
}
