//! The program as it is run: what it prints, what it refuses, and that it never leaves half a file.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use section11::domain::dates;
use section11::store::{Opening, Store, check};

use crate::support::put_sample;

mod file_size;
mod outputs;

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_section11")).args(arguments).env_remove("S11_DATABASE").output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn a_database_that_is_missing_or_not_ours_is_named_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("missing.db");
    for arguments in [vec!["check"], vec!["serve", "--listen", "127.0.0.1:0"]] {
        let mut all = arguments.clone();
        all.extend(["--database", text(&missing)]);
        let output = run(&all);
        assert!(!output.status.success());
        assert!(said(&output).contains("missing.db") && said(&output).contains("--create"), "{}", said(&output));
        assert!(!missing.exists());
    }
    let other = folder.path().join("other.db");
    fs::write(&other, "something else entirely, and long enough to be looked at").unwrap();
    let output = run(&["check", "--database", text(&other)]);
    assert!(!output.status.success() && said(&output).contains("is not a section11 database"), "{}", said(&output));
    assert_eq!(fs::read_to_string(&other).unwrap(), "something else entirely, and long enough to be looked at");
}

#[test]
fn a_database_that_cannot_be_written_is_named_and_left_alone_and_a_damaged_one_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("s.db");
    put_sample(&database);
    let whole = fs::read(&database).unwrap();
    // Byte 18 of SQLite's header: a file with a write version above 2 is read-only to every program, also to
    // one that runs as root, whom permissions do not stop.
    let mut read_only = whole.clone();
    read_only[18] = 3;
    fs::write(&database, &read_only).unwrap();
    assert!(run(&["check", "--database", text(&database)]).status.success(), "it is only read");
    assert_eq!(fs::read(&database).unwrap(), read_only);
    for arguments in [vec!["serve", "--listen", "127.0.0.1:0"], vec!["sample"]] {
        let mut all = arguments.clone();
        all.extend(["--database", text(&database)]);
        let output = run(&all);
        assert!(!output.status.success(), "{arguments:?}");
        assert!(said(&output).contains("s.db cannot be written"), "{arguments:?}: {}", said(&output));
        assert_eq!(fs::read(&database).unwrap(), read_only, "{arguments:?}");
    }
    // A file that is cut short, and one with bytes of its own turned over, are found by the check.
    fs::write(&database, &whole[..whole.len() / 2]).unwrap();
    assert!(!run(&["check", "--database", text(&database)]).status.success());
    let mut turned = whole;
    let middle = turned.len() / 2;
    turned[middle..middle + 4096].fill(0xA5);
    fs::write(&database, &turned).unwrap();
    let output = run(&["check", "--database", text(&database)]);
    assert!(!output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}

