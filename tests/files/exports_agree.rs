//! S11: the files of answers hold what was handed in, row for row, and the workbook holds what the table holds.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

use axum::http::StatusCode;
use calamine::{Data, Reader, Xlsx};
use num_rational::Ratio;
use section11::domain::neutral::as_typed;
use serde_json::Value;

use crate::support::{Persona, Sample, marsh_lane};

/// Texts that a careless file would change.
const TEXTS: [&str; 8] = ["=1+1 so", "+1 so", "-1;=1 so", "@SUM(1)", "\t=1 so", "'=1 so", "a \"b\", c\r\n=d", " 1 so "];

/// A file of answers: the headings of its columns, and its rows with every text as it was typed.
struct Table {
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// What stands in these columns of a row.
    fn fields<const N: usize>(&self, row: &[String], columns: [&str; N]) -> [String; N] {
        columns.map(|column| row[self.columns.iter().position(|heading| heading == column).unwrap()].clone())
    }
}

async fn as_csv(app: &Sample, round: &str, cookie: &str) -> Table {
    table(app, &format!("/rounds/{round}/answers.csv"), cookie).await
}

async fn table(app: &Sample, path: &str, cookie: &str) -> Table {
    let file = app.get(path, cookie).await;
    assert_eq!((file.status, file.header("content-type")), (StatusCode::OK, "text/csv; charset=utf-8"));
    let mut reader = csv::Reader::from_reader(&file.bytes[..]);
    let columns = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let rows = reader
        .records()
        .map(|record| record.unwrap().iter().map(|field| as_typed(field).into_owned()).collect())
        .collect();
    Table { columns, rows }
}

/// What an answer of a frozen record says now: the score, and the texts that this score asks for. A text that was typed
/// under an earlier score is frozen too, and is in no file.
fn said(answer: &Value) -> [String; 7] {
    let text = |field: &str| answer[field].as_str().unwrap().to_owned();
    let score = match &answer["score"] {
        Value::Null => String::new(),
        Value::String(not_applicable) => not_applicable.clone(),
        points => points.to_string(),
    };
    let asks_for_action = score == "1" || score == "2";
    let where_asked = |asked: bool, field: &str| if asked { text(field) } else { String::new() };
    let reason = where_asked(score == "n/a", "not_applicable_reason");
    let no_action_reason = where_asked(asks_for_action, "no_action_reason");
    let [action, who, by_when] = ["action", "who", "by_when"].map(|field| where_asked(asks_for_action, field));
    [score, reason, text("evidence"), action, who, by_when, no_action_reason]
}

/// By organisation and question: the round, the form, the organisation's name and what was said, as it was handed in.
type HandedIn = BTreeMap<[String; 2], ([String; 3], [String; 7])>;

async fn handed_in(app: &Sample, round: &str) -> HandedIn {
    let records: Vec<String> = sqlx::query_scalar(
        "select s.content from submission s join audit a on a.id = s.audit_id join audit_round r on r.id = a.round_id \
         where r.slug = ?",
    )
    .bind(round)
    .fetch_all(&mut *app.installation.store.reading().await.unwrap())
    .await
    .unwrap();
    let mut all = HandedIn::new();
    for record in records {
        let record: Value = serde_json::from_str(&record).unwrap();
        let of = |field: &str| record[field].as_str().unwrap().to_owned();
        for answer in record["answers"].as_array().unwrap() {
            let question = answer["question"].as_str().unwrap().to_owned();
            let about = ["round", "form", "organisation_name"].map(of);
            let twice = all.insert([of("organisation"), question], (about, said(answer)));
            assert!(twice.is_none(), "an answer is frozen twice");
        }
    }
    all
}

/// How many rows of submitted audits the rounds' tables have, and which of them are not as they were handed in.
async fn compared(app: &Sample, cookie: &str) -> (usize, Vec<[String; 2]>) {
    let (mut rows, mut differ) = (0, Vec::new());
    for round in ["2012", "2014", "2026-27"] {
        let (table, mut frozen) = (as_csv(app, round, cookie).await, handed_in(app, round).await);
        for row in &table.rows {
            let [status] = table.fields(row, ["status"]);
            if status != "submitted" {
                continue;
            }
            rows += 1;
            let key = table.fields(row, ["organisation", "question"]);
            let about = table.fields(row, ["round", "form", "organisation_name"]);
            let texts = ["score", "not_applicable_reason", "evidence", "action", "who", "by_when", "no_action_reason"];
            if frozen.remove(&key) != Some((about, table.fields(row, texts))) {
                differ.push(key);
            }
        }
        // Handed in, and in no row.
        differ.extend(frozen.into_keys());
    }
    (rows, differ)
}

