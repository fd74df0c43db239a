//! Creating a round: its title, and for each form the edition and the three dates.

use axum::extract::State;
use axum::response::Response;
use leptos::prelude::*;

use crate::domain::form::FormKind;
use crate::operations::Refused;
use crate::operations::rounds::{TypedRound, TypedRoundForm};
use crate::web::fields::{ErrorSummary, Select, TextField};
use crate::web::form_fields::FormFields;
use crate::web::frame::{BoardTab, Place, framed};
use crate::web::load::load;
use crate::web::post_form::PostForm;
use crate::web::request::{installation, visitor};
use crate::web::respond::Post;
use crate::web::site::Site;

/// What the page's form posts.
pub const FORM: FormFields = FormFields::new(&NAMES).always_with(&NAMES);

const NAMES: [&str; 9] = [
    "title",
    "schools.edition",
    "schools.opens",
    "schools.due",
    "schools.closes",
    "partners.edition",
    "partners.opens",
    "partners.due",
    "partners.closes",
];

/// The page.
pub fn page() -> impl IntoView {
    let installation = installation();
    let visitor = visitor();
    let loading = async move {
        let visitor = visitor?;
        installation.may_run_rounds(&visitor)?;
        let forms = installation.forms(&visitor)?;
        Ok(forms.into_iter().map(|form| (form.kind, form.edition.clone())).collect())
    };
    load(loading, |editions: Vec<(FormKind, String)>| {
        let forms = FormKind::ALL.map(|kind| {
            let of_kind = editions.iter().filter(|(other, _)| *other == kind).map(|(_, edition)| edition.clone());
            form_fields(kind, of_kind.collect())
        });
        framed(
            "Create a round",
            Place::Board(BoardTab::Rounds),
            view! {
                <a class="govuk-back-link" href="/rounds">"Audit rounds"</a>
                <ErrorSummary />
                <h1 class="govuk-heading-l">"Create a round"</h1>
                <p class="govuk-body">
                    "Only the board sees a new round. Invite organisations to it, then open it. Check the title and the dates: they "
                    "cannot be changed once the round is created."
                </p>
                <PostForm>
                    <TextField
                        name="title"
                        label="Title"
                        hint="For example, 2026-27. It becomes part of the web address."
                        width="govuk-input--width-20"
                    />
                    {forms.into_iter().collect_view()}
                    <div class="app-row">
                        <button type="submit" class="govuk-button">"Create the round"</button>
                        <a class="govuk-link" href="/rounds">"Cancel"</a>
                    </div>
                </PostForm>
            },
        )
    })
}

fn form_fields(kind: FormKind, editions: Vec<String>) -> impl IntoView {
    let field = |name: &str| format!("{}.{name}", kind.key());
    let (legend, answered_by) = match kind {
        FormKind::Schools => ("Schools form", "Answered by every school, college and early years setting"),
        FormKind::Partners => ("Partners form", "Answered by every other organisation"),
    };
    let options = [(String::new(), "Not asked in this round".to_owned())]
        .into_iter()
        .chain(editions.into_iter().map(|edition| (edition.clone(), format!("Edition {edition}"))))
        .collect();
    let day = |name: &str, label: &'static str| {
        view! {
            <TextField name=field(name) label hint="For example, 29 January 2027" width="govuk-input--width-20" />
        }
    };
    view! {
        <fieldset class="govuk-fieldset">
            <legend class="govuk-fieldset__legend govuk-fieldset__legend--m">{legend}</legend>
            <p class="govuk-hint">{answered_by}</p>
            <Select name=field("edition") label="Edition" options />
            {day("opens", "Opens: the first day of answering")}
            {day("due", "Due: the day by which answers are asked for")}
            {day("closes", "Closes: the last day of answering")}
        </fieldset>
    }
}

/// Creates the round.
pub async fn post(State(site): State<Site>, post: Post) -> Response {
    let form = |kind: FormKind| {
        let field = |name: &str| post.field(&format!("{}.{name}", kind.key())).trim().to_owned();
        TypedRoundForm { edition: field("edition"), opens: field("opens"), due: field("due"), closes: field("closes") }
    };
    let typed =
        TypedRound { title: post.field("title"), schools: form(FormKind::Schools), partners: form(FormKind::Partners) };
    let created: Result<_, Refused> = async { site.installation.create_round(&post.visitor()?, &typed).await }.await;
    site.finish(post, created.map(|title| format!("/rounds/{}?created=1", title.slug()))).await
}
