//! S10 and S9: every state of an audit, everything that can be done with it, by everybody. What may be done is worked
//! out here from the rules' own words, and compared with what the running router does.

use section11::domain::save::TypedAnswer;

use crate::support::{EVERYBODY, Persona, Sample, marsh_lane};

/// Where an audit can stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// The organisation is invited; the board has not opened the round.
    RoundNotOpened,
    /// The same, and the closing day has passed.
    NeverOpened,
    /// The board opened the round after the closing day.
    OpenedTooLate,
    /// The round is open; the form's first day is tomorrow.
    BeforeTheFirstDay,
    /// Nothing is answered.
    Invited,
    /// Something is answered.
    Started,
    /// Everything is.
    Complete,
    /// The same, the due day has passed and the closing day has not.
    Overdue,
    /// Handed in.
    Submitted,
    /// Handed in, and the closing day has passed.
    SubmittedAndClosed,
    /// The closing day has passed.
    Closed,
    /// The board has closed the organisation.
    OrganisationClosed,
}

use State::{
    BeforeTheFirstDay, Closed, Complete, Invited, NeverOpened, OpenedTooLate, OrganisationClosed, Overdue,
    RoundNotOpened, Started, Submitted, SubmittedAndClosed,
};

const STATES: [State; 12] = [
    RoundNotOpened,
    NeverOpened,
    OpenedTooLate,
    BeforeTheFirstDay,
    Invited,
    Started,
    Complete,
    Overdue,
    Submitted,
    SubmittedAndClosed,
    Closed,
    OrganisationClosed,
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Deed {
    /// Looks at the task list.
    Read,
    /// Saves an answer with the plain form.
    Save,
    /// Saves one as the island does.
    SaveByScript,
    /// Hands the audit in.
    Submit,
    /// Changes an action of the plan.
    ChangeAction,
}

const DEEDS: [Deed; 5] = [Deed::Read, Deed::Save, Deed::SaveByScript, Deed::Submit, Deed::ChangeAction];

/// What the rules say: the status of doing this.
fn expected(state: State, deed: Deed, who: Option<Persona>) -> u16 {
    let own = matches!(who, Some(Persona::Contributor | Persona::SchoolLead));
    let board = matches!(who, Some(Persona::Reviewer | Persona::Administrator));
    let takes_answers = matches!(state, Invited | Started | Complete | Overdue);
    match (deed, who) {
        (Deed::Read, None) => 303,
        (_, None) => 401,
        // To an organisation a round that is not open is not there, but for its plan, which is older.
        _ if !own && !board => 404,
        (Deed::Read | Deed::Save | Deed::SaveByScript | Deed::Submit, _)
            if own && matches!(state, RoundNotOpened | NeverOpened) =>
        {
            404
        }
        (Deed::Read, _) => 200,
        (Deed::SaveByScript, _) if board => 404,
        _ if board => 403,
        (Deed::Save, _) if takes_answers => 303,
        (Deed::SaveByScript, _) if takes_answers => 200,
        (Deed::Submit, Some(Persona::Contributor)) => 403,
        (Deed::Submit, _) if matches!(state, Complete | Overdue) => 303,
        (Deed::Submit, _) if takes_answers => 422,
        // Nothing of an audit is taken before its first day, once it is handed in, or after it closed.
        (Deed::Save | Deed::SaveByScript | Deed::Submit, _) => 409,
        // The plan goes on whatever becomes of an audit, until the organisation is closed.
        (Deed::ChangeAction, _) if state == OrganisationClosed => 409,
        (Deed::ChangeAction, _) => 303,
    }
}

/// The sample with the school's open audit in this state. The clock stands still; dates are moved.
async fn in_state(state: State) -> Sample {
    let app = Sample::copy().await;
    if matches!(state, Complete | Overdue | Submitted | SubmittedAndClosed) {
        app.complete_open_audit().await;
    }
    if matches!(state, Submitted | SubmittedAndClosed) {
        let lead = app.sign_in(Persona::SchoolLead).await;
        let declared = marsh_lane::DECLARED;
        app.post(marsh_lane::CHECK, &lead, &declared).await.redirect();
    }
    match state {
        RoundNotOpened => {
            app.change(&["update audit_round set opened_at = null where slug = '2026-27'"]).await;
        }
        BeforeTheFirstDay => {
            app.change(&[
                "update round_form set opens = '2026-11-22' where opens < '2026-11-22' and closes > '2026-11-22'",
            ])
            .await;
        }
        Invited => {
            app.never_start_open_audit().await;
        }
        Overdue => {
            app.change(&["update round_form set opens = '2026-09-01', due = '2026-11-20' where closes > '2026-11-22'"])
                .await;
        }
        NeverOpened => {
            app.change(&[
                "update audit_round set opened_at = null where slug = '2026-27'",
                "update round_form set opens = '2026-09-01', due = '2026-11-19', closes = '2026-11-20' \
                 where closes > '2026-11-22'",
            ])
            .await;
        }
        OpenedTooLate => {
            app.change(&[
                "update audit_round set opened_at = '2026-11-21T09:00:00.000Z' where slug = '2026-27'",
                "update round_form set opens = '2026-09-01', due = '2026-11-19', closes = '2026-11-20' \
                 where closes > '2026-11-22'",
            ])
            .await;
        }
        Closed | SubmittedAndClosed => {
            app.change(&["update round_form set opens = '2026-09-01', due = '2026-11-19', closes = '2026-11-20' \
                 where closes > '2026-11-22'"])
                .await;
        }
        OrganisationClosed => {
            app.close_school().await;
        }
        Started | Complete | Submitted => {}
    }
    app
}

async fn act(app: &Sample, deed: Deed, who: Option<Persona>, cookie: &str) -> u16 {
    let evidence = format!("As {who:?} says.");
    let answer = match deed {
        Deed::Read => app.get(marsh_lane::TASKS, cookie).await,
        Deed::Save => {
            let revision = revision(app, "S5.1").await.to_string();
            let fields = [
                ("S5.1.save_id", "s"),
                ("S5.1.revision", &revision),
                ("S5.1.score", "3"),
                ("S5.1.evidence", &evidence),
            ];
            app.post(marsh_lane::STANDARD_5, cookie, &fields).await
        }
        Deed::SaveByScript => {
            let answer = TypedAnswer {
                question: "S5.2".into(),
                revision: Some(revision(app, "S5.2").await),
                save_id: "s".into(),
                score: "3".into(),
                evidence,
                ..TypedAnswer::default()
            };
            let json = serde_json::json!({ "audit": marsh_lane::AUDIT.0, "answer": answer }).to_string();
            app.call("/api/save-answer", cookie, &json).await
        }
        Deed::Submit => {
            let declared = marsh_lane::DECLARED;
            app.post(marsh_lane::CHECK, cookie, &declared).await
        }
        Deed::ChangeAction => {
            let of = "select revision from action where organisation_id = 22 and number = 1";
            let revision = app.value::<i64>(of).await.to_string();
            // Saving what is stored already is no change: everybody brings words of their own.
            let what = format!("Book, as {who:?}");
            let fields = [
                ("revision", revision.as_str()),
                ("what", what.as_str()),
                ("who", "Head"),
                ("by_when", "26 March 2027"),
                ("status", "in_progress"),
            ];
            app.post(marsh_lane::ACTION, cookie, &fields).await
        }
    };
    answer.status.as_u16()
}

async fn revision(app: &Sample, question: &str) -> i64 {
    let mut db = app.installation.store.reading().await.unwrap();
    let of = "select coalesce(max(an.revision), 0) from answer an join question q on q.id = an.question_id \
              where an.audit_id = 272 and q.question_key = ?";
    sqlx::query_scalar(of).bind(question).fetch_one(&mut *db).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn s10_every_deed_in_every_state_by_everybody_is_as_the_rules_say() {
    let (mut against, mut done, mut refused) = (Vec::new(), 0, 0);
    for state in STATES {
        let app = in_state(state).await;
        for deed in DEEDS {
            for who in EVERYBODY {
                let cookie = match who {
                    Some(persona) => app.session(persona).await,
                    None => String::new(),
                };
                // What succeeds changes the state for those after it: they get a board of their own.
                let changes = matches!(expected(state, deed, who), 200 | 303) && deed == Deed::Submit;
                let own = if changes { Some(in_state(state).await) } else { None };
                let (app, cookie) = match (&own, who) {
                    (Some(own), Some(persona)) => (own, own.session(persona).await),
                    _ => (&app, cookie),
                };
                let mut watch = app.watch().await;
                let before = watch.seen().await;
                let status = act(app, deed, who, &cookie).await;
                let expected = expected(state, deed, who);
                if status != expected {
                    against.push(format!("{state:?}, {deed:?} by {who:?}: {status}, not {expected}"));
                }
                let wrote = watch.seen().await != before;
                let should = deed != Deed::Read && matches!(expected, 200 | 303);
                if wrote != should {
                    against.push(format!("{state:?}, {deed:?} by {who:?} ({status}): wrote {wrote}"));
                }
                if should { done += 1 } else { refused += 1 }
            }
        }
    }
    assert_eq!(against, Vec::<String>::new());
    println!("S10: {} combinations, {done} of them allowed, {refused} refused or only read", done + refused);
    assert!(done > 30 && refused > 200);
}
