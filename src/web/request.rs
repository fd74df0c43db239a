//! What a page knows of its request: who asks, the installation, the address, and what a form post left behind.

use std::str::FromStr;
use std::sync::Arc;

use axum::extract::Query;
use axum::http::header::{CONTENT_SECURITY_POLICY, SET_COOKIE};
use axum::http::{HeaderValue, request::Parts};
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;

use super::cookies::{has_led_to, without_done};
use super::field_names::OPENED_BY;
use super::page_map::{Page, PathValues};
use crate::domain::access::Visitor;
use crate::domain::organisation::OrganisationId;
use crate::domain::save::Conflict;
use crate::operations::account::session::CurrentSession;
use crate::operations::{Installation, Problem, Refused};

/// The id of a request, put there by the logging layer; an error page shows it.
#[derive(Clone, Debug)]
pub struct RequestId(pub String);

/// The addresses of the built files.
#[derive(Clone, Debug)]
pub struct SiteFiles {
    /// The style sheet.
    pub styles: Arc<str>,
    /// The script of the islands.
    pub script: Arc<str>,
    /// The program that the script starts.
    pub wasm: Arc<str>,
}

impl Default for SiteFiles {
    fn default() -> Self {
        Self {
            styles: "/pkg/section11.css".into(),
            script: "/pkg/section11.js".into(),
            wasm: "/pkg/section11_bg.wasm".into(),
        }
    }
}

/// What a refused form post leaves for its page: what was typed, and what is wrong with it.
#[derive(Clone, Debug, Default)]
pub struct FormState {
    /// The posted fields, in order.
    pub typed: Vec<(String, String)>,
    /// The problems, in order; the error summary lists them.
    pub problems: Vec<Problem>,
    /// Answers that someone else changed in between.
    pub conflicts: Vec<Conflict>,
}

impl FormState {
    /// The value posted for a field; `None` when the page is not the answer to a post.
    pub fn value(&self, name: &str) -> Option<String> {
        self.typed.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone())
    }

    /// What is wrong with a field.
    pub fn problem(&self, name: &str) -> Option<String> {
        self.problems.iter().find(|problem| problem.is_with(name)).map(|problem| problem.message.clone())
    }

    /// Whether the page is the answer to a post.
    pub fn is_posted(&self) -> bool {
        !self.typed.is_empty() || !self.problems.is_empty()
    }
}

/// What the post left; empty for a plain GET.
pub fn form_state() -> FormState {
    use_context().unwrap_or_default()
}

/// The installation. Pages are rendered only within a request, which always has one.
pub fn installation() -> Arc<Installation> {
    expect_context()
}

/// The session of a request, if there is one.
pub fn session_of(parts: &Parts) -> Option<CurrentSession> {
    parts.extensions.get().cloned()
}

/// Who is signed in; nobody, where a code is still to come or an app to be set up.
pub fn visitor_of(parts: &Parts) -> Result<Visitor, Refused> {
    let session = parts.extensions.get::<CurrentSession>();
    session.and_then(|session| session.state.visitor()).cloned().ok_or(Refused::NotFound)
}

/// The session, if there is one.
pub fn session() -> Option<CurrentSession> {
    session_of(&use_context::<Parts>()?)
}

/// The signed-in person. The session layer lets nobody else through to a page that asks this.
pub fn visitor() -> Result<Visitor, Refused> {
    visitor_of(&use_context::<Parts>().ok_or(Refused::NotFound)?)
}

/// The field that says for whom the page of a long form was made. When anybody else sends the form, it is not saved.
pub fn opened_by() -> Option<impl IntoView> {
    let person = visitor().ok()?.person.0;
    Some(view! { <input type="hidden" name=OPENED_BY value=person /> })
}

/// The first field after the id of a form in which somebody types at length, and the form's name: for whom, and as of
/// what, it was made. A browser that comes back to a page fills its fields with what they held before when it takes the
/// form for the same; it goes by a form's name (Firefox) or by the names of its first fields (Chromium, Safari). So
/// unsaved typing is still there for its author, and never stands over what somebody has saved since.
pub fn as_of(revisions: impl IntoIterator<Item = i64>) -> String {
    let person = visitor().map_or(0, |visitor| visitor.person.0);
    revisions.into_iter().fold(format!("as_of.{person}"), |name, revision| format!("{name}.{revision}"))
}

/// Whether this is an organisation of the signed-in person: pages then say "your".
pub fn is_own(organisation: OrganisationId) -> bool {
    visitor().is_ok_and(|visitor| visitor.may_answer(organisation))
}

/// The request's id.
pub fn request_id() -> Option<String> {
    use_context::<Parts>()?.extensions.get::<RequestId>().map(|id| id.0.clone())
}

/// The request's path.
pub fn request_path() -> String {
    use_context::<Parts>().map(|parts| parts.uri.path().to_owned()).unwrap_or_default()
}

/// Whether this page has islands: the pages on which an organisation answers, submits or keeps an action.
pub fn has_islands() -> bool {
    use_context::<Page>().is_some_and(|page| page.has_islands)
}

/// A part of the path, read as a value; an unreadable one is not found.
pub fn param<T: FromStr>(name: &str) -> Result<T, Refused> {
    let values = use_context::<PathValues>().unwrap_or_default();
    values.get(name).and_then(|text| text.parse().ok()).ok_or(Refused::NotFound)
}

/// A value of the query, empty when it is not there.
pub fn query(name: &str) -> String {
    let pairs = use_context::<Parts>().map(|parts| Query::<Vec<(String, String)>>::try_from_uri(&parts.uri));
    let Some(Ok(Query(pairs))) = pairs else { return String::new() };
    pairs.into_iter().find(|(key, _)| key == name).map(|(_, value)| value).unwrap_or_default()
}

/// What the query says was done, when a form post has just led here; empty otherwise, so that a page opened again from
/// its address does not say it again.
pub fn just_done(name: &str) -> String {
    if !use_context::<Parts>().is_some_and(|parts| has_led_to(&parts)) {
        return String::new();
    }
    if let (Some(response), Some(cookie)) = (use_context::<ResponseOptions>(), without_done()) {
        response.insert_header(SET_COOKIE, cookie);
    }
    query(name)
}

/// Leads on to another page of ours instead of showing this one.
pub fn lead_on(path: &str) {
    if let (Some(response), Ok(location)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(path)) {
        response.set_status(axum::http::StatusCode::SEE_OTHER);
        response.insert_header(axum::http::header::LOCATION, location);
    }
}

/// Lets the browser ask for the page again by itself, so many seconds from now.
pub fn look_again_after(seconds: u32) {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.insert_header(axum::http::header::REFRESH, seconds.into());
    }
}

/// Sets the status of the page.
pub fn set_status(status: axum::http::StatusCode) {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(status);
    }
}

/// The policy of a page: its own styles, scripts with this page's nonce, and nothing from anywhere else.
pub fn set_content_security_policy() {
    let (Some(nonce), Some(response)) = (use_nonce(), use_context::<ResponseOptions>()) else {
        return;
    };
    let policy = format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data:; connect-src 'self'; font-src 'self'; form-action 'self'; frame-ancestors 'none'; \
         base-uri 'none'"
    );
    if let Ok(value) = HeaderValue::from_str(&policy) {
        response.insert_header(CONTENT_SECURITY_POLICY, value);
    }
}
