//! Results, own results and downloads through the whole router. What the pages show is compared with an
//! independent recount of the answers in the database.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

use axum::http::StatusCode;
use calamine::{Data, Reader, Xlsx};
use section11::domain::audit::WhoCounts;
use section11::domain::choice::Choice;
use section11::domain::form::{AuditForm, FormKind, QuestionKey};
use section11::domain::organisation::{Kind, SubSector};
use section11::domain::score::Score;
use section11::domain::summary::{self, Counts, FormResults, Group, StandardSum};

use crate::support::html::{all, first, words_of};
use crate::support::{Answer, Persona, Sample, encoded, marsh_lane};

const SCHOOLS: &str = "/rounds/2014/results?form=schools";
const PARTNERS: &str = "/rounds/2014/results?form=partners";

fn form(sample: &Sample, kind: FormKind) -> AuditForm {
    (*sample.installation.editions.named(kind, "2014").unwrap().form).clone()
}

/// Audit, sector, sub-sector, question, score, and whether it is not applicable.
type StoredAnswer = (i64, String, Option<String>, String, Option<i64>, bool);

/// The submitted answers of 2014 to a form, read one by one and counted anew.
async fn recounted(sample: &Sample, kind: FormKind) -> FormResults {
    let sql = "select a.id, a.sector, a.sub_sector, q.question_key, an.score, an.not_applicable from audit a \
               join audit_round r on r.id = a.round_id join answer an on an.audit_id = a.id join question q on q.id = an.question_id \
               where r.slug = '2014' and a.state = 'submitted'";
    let answers: Vec<StoredAnswer> = sample.rows(sql).await;
    let mut audits: BTreeMap<i64, (Kind, BTreeMap<u8, Vec<u32>>)> = BTreeMap::new();
    let mut counts = Counts::default();
    for (audit, sector, sub_sector, key, score, not_applicable) in answers {
        let sub_sector = sub_sector.map(|sub| sub.parse::<SubSector>().unwrap());
        let of = Kind::of(sector.parse().unwrap(), sub_sector).unwrap();
        let key = QuestionKey::parse(&key).unwrap();
        if key.kind() != kind {
            continue;
        }
        let scores = &mut audits.entry(audit).or_insert((of, BTreeMap::new())).1;
        let score = score.map(|points| Score::from_points(points).unwrap());
        if let Some(score) = score {
            scores.entry(key.standard()).or_default().push(score.points().into());
        }
        let other = if not_applicable { Choice::NotApplicable } else { Choice::NotAnswered };
        counts.choices.push((of, key, score.map_or(other, Choice::Scored), 1));
    }
    for (of, scores) in audits.into_values() {
        *counts.audits.entry(of).or_default() += 1;
        for (standard, scores) in scores {
            let questions = u32::try_from(scores.len()).unwrap();
            counts.sums.push(StandardSum { kind: of, standard, points: scores.iter().sum(), questions, audits: 1 });
        }
    }
    summary::results(&form(sample, kind), WhoCounts::Submitted, &counts)
}

/// How many rows of the page's tables have a heading.
fn rows_of(page: &Answer) -> usize {
    all(page.html().root_element(), "th[scope=row]").len()
}

/// The questions to which a table's rows lead, by the id of its caption.
fn questions_of(page: &Answer, caption: &str) -> Vec<QuestionKey> {
    let links = page.attributes(&format!("table:has(#{caption}) a[href*=\"question=\"]"), "href");
    let key = |href: &String| href.split("question=").nth(1).unwrap().split('&').next().unwrap().to_owned();
    links.iter().map(|href| QuestionKey::parse(&key(href)).unwrap()).collect()
}

/// A cell of the heat map: its class, the page behind it, its percentage and its average.
struct Cell {
    class: String,
    href: String,
    percent: String,
    average: String,
    words: String,
}

fn cells(page: &Answer) -> Vec<Cell> {
    let html = page.html();
    let read = |cell: scraper::ElementRef| Cell {
        class: cell.attr("class").unwrap().into(),
        href: first(cell, "a").attr("href").unwrap().into(),
        percent: words_of(first(cell, ".app-heat__figure")),
        average: words_of(first(cell, ".app-heat__average")),
        words: words_of(cell),
    };
    let cells: Vec<_> = all(html.root_element(), "table.app-heat td").into_iter().map(read).collect();
    assert!(!cells.is_empty(), "the page has a heat map");
    cells
}

