//! Every post that changes something, carried out once: it is in the log with who did it, and what it sends beyond the
//! fields of its form changes nothing.

use std::collections::BTreeSet;

use section11::operations::installation::checking;

use crate::holds::everything::{Along, How, everything, log, same_rows, set_up, stored};
use crate::support::{Persona, Sample, marsh_lane, posts};

#[tokio::test]
async fn s4_s43_every_write_is_in_the_log_and_stores_its_own_fields_alone() {
    let (plain, more) = (everything(How::Once, Along::Nothing).await, everything(How::Once, Along::MoreFields).await);
    let (one, other) = (stored(&plain.app).await, stored(&more.app).await);
    same_rows(&one, &other);
    let (empty, more) = (set_up(How::Once, Along::Nothing).await, set_up(How::Once, Along::MoreFields).await);
    assert_eq!(stored(&empty.app).await, stored(&more.app).await);

    let mut done = plain.done;
    done.extend(empty.done);
    let all: BTreeSet<_> = posts().map(|route| route.path.to_owned()).collect();
    let left: Vec<_> = all.difference(&done).collect();
    // One stores nothing; the other begins a file of answers, which is logged when it is read: tests/files/long_files.rs.
    assert_eq!(left, ["/api/stay-signed-in", "/rounds/{round}/answers"]);
}

#[tokio::test]
async fn every_write_stores_the_same_when_characters_that_nobody_sees_come_along() {
    let (plain, unseen) = (everything(How::Once, Along::Nothing).await, everything(How::Once, Along::Unseen).await);
    let (one, other) = (stored(&plain.app).await, stored(&unseen.app).await);
    same_rows(&one, &other);
    assert_eq!(
        stored(&set_up(How::Once, Along::Nothing).await.app).await,
        stored(&set_up(How::Once, Along::Unseen).await.app).await
    );
}

#[tokio::test]
async fn s40_every_file_that_leaves_the_program_is_in_the_log() {
    let app = Sample::copy().await;
    let (reviewer, lead) = (app.sign_in(Persona::Reviewer).await, app.sign_in(Persona::SchoolLead).await);
    for (path, cookie, person, expected) in [
        ("/rounds/2014/results.xlsx", &reviewer, 2, "results exported"),
        ("/rounds/2014/results.csv?form=schools", &reviewer, 2, "results exported"),
        ("/rounds/2014/answers.xlsx", &reviewer, 2, "answers exported"),
        ("/rounds/2014/answers.csv", &reviewer, 2, "answers exported"),
        ("/audits/119/action-plan.xlsx", &lead, 3, "action plan exported"),
        ("/audits/119/action-plan.xlsx", &reviewer, 2, "action plan exported"),
        ("/audits/119/results.csv", &lead, 3, "own results exported"),
        ("/audits/119/results.csv", &reviewer, 2, "own results exported"),
    ] {
        let before = log(&app).await;
        assert_eq!(app.get(path, cookie).await.status, 200, "{path}");
        assert_eq!(log(&app).await[before.len()..], [(Some(person), expected.to_owned())], "{path}");
    }
    let before = log(&app).await;
    // Of another organisation, and of an audit that is not submitted, there is none.
    for path in [
        "/rounds/2014/results.xlsx",
        "/audits/1/action-plan.xlsx",
        "/audits/1/results.csv",
        "/audits/272/results.csv",
        "/organisations/template.csv",
    ] {
        assert_ne!(app.get(path, &lead).await.status, 200, "{path}");
    }
    assert_eq!(log(&app).await, before, "what is refused leaves nothing");
}

