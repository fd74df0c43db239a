//! The results workbook reopened: every number is the domain's, every text is as it was typed.

use calamine::{Data, DataType};

use super::*;
use crate::domain::audit::WhoCounts;
use crate::domain::form::{AuditForm, Question};
use crate::domain::report::{AuditChoices, FormReport, Response};
use crate::domain::score::Score;
use crate::domain::summary::{Counts, Group, GroupResults, QuestionResult, results};
use crate::domain::tally::{Figure, Tally};
use crate::export::for_tests::reopened::Reopened;
use crate::export::for_tests::rounds::{answers, key, round, round_that_counts};
use crate::export::wording;

const SHEETS: [&str; 15] = [
    "Cover",
    "Response rate",
    "Standards",
    "Chart schools",
    "Chart partners",
    "Questions",
    "Questions by group",
    "Schools by standard",
    "Partners by standard",
    "Schools by question",
    "Partners by question",
    "Lowest and highest ten",
    "Change since last round",
    "Actions register",
    "All answers",
];

fn open(report: &RoundReport) -> Reopened {
    Reopened::new(results_workbook(report).unwrap())
}

fn table(report: &RoundReport, sheet: &str) -> Vec<Vec<Data>> {
    open(report).table(sheet).1
}

fn text(text: impl Into<String>) -> Data {
    Data::String(text.into())
}

fn count(n: u32) -> Data {
    Data::Float(n.into())
}

fn figure(figure: Option<Figure>) -> Data {
    figure.map_or(Data::Empty, |figure| Data::Float(figure.shown()))
}

fn figures(tally: Tally, average: Option<Figure>) -> Vec<Data> {
    let Tally { n3, n2, n1, not_applicable, not_answered } = tally;
    let mut cells: Vec<_> = [n3, n2, n1, not_applicable, not_answered].map(count).into();
    cells.extend([figure(tally.percent_fully_in_place()), figure(average)]);
    cells
}

fn groups(report: &RoundReport) -> impl Iterator<Item = (&FormReport, &GroupResults)> {
    report.forms.iter().flat_map(|form| form.results.groups.iter().map(move |group| (form, group)))
}

fn alls(report: &RoundReport) -> impl Iterator<Item = (&FormReport, &GroupResults)> {
    groups(report).filter(|(_, group)| group.group == Group::All)
}

fn question(form: &AuditForm, result: &QuestionResult) -> Question {
    form.question(result.key).unwrap().clone()
}

#[test]
fn it_has_one_table_a_sheet_under_a_title_in_a1_and_nothing_live() {
    let mut book = open(&round());
    assert_eq!(book.sheets(), SHEETS);
    for (place, sheet) in SHEETS.into_iter().enumerate() {
        assert_eq!(book.tables(sheet), [sheet.replace(' ', "_")], "{sheet}");
        assert!(matches!(&book.rows(sheet)[0][0], Data::String(title) if !title.is_empty()), "{sheet}");
        let xml = book.sheet_xml(place);
        for wanted in [
            "<pane ",
            "state=\"frozen\"",
            "<pageSetUpPr fitToPage=\"1\"/>",
            "paperSize=\"9\"",
            "orientation=\"landscape\"",
            "&amp;RPage &amp;P of &amp;N",
            "Wirral &amp;&amp; Sefton Board",
        ] {
            assert!(xml.contains(wanted), "{sheet} lacks {wanted}");
        }
        assert!(!xml.contains("mergeCell"), "{sheet} has merged cells");
    }
    assert_eq!(book.part("xl/workbook.xml").matches("_xlnm.Print_Titles").count(), SHEETS.len());
    book.assert_inert();
}

fn answers_file() -> Vec<u8> {
    let (report, audits) = answers();
    let mut file = std::io::Cursor::new(Vec::new());
    answers_workbook(&report, audits.into_iter(), &mut file).unwrap();
    file.into_inner()
}

#[test]
fn a_file_of_answers_from_which_an_audit_is_missing_is_not_made() {
    let (report, mut audits) = answers();
    audits.pop();
    let mut file = std::io::Cursor::new(Vec::new());
    let made = answers_workbook(&report, audits.into_iter(), &mut file);
    assert!(matches!(made, Err(crate::export::ExportError::Incomplete)));
}

