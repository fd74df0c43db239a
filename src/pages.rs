//! The screens: one file each, with what it loads, what it shows, and what its form posts mean.
//!
//! A GET is a Leptos route, complete on the server. A POST is a plain handler on the same path: it ends in a
//! redirect, or in the same page again with what was typed and what is wrong with it.

pub mod account_password;
pub mod action;
pub mod action_plan;
pub mod address;
pub mod audit_check;
pub mod audit_last_answer;
pub mod audit_question;
pub mod audit_record;
pub mod audit_standard;
pub mod audit_task_list;
pub mod authenticator;
pub mod body;
pub mod browser;
pub mod carried;
pub mod contact;
pub mod fields;
pub mod form_edition;
pub mod form_fields;
pub mod forms;
pub mod frame;
pub mod home;
pub mod limits;
pub mod notices;
pub mod opened_with;
pub mod organisation;
pub mod organisation_close;
pub mod organisation_edit;
pub mod organisation_fields;
pub mod organisation_new;
pub mod organisation_people;
pub mod organisations;
pub mod organisations_import;
pub mod own_results;
pub mod page_script;
pub mod people;
pub mod person;
pub mod person_edit;
pub mod person_end;
pub mod person_new;
pub mod post_form;
pub mod request;
pub mod respond;
pub mod results;
pub mod results_behind;
pub mod returns_chart;
pub mod round_answers;
pub mod round_audits;
pub mod round_invite;
pub mod round_new;
pub mod round_progress;
pub mod round_sectors;
pub mod rounds;
pub mod set_password;
pub mod set_up;
pub mod settings;
pub mod sign_in;
pub mod sign_in_again;
pub mod statements;
pub mod table;
pub mod trouble;

use leptos::prelude::*;
use leptos_meta::{MetaTags, provide_meta_context};
use leptos_router::components::{Route, Router, Routes};
use leptos_router::{SsrMode, path};

use request::SiteFiles;
use trouble::{Trouble, TroublePage};

/// The document around every page. The islands come only with the pages that have something for them to do.
pub fn shell(options: LeptosOptions) -> impl IntoView {
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
}

/// The map of all pages.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    request::set_content_security_policy();
    if let Some(trouble) = use_context::<Trouble>() {
        return view! { <TroublePage trouble /> }.into_any();
    }
    let mode = SsrMode::Async;
    view! {
        <Router>
            <Routes fallback=|| view! { <TroublePage trouble=Trouble::NotFound /> }>
                <Route path=path!("/sign-in") view=sign_in::page ssr=mode.clone() />
                <Route path=path!("/sign-in/code") view=sign_in::code_page ssr=mode.clone() />
                <Route path=path!("/set-password/:token") view=set_password::page ssr=mode.clone() />
                <Route path=path!("/set-up") view=set_up::page ssr=mode.clone() />
                <Route path=path!("/accessibility") view=statements::accessibility ssr=mode.clone() />
                <Route path=path!("/privacy") view=statements::privacy ssr=mode.clone() />
                <Route path=path!("/account") view=home::page ssr=mode.clone() />
                <Route path=path!("/account/password") view=account_password::page ssr=mode.clone() />
                <Route path=path!("/account/authenticator") view=authenticator::page ssr=mode.clone() />
                <Route path=path!("/audits/:audit") view=audit_task_list::page ssr=mode.clone() />
                <Route path=path!("/audits/:audit/standards/:number") view=audit_standard::page ssr=mode.clone() />
                <Route path=path!("/audits/:audit/check") view=audit_check::page ssr=mode.clone() />
                <Route path=path!("/audits/:audit/record") view=audit_record::page ssr=mode.clone() />
                <Route path=path!("/audits/:audit/results") view=own_results::page ssr=mode.clone() />
                <Route path=path!("/organisations/:reference/results") view=own_results::latest ssr=mode.clone() />
                <Route path=path!("/organisations/:reference/action-plan") view=action_plan::page ssr=mode.clone() />
                <Route path=path!("/organisations/:reference/action-plan/:number") view=action::page ssr=mode.clone() />
                <Route path=path!("/rounds/:round/results") view=results::page ssr=mode.clone() />
                <Route path=path!("/rounds/:round/results/organisations") view=results_behind::page ssr=mode.clone() />
                <Route path=path!("/rounds/:round/answers") view=round_answers::page ssr=mode.clone() />
                <Route path=path!("/rounds") view=rounds::page ssr=mode.clone() />
                <Route path=path!("/rounds/new") view=round_new::page ssr=mode.clone() />
                <Route path=path!("/rounds/:round") view=round_progress::page ssr=mode.clone() />
                <Route path=path!("/rounds/:round/audits") view=round_audits::page ssr=mode.clone() />
                <Route path=path!("/rounds/:round/invite") view=round_invite::page ssr=mode.clone() />
                <Route path=path!("/organisations") view=organisations::page ssr=mode.clone() />
                <Route path=path!("/organisations/new") view=organisation_new::page ssr=mode.clone() />
                <Route path=path!("/organisations/import") view=organisations_import::page ssr=mode.clone() />
                <Route path=path!("/organisations/:reference") view=organisation::page ssr=mode.clone() />
                <Route path=path!("/organisations/:reference/edit") view=organisation_edit::page ssr=mode.clone() />
                <Route path=path!("/organisations/:reference/close") view=organisation_close::page ssr=mode.clone() />
                <Route path=path!("/organisations/:reference/people") view=organisation_people::page ssr=mode.clone() />
                <Route path=path!("/settings") view=settings::page ssr=mode.clone() />
                <Route path=path!("/people") view=people::page ssr=mode.clone() />
                <Route path=path!("/people/new") view=person_new::page ssr=mode.clone() />
                <Route path=path!("/people/:person") view=person::page ssr=mode.clone() />
                <Route path=path!("/people/:person/stop") view=person_end::stop_page ssr=mode.clone() />
                <Route path=path!("/people/:person/edit") view=person_edit::page ssr=mode.clone() />
                <Route path=path!("/people/:person/end-board-role") view=person_end::board_role_page ssr=mode.clone() />
                <Route
                    path=path!("/people/:person/end-membership/:reference")
                    view=person_end::membership_page
                    ssr=mode.clone()
                />
                <Route
                    path=path!("/people/:person/remove-authenticator")
                    view=person_end::authenticator_page
                    ssr=mode.clone()
                />
                <Route path=path!("/forms") view=forms::page ssr=mode.clone() />
                <Route path=path!("/forms/:form/:edition") view=form_edition::page ssr=mode />
            </Routes>
        </Router>
    }
    .into_any()
}
