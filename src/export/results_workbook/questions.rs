//! The sheets "Questions", for everyone, and "Questions by group", for every sector and sub-sector.

use super::standards::{tally_cells, tally_columns};
use crate::domain::form::Question;
use crate::domain::report::{FormReport, RoundReport};
use crate::domain::summary::{Group, GroupResults, QuestionResult};
use crate::export::ExportError;
use crate::export::book::Book;
use crate::export::cell::Cell;
use crate::export::sheet::{TableSheet, number_column, text_column};
use crate::export::wording;

/// Writes both sheets.
pub(super) fn write(book: &mut Book, report: &RoundReport) -> Result<(), ExportError> {
    write_all(book, report)?;
    write_by_group(book, report)
}

/// A group's questions that the form has, with their figures.
pub(super) fn questions<'a>(
    form: &'a FormReport,
    group: &'a GroupResults,
) -> impl Iterator<Item = (&'a Question, &'a QuestionResult)> {
    group.questions.iter().filter_map(|result| Some((form.form.question(result.key)?, result)))
}

fn write_all(book: &mut Book, report: &RoundReport) -> Result<(), ExportError> {
    let mut columns = vec![
        text_column("Form", 11),
        text_column("Standard", 30),
        text_column("Question", 10),
        text_column("In short", 24),
        text_column("Wording", 52),
        number_column("Organisations", 16),
    ];
    columns.extend(tally_columns());
    columns.push(text_column("Topics", 24));
    let sheet = TableSheet {
        name: "Questions".into(),
        title: format!("Every question, all organisations, {}", report.provenance.round),
        notes: notes(report),
        columns,
        frozen_columns: 0,
        filters: true,
        least_lines: 1,
    };
    let alls = report.forms.iter().filter_map(|form| Some((form, form.results.group(Group::All)?)));
    let rows = alls.flat_map(|(form, all)| {
        questions(form, all).map(move |(question, result)| {
            let mut row: Vec<Cell<'_>> = vec![
                form.form.kind.words().into(),
                wording::standard(&form.form, question.key.standard()).into(),
                question.key.to_string().into(),
                question.short.as_str().into(),
                question.wording.as_str().into(),
                all.organisations.into(),
            ];
            row.extend(tally_cells(result.tally, result.tally.average()));
            row.push(wording::topics(question).into());
            row
        })
    });
    sheet.write(book, rows)?;
    Ok(())
}

fn write_by_group(book: &mut Book, report: &RoundReport) -> Result<(), ExportError> {
    let mut columns = vec![
        text_column("Form", 11),
        text_column("Kind of group", 13),
        text_column("Group", 26),
        number_column("Standard", 11),
        text_column("Question", 12),
        text_column("In short", 40),
        number_column("Organisations", 18),
    ];
    columns.extend(tally_columns());
    let sheet = TableSheet {
        name: "Questions by group".into(),
        title: format!("Every question by sector and sub-sector, {}", report.provenance.round),
        notes: notes(report),
        columns,
        frozen_columns: 0,
        filters: true,
        least_lines: 1,
    };
    let groups = report.forms.iter().flat_map(|form| form.results.groups.iter().map(move |group| (form, group)));
    let rows = groups.flat_map(|(form, group)| {
        questions(form, group).map(move |(question, result)| {
            let mut row: Vec<Cell<'_>> = vec![
                form.form.kind.words().into(),
                wording::level(group.group).into(),
                group.group.words(form.form.kind).into(),
                u32::from(question.key.standard()).into(),
                question.key.to_string().into(),
                question.short.as_str().into(),
                group.organisations.into(),
            ];
            row.extend(tally_cells(result.tally, result.tally.average()));
            row
        })
    });
    sheet.write(book, rows)?;
    Ok(())
}

fn notes(report: &RoundReport) -> Vec<String> {
    vec![
        wording::who_counts(report),
        "% fully in place and average rest on the answers scored 3, 2 or 1; both are empty where nothing was scored."
            .into(),
    ]
}
