//! The fields of one answer in the page: all of them are read and written together, or none.
//!
//! A field that an extension or an overlay moved, renamed, replaced, disabled, doubled or took away was not emptied by
//! its author. So the elements that came with the page are remembered, and before every read each is looked for: once
//! on the page, under its name, in its own part and form. The same goes for a field that is empty where something was
//! stored although nobody has typed into it, and for a score when none is chosen any more: nobody can take a choice
//! back. The fields' defaults hold what is stored, and go along when a part of the page is copied.

use std::cell::RefCell;

use leptos::prelude::document;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::js_sys::Reflect;
use web_sys::{Element, HtmlElement, HtmlFormElement, HtmlInputElement, HtmlTextAreaElement, Node};

use super::fields::{all, find};
use crate::domain::save::{TEXT_FIELDS, TypedAnswer};

/// The field in which one of several choices is made.
pub const SCORE: &str = "score";

/// The names of an answer's fields, after its question's key and a point. A page has each of them for every question,
/// and the score as often as there are choices.
pub const NAMES: [&str; 10] = {
    let [reason, evidence, action, who, by_when, no_action_reason] = TEXT_FIELDS;
    ["save_id", "revision", "their_revision", SCORE, reason, evidence, action, who, by_when, no_action_reason]
};

/// A revision as its hidden field holds it: empty where there is none.
pub fn in_a_field(revision: Option<i64>) -> String {
    revision.map(|revision| revision.to_string()).unwrap_or_default()
}

thread_local! {
    static FOUND: RefCell<Vec<AnswerFields>> = const { RefCell::new(Vec::new()) };
}

/// Whether every answer's fields that were found on the page are still where they were.
pub fn all_are_there() -> bool {
    FOUND.with_borrow(|found| found.iter().all(AnswerFields::are_there))
}

/// The answers that a form would send without a field, or with a field that somebody else has emptied, by the names of
/// their save ids: a form without one of these is answered with its whole page.
pub fn save_ids_of_broken() -> Vec<String> {
    let broken = |fields: &AnswerFields| format!("{}.save_id", fields.question);
    FOUND.with_borrow(|found| found.iter().filter(|fields| !fields.are_there()).map(broken).collect())
}

/// The fields of one question, as the page came with them.
#[derive(Clone)]
pub struct AnswerFields {
    part: Element,
    form: HtmlFormElement,
    question: String,
    fields: Vec<(&'static str, Vec<Element>)>,
}

impl AnswerFields {
    /// Finds the fields of a question in its part; `None` when one of them is not there.
    pub fn of(part: &Element, question: &str) -> Option<Self> {
        let choices = part.closest("[data-choices]").ok()??.get_attribute("data-choices")?.parse().ok()?;
        let form = part.closest("form").ok()??.dyn_into().ok()?;
        let named = NAMES.map(|name| (name, all(part, &selector(question, name))));
        let of_name = |name: &str| if name == SCORE { choices } else { 1_usize };
        if named.iter().any(|(name, elements)| elements.len() != of_name(name)) {
            return None;
        }
        let found = Self { part: part.clone(), form, question: question.into(), fields: named.into() };
        FOUND.with_borrow_mut(|all| all.push(found.clone()));
        found.are_there().then_some(found)
    }

    /// Whether each field is on the page once, and where it came.
    fn are_there(&self) -> bool {
        let Some(page) = document().document_element() else { return false };
        let is_around = self.part.is_connected() && self.form.contains(Some(&self.part));
        is_around
            && !self.has_lost_its_choice()
            && self.fields.iter().all(|(name, elements)| {
                let on_the_page = all(&page, &selector(&self.question, name));
                on_the_page.len() == elements.len() && elements.iter().all(|element| self.holds(element, &on_the_page))
            })
    }

    fn holds(&self, element: &Element, on_the_page: &[Element]) -> bool {
        let form = match (element.dyn_ref::<HtmlTextAreaElement>(), element.dyn_ref::<HtmlInputElement>()) {
            (Some(area), _) => area.form(),
            (_, Some(input)) => input.form(),
            _ => None,
        };
        on_the_page.contains(element)
            && self.part.contains(Some(element))
            && form.as_ref() == Some(&self.form)
            && element.matches(":enabled") == Ok(true)
            && takes_text(element)
            && !is_emptied_by_nobody(element)
    }

    fn has_lost_its_choice(&self) -> bool {
        let scores = || self.named(SCORE).iter().filter_map(|radio| radio.dyn_ref::<HtmlInputElement>());
        scores().any(HtmlInputElement::default_checked) && !scores().any(HtmlInputElement::checked)
    }

    /// The answer as it stands in the page; `None` when a field is not there to be read.
    pub fn read(&self, revision: Option<i64>, save_id: String) -> Option<TypedAnswer> {
        if !self.are_there() {
            return None;
        }
        let text = |name: &str| self.text(name).unwrap_or_default();
        let mut answer = TypedAnswer {
            question: self.question.clone(),
            revision,
            shown: text("their_revision").parse().ok(),
            save_id,
            score: self.chosen(),
            ..TypedAnswer::default()
        };
        for (name, typed) in answer.text_fields_mut() {
            *typed = text(name);
        }
        Some(answer)
    }

    /// Puts an answer into the page's fields.
    pub fn write(&self, answer: &TypedAnswer) {
        for radio in self.named(SCORE).iter().filter_map(|radio| radio.dyn_ref::<HtmlInputElement>()) {
            radio.set_checked(radio.value() == answer.score);
        }
        for (field, text) in answer.text_fields() {
            self.set(field, text);
            // A field emptied here is emptied by its reader's choice.
            if let Some(element) = self.named(field).first().filter(|_| text.is_empty()) {
                set_typed(element, true);
            }
        }
    }

