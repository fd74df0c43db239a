//! The results of a round: one sentence, then who answered, standards by group, the spread of scores, the weakest and
//! strongest questions, every question, and the files.
//!
//! Every figure comes from `domain::summary`; this page only sets them out.

use leptos::prelude::*;

use super::asked::{Asked, BASIS, Sort, organisations};
use super::bars::{Bar, legend, stacked_bars};
use super::sentence::End;
use super::{heat_map, sentence, tables};
use crate::domain::audit::{AuditState, WhoCounts};
use crate::domain::form::{AuditForm, FormKind};
use crate::domain::organisation::{Sector, SubSector};
use crate::domain::summary::{Group, GroupResults, QuestionResult};
use crate::operations::results::round_results::RoundResults;
use crate::operations::{Actor, Refused};
use crate::web::fields::Select;
use crate::web::frame::{BoardTab, Place, framed_wide, printed};
use crate::web::load::load;
use crate::web::request::{installation, param, visitor};

/// How many questions the lists of the lowest and highest have.
const TEN: usize = 10;

/// The page.
pub fn page() -> impl IntoView {
    let installation = installation();
    let (visitor, slug) = (visitor(), param::<String>("round"));
    let read = |round: &str, first| Asked::read(round.into(), first);
    let asked = slug.as_ref().ok().map(|slug| FormKind::ALL.map(|kind| read(slug, kind)));
    let loading = async move {
        let (visitor, slug, asked) = (visitor?, slug?, asked.ok_or(Refused::NotFound)?);
        let round = installation.round(&visitor, &slug).await?;
        let first = round.forms.first().map_or(FormKind::Schools, |form| form.kind);
        let [schools, partners] = asked;
        let asked = if first == FormKind::Schools { schools } else { partners };
        let results = installation.round_results(Actor::Visitor(&visitor), &slug, asked.form, asked.who_counts).await?;
        Ok((asked, results))
    };
    load(loading, |(asked, results)| show(&asked, &results))
}

fn show(asked: &Asked, results: &RoundResults) -> impl IntoView + use<> {
    let form = &results.edition.form;
    let title = results.round.title.as_str().to_owned();
    let group = results.results.group(asked.group);
    let lead = sentence::lead(form, asked.group, results.counting(asked.group), group);
    let lead = lead.into_iter().map(
        |(words, strong)| {
            if strong { view! { <b>{words}</b> }.into_any() } else { words.into_any() }
        },
    );
    let count = group.map_or(0, |group| group.organisations);
    let rest_on = match count {
        0 => String::new(),
        1 => format!(" Figures rest on {}.", organisations(form.kind, asked.group, 1)),
        n => {
            format!(" Figures rest on {}, unless a smaller number is given.", organisations(form.kind, asked.group, n))
        }
    };
    let rests = format!("{}{rest_on} {BASIS}", results.counting(asked.group).words());
    let figures = group.filter(|group| group.organisations > 0).map(|group| all_figures(asked, results, group));
    framed_wide(
        format!("Results {title}"),
        Place::Board(BoardTab::Rounds),
        view! {
                <a class="govuk-back-link" href=format!("/rounds/{}", asked.round)>{format!("Round {title}")}</a>
        <span class="govuk-caption-l">{format!("Audit round {title}")}</span>
        <h1 class="govuk-heading-l">"Results"</h1>
            {printed(None)}
        {filters(asked, results)}
        <p class="app-lead">{lead.collect_view()}</p>
        <p class="govuk-body">{rests}</p>
        {downloads(asked, results)}
        <h2 class="govuk-heading-m">"Response"</h2>
        {tables::responses(form.kind, results)}
        {figures}
            },
    )
}

/// What the page shows, chosen with a plain form.
fn filters(asked: &Asked, results: &RoundResults) -> impl IntoView + use<> {
    let option = |key: &str, words: &str| (key.to_owned(), words.to_owned());
    let forms = results.round.forms.iter().map(|form| option(form.kind.key(), form.kind.words())).collect();
    let narrowed = match asked.form {
        FormKind::Schools => {
            let all = SubSector::ALL.iter().map(|sub| option(sub.key(), sub.words()));
            let options = [option("", "All schools")].into_iter().chain(all).collect();
            let value = if let Group::SubSector(sub) = asked.group { sub.key() } else { "" };
            view! { <Select name="sub_sector" label="Sub-sector" options value /> }
        }
        FormKind::Partners => {
            let partners = Sector::ALL.iter().filter(|sector| sector.form() == FormKind::Partners);
            let all = partners.map(|sector| option(sector.key(), sector.words()));
            let options = [option("", "All partners")].into_iter().chain(all).collect();
            let value = if let Group::Sector(sector) = asked.group { sector.key() } else { "" };
            view! { <Select name="sector" label="Sector" options value /> }
        }
    };
    let started = AuditState::Started.counted_words(results.counting(Group::All).all_go_on()).to_lowercase();
    let audits = vec![option("", "Submitted only"), option("in-progress", &format!("Also those {started}"))];
    let include = if asked.who_counts == WhoCounts::AndInProgress { "in-progress" } else { "" };
    let sort = (asked.sort != Sort::Key).then(|| view! { <input type="hidden" name="sort" value=asked.sort.key() /> });
    view! {
        <form class="app-filters" method="get" action=format!("/rounds/{}/results", asked.round)>
            <Select name="form" label="Form" options=forms value=asked.form.key() />
            {narrowed}
            <Select name="include" label="Audits" options=audits value=include />
            {sort}
            <button type="submit" class="govuk-button">"Apply"</button>
        </form>
    }
}