fn group_of(href: &str) -> Group {
    match href.split("group=").nth(1).unwrap().split('&').next().unwrap().split_once(':') {
        None => Group::All,
        Some(("sector", key)) => Group::Sector(key.parse().unwrap()),
        Some((_, key)) => Group::SubSector(key.parse().unwrap()),
    }
}

fn standard_of(href: &str) -> u8 {
    href.split("standard=").nth(1).unwrap().parse().unwrap()
}

#[tokio::test]
async fn every_number_of_the_heat_map_is_that_of_an_independent_recount() {
    let sample = Sample::copy().await;
    let board = sample.sign_in(Persona::Reviewer).await;
    // What an organisation has become since is no matter of a round that is over.
    sample
        .change(&[
            "update organisation set name = 'Renamed', sub_sector = 'special' where id = 22",
            "update organisation set sector = 'police' where id = (select min(id) from organisation where sector = 'health')",
        ])
        .await;
    for (kind, path, groups) in [(FormKind::Schools, SCHOOLS, 9), (FormKind::Partners, PARTNERS, 10)] {
        let page = sample.get(path, &board).await;
        assert_eq!(page.status, StatusCode::OK);
        let results = recounted(&sample, kind).await;
        let cells = cells(&page);
        assert_eq!(cells.len(), 7 * results.columns().len());
        assert_eq!(results.columns().len(), groups, "{kind:?}");
        // Everyone stands first, where no narrow window cuts it off.
        assert!(cells.chunks(groups).all(|row| group_of(&row[0].href) == Group::All), "{kind:?}");
        let mut seen = BTreeSet::new();
        for cell in cells {
            let (group, number) = (group_of(&cell.href), standard_of(&cell.href));
            assert!(seen.insert((group, number)));
            let standard = *results.group(group).unwrap().standard(number).unwrap();
            assert_eq!(cell.percent, format!("{}%", standard.tally.percent_fully_in_place().unwrap()));
            assert_eq!(cell.average, standard.average.unwrap().to_string());
            let few = standard.counting < 5;
            assert_eq!(cell.class == "app-heat__hidden", few, "{group:?}");
            assert_eq!(cell.words.contains("[c] under 5"), few);
        }
        for column in results.columns() {
            assert!(page.shows(&format!("{} ({})", column.group.words(kind), column.organisations)));
        }
    }
}

#[tokio::test]
async fn a_figure_and_the_organisations_behind_it_agree() {
    let sample = Sample::copy().await;
    let board = sample.sign_in(Persona::Administrator).await;
    for (kind, path) in [(FormKind::Schools, SCHOOLS), (FormKind::Partners, PARTNERS)] {
        let results = recounted(&sample, kind).await;
        for cell in cells(&sample.get(path, &board).await) {
            let behind = sample.get(&cell.href, &board).await;
            let group = results.group(group_of(&cell.href)).unwrap();
            let lead = format!("{} fully in place, average {}.", cell.percent, cell.average);
            assert!(behind.shows(&lead), "{}: {lead}", cell.href);
            let counting = group.standard(standard_of(&cell.href)).unwrap().counting;
            let listed = rows_of(&behind);
            assert_eq!(listed, counting as usize, "{}", cell.href);
            assert_eq!(listed, group.organisations as usize);
        }
    }
}

