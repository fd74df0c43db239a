//! Tables: each with its name, in a region of its own that scrolls where the page is narrower than the table. Also
//! lists of names and values.

use leptos::prelude::*;

/// What a table is called.
pub enum Caption {
    /// Written over it.
    Over(String),
    /// Read out by screen readers; for others the heading before it says the same.
    ReadOut(&'static str),
}

impl From<String> for Caption {
    fn from(words: String) -> Self {
        Self::Over(words)
    }
}

impl From<&str> for Caption {
    fn from(words: &str) -> Self {
        Self::Over(words.into())
    }
}

/// A table under its caption, which has this id. `head` is the cells of its one row of headings, `rows` its rows.
pub fn scrolling(
    id: &'static str,
    caption: impl Into<Caption>,
    head: impl IntoView + 'static,
    rows: impl IntoView + 'static,
) -> AnyView {
    let caption = match caption.into() {
        Caption::Over(words) => view! { <caption class="app-caption" id=id><span>{words}</span></caption> }.into_any(),
        Caption::ReadOut(words) => view! { <caption class="govuk-visually-hidden" id=id>{words}</caption> }.into_any(),
    };
    view! {
        <div class="app-scroll" role="region" tabindex="0" aria-labelledby=id>
            <table class="app-table">
                {caption}
                <thead>
                    <tr>{head.into_any()}</tr>
                </thead>
                <tbody>{rows.into_any()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// Headings of columns of text.
pub fn text_heads<const N: usize>(words: [&'static str; N]) -> impl IntoView {
    words.map(|words| view! { <th scope="col">{words}</th> }).collect_view()
}

/// Headings of columns of numbers.
pub fn number_heads<const N: usize>(words: [&'static str; N]) -> impl IntoView {
    words.map(|words| view! { <th scope="col" class="app-table--numeric">{words}</th> }).collect_view()
}

/// A row of a summary list: a name and its value.
pub fn summary_row(name: impl Into<String>, value: impl IntoView + 'static) -> AnyView {
    view! {
        <div class="govuk-summary-list__row">
            <dt class="govuk-summary-list__key">{name.into()}</dt>
            <dd class="govuk-summary-list__value">{value.into_any()}</dd>
        </div>
    }
    .into_any()
}
