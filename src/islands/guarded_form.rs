//! A form that is sent only while the server answers, and says beside its button what happens meanwhile.
//!
//! Sent without a connection, a form leads to the browser's own error page, and what was typed into it is gone. So the
//! server is asked first. The form also asks before its page is left with something typed in it that nothing has saved.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::{Element, Event, HtmlElement, HtmlFormElement, SubmitEvent};

use super::connection::{self, RETRY, SILENCE};
use super::regions::{Region, listen};
use super::session_warning::stay_signed_in;
use super::{fields, live};
use crate::domain::save::NotSaved;

/// What stands above the button.
const SAID: Region = Region { name: "form-status", class: "govuk-body app-form-says", live: ("role", "status") };

/// On a form while the server is asked whether it answers.
const HELD_BACK: &str = "data-held-back";
/// On a form whose server has answered.
const ANSWERED: &str = "data-answered";
/// On the button that Enter presses where each answer saves by itself.
const STAYS: &str = "data-stays";
/// How often to look whether the answers of a page have been saved.
const LOOK: Duration = Duration::from_secs(1);

/// What happens to a form whose button was pressed.
#[derive(Clone, Copy, PartialEq)]
enum Sending {
    /// Nothing to report.
    Rests,
    /// The server is asked.
    Begins,
    /// No answer comes; it is sent by itself when one does.
    Waits,
    /// No answer comes, and it is not sent again.
    Fails,
    /// No answer comes, and there was nothing to save.
    NothingToSave,
    /// The unsaved typing is saved now.
    Saved,
    /// It was typed into before an answer came.
    TypedOn,
}

impl Sending {
    fn words(self) -> &'static str {
        match self {
            Self::Rests => "",
            Self::Begins => "Saving…",
            Self::Waits => {
                "No connection: not saved. Keep this page open: it is saved as soon as the connection is back."
            }
            Self::Fails => "No connection: nothing was sent. Choose the button again when the connection is back.",
            Self::NothingToSave => "No connection. Everything on this page is already saved.",
            Self::Saved => "Everything on this page is saved.",
            Self::TypedOn => "Not saved yet. Choose Save.",
        }
    }

    fn view(self) -> AnyView {
        let class = if matches!(self, Self::Waits | Self::Fails | Self::TypedOn) { "app-unsaved" } else { "" };
        view! { <span class=class>{self.words()}</span> }.into_any()
    }
}

/// Wraps a plain form.
#[component]
pub fn GuardedForm(
    /// Whether it comes with unsaved typing: it was refused.
    #[prop(optional)]
    unsaved: bool,
    /// Whether people type at length into it: then its page is not left without asking, and it is sent by itself when
    /// the connection is back.
    #[prop(default = true)]
    at_length: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <div data-part="form" data-unsaved=unsaved.then_some("") data-at-length=at_length.then_some("")>
            {children()}
        </div>
    }
}

/// Where the form's progress is said: directly above its button, where the person who presses it looks.
#[component]
pub fn FormSays() -> impl IntoView {
    view! { <p id=SAID.name class=SAID.class role="status"></p> }
}

/// Everything in it is a handle, so that it can be copied into every callback.
#[derive(Clone, Copy)]
struct Guarded {
    part: StoredValue<Element, LocalStorage>,
    /// Whether its fields are those of answers, each of which sees to its own.
    holds_answers: bool,
    at_length: bool,
    /// What its fields held when it came.
    came: StoredValue<String>,
    /// How many attempts to send it have begun. Only the last one counts.
    begun: StoredValue<u32>,
    said: StoredValue<Sending>,
    /// How often in a row no answer came in time.
    given_up: StoredValue<u32>,
}

/// Lets a form be sent only while the server answers.
pub fn begin(part: &Element) -> Option<()> {
    let form = fields::find(part, "form")?;
    let guarded = Guarded {
        part: StoredValue::new_local(part.clone()),
        holds_answers: fields::find(&form, "[name$='.save_id']").is_some(),
        at_length: part.has_attribute("data-at-length"),
        came: StoredValue::new(fields::text_of_form(&form)),
        begun: StoredValue::new(0),
        said: StoredValue::new(Sending::Rests),
        given_up: StoredValue::new(0),
    };
    // A browser that came back to the page may have filled it with earlier typing.
    if !guarded.holds_answers && fields::differ_from_page(part) {
        fields::set_unsaved(part, true);
    }
    listen(part, "input", move |_: Event| guarded.typed());
    listen(part, "submit", move |event: SubmitEvent| guarded.submitted(&event));
    listen(&window(), "beforeunload", move |event: Event| {
        if guarded.would_be_lost() {
            event.prevent_default();
        }
    });
    Some(())
}

