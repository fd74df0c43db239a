//! The rest of the work on a page that has stopped saving and whose plain script (`public/page.js`) never came: no line
//! claims that anything is saved, and the page is not left without asking.

use std::cell::Cell;
use std::time::Duration;

use leptos::prelude::{document, set_timeout};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::js_sys::Reflect;
use web_sys::{Element, Event, FormData, SubmitEvent};

use super::answer_fields::save_ids_of_broken;
use super::fields::{all, find};
use super::regions::STATUS;

thread_local! {
    static SENT: Cell<bool> = const { Cell::new(false) };
}

/// Empties the line of each answer, and says of the answer around `within` that it is not saved.
pub fn says_unsaved(within: Option<&Element>) {
    let Some(page) = document().document_element() else { return };
    let lines = format!(".{}", STATUS.class);
    for line in all(&page, &lines).into_iter().filter(|line| line.text_content().as_deref() != Some(UNSAVED)) {
        line.set_text_content(None);
    }
    let question = within.and_then(|within| within.closest(".app-question").ok().flatten());
    if let Some(line) = question.and_then(|question| find(&question, &lines)) {
        line.set_text_content(Some(UNSAVED));
    }
}

/// The same when something happens on such a page, for the answer that was typed into.
pub fn sees(event: &Event) {
    let at = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    says_unsaved(at.filter(|_| event.type_() != "focusin").as_ref());
}

const UNSAVED: &str = "Not saved yet. Choose Save.";

/// A form of answers that is sent takes along what is typed: the page is left without asking, this time.
pub fn goes(event: &SubmitEvent) {
    let form = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let holds_answers = form.and_then(|form| form.get_attribute("name")).is_some_and(|name| name.starts_with("as_of."));
    SENT.set(holds_answers && !event.default_prevented());
    set_timeout(|| SENT.set(false), Duration::from_secs(1));
}

/// Removes the save ids of broken answers from a sent form: without them it is not whole, and nothing of it is stored.
pub fn sends(event: &Event) {
    let sent =
        Reflect::get(event, &JsValue::from_str("formData")).ok().and_then(|sent| sent.dyn_into::<FormData>().ok());
    let Some(sent) = sent else { return };
    for name in save_ids_of_broken() {
        sent.delete(&name);
    }
}

/// Whether a form is on its way.
pub fn is_sent() -> bool {
    SENT.get()
}
