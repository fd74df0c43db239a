//! The sheet "Actions register": every action that comes from the round, with whose it is and how it stands.

use std::collections::BTreeMap;

use crate::domain::action_plan::Action;
use crate::domain::dates;
use crate::domain::labels;
use crate::domain::organisation::OrganisationReference;
use crate::domain::report::{AuditChoices, FormReport, RoundReport};
use crate::export::ExportError;
use crate::export::book::Book;
use crate::export::cell::Cell;
use crate::export::continued;
use crate::export::look::TypeSize;
use crate::export::sheet::{TableSheet, day_column, number_column, text_column};

/// What stands in the row of a text that is longer than a row can be high. It does not go on in further rows as on the sheets
/// of one organisation: who filters or sorts the register would tear them apart.
const CUT: &str = "Cut: the cells hold more than is printed";

/// Writes the sheet; without actions it says so.
pub(super) fn write(book: &mut Book, report: &RoundReport) -> Result<(), ExportError> {
    let today = dates::today(report.provenance.made_at);
    let actions: Vec<_> = report.forms.iter().flat_map(|form| form.actions.iter().map(move |a| (form, a))).collect();
    let open = actions.iter().filter(|(_, (_, action))| action.status.is_open()).count();
    let overdue = actions.iter().filter(|(_, (_, action))| action.days_overdue(today).is_some()).count();
    let counted = match actions.len() {
        0 => "There are no actions: no submitted audit of this round has any.".into(),
        1 => format!("1 action: {open} open, {overdue} overdue on {}.", dates::long(today)),
        all => format!("{all} actions: {open} open, {overdue} overdue on {}.", dates::long(today)),
    };
    let sheet = TableSheet {
        name: "Actions register".into(),
        title: format!("Actions from the audits, {}", report.provenance.round),
        notes: vec![
            counted,
            "An action enters the plan when its audit is submitted. Empty: nothing was written, or the action is not done or not overdue.".into(),
        ],
        columns: vec![
            text_column("Form", 10),
            text_column("Reference", 12),
            text_column("Organisation", 26),
            text_column("Sector", 15),
            text_column("Action", 10),
            text_column("Standard", 20),
            text_column("Question", 12),
            text_column("Question in short", 20),
            number_column("Score", 9),
            text_column(labels::WHAT, 34),
            text_column(labels::WHO, 15),
            day_column(labels::BY_WHEN),
            text_column(labels::STATUS, 13),
            day_column(labels::DONE_ON),
            text_column("Overdue", 11),
            text_column(labels::PROGRESS, 24),
            text_column(labels::IMPACT_COLUMN, 24),
            text_column("Print", 12),
        ],
        frozen_columns: 0,
        filters: true,
        least_lines: 1,
    };
    let columns = &sheet.columns;
    let audits: Vec<BTreeMap<_, _>> = report.forms.iter().map(by_reference).collect();
    let rows = report.forms.iter().zip(&audits).flat_map(|(form, audits)| {
        form.actions.iter().map(move |(reference, action)| {
            let overdue = action.overdue_words(today).map_or(Cell::Empty, Cell::Alert);
            let mut row = row(form, audits.get(reference).copied(), reference, action, overdue);
            let is_cut = continued::is_too_long(columns, TypeSize::ADVISED, &row);
            row.push(if is_cut { Cell::Alert(CUT.into()) } else { Cell::Empty });
            row
        })
    });
    sheet.write_many(book, actions.len(), rows)
}

fn by_reference(form: &FormReport) -> BTreeMap<&OrganisationReference, &AuditChoices> {
    form.audits.iter().map(|audit| (&audit.reference, audit)).collect()
}

fn row<'a>(
    form: &'a FormReport,
    audit: Option<&'a AuditChoices>,
    reference: &'a OrganisationReference,
    action: &'a Action,
    overdue: Cell<'a>,
) -> Vec<Cell<'a>> {
    vec![
        form.form.kind.words().into(),
        reference.as_str().into(),
        audit.map_or(Cell::Empty, |audit| audit.name.as_str().into()),
        audit.map_or(Cell::Empty, |audit| audit.kind.sector().words().into()),
        action.reference().into(),
        format!("{} {}", action.question.standard(), action.standard_title).into(),
        action.question.to_string().into(),
        action.question_short.as_str().into(),
        action.score.map_or(Cell::Empty, |score| u32::from(score.points()).into()),
        action.what.as_str().into(),
        action.who.as_str().into(),
        Cell::Day(action.by_when),
        action.status.words().into(),
        action.done_on.into(),
        overdue,
        action.progress.as_str().into(),
        action.impact.as_str().into(),
    ]
}
