//! The router: the layers around the routes, and serving connections.

mod answers_file;
pub mod client_address;
mod compress;
mod downloads;
mod functions;
mod gate;
mod layers;
pub mod log_lines;
mod once;
mod routes;
pub mod serve;
mod session;
mod shares;
mod unread;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use tower_http::services::ServeDir;

pub use routes::routes;

use crate::operations::Installation;
use crate::web::error_page::ErrorPage;
use crate::web::page_script;
use crate::web::request::SiteFiles;
use crate::web::site::Site;

/// The whole application. The built files are in the folder `pkg` under `site_root`.
pub fn router(installation: Arc<Installation>, site_root: &str, files: SiteFiles) -> Router {
    let site = Site::new(installation, files, routes::page_map());
    let guarded = routes::router()
        .fallback(not_found)
        .layer(from_fn_with_state(site.clone(), session::let_in))
        // Outside `let_in`: a form that signed its sender out is answered alike when it is sent again.
        .layer(from_fn_with_state((site.clone(), once::Once::default()), once::carry_out))
        .layer(from_fn_with_state(site.clone(), session::look_up))
        .layer(from_fn(routes::with_its_route));

    let built = ServeDir::new(format!("{site_root}/pkg")).precompressed_br().precompressed_gzip();
    let open = Router::new()
        .route("/live", get(|| async { "live" }))
        .route("/ready", get(ready))
        .route("/metrics", get(metrics))
        .route("/favicon.svg", get(favicon))
        .route("/api/{*nothing}", any(functions::none))
        .route(page_script::PATH, get(page_script::get))
        .nest_service(
            "/pkg",
            Router::new().fallback_service(built).layer(from_fn_with_state(site.clone(), layers::built_files)),
        );

    layers::around(guarded.merge(open), &site).with_state(site)
}

async fn not_found(State(site): State<Site>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    site.error_page(parts, ErrorPage::NotFound).await
}

/// Whether a save would be kept at this moment, for the service's monitoring. `/live` says only that it runs.
async fn ready(State(site): State<Site>) -> (StatusCode, &'static str) {
    match site.installation.store.is_ready().await {
        Ok(()) => (StatusCode::OK, "ready"),
        Err(error) => {
            tracing::error!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "not ready: the log says why")
        }
    }
}

/// The counts since the start, for the service's monitoring.
async fn metrics(State(site): State<Site>) -> String {
    site.installation.metrics()
}

async fn favicon() -> Response {
    const ICON: &str = include_str!("../public/favicon.svg");
    ([("content-type", "image/svg+xml"), ("cache-control", "public, max-age=86400")], ICON).into_response()
}
