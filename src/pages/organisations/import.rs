//! Importing organisations from a CSV file, all or nothing: the upload, its problems line by line, and the template.

mod upload;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use leptos::prelude::*;

use crate::domain::organisation::{Sector, SubSector};
use crate::operations::organisations::{
    AsRead, Encoding, ImportRefused, Imported, Reading, RowProblem, fingerprint, named, shortened,
};
use crate::operations::{Actor, Problem};
use crate::web::address::{encode, with_query};
use crate::web::fields::{Checkbox, Done, ErrorSummary, FieldError, Select};
use crate::web::frame::{BoardTab, Place, framed_wide};
use crate::web::load::load;
use crate::web::post_form::PostForm;
use crate::web::redirect::done;
use crate::web::request::{FormState, form_state, installation, just_done, visitor, visitor_of};
use crate::web::site::Site;
use crate::web::table::{scrolling, text_heads};
use upload::{FILLED_IN, FilledIn, Upload};

/// The address to which the file is sent.
pub const IMPORT: &str = "/organisations/import";
/// The largest file that is taken, in bytes.
pub const LARGEST_FILE: usize = 16 * 1024 * 1024;

/// The problems of a refused file's rows, and those of the other rows whose name is there already.
#[derive(Clone, Debug)]
struct RowProblems(Vec<RowProblem>, Vec<RowProblem>);

/// What a trial found, when some of the rows have to be looked at.
#[derive(Clone, Debug)]
struct Checked(Imported);

/// How a file was read, when doubt about it kept the file from being imported.
#[derive(Clone, Debug)]
struct Unsure(AsRead);

/// The page.
pub fn page() -> impl IntoView {
    let (installation, visitor) = (installation(), visitor());
    load(async move { installation.may_keep_organisations(&visitor?) }, |()| {
        let (problems, same) = use_context::<Option<RowProblems>>()
            .flatten()
            .map(|RowProblems(rows, same)| {
                (row_table("problems-caption", "Problems in the file", "Problem", rows), same)
            })
            .unzip();
        let unsure = use_context::<Option<Unsure>>().flatten().map(|Unsure(as_read)| as_read).unwrap_or_default();
        let Imported { organisations, same_names, as_read } =
            use_context::<Checked>().map_or_else(|| nothing_checked(same.unwrap_or_default(), unsure), |found| found.0);
        let doubtful = if !as_read.doubtful.is_empty() {
            ". Check below how its names were read"
        } else if same_names.is_empty() {
            ""
        } else {
            ". Names that other organisations have too are listed below"
        };
        let same_names = (!same_names.is_empty()).then(|| same_name_notice(same_names));
        let checked = (organisations > 0).then_some(organisations);
        let checked = checked.or_else(|| just_done("checked").parse().ok()).map(|rows| {
            let organisations = if rows == 1 { "1 organisation".into() } else { format!("{rows} organisations") };
            view! { <Done words=format!("The file is in order. It has {organisations}; nothing was imported{doubtful}. To import the file, choose it again.") /> }
        });
        framed_wide(
            "Import organisations",
            Place::Board(BoardTab::Organisations),
            view! {
                <a class="govuk-back-link" href="/organisations">"Organisations"</a>
                <ErrorSummary />
                {checked}
                <h1 class="govuk-heading-l">"Import organisations"</h1>
                <p class="govuk-body">
                    "The file is imported whole or not at all: when one line has a problem, nothing is imported, and every problem is "
                    "listed here. A number that an organisation already has is a problem too: take that row out. An import changes no organisation that is there."
                </p>
                <p class="govuk-body">
                    <a class="govuk-link" href="/organisations/template.csv">"Download the template (CSV)"</a>
                    " with the columns and two made-up organisations. Replace them with your own."
                </p>
                {what_goes_where()}
                {problems}
                {as_it_was_read(&as_read)}
                {same_names}
                {upload_form()}
            },
        )
    })
}

/// The columns and what may stand in each, in the words that the file uses.
fn what_goes_where() -> impl IntoView {
    let sectors: Vec<_> = Sector::ALL.iter().map(|sector| sector.key()).collect();
    let sub_sectors: Vec<_> = SubSector::ALL.iter().map(|sub_sector| sub_sector.key()).collect();
    let columns = [
        ("name", "needed in every row.".to_owned()),
        ("sector", format!("needed in every row: {}.", sectors.join(", "))),
        ("sub_sector", format!("needed where the sector is education, and only there: {}.", sub_sectors.join(", "))),
        ("basis", "why it takes part: statutory or commissioned. Statutory when it is left empty.".to_owned()),
        ("group", "for example the trust or federation. May be left empty.".to_owned()),
        ("urn, laestab, ukprn, ods, charity_number", "numbers that it has elsewhere. May be left empty.".to_owned()),
    ];
    let items = columns.map(|(column, words)| view! { <li><code>{column}</code> ": " {words}</li> });
    view! {
        <details class="govuk-details">
            <summary class="govuk-details__summary">
                <span class="govuk-details__summary-text">"What goes in each column"</span>
            </summary>
            <div class="govuk-details__text">
                <ul class="govuk-list govuk-list--bullet">{items.into_iter().collect_view()}</ul>
            </div>
        </details>
    }
}

