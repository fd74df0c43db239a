//! Listens and serves until it is told to stop. Connections are served through hyper itself, because it can time
//! out a client that never finishes its headers.

use std::future::Future;
use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::Request;
use axum::{BoxError, Router};
use hyper::body::{Frame, Incoming, SizeHint};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::time::Sleep;
use tokio_io_timeout::TimeoutStream;
use tower::ServiceBuilder;
use tower_http::timeout::RequestBodyTimeoutLayer;

use super::client_address::Proxies;
use super::shares::Shares;
use crate::pages::organisations::import::IMPORT;
use crate::web::cookies::ClientAddress;
use crate::web::limits::LONGEST_HEADERS;
use crate::web::request::SiteFiles;

/// How long requests under way may take once the server is told to stop.
const LAST_REQUESTS: Duration = Duration::from_secs(10);

/// How long to wait before accepting again when the system could not.
const BEFORE_THE_NEXT: Duration = Duration::from_millis(100);

/// What is read of a request before its headers are whole, in bytes. hyper looks only before it reads more; what is beyond all
/// the same is refused by `gate.rs`.
const HEADERS: usize = LONGEST_HEADERS;
/// The headers of a request.
const NUMBER_OF_HEADERS: usize = 100;

/// What a client may take for itself.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How long it may take to send its headers, and how long a connection may wait for its next request.
    pub headers: Duration,
    /// How long one more piece of what it sends may take.
    pub body: Duration,
    /// How long all of what it sends may take.
    pub whole_body: Duration,
    /// How long all of a file may take: 16 MB at 70 KB a second.
    pub whole_file: Duration,
    /// How long it may take to take the next piece of an answer.
    pub answer: Duration,
    /// How many connections there are at once; more wait to be accepted.
    pub connections: usize,
    /// How many of them one network address may have; more are ended at once. A proxy that was named, and this machine, have
    /// no such share: many people may be behind them.
    pub connections_of_one: usize,
}

impl Default for Limits {
    fn default() -> Self {
        let (headers, body, answer) = (Duration::from_secs(15), Duration::from_secs(30), Duration::from_secs(30));
        let (whole_body, whole_file) = (Duration::from_mins(1), Duration::from_mins(4));
        Self { headers, body, whole_body, whole_file, answer, connections: 2_000, connections_of_one: 200 }
    }
}

/// What the built files are called: the build writes their hashes beside the program.
pub fn built_files() -> SiteFiles {
    let beside = std::env::current_exe().ok().and_then(|program| Some(program.parent()?.join("hash.txt")));
    let hashes = beside.and_then(|path| std::fs::read_to_string(path).ok()).unwrap_or_default();
    let address = |kind: &str| {
        let hash = hashes.lines().filter_map(|line| line.split_once(':')).find(|(file, _)| file.trim() == kind);
        hash.map(|(_, hash)| format!("/pkg/section11.{}.{kind}", hash.trim()).into())
    };
    let plain = SiteFiles::default();
    SiteFiles {
        styles: address("css").unwrap_or(plain.styles),
        script: address("js").unwrap_or(plain.script),
        wasm: address("wasm").unwrap_or(plain.wasm),
    }
}

/// Whether the built files are there.
pub fn has_built_files(site_root: &str) -> bool {
    Path::new(site_root).join("pkg").is_dir()
}

/// Serves until SIGTERM or Ctrl-C, then lets requests under way finish.
pub async fn serve(listener: TcpListener, router: Router, limits: Limits, proxies: Proxies) -> std::io::Result<()> {
    serve_until(told_to_stop(), (listener, |peer| peer.ip()), router, limits, proxies).await
}

