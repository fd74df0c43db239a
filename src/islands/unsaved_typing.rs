//! Asks before a form that saves only by its button is left with something typed in it.

#![expect(missing_docs, reason = "the island macro makes a struct and drops its documentation")]

use leptos::prelude::*;

use super::fields;

/// Wraps a plain form.
#[island]
pub fn AsksBeforeLeaving(
    /// Whether the form comes with typing that is not saved: it was refused.
    unsaved: bool,
    children: Children,
) -> impl IntoView {
    let within = NodeRef::<leptos::html::Div>::new();
    let typed = StoredValue::new(unsaved);
    Effect::new(move |_| {
        if let Some(element) = within.get() {
            // A browser that came back to the page may have put into it what was typed before.
            if fields::differ_from_page(&element) {
                typed.set_value(true);
            }
            let _ = element.set_attribute("data-ready", "true");
        }
        window_event_listener(leptos::ev::beforeunload, move |event| {
            if typed.get_value() {
                event.prevent_default();
            }
        });
    });
    // Only this form's own button takes the typing along; the page has others, to sign out or to search.
    view! {
        <div
            node_ref=within
            on:input=move |_| typed.set_value(true)
            on:submit=move |_| typed.set_value(false)
        >
            {children()}
        </div>
    }
}
