//! An organisation's own results beside those of the others in its sector, standard by standard and question by question.
//!
//! `domain::disclosure` has decided what may be shown of the others. Where nothing may, the tables have no columns for
//! them and a sentence above says why; a figure hidden by itself says why in its place.

use leptos::prelude::*;

use crate::domain::audit::{Audit, AuditId, Stage};
use crate::domain::dates;
use crate::domain::disclosure::others::{Hidden, Others};
use crate::domain::disclosure::share::Band;
use crate::domain::form::AuditForm;
use crate::domain::organisation::Organisation;
use crate::domain::own_results::{OwnResults, Written};
use crate::domain::tally::Tally;
use crate::operations::Refused;
use crate::pages::answering::record::{as_whom, audit_place};
use crate::web::contact::ask_the_board;
use crate::web::frame::{OrganisationTab, Place, framed, framed_wide};
use crate::web::load::load;
use crate::web::request::{installation, is_own, param, visitor};
use crate::web::table::{number_heads, scrolling, text_heads};

/// The results of the organisation's latest submitted audit, or that there is none yet.
pub fn latest() -> impl IntoView {
    let installation = installation();
    let (visitor, reference) = (visitor(), param::<String>("reference"));
    let loading = async move {
        let visitor = visitor?;
        let (organisation, audits) = installation.audits_of(&visitor, &reference?).await?;
        let mut shown = None;
        if let Some(latest) = audits.iter().find(|audit| is_submitted(audit)) {
            shown = Some(installation.own_results(&visitor, latest.id).await?);
        }
        Ok((organisation, audits, shown))
    };
    load(loading, |(organisation, audits, shown)| {
        if let Some((audit, edition, own)) = shown {
            let audits: Vec<_> = audits.into_iter().filter(is_submitted).collect();
            show(&audit, &edition.form, &own, &audits).into_any()
        } else {
            none_yet(&organisation, &audits).into_any()
        }
    })
}