/// The school's audit, handed in with hostile texts, and with texts that its scores do not ask for any more.
async fn submit_hostile_texts(app: &Sample) {
    let lead = app.sign_in(Persona::SchoolLead).await;
    app.complete_open_audit().await;
    let mut typed = Vec::new();
    for (text, n) in TEXTS.into_iter().zip(1..) {
        // One does not apply, one is fully in place, one has no action; all have every text.
        let (score, action, by_when) = match n {
            3 => ("not_applicable", text, "26 March 2027"),
            4 => ("3", text, "26 March 2027"),
            5 => ("1", "", ""),
            _ => ("2", text, "26 March 2027"),
        };
        let fields = [
            ("save_id", "hostile"),
            ("revision", "1"),
            ("score", score),
            ("reason", text),
            ("evidence", text),
            ("action", action),
            ("who", action),
            ("by_when", by_when),
            ("no_action_reason", text),
        ];
        typed.extend(fields.map(|(field, value)| (format!("S5.{n}.{field}"), value)));
    }
    let typed: Vec<_> = typed.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    app.post(marsh_lane::STANDARD_5, &lead, &typed).await.redirect();
    let declared = [("name", "=Pat"), ("role", "Head"), ("confirmed", "yes")];
    app.post(marsh_lane::CHECK, &lead, &declared).await.redirect();
}

#[tokio::test]
async fn s11_what_is_exported_is_what_is_frozen() {
    let app = Sample::copy().await;
    submit_hostile_texts(&app).await;
    let reviewer = app.sign_in(Persona::Reviewer).await;
    let (rows, differ) = compared(&app, &reviewer).await;
    assert!(rows > 20_000, "{rows}");
    assert!(differ.is_empty(), "{} of {rows} rows, first {:?}", differ.len(), differ.first());
    let table = as_csv(&app, "2026-27", &reviewer).await;
    let exported: BTreeSet<_> = table.rows.iter().map(|row| table.fields(row, ["evidence"])).collect();
    for text in TEXTS {
        assert!(exported.contains(&[text.to_owned()]), "{text:?} is in the file as it was typed");
    }
    // One answer, changed behind the program's back, is one row that differs.
    app.change(&[
        "drop trigger submitted_texts_never_change",
        "update answer_text set evidence = evidence || '.' where audit_id = 119 and question_id = \
         (select min(question_id) from answer_text where audit_id = 119)",
    ])
    .await;
    let (_, differ) = compared(&app, &reviewer).await;
    assert_eq!(differ, [["O-0022".to_owned(), "S1.1".to_owned()]]);
}

#[tokio::test]
async fn s11_the_workbook_of_answers_holds_the_rows_of_the_table() {
    let app = Sample::copy().await;
    submit_hostile_texts(&app).await;
    let reviewer = app.sign_in(Persona::Reviewer).await;
    let table = as_csv(&app, "2026-27", &reviewer).await;
    let file = app.get("/rounds/2026-27/answers.xlsx", &reviewer).await;
    assert_eq!(file.status, StatusCode::OK);
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(file.bytes)).unwrap();
    let sheet = book.worksheet_range("All answers").unwrap();
    let mut rows = sheet.rows().skip_while(|row| row[0] != Data::String("round".into()));
    let headings: Vec<_> = rows.next().unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(headings, table.columns);
    let mut compared = 0;
    for (fields, cells) in table.rows.iter().zip(rows.by_ref()) {
        for ((cell, field), column) in cells.iter().zip(fields).zip(&table.columns) {
            // A cell's line ends are line feeds; everything that was typed is a text, whatever it looks like.
            let number = column == "standard" || (column == "score" && field != "n/a");
            let text = field.replace("\r\n", "\n").replace('\r', "\n");
            let same = match cell {
                Data::Empty => text.is_empty(),
                Data::String(shown) => !number && *shown == text,
                Data::Int(_) | Data::Float(_) => number && cell.to_string() == text,
                _ => false,
            };
            assert!(same, "{column} of row {compared}: {cell:?} and {field:?}");
        }
        assert_eq!(cells.len(), fields.len());
        compared += 1;
    }
    assert!(compared == table.rows.len() && rows.next().is_none(), "{compared} of {} rows", table.rows.len());
    assert!(compared > 9_000, "{compared}");
}

