//! An organisation's own results beside its sector's, standard by standard and question by question.
//!
//! What may be shown of the sector is decided before it comes here; what is hidden says why: once above the tables
//! while the round is open, else in its place.

use leptos::prelude::*;

use super::audit_record::{as_whom, audit_place, choice_words};
use super::frame::{OrganisationTab, Place, framed, framed_wide};
use super::request::{installation, is_own, load, param, visitor};
use super::table::{number_heads, scrolling, text_heads};
use crate::domain::audit::{Audit, AuditId, AuditState};
use crate::domain::dates;
use crate::domain::disclosure::Hidden;
use crate::domain::form::AuditForm;
use crate::domain::organisation::Organisation;
use crate::domain::tally::{Figure, Tally};
use crate::operations::Refused;
use crate::operations::own_results::{OwnQuestion, OwnResults, OwnStandard};

/// The results of the organisation's latest submitted audit, or that there is none yet.
pub fn latest() -> impl IntoView {
    let installation = installation();
    let (visitor, reference) = (visitor(), param::<String>("reference"));
    let loading = async move {
        let visitor = visitor?;
        let (organisation, mut audits) = installation.audits_of(&visitor, &reference?).await?;
        audits.retain(is_submitted);
        let mut shown = None;
        if let Some(latest) = audits.first() {
            shown = Some(installation.own_results(&visitor, latest.id).await?);
        }
        Ok((organisation, audits, shown))
    };
    load(loading, |(organisation, audits, shown)| {
        if let Some((audit, edition, own)) = shown {
            show(&audit, &edition.form, &own, &audits).into_any()
        } else {
            none_yet(&organisation).into_any()
        }
    })
}

fn none_yet(organisation: &Organisation) -> impl IntoView + use<> {
    let name = organisation.details.name.clone();
    let reference = organisation.reference.to_string();
    let audit = format!("/organisations/{reference}");
    let place = Place::Organisation { name: name.clone(), reference, tab: OrganisationTab::Results };
    let why = match organisation.closed_at {
        Some(at) => format!(
            "There are no results: the board closed this organisation on {}, and it had submitted no audit.",
            dates::long(dates::today(at))
        ),
        None => {
            "There are no results yet. They come when an audit has been submitted: the organisation’s own scores, and, \
                 once the round has closed, those of its sector beside them."
                .into()
        }
    };
    framed(
        "Results",
        place,
        view! {
                <span class="govuk-caption-l">{name}</span>
        <h1 class="govuk-heading-l">"Results"</h1>
        <p class="govuk-body">{why}</p>
        <p class="govuk-body"><a class="govuk-link" href=audit>"Go to the audit"</a></p>},
    )
}

/// The results of one audit.
pub fn page() -> impl IntoView {
    let installation = installation();
    let (visitor, id) = (visitor(), param("audit").map(AuditId));
    let loading = async move {
        let visitor = visitor?;
        let (audit, edition, own) = installation.own_results(&visitor, id?).await?;
        let (_, mut audits) = installation.audits_of(&visitor, audit.organisation_reference.as_str()).await?;
        audits.retain(is_submitted);
        Ok::<_, Refused>((audit, edition, own, audits))
    };
    load(loading, |(audit, edition, own, audits)| show(&audit, &edition.form, &own, &audits))
}

fn is_submitted(audit: &Audit) -> bool {
    audit.state == AuditState::Submitted
}

fn show(audit: &Audit, form: &AuditForm, own: &OwnResults, audits: &[Audit]) -> impl IntoView + use<> {
    let round = audit.round_title.as_str().to_owned();
    let sector = own.sector.words();
    let mut all = Tally::default();
    own.standards.iter().for_each(|standard| all.add(standard.own));
    let whose = if is_own(audit.organisation) { "your" } else { "its" };
    let lead = match all.percent_fully_in_place() {
        Some(percent) => {
            format!("{} of {whose} {} scored answers are fully in place: {percent}%.", all.n3, all.scored())
        }
        None => "No question has been scored.".into(),
    };
    let open = own.standards.iter().any(|standard| standard.sector == Err(Hidden::StillOpen));
    let count = match own.organisations {
        1 => "1 organisation has".to_owned(),
        n => format!("{n} organisations have"),
    };
    let rests = if open {
        format!(
            "Scores as {whose} own people answered. Those of {whose} sector, {sector}, are shown beside them once the round \
             has closed, after {}: figures that changed from day to day would tell what one organisation answered.",
            dates::long(audit.dates.closes())
        )
    } else {
        format!(
            "Scores as {whose} own people answered, beside all of {whose} sector, {sector}, {whose} own among them. \
             {count} submitted in it. Where fewer than five organisations count, the sector’s figure is hidden, and so is any \
             figure from which a hidden one could be worked out."
        )
    };
    let others = (audits.len() > 1).then(|| choose(audit, audits));
    let record = format!("/audits/{}/record", audit.id.0);
    framed_wide(
        format!("Results {round}"),
        audit_place(audit, OrganisationTab::Results),
        view! {
                <span class="govuk-caption-l">{as_whom(audit)}</span>
        <h1 class="govuk-heading-l">{format!("Results {round}")}</h1>
        {others}
        <p class="app-lead">{lead}</p>
        <p class="govuk-body">{rests}</p>
        <p class="govuk-body"><a class="govuk-link" href=record>"All answers on one page"</a></p>
        {standards(form, &own.standards, open)}
        {questions(form, &own.questions, open)}},
    )
}

