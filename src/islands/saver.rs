//! The saving of one answer: when it is sent, and its save status.
//!
//! A save without an answer is sent again as it was, under the same save id, before anything newer: the server answers
//! a save that it already made from its first result, so nothing is made twice and nobody conflicts with themselves.
//! Text is kept in the page alone, never in the browser's storage.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::{Element, SubmitEvent};

use super::answer_fields::AnswerFields;
use super::connection::{self, RETRY};
use super::regions::{CHANGED, STATUS, WARNINGS};
use super::save_answer::save_answer;
use super::save_status::{self, SaveStatus, words_of};
use super::session_warning::server_answered;
use super::warnings::Warnings;
use super::{fields, live, unguarded};
use crate::domain::save::{Conflict, NotSaved, Remarks, Saved, TypedAnswer, Warning};
use crate::domain::save_id::SaveId;

/// How long a person must pause before what they typed is saved.
const PAUSE: Duration = Duration::from_millis(800);
/// How often in a row a save is sent again while somebody else is signed in: for ten minutes. Each time counts as a use
/// of that person's session, which must end by itself when they leave it.
const MOST_AS_SOMEBODY_ELSE: u32 = 150;

/// The saving of one answer. Everything in it is a handle, so that it can be copied into every callback.
#[derive(Clone, Copy)]
pub struct Saver {
    audit: i64,
    opened_by: i64,
    /// The element around the question's fields.
    pub within: StoredValue<Element, LocalStorage>,
    /// The fields.
    pub fields: StoredValue<AnswerFields, LocalStorage>,
    /// The question's key.
    pub question: StoredValue<String>,
    page_id: StoredValue<String>,
    status: StoredValue<SaveStatus>,
    /// The warnings for the author about what is stored, once this page has saved it.
    warnings: StoredValue<Option<Vec<Warning>>>,
    revision: StoredValue<Option<i64>>,
    /// How many saves this page has made of the answer.
    made: StoredValue<u32>,
    /// The save that awaits its answer.
    unanswered: StoredValue<Option<TypedAnswer>>,
    /// How often in a row the server knew no such audit for the signed-in person.
    as_somebody_else: StoredValue<u32>,
    /// The fields as they were last read to be saved, or came with the page.
    seen: StoredValue<TypedAnswer>,
    /// Whether something was typed since the last save was read from the page.
    typed_since: StoredValue<bool>,
    /// Whether the page came with what a plain post could not save.
    came_unsaved: StoredValue<bool>,
    in_flight: StoredValue<bool>,
    /// How often in a row no answer came in time.
    given_up: StoredValue<u32>,
    timer: StoredValue<Option<TimeoutHandle>>,
}

impl Saver {
    /// For the question in these fields, as the page came; `None` when they cannot be read.
    pub fn of(part: &Element) -> Option<Self> {
        let text = |name: &str| part.get_attribute(name);
        let number = |name: &str| text(name)?.parse().ok();
        let question = text("data-question")?;
        let fields = AnswerFields::of(part, &question)?;
        let revision = number("data-revision");
        Some(Self {
            audit: number("data-audit")?,
            opened_by: number("data-opened-by")?,
            within: StoredValue::new_local(part.clone()),
            seen: StoredValue::new(fields.read(revision, String::new())?),
            fields: StoredValue::new_local(fields),
            question: StoredValue::new(question),
            page_id: StoredValue::new(text("data-page")?),
            status: StoredValue::new(SaveStatus::AsLoaded),
            warnings: StoredValue::new(None),
            revision: StoredValue::new(revision),
            made: StoredValue::new(0),
            unanswered: StoredValue::new(None),
            as_somebody_else: StoredValue::new(0),
            typed_since: StoredValue::new(false),
            came_unsaved: StoredValue::new(fields::is_unsaved(part)),
            in_flight: StoredValue::new(false),
            given_up: StoredValue::new(0),
            timer: StoredValue::new(None),
        })
    }

    /// Shows the save status, unless it is shown already, and marks whether the answer is stored.
    fn stands(self, status: SaveStatus) {
        if live::is_stopped() {
            return;
        }
        let (within, question) = (self.within.get_value(), self.question.get_value());
        if !self.status.with_value(|before| *before == status) || !STATUS.says_something(&within, &question) {
            STATUS.say(&within, &question, save_status::line(&status));
            if let SaveStatus::Changed(conflict) = &status {
                let conflict = (**conflict).clone();
                CHANGED.say(&within, &question, view! { <ChangedByAnother saver=self conflict /> }.into_any());
            } else if CHANGED.says_something(&within, &question) {
                CHANGED.say(&within, &question, "".into_any());
            }
        }
        self.status.set_value(status);
        self.mark();
    }

