//! Lets a form go only while the server answers: sent without a line it leads to the browser's own error page, and what
//! was typed into it is gone.

use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::{HtmlFormElement, SubmitEvent};

use super::session_warning::stay_signed_in;
use crate::domain::save::NotSaved;

/// On a form whose server is being asked.
const ASKING: &str = "data-asking";
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
    if form.has_attribute(ASKING) {
        return true;
    }
    let _ = form.set_attribute(ASKING, "");
    let button = submit.submitter();
    spawn_local(async move {
        let answered = !matches!(stay_signed_in().await, Err(NotSaved::Unavailable));
        let _ = form.remove_attribute(ASKING);
        if answered {
            let _ = form.set_attribute(ANSWERED, "");
            let _ = form.request_submit_with_submitter(button.as_ref());
            let _ = form.remove_attribute(ANSWERED);
        } else {
            no_line();
        }
    });
    true
}
