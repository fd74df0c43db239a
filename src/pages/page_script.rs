//! The plain script of every page: the few lines that must hold also where the islands never come, or fail.

use std::sync::LazyLock;

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use crate::operations::tokens::content_hash;

const TEXT: &str = include_str!("../../public/page.js");

/// Where it is served.
pub const PATH: &str = "/page.js";

/// Its address, which changes with its text: a browser keeps each text for good.
static ADDRESS: LazyLock<String> = LazyLock::new(|| format!("{PATH}?{}", &content_hash(TEXT)[..16]));

/// The address by which a page asks for it.
pub fn address() -> &'static str {
    &ADDRESS
}

/// Serves it.
pub async fn get() -> Response {
    let headers =
        [(CONTENT_TYPE, "text/javascript; charset=utf-8"), (CACHE_CONTROL, "public, max-age=31536000, immutable")];
    (headers, TEXT).into_response()
}
