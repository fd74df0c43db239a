//! The fields of one question: score with descriptors, evidence, and the action for a 1 or 2.

use std::sync::Arc;

use leptos::prelude::*;

use super::last_answer::last_answer;
use crate::domain::answer::EVIDENCE_LIMIT;
use crate::domain::audit::AuditId;
use crate::domain::choice::Choice;
use crate::domain::dates;
use crate::domain::form::{AuditForm, Question, QuestionKey};
use crate::domain::labels;
use crate::domain::remarks;
use crate::domain::save::{Conflict, Remarks, TypedAnswer};
use crate::domain::save_id::SaveId;
use crate::domain::score::Score;
use crate::islands::SavesAsYouType;
use crate::islands::answer_fields::{self, in_a_field};
use crate::islands::save_status::words_of;
use crate::operations::answering::audit::{StoredAnswer, saved_by};
use crate::operations::answering::last_round::LastRound;
use crate::web::fields::{FieldError, TextArea, TextField};
use crate::web::request::{form_state, installation, visitor};

/// One question's part of the page.
#[component]
pub fn QuestionFields(
    /// The audit.
    audit: AuditId,
    /// The edition, for what scores are called.
    form: Arc<AuditForm>,
    /// The question.
    question: Question,
    /// What is stored.
    stored: Option<StoredAnswer>,
    /// What was posted, when the page is the answer to a refused post.
    posted: Option<TypedAnswer>,
    /// A change that was saved in between, when there was one.
    conflict: Option<Conflict>,
    /// What the organisation answered in its last round.
    last_round: Option<Arc<LastRound>>,
    /// Unique to this rendering of the page.
    page_id: String,
) -> impl IntoView {
    let key = question.key.to_string();
    let revision = stored.as_ref().map_or(0, |stored| stored.revision);
    let today = dates::today(installation().now());
    let evidence = installation().evidence_rule();
    let remarks = stored.as_ref().map(|stored| remarks::of_answer(&stored.answer, evidence, today)).unwrap_or_default();
    let came_unsaved = differs(stored.as_ref(), posted.as_ref());
    let status = status(stored.as_ref(), came_unsaved, &remarks);
    let warnings = remarks.warnings;
    // About the date in the field: after a refused post that is not the stored one.
    let by_when = if came_unsaved { String::new() } else { remarks.by_when };
    let answer = stored.map(|stored| stored.answer).unwrap_or_default();
    let shown = posted.clone().unwrap_or_else(|| answer.typed(question.key));
    // A refused post goes on from the revision it started from, under a fresh id.
    let revision = posted.as_ref().map_or(Some(revision), |posted| posted.revision);
    let their_revision = conflict.as_ref().and_then(|conflict| conflict.theirs.revision);
    let save_id = SaveId::of_form(&page_id).to_string();
    let choices = Score::ALL.len() + usize::from(question.not_applicable);
    let examples = question.evidence.iter().map(|example| view! { <li>{example.clone()}</li> }).collect_view();
    let wording_id = format!("{key}-wording");
    let before = last_round.and_then(|last| last_answer(&last, &question));
    let fields = view! {
                <p class="app-question__key">{key.clone()}</p>
                <h2 class="govuk-heading-m" id=wording_id.clone()>{question.wording.clone()}</h2>
                <p class="govuk-body">{question.guidance.clone()}</p>
                {before}
                <input type="hidden" name=format!("{key}.save_id") value=save_id />
                <input type="hidden" name=format!("{key}.revision") value=in_a_field(revision) />
                <input type="hidden" name=format!("{key}.their_revision") value=in_a_field(their_revision) />
                {conflict.map(|conflict| view! { <ConflictChoice key=key.clone() conflict /> })}
                <Scores form question=question.clone() chosen=shown.score.clone() />
                {reason(&question, shown.reason.clone())}
                <TextArea
                    name=format!("{key}.evidence")
                    label=labels::EVIDENCE
                    hint="What shows this? Say where it is kept. Do not name or describe a child."
                    value=shown.evidence.clone()
                    rows=4
                    strong=true
                    limit=EVIDENCE_LIMIT
                />
                <details class="govuk-details">
                    <summary class="govuk-details__summary">
                        <span class="govuk-details__summary-text">"Examples of evidence"</span>
                    </summary>
                    <div class="govuk-details__text">
                        <ul class="govuk-list govuk-list--bullet">{examples}</ul>
                        <p class="govuk-body-s">{format!("This question rests on: {}", question.rests_on)}</p>
                    </div>
                </details>
                <ActionFields key=key.clone() shown=shown by_when />
    };
    view! {
        <section
            class="app-question"
            id=key.clone()
            aria-labelledby=wording_id
            data-fields=answer_fields::NAMES.join(" ")
            data-choices=choices
        >
            <SavesAsYouType audit=audit.0 opened_by=visitor().map_or(0, |visitor| visitor.person.0) question=key.clone() revision page_id status came_unsaved warnings>
                {fields}
            </SavesAsYouType>
        </section>
    }
}

