//! The notice after a save: the answers are saved, and which questions their author should look at again.

use leptos::prelude::*;

use crate::domain::answer::{Answer, Missing};
use crate::domain::board::EvidenceRule;
use crate::domain::dates;
use crate::domain::form::{QuestionKey, Standard};
use crate::domain::remarks;
use crate::operations::answering::audit::{Answers, OpenAudit};
use crate::web::fields::Done;
use crate::web::request::installation;

/// The notice that a standard's answers are saved, with links to the questions that have a warning beside them.
pub fn saved(open: &OpenAudit, standard: &Standard, answers: &Answers) -> impl IntoView + use<> {
    let today = dates::today(installation().now());
    let has_warning = |answer: &Answer| {
        let unclear = |missing: &Missing| matches!(missing, Missing::DayUnclear(_));
        !remarks::of_answer(answer, open.evidence, today).warnings.is_empty()
            || answer.missing(EvidenceRule::Advise).iter().any(unclear)
    };
    let stands_out = |key: &QuestionKey| answers.get(key).is_some_and(|stored| has_warning(&stored.answer));
    let again: Vec<_> = standard.questions.iter().map(|question| question.key).filter(stands_out).collect();
    let number = again.len();
    let words = match number {
        0 => "Your answers are saved.".to_owned(),
        1 => "Your answers are saved. Look again at 1 question: ".to_owned(),
        n => format!("Your answers are saved. Look again at {n} questions: "),
    };
    let links = again.into_iter().enumerate().map(|(place, key)| {
        let before = match place {
            0 => "",
            place if place + 1 == number => " and ",
            _ => ", ",
        };
        let href = format!("#{key}");
        view! { {before}<a class="govuk-notification-banner__link" href=href>{key.to_string()}</a> }
    });
    let links = links.collect_view();
    view! { <Done words>{links}{(number > 0).then_some(".")}</Done> }
}
