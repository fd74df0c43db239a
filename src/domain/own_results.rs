//! An organisation's own results beside those of the others in its sector: what the page and the file show, in the same
//! words.

use super::choice::Choice;
use super::disclosure::others::{Hidden, Others, QuestionShown, StandardShown};
use super::disclosure::share::{Range, SMALLEST_WITH_PERCENT, Share};
use super::form::{AuditForm, QuestionKey};
use super::organisation::Sector;
use super::report::Provenance;
use super::tally::{Figure, Tally};

/// An organisation's own figures, and what may be shown of the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnResults {
    /// The sector that the organisation is compared with.
    pub sector: Sector,
    /// Whether the reader belongs, or has belonged, to other organisations too: none of them is among the others.
    pub of_several: bool,
    /// What may be shown of the other organisations in the sector, or why nothing may.
    pub others: Result<Others, Hidden>,
    /// Standard by standard.
    pub standards: Vec<OwnStandard>,
    /// Question by question, in the form's order.
    pub questions: Vec<OwnQuestion>,
}

/// An organisation's own answers to a standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OwnStandard {
    /// 1 to 7.
    pub number: u8,
    /// Its choices, counted: percentage and average come from them.
    pub own: Tally,
}

/// An organisation's own answer to a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OwnQuestion {
    /// The question.
    pub key: QuestionKey,
    /// What it chose.
    pub own: Choice,
}

/// One organisation's results as a file holds them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnResultsReport {
    /// What it is and when it was made.
    pub provenance: Provenance,
    /// The organisation's reference.
    pub organisation: String,
    /// Its figures.
    pub results: OwnResults,
}

/// The texts of one row about the others; empty where nothing is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// The share fully in place, as a percentage.
    pub percent: String,
    /// The same in words, where no percentage is told.
    pub band: String,
    /// The average, for a standard.
    pub average: String,
    /// How many organisations it rests on.
    pub organisations: String,
    /// Why something is not shown.
    pub why_hidden: String,
}

impl OwnResults {
    /// Puts an organisation's choices beside what may be shown of the others; `of_several` says whether the reader belongs,
    /// or has belonged, to other organisations too.
    pub fn new(
        form: &AuditForm,
        sector: Sector,
        of_several: bool,
        own: impl Fn(QuestionKey) -> Choice,
        others: Result<Others, Hidden>,
    ) -> Self {
        let standards = form.standards.iter().map(|standard| {
            let mut tally = Tally::default();
            standard.questions.iter().for_each(|question| tally.count(own(question.key), 1));
            OwnStandard { number: standard.number, own: tally }
        });
        let questions = form.questions().map(|question| OwnQuestion { key: question.key, own: own(question.key) });
        Self { sector, of_several, standards: standards.collect(), questions: questions.collect(), others }
    }

    /// The texts about the others in a standard's row.
    pub fn beside_standard(&self, number: u8) -> Written {
        match &self.others {
            Ok(others) => Written::of_standard(others.standard(number)),
            Err(hidden) => Written::nothing(hidden.words(self.of_several)),
        }
    }

    /// The texts about the others in a question's row.
    pub fn beside_question(&self, key: QuestionKey) -> Written {
        match &self.others {
            Ok(others) => Written::of_question(others.question(key)),
            Err(hidden) => Written::nothing(hidden.words(self.of_several)),
        }
    }
}

impl OwnStandard {
    /// Its own share fully in place, as page and file say it.
    pub fn percent(self) -> String {
        self.own.percent_fully_in_place().map_or_else(|| "nothing scored".into(), Figure::whole_percent)
    }
}

impl Written {
    fn nothing(why: &str) -> Self {
        Self { why_hidden: why.to_string(), ..Self::default() }
    }

    fn of_standard(shown: StandardShown) -> Self {
        match shown {
            StandardShown::Exact { percent, average, organisations } => Self {
                percent: percent.to_string(),
                average: average.map(|average| average.to_string()).unwrap_or_default(),
                organisations: organisations.to_string(),
                why_hidden: match average {
                    Some(_) => String::new(),
                    None => "no average: it could tell that nobody scored 1, or nobody 2".into(),
                },
                ..Self::default()
            },
            StandardShown::Follows { range, organisations } => {
                let (percent, band) = match range {
                    Range::Percents(..) => (range.to_string(), String::new()),
                    Range::Bands(..) => (String::new(), range.to_string()),
                };
                let organisations = organisations.map(|n| n.to_string()).unwrap_or_default();
                let why_hidden = "no average: not every question has a percentage from 5% to 95%".into();
                Self { percent, band, organisations, why_hidden, ..Self::default() }
            }
            StandardShown::Hidden => Self::nothing("too little is shown of its questions"),
        }
    }

    fn of_question(shown: QuestionShown) -> Self {
        match shown {
            QuestionShown::Hidden => Self::nothing("fewer than five of the others scored it"),
            QuestionShown::Shown { scored, share: Share::Percent(percent) } => {
                Self { percent: percent.to_string(), organisations: scored.to_string(), ..Self::default() }
            }
            QuestionShown::Shown { scored, share: Share::Band(band) } => Self {
                band: band.to_string(),
                organisations: scored.to_string(),
                why_hidden: format!("no percentage: fewer than {SMALLEST_WITH_PERCENT} of the others scored it"),
                ..Self::default()
            },
        }
    }
}
