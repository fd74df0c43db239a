//! The sheet "Action plan": the actions to work with, the status as a drop-down and the days checked as they are typed.

use jiff::civil::Date;
use rust_xlsxwriter::{DataValidation, DataValidationRule, ExcelDateTime};

use super::planned::{Planned, joins_the_plan, others, planned};
use crate::domain::action_plan::{Action, ActionStatus};
use crate::domain::dates;
use crate::domain::labels;
use crate::domain::report::PlanReport;
use crate::export::ExportError;
use crate::export::book::Book;
use crate::export::cell::Cell;
use crate::export::continued;
use crate::export::look::TypeSize;
use crate::export::sheet::{Column, TableSheet, day_column, number_column, text_column};
use crate::export::wording;

const BY_WHEN: u16 = 8;
const STATUS: u16 = 9;
const DONE_ON: u16 = 10;

/// The column that names a row.
const REFERENCE: usize = 0;

/// Writes the sheet of the round's actions, which says so when there are none, and those of other rounds' where there are
/// any.
pub(super) fn write(book: &mut Book, report: &PlanReport) -> Result<(), ExportError> {
    let planned = planned(report);
    let title = format!("Action plan of {}, {}", report.organisation, report.provenance.round);
    write_sheet(book, report, ("Action plan", title), notes(report, &planned), (&report.actions, &planned))?;
    for (name, actions) in others(report).filter(|(_, actions)| !actions.is_empty()) {
        let title = format!("{name}: action plan of {}", report.organisation);
        let from = format!(
            "The actions that come from {}, as they stand on {}. They are not counted in the round’s.",
            name.to_lowercase(),
            dates::long(dates::today(report.provenance.made_at))
        );
        write_sheet(book, report, (name, title), vec![from, EMPTY.into()], (actions, &[]))?;
    }
    Ok(())
}

/// What the notes say of an empty cell.
const EMPTY: &str = "Empty: nothing was written, or the action is not done or not overdue.";

fn write_sheet(
    book: &mut Book,
    report: &PlanReport,
    (name, title): (&str, String),
    notes: Vec<String>,
    (actions, planned): (&[Action], &[Planned<'_>]),
) -> Result<(), ExportError> {
    let today = dates::today(report.provenance.made_at);
    let sheet = TableSheet {
        name: name.into(),
        title,
        notes,
        columns: columns(),
        frozen_columns: 0,
        filters: false,
        least_lines: 4,
    };
    let actions = actions.iter().map(|action| of_plan(action, today));
    let rows = actions.chain(planned.iter().map(|planned| of_audit(report, planned)));
    let rows = continued::rows(&sheet.columns, TypeSize::WORKING, REFERENCE, rows);
    let (sheet, place) = sheet.write(book, rows)?;
    if place.last >= place.first {
        sheet.add_data_validation(place.first, STATUS, place.last, STATUS, &one_of_the_statuses()?)?;
        sheet.add_data_validation(place.first, BY_WHEN, place.last, BY_WHEN, &a_day()?)?;
        sheet.add_data_validation(place.first, DONE_ON, place.last, DONE_ON, &a_day()?)?;
    }
    Ok(())
}

fn notes(report: &PlanReport, planned: &[Planned<'_>]) -> Vec<String> {
    let mut notes = Vec::new();
    if report.actions.is_empty() && planned.is_empty() {
        notes.push("There are no actions in this plan from this round.".into());
        return notes;
    }
    notes.push(format!(
        "The actions that come from the round {}, as they stand on {}, the day this file was made; Overdue is as of that \
         day. Status is a drop-down list.",
        report.provenance.round,
        dates::long(dates::today(report.provenance.made_at))
    ));
    if !planned.is_empty() {
        notes.push(if joins_the_plan(report) {
            "Rows with the reference “planned” come from the audit, which is not submitted yet: they enter the plan, \
             and get a reference, when it is."
                .into()
        } else {
            "Rows with the reference “planned” come from the audit, which was not submitted and no longer can be: they are \
             not in the plan that the board sees."
                .into()
        });
    }
    notes.push(EMPTY.into());
    notes
}

fn columns() -> Vec<Column> {
    vec![
        text_column("Reference", 11),
        text_column("Round", 8),
        text_column("Standard", 16),
        text_column("Question", 10),
        text_column("Question in short", 17),
        number_column("Score", 8),
        text_column(labels::WHAT, 32),
        text_column(labels::WHO, 13),
        day_column(labels::BY_WHEN),
        text_column(labels::STATUS, 12),
        day_column(labels::DONE_ON),
        text_column(labels::PROGRESS, 24),
        text_column(labels::IMPACT_COLUMN, 24),
        text_column("Overdue", 11),
    ]
}

fn of_plan(action: &Action, today: Date) -> Vec<Cell<'_>> {
    vec![
        action.reference().into(),
        action.round_title.as_str().into(),
        format!("{} {}", action.question.standard(), action.standard_title).into(),
        action.question.to_string().into(),
        action.question_short.as_str().into(),
        action.score.map_or(Cell::Empty, |score| u32::from(score.points()).into()),
        action.what.as_str().into(),
        action.who.as_str().into(),
        Cell::Day(action.by_when),
        action.status.words().into(),
        action.done_on.into(),
        action.progress.as_str().into(),
        action.impact.as_str().into(),
        action.overdue_words(today).map_or(Cell::Empty, Cell::Alert),
    ]
}

fn of_audit<'a>(report: &'a PlanReport, planned: &Planned<'a>) -> Vec<Cell<'a>> {
    let Planned { question, score, action, due } = planned;
    vec![
        "planned".into(),
        report.provenance.round.as_str().into(),
        wording::standard(&report.form, question.key.standard()).into(),
        question.key.to_string().into(),
        question.short.as_str().into(),
        u32::from(score.points()).into(),
        action.what.as_str().into(),
        action.who.as_str().into(),
        due.map_or_else(|| action.by_when.as_str().into(), Cell::Day),
        ActionStatus::NotStarted.words().into(),
        Cell::Empty,
        Cell::Empty,
        Cell::Empty,
        Cell::Empty,
    ]
}

fn one_of_the_statuses() -> Result<DataValidation, ExportError> {
    Ok(DataValidation::new()
        .allow_list_strings(&ActionStatus::ALL.map(ActionStatus::words))?
        .set_error_title(labels::STATUS)?
        .set_error_message("Choose one of the four in the list.")?)
}

/// The days that the service itself reads, see [`crate::domain::typed_day`].
fn a_day() -> Result<DataValidation, ExportError> {
    let years =
        DataValidationRule::Between(ExcelDateTime::from_ymd(2000, 1, 1)?, ExcelDateTime::from_ymd(2100, 12, 31)?);
    Ok(DataValidation::new()
        .allow_date(years)
        .set_error_title("Date")?
        .set_error_message("Type a day, for example 26 March 2027.")?)
}
