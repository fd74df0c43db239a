//! For each form two sheets with one row an organisation: its own averages by standard, and its answers by question.
//!
//! They list the audits that count, so that they rest on the same organisations as every other figure.

use crate::domain::choice::Choice;
use crate::domain::form::FormKind;
use crate::domain::report::{AuditChoices, FormReport, RoundReport};
use crate::domain::tally::Tally;
use crate::export::ExportError;
use crate::export::book::Book;
use crate::export::cell::Cell;
use crate::export::sheet::{Column, TableSheet, number_column, text_column};
use crate::export::wording;

/// Writes both matrices of each form.
pub(super) fn write(book: &mut Book, report: &RoundReport) -> Result<(), ExportError> {
    report.forms.iter().try_for_each(|form| by_standard(book, report, form))?;
    report.forms.iter().try_for_each(|form| by_question(book, report, form))
}

fn counting<'a>(report: &RoundReport, form: &'a FormReport) -> impl Iterator<Item = &'a AuditChoices> {
    let who = report.who_counts;
    form.audits.iter().filter(move |audit| who.counts(audit.state))
}

fn by_standard(book: &mut Book, report: &RoundReport, form: &FormReport) -> Result<(), ExportError> {
    let kind = form.form.kind;
    let mut columns = organisation_columns(kind).to_vec();
    columns.push(text_column("Audit", 13));
    let headings = form.form.standards.iter().map(|standard| wording::standard(&form.form, standard.number));
    columns.extend(headings.map(|heading| number_column(heading, 16)));
    columns.extend([
        number_column("Not met: scored 2 or 1", 12),
        number_column("Of these scored 1", 10),
        number_column("Not applicable", 15),
        number_column("Not answered", 15),
    ]);
    let sheet = TableSheet {
        name: format!("{} by standard", kind.words()),
        title: format!("{}: each organisation's average by standard, {}", kind.words(), report.provenance.round),
        notes: vec![
            format!("{} One row for each organisation.", form.counting().words()),
            "An average is the mean of the organisation's own scored questions in the standard, 1 to 3.".into(),
            "n/a: every question of the standard is not applicable. Empty: nothing of the standard was scored.".into(),
        ],
        columns,
        frozen_columns: 2,
        filters: true,
        least_lines: 1,
    };
    let rows = counting(report, form).map(|audit| {
        let tallies: Vec<_> = form.form.standards.iter().map(|s| own_tally(form, audit, s.number)).collect();
        let mut all = Tally::default();
        for &tally in &tallies {
            all.add(tally);
        }
        let mut row = organisation_cells(audit).to_vec();
        row.push(audit.state_words().into());
        row.extend(tallies.into_iter().map(own_average));
        row.extend([all.n2 + all.n1, all.n1, all.not_applicable, all.not_answered].map(Cell::from));
        row
    });
    sheet.write_many(book, counting(report, form).count(), rows)
}

fn by_question(book: &mut Book, report: &RoundReport, form: &FormReport) -> Result<(), ExportError> {
    let kind = form.form.kind;
    let mut columns = organisation_columns(kind).to_vec();
    columns.extend(form.form.questions().map(|question| text_column(question.key.to_string(), 7)));
    let sheet = TableSheet {
        name: format!("{} by question", kind.words()),
        title: format!("{}: every answer by question, {}", kind.words(), report.provenance.round),
        notes: vec![
            format!("{} One row for each organisation.", form.counting().words()),
            "3, 2 and 1 are scores. n/a: not applicable. Empty: not answered. The sheet Questions says what each asks."
                .into(),
        ],
        columns,
        frozen_columns: 2,
        filters: false,
        least_lines: 1,
    };
    let rows = counting(report, form).map(|audit| {
        let mut row = organisation_cells(audit).to_vec();
        row.extend(audit.choices.iter().copied().map(Cell::Choice));
        row
    });
    sheet.write_many(book, counting(report, form).count(), rows)
}

/// Schools have but one sector, and partners no sub-sectors: one column says what kind of organisation it is.
fn organisation_columns(form: FormKind) -> [Column; 3] {
    let kind = match form {
        FormKind::Schools => "Sub-sector",
        FormKind::Partners => "Sector",
    };
    [text_column("Reference", 12), text_column("Organisation", 44), text_column(kind, 22)]
}

fn organisation_cells(audit: &AuditChoices) -> [Cell<'_>; 3] {
    [audit.reference.as_str().into(), audit.name.as_str().into(), audit.kind.words().into()]
}

fn own_tally(form: &FormReport, audit: &AuditChoices, standard: u8) -> Tally {
    audit.tally(&form.form, |key| key.standard() == standard)
}

fn own_average<'a>(tally: Tally) -> Cell<'a> {
    match tally.average() {
        Some(average) => Cell::Figure(average),
        None if tally.not_applicable > 0 && tally.not_answered == 0 => Choice::NotApplicable.in_files().into(),
        None => Cell::Empty,
    }
}
