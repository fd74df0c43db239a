//! How long to wait for the server, and the marks that a form carries while it is on its way: whether it may go, and
//! that typing after it was sent keeps the page.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};
use std::time::Duration;

use leptos::prelude::{set_timeout, window};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlFormElement, SubmitEvent};

/// How long a server may say nothing before it counts as not answering.
pub const SILENCE: Duration = Duration::from_secs(10);
/// The longest time that a slow or distant server may say nothing.
const LONGEST_SILENCE: Duration = Duration::from_secs(40);

/// How long to wait for an answer after so many in a row did not come: each time twice as long, so that a text that
/// takes its time on a slow line arrives after all.
pub fn silence(given_up: u32) -> Duration {
    (SILENCE * (1 << given_up.min(8))).min(LONGEST_SILENCE)
}

/// How long after a missing answer the server is asked again.
pub const RETRY: Duration = Duration::from_secs(4);

/// Waits for an answer, so long and no longer: a request that is given up is aborted.
pub async fn within<T>(limit: Duration, asked: impl Future<Output = T>) -> Option<T> {
    let (over, waiting) = (Rc::new(Cell::new(false)), Rc::new(RefCell::new(None::<Waker>)));
    let (ends, woken) = (over.clone(), waiting.clone());
    let end = move || {
        ends.set(true);
        if let Some(waker) = woken.take() {
            waker.wake();
        }
    };
    set_timeout(end, limit);
    let mut asked = Box::pin(asked);
    poll_fn(|context| match asked.as_mut().poll(context) {
        Poll::Ready(answer) => Poll::Ready(Some(answer)),
        Poll::Pending if over.get() => Poll::Ready(None),
        Poll::Pending => {
            waiting.replace(Some(context.waker().clone()));
            Poll::Pending
        }
    })
    .await
}

/// On a form that was sent, until something is typed into it again.
const SENT: &str = "data-sent";
/// On a form that is about to leave its page, until the browser has asked whether it may.
const LEAVING: &str = "data-leaving";

/// Keeps a form from going now, whoever has let it.
pub fn refuses(submit: &SubmitEvent) {
    submit.prevent_default();
    if let Some(form) = form_of(submit) {
        stopped(&form);
    }
}

/// Lets a form go, unless somebody has held it back: it takes along what is typed into it.
pub fn goes(submit: &SubmitEvent) {
    if let Some(form) = form_of(submit).filter(|_| !submit.default_prevented()) {
        let _ = form.set_attribute(SENT, "");
        let _ = form.set_attribute(LEAVING, "");
    }
}

/// Whether the form is on its way, and nothing was typed into it since.
pub fn is_sent(form: &Element) -> bool {
    form.has_attribute(SENT)
}

/// Whether the form around these fields is leaving the page, when the browser asks whether it may be left. True only
/// once: nothing else that leaves the page while the form is on its way takes along what is typed.
pub fn leaves_by_its_form(within: &Element) -> bool {
    let Some(form) = form_with(LEAVING, within) else { return false };
    // Every answer of the page is asked first.
    let asked = move || {
        let _ = form.remove_attribute(LEAVING);
    };
    set_timeout(asked, Duration::ZERO);
    true
}

/// Something was typed into these fields. If their form is on its way, its answer would replace the page and lose the
/// typing: the page stays, and what the form has saved by then is saved.
pub fn stays(within: &Element) {
    if let Some(form) = form_with(SENT, within) {
        stopped(&form);
        let _ = window().stop();
    }
}

/// The form that is to be sent.
pub fn form_of(submit: &Event) -> Option<HtmlFormElement> {
    submit.target()?.dyn_into().ok()
}

fn stopped(form: &Element) {
    for mark in [SENT, LEAVING] {
        let _ = form.remove_attribute(mark);
    }
}

/// The form with this mark: it is around the fields of an answer, and within those of an action.
fn form_with(mark: &str, within: &Element) -> Option<Element> {
    let marked = format!("form[{mark}]");
    within.closest(&marked).ok().flatten().or_else(|| within.query_selector(&marked).ok().flatten())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slow_line_is_given_more_time_after_each_try() {
        assert_eq!(
            [0, 1, 2, 3, 4, 9, u32::MAX].map(|given_up| silence(given_up).as_secs()),
            [10, 20, 40, 40, 40, 40, 40]
        );
    }
}
