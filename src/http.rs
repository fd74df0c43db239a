//! The router: every route on one screen, the layers around it, and serving connections.

mod answers_file;
pub mod client_address;
mod downloads;
mod layers;
pub mod serve;
mod session;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::header::{ACCEPT, REFERER};
use axum::http::{Method, StatusCode};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};
use leptos::prelude::LeptosOptions;
use leptos::server_fn::axum::server_fn_paths;
use leptos_axum::{LeptosRoutes, generate_route_list, generate_route_list_with_exclusions};
use tower_http::services::ServeDir;

use crate::operations::Installation;
use crate::pages::request::SiteFiles;
use crate::pages::respond::Site;
use crate::pages::{self, App, organisations_import, shell};

/// A route that is no page: its method, its path, and what answers it.
type PlainRoute = (Method, &'static str, MethodRouter<Site>);

/// Every route but the pages, which are in [`App`], and the server functions. Each path is as in the pages' map.
fn plain_routes() -> Vec<PlainRoute> {
    let (get_, post_) = (Method::GET, Method::POST);
    let file_limit = DefaultBodyLimit::max(organisations_import::LARGEST_FILE);
    let route = |method: &Method, path, answered_by| (method.clone(), path, answered_by);
    vec![
        route(&get_, "/", get(pages::home::get)),
        route(&post_, "/sign-in", post(pages::sign_in::post)),
        route(&post_, "/sign-in/code", post(pages::sign_in::post_code)),
        route(&post_, "/sign-out", post(pages::sign_in::post_sign_out)),
        route(&post_, "/set-password/{token}", post(pages::set_password::post)),
        route(&post_, "/set-up", post(pages::set_up::post)),
        route(&post_, "/account/password", post(pages::account_password::post)),
        route(&post_, "/account/authenticator", post(pages::authenticator::post)),
        route(&post_, "/audits/{audit}/standards/{number}", post(pages::audit_standard::post)),
        route(&post_, "/audits/{audit}/check", post(pages::audit_check::post)),
        route(&get_, "/audits/{audit}/action-plan.xlsx", get(downloads::action_plan)),
        route(&post_, "/organisations/{reference}/action-plan/{number}", post(pages::action::post)),
        route(&get_, "/rounds/{round}/results.xlsx", get(downloads::results_xlsx)),
        route(&get_, "/rounds/{round}/results.csv", get(downloads::results_csv)),
        route(&get_, "/rounds/{round}/answers.xlsx", get(answers_file::xlsx)),
        route(&get_, "/rounds/{round}/answers.csv", get(answers_file::csv)),
        route(&post_, "/rounds/{round}/answers", post(answers_file::post)),
        route(&get_, "/rounds/{round}/answers/file", get(answers_file::file)),
        route(&post_, "/rounds/new", post(pages::round_new::post)),
        route(&post_, "/rounds/{round}/open", post(pages::round_progress::post_open)),
        route(&post_, "/rounds/{round}/invite", post(pages::round_invite::post)),
        route(&post_, "/organisations/new", post(pages::organisation_new::post)),
        route(&post_, "/organisations/import", post(organisations_import::post).layer(file_limit)),
        route(&get_, "/organisations/template.csv", get(organisations_import::get_template)),
        route(&post_, "/organisations/{reference}/edit", post(pages::organisation_edit::post)),
        route(&post_, "/organisations/{reference}/close", post(pages::organisation_close::post)),
        route(&post_, "/people/new", post(pages::person_new::post)),
        route(&post_, "/people/{person}/link", post(pages::person::post_link)),
        route(&post_, "/people/{person}/stop", post(pages::person_end::post_stop)),
        route(&post_, "/people/{person}/edit", post(pages::person_edit::post)),
        route(&post_, "/people/{person}/end-board-role", post(pages::person_end::post_board_role)),
        route(&post_, "/people/{person}/end-membership/{reference}", post(pages::person_end::post_membership)),
        route(&post_, "/people/{person}/remove-authenticator", post(pages::person_end::post_authenticator)),
        route(&post_, "/people/{person}/let-in", post(pages::person::post_let_in)),
    ]
}

/// Method and path of everything that the session layer guards: pages, plain routes and server functions. The policy
/// test holds its table against this list.
pub fn guarded_routes() -> Vec<(Method, String)> {
    let pages = generate_route_list(App).into_iter().map(|page| (Method::GET, page.path().to_owned()));
    let plain = plain_routes().into_iter().map(|(method, path, _)| (method, path.to_owned()));
    let functions = server_fn_paths().map(|(path, method)| (method, path.to_owned()));
    pages.chain(plain).chain(functions).collect()
}

/// The whole application. `options` says where the built files are.
pub fn router(installation: Installation, options: &LeptosOptions, files: SiteFiles) -> Router {
    let site = Site { installation, files, options: options.clone() };
    let provide = {
        let site = site.clone();
        move || site.provide()
    };
    let shell_options = options.clone();
    // Left to itself, Leptos answers the server functions too, and not as [`server_function`] does.
    let functions = server_fn_paths().map(|(path, _)| path.to_owned()).collect();
    let pages = generate_route_list_with_exclusions(App, Some(functions));
    let leptos_pages =
        Router::new().leptos_routes_with_context(&site, pages, provide, move || shell(shell_options.clone()));
    let guarded = plain_routes()
        .into_iter()
        .fold(leptos_pages, |router, (_, path, answered_by)| router.route(path, answered_by))
        .route("/api/{*function}", post(server_function))
        .fallback(not_found)
        .layer(from_fn_with_state(site.clone(), session::check));

    let built = ServeDir::new(format!("{}/pkg", options.site_root)).precompressed_br().precompressed_gzip();
    let open = Router::new()
        .route("/live", get(|| async { "live" }))
        .route("/ready", get(ready))
        .route("/metrics", get(metrics))
        .route("/favicon.svg", get(favicon))
        .nest_service("/pkg", tower::ServiceBuilder::new().layer(from_fn(layers::cache_hashed)).service(built));

    layers::around(guarded.merge(open), &site).with_state(site)
}

/// Runs a server function. Its plain-form redirect to whatever the `Referer` says is switched off.
async fn server_function(State(site): State<Site>, mut request: Request) -> Response {
    request.headers_mut().remove(REFERER);
    request.headers_mut().remove(ACCEPT);
    let mut response =
        leptos_axum::handle_server_fns_with_context(move || site.provide(), request).await.into_response();
    // A function gives each of its own errors a status. What has none is a body that could not be read as its fields.
    if response.status() == StatusCode::INTERNAL_SERVER_ERROR {
        tracing::warn!("a server function could not read what it was sent");
        *response.status_mut() = StatusCode::BAD_REQUEST;
    }
    response
}

async fn not_found(State(site): State<Site>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    site.trouble(parts, pages::trouble::Trouble::NotFound).await
}

/// Whether a save would be kept at this moment, for whoever watches the service. `/live` says only that it runs.
async fn ready(State(site): State<Site>) -> (StatusCode, &'static str) {
    match site.installation.store.is_ready().await {
        Ok(()) => (StatusCode::OK, "ready"),
        Err(error) => {
            tracing::error!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "not ready: the log says why")
        }
    }
}

/// What has happened since the start, for whoever watches the service.
async fn metrics(State(site): State<Site>) -> String {
    site.installation.metrics()
}

async fn favicon() -> Response {
    const ICON: &str = include_str!("../public/favicon.svg");
    ([("content-type", "image/svg+xml")], ICON).into_response()
}
