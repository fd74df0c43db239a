//! What every response gets: a request id, security headers, limits, compression, and a page instead of a panic.

use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, REFERRER_POLICY, RETRY_AFTER,
    STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};
use tower_http::csrf::CsrfLayer;
use tower_http::timeout::TimeoutLayer;

use super::compress;
use super::gate;
use super::shares::{self, Shares};
use super::unread;
use crate::domain::organisation::OrganisationId;
use crate::domain::person::PersonId;
use crate::web::error_page::ErrorPage;
use crate::web::limits::ANSWERS_FORM;
use crate::web::request::RequestId;
use crate::web::site::Site;

/// How long an answer may take before it is given up. The largest file that is made while its reader waits takes seconds,
/// the largest import as long as its reader's line.
const LONGEST_ANSWER: Duration = Duration::from_mins(5);

/// For what is no page: nothing may be loaded or framed.
const STRICT: &str = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/// Puts the layers around the routes; the first here is the innermost.
pub fn around(routes: Router<Site>, site: &Site) -> Router<Site> {
    routes
        .layer(from_fn(compress::pages))
        .layer(DefaultBodyLimit::max(ANSWERS_FORM))
        .layer(same_origin_only(&site.installation.base_url))
        .layer(from_fn_with_state(site.clone(), gate::check))
        .layer(from_fn_with_state((site.clone(), Shares::of_requests()), shares::requests))
        .layer(CatchPanicLayer::custom(bare_failure))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, LONGEST_ANSWER))
        .layer(from_fn_with_state(site.clone(), page_for_bare_refusals))
        .layer(CatchPanicLayer::custom(bare_failure))
        .layer(from_fn(headers))
        // What is no page, or is held until it was sent. Workbooks are compressed already.
        .layer(
            CompressionLayer::new().quality(CompressionLevel::Precise(compress::QUALITY)).compress_when(
                DefaultPredicate::new().and(NotForContentType::const_new("application/vnd.openxmlformats")),
            ),
        )
        .layer(from_fn_with_state(site.clone(), request_id))
        // Outside the line of the log, which is written when it is known how a request ends.
        .layer(from_fn_with_state(unread::Places::default(), unread::read_the_rest))
}

/// Who asked, as the session layer found out; it travels on the response.
#[derive(Clone, Debug)]
pub(super) struct AskedBy {
    /// The person.
    pub person: PersonId,
    /// The organisations they belong to.
    pub organisations: Vec<OrganisationId>,
}

/// Gives each request an id, counts it, and writes its line of the log: who asked, with the row numbers of person and
/// organisations, never a name; what for, without the query; and how it ended.
async fn request_id(State(site): State<Site>, mut request: Request, next: Next) -> Response {
    let id = format!("{:016x}", rand::random::<u64>());
    request.extensions_mut().insert(RequestId(id.clone()));
    let (method, path) = (begin(request.method().as_str()), begin(request.uri().path()));
    let started = std::time::Instant::now();
    let response = next.run(request).await;
    let status = response.status().as_u16();
    let counters = &site.installation.counters;
    counters.requests.add(1);
    counters.unavailable.add(usize::from(status == 503));
    counters.failures.add(usize::from(status == 500));
    let asked_by = response.extensions().get::<AskedBy>();
    let person = asked_by.map(|asked| asked.person.0);
    let organisations: Vec<_> =
        asked_by.iter().flat_map(|asked| &asked.organisations).map(|organisation| organisation.0.to_string()).collect();
    let organisation = (!organisations.is_empty()).then(|| organisations.join(" "));
    let ms = started.elapsed().as_millis();
    tracing::info!(request = %id, person, organisation, %method, %path, status, ms, "answered");
    response
}

/// The part of a text that the log takes: a stranger may have written it at any length. None of our own addresses is longer.
fn begin(text: &str) -> String {
    const MOST: usize = 200;
    let mut begin: String = text.chars().take(MOST).collect();
    if begin.len() < text.len() {
        begin.push('…');
    }
    begin
}