fn nothing_checked(same_names: Vec<RowProblem>, as_read: AsRead) -> Imported {
    Imported { organisations: 0, same_names, as_read }
}

/// How the letters of a file were read, and the names that would read differently if that were wrong.
fn as_it_was_read(as_read: &AsRead) -> impl IntoView + use<> {
    let left_out = (!as_read.left_out.is_empty())
        .then(|| view! { <p class="govuk-body">"Left out: " {named(&as_read.left_out)} "."</p> });
    let doubtful = as_read.encoding.filter(|_| !as_read.doubtful.is_empty()).map(|encoding| {
        let words = if as_read.guessed {
            format!(
                "The file does not say how its letters are written. It was read as {}. Check these names. If they are right, choose \
                 the file again and import it. If not, choose another way to read it first, or save it as CSV UTF-8.",
                encoding.words()
            )
        } else {
            format!(
                "The file is written in {}, but letters of these names look broken, as if they were lost when it was saved. Check \
                 these names. If they are right, choose the file again and import it. If not, save the original list as CSV UTF-8.",
                encoding.words()
            )
        };
        view! {
            <p class="govuk-body">{words}</p>
            {row_table("as-read-caption", "Names as they were read", "Read as", shortened(as_read.doubtful.clone()))}
        }
    });
    let unseen = (!as_read.unseen.is_empty()).then(|| {
        view! {
            <p class="govuk-body">"Some rows had characters that nobody sees. They are left out; you need not change the file."</p>
            {row_table("unseen-caption", "Invisible characters", "Left out", shortened(as_read.unseen.clone()))}
        }
    });
    view! { {left_out} {doubtful} {unseen} }
}

fn same_name_notice(rows: Vec<RowProblem>) -> impl IntoView {
    let rows = shortened(rows);
    view! {
        <p class="govuk-body">
            "Two organisations may have the same name, so these rows may be right. Check whether one of them "
            "is there by mistake."
        </p>
        {row_table("same-names-caption", "Names that another organisation also has", "Notice", rows)}
    }
}

fn upload_form() -> impl IntoView + use<> {
    let find_out = (String::new(), "As the file says, or as is likeliest".to_owned());
    let encodings = Encoding::ALL.map(|encoding| (encoding.key().to_owned(), encoding.words().to_owned()));
    let encodings: Vec<_> = std::iter::once(find_out).chain(encodings).collect();
    let filled_in = FilledIn::of(&form_state()).text();
    let problem = form_state().problem("file");
    let (group, input) = match problem {
        Some(_) => ("govuk-form-group govuk-form-group--error", "govuk-file-upload govuk-file-upload--error"),
        None => ("govuk-form-group", "govuk-file-upload"),
    };
    let described = if problem.is_some() { "file-hint file-error" } else { "file-hint" };
    view! {
        <PostForm action="/organisations/import" enctype="multipart/form-data">
            <div class=group>
                <label class="govuk-label" for="file">"The file"</label>
                <div class="govuk-hint" id="file-hint">"CSV, at most 16 MB"</div>
                <FieldError name="file".into() problem />
                <input class=input type="file" id="file" name="file" accept=".csv,text/csv" aria-describedby=described />
            </div>
            <input type="hidden" name=FILLED_IN value=filled_in />
            <Select name="encoding" label="How its letters are written" options=encodings />
            <Checkbox name="leave_out" value="yes" label="Leave out the columns that are not known" />
            <div class="app-row">
                <button type="submit" class="govuk-button">"Import the file"</button>
                <button type="submit" class="govuk-button govuk-button--secondary" name="trial" value="yes">
                    "Only check the file"
                </button>
                <a class="govuk-link" href="/organisations">"Cancel"</a>
            </div>
        </PostForm>
    }
}

fn row_table(id: &'static str, caption: &'static str, heading: &'static str, rows: Vec<RowProblem>) -> impl IntoView {
    let rows = rows.into_iter().map(|problem| {
        let line = if problem.line == 0 { "Whole file".to_owned() } else { problem.line.to_string() };
        view! {
            <tr>
                <th scope="row" class="app-table--whole">{line}</th>
                <td class="app-table--whole">{problem.column.unwrap_or("–")}</td>
                <td>{problem.message}</td>
            </tr>
        }
    });
    let head = text_heads(["Line", "Column", heading]);
    scrolling(id, caption, head, rows.collect_view())
}