/// What a row of `results.csv` is about: the form, the sector or `all`, the sub-sector, the standard, and the question or
/// nothing.
type About = [String; 5];

/// The answers that a group gave to a standard or a question: each with whose it is.
type Given = BTreeMap<About, Vec<(String, String)>>;

/// The answers of every group to every standard and question, taken from the rows of `answers.csv` with these statuses.
fn given(answers: &Table, counted: &[&str]) -> Given {
    let mut given = Given::new();
    for row in &answers.rows {
        let [form, organisation, sector, sub_sector, status, standard, question, score] = answers
            .fields(row, ["form", "organisation", "sector", "sub_sector", "status", "standard", "question", "score"]);
        if !counted.contains(&status.as_str()) {
            continue;
        }
        let mut groups = vec![["all", ""], [&sector, ""]];
        if !sub_sector.is_empty() {
            groups.push([&sector, &sub_sector]);
        }
        for [sector, sub_sector] in groups {
            for question in ["", &question] {
                let about = [&form, sector, sub_sector, &standard, question].map(str::to_owned);
                given.entry(about).or_default().push((organisation.clone(), score.clone()));
            }
        }
    }
    given
}

/// The quotient in hundredths, rounded half up, as it is written; nothing where nothing was scored.
fn written(total: Ratio<i64>, n: usize) -> String {
    if n == 0 {
        return String::new();
    }
    let hundredths = (total / i64::try_from(n).unwrap() * 100 + Ratio::new(1, 2)).floor().to_integer();
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// The figures of a row of `results.csv`, from the answers.
fn figures_of(about: &About, answers: &[(String, String)]) -> Vec<String> {
    let count = |wanted: &str| answers.iter().filter(|(_, score)| score == wanted).count();
    let scored = |score: &String| score.parse::<i64>().ok();
    let mut by_organisation: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
    for (organisation, score) in answers {
        by_organisation.entry(organisation).or_default().extend(scored(score));
    }
    let organisations = by_organisation.len();
    by_organisation.retain(|_, scores| !scores.is_empty());
    let mean = |scores: &Vec<i64>| Ratio::new(scores.iter().sum(), i64::try_from(scores.len()).unwrap());
    let all: Vec<i64> = answers.iter().filter_map(|(_, score)| scored(score)).collect();
    let threes = Ratio::from_integer(100 * i64::try_from(count("3")).unwrap());
    // A standard's average is the mean of means; an organisation scores a question once.
    let (average, in_average) = match about[4].as_str() {
        "" => (written(by_organisation.values().map(mean).sum(), by_organisation.len()), by_organisation.len()),
        _ => (written(Ratio::from_integer(all.iter().sum()), all.len()), all.len()),
    };
    let counts = [organisations, count("3"), count("2"), count("1"), count("n/a"), count("")].map(|n| n.to_string());
    counts.into_iter().chain([written(threes, all.len()), average, in_average.to_string()]).collect()
}

#[tokio::test]
async fn every_figure_of_every_round_is_what_its_answers_make() {
    let app = Sample::copy().await;
    let cookie = app.sign_in(Persona::Reviewer).await;
    let mut compared = 0;
    for round in ["2012", "2014", "2026-27"] {
        let answers = as_csv(&app, round, &cookie).await;
        for (query, counted) in [("", &["submitted"][..]), ("?include=in-progress", &["submitted", "started"])] {
            let results = table(&app, &format!("/rounds/{round}/results.csv{query}"), &cookie).await;
            let mut given = given(&answers, counted);
            for row in &results.rows {
                let about = results.fields(row, ["form", "sector", "sub_sector", "standard", "question"]);
                let shown = results.fields(
                    row,
                    [
                        "organisations",
                        "n3",
                        "n2",
                        "n1",
                        "not_applicable",
                        "not_answered",
                        "percent_fully_in_place",
                        "average",
                        "in_average",
                    ],
                );
                let figures = given.remove(&about).map(|answers| figures_of(&about, &answers));
                assert_eq!(Some(shown.to_vec()), figures, "{round}{query}: {about:?}");
                compared += shown.len();
            }
            assert_eq!(given.keys().collect::<Vec<_>>(), Vec::<&About>::new(), "{round}{query}");
        }
    }
    println!("{compared} figures are what the answers make");
    assert!(compared > 40_000);
}
