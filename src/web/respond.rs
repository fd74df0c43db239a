//! How form posts end: in a redirect, or in the same page again.

use axum::body::Body;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use axum::http::uri::PathAndQuery;
use axum::http::{Extensions, StatusCode};
use axum::response::Response;

use super::body::until_sent;
use super::carried::Carried;
use super::error_page::ErrorPage;
use super::field_names::{OPENED_BY, POST_ID, SIGN_IN, SIGN_IN_EMAIL, WHOLE};
use super::form_fields::FormFields;
use super::limits::CARRIED;
use super::notices::with_left_out;
use super::redirect::done;
use super::request::{FormState, session_of, visitor_of};
use super::route::Route;
use super::site::{Site, is_by_a_stranger};
use crate::domain::access::Visitor;
use crate::operations::account::session::CurrentSession;
use crate::operations::tokens::Token;
use crate::operations::{Problem, Refused};

/// A form post: its fields and its request.
#[derive(Debug)]
pub struct Post {
    /// The fields, in the order in which the page has them.
    pub fields: Vec<(String, String)>,
    /// The request without its body.
    pub parts: Parts,
    /// The mark of a whole form, which is carried along with its fields.
    whole: String,
    /// The path and query to which it was sent.
    address: String,
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

    /// Takes out the fields for signing in again: somebody who signed in elsewhere in the meantime needs none of them,
    /// and no page shows them again.
    fn forget_signing_in(&mut self) {
        self.fields.retain(|(name, _)| !name.starts_with(SIGN_IN));
    }

    /// The end of a post that was carried out: on to a page whose address says what was done.
    pub fn done(&self, location: &str) -> Response {
        done(&with_left_out(location, &self.fields))
    }

    /// The session.
    pub fn session(&self) -> Option<CurrentSession> {
        session_of(&self.parts)
    }

    /// The session's token.
    pub fn token(&self) -> Option<Token> {
        self.session().map(|session| session.token)
    }

    /// The signed-in person; nobody when the form's page was made for somebody else, who has typed into it.
    pub fn visitor(&self) -> Result<Visitor, Refused> {
        let visitor = visitor_of(&self.parts)?;
        let opened_by = self.field(OPENED_BY);
        if opened_by.is_empty() || opened_by == visitor.person.0.to_string() {
            Ok(visitor)
        } else {
            Err(Refused::NotFound)
        }
    }
}

impl Site {
    /// A page that says what went wrong and carries what was posted, so that it can be sent again. For somebody who is
    /// signed out it carries no more than an honest page has, and only so many such pages exist at once.
    pub async fn carry(
        &self,
        post: Post,
        status: StatusCode,
        state: FormState,
        why: fn(StatusCode, Carried) -> ErrorPage,
    ) -> Response {
        let stranger = is_by_a_stranger(&post.parts);
        let place = stranger.then(|| self.place_to_carry()).transpose();
        let place = match place {
            Ok(place) => place,
            Err(busy) => return self.error_page(post.parts, busy).await,
        };
        let mark = (!post.whole.is_empty()).then(|| (WHOLE.to_owned(), post.whole));
        let carried = Carried::new(post.fields.into_iter().chain(mark).collect(), &post.address);
        if stranger && carried.length() > CARRIED {
            return self.error_page(post.parts, ErrorPage::TooLarge).await;
        }
        let response = self.again_with(post.parts, status, state, why(status, carried)).await;
        until_sent(response, place)
    }

    /// Answers typing that the signed-in person may not save: it stays on the page, since another person may have typed
    /// it.
    async fn keep(&self, post: Post, status: StatusCode) -> Response {
        let state = FormState { typed: vec![(SIGN_IN_EMAIL.into(), String::new())], ..FormState::default() };
        self.carry(post, status, state, ErrorPage::SomebodyElse).await
    }

    async fn read_form(&self, parts: &Parts, body: Body) -> Result<Vec<(String, String)>, ErrorPage> {
        let known = form_of(parts).ok_or(ErrorPage::NotAForm)?;
        let (body, _room) = self.read_body(parts, body, known.bytes).await?;
        let mut fields = known.read(&body).ok_or(ErrorPage::TooLarge)?;
        // The page that answers has an id of its own.
        fields.retain(|(name, _)| name != POST_ID);
        Ok(fields)
    }

    /// Ends a post that was refused for no fault of its fields. They stay on the page while the database cannot be
    /// written, and long typing stays there for a person who may save it.
    pub async fn refused(&self, post: Post, refused: Refused) -> Response {
        let page = match ErrorPage::from(refused) {
            ErrorPage::Unavailable(_) => return self.cannot_save(post).await,
            refusal @ (ErrorPage::NotFound | ErrorPage::NotAllowed) if carries_typing(&post.parts.extensions) => {
                return self.keep(post, refusal.status()).await;
            }
            other => other,
        };
        self.error_page(post.parts, page).await
    }

