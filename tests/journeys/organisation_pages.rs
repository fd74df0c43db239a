//! Organisations through the whole router: closing one, names that two bear, and what a file may get wrong.

use axum::http::StatusCode;

use section11::domain::organisation::{Sector, SubSector};

use crate::support::{Answer, Persona, Sample, marsh_lane};

const SCHOOL: &str = marsh_lane::ORGANISATION;
const REASON: &str = "The board closed this organisation on 21 November 2026.";

#[tokio::test]
async fn a_closed_organisation_takes_no_writing_by_any_way_and_stays_readable() {
    let app = Sample::copy().await;
    let (lead, administrator) = (app.sign_in(Persona::SchoolLead).await, app.sign_in(Persona::Administrator).await);
    let asks = app.get(&format!("{SCHOOL}/close"), &administrator).await.words();
    assert!(asks.contains("nobody can change its audits or plan"), "{asks}");
    assert!(asks.contains("Its audit in round 2026-27 (in progress) is not submitted."), "{asks}");
    let closed = app.post(&format!("{SCHOOL}/close"), &administrator, &[("then", "close")]).await;
    assert!(app.follow(&closed, &administrator).await.shows("Nobody can change its audits or plan"));
    let listed = app.get("/rounds/2026-27/audits?state=started", &administrator).await;
    assert!(listed.shows("Organisation closed on 21 November 2026"), "{}", listed.words());

    let before = app.digest().await;
    let answer = [("S5.1.save_id", "a"), ("S5.1.revision", "0"), ("S5.1.score", "3"), ("S5.1.evidence", "Late.")];
    let form = app.post(marsh_lane::STANDARD_5, &lead, &answer).await;
    assert_eq!(form.status, StatusCode::CONFLICT);
    assert!(form.shows(&format!("Nothing was saved. {REASON}")), "{}", form.words());
    let json = r#"{"audit":272,"answer":{"question":"S5.1","revision":0,"save_id":"b","score":"3","reason":"",
        "evidence":"Late.","action":"","who":"","by_when":"","no_action_reason":""}}"#;
    let island = app.call("/api/save-answer", &lead, json).await;
    assert!(!island.status.is_success() && island.text().contains(REASON), "{} {}", island.status, island.text());
    let declaration = [("name", "H"), ("role", "Head"), ("confirmed", "yes")];
    let submitted = app.post(marsh_lane::CHECK, &lead, &declaration).await;
    assert_eq!(submitted.status, StatusCode::CONFLICT);
    let action = [
        ("revision", "1"),
        ("what", "Something"),
        ("who", "Head"),
        ("by_when", "26 March 2027"),
        ("status", "in_progress"),
    ];
    let planned = app.post(&format!("{SCHOOL}/action-plan/1"), &lead, &action).await;
    assert_eq!(planned.status, StatusCode::CONFLICT);
    assert!(planned.shows(&format!("{REASON} You can read its plan but not change it.")), "{}", planned.words());
    assert_eq!(app.digest().await, before, "nothing was written");

    let list = app.get(marsh_lane::TASKS, &lead).await;
    assert!(list.shows(REASON) && list.shows("Not completed"), "{}", list.words());
    for words in ["In progress", "Not started", "still missing", "What happens next"] {
        assert!(!list.shows(words), "{words}: {}", list.words());
    }
    let record = app.get(marsh_lane::RECORD, &lead).await;
    assert!(record.shows("Not submitted before the board closed the organisation on"), "{}", record.words());
    assert!(app.get(SCHOOL, &lead).await.shows("the organisation was closed on 21 November 2026"));
    let standard = app.get(marsh_lane::STANDARD_5, &lead).await;
    assert!(standard.shows(REASON) && !standard.shows("<textarea"), "{}", standard.words());
    let action = app.get(&format!("{SCHOOL}/action-plan/1"), &lead).await;
    assert!(action.shows(REASON) && !action.shows("<textarea"), "{}", action.words());
    let plan = app.get(&format!("{SCHOOL}/action-plan"), &lead).await;
    assert!(plan.shows(REASON) && !plan.shows("To change an action"), "{}", plan.words());
    assert!(app.get(SCHOOL, &lead).await.shows(REASON));
    for readable in [marsh_lane::RECORD, marsh_lane::PLAN_FILE, marsh_lane::PLAN] {
        assert_eq!(app.get(readable, &lead).await.status, StatusCode::OK, "{readable}");
    }

    app.post(&format!("{SCHOOL}/close"), &administrator, &[("then", "open")]).await.redirect();
    app.post(marsh_lane::STANDARD_5, &lead, &answer).await.redirect();
}

