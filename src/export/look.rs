//! How the cells of every workbook look: one font, thin rules, and a colour only where a word or number says the same.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, FormatUnderline};

use crate::domain::choice::Choice;
use crate::domain::score::Score;

/// The font of cells and charts.
pub(super) const FONT: &str = "Arial";
/// The brand colour, for titles.
const BRAND: Color = Color::RGB(0x12_3a_5a);
/// The ground of a table's headings.
const HEADING: Color = Color::RGB(0xe4_ea_f0);
/// The thin rules between cells.
const RULE: Color = Color::RGB(0xb1_b8_c0);
/// The ground of *not applicable*.
const GREY: Color = Color::RGB(0xd0_d3_d6);

/// The colour that stands for a score in cells and charts.
pub(super) fn colour(score: Score) -> Color {
    match score {
        Score::FullyInPlace => Color::RGB(0x12_43_6d),
        Score::MakingProgress => Color::RGB(0xb9_c7_d4),
        Score::NotMakingProgress => Color::RGB(0xf4_6a_25),
    }
}

/// The colour in which text can be read on [`colour`].
pub(super) fn ink(score: Score) -> Color {
    match score {
        Score::FullyInPlace => Color::White,
        Score::MakingProgress | Score::NotMakingProgress => Color::Black,
    }
}

/// A workbook's type size, with the pixels that Excel gives to a row and a column of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TypeSize {
    points: u8,
    row_pixels: u32,
    column_pixels: u32,
}

impl TypeSize {
    /// 12 points, as the advice on accessible spreadsheets asks.
    pub(super) const ADVISED: Self = Self { points: 12, row_pixels: 20, column_pixels: 80 };
    /// 11 points, for a working document with many columns.
    pub(super) const WORKING: Self = Self { points: 11, row_pixels: 19, column_pixels: 72 };

    /// The height of a row, in pixels.
    pub(super) fn row_pixels(self) -> u32 {
        self.row_pixels
    }

    /// The width of an untouched column, in pixels.
    pub(super) fn column_pixels(self) -> u32 {
        self.column_pixels
    }
}

/// The formats of a workbook, made once.
pub(super) struct Looks {
    size: TypeSize,
    /// A cell that nothing else is said of.
    pub(super) plain: Format,
    /// The title in A1.
    pub(super) title: Format,
    /// A second title further down a sheet.
    pub(super) subtitle: Format,
    /// A line of notes under the title.
    pub(super) note: Format,
    /// A table's headings.
    pub(super) heading: Format,
    /// The headings over numbers.
    pub(super) number_heading: Format,
    /// Text. Kept as text when someone edits the cell, so that a leading `=` stays inert.
    pub(super) text: Format,
    /// Text that must not be overlooked.
    pub(super) alert: Format,
    /// A link to another sheet of the workbook.
    pub(super) link: Format,
    /// Text without rules, of a large sheet.
    pub(super) bare_text: Format,
    /// A number without rules, of a large sheet.
    pub(super) bare_number: Format,
    /// A count.
    pub(super) count: Format,
    /// A percentage or average: two decimals.
    pub(super) figure: Format,
    /// A day.
    pub(super) day: Format,
    /// What was typed where a day should be: a day once someone corrects it.
    pub(super) day_as_typed: Format,
    not_answered: Format,
    not_applicable: Format,
    scores: [Format; 3],
}

impl Looks {
    /// The formats in this type size.
    pub(super) fn new(size: TypeSize) -> Self {
        let plain = Format::new().set_font_name(FONT).set_font_size(size.points);
        let larger = |by: u8| plain.clone().set_bold().set_font_color(BRAND).set_font_size(size.points + by);
        let cell = plain.clone().set_border(FormatBorder::Thin).set_border_color(RULE).set_align(FormatAlign::Top);
        // Without the indent a text touches the number before it.
        let as_text =
            |format: Format| format.set_align(FormatAlign::Left).set_indent(1).set_text_wrap().set_num_format("@");
        let bare = plain.clone().set_align(FormatAlign::Top);
        let text = as_text(cell.clone());
        let heading = text.clone().set_bold().set_background_color(HEADING).set_align(FormatAlign::Bottom);
        let number = cell.clone().set_align(FormatAlign::Right);
        let day = cell.clone().set_align(FormatAlign::Left).set_indent(1).set_text_wrap().set_num_format("d mmmm yyyy");
        let choice = cell.clone().set_align(FormatAlign::Center);
        let scored = |score| choice.clone().set_background_color(colour(score)).set_font_color(ink(score));
        Self {
            size,
            title: larger(4),
            subtitle: larger(2),
            // Not quite plain: a cell without a look of its own takes its column's, which wraps on large sheets.
            note: plain.clone().set_align(FormatAlign::Top),
            number_heading: heading.clone().set_indent(0).set_align(FormatAlign::Right),
            heading,
            alert: text.clone().set_bold().set_font_color(Color::RGB(0xa0_1c_0e)),
            link: text.clone().set_font_color(Color::RGB(0x1a_5f_9e)).set_underline(FormatUnderline::Single),
            text,
            bare_text: as_text(bare.clone()),
            bare_number: bare.set_align(FormatAlign::Right),
            count: number.clone().set_num_format("0"),
            figure: number.clone().set_num_format("0.00"),
            day_as_typed: day.clone().set_quote_prefix(),
            day,
            not_applicable: choice.clone().set_background_color(GREY),
            scores: Score::ALL.map(scored),
            not_answered: choice,
            plain,
        }
    }

    /// The height in pixels of a row with so many lines.
    pub(super) fn height(&self, lines: u32) -> u32 {
        lines.saturating_mul(self.size.row_pixels).saturating_add(2)
    }

    /// The look of a score, of *not applicable*, and of a question without an answer.
    pub(super) fn choice(&self, choice: Choice) -> &Format {
        match choice {
            Choice::NotAnswered => &self.not_answered,
            Choice::NotApplicable => &self.not_applicable,
            Choice::Scored(Score::FullyInPlace) => &self.scores[0],
            Choice::Scored(Score::MakingProgress) => &self.scores[1],
            Choice::Scored(Score::NotMakingProgress) => &self.scores[2],
        }
    }
}
