//! The sheet "How to use it": plain English for whoever keeps the plan up to date.

use jiff::civil::Date;

use crate::domain::dates;
use crate::domain::labels;
use crate::domain::report::PlanReport;
use crate::export::ExportError;
use crate::export::book::Book;
use crate::export::cell::Cell;
use crate::export::sheet::{TableSheet, text_column};

/// Writes the sheet.
pub(super) fn write(book: &mut Book, report: &PlanReport) -> Result<(), ExportError> {
    let sheet = TableSheet {
        name: "How to use it".into(),
        title: "How to use this workbook".into(),
        notes: Vec::new(),
        columns: vec![text_column("Subject", 30), text_column("What to know", 100)],
        frozen_columns: 0,
        filters: false,
        least_lines: 1,
    };
    let closed = report.closed_on;
    let what_it_is = vec!["What it is".into(), what_it_is(closed).into()];
    let plan = vec!["Action plan".into(), plan(closed).into()];
    let row =
        |&(subject, says): &(&'static str, &'static str)| -> Vec<Cell<'static>> { vec![subject.into(), says.into()] };
    let rows = [what_it_is, row(&SUMMARY), plan].into_iter().chain(GUIDE.iter().map(row));
    sheet.write(book, rows)?;
    Ok(())
}

/// What the workbook is, and where an action is changed; `closed` is the day on which the board closed the organisation,
/// where it is known.
fn what_it_is(closed: Option<Date>) -> String {
    let change = match closed {
        None => "To change an action, open it there while your organisation is not closed.".to_owned(),
        Some(day) => {
            let day = dates::long(day);
            format!(
                "The board closed your organisation on {day}: nobody can change an action unless the board opens it again."
            )
        }
    };
    format!(
        "Your organisation's own copy of its action plan and of its answers in one round, with the actions of other \
         rounds on sheets of their own. It is a copy, and it cannot be sent back: the board sees the plan on the website \
         alone. {change}"
    )
}

/// What can be done with the sheet "Action plan".
fn plan(closed: Option<Date>) -> String {
    let write = "One row for each action; Round says from which audit it comes. You can write into Status, Done on, \
                 Progress, and Evidence and impact, at a meeting for example";
    if closed.is_some() {
        return format!("{write}; what you write stays in this copy.");
    }
    format!(
        "{write}, and then enter the same on the website. Do not change Reference: the website finds an action by it. A \
         row with the reference “planned” is not in the plan on the website, so you can change it in the audit alone, \
         while that can be answered."
    )
}

const SUMMARY: (&str, &str) =
    ("Summary", "One page for a meeting: how the actions stand and how you scored each standard.");

const GUIDE: &[(&str, &str)] = &[
    (
        labels::STATUS,
        "Choose from the list in the cell: Not started, In progress, Done, or No longer needed. Say under Progress why \
         an action is no longer needed.",
    ),
    (labels::DONE_ON, "The day the action was finished, for example 26 March 2027. Leave it empty until then."),
    (
        labels::PROGRESS,
        "What has happened so far, and what holds it up. Write about roles and arrangements, never about a child or family.",
    ),
    (
        labels::IMPACT_COLUMN,
        "What shows that it was done and what is different for children because of it, and where that is kept. Nothing \
         that could identify a child.",
    ),
    ("Overdue", "Days overdue when this file was made. It will not update."),
    (
        "Full record",
        "Every question with your answer, your evidence and your action: as handed in, or as it was when the file was made \
         if that was before. Later changes of your plan are on the sheet Action plan.",
    ),
    (
        "Print",
        "Every sheet prints on A4 landscape, one page wide, with the headings on each page. Excel cuts a row in print \
         when its text needs more than about 25 lines: here such a text goes on in the next rows, which say “continued”.",
    ),
    (
        "Row height",
        "A row does not grow as you type. To fit it to its text again, select it; then in Excel choose Home, Format, \
         AutoFit Row Height, and in LibreOffice choose Format, Rows, Optimal Height.",
    ),
    ("Text", "Cells keep what you type as text. A text that begins with = is not calculated."),
    (
        "Where it differs from the advice on accessible spreadsheets",
        "This is a working document. Summary holds two tables and a chart on one page, so that it prints on one sheet. \
         The type is 11 point instead of 12. Headings stay in sight (frozen), and the plan has \
         drop-down lists. In every other way it follows the advice: the title is in A1, tables are marked as tables, no \
         cells are merged, nothing is said by colour alone, and the notes say what an empty cell means.",
    ),
];
