//! The organisations behind a number of a round: which they are and how far each is.

use jiff::Timestamp;
use leptos::prelude::*;

use super::invite::nobody_invited;
use crate::domain::audit::{AuditState, Stage};
use crate::domain::audit_round::{AuditRound, HeldUp};
use crate::domain::dates;
use crate::domain::form::FormKind;
use crate::domain::organisation::Sector;
use crate::operations::rounds::{AuditFilter, ListedAudit};
use crate::web::fields::Select;
use crate::web::frame::{BoardTab, Place, framed_wide};
use crate::web::load::load;
use crate::web::request::{installation, param, query, visitor};
use crate::web::table::{Caption, scrolling, text_heads};

/// The value of `state` for audits that are not submitted although their due day has passed.
pub const LATE: &str = "late";

/// Narrows a list by a value of `state` that is not a state of an audit.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Only {
    /// Those that are late.
    Late,
    /// Those that are not going to submit, as things are.
    HeldUp(HeldUp),
}

impl Only {
    fn from_key(key: &str) -> Option<Self> {
        if key == LATE { Some(Self::Late) } else { HeldUp::from_key(key).map(Self::HeldUp) }
    }

    fn key(self) -> &'static str {
        match self {
            Self::Late => LATE,
            Self::HeldUp(why) => why.key(),
        }
    }
}

/// The page.
pub fn page() -> impl IntoView {
    let installation = installation();
    let (visitor, round) = (visitor(), param::<String>("round"));
    let (form, state, sector) = (query("form"), query("state"), query("sector"));
    let filter = AuditFilter {
        form: FormKind::from_key(&form),
        state: AuditState::from_key(&state),
        sector: sector.parse().ok(),
    };
    let only = Only::from_key(&state);
    let loading = async move {
        let (round, mut audits) = installation.audits_of_round(&visitor?, &round?, filter).await?;
        let now = installation.now();
        audits.retain(|listed| match only {
            None => true,
            Some(Only::Late) => listed.audit.is_late(now),
            Some(Only::HeldUp(why)) => listed.held_up == Some(why),
        });
        Ok((round, audits, now))
    };
    load(loading, move |(round, audits, now)| show(&round, audits, filter, only, now))
}

fn show(
    round: &AuditRound,
    audits: Vec<ListedAudit>,
    filter: AuditFilter,
    only: Option<Only>,
    now: Timestamp,
) -> impl IntoView + use<> {
    let title = format!("Organisations in audit round {}", round.title.as_str());
    let path = format!("/rounds/{}", round.title.slug());
    let how_many = match audits.len() {
        1 => "1 organisation".to_owned(),
        n => format!("{n} organisations"),
    };
    let form_closed = round.forms.iter().any(|form| round.phase(form.kind, now).is_past());
    let stopped = |listed: &ListedAudit| listed.audit.stage == Stage::Started && listed.audit.is_over(now);
    let all_go_on = !form_closed && !audits.iter().any(stopped);
    let mut listed = round.forms.iter().filter(|form| filter.form.is_none_or(|kind| form.kind == kind));
    let never_started = listed.all(|form| round.phase(form.kind, now).is_past());
    let words = |state: AuditState| match state {
        AuditState::Invited => state.words_when(never_started),
        state => state.counted_words(all_go_on),
    };
    let states = AuditState::ALL.map(|state| (state.key().to_owned(), words(state).to_owned()));
    let unfiltered = only.is_none() && filter.form.is_none() && filter.state.is_none() && filter.sector.is_none();
    let list = if audits.is_empty() && unfiltered {
        view! { <p class="govuk-body">{nobody_invited(round, now)}</p> }.into_any()
    } else if audits.is_empty() {
        view! {
            <p class="govuk-body">
                "No organisation of this round matches. "
                <a class="govuk-link" href=format!("{path}/audits")>"Show all of them"</a>
            </p>
        }
        .into_any()
    } else {
        table(audits, now).into_any()
    };
    framed_wide(
        title.clone(),
        Place::Board(BoardTab::Rounds),
        view! {
            <a class="govuk-back-link" href=path.clone()>{format!("Audit round {}", round.title.as_str())}</a>
            <h1 class="govuk-heading-l">{title}</h1>
            {filters(&path, filter, only, states)}
            <p class="app-lead" role="status">{how_many}</p>
            {list}
        },
    )
}