#[tokio::test]
async fn closing_names_an_audit_that_is_still_to_begin() {
    let app = Sample::copy().await;
    app.set_clock("2026-11-01T12:00:00Z");
    let administrator = app.sign_in(Persona::Administrator).await;
    let asks = app.get(&format!("{SCHOOL}/close"), &administrator).await.words();
    assert!(asks.contains("Its audit in round 2026-27 (in progress) is not submitted."), "{asks}");
    app.set_clock("2027-02-15T12:00:00Z");
    let administrator = app.sign_in(Persona::Administrator).await;
    let asks = app.get(&format!("{SCHOOL}/close"), &administrator).await.words();
    assert!(asks.contains("When it is closed") && !asks.contains("is not submitted"), "the round is over: {asks}");
}

#[tokio::test]
async fn a_name_that_another_organisation_bears_is_asked_about_once() {
    let app = Sample::copy().await;
    let cookie = app.sign_in(Persona::Administrator).await;
    let fields = [("name", "marsh lane primary school"), ("sector", "education"), ("sub_sector", "primary")];
    let asked = app.post("/organisations/new", &cookie, &fields).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(asked.shows("O-0022 already has this name."), "{}", asked.words());
    assert!(asked.shows("name=\"warned_of\" value=\"marsh lane primary school\""), "{}", asked.text());
    let warned = ("warned_of", "marsh lane primary school");
    let other = [("name", "Eskerby Primary School"), fields[1], fields[2], warned];
    assert_eq!(app.post("/organisations/new", &cookie, &other).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let again = app.post("/organisations/new", &cookie, &[&fields[..], &[warned]].concat()).await;
    let path = again.redirect().split('?').next().unwrap().to_owned();
    let third = app.post("/organisations/new", &cookie, &fields).await;
    assert!(third.shows("O-0022 and O-0156 already have this name."), "{}", third.words());

    let same = app.post(&format!("{path}/edit"), &cookie, &fields).await;
    assert!(same.redirect().ends_with("done=changed"), "a name that it has already is not asked about");
    let renamed = [("name", "Eskerby Primary School"), fields[1], fields[2]];
    let asked = app.post(&format!("{path}/edit"), &cookie, &renamed).await;
    assert!(asked.shows("already has this name.") && asked.shows("press the button again"), "{}", asked.words());
    let confirmed = [&renamed[..], &[("warned_of", "Eskerby Primary School")]].concat();
    app.post(&format!("{path}/edit"), &cookie, &confirmed).await.redirect();
}

#[tokio::test]
async fn the_form_says_what_to_choose_and_not_which_keys_there_are() {
    let app = Sample::copy().await;
    let cookie = app.sign_in(Persona::Administrator).await;
    let refused = |fields: &'static [(&'static str, &'static str)]| {
        let (app, cookie) = (&app, &cookie);
        async move { app.post("/organisations/new", cookie, fields).await.words() }
    };
    let empty = refused(&[("name", ""), ("sector", ""), ("basis", "x"), ("charity_number", "1")]).await;
    for words in [
        "Name must not be empty",
        "Choose the organisation’s sector",
        "Choose why the organisation takes part",
        "Charity number must be six to eight digits",
    ] {
        assert!(empty.contains(words), "{words}: {empty}");
    }
    assert!(!empty.contains("local-authority") && !empty.contains("CHARITY NUMBER"), "{empty}");
    let school = refused(&[("name", "A"), ("sector", "education")]).await;
    assert!(school.contains("Choose a sub-sector: what kind of education setting it is"), "{school}");
    let police = refused(&[("name", "A"), ("sector", "police"), ("sub_sector", "primary")]).await;
    assert!(police.contains("Choose “None” as the sub-sector"), "{police}");
}

