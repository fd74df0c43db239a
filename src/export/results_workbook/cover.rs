//! The sheet "Cover": what the file is, who counts, how the figures are made, what short forms mean, what each sheet holds.

use std::fmt::Write;

use crate::domain::dates;
use crate::domain::report::{FormReport, RoundReport};
use crate::domain::text::list;
use crate::export::ExportError;
use crate::export::book::Book;
use crate::export::cell::Cell;
use crate::export::sheet::{TableSheet, text_column};
use crate::export::wording;

/// Writes the cover after all other sheets, because it lists them.
pub(super) fn write(book: &mut Book, report: &RoundReport, title: &str) -> Result<(), ExportError> {
    let provenance = &report.provenance;
    let sample = provenance.sample.then_some("This is sample data: organisations, people and answers are invented.");
    let sheet = TableSheet {
        name: "Cover".into(),
        title: title.into(),
        notes: sample.into_iter().map(Into::into).chain([wording::who_counts(report)]).collect(),
        columns: vec![text_column("Part", 22), text_column("Subject", 30), text_column("What to know", 92)],
        frozen_columns: 0,
        filters: false,
        least_lines: 1,
    };
    let row = |part, subject: &'static str, says: String| vec![Cell::from(part), subject.into(), says.into()];
    let forms: Vec<_> =
        report.forms.iter().map(|form| format!("{} (edition {})", form.form.title, form.form.edition)).collect();
    let made = dates::long_with_clock(provenance.made_at);
    let mut rows = vec![
        row("This file", "What it is", "Results of a safeguarding self-audit: every figure and every score.".into()),
        row("This file", "Board", provenance.board.clone()),
        row("This file", "Round", provenance.round.clone()),
        row("This file", "Forms", forms.join("; ")),
        row("This file", "Made on", format!("{made}, London time")),
        row("This file", "Who may see it", BOARD_ONLY.into()),
        row("How figures are made", "Who counts", wording::who_counts(report)),
    ];
    let scale = |form: &FormReport| {
        let words: Vec<_> = form.form.scale.iter().map(|(score, words)| format!("{score} {words}")).collect();
        format!("{}: {}.", form.form.kind.words(), words.join("; "))
    };
    rows.extend(METHOD.iter().map(|&(subject, says)| row("How figures are made", subject, says.into())));
    rows.push(row("Short forms", "3, 2, 1", report.forms.iter().map(scale).collect::<Vec<_>>().join(" ")));
    rows.extend(SHORT.iter().map(|&(subject, says)| row("Short forms", subject, says.into())));
    rows.push(row("Using this file", "Layout", layout(book)));
    rows.extend(ACCESS.iter().map(|&(subject, says)| row("Using this file", subject, says.into())));
    let sheets = std::mem::take(&mut book.contents);
    rows.extend(sheets.into_iter().map(|(name, title)| vec![Cell::from("Sheets"), Cell::Link(name), title.into()]));
    let (sheet, _) = sheet.write(book, rows)?;
    sheet.set_print_fit_to_pages(1, 1);
    Ok(())
}

const BOARD_ONLY: &str = "Board staff only: it names organisations, their scores and their actions. Before anything of it is \
    published, figures that rest on fewer than five organisations must be hidden.";

const METHOD: &[(&str, &str)] = &[
    ("Basis", "Self: as answered by the organisations."),
    ("Organisations", "Every figure stands beside the number of organisations or answers it rests on."),
    (
        "% fully in place",
        "Answers scored 3, divided by answers scored 3, 2 or 1. Not applicable and not answered are \
         left out of the percentage; they are shown beside it.",
    ),
    (
        "Average of a standard",
        "An organisation's score is the mean of its scored questions in the standard. A group's score is the mean of \
         its organisations' scores, each counting once. An organisation without a scored question in the standard \
         does not count there.",
    ),
    ("Average of a question", "The mean of the scores given."),
    ("Rounding", "Figures are computed exactly and rounded half up to two decimals only when shown."),
    (
        "Two forms",
        "Schools and partners answer different forms. Standards 1, 3, 4 and 5 have the same title in both and may be \
         read side by side; questions are never merged.",
    ),
    (
        "Change",
        "Only questions whose wording and descriptors are unchanged are compared, among the organisations that scored them in \
         both rounds.",
    ),
];

const SHORT: &[(&str, &str)] = &[
    ("n/a", "Not applicable: the organisation said, with a reason, that the question does not apply to it."),
    ("Empty score", "Not answered."),
    ("Empty figure", "Nothing was scored, so there is neither a percentage nor an average."),
    ("Empty text", "Nothing was written."),
    ("Not met", "Scored 2 or 1: not fully in place."),
    ("S3.4, P6.2", "A question's key: S schools, P partners; its standard; its place in it. Keys stay for life."),
];

/// How the sheets are laid out, and which of them have no table or none that is marked, with the reason.
fn layout(book: &Book) -> String {
    let mut says =
        "One table on each sheet, marked as a table; no merged cells; the title is in A1 and notes follow it."
            .to_owned();
    if !book.unmarked.is_empty() {
        let _ = write!(says, " Not marked as a table, because they are too long: {}.", list(&book.unmarked));
    }
    if !book.empty.is_empty() {
        let _ = write!(says, " No table, because there are no rows: {}.", list(&book.empty));
    }
    says
}

const ACCESS: &[(&str, &str)] = &[
    ("Colour", "Colour repeats what a number or word in the same cell says. Charts repeat the table on their sheet."),
    (
        "Where it differs",
        "Headings stay in sight (frozen) and long tables have filter buttons, because they are long; both can be \
         switched off.",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::book::Texts;
    use crate::export::for_tests::rounds::round;
    use crate::export::look::TypeSize;

    #[test]
    fn the_sheets_without_a_table_or_its_mark_are_named() {
        let mut book = Book::new(&round().provenance, "x", TypeSize::ADVISED, Texts::Repeated).unwrap();
        assert!(!layout(&book).contains("Not marked") && !layout(&book).contains("No table"));
        book.unmarked = vec!["All answers".into(), "All answers 2".into()];
        book.empty = vec!["Actions register".into()];
        let says = layout(&book);
        assert!(
            says.contains("Not marked as a table, because they are too long: All answers and All answers 2."),
            "{says}"
        );
        assert!(says.contains("No table, because there are no rows: Actions register."), "{says}");
    }
}
