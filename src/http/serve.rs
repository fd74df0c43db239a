//! Listens and serves until it is told to stop. Connections are served through hyper itself, because it can time
//! out a client that never finishes its headers.

use std::future::Future;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use leptos::prelude::LeptosOptions;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio_io_timeout::TimeoutStream;
use tower::ServiceBuilder;
use tower_http::timeout::RequestBodyTimeoutLayer;

use super::client_address::Proxies;
use crate::pages::browser::ClientAddress;
use crate::pages::request::SiteFiles;

/// How long requests under way may take once the server was told to stop.
const LAST_REQUESTS: Duration = Duration::from_secs(10);

/// How long to wait before accepting again when the system could not.
const BEFORE_THE_NEXT: Duration = Duration::from_millis(100);

/// What a client may take for itself.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How long it may take to send its headers, and how long a connection may wait for its next request.
    pub headers: Duration,
    /// How long one more piece of what it sends may take.
    pub body: Duration,
    /// How long it may take to take the next piece of an answer.
    pub answer: Duration,
    /// How many connections there are at once; more wait to be accepted.
    pub connections: usize,
}

impl Default for Limits {
    fn default() -> Self {
        let (headers, body) = (Duration::from_secs(15), Duration::from_secs(30));
        Self { headers, body, answer: Duration::from_secs(30), connections: 2_000 }
    }
}

/// Where the built files are, and what they are called: the build writes their hashes beside the program.
pub fn built_files(site_root: &str) -> (LeptosOptions, SiteFiles) {
    let beside = std::env::current_exe().ok().and_then(|program| Some(program.parent()?.join("hash.txt")));
    let hashes = beside.and_then(|path| std::fs::read_to_string(path).ok());
    let hash_of_styles = hashes.as_deref().and_then(|text| {
        text.lines().find_map(|line| {
            line.split_once(':').filter(|(file, _)| file.trim() == "css").map(|(_, hash)| hash.trim().to_owned())
        })
    });
    let options = LeptosOptions::builder()
        .output_name("section11")
        .site_root(site_root.to_owned())
        .site_pkg_dir("pkg")
        .hash_files(hashes.is_some())
        .build();
    let files = match hash_of_styles {
        Some(hash) => SiteFiles { styles: format!("/pkg/section11.{hash}.css").into() },
        None => SiteFiles::default(),
    };
    (options, files)
}

/// Whether the built files are there.
pub fn has_built_files(site_root: &str) -> bool {
    Path::new(site_root).join("pkg").is_dir()
}

/// Serves until SIGTERM or Ctrl-C, then lets requests under way finish.
pub async fn serve(listener: TcpListener, router: Router, limits: Limits, proxies: Proxies) -> std::io::Result<()> {
    serve_until(told_to_stop(), listener, router, limits, proxies).await
}

async fn serve_until(
    stop: impl Future<Output = ()>,
    listener: TcpListener,
    router: Router,
    limits: Limits,
    proxies: Proxies,
) -> std::io::Result<()> {
    let proxies = Arc::new(proxies);
    let router = router.layer(RequestBodyTimeoutLayer::new(limits.body));
    let mut builder = Builder::new(TokioExecutor::new()).http1_only();
    builder.http1().timer(TokioTimer::new()).header_read_timeout(limits.headers);
    let graceful = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(limits.connections));
    let mut stop = std::pin::pin!(stop);
    loop {
        let accepted = async {
            let place = places.clone().acquire_owned().await.expect("the semaphore is never closed");
            listener.accept().await.map(|(stream, peer)| (stream, peer.ip(), place))
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
        let proxies = proxies.clone();
        let service = ServiceBuilder::new().map_request(move |mut request: Request<Incoming>| {
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
            drop(place);
        });
    }
    drop(listener);
    let _ = tokio::time::timeout(LAST_REQUESTS, graceful.shutdown()).await;
    Ok(())
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
    use std::net::SocketAddr;

    use axum::body::Bytes;
    use axum::routing::{get, post};
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpStream;
    use tokio::sync::oneshot;

    use super::*;

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

    #[tokio::test]
    async fn s44_f23_who_sends_slowly_or_holds_connections_is_cut_off_and_keeps_nobody_out_for_long() {
        let limit = Duration::from_millis(200);
        let limits = Limits { headers: limit, body: limit, answer: limit, connections: 8 };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new()
            .route("/well", get(async || "well"))
            .route("/post", post(async |_: Bytes| "read"))
            .route("/long", get(async || vec![b'x'; LONG]));
        let (stop, stopped) = oneshot::channel::<()>();
        let stopped = async { stopped.await.unwrap_or_default() };
        let served = tokio::spawn(serve_until(stopped, listener, router, limits, Proxies::default()));
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
        // Whoever takes nothing of a long answer does not get it, and holds no place.
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
