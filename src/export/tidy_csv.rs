//! Tidy CSV for any other tool: every answer, and every figure.
//!
//! Text that people typed is neutralised, so that a spreadsheet program that opens the file takes none of it for a
//! formula.

use std::borrow::Cow;
use std::io::Write;

use super::ExportError;
use super::csv_file::{finish, neutral, writer};
use super::wording::{self, Said};
use crate::domain::form::{AuditForm, Question};
use crate::domain::organisation::Sector;
use crate::domain::report::{AnswersReport, AuditRecord, FormReport, RoundReport};
use crate::domain::summary::{Group, GroupResults};
use crate::domain::tally::{Figure, Tally};

/// The columns of `answers.csv`.
const ANSWERS: [&str; 19] = [
    "round",
    "form",
    "organisation",
    "organisation_name",
    "sector",
    "sub_sector",
    "status",
    "standard",
    "question",
    "score",
    "not_applicable_reason",
    "evidence",
    "action",
    "who",
    "by_when",
    "by_when_date",
    "no_action_reason",
    "topics",
    "wording",
];

/// The columns of `results.csv`.
const RESULTS: [&str; 16] = [
    "round",
    "form",
    "sector",
    "sub_sector",
    "standard",
    "question",
    "organisations",
    "n3",
    "n2",
    "n1",
    "not_applicable",
    "not_answered",
    "percent_fully_in_place",
    "average",
    "who_counts",
    "in_average",
];

/// Makes `answers.csv`: one row for each audit, in whatever state, and question of its form.
///
/// `score` is 3, 2, 1, `n/a`, or empty when not answered; `status` is `invited` (not started), `started` (started,
/// not submitted) or `submitted`. Texts are those that the present choice asks for, as they were typed, `by_when` too;
/// `by_when_date` is the day that it says, like 2027-03-26, and empty where none can be read.
/// The audits come as `report` announces them.
pub fn answers_csv(
    report: &AnswersReport,
    mut audits: impl Iterator<Item = AuditRecord>,
    out: impl Write,
) -> Result<(), ExportError> {
    let mut csv = writer(out)?;
    csv.write_record(ANSWERS)?;
    for form in report.form_of_each() {
        let audit = audits.next().ok_or(ExportError::Incomplete)?;
        for question in form.questions() {
            csv.write_record(answer(report, form, &audit, question).iter().map(|field| field.as_bytes()))?;
        }
    }
    Ok(csv.flush()?)
}

/// Makes `results.csv`: for each form, and everyone (`all`), each sector and each sub-sector of it, a row for each
/// standard (`question` empty) and each question. `organisations` is how many count in the group, `in_average` how many
/// of them have a score there: on so many the average rests.
pub fn results_csv(report: &RoundReport) -> Result<Vec<u8>, ExportError> {
    let mut csv = writer(Vec::new())?;
    csv.write_record(RESULTS)?;
    for form in &report.forms {
        for group in &form.results.groups {
            let line = Line { report, form, group };
            for result in &group.standards {
                csv.write_record(line.record(result.number, "", result.tally, result.average, result.counting))?;
            }
            for result in &group.questions {
                let key = result.key.to_string();
                let (standard, average) = (result.key.standard(), result.tally.average());
                csv.write_record(line.record(standard, &key, result.tally, average, result.tally.scored()))?;
            }
        }
    }
    finish(csv)
}

fn answer<'a>(
    report: &'a AnswersReport,
    form: &AuditForm,
    audit: &'a AuditRecord,
    question: &'a Question,
) -> [Cow<'a, str>; 19] {
    let answer = audit.answers.get(&question.key);
    let said = Said::by(answer);
    let choice = answer.map(|answer| answer.choice).unwrap_or_default();
    [
        neutral(&report.provenance.round),
        form.kind.key().into(),
        audit.reference.as_str().into(),
        neutral(&audit.name),
        audit.kind.sector().key().into(),
        audit.kind.sub_sector().map_or("", |sub_sector| sub_sector.key()).into(),
        audit.stage.state().key().into(),
        question.key.standard().to_string().into(),
        question.key.to_string().into(),
        choice.in_files().into(),
        neutral(said.not_applicable_reason),
        neutral(said.evidence),
        neutral(said.action),
        neutral(said.who),
        neutral(said.by_when),
        said.by_when_date().into(),
        neutral(said.no_action_reason),
        question.topics.join(";").into(),
        neutral(&question.wording),
    ]
}

/// What the rows of one group have in common.
#[derive(Clone, Copy)]
struct Line<'a> {
    report: &'a RoundReport,
    form: &'a FormReport,
    group: &'a GroupResults,
}

