//! Every state of an audit, every page and file about it, every reader: no sentence stands where it is not true, and
//! nobody is left without knowing what to do.

use std::collections::BTreeSet;
use std::io::Cursor;

use calamine::{Reader, Xlsx};

use crate::support::html::{all, first, words_of};
use crate::support::{Persona, Sample, marsh_lane};

/// How far the audit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum How {
    Invited,
    Started,
    Submitted,
}

/// Where its form stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum When {
    RoundNotOpened,
    NotYetOpen,
    Open,
    Overdue,
    Closed,
    /// The form's last day passed before the board opened the round, which it has not.
    NeverOpened,
    /// The same, and the board has opened the round since, for its other form.
    OpenedTooLate,
}

impl When {
    /// Whether the form's last day has passed.
    fn is_past(self) -> bool {
        matches!(self, Self::Closed | Self::NeverOpened | Self::OpenedTooLate)
    }
}

/// The state in which somebody reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Case {
    how: How,
    when: When,
    organisation_closed: bool,
}

impl Case {
    /// Whether answers are taken.
    fn is_live(self) -> bool {
        self.how != How::Submitted && !self.organisation_closed && matches!(self.when, When::Open | When::Overdue)
    }

    /// Whether it was not submitted and no longer can be.
    fn is_over(self) -> bool {
        self.how != How::Submitted && (self.organisation_closed || self.when.is_past())
    }

    /// Whether its last day passed before anybody could answer. A closed organisation is told that it is closed.
    fn could_never_be_answered(self) -> bool {
        !self.organisation_closed && matches!(self.when, When::NeverOpened | When::OpenedTooLate)
    }

    /// The readers. A contributor reads what the lead does, and an administrator what a reviewer does, but for what
    /// they may do about it: they read only in states that show it.
    fn readers(self) -> &'static [Persona] {
        const ALL: [Persona; 4] =
            [Persona::SchoolLead, Persona::Reviewer, Persona::Contributor, Persona::Administrator];
        let all = !self.organisation_closed && !matches!(self.when, When::RoundNotOpened | When::Overdue);
        if all { &ALL } else { &ALL[..2] }
    }

    /// Every state that there can be: nothing is answered before the first day.
    fn all() -> Vec<Self> {
        let whens = [When::RoundNotOpened, When::NotYetOpen, When::NeverOpened, When::OpenedTooLate];
        let answered = [When::Open, When::Overdue, When::Closed];
        let of = |how, when| [false, true].map(|organisation_closed| Self { how, when, organisation_closed });
        let invited = whens.into_iter().chain(answered).flat_map(|when| of(How::Invited, when));
        let others = [How::Started, How::Submitted].into_iter().flat_map(|how| answered.map(move |when| (how, when)));
        invited.chain(others.flat_map(|(how, when)| of(how, when))).collect()
    }
}

/// The school's own pages. The board reads them too.
const ORGANISATION: &str = marsh_lane::ORGANISATION;
const TASKS: &str = marsh_lane::TASKS;
const STANDARD: &str = marsh_lane::STANDARD_5;
const CHECK: &str = marsh_lane::CHECK;
const RECORD: &str = marsh_lane::RECORD;
const PLAN: &str = marsh_lane::PLAN;
const ACTION: &str = marsh_lane::ACTION;
const PLAN_FILE: &str = marsh_lane::PLAN_FILE;
const OWN_RESULTS: &str = marsh_lane::RESULTS;
const OWN: [&str; 9] = [ORGANISATION, TASKS, STANDARD, CHECK, RECORD, OWN_RESULTS, PLAN, ACTION, PLAN_FILE];
/// The pages of the audit itself.
const AUDIT: [&str; 4] = [TASKS, STANDARD, CHECK, RECORD];
/// The board's pages and files about the round.
const ROUND: &str = "/rounds/2026-27";
const LIST: &str = "/rounds/2026-27/audits?form=schools";
const RESULTS: &str = "/rounds/2026-27/results?form=schools";
const RESULTS_TOO: &str = "/rounds/2026-27/results?form=schools&include=in-progress";
const BEHIND: &str = "/rounds/2026-27/results/organisations?form=schools&group=all&standard=3&include=in-progress";
const FILE: &str = "/rounds/2026-27/results.xlsx?form=schools";
const FILE_TOO: &str = "/rounds/2026-27/results.xlsx?form=schools&include=in-progress";
/// The page on which an administrator closes the organisation, and the list of the school as one that is late.
const CLOSE: &str = "/organisations/O-0022/close";
const LIST_OF_LATE: &str = "/rounds/2026-27/audits?form=schools&state=late";
const BOARDS: [&str; 7] = [ROUND, LIST, RESULTS, RESULTS_TOO, BEHIND, FILE, FILE_TOO];