impl Guarded {
    fn typed(self) {
        let part = self.part.get_value();
        connection::stays(&part);
        if !self.holds_answers {
            fields::set_unsaved(&part, true);
        }
        let waits_for_answers = self.holds_answers && self.said.get_value() == Sending::Waits;
        if waits_for_answers || fields::find(&part, &format!("[{HELD_BACK}]")).is_some() {
            return;
        }
        // The form no longer holds what was to be sent.
        self.begun.update_value(|begun| *begun += 1);
        let was_to_be_sent = matches!(self.said.get_value(), Sending::Begins | Sending::Waits);
        self.say(if was_to_be_sent && !self.holds_answers { Sending::TypedOn } else { Sending::Rests });
    }

    /// Whether something is lost if the page is left now, even if it came into a field without an event.
    fn would_be_lost(self) -> bool {
        let part = self.part.get_value();
        let guards = self.at_length && !self.holds_answers && !live::is_stopped();
        let Some(form) = fields::find(&part, "form").filter(|_| guards) else {
            return false;
        };
        if fields::text_of_form(&form) != self.came.get_value() {
            fields::set_unsaved(&part, true);
        }
        fields::is_unsaved(&part) && !connection::leaves_by_its_form(&part)
    }

    fn submitted(self, event: &SubmitEvent) {
        let Some(form) = connection::form_of(event).filter(|_| !live::is_stopped()) else { return };
        if form.has_attribute(ANSWERED) {
            return connection::goes(event);
        }
        event.prevent_default();
        let button = event.submitter();
        // Enter in a line of an answer: the answer is saved where it stands.
        if live::is_live() && button.as_ref().is_some_and(|button| button.has_attribute(STAYS)) {
            return;
        }
        // While it waits, a press asks at once, by a connection of its own.
        if !form.has_attribute(HELD_BACK) || self.said.get_value() == Sending::Waits {
            self.say(Sending::Begins);
            self.ask(form, button);
        }
    }

    /// Asks the server whether it answers, and then sends the form by the same button.
    fn ask(self, form: HtmlFormElement, button: Option<HtmlElement>) {
        self.begun.update_value(|begun| *begun += 1);
        let this_time = self.begun.get_value();
        let _ = form.set_attribute(HELD_BACK, "");
        if !window().navigator().on_line() {
            self.gets_no_answer(&form);
            if self.begun.get_value() != this_time {
                return;
            }
        }
        spawn_local(async move {
            let given_up = self.given_up.get_value();
            let answer = connection::within(connection::silence(given_up), stay_signed_in()).await;
            self.given_up.set_value(if answer.is_some() { 0 } else { given_up + 1 });
            let answered = !matches!(answer, None | Some(Err(NotSaved::Unavailable)));
            // A late answer does not send an attempt that is over or was begun anew.
            if self.begun.get_value() != this_time {
                return;
            }
            if live::is_stopped() {
                let _ = form.remove_attribute(HELD_BACK);
                return self.say(Sending::TypedOn);
            }
            let _ = form.remove_attribute(HELD_BACK);
            if !answered {
                self.gets_no_answer(&form);
                return self.ask_again(form, button, this_time);
            }
            let _ = form.set_attribute(ANSWERED, "");
            let _ = form.request_submit_with_submitter(button.as_ref());
            let _ = form.remove_attribute(ANSWERED);
            // Somebody may have held it back after all, or stopped the browser while it was on its way.
            let rests = move || {
                if self.begun.get_value() == this_time {
                    self.say(Sending::Rests);
                }
            };
            if connection::is_sent(&form) { set_timeout(rests, SILENCE) } else { rests() }
        });
    }

    fn ask_again(self, form: HtmlFormElement, button: Option<HtmlElement>, this_time: u32) {
        let again = move || {
            if self.begun.get_value() == this_time {
                self.ask(form, button);
            }
        };
        set_timeout(again, RETRY);
    }

    /// Says that no answer comes, and ends this attempt unless the form is to be sent when one does. Answers save
    /// themselves, and their page stays; a form without long typing is not sent unseen.
    fn gets_no_answer(self, form: &HtmlFormElement) {
        let part = self.part.get_value();
        let unsaved = fields::find(&part, "[data-unsaved]").is_some() || fields::is_unsaved(&part);
        let said = match (self.at_length, unsaved) {
            (false, _) => Sending::Fails,
            (true, true) => Sending::Waits,
            (true, false) => Sending::NothingToSave,
        };
        if said != Sending::Waits || self.holds_answers {
            self.begun.update_value(|begun| *begun += 1);
            let _ = form.remove_attribute(HELD_BACK);
        }
        self.say(said);
    }

    /// Tells when the answers of the page, which save themselves, are saved.
    fn look_until_saved(self) {
        let look = move || {
            if self.said.get_value() != Sending::Waits {
                return;
            }
            match fields::find(&self.part.get_value(), "[data-unsaved]") {
                Some(_) => self.look_until_saved(),
                None => self.say(Sending::Saved),
            }
        };
        set_timeout(look, LOOK);
    }

    fn say(self, sending: Sending) {
        let before = self.said.get_value();
        self.said.set_value(sending);
        // A repeated message is read out once.
        if before != sending {
            SAID.say(&self.part.get_value(), "", sending.view());
            if sending == Sending::Waits && self.holds_answers {
                self.look_until_saved();
            }
        }
    }
}
