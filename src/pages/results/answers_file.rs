//! All answers of a round as a file: asking for it, how far it is, and the link to it once it is ready.
//!
//! The page asks again by itself every few seconds while the file is being made, also without scripts.

use leptos::prelude::*;

use crate::domain::audit_round::AuditRound;
use crate::domain::dates;
use crate::domain::form::FormKind;
use crate::domain::text::thousands;
use crate::operations::long_files::{FileState, KEPT, LongFile};
use crate::web::fields::{ErrorSummary, Select};
use crate::web::form_fields::FormFields;
use crate::web::frame::{BoardTab, Place, framed};
use crate::web::load::load;
use crate::web::post_form::PostForm;
use crate::web::request::{installation, look_again_after, param, query, visitor};

/// Seconds until the page asks again.
const LOOK_AGAIN: u32 = 3;

/// What the page's form posts.
pub const FORM: FormFields = FormFields::new(&["form", "format", "then"]);

/// The page.
pub fn page() -> impl IntoView {
    let installation = installation();
    let (visitor, round) = (visitor(), param::<String>("round"));
    let loading = async move {
        let (visitor, round) = (visitor?, round?);
        let file = installation.file_of_answers(&visitor, &round)?;
        Ok((installation.round(&visitor, &round).await?, file))
    };
    load(loading, |(round, file)| show(&round, file))
}

fn show(round: &AuditRound, file: Option<LongFile>) -> impl IntoView + use<> {
    let title = round.title.as_str().to_owned();
    let path = format!("/rounds/{}", round.title.slug());
    let forms = round.forms.iter().map(|form| (form.kind.key().to_owned(), form.kind.words().to_owned()));
    let mut forms: Vec<_> = forms.collect();
    if forms.len() > 1 {
        forms.insert(0, (String::new(), FormKind::ALL.map(FormKind::words).join(" and ")));
    }
    let formats = [("xlsx", "Excel workbook"), ("csv", "CSV, for other tools")];
    let formats = formats.map(|(key, words)| (key.to_owned(), words.to_owned())).to_vec();
    let making = file.as_ref().is_some_and(|file| matches!(file.state, FileState::Making));
    let form = (!making).then(|| {
        view! {
            <PostForm>
                <Select name="form" label="Form" options=forms value=query("form") />
                <Select name="format" label="Kind of file" options=formats value=query("format") />
                <button type="submit" class="govuk-button" name="then" value="make">"Make the file"</button>
            </PostForm>
        }
    });
    framed(
        "All answers as a file",
        Place::Board(BoardTab::Rounds),
        view! {
            <a class="govuk-back-link" href=format!("{path}/results")>{format!("Results of audit round {title}")}</a>
            <ErrorSummary />
            <span class="govuk-caption-l">{format!("Audit round {title}")}</span>
            <h1 class="govuk-heading-l">"All answers as a file"</h1>
            <p class="govuk-body">
                "One row for each organisation and question, with everything that was written. It holds every audit of the "
                "round with its state. That you made it is recorded."
            </p>
            {file.map(|file| standing(&file, &path))}
            {form}
        },
    )
}

/// How far the file is.
fn standing(file: &LongFile, path: &str) -> AnyView {
    let (name, audits) = (file.name.clone(), thousands(file.audits));
    match &file.state {
        FileState::Making => {
            look_again_after(LOOK_AGAIN);
            let done = file.done();
            let words = format!("{} of {audits} audits are in it.", thousands(done));
            view! {
                <section class="govuk-inset-text" aria-labelledby="standing">
                    <h2 class="govuk-heading-m" id="standing">"Your file is being made"</h2>
                    <p class="govuk-body" role="status">{format!("{name}: {words}")}</p>
                    <progress class="app-progress" max=file.audits.to_string() value=done.to_string() aria-label=words.clone()>
                        {words.clone()}
                    </progress>
                    <p class="govuk-body">"You can leave this page and come back to it."</p>
                    <div class="app-row">
                        <a class="govuk-link" href=format!("{path}/answers")>"Look again"</a>
                        {give_up("Stop making it")}
                    </div>
                </section>
            }
            .into_any()
        }
        FileState::Made(_, bytes, at) => {
            let until = dates::clock(*at + KEPT);
            let rows = thousands(file.rows);
            view! {
                <section class="govuk-inset-text" aria-labelledby="standing">
                    <h2 class="govuk-heading-m" id="standing">"Your file is ready"</h2>
                    <p class="govuk-body" role="status">
                        <a class="govuk-link" href=format!("{path}/answers/file")>{format!("Download {name}")}</a>
                    </p>
                    <p class="govuk-body">
                        {format!(
                            "{rows} rows, one for each question of {audits} audits; {}. It is kept until {until}.",
                            size(*bytes),
                        )}
                    </p>
                    {give_up("Remove it")}
                </section>
            }
            .into_any()
        }
        FileState::Failed => view! {
            <div class="govuk-inset-text" role="status">
                <p class="govuk-body">
                    {format!("{name} could not be made. The fault is on our side. Try again in a minute.")}
                </p>
            </div>
        }
        .into_any(),
    }
}

fn give_up(words: &'static str) -> impl IntoView {
    view! {
        <PostForm>
            <button type="submit" class="govuk-button govuk-button--secondary" name="then" value="give-up">{words}</button>
        </PostForm>
    }
}

/// "3.4 MB"
fn size(bytes: u64) -> String {
    let tenths = bytes.div_ceil(100_000);
    format!("{}.{} MB", tenths / 10, tenths % 10)
}