#[tokio::test]
async fn s11_s43_what_is_handed_in_or_logged_cannot_be_changed_by_any_statement() {
    let app = Sample::copy().await;
    let before = stored(&app).await;
    let mut writing = app.installation.store.writing().await.unwrap();
    for statement in [
        "update submission set content = ''",
        "update submission set content_hash = 'x' where audit_id = 119",
        "update log set person_id = 1",
        "delete from log where id = 1",
        "delete from submission where audit_id = 119",
        "update audit set state = 'started', submitted_at = null where id = 119",
        "update audit set organisation_name = 'Another' where id = 119",
        "update audit set sub_sector = 'secondary' where id = 119",
        "update audit set organisation_id = (select max(id) from organisation) where id = 119",
        "delete from audit where id = 119",
        "insert or replace into audit (id, round_id, organisation_id, form_edition_id, state, invited_at) \
         select id, round_id, organisation_id, form_edition_id, 'invited', invited_at from audit where id = 119",
        "insert or replace into submission select * from submission where audit_id = 119",
        "insert or replace into log select * from log where id = 1",
        "insert or replace into answer_save select * from answer_save where audit_id = 119",
        "insert or replace into form_edition select * from form_edition where id = 1",
        "update answer set score = 3 where audit_id = 119",
        "delete from answer where audit_id = 119",
        "insert into answer (audit_id, question_id, not_applicable, revision) \
         select 119, id, 0, 1 from question where id not in (select question_id from answer where audit_id = 119)",
        "update answer_text set evidence = '' where audit_id = 119",
        "delete from answer_text where audit_id = 119",
        "insert or replace into answer_text select * from answer_text where audit_id = 119",
        "update answer_save set evidence = ''",
        "delete from answer_save where audit_id = 119",
        "update form_edition set content = ''",
        "delete from form_edition",
    ] {
        let refused = sqlx::query(statement).execute(&mut *writing).await.expect_err(statement).to_string();
        let why = ["never changes", "never deleted", "stays", "keeps what its organisation was", "takes no answer"];
        assert!(why.iter().any(|why| refused.contains(why)), "{statement}: {refused}");
    }
    writing.commit().await.unwrap();
    assert_eq!(stored(&app).await, before);
}

/// Changes what a trigger forbids to change, and leaves the trigger as it was.
async fn change_without(app: &Sample, trigger: &'static str, change: &'static str) {
    let mut writing = app.installation.store.writing().await.unwrap();
    let text = "select sql from sqlite_schema where type = 'trigger' and name = ?";
    let text: String = sqlx::query_scalar(text).bind(trigger).fetch_one(&mut *writing).await.unwrap();
    for statement in [format!("drop trigger {trigger}"), change.to_owned(), text] {
        sqlx::query(sqlx::AssertSqlSafe(statement)).execute(&mut *writing).await.unwrap();
    }
    writing.commit().await.unwrap();
}

#[tokio::test]
async fn s11_a_check_finds_what_was_changed_behind_the_programs_back() {
    let app = Sample::copy().await;
    let check = || app.problems();
    assert_eq!(check().await, Vec::<String>::new());
    let change = "update answer_text set evidence = evidence || '.' where audit_id = 119 and action_what <> ''";
    change_without(&app, "submitted_texts_never_change", change).await;
    assert_eq!(check().await, ["the answers of audit 119 are not those of its frozen record"]);
    let change = "update answer_text set by_when_typed_on = '2019-01-01', action_by_when = action_by_when \
                  where audit_id = 119 and action_what <> ''";
    change_without(&app, "submitted_texts_never_change", change).await;
    assert_eq!(check().await, ["the answers of audit 119 are not those of its frozen record"]);
    let change = "update submission set content = replace(content, '\"score\":1', '\"score\":3') where audit_id = 13";
    change_without(&app, "submission_is_immutable", change).await;
    let problems = check().await;
    assert_eq!(problems[0], "the frozen record of audit 13 does not agree with its hash", "{problems:?}");
    assert_eq!(problems.len(), 2);
    let change = "update audit set sub_sector = 'secondary' where id = 12";
    change_without(&app, "submitted_audit_keeps_its_organisation", change).await;
    assert!(check().await.contains(&"the organisation of audit 12 is not that of its frozen record".to_owned()));
    // An audit whose form its round no longer asks hides nothing that was handed in after it.
    app.change(&[
        "delete from round_form where round_id = (select round_id from audit where id = 13) and form = 'schools'",
    ])
    .await;
    let problems = check().await;
    let told = |audit: i64| {
        problems.contains(&format!("the round of audit {audit} does not ask its form, although it was handed in"))
    };
    assert!(told(13) && problems.len() > 50, "{problems:?}");
    app.change(&["drop trigger submission_is_immutable"]).await;
    assert_eq!(check().await, ["trigger submission_is_immutable is missing"]);
}

