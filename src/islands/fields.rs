//! Reads and writes the plain form fields of one question in the page.

use wasm_bindgen::JsCast;
use web_sys::{
    Element, FormData, HtmlElement, HtmlFormElement, HtmlInputElement, HtmlTextAreaElement, UrlSearchParams,
};

use crate::domain::save::{Count, TypedAnswer};

/// Whether the form that is being sent is the one around these fields.
pub fn goes_along(submit: &web_sys::Event, fields: &Element) -> bool {
    let form = submit.target().and_then(|target| target.dyn_into::<web_sys::Node>().ok());
    form.is_some_and(|form| form.contains(Some(fields)))
}

/// Whether something was typed or chosen under `within` since the page came: also before any script could see it.
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

/// Whether another line of a list is chosen than the one with which it came.
fn another_is_chosen(list: &Element) -> bool {
    find(list, "option[selected]").is_some() && find(list, "option[selected]:checked").is_none()
}

/// All that a form holds, to be compared with what it holds later.
pub fn text_of_form(form: &Element) -> String {
    let held = form.dyn_ref::<HtmlFormElement>().and_then(|form| FormData::new_with_form(form).ok());
    let text = held.and_then(|held| UrlSearchParams::new_with_str_sequence_sequence(&held).ok());
    text.map(|text| String::from(text.to_string())).unwrap_or_default()
}

/// On a part that holds what is not stored.
const UNSAVED: &str = "data-unsaved";

/// Says on a part whether it holds what is not stored.
pub fn set_unsaved(part: &Element, unsaved: bool) {
    let _ = if unsaved { part.set_attribute(UNSAVED, "") } else { part.remove_attribute(UNSAVED) };
}

/// Whether a part holds what is not stored.
pub fn is_unsaved(part: &Element) -> bool {
    part.has_attribute(UNSAVED)
}

/// Whether the fields of a question are there to be read.
pub fn are_there(within: &Element, question: &str) -> bool {
    ["score", "evidence", "save_id", "revision"].iter().all(|field| find(within, &named(question, field)).is_some())
}

/// The fields of an answer as they stand in the page, under `within`.
pub fn read(within: &Element, question: &str, revision: i64, save_id: String) -> TypedAnswer {
    let text = |field: &str| text_of(within, question, field);
    TypedAnswer {
        question: question.into(),
        revision,
        shown: text("their_revision").parse().ok(),
        save_id,
        score: chosen(within, question),
        reason: text("reason"),
        evidence: text("evidence"),
        action: text("action"),
        who: text("who"),
        by_when: text("by_when"),
        no_action_reason: text("no_action_reason"),
    }
}

/// Puts an answer into the page's fields.
pub fn write(within: &Element, question: &str, answer: &TypedAnswer) {
    choose(within, question, &answer.score);
    for (field, text) in answer.text_fields() {
        set_text(within, question, field, text);
    }
}

/// Puts an answer into those of the page's fields that still hold what `sent` has: what was typed since stays.
pub fn replace(within: &Element, question: &str, sent: &TypedAnswer, answer: &TypedAnswer) {
    let here = read(within, question, sent.revision, sent.save_id.clone());
    write(within, question, &here.over(answer, sent));
}

/// Takes away what a refused post said of a question, on the page and in the list of problems: what came since says more.
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
    // Keys of questions are no beginnings of one another: a point follows, or nothing.
    let lines = format!(".govuk-error-summary a[href='#{question}'], .govuk-error-summary a[href^='#{question}.']");
    for item in all(&body, &lines).into_iter().filter_map(|line| line.parent_element()) {
        item.remove();
    }
    if let Some(summary) = find(&body, ".govuk-error-summary").filter(|summary| find(summary, "li").is_none()) {
        summary.remove();
    }
}

/// Puts the focus on a question's first field: on the score that is chosen, or on the first when none is.
pub fn focus_first(within: &Element, question: &str) {
    let scores = named(question, "score");
    let score = find(within, &format!("{scores}:checked")).or_else(|| find(within, &scores));
    if let Some(score) = score.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = score.focus();
    }
}

/// Keeps the hidden revision true, so that the plain "Save" button goes on from the last save.
pub fn set_revision(within: &Element, question: &str, revision: i64) {
    set_text(within, question, "revision", &revision.to_string());
    set_text(within, question, "their_revision", "");
}

/// Says for the plain "Save" button whose revision the fields that were left as they were hold.
pub fn set_their_revision(within: &Element, question: &str, revision: i64) {
    set_text(within, question, "their_revision", &revision.to_string());
}

/// How many characters the evidence has, as the server counts them: a line end is one.
pub fn evidence_length(within: &Element, question: &str) -> usize {
    text_of(within, question, "evidence").chars().count()
}

/// Writes how many characters the evidence may still have.
pub fn show_count(within: &Element, question: &str, words: &str, too_many: bool) {
    if let Some(element) = find(within, &format!("[id='{question}.evidence-info']")) {
        element.set_text_content(Some(words));
        let look = if too_many { "govuk-error-message" } else { "govuk-hint" };
        element.set_class_name(&format!("{look} govuk-character-count__message"));
    }
}

/// Writes at the field of an action's date what it was read as, or why it is none.
pub fn show_by_when(within: &Element, question: &str, words: &str) {
    if let Some(element) = find(within, &format!("[id='{question}.by_when-remark']")) {
        element.set_text_content(Some(words));
    }
}

/// Names the save that the plain "Save" button makes.
pub fn set_save_id(within: &Element, question: &str, save_id: &str) {
    set_text(within, question, "save_id", save_id);
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

fn named(question: &str, field: &str) -> String {
    format!("[name='{question}.{field}']")
}

fn text_of(within: &Element, question: &str, field: &str) -> String {
    let Some(element) = find(within, &named(question, field)) else {
        return String::new();
    };
    match element.dyn_into::<HtmlTextAreaElement>() {
        Ok(area) => area.value(),
        Err(other) => other.dyn_into::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default(),
    }
}

fn set_text(within: &Element, question: &str, field: &str, text: &str) {
    let Some(element) = find(within, &named(question, field)) else {
        return;
    };
    match element.dyn_into::<HtmlTextAreaElement>() {
        Ok(area) => area.set_value(text),
        Err(other) => {
            if let Ok(input) = other.dyn_into::<HtmlInputElement>() {
                input.set_value(text);
            }
        }
    }
}

fn chosen(within: &Element, question: &str) -> String {
    find(within, &format!("{}:checked", named(question, "score")))
        .and_then(|element| element.dyn_into::<HtmlInputElement>().ok())
        .map(|input| input.value())
        .unwrap_or_default()
}

fn choose(within: &Element, question: &str, score: &str) {
    for radio in all(within, &named(question, "score")) {
        if let Ok(radio) = radio.dyn_into::<HtmlInputElement>() {
            radio.set_checked(radio.value() == score);
        }
    }
}