    fn is_changed(self) -> bool {
        self.status.with_value(|status| matches!(status, SaveStatus::Changed(_)))
    }

    /// Something was typed or chosen: it is saved after a pause.
    pub fn typed(self) {
        self.typed_since.set_value(true);
        self.mark();
        if !self.is_changed() && self.unanswered.with_value(Option::is_none) {
            self.stands(SaveStatus::Typing);
            self.send_after(PAUSE);
        }
    }

    /// Looks for changes since the fields were last seen, even without an event, and takes them as typed.
    pub fn look(self) {
        let seen = self.seen.get_value();
        let Some(here) = self.fields(seen.revision, String::new()) else { return };
        if !self.typed_since.get_value() && !here.says_the_same_as(&seen) {
            self.typed();
        }
    }

    /// A field or the page was left: what is typed is saved at once.
    pub fn left(self) {
        self.look();
        if self.typed_since.get_value() && self.unanswered.with_value(Option::is_none) {
            self.hurry();
        }
    }

    /// Sends what is unsaved, unless its reader must choose first.
    fn hurry(self) {
        if !self.is_changed() {
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
        if self.in_flight.get_value() || live::is_stopped() {
            return;
        }
        let Some(save) = self.unanswered.get_value().or_else(|| self.read()) else { return };
        if let Some(why) = save.far_too_long() {
            return self.stands(SaveStatus::Refused(why));
        }
        self.unanswered.set_value(Some(save.clone()));
        self.in_flight.set_value(true);
        if self.status.with_value(|status| *status == SaveStatus::Typing) {
            self.stands(SaveStatus::Saving);
        }
        spawn_local(async move {
            // A server that takes the request and says nothing may not have saved it: its connection may be dead. The
            // same save goes again, by another connection.
            let given_up = self.given_up.get_value();
            let saving = save_answer(self.audit, save, Some(self.opened_by));
            let result = connection::within(connection::silence(given_up), saving).await;
            self.given_up.set_value(if result.is_some() { 0 } else { given_up + 1 });
            self.in_flight.set_value(false);
            self.answered(result.unwrap_or(Err(NotSaved::Unavailable)));
        });
    }

    /// The answer as it stands in the page. Where a field is missing, this page does not save by itself any more.
    fn fields(self, revision: Option<i64>, save_id: String) -> Option<TypedAnswer> {
        let read = self.fields.with_value(|fields| fields.read(revision, save_id));
        if read.is_none() && !live::is_stopped() {
            let within = self.within.get_value();
            fields::set_unsaved(&within, true);
            live::stopped();
            if !live::is_guarded() {
                unguarded::says_unsaved(Some(&within));
            }
        }
        read
    }

    fn read(self) -> Option<TypedAnswer> {
        let read = self.fields(self.revision.get_value(), self.next_save_id())?;
        self.typed_since.set_value(false);
        self.seen.set_value(read.clone());
        // Should the scripts fail from here on, the plain "Save" makes the page's next save.
        let next = self.save_id(self.made.get_value() + 1);
        self.fields.with_value(|fields| fields.set_save_id(&next));
        Some(read)
    }

    /// The id of a new save: it tells which was sent first, even when that one comes last.
    fn next_save_id(self) -> String {
        self.made.update_value(|made| *made += 1);
        self.save_id(self.made.get_value())
    }

    fn save_id(self, number: u32) -> String {
        self.page_id.with_value(|page| SaveId::of_script(page, number).to_string())
    }

    fn answered(self, result: Result<Saved, NotSaved>) {
        if !matches!(result, Err(NotSaved::SignedOut | NotSaved::Unavailable)) {
            server_answered();
        }
        if let (Ok(saved), Some(sent)) = (&result, self.unanswered.get_value()) {
            self.keep_stored(Some(saved.revision), &sent);
        }
        if live::is_stopped() {
            // The plain form goes on from what was saved.
            return;
        }
        let not_theirs = matches!(result, Err(NotSaved::NotFound));
        let times = if not_theirs { self.as_somebody_else.get_value() + 1 } else { 0 };
        self.as_somebody_else.set_value(times);
        if let Ok(_) | Err(NotSaved::Conflict(_)) = &result {
            fields::forget_posted_problems(&self.within.get_value(), &self.question.get_value());
        }
        match result {
            Err(NotSaved::SignedOut) => {
                self.stands(SaveStatus::SignedOut);
                return self.send_after(RETRY);
            }
            Err(NotSaved::NotFound) if times <= MOST_AS_SOMEBODY_ELSE => {
                self.stands(SaveStatus::SomebodyElse);
                return self.send_after(RETRY);
            }
            Err(NotSaved::Unavailable) => {
                self.stands(SaveStatus::Retrying);
                return self.send_after(RETRY);
            }
            _ => self.unanswered.set_value(None),
        }
        match result {
            Ok(saved) => {
                fields::show_progress(saved.count, &saved.last);
                self.saved(saved.at, saved.remarks);
            }
            Err(NotSaved::Conflict(conflict)) => {
                self.typed_since.set_value(true);
                self.fields.with_value(|fields| {
                    fields.replace(&conflict.yours, &conflict.yours_over_theirs);
                    fields.set_their_revision(conflict.theirs.revision);
                });
                self.stands(SaveStatus::Changed(conflict));
            }
            Err(NotSaved::Invalid { message, .. } | NotSaved::NotOpen(message)) => {
                self.stands(SaveStatus::Refused(message));
            }
            Err(_) => {
                let why = "You cannot save as this user. Someone else may have signed in on this computer. Sign in as \
                           yourself in a new tab, then choose “Save” at the end of this page.";
                self.stands(SaveStatus::Refused(why.into()));
            }
        }
        if self.typed_since.get_value() && !self.is_changed() {
            self.stands(SaveStatus::Typing);
            self.send_after(PAUSE);
        }
    }

    fn saved(self, at: String, remarks: Remarks) {
        self.came_unsaved.set_value(false);
        self.stands(SaveStatus::Saved(at, remarks.still_needed()));
        let (within, question) = (self.within.get_value(), self.question.get_value());
        fields::show_by_when(&within, &question, &remarks.by_when);
        let warnings = remarks.warnings;
        if self.warnings.with_value(|before| before.as_ref() != Some(&warnings)) {
            let shown = view! { <Warnings warnings=warnings.clone() prefix=format!("{question}.") /> };
            WARNINGS.say(&within, &question, shown.into_any());
            self.warnings.set_value(Some(warnings));
        }
    }

    /// Notes what is stored.
    fn keep_stored(self, revision: Option<i64>, answer: &TypedAnswer) {
        self.revision.set_value(revision);
        self.fields.with_value(|fields| {
            fields.set_revision(revision);
            fields.set_stored(answer);
        });
    }

    /// The reader keeps what they typed: it is saved over theirs, knowingly.
    fn keep_mine(self, theirs: &TypedAnswer) {
        self.keep_stored(theirs.revision, theirs);
        self.stands(SaveStatus::Typing);
        self.send();
        self.go_on();
    }

    /// The reader takes theirs, which is sent as if typed: nothing is saved, and the server says whether it is still
    /// what is stored.
    fn take_theirs(self, theirs: &TypedAnswer) {
        self.fields.with_value(|fields| fields.write(theirs));
        self.keep_mine(theirs);
    }

    /// The button that was pressed goes away: the focus stays in its question, and the next Tab too.
    fn go_on(self) {
        self.fields.with_value(AnswerFields::focus_first);
    }

    fn unsaved(self) -> bool {
        let refused = self.status.with_value(|status| matches!(status, SaveStatus::Refused(_)));
        let refused = refused || self.came_unsaved.get_value();
        refused || self.typed_since.get_value() || self.unanswered.with_value(Option::is_some)
    }

    /// Says on the page, for its form and for the plain script, whether the answer is stored.
    fn mark(self) {
        fields::set_unsaved(&self.within.get_value(), self.unsaved());
    }

    /// Whether something is lost if the page is left now: the page's own "Save" takes everything along.
    pub fn would_be_lost(self) -> bool {
        if live::is_stopped() {
            // The plain script asks, or `unguarded.rs` does.
            return false;
        }
        self.look();
        live::is_stopped() || self.unsaved() && !connection::leaves_by_its_form(&self.within.get_value())
    }

    /// The page's form is to be sent: it goes with this answer in it, or stays.
    pub fn form_goes(self, event: &SubmitEvent) {
        // The page has another form, to sign out, and that one takes nothing along.
        if live::is_stopped() || !self.fields.with_value(|fields| fields.go_along(event)) {
            return;
        }
        let Some(here) = self.fields(None, String::new()) else { return };
        if let Some(why) = here.far_too_long() {
            connection::refuses(event);
            self.stands(SaveStatus::Refused(why));
            return self.go_on();
        }
        self.look();
        if !event.default_prevented() {
            let next = self.next_save_id();
            self.fields.with_value(|fields| fields.set_save_id(&next));
        } else if self.unsaved() {
            self.hurry();
        }
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
