//! Every route: its method and path, who may ask it, what else is to be known of it, and what answers it. A page's form
//! posts the fields that the page names; what is not named is not read.

use std::collections::HashMap;
use std::sync::LazyLock;

use axum::Router;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;
use axum::routing::{MethodRouter, get, post};
use leptos::prelude::IntoView;

use super::{answers_file, downloads, functions};
use crate::pages::{account, answering, forms, organisations, people, plan, results, rounds, settings, statements};
use crate::web::form_fields::FormFields;
use crate::web::page_map::{Page, PageMap};
use crate::web::route::Route;
use crate::web::route::Who::{
    self, Administrators, Board, Everybody, GaveThePassword, HasSession, LeadsOfTheOrganisation, MaySetUpTheApp,
    PeopleOfTheOrganisation, ReadersOfTheOrganisation, SignedIn,
};
use crate::web::site::Site;

/// The table. What nobody has to be known for (`/live`, the built files) is in `http.rs`.
#[rustfmt::skip]
fn table() -> Vec<Row> {
    vec![
        // Signing in, and one's own account
        file("/", SignedIn, get(account::home::get)),
        page("/set-up", Everybody, account::set_up::page),
        form("/set-up", Everybody, account::set_up::FORM, post(account::set_up::post)),
        page("/sign-in", Everybody, account::sign_in::page),
        form("/sign-in", Everybody, account::sign_in::FORM, post(account::sign_in::post)),
        page("/sign-in/code", GaveThePassword, account::sign_in::code_page),
        form("/sign-in/code", GaveThePassword, account::sign_in::CODE_FORM, post(account::sign_in::post_code)),
        form("/sign-out", HasSession, NO_FIELDS, post(account::sign_in::post_sign_out)),
        page("/set-password/{token}", Everybody, account::set_password::page),
        form("/set-password/{token}", Everybody, account::set_password::FORM, post(account::set_password::post)),
        page("/accessibility", Everybody, statements::accessibility),
        page("/privacy", Everybody, statements::privacy),
        page("/account", SignedIn, account::home::page),
        page("/account/password", SignedIn, account::password::page),
        form("/account/password", SignedIn, account::password::FORM, post(account::password::post)),
        page("/account/authenticator", MaySetUpTheApp, account::authenticator::page),
        form("/account/authenticator", MaySetUpTheApp, account::authenticator::FORM, post(account::authenticator::post)),

        // Answering an audit
        page("/audits/{audit}", ReadersOfTheOrganisation, answering::task_list::page),
        page("/audits/{audit}/standards/{number}", ReadersOfTheOrganisation, answering::standard::page).with_islands(),
        form("/audits/{audit}/standards/{number}", PeopleOfTheOrganisation, answering::standard::FORM, post(answering::standard::post)).carrying_typing(),
        function("/api/save-answer", PeopleOfTheOrganisation),
        function("/api/stay-signed-in", SignedIn),
        page("/audits/{audit}/check", PeopleOfTheOrganisation, answering::check::page).with_islands(),
        form("/audits/{audit}/check", LeadsOfTheOrganisation, answering::check::FORM, post(answering::check::post)),
        page("/audits/{audit}/record", ReadersOfTheOrganisation, answering::record::page),

        // An organisation's results and plan
        page("/audits/{audit}/results", ReadersOfTheOrganisation, results::own_results::page),
        file("/audits/{audit}/results.csv", ReadersOfTheOrganisation, get(downloads::own_results)),
        page("/organisations/{reference}/results", ReadersOfTheOrganisation, results::own_results::latest),
        file("/audits/{audit}/action-plan.xlsx", ReadersOfTheOrganisation, get(downloads::action_plan)),
        page("/organisations/{reference}/action-plan", ReadersOfTheOrganisation, plan::action_plan::page),
        page("/organisations/{reference}/action-plan/{number}", ReadersOfTheOrganisation, plan::action::page).with_islands(),
        form("/organisations/{reference}/action-plan/{number}", PeopleOfTheOrganisation, plan::action::FORM, post(plan::action::post)).carrying_typing(),

        // Rounds
        page("/rounds", Board, rounds::list::page),
        page("/rounds/new", Administrators, rounds::new::page),
        form("/rounds/new", Administrators, rounds::new::FORM, post(rounds::new::post)).that_adds(),
        page("/rounds/{round}", Board, rounds::progress::page),
        form("/rounds/{round}/open", Administrators, NO_FIELDS, post(rounds::progress::post_open)),
        page("/rounds/{round}/audits", Board, rounds::audits::page),
        page("/rounds/{round}/invite", Administrators, rounds::invite::page),
        form("/rounds/{round}/invite", Administrators, rounds::invite::FORM, post(rounds::invite::post)),

        // A round's results and files
        page("/rounds/{round}/results", Board, results::round_results::page),
        page("/rounds/{round}/results/organisations", Board, results::behind::page),
        file("/rounds/{round}/results.xlsx", Board, get(downloads::results_xlsx)),
        file("/rounds/{round}/results.csv", Board, get(downloads::results_csv)),
        page("/rounds/{round}/answers", Board, results::answers_file::page),
        form("/rounds/{round}/answers", Board, results::answers_file::FORM, post(answers_file::post)),
        file("/rounds/{round}/answers/file", Board, get(answers_file::file)),
        file("/rounds/{round}/answers.xlsx", Board, get(answers_file::xlsx)),
        file("/rounds/{round}/answers.csv", Board, get(answers_file::csv)),

        // Organisations
        page("/organisations", Board, organisations::list::page),
        page("/organisations/new", Administrators, organisations::new::page),
        form("/organisations/new", Administrators, organisations::fields::ADDED, post(organisations::new::post)).that_adds(),
        page("/organisations/import", Administrators, organisations::import::page),
        upload("/organisations/import", Administrators, organisations::import::LARGEST_FILE, post(organisations::import::post)).that_adds(),
        file("/organisations/template.csv", Board, get(organisations::import::get_template)),
        page("/organisations/{reference}", ReadersOfTheOrganisation, organisations::organisation::page),
        page("/organisations/{reference}/edit", Administrators, organisations::edit::page),
        form("/organisations/{reference}/edit", Administrators, organisations::fields::CHANGED, post(organisations::edit::post)),
        page("/organisations/{reference}/close", Administrators, organisations::close::page),
        form("/organisations/{reference}/close", Administrators, organisations::close::FORM, post(organisations::close::post)),
        page("/organisations/{reference}/people", ReadersOfTheOrganisation, organisations::people::page),

        // People
        page("/people", Administrators, people::list::page),
        page("/people/new", Administrators, people::new::page),
        form("/people/new", Administrators, people::new::FORM, post(people::new::post)).that_adds(),
        page("/people/{person}", Administrators, people::person::page),
        form("/people/{person}/link", Administrators, NO_FIELDS, post(people::person::post_link)),
        form("/people/{person}/let-in", Administrators, NO_FIELDS, post(people::person::post_let_in)),
        page("/people/{person}/edit", Administrators, people::edit::page),
        form("/people/{person}/edit", Administrators, people::edit::FORM, post(people::edit::post)),
        page("/people/{person}/stop", Administrators, people::end::stop_page),
        form("/people/{person}/stop", Administrators, NO_FIELDS, post(people::end::post_stop)),
        page("/people/{person}/end-board-role", Administrators, people::end::board_role_page),
        form("/people/{person}/end-board-role", Administrators, NO_FIELDS, post(people::end::post_board_role)),
        page("/people/{person}/end-membership/{reference}", Administrators, people::end::membership_page),
        form("/people/{person}/end-membership/{reference}", Administrators, NO_FIELDS, post(people::end::post_membership)),
        page("/people/{person}/remove-authenticator", Administrators, people::end::authenticator_page),
        form("/people/{person}/remove-authenticator", Administrators, NO_FIELDS, post(people::end::post_authenticator)),

        // Forms and settings
        page("/forms", Board, forms::list::page),
        page("/forms/{form}/{edition}", Board, forms::edition::page),
        page("/settings", Administrators, settings::page),
        form("/settings", Administrators, settings::FORM, post(settings::post)),
    ]
}