#[test]
fn the_same_report_makes_the_same_bytes_and_is_dated_by_it() {
    assert_eq!(results_workbook(&round()).unwrap(), results_workbook(&round()).unwrap());
    assert_eq!(answers_file(), answers_file());
    let core = open(&round()).part("docProps/core.xml");
    assert!(core.contains("2014-06-30T23:30:00Z</dcterms:created>"), "{core}");
}

#[test]
fn the_cover_says_what_it_is_and_lists_every_sheet() {
    let mut book = open(&round());
    let cover = book.rows("Cover");
    let all = format!("{cover:?}");
    for wanted in [
        "Safeguarding audit results, =2014",
        "This is sample data",
        "Schools: submitted audits count; 1 audit in progress does not. Partners: submitted audits count.",
        "Wirral & Sefton Board",
        "1 July 2014 at 00:30, London time",
        "Self: as answered by the organisations.",
        "rounded half up to two decimals",
    ] {
        assert!(all.contains(wanted), "{wanted}");
    }
    let listed = cover.iter().filter(|row| row[0] == text("Sheets")).map(|row| row[1].clone());
    assert_eq!(listed.collect::<Vec<_>>(), SHEETS[1..].iter().map(|&name| text(name)).collect::<Vec<_>>());
}

#[test]
fn a_report_with_audits_in_progress_says_so_on_every_sheet_of_figures() {
    let report = round_that_counts(WhoCounts::AndInProgress);
    let mut book = open(&report);
    for sheet in
        SHEETS.into_iter().filter(|&sheet| !["Response rate", "Actions register", "All answers"].contains(&sheet))
    {
        let rows = format!("{:?}", book.rows(sheet));
        let of_partners = sheet.contains("artners");
        let says = if of_partners { "no other audit was started." } else { "and so does 1 audit in progress." };
        assert!(rows.contains(says), "{sheet}: {rows}");
    }
    assert_eq!(book.table("Schools by question").1.len(), 4);
    assert_eq!(table(&round(), "Schools by question").len(), 3);
}

#[test]
fn response_rates_are_the_reports() {
    let report = round();
    let rows = table(&report, "Response rate");
    let row = |r: &Response| {
        let of = r.returned;
        let mut row = vec![text(r.form.words()), text(r.sector.words())];
        row.extend([of.invited(), of.submitted, of.started, of.not_started].map(count));
        row.push(figure(of.percent_submitted()));
        row
    };
    let wanted: Vec<_> = report.responses.iter().map(row).collect();
    assert_eq!(rows[..4], wanted);
    assert_eq!(rows[4][1..], [text("All schools"), count(5), count(3), count(1), count(1), Data::Float(60.0)]);
    assert_eq!(rows[5][1..], [text("All partners"), count(3), count(2), count(0), count(1), Data::Float(66.67)]);
    let all = [text("Both"), text("All organisations"), count(8), count(5), count(1), count(2), Data::Float(62.5)];
    assert_eq!(rows[6][..], all);
}

#[test]
fn every_figure_of_standards_is_the_domains() {
    let report = round();
    let wanted: Vec<Vec<Data>> = groups(&report)
        .flat_map(|(form, group)| {
            group.standards.iter().map(|result| {
                let kind = form.form.kind;
                let mut row =
                    vec![text(kind.words()), text(wording::level(group.group)), text(group.group.words(kind))];
                row.push(count(result.number.into()));
                row.push(text(&form.form.standard(result.number).unwrap().title));
                row.extend([group.organisations, result.counting].map(count));
                row.extend(figures(result.tally, result.average));
                row
            })
        })
        .collect();
    assert_eq!(table(&report, "Standards"), wanted);
    let secondary = wanted.iter().find(|row| row[2] == text("Secondary")).unwrap();
    assert_eq!(
        secondary[6..],
        [0, 0, 0, 0, 2, 0].map(count).into_iter().chain([Data::Empty, Data::Empty]).collect::<Vec<_>>()
    );
}

#[test]
fn each_form_has_a_chart_of_its_standards_in_the_scores_colours() {
    let report = round();
    let mut book = open(&report);
    for (form, all) in alls(&report) {
        let sheet = format!("Chart {}", form.form.kind.key());
        let rows = book.table(&sheet).1;
        for (row, result) in rows.iter().zip(&all.standards) {
            assert_eq!(row[1], count(result.tally.scored()));
            let percents = Score::ALL.map(|score| figure(result.tally.percent(score)));
            assert_eq!(row[2..], percents);
        }
    }
    let charts = book.parts("xl/charts/chart");
    assert_eq!(charts.len(), 3);
    for chart in charts {
        let xml = book.part(&chart);
        assert!(["12436D", "B9C7D4", "F46A25"].iter().all(|colour| xml.contains(colour)), "{chart}");
        assert_eq!(xml.matches("<c:title>").count(), 3, "{chart}: a title, and one for each axis");
    }
    let drawings = book.parts("xl/drawings/drawing");
    assert!(drawings.iter().all(|drawing| book.part(drawing).contains("descr=\"")), "alternative text");
}

