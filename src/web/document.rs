//! The document around every page.

use leptos::prelude::*;
use leptos_meta::{MetaTags, provide_meta_context};

use super::error_page::{ErrorPage, ShowErrorPage};
use super::page_map::Page;
use super::page_script;
use super::request::{self, SiteFiles};

/// The document around the page of a request. The islands come only with the pages that have something for them to do.
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
                <AskedPage />
            </body>
        </html>
    }
    .into_any()
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
