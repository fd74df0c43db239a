//! Inviting organisations to a round: everyone who is left, some sectors, or one organisation.

use axum::extract::State;
use axum::response::Response;
use jiff::Timestamp;
use leptos::prelude::*;

use crate::domain::audit_round::AuditRound;
use crate::domain::organisation::Sector;
use crate::operations::rounds::{Invitees, RoundProgress};
use crate::operations::{Problem, Refused};
use crate::web::address::encode;
use crate::web::fields::{Checkbox, ErrorSummary, FieldError, TextField};
use crate::web::form_fields::FormFields;
use crate::web::frame::{BoardTab, Place, framed};
use crate::web::load::load;
use crate::web::post_form::PostForm;
use crate::web::request::{form_state, installation, param, visitor};
use crate::web::respond::{PathOf, Post};
use crate::web::site::Site;

/// What the page's form posts.
pub const FORM: FormFields =
    FormFields::new(&["whom", "organisation"]).with_ticked("sector", Sector::ALL.len()).always_with(&["organisation"]);

/// The page.
pub fn page() -> impl IntoView {
    let installation = installation();
    let (visitor, round) = (visitor(), param::<String>("round"));
    let loading = async move {
        let visitor = visitor?;
        installation.may_run_rounds(&visitor)?;
        Ok((installation.round_progress(&visitor, &round?).await?, installation.now()))
    };
    load(loading, |(progress, now)| show(&progress, now))
}

fn show(progress: &RoundProgress, now: Timestamp) -> impl IntoView + use<> {
    let title = progress.round.title.as_str().to_owned();
    let path = format!("/rounds/{}", progress.round.title.slug());
    let left = progress.may_be_invited();
    let lead = match left {
        0 => "There is nobody to invite.".to_owned(),
        1 => "1 organisation is not invited yet.".to_owned(),
        n => format!("{n} organisations are not invited yet."),
    };
    let form =
        if left > 0 { invitation_form(progress, &path).into_any() } else { nobody_left(progress, now).into_any() };
    let how = (!progress.round.is_past(now)).then(|| {
        view! {
            <p class="govuk-body">
                "No e-mail is sent: tell each organisation yourself. It sees the audit on its pages once the round is open. "
                "Closed organisations are not counted here, nor those whose form has closed or is not asked in this round."
            </p>
        }
    });
    framed(
        "Invite organisations",
        Place::Board(BoardTab::Rounds),
        view! {
            <a class="govuk-back-link" href=path>{format!("Audit round {title}")}</a>
            <ErrorSummary />
            <span class="govuk-caption-l">{format!("Audit round {title}")}</span>
            <h1 class="govuk-heading-l">"Invite organisations"</h1>
            <p class="app-lead">{lead}</p>
            {how}
            {form}
        },
    )
}

/// Says that nobody is invited to a round, or that nobody was before its forms closed.
pub fn nobody_invited(round: &AuditRound, now: Timestamp) -> &'static str {
    if round.is_past(now) {
        "No organisation was invited to this round."
    } else {
        "No organisation is invited to this round yet."
    }
}

/// Why nobody can be invited, and what to do about it.
pub fn nobody_left(progress: &RoundProgress, now: Timestamp) -> impl IntoView + use<> {
    if progress.round.is_past(now) {
        let words = "Every form of this round has closed, so nobody can be invited to it.";
        return view! { <p class="govuk-body">{words}</p> }.into_any();
    }
    if progress.reaches_anybody(now) {
        let words = "All organisations that can still answer are invited.";
        return view! { <p class="govuk-body">{words}</p> }.into_any();
    }
    view! {
        <p class="govuk-body">
            "There is no organisation yet that can answer a form of this round. "
            <a class="govuk-link" href="/organisations">"Add or import organisations"</a>
            " first, then come back to invite them."
        </p>
    }
    .into_any()
}

/// The words of the choices, on the page and in its message when they do not fit together.
const EVERYONE: &str = "Everyone who is not invited yet";
const SECTORS: &str = "The sectors ticked below";
const ONE: &str = "One organisation, by the reference below";