/// Why a question does not apply. Every question has the field, hidden where it always applies: no page lacks one.
fn reason(question: &Question, reason: String) -> impl IntoView + use<> {
    let name = format!("{}.reason", question.key);
    if !question.not_applicable {
        return view! { <input type="hidden" name=name value=reason /> }.into_any();
    }
    view! {
        <div class="app-not-applicable">
            <TextArea name label=labels::REASON_ASKED value=reason rows=2 />
        </div>
    }
    .into_any()
}

/// Whether the page, after a refused post, shows something that is not stored.
fn differs(stored: Option<&StoredAnswer>, posted: Option<&TypedAnswer>) -> bool {
    let kept = stored.map(|stored| stored.answer.clone()).unwrap_or_default();
    posted.is_some_and(|posted| {
        QuestionKey::parse(&posted.question).is_none_or(|key| !kept.typed(key).says_the_same_as(posted))
    })
}

/// How the answer stood when the page was made.
fn status(stored: Option<&StoredAnswer>, came_unsaved: bool, remarks: &Remarks) -> String {
    match stored {
        _ if came_unsaved => "Not saved yet. Choose Save.".into(),
        Some(stored) => {
            format!("Saved {}{}", saved_by(stored), remarks.still_needed())
        }
        None => "Nothing saved yet".into(),
    }
}

#[component]
fn Scores(form: Arc<AuditForm>, question: Question, chosen: String) -> impl IntoView {
    let key = question.key.to_string();
    let problem = form_state().problem(&format!("{key}.score"));
    let radio = |value: &'static str, words: String, strong: Option<String>, descriptor: Option<String>| {
        let id = if value == "3" { format!("{key}.score") } else { format!("{key}.score-{value}") };
        let hint = descriptor.as_ref().map(|_| format!("{id}-hint"));
        view! {
            <div class="govuk-radios__item">
                <input
                    class="govuk-radios__input"
                    id=id.clone()
                    name=format!("{key}.score")
                    type="radio"
                    value=value
                    checked=chosen == value
                    aria-describedby=hint.clone()
                />
                <label class="govuk-label govuk-radios__label" for=id>
                    {strong.map(|strong| view! { <b>{strong}</b> " " })}
                    {words}
                </label>
                {descriptor.map(|text| view! { <div id=hint class="govuk-hint govuk-radios__hint">{text}</div> })}
            </div>
        }
    };
    let scores = Score::ALL
        .into_iter()
        .map(|score| {
            let words = form.score_words(score).to_owned();
            let descriptor = question.descriptor(score).to_owned();
            radio(Choice::Scored(score).key(), words, Some(score.to_string()), Some(descriptor))
        })
        .collect_view();
    let not_applicable = question.not_applicable.then(|| {
        view! {
            <div class="govuk-radios__divider">"or"</div>
            {radio(Choice::NotApplicable.key(), "Not applicable to us".into(), None, None)}
        }
    });
    let group = if problem.is_some() { "govuk-form-group govuk-form-group--error" } else { "govuk-form-group" };
    view! {
        <div class=group>
            <fieldset class="govuk-fieldset" aria-describedby=format!("{key}-wording")>
                <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">"Where are you now?"</legend>
                <FieldError name=format!("{key}.score") problem />
                <div class="govuk-radios" data-module="govuk-radios">
                    {scores}
                    {not_applicable}
                </div>
            </fieldset>
        </div>
    }
}

#[component]
fn ActionFields(
    key: String,
    shown: TypedAnswer,
    /// The remark on the date.
    by_when: String,
) -> impl IntoView {
    view! {
        <div class="app-action">
            <fieldset class="govuk-fieldset">
                <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">"What will you do about it?"</legend>
                <TextArea name=format!("{key}.action") label=labels::WHAT value=shown.action rows=2 />
                <div class="app-action__pair">
                    // Both have a hint, so that they stand side by side.
                    <TextField
                        name=format!("{key}.who")
                        label=labels::WHO_ASKED
                        hint="For example, deputy head"
                        value=shown.who
                    />
                    <TextField
                        name=format!("{key}.by_when")
                        label=labels::BY_WHEN
                        hint="For example, 26 March 2027"
                        value=shown.by_when
                        remark=by_when
                    />
                </div>
                <TextField
                    name=format!("{key}.no_action_reason")
                    label=labels::NO_ACTION_ASKED
                    value=shown.no_action_reason
                />
            </fieldset>
        </div>
    }
}

#[component]
fn ConflictChoice(key: String, conflict: Conflict) -> impl IntoView {
    let theirs =
        words_of(&conflict).into_iter().map(|(name, text)| view! { <p><b>{name} ": "</b> {text}</p> }).collect_view();
    let [keep_yours, keep_theirs] = conflict.choices();
    view! {
        <div class="app-conflict" data-posted="true">
            <h3 class="govuk-heading-s">{conflict.changed()}</h3>
            <p class="govuk-body">{conflict.both("below")}</p>
            <div class="app-conflict__text">{theirs}</div>
            <div class="app-row">
                <button type="submit" class="govuk-button" name="keep" value=format!("{key} mine")>{keep_yours}</button>
                <button type="submit" class="govuk-button govuk-button--secondary" name="keep" value=format!("{key} theirs")>
                    {keep_theirs}
                </button>
            </div>
        </div>
    }
}
