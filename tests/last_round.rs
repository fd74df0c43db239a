//! What lives on from one round to the next: the last round's answers beside the questions, and what is compared.

use section11::domain::audit::{AuditId, WhoCounts};
use section11::domain::form::{FormKind, Lineage};
use section11::domain::score::Score;

use section11::operations::Actor;
use section11::operations::signing_in::SignIn;
use section11::operations::throttle::Browser;
use section11::store::answers;

use crate::support::{self, Answer, Persona, Sample};

/// Marsh Lane Primary School's audits of 2014, submitted, and of 2026-27, in progress.
const THEN: AuditId = AuditId(119);
const NOW: &str = "/audits/272";

/// The words of each question's section of a standard's page, from its key to what was saved.
fn sections(page: &Answer) -> Vec<String> {
    let text = page.text();
    let sections = text.split("class=\"app-question__key\">").skip(1);
    sections.map(|section| support::readable(&support::words_of(section))).collect()
}

#[tokio::test]
async fn each_question_shows_what_was_answered_in_the_last_round_if_it_was_asked() {
    let app = Sample::copy().await;
    let lead = app.sign_in(Persona::SchoolLead).await;
    let then = answers::of_audit(&mut app.installation.store.reading().await.unwrap(), THEN, None).await.unwrap();
    let asked = app.installation.editions.named(FormKind::Schools, "2026-27").unwrap().form.clone();
    let before = app.installation.editions.named(FormKind::Schools, "2014").unwrap().form.clone();
    let (mut same, mut reworded, mut new) = (0, 0, 0);
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
            let wording = format!("Asked then : {}", before.question(key).unwrap().wording);
            if question.lineage == Lineage::Same {
                same += 1;
                assert!(section.contains("question unchanged)") && !section.contains("Asked then"), "{section}");
            } else {
                reworded += 1;
                assert!(section.contains("question in other words)") && section.contains(&wording), "{section}");
            }
            let evidence = support::words_of(&answer.evidence);
            assert_eq!(section.contains("Evidence then"), !evidence.is_empty(), "{section}");
            assert!(section.contains(&evidence), "{section}");
            let asks = answer.choice.score().is_some_and(Score::asks_for_action);
            assert_eq!(section.contains("Action then"), asks && !answer.planned.is_empty(), "{section}");
        }
    }
    assert!(same > 30 && reworded > 5 && new > 0, "{same} {reworded} {new}");
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
    let path = format!("/organisations/O-0022/action-plan/{}", of_then.number);
    let revision = of_then.revision.to_string();
    let fields: Vec<_> =
        action.into_iter().map(|(n, v)| (n, if n == "revision" { revision.as_str() } else { v })).collect();
    app.post(&path, &lead, &fields).await.redirect();
    let page = app.get(&format!("{NOW}/standards/{}", of_then.question.standard()), &lead).await;
    let shown = format!(
        "Action then : Publish the &lt;b&gt;rota&lt;/b&gt; (Deputy head, by 26 March 2015). {}: done 2 April 2015.",
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
    let audit: i64 = sqlx::query_scalar("select max(id) from audit")
        .fetch_one(&mut *app.installation.store.reading().await.unwrap())
        .await
        .unwrap();

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