fn invitation_form(progress: &RoundProgress, path: &str) -> impl IntoView + use<> {
    let sectors = progress.not_invited.iter().map(|(sector, left)| {
        let label = format!("{} ({left} not invited)", sector.words());
        view! { <Checkbox name="sector" value=sector.key() label id=format!("sector-{}", sector.key()) /> }
    });
    let sectors = sectors.collect_view();
    let state = form_state();
    let problem = state.problem("whom");
    let sector_problem = state.problem("sector");
    let chosen = state.value("whom").unwrap_or_default();
    let radio = |value: &'static str, id: &'static str, label: String| {
        view! {
            <div class="govuk-radios__item">
                <input class="govuk-radios__input" type="radio" name="whom" id=id value=value checked=chosen == value />
                <label class="govuk-label govuk-radios__label" for=id>{label}</label>
            </div>
        }
    };
    let radios = [
        radio("all", "whom", format!("{EVERYONE} ({})", progress.may_be_invited())),
        radio("sectors", "whom-sectors", SECTORS.into()),
        radio("one", "whom-one", ONE.into()),
    ];
    let path = path.to_owned();
    let group = |problem: bool| if problem { "govuk-form-group govuk-form-group--error" } else { "govuk-form-group" };
    let (group_class, sector_class) = (group(problem.is_some()), group(sector_problem.is_some()));
    view! {
        <PostForm>
            <div class=group_class>
                <fieldset class="govuk-fieldset">
                    <legend class="govuk-fieldset__legend govuk-fieldset__legend--m">"Who do you want to invite?"</legend>
                    <FieldError name="whom".into() problem />
                    <div class="govuk-radios">{radios.collect_view()}</div>
                </fieldset>
            </div>
            <div class=sector_class>
                <fieldset class="govuk-fieldset">
                    <legend class="govuk-fieldset__legend govuk-fieldset__legend--s" id="sector">"Sectors"</legend>
                    <FieldError name="sector".into() problem=sector_problem />
                    <div class="govuk-checkboxes govuk-checkboxes--small">{sectors}</div>
                </fieldset>
            </div>
            <TextField
                name="organisation"
                label="Reference of one organisation"
                hint="For example, O-0042. The list of organisations shows it."
                width="govuk-input--width-10"
            />
            <div class="app-row">
                <button type="submit" class="govuk-button">"Invite"</button>
                <a class="govuk-link" href=path>"Cancel"</a>
            </div>
        </PostForm>
    }
}

/// The organisations that the form names. Without a choice, the filled-in field decides: ticked sectors choose sectors.
/// A field filled in beside another choice is refused, because an invitation cannot be taken back.
fn invitees(post: &Post) -> Result<Invitees, Refused> {
    let sectors: Vec<Sector> = post.all("sector").iter().filter_map(|key| key.parse().ok()).collect();
    let organisation = post.field("organisation");
    let (ticked, filled_in) = (!sectors.is_empty(), !organisation.trim().is_empty());
    let (chosen, whom) = match (post.field("whom").as_str(), ticked, filled_in) {
        ("all", ..) => (EVERYONE, Invitees::All),
        ("sectors", ..) | ("", true, false) => (SECTORS, Invitees::Sectors(sectors.clone())),
        ("one", ..) | ("", false, true) => (ONE, Invitees::One(organisation)),
        _ => return Err(Refused::Invalid(vec![Problem::new("whom", "Choose who to invite")])),
    };
    let mut problems = Vec::new();
    if chosen != SECTORS && ticked {
        problems.push(Problem::new("sector", ticked_beside(&sectors, chosen)));
    } else if chosen == SECTORS && !ticked {
        problems.push(Problem::new("sector", "Tick at least one sector"));
    }
    if chosen != ONE && filled_in {
        let message =
            format!("There is a reference here, but “{chosen}” is chosen. Choose “{ONE}”, or empty this field");
        problems.push(Problem::new("organisation", message));
    }
    if problems.is_empty() { Ok(whom) } else { Err(Refused::Invalid(problems)) }
}

/// What is wrong when sectors are ticked and something else is chosen.
fn ticked_beside(sectors: &[Sector], chosen: &str) -> String {
    let (ticked, ticks) = match sectors {
        [sector] => (format!("{} is ticked", sector.words()), "tick"),
        several => (format!("{} sectors are ticked", several.len()), "ticks"),
    };
    format!("{ticked}, but “{chosen}” is chosen. Choose “{SECTORS}”, or take the {ticks} away")
}

/// Invites them.
pub async fn post(State(site): State<Site>, PathOf(round): PathOf<String>, post: Post) -> Response {
    let invited = async {
        let visitor = post.visitor()?;
        site.installation.may_run_rounds(&visitor)?;
        site.installation.invite(&visitor, &round, &invitees(&post)?).await
    }
    .await;
    site.finish(post, invited.map(|number| format!("/rounds/{}?invited={number}", encode(&round)))).await
}
