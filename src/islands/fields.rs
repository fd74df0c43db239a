//! Reading a page's form fields and parts, and writing beside them; the fields of an answer are in `answer_fields.rs`.

use wasm_bindgen::JsCast;
use web_sys::{Element, FormData, HtmlFormElement, HtmlInputElement, HtmlTextAreaElement, UrlSearchParams};

use crate::domain::save::Count;

/// Whether something was typed or chosen under `within` since the page came, even before any script could see it.
pub fn differ_from_page(within: &Element) -> bool {
    let texts = all(within, "textarea, input[type=text], input[type=radio], input[type=checkbox]");
    let lists = all(within, "select");
    texts.into_iter().any(differs) || lists.iter().any(another_is_chosen)
}

fn differs(field: Element) -> bool {
    match field.dyn_into::<HtmlTextAreaElement>() {
        Ok(area) => area.default_value().is_ok_and(|came| came != area.value()),
        Err(other) => other.dyn_into::<HtmlInputElement>().is_ok_and(|input| {
            input.checked() != input.default_checked()
                || input.type_() == "text" && input.value() != input.default_value()
        }),
    }
}

/// Whether another line of a list is chosen than when the page came.
fn another_is_chosen(list: &Element) -> bool {
    find(list, "option[selected]").is_some() && find(list, "option[selected]:checked").is_none()
}

/// All that a form holds, to be compared with what it holds later.
pub fn text_of_form(form: &Element) -> String {
    let held = form.dyn_ref::<HtmlFormElement>().and_then(|form| FormData::new_with_form(form).ok());
    let text = held.and_then(|held| UrlSearchParams::new_with_str_sequence_sequence(&held).ok());
    text.map(|text| String::from(text.to_string())).unwrap_or_default()
}

/// On a part that holds something unsaved.
const UNSAVED: &str = "data-unsaved";

/// Marks on a part whether it holds something unsaved.
pub fn set_unsaved(part: &Element, unsaved: bool) {
    let _ = if unsaved { part.set_attribute(UNSAVED, "") } else { part.remove_attribute(UNSAVED) };
}

/// Whether a part holds something unsaved.
pub fn is_unsaved(part: &Element) -> bool {
    part.has_attribute(UNSAVED)
}

/// Removes what a refused post said of a question, on the page and in the list of problems: later saves say more.
pub fn forget_posted_problems(within: &Element, question: &str) {
    for said in all(within, "[data-posted], [id$='-error']") {
        said.remove();
    }
    for marked in all(within, "[class*='--error']") {
        let classes = marked.class_name();
        let left: Vec<_> = classes.split_whitespace().filter(|class| !class.ends_with("--error")).collect();
        marked.set_class_name(&left.join(" "));
    }
    let Some(body) = leptos::prelude::document().body() else { return };
    // No key of a question begins another's here: a point follows it, or nothing.
    let lines = format!(".govuk-error-summary a[href='#{question}'], .govuk-error-summary a[href^='#{question}.']");
    for item in all(&body, &lines).into_iter().filter_map(|line| line.parent_element()) {
        item.remove();
    }
    if let Some(summary) = find(&body, ".govuk-error-summary").filter(|summary| find(summary, "li").is_none()) {
        summary.remove();
    }
}

/// Writes how many characters the evidence may still have.
pub fn show_count(within: &Element, question: &str, words: &str, too_many: bool) {
    if let Some(element) = find(within, &format!("[id='{question}.evidence-info']")) {
        element.set_text_content(Some(words));
        let look = if too_many { "govuk-error-message" } else { "govuk-hint" };
        element.set_class_name(&format!("{look} govuk-character-count__message"));
    }
}

/// Writes beside the field of an action's date what it was read as, or why it is not a date.
pub fn show_by_when(within: &Element, question: &str, words: &str) {
    if let Some(element) = find(within, &format!("[id='{question}.by_when-remark']")) {
        element.set_text_content(Some(words));
    }
}

/// Writes at the top of the page how far the standard is, and when it was last saved and by whom.
pub fn show_progress(count: Count, last: &str) {
    let write = |id: &str, words: String| {
        if let Some(element) = leptos::prelude::document().get_element_by_id(id) {
            element.set_text_content(Some(&words));
        }
    };
    write("answered", count.words());
    write("last-saved", format!("Last saved {last}"));
}

/// The elements under another that a selector names.
pub fn all(within: &Element, selector: &str) -> Vec<Element> {
    let Ok(found) = within.query_selector_all(selector) else { return Vec::new() };
    (0..found.length()).filter_map(|place| found.get(place)?.dyn_into().ok()).collect()
}

/// The first of them.
pub fn find(within: &Element, selector: &str) -> Option<Element> {
    within.query_selector(selector).ok().flatten()
}
