//! The organisations behind a figure, each with its own answers; the figure itself stands above them.

use leptos::prelude::*;

use super::asked::{About, Asked, BASIS, organisations};
use super::tables::{figure_heads, figures};
use crate::domain::audit::AuditState;
use crate::domain::choice::Choice;
use crate::domain::counting::Counting;
use crate::domain::form::{AuditForm, FormKind, QuestionKey};
use crate::domain::score::Score;
use crate::domain::summary::{Group, GroupResults};
use crate::domain::tally::{Figure, Tally};
use crate::operations::Refused;
use crate::operations::results::round_results::{Behind, RoundResults};
use crate::web::address::with_query;
use crate::web::frame::{BoardTab, Place, framed_wide};
use crate::web::load::load;
use crate::web::request::{installation, param, query, visitor};
use crate::web::table::{scrolling, text_heads};

/// The key of a choice in addresses, where an empty key means no choice.
fn key(choice: Choice) -> &'static str {
    if choice == Choice::NotAnswered { "not_answered" } else { choice.key() }
}

/// The page.
pub fn page() -> impl IntoView {
    let installation = installation();
    let (visitor, slug) = (visitor(), param::<String>("round"));
    let asked = slug.map(|slug| Asked::read(slug, FormKind::Schools));
    let about = about();
    let chosen = Choice::ALL.into_iter().find(|choice| key(*choice) == query("choice"));
    let loading = async move {
        let (visitor, asked) = (visitor?, asked?);
        let wanted = |key: QuestionKey| match about {
            Some(About::Standard(number)) => key.standard() == number,
            Some(About::Question(wanted)) => key == wanted,
            None => false,
        };
        let (slug, group) = (asked.round.clone(), asked.group_behind());
        let found = installation.behind(&visitor, &slug, asked.form, asked.who_counts, group, wanted).await?;
        let about = about.filter(|about| is_asked(&found.0.edition.form, *about)).ok_or(Refused::NotFound)?;
        Ok((asked, group, about, found))
    };
    load(loading, move |(asked, group, about, (results, behind))| show(&asked, group, about, chosen, &results, &behind))
}

fn about() -> Option<About> {
    let question = QuestionKey::parse(&query("question")).map(About::Question);
    question.or_else(|| query("standard").parse().ok().map(About::Standard))
}

fn is_asked(form: &AuditForm, about: About) -> bool {
    match about {
        About::Standard(number) => form.standard(number).is_some(),
        About::Question(key) => form.question(key).is_some(),
    }
}

fn show(
    asked: &Asked,
    group: Group,
    about: About,
    chosen: Option<Choice>,
    results: &RoundResults,
    behind: &[Behind],
) -> impl IntoView + use<> {
    let form = &results.edition.form;
    let title = match about {
        About::Standard(number) => {
            format!("{number}. {}", form.standard(number).map_or("", |standard| standard.title.as_str()))
        }
        About::Question(key) => format!("{key} {}", form.question(key).map_or("", |question| question.short.as_str())),
    };
    let wording = match about {
        About::Standard(_) => None,
        About::Question(key) => form.question(key).map(|question| question.wording.clone()),
    };
    let chosen = chosen.filter(|_| matches!(about, About::Question(_)));
    let listed: Vec<_> = behind.iter().filter(|one| chosen.is_none_or(|chosen| chose(one.tally) == chosen)).collect();
    let whole = results.results.group(group);
    let round = results.round.title.as_str().to_owned();
    let filter = matches!(about, About::Question(_)).then(|| choices(&asked.behind(group, about), chosen, behind));
    let caption = format!(
        "{} {}",
        organisations(form.kind, Group::Sector(crate::domain::organisation::Sector::Other), count(&listed)),
        chosen.map_or("behind this figure".into(), |chosen| format!("with the answer: {}", form.choice_words(chosen)))
    );
    let narrowed = chosen.map(|choice| format!("&choice={}", key(choice))).unwrap_or_default();
    let here = format!("{}{narrowed}", asked.behind(group, about));
    let rows = listed.iter().map(|one| row(form, about, one, &here)).collect_view().into_any();
    let heads = match about {
        About::Standard(_) => figure_heads().into_any(),
        About::Question(_) => text_heads(["Answer"]).into_any(),
    };
    let head = (text_heads(["Organisation", "Reference", "Sub-sector or sector"]), heads);
    let list = if listed.is_empty() {
        let nobody =
            if chosen.is_some() { "No organisation gave this answer." } else { "No organisation counts here." };
        view! { <p class="govuk-body">{nobody}</p> }.into_any()
    } else {
        scrolling("organisations", caption, head, rows)
    };
    framed_wide(
        format!("{title} – results {round}"),
        Place::Board(BoardTab::Rounds),
        view! {
                <a class="govuk-back-link" href=asked.href()>{format!("Results {round}")}</a>
        <span class="govuk-caption-l">{format!("Audit round {round}: {}", group.words(form.kind))}</span>
        <h1 class="govuk-heading-l">{title}</h1>
        {wording.map(|wording| view! { <p class="govuk-body">{wording}</p> })}
        {whole.map(|whole| figure(asked, group, about, whole, results.counting(group)))}
        {filter}
        {list}},
    )
}

