//! The tables of the results page: counts and figures by question, standard, topic and response.

use std::cmp::Reverse;

use leptos::prelude::*;

use super::asked::{About, Asked, Sort};
use crate::domain::audit::AuditState;
use crate::domain::form::{AuditForm, FormKind, QuestionKey, topic_words};
use crate::domain::organisation::Kind;
use crate::domain::summary::{Group, GroupResults, QuestionResult};
use crate::domain::tally::{Figure, Tally};
use crate::operations::results::round_results::RoundResults;
use crate::web::table::{number_heads, scrolling, text_heads};

/// The headings under which [`figures`] go.
pub fn figure_heads() -> impl IntoView {
    number_heads(["3", "2", "1", "Not applicable", "Not answered", "% fully in place", "Average"])
}

/// The counts of a tally, its percentage, and the average that goes with it.
pub fn figures(tally: Tally, average: Option<Figure>) -> impl IntoView {
    let Tally { n3, n2, n1, not_applicable, not_answered } = tally;
    let counts = [n3, n2, n1, not_applicable, not_answered].map(|n| n.to_string());
    let percent = tally.percent_fully_in_place().map(|figure| format!("{figure}%"));
    let figures =
        [percent, average.map(|figure| figure.to_string())].map(|figure| figure.unwrap_or_else(|| "–".into()));
    let cells = counts.into_iter().chain(figures);
    cells.map(|cell| view! { <td class="app-table--numeric">{cell}</td> }).collect_view()
}

/// How many have answered, by sector or kind of school, with everyone last.
pub fn responses(kind: FormKind, results: &RoundResults) -> impl IntoView + use<> {
    let kinds = results.returned.keys();
    let of_kind = |kind: &Kind| kind.sub_sector().map_or(Group::Sector(kind.sector()), Group::SubSector);
    let groups = kinds.map(of_kind);
    let rows = groups.chain([Group::All]).map(|group| {
        let returned = results.returned(group);
        let percent = returned.percent_submitted().map_or_else(|| "–".into(), |figure| format!("{figure}%"));
        let counts = [returned.invited(), returned.submitted, returned.started].map(|n| n.to_string());
        let cells = counts.into_iter().chain([percent]);
        let cells = cells.map(|cell| view! { <td class="app-table--numeric">{cell}</td> });
        view! { <tr><th scope="row">{group.words(kind)}</th>{cells.collect_view()}</tr> }
    });
    let all = results.counting(Group::All);
    let started = AuditState::Started.counted_words(all.all_go_on());
    let head = (text_heads(["Group"]), number_heads(["Invited", "Submitted", started, "% submitted"]));
    let closed = all.returned.closed.words().map(|words| view! { <p class="govuk-body">{words}</p> });
    view! {
        {scrolling("responses", "How many have answered", head, rows.collect_view())}
        {closed}
    }
}

/// The standards with their counts.
pub fn standards(form: &AuditForm, group: &GroupResults) -> impl IntoView + use<> {
    let rows = group.standards.iter().map(|result| {
        let title = form.standard(result.number).map(|standard| standard.title.clone());
        view! {
            <tr>
                <th scope="row">{format!("{}. {}", result.number, title.unwrap_or_default())}</th>
                <td class="app-table--numeric">{result.counting.to_string()}</td>
                {figures(result.tally, result.average)}
            </tr>
        }
    });
    let head = (text_heads(["Standard"]), number_heads(["Organisations"]), figure_heads());
    let caption = "Answers by standard. The average is the mean of the organisations’ own averages";
    scrolling("standards-table", caption, head, rows.collect_view())
}

/// Some questions with their counts.
pub fn questions(
    id: &'static str,
    caption: String,
    asked: &Asked,
    form: &AuditForm,
    questions: &[&QuestionResult],
) -> impl IntoView + use<> {
    let head = (text_heads(["Question"]), figure_heads());
    scrolling(id, caption, head, question_rows(asked, form, questions))
}

fn question_rows(asked: &Asked, form: &AuditForm, questions: &[&QuestionResult]) -> AnyView {
    let rows = questions.iter().map(|result| {
        let href = asked.behind(asked.group, About::Question(result.key));
        view! {
            <tr>
                <th scope="row"><a class="govuk-link" href=href>{name(form, result.key)}</a></th>
                {figures(result.tally, result.tally.average())}
            </tr>
        }
    });
    rows.collect_view().into_any()
}

/// "S3.3 Supervision for the lead and deputies".
pub fn name(form: &AuditForm, key: QuestionKey) -> String {
    form.question(key).map_or_else(|| key.to_string(), |question| format!("{key} {}", question.short))
}

/// Every question, in the order asked for; the headings are links that sort.
pub fn all_questions(asked: &Asked, form: &AuditForm, group: &GroupResults) -> impl IntoView + use<> {
    let head = |sort: Sort, words: &'static str, numeric: bool| {
        let class = numeric.then_some("app-table--numeric");
        let aria = (sort == asked.sort).then(|| sort.aria());
        let link = view! { <a class="govuk-link" href=asked.sorted(sort)>{words}</a> };
        view! { <th scope="col" class=class aria-sort=aria>{link}</th> }
    };
    let heads = [
        head(Sort::Key, "Question", false),
        head(Sort::N3, "3", true),
        head(Sort::N2, "2", true),
        head(Sort::N1, "1", true),
        head(Sort::NotApplicable, "Not applicable", true),
        head(Sort::NotAnswered, "Not answered", true),
        head(Sort::Percent, "% fully in place", true),
        head(Sort::Average, "Average", true),
    ];
    let sorted = sorted(group, asked.sort);
    let caption = format!("All {} questions, {}", sorted.len(), asked.sort.words());
    view! {
        <p class="govuk-body-s app-screen-only">"Choose a heading to sort the questions by it."</p>
        {scrolling("all-questions", caption, heads.collect_view(), question_rows(asked, form, &sorted))}
    }
}

/// The questions in an order, alike ones as on the form. By percentage and by average, unscored ones come last.
fn sorted(group: &GroupResults, sort: Sort) -> Vec<&QuestionResult> {
    let mut questions: Vec<_> = group.questions.iter().collect();
    let unscored = |question: &QuestionResult| question.tally.scored() == 0;
    match sort {
        Sort::Key => {}
        Sort::Percent => questions.sort_by_key(|q| (unscored(q), q.tally.percent_fully_in_place())),
        Sort::Average => questions.sort_by_key(|q| (unscored(q), q.tally.average())),
        Sort::N3 => questions.sort_by_key(|q| q.tally.n3),
        Sort::N2 => questions.sort_by_key(|q| Reverse(q.tally.n2)),
        Sort::N1 => questions.sort_by_key(|q| Reverse(q.tally.n1)),
        Sort::NotApplicable => questions.sort_by_key(|q| Reverse(q.tally.not_applicable)),
        Sort::NotAnswered => questions.sort_by_key(|q| Reverse(q.tally.not_answered)),
    }
    questions
}

/// The answers by topic tag.
pub fn topics(form: &AuditForm, group: &GroupResults) -> impl IntoView + use<> {
    let rows = group.topics(form).into_iter().map(|topic| {
        let keys = topic.questions.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        view! {
            <tr>
                <th scope="row">{topic_words(&topic.topic).to_owned()}</th>
                <td>{keys}</td>
                {figures(topic.tally, topic.tally.average())}
            </tr>
        }
    });
    let head = (text_heads(["Topic", "Questions"]), figure_heads());
    scrolling("topics", "Answers by topic, to all questions on it together", head, rows.collect_view())
}
