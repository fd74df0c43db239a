//! The one kind of native chart: horizontal bars in parts, the best part first, a white gap between parts and the
//! value in each part that has room for it.

use rust_xlsxwriter::{
    Chart, ChartAxisLabelPosition, ChartAxisTickType, ChartDataLabel, ChartFont, ChartFormat, ChartLegendPosition,
    ChartLine, ChartSolidFill, ChartType, Color,
};

use super::look::FONT;

/// The most that Excel takes of a text about a chart, in UTF-16 units. The writer drops a longer one.
const TEXT_LIMIT: usize = 255;

/// Cells of one column: sheet, first row, column, last row, all from 0.
pub(super) type Cells<'a> = (&'a str, u32, u16, u32);

/// One part of every bar.
pub(super) struct BarPart<'a> {
    /// Its name in the legend.
    pub(super) name: String,
    /// Its values.
    pub(super) values: Cells<'a>,
    /// Its colour.
    pub(super) colour: Color,
    /// The colour of the value written in it.
    pub(super) ink: Color,
}

/// Horizontal bars in parts.
pub(super) struct Bars<'a> {
    /// What the chart shows, above it.
    pub(super) title: String,
    /// The same for those who do not see it, with what it says.
    pub(super) alt_text: String,
    /// What the bars stand for.
    pub(super) categories: Cells<'a>,
    /// The name of the axis with the bars.
    pub(super) category_axis: &'static str,
    /// The name of the axis with the values.
    pub(super) value_axis: &'static str,
    /// How a value is written; a number format may leave small ones out.
    pub(super) label_format: &'static str,
    /// The parts, in the order in which they are stacked.
    pub(super) parts: Vec<BarPart<'a>>,
    /// Width and height in pixels.
    pub(super) size: (u32, u32),
}

impl Bars<'_> {
    /// The chart, every bar drawn as parts of 100%.
    pub(super) fn chart(&self) -> Chart {
        let mut chart = Chart::new(ChartType::BarPercentStacked);
        for part in &self.parts {
            let mut label = ChartDataLabel::new();
            label.show_value().set_num_format(self.label_format).set_font(&font(9).set_color(part.ink).clone());
            chart
                .add_series()
                .set_name(shortened(&part.name).as_str())
                .set_categories(range(self.categories))
                .set_values(range(part.values))
                .set_format(
                    ChartFormat::new()
                        .set_solid_fill(ChartSolidFill::new().set_color(part.colour))
                        .set_border(ChartLine::new().set_color(Color::White).set_width(1.5)),
                )
                .set_data_label(&label)
                .set_gap(45)
                .set_overlap(100);
        }
        chart.title().set_name(shortened(&self.title).as_str()).set_font(font(13).set_bold());
        // Among bars, the writer calls the values' axis x. The first row of the table is the top bar; the values'
        // axis would go to the top with it, and its labels are put back below.
        chart
            .y_axis()
            .set_name(self.category_axis)
            .set_name_font(&font(10))
            .set_font(&font(10))
            .set_major_tick_type(ChartAxisTickType::None)
            .set_reverse();
        chart
            .x_axis()
            .set_name(self.value_axis)
            .set_name_font(&font(10))
            .set_font(&font(10))
            .set_num_format("0%")
            .set_major_tick_type(ChartAxisTickType::None)
            .set_label_position(ChartAxisLabelPosition::High)
            .set_major_gridlines_line(ChartLine::new().set_color(Color::RGB(0xd8_dd_e2)).set_width(0.75));
        chart.legend().set_position(ChartLegendPosition::Top).set_font(&font(10));
        chart.set_alt_text(shortened(&self.alt_text)).set_width(self.size.0).set_height(self.size.1);
        chart
    }
}

/// Whether Excel takes the whole of a text about a chart.
pub(super) fn fits(text: &str) -> bool {
    units(text) <= TEXT_LIMIT
}

fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

