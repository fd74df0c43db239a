//! How a page gets what it shows.

use std::future::Future;

use leptos::prelude::*;

use super::error_page::{ErrorPage, ShowErrorPage};
use crate::operations::Refused;

/// Loads what a page shows, then shows it; a refusal becomes a page with the right status.
pub fn load<T, V>(
    loading: impl Future<Output = Result<T, Refused>> + Send + 'static,
    show: impl FnOnce(T) -> V + Send + 'static,
) -> AnyView
where
    T: Send + 'static,
    V: IntoView + 'static,
{
    Suspend::new(async move {
        match loading.await {
            Ok(loaded) => show(loaded).into_any(),
            Err(refused) => view! { <ShowErrorPage page=ErrorPage::from(refused) /> }.into_any(),
        }
    })
    .into_any()
}
