//! Whether the page saves by itself: all its parts listen, and none has failed.

use leptos::prelude::document;
use wasm_bindgen::JsValue;
use web_sys::js_sys::Reflect;

/// On the document, when all its parts listen.
pub const LIVE: &str = "data-live";
/// On the document, when something has failed.
const STOPPED: &str = "data-stopped";

/// Whether every part of the page listens, and none has failed.
pub fn is_live() -> bool {
    !is_stopped() && document().document_element().is_some_and(|page| page.has_attribute(LIVE))
}

/// Whether something has failed: then the page's plain form is all there is, and nothing may hold it back.
pub fn is_stopped() -> bool {
    document().document_element().is_some_and(|page| page.has_attribute(STOPPED))
}

/// Says on the page that it does not save by itself any more. From here on its plain script sees to everything.
pub fn stopped() {
    if let Some(page) = document().document_element() {
        let _ = page.set_attribute(STOPPED, "");
    }
}

/// Whether the page's plain script is there: it sees to everything once the page has stopped.
pub fn is_guarded() -> bool {
    let page = document().document_element();
    page.is_some_and(|page| Reflect::get(&page, &JsValue::from_str("isGuarded")).is_ok_and(|there| there.is_truthy()))
}
