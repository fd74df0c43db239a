//! What is wrong in a file of organisations, and in which line.

/// More problems than anyone reads; the rest are counted.
const MOST_PROBLEMS: usize = 500;

/// Something wrong in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowProblem {
    /// The line in the file, from 1, which is the header; 0 for the file as a whole.
    pub line: u64,
    /// The column, when it is about one.
    pub column: Option<&'static str>,
    /// What to do about it.
    pub message: String,
}

impl std::fmt::Display for RowProblem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.line {
            0 => f.write_str(&self.message),
            line => write!(f, "line {line}: {}", self.message),
        }
    }
}

/// A problem with the file as a whole.
pub(super) fn whole(message: String) -> RowProblem {
    RowProblem { line: 0, column: None, message }
}

/// At most as many problems as someone can work through, the first of the file first.
pub fn shortened(mut problems: Vec<RowProblem>) -> Vec<RowProblem> {
    problems.sort_by_key(|problem| problem.line);
    if problems.len() > MOST_PROBLEMS {
        let more = problems.len() - MOST_PROBLEMS;
        problems.truncate(MOST_PROBLEMS);
        problems.push(whole(format!("There are {more} more")));
    }
    problems
}

/// The line of a row. The reader says where the row before it ended: empty lines may stand between.
pub(super) fn line_of(text: &str, begins: &csv::Position) -> u64 {
    let from = usize::try_from(begins.byte()).unwrap_or(usize::MAX);
    let rest = text.as_bytes().get(from..).unwrap_or_default();
    (begins.line()..)
        .zip(rest.iter().take_while(|byte| **byte == b'\n'))
        .last()
        .map_or(begins.line(), |(line, _)| line + 1)
}
