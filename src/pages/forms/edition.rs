//! One edition of a form, whole, to read: standards, questions, guidance, descriptors, evidence, topics, lineage.

use leptos::prelude::*;

use crate::domain::form::{AuditForm, FormKind, Lineage, Question, Standard, topic_words};
use crate::domain::score::Score;
use crate::operations::Refused;
use crate::web::frame::{BoardTab, Place, framed};
use crate::web::load::load;
use crate::web::request::{installation, param, visitor};
use crate::web::table::summary_row;

/// The page.
pub fn page() -> impl IntoView {
    let installation = installation();
    let (visitor, kind, edition) = (visitor(), param::<String>("form"), param::<String>("edition"));
    let loading = async move {
        let kind = FormKind::from_key(&kind?).ok_or(Refused::NotFound)?;
        installation.form(&visitor?, kind, &edition?)
    };
    load(loading, |form| show(&form))
}

fn show(form: &AuditForm) -> impl IntoView + use<> {
    let contents = form.standards.iter().map(|standard| {
        let href = format!("#standard-{}", standard.number);
        view! { <li><a class="govuk-link" href=href>{standard.title.clone()}</a></li> }
    });
    let contents = contents.collect_view();
    let scale =
        form.scale.iter().map(|(score, words)| view! { <li><b>{score.to_string()}</b> " " {words.clone()}</li> });
    let scale = scale.collect_view();
    let rests_on = form.rests_on.iter().map(|law| view! { <li>{law.clone()}</li> }).collect_view();
    let standards = form.standards.iter().map(|standard| show_standard(form, standard)).collect_view();
    framed(
        format!("{} form, edition {}", form.kind.words(), form.edition),
        Place::Board(BoardTab::Forms),
        view! {
            <a class="govuk-back-link" href="/forms">"Forms"</a>
            <span class="govuk-caption-l">{format!("{} form, edition {}", form.kind.words(), form.edition)}</span>
            <h1 class="govuk-heading-l">{form.title.clone()}</h1>
            <div class="app-two">
                <div>
                    <p class="govuk-body">{form.introduction.clone()}</p>
                    <h2 class="govuk-heading-m">"Scores"</h2>
                    <ul class="govuk-list">{scale}</ul>
                    <h2 class="govuk-heading-m">"What it rests on"</h2>
                    <ul class="govuk-list govuk-list--bullet">{rests_on}</ul>
                    {standards}
                </div>
                <div>
                    <nav class="app-side" aria-labelledby="contents">
                        <h2 id="contents">"The standards"</h2>
                        <ol>{contents}</ol>
                    </nav>
                </div>
            </div>
        },
    )
}

fn show_standard(form: &AuditForm, standard: &Standard) -> impl IntoView + use<> {
    let questions = standard.questions.iter().map(|question| show_question(form, question)).collect_view();
    view! {
        <h2 class="govuk-heading-m" id=format!("standard-{}", standard.number)>
            {format!("{}. {}", standard.number, standard.title)}
        </h2>
        <p class="govuk-body">{standard.summary.clone()}</p>
        {questions}
    }
}

fn show_question(form: &AuditForm, question: &Question) -> impl IntoView + use<> {
    let key = question.key.to_string();
    let wording_id = format!("{key}-wording");
    let descriptors = Score::ALL.map(|score| {
        let words = form.score_words(score).to_owned();
        summary_row(format!("{score} {words}"), question.descriptor(score).to_owned())
    });
    let evidence = question.evidence.iter().map(|example| view! { <li>{example.clone()}</li> }).collect_view();
    let topics: Vec<_> = question.topics.iter().map(|topic| topic_words(topic).to_owned()).collect();
    let not_applicable = if question.not_applicable { "May be chosen" } else { "May not be chosen" };
    view! {
        <section class="app-question" id=key.clone() aria-labelledby=wording_id>
            <p class="app-question__key">{format!("{key} {}", question.short)}</p>
            <h3 class="govuk-heading-s" id=wording_id.clone()>{question.wording.clone()}</h3>
            <p class="govuk-body">{question.guidance.clone()}</p>
            <dl class="govuk-summary-list">
                {descriptors.into_iter().collect_view()}
                {summary_row("Not applicable", not_applicable)}
                {summary_row("Examples of evidence", view! { <ul class="govuk-list govuk-list--bullet">{evidence}</ul> })}
                {summary_row("Topics", topics.join(", "))}
                {summary_row("Rests on", question.rests_on.clone())}
                {summary_row("Compared with the edition before", lineage(question.lineage))}
            </dl>
        </section>
    }
}

fn lineage(lineage: Lineage) -> String {
    match lineage {
        Lineage::Same => "The same, word for word".into(),
        Lineage::Reworded(key) => format!("{key}, reworded since, so not compared"),
        Lineage::New => "New".into(),
    }
}
