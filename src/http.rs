//! The router: every route on one screen, the layers around it, and serving connections.

mod downloads;
mod layers;
pub mod serve;
mod session;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::header::{ACCEPT, REFERER};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use leptos::prelude::LeptosOptions;
use leptos_axum::{LeptosRoutes, generate_route_list};
use tower_http::services::ServeDir;

use crate::operations::Installation;
use crate::pages::request::SiteFiles;
use crate::pages::respond::Site;
use crate::pages::{self, App, organisations_import, shell};

/// The whole application. `options` says where the built files are.
pub fn router(installation: Installation, options: LeptosOptions, files: SiteFiles) -> Router {
    let site = Site { installation, files, options: options.clone() };
    let provide = {
        let site = site.clone();
        move || site.provide()
    };
    let shell_options = options.clone();
    let built = ServeDir::new(format!("{}/pkg", options.site_root)).precompressed_br().precompressed_gzip();

    let largest_file = DefaultBodyLimit::max(organisations_import::LARGEST_FILE);

    let pages = Router::new()
        .leptos_routes_with_context(&site, generate_route_list(App), provide, move || shell(shell_options.clone()))
        .route("/", get(pages::home::get))
        .route("/sign-in", post(pages::sign_in::post))
        .route("/sign-in/code", post(pages::sign_in::post_code))
        .route("/sign-out", post(pages::sign_in::post_sign_out))
        .route("/set-password/{token}", post(pages::set_password::post))
        .route("/set-up", post(pages::set_up::post))
        .route("/account/authenticator", post(pages::authenticator::post))
        .route("/audits/{audit}/standards/{number}", post(pages::audit_standard::post))
        .route("/audits/{audit}/check", post(pages::audit_check::post))
        .route("/audits/{audit}/action-plan.xlsx", get(downloads::action_plan))
        .route("/organisations/{reference}/action-plan/{number}", post(pages::action::post))
        .route("/rounds/{round}/results.xlsx", get(downloads::results_xlsx))
        .route("/rounds/{round}/results.csv", get(downloads::results_csv))
        .route("/rounds/{round}/answers.xlsx", get(downloads::answers_xlsx))
        .route("/rounds/{round}/answers.csv", get(downloads::answers_csv))
        .route("/rounds/new", post(pages::round_new::post))
        .route("/rounds/{round}/open", post(pages::round_progress::post_open))
        .route("/rounds/{round}/invite", post(pages::round_invite::post))
        .route("/organisations/new", post(pages::organisation_new::post))
        .route("/organisations/import", post(organisations_import::post).layer(largest_file))
        .route("/organisations/template.csv", get(organisations_import::get_template))
        .route("/organisations/{reference}/edit", post(pages::organisation_edit::post))
        .route("/organisations/{reference}/close", post(pages::organisation_close::post))
        .route("/people/new", post(pages::person_new::post))
        .route("/people/{person}/link", post(pages::person::post_link))
        .route("/people/{person}/stop", post(pages::person::post_stop))
        .route("/people/{person}/let-in", post(pages::person::post_let_in))
        .route("/api/{*function}", post(server_function))
        .fallback(not_found)
        .layer(from_fn_with_state(site.clone(), session::check));

    let open = Router::new()
        .route("/health", get(|| async { "ok" }))
        .route("/favicon.svg", get(favicon))
        .nest_service("/pkg", tower::ServiceBuilder::new().layer(from_fn(layers::cache_hashed)).service(built));

    layers::around(pages.merge(open), &site).with_state(site)
}

/// Runs a server function. Its plain-form redirect to whatever the `Referer` says is switched off.
async fn server_function(State(site): State<Site>, mut request: Request) -> Response {
    request.headers_mut().remove(REFERER);
    request.headers_mut().remove(ACCEPT);
    leptos_axum::handle_server_fns_with_context(move || site.provide(), request).await.into_response()
}

async fn not_found(State(site): State<Site>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    site.trouble(parts, pages::trouble::Trouble::NotFound).await
}

async fn favicon() -> Response {
    const ICON: &str = include_str!("../public/favicon.svg");
    ([("content-type", "image/svg+xml")], ICON).into_response()
}
