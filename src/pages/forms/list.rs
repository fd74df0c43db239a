//! The editions of the two audit forms.

use std::sync::Arc;

use leptos::prelude::*;

use crate::domain::form::AuditForm;
use crate::web::address::encode;
use crate::web::frame::{BoardTab, Place, framed_wide};
use crate::web::load::load;
use crate::web::request::{installation, visitor};
use crate::web::table::{number_heads, scrolling, text_heads};

/// The page.
pub fn page() -> impl IntoView {
    let installation = installation();
    let visitor = visitor();
    load(async move { installation.forms(&visitor?) }, show)
}

fn show(forms: Vec<Arc<AuditForm>>) -> impl IntoView {
    let rows = forms.into_iter().map(|form| {
        let href = format!("/forms/{}/{}", form.kind.key(), encode(&form.edition));
        view! {
            <tr>
                <th scope="row"><a class="govuk-link" href=href>{format!("{} {}", form.kind.words(), form.edition)}</a></th>
                <td>{form.title.clone()}</td>
                <td class="app-table--numeric">{form.standards.len()}</td>
                <td class="app-table--numeric">{form.questions().count()}</td>
            </tr>
        }
    });
    let head = (text_heads(["Form and edition", "Title"]), number_heads(["Standards", "Questions"]));
    framed_wide(
        "Forms",
        Place::Board(BoardTab::Forms),
        view! {
            <h1 class="govuk-heading-l">"Forms"</h1>
            <p class="govuk-body">
                "Education settings answer the schools form, every other organisation the partners form. An edition never "
                "changes, so that answers stay comparable; a new edition says whether each question is the same, reworded or new."
            </p>
            {scrolling("editions-caption", "Editions, the latest first", head, rows.collect_view())}
        },
    )
}
