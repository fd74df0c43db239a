//! Listens and serves until it is told to stop. Connections are served through hyper itself, because it can time
//! out a client that never finishes its headers.

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use axum::Router;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use leptos::prelude::LeptosOptions;
use tokio::net::TcpListener;

use crate::pages::request::SiteFiles;

/// How long a client may take to send its headers.
const HEADER_TIMEOUT: Duration = Duration::from_secs(15);
/// How long requests under way may take once the server was told to stop.
const LAST_REQUESTS: Duration = Duration::from_secs(10);

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
pub async fn serve(listener: TcpListener, router: Router) -> std::io::Result<()> {
    let mut builder = Builder::new(TokioExecutor::new()).http1_only();
    builder.http1().timer(TokioTimer::new()).header_read_timeout(HEADER_TIMEOUT);
    let graceful = GracefulShutdown::new();
    let mut stop = std::pin::pin!(told_to_stop());
    loop {
        let (stream, _): (_, SocketAddr) = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    tracing::warn!(%error, "a connection was not accepted");
                    tokio::task::yield_now().await;
                    continue;
                }
            },
            () = &mut stop => break,
        };
        let service = TowerToHyperService::new(router.clone());
        let connection = builder.serve_connection(TokioIo::new(stream), service).into_owned();
        let watched = graceful.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = watched.await {
                tracing::debug!(%error, "a connection ended early");
            }
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
