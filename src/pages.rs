//! The screens: one file each, with what it loads, what it shows, and what its form posts mean.
//!
//! A GET is a Leptos route, complete on the server. A POST is a plain handler on the same path: it ends in a
//! redirect, or in the same page again with what was typed and what is wrong with it.

pub mod account;
pub mod answering;
pub mod forms;
pub mod organisations;
pub mod people;
pub mod plan;
pub mod results;
pub mod rounds;
pub mod settings;
pub mod statements;

use leptos::prelude::*;
use leptos_meta::{MetaTags, provide_meta_context};
use leptos_router::components::{Route, Router, Routes};
use leptos_router::{SsrMode, path};

use crate::web::error_page::{ErrorPage, ShowErrorPage};
use crate::web::page_script;
use crate::web::request::{self, SiteFiles};

/// The document around every page. The islands come only with the pages that have something for them to do.
pub fn document(options: LeptosOptions) -> AnyView {
    let files = use_context::<SiteFiles>().unwrap_or_default();
    let scripts = request::has_islands().then(|| view! { <HydrationScripts options defer=true /> });
    view! {
        <!DOCTYPE html>
        <html lang="en" class="govuk-template">
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
                <meta name="theme-color" content="#123a5a" />
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="stylesheet" href=files.styles />
                <script src=page_script::address() defer></script>
                {scripts}
                <MetaTags />
            </head>
            <body class="govuk-template__body">
                <App />
            </body>
        </html>
    }
    .into_any()
}

/// The map of all pages.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    request::set_content_security_policy();
    if let Some(page) = use_context::<ErrorPage>() {
        return view! { <ShowErrorPage page /> }.into_any();
    }
    let mode = SsrMode::Async;
    view! {
        <Router>
            <Routes fallback=|| view! { <ShowErrorPage page=ErrorPage::NotFound /> }>
                <Route path=path!("/sign-in") view=account::sign_in::page ssr=mode.clone() />
                <Route path=path!("/sign-in/code") view=account::sign_in::code_page ssr=mode.clone() />
                <Route path=path!("/set-password/:token") view=account::set_password::page ssr=mode.clone() />
                <Route path=path!("/set-up") view=account::set_up::page ssr=mode.clone() />
                <Route path=path!("/accessibility") view=statements::accessibility ssr=mode.clone() />
                <Route path=path!("/privacy") view=statements::privacy ssr=mode.clone() />
                <Route path=path!("/account") view=account::home::page ssr=mode.clone() />
                <Route path=path!("/account/password") view=account::password::page ssr=mode.clone() />
                <Route path=path!("/account/authenticator") view=account::authenticator::page ssr=mode.clone() />
                <Route path=path!("/audits/:audit") view=answering::task_list::page ssr=mode.clone() />
                <Route path=path!("/audits/:audit/standards/:number") view=answering::standard::page ssr=mode.clone() />
                <Route path=path!("/audits/:audit/check") view=answering::check::page ssr=mode.clone() />
                <Route path=path!("/audits/:audit/record") view=answering::record::page ssr=mode.clone() />
                <Route path=path!("/audits/:audit/results") view=results::own_results::page ssr=mode.clone() />
                <Route path=path!("/organisations/:reference/results") view=results::own_results::latest ssr=mode.clone() />
                <Route path=path!("/organisations/:reference/action-plan") view=plan::action_plan::page ssr=mode.clone() />
                <Route path=path!("/organisations/:reference/action-plan/:number") view=plan::action::page ssr=mode.clone() />
                <Route path=path!("/rounds/:round/results") view=results::round_results::page ssr=mode.clone() />
                <Route path=path!("/rounds/:round/results/organisations") view=results::behind::page ssr=mode.clone() />
                <Route path=path!("/rounds/:round/answers") view=results::answers_file::page ssr=mode.clone() />
                <Route path=path!("/rounds") view=rounds::list::page ssr=mode.clone() />
                <Route path=path!("/rounds/new") view=rounds::new::page ssr=mode.clone() />
                <Route path=path!("/rounds/:round") view=rounds::progress::page ssr=mode.clone() />
                <Route path=path!("/rounds/:round/audits") view=rounds::audits::page ssr=mode.clone() />
                <Route path=path!("/rounds/:round/invite") view=rounds::invite::page ssr=mode.clone() />
                <Route path=path!("/organisations") view=organisations::list::page ssr=mode.clone() />
                <Route path=path!("/organisations/new") view=organisations::new::page ssr=mode.clone() />
                <Route path=path!("/organisations/import") view=organisations::import::page ssr=mode.clone() />
                <Route path=path!("/organisations/:reference") view=organisations::organisation::page ssr=mode.clone() />
                <Route path=path!("/organisations/:reference/edit") view=organisations::edit::page ssr=mode.clone() />
                <Route path=path!("/organisations/:reference/close") view=organisations::close::page ssr=mode.clone() />
                <Route path=path!("/organisations/:reference/people") view=organisations::people::page ssr=mode.clone() />
                <Route path=path!("/settings") view=settings::page ssr=mode.clone() />
                <Route path=path!("/people") view=people::list::page ssr=mode.clone() />
                <Route path=path!("/people/new") view=people::new::page ssr=mode.clone() />
                <Route path=path!("/people/:person") view=people::person::page ssr=mode.clone() />
                <Route path=path!("/people/:person/stop") view=people::end::stop_page ssr=mode.clone() />
                <Route path=path!("/people/:person/edit") view=people::edit::page ssr=mode.clone() />
                <Route path=path!("/people/:person/end-board-role") view=people::end::board_role_page ssr=mode.clone() />
                <Route
                    path=path!("/people/:person/end-membership/:reference")
                    view=people::end::membership_page
                    ssr=mode.clone()
                />
                <Route
                    path=path!("/people/:person/remove-authenticator")
                    view=people::end::authenticator_page
                    ssr=mode.clone()
                />
                <Route path=path!("/forms") view=forms::list::page ssr=mode.clone() />
                <Route path=path!("/forms/:form/:edition") view=forms::edition::page ssr=mode />
            </Routes>
        </Router>
    }
    .into_any()
}