fn filters(
    path: &str,
    filter: AuditFilter,
    only: Option<Only>,
    of_audits: [(String, String); 3],
) -> impl IntoView + use<> {
    let any = |words: &str| vec![(String::new(), words.to_owned())];
    let mut forms = any("Both forms");
    forms.extend(FormKind::ALL.map(|kind| (kind.key().to_owned(), kind.words().to_owned())));
    let mut sectors = any("All sectors");
    sectors.extend(Sector::ALL.iter().map(|sector| (sector.key().to_owned(), sector.words().to_owned())));
    let mut states = any("Any state");
    states.extend(of_audits);
    states.push((LATE.to_owned(), "Late: not submitted, and past the due date".to_owned()));
    states.extend(HeldUp::ALL.map(|why| (why.key().to_owned(), why.words().to_owned())));
    let state = only.map(Only::key).or(filter.state.map(AuditState::key)).unwrap_or_default();
    view! {
        <form class="app-filters" method="get" action=format!("{path}/audits")>
            <Select name="form" label="Form" options=forms value=filter.form.map(FormKind::key).unwrap_or_default() />
            <Select name="sector" label="Sector" options=sectors value=filter.sector.map(Sector::key).unwrap_or_default() />
            <Select name="state" label="State" options=states value=state />
            <button type="submit" class="govuk-button govuk-button--secondary">"Show"</button>
        </form>
    }
}

fn table(audits: Vec<ListedAudit>, now: Timestamp) -> impl IntoView {
    let rows = audits.into_iter().map(|ListedAudit { audit, held_up }| {
        let submitted = audit.stage.submission().map(|submission| dates::long(dates::today(submission.at)));
        view! {
            <tr>
                <th scope="row" class="app-table--name">
                    <a class="govuk-link" href=format!("/audits/{}", audit.id.0)>{audit.organisation_name.clone()}</a>
                    {held_up.and_then(why_silent).map(|words| view! {
                        <div class="govuk-hint govuk-!-margin-bottom-0">{words}</div>
                    })}
                </th>
                <td class="app-table--whole">{audit.organisation_reference.to_string()}</td>
                <td>{audit.form_kind.words()}</td>
                <td>{audit.kind.sector().words()}</td>
                <td>{audit.kind.sub_sector().map_or("–", |sub_sector| sub_sector.words())}</td>
                <td>
                    <StateTag state=audit.stage.state() is_over=audit.is_over(now) />
                    {(audit.is_late(now) && !audit.is_over(now)).then_some(" Late")}
                    {audit.organisation_closed_at.map(|at| format!(" Organisation closed on {}", dates::long(dates::today(at))))}
                </td>
                <td>{submitted.unwrap_or_else(|| "–".into())}</td>
            </tr>
        }
    });
    let head = text_heads(["Organisation", "Reference", "Form", "Sector", "Sub-sector", "State", "Submitted on"]);
    let caption = Caption::ReadOut("Organisations and how far their audits are");
    scrolling("audits-caption", caption, head, rows.collect_view())
}

/// Why nothing can be expected of an organisation. Another column says that it is closed.
fn why_silent(held_up: HeldUp) -> Option<&'static str> {
    match held_up {
        HeldUp::Closed => None,
        HeldUp::NobodySignsIn => Some("Nobody can sign in for it"),
        HeldUp::NoPasswordYet => Some("Nobody there has set a password yet"),
    }
}

/// How far an audit is, as a tag.
#[component]
pub fn StateTag(
    /// The state.
    state: AuditState,
    /// Whether the audit can no longer be submitted.
    is_over: bool,
) -> impl IntoView {
    let class = match state {
        AuditState::Started if is_over => "govuk-tag app-tag--none",
        AuditState::Invited => "govuk-tag app-tag--none",
        AuditState::Started => "govuk-tag app-tag--progress",
        AuditState::Submitted => "govuk-tag app-tag--done",
    };
    view! { <strong class=class>{state.words_when(is_over)}</strong> }
}
