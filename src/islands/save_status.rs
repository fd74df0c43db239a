//! The save status of an answer, in words.

use leptos::prelude::*;

use crate::domain::choice::Choice;
use crate::domain::labels;
use crate::domain::save::{Conflict, TypedAnswer};

/// The state of an answer between the page and the server, as the line under it says.
#[derive(Clone, PartialEq)]
pub enum SaveStatus {
    /// As the server rendered it.
    AsLoaded,
    /// Typed, and not yet sent.
    Typing,
    /// Sent.
    Saving,
    /// On disk since this time; the second text, after a full stop, says what is still needed.
    Saved(String, String),
    /// Not answered: it is sent again by itself.
    Retrying,
    /// The session has ended: it is sent again after signing in.
    SignedOut,
    /// Somebody else has signed in in this browser: it is sent again, in case the person who types does so too.
    SomebodyElse,
    /// Refused for this reason.
    Refused(String),
    /// The answer was changed elsewhere.
    Changed(Box<Conflict>),
}

/// The line under an answer.
pub fn line(status: &SaveStatus) -> AnyView {
    let saved = |words: String| view! { <span class="app-saved">{words}</span> }.into_any();
    let unsaved = |words: String| view! { <span class="app-unsaved">{words}</span> }.into_any();
    match status {
        SaveStatus::AsLoaded => ().into_any(),
        SaveStatus::Typing => "Not saved yet".into_any(),
        SaveStatus::Saving => "Saving".into_any(),
        SaveStatus::Saved(at, still_needed) => saved(format!("Saved {at}{still_needed}")),
        SaveStatus::Retrying => unsaved("Not saved, retrying. Keep this page open: what you typed is safe here.".into()),
        SaveStatus::SignedOut => view! {
            <span class="app-unsaved">
                "Not saved: your session has ended. "
                <a class="govuk-link" href="/sign-in" target="_blank" rel="noopener">"Sign in in a new tab"</a>
                " and keep this page open: it is then saved automatically."
            </span>
        }
        .into_any(),
        SaveStatus::SomebodyElse => view! {
            <span class="app-unsaved">
                "Not saved. You cannot save as this user. Someone else may have signed in on this computer. "
                <a class="govuk-link" href="/sign-in" target="_blank" rel="noopener">"Sign in as yourself in a new tab"</a>
                " and keep this page open: it is then saved automatically."
            </span>
        }
        .into_any(),
        SaveStatus::Refused(why) => unsaved(format!("Not saved. {why}")),
        SaveStatus::Changed(_) => unsaved("Not saved: choose which to keep.".into()),
    }
}

/// What is stored, field by field; an empty text only where `yours` has something.
pub fn words_of(conflict: &Conflict) -> Vec<(&'static str, String)> {
    let fields = |answer: &TypedAnswer| answer.text_fields().map(|(field, text)| (labels::of(field), text.to_owned()));
    let both = fields(&conflict.theirs).into_iter().zip(fields(&conflict.yours));
    let shown = both.filter(|((_, theirs), (_, yours))| !theirs.is_empty() || !yours.is_empty());
    let words = shown.map(|((name, theirs), _)| (name, if theirs.is_empty() { "(empty)".into() } else { theirs }));
    std::iter::once(("Score", score_words(&conflict.theirs.score).to_owned())).chain(words).collect()
}

/// What a choice of a form is called.
pub fn score_words(score: &str) -> &str {
    match Choice::from_key(score) {
        Some(Choice::NotAnswered) => "not answered",
        Some(Choice::NotApplicable) => "not applicable",
        Some(Choice::Scored(_)) | None => score,
    }
}
