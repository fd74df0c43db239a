//! Saves one answer as it is typed, after a pause and on leaving a field, and says honestly how it stands.
//!
//! A save that was not answered is sent again as it was, under the same save id, before anything newer: the server
//! answers a save it already made from its first result, so nothing is made twice and nobody conflicts with
//! themselves. Text is kept in the page alone, never in the browser's storage.

#![expect(missing_docs, reason = "the island macro makes a struct and drops its documentation")]

use std::time::Duration;

use leptos::html::Div;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::SubmitEvent;

use super::character_count::CharacterCount;
use super::fields;
use super::line;
use super::save_answer::save_answer;
use super::session_warning::server_answered;
use super::standing::{self, Standing, words_of};
use super::warnings::Warnings;
use crate::domain::save::{Conflict, NotSaved, Remarks, Saved, TypedAnswer, Warning};

/// How long a person must pause before what they typed is saved.
const PAUSE: Duration = Duration::from_millis(800);
/// How long after an unanswered save it is sent again.
const RETRY: Duration = Duration::from_secs(4);
/// How often in a row a save is sent again while somebody else is signed in: for ten minutes. Each time counts as a use
/// of that person's session, which must end by itself when they leave it.
const MOST_AS_SOMEBODY_ELSE: u32 = 150;

/// The saving of one answer. Everything in it is a handle, so that it can be copied into every callback.
#[derive(Clone, Copy)]
struct Saver {
    audit: i64,
    opened_by: i64,
    within: NodeRef<Div>,
    question: StoredValue<String>,
    page_id: StoredValue<String>,
    standing: RwSignal<Standing>,
    /// What the author should look at again in what is stored.
    warnings: RwSignal<Vec<Warning>>,
    revision: StoredValue<i64>,
    /// How many saves this page has made of the answer.
    made: StoredValue<u32>,
    /// The save that awaits its answer.
    unanswered: StoredValue<Option<TypedAnswer>>,
    /// How often in a row the server knew no such audit for whoever is signed in.
    as_somebody_else: StoredValue<u32>,
    /// Whether something was typed since the last save was read from the page.
    typed_since: StoredValue<bool>,
    /// Whether the page came with what a plain post could not save.
    came_unsaved: StoredValue<bool>,
    in_flight: StoredValue<bool>,
    timer: StoredValue<Option<TimeoutHandle>>,
}

impl Saver {
    /// Something was typed or chosen: it is saved after a pause.
    fn typed(self) {
        self.typed_since.set_value(true);
        if matches!(self.standing.get_untracked(), Standing::Changed(_)) {
            return;
        }
        if self.unanswered.with_value(Option::is_none) {
            self.standing.set(Standing::Typing);
            self.send_after(PAUSE);
        }
    }

    /// A field was left: what is typed is saved at once.
    fn left(self) {
        if self.typed_since.get_value() && self.unanswered.with_value(Option::is_none) {
            self.hurry();
        }
    }

    /// Sends what there is to send, unless its reader must choose first.
    fn hurry(self) {
        if !matches!(self.standing.get_untracked(), Standing::Changed(_)) {
            self.send();
        }
    }

    fn send_after(self, pause: Duration) {
        if let Some(timer) = self.timer.get_value() {
            timer.clear();
        }
        let timer = set_timeout_with_handle(move || self.send(), pause);
        self.timer.set_value(timer.ok());
    }

    /// Sends the unanswered save again, or reads a new one from the page.
    fn send(self) {
        if self.in_flight.get_value() {
            return;
        }
        let Some(save) = self.unanswered.get_value().or_else(|| self.read()) else {
            return;
        };
        if let Some(why) = save.far_too_long() {
            return self.standing.set(Standing::Refused(why));
        }
        self.unanswered.set_value(Some(save.clone()));
        self.in_flight.set_value(true);
        if self.standing.with_untracked(|standing| *standing == Standing::Typing) {
            self.standing.set(Standing::Saving);
        }
        let id = save.save_id.clone();
        spawn_local(async move {
            let result = save_answer(self.audit, save, Some(self.opened_by)).await;
            self.in_flight.set_value(false);
            self.answered(result);
        });
        // A server that takes the request and says nothing is no reason to believe that it saves.
        let waits = move || self.unanswered.with_value(|save| save.as_ref().is_some_and(|save| save.save_id == id));
        set_timeout(
            move || {
                if waits() {
                    self.is_silent();
                }
            },
            line::SILENCE,
        );
    }

    fn is_silent(self) {
        if self.standing.with_untracked(|standing| *standing == Standing::Saving) {
            self.standing.set(Standing::Retrying);
        }
    }

