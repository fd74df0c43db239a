//! What every handler shares, and how it answers with a page.

use std::sync::Arc;

use any_spawner::Executor;
use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use leptos::prelude::*;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::body::{HasItsRoom, read_body};
use super::document::document;
use super::error_page::ErrorPage;
use super::limits::{CARRIED_AT_ONCE, READ_AT_ONCE};
use super::page_map::PageMap;
use super::request::{FormState, SiteFiles, visitor_of};
use crate::operations::Installation;

/// What every handler shares.
#[derive(Clone, Debug)]
pub struct Site {
    /// The installation.
    pub installation: Arc<Installation>,
    /// Where the built files are.
    pub files: SiteFiles,
    pages: Arc<PageMap>,
    strangers: Strangers,
}

/// The shares that all people who are signed out have together.
#[derive(Clone, Debug)]
struct Strangers {
    /// Pages that carry their typing.
    carried: Arc<Semaphore>,
    /// Bytes of long forms that are being read.
    read: Arc<Semaphore>,
}

impl Site {
    /// What the handlers of an installation share.
    pub fn new(installation: Arc<Installation>, files: SiteFiles, pages: PageMap) -> Self {
        // The executor that renders pages; it runs already when another site was made before.
        let _runs = Executor::init_tokio();
        let (carried, read) = (Semaphore::new(CARRIED_AT_ONCE), Semaphore::new(READ_AT_ONCE));
        let strangers = Strangers { carried: carried.into(), read: read.into() };
        Self { installation, files, pages: pages.into(), strangers }
    }

    /// Gives a page its context.
    pub fn provide(&self) {
        provide_context(self.installation.clone());
        provide_context(self.files.clone());
    }

    /// Renders the page at the request's path as if it were asked for, with a context and a status of its own. When
    /// there is none, the page says so.
    async fn render(
        &self,
        mut parts: Parts,
        status: StatusCode,
        context: impl Fn() + Clone + Send + Sync + 'static,
    ) -> Response {
        parts.method = Method::GET;
        // A request without a path, as in `CONNECT host:443`, gets a page all the same.
        if !parts.uri.path().starts_with('/') {
            parts.uri = Uri::from_static("/");
        }
        parts.headers.remove(CONTENT_TYPE);
        parts.headers.remove(CONTENT_LENGTH);
        let site = self.clone();
        let asked = self.pages.at(parts.uri.path());
        let provide = move || {
            site.provide();
            if let Some((page, values)) = asked.clone() {
                provide_context(page);
                provide_context(values);
            }
            context();
        };
        let render = leptos_axum::render_app_async_with_context(provide, document);
        let mut response = render(Request::from_parts(parts, Body::empty())).await.into_response();
        if response.status() == StatusCode::OK {
            *response.status_mut() = status;
        }
        response
    }

    /// The page at the request's path.
    pub async fn page(&self, parts: Parts) -> Response {
        self.render(parts, StatusCode::OK, || ()).await
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
    pub async fn error_page(&self, parts: Parts, page: ErrorPage) -> Response {
        self.render(parts, page.status(), move || provide_context(page.clone())).await
    }

    /// One of the places for pages that carry a stranger's typing, until it is dropped.
    pub(super) fn place_to_carry(&self) -> Result<OwnedSemaphorePermit, ErrorPage> {
        self.strangers.carried.clone().try_acquire_owned().map_err(|_| ErrorPage::Busy)
    }

    /// Reads the body of a form, up to so many bytes. Returns it with its part of the room that strangers share, to be
    /// held until the body is done with.
    pub async fn read_body(
        &self,
        parts: &Parts,
        body: Body,
        most: usize,
    ) -> Result<(Bytes, Option<OwnedSemaphorePermit>), ErrorPage> {
        let has_its_room = parts.extensions.get::<HasItsRoom>().is_some();
        let room = (is_by_a_stranger(parts) && !has_its_room).then_some(&self.strangers.read);
        read_body(body, most, room).await
    }
}

/// Whether a request comes from somebody who is not signed in.
pub(super) fn is_by_a_stranger(parts: &Parts) -> bool {
    visitor_of(parts).is_err()
}