/// The organisation's submitted audits, each a link to its results.
fn choose(shown: &Audit, audits: &[Audit]) -> impl IntoView + use<> {
    let items = audits.iter().map(|audit| {
        let round = audit.round_title.as_str().to_owned();
        if audit.id == shown.id {
            return view! { <li><b aria-current="page">{round}</b></li> }.into_any();
        }
        let href = format!("/audits/{}/results", audit.id.0);
        view! { <li><a class="govuk-link" href=href>{round}</a></li> }.into_any()
    });
    view! {
        <nav aria-label="Audit round">
            <ul class="app-legend">
                <li>"Submitted audits:"</li>
                {items.collect_view()}
            </ul>
        </nav>
    }
}

/// Standard by standard. While the round is open the sector has no columns: each of its cells would say the same.
fn standards(form: &AuditForm, standards: &[OwnStandard], open: bool) -> impl IntoView + use<> {
    let rows = standards.iter().map(|standard| {
        let title = form.standard(standard.number).map(|standard| standard.title.clone()).unwrap_or_default();
        let Tally { n3, n2, n1, not_applicable, not_answered } = standard.own;
        let counts = [n3, n2, n1, not_applicable + not_answered].map(|n| number(n.to_string()));
        let own = [percent(standard.own), shown(standard.own.average())].map(number);
        let sector = match standard.sector {
            _ if open => ().into_any(),
            Ok(sector) => {
                let figures = [percent(sector.tally), shown(sector.average), sector.counting.to_string()].map(number);
                figures.collect_view().into_any()
            }
            Err(hidden) => hidden_over(hidden, 3),
        };
        view! {
            <tr>
                <th scope="row">{format!("{}. {title}", standard.number)}</th>
                {counts.collect_view()}
                {own.collect_view()}
                {sector}
            </tr>
        }
    });
    let own = ["Own 3s", "Own 2s", "Own 1s", "Not applicable or not answered", "Own % fully in place", "Own average"];
    let sector = ["Sector’s % fully in place", "Sector’s average", "Organisations behind it"];
    let head = (text_heads(["Standard"]), number_heads(own), (!open).then(|| number_heads(sector)));
    scrolling("standards", "By standard", head, rows.collect_view())
}

/// Question by question, with the columns that [`standards`] has.
fn questions(form: &AuditForm, questions: &[OwnQuestion], open: bool) -> impl IntoView + use<> {
    let rows = questions.iter().map(|question| {
        let short = form.question(question.key).map(|question| question.short.clone()).unwrap_or_default();
        let sector = match question.sector {
            _ if open => ().into_any(),
            Ok(tally) => [percent(tally), tally.scored().to_string()].map(number).collect_view().into_any(),
            Err(hidden) => hidden_over(hidden, 2),
        };
        view! {
            <tr>
                <th scope="row">{format!("{} {short}", question.key)}</th>
                <td>{choice_words(form, question.own)}</td>
                {sector}
            </tr>
        }
    });
    let sector = ["Sector’s % fully in place", "Organisations behind it"];
    let head = (text_heads(["Question", "Own answer"]), (!open).then(|| number_heads(sector)));
    scrolling("questions", "By question", head, rows.collect_view())
}

fn hidden_over(hidden: Hidden, columns: u8) -> AnyView {
    view! { <td colspan=columns.to_string()>{hidden.to_string()}</td> }.into_any()
}

fn number(words: String) -> impl IntoView {
    view! { <td class="app-table--numeric">{words}</td> }
}

fn percent(tally: Tally) -> String {
    tally.percent_fully_in_place().map_or_else(|| "nothing scored".into(), |figure| format!("{figure}%"))
}

fn shown(figure: Option<Figure>) -> String {
    figure.map_or_else(|| "–".into(), |figure| figure.to_string())
}
