//! What lives on from one round to the next: the last round's answers beside the questions, and what is compared.

use section11::domain::audit::{AuditId, WhoCounts};
use section11::domain::form::{FormKind, Lineage};
use section11::domain::score::Score;

use section11::operations::Actor;
use section11::operations::account::signing_in::SignIn;
use section11::operations::account::throttle::Browser;
use section11::store::answers;

use crate::support::html::{all, words_of};
use crate::support::{Answer, Persona, Sample, marsh_lane};

/// Marsh Lane Primary School's audits of 2014, submitted, and of 2026-27, in progress.
const THEN: AuditId = marsh_lane::SUBMITTED;
const NOW: &str = marsh_lane::TASKS;

/// The words of each question's section of a standard's page, from its key to what was saved.
fn sections(page: &Answer) -> Vec<String> {
    let html = page.html();
    all(html.root_element(), "section:has(.app-question__key)").into_iter().map(words_of).collect()
}

#[tokio::test]
async fn each_question_shows_what_was_answered_in_the_last_round_if_it_was_asked() {
    let app = Sample::copy().await;
    let lead = app.sign_in(Persona::SchoolLead).await;
    let then = answers::of_audit(&mut app.installation.store.reading().await.unwrap(), THEN, None).await.unwrap();
    let asked = app.installation.editions.named(FormKind::Schools, "2026-27").unwrap().form.clone();
    let before = app.installation.editions.named(FormKind::Schools, "2014").unwrap().form.clone();
    let (mut same, mut described_anew, mut reworded, mut new) = (0, 0, 0, 0);
    for standard in &asked.standards {
        let page = app.get(&format!("{NOW}/standards/{}", standard.number), &lead).await;
        let sections = sections(&page);
        assert_eq!(sections.len(), standard.questions.len());
        for (question, section) in standard.questions.iter().zip(sections) {
            let key = match question.lineage {
                Lineage::Same => question.key,
                Lineage::Reworded(key) => key,
                Lineage::New => {
                    new += 1;
                    assert!(!section.contains("Last round"), "{section}");
                    continue;
                }
            };
            let answer = &then[&key].answer;
            let chosen = match answer.choice.score() {
                Some(score) => format!("{score} {}", before.score_words(score)),
                None => "Not applicable".into(),
            };
            assert!(section.contains(&format!("Last round, 2014: {chosen} (submitted ")), "{section}");
            let was_asked = &before.question(key).unwrap().wording;
            let wording = format!("Asked then : {was_asked}");
            if question.lineage == Lineage::Same {
                same += 1;
                assert!(section.contains("question unchanged)") && !section.contains("Asked then"), "{section}");
            } else if *was_asked == question.wording {
                described_anew += 1;
                assert!(section.contains("question unchanged, but 3, 2 and 1 are described differently)"), "{section}");
                assert!(!section.contains("Asked then"), "{section}");
            } else {
                reworded += 1;
                assert!(section.contains("question reworded since)") && section.contains(&wording), "{section}");
            }
            let evidence = answer.evidence.split_whitespace().collect::<Vec<_>>().join(" ");
            assert_eq!(section.contains("Evidence then"), !evidence.is_empty(), "{section}");
            assert!(section.contains(&evidence), "{section}");
            let asks = answer.choice.score().is_some_and(Score::asks_for_action);
            assert_eq!(section.contains("Action then"), asks && !answer.planned.is_empty(), "{section}");
        }
    }
    assert!(same > 30 && reworded > 5 && new > 0, "{same} {reworded} {new}");
    assert_eq!(described_anew, 8);
}

#[tokio::test]
async fn an_action_of_the_last_round_is_shown_as_it_stands_in_the_plan() {
    let app = Sample::copy().await;
    let lead = app.sign_in(Persona::SchoolLead).await;
    let action = [
        ("revision", "2"),
        ("what", "Publish the <b>rota</b>"),
        ("who", "Deputy head"),
        ("by_when", "26 March 2015"),
        ("status", "done"),
        ("done_on", "2 April 2015"),
    ];
    let plan = app.installation.export_plan_by_name("2014", "O-0022").await.unwrap();
    let of_then = plan.actions.iter().find(|action| action.round_title == "2014").unwrap();
    let path = format!("{}/{}", marsh_lane::PLAN, of_then.number);
    let revision = of_then.revision.to_string();
    let fields: Vec<_> =
        action.into_iter().map(|(n, v)| (n, if n == "revision" { revision.as_str() } else { v })).collect();
    app.post(&path, &lead, &fields).await.redirect();
    let page = app.get(&format!("{NOW}/standards/{}", of_then.question.standard()), &lead).await;
    let shown = format!(
        "Action then : Publish the <b>rota</b> (Deputy head, by 26 March 2015). {}: done 2 April 2015.",
        of_then.reference()
    );
    assert!(page.words().contains(&shown), "{}", page.words());
}