/// `listening` says who listens, and which address a connection comes from.
async fn serve_until(
    stop: impl Future<Output = ()>,
    listening: (TcpListener, fn(SocketAddr) -> IpAddr),
    router: Router,
    limits: Limits,
    proxies: Proxies,
) -> std::io::Result<()> {
    let ((listener, address_of), proxies) = (listening, Arc::new(proxies));
    let router = router.layer(RequestBodyTimeoutLayer::new(limits.body));
    let mut builder = Builder::new(TokioExecutor::new()).http1_only();
    builder.http1().timer(TokioTimer::new()).header_read_timeout(limits.headers);
    builder.http1().max_buf_size(HEADERS).max_headers(NUMBER_OF_HEADERS);
    let graceful = GracefulShutdown::new();
    let (places, shares) = (Arc::new(Semaphore::new(limits.connections)), Shares::of(limits.connections_of_one));
    let mut stop = std::pin::pin!(stop);
    loop {
        let accepted = async {
            let place = places.clone().acquire_owned().await.expect("the semaphore is never closed");
            listener.accept().await.map(|(stream, peer)| (stream, address_of(peer), place))
        };
        let (stream, peer, place) = tokio::select! {
            accepted = accepted => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    // No more files may be open, perhaps: those that are open end in time.
                    tracing::warn!(%error, "a connection was not accepted");
                    tokio::time::sleep(BEFORE_THE_NEXT).await;
                    continue;
                }
            },
            () = &mut stop => break,
        };
        let (is_many, share) = (proxies.is_many(peer), shares.take(peer));
        if share.is_none() && !is_many {
            tracing::debug!("an address has all the connections that it may have");
            continue;
        }
        let proxies = proxies.clone();
        let service = ServiceBuilder::new().map_request(move |request: Request<Incoming>| {
            let within = if request.uri().path() == IMPORT { limits.whole_file } else { limits.whole_body };
            let mut request =
                request.map(|body| Body::new(InTime { body, ends: Box::pin(tokio::time::sleep(within)) }));
            if let Some(address) = proxies.client(peer, request.headers()) {
                request.extensions_mut().insert(ClientAddress(address));
            }
            request
        });
        let service = TowerToHyperService::new(service.service(router.clone()));
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(limits.answer));
        let connection = builder.serve_connection(TokioIo::new(Box::pin(stream)), service).into_owned();
        let watched = graceful.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = watched.await {
                tracing::debug!(%error, "a connection ended early");
            }
            drop((place, share));
        });
    }
    drop(listener);
    let _ = tokio::time::timeout(LAST_REQUESTS, graceful.shutdown()).await;
    Ok(())
}

/// A body that has to be whole when its time is over.
struct InTime {
    body: Incoming,
    ends: Pin<Box<Sleep>>,
}

impl HttpBody for InTime {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<std::result::Result<Frame<Bytes>, BoxError>>> {
        if self.ends.as_mut().poll(context).is_ready() {
            return Poll::Ready(Some(Err("the body did not arrive in time".into())));
        }
        Pin::new(&mut self.body).poll_frame(context).map_err(Into::into)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

async fn told_to_stop() {
    let interrupt = tokio::signal::ctrl_c();
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = interrupt => {}
        () = terminate => {}
    }
}

#[cfg(test)]
mod tests {
    use axum::routing::{get, post};
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpStream;
    use tokio::sync::oneshot;
    use tokio::task::JoinHandle;

    use super::*;
    use crate::http::unread;

    /// More than the system keeps for whoever does not read.
    const LONG: usize = 32 * 1024 * 1024;
    const ASK: &str = "GET /well HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    async fn connect(address: SocketAddr, sent: &str) -> TcpStream {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(sent.as_bytes()).await.unwrap();
        stream
    }

    async fn read_to_end(mut stream: TcpStream) -> String {
        let mut answer = String::new();
        let _ = stream.read_to_string(&mut answer).await;
        answer
    }

    /// Serves everybody as if they came from this address.
    async fn served(
        limits: Limits,
        peer: fn(SocketAddr) -> IpAddr,
    ) -> (SocketAddr, oneshot::Sender<()>, JoinHandle<std::io::Result<()>>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new()
            .route("/well", get(async || "well"))
            .route("/post", post(async |_: Bytes| "read"))
            .route(IMPORT, post(async |_: Bytes| "read"))
            .route("/long", get(async || vec![b'x'; LONG]));
        let (stop, stopped) = oneshot::channel::<()>();
        let stopped = async { stopped.await.unwrap_or_default() };
        let served = tokio::spawn(serve_until(stopped, (listener, peer), router, limits, Proxies::default()));
        (address, stop, served)
    }

    #[tokio::test]
    async fn s44_an_address_has_its_share_of_the_connections_and_this_machine_has_all() {
        let limits = Limits { connections_of_one: 3, ..Limits::default() };
        let far_away: fn(SocketAddr) -> IpAddr = |_| IpAddr::from([192, 0, 2, 1]);
        for (peer, is_served) in [(far_away, false), (|peer: SocketAddr| peer.ip(), true)] {
            let (address, _stop, _served) = served(limits, peer).await;
            let mut silent = Vec::new();
            for _ in 0..3 {
                silent.push(connect(address, "GET /well HTTP/1.1\r\n").await);
            }
            assert_eq!(read_to_end(connect(address, ASK).await).await.ends_with("well"), is_served);
            // As soon as one of them ends, the next is served.
            drop(silent.pop());
            let served = async { while !read_to_end(connect(address, ASK).await).await.ends_with("well") {} };
            tokio::time::timeout(Duration::from_mins(1), served).await.unwrap();
        }
    }

    #[tokio::test]
    async fn s44_a_body_that_is_not_whole_is_given_up_when_its_time_is_over() {
        let (never, soon) = (Duration::from_hours(1), Duration::from_millis(200));
        for (whole_body, whole_file, path) in [(soon, never, "/post"), (never, soon, IMPORT)] {
            let limits = Limits { body: never, whole_body, whole_file, ..Limits::default() };
            let (address, _stop, _served) = served(limits, |peer| peer.ip()).await;
            let post = |path: &str, body: &str| {
                format!("POST {path} HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\nConnection: close\r\n\r\n{body}")
            };
            let given_up = read_to_end(connect(address, &post(path, "four")).await).await;
            assert!(given_up.starts_with("HTTP/1.1 4"), "{path}: {given_up}");
            let other = if path == IMPORT { "/post" } else { IMPORT };
            let mut patient = connect(address, &post(other, "four")).await;
            assert!(read_to_end(connect(address, &post(path, "four")).await).await.starts_with("HTTP/1.1 4"));
            patient.write_all(b" five").await.unwrap();
            assert!(read_to_end(patient).await.ends_with("read"), "{other}");
        }
    }