fn downloads(asked: &Asked, results: &RoundResults) -> impl IntoView + use<> {
    let files = [
        ("results.xlsx", "Results workbook (Excel)"),
        ("results.csv", "Results for other tools (CSV)"),
        ("answers.xlsx", "All answers (Excel)"),
        ("answers.csv", "All answers for other tools (CSV)"),
    ];
    let kind = asked.form.words();
    let both = (results.round.forms.len() > 1).then(|| {
        let href = asked.download_of_all("results.xlsx");
        view! { <li><a class="govuk-link" href=href>"Both forms: Results workbook (Excel)"</a></li> }
    });
    let links = files.map(|(file, words)| {
        view! { <li><a class="govuk-link" href=asked.download(file)>{format!("{kind}: {words}")}</a></li> }
    });
    let whole = (asked.group != Group::All).then(|| {
        let words = "Downloads include every group, whatever you filtered.";
        view! { <p class="govuk-body-s app-screen-only">{words}</p> }
    });
    view! {
        <nav aria-label="Downloads">
            <ul class="govuk-list">{links.collect_view()} {both}</ul>
        </nav>
        {whole}
        <p class="govuk-body-s app-screen-only">
            "All answers hold what organisations wrote, also in audits that are not submitted. Every download is recorded."
        </p>
    }
}

fn all_figures(asked: &Asked, results: &RoundResults, group: &GroupResults) -> impl IntoView + use<> {
    let form = &results.edition.form;
    let whose = match asked.group {
        Group::All => String::new(),
        part => format!(": {}", part.words(form.kind)),
    };
    let by = if form.kind == FormKind::Schools { "sub-sector" } else { "sector" };
    view! {
        <h2 class="govuk-heading-m">{format!("Standards by {by}")}</h2>
        <p class="govuk-body">
            "Share of answers scored 3, fully in place; below it the average score. "
            <span class="app-screen-only">"Choose a figure to see the organisations behind it."</span>
        </p>
        {heat_map::heat_map(asked, form, &results.results)}
        <h2 class="govuk-heading-m">{format!("Scores by standard{whose}")}</h2>
        {spread(form, group)}
        <h2 class="govuk-heading-m">{format!("Lowest and highest questions{whose}")}</h2>
        {ranking(asked, form, group, End::Lowest, "lowest", "The lowest questions, weakest first")}
        {ranking(asked, form, group, End::Highest, "highest", "The highest questions, strongest first")}
        <h2 class="govuk-heading-m" id="questions">{format!("Every question{whose}")}</h2>
        {tables::all_questions(asked, form, group)}
        <h2 class="govuk-heading-m">{format!("By topic{whose}")}</h2>
        {tables::topics(form, group)}
    }
}

fn spread(form: &AuditForm, group: &GroupResults) -> impl IntoView + use<> {
    let says = sentence::of_standards(form, &group.standards);
    let bar = |number| form.standard(number).map(|standard| format!("{number}. {}", standard.title));
    let bars: Vec<_> = group
        .standards
        .iter()
        .map(|result| Bar { label: bar(result.number).unwrap_or_default(), tally: result.tally })
        .collect();
    let table = tables::standards(form, group).into_any();
    figure(form, says, &bars, table)
}

fn ranking(
    asked: &Asked,
    form: &AuditForm,
    group: &GroupResults,
    end: End,
    id: &'static str,
    caption: &str,
) -> impl IntoView + use<> {
    let says = sentence::of_questions(form, end, group);
    let questions = &end.of(group, TEN)[..];
    let bar = |result: &&QuestionResult| Bar { label: tables::name(form, result.key), tally: result.tally };
    let bars: Vec<_> = questions.iter().map(bar).collect();
    figure(form, says, &bars, tables::questions(id, caption.into(), asked, form, questions).into_any())
}

/// Bars under a heading that says what they show, with the same figures as a table.
fn figure(form: &AuditForm, says: String, bars: &[Bar], table: AnyView) -> impl IntoView + use<> {
    let described = format!("Stacked bars of the shares scored 3, 2 and 1. {says}. The table below has the figures.");
    view! {
        <figure>
            <h3 class="app-caption">{says}</h3>
            {legend(|score| form.score_words(score).to_owned())}
            {stacked_bars(&described, bars)}
            <details class="govuk-details app-as-table">
                <summary class="govuk-details__summary">
                    <span class="govuk-details__summary-text">"The same as a table"</span>
                </summary>
                <div class="govuk-details__text">{table}</div>
            </details>
        </figure>
    }
}
