//! How an answer stands between the page and the server, in words.

use leptos::prelude::*;

use crate::domain::save::{Conflict, TypedAnswer};

/// How an answer stands, as the line under it says.
#[derive(Clone, PartialEq)]
pub enum Standing {
    /// As the server rendered it.
    AsLoaded(String),
    /// Typed, and not yet sent.
    Typing,
    /// Sent.
    Saving,
    /// On disk since this time; what is still needed, after a full stop.
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
pub fn line(standing: &Standing) -> AnyView {
    let saved = |words: String| view! { <span class="app-saved">{words}</span> }.into_any();
    let unsaved = |words: String| view! { <span class="app-unsaved">{words}</span> }.into_any();
    match standing {
        Standing::AsLoaded(words) => words.clone().into_any(),
        Standing::Typing => "Not saved yet".into_any(),
        Standing::Saving => "Saving".into_any(),
        Standing::Saved(at, still_needed) => saved(format!("Saved {at}{still_needed}")),
        Standing::Retrying => unsaved("Not saved, retrying. Keep this page open: what you typed is safe here.".into()),
        Standing::SignedOut => view! {
            <span class="app-unsaved">
                "Not saved: your session has ended. "
                <a class="govuk-link" href="/sign-in" target="_blank" rel="noopener">"Sign in in a new tab"</a>
                " and keep this page open: it is then saved by itself."
            </span>
        }
        .into_any(),
        Standing::SomebodyElse => view! {
            <span class="app-unsaved">
                "Not saved. Somebody else is signed in in this browser now, or you may no longer save here. "
                <a class="govuk-link" href="/sign-in" target="_blank" rel="noopener">"Sign in as yourself in another tab"</a>
                ", and it is saved by itself."
            </span>
        }
        .into_any(),
        Standing::Refused(why) => unsaved(format!("Not saved. {why}")),
        Standing::Changed(_) => unsaved("Not saved: choose which to keep.".into()),
    }
}

/// What an answer says, field by field, leaving out what is empty.
pub fn words_of(answer: &TypedAnswer) -> Vec<(&'static str, String)> {
    let score = match answer.score.as_str() {
        "" => "not answered",
        "not_applicable" => "not applicable",
        points => points,
    };
    let fields = [
        ("Score", score),
        ("Reason", &answer.reason),
        ("Evidence", &answer.evidence),
        ("What will be done", &answer.action),
        ("Who", &answer.who),
        ("By when", &answer.by_when),
        ("Why no action", &answer.no_action_reason),
    ];
    fields.into_iter().filter(|(_, text)| !text.is_empty()).map(|(name, text)| (name, text.to_owned())).collect()
}