/// A name as people and programs write it.
fn ways_to_write(name: &str) -> [String; 6] {
    [
        name.to_owned(),
        name.to_uppercase(),
        name.replace([' ', '-'], "_"),
        name.replace('-', " "),
        name.replace('-', "\u{2013}"),
        format!(" {} ", name.replace(' ', "-")),
    ]
}

#[test]
fn a_sector_is_read_however_its_words_are_joined() {
    for sector in Sector::ALL {
        for written in [sector.key(), sector.words()].into_iter().flat_map(ways_to_write) {
            assert_eq!(written.parse::<Sector>(), Ok(*sector), "{written}");
        }
    }
    for sub_sector in SubSector::ALL {
        for written in [sub_sector.key(), sub_sector.words()].into_iter().flat_map(ways_to_write) {
            assert_eq!(written.parse::<SubSector>(), Ok(*sub_sector), "{written}");
        }
    }
    for none in ["", " ", "-", "years", "early years and more"] {
        assert!(none.parse::<Sector>().is_err() && none.parse::<SubSector>().is_err(), "{none:?}");
    }
}

#[tokio::test]
async fn a_file_may_say_sectors_in_the_words_of_the_screens_and_with_underscores() {
    let app = Sample::copy().await;
    let cookie = app.sign_in(Persona::Administrator).await;
    let file = b"name,sector,sub_sector\nTest 1,EDUCATION,early_years\nTest 2,education,All through\n\
        Test 3,Education,Infant and primary\nTest 4,education,post_16\nTest 5,local_authority,\n\
        Test 6,Local authority,\nTest 7,Fire and rescue,\n";
    let checked = app.upload("/organisations/import", &cookie, Some(file), &[("trial", "yes")]).await;
    assert_eq!(checked.redirect(), "/organisations/import?checked=7");
}

#[tokio::test]
async fn doubled_names_in_a_file_are_noticed_and_imported_all_the_same() {
    let app = Sample::copy().await;
    let cookie = app.sign_in(Persona::Administrator).await;
    let file = b"name,sector,sub_sector\nMARSH LANE Primary School,education,primary\nNew,fire,\nNew,police,\n";
    let checked = app.upload("/organisations/import", &cookie, Some(file), &[("trial", "yes")]).await;
    assert_eq!(checked.status, StatusCode::OK);
    let words = checked.words();
    assert!(words.contains("It has 3 organisations; nothing was imported."), "{words}");
    assert!(words.contains("2 name “MARSH LANE Primary School” is also the name of O-0022"), "{words}");
    assert!(words.contains("Names that other organisations have too are listed below."), "{words}");
    assert!(words.contains("3 name “New” is also the name of the organisation in line 4"), "{words}");
    assert!(words.contains("4 name “New” is also the name of the organisation in line 3"), "{words}");
    let imported = app.upload("/organisations/import", &cookie, Some(file), &[]).await;
    let list = app.follow(&imported, &cookie).await;
    assert!(list.shows("3 organisations were imported. 3 of them have a name that another"), "{}", list.words());
    let words = list.words();
    assert!(words.contains("Names that several organisations have"), "{words}");
    assert!(words.contains("Marsh Lane Primary School O-0022 ; MARSH LANE Primary School O-0156"), "{words}");
    assert!(words.contains("New O-0157 ; New O-0158"), "{words}");
}

