//! The board that is measured: the sample in a database file, its round of 2014 as large as asked, and the whole router.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::header::{ACCEPT_ENCODING, CONTENT_TYPE, COOKIE, HOST, ORIGIN};
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt;
use section11::http::router;
use section11::http::serve::built_files;
use section11::operations::account::signing_in::SignIn;
use section11::operations::account::throttle::Browser;
use section11::operations::tokens::content_hash;
use section11::operations::{Clock, Installation};
use section11::store::Opening;
use sqlx::{QueryBuilder, SqliteConnection};
use tempfile::TempDir;
use tower::ServiceExt;

use crate::Measured;

/// The lead of Marsh Lane Primary School, whose audit of the open round is in progress.
pub const LEAD: &str = "lead@marsh-lane.example";
/// A reviewer of the board.
pub const REVIEWER: &str = "reviewer@board.example";

const BASE: &str = "http://section11.test";

/// The sample board as the program writes it, and the folder of all files of this run.
pub struct Sample {
    folder: TempDir,
    path: PathBuf,
}

impl Sample {
    /// Writes it, as of today, into a folder under `target/` that is removed in the end.
    pub async fn write() -> Measured<Self> {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
        let path = folder.path().join("sample.db");
        let installation = Installation::open(&path, Opening::Create, Clock::System, BASE).await?;
        installation.fill_with_sample().await?;
        installation.store.close().await;
        Ok(Self { folder, path })
    }

    /// A copy of it in which the round of 2014 has this many organisations, and never fewer than the sample, and seven
    /// earlier rounds have as many.
    pub async fn enlarged_to(&self, organisations: u32) -> Measured<(PathBuf, u32)> {
        let path = self.folder.path().join(format!("{organisations}.db"));
        fs::copy(&self.path, &path)?;
        let installation = Installation::open(&path, Opening::Existing, Clock::System, BASE).await?;
        let stored = enlarge(&installation, organisations).await?;
        installation.store.close().await;
        Ok((path, stored))
    }
}

/// Copies the round's organisations again and again, each with its audit, answers, record, history and actions, under new
/// ids.
/// `copied` says what becomes of what. Identifiers are not copied: they are of one organisation each.
const ENLARGE: [&str; 8] = [
    "create temp table copied (n integer primary key, audit integer not null, organisation integer not null, \
     new_audit integer not null, new_organisation integer not null)",
    "insert into organisation (id, reference, name, sector, sub_sector, group_name, basis, created_at, closed_at) \
     select c.new_organisation, printf('O-%04d', c.new_organisation), o.name || ' ' || c.n, o.sector, o.sub_sector, \
     o.group_name, o.basis, o.created_at, o.closed_at \
     from copied c cross join organisation o on o.id = c.organisation order by c.n",
    "insert into audit (id, round_id, organisation_id, organisation_name, sector, sub_sector, form_edition_id, state, \
     invited_at, started_at, submitted_at, choices) select c.new_audit, a.round_id, c.new_organisation, \
     a.organisation_name || ' ' || c.n, a.sector, a.sub_sector, a.form_edition_id, a.state, a.invited_at, \
     a.started_at, a.submitted_at, a.choices from copied c cross join audit a on a.id = c.audit order by c.n",
    "insert into submission (audit_id, reference, submitted_at, submitted_by, declared_name, declared_role, \
     declared_on, content, content_hash) \
     select c.new_audit, printf('S11-2014-%05d', c.new_audit), s.submitted_at, s.submitted_by, s.declared_name, s.declared_role, \
     s.declared_on, json_set(s.content, '$.organisation', printf('O-%04d', c.new_organisation), \
     '$.organisation_name', a.organisation_name), '' \
     from copied c cross join submission s on s.audit_id = c.audit cross join audit a on a.id = c.new_audit \
     order by c.n",
    "insert into answer (audit_id, question_id, score, not_applicable, revision) \
     select c.new_audit, a.question_id, a.score, a.not_applicable, a.revision \
     from copied c cross join answer a on a.audit_id = c.audit order by c.n",
    "insert into answer_text (audit_id, question_id, reason, evidence, action_what, action_who, action_by_when, \
     no_action_reason, by_when_typed_on, saved_at, saved_by) \
     select c.new_audit, t.question_id, t.reason, t.evidence, t.action_what, t.action_who, t.action_by_when, \
     t.no_action_reason, t.by_when_typed_on, t.saved_at, t.saved_by \
     from copied c cross join answer_text t on t.audit_id = c.audit order by c.n",
    "insert into answer_save (audit_id, question_id, revision, save_id, saved_at, saved_by, choice, reason, evidence, \
     action_what, action_who, action_by_when, no_action_reason) \
     select c.new_audit, h.question_id, h.revision, h.save_id, h.saved_at, h.saved_by, h.choice, h.reason, h.evidence, \
     h.action_what, h.action_who, h.action_by_when, h.no_action_reason \
     from copied c cross join answer_save h on h.audit_id = c.audit order by c.n",
    "insert into action (organisation_id, number, audit_id, question_id, what, who, by_when, status, done_on, \
     progress, impact, revision, changed_at, changed_by) \
     select c.new_organisation, x.number, c.new_audit, x.question_id, x.what, x.who, x.by_when, x.status, x.done_on, \
     x.progress, x.impact, x.revision, x.changed_at, x.changed_by \
     from copied c cross join action x on x.audit_id = c.audit order by c.n",
];

