//! The router: every route on one screen, the layers around it, and serving connections.

mod answers_file;
pub mod client_address;
mod downloads;
mod gate;
mod layers;
pub mod log_lines;
mod once;
pub mod serve;
mod session;
mod shares;

use std::collections::HashMap;
use std::sync::LazyLock;

use axum::extract::{DefaultBodyLimit, MatchedPath, Request, State};
use axum::http::header::{ACCEPT, REFERER};
use axum::http::{Method, StatusCode};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, any, get, post};
use axum::{Json, Router};
use leptos::prelude::LeptosOptions;
use leptos::server_fn::axum::server_fn_paths;
use leptos_axum::{LeptosRoutes, generate_route_list, generate_route_list_with_exclusions};
use tower_http::services::ServeDir;

use crate::domain::organisation::Sector;
use crate::domain::save::NotSaved;
use crate::operations::Installation;
use crate::pages::{self, App, document};
use crate::web::body::read_body;
use crate::web::error_page::ErrorPage;
use crate::web::field_names::{SIGN_IN_CODE, SIGN_IN_EMAIL, SIGN_IN_PASSWORD};
use crate::web::form_fields::FormFields;
use crate::web::request::SiteFiles;
use crate::web::site::Site;
use crate::web::{limits, page_script};

/// A route that is no page: its method, its path, the fields that its form may post, and what answers it.
type PlainRoute = (Method, &'static str, Option<FormFields>, MethodRouter<Site>);

/// Every route but the pages, which are in [`App`], and the server functions. Each path is as in the pages' map. A form's
/// fields are those of its page: what is not named here is not read.
fn plain_routes() -> Vec<PlainRoute> {
    let get_ = |path, answered_by| (Method::GET, path, None, answered_by);
    let form = |path, fields: &'static [&'static str], answered_by| {
        (Method::POST, path, Some(FormFields::new(fields)), answered_by)
    };
    let form_of = |path, fields: FormFields, answered_by| (Method::POST, path, Some(fields), answered_by);
    let upload = |path, answered_by: MethodRouter<Site>| {
        let limit = DefaultBodyLimit::max(pages::organisations::import::LARGEST_FILE);
        (Method::POST, path, None, answered_by.layer(limit))
    };
    // A form that changes what is stored: which of its fields every post has.
    let whole = |path, fields: &'static [&'static str], always, answered_by| {
        (Method::POST, path, Some(FormFields::new(fields).always_with(always)), answered_by)
    };
    let answers = FormFields::new(&["then", "keep", SIGN_IN_EMAIL, SIGN_IN_PASSWORD, SIGN_IN_CODE])
        .with_generated(pages::answering::standard::is_answer_field, pages::answering::standard::MOST_ANSWER_FIELDS)
        .always_with_all(pages::answering::standard::has_whole_answers)
        .of_at_most(limits::ANSWERS_FORM);
    let action = FormFields::new(&["then", "revision", SIGN_IN_EMAIL, SIGN_IN_PASSWORD, SIGN_IN_CODE])
        .with_generated(pages::plan::action::is_action_field, pages::plan::action::MOST_ACTION_FIELDS)
        .always_with(&pages::plan::action::ALWAYS)
        .of_at_most(limits::ACTION_FORM);
    let round = &[
        "title",
        "schools.edition",
        "schools.opens",
        "schools.due",
        "schools.closes",
        "partners.edition",
        "partners.opens",
        "partners.due",
        "partners.closes",
    ];
    let new_person = &["email", "name", "role", "organisation"];
    let person = FormFields::new(&pages::people::edit::NAMES)
        .always_with(&pages::people::edit::NAMES)
        .with_generated(pages::people::edit::is_opened_with, pages::people::edit::NAMES.len());
    let organisation = &pages::organisations::fields::NAMES;
    let edited = FormFields::new(organisation)
        .always_with(organisation)
        .with_generated(pages::organisations::fields::is_opened_with, organisation.len());
    let set_up =
        &["token", "board_name", "short_name", "contact_email", "legal_basis", "name", "email", "password", "again"];
    let invited = FormFields::new(&["whom", "organisation"])
        .with_ticked("sector", Sector::ALL.len())
        .always_with(&["organisation"]);
    vec![
        get_("/", get(pages::account::home::get)),
        form("/sign-in", &["email", "password", "next"], post(pages::account::sign_in::post)),
        form("/sign-in/code", &["code", "next"], post(pages::account::sign_in::post_code)),
        form("/sign-out", &[], post(pages::account::sign_in::post_sign_out)),
        form("/set-password/{token}", &["username", "password", "again"], post(pages::account::set_password::post)),
        whole("/set-up", set_up, set_up, post(pages::account::set_up::post)),
        form("/account/password", &["username", "current", "password", "again"], post(pages::account::password::post)),
        form("/account/authenticator", &["code"], post(pages::account::authenticator::post)),
        form_of("/audits/{audit}/standards/{number}", answers, post(pages::answering::standard::post)),
        whole(
            "/audits/{audit}/check",
            &["name", "role", "confirmed", "no_child", "seen"],
            &["name", "role", "seen"],
            post(pages::answering::check::post),
        ),
        get_("/audits/{audit}/action-plan.xlsx", get(downloads::action_plan)),
        get_("/audits/{audit}/results.csv", get(downloads::own_results)),
        form_of("/organisations/{reference}/action-plan/{number}", action, post(pages::plan::action::post)),
        get_("/rounds/{round}/results.xlsx", get(downloads::results_xlsx)),
        get_("/rounds/{round}/results.csv", get(downloads::results_csv)),
        get_("/rounds/{round}/answers.xlsx", get(answers_file::xlsx)),
        get_("/rounds/{round}/answers.csv", get(answers_file::csv)),
        form("/rounds/{round}/answers", &["form", "format", "then"], post(answers_file::post)),
        get_("/rounds/{round}/answers/file", get(answers_file::file)),
        whole("/rounds/new", round, round, post(pages::rounds::new::post)),
        form("/rounds/{round}/open", &[], post(pages::rounds::progress::post_open)),
        form_of("/rounds/{round}/invite", invited, post(pages::rounds::invite::post)),
        whole("/settings", &["evidence"], &["evidence"], post(pages::settings::post)),
        whole("/organisations/new", organisation, organisation, post(pages::organisations::new::post)),
        upload("/organisations/import", post(pages::organisations::import::post)),
        get_("/organisations/template.csv", get(pages::organisations::import::get_template)),
        form_of("/organisations/{reference}/edit", edited, post(pages::organisations::edit::post)),
        form("/organisations/{reference}/close", &["then"], post(pages::organisations::close::post)),
        whole("/people/new", new_person, new_person, post(pages::people::new::post)),
        form("/people/{person}/link", &[], post(pages::people::person::post_link)),
        form("/people/{person}/stop", &[], post(pages::people::end::post_stop)),
        form_of("/people/{person}/edit", person, post(pages::people::edit::post)),
        form("/people/{person}/end-board-role", &[], post(pages::people::end::post_board_role)),
        form("/people/{person}/end-membership/{reference}", &[], post(pages::people::end::post_membership)),
        form("/people/{person}/remove-authenticator", &[], post(pages::people::end::post_authenticator)),
        form("/people/{person}/let-in", &[], post(pages::people::person::post_let_in)),
    ]
}

