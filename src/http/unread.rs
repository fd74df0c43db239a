//! What a refused request still sends is read to its end, so that its sender reads why it was refused.
//!
//! A connection that is closed while its client is sending is reset, and the answer is lost with it: a browser shows a page of
//! its own instead of ours.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_LENGTH, EXPECT, TRANSFER_ENCODING};
use axum::middleware::Next;
use axum::response::Response;
use http_body_util::BodyExt;
use hyper::body::{Frame, SizeHint};
use tokio::sync::{Semaphore, oneshot};

/// So much is read and thrown away, in bytes: four times the largest file that is taken.
const MOST: usize = 64 << 20;

/// A piece counts as so many bytes at least: each costs more than the bytes in it.
const PIECE: usize = 1 << 10;

/// So many are read to their end at once: they hold their connections longer than their address may hold requests. One
/// beyond them is answered at once, and its answer may be lost.
const AT_ONCE: usize = 100;

/// The places of those that are read to their end. A clone shares them.
#[derive(Clone, Debug)]
pub struct Places(Arc<Semaphore>);

impl Default for Places {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(AT_ONCE)))
    }
}

/// Answers once the rest of the body is read, however little of it the handler has read.
pub async fn read_the_rest(State(places): State<Places>, request: Request, next: Next) -> Response {
    if !sends_what_can_be_read(request.headers()) {
        return next.run(request).await;
    }
    // A client that asks first whether to send has sent nothing before somebody reads.
    let asked = !request.headers().contains_key(EXPECT);
    let (give_back, mut rest) = oneshot::channel();
    let request = request.map(|body| Body::new(Lent { body, asked, give_back: Some(give_back) }));
    let response = next.run(request).await;
    // A body that a task still reads is not given back.
    if let (Ok(rest), Ok(_place)) = (rest.try_recv(), places.0.try_acquire()) {
        throw_away(rest).await;
    }
    response
}

/// Whether a body comes with these headers that is not longer by its own word than what is thrown away.
fn sends_what_can_be_read(headers: &HeaderMap) -> bool {
    let length = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    length.map_or(headers.contains_key(TRANSFER_ENCODING), |length| (1..=MOST).contains(&length))
}

/// Until its end, its time or the most is reached.
async fn throw_away(mut body: Body) {
    let mut thrown_away = 0;
    while thrown_away < MOST {
        let Some(Ok(frame)) = body.frame().await else { return };
        thrown_away += frame.data_ref().map_or(0, Bytes::len).max(PIECE);
    }
}

/// A body that goes back once it is dropped, if its client has been asked to send it.
struct Lent {
    body: Body,
    asked: bool,
    give_back: Option<oneshot::Sender<Body>>,
}

impl Drop for Lent {
    fn drop(&mut self) {
        if let (true, Some(give_back)) = (self.asked, self.give_back.take()) {
            // Nobody waits for it any more when the whole request was given up.
            let _ = give_back.send(std::mem::take(&mut self.body));
        }
    }
}

impl HttpBody for Lent {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        self.asked = true;
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use axum::Router;
    use axum::http::StatusCode;
    use axum::middleware::from_fn_with_state;
    use axum::routing::post;
    use futures_util::stream;
    use tower::ServiceExt;

    use super::*;

    const MEGABYTE: usize = 1 << 20;

    /// A body of so many pieces of this length, and how many of them were taken.
    fn pieces(number: usize, length: usize) -> (Body, Arc<AtomicUsize>) {
        let taken = Arc::new(AtomicUsize::new(0));
        let counted = taken.clone();
        let piece = move |_| {
            counted.fetch_add(1, Ordering::Relaxed);
            Ok::<_, Infallible>(Bytes::from(vec![b'x'; length]))
        };
        (Body::from_stream(stream::iter((0..number).map(piece))), taken)
    }

    async fn answer(places: &Places, request: Request) -> StatusCode {
        let a_piece = async |mut body: Body| body.frame().await.map_or(StatusCode::OK, |_| StatusCode::CONFLICT);
        let router = Router::new()
            .route("/whole", post(async |body: Body| body.collect().await.map(|_| "whole").unwrap_or_default()))
            .route("/none", post(async || StatusCode::CONFLICT))
            .route("/a-piece", post(a_piece))
            .layer(from_fn_with_state(places.clone(), read_the_rest));
        router.oneshot(request).await.unwrap().status()
    }

    fn sent(path: &str, headers: &[(&str, &str)], body: Body) -> Request {
        let begun = Request::post(path);
        headers.iter().fold(begun, |begun, (name, value)| begun.header(*name, *value)).body(body).unwrap()
    }

    const IN_CHUNKS: (&str, &str) = ("transfer-encoding", "chunked");
    const ASKS: (&str, &str) = ("expect", "100-continue");

    #[tokio::test]
    async fn a_body_that_nobody_has_read_is_read_before_the_answer_up_to_the_most() {
        let most = MOST / MEGABYTE;
        let too_long = (MOST + 1).to_string();
        let known: [(&str, &str); 1] = [("content-length", "3145728")];
        for (path, headers, number, read) in [
            ("/whole", &[IN_CHUNKS][..], 3, 3),
            ("/none", &[IN_CHUNKS], 3, 3),
            ("/none", &known, 3, 3),
            ("/a-piece", &known, 3, 3),
            ("/nowhere", &known, 3, 3),
            ("/none", &[IN_CHUNKS], most, most),
            ("/none", &[IN_CHUNKS], most + 9, most),
            // There is none, or it is longer than what is read in any case.
            ("/none", &[], 3, 0),
            ("/none", &[("content-length", "0")], 3, 0),
            ("/none", &[("content-length", too_long.as_str())], 3, 0),
            // It is sent only once somebody asks for it.
            ("/none", &[IN_CHUNKS, ASKS], 3, 0),
            ("/a-piece", &[IN_CHUNKS, ASKS], 3, 3),
        ] {
            let (body, taken) = pieces(number, MEGABYTE);
            answer(&Places::default(), sent(path, headers, body)).await;
            assert_eq!(taken.load(Ordering::Relaxed), read, "{path} {headers:?}: {number}");
        }
    }

    #[tokio::test]
    async fn small_pieces_count_for_what_they_cost() {
        let (body, taken) = pieces(MOST / PIECE + 9, 1);
        answer(&Places::default(), sent("/none", &[IN_CHUNKS], body)).await;
        assert_eq!(taken.load(Ordering::Relaxed), MOST / PIECE);
    }

    #[tokio::test]
    async fn one_beyond_those_that_are_read_at_once_is_answered_at_once() {
        let places = Places::default();
        for (free, read) in [(AT_ONCE, 3), (1, 3), (0, 0)] {
            let _taken = places.0.try_acquire_many(u32::try_from(AT_ONCE - free).unwrap()).unwrap();
            let (body, taken) = pieces(3, MEGABYTE);
            assert_eq!(answer(&places, sent("/none", &[IN_CHUNKS], body)).await, StatusCode::CONFLICT);
            assert_eq!(taken.load(Ordering::Relaxed), read, "{free} places");
        }
    }

    #[tokio::test]
    async fn one_that_breaks_off_is_answered_all_the_same() {
        let broken = stream::iter([Ok(Bytes::from_static(b"x")), Err(std::io::Error::other("gone"))]);
        let request = sent("/none", &[IN_CHUNKS], Body::from_stream(broken));
        assert_eq!(answer(&Places::default(), request).await, StatusCode::CONFLICT);
    }
}
