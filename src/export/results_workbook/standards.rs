//! The sheet "Standards", with every group's figures, and for each form a sheet with a chart of its standards.

use crate::domain::report::{FormReport, RoundReport};
use crate::domain::score::Score;
use crate::domain::summary::{Group, GroupResults, StandardResult};
use crate::domain::tally::{Figure, Tally};
use crate::domain::text::list;
use crate::export::ExportError;
use crate::export::book::Book;
use crate::export::cell::Cell;
use crate::export::chart::{self, BarPart, Bars};
use crate::export::look::{colour, ink};
use crate::export::sheet::{Column, TableSheet, number_column, text_column};
use crate::export::wording;

/// Writes the table of all groups, then one sheet with a chart for each form.
pub(super) fn write(book: &mut Book, report: &RoundReport) -> Result<(), ExportError> {
    let mut columns = vec![
        text_column("Form", 11),
        text_column("Kind of group", 13),
        text_column("Group", 24),
        number_column("Standard", 11),
        text_column("Title", 36),
        number_column("Organisations", 16),
        number_column("Counting in the average", 16),
    ];
    columns.extend(tally_columns());
    let sheet = TableSheet {
        name: "Standards".into(),
        title: format!("Standards by sector and sub-sector, {}", report.provenance.round),
        notes: vec![
            wording::who_counts(report),
            "Scored 3, 2 and 1 count answers to the standard's questions. The average is the mean of the organisations' own means.".into(),
            "Standards 2, 6 and 7 differ between the forms. A figure is empty where nothing was scored.".into(),
        ],
        columns,
        frozen_columns: 0,
        filters: true,
        least_lines: 1,
    };
    let rows = report.forms.iter().flat_map(|form| form.results.groups.iter().flat_map(move |group| rows(form, group)));
    sheet.write(book, rows)?;
    report.forms.iter().try_for_each(|form| write_chart(book, report, form))
}

/// The headings under which [`tally_cells`] go.
pub(super) fn tally_columns() -> [Column; 7] {
    [
        number_column("Scored 3", 11),
        number_column("Scored 2", 11),
        number_column("Scored 1", 11),
        number_column("Not applicable", 15),
        number_column("Not answered", 15),
        number_column("% fully in place", 12),
        number_column("Average", 11),
    ]
}

/// The counts and both figures; the average is given, because a standard's is not its tally's (rule 4).
pub(super) fn tally_cells(tally: Tally, average: Option<Figure>) -> [Cell<'static>; 7] {
    [
        tally.n3.into(),
        tally.n2.into(),
        tally.n1.into(),
        tally.not_applicable.into(),
        tally.not_answered.into(),
        tally.percent_fully_in_place().into(),
        average.into(),
    ]
}

fn rows<'a>(form: &'a FormReport, group: &'a GroupResults) -> impl Iterator<Item = Vec<Cell<'a>>> {
    group.standards.iter().map(move |result| {
        let title = form.form.standard(result.number).map_or("", |standard| standard.title.as_str());
        let mut row: Vec<Cell<'a>> = vec![
            form.form.kind.words().into(),
            wording::level(group.group).into(),
            group.group.words(form.form.kind).into(),
            u32::from(result.number).into(),
            title.into(),
            group.organisations.into(),
            result.counting.into(),
        ];
        row.extend(tally_cells(result.tally, result.average));
        row
    })
}

fn write_chart(book: &mut Book, report: &RoundReport, form: &FormReport) -> Result<(), ExportError> {
    let Some(all) = form.results.group(Group::All) else { return Ok(()) };
    let kind = form.form.kind;
    let name = format!("Chart {}", kind.key());
    let says = |named| says(form, &all.standards, named);
    let sheet = TableSheet {
        name: name.clone(),
        title: format!("{}: answers by standard, {}", kind.words(), report.provenance.round),
        notes: vec![
            format!("{} {} in the figures.", says(true), wording::organisations(kind, all.organisations)),
            format!("{} The percentages are of the answers scored.", form.counting().words()),
        ],
        columns: vec![
            text_column("Standard", 60),
            number_column("Answers scored", 12),
            number_column("% scored 3", 12),
            number_column("% scored 2", 12),
            number_column("% scored 1", 12),
        ],
        frozen_columns: 0,
        filters: false,
        least_lines: 1,
    };
    let rows = all.standards.iter().map(|result| {
        let mut row: Vec<Cell<'_>> =
            vec![wording::standard(&form.form, result.number).into(), result.tally.scored().into()];
        row.extend(Score::ALL.map(|score| Cell::from(result.tally.percent(score))));
        row
    });
    let (sheet, place) = sheet.write(book, rows)?;
    sheet.set_print_fit_to_pages(1, 1);
    if all.standards.iter().all(|result| result.tally.scored() == 0) {
        return Ok(());
    }
    let part = |(score, column)| BarPart {
        name: format!("{score} {}", form.form.score_words(score)),
        values: (&name, place.first, column, place.last),
        colour: colour(score),
        ink: ink(score),
    };
    let chart = Bars {
        title: format!("{}: share of answers scored 3, 2 and 1, by standard", kind.words()),
        alt_text: alt_text(says),
        categories: (&name, place.first, 0, place.last),
        category_axis: "Standard",
        value_axis: "Share of the answers scored, %",
        label_format: "[>=5]0.00;;",
        parts: Score::ALL.into_iter().zip(2..).map(part).collect(),
        size: (980, 470),
    };
    sheet.insert_chart(place.last + 2, 0, &chart.chart())?;
    Ok(())
}

/// What the chart says, with the standards' titles, or by their numbers alone where the titles are too long.
fn alt_text(says: impl Fn(bool) -> String) -> String {
    let text =
        |named| format!("Stacked bar chart of the standards. {} The table above has the percentages.", says(named));
    let named = text(true);
    if chart::fits(&named) { named } else { text(false) }
}

/// The strongest and the weakest standard, in a sentence; `named` says whether with their titles.
fn says(form: &FormReport, standards: &[StandardResult], named: bool) -> String {
    let mut ranked: Vec<_> =
        standards.iter().filter_map(|s| Some((s.tally.percent_fully_in_place()?, s.number))).collect();
    ranked.sort();
    let level = |figure| {
        let of = ranked.iter().filter(|(other, _)| *other == figure).map(|(_, number)| *number).collect::<Vec<_>>();
        match of[..] {
            [number] if named => format!("standard {}", wording::standard(&form.form, number)),
            [number] => format!("standard {number}"),
            _ => format!("standards {}", list(&of.iter().map(ToString::to_string).collect::<Vec<_>>())),
        }
    };
    match (ranked.first(), ranked.last()) {
        (Some((low, _)), Some((high, _))) if low < high => format!(
            "Most answers are fully in place for {} ({high}%), fewest for {} ({low}%).",
            level(*high),
            level(*low),
        ),
        (Some((figure, _)), _) => format!("{figure}% of the answers to {} are fully in place.", level(*figure)),
        _ => "Nothing has been scored.".into(),
    }
}