async fn headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let unavailable = response.status() == StatusCode::SERVICE_UNAVAILABLE;
    let headers = response.headers_mut();
    let mut default = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    if unavailable {
        default(RETRY_AFTER, "10");
    }
    default(CONTENT_SECURITY_POLICY, STRICT);
    default(CACHE_CONTROL, "no-store");
    default(X_CONTENT_TYPE_OPTIONS, "nosniff");
    default(REFERRER_POLICY, "same-origin");
    default(STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains");
    default(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    default(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    default(HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()");
    response
}

/// Requests that change something must come from our own pages, also where a proxy in front changes `Host`.
fn same_origin_only(base_url: &str) -> CsrfLayer {
    CsrfLayer::new().add_trusted_origin(base_url).unwrap_or_else(|error| {
        tracing::warn!(?error, "the base URL is not an origin; posts are checked against Host alone");
        CsrfLayer::new()
    })
}

/// A panic is logged with what it said, and answered with a page by the layer outside.
fn bare_failure(panic: Box<dyn std::any::Any + Send>) -> Response {
    let said = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    tracing::error!(said = said.unwrap_or("nothing"), "a handler panicked");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

/// A refusal that a layer or the router made without a page gets one: wrong methods, foreign requests, panics.
async fn page_for_bare_refusals(State(site): State<Site>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let response = next.run(Request::from_parts(parts.clone(), body)).await;
    if response.headers().contains_key(CONTENT_TYPE) {
        return response;
    }
    let page = match response.status() {
        StatusCode::FORBIDDEN => ErrorPage::Foreign,
        StatusCode::NOT_FOUND => ErrorPage::NotFound,
        StatusCode::METHOD_NOT_ALLOWED => ErrorPage::WrongMethod,
        StatusCode::PAYLOAD_TOO_LARGE => ErrorPage::TooLarge,
        StatusCode::INTERNAL_SERVER_ERROR => ErrorPage::Failed,
        StatusCode::SERVICE_UNAVAILABLE => ErrorPage::Unavailable(None),
        _ => return response,
    };
    site.error_page(parts, page).await
}

/// Built files have their content's hash in their name: browsers may keep them for a year. What none of them is called is not
/// looked for.
pub async fn built_files(State(site): State<Site>, request: Request, next: Next) -> Response {
    let name = request.uri().path().trim_start_matches('/');
    let is_name = name.len() < 100 && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte));
    if !is_name {
        return site.error_page(request.into_parts().0, ErrorPage::NotFound).await;
    }
    let mut response = next.run(request).await;
    if response.status().is_success() {
        let for_a_year = HeaderValue::from_static("public, max-age=31536000, immutable");
        response.headers_mut().insert(CACHE_CONTROL, for_a_year);
    }
    response
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::routing::get;
    use http_body_util::BodyExt;
    use leptos::prelude::*;
    use tower::ServiceExt;

    use super::*;
    use crate::operations::{Clock, Installation, Opening};
    use crate::web::page_map::PageMap;

    #[component]
    fn Broken() -> impl IntoView {
        let broken = Suspend::new(async {
            assert!(std::env::args().len() > 1_000, "while a page was made");
            "whole"
        });
        view! { <p>{broken}</p> }
    }

    async fn in_a_handler() -> &'static str {
        assert!(std::env::args().len() > 1_000, "in a handler");
        "whole"
    }

    async fn site() -> (tempfile::TempDir, Site) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("s.db");
        let installation = Installation::open(&path, Opening::Create, Clock::System, "http://s.test").await.unwrap();
        let site = Site::new(installation, crate::web::request::SiteFiles::default(), PageMap::default());
        (folder, site)
    }

    async fn ask(router: &Router, path: &str) -> (StatusCode, String) {
        let request = Request::get(path).header("host", "s.test").body(Body::empty()).unwrap();
        let (parts, body) = router.clone().oneshot(request).await.unwrap().into_parts();
        (parts.status, String::from_utf8(body.collect().await.unwrap().to_bytes().to_vec()).unwrap())
    }

    #[tokio::test]
    async fn f22_a_panic_is_a_page_with_the_requests_id_and_nobody_else_notices() {
        let (_folder, site) = site().await;
        let page = leptos_axum::render_app_async_with_context(|| (), || view! { <Broken /> });
        let pages = Router::new().route("/handler", get(in_a_handler)).route("/page", get(page));
        let router = around(pages.route("/well", get(async || "well")), &site).with_state(site.clone());
        for path in ["/handler", "/page", "/handler"] {
            let (status, page) = ask(&router, path).await;
            assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR, "{path}");
            assert!(page.contains("Something went wrong") && page.contains("quote this reference: "), "{path}: {page}");
            assert!(!page.contains("while a page") && !page.contains("in a handler"), "{path}: {page}");
            assert_eq!(ask(&router, "/well").await, (StatusCode::OK, "well".to_owned()));
        }
        assert!(site.installation.store.writing().await.is_ok(), "nothing is left locked");
        assert!(site.installation.metrics().contains("section11_failures_total 3\n"));
    }

    #[tokio::test]
    async fn s44_what_is_never_answered_is_given_up() {
        let (_folder, site) = site().await;
        let pages = Router::new().route("/never", get(std::future::pending::<&'static str>));
        let router = around(pages, &site).with_state(site.clone());
        // From here on time passes when there is nothing else to do.
        tokio::time::pause();
        let (status, page) = ask(&router, "/never").await;
        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(page.contains("cannot be reached just now") && page.contains("quote this reference: "), "{page}");
    }
}