/// One line for each copy to be made: the round's audits in turn, as often as it takes.
const WHAT_IS_COPIED: &str = "insert into copied (n, audit, organisation, new_audit, new_organisation) \
     with recursive again (k) as (select 1 union all select k + 1 from again where k < ?1), \
     line as (select row_number() over (order by k, a.id) as n, a.id as audit, a.organisation_id as organisation \
       from again cross join audit a join audit_round r on r.id = a.round_id where r.slug = '2014') \
     select n, audit, organisation, n + (select max(id) from audit), n + (select max(id) from organisation) \
     from line where n <= ?1 order by n";

/// How many rounds came before those of the sample: with its three they are ten.
const EARLIER_ROUNDS: i64 = 7;

/// One more round before those that there are, with every audit of 2014 again, each answer saved once: its scores whole,
/// and of its evidence the first words. `?1` is the round's year, `?2` what is added to an audit's number.
const EARLIER: [&str; 7] = [
    "insert into audit_round (title, slug, created_at, opened_at) \
     select ?1, ?1, created_at, opened_at from audit_round where slug = '2014' and ?2",
    "insert into round_form select (select id from audit_round where slug = ?1), form, form_edition_id, \
     date(opens, (?1 - 2014) || ' years'), date(due, (?1 - 2014) || ' years'), date(closes, (?1 - 2014) || ' years') \
     from round_form where round_id = (select id from audit_round where slug = '2014') and ?2",
    "insert into audit (id, round_id, organisation_id, organisation_name, sector, sub_sector, form_edition_id, state, \
     invited_at, started_at, submitted_at, choices) select a.id + ?2, (select id from audit_round where slug = ?1), \
     a.organisation_id, a.organisation_name, a.sector, a.sub_sector, a.form_edition_id, a.state, a.invited_at, \
     a.started_at, a.submitted_at, a.choices \
     from audit a where a.round_id = (select id from audit_round where slug = '2014')",
    "insert into submission select s.audit_id + ?2, printf('S11-%s-%05d', ?1, s.audit_id + ?2), s.submitted_at, \
     s.submitted_by, s.declared_name, s.declared_role, s.declared_on, json_set(s.content, '$.round', ?1, '$.answers', \
     (select json_group_array(json_object('action', '', 'by_when', '', 'by_when_typed_on', null, \
     'evidence', substr(t.evidence, 1, 40), 'no_action_reason', '', 'not_applicable_reason', '', \
     'question', q.question_key, 'revision', 1, \
     'score', case when an.not_applicable then 'n/a' else an.score end, 'who', '') order by q.position) \
     from answer an join question q on q.id = an.question_id join answer_text t using (audit_id, question_id) \
     where an.audit_id = s.audit_id)), '' \
     from submission s join audit a on a.id = s.audit_id \
     where a.round_id = (select id from audit_round where slug = '2014') and ?1",
    "insert into answer select an.audit_id + ?2, an.question_id, an.score, an.not_applicable, 1 \
     from answer an join audit a on a.id = an.audit_id \
     where a.round_id = (select id from audit_round where slug = '2014') and ?1 order by 1, 2",
    "insert into answer_text (audit_id, question_id, reason, evidence, action_what, action_who, action_by_when, \
     no_action_reason, saved_at, saved_by) \
     select t.audit_id + ?2, t.question_id, '', substr(t.evidence, 1, 40), '', '', '', '', \
     t.saved_at, t.saved_by from answer_text t join audit a on a.id = t.audit_id \
     where a.round_id = (select id from audit_round where slug = '2014') and ?1 order by 1, 2",
    "insert into answer_save (audit_id, question_id, revision, save_id, saved_at, saved_by, choice, reason, evidence, \
     action_what, action_who, action_by_when, no_action_reason) \
     select t.audit_id + ?2, t.question_id, 1, 'sample', t.saved_at, t.saved_by, \
     case when an.not_applicable then 'not_applicable' else coalesce(an.score, '') end, '', substr(t.evidence, 1, 40), \
     '', '', '', '' from answer_text t join answer an using (audit_id, question_id) join audit a on a.id = t.audit_id \
     where a.round_id = (select id from audit_round where slug = '2014') and ?1 order by 1, 2",
];