/// What the form at the path of a route may post; `None` where no form is posted.
pub fn form_fields(route: &str) -> Option<FormFields> {
    static FIELDS: LazyLock<HashMap<&'static str, FormFields>> =
        LazyLock::new(|| plain_routes().into_iter().filter_map(|(_, path, fields, _)| Some((path, fields?))).collect());
    FIELDS.get(route).copied()
}

/// Says to whoever reads the post which fields it may have.
async fn with_form_fields(mut request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>();
    if let Some(fields) = route.and_then(|route| form_fields(route.as_str())) {
        request.extensions_mut().insert(fields);
    }
    next.run(request).await
}

/// Method and path of everything that the session layer guards: pages, plain routes and server functions. The policy
/// test holds its table against this list.
pub fn guarded_routes() -> Vec<(Method, String)> {
    let pages = generate_route_list(App).into_iter().map(|page| (Method::GET, page.path().to_owned()));
    let plain = plain_routes().into_iter().map(|(method, path, ..)| (method, path.to_owned()));
    let functions = server_fn_paths().map(|(path, method)| (method, path.to_owned()));
    pages.chain(plain).chain(functions).collect()
}

/// The whole application. `options` says where the built files are.
pub fn router(installation: Installation, options: &LeptosOptions, files: SiteFiles) -> Router {
    let site = Site::new(installation, files, options.clone(), document);
    let provide = {
        let site = site.clone();
        move || site.provide()
    };
    let document_options = options.clone();
    // Left to itself, Leptos answers the server functions too, and not as [`server_function`] does.
    let functions = server_fn_paths().map(|(path, _)| path.to_owned()).collect();
    let pages = generate_route_list_with_exclusions(App, Some(functions));
    let leptos_pages =
        Router::new().leptos_routes_with_context(&site, pages, provide, move || document(document_options.clone()));
    let guarded = plain_routes()
        .into_iter()
        .fold(leptos_pages, |router, (_, path, _, answered_by)| router.route(path, answered_by));
    let guarded = server_fn_paths()
        .fold(guarded, |router, (path, _)| router.route(path, post(server_function)))
        .fallback(not_found)
        .layer(from_fn_with_state(site.clone(), session::let_in))
        // Also for whom the form itself has signed out.
        .layer(from_fn_with_state((site.clone(), once::Once::default()), once::carry_out))
        .layer(from_fn_with_state(site.clone(), session::look_up))
        .layer(from_fn(with_form_fields));

    let built = ServeDir::new(format!("{}/pkg", options.site_root)).precompressed_br().precompressed_gzip();
    let open = Router::new()
        .route("/live", get(|| async { "live" }))
        .route("/ready", get(ready))
        .route("/metrics", get(metrics))
        .route("/favicon.svg", get(favicon))
        .route("/api/{*nothing}", any(no_function))
        .route(page_script::PATH, get(page_script::get))
        .nest_service(
            "/pkg",
            Router::new().fallback_service(built).layer(from_fn_with_state(site.clone(), layers::built_files)),
        );

    layers::around(guarded.merge(open), &site).with_state(site)
}

