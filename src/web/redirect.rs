//! Leading a browser on to one of our own pages.

use axum::http::header::LOCATION;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

use super::cookies::with_done;

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