async fn enlarge(installation: &Installation, organisations: u32) -> Measured<u32> {
    let mut writing = installation.store.writing().await?;
    let invited = "select count(*) from audit a join audit_round r on r.id = a.round_id where r.slug = '2014'";
    let stored: u32 = sqlx::query_scalar(invited).fetch_one(&mut *writing).await?;
    let missing = organisations.saturating_sub(stored);
    // What they keep up is copied as it is; without them a row costs a tenth.
    let triggers: Vec<(String, String)> =
        sqlx::query_as("select name, sql from sqlite_schema where type = 'trigger'").fetch_all(&mut *writing).await?;
    for (name, _) in &triggers {
        QueryBuilder::new("drop trigger ").push(name).build().execute(&mut *writing).await?;
    }
    if missing > 0 {
        let [make_list, copies @ ..] = ENLARGE;
        sqlx::query(make_list).execute(&mut *writing).await?;
        sqlx::query(WHAT_IS_COPIED).bind(missing).execute(&mut *writing).await?;
        for copy in copies {
            sqlx::query(copy).execute(&mut *writing).await?;
        }
    }
    let most: i64 = sqlx::query_scalar("select max(id) from audit").fetch_one(&mut *writing).await?;
    for earlier in 1..=EARLIER_ROUNDS {
        for copy in EARLIER {
            let copied = sqlx::query(copy).bind((2012 - earlier).to_string()).bind(earlier * most);
            copied.execute(&mut *writing).await?;
        }
    }
    hash_records(&mut writing).await?;
    for (_, sql) in &triggers {
        QueryBuilder::new(sql).build().execute(&mut *writing).await?;
    }
    writing.commit().await?;
    Ok(stored + missing)
}

/// Gives each record its hash, as when an audit is handed in.
async fn hash_records(writing: &mut SqliteConnection) -> Measured<()> {
    let mut last = 0;
    loop {
        let next = "select audit_id, content from submission where content_hash = '' and audit_id > ? \
                    order by audit_id limit 1000";
        let records: Vec<(i64, String)> = sqlx::query_as(next).bind(last).fetch_all(&mut *writing).await?;
        let Some((audit, _)) = records.last() else { return Ok(()) };
        last = *audit;
        for (audit, content) in records {
            sqlx::query("update submission set content_hash = ? where audit_id = ?")
                .bind(content_hash(&content))
                .bind(audit)
                .execute(&mut *writing)
                .await?;
        }
    }
}

/// A database with the whole router around it.
#[derive(Clone)]
pub struct Board {
    /// What the router works on.
    pub installation: Arc<Installation>,
    router: Router,
}

/// A response, read to its end.
pub struct Answer {
    /// Its status.
    pub status: StatusCode,
    /// Its body as sent.
    pub bytes: Vec<u8>,
}