#[tokio::test]
async fn the_last_round_is_shown_to_those_who_answer_and_only_when_it_was_submitted() {
    let app = Sample::copy().await;
    let lead = app.sign_in(Persona::SchoolLead).await;
    let reviewer = app.sign_in(Persona::Reviewer).await;
    let page = format!("{NOW}/standards/1");
    assert!(app.get(&page, &lead).await.shows("Last round, 2014"));
    assert!(!app.get(&page, &reviewer).await.shows("Last round"));
    let contributor = app.sign_in(Persona::Contributor).await;
    assert!(app.get(&page, &contributor).await.shows("Last round, 2014"));

    // Had 2014 not been submitted, 2012 would be the last that was; the form of 2012 is that of 2014.
    app.change(&[
        "drop trigger submission_stays",
        "drop trigger audit_stays_submitted",
        "delete from submission where audit_id = 119",
        "update audit set state = 'started', submitted_at = null where id = 119",
    ])
    .await;
    let page = app.get(&page, &lead).await;
    assert!(page.shows("Last round, 2012") && !page.shows("Last round, 2014"), "{}", page.words());
}

#[tokio::test]
async fn a_round_of_the_same_edition_goes_on_from_every_question_also_from_its_new_ones() {
    let app = Sample::copy().await;
    app.set_clock("2028-03-02T12:00:00Z");
    let administrator = app.sign_in(Persona::Administrator).await;
    let round = [
        ("title", "2028"),
        ("schools.edition", "2026-27"),
        ("schools.opens", "1 March 2028"),
        ("schools.due", "30 April 2028"),
        ("schools.closes", "14 May 2028"),
    ];
    app.post("/rounds/new", &administrator, &round).await.redirect();
    // Lantern Road Primary School, which submitted in 2026-27.
    app.post("/rounds/2028/invite", &administrator, &[("whom", "one"), ("organisation", "O-0027")]).await.redirect();
    app.post("/rounds/2028/open", &administrator, &[]).await.redirect();
    let form = app.installation.editions.named(FormKind::Schools, "2026-27").unwrap().form.clone();
    let new = form.questions().find(|question| question.lineage == Lineage::New).unwrap();
    let accounts = section11::sample::accounts();
    let lead = accounts.iter().find(|account| account.email == "lead@lantern-road.example").unwrap();
    let Ok(SignIn::Done(token)) = app.installation.sign_in(lead.email, lead.password.into(), &Browser::default()).await
    else {
        panic!("the lead cannot sign in")
    };
    let cookie = format!("__Host-session={}", token.reveal());
    let audit: i64 = app.value("select max(id) from audit").await;

    let path = format!("/audits/{audit}/standards/{}", new.key.standard());
    let sections = sections(&app.get(&path, &cookie).await);
    assert_eq!(sections.len(), form.standard(new.key.standard()).unwrap().questions.len());
    assert!(sections.iter().all(|section| section.contains("Last round, 2026-27: ")), "{sections:?}");
    assert!(sections.iter().all(|section| section.contains("question unchanged)")), "{sections:?}");

    let field = |name: &str| format!("{}.{name}", new.key);
    let (save_id, revision, score) = (field("save_id"), field("revision"), field("score"));
    app.post(&path, &cookie, &[(&save_id, "a"), (&revision, "0"), (&score, "3")]).await.redirect();
    let report =
        app.installation.export_results(Actor::Machine, "2028", None, WhoCounts::AndInProgress, "csv").await.unwrap();
    let change = report.forms[0].change.as_ref().unwrap();
    assert_eq!(change.since, "2026-27");
    assert_eq!(change.questions.len(), form.questions().count());
    let counted: Vec<_> = change.questions.iter().filter(|q| q.both > 0).map(|q| (q.key, q.both)).collect();
    assert_eq!(counted, [(new.key, 1)]);
}

/// A round of both forms beside the sample's, with dates before those of the present one: created, never opened.
const DRAFT: [&str; 3] = [
    "insert into audit_round (id, title, slug, created_at) values (99, 'Draft', 'draft', '2026-10-01T00:00:00.000Z')",
    "insert into round_form (round_id, form, form_edition_id, opens, due, closes) \
     select 99, form, form_edition_id, '2026-10-01', '2026-10-20', '2026-10-30' from round_form f \
     join audit_round r on r.id = f.round_id where r.slug = '2026-27'",
    "insert into audit (round_id, organisation_id, form_edition_id, state, invited_at) \
     select 99, a.organisation_id, a.form_edition_id, 'invited', '2026-10-01T00:00:00.000Z' from audit a \
     join audit_round r on r.id = a.round_id where r.slug = '2026-27'",
];

