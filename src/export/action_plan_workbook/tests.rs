//! The action-plan workbook reopened.

use calamine::{Data, DataType};
use jiff::civil::date;

use super::*;
use crate::domain::action_plan::ActionStatus;
use crate::domain::audit::AuditState;
use crate::export::for_tests::reopened::Reopened;
use crate::export::for_tests::rounds::{plan, unsubmitted_plan};

fn open(report: &PlanReport) -> Reopened {
    Reopened::new(action_plan_workbook(report).unwrap())
}

fn text(text: impl Into<String>) -> Data {
    Data::String(text.into())
}

fn count(n: u32) -> Data {
    Data::Float(n.into())
}

fn day(cell: &Data) -> String {
    let (year, month, day, ..) = cell.get_datetime().unwrap().to_ymd_hms_milli();
    format!("{year}-{month:02}-{day:02}")
}

/// The rows with what goes on in further ones, which the column `named_by` says.
fn whole(rows: Vec<Vec<Data>>, named_by: usize) -> Vec<Vec<Data>> {
    let mut all: Vec<Vec<Data>> = Vec::new();
    for row in rows {
        if !row[named_by].to_string().ends_with(" continued") {
            all.push(row);
            continue;
        }
        let cells = all.last_mut().unwrap().iter_mut().zip(row).enumerate();
        for (_, (cell, more)) in cells.filter(|(place, (_, more))| *place != named_by && !more.is_empty()) {
            *cell = text(format!("{cell}{more}"));
        }
    }
    all
}

#[test]
fn it_has_four_sheets_that_print_on_a4_and_nothing_live() {
    let mut book = open(&plan());
    assert_eq!(book.sheets(), ["Summary", "Action plan", "How to use it", "Full record"]);
    for place in 0..4 {
        let xml = book.sheet_xml(place);
        for wanted in ["paperSize=\"9\"", "orientation=\"landscape\"", "fitToPage=\"1\"", "&amp;RPage &amp;P of &amp;N"]
        {
            assert!(xml.contains(wanted), "sheet {place} lacks {wanted}");
        }
        assert!(!xml.contains("mergeCell"));
    }
    assert_eq!(book.part("xl/workbook.xml").matches("_xlnm.Print_Titles").count(), 3);
    book.assert_inert();
    assert_eq!(action_plan_workbook(&plan()).unwrap(), action_plan_workbook(&plan()).unwrap());
}

#[test]
fn the_summary_counts_the_actions_and_the_own_scores() {
    let report = plan();
    let mut book = open(&report);
    let rows = book.rows("Summary");
    let all = format!("{rows:?}");
    for wanted in [
        "Action plan: =Marsh Lane Primary",
        "submitted on 1 June 2014 at 11:00, reference S11-2014-00001, declared by =Pat, Head.",
        "Overdue on 1 July 2014",
    ] {
        assert!(all.contains(wanted), "{wanted}");
    }
    let (_, counts) = book.table("Summary");
    assert_eq!(counts.iter().map(|row| row[1].clone()).collect::<Vec<_>>(), [1, 1, 1, 1, 4, 2].map(count));
    let standards = rows.iter().filter(|row| matches!(&row[0], Data::String(s) if s.starts_with(['1', '2'])));
    for (row, number) in standards.zip([1, 2]) {
        let tally = report.audit.tally(&report.form, number);
        assert_eq!(row[1], Data::Float(tally.average().unwrap().shown()));
        assert_eq!(row[2], Data::Float(tally.percent_fully_in_place().unwrap().shown()));
        assert_eq!(row[3..], [tally.n3, tally.n2, tally.n1, tally.not_applicable, tally.not_answered].map(count));
    }
    assert_eq!(book.parts("xl/charts/chart").len(), 1);
}

