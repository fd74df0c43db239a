//! Tidy CSV for any other tool: every answer, and every figure.
//!
//! UTF-8 without a mark, CRLF line ends, quotes where RFC 4180 asks for them. Text that people typed is neutralised,
//! so that a spreadsheet program that opens the file takes none of it for a formula.

use std::borrow::Cow;

use super::ExportError;
use super::wording::{self, Said};
use crate::domain::answer::Choice;
use crate::domain::form::Question;
use crate::domain::organisation::Sector;
use crate::domain::report::{AuditRecord, FormReport, RoundReport};
use crate::domain::summary::{Group, GroupResults};
use crate::domain::tally::{Figure, Tally};

/// The columns of `answers.csv`.
const ANSWERS: [&str; 18] = [
    "round",
    "form",
    "organisation",
    "organisation_name",
    "sector",
    "sub_sector",
    "status",
    "standard",
    "question",
    "score",
    "not_applicable_reason",
    "evidence",
    "action",
    "who",
    "by_when",
    "no_action_reason",
    "topics",
    "wording",
];

/// The columns of `results.csv`.
const RESULTS: [&str; 15] = [
    "round",
    "form",
    "sector",
    "sub_sector",
    "standard",
    "question",
    "organisations",
    "n3",
    "n2",
    "n1",
    "not_applicable",
    "not_answered",
    "percent_fully_in_place",
    "average",
    "who_counts",
];

/// Makes `answers.csv`: one row for each audit, in whatever state, and question of its form.
///
/// `score` is 3, 2, 1, `n/a`, or empty when not answered. Texts are those that the present choice asks for.
pub fn answers_csv(report: &RoundReport) -> Result<Vec<u8>, ExportError> {
    let mut csv = writer();
    csv.write_record(ANSWERS)?;
    for form in &report.forms {
        for audit in &form.audits {
            for question in form.form.questions() {
                csv.write_record(answer(report, form, audit, question).iter().map(|field| field.as_bytes()))?;
            }
        }
    }
    finish(csv)
}

/// Makes `results.csv`: for each form, and everyone (`all`), each sector and each sub-sector of it, a row for each
/// standard (`question` empty) and each question.
pub fn results_csv(report: &RoundReport) -> Result<Vec<u8>, ExportError> {
    let mut csv = writer();
    csv.write_record(RESULTS)?;
    for form in &report.forms {
        for group in &form.results.groups {
            let line = Line { report, form, group };
            for result in &group.standards {
                csv.write_record(line.record(result.number, "", result.tally, result.average))?;
            }
            for result in &group.questions {
                let key = result.key.to_string();
                csv.write_record(line.record(result.key.standard(), &key, result.tally, result.tally.average()))?;
            }
        }
    }
    finish(csv)
}

fn answer<'a>(
    report: &'a RoundReport,
    form: &FormReport,
    audit: &'a AuditRecord,
    question: &'a Question,
) -> [Cow<'a, str>; 18] {
    let answer = audit.answers.get(&question.key);
    let said = Said::by(answer);
    let (sector, sub_sector) = audit.kind;
    let score = match answer.map(|answer| answer.choice).unwrap_or_default() {
        Choice::NotApplicable => "n/a",
        choice => choice.key(),
    };
    [
        neutral(&report.provenance.round),
        form.form.kind.key().into(),
        audit.reference.as_str().into(),
        neutral(&audit.name),
        sector.key().into(),
        sub_sector.map_or("", |sub_sector| sub_sector.key()).into(),
        audit.state.key().into(),
        question.key.standard().to_string().into(),
        question.key.to_string().into(),
        score.into(),
        neutral(said.not_applicable_reason),
        neutral(said.evidence),
        neutral(said.action),
        neutral(said.who),
        neutral(said.by_when),
        neutral(said.no_action_reason),
        question.topics.join(";").into(),
        neutral(&question.wording),
    ]
}

/// What the rows of one group have in common.
#[derive(Clone, Copy)]
struct Line<'a> {
    report: &'a RoundReport,
    form: &'a FormReport,
    group: &'a GroupResults,
}

impl Line<'_> {
    fn record(self, standard: u8, question: &str, tally: Tally, average: Option<Figure>) -> [String; 15] {
        let (sector, sub_sector) = match self.group.group {
            Group::All => ("all", ""),
            Group::Sector(sector) => (sector.key(), ""),
            Group::SubSector(sub_sector) => (Sector::Education.key(), sub_sector.key()),
        };
        let shown = |figure: Option<Figure>| figure.map(|figure| figure.to_string()).unwrap_or_default();
        [
            neutral(&self.report.provenance.round).into_owned(),
            self.form.form.kind.key().into(),
            sector.into(),
            sub_sector.into(),
            standard.to_string(),
            question.into(),
            self.group.organisations.to_string(),
            tally.n3.to_string(),
            tally.n2.to_string(),
            tally.n1.to_string(),
            tally.not_applicable.to_string(),
            tally.not_answered.to_string(),
            shown(tally.percent_fully_in_place()),
            shown(average),
            wording::who_counts_key(self.form.results.who_counts).into(),
        ]
    }
}

/// A typed text that no spreadsheet program takes for a formula: with an apostrophe before it where it begins with
/// a character that could start one, or that has such an apostrophe already. Taking one apostrophe off, where that is
/// how it begins, gives every text back as it was.
fn neutral(text: &str) -> Cow<'_, str> {
    let risky = text.trim_start_matches('\'').starts_with(|c| {
        matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠')
    });
    if risky { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

fn writer() -> csv::Writer<Vec<u8>> {
    csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new())
}

fn finish(csv: csv::Writer<Vec<u8>>) -> Result<Vec<u8>, ExportError> {
    csv.into_inner().map_err(|error| ExportError::Csv(error.into_error().into()))
}

#[cfg(test)]
mod tests {}