/// What the form shows after a post: what was chosen, for which file.
fn shown(reading: Reading, file: String) -> Vec<(String, String)> {
    let encoding = reading.encoding.map(|encoding| ("encoding".to_owned(), encoding.key().to_owned()));
    let leaves_out = reading.leaves_out_columns.then(|| ("leave_out".to_owned(), "yes".to_owned()));
    [(FILLED_IN.to_owned(), file)].into_iter().chain(encoding).chain(leaves_out).collect()
}

/// The choice that imports the file as it was read, when its names are right.
fn seen(as_read: &AsRead, reading: Reading) -> Reading {
    let encoding = if as_read.doubtful.is_empty() { reading.encoding } else { as_read.encoding };
    Reading { encoding, ..reading }
}

/// The longest part of an address that says which columns were left out: a browser keeps the whole address in a cookie.
const LONGEST_LEFT_OUT: usize = 2_000;

/// The list of organisations, which says what was imported, and how.
fn imported_page(Imported { organisations, same_names, as_read }: &Imported) -> String {
    let unseen = if as_read.unseen.is_empty() { String::new() } else { as_read.unseen.len().to_string() };
    let mut told = as_read.left_out.len();
    let mut left_out = named(&as_read.left_out);
    while encode(&encode(&left_out)).len() > LONGEST_LEFT_OUT {
        told /= 2;
        left_out = format!("{}, and {} more", named(&as_read.left_out[..told]), as_read.left_out.len() - told);
    }
    let values = [
        ("imported", &*organisations.to_string()),
        ("same", &same_names.len().to_string()),
        ("unseen", &unseen),
        ("read", as_read.encoding.map_or("", Encoding::key)),
        ("without", &left_out),
    ];
    with_query("/organisations", &values)
}

/// Imports the file, or only checks it.
pub async fn post(State(site): State<Site>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let allowed =
        visitor_of(&parts).and_then(|visitor| site.installation.may_keep_organisations(&visitor).map(|()| visitor));
    let visitor = match allowed {
        Ok(visitor) => visitor,
        Err(refused) => return site.error_page(parts, refused.into()).await,
    };
    let upload = match Upload::read(Request::from_parts(parts.clone(), body), &site).await {
        Ok(upload) => upload,
        Err(page) => return site.error_page(parts, page).await,
    };
    let Upload { file, reading, filled_in, trial } = upload;
    // Without a file the form goes on showing the choices for the file before.
    let of_file = if file.is_empty() { filled_in.file.clone() } else { fingerprint(&file) };
    let reading = filled_in.chosen(reading, &of_file);
    let again = |message: String, rows: Vec<RowProblem>, same: Vec<RowProblem>| {
        let problems = vec![Problem::new("file", message)];
        let state = FormState { typed: shown(reading, of_file.clone()), problems, conflicts: Vec::new() };
        let more = (!rows.is_empty()).then_some(RowProblems(rows, same));
        site.again_with(parts.clone(), StatusCode::UNPROCESSABLE_ENTITY, state, more)
    };
    if file.is_empty() {
        return again("Choose a CSV file that is not empty".into(), Vec::new(), Vec::new()).await;
    }
    let imported = site.installation.import_organisations(Actor::Visitor(&visitor), file, reading, trial).await;
    match imported {
        Ok(Imported { organisations, same_names, as_read })
            if trial && same_names.is_empty() && as_read.says_nothing() =>
        {
            done(&format!("/organisations/import?checked={organisations}"))
        }
        // Nothing was written, so that asking again by a reload does no harm.
        Ok(found) if trial => {
            let state = FormState { typed: shown(seen(&found.as_read, reading), of_file), ..FormState::default() };
            site.again_with(parts, StatusCode::OK, state, Checked(found)).await
        }
        Ok(imported) => done(&imported_page(&imported)),
        Err(refused) => {
            let message = refused.to_string();
            match refused {
                ImportRefused::Problems { problems, same_names } => {
                    again(message, shortened(problems), same_names).await
                }
                ImportRefused::Unsure(as_read) => {
                    let problems = vec![Problem::new("file", message)];
                    let typed = shown(seen(&as_read, reading), of_file);
                    let state = FormState { typed, problems, conflicts: Vec::new() };
                    site.again_with(parts.clone(), StatusCode::UNPROCESSABLE_ENTITY, state, Some(Unsure(as_read))).await
                }
                ImportRefused::Refused(refused) => site.error_page(parts, refused.into()).await,
            }
        }
    }
}

/// The template.
pub async fn get_template(State(site): State<Site>, parts: Parts) -> Response {
    let template = visitor_of(&parts).and_then(|visitor| site.installation.organisations_template(&visitor));
    match template {
        Ok(template) => {
            let attachment = "attachment; filename=\"organisations-template.csv\"";
            ([(CONTENT_TYPE, "text/csv; charset=utf-8"), (CONTENT_DISPOSITION, attachment)], template).into_response()
        }
        Err(refused) => site.error_page(parts, refused.into()).await,
    }
}
