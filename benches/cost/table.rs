//! The table that is printed: one line for each kind of work, one column for each size of the round.

use std::fmt;

/// A Markdown table, filled column by column.
#[derive(Default)]
pub struct Table {
    columns: Vec<String>,
    lines: Vec<Line>,
}

struct Line {
    work: &'static str,
    target: &'static str,
    figures: Vec<String>,
}

impl Table {
    /// What is measured from now on belongs to this column.
    pub fn begin_column(&mut self, heading: String) {
        self.columns.push(heading);
    }

    /// Whether only one column was begun.
    pub fn is_first_column(&self) -> bool {
        self.columns.len() == 1
    }

    /// Enters what some work came to. The target is that of `engineering.md`; empty where there is none.
    pub fn figure(&mut self, work: &'static str, target: &'static str, figure: String) {
        eprintln!("  {work}: {figure}");
        let before = self.columns.len().saturating_sub(1);
        let at = self.lines.iter().position(|line| line.work == work).unwrap_or_else(|| {
            self.lines.push(Line { work, target, figures: Vec::new() });
            self.lines.len() - 1
        });
        self.lines[at].figures.resize(before, String::new());
        self.lines[at].figures.push(figure);
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "| work | target | {} |", self.columns.join(" | "))?;
        writeln!(f, "|---|---|{}", "---|".repeat(self.columns.len()))?;
        for Line { work, target, figures } in &self.lines {
            let mut figures = figures.clone();
            figures.resize(self.columns.len(), String::new());
            writeln!(f, "| {work} | {target} | {} |", figures.join(" | "))?;
        }
        Ok(())
    }
}
