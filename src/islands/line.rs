//! Lets a form go only while the server answers: sent without a line it leads to the browser's own error page, and what
//! was typed into it is gone. And only with everything in it: who types on after it was sent stays on the page.

use std::time::Duration;

use leptos::prelude::{set_timeout, window};
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlFormElement, SubmitEvent};

use super::session_warning::stay_signed_in;
use crate::domain::save::NotSaved;

/// How long a server may say nothing before it counts as one that does not answer.
pub const SILENCE: Duration = Duration::from_secs(10);

/// On a form that is held back while the server is asked.
const HELD_BACK: &str = "data-held-back";
/// On a form whose server has answered.
const ANSWERED: &str = "data-answered";
/// On a form that was sent, until something is typed into it again.
const SENT: &str = "data-sent";
/// On a form that is about to leave its page, until the browser has asked whether it may.
const LEAVING: &str = "data-leaving";

/// Holds a form back until the server has answered, and then sends it by the same button; `false` when it may go. While
/// no answer comes the form stays, and `no_line` is called: for one, whoever else holds it back too.
pub fn holds_back(submit: &SubmitEvent, no_line: impl Fn() + Copy + 'static) -> bool {
    let Some(form) = form_of(submit) else { return false };
    if form.has_attribute(ANSWERED) {
        return false;
    }
    refuses(submit);
    if form.has_attribute(HELD_BACK) {
        return true;
    }
    let _ = form.set_attribute(HELD_BACK, "");
    let (button, silent) = (submit.submitter(), form.clone());
    set_timeout(
        move || {
            if silent.has_attribute(HELD_BACK) {
                no_line();
            }
        },
        SILENCE,
    );
    spawn_local(async move {
        let answered = !matches!(stay_signed_in().await, Err(NotSaved::Unavailable));
        let _ = form.remove_attribute(HELD_BACK);
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

/// The form does not go now, whoever has let it.
pub fn refuses(submit: &SubmitEvent) {
    submit.prevent_default();
    if let Some(form) = form_of(submit) {
        stopped(&form);
    }
}

/// The form goes, unless somebody has held it back, and takes along what is typed into it.
pub fn goes(submit: &SubmitEvent) {
    if let Some(form) = form_of(submit).filter(|_| !submit.default_prevented()) {
        let _ = form.set_attribute(SENT, "");
        let _ = form.set_attribute(LEAVING, "");
    }
}

/// Whether it is the form around these fields that leaves the page, when the browser asks whether it may be left. Only
/// once: whatever else leaves it while the form is on its way does not take along what is typed.
pub fn leaves_by_its_form(within: &Element) -> bool {
    let Some(form) = form_with(LEAVING, within) else { return false };
    // Every answer of the page is asked first.
    let asked = move || {
        let _ = form.remove_attribute(LEAVING);
    };
    set_timeout(asked, Duration::ZERO);
    true
}

/// Something was typed into these fields. If their form is on its way, its page would be replaced and this be gone with
/// it: the page stays, and what the form has saved by then is saved.
pub fn stays(within: &Element) {
    if let Some(form) = form_with(SENT, within) {
        stopped(&form);
        let _ = window().stop();
    }
}

fn stopped(form: &Element) {
    for mark in [SENT, LEAVING] {
        let _ = form.remove_attribute(mark);
    }
}

fn form_of(submit: &Event) -> Option<HtmlFormElement> {
    submit.target()?.dyn_into().ok()
}

/// The form with this mark: it is around the fields of an answer, and within those of an action.
fn form_with(mark: &str, within: &Element) -> Option<Element> {
    let marked = format!("form[{mark}]");
    within.closest(&marked).ok().flatten().or_else(|| within.query_selector(&marked).ok().flatten())
}
