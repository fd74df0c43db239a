//! How form posts end: in a redirect, or in the same page again.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, LOCATION};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use leptos::prelude::*;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::body::{read_body, until_sent};
use super::browser::with_done;
use super::carried::Carried;
use super::form_fields::FormFields;
use super::limits::{CARRIED, CARRIED_AT_ONCE, READ_AT_ONCE};
use super::notices::with_left_out;
use super::post_form::{POST_ID, WHOLE};
use super::request::{FormState, OPENED_BY, SiteFiles};
use super::shell;
use super::sign_in_again::{self, OWN, carries_typing};
use super::trouble::Trouble;
use crate::domain::access::Visitor;
use crate::operations::signing_in::CurrentSession;
use crate::operations::tokens::Token;
use crate::operations::{Installation, Problem, Refused};

/// What every handler shares.
#[derive(Clone, Debug)]
pub struct Site {
    /// The installation.
    pub installation: Installation,
    /// Where the built files are.
    pub files: SiteFiles,
    /// Leptos' own settings.
    pub options: LeptosOptions,
    strangers: Strangers,
}

/// What people who are signed out may take, all of them together.
#[derive(Clone, Debug)]
struct Strangers {
    /// Pages that carry their typing.
    carried: Arc<Semaphore>,
    /// Bytes of long forms that are being read.
    read: Arc<Semaphore>,
}

impl axum::extract::FromRef<Site> for LeptosOptions {
    fn from_ref(site: &Site) -> Self {
        site.options.clone()
    }
}

impl Site {
    /// What the handlers of an installation share.
    pub fn new(installation: Installation, files: SiteFiles, options: LeptosOptions) -> Self {
        let (carried, read) = (Semaphore::new(CARRIED_AT_ONCE), Semaphore::new(READ_AT_ONCE));
        let strangers = Strangers { carried: carried.into(), read: read.into() };
        Self { installation, files, options, strangers }
    }

    /// Gives a page its context.
    pub fn provide(&self) {
        provide_context(self.installation.clone());
        provide_context(self.files.clone());
    }

    /// Renders the page at the request's path as if it were asked for, with a context and a status of its own.
    async fn render(
        &self,
        mut parts: Parts,
        status: StatusCode,
        context: impl Fn() + Clone + Send + Sync + 'static,
    ) -> Response {
        parts.method = Method::GET;
        // What is no address of a page at all, as in `CONNECT host:443`, has a page all the same.
        if !parts.uri.path().starts_with('/') {
            parts.uri = Uri::from_static("/");
        }
        parts.headers.remove(CONTENT_TYPE);
        parts.headers.remove(CONTENT_LENGTH);
        let site = self.clone();
        let options = self.options.clone();
        let provide = move || {
            site.provide();
            context();
        };
        let render = leptos_axum::render_app_async_with_context(provide, move || shell(options.clone()));
        let mut response = render(Request::from_parts(parts, Body::empty())).await.into_response();
        if response.status() == StatusCode::OK {
            *response.status_mut() = status;
        }
        response
    }

    /// The same page again, with what was typed and what is wrong with it.
    pub async fn again(&self, parts: Parts, status: StatusCode, state: FormState) -> Response {
        self.render(parts, status, move || provide_context(state.clone())).await
    }