    /// Ends a post that lacks a field of its page: the page again, whole, with the fields that arrived. The others hold
    /// what is stored.
    async fn did_not_come_whole(&self, post: Post) -> Response {
        let is_signed_in = !is_by_a_stranger(&post.parts);
        if is_signed_in && post.visitor().is_err() && carries_typing(&post.parts.extensions) {
            return self.keep(post, StatusCode::NOT_FOUND).await;
        }
        let problems = vec![Problem::of_the_form(NOT_WHOLE)];
        self.again_or_carried(post, StatusCode::UNPROCESSABLE_ENTITY, problems).await
    }

    /// The same page again, with what was typed and what is wrong with it. Where the page cannot be read just now, what
    /// was typed is carried all the same.
    async fn again_or_carried(&self, post: Post, status: StatusCode, problems: Vec<Problem>) -> Response {
        let state = FormState { typed: post.fields.clone(), problems, conflicts: Vec::new() };
        let page = self.again(post.parts.clone(), status, state).await;
        if page.status() == StatusCode::SERVICE_UNAVAILABLE { self.cannot_save(post).await } else { page }
    }

    /// The page of a post that cannot be saved just now: what it sent stays there, to be sent again.
    async fn cannot_save(&self, post: Post) -> Response {
        let why = |_, carried| ErrorPage::Unavailable(Some(carried));
        self.carry(post, StatusCode::SERVICE_UNAVAILABLE, FormState::default(), why).await
    }

    /// Ends a post before anybody knows whose it is, whether it came whole or not.
    pub async fn refused_unread(&self, request: Request, refused: Refused) -> Response {
        match Post::read(request, self).await {
            Ok(mut post) => {
                post.forget_signing_in();
                self.refused(post, refused).await
            }
            Err(answer) => answer,
        }
    }

    /// Ends a post: on to another page, or the same again, or a page that says what went wrong.
    pub async fn finish(&self, post: Post, result: Result<String, Refused>) -> Response {
        let (status, problems) = match result {
            Ok(location) => return post.done(&location),
            Err(Refused::Invalid(problems)) => (StatusCode::UNPROCESSABLE_ENTITY, problems),
            Err(Refused::State(why)) => (StatusCode::CONFLICT, vec![Problem::of_the_form(why)]),
            Err(Refused::OutOfDate(why)) => (StatusCode::CONFLICT, vec![Problem::new("revision", why)]),
            Err(other) => return self.refused(post, other).await,
        };
        self.again_or_carried(post, status, problems).await
    }
}

/// The message for a post that lacks a field of its page.
const NOT_WHOLE: &str = "Nothing was saved: the page did not come whole. This is the whole page with what arrived of what \
                         you typed. Check it, then save again";

/// The fields of a post that was carried over signing in again, in place of the request's body.
#[derive(Clone, Debug)]
pub struct Resumed(pub Vec<(String, String)>);

impl FromRequest<Site> for Post {
    type Rejection = Response;

    async fn from_request(request: Request, site: &Site) -> Result<Self, Response> {
        let mut post = Self::read(request, site).await?;
        post.forget_signing_in();
        let form = post.parts.extensions.get::<Route>().and_then(|route| route.form);
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
        let address = parts.uri.path_and_query().map_or("/", PathAndQuery::as_str).to_owned();
        let read = match parts.extensions.remove() {
            Some(Resumed(fields)) => Ok(fields),
            None => site.read_form(&parts, body).await,
        };
        match read {
            Ok(fields) => Ok(Self { fields, parts, whole: String::new(), address }),
            Err(page) => Err(site.error_page(parts, page).await),
        }
    }
}

/// The fields that the form of a request may have; `None` when it sends none.
pub fn form_of(parts: &Parts) -> Option<FormFields> {
    let kind = parts.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let is_form = kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case(FORM));
    parts.extensions.get::<Route>().and_then(|route| route.form).filter(|_| is_form)
}

/// Whether a request carries what an organisation's people typed at length: a standard's answers, an action.
pub fn carries_typing(extensions: &Extensions) -> bool {
    extensions.get::<Route>().is_some_and(|route| route.carries_typing)
}

/// How browsers send a form.
const FORM: &str = "application/x-www-form-urlencoded";

/// A part of the path as an axum handler reads it; an unreadable one is not found.
#[derive(Clone, Debug)]
pub struct PathOf<T>(pub T);

impl<T: serde::de::DeserializeOwned + Send> FromRequestParts<Site> for PathOf<T> {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Response> {
        match axum::extract::Path::<T>::from_request_parts(parts, site).await {
            Ok(axum::extract::Path(value)) => Ok(Self(value)),
            Err(_) => Err(site.error_page(parts.clone(), ErrorPage::NotFound).await),
        }
    }
}
