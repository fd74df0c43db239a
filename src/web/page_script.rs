//! The plain script of every page: the few lines that must hold also where the islands never come, or fail.

use std::sync::LazyLock;

use axum::http::Uri;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use crate::operations::tokens::content_hash;

const TEXT: &str = include_str!("../../public/page.js");

/// Where it is served.
pub const PATH: &str = "/page.js";

/// Its address, which changes with its text: a browser keeps each text for a year.
static ADDRESS: LazyLock<String> = LazyLock::new(|| format!("{PATH}?{}", &content_hash(TEXT)[..16]));

/// The address by which a page asks for it.
pub fn address() -> &'static str {
    &ADDRESS
}

/// Serves it. A browser keeps it only under the address that names this text: under another, the browser would go on
/// running it after an upgrade.
pub async fn get(uri: Uri) -> Response {
    let names_this_text = uri.path_and_query().is_some_and(|asked| asked.as_str() == address());
    let kept = if names_this_text { "public, max-age=31536000, immutable" } else { "no-store" };
    ([(CONTENT_TYPE, "text/javascript; charset=utf-8"), (CACHE_CONTROL, kept)], TEXT).into_response()
}