fn count(listed: &[&Behind]) -> u32 {
    u32::try_from(listed.len()).unwrap_or(u32::MAX)
}

/// The figure as the results page has it, and how many organisations it rests on.
fn figure(
    asked: &Asked,
    group: Group,
    about: About,
    whole: &GroupResults,
    counting: Counting,
) -> impl IntoView + use<> {
    let found = match about {
        About::Standard(number) => whole.standard(number).map(|s| (s.tally, s.average, s.counting)),
        About::Question(key) => whole.question(key).map(|q| (q.tally, q.tally.average(), q.tally.scored())),
    };
    let (tally, average, rests_on) = found.unwrap_or_default();
    let shown = |figure: Option<Figure>| figure.map(|figure| figure.to_string());
    let lead = match (shown(tally.percent_fully_in_place()), shown(average)) {
        (Some(percent), Some(average)) => format!("{percent}% fully in place, average {average}."),
        _ => "Nothing scored.".into(),
    };
    let organisations = organisations(asked.form, group, whole.organisations);
    let rests = match rests_on {
        0 => BASIS.to_owned(),
        1 if whole.organisations == 1 => format!("The one organisation that counts has a score here. {BASIS}"),
        n if n == whole.organisations => format!("All {organisations} that count have a score here. {BASIS}"),
        n => format!("{n} of the {organisations} that count have a score here. {BASIS}"),
    };
    let mean = match about {
        About::Standard(_) => "The average is the mean of the organisations’ own averages, each counting once. ",
        About::Question(_) => "",
    };
    let Tally { n3, n2, n1, not_applicable, not_answered } = tally;
    let counts = format!(
        "Scored 3: {n3}, scored 2: {n2}, scored 1: {n1}, not applicable: {not_applicable}, not answered: {not_answered}."
    );
    view! {
        <p class="app-lead">{lead}</p>
        <p class="govuk-body">{counts} " " {mean} {rests} " " {counting.words()}</p>
    }
}

/// Links that narrow a question's organisations to one choice.
fn choices(all: &str, chosen: Option<Choice>, behind: &[Behind]) -> impl IntoView + use<> {
    let every = behind.len();
    let link = |words: String, href: String, n: usize, current: bool| {
        let words = format!("{words} ({n})");
        if n == 0 && !current {
            return view! { <li>{words}</li> }.into_any();
        }
        if current {
            return view! { <li><b aria-current="true">{words}</b></li> }.into_any();
        }
        view! { <li><a class="govuk-link" href=href>{words}</a></li> }.into_any()
    };
    let items = Choice::ALL.map(|choice| {
        let n = behind.iter().filter(|one| chose(one.tally) == choice).count();
        link(short_words(choice), format!("{all}&choice={}", key(choice)), n, chosen == Some(choice))
    });
    view! {
        <nav aria-label="Answer">
            <ul class="app-legend">
                {link("All".into(), all.to_owned(), every, chosen.is_none())}
                {items.collect_view()}
            </ul>
        </nav>
    }
}

/// What one organisation chose for the one question that was counted.
fn chose(tally: Tally) -> Choice {
    let scored = Score::ALL.into_iter().find(|score| tally.scored_as(*score) > 0).map(Choice::Scored);
    let not_applicable = (tally.not_applicable > 0).then_some(Choice::NotApplicable);
    scored.or(not_applicable).unwrap_or(Choice::NotAnswered)
}

fn short_words(choice: Choice) -> String {
    match choice {
        Choice::Scored(score) => format!("Scored {score}"),
        Choice::NotApplicable => "Not applicable".into(),
        Choice::NotAnswered => "Not answered".into(),
    }
}

/// `here` is this page, to which the organisation's answers lead back.
fn row(form: &AuditForm, about: About, one: &Behind, here: &str) -> impl IntoView + use<> {
    let anchor = if let About::Question(key) = about { format!("#{key}") } else { String::new() };
    let record = format!("/audits/{}/record", one.audit.audit.0);
    let href = format!("{}{anchor}", with_query(&record, &[("from", here)]));
    let not_submitted = one.audit.state != AuditState::Submitted;
    let state = not_submitted.then(|| format!(" ({})", one.audit.state_words().to_lowercase()));
    let cells = match about {
        About::Standard(_) => figures(one.tally, one.tally.average()).into_any(),
        About::Question(_) => view! { <td>{form.choice_words(chose(one.tally))}</td> }.into_any(),
    };
    view! {
        <tr>
            <th scope="row">
                <a class="govuk-link" href=href>{one.audit.name.clone()}</a>
                {state}
            </th>
            <td>{one.audit.reference.to_string()}</td>
            <td>{one.audit.kind.words()}</td>
            {cells}
        </tr>
    }
}
