//! Files to download: who asks and what for, then the bytes. The files themselves are made in `export`.

use std::collections::BTreeMap;

use axum::extract::{Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use tokio::sync::OwnedSemaphorePermit;

use crate::domain::audit::{AuditId, WhoCounts};
use crate::domain::audit_round::slug;
use crate::domain::form::FormKind;
use crate::domain::report::{Provenance, RoundReport};
use crate::export::{self, ExportError};
use crate::operations::Actor;
use crate::pages::results::asked;
use crate::web::error_page::ErrorPage;
use crate::web::request::visitor_of;
use crate::web::respond::PathOf;
use crate::web::site::Site;

type Made = Result<Vec<u8>, ExportError>;

pub(super) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
pub(super) const CSV: &str = "text/csv; charset=utf-8";

/// A finished file.
pub(super) struct File {
    name: String,
    kind: &'static str,
    bytes: Vec<u8>,
}

/// `GET /rounds/{round}/results.xlsx`
pub async fn results_xlsx(State(site): State<Site>, PathOf(round): PathOf<String>, parts: Parts) -> Response {
    finish(&site, results(&site, &parts, &round, export::results_workbook, "xlsx").await, parts).await
}

/// `GET /rounds/{round}/results.csv`
pub async fn results_csv(State(site): State<Site>, PathOf(round): PathOf<String>, parts: Parts) -> Response {
    finish(&site, results(&site, &parts, &round, export::results_csv, "csv").await, parts).await
}

/// `GET /audits/{audit}/action-plan.xlsx`
pub async fn action_plan(State(site): State<Site>, PathOf(audit): PathOf<i64>, parts: Parts) -> Response {
    let file = async {
        let turn = site.installation.long_work.turn_of_one().await;
        let report = site.installation.export_plan(&visitor_of(&parts)?, AuditId(audit)).await?;
        let round = slug(&report.provenance.round);
        let name = format!("section11-action-plan-{}-{round}.xlsx", report.audit.reference);
        made(name, "xlsx", in_its_turn(turn, move || export::action_plan_workbook(&report))).await
    };
    let file = file.await;
    finish(&site, file, parts).await
}

/// `GET /audits/{audit}/results.csv`
pub async fn own_results(State(site): State<Site>, PathOf(audit): PathOf<i64>, parts: Parts) -> Response {
    let file = async {
        let turn = site.installation.long_work.turn_of_one().await;
        let report = site.installation.export_own_results(&visitor_of(&parts)?, AuditId(audit)).await?;
        let round = slug(&report.provenance.round);
        let name = format!("section11-own-results-{}-{round}.csv", report.organisation);
        made(name, "csv", in_its_turn(turn, move || export::own_results_csv(&report))).await
    };
    let file = file.await;
    finish(&site, file, parts).await
}

async fn results(
    site: &Site,
    parts: &Parts,
    round: &str,
    make: fn(&RoundReport) -> Made,
    format: &'static str,
) -> Result<File, ErrorPage> {
    let (visitor, wanted) = (visitor_of(parts)?, Wanted::read(parts)?);
    let by = Actor::Visitor(&visitor);
    let turn = site.installation.long_work.turn().await;
    let report = site.installation.export_results(by, round, wanted.form, wanted.who_counts, format).await?;
    let name = wanted.name("results", &report.provenance, format);
    made(name, format, in_its_turn(turn, move || make(&report))).await
}

/// Makes a file, and only then lets the next one begin.
pub(super) fn in_its_turn(turn: OwnedSemaphorePermit, make: impl FnOnce() -> Made) -> impl FnOnce() -> Made {
    move || {
        let _turn = turn;
        make()
    }
}

/// What a file of a round is to hold.
pub(super) struct Wanted {
    pub(super) form: Option<FormKind>,
    pub(super) who_counts: WhoCounts,
}

impl Wanted {
    /// Reads the query; a form that there is not is not found.
    pub(super) fn read(parts: &Parts) -> Result<Self, ErrorPage> {
        let query = Query::<BTreeMap<String, String>>::try_from_uri(&parts.uri).map_err(|_| ErrorPage::NotFound)?;
        let form = match query.get("form").map_or("", String::as_str) {
            "" => None,
            key => Some(FormKind::from_key(key).ok_or(ErrorPage::NotFound)?),
        };
        let include = query.get("include").map_or("", String::as_str);
        Ok(Self { form, who_counts: asked::who_counts(include) })
    }

    /// "section11-results-2014-schools-with-in-progress.xlsx"
    pub(super) fn name(&self, what: &str, provenance: &Provenance, format: &str) -> String {
        let form = self.form.map(|form| format!("-{}", form.key())).unwrap_or_default();
        let included = if self.who_counts == WhoCounts::AndInProgress { "-with-in-progress" } else { "" };
        format!("section11-{what}-{}{form}{included}.{format}", slug(&provenance.round))
    }
}

/// Makes a file off the threads that answer requests: a large workbook takes seconds.
pub(super) async fn made(
    name: String,
    format: &str,
    make: impl FnOnce() -> Made + Send + 'static,
) -> Result<File, ErrorPage> {
    let kind = if format == "csv" { CSV } else { XLSX };
    match tokio::task::spawn_blocking(make).await {
        Ok(Ok(bytes)) => Ok(File { name, kind, bytes }),
        Ok(Err(error)) => {
            tracing::error!(%error, name, "a file could not be made");
            Err(ErrorPage::Failed)
        }
        Err(error) => {
            tracing::error!(%error, name, "making a file was broken off");
            Err(ErrorPage::Failed)
        }
    }
}

/// The file, or the page that says what went wrong.
pub(super) async fn finish(site: &Site, file: Result<File, ErrorPage>, parts: Parts) -> Response {
    match file {
        Ok(File { name, kind, bytes }) => {
            let disposition = format!("attachment; filename=\"{name}\"");
            ([(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, disposition)], bytes).into_response()
        }
        Err(page) => site.error_page(parts, page).await,
    }
}
