//! What the organisation answered to a question in its last round, above the question's fields.

use leptos::prelude::*;

use crate::domain::action_plan::Action;
use crate::domain::choice::Choice;
use crate::domain::dates;
use crate::domain::form::Question;
use crate::domain::score::Score;
use crate::operations::answering::last_round::{LastAnswer, LastRound};
use crate::pages::plan::action_plan::overdue;
use crate::web::request::installation;

/// Texts up to this many characters stand on the page; longer ones open from a line, so that the question stays in
/// sight.
const SHORT: usize = 400;

/// The last round's answer to a question, when there is one.
pub fn last_answer(last: &LastRound, question: &Question) -> Option<impl IntoView + use<>> {
    let LastAnswer { asked, answer, actions } = last.answers.get(&question.key)?;
    let chosen = format!("Last round, {}: {}", last.audit.round_title.as_str(), last.form.choice_words(answer.choice));
    let submitted = last.audit.stage.submission().map(|submission| dates::today(submission.at));
    let submitted = submitted.map(|day| format!("submitted {}, ", dates::long(day))).unwrap_or_default();
    let wording = last.form.question(asked.key).map(|before| before.wording.clone());
    let wording = wording.filter(|before| *before != question.wording);
    let sameness = match (asked.same, &wording) {
        (true, _) => "question unchanged",
        (false, Some(_)) => "question reworded since",
        (false, None) => "question unchanged, but 3, 2 and 1 are described differently",
    };
    let asks = answer.choice.score().is_some_and(Score::asks_for_action);
    let planned = (asks && actions.is_empty()).then(|| text("Action then", answer.planned.what.clone()));
    let no_action = asks.then(|| text("Why there was no action", answer.no_action_reason.clone()));
    let reason = (answer.choice == Choice::NotApplicable).then(|| text("Why it did not apply", answer.reason.clone()));
    Some(view! {
        <div class="app-last-round">
            <p><b>{chosen}</b> {format!(" ({submitted}{sameness})")}</p>
            {wording.map(|wording| text("Asked then", wording))}
            {reason}
            {text("Evidence then", answer.evidence.clone())}
            {actions.iter().map(action_then).collect_view()}
            {planned}
            {no_action}
        </div>
    })
}

/// An action of the last round as it stands in the plan today.
fn action_then(action: &Action) -> impl IntoView + use<> {
    let today = dates::today(installation().now());
    let standing = match action.done_on {
        Some(day) => format!("done {}", dates::long(day)),
        None => action.status.words().to_lowercase(),
    };
    let overdue = overdue(action, today).map(|words| format!(", {}", words.to_lowercase())).unwrap_or_default();
    let by = dates::long(action.by_when);
    text(
        "Action then",
        format!("{} ({}, by {by}). {}: {standing}{overdue}.", action.what, action.who, action.reference()),
    )
}

/// A text with its name; nothing when it is empty.
fn text(name: &'static str, text: String) -> Option<AnyView> {
    let text = text.trim().to_owned();
    let shown = match text.chars().count() {
        0 => return None,
        1..=SHORT => view! { <p class="app-text"><b>{name} ": "</b> {text}</p> }.into_any(),
        _ => view! {
            <details class="govuk-details">
                <summary class="govuk-details__summary">
                    <span class="govuk-details__summary-text">{name}</span>
                </summary>
                <div class="govuk-details__text app-text">{text}</div>
            </details>
        }
        .into_any(),
    };
    Some(shown)
}
