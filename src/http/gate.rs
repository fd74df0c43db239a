//! Requests that are turned away before anything asks who sent them: methods that nothing here serves, requests that do not
//! name their host exactly once, and addresses and cookies beyond their limits.

use axum::extract::{Request, State};
use axum::http::header::{ALLOW, COOKIE, HOST};
use axum::http::uri::Authority;
use axum::http::{HeaderValue, Method, Version};
use axum::middleware::Next;
use axum::response::Response;

use crate::web::error_page::ErrorPage;
use crate::web::limits::{LONGEST_ADDRESS, LONGEST_COOKIES, LONGEST_HEADERS, MOST_COOKIES, MOST_QUERY_VALUES};
use crate::web::site::Site;

/// Lets a request through, or answers it with a page.
pub async fn check(State(site): State<Site>, request: Request, next: Next) -> Response {
    let Some(page) = refused_by_its_head(&request) else { return next.run(request).await };
    let is_method = matches!(page, ErrorPage::WrongMethod);
    let (parts, _) = request.into_parts();
    let mut response = site.error_page(parts, page).await;
    if is_method {
        response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD, POST"));
    }
    response
}

fn refused_by_its_head(request: &Request) -> Option<ErrorPage> {
    let (uri, headers) = (request.uri(), request.headers());
    if ![Method::GET, Method::HEAD, Method::POST].contains(request.method()) {
        return Some(ErrorPage::WrongMethod);
    }
    // HTTP/1.0 has no such header, and its requests may be for any host.
    let mut hosts = headers.get_all(HOST).iter();
    let (host, another) = (hosts.next(), hosts.next());
    let is_missing = host.is_none() && request.version() != Version::HTTP_10;
    if is_missing || another.is_some() || host.is_some_and(|host| !is_host(host)) || !uri.path().starts_with('/') {
        return Some(ErrorPage::NoRequest);
    }
    let held: usize = headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    if held > LONGEST_HEADERS {
        return Some(ErrorPage::LongHeaders);
    }
    let query = uri.query().unwrap_or_default();
    if uri.path().len() + query.len() > LONGEST_ADDRESS || query.split('&').count() > MOST_QUERY_VALUES {
        return Some(ErrorPage::LongAddress);
    }
    // Counted by their separators, so that a cookie that cannot be read counts too.
    let cookies = headers.get_all(COOKIE).iter().map(HeaderValue::as_bytes);
    let (length, number) = cookies.fold((0, 0), |(length, number), line| {
        (length + line.len(), number + line.split(|&byte| byte == b';').count())
    });
    (length > LONGEST_COOKIES || number > MOST_COOKIES).then_some(ErrorPage::ManyCookies)
}

/// Whether a `Host` header names a host, without a user.
fn is_host(value: &HeaderValue) -> bool {
    Authority::try_from(value.as_bytes()).is_ok_and(|host| !host.as_str().contains('@'))
}
