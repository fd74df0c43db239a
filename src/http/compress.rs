//! Pages compressed whole, with a window that fits them.
//!
//! The general layer (`layers.rs`) compresses streams of any length: for each of them it zeroes the eight megabytes that
//! brotli's usual window takes. A page is all there before the first of it is sent, and seldom longer than 128 KB.

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, VARY};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use brotli::BrotliCompress;
use brotli::enc::BrotliEncoderParams;

use crate::web::body::IsHeld;

/// The window, as the power of two that its bytes are.
const WINDOW: i32 = 17;
/// Pages are made anew each time: brotli at this level takes a third of the time of its usual one for a tenth more bytes.
pub(super) const QUALITY: i32 = 2;

/// Compresses a page for a browser that takes brotli. What is held until it was sent is left to the general layer: here its
/// body would be gone before.
pub async fn pages(request: Request, next: Next) -> Response {
    let takes = takes_brotli(request.headers());
    let response = next.run(request).await;
    if !takes || !is_page(response.headers()) || response.extensions().get::<IsHeld>().is_some() {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(page) = to_bytes(body, usize::MAX).await else {
        tracing::error!("a page broke off while it was made");
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    parts.headers.append(VARY, HeaderValue::from_static("accept-encoding"));
    if page.is_empty() {
        return Response::from_parts(parts, Body::empty());
    }
    let (mut read, mut compressed) = (&page[..], Vec::with_capacity(page.len() / 4));
    let how = BrotliEncoderParams { quality: QUALITY, lgwin: WINDOW, size_hint: page.len(), ..Default::default() };
    if let Err(error) = BrotliCompress(&mut read, &mut compressed, &how) {
        tracing::error!(%error, "a page could not be compressed");
        return Response::from_parts(parts, Body::from(page));
    }
    parts.headers.insert(CONTENT_ENCODING, HeaderValue::from_static("br"));
    parts.headers.remove(CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(compressed))
}

fn is_page(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.starts_with("text/html") && !headers.contains_key(CONTENT_ENCODING)
}

/// Whether brotli is among what a browser takes, and not refused by a weight of nothing.
fn takes_brotli(headers: &HeaderMap) -> bool {
    let values = headers.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|one| {
        let (name, weight) = one.split_once(';').unwrap_or((one, ""));
        let weight = weight.trim().to_ascii_lowercase();
        let weight = weight.strip_prefix("q=").map_or(Ok(1.0), str::parse::<f32>);
        name.trim().eq_ignore_ascii_case("br") && weight.is_ok_and(|weight| weight > 0.0)
    })
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::http::Method;
    use axum::middleware::from_fn;
    use axum::response::Html;
    use axum::routing::get;
    use http_body_util::BodyExt;
    use tower::ServiceExt;

    use super::*;
    use crate::web::body::until_sent;

    async fn ask(path: &str, method: Method, takes: &str) -> (HeaderMap, Vec<u8>) {
        let page = || "<p>Half of it is new, and half is not.</p>".repeat(2_000);
        let routes = Router::new()
            .route("/page", get(async move || Html(page())))
            .route("/held", get(async move || until_sent(Html(page()).into_response(), ())))
            .route("/file", get(async move || page()))
            .layer(from_fn(pages));
        let request = Request::builder().method(method).uri(path).header(ACCEPT_ENCODING, takes);
        let (parts, body) = routes.oneshot(request.body(Body::empty()).unwrap()).await.unwrap().into_parts();
        (parts.headers, body.collect().await.unwrap().to_bytes().to_vec())
    }

    #[tokio::test]
    async fn a_page_is_compressed_for_who_takes_it_and_is_the_same_page() {
        let (_, plain) = ask("/page", Method::GET, "gzip").await;
        for takes in ["br", "gzip, deflate, br, zstd", "gzip;q=1.0, BR ; q=0.5"] {
            let (headers, compressed) = ask("/page", Method::GET, takes).await;
            assert_eq!(
                (&headers[CONTENT_ENCODING], &headers[VARY]),
                (&"br".parse().unwrap(), &"accept-encoding".parse().unwrap())
            );
            assert!(compressed.len() < plain.len() / 20, "{}", compressed.len());
            assert_eq!(headers[CONTENT_LENGTH], compressed.len().to_string());
            assert_eq!(ask("/page", Method::HEAD, takes).await, (headers.clone(), Vec::new()));
            let mut read = Vec::new();
            brotli::BrotliDecompress(&mut &compressed[..], &mut read).unwrap();
            assert!(read == plain);
        }
        for takes in ["", "identity", "br;q=0", "br;Q=0", "gzip, br; q=0.0", "brotli", "br;q=x"] {
            let (headers, page) = ask("/page", Method::GET, takes).await;
            assert!(!headers.contains_key(CONTENT_ENCODING) && page == plain, "{takes}");
        }
    }

    #[tokio::test]
    async fn what_is_held_or_is_no_page_is_left_as_it_is() {
        for path in ["/held", "/file"] {
            let (headers, _) = ask(path, Method::GET, "br").await;
            assert!(!headers.contains_key(CONTENT_ENCODING), "{path}");
        }
    }
}