    fn read(self) -> Option<TypedAnswer> {
        let element = self.within.get_untracked()?;
        self.typed_since.set_value(false);
        Some(fields::read(&element, &self.question.get_value(), self.revision.get_value(), self.next_save_id()))
    }

    /// The ids of a page's saves end in numbers that grow: which was sent first can be told even when it comes last.
    fn next_save_id(self) -> String {
        self.made.update_value(|made| *made += 1);
        format!("{}-{}", self.page_id.get_value(), self.made.get_value())
    }

    fn answered(self, result: Result<Saved, NotSaved>) {
        if !matches!(result, Err(NotSaved::SignedOut | NotSaved::Unavailable)) {
            server_answered();
        }
        let not_theirs = matches!(result, Err(NotSaved::NotFound));
        let times = if not_theirs { self.as_somebody_else.get_value() + 1 } else { 0 };
        self.as_somebody_else.set_value(times);
        if let (Ok(_) | Err(NotSaved::Conflict(_)), Some(element)) = (&result, self.within.get_untracked()) {
            fields::forget_posted_problems(&element, &self.question.get_value());
        }
        match result {
            Err(NotSaved::SignedOut) => {
                self.standing.set(Standing::SignedOut);
                return self.send_after(RETRY);
            }
            Err(NotSaved::NotFound) if times <= MOST_AS_SOMEBODY_ELSE => {
                self.standing.set(Standing::SomebodyElse);
                return self.send_after(RETRY);
            }
            Err(NotSaved::Unavailable) => {
                self.standing.set(Standing::Retrying);
                return self.send_after(RETRY);
            }
            Ok(saved) => {
                self.keep_revision(saved.revision);
                fields::show_progress(saved.count, &saved.last);
                self.saved(saved.at, saved.remarks);
            }
            Err(NotSaved::Conflict(conflict)) => {
                self.typed_since.set_value(true);
                if let Some(element) = self.within.get_untracked() {
                    let question = self.question.get_value();
                    fields::replace(&element, &question, &conflict.yours, &conflict.yours_over_theirs);
                    fields::set_their_revision(&element, &question, conflict.theirs.revision);
                }
                self.standing.set(Standing::Changed(conflict));
            }
            Err(NotSaved::Invalid { message, .. } | NotSaved::NotOpen(message)) => {
                self.standing.set(Standing::Refused(message));
            }
            Err(NotSaved::NotFound) => {
                let why = "Somebody else is signed in in this browser now, or you may no longer save here. Sign in as \
                           yourself in another tab, then choose “Save” at the end of this page.";
                self.standing.set(Standing::Refused(why.into()));
            }
        }
        self.unanswered.set_value(None);
        if self.typed_since.get_value() && !matches!(self.standing.get_untracked(), Standing::Changed(_)) {
            self.standing.set(Standing::Typing);
            self.send_after(PAUSE);
        }
    }

    fn saved(self, at: String, remarks: Remarks) {
        self.came_unsaved.set_value(false);
        self.standing.set(Standing::Saved(at, remarks.still_needed()));
        if let Some(element) = self.within.get_untracked() {
            fields::show_by_when(&element, &self.question.get_value(), &remarks.by_when);
        }
        self.warnings.set(remarks.warnings);
    }

    fn keep_revision(self, revision: i64) {
        self.revision.set_value(revision);
        if let Some(element) = self.within.get_untracked() {
            fields::set_revision(&element, &self.question.get_value(), revision);
        }
    }

    /// The reader keeps what they typed: it is saved over theirs, knowingly.
    fn keep_mine(self, theirs: &TypedAnswer) {
        self.keep_revision(theirs.revision);
        self.standing.set(Standing::Typing);
        self.send();
        self.go_on();
    }

    /// The reader takes theirs. It is sent as if typed: nothing is saved, and the server says whether it is still what is
    /// stored.
    fn take_theirs(self, theirs: &TypedAnswer) {
        if let Some(element) = self.within.get_untracked() {
            fields::write(&element, &self.question.get_value(), theirs);
        }
        self.keep_mine(theirs);
    }

    /// The button that was pressed goes away: the focus stays in its question, and the next Tab too.
    fn go_on(self) {
        if let Some(element) = self.within.get_untracked() {
            fields::focus_first(&element, &self.question.get_value());
        }
    }

    fn unsaved(self) -> bool {
        let refused = self.standing.with_untracked(|standing| matches!(standing, Standing::Refused(_)));
        let refused = refused || self.came_unsaved.get_value();
        refused || self.typed_since.get_value() || self.unanswered.with_value(Option::is_some)
    }

    /// Whether something is lost if the page is left now: the page's own "Save" takes everything along.
    fn would_be_lost(self) -> bool {
        let goes_along = self.within.get_untracked().is_some_and(|element| line::leaves_by_its_form(&element));
        self.unsaved() && !goes_along
    }