    /// The same page again, with something more for it to show.
    pub async fn again_with<C: Clone + Send + Sync + 'static>(
        &self,
        parts: Parts,
        status: StatusCode,
        state: FormState,
        more: C,
    ) -> Response {
        let context = move || {
            provide_context(state.clone());
            provide_context(more.clone());
        };
        self.render(parts, status, context).await
    }

    /// A page that says what went wrong and offers a way back.
    pub async fn trouble(&self, parts: Parts, trouble: Trouble) -> Response {
        self.render(parts, trouble.status(), move || provide_context(trouble.clone())).await
    }

    /// A page that says what went wrong and carries what was posted, so that it can be sent again. For somebody who is signed
    /// out it carries no more than an honest page has, and there are only so many at once.
    pub async fn carry(
        &self,
        post: Post,
        status: StatusCode,
        state: FormState,
        why: fn(StatusCode, Carried) -> Trouble,
    ) -> Response {
        let stranger = is_by_a_stranger(&post.parts);
        let place = stranger.then(|| self.strangers.carried.clone().try_acquire_owned()).transpose();
        let Ok(place) = place else { return self.trouble(post.parts, Trouble::Busy).await };
        let mark = (!post.whole.is_empty()).then(|| (WHOLE.to_owned(), post.whole));
        let carried = Carried::new(post.fields.into_iter().chain(mark).collect());
        if stranger && carried.length() > CARRIED {
            return self.trouble(post.parts, Trouble::TooLarge).await;
        }
        let response = self.again_with(post.parts, status, state, why(status, carried)).await;
        until_sent(response, place)
    }

    /// Reads the body of a form, up to so many bytes, with the room that it takes of what strangers have together: to be held
    /// until it is done with.
    pub async fn read_body(
        &self,
        parts: &Parts,
        body: Body,
        most: usize,
    ) -> Result<(Bytes, Option<OwnedSemaphorePermit>), Trouble> {
        let room = is_by_a_stranger(parts).then_some(&self.strangers.read);
        read_body(body, most, room).await
    }

    async fn read_form(&self, parts: &Parts, body: Body) -> Result<Vec<(String, String)>, Trouble> {
        let known = form_of(parts).ok_or(Trouble::NotAForm)?;
        let (body, _room) = self.read_body(parts, body, known.bytes).await?;
        let mut fields = known.read(&body).ok_or(Trouble::TooLarge)?;
        // The page that answers has an id of its own.
        fields.retain(|(name, _)| name != POST_ID);
        Ok(fields)
    }

    /// Ends a post that was refused for no fault of its fields. What it sent stays on the page while the database
    /// cannot be written, and what somebody typed at length stays there for whoever may save it.
    pub async fn refused(&self, post: Post, refused: Refused) -> Response {
        let trouble = match Trouble::from(refused) {
            unavailable @ Trouble::Unavailable(_) => {
                let why = |_, carried| Trouble::Unavailable(Some(carried));
                return self.carry(post, unavailable.status(), FormState::default(), why).await;
            }
            refusal @ (Trouble::NotFound | Trouble::NotAllowed)
                if carries_typing(&post.parts.method, post.parts.uri.path()) =>
            {
                return sign_in_again::keep(self, post, refusal.status()).await;
            }
            other => other,
        };
        self.trouble(post.parts, trouble).await
    }

    /// Ends a post that lacks a field which its page has: the page again, whole, with what came of the post. What did not
    /// come is there as it is stored.
    async fn did_not_come_whole(&self, post: Post) -> Response {
        let is_signed_in = !is_by_a_stranger(&post.parts);
        if is_signed_in && post.visitor().is_err() && carries_typing(&post.parts.method, post.parts.uri.path()) {
            return sign_in_again::keep(self, post, StatusCode::NOT_FOUND).await;
        }
        let problems = vec![Problem::new("", NOT_WHOLE)];
        let state = FormState { typed: post.fields, problems, conflicts: Vec::new() };
        self.again(post.parts, StatusCode::UNPROCESSABLE_ENTITY, state).await
    }

    /// Ends a post: on to another page, or the same again, or a page that says what went wrong.
    pub async fn finish(&self, post: Post, result: Result<String, Refused>) -> Response {
        let problem = |field: &str, message: String| vec![Problem::new(field, message)];
        let (status, problems) = match result {
            Ok(location) => return post.done(&location),
            Err(Refused::Invalid(problems)) => (StatusCode::UNPROCESSABLE_ENTITY, problems),
            Err(Refused::State(why)) => (StatusCode::CONFLICT, problem("", why)),
            Err(Refused::OutOfDate(why)) => (StatusCode::CONFLICT, problem("revision", why)),
            Err(other) => return self.refused(post, other).await,
        };
        self.again(post.parts, status, FormState { typed: post.fields, problems, conflicts: Vec::new() }).await
    }
}

/// What is said of a post that lacks a field which its page has.
const NOT_WHOLE: &str = "Nothing was saved: the page did not come whole. This is the whole page with what arrived of what \
                         you typed. Check it, then save again";

/// 303 to one of our own paths.
pub fn see_other(location: &str) -> Response {
    let own = own_path(location).unwrap_or("/");
    let value = HeaderValue::from_str(own).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(LOCATION, value)]).into_response()
}

/// The same at the end of a form post, to a page whose address says what was done.
pub fn done(location: &str) -> Response {
    // A browser asks for the page alone, without the place on it.
    let page = location.split('#').next().unwrap_or_default();
    with_done(see_other(location), page)
}

/// The path when it leads to a page of ours and nowhere else.
pub fn own_path(path: &str) -> Option<&str> {
    let own = path.starts_with('/')
        && !path.starts_with("//")
        && path.chars().all(|c| c.is_ascii_graphic() && c != '\\')
        && !path.to_ascii_lowercase().contains("%2f%2f")
        && !path.to_ascii_lowercase().contains("%5c");
    own.then_some(path)
}

/// A form post: its fields and its request.
#[derive(Debug)]
pub struct Post {
    /// The fields, in the order in which the page has them.
    pub fields: Vec<(String, String)>,
    /// The request without its body.
    pub parts: Parts,
    /// The mark of a whole form, which is carried along with its fields.
    whole: String,
}

