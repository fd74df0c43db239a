//! Warnings that the author of a text should look at again: shown by the server, and after each save by the island.

use leptos::prelude::*;

use crate::domain::save::Warning;

/// The warnings, each with a link to its field.
#[component]
pub fn Warnings(
    /// What there is to look at again.
    warnings: Vec<Warning>,
    /// What stands before a field's name in its id, for example `S3.4.`.
    #[prop(into)]
    prefix: String,
) -> impl IntoView {
    let each = move |warning: Warning| {
        view! {
            <div class="govuk-warning-text">
                <span class="govuk-warning-text__icon" aria-hidden="true">"!"</span>
                <strong class="govuk-warning-text__text">
                    <span class="govuk-visually-hidden">"Warning: "</span>
                    <a class="govuk-link" href=format!("#{prefix}{}", warning.field)>{warning.name}</a>
                    {format!(": {}", warning.words)}
                </strong>
            </div>
        }
    };
    warnings.into_iter().map(each).collect_view()
}
