//! What scripts call: the server functions of the islands.

use axum::Json;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::{ACCEPT, REFERER};
use axum::response::{IntoResponse, Response};

use crate::domain::save::NotSaved;
use crate::web::body::read_body;
use crate::web::limits;
use crate::web::site::Site;

/// Runs a server function. Its plain-form redirect to whatever the `Referer` says is switched off.
pub(super) async fn run(State(site): State<Site>, request: Request) -> Response {
    let (mut parts, body) = request.into_parts();
    parts.headers.remove(REFERER);
    parts.headers.remove(ACCEPT);
    // Read here: the function would take the whole of it, however long.
    let body = match read_body(body, limits::FUNCTION_CALL, None).await {
        Ok((body, _)) => body,
        Err(page) => return (page.status(), Json(NotSaved::Unavailable)).into_response(),
    };
    let request = Request::from_parts(parts, body.into());
    let mut response =
        leptos_axum::handle_server_fns_with_context(move || site.provide(), request).await.into_response();
    // A function gives each of its own errors a status. What has none is a body that could not be read as its fields.
    if response.status() == StatusCode::INTERNAL_SERVER_ERROR {
        tracing::warn!("a server function could not read what it was sent");
        *response.status_mut() = StatusCode::BAD_REQUEST;
    }
    response
}

/// Answers a script that asks for what there is not, whatever its method.
pub(super) async fn none() -> Response {
    (StatusCode::NOT_FOUND, Json(NotSaved::NotFound)).into_response()
}
