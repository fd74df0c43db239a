//! A form that could not be carried out just now: the answer carries its fields, so that nothing typed is lost.

use std::sync::Arc;

use leptos::prelude::*;

use super::post_form::PostForm;

/// The name of a form that carries fields: `public/page.js` asks before its page is left.
pub const CARRIED: &str = "as_of.carried";

/// The fields of a posted form, without its secrets.
#[derive(Clone, Debug)]
pub struct Carried {
    fields: Arc<[(String, String)]>,
    /// The address they were sent to, and are sent to again: not always that of the page that shows them.
    address: Arc<str>,
}

impl Carried {
    /// These fields, sent to this address.
    pub fn new(fields: Vec<(String, String)>, address: &str) -> Self {
        Self { fields: fields.into(), address: address.into() }
    }

    /// Where they are sent again.
    pub fn address(&self) -> String {
        self.address.to_string()
    }

    /// How many bytes the fields take on a page.
    pub fn length(&self) -> usize {
        let longer = |text: &str| text.bytes().filter(|byte| b"&<>\"'".contains(byte)).count() * 5;
        self.fields.iter().flat_map(|(name, value)| [name, value]).map(|text| text.len() + longer(text)).sum()
    }
}

/// The fields, as hidden fields of another form.
#[component]
pub fn CarriedFields(
    /// What was posted.
    carried: Carried,
) -> impl IntoView {
    let fields = carried.fields.iter().cloned();
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
        <PostForm action=carried.address() name=CARRIED whole=None>
            <CarriedFields carried />
            <button type="submit" class="govuk-button">"Try again"</button>
        </PostForm>
    }
}
