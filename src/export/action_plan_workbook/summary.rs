//! The sheet "Summary": whose plan it is, how its actions stand, and its own scores by standard, on one page.

use rust_xlsxwriter::Worksheet;

use super::planned::{joins_the_plan, others, planned};
use crate::domain::action_plan::{self, ActionStatus, PlanCount};
use crate::domain::audit::{NotOpen, Stage};
use crate::domain::dates;
use crate::domain::form::Standard;
use crate::domain::report::PlanReport;
use crate::domain::score::Score;
use crate::export::ExportError;
use crate::export::book::Book;
use crate::export::cell::Cell;
use crate::export::chart::{BarPart, Bars};
use crate::export::look::{Looks, colour, ink};
use crate::export::sheet::{Column, TableSheet, number_column, text_column};
use crate::export::wording;

const NAME: &str = "Summary";

/// Writes the sheet: facts, the actions by status, the standards, and a chart of them.
pub(super) fn write(book: &mut Book, report: &PlanReport, title: &str) -> Result<(), ExportError> {
    let (sheet, looks) = book.add_sheet(NAME, title)?;
    sheet.set_print_fit_to_pages(1, 1);
    let mut row = 1;
    for fact in facts(report) {
        sheet.write_string_with_format(row, 0, fact, &looks.note)?;
        row += 1;
    }
    subtitle(sheet, looks, row, &format!("Actions of {} by status", report.provenance.round))?;
    let others = others(report).filter(|(_, actions)| !actions.is_empty()).map(|(name, _)| number_column(name, 12));
    let columns = [text_column("Status", 58), number_column("Actions", 12)].into_iter().chain(others).collect();
    let counts = table("Actions by status", columns);
    let place = counts.write_table(sheet, looks, row + 1, status_rows(report))?;

    row = place.last + 1;
    subtitle(sheet, looks, row, "Own scores by standard")?;
    let standards = table("Own scores by standard", standard_columns());
    let place = standards.write_table(sheet, looks, row + 1, standard_rows(report))?;
    let scored = |standard: &Standard| report.audit.tally(&report.form, standard.number).scored() > 0;
    if !report.form.standards.iter().any(scored) {
        return Ok(());
    }
    let part = |(score, column)| BarPart {
        name: format!("{score} {}", report.form.score_words(score)),
        values: (NAME, place.first, column, place.last),
        colour: colour(score),
        ink: ink(score),
    };
    let chart = Bars {
        title: "Own scores by standard: questions scored 3, 2 and 1".into(),
        alt_text: format!(
            "Stacked bar chart of {}'s scores by standard. The table above it has the numbers.",
            report.audit.name
        ),
        categories: (NAME, place.first, 0, place.last),
        category_axis: "Standard",
        value_axis: "Share of the questions scored; the numbers are questions",
        label_format: "0;;",
        parts: Score::ALL.into_iter().zip(3..).map(part).collect(),
        size: (1020, 380),
    };
    sheet.insert_chart(place.last + 2, 0, &chart.chart())?;
    Ok(())
}

/// A second title, with air above it.
fn subtitle(sheet: &mut Worksheet, looks: &Looks, row: u32, title: &str) -> Result<(), ExportError> {
    sheet.set_row_height_pixels(row, looks.height(2))?;
    sheet.write_string_with_format(row, 0, title, &looks.subtitle)?;
    Ok(())
}

fn table(name: &str, columns: Vec<Column>) -> TableSheet {
    TableSheet {
        name: name.into(),
        title: name.into(),
        notes: Vec::new(),
        columns,
        frozen_columns: 0,
        filters: false,
        least_lines: 1,
    }
}

