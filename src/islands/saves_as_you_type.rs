//! Saves one answer as it is typed, after a pause and on leaving a field: its markup, and when it is looked at.

use std::time::Duration;

use leptos::prelude::*;
use web_sys::{Element, Event, SubmitEvent};

use super::answer_fields::set_typed;
use super::character_count::{COUNTED, CharacterCount};
use super::regions::{CHANGED, STATUS, WARNINGS, listen};
use super::saver::Saver;
use super::warnings::Warnings;
use super::{connection, fields};
use crate::domain::save::Warning;

/// How often to look for text that came into the fields without an event, as dictation software puts it there.
const LOOK: Duration = Duration::from_mins(1);

/// Wraps the plain fields of one question.
#[component]
pub fn SavesAsYouType(
    /// The audit's number.
    audit: i64,
    /// The number of the person for whom the page is made: what somebody else types on it is not saved as theirs.
    opened_by: i64,
    /// The question's key.
    question: String,
    /// The revision that the fields started from, where it is known.
    revision: Option<i64>,
    /// Unique to this rendering of the page; save ids begin with it.
    page_id: String,
    /// The line that says how the answer stands.
    status: String,
    /// Whether the page came with what a plain post could not save.
    came_unsaved: bool,
    /// What the author should look at again.
    warnings: Vec<Warning>,
    children: Children,
) -> impl IntoView {
    let (counted, warned, changed, line) =
        (COUNTED.id(&question), WARNINGS.id(&question), CHANGED.id(&question), STATUS.id(&question));
    let prefix = format!("{question}.");
    view! {
        <div
            data-part="answer"
            data-audit=audit
            data-opened-by=opened_by
            data-question=question
            data-revision=revision
            data-page=page_id
            data-unsaved=came_unsaved.then_some("")
        >
            {children()}
            <div id=counted class=COUNTED.class aria-live="polite"></div>
            <div id=warned aria-live="polite"><Warnings warnings prefix /></div>
            <div id=changed></div>
            <p id=line class=STATUS.class role="status">{status}</p>
        </div>
    }
}

/// Saves what is typed into one question's fields from now on; `None` when it cannot.
pub fn begin(part: &Element) -> Option<()> {
    let saver = Saver::of(part)?;
    let count = CharacterCount::of(saver);
    listen(part, "input", move |event: Event| {
        if let Some(field) = event.target() {
            set_typed(&field, true);
        }
        connection::stays(&saver.within.get_value());
        saver.typed();
        count.typed();
    });
    listen(part, "change", move |_: Event| saver.look());
    listen(part, "focusout", move |_: Event| saver.left());
    listen(&document(), "visibilitychange", move |_: Event| saver.left());
    listen(&window(), "blur", move |_: Event| saver.left());
    listen(&window(), "submit", move |event: SubmitEvent| saver.form_goes(&event));
    listen(&window(), "beforeunload", move |event: Event| {
        if saver.would_be_lost() {
            event.prevent_default();
        }
    });
    set_interval(move || saver.look(), LOOK);
    count.typed();
    // On a slow line someone may have typed before this came.
    if fields::differ_from_page(part) {
        saver.typed();
    }
    Some(())
}
