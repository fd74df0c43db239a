//! What a refused request still sends is read to its end, so that its sender reads why it was refused.
//!
//! A connection that is closed while its client is sending is reset, and the answer is lost with it: a browser shows a page of
//! its own instead of ours.

use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::Request;
use axum::http::header::EXPECT;
use axum::middleware::Next;
use axum::response::Response;
use http_body_util::BodyExt;
use hyper::body::{Frame, SizeHint};
use tokio::sync::oneshot;

/// So much is read and thrown away, in bytes: four times the largest file that is taken.
const MOST: usize = 64 << 20;

/// Answers once the rest of what was sent is read, however little of it whoever answered has read.
pub async fn read_the_rest(request: Request, next: Next) -> Response {
    // Whoever asks first whether to send has sent nothing yet.
    if request.body().is_end_stream() || request.headers().contains_key(EXPECT) {
        return next.run(request).await;
    }
    let (give_back, mut rest) = oneshot::channel();
    let request = request.map(|body| Body::new(Lent { body: Some(body), give_back: Some(give_back) }));
    let response = next.run(request).await;
    // What somebody still reads is not given back.
    if let Ok(rest) = rest.try_recv() {
        throw_away(rest).await;
    }
    response
}

/// Until its end, its time or the most is reached.
async fn throw_away(mut body: Body) {
    let mut thrown_away = 0;
    while thrown_away < MOST {
        let Some(Ok(frame)) = body.frame().await else { return };
        thrown_away += frame.data_ref().map_or(0, Bytes::len);
    }
}

/// A body that goes back once it is dropped.
struct Lent {
    body: Option<Body>,
    give_back: Option<oneshot::Sender<Body>>,
}

impl Drop for Lent {
    fn drop(&mut self) {
        if let (Some(body), Some(give_back)) = (self.body.take(), self.give_back.take()) {
            // Nobody waits for it any more when the whole request was given up.
            let _ = give_back.send(body);
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
        self.body.as_mut().map_or(Poll::Ready(None), |body| Pin::new(body).poll_frame(context))
    }

    fn is_end_stream(&self) -> bool {
        self.body.as_ref().is_none_or(HttpBody::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.body.as_ref().map(HttpBody::size_hint).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use axum::Router;
    use axum::http::StatusCode;
    use axum::middleware::from_fn;
    use axum::routing::post;
    use futures_util::stream;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use tower::ServiceExt;

    use super::*;

    const PIECE: usize = 1 << 20;

    /// A body of so many pieces, and how many of them were taken.
    fn pieces(number: usize) -> (Body, Arc<AtomicUsize>) {
        let taken = Arc::new(AtomicUsize::new(0));
        let counted = taken.clone();
        let piece = move |_| {
            counted.fetch_add(1, Ordering::Relaxed);
            Ok::<_, Infallible>(Bytes::from(vec![b'x'; PIECE]))
        };
        (Body::from_stream(stream::iter((0..number).map(piece))), taken)
    }

    async fn answer(request: Request) -> StatusCode {
        let router = Router::new()
            .route("/whole", post(async |_: Bytes| "whole"))
            .route("/none", post(async || StatusCode::CONFLICT))
            .route(
                "/a-piece",
                post(async |mut body: Body| body.frame().await.map_or(StatusCode::OK, |_| StatusCode::CONFLICT)),
            )
            .layer(from_fn(read_the_rest));
        router.oneshot(request).await.unwrap().status()
    }

    #[tokio::test]
    async fn what_nobody_has_read_is_read_before_the_answer_up_to_the_most() {
        let most = MOST / PIECE;
        for (path, sent, read) in [
            ("/whole", 3, 3),
            ("/none", 0, 0),
            ("/none", 3, 3),
            ("/a-piece", 3, 3),
            ("/nowhere", 3, 3),
            ("/none", most, most),
            ("/none", most + 9, most),
        ] {
            let (body, taken) = pieces(sent);
            answer(Request::post(path).body(body).unwrap()).await;
            assert_eq!(taken.load(Ordering::Relaxed), read, "{path}: {sent}");
        }
    }

    #[tokio::test]
    async fn whoever_asks_before_sending_is_answered_at_once() {
        let (body, taken) = pieces(3);
        let request = Request::post("/none").header(EXPECT, "100-continue").body(body).unwrap();
        assert_eq!(answer(request).await, StatusCode::CONFLICT);
        assert_eq!(taken.load(Ordering::Relaxed), 0);
    }

    #[tokio::test]
    async fn one_that_breaks_off_is_answered_all_the_same() {
        let broken = stream::iter([Ok(Bytes::from_static(b"x")), Err(std::io::Error::other("gone"))]);
        let request = Request::post("/none").body(Body::from_stream(broken)).unwrap();
        assert_eq!(answer(request).await, StatusCode::CONFLICT);
    }
}
