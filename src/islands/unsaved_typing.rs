//! Asks before a form that saves only by its button is left with something typed in it.

#![expect(missing_docs, reason = "the island macro makes a struct and drops its documentation")]

use leptos::prelude::*;

use super::{fields, line};

/// What is said when the server does not answer.
const NO_LINE: &str = "Not saved: there is no connection. What you typed is safe while this page is open. Press the button again in a while.";

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
            let goes_along = within.get_untracked().is_some_and(|element| line::leaves_by_its_form(&element));
            if typed.get_value() && !goes_along {
                event.prevent_default();
            }
        });
    });
    // Not said before the server was asked: most of the time it answers at once.
    let no_line = RwSignal::new(false);
    let sent = move |event: web_sys::SubmitEvent| {
        if !typed.get_value() || !line::holds_back(&event, move || no_line.set(true)) {
            line::goes(&event);
        }
    };
    let on_input = move |_| {
        if let Some(element) = within.get_untracked() {
            line::stays(&element);
        }
        typed.set_value(true);
    };
    // Only this form's own button takes the typing along; the page has others, to sign out or to search.
    view! {
        <div
            node_ref=within
            on:input=on_input
            on:submit=sent
        >
            {children()}
            <p class="govuk-body" role="status">
                {move || no_line.get().then(|| view! { <span class="app-unsaved">{NO_LINE}</span> })}
            </p>
        </div>
    }
}
