//! A form that could not be carried out just now: its fields stand on the answer, so that nothing typed is lost.

use std::sync::Arc;

use leptos::prelude::*;

use super::post_form::PostForm;
use super::request::request_address;

/// The name of a form that carries fields: `public/page.js` asks before its page is left.
pub const CARRIED: &str = "as_of.carried";

/// The fields of a posted form, without its secrets.
#[derive(Clone, Debug)]
pub struct Carried(Arc<[(String, String)]>);

impl Carried {
    /// These fields.
    pub fn new(fields: Vec<(String, String)>) -> Self {
        Self(fields.into())
    }

    /// How long the fields are on a page, in bytes.
    pub fn length(&self) -> usize {
        let longer = |text: &str| text.bytes().filter(|byte| b"&<>\"'".contains(byte)).count() * 5;
        self.0.iter().flat_map(|(name, value)| [name, value]).map(|text| text.len() + longer(text)).sum()
    }
}

/// The fields as they go along with another form.
#[component]
pub fn CarriedFields(
    /// What was posted.
    carried: Carried,
) -> impl IntoView {
    let fields = carried.0.iter().cloned();
    let fields = fields.map(|(name, value)| view! { <input type="hidden" name=name value=value /> }).collect_view();
    view! { <div data-unsaved="">{fields}</div> }
}

/// The form again, with nothing but a button.
#[component]
pub fn TryAgain(
    /// What was posted.
    carried: Carried,
) -> impl IntoView {
    view! {
        <PostForm action=request_address() name=CARRIED whole=None>
            <CarriedFields carried />
            <button type="submit" class="govuk-button">"Try again"</button>
        </PostForm>
    }
}