/// The round with which each form of the present one is compared, schools first.
async fn compared_with(app: &Sample) -> [String; 2] {
    let report =
        app.installation.export_results(Actor::Machine, "2026-27", None, WhoCounts::Submitted, "csv").await.unwrap();
    let since = report.forms.into_iter().map(|form| form.change.unwrap().since);
    since.collect::<Vec<_>>().try_into().unwrap()
}

#[tokio::test]
async fn change_is_since_the_last_round_that_was_opened_and_in_which_somebody_handed_in_that_form() {
    let app = Sample::copy().await;
    let before = compared_with(&app).await;
    assert_eq!(before, ["2014", "2014"]);
    let lead = app.sign_in(Persona::SchoolLead).await;
    let steps: [(&[&'static str], [&str; 2]); 6] = [
        (&DRAFT, ["2014", "2014"]),
        // Opened, and nobody has handed in.
        (&["update audit_round set opened_at = '2026-10-01T08:00:00.000Z' where id = 99"], ["2014", "2014"]),
        // One partner has: the schools' last round is still the one before.
        (
            &["update audit set state = 'submitted', started_at = invited_at, submitted_at = invited_at \
               where round_id = 99 and id = (select max(a.id) from audit a join form_edition e \
               on e.id = a.form_edition_id where a.round_id = 99 and e.form = 'partners')"],
            ["2014", "Draft"],
        ),
        // On the same first day what was opened earlier is before.
        (
            &["update round_form set opens = (select max(f.opens) from round_form f where f.round_id < 99), \
               due = '2027-01-20', closes = '2027-01-30' where round_id = 99"],
            ["2014", "Draft"],
        ),
        (&["update audit_round set opened_at = '2026-12-01T08:00:00.000Z' where id = 99"], ["2014", "2014"]),
        // What was handed in before the board took the opening back does not count.
        (
            &[
                "update audit_round set opened_at = null where id = 99",
                "update round_form set opens = '2026-10-01' where round_id = 99",
            ],
            ["2014", "2014"],
        ),
    ];
    for (statements, expected) in steps {
        app.change(statements).await;
        assert_eq!(compared_with(&app).await, expected, "{statements:?}");
        // The school answered the draft in no step.
        assert!(app.get(&format!("{NOW}/standards/1"), &lead).await.shows("Last round, 2014"), "{statements:?}");
    }
}

#[tokio::test]
async fn an_organisations_last_round_is_the_last_of_its_own_form_that_it_handed_in() {
    let app = Sample::copy().await;
    let lead = app.sign_in(Persona::SchoolLead).await;
    app.change(&DRAFT).await;
    app.change(&[
        "insert into submission (audit_id, reference, submitted_at, submitted_by, declared_name, declared_role, \
         declared_on, content, content_hash) select id, 'S11-DRAFT', invited_at, 3, 'A', 'Head', '2026-10-01', '{}', '' \
         from audit where round_id = 99 and organisation_id = 22",
        "insert into answer (audit_id, question_id, score, not_applicable, revision) \
         select a.id, q.id, 3, 0, 1 from audit a join question q on q.form_edition_id = a.form_edition_id \
         where a.round_id = 99 and a.organisation_id = 22",
        "insert into answer_text (audit_id, question_id, reason, evidence, action_what, action_who, action_by_when, \
         no_action_reason, saved_at, saved_by) \
         select an.audit_id, an.question_id, '', 'Then.', '', '', '', '', '2026-10-20T12:00:00.000Z', 3 \
         from answer an join audit a on a.id = an.audit_id where a.round_id = 99 and a.organisation_id = 22",
        "update audit set state = 'submitted', started_at = invited_at, submitted_at = invited_at \
         where round_id = 99 and organisation_id = 22",
    ])
    .await;
    let steps: [(&[&'static str], &str); 3] = [
        (&[], "Last round, 2014"),
        (&["update audit_round set opened_at = '2026-10-01T08:00:00.000Z' where id = 99"], "Last round, Draft"),
        (
            &["update round_form set opens = (select max(f.opens) from round_form f where f.round_id < 99), \
               due = '2027-01-20', closes = '2027-01-30' where round_id = 99"],
            "Last round, Draft",
        ),
    ];
    for (statements, expected) in steps {
        app.change(statements).await;
        let page = app.get(&format!("{NOW}/standards/1"), &lead).await;
        assert!(page.shows(expected), "{statements:?}: {}", page.words());
    }
}
