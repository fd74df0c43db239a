//! Starts the interactive parts of a page, each by itself, and says so when one of them fails.
//!
//! The style sheet shows the page's notice that it does not save automatically: not while `data-live` stands on the
//! document, but always once `data-stopped` does, for which `public/page.js` looks too.

use std::cell::RefCell;
use std::time::Duration;

use leptos::prelude::{document, set_timeout, window};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::js_sys::Reflect;
use web_sys::{Element, Event, EventTarget, SubmitEvent};

use super::live::{LIVE, is_guarded, is_stopped, stopped};
use super::{answer_fields, fields, guarded_form, regions, saves_as_you_type, session_warning, unguarded};

/// What kind of part an element is.
const PART: &str = "data-part";
/// On a part that listens: an attribute for the page's styles, and a property for its plain script. A copy of the part
/// has only the attribute.
const READY: &str = "data-ready";
/// See [`READY`].
const IS_READY: &str = "isReady";
thread_local! {
    static STARTED: RefCell<Vec<Element>> = const { RefCell::new(Vec::new()) };
}

/// Starts every part of the page.
pub fn start() {
    std::panic::set_hook(Box::new(|panic| {
        stopped();
        leptos::leptos_dom::logging::console_error(&panic.to_string());
    }));
    let Some(page) = document().document_element() else { return };
    // Each in a task of its own: one that fails does not keep the others from starting.
    for part in fields::all(&page, &format!("[{PART}]")) {
        set_timeout(move || begin(&part), Duration::ZERO);
    }
    for kind in ["input", "change", "focusin"] {
        regions::listen(&window(), kind, |event: Event| {
            if !is_stopped() && is_out_of_place(&event) {
                stopped();
            }
            if is_stopped() && !is_guarded() {
                unguarded::sees(&event);
            }
        });
    }
    regions::listen(&window(), "submit", |event: SubmitEvent| unguarded::goes(&event));
    regions::listen(&window(), "formdata", |event: Event| {
        if !is_guarded() {
            unguarded::sends(&event);
        }
    });
    regions::listen(&window(), "beforeunload", |event: Event| {
        if is_stopped() && !is_guarded() && !unguarded::is_sent() {
            event.prevent_default();
        }
    });
}

fn begin(part: &Element) {
    let begun = match part.get_attribute(PART).as_deref() {
        Some("answer") => saves_as_you_type::begin(part),
        Some("form") => guarded_form::begin(part),
        Some("session") => session_warning::begin(part),
        _ => None,
    };
    if begun.is_none() {
        return;
    }
    STARTED.with_borrow_mut(|started| started.push(part.clone()));
    let _ = Reflect::set(part, &JsValue::from_str(IS_READY), &JsValue::TRUE);
    let _ = part.set_attribute(READY, "true");
    if let Some(page) = document().document_element().filter(all_ready) {
        let _ = page.set_attribute(LIVE, "");
    }
}

/// Whether every part listens, and no answer stands outside of one.
fn all_ready(page: &Element) -> bool {
    let is_ready = |element: &Element| element.has_attribute(READY);
    let in_one =
        |answer: Element| answer.closest(&format!("[{PART}=answer]")).ok().flatten().as_ref().is_some_and(is_ready);
    fields::all(page, &format!("[{PART}]")).iter().all(is_ready)
        && fields::all(page, "[name$='.save_id']").into_iter().all(in_one)
}

/// Whether something happened where no part sees it: in a copy of a part, which an extension that writes the page anew
/// leaves behind, or while a field of an answer is not where its part looks for it.
fn is_out_of_place(event: &Event) -> bool {
    let at = event.target().and_then(|target: EventTarget| target.dyn_into::<Element>().ok());
    let part = at.and_then(|element| element.closest(&format!("[{PART}]")).ok().flatten());
    let is_copy = |part: &Element| part.has_attribute(READY) && !STARTED.with_borrow(|started| started.contains(part));
    // An answer's own part looks at typing into it, before it is saved.
    let sees_to_it = |part: &Element| event.type_() == "input" && part.get_attribute(PART).as_deref() == Some("answer");
    part.as_ref().is_some_and(is_copy) || !part.as_ref().is_some_and(sees_to_it) && !answer_fields::all_are_there()
}
