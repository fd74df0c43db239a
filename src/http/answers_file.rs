//! All answers of a round as a file: at once when it is small, otherwise aside, to be fetched when it is made.

use std::io::Cursor;
use std::os::fd::AsRawFd;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use tokio::runtime::Handle;
use tower::ServiceExt;
use tower_http::services::ServeFile;

use super::downloads::{CSV, Wanted, XLSX, finish, in_its_turn, made};
use crate::domain::access::Visitor;
use crate::domain::audit::WhoCounts;
use crate::domain::form::FormKind;
use crate::domain::report::AnswersReport;
use crate::jobs::answers_file::{self, Format, WantedAnswers};
use crate::operations::long_files::FileState;
use crate::operations::{Actor, Installation, Problem, Refused};
use crate::web::error_page::ErrorPage;
use crate::web::redirect::see_other;
use crate::web::request::visitor_of;
use crate::web::respond::{PathOf, Post};
use crate::web::site::Site;

/// Up to how many audits a file is made while its reader waits.
const AT_ONCE: usize = 1000;

/// `GET /rounds/{round}/answers.xlsx`
pub async fn xlsx(State(site): State<Site>, PathOf(round): PathOf<String>, parts: Parts) -> Response {
    at_once(&site, parts, &round, Format::Xlsx).await
}

/// `GET /rounds/{round}/answers.csv`
pub async fn csv(State(site): State<Site>, PathOf(round): PathOf<String>, parts: Parts) -> Response {
    at_once(&site, parts, &round, Format::Csv).await
}

/// How a file that is asked for comes.
enum Made {
    /// As the answer.
    AtOnce(super::downloads::File),
    /// From this page.
    Aside(String),
}

/// A small file as it is asked for; for a large one, the page that makes it.
async fn at_once(site: &Site, parts: Parts, round: &str, format: Format) -> Response {
    let installation = &site.installation;
    let file = async {
        let (visitor, wanted) = (visitor_of(&parts)?, Wanted::read(&parts)?);
        if installation.answers_to_export(&visitor, round, wanted.form).await?.audits() > AT_ONCE {
            let form = wanted.form.map(FormKind::key).unwrap_or_default();
            return Ok(Made::Aside(format!("/rounds/{round}/answers?form={form}&format={}", format.key())));
        }
        let turn = installation.long_work.turn().await;
        let by = Actor::Visitor(&visitor);
        let (report, audits) =
            installation.export_answers(by, round, wanted.form, format.key()).await?.begin(Handle::current());
        let name = name(wanted, &report, format);
        let make = move || {
            let mut file = Cursor::new(Vec::new());
            format.write(&report, audits, &mut file)?;
            Ok(file.into_inner())
        };
        let file = made(name, format.key(), in_its_turn(turn, make));
        Ok::<_, ErrorPage>(Made::AtOnce(file.await?))
    };
    match file.await {
        Ok(Made::AtOnce(file)) => finish(site, Ok(file), parts).await,
        Ok(Made::Aside(page)) => see_other(&page),
        Err(page) => site.error_page(parts, page).await,
    }
}

/// A file of answers holds every audit with its status, so nothing is included or left out, nor said in its name.
fn name(wanted: Wanted, report: &AnswersReport, format: Format) -> String {
    let wanted = Wanted { who_counts: WhoCounts::Submitted, ..wanted };
    wanted.name("answers", &report.provenance, format.key())
}

/// `POST /rounds/{round}/answers`: begins a file, or gives one up.
pub async fn post(State(site): State<Site>, PathOf(round): PathOf<String>, post: Post) -> Response {
    let begun = match post.visitor() {
        Ok(visitor) if post.field("then") == "give-up" => {
            site.installation.long_files.give_up(visitor.person);
            Ok(())
        }
        Ok(visitor) => begin(&site.installation, &visitor, &round, &post).await,
        Err(refused) => Err(refused),
    };
    match begun {
        Ok(()) => see_other(&format!("/rounds/{round}/answers")),
        Err(refused) => site.finish(post, Err(refused)).await,
    }
}

/// Begins a file unless one is being made for this person.
async fn begin(installation: &Arc<Installation>, visitor: &Visitor, round: &str, post: &Post) -> Result<(), Refused> {
    let unknown = |field: &str, message: &str| Refused::Invalid(vec![Problem::new(field, message)]);
    let only = match post.field("form").as_str() {
        "" => None,
        key => Some(FormKind::from_key(key).ok_or_else(|| unknown("form", "Choose a form"))?),
    };
    let format = match post.field("format").as_str() {
        "csv" => Format::Csv,
        "xlsx" => Format::Xlsx,
        _ => return Err(unknown("format", "Choose a kind of file")),
    };
    let report = installation.answers_to_export(visitor, round, only).await?;
    let wanted = Wanted { form: only, who_counts: WhoCounts::Submitted };
    let kind = if format == Format::Csv { CSV } else { XLSX };
    let asked_for = (round, name(wanted, &report, format), kind);
    let Some(progress) = installation.long_files.begin(visitor.person, asked_for, &report, installation.now()) else {
        return Err(Refused::State("A file is being made for you already. Wait until it is ready, or stop it".into()));
    };
    let wanted = WantedAnswers { visitor: visitor.clone(), round: round.to_owned(), only, format };
    answers_file::make(installation.clone(), wanted, progress);
    Ok(())
}

/// `GET /rounds/{round}/answers/file`: the finished file, or the part of it that a broken download still needs.
pub async fn file(State(site): State<Site>, PathOf(round): PathOf<String>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let found = visitor_of(&parts).and_then(|visitor| site.installation.file_of_answers(&visitor, &round));
    let found = found.ok().flatten();
    let Some((found, made)) = found.and_then(|file| match file.state.clone() {
        FileState::Made(made, ..) => Some((file, made)),
        FileState::Making | FileState::Failed => None,
    }) else {
        return site.error_page(parts, ErrorPage::NotFound).await;
    };
    // The file has no name any more; the system gives its open ones a path of their own.
    let path = format!("/dev/fd/{}", made.as_raw_fd());
    let Ok(served) = ServeFile::new(path).oneshot(Request::from_parts(parts, body)).await;
    let mut response = served.into_response();
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{}\"", found.name));
    if let (true, Ok(disposition)) = (response.status().is_success(), disposition) {
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(found.kind));
        response.headers_mut().insert(CONTENT_DISPOSITION, disposition);
    }
    response
}
