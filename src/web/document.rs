//! The document around every page.

use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_meta::{MetaTags, provide_meta_context};

use super::error_page::{ErrorPage, ShowErrorPage};
use super::page_map::Page;
use super::page_script;
use super::request::{self, SiteFiles};

/// The document around the page of a request. The islands come only with the pages that have something for them to do.
pub fn document() -> AnyView {
    let files = use_context::<SiteFiles>().unwrap_or_default();
    let scripts = request::has_islands().then(|| islands(&files));
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
                <AskedPage />
            </body>
        </html>
    }
    .into_any()
}

/// The script that starts the islands, once the browser has nothing else to do.
fn islands(files: &SiteFiles) -> impl IntoView + use<> {
    let nonce = use_nonce();
    let (script, wasm) = (files.script.to_string(), files.wasm.to_string());
    let start = format!(
        "const start=async()=>{{const islands=await import({script:?});\
         await islands.default({{module_or_path:{wasm:?}}});islands.hydrate()}};\
         \"requestIdleCallback\" in window?requestIdleCallback(start,{{timeout:2000}}):start()"
    );
    view! {
        <link rel="modulepreload" href=script crossorigin="anonymous" fetchpriority="low" />
        <link rel="preload" href=wasm r#as="fetch" r#type="application/wasm" crossorigin="anonymous" fetchpriority="low" />
        <script type="module" nonce=nonce>{start}</script>
    }
}

/// The page that the request asks for, or what went wrong with it.
#[component]
fn AskedPage() -> impl IntoView {
    provide_meta_context();
    request::set_content_security_policy();
    match (use_context::<ErrorPage>(), use_context::<Page>()) {
        (None, Some(page)) => page.show(),
        (Some(page), _) => view! { <ShowErrorPage page /> }.into_any(),
        (None, None) => view! { <ShowErrorPage page=ErrorPage::NotFound /> }.into_any(),
    }
}
