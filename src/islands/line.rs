//! Lets a form go only while the server answers: sent without a line it leads to the browser's own error page, and what
//! was typed into it is gone.

use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlFormElement, SubmitEvent};

use super::session_warning::stay_signed_in;
use crate::domain::save::NotSaved;

/// On a form that is held back; its value says whether the server is being asked.
const HELD_BACK: &str = "data-held-back";
/// On a form whose server has answered.
const ANSWERED: &str = "data-answered";

/// Holds a form back until the server has answered, and then sends it by the same button; `false` when it may go. When no
/// answer comes the form stays, and `no_line` is called: once, whoever else holds it back too.
pub fn holds_back(submit: &SubmitEvent, no_line: impl FnOnce() + 'static) -> bool {
    let Some(form) = submit.target().and_then(|target| target.dyn_into::<HtmlFormElement>().ok()) else {
        return false;
    };
    if form.has_attribute(ANSWERED) {
        return false;
    }
    submit.prevent_default();
    if form.get_attribute(HELD_BACK).is_some_and(|asking| asking == "true") {
        return true;
    }
    let _ = form.set_attribute(HELD_BACK, "true");
    let button = submit.submitter();
    spawn_local(async move {
        let answered = !matches!(stay_signed_in().await, Err(NotSaved::Unavailable));
        if answered {
            let _ = form.remove_attribute(HELD_BACK);
            let _ = form.set_attribute(ANSWERED, "");
            let _ = form.request_submit_with_submitter(button.as_ref());
            let _ = form.remove_attribute(ANSWERED);
        } else {
            let _ = form.set_attribute(HELD_BACK, "false");
            no_line();
        }
    });
    true
}

/// Whether the form around these fields was held back when it was last to be sent.
pub fn is_held_back(within: &Element) -> bool {
    within.closest(&format!("form[{HELD_BACK}]")).is_ok_and(|form| form.is_some())
}