/// Runs a server function. Its plain-form redirect to whatever the `Referer` says is switched off.
async fn server_function(State(site): State<Site>, request: Request) -> Response {
    let (mut parts, body) = request.into_parts();
    parts.headers.remove(REFERER);
    parts.headers.remove(ACCEPT);
    // Read here: the function would take the whole of it, however long.
    let body = match read_body(body, limits::FUNCTION_CALL, None).await {
        Ok((body, _)) => body,
        Err(page) => return (page.status(), Json(NotSaved::Unavailable)).into_response(),
    };
    let request = Request::from_parts(parts, body.into());
    let mut response =
        leptos_axum::handle_server_fns_with_context(move || site.provide(), request).await.into_response();
    // A function gives each of its own errors a status. What has none is a body that could not be read as its fields.
    if response.status() == StatusCode::INTERNAL_SERVER_ERROR {
        tracing::warn!("a server function could not read what it was sent");
        *response.status_mut() = StatusCode::BAD_REQUEST;
    }
    response
}

/// Answers a script that asks for what there is not, whatever its method.
async fn no_function() -> Response {
    (StatusCode::NOT_FOUND, Json(NotSaved::NotFound)).into_response()
}

async fn not_found(State(site): State<Site>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    site.error_page(parts, ErrorPage::NotFound).await
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
