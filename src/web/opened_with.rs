//! A form of short fields that two people, or two tabs, may have open at the same time. The page says what its fields
//! held when it was opened, so that a save after somebody else's is told of that. An unchanged field undoes nothing.

use leptos::prelude::*;

use super::field_names::OPENED_WITH;
use super::request::form_state;
use super::respond::Post;
use crate::domain::text;

/// The name under which a field's text comes back as it was when the page was opened.
pub fn opened_with(field: &str) -> String {
    format!("{OPENED_WITH}{field}")
}

/// A field of the form: its name, its label, and what is stored.
pub type Field = (&'static str, &'static str, String);

/// Whether a post says what its page was opened with: every one of ours does.
pub fn is_known(post: &Post) -> bool {
    post.fields.iter().any(|(name, _)| name.starts_with(OPENED_WITH))
}

/// What the fields held when the page was opened, to be posted with them.
pub fn hidden(stored: &[Field]) -> impl IntoView + use<> {
    let state = form_state();
    let inputs = stored.iter().map(|(name, _, stored)| {
        let name = opened_with(name);
        let value = state.value(&name).unwrap_or_else(|| stored.clone());
        view! { <input type="hidden" name=name value=value /> }
    });
    inputs.collect_view()
}

/// Takes out of a post the fields that their author left as they were, so that the page shows what is stored now. A
/// save after reading that replaces it knowingly.
pub fn leave_what_was_not_changed(post: &mut Post, names: &[&str]) {
    for name in names {
        let opened = post.take(&opened_with(name));
        if text::says_the_same(&post.field(name), &opened) {
            post.take(name);
        }
    }
}

/// After a save that came too late: which fields below differ from what is stored, and what is stored, each in the
/// words of the page for a field and its value.
pub fn what_is_stored(stored: &[Field], words_of: fn(&str, &str) -> String) -> Option<impl IntoView + use<>> {
    let state = form_state();
    state.problem("revision")?;
    let yours = stored.iter().filter(|(name, _, stored)| state.value(name).is_some_and(|typed| typed != *stored));
    let yours: Vec<_> = yours.cloned().collect();
    let words = if yours.is_empty() {
        "The fields below hold what is stored."
    } else {
        "The fields below hold what is stored, except what you changed. If you save now, yours replaces this:"
    };
    let rows = yours.into_iter().map(|(name, label, stored)| {
        let stored = if stored.is_empty() { "(empty)".to_owned() } else { words_of(name, &stored) };
        view! { <li>{format!("{label}: {stored}")}</li> }
    });
    Some(view! {
        <div class="govuk-inset-text" id="revision" tabindex="-1">
            <p class="govuk-body">{words}</p>
            <ul class="govuk-list">{rows.collect_view()}</ul>
        </div>
    })
}