/// The form of a button alone.
const NO_FIELDS: FormFields = FormFields::new(&[]);

/// A route and what answers it.
struct Row {
    route: Route,
    answered_by: AnsweredBy,
}

enum AnsweredBy {
    Page(Page),
    Handler(Box<MethodRouter<Site>>),
}

impl Row {
    fn with_islands(mut self) -> Self {
        if let AnsweredBy::Page(page) = &mut self.answered_by {
            page.has_islands = true;
        }
        self
    }

    fn carrying_typing(mut self) -> Self {
        self.route.carries_typing = true;
        self
    }

    fn that_adds(mut self) -> Self {
        self.route.adds = true;
        self
    }
}

fn page<V: IntoView + 'static>(path: &'static str, may: Who, show: fn() -> V) -> Row {
    let route = Route::new(Method::GET, path, may);
    Row { route, answered_by: AnsweredBy::Page(Page::new(show, false)) }
}

/// A GET that is no page of ours: a file, or a way to one of the pages.
fn file(path: &'static str, may: Who, answered_by: MethodRouter<Site>) -> Row {
    let route = Route::new(Method::GET, path, may);
    Row { route, answered_by: AnsweredBy::Handler(answered_by.into()) }
}

fn form(path: &'static str, may: Who, fields: FormFields, answered_by: MethodRouter<Site>) -> Row {
    let route = Route { form: Some(fields), ..Route::new(Method::POST, path, may) };
    Row { route, answered_by: AnsweredBy::Handler(answered_by.into()) }
}

