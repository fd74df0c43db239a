//! The sheet "Response rate": how many audits were asked for and how far they are, by form and sector.

use rust_xlsxwriter::Color;

use crate::domain::audit::AuditState;
use crate::domain::form::FormKind;
use crate::domain::report::{Response, RoundReport};
use crate::domain::returned::Returned;
use crate::domain::score::Score;
use crate::domain::summary::Group;
use crate::export::ExportError;
use crate::export::book::Book;
use crate::export::cell::Cell;
use crate::export::chart::{BarPart, Bars};
use crate::export::look::{colour, ink};
use crate::export::sheet::{TableSheet, number_column, text_column};

const NAME: &str = "Response rate";

/// Writes the sheet: the sectors, then everyone of each form, then a chart of the sectors.
pub(super) fn write(book: &mut Book, report: &RoundReport) -> Result<(), ExportError> {
    let forms = FormKind::ALL.into_iter().filter(|form| total(&report.responses, *form).is_some()).count();
    let last_rows = if forms > 1 {
        "The last rows hold everyone who was asked a form, and all of them; do not add them to the sectors."
    } else {
        "The last row holds everyone who was asked the form; do not add it to the sectors."
    };
    let all_go_on = report.forms.iter().all(|form| form.counting().all_go_on());
    let words = |state: AuditState| state.counted_words(all_go_on);
    let sheet = TableSheet {
        name: NAME.into(),
        title: format!("Response rate by form and sector, {}", report.provenance.round),
        notes: [says(report)]
            .into_iter()
            .chain(sum(&report.responses).closed.words())
            .chain([
                "% submitted is submitted divided by invited; it is empty where nobody was invited.".into(),
                last_rows.into(),
            ])
            .collect(),
        columns: vec![
            text_column("Form", 12),
            text_column("Sector", 34),
            number_column("Invited", 12),
            number_column("Submitted", 13),
            number_column(words(AuditState::Started), 13),
            number_column("Not started", 13),
            number_column("% submitted", 13),
        ],
        frozen_columns: 0,
        filters: false,
        least_lines: 1,
    };
    let sectors = report.responses.iter().map(|of| row(of.form.words(), of.sector.words(), of.returned));
    let totals: Vec<_> =
        FormKind::ALL.into_iter().filter_map(|form| Some((form, total(&report.responses, form)?))).collect();
    let of_forms = totals.iter().map(|&(form, all)| row(form.words(), Group::All.words(form), all));
    let of_both = (totals.len() > 1).then(|| row("Both", "All organisations", sum(&report.responses)));
    let (sheet, place) = sheet.write(book, sectors.chain(of_forms).chain(of_both))?;
    sheet.set_print_fit_to_pages(1, 1);
    if let Some(bars) = u32::try_from(report.responses.len()).ok().filter(|&bars| bars > 0) {
        let last = place.first + bars - 1;
        let part = |state: AuditState, column, colour, ink| BarPart {
            name: words(state).into(),
            values: (NAME, place.first, column, last),
            colour,
            ink,
        };
        // The colours that the round's page gives the states.
        let (best, worst) = (Score::FullyInPlace, Score::NotMakingProgress);
        let chart = Bars {
            title: format!(
                "Audits by state and sector: submitted, {} and not started",
                words(AuditState::Started).to_lowercase()
            ),
            alt_text: format!("Bar chart of the sectors' audits by state. {} The table has the numbers.", says(report)),
            categories: (NAME, place.first, 1, last),
            category_axis: "Sector",
            value_axis: "Share of the organisations invited; the numbers are organisations",
            label_format: "0;;",
            parts: vec![
                part(AuditState::Submitted, 3, colour(best), ink(best)),
                part(AuditState::Started, 4, colour(Score::MakingProgress), Color::Black),
                part(AuditState::Invited, 5, colour(worst), ink(worst)),
            ],
            size: (980, 190 + 32 * bars),
        };
        sheet.insert_chart(place.last + 2, 0, &chart.chart())?;
    }
    Ok(())
}

fn row(form: &'static str, sector: &'static str, returned: Returned) -> Vec<Cell<'static>> {
    vec![
        form.into(),
        sector.into(),
        returned.invited().into(),
        returned.submitted.into(),
        returned.started.into(),
        returned.not_started.into(),
        returned.percent_submitted().into(),
    ]
}

/// Everyone who was asked this form; `None` where nobody was.
fn total(responses: &[Response], form: FormKind) -> Option<Returned> {
    let mut of_form = responses.iter().filter(|response| response.form == form).peekable();
    of_form.peek()?;
    Some(of_form.map(|response| response.returned).sum())
}

fn sum(responses: &[Response]) -> Returned {
    responses.iter().map(|response| response.returned).sum()
}

fn says(report: &RoundReport) -> String {
    let of_form = |form: FormKind| {
        let all = total(&report.responses, form)?;
        Some(format!("{}: {} of {} submitted.", form.words(), all.submitted, all.invited()))
    };
    let sentences: Vec<_> = FormKind::ALL.into_iter().filter_map(of_form).collect();
    if sentences.is_empty() { "Nobody was invited.".into() } else { sentences.join(" ") }
}