impl Post {
    /// The post of a button that stands on another page: that page is shown again when the post is refused.
    #[must_use]
    pub fn from_page(mut self, path: &str) -> Self {
        self.parts.uri = path.parse().unwrap_or(self.parts.uri);
        self
    }

    /// A field's value, empty when it was not posted.
    pub fn field(&self, name: &str) -> String {
        self.fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone()).unwrap_or_default()
    }

    /// Every value posted under a name: the ticked boxes.
    pub fn all(&self, name: &str) -> Vec<String> {
        self.fields.iter().filter(|(field, _)| field == name).map(|(_, value)| value.clone()).collect()
    }

    /// Takes a value out of the fields, so that the page that answers does not show it again: above all a secret.
    pub fn take(&mut self, name: &str) -> String {
        let value = self.field(name);
        self.fields.retain(|(field, _)| field != name);
        value
    }

    /// The end of a post that was carried out: on to a page whose address says what was done.
    pub fn done(&self, location: &str) -> Response {
        done(&with_left_out(location, &self.fields))
    }

    /// The session.
    pub fn session(&self) -> Option<CurrentSession> {
        self.parts.extensions.get().cloned()
    }

    /// The session's token.
    pub fn token(&self) -> Option<Token> {
        self.session().map(|session| session.token)
    }

    /// The signed-in person; nobody when the form's page was made for somebody else, who has typed into it.
    pub fn visitor(&self) -> Result<Visitor, Refused> {
        let visitor = self.session().and_then(|session| session.visitor).ok_or(Refused::NotFound)?;
        let opened_by = self.field(OPENED_BY);
        if opened_by.is_empty() || opened_by == visitor.person.0.to_string() {
            Ok(visitor)
        } else {
            Err(Refused::NotFound)
        }
    }
}

/// Whether nobody is signed in with whom a request could be.
fn is_by_a_stranger(parts: &Parts) -> bool {
    parts.extensions.get::<CurrentSession>().is_none_or(|session| session.visitor.is_none())
}

/// The fields of a post that was carried over signing in again, in place of the request's body.
#[derive(Clone, Debug)]
pub struct Resumed(pub Vec<(String, String)>);

impl FromRequest<Site> for Post {
    type Rejection = Response;

    async fn from_request(request: Request, site: &Site) -> Result<Self, Response> {
        let mut post = Self::read(request, site).await?;
        // Somebody who signed in elsewhere in the meantime needs neither, and no page shows them again.
        post.fields.retain(|(name, _)| !name.starts_with(OWN));
        let form = post.parts.extensions.get::<FormFields>();
        if form.is_some_and(|form| !form.is_whole(&post.fields)) {
            return Err(site.did_not_come_whole(post).await);
        }
        post.whole = post.take(WHOLE);
        Ok(post)
    }
}

impl Post {
    /// Reads a request as a form: the fields that its page has, within their limits.
    pub async fn read(request: Request, site: &Site) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        if let Some(Resumed(fields)) = parts.extensions.remove() {
            return Ok(Self { fields, parts, whole: String::new() });
        }
        match site.read_form(&parts, body).await {
            Ok(fields) => Ok(Self { fields, parts, whole: String::new() }),
            Err(trouble) => Err(site.trouble(parts, trouble).await),
        }
    }
}

/// The fields that the form of a request may have; `None` when it sends none.
pub fn form_of(parts: &Parts) -> Option<FormFields> {
    let kind = parts.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let is_form = kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case(FORM));
    parts.extensions.get::<FormFields>().copied().filter(|_| is_form)
}

/// How browsers send a form.
const FORM: &str = "application/x-www-form-urlencoded";

/// A part of the path as an axum handler reads it: what does not read is not found.
#[derive(Clone, Debug)]
pub struct PathOf<T>(pub T);

impl<T: serde::de::DeserializeOwned + Send> FromRequestParts<Site> for PathOf<T> {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Response> {
        match axum::extract::Path::<T>::from_request_parts(parts, site).await {
            Ok(axum::extract::Path(value)) => Ok(Self(value)),
            Err(_) => Err(site.trouble(parts.clone(), Trouble::NotFound).await),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_redirect_leads_to_our_own_pages_alone() {
        assert_eq!(own_path("/audits/3?saved=1"), Some("/audits/3?saved=1"));
        for elsewhere in ["", "//x", "/\\x", "https:x", "http://x", "/%2f%2fx", "/%5cx", "/a\r\nb", "/a b", "x", "/\tx"]
        {
            assert_eq!(own_path(elsewhere), None, "{elsewhere:?}");
        }
    }
}