#[test]
fn every_figure_of_questions_is_the_domains_for_all_and_for_each_group() {
    let report = round();
    let by_group: Vec<Vec<Data>> = groups(&report)
        .flat_map(|(form, group)| {
            group.questions.iter().map(|result| {
                let (kind, question) = (form.form.kind, question(&form.form, result));
                let mut row =
                    vec![text(kind.words()), text(wording::level(group.group)), text(group.group.words(kind))];
                row.push(count(question.key.standard().into()));
                row.extend([text(question.key.to_string()), text(question.short), count(group.organisations)]);
                row.extend(figures(result.tally, result.tally.average()));
                row
            })
        })
        .collect();
    assert_eq!(table(&report, "Questions by group"), by_group);
    let all: Vec<Vec<Data>> = alls(&report)
        .flat_map(|(form, all)| {
            all.questions.iter().map(|result| {
                let question = question(&form.form, result);
                let standard = wording::standard(&form.form, question.key.standard());
                let mut row = vec![text(form.form.kind.words()), text(standard), text(question.key.to_string())];
                row.extend([text(question.short), text(question.wording), count(all.organisations)]);
                row.extend(figures(result.tally, result.tally.average()));
                row.push(text("Training; LADO"));
                row
            })
        })
        .collect();
    assert_eq!(table(&report, "Questions"), all);
}

#[test]
fn the_matrices_hold_each_organisations_own_averages_and_answers() {
    let report = round();
    for form in &report.forms {
        let counted: Vec<&AuditChoices> = form.audits.iter().filter(|a| report.who_counts.counts(a.state)).collect();
        let averages = table(&report, &format!("{} by standard", form.form.kind.words()));
        let answers = table(&report, &format!("{} by question", form.form.kind.words()));
        assert_eq!((averages.len(), answers.len()), (counted.len(), counted.len()));
        for (audit, (averages, answers)) in counted.iter().zip(averages.iter().zip(&answers)) {
            let own = [1, 2].map(|standard| audit.tally(&form.form, |key| key.standard() == standard));
            let shown = own.map(|tally| match figure(tally.average()) {
                Data::Empty if tally.not_answered == 0 => text("n/a"),
                shown => shown,
            });
            assert_eq!(averages[..2], [text(audit.reference.as_str()), text(&audit.name)]);
            assert_eq!(averages[4..6], shown);
            let mut both = own[0];
            both.add(own[1]);
            let counts = [both.n2 + both.n1, both.n1, both.not_applicable, both.not_answered].map(count);
            assert_eq!(averages[6..], counts);
            let choices = audit.choices.iter().map(|choice| match choice.key() {
                "" => Data::Empty,
                "not_applicable" => text("n/a"),
                score => count(score.parse().unwrap()),
            });
            assert_eq!(answers[3..], choices.collect::<Vec<_>>());
        }
    }
}

#[test]
fn the_lowest_and_highest_are_the_domains_in_its_order() {
    let report = round();
    let wanted: Vec<(Data, Data, Vec<Data>)> = alls(&report)
        .flat_map(|(_, all)| [("Lowest", all.lowest(10)), ("Highest", all.highest(10))])
        .flat_map(|(list, ranked)| {
            ranked.into_iter().map(move |q| (text(list), text(q.key.to_string()), figures(q.tally, q.tally.average())))
        })
        .collect();
    let rows = table(&report, "Lowest and highest ten");
    let shown: Vec<_> = rows.iter().map(|row| (row[1].clone(), row[3].clone(), row[6..].to_vec())).collect();
    assert_eq!(shown, wanted);
}

#[test]
fn change_is_shown_as_the_report_holds_it() {
    let report = round();
    let rows = table(&report, "Change since last round");
    let change = &report.forms[0].change.as_ref().unwrap().questions[0];
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0][2], text("S1.1"));
    assert_eq!(rows[0][5], count(3));
    let shown = [
        change.before.percent_fully_in_place(),
        change.now.percent_fully_in_place(),
        change.before.average(),
        change.now.average(),
    ];
    assert_eq!(rows[0][6..10], shown.map(figure));
    assert_eq!(rows[0][10..], [1, 1, 1, 2, 1, 0].map(count));
}