#[tokio::test]
async fn a_question_is_narrowed_to_those_who_chose_alike() {
    let sample = Sample::copy().await;
    let board = sample.sign_in(Persona::Reviewer).await;
    let results = recounted(&sample, FormKind::Schools).await;
    let key = QuestionKey::parse("S3.3").unwrap();
    let tally = results.group(Group::All).unwrap().question(key).unwrap().tally;
    let all = "/rounds/2014/results/organisations?form=schools&group=all&question=S3.3";
    let listed = async |path: String| {
        let page = sample.get(&path, &board).await;
        assert!(page.shows(&format!("{}% fully in place", tally.percent_fully_in_place().unwrap())));
        rows_of(&page)
    };
    assert_eq!(listed(all.into()).await, 124);
    let wanted = [tally.n3, tally.n2, tally.n1, tally.not_applicable, tally.not_answered];
    for (choice, n) in ["3", "2", "1", "not_applicable", "not_answered"].into_iter().zip(wanted) {
        assert_eq!(listed(format!("{all}&choice={choice}")).await, n as usize, "{choice}");
    }
    let ones = sample.get(&format!("{all}&choice=1"), &board).await;
    let record = ones.attribute("a[href^=\"/audits/\"]", "href");
    assert!(record.ends_with("#S3.3"), "{record}");
    let record = sample.get(record.split('#').next().unwrap(), &board).await;
    let back = "Organisations behind the figure";
    assert!(record.attributes("a", "href").contains(&format!("{all}&choice=1")), "{}", record.words());
    assert!(record.shows(back));
    for elsewhere in ["//evil.example/rounds/", "https://evil.example/rounds/x", "/sign-in", ""] {
        let record = sample.get(&format!("/audits/119/record?from={}", encoded(elsewhere)), &board).await;
        assert!(record.shows("The seven standards") && !record.shows(back), "{elsewhere}");
    }
    let nobody = sample.get(&format!("{all}&choice=not_answered"), &board).await;
    assert!(nobody.shows("No organisation gave this answer.") && !nobody.shows("<table"), "{}", nobody.words());
    for path in ["", "&standard=9", "&question=P1.1", "&question=S3.99"] {
        let path = format!("/rounds/2014/results/organisations?form=schools&group=all{path}");
        assert_eq!(sample.get(&path, &board).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn the_five_weak_themes_of_the_2014_schools_are_the_lowest_five() {
    let sample = Sample::copy().await;
    let page = sample.get(SCHOOLS, &sample.sign_in(Persona::Reviewer).await).await;
    let keys: Vec<_> = questions_of(&page, "lowest").iter().map(ToString::to_string).collect();
    assert_eq!(keys.len(), 10);
    assert_eq!(keys[..5], ["S3.3", "S3.7", "S4.8", "S5.6", "S2.4"]);
    let lead = page.words_in("p.app-lead");
    for words in [
        "124 of 124 schools submitted.",
        "Safeguarding Training",
        "86 of 124 do not have",
        "(S3.3) fully in place, 31 of them",
    ] {
        assert!(lead.contains(words), "{lead}");
    }
}

#[tokio::test]
async fn the_questions_are_sorted_as_asked() {
    let sample = Sample::copy().await;
    let board = sample.sign_in(Persona::Reviewer).await;
    let results = recounted(&sample, FormKind::Schools).await;
    let tally = |key: &QuestionKey| results.group(Group::All).unwrap().question(*key).unwrap().tally;
    for sort in ["key", "percent", "average", "n3", "n1"] {
        let page = sample.get(&format!("{SCHOOLS}&sort={sort}"), &board).await;
        let keys = questions_of(&page, "all-questions");
        let ordered = match sort {
            "key" => keys.is_sorted(),
            "percent" => keys.is_sorted_by_key(|key| (tally(key).percent_fully_in_place(), *key)),
            "average" => keys.is_sorted_by_key(|key| (tally(key).average(), *key)),
            "n3" => keys.is_sorted_by_key(|key| (tally(key).n3, *key)),
            _ => keys.is_sorted_by_key(|key| (std::cmp::Reverse(tally(key).n1), *key)),
        };
        assert!(ordered && keys.len() == form(&sample, FormKind::Schools).questions().count(), "{sort}");
        assert_eq!(page.attributes("table:has(#all-questions) th", "aria-sort").len(), 1);
    }
}

#[tokio::test]
async fn audits_in_progress_count_only_when_asked_and_the_page_says_so() {
    let sample = Sample::copy().await;
    let board = sample.sign_in(Persona::Reviewer).await;
    let plain = sample.get("/rounds/2026-27/results?form=schools", &board).await;
    let more = sample.get("/rounds/2026-27/results?form=schools&include=in-progress", &board).await;
    assert!(
        plain.shows("Submitted audits count; 31 audits in progress do not.")
            && plain.shows("77 of 126 schools submitted.")
    );
    assert!(
        more.shows("Submitted audits count, and so do 31 audits in progress. Their answers can still change.")
            && more.shows("; 31 audits in progress count too.")
    );
    assert!(plain.shows("All schools (77)") && more.shows("All schools (108)"));
    assert!(cells(&more).iter().all(|cell| cell.href.contains("&include=in-progress")));
    let one = sample.get("/rounds/2026-27/results?form=schools&sub_sector=primary", &board).await;
    assert!(one.shows("organisations in Infant and primary submitted."));
    assert_eq!(cells(&one).len(), 14);
}

#[tokio::test]
async fn results_are_for_board_staff_alone() {
    let sample = Sample::copy().await;
    let paths = [
        SCHOOLS,
        "/rounds/2014/results/organisations?form=schools&group=all&standard=3",
        "/rounds/2014/results.xlsx",
        "/rounds/2014/results.csv",
        "/rounds/2014/answers.csv",
        "/rounds/2014/answers.xlsx",
    ];
    for persona in [Persona::SchoolLead, Persona::Contributor, Persona::PartnerLead] {
        let cookie = sample.sign_in(persona).await;
        for path in paths {
            let page = sample.get(path, &cookie).await;
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{persona:?} {path}");
            assert!(page.shows("You cannot do this"), "{path}");
        }
    }
    for path in paths {
        assert!(sample.get(path, "").await.location().starts_with("/sign-in"), "{path}");
    }
}

#[tokio::test]
async fn pages_say_what_their_tables_are_and_carry_no_style() {
    let sample = Sample::copy().await;
    let board = sample.sign_in(Persona::Administrator).await;
    let behind = "/rounds/2014/results/organisations?form=schools&group=all&standard=3";
    for path in [SCHOOLS, PARTNERS, behind, marsh_lane::LATEST_RESULTS, marsh_lane::PLAN] {
        let page = sample.get(path, &board).await;
        let html = page.html();
        let count = |css: &str| all(html.root_element(), css).len();
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert_eq!(count("[style], [onclick]"), 0, "{path}");
        let tables = count("table");
        assert!(tables > 0, "{path}");
        assert_eq!(count("table > caption"), tables, "{path}");
        assert_eq!(count("th:not([scope])"), 0, "{path}");
        assert_eq!(count("[role=region][tabindex=\"0\"][aria-labelledby] > table"), tables, "{path}");
        let ids = page.attributes("[id]", "id");
        assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "{path}: {ids:?}");
    }
}

async fn audit_of(sample: &Sample, reference: &str, round: &str) -> i64 {
    let sql = "select o.reference, r.slug, a.id from audit a join organisation o on o.id = a.organisation_id \
               join audit_round r on r.id = a.round_id";
    let all: Vec<(String, String, i64)> = sample.rows(sql).await;
    all.into_iter().find(|(of, slug, _)| of == reference && slug == round).unwrap().2
}

#[tokio::test]
async fn own_results_stand_beside_those_of_the_others_in_whole_percentages() {
    let sample = Sample::copy().await;
    let school = sample.sign_in(Persona::SchoolLead).await;
    let audit = audit_of(&sample, "O-0022", "2014").await;
    let page = sample.get(&format!("/audits/{audit}/results"), &school).await;
    assert!(page.shows("Your scores are next to those of 123 other organisations in your sector, Education."));
    assert!(page.shows("Their figures do not include yours."));
    assert!(page.shows("“Over 95%” may be all of them") && !page.shows("“Few” means"), "{}", page.words());
    let own: Vec<(String,)> = sample.rows("select choices from audit where id = 119").await;
    let threes = own[0].0.matches('3').count();
    let scored = own[0].0.matches(['1', '2', '3']).count();
    let percent = (200 * threes + scored) / (2 * scored);
    let lead = format!("{threes} of your {scored} scored answers are fully in place ({percent}%).");
    assert!(page.shows(&lead), "{lead}");
    let latest = sample.get(marsh_lane::LATEST_RESULTS, &school).await;
    assert!(latest.shows("Results 2014") && latest.shows("Submitted audits:"));
}

#[tokio::test]
async fn own_results_wait_for_submission_and_are_nobody_elses() {
    let sample = Sample::copy().await;
    let school = sample.sign_in(Persona::SchoolLead).await;
    let open = audit_of(&sample, "O-0022", "2026-27").await;
    assert_eq!(sample.get(&format!("/audits/{open}/results"), &school).await.status, StatusCode::CONFLICT);
    let police = audit_of(&sample, "O-0147", "2014").await;
    for path in [
        format!("/audits/{police}/results"),
        format!("/audits/{police}/action-plan.xlsx"),
        "/organisations/O-0147/results".into(),
        "/organisations/O-0147/action-plan".into(),
        "/organisations/O-0147/action-plan/1".into(),
    ] {
        assert_eq!(sample.get(&path, &school).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn the_sector_is_shown_beside_own_results_only_once_nobody_can_submit_any_more() {
    let sample = Sample::copy().await;
    let submitted = "select a.id from audit a join audit_round r on r.id = a.round_id \
                     where r.slug = '2026-27' and a.state = 'submitted' and a.sector = 'education'";
    let audit: i64 = sample.value(submitted).await;
    let path = format!("/audits/{audit}/results");
    let waits = "Sector scores appear after the round closes at the end of 12 February 2027 if at least five other \
                 organisations in its sector submit an audit, so nobody’s answers can be worked out.";
    let board = sample.sign_in(Persona::Reviewer).await;
    let page = sample.get(&path, &board).await;
    let edition = sample.installation.editions.named(FormKind::Schools, "2026-27").unwrap();
    assert!(page.shows(waits), "{}", page.words());
    // Said once above the tables: in them are the organisation's own figures alone.
    assert_eq!(page.words().matches("after the round closes").count(), 1);
    let file = sample.get(&format!("{path}.csv"), &board).await.text();
    assert!(file.contains("shown after the round has closed if at least five others submit"), "{file}");
    assert!(!page.shows("Others") && !page.shows("colspan"));
    let count = |page: &Answer, css: &str| all(page.html().root_element(), css).len();
    assert_eq!(count(&page, "th[scope=col]"), 7 + 2);
    assert_eq!(rows_of(&page), 7 + edition.form.questions().count());
    assert_eq!(count(&page, "td"), 7 * 6 + edition.form.questions().count());
    sample.set_clock("2028-01-01T12:00:00Z");
    let board = sample.sign_in(Persona::Reviewer).await;
    let page = sample.get(&path, &board).await;
    assert!(!page.shows(waits) && page.shows("other organisations in its sector, Education."));
    assert_eq!(count(&page, "th[scope=col]"), 10 + 4);
}

#[tokio::test]
async fn the_results_of_an_organisation_that_never_submitted_say_whether_they_can_still_come() {
    let sample = Sample::copy().await;
    let sql = "select o.reference, min(m.person_id), o.id from organisation o join audit a on a.organisation_id = o.id \
               join membership m on m.organisation_id = o.id where o.sector = 'education' group by o.id \
               having max(a.state = 'submitted') = 0 and max(a.state = 'started') = 1 order by o.id limit 1";
    let (reference, person, id): (String, i64, i64) = sample.rows(sql).await.remove(0);
    let path = format!("/organisations/{reference}/results");
    for day in ["2026-11-21T12:00:00Z", "2027-02-13T00:00:00Z"] {
        sample.set_clock(day);
        let cookies = [sample.session_of(person).await, sample.sign_in(Persona::Reviewer).await];
        for (cookie, own) in cookies.iter().zip([true, false]) {
            let page = sample.get(&path, cookie).await;
            let words = page.words();
            let to_come = "The organisation’s own scores appear here after it has submitted an audit. After that round has \
                           closed, the scores of its sector appear beside them if at least five others submitted.";
            let over = "There are no results: no audit was submitted. The last, 2026-27, closed at the end of 12 February 2027.";
            let is_over = day.starts_with("2027");
            assert_eq!(words.contains(to_come), !is_over, "{words}");
            assert_eq!(words.contains(over), is_over, "{words}");
            assert_eq!(words.contains("contact the board"), is_over && own, "{words}");
            assert!(page.text().contains(&format!("href=\"/organisations/{reference}\"")), "{words}");
        }
    }
    let mut writing = sample.installation.store.writing().await.unwrap();
    let closed = "update organisation set closed_at = '2027-02-10T12:00:00.000Z' where id = ?";
    sqlx::query(closed).bind(id).execute(&mut *writing).await.unwrap();
    writing.commit().await.unwrap();
    let page = sample.get(&path, &sample.sign_in(Persona::Reviewer).await).await;
    let closed =
        "There are no results: the board closed this organisation on 10 February 2027, and it had submitted no audit.";
    assert!(page.shows(closed), "{}", page.words());
}

#[tokio::test]
async fn a_round_in_which_nobody_submitted_is_compared_with_none() {
    let sample = Sample::copy().await;
    let board = sample.sign_in(Persona::Administrator).await;
    let form = [
        ("title", "Spring 2027"),
        ("schools.edition", "2026-27"),
        ("schools.opens", "21 November 2026"),
        ("schools.due", "30 April 2027"),
        ("schools.closes", "14 May 2027"),
    ];
    sample.post("/rounds/new", &board, &form).await.redirect();
    sample.post("/rounds/spring-2027/invite", &board, &[("whom", "all")]).await.redirect();
    sample.post("/rounds/spring-2027/open", &board, &[]).await.redirect();
    let rows = sheet(&sample.get("/rounds/spring-2027/results.xlsx", &board).await, "Change since last round");
    let said: Vec<_> = rows.iter().flatten().filter(|text| !text.is_empty()).cloned().collect();
    let nothing = "Schools: no organisation scored a question both now and in 2026-27, so there is nothing to compare.";
    assert!(said.iter().any(|text| text == nothing), "{said:?}");
    assert!(!said.iter().any(|text| text == "S1.1" || text.contains("can be compared")), "{said:?}");
}

fn sheet(file: &Answer, name: &str) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(file.bytes.clone())).unwrap();
    let text = |cell: &Data| match cell {
        Data::Float(number) => format!("{number:.2}"),
        other => other.to_string(),
    };
    book.worksheet_range(name).unwrap().rows().map(|row| row.iter().map(text).collect()).collect()
}

#[tokio::test]
async fn downloads_open_and_their_figures_are_the_pages() {
    let sample = Sample::copy().await;
    let board = sample.sign_in(Persona::Administrator).await;
    let file = sample.get("/rounds/2014/results.xlsx?form=schools", &board).await;
    assert_eq!(file.header("content-type"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    let named = "attachment; filename=\"section11-results-2014-schools.xlsx\"";
    assert_eq!(file.header("content-disposition"), named);
    let standards = sheet(&file, "Standards");
    let csv = sample.get("/rounds/2014/results.csv?form=schools", &board).await;
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    let csv = csv.text();
    let page = sample.get(SCHOOLS, &board).await;
    for cell in cells(&page) {
        let group = group_of(&cell.href);
        let number = standard_of(&cell.href);
        let (percent, average) = (cell.percent.trim_end_matches('%'), cell.average.as_str());
        let in_book = standards.iter().any(|row| {
            row.len() > 13
                && row[2] == group.words(FormKind::Schools)
                && row[3] == format!("{number}.00")
                && row[12] == percent
                && row[13] == average
        });
        assert!(in_book, "{group:?} {number} {percent} {average}");
        let sub_sector = if let Group::SubSector(sub) = group { sub.key() } else { "" };
        let sector = if group == Group::All { "all" } else { "education" };
        let begins = format!("2014,schools,{sector},{sub_sector},{number},,");
        let line = csv.lines().find(|line| line.starts_with(&begins)).unwrap();
        assert!(line.contains(&format!(",{percent},{average},submitted")), "{line}");
    }
    for path in ["/rounds/1999/results.xlsx", "/rounds/2014/results.csv?form=pupils", "/rounds/1999/answers.csv"] {
        let page = sample.get(path, &board).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
        assert!(page.shows("Page not found"), "{path}");
    }
}

#[tokio::test]
async fn answers_are_downloaded_whole_and_the_log_says_by_whom() {
    let sample = Sample::copy().await;
    let board = sample.sign_in(Persona::Reviewer).await;
    let csv = sample.get("/rounds/2014/answers.csv?form=partners", &board).await;
    let questions = form(&sample, FormKind::Partners).questions().count();
    assert_eq!(csv_rows(&csv.bytes), 1 + 29 * questions);
    assert_eq!(csv.header("content-disposition"), "attachment; filename=\"section11-answers-2014-partners.csv\"");
    let book = sample.get("/rounds/2014/answers.xlsx?form=partners", &board).await;
    assert_eq!(book.status, StatusCode::OK);
    let sql = "select p.email, l.subject from log l join person p on p.id = l.person_id \
               where l.operation = 'answers exported' order by l.id";
    let logged: Vec<(String, String)> = sample.rows(sql).await;
    let by = Persona::Reviewer.email().to_owned();
    assert_eq!(logged, [(by.clone(), "partners as csv".to_owned()), (by, "partners as xlsx".to_owned())]);
}

fn csv_rows(bytes: &[u8]) -> usize {
    csv::ReaderBuilder::new().has_headers(false).from_reader(bytes).records().map(Result::unwrap).count()
}

#[tokio::test]
async fn figures_of_one_organisation_rest_on_no_smaller_number() {
    let sample = Sample::copy().await;
    let board = sample.sign_in(Persona::Reviewer).await;
    let of_one = sample.get(&format!("{PARTNERS}&sector=police"), &board).await.words();
    assert!(of_one.contains("Figures rest on 1 organisation. Basis"), "{of_one}");
    let of_all = sample.get(PARTNERS, &board).await.words();
    assert!(of_all.contains("Figures rest on 29 partners, unless a smaller number is given."), "{of_all}");
}