fn facts(report: &PlanReport) -> Vec<String> {
    let (audit, provenance) = (&report.audit, &report.provenance);
    let state = match &audit.stage {
        Stage::Invited | Stage::Started => not_submitted(report),
        Stage::Submitted(submission) => format!(
            "Audit: submitted on {}, reference {}, declared by {}, {}.",
            dates::long_with_clock(submission.at),
            submission.reference,
            submission.declaration.name,
            submission.declaration.role,
        ),
    };
    let renamed = audit.name != report.organisation;
    let earlier = if renamed { format!(", called {} in this audit", audit.name) } else { String::new() };
    let sample = provenance.sample.then(|| "This is sample data: organisations and people are invented.".to_owned());
    let facts = [
        format!("Organisation: {}, {}{earlier}", report.organisation, audit.reference),
        format!("Board: {}. Round: {}.", provenance.board, provenance.round),
        format!("Form: {} (edition {}).", report.form.title, report.form.edition),
        state,
        format!("Made on {}, London time.", dates::long_with_clock(provenance.made_at)),
    ];
    facts.into_iter().chain(sample).collect()
}

/// How an audit stands that is not submitted, and what can be done.
fn not_submitted(report: &PlanReport) -> String {
    let whom = match report.provenance.contact.as_str() {
        "" => String::new(),
        contact => format!(" To ask about it, contact the board: {contact}."),
    };
    match report.not_open {
        None => format!("Audit: {}. Its answers can still change.", report.audit.stage.state().words().to_lowercase()),
        Some(NotOpen::Closed(day)) => {
            format!("Audit: not submitted before it closed at the end of {}.{whom}", dates::long(day))
        }
        Some(NotOpen::OrganisationClosed(day)) => {
            let day = dates::long(day);
            format!("Audit: not submitted before the board closed the organisation on {day}.{whom}")
        }
        Some(NotOpen::NeverOpened(day)) => {
            let day = dates::long(day);
            format!(
                "Audit: not submitted. It closed at the end of {day}, and the board had not opened the round by then.{whom}"
            )
        }
        Some(why @ (NotOpen::NotYet(_) | NotOpen::RoundNotOpened | NotOpen::Submitted)) => format!("Audit: {why}"),
    }
}

/// How the actions stand: those of the round, and beside them those of other rounds, which are not among them.
fn status_rows(report: &PlanReport) -> Vec<Vec<Cell<'static>>> {
    let today = dates::today(report.provenance.made_at);
    let others = others(report).filter(|(_, actions)| !actions.is_empty()).map(|(_, actions)| actions);
    let counts: Vec<_> =
        std::iter::once(&report.actions[..]).chain(others).map(|actions| action_plan::count(actions, today)).collect();
    let number = |n: usize| Cell::Count(u32::try_from(n).unwrap_or(u32::MAX));
    let row = |words: String, of: &dyn Fn(&PlanCount) -> usize| {
        std::iter::once(words.into()).chain(counts.iter().map(|count| number(of(count)))).collect::<Vec<_>>()
    };
    let by_status = ActionStatus::ALL.iter().enumerate();
    let mut rows: Vec<_> =
        by_status.map(|(place, status)| row(status.words().into(), &|count| count.by_status[place])).collect();
    rows.push(row("All actions".into(), &|count| count.actions));
    rows.push(row(format!("Overdue on {}", dates::long(today)), &|count| count.overdue));
    match planned(report).len() {
        0 => {}
        n => {
            let goes_on = joins_the_plan(report);
            let words = if goes_on { "which is not submitted yet" } else { "which was not submitted" };
            let mut planned = vec![Cell::Empty; counts.len() + 1];
            planned[0] = format!("Planned in the audit, {words}").into();
            planned[1] = number(n);
            rows.push(planned);
        }
    }
    rows
}

fn standard_columns() -> Vec<Column> {
    vec![
        text_column("Standard", 58),
        number_column("Average", 12),
        number_column("% fully in place", 12),
        number_column("Scored 3", 12),
        number_column("Scored 2", 12),
        number_column("Scored 1", 12),
        number_column("Not applicable", 15),
        number_column("Not answered", 15),
    ]
}

fn standard_rows(report: &PlanReport) -> impl Iterator<Item = Vec<Cell<'_>>> {
    report.form.standards.iter().map(|standard| {
        let tally = report.audit.tally(&report.form, standard.number);
        vec![
            wording::standard(&report.form, standard.number).into(),
            tally.average().into(),
            tally.percent_fully_in_place().into(),
            tally.n3.into(),
            tally.n2.into(),
            tally.n1.into(),
            tally.not_applicable.into(),
            tally.not_answered.into(),
        ]
    })
}