#[test]
fn the_sample_is_written_checked_and_exported_whole() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("s.db");
    let output = run(&["sample", "--database", text(&database)]);
    assert!(output.status.success(), "{}", said(&output));
    assert!(String::from_utf8_lossy(&output.stdout).contains("lead@marsh-lane.example"));
    assert!(!run(&["sample", "--database", text(&database)]).status.success(), "only an empty database is filled");
    let sound = run(&["check", "--database", text(&database)]);
    assert!(sound.status.success() && String::from_utf8_lossy(&sound.stdout).contains("SQLite 3.51.3"));

    let answers = folder.path().join("answers.csv");
    let export = ["export", "answers", "--database", text(&database), "--round", "2014", "--output", text(&answers)];
    assert!(run(&export).status.success());
    let rows = csv::Reader::from_path(&answers).unwrap().into_records().count();
    assert_eq!(rows, 124 * 66 + 29 * 66, "one row per organisation and question");

    let results = folder.path().join("results.csv");
    fs::write(&results, "an older file").unwrap();
    let export = |round: &str| {
        run(&["export", "results", "--database", text(&database), "--round", round, "--output", text(&results)])
    };
    let unknown = export("1999");
    assert!(!unknown.status.success() && said(&unknown).contains("1999"));
    assert_eq!(fs::read_to_string(&results).unwrap(), "an older file");
    assert!(export("2014").status.success());
    assert!(
        fs::read_to_string(&results).unwrap().starts_with("\u{feff}round,form,sector,sub_sector,standard,question")
    );
    assert_eq!(
        fs::read_dir(folder.path())
            .unwrap()
            .filter(|e| e.as_ref().unwrap().file_name().to_string_lossy().starts_with('.'))
            .count(),
        0
    );

    let plan = folder.path().join("plan.xlsx");
    let export = |organisation: &str, output: &Path| {
        let round = ["--round", "2014", "--organisation", organisation, "--output", text(output)];
        run(&[&["export", "action-plan", "--database", text(&database)][..], &round].concat())
    };
    assert!(export("O-0022", &plan).status.success());
    assert!(fs::metadata(&plan).unwrap().len() > 5_000);
    assert!(!export("O-9999", &plan).status.success());
    assert!(!export("O-0022", &folder.path().join("plan.txt")).status.success());

    let own = folder.path().join("own.csv");
    let export = |round: &str, output: &Path| {
        let of = ["--round", round, "--organisation", "O-0022", "--output", text(output)];
        run(&[&["export", "own-results", "--database", text(&database)][..], &of].concat())
    };
    let written = export("2014", &own);
    assert!(written.status.success(), "{}", said(&written));
    let file = fs::read_to_string(&own).unwrap();
    let columns = "level,key,own,group,percent_shown,average_shown,organisations_shown,band_shown,why_hidden";
    assert!(file.trim_start_matches('\u{feff}').starts_with(&format!("{columns}\r\nstandard,1,")), "{file}");
    assert_eq!(file.lines().count(), 1 + 7 + 66);
    let early = export("2026-27", &own);
    assert!(
        !early.status.success() && said(&early).contains("has no results") | said(&early).contains("Results appear")
    );
    assert!(!export("2014", &folder.path().join("own.xlsx")).status.success());
}

#[test]
fn an_output_that_cannot_be_written_is_named_as_it_was_typed() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("s.db");
    put_sample(&database);
    let exports: [&[&str]; 4] = [
        &["export", "answers", "--round", "2014"],
        &["export", "results", "--round", "2014"],
        &["export", "action-plan", "--round", "2014", "--organisation", "O-0022"],
        &["export", "own-results", "--round", "2014", "--organisation", "O-0022"],
    ];
    for export in exports {
        for (place, why) in [("none", "there is no folder "), ("s.db", "is not a folder")] {
            let name = if export.contains(&"own-results") { "out.csv" } else { "out.xlsx" };
            let output = folder.path().join(place).join(name);
            let refused = run(&[export, &["--database", text(&database), "--output", text(&output)]].concat());
            let said = said(&refused);
            assert_eq!(refused.status.code(), Some(1), "{said}");
            assert!(said.contains(&format!("{} cannot be written: ", text(&output))) && said.contains(why), "{said}");
            assert!(!said.contains(".section11-"), "{said}");
        }
    }
}

