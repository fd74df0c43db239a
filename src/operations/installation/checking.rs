//! Whether the database is sound: its structure, and that submitted audits are stored as they were handed in.

pub mod costs;
mod handed_in;

use sqlx::SqliteConnection;

use crate::domain::audit::AuditId;
use crate::import::form_file;
use crate::store::check::{self, Soundness};
use crate::store::{Result, answers, audits, board, forms, people, submissions};
use handed_in::HandedIn;

/// This many audits are read at once: each statement takes a turn of two threads.
const AT_ONCE: u32 = 50;

/// Reads the whole file: the one check that `check`, `backup` and `restore` ask. Submitted audits are compared only in
/// a file that is otherwise sound, and of the schema of this program.
pub async fn check(db: &mut SqliteConnection) -> Result<Soundness> {
    let mut found = check::check(db).await?;
    if found.is_sound_and_new() {
        found.problems = check::told(beyond_the_store(db).await)?;
    }
    Ok(found)
}

/// The problems that only the program's own rules can see.
async fn beyond_the_store(db: &mut SqliteConnection) -> Result<Vec<String>> {
    // Nobody can be served an edition that cannot be read.
    forms::load(db, |text| form_file::read(text).ok()).await?;
    let hashes = people::password_hashes(db).await?.into_iter().filter(|(_, hash)| costs::is_beyond(hash));
    let told = |id: i64| format!("the password hash of person {id} costs more than any that section11 makes");
    let mut problems: Vec<_> = hashes.map(|(person, _)| told(person.0)).collect();
    problems.extend(of_what_was_handed_in(db).await?);
    Ok(problems)
}

/// Where submitted audits do not agree with themselves: their records, rows, answers, history, and the log.
async fn of_what_was_handed_in(db: &mut SqliteConnection) -> Result<Vec<String>> {
    let is_sample = board::find(db).await?.is_some_and(|board| board.holds_sample_data);
    let sample_until = if is_sample { submissions::sample_written_at(db).await? } else { None };
    let mut logged = submissions::logged(db).await?;
    let (mut problems, mut last) = (Vec::new(), AuditId(0));
    loop {
        let handed_in = audits::handed_in_after(db, last, AT_ONCE).await?;
        let Some((first, ..)) = handed_in.first() else { break };
        let ids: Vec<_> = handed_in.iter().map(|(id, ..)| *id).collect();
        last = *ids.last().unwrap_or(first);
        let moments = submissions::moments(db, *first, last).await?;
        let with_another_history = submissions::with_another_history(db, *first, last).await?;
        let mut answers = answers::of_each(db, &ids).await?;
        for (id, audit, content, hash) in &handed_in {
            let lines = logged.remove(id).unwrap_or_default();
            let submission = audit.as_ref().and_then(|audit| audit.stage.submission());
            let (Some(audit), Some(submission), Some(moment)) = (audit, submission, moments.get(id)) else {
                problems.push(format!("the round of audit {} does not ask its form, although it was handed in", id.0));
                continue;
            };
            let is_of_the_sample = sample_until.as_ref().is_some_and(|written| moment.at < *written);
            let handed_in = HandedIn {
                audit,
                submission,
                content,
                hash,
                answers: &answers.remove(id).unwrap_or_default(),
                has_its_history: !with_another_history.contains(id),
                moment,
                lines: &lines,
                is_of_the_sample,
            };
            problems.extend(handed_in.disagreements());
        }
    }
    let told = |id: i64| format!("the log says that audit {id} was submitted, and there is no submission of it");
    problems.extend(logged.keys().map(|audit| told(audit.0)));
    Ok(problems)
}