/// The page of an organisation that has submitted no audit; `audits` begin with the latest.
fn none_yet(organisation: &Organisation, audits: &[Audit]) -> impl IntoView + use<> {
    let name = organisation.details.name.clone();
    let reference = organisation.reference.to_string();
    let to_audits = format!("/organisations/{reference}");
    let place = Place::Organisation { name: name.clone(), reference, tab: OrganisationTab::Results };
    let now = installation().now();
    let last_over = audits.first().filter(|_| audits.iter().all(|audit| audit.is_over(now)));
    let why = match (organisation.closed_at, last_over) {
        (Some(at), _) => format!(
            "There are no results: the board closed this organisation on {}, and it had submitted no audit.",
            dates::long(dates::today(at))
        ),
        (None, Some(audit)) => format!(
            "There are no results: no audit was submitted. The last, {}, closed at the end of {}.",
            audit.round_title.as_str(),
            dates::long(audit.dates.closes())
        ),
        (None, None) => {
            "There are no results yet. The organisation’s own scores appear here after it has submitted an \
             audit. After that round has closed, the scores of its sector appear beside them if at least five others \
             submitted."
                .into()
        }
    };
    let is_stuck = organisation.closed_at.is_some() || last_over.is_some();
    framed(
        "Results",
        place,
        view! {
                <span class="govuk-caption-l">{name}</span>
        <h1 class="govuk-heading-l">"Results"</h1>
        <p class="govuk-body">{why}</p>
        {is_stuck.then(|| ask_the_board(organisation.id))}
        <p class="govuk-body"><a class="govuk-link" href=to_audits>"Go to the audit"</a></p>},
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
    matches!(audit.stage, Stage::Submitted(_))
}

fn show(audit: &Audit, form: &AuditForm, own: &OwnResults, audits: &[Audit]) -> impl IntoView + use<> {
    let round = audit.round_title.as_str().to_owned();
    let mut all = Tally::default();
    own.standards.iter().for_each(|standard| all.add(standard.own));
    let (whose, _) = owner(audit);
    let lead = match all.percent_fully_in_place() {
        Some(percent) => {
            let percent = percent.whole_percent();
            format!("{} of {whose} {} scored answers are fully in place ({percent}).", all.n3, all.scored())
        }
        None => "No question has been scored.".into(),
    };
    let choose = (audits.len() > 1).then(|| choose(audit, audits));
    let legend = own.others.as_ref().ok().map(legend);
    let (record, file) = (format!("/audits/{}/record", audit.id.0), format!("/audits/{}/results.csv", audit.id.0));
    framed_wide(
        format!("Results {round}"),
        audit_place(audit, OrganisationTab::Results),
        view! {
                <span class="govuk-caption-l">{as_whom(audit)}</span>
        <h1 class="govuk-heading-l">{format!("Results {round}")}</h1>
        {choose}
        <p class="app-lead">{lead}</p>
        <p class="govuk-body">{beside_whom(audit, own)}</p>
        {legend}
        <p class="govuk-body">
            <a class="govuk-link" href=record>"All answers on one page"</a>
            " · "
            <a class="govuk-link" href=file>"Download these figures (CSV)"</a>
        </p>
        {standards(form, own)}
        {questions(form, own)}},
    )
}

/// Whose results they are, before a noun and without one.
fn owner(audit: &Audit) -> (&'static str, &'static str) {
    if is_own(audit.organisation) { ("your", "yours") } else { ("its", "its own") }
}

/// With whom the organisation is compared, or why with nobody. Before the round closes it names only the condition: how
/// many others were invited or have submitted is not told.
fn beside_whom(audit: &Audit, own: &OwnResults) -> String {
    let (sector, (whose, theirs)) = (own.sector.words(), owner(audit));
    // The others include no organisation that the reader belongs to, or ever did.
    let (others, without) = match (own.of_several, whose == "your") {
        (false, _) => ("other organisations", ""),
        (true, true) => ("organisations", " that you have never belonged to"),
        (true, false) => ("other organisations", " that you have never belonged to"),
    };
    match &own.others {
        Ok(shown) => {
            let figures = match (own.of_several, whose == "your") {
                (false, _) => format!("Their figures do not include {theirs}."),
                (true, true) => "Their figures include no organisation that you have ever belonged to.".to_owned(),
                (true, false) => {
                    format!(
                        "Their figures include neither {theirs} nor those of an organisation that you have ever belonged to."
                    )
                }
            };
            format!(
                "{} scores are next to those of {} other organisations in {whose} sector, {sector}. {figures}",
                if whose == "your" { "Your" } else { "Its" },
                shown.organisations(),
            )
        }
        Err(Hidden::StillOpen) => format!(
            "Sector scores appear after the round closes at the end of {} if at least five {others} in {whose} \
             sector{without} submit an audit, so nobody’s answers can be worked out.",
            dates::long(audit.dates.closes())
        ),
        Err(Hidden::FewOthers) => {
            let sector = if own.of_several {
                format!("{sector}, that you have never belonged to")
            } else {
                format!("{sector},")
            };
            format!(
                "Fewer than five {others} in {whose} sector, {sector} submitted an audit, so their scores are not \
                 shown: each one’s answers could be worked out."
            )
        }
    }
}

/// Explains the words and the cut-off percentages that the tables have.
fn legend(others: &Others) -> impl IntoView + use<> {
    let thirds = "“Few” means less than a third of those who scored a question, “most” more than two thirds, and “about \
                  half” what lies between.";
    let halves = "Of five or six it is only said whether they are fewer than half.";
    let percentages = "“Over 95%” may be all of them and “under 5%” none.";
    let averages = "A standard has an average only where everybody scored each of its questions, each has a percentage from \
                    5% to 95%, and the average cannot tell that nobody scored 1 or 2.";
    let bands = others.bands();
    let thirds = [Band::Few, Band::AboutHalf, Band::Most].iter().any(|band| bands.contains(band)).then_some(thirds);
    let halves = [Band::FewerThanHalf, Band::HalfOrMore].iter().any(|band| bands.contains(band)).then_some(halves);
    let percentages = others.has_percentages().then_some([percentages, averages]);
    let sentences: Vec<_> = percentages.into_iter().flatten().chain(thirds).chain(halves).collect();
    let why = "Figures are this coarse so that nobody’s answers can be worked out.";
    view! { <p class="govuk-hint">{format!("{} {why}", sentences.join(" "))}</p> }
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

/// Standard by standard, own beside others. Others have columns only where something is shown of them.
fn standards(form: &AuditForm, own: &OwnResults) -> impl IntoView + use<> {
    let (beside, averages) = (own.others.is_ok(), own.others.as_ref().is_ok_and(Others::has_averages));
    let rows = own.standards.iter().map(|standard| {
        let title = form.standard(standard.number).map(|standard| standard.title.clone()).unwrap_or_default();
        let others = own.beside_standard(standard.number);
        let Tally { n3, n2, n1, not_applicable, not_answered } = standard.own;
        let counts = [n3, n2, n1, not_applicable + not_answered].map(|n| number(n.to_string()));
        let average = standard.own.average().map_or_else(|| "–".into(), |average| average.to_string());
        let others_average = if others.average.is_empty() { "not shown".into() } else { others.average.clone() };
        view! {
            <tr>
                <th scope="row">{format!("{}. {title}", standard.number)}</th>
                {number(standard.percent())}
                {beside.then(|| share(&others))}
                {number(average)}
                {averages.then(|| number(others_average))}
                {counts.collect_view()}
            </tr>
        }
    });
    let head = (
        text_heads(["Standard"]),
        number_heads(["Own % fully in place"]),
        beside.then(|| number_heads(OTHERS)),
        number_heads(["Own average"]),
        averages.then(|| number_heads(["Others’ average"])),
        number_heads(["Own 3s", "Own 2s", "Own 1s", "Not applicable or not answered"]),
    );
    scrolling("standards", "By standard", head, rows.collect_view())
}

/// Question by question, with the columns that [`standards`] has.
fn questions(form: &AuditForm, own: &OwnResults) -> impl IntoView + use<> {
    let beside = own.others.is_ok();
    let rows = own.questions.iter().map(|question| {
        let short = form.question(question.key).map(|question| question.short.clone()).unwrap_or_default();
        view! {
            <tr>
                <th scope="row">{format!("{} {short}", question.key)}</th>
                <td>{form.choice_words(question.own)}</td>
                {beside.then(|| share(&own.beside_question(question.key)))}
            </tr>
        }
    });
    let head = (text_heads(["Question", "Own answer"]), beside.then(|| number_heads(OTHERS)));
    scrolling("questions", "By question", head, rows.collect_view())
}

/// The columns of the others.
const OTHERS: [&str; 2] = ["Others fully in place", "Others behind it"];

/// The others' share and how many it rests on, or why neither is shown.
fn share(others: &Written) -> AnyView {
    let Written { percent, band, organisations, why_hidden, .. } = others;
    if percent.is_empty() && band.is_empty() {
        return view! { <td colspan="2">{why_hidden.clone()}</td> }.into_any();
    }
    [format!("{percent}{band}"), organisations.clone()].map(number).collect_view().into_any()
}

fn number(words: String) -> impl IntoView {
    view! { <td class="app-table--numeric">{words}</td> }
}