/// Changes to audit 119, which came with the sample, or to 272, which somebody handed in: triggers that forbid a
/// change, the statements that make it without them, and one thing that the check then finds.
const CHANGED: [(&[&str], &[&str], &str); 24] = [
    (
        &["submission_is_immutable"],
        &["update submission set declared_name = 'Another' where audit_id = 119"],
        "the declaration of audit 119 is not that of its frozen record",
    ),
    (
        &["submission_is_immutable"],
        &["update submission set declared_role = 'Another' where audit_id = 272"],
        "the declaration of audit 272 is not that of its frozen record",
    ),
    (
        &["submission_is_immutable"],
        &["update submission set declared_on = '2014-01-01' where audit_id = 119"],
        "the declaration of audit 119 is not that of its frozen record",
    ),
    (
        &["submission_is_immutable"],
        &["update submission set reference = 'S11-2014-99999' where audit_id = 119"],
        "the reference of audit 119 is not the one that it was given",
    ),
    (
        &["submission_is_immutable"],
        &["update submission set reference = reference || '1' where audit_id = 272"],
        "the reference of audit 272 is not the one that it was given",
    ),
    (
        &["submission_is_immutable"],
        &["update submission set submitted_at = 'x' where audit_id = 119"],
        "the database is inconsistent: audit.submitted_at of row 119",
    ),
    (
        &["submission_is_immutable"],
        &["update submission set submitted_at = '2014-01-01T10:00:00.000Z' where audit_id = 119"],
        "the submission of audit 119 is not of the day of its declaration",
    ),
    (
        &["submission_is_immutable"],
        &["update submission set submitted_at = '2026-11-21T12:00:01.000Z' where audit_id = 272"],
        "the time of the submission of audit 272 is not that of the audit itself",
    ),
    (
        &["audit_stays_submitted"],
        &["update audit set submitted_at = 'x' where id = 119"],
        "the time of the submission of audit 119 is not that of the audit itself",
    ),
    (
        &["submission_is_immutable", "audit_stays_submitted"],
        &[
            "update submission set submitted_at = '2026-11-21T12:00:01.000Z' where audit_id = 272",
            "update audit set submitted_at = '2026-11-21T12:00:01.000Z' where id = 272",
        ],
        "the submission of audit 272 does not agree with the log",
    ),
    (
        &["submission_is_immutable"],
        &["update submission set submitted_by = 1 where audit_id = 272"],
        "the submission of audit 272 does not agree with the log",
    ),
    (
        &["answer_save_is_immutable"],
        &["update answer_save set evidence = evidence || '.' where audit_id = 119"],
        "the answers of audit 119 are not the last of their saves in the history",
    ),
    (
        &["answer_save_is_immutable"],
        &["update answer_save set choice = '' where audit_id = 119 and choice = '3'"],
        "the answers of audit 119 are not the last of their saves in the history",
    ),
    (
        &["answer_save_is_immutable"],
        &["update answer_save set saved_by = 1 where audit_id = 119"],
        "the answers of audit 119 are not the last of their saves in the history",
    ),
    (
        &["answer_save_is_immutable"],
        &["update answer_save set saved_at = '2014-01-01T10:00:00.000Z' where audit_id = 119"],
        "the answers of audit 119 are not the last of their saves in the history",
    ),
    (
        &["answer_save_stays"],
        &["delete from answer_save where audit_id = 119"],
        "the answers of audit 119 are not the last of their saves in the history",
    ),
    (
        &[],
        &["insert into answer_save (audit_id, question_id, revision, save_id, saved_at, saved_by, choice, reason, \
           evidence, action_what, action_who, action_by_when, no_action_reason) \
           select audit_id, question_id, 2, 'later', saved_at, saved_by, choice, reason, 'Another', action_what, \
           action_who, action_by_when, no_action_reason from answer_save where audit_id = 119"],
        "the answers of audit 119 are not the last of their saves in the history",
    ),
    (
        &["submission_stays", "audit_stays_submitted"],
        &[
            "delete from submission where audit_id = 272",
            "update audit set state = 'started', submitted_at = null where id = 272",
        ],
        "the log says that audit 272 was submitted, and there is no submission of it",
    ),
    (
        &["log_stays"],
        &["delete from log where operation = 'audit submitted' and audit_id = 272"],
        "the log does not say that audit 272 was submitted",
    ),
    (
        &["log_is_immutable"],
        &["update log set operation = 'audit started' where operation = 'audit submitted' and audit_id = 272"],
        "the log does not say that audit 272 was submitted",
    ),
    (
        &["log_is_immutable"],
        &["update log set audit_id = 119 where operation = 'audit submitted' and audit_id = 272"],
        "the submission of audit 119 does not agree with the log",
    ),
    (
        &["log_is_immutable"],
        &["update log set person_id = null where operation = 'audit submitted' and audit_id = 272"],
        "the submission of audit 272 does not agree with the log",
    ),
    (
        &[],
        &["insert into log (at, person_id, operation, organisation_id, round_id, audit_id, subject) \
           select at, person_id, operation, organisation_id, round_id, audit_id, subject from log \
           where operation = 'audit submitted' and audit_id = 272"],
        "the log says more than once that audit 272 was submitted",
    ),
    (
        &[],
        &["update person set password_hash = '$argon2id$v=19$m=4294967295,t=1,p=1$c2VjdGlvbjExLW5vYm9keQ$\
           9sFM43Z9H0gs7ncVvHrUqTJ8nHhSUsWkOYj0uOQMUBo' where id = 5"],
        "the password hash of person 5 costs more than any that section11 makes",
    ),
];