#[test]
fn an_import_is_all_or_nothing_and_lists_every_problem() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("s.db");
    put_sample(&database);
    let file = folder.path().join("organisations.csv");
    let import = |more: &[&str]| {
        run(&[&["import", "organisations", text(&file), "--database", text(&database)][..], more].concat())
    };
    fs::write(&file, "name,sector,sub_sector\nNew School,education,primary\nBad,nowhere,\n,police,\n").unwrap();
    let refused = import(&[]);
    assert!(!refused.status.success());
    assert!(said(&refused).contains("line 3:") && said(&refused).contains("line 4:"), "{}", said(&refused));
    fs::write(&file, "name,sector,sub_sector\nNew School,education,primary\n").unwrap();
    assert!(import(&["--dry-run"]).status.success());
    let imported = import(&[]);
    assert!(String::from_utf8_lossy(&imported.stdout).contains("Imported 1 organisation"));

    // Names whose letters had to be guessed are shown, and imported once somebody says that they are right.
    fs::write(&file, b"name,sector,Head\nSt Anne\xD5s,police,Pat\n").unwrap();
    assert!(said(&import(&[])).contains("The column “Head” is not known"));
    // A trial of a file that would be refused is refused in the same words.
    for more in [&["--ignore-unknown-columns", "--dry-run"][..], &["--ignore-unknown-columns"]] {
        let refused = import(more);
        let shown = said(&refused);
        assert_eq!(refused.status.code(), Some(1), "{shown}");
        assert!(shown.contains("read as Mac OS Roman") && shown.contains("line 2: St Anne’s"), "{shown}");
        assert!(shown.contains("If they are right, add --encoding mac-roman"), "{shown}");
    }
    assert!(import(&["--ignore-unknown-columns", "--encoding", "mac-roman", "--dry-run"]).status.success());
    let imported = import(&["--ignore-unknown-columns", "--encoding", "mac-roman"]);
    assert!(imported.status.success(), "{}", said(&imported));

    // Letters that were broken before are shown and asked about alike; another encoding does not mend them.
    fs::write(&file, "name,sector\nSt AnneÕs,police\n").unwrap();
    for more in [&["--dry-run"][..], &[]] {
        let refused = import(more);
        let shown = said(&refused);
        assert_eq!(refused.status.code(), Some(1), "{shown}");
        assert!(shown.contains("letters of these names look broken") && shown.contains("line 2: St AnneÕs"), "{shown}");
        assert!(shown.contains("If they are right, add --encoding utf-8"), "{shown}");
    }
    let other = import(&["--encoding", "windows-1252"]);
    assert!(said(&other).contains("The file is written in UTF-8, not in Windows-1252"), "{}", said(&other));
    let confirmed = import(&["--encoding", "utf-8"]);
    assert!(confirmed.status.success(), "{}", said(&confirmed));

    let person = |role: &str, organisation: &[&str]| {
        let who = [
            "add-person",
            "--database",
            text(&database),
            "--email",
            "new@school.example",
            "--name",
            "New Lead",
            "--role",
            role,
        ];
        run(&[&who[..], organisation].concat())
    };
    assert!(!person("lead", &[]).status.success());
    assert!(!person("king", &[]).status.success());
    let added = person("lead", &["--organisation", "O-0156"]);
    assert!(added.status.success(), "{}", said(&added));
    let told = String::from_utf8_lossy(&added.stdout).into_owned();
    let fortnight = jiff::SignedDuration::from_hours(14 * 24);
    // To the minute, or a few before: the command was run a moment ago.
    let mut until = (0..5).map(|minutes| {
        let ends_at = jiff::Timestamp::now() + fortnight - jiff::SignedDuration::from_mins(minutes);
        format!("It works once, until {}:", dates::long_with_clock(ends_at))
    });
    assert!(told.contains("/set-password/") && until.any(|until| told.contains(&until)), "{told}");
    // Who holds the machine and lost the link gets another with the same command.
    let again = person("lead", &["--organisation", "O-0156"]);
    assert!(String::from_utf8_lossy(&again.stdout).contains("/set-password/"), "{}", said(&again));
    let known = [
        "add-person",
        "--database",
        text(&database),
        "--email",
        "lead@marsh-lane.example",
        "--name",
        "Hester",
        "--role",
    ];
    let nothing_new = run(&[&known[..], &["contributor", "--organisation", "O-0022"]].concat());
    assert!(!nothing_new.status.success());
    let why = "Hester Quillan is already Organisation lead of Marsh Lane Primary School. To give a lower role";
    assert!(said(&nothing_new).contains(why), "{}", said(&nothing_new));
    let reviewer = run(&[&known[..], &["reviewer"]].concat());
    let told = String::from_utf8_lossy(&reviewer.stdout).into_owned();
    assert!(told.contains("belongs to Hester Quillan; the name was not changed"), "{told}{}", said(&reviewer));
}

#[test]
fn a_long_file_gives_each_organisation_its_own_reference_in_the_files_order() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("s.db");
    put_sample(&database);
    let file = folder.path().join("long.csv");
    let rows: Vec<_> = (0..2500).map(|n| format!("Long {n},education,primary,{}", 200_000 + n)).collect();
    fs::write(&file, format!("name,sector,sub_sector,urn\n{}\n", rows.join("\n"))).unwrap();
    let imported = run(&["import", "organisations", text(&file), "--database", text(&database)]);
    assert!(imported.status.success(), "{}", said(&imported));
    let again = run(&["import", "organisations", text(&file), "--database", text(&database)]);
    assert!(!again.status.success());
    assert!(said(&again).contains("There are 2500 problems in the file"), "{}", said(&again));
    assert!(said(&again).contains("line 2: URN 200000 already belongs to O-"), "{}", said(&again));
    assert!(said(&again).contains("There are 2000 more"), "{}", said(&again));

    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        use section11::store::{Opening, Store, organisations};
        let store = Store::open(&database, Opening::Existing).await.unwrap();
        let all = organisations::names(&mut store.reading().await.unwrap()).await.unwrap();
        let long: Vec<_> = all.iter().filter(|(name, _)| name.starts_with("Long ")).collect();
        assert_eq!(long.len(), 2500);
        for (n, (name, reference)) in long.into_iter().enumerate() {
            assert_eq!((name.as_str(), reference.to_string()), (&*format!("Long {n}"), format!("O-{:04}", 156 + n)));
        }
    });
}