impl Line<'_> {
    fn record(
        self,
        standard: u8,
        question: &str,
        tally: Tally,
        average: Option<Figure>,
        in_average: u32,
    ) -> [String; 16] {
        let (sector, sub_sector) = match self.group.group {
            Group::All => ("all", ""),
            Group::Sector(sector) => (sector.key(), ""),
            Group::SubSector(sub_sector) => (Sector::Education.key(), sub_sector.key()),
        };
        let shown = |figure: Option<Figure>| figure.map(|figure| figure.to_string()).unwrap_or_default();
        [
            neutral(&self.report.provenance.round).into_owned(),
            self.form.form.kind.key().into(),
            sector.into(),
            sub_sector.into(),
            standard.to_string(),
            question.into(),
            self.group.organisations.to_string(),
            tally.n3.to_string(),
            tally.n2.to_string(),
            tally.n1.to_string(),
            tally.not_applicable.to_string(),
            tally.not_answered.to_string(),
            shown(tally.percent_fully_in_place()),
            shown(average),
            wording::who_counts_key(self.form.results.who_counts).into(),
            in_average.to_string(),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::audit::WhoCounts;
    use crate::domain::choice::Choice;
    use crate::domain::neutral::as_typed;
    use crate::domain::score::Score;
    use crate::export::for_tests::rounds::{answers, round, round_that_counts};

    fn records(csv: &[u8]) -> Vec<Vec<String>> {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(csv);
        reader.records().map(|record| record.unwrap().iter().map(Into::into).collect()).collect()
    }

    #[test]
    fn answers_read_back_are_the_reports() {
        let (report, audits) = answers();
        let made = || {
            let mut csv = Vec::new();
            answers_csv(&report, audits.iter().cloned(), &mut csv).unwrap();
            csv
        };
        let csv = made();
        assert!(csv.starts_with(b"\xEF\xBB\xBFround,form,organisation,") && csv.ends_with(b"\r\n"));
        assert_eq!(csv, made());
        let rows = records(&csv);
        let each = report.form_of_each().zip(&audits);
        let asked: Vec<_> = each.flat_map(|(form, audit)| form.questions().map(move |q| (form, audit, q))).collect();
        assert_eq!(report.rows(), asked.len());
        assert_eq!(rows.len(), asked.len() + 1);
        for (row, (form, audit, question)) in rows[1..].iter().zip(asked) {
            let answer = audit.answers.get(&question.key);
            let choice = answer.map(|a| a.choice).unwrap_or_default();
            let score = if choice == Choice::NotApplicable { "n/a" } else { choice.key() };
            let reason = if choice == Choice::NotApplicable { "=reason" } else { "" };
            let evidence = answer.map_or("", |a| &a.evidence);
            let fields: Vec<_> = row.iter().map(|field| as_typed(field)).collect();
            let (key, standard) = (question.key.to_string(), question.key.standard().to_string());
            assert_eq!(fields[..3], ["=2014", form.kind.key(), audit.reference.as_str()]);
            assert_eq!(fields[3..5], [audit.name.as_str(), audit.kind.sector().key()]);
            assert_eq!(fields[5], audit.kind.sub_sector().map_or("", |sub| sub.key()));
            assert_eq!(fields[6..10], [audit.stage.state().key(), standard.as_str(), key.as_str(), score]);
            assert_eq!(fields[10..12], [reason, evidence]);
            let asks = choice.score().is_some_and(Score::asks_for_action);
            let action = if asks { ["+action", "-who", "26 March 2015", "2015-03-26", "@none"] } else { [""; 5] };
            assert_eq!(fields[12..17], action);
            assert_eq!(fields[17..], ["training;lado", question.wording.as_str()]);
            assert!(row.iter().all(|field| !field.starts_with(['=', '+', '-', '@'])), "{row:?}");
        }
    }

    #[test]
    fn results_read_back_are_the_domains_figures() {
        for who in [WhoCounts::Submitted, WhoCounts::AndInProgress] {
            let report = round_that_counts(who);
            let rows = records(&results_csv(&report).unwrap());
            assert_eq!(rows[0], RESULTS);
            let mut rows = rows[1..].iter();
            for form in &report.forms {
                for group in &form.results.groups {
                    let standards = group.standards.iter().map(|s| (String::new(), s.tally, s.average, s.counting));
                    let questions = group.questions.iter().map(|q| {
                        let Tally { n3, n2, n1, .. } = q.tally;
                        (q.key.to_string(), q.tally, q.tally.average(), n3 + n2 + n1)
                    });
                    for (key, tally, average, counting) in standards.chain(questions) {
                        let row = rows.next().unwrap();
                        let counts = [
                            group.organisations,
                            tally.n3,
                            tally.n2,
                            tally.n1,
                            tally.not_applicable,
                            tally.not_answered,
                        ];
                        assert_eq!(row[5], key);
                        assert_eq!(row[6..12], counts.map(|n| n.to_string()));
                        let shown = [tally.percent_fully_in_place(), average]
                            .map(|figure| figure.map_or(String::new(), |figure| figure.to_string()));
                        assert_eq!(row[12..14], shown);
                        assert_eq!(row[14], wording::who_counts_key(who));
                        assert_eq!(row[15], counting.to_string());
                    }
                }
            }
            assert_eq!(rows.next(), None);
        }
    }

    #[test]
    fn groups_are_told_by_sector_and_sub_sector() {
        let rows = records(&results_csv(&round()).unwrap());
        let mut groups: Vec<_> = rows[1..].iter().map(|row| [&row[1], &row[2], &row[3]].map(String::as_str)).collect();
        groups.dedup();
        let wanted = [
            ["schools", "all", ""],
            ["schools", "education", ""],
            ["schools", "education", "primary"],
            ["schools", "education", "secondary"],
            ["partners", "all", ""],
            ["partners", "health", ""],
            ["partners", "police", ""],
        ];
        assert_eq!(groups, wanted);
    }
}