    #[tokio::test]
    async fn a_client_that_still_sends_reads_why_it_is_refused_and_may_go_on() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new()
            .route("/refused", post(async || (axum::http::StatusCode::CONFLICT, "refused")))
            .layer(axum::middleware::from_fn_with_state(unread::Places::default(), unread::read_the_rest));
        let everybody: fn(SocketAddr) -> IpAddr = |peer| peer.ip();
        let proxies = Proxies::default();
        tokio::spawn(serve_until(std::future::pending(), (listener, everybody), router, Limits::default(), proxies));
        let mut stream = TcpStream::connect(address).await.unwrap();
        for connection in ["keep-alive", "close"] {
            let head = format!(
                "POST /refused HTTP/1.1\r\nHost: a\r\nConnection: {connection}\r\nContent-Length: {LONG}\r\n\r\n"
            );
            stream.write_all(head.as_bytes()).await.unwrap();
            stream.write_all(&vec![b'x'; LONG]).await.unwrap();
        }
        assert_eq!(read_to_end(stream).await.matches("409 Conflict").count(), 2);
    }

    #[tokio::test]
    async fn s44_headers_have_a_length_and_a_number() {
        let (address, _stop, _served) = served(Limits::default(), |peer| peer.ip()).await;
        let ask = async |more: String| {
            let head = format!("GET /well HTTP/1.1\r\nHost: a\r\nConnection: close\r\n{more}\r\n");
            read_to_end(connect(address, &head).await).await
        };
        let long = |length: usize| format!("x: {}\r\n", "x".repeat(length));
        assert!(ask(long(HEADERS - 200)).await.ends_with("well"));
        assert!(ask("x: y\r\n".repeat(NUMBER_OF_HEADERS - 2)).await.ends_with("well"));
        assert!(ask("x: y\r\n".repeat(NUMBER_OF_HEADERS + 1)).await.starts_with("HTTP/1.1 431 "));
        // As many bytes as are read, and no end: one more would be lost with the answer.
        let begun = "GET /well HTTP/1.1\r\nHost: a\r\nx: ";
        let endless = format!("{begun}{}", "x".repeat(HEADERS - begun.len()));
        assert!(read_to_end(connect(address, &endless).await).await.starts_with("HTTP/1.1 431 "));
    }

    #[tokio::test]
    async fn s44_f23_who_sends_slowly_or_holds_connections_is_cut_off_and_keeps_nobody_out_for_long() {
        let limit = Duration::from_millis(200);
        let limits = Limits { headers: limit, body: limit, answer: limit, connections: 8, ..Limits::default() };
        let (address, stop, served) = served(limits, |peer| peer.ip()).await;
        assert!(read_to_end(connect(address, ASK).await).await.ends_with("well"));

        // Every place is taken by somebody who never ends their headers: the next is served all the same.
        let mut slow = Vec::new();
        for _ in 0..8 {
            slow.push(connect(address, "GET /well HTTP/1.1\r\nHost: a\r\n").await);
        }
        assert!(read_to_end(connect(address, ASK).await).await.ends_with("well"));
        for stream in slow {
            let cut_off = read_to_end(stream).await;
            assert!(!cut_off.contains("well"), "{cut_off}");
        }
        // A connection that waits for its next request, and a body that never comes whole.
        let keeps = connect(address, "GET /well HTTP/1.1\r\nHost: a\r\n\r\n").await;
        assert!(read_to_end(keeps).await.ends_with("well"), "it is ended after its answer");
        let half = "POST /post HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nfour";
        assert!(!read_to_end(connect(address, half).await).await.contains("read"));
        // A client that takes nothing of a long answer does not get it, and holds no place.
        let mut takes_nothing = Vec::new();
        for _ in 0..8 {
            takes_nothing.push(connect(address, "GET /long HTTP/1.1\r\nHost: a\r\n\r\n").await);
        }
        assert!(read_to_end(connect(address, ASK).await).await.ends_with("well"));
        let mut cut_off = 0;
        for stream in takes_nothing {
            cut_off += usize::from(read_to_end(stream).await.len() < LONG);
        }
        assert!(cut_off > 0, "the next was served in the place of one of them");
        let takes_it = connect(address, "GET /long HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").await;
        assert!(read_to_end(takes_it).await.len() > LONG);
        stop.send(()).unwrap();
        served.await.unwrap().unwrap();
    }
}
