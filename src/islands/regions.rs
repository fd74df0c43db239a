//! Where a part says something, and how it listens.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::convert::FromWasmAbi;
use web_sys::{Element, EventTarget, HtmlElement};

use super::fields::{all, find};

/// An element that says something as it changes.
#[derive(Clone, Copy)]
pub struct Region {
    /// What its id ends in, after the question's key and a point where it belongs to a question.
    pub name: &'static str,
    /// Its class.
    pub class: &'static str,
    /// The attribute by which a screen reader knows that it is to be read out.
    pub live: (&'static str, &'static str),
}

/// The line with an answer's save status.
pub const STATUS: Region = Region { name: "status", class: "app-question__status", live: ("role", "status") };
/// Warnings that the author should look at again.
pub const WARNINGS: Region = Region { name: "warnings", class: "", live: ("aria-live", "polite") };
/// What somebody else saved meanwhile. The box in it is an alert.
pub const CHANGED: Region = Region { name: "changed", class: "", live: ("aria-live", "off") };

impl Region {
    /// Its id.
    pub fn id(self, question: &str) -> String {
        if question.is_empty() { self.name.to_owned() } else { format!("{question}.{}", self.name) }
    }

    /// Whether it is there and holds something.
    pub fn says_something(self, within: &Element, question: &str) -> bool {
        self.find(within, question).is_some_and(|element| element.text_content().is_some_and(|text| !text.is_empty()))
    }

    /// Says something in place of whatever is there, even of a translator's version of it. A region that somebody took
    /// away is made anew.
    pub fn say(self, within: &Element, question: &str, view: AnyView) {
        let Some(element) = self.find(within, question).or_else(|| self.made(within, question)) else { return };
        self.silence_others(within, &element);
        element.set_text_content(None);
        if let Ok(element) = element.dyn_into::<HtmlElement>() {
            // Nothing in it changes by itself: it stays as it is until the next is said.
            leptos::mount::mount_to(element, move || view).forget();
        }
    }

    /// For the line with an answer's save status: empties others like it, which an extension that renames, copies or
    /// moves it leaves behind. They would go on saying what is no longer so.
    fn silence_others(self, within: &Element, element: &Element) {
        let is_line = self.class == STATUS.class;
        let Some(page) = document().document_element().filter(|_| is_line) else { return };
        for other in all(&page, &format!(".{}", self.class)) {
            let section = other.closest(".app-question").ok().flatten();
            let is_anothers = section.is_some_and(|section| !section.contains(Some(within)));
            if &other != element && !is_anothers {
                other.set_text_content(None);
            }
        }
    }

    fn find(self, within: &Element, question: &str) -> Option<Element> {
        find(within, &format!("[id='{}']", self.id(question)))
    }

    fn made(self, within: &Element, question: &str) -> Option<Element> {
        let element = document().create_element("div").ok()?;
        element.set_id(&self.id(question));
        element.set_class_name(self.class);
        element.set_attribute(self.live.0, self.live.1).ok()?;
        within.append_child(&element).ok()?;
        Some(element)
    }
}

/// Calls something at each event of a kind, for as long as the page is open.
pub fn listen<E: FromWasmAbi + 'static>(target: &EventTarget, kind: &str, on: impl Fn(E) + 'static) {
    let callback = Closure::<dyn Fn(E)>::new(on);
    let _ = target.add_event_listener_with_callback(kind, callback.as_ref().unchecked_ref());
    callback.forget();
}
