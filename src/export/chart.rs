//! The one kind of native chart: horizontal bars in parts, the best part first, a white gap between parts and the
//! value in each part that has room for it.

use rust_xlsxwriter::{
    Chart, ChartAxisLabelPosition, ChartAxisTickType, ChartDataLabel, ChartFont, ChartFormat, ChartLegendPosition,
    ChartLine, ChartSolidFill, ChartType, Color,
};

use super::look::FONT;

/// Cells of one column: sheet, first row, column, last row, all from 0.
pub(super) type Cells<'a> = (&'a str, u32, u16, u32);

/// One part of every bar.
pub(super) struct Part<'a> {
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
    pub(super) parts: Vec<Part<'a>>,
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
                .set_name(part.name.as_str())
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
        chart.title().set_name(self.title.as_str()).set_font(font(13).set_bold());
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
        chart.set_alt_text(&self.alt_text).set_width(self.size.0).set_height(self.size.1);
        chart
    }
}

fn range((sheet, first, column, last): Cells<'_>) -> (&str, u32, u16, u32, u16) {
    (sheet, first, column, last, column)
}

fn font(points: u32) -> ChartFont {
    let mut font = ChartFont::new();
    font.set_name(FONT).set_size(points);
    font
}