/// A form with a file of at most so many bytes.
fn upload(path: &'static str, may: Who, most: usize, answered_by: MethodRouter<Site>) -> Row {
    let route = Route::new(Method::POST, path, may);
    Row { route, answered_by: AnsweredBy::Handler(Box::new(answered_by.layer(DefaultBodyLimit::max(most)))) }
}

/// What a script calls.
fn function(path: &'static str, may: Who) -> Row {
    let route = Route::new(Method::POST, path, may);
    Row { route, answered_by: AnsweredBy::Handler(Box::new(post(functions::run))) }
}

/// Every route for which it matters who asks, without what answers it.
pub fn routes() -> &'static [Route] {
    static ROUTES: LazyLock<Vec<Route>> = LazyLock::new(|| table().into_iter().map(|row| row.route).collect());
    &ROUTES
}

/// The route of a method and a path as it stands in the table. HEAD asks what GET would answer.
fn route_of(method: &Method, path: &str) -> Option<&'static Route> {
    static BY_PATH: LazyLock<HashMap<(&Method, &str), &Route>> =
        LazyLock::new(|| routes().iter().map(|route| ((&route.method, route.path), route)).collect());
    let method = if *method == Method::HEAD { &Method::GET } else { method };
    BY_PATH.get(&(method, path)).copied()
}

/// Says to whatever answers a request which route it is.
pub(super) async fn with_its_route(mut request: Request, next: Next) -> Response {
    let path = request.extensions().get::<MatchedPath>();
    if let Some(route) = path.and_then(|path| route_of(request.method(), path.as_str())) {
        request.extensions_mut().insert(route.clone());
    }
    next.run(request).await
}

/// The pages by their paths.
pub(super) fn page_map() -> PageMap {
    PageMap::new(table().into_iter().filter_map(|row| match row.answered_by {
        AnsweredBy::Page(page) => Some((row.route.path, page)),
        AnsweredBy::Handler(_) => None,
    }))
}

/// The routes with what answers each.
pub(super) fn router() -> Router<Site> {
    table().into_iter().fold(Router::new(), |router, row| match row.answered_by {
        AnsweredBy::Page(_) => router.route(row.route.path, get(show_page)),
        AnsweredBy::Handler(answered_by) => router.route(row.route.path, *answered_by),
    })
}

async fn show_page(State(site): State<Site>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    site.page(parts).await
}