    /// Puts an answer into those of the page's fields that still hold what `sent` has: what was typed since stays.
    pub fn replace(&self, sent: &TypedAnswer, answer: &TypedAnswer) {
        if let Some(here) = self.read(sent.revision, sent.save_id.clone()) {
            self.write(&here.over(answer, sent));
        }
    }

    /// Says what is stored. A field that holds it counts as typed into by nobody.
    pub fn set_stored(&self, answer: &TypedAnswer) {
        let radios = || self.named(SCORE).iter().filter_map(|radio| radio.dyn_ref::<HtmlInputElement>());
        // First the radios that are not stored: one that nobody has touched follows its default.
        for stored in [false, true] {
            for radio in radios().filter(|radio| (radio.value() == answer.score) == stored) {
                radio.set_default_checked(stored);
            }
        }
        for (field, text) in answer.text_fields() {
            let Some(element) = self.named(field).first() else { continue };
            if let Some(area) = element.dyn_ref::<HtmlTextAreaElement>() {
                let _ = area.set_default_value(text);
            } else if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
                input.set_default_value(text);
            }
            if text_of(element).as_deref() == Some(text) {
                set_typed(element, false);
            }
        }
    }

    /// Keeps the hidden revision true, so that the plain "Save" button goes on from the last save.
    pub fn set_revision(&self, revision: Option<i64>) {
        self.set("revision", &in_a_field(revision));
        self.set("their_revision", &in_a_field(None));
    }

    /// Says for the plain "Save" button which saved revision the unchanged fields hold.
    pub fn set_their_revision(&self, revision: Option<i64>) {
        self.set("their_revision", &in_a_field(revision));
    }

    /// Names the save that the plain "Save" button makes.
    pub fn set_save_id(&self, save_id: &str) {
        self.set("save_id", save_id);
    }

    /// Puts the focus on the first field: on the score that is chosen, or on the first when none is.
    pub fn focus_first(&self) {
        let scores = selector(&self.question, SCORE);
        let score = find(&self.part, &format!("{scores}:checked")).or_else(|| find(&self.part, &scores));
        if let Some(score) = score.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            let _ = score.focus();
        }
    }

    fn named(&self, name: &str) -> &[Element] {
        self.fields.iter().find(|(field, _)| *field == name).map(|(_, elements)| &elements[..]).unwrap_or_default()
    }

    fn text(&self, name: &str) -> Option<String> {
        text_of(self.named(name).first()?)
    }

    fn set(&self, name: &str, text: &str) {
        let Some(element) = self.named(name).first() else { return };
        if let Some(area) = element.dyn_ref::<HtmlTextAreaElement>() {
            area.set_value(text);
        } else if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
            input.set_value(text);
        }
    }

    fn chosen(&self) -> String {
        let mut radios = self.named(SCORE).iter().filter_map(|radio| radio.dyn_ref::<HtmlInputElement>());
        radios.find(|radio| radio.checked()).map(HtmlInputElement::value).unwrap_or_default()
    }

    /// Whether a form that is being sent is the one around the fields.
    pub fn go_along(&self, submit: &web_sys::Event) -> bool {
        let form = submit.target().and_then(|target| target.dyn_into::<Node>().ok());
        form.is_some_and(|form| form.contains(Some(&self.part)))
    }

    /// How many characters the evidence has, as the server counts them: a line end is one.
    pub fn evidence_length(&self) -> usize {
        self.text("evidence").unwrap_or_default().chars().count()
    }
}

/// A property of a field into which somebody typed: set by `public/page.js` too, and not copied with the field.
const IS_TYPED: &str = "isTyped";

/// Says of a field whether somebody has typed into it since it was stored.
pub fn set_typed(field: &JsValue, typed: bool) {
    let _ = Reflect::set(field, &JsValue::from_str(IS_TYPED), &JsValue::from_bool(typed));
}

/// Whether a field of text is empty where something is stored, and nobody has typed into it.
fn is_emptied_by_nobody(field: &Element) -> bool {
    let stored = match (field.dyn_ref::<HtmlTextAreaElement>(), field.dyn_ref::<HtmlInputElement>()) {
        (Some(area), _) => area.default_value().unwrap_or_default(),
        (_, Some(input)) if input.type_() == "text" => input.default_value(),
        _ => return false,
    };
    let is_typed = || Reflect::get(field, &JsValue::from_str(IS_TYPED)).is_ok_and(|typed| typed.is_truthy());
    !stored.is_empty() && text_of(field).is_some_and(|text| text.is_empty()) && !is_typed()
}

/// Whether a field still takes text: not a text area with elements in it, as a translator makes, and not an input that
/// was made to take days or numbers alone.
fn takes_text(field: &Element) -> bool {
    match field.dyn_ref::<HtmlInputElement>() {
        Some(input) => matches!(input.type_().as_str(), "text" | "hidden" | "radio"),
        None => field.child_element_count() == 0,
    }
}

/// What a field holds; `None` for an element that is not a field of text.
fn text_of(element: &Element) -> Option<String> {
    let area = element.dyn_ref::<HtmlTextAreaElement>().map(HtmlTextAreaElement::value);
    area.or_else(|| element.dyn_ref::<HtmlInputElement>().map(HtmlInputElement::value))
}

fn selector(question: &str, field: &str) -> String {
    format!("[name='{question}.{field}']")
}