#[tokio::test]
async fn s11_a_check_finds_each_part_of_a_submission_that_was_changed_or_removed() {
    let app = Sample::copy().await;
    app.complete_open_audit().await;
    let lead = app.sign_in(Persona::SchoolLead).await;
    let declared = marsh_lane::DECLARED;
    app.post(marsh_lane::CHECK, &lead, &declared).await.redirect();
    let store = &app.installation.store;
    for (triggers, changes, found) in CHANGED {
        // All of it is undone at the end.
        let mut writing = store.writing().await.unwrap();
        let mut texts = Vec::new();
        for trigger in triggers {
            let text = "select sql from sqlite_schema where type = 'trigger' and name = ?";
            let text: String = sqlx::query_scalar(text).bind(*trigger).fetch_one(&mut *writing).await.unwrap();
            sqlx::query(sqlx::AssertSqlSafe(format!("drop trigger {trigger}"))).execute(&mut *writing).await.unwrap();
            texts.push(text);
        }
        for change in changes {
            let changed = sqlx::query(*change).execute(&mut *writing).await.unwrap();
            assert!(changed.rows_affected() > 0, "{change}");
        }
        for text in texts {
            sqlx::query(sqlx::AssertSqlSafe(text)).execute(&mut *writing).await.unwrap();
        }
        let problems = checking::check(&mut writing).await.unwrap().problems;
        assert!(problems.iter().any(|problem| problem == found), "{changes:?}: {problems:?}");
    }
    assert_eq!(app.problems().await, Vec::<String>::new(), "nothing was changed by hand");
}