#[test]
fn the_plan_holds_every_action_with_real_days_and_how_late_it_is() {
    let report = plan();
    let (headings, rows) = open(&report).table("Action plan");
    let rows = whole(rows, 0);
    assert_eq!(
        headings,
        [
            "Reference",
            "Round",
            "Standard",
            "Question",
            "Question in short",
            "Score",
            "What will be done",
            "Who",
            "By when",
            "Status",
            "Done on",
            "Progress",
            "Evidence of impact",
            "Overdue",
        ]
    );
    assert_eq!(rows.len(), report.actions.len());
    for (row, action) in rows.iter().zip(&report.actions) {
        assert_eq!(row[0], text(action.reference()));
        assert_eq!(row[5], count(2));
        assert_eq!(row[6..8], [text(&action.what), text(&action.who)]);
        assert_eq!(day(&row[8]), action.by_when.to_string());
        assert_eq!(row[9], text(action.status.words()));
        assert_eq!(row[11], text(&action.progress));
        assert_eq!(row[12], text(&action.impact));
    }
    assert_eq!(day(&rows[2][10]), "2014-05-01");
    let overdue: Vec<_> = rows.iter().map(|row| row[13].clone()).collect();
    assert_eq!(overdue, [text("Overdue by 52 days"), text("Overdue by 52 days"), Data::Empty, Data::Empty]);
}

#[test]
fn actions_of_other_rounds_stand_and_count_apart() {
    let mut report = plan();
    report.earlier = report.actions.split_off(1);
    report.later = vec![report.earlier[0].clone()];
    let mut book = open(&report);
    assert_eq!(
        book.sheets(),
        ["Summary", "Action plan", "Earlier rounds", "Later rounds", "How to use it", "Full record"]
    );
    for (sheet, actions) in
        [("Action plan", &report.actions), ("Earlier rounds", &report.earlier), ("Later rounds", &report.later)]
    {
        let rows = whole(book.table(sheet).1, 0);
        let shown: Vec<_> = rows.into_iter().map(|row| row[0].clone()).collect();
        assert_eq!(shown, actions.iter().map(|action| text(action.reference())).collect::<Vec<_>>(), "{sheet}");
        assert_eq!(book.tables(sheet).len(), 1);
    }
    let (headings, counts) = book.table("Summary");
    assert_eq!(headings[..4], ["Status", "Actions", "Earlier rounds", "Later rounds"]);
    let all: Vec<_> = counts.iter().find(|row| row[0] == text("All actions")).unwrap()[1..4].to_vec();
    assert_eq!(all, [1, 3, 1].map(count));
    assert!(format!("{:?}", book.rows("Summary")).contains("Actions of =2014 by status"));
    book.assert_inert();
}

#[test]
fn the_status_is_a_drop_down_of_the_four_words_and_days_are_checked() {
    let mut book = open(&plan());
    let xml = book.sheet_xml(1);
    let words = ActionStatus::ALL.map(ActionStatus::words).join(",");
    assert!(xml.contains(&format!("<formula1>\"{words}\"</formula1>")), "{xml}");
    assert_eq!(xml.matches("type=\"list\"").count(), 1);
    assert_eq!(xml.matches("type=\"date\"").count(), 2);
    // An empty day is a day once it is filled in, not text.
    let look = |cell: &str| xml.split_once(&format!("<c r=\"{cell}\" s=\"")).unwrap().1.split('"').next().unwrap();
    let headings =
        xml.split("<row ").position(|row| row.contains(" t=\"s\"") && row.matches("<c ").count() == 14).unwrap();
    let [first, third] = [headings + 1, headings + 3];
    assert_eq!(look(&format!("K{first}")), look(&format!("K{third}")));
    assert_ne!(look(&format!("K{first}")), look(&format!("L{first}")));
}