#[test]
fn the_register_holds_every_action_with_its_days_and_how_late_it_is() {
    let mut report = round();
    let rows = table(&report, "Actions register");
    assert_eq!(rows.len(), 4);
    let action = &report.forms[0].actions[0].1;
    assert_eq!(rows[0][1..3], [text("O-0001"), text("=Marsh Lane Primary")]);
    assert_eq!(rows[0][9..11], [text(&action.what), text(&action.who)]);
    assert_eq!(rows[0][11].get_datetime().unwrap().to_ymd_hms_milli().0, 2014);
    assert_eq!(rows[0][14], text("Overdue by 52 days"));
    assert_eq!(rows[2][12], text("Done"));
    assert_eq!(rows[2][14], Data::Empty);
    assert_eq!(rows[0][16], text(&action.impact));
    let action = &mut report.forms[0].actions[0].1;
    (action.what, action.progress, action.impact) = ("Train".into(), String::new(), "Done well. ".repeat(20));
    assert_eq!(table(&report, "Actions register")[0][17], Data::Empty);
    report.forms[0].actions[0].1.impact = "Done well. ".repeat(1_000);
    assert!(table(&report, "Actions register")[0][17].to_string().starts_with("Cut: "), "cut in print");
}

#[test]
fn all_answers_hold_every_text_as_it_was_typed() {
    let (report, audits) = answers();
    let rows = Reopened::new(answers_file()).table("All answers").1;
    // The results workbook has the same rows, without what was written.
    let chosen: Vec<_> = rows.iter().map(|row| row[..10].to_vec()).collect();
    assert_eq!(table(&round(), "All answers"), chosen);
    let each = report.form_of_each().zip(&audits);
    let answers = each.flat_map(|(form, audit)| form.questions().map(move |question| (audit, question.key)));
    let answers: Vec<_> = answers.collect();
    assert_eq!(rows.len(), answers.len());
    for (row, (audit, key)) in rows.iter().zip(answers) {
        assert_eq!(row[2..4], [text(audit.reference.as_str()), text(&audit.name)]);
        assert_eq!(row[8], text(key.to_string()));
        let evidence = audit.answers.get(&key).map(|answer| answer.evidence.replace("\r\n", "\n").replace('\r', "\n"));
        assert_eq!(row[11], evidence.map_or(Data::Empty, Data::String));
    }
    let third = rows.iter().find(|row| row[8] == text(key("S2.1").to_string()) && row[2] == text("O-0002")).unwrap();
    assert_eq!(third[9..11], [text("n/a"), text("=reason")]);
}

#[test]
fn all_answers_say_what_their_keys_mean() {
    // A note is in as many lines as it takes.
    let notes = |mut book: Reopened| {
        let rows = book.rows("All answers");
        rows.iter().take(12).map(|row| row[0].to_string()).collect::<Vec<_>>().join(" ")
    };
    for sheet in [notes(open(&round())), notes(Reopened::new(answers_file()))] {
        let says = "status: invited is not started; started is begun and not submitted; submitted is handed in.";
        assert!(sheet.contains(says), "{sheet}");
    }
    assert!(
        notes(Reopened::new(answers_file()))
            .contains("by_when is the day as it was typed, by_when_date the day it says.")
    );
}

#[test]
fn a_round_without_audits_still_makes_a_workbook_that_says_so() {
    let mut report = round();
    report.responses.clear();
    for form in &mut report.forms {
        form.audits.clear();
        form.actions.clear();
        form.change = None;
        form.results = results(&form.form, report.who_counts, &Counts::default());
    }
    let mut book = open(&report);
    assert!(format!("{:?}", book.rows("Response rate")).contains("Nobody was invited."));
    assert!(format!("{:?}", book.rows("Cover")).contains("No table, because there are no rows: Response rate, "));
    assert!(format!("{:?}", book.rows("Actions register")).contains("There are no actions"));
    assert!(format!("{:?}", book.rows("Change since last round")).contains("there is nothing to compare with"));
    assert_eq!(book.parts("xl/charts/chart").len(), 0);
    report.forms.clear();
    open(&report).assert_inert();
}