/// A text about a chart as far as Excel takes it, cut after a word and with a mark that it goes on.
fn shortened(text: &str) -> String {
    const GOES_ON: &str = "…";
    if fits(text) {
        return text.to_owned();
    }
    let room = TEXT_LIMIT - units(GOES_ON);
    let begun = |at: usize| text[..at].trim_end_matches(|c: char| c.is_whitespace() || c.is_ascii_punctuation());
    let ends: Vec<_> = text.char_indices().map(|(at, _)| at).take_while(|at| units(&text[..*at]) <= room).collect();
    let words =
        ends.iter().rev().copied().find(|at| text[*at..].starts_with(char::is_whitespace) && !begun(*at).is_empty());
    // A text that is one word is cut inside it.
    let at = words.or(ends.last().copied()).unwrap_or_default();
    format!("{}{GOES_ON}", begun(at))
}

fn range((sheet, first, column, last): Cells<'_>) -> (&str, u32, u16, u32, u16) {
    (sheet, first, column, last, column)
}

fn font(points: u32) -> ChartFont {
    let mut font = ChartFont::new();
    font.set_name(FONT).set_size(points);
    font
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::export::for_tests::reopened::Reopened;
    use crate::export::for_tests::rounds;
    use crate::export::{action_plan_workbook, results_workbook};

    #[test]
    fn a_long_text_is_cut_after_a_word_and_fits() {
        assert_eq!(shortened("Short, and whole."), "Short, and whole.");
        assert_eq!(shortened(&"x".repeat(TEXT_LIMIT)), "x".repeat(TEXT_LIMIT));
        let cut = shortened(&"A sentence (10%), ".repeat(30));
        assert!(fits(&cut) && units(&cut) > TEXT_LIMIT - 20, "{cut}");
        assert!(cut.ends_with("sentence (10%…") || cut.ends_with("sentence…") || cut.ends_with("A…"), "{cut}");
        for whole in ["x".repeat(300), "🙂".repeat(300), format!(" {}", "x".repeat(300)), " ".repeat(300)] {
            let cut = shortened(&whole);
            assert!(fits(&cut) && cut.ends_with('…'), "{cut}");
        }
    }

    /// A name of this many characters, in words.
    fn long_name(length: usize) -> String {
        "Safeguarding & “commitment” ".chars().cycle().take(length - 1).chain(['s']).collect()
    }

    /// The descriptions in a workbook's drawings, as a reader hears them, and how many charts it has.
    fn descriptions(bytes: Vec<u8>) -> (Vec<String>, usize) {
        let mut book = Reopened::new(bytes);
        let drawings: Vec<_> = book.parts("xl/drawings/drawing").into_iter().map(|name| book.part(&name)).collect();
        let charts = drawings.iter().map(|drawing| drawing.matches("<xdr:graphicFrame ").count()).sum();
        let described = drawings.iter().flat_map(|drawing| drawing.split(" descr=\"").skip(1));
        let text = |rest: &str| rest.split('"').next().unwrap().replace("&amp;", "&").replace("&quot;", "\"");
        (described.map(text).collect(), charts)
    }

    #[test]
    fn every_chart_says_what_it_shows_however_long_the_names_in_it_are() {
        for length in [20, 60, 100, 200] {
            let (mut report, mut plan) = (rounds::round(), rounds::plan());
            for form in report.forms.iter_mut().map(|form| &mut form.form).chain([&mut plan.form]) {
                let form = Arc::make_mut(form);
                form.standards.iter_mut().for_each(|standard| standard.title = long_name(length));
                form.scale.iter_mut().for_each(|(_, words)| *words = long_name(length));
            }
            plan.audit.name = long_name(length);
            let files = [results_workbook(&report).unwrap(), action_plan_workbook(&plan).unwrap()];
            for (file, expected) in files.into_iter().zip([3, 1]) {
                let (described, charts) = descriptions(file);
                assert_eq!((described.len(), charts), (expected, expected), "names of {length} characters");
                for text in described {
                    assert!(fits(&text) && text.contains("ar chart of "), "{text}");
                    // The strongest and the weakest are said, by their numbers where the titles are too long.
                    let whole =
                        text.matches("%)").count() == 2 && text.ends_with("The table above has the percentages.");
                    assert!(whole || !text.contains("of the standards"), "{text}");
                }
            }
        }
    }
}