#[test]
fn actions_of_an_audit_that_is_not_submitted_are_listed_as_planned() {
    let report = unsubmitted_plan();
    let mut book = open(&report);
    let (_, rows) = book.table("Action plan");
    // Of "1-22": the questions scored 1 and 2.
    let keys: Vec<_> = rows.iter().map(|row| row[3].clone()).collect();
    assert_eq!(keys, ["S1.1", "S2.1", "S2.2"].map(text));
    for row in &rows {
        assert_eq!(row[0], text("planned"));
        assert_eq!(row[6..8], [text("+action"), text("-who")]);
        assert_eq!(day(&row[8]), "2015-03-26");
        assert_eq!(row[9], text("Not started"));
    }
    assert!(format!("{:?}", book.rows("Action plan")).contains("they enter the plan"));
    assert!(format!("{:?}", book.rows("Summary")).contains("Audit: in progress."));
    let mut unclear = unsubmitted_plan();
    unclear.audit.answers.values_mut().for_each(|answer| answer.planned.by_when = "=soon".into());
    assert_eq!(open(&unclear).table("Action plan").1[0][8], text("=soon"));
}

#[test]
fn a_plan_without_actions_says_so() {
    let mut report = unsubmitted_plan();
    report.audit.answers.clear();
    report.audit.state = AuditState::Invited;
    let mut book = open(&report);
    assert!(format!("{:?}", book.rows("Action plan")).contains("There are no actions in this plan from this round."));
    assert_eq!(book.tables("Action plan").len(), 0);
    assert_eq!(book.parts("xl/charts/chart").len(), 0, "no chart where there is nothing to show");
}

#[test]
fn the_guide_of_a_closed_organisation_asks_for_no_change_on_the_website() {
    let guide = |report: &PlanReport| format!("{:?}", open(report).rows("How to use it"));
    for mut report in [plan(), unsubmitted_plan()] {
        let live = guide(&report);
        assert!(live.contains("To change an action, open it there") && live.contains("enter the same on the website"));
        report.closed_on = Some(date(2014, 6, 2));
        let closed = guide(&report);
        let says = "The board closed your organisation on 2 June 2014: nobody can change an action";
        assert!(closed.contains(says) && !closed.contains("To change an action"), "{closed}");
        assert!(!closed.contains("enter the same on the website"), "{closed}");
    }
}

#[test]
fn the_full_record_holds_every_question_with_its_answer_in_words() {
    let report = plan();
    let rows = whole(open(&report).table("Full record").1, 1);
    assert_eq!(rows.len(), 4);
    let scores: Vec<_> = rows.iter().map(|row| row[3].clone()).collect();
    let words = ["3 Fully in place", "3 Fully in place", "1 Not making progress to achieving target"];
    assert_eq!(scores[..3], words.map(text));
    assert_eq!(rows[0][5], text(&report.audit.answers.values().next().unwrap().evidence));
    assert_eq!(rows[0][6..], [Data::Empty, Data::Empty, Data::Empty], "a 3 has no action");
    assert_eq!(rows[2][6..], ["+action", "-who", "26 March 2015"].map(text));
    let rows = whole(open(&unsubmitted_plan()).table("Full record").1, 1);
    assert_eq!(rows[1][3], text("Not answered"));
}

#[test]
fn days_are_written_out_in_the_plan_in_the_full_record_and_in_what_the_cells_ask_for() {
    let mut report = unsubmitted_plan();
    let mut typed = ["26 Sep 2027", "26/9/27", "=soon"].into_iter();
    for answer in report.audit.answers.values_mut().filter(|answer| answer.choice.score().is_some()) {
        answer.planned.by_when = typed.next().unwrap().into();
    }
    let mut book = open(&report);
    let rows = whole(book.table("Full record").1, 1);
    let shown: Vec<_> = rows.iter().map(|row| row[8].clone()).collect();
    assert_eq!(shown, [text("26 September 2027"), Data::Empty, text("26 September 2027"), text("=soon")]);
    assert!(book.part("xl/styles.xml").contains("formatCode=\"d mmmm yyyy\""));
    assert_eq!(book.sheet_xml(1).matches("for example 26 March 2027").count(), 2);
    assert!(format!("{:?}", book.rows("How to use it")).contains("for example 26 March 2027"));
}