const CONTACT: &str = "section11@board.example";

/// Words, the pages and files on which they are looked for, and when they may stand there; `own` is whether the reader is
/// of the organisation.
type Sentence = (&'static str, &'static [&'static str], fn(Case, bool) -> bool);

/// Other schools go on being in progress while the form is open.
fn others_go_on(case: Case) -> bool {
    !case.when.is_past()
}

const SENTENCES: &[Sentence] = &[
    ("In progress", &[ORGANISATION, TASKS, STANDARD, CHECK, RECORD], |case, _| {
        case.is_live() && case.how == How::Started
    }),
    ("Audit: in progress", &[PLAN_FILE], |case, _| case.is_live() && case.how == How::Started),
    ("answers can still change", &[PLAN_FILE], |case, _| case.is_live()),
    ("saved so far", &[RECORD], |case, _| case.is_live()),
    ("you can still", &OWN, |_, _| false),
    ("it can still be answered", &[TASKS], |case, _| case.is_live() && case.when == When::Overdue),
    ("can be answered until", &[ORGANISATION], |case, _| case.is_live() && case.when == When::Overdue),
    ("You can stop at any time", &AUDIT, |case, own| case.is_live() && own),
    ("still missing", &AUDIT, |case, _| case.is_live()),
    ("when nothing is missing", &AUDIT, |case, own| case.is_live() && own),
    ("Cannot submit yet", &AUDIT, |case, own| case.is_live() && own),
    ("What happens next", &AUDIT, |case, own| own && !case.is_over()),
    ("Submitted on", &[TASKS], |case, _| case.how == How::Submitted),
    ("Opens on", &[ORGANISATION], |case, _| case.when == When::NotYetOpen && !case.organisation_closed),
    ("This audit opens on", &AUDIT, |case, _| case.when == When::NotYetOpen && !case.organisation_closed),
    ("not opened this round", &AUDIT, |case, own| case.when == When::RoundNotOpened && !own),
    ("This audit closed", &AUDIT, |case, _| case.when.is_past() && case.how != How::Submitted),
    ("had not opened the round", &OWN, |case, _| case.could_never_be_answered()),
    ("Not open yet", &OWN, |case, _| {
        !case.organisation_closed && matches!(case.when, When::RoundNotOpened | When::NotYetOpen)
    }),
    ("Nobody can then answer", &[CLOSE], |case, _| !case.is_over() && case.how != How::Submitted),
    ("late: not submitted", &[ROUND], |case, _| matches!(case.when, When::Overdue | When::Closed)),
    ("Not started Late", &[LIST_OF_LATE], |case, _| case.when == When::Overdue),
    ("Not started", &[LIST_OF_LATE], |case, _| !case.when.is_past()),
    ("Not started", &[TASKS, STANDARD, CHECK, RECORD], |case, _| !case.is_over() && case.how != How::Submitted),
    ("never started", &[TASKS, ORGANISATION], |case, _| case.is_over() && case.how == How::Invited),
    ("No answers were saved", &[TASKS, STANDARD, CHECK, RECORD], |case, _| case.is_over() && case.how == How::Invited),
    ("answers that were saved", &[RECORD], |case, _| case.is_over() && case.how == How::Started),
    ("what was saved", &[TASKS], |case, _| case.is_over() && case.how == How::Started),
    ("Not answered", &[RECORD], |case, _| !case.is_over() || case.how == How::Started),
    ("can read and download the answers", &AUDIT, |case, _| case.how != How::Invited),
    ("Not opened yet: only the board sees", &[ROUND], |case, _| {
        matches!(case.when, When::RoundNotOpened | When::NeverOpened)
    }),
    ("and was never open", &[ROUND], |case, _| matches!(case.when, When::NeverOpened | When::OpenedTooLate)),
    ("not change them", &AUDIT, |case, _| case.how == How::Submitted || case.is_over()),
    ("closed this organisation", &AUDIT, |case, _| case.organisation_closed && case.how != How::Submitted),
    ("closed this organisation", &[PLAN, ACTION], |case, _| case.organisation_closed),
    ("Takes no more answers", &[ORGANISATION], |case, _| case.organisation_closed && case.is_over()),
    ("without being submitted", &[ORGANISATION], |case, _| case.when == When::Closed && case.is_over()),
    ("Not submitted before", &[RECORD], |case, _| case.is_over()),
    ("not submitted before", &[PLAN_FILE], |case, _| case.is_over()),
    ("Results appear after", &[OWN_RESULTS], |case, _| case.how != How::Submitted && !case.is_over()),
    ("so it has no results", &[OWN_RESULTS], |case, _| case.is_over()),
    ("join this plan when it is submitted", &[PLAN], |case, _| case.is_live()),
    ("are not in this plan", &[PLAN], |case, _| case.is_over() && case.how == How::Started),
    ("enter the plan", &[PLAN_FILE], |case, _| case.is_live()),
    ("not in the plan that the board sees", &[PLAN_FILE], |case, _| case.is_over() && case.how == How::Started),
    ("not submitted yet", &OWN, |case, _| case.is_live()),
    ("may still change", &OWN, |_, _| false),
    ("contact the board", &OWN, |case, _| case.is_over() || case.organisation_closed),
    ("in progress", &BOARDS, |case, _| others_go_on(case)),
    // The files hold the status of actions too.
    ("In progress", &[ROUND, LIST, RESULTS, RESULTS_TOO, BEHIND], |case, _| others_go_on(case)),
    ("can still change", &BOARDS, |case, _| others_go_on(case)),
    ("Started, not submitted", &BOARDS, |case, _| {
        case.when.is_past() || case.organisation_closed && case.how == How::Started
    }),
    ("can no longer be submitted", &BOARDS, |case, _| {
        case.when.is_past() || case.organisation_closed && case.how == How::Started
    }),
    ("closed by the board", &BOARDS, |case, _| case.organisation_closed && case.how != How::Submitted),
];

/// The sentences that must stand there: the words, the pages, and when.
const MUST: &[Sentence] = &[
    ("Not submitted", &[ORGANISATION, TASKS], |case, own| {
        case.is_over() && !(own && matches!(case.when, When::RoundNotOpened | When::NeverOpened))
    }),
    ("Not submitted, never started", &[ORGANISATION, TASKS], |case, own| {
        case.is_over()
            && case.how == How::Invited
            && !(own && matches!(case.when, When::RoundNotOpened | When::NeverOpened))
    }),
    ("No answers were saved", &[TASKS, RECORD], |case, _| {
        case.is_over() && case.how == How::Invited && case.when == When::Closed
    }),
    ("nobody can change an action", &[PLAN_FILE], |case, _| case.organisation_closed && case.how != How::Submitted),
    ("had not opened the round by then", &AUDIT, |case, _| case.could_never_be_answered()),
    ("had not opened the round by then", &[ORGANISATION, PLAN_FILE], |case, own| {
        case.could_never_be_answered() && !(own && case.when == When::NeverOpened)
    }),
    ("it can still be answered", &[TASKS], |case, _| case.is_live() && case.when == When::Overdue),
    ("Nobody can then answer", &[CLOSE], |case, _| !case.is_over() && case.how != How::Submitted),
    ("Schools: closed on 20 November 2026 and was never open", &[ROUND], |case, _| {
        matches!(case.when, When::NeverOpened | When::OpenedTooLate)
    }),
    ("Not submitted Organisation closed on", &[LIST], |case, _| {
        case.organisation_closed && case.how == How::Started && case.when == When::Open
    }),
    ("Not submitted, never started Organisation closed on", &[LIST], |case, _| {
        case.organisation_closed && case.how == How::Invited && case.when == When::Open
    }),
    ("closed by the board", &[ROUND, RESULTS, RESULTS_TOO, FILE, FILE_TOO], |case, _| {
        case.organisation_closed && case.how != How::Submitted
    }),
    ("Started, not submitted", &[ROUND, LIST, RESULTS, FILE], |case, _| case.when == When::Closed),
    ("In progress", &[ROUND, LIST, RESULTS, FILE], |case, _| {
        others_go_on(case) && !(case.organisation_closed && case.how == How::Started)
    }),
    ("can still change", &[RESULTS_TOO, BEHIND, FILE_TOO], |case, _| others_go_on(case)),
    ("can no longer be submitted", &[RESULTS, RESULTS_TOO, BEHIND, FILE, FILE_TOO], |case, _| {
        case.when == When::Closed
    }),
];

/// The sample with the school's audit of the present round in this state. The clock stands still; the dates of its form
/// are moved, those of the other form stay.
async fn sample(case: Case) -> Sample {
    let app = Sample::copy().await;
    match case.how {
        How::Invited => {
            app.never_start_open_audit().await;
        }
        How::Started => {}
        How::Submitted => {
            app.complete_open_audit().await;
            let lead = app.sign_in(Persona::SchoolLead).await;
            let declared = marsh_lane::DECLARED;
            app.post(CHECK, &lead, &declared).await.redirect();
        }
    }
    let moved: &[&'static str] = match case.when {
        When::RoundNotOpened => &["update audit_round set opened_at = null where slug = '2026-27'"],
        When::NotYetOpen => {
            &["update round_form set opens = '2026-11-22' where form = 'schools' and closes > '2026-11-22'"]
        }
        When::Open => &[],
        When::Overdue => &["update round_form set opens = '2026-09-01', due = '2026-11-20' \
                           where form = 'schools' and closes > '2026-11-22'"],
        When::NeverOpened | When::OpenedTooLate | When::Closed => {
            &["update round_form set opens = '2026-09-01', due = '2026-11-19', closes = '2026-11-20' \
                          where form = 'schools' and closes > '2026-11-22'"]
        }
    };
    app.change(moved).await;
    match case.when {
        When::NeverOpened => app.change(&["update audit_round set opened_at = null where slug = '2026-27'"]).await,
        When::OpenedTooLate => {
            let opened = "update audit_round set opened_at = '2026-11-21T09:00:00.000Z' where slug = '2026-27'";
            app.change(&[opened]).await;
        }
        _ => {}
    }
    if case.organisation_closed {
        app.close_school().await;
    }
    app
}

/// What a reader reads at an address, and whether a link stands there that leads on; `None` when it is not there.
async fn read(app: &Sample, path: &str, cookie: &str) -> Option<(String, bool)> {
    let mut answer = app.get(path, cookie).await;
    if answer.status == 303 {
        answer = app.get(answer.redirect(), cookie).await;
    }
    match answer.status.as_u16() {
        404 => return None,
        200 | 409 => {}
        other => panic!("{path}: {other}"),
    }
    if path.contains(".xlsx") {
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(answer.bytes)).unwrap();
        let texts = book.worksheets().into_iter().flat_map(|(_, range)| {
            range
                .rows()
                .map(|row| row.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "))
                .collect::<Vec<_>>()
        });
        return Some((texts.collect::<Vec<_>>().join(" "), true));
    }
    let page = answer.html();
    let main = first(page.root_element(), "main");
    Some((words_of(main), !all(main, "[href^=\"/\"], [href^=\"mailto:\"]").is_empty()))
}

#[tokio::test(flavor = "multi_thread")]
async fn no_sentence_stands_where_it_is_not_true_and_everybody_can_go_on() {
    let (mut against, mut found, mut texts) = (Vec::new(), BTreeSet::new(), 0);
    for case in Case::all() {
        let app = sample(case).await;
        for &who in case.readers() {
            let own = matches!(who, Persona::SchoolLead | Persona::Contributor);
            // What the board's two see alike is read once; files take long to make, and no other date matters to them.
            let boards = match (who, case.when) {
                (Persona::Reviewer, When::Open | When::Closed) => &BOARDS[..],
                (Persona::Reviewer, _) => &BOARDS[..5],
                _ => &[],
            };
            let boards = boards.iter().chain((who == Persona::Reviewer).then_some(&LIST_OF_LATE));
            let boards = boards.chain((who == Persona::Administrator && !case.organisation_closed).then_some(&CLOSE));
            let cookie = app.sign_in(who).await;
            for path in OWN.iter().chain(boards) {
                let Some((words, leads_on)) = read(&app, path, &cookie).await else {
                    let hidden = own && matches!(case.when, When::RoundNotOpened | When::NeverOpened);
                    assert!(hidden, "{case:?}: {path} is not there for {who:?}");
                    continue;
                };
                texts += 1;
                for (place, (sentence, pages, may_stand)) in SENTENCES.iter().enumerate() {
                    if pages.contains(path) && words.contains(sentence) {
                        found.insert(place);
                        if !may_stand(case, own) {
                            against.push(format!("{case:?}, {who:?}, {path}: “{sentence}”"));
                        }
                    }
                }
                for (sentence, pages, must_stand) in MUST {
                    if pages.contains(path) && must_stand(case, own) && !words.contains(sentence) {
                        against.push(format!("{case:?}, {who:?}, {path}: no “{sentence}”"));
                    }
                }
                let stuck =
                    case.is_over() && own && *path != PLAN && *path != ACTION || case.organisation_closed && own;
                let submitted_file = *path == PLAN_FILE && !case.is_over();
                let of_the_audit = AUDIT.contains(path) || *path == OWN_RESULTS;
                let of_a_submitted_audit = case.how == How::Submitted && of_the_audit;
                let unseen = own && case.when == When::NeverOpened && !case.organisation_closed;
                if stuck && !unseen && !submitted_file && !of_a_submitted_audit && !words.contains(CONTACT) {
                    against.push(format!("{case:?}, {who:?}, {path}: no contact"));
                }
                if !leads_on {
                    against.push(format!("{case:?}, {who:?}, {path}: nothing leads on"));
                }
            }
        }
    }
    assert_eq!(against, Vec::<String>::new());
    let never =
        SENTENCES.iter().enumerate().filter(|(place, _)| !found.contains(place)).map(|(_, sentence)| sentence.0);
    assert_eq!(never.collect::<Vec<_>>(), ["you can still", "may still change"], "sentences that nobody reads");
    println!("{texts} pages and files in {} states", Case::all().len());
}

#[tokio::test]
async fn what_became_of_an_organisation_after_its_form_closed_is_said_nowhere_in_the_round() {
    let case = Case { how: How::Started, when: When::Closed, organisation_closed: false };
    let app = sample(case).await;
    app.change(&["update organisation set closed_at = '2026-11-21T09:00:00.000Z' where id = 22"]).await;
    let cookie = app.sign_in(Persona::Reviewer).await;
    for path in BOARDS {
        let (words, _) = read(&app, path, &cookie).await.unwrap();
        assert!(!words.contains("closed by the board"), "{path}: {words}");
    }
}

#[tokio::test]
async fn a_round_of_a_closed_and_an_open_form_says_of_each_what_is_true() {
    let app = sample(Case { how: How::Started, when: When::Closed, organisation_closed: false }).await;
    let cookie = app.sign_in(Persona::Reviewer).await;
    let file = read(&app, "/rounds/2026-27/results.xlsx?include=in-progress", &cookie).await.unwrap().0;
    for (form, says) in
        [("Schools: submitted", "can no longer be submitted."), ("Partners: submitted", "still change.")]
    {
        let (_, rest) = file.split_once(form).unwrap();
        assert!(rest[..200].contains(says), "{form}: {}", &rest[..200]);
    }
    let partners = read(&app, "/rounds/2026-27/results?form=partners&include=in-progress", &cookie).await.unwrap().0;
    assert!(partners.contains("in progress. Their answers can still change."), "{partners}");
}