#[test]
fn odd_arguments_are_refused_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("board.db");
    put_sample(&database);
    let before = digest(&database);
    let odd = ["", " ", "-1", "\u{202e}", "a\nb", "../..", "O-99999999999999999999", "'; drop table person", "😀", "/"];
    let forms: [&[&str]; 9] = [
        &["check", "--database", "?"],
        &["import", "organisations", "--database", "=", "--", "?"],
        &["add-person", "--database", "=", "--name", "A", "--role", "lead", "--email", "?"],
        &["add-person", "--database", "=", "--name", "A", "--email", "a@b.example", "--role", "?"],
        &[
            "add-person",
            "--database",
            "=",
            "--name",
            "A",
            "--email",
            "a@b.example",
            "--role",
            "lead",
            "--organisation",
            "?",
        ],
        &["export", "results", "--database", "=", "--output", "results.csv", "--round", "?"],
        &[
            "export",
            "action-plan",
            "--database",
            "=",
            "--output",
            "plan.xlsx",
            "--round",
            "2014",
            "--organisation",
            "?",
        ],
        &["backup", "--database", "=", "--output", "?"],
        &["restore", "--database", "=", "--from", "?"],
    ];
    for form in forms {
        for odd in odd {
            let path = if form[0] == "backup" { folder.path().join("none").join(odd) } else { odd.into() };
            let arguments: Vec<&str> = form
                .iter()
                .map(|argument| match *argument {
                    "?" => path.to_str().unwrap(),
                    "=" => text(&database),
                    other => other,
                })
                .collect();
            let output = run(&arguments);
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(matches!(output.status.code(), Some(1 | 2)), "{arguments:?}: {:?} {said}", output.status);
            assert!(!said.is_empty() && !said.contains("panicked"), "{arguments:?}: {said}");
        }
    }
    assert!(digest(&database) == before, "and nothing is written");
}

#[test]
fn a_base_url_that_no_path_can_be_put_to_is_refused_and_a_link_says_where_it_leads() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("board.db");
    put_sample(&database);
    let add = |email: &str, more: &[&str]| {
        let whole =
            ["add-person", "--database", text(&database), "--name", "A", "--role", "reviewer", "--email", email];
        run(&[&whole, more].concat())
    };
    for odd in [
        "audit.example",
        "https://audit.example/path",
        "ftp://audit.example",
        "https://a@b.example",
        "https://x?y",
        "/",
    ] {
        let output = add("a@b.example", &["--base-url", odd]);
        assert_eq!(output.status.code(), Some(2), "{odd}: {}", said(&output));
        assert!(said(&output).contains("it must be http:// or https:// and a host"), "{odd}: {}", said(&output));
    }
    let output = add("a@b.example", &["--base-url", "https://audit.example/"]);
    let link = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(link.contains("https://audit.example/set-password/") && said(&output).is_empty(), "{link}");
    assert!(said(&add("c@d.example", &[])).contains("give --base-url as for serve"));
    let backup = run(&["backup", "--database", text(&database), "--output", "none/b.db"]);
    assert!(said(&backup).contains("none: No such file or directory"), "{}", said(&backup));
}

#[test]
fn a_filter_of_the_log_that_cannot_be_read_is_refused() {
    let mut serve = Command::new(env!("CARGO_BIN_EXE_section11"));
    serve.args(["serve", "--database", "none.db"]).env("S11_LOG", "section11=loud");
    let said = said(&serve.output().unwrap());
    assert!(said.contains("S11_LOG is \"section11=loud\", which is not a filter"), "{said}");
}

/// A digest of every row.
fn digest(database: &Path) -> Vec<u8> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let store = Store::open(database, Opening::Existing).await.unwrap();
        let digest = check::digest(&mut store.reading().await.unwrap(), &[]).await.unwrap();
        store.close().await;
        digest
    })
}