#[tokio::test]
async fn a_file_with_any_problem_is_refused_whole() {
    let app = Sample::copy().await;
    let cookie = app.sign_in(Persona::Administrator).await;
    let utf16 = |text: &str| -> Vec<u8> {
        [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
    };
    let before = app.digest().await;
    let spreadsheet = "Whole file – This is a spreadsheet, not a CSV file. Open it in Excel, choose File, Save As";
    let files: [(Vec<u8>, &str); 10] = [
        (b"name,sector,urn\nA,fire,\nB,fire,1,2\n".to_vec(), "3 – It has 4 columns where the first line has 3"),
        (b"name;sector;Head\nA;fire;Pat\n".to_vec(), "1 – The column “Head” is not known."),
        (utf16("name,sector\nA,fire\nB,nowhere\n"), "3 sector Sector “nowhere” is not known"),
        (b"name,sector\nCaf\xe9,fire\n\xc9t\xe9,nowhere\n".to_vec(), "3 sector Sector “nowhere” is not known"),
        (b"name,sector\nA,fire\n\"B,fire\nC,fire\n".to_vec(), "3 – It has a quotation mark that is never closed"),
        (b"name,sector\nA,fire\nB\0,fire\n".to_vec(), "3 – It has a character that is not text (NUL)"),
        (b"PK\x03\x04\x14\0[Content_Types].xml".to_vec(), spreadsheet),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec(), spreadsheet),
        (b"sector\nfire\n".to_vec(), "1 – There is no column called “name”"),
        (
            b"name,sector\nA,fire\nExample Youth Charity,voluntary\n".to_vec(),
            "3 – This is the example from the template; replace it",
        ),
    ];
    for (file, problem) in files {
        let refused = app.upload("/organisations/import", &cookie, Some(&file), &[]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{problem}");
        assert!(refused.shows("There is 1 problem in the file; nothing was imported"), "{}", refused.words());
        assert!(refused.words().contains(problem), "{problem}: {}", refused.words());
    }
    assert_eq!(app.digest().await, before);
}

#[tokio::test]
async fn names_whose_letters_had_to_be_guessed_are_shown_before_anything_is_imported() {
    let app = Sample::copy().await;
    let cookie = app.sign_in(Persona::Administrator).await;
    let before = app.digest().await;
    let mac = Some(&b"name,sector,Head\nSt Anne\xD5s Caf\x8E,fire,Pat\n"[..]);
    let path = "/organisations/import";
    let unknown = app.upload(path, &cookie, mac, &[]).await;
    assert!(unknown.shows("The column “Head” is not known."), "{}", unknown.words());
    // Only looking, and importing at once, show the same names, and import nothing.
    let chosen = [("leave_out", "yes"), ("trial", "yes")];
    for (fields, status) in [(&chosen[..], StatusCode::OK), (&chosen[..1], StatusCode::UNPROCESSABLE_ENTITY)] {
        let shown = app.upload(path, &cookie, mac, fields).await;
        assert_eq!(shown.status, status);
        let words = shown.words();
        assert!(words.contains("It was read as Mac OS Roman. Check these names."), "{words}");
        assert!(words.contains("2 name St Anne’s Café"), "{words}");
        assert!(shown.text().contains("<option value=\"mac-roman\" selected"), "the way it was read is chosen");
    }
    assert_eq!(app.digest().await, before);
    let imported = app.upload(path, &cookie, mac, &[("leave_out", "yes"), ("encoding", "mac-roman")]).await;
    let list = app.follow(&imported, &cookie).await;
    let said = "1 organisation was imported. The file was read as Mac OS Roman. Left out: “Head”.";
    assert!(list.shows(said), "{}", list.words());
    assert!(app.get("/organisations?q=anne", &cookie).await.shows("St Anne’s Café"));
}

/// What the page has filled in, as its form sends it back.
fn filled_in(page: &Answer) -> (String, bool, String) {
    let ticked = !page.attributes("[name=leave_out][checked]", "value").is_empty();
    let encoding = page.attributes("[name=encoding] option[selected]", "value").into_iter().next();
    (page.attribute("[name=filled_in]", "value"), ticked, encoding.unwrap_or_default())
}

#[tokio::test]
async fn what_was_chosen_for_one_file_decides_nothing_for_another() {
    let app = Sample::copy().await;
    let cookie = app.sign_in(Persona::Administrator).await;
    let path = "/organisations/import";
    let first = Some(&b"name,sector,Notes\nSt Anne\x92s Caf\xe9,fire,x\n"[..]);
    let shown = app.upload(path, &cookie, first, &[("trial", "yes"), ("leave_out", "yes")]).await;
    let (filled, ticked, encoding) = filled_in(&shown);
    assert!(ticked && encoding == "windows-1252", "{}", shown.text());
    let kept = [("filled_in", filled.as_str()), ("encoding", encoding.as_str()), ("leave_out", "yes")];
    // The same list, saved as it should be: neither the encoding nor the tick was meant for it.
    let before = app.digest().await;
    let other = Some("name,sector,groop\nSt Anne’s Café,fire,x\n".as_bytes());
    let refused = app.upload(path, &cookie, other, &kept).await;
    assert!(refused.shows("The column “groop” is not known."), "{}", refused.words());
    let (filled_for_other, ticked, encoding) = filled_in(&refused);
    assert!(!ticked && encoding.is_empty(), "{}", refused.text());
    assert_eq!(app.digest().await, before);
    // Chosen on the page that shows it, it is.
    let chosen = [("filled_in", filled_for_other.as_str()), ("encoding", ""), ("leave_out", "yes")];
    let imported = app.upload(path, &cookie, other, &chosen).await;
    assert!(app.follow(&imported, &cookie).await.shows("The file was read as UTF-8. Left out: “groop”."));
    // For the file itself what the page filled in is enough.
    let imported = app.upload(path, &cookie, first, &kept).await;
    assert!(app.follow(&imported, &cookie).await.shows("The file was read as Windows-1252. Left out: “Notes”."));
    assert!(app.get("/organisations?q=anne", &cookie).await.words().matches("St Anne’s Café").count() >= 2);
    // Said on purpose for a file that is UTF-8 beyond doubt, it is refused.
    let utf8 = Some("name,sector\nSiôn,fire\n".as_bytes());
    let refused = app.upload(path, &cookie, utf8, &[("encoding", "windows-1252")]).await;
    assert!(refused.shows("The file is written in UTF-8, not in Windows-1252. Choose UTF-8, or no encoding"));
}

#[tokio::test]
async fn letters_that_were_broken_before_are_shown_before_anything_is_imported() {
    let app = Sample::copy().await;
    let cookie = app.sign_in(Persona::Administrator).await;
    let before = app.digest().await;
    let path = "/organisations/import";
    let file = Some("name,sector\nSt Anneâ€™s,fire\nYsgol T? Gwyn,fire\nTŷ Bach,fire\n".as_bytes());
    for (fields, status) in [(&[("trial", "yes")][..], StatusCode::OK), (&[], StatusCode::UNPROCESSABLE_ENTITY)] {
        let shown = app.upload(path, &cookie, file, fields).await;
        assert_eq!(shown.status, status);
        let words = shown.words();
        assert!(words.contains("letters of these names look broken"), "{words}");
        assert!(words.contains("2 name St Anneâ€™s") && words.contains("3 name Ysgol T? Gwyn"), "{words}");
        assert!(!words.contains("Tŷ Bach") && filled_in(&shown).2 == "utf-8", "{words}");
    }
    assert_eq!(app.digest().await, before);
    let imported = app.upload(path, &cookie, file, &[("encoding", "utf-8")]).await;
    assert!(app.follow(&imported, &cookie).await.shows("3 organisations were imported."));
}

#[tokio::test]
async fn what_is_wrong_in_the_file_and_what_is_taken_already_are_listed_together() {
    let app = Sample::copy().await;
    let administrator = app.sign_in(Persona::Administrator).await;
    let before = app.digest().await;
    let file = b"name,sector,sub_sector,urn\nTaken School,education,primary,990248\n,police,,\nMarsh Lane primary school,police,,\n";
    let page = app.upload("/organisations/import", &administrator, Some(file), &[]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.shows("URN 990248 already belongs to O-"), "{}", page.words());
    assert!(page.shows("Name must not be empty"), "{}", page.words());
    // Of the rows that are in order too: whoever takes the others out imports them.
    let same = "4 name “Marsh Lane primary school” is also the name of O-0022";
    assert!(page.words().contains(same), "{}", page.words());
    assert_eq!(app.digest().await, before);
}

#[tokio::test]
async fn closing_an_organisation_changes_nothing_of_rounds_that_were_over() {
    let app = Sample::copy().await;
    let cookie = app.sign_in(Persona::Administrator).await;
    let read = async |path: &str, cookie: &str| {
        let page = app.get(path, cookie).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        page.words()
    };
    let over = ["/audits/61", "/audits/61/record", "/audits/61/standards/1", "/rounds/2012", "/rounds/2012/audits"];
    let mut before = Vec::new();
    for path in over {
        before.push(read(path, &cookie).await);
    }
    assert!(before[1].contains("Not submitted before the audit closed at the end of"), "{}", before[1]);
    app.post("/organisations/O-0095/close", &cookie, &[("then", "close")]).await.redirect();
    app.change(&["update person set disabled_at = '2026-11-20T12:00:00.000Z' where email not like '%@board.example'"])
        .await;
    for (path, before) in over.into_iter().zip(before) {
        assert_eq!(read(path, &cookie).await, before, "{path}");
    }
    let own = app.get("/organisations/O-0095", &cookie).await;
    assert!(own.shows("Closed on 16 March 2012 without being submitted"), "{}", own.words());
}

/// The details of O-0022 as the sample has them, with this name and sub-sector.
fn details<'a>(name: &'a str, sub_sector: &'a str) -> [(&'a str, &'a str); 4] {
    [("name", name), ("sector", "education"), ("sub_sector", sub_sector), ("basis", "statutory")]
}