impl Board {
    /// Opens a database; the browser's files are those of `site`.
    pub async fn open(path: &Path, site: &Path) -> Measured<Self> {
        let installation = Installation::open(path, Opening::Existing, Clock::System, BASE).await?;
        let router = router(installation.clone(), &site.to_string_lossy(), built_files());
        Ok(Self { installation, router })
    }

    /// Closes the database; its log is folded into the file.
    pub async fn close(self) {
        self.installation.store.close().await;
    }

    /// Signs one of the sample's people in, and gives the cookie to send.
    pub async fn sign_in(&self, email: &str) -> Measured<String> {
        let accounts = section11::sample::accounts();
        let account = accounts.iter().find(|account| account.email == email).ok_or("not an account of the sample")?;
        self.sign_in_with(email, account.password).await
    }

    /// Signs anyone in.
    pub async fn sign_in_with(&self, email: &str, password: &str) -> Measured<String> {
        match self.installation.sign_in(email, password.into(), &Browser::default()).await? {
            SignIn::Done(token) => Ok(format!("__Host-session={}", token.reveal())),
            other => Err(format!("{email} could not sign in: {other:?}").into()),
        }
    }

    /// Opens a page, which must be there. It comes as it is, or compressed with Brotli.
    pub async fn get(&self, path: &str, cookie: &str, brotli: bool) -> Measured<Vec<u8>> {
        let mut request = Request::get(path).header(HOST, "section11.test").header(COOKIE, cookie);
        if brotli {
            request = request.header(ACCEPT_ENCODING, "br");
        }
        let answer = self.send(request.body(Body::empty())?).await?;
        if answer.status == StatusCode::OK {
            Ok(answer.bytes)
        } else {
            Err(format!("{path}: {}", answer.status).into())
        }
    }

    /// Fetches a file, which must be there, and keeps nothing of it; its size.
    pub async fn weigh(&self, path: &str, cookie: &str) -> Measured<usize> {
        let request = Request::get(path).header(HOST, "section11.test").header(COOKIE, cookie);
        let (parts, mut body) = self.router.clone().oneshot(request.body(Body::empty())?).await?.into_parts();
        if parts.status != StatusCode::OK {
            return Err(format!("{path}: {}", parts.status).into());
        }
        let mut size = 0;
        while let Some(frame) = body.frame().await {
            size += frame?.data_ref().map_or(0, axum::body::Bytes::len);
        }
        Ok(size)
    }

    /// Posts a form as its page would; whatever it is answered.
    pub async fn post(&self, path: &str, cookie: &str, body: String) -> Measured<Answer> {
        let request = Request::post(path)
            .header(HOST, "section11.test")
            .header(ORIGIN, BASE)
            .header(COOKIE, cookie)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(body))?).await
    }

    /// Posts a file as its page would.
    pub async fn upload(&self, path: &str, cookie: &str, file: &str) -> Measured<Answer> {
        let body = format!(
            "--line\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n{file}\r\n--line--\r\n"
        );
        let request = Request::post(path)
            .header(HOST, "section11.test")
            .header(ORIGIN, BASE)
            .header(COOKIE, cookie)
            .header(CONTENT_TYPE, "multipart/form-data; boundary=line");
        self.send(request.body(Body::from(body))?).await
    }

    async fn send(&self, request: Request<Body>) -> Measured<Answer> {
        let (parts, body) = self.router.clone().oneshot(request).await?.into_parts();
        Ok(Answer { status: parts.status, bytes: body.collect().await?.to_bytes().to_vec() })
    }

    /// The audit of the open round that [`LEAD`] answers.
    pub async fn audit_of_the_lead(&self) -> Measured<i64> {
        let audit = "select a.id from audit a join audit_round r on r.id = a.round_id \
                     join membership m on m.organisation_id = a.organisation_id join person p on p.id = m.person_id \
                     where r.slug = '2026-27' and p.email = ?";
        let mut reading = self.installation.store.reading().await?;
        Ok(sqlx::query_scalar(audit).bind(LEAD).fetch_one(&mut *reading).await?)
    }
}