    /// The page's form is to be sent: it goes with this answer in it, or stays.
    fn form_goes(self, event: &SubmitEvent) {
        let Some(element) = self.within.get_untracked() else { return };
        // The page has another form, to sign out, and that one takes nothing along.
        if !fields::goes_along(event, &element) {
            return;
        }
        let question = self.question.get_value();
        if let Some(why) = fields::read(&element, &question, 0, String::new()).far_too_long() {
            line::refuses(event);
            self.standing.set(Standing::Refused(why));
            return self.go_on();
        }
        // Its own save says of each answer whether there is a line.
        if self.unsaved() && line::holds_back(event, || ()) {
            return self.hurry();
        }
        fields::set_save_id(&element, &question, &self.next_save_id());
        line::goes(event);
    }
}

/// Wraps the plain fields of one question.
#[island]
pub fn SavesAsYouType(
    /// The audit's number.
    audit: i64,
    /// The number of the person for whom the page is made: what somebody else types on it is not saved as theirs.
    opened_by: i64,
    /// The question's key.
    question: String,
    /// The stored revision.
    revision: i64,
    /// Unique to this rendering of the page; save ids begin with it.
    page_id: String,
    /// The line that says how the answer stands.
    standing: String,
    /// Whether the page came with what a plain post could not save.
    came_unsaved: bool,
    /// What the author should look at again.
    warnings: Vec<Warning>,
    children: Children,
) -> impl IntoView {
    let saver = Saver {
        audit,
        opened_by,
        within: NodeRef::new(),
        question: StoredValue::new(question),
        page_id: StoredValue::new(page_id),
        standing: RwSignal::new(Standing::AsLoaded(standing)),
        warnings: RwSignal::new(warnings),
        revision: StoredValue::new(revision),
        made: StoredValue::new(0),
        unanswered: StoredValue::new(None),
        as_somebody_else: StoredValue::new(0),
        typed_since: StoredValue::new(false),
        came_unsaved: StoredValue::new(came_unsaved),
        in_flight: StoredValue::new(false),
        timer: StoredValue::new(None),
    };
    let count = CharacterCount::new(saver.within, saver.question);
    Effect::new(move |_| {
        count.typed();
        if let Some(element) = saver.within.get() {
            // On a slow line someone may have typed before this came.
            if fields::differ_from_page(&element) {
                saver.typed();
            }
            let _ = element.set_attribute("data-ready", "true");
            fields::forget_late_notice();
        }
        window_event_listener(leptos::ev::submit, move |event| saver.form_goes(&event));
        window_event_listener(leptos::ev::beforeunload, move |event| {
            if saver.would_be_lost() {
                event.prevent_default();
            }
        });
    });
    view! {
        <div
            node_ref=saver.within
            on:input=move |_| {
                if let Some(element) = saver.within.get_untracked() {
                    line::stays(&element);
                }
                saver.typed();
                count.typed();
            }
            on:change=move |_| saver.typed()
            on:focusout=move |_| saver.left()
        >
            {children()}
            <div class="govuk-visually-hidden" aria-live="polite">{move || count.said.get()}</div>
            <div aria-live="polite">
                {move || view! { <Warnings warnings=saver.warnings.get() prefix=format!("{}.", saver.question.get_value()) /> }}
            </div>
            {move || match saver.standing.get() {
                Standing::Changed(conflict) => Some(view! { <ChangedByAnother saver conflict=*conflict /> }),
                _ => None,
            }}
            <p class="app-question__status" role="status">
                {move || standing::line(&saver.standing.get())}
            </p>
        </div>
    }
}

#[component]
fn ChangedByAnother(saver: Saver, conflict: Conflict) -> impl IntoView {
    let while_typing = if conflict.by_you { "" } else { " while you were typing" };
    let changed = format!("{}{while_typing}", conflict.changed());
    let (both, [keep_yours, keep_theirs]) = (conflict.both("above"), conflict.choices());
    let words = words_of(&conflict);
    let (mine, taken) = (conflict.theirs.clone(), conflict.theirs);
    view! {
        <div class="app-conflict" role="alert">
            <h3 class="govuk-heading-s">{changed}</h3>
            <p class="govuk-body">{both}</p>
            <div class="app-conflict__text">
                {words.into_iter().map(|(name, text)| view! { <p><b>{name} ": "</b> {text}</p> }).collect_view()}
            </div>
            <div class="app-row">
                <button type="button" class="govuk-button" on:click=move |_| saver.keep_mine(&mine)>{keep_yours}</button>
                <button
                    type="button"
                    class="govuk-button govuk-button--secondary"
                    on:click=move |_| saver.take_theirs(&taken)
                >
                    {keep_theirs}
                </button>
            </div>
        </div>
    }
}