#[tokio::test]
async fn what_was_handed_in_stays_with_the_name_and_sector_it_was_handed_in_under() {
    let app = Sample::copy().await;
    let (reviewer, administrator) = (app.sign_in(Persona::Reviewer).await, app.sign_in(Persona::Administrator).await);
    let read = async |path: &str, cookie: &str| {
        let page = app.get(path, cookie).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        page.words()
    };
    let past = [
        "/rounds/2014/results.csv",
        "/rounds/2014/answers.csv",
        "/rounds/2014/results.xlsx",
        "/rounds/2012/results.csv",
        "/rounds/2014/results?form=schools&group=sector.education",
    ];
    let mut before = Vec::new();
    for path in past {
        before.push(read(path, &reviewer).await);
    }
    let now = "/rounds/2026-27/answers.csv";
    let open = app.get(now, &reviewer).await.text();
    assert!(open.contains("O-0022,Marsh Lane Primary School,education,primary"), "{open}");

    let renamed = details("Marsh Lane Academy", "secondary");
    app.post(&format!("{SCHOOL}/edit"), &administrator, &renamed).await.redirect();
    for (path, before) in past.into_iter().zip(before) {
        assert_eq!(read(path, &reviewer).await, before, "{path}");
    }
    let open = app.get(now, &reviewer).await.text();
    assert!(open.contains("O-0022,Marsh Lane Academy,education,secondary"), "an open round follows: {open}");

    let record = app.get("/audits/119/record", &reviewer).await;
    let both = "Marsh Lane Primary School, now called Marsh Lane Academy";
    assert!(
        record.shows(both) && record.shows("<title>Audit 2014: all answers – Marsh Lane Academy"),
        "{}",
        record.words()
    );
    let results = app.get("/audits/119/results", &reviewer).await;
    assert!(results.shows(both), "{}", results.words());
    let list = app.get("/rounds/2014/audits", &reviewer).await;
    assert!(list.shows("Marsh Lane Primary School") && !list.shows("Marsh Lane Academy"), "{}", list.words());
    let own = app.get(SCHOOL, &administrator).await.words();
    assert!(own.contains("Audit round 2014 as Marsh Lane Primary School (Infant and primary)"), "{own}");
    assert!(!own.contains("Audit round 2026-27 as"), "{own}");

    let at_the_end = ["/rounds/2026-27/results.csv", now, "/rounds/2026-27/audits", "/rounds/2026-27"];
    app.set_clock("2027-06-01T12:00:00Z");
    let (reviewer, administrator) = (app.sign_in(Persona::Reviewer).await, app.sign_in(Persona::Administrator).await);
    let mut before = Vec::new();
    for path in at_the_end {
        before.push(read(path, &reviewer).await);
    }
    let again = details("Marsh Lane All-through School", "all-through");
    app.post(&format!("{SCHOOL}/edit"), &administrator, &again).await.redirect();
    for (path, before) in at_the_end.into_iter().zip(before) {
        assert_eq!(read(path, &reviewer).await, before, "{path} of a closed round");
    }
    assert_eq!(app.problems().await, Vec::<String>::new());
}
