//! Whether the database is sound: its structure, and that what was handed in is what is stored.

use std::collections::BTreeMap;

use serde_json::Value;
use sqlx::SqliteConnection;

use crate::domain::audit::{Audit, AuditId};
use crate::import::form_file;
use crate::operations::answering::audit::Answers;
use crate::operations::answering::submitting::{frozen, frozen_organisation};
use crate::operations::tokens::content_hash;
use crate::store::check::{self, Soundness};
use crate::store::{Result, answers, audits, board, forms};

/// Reads the whole file: the one check that `check`, `backup` and `restore` ask. What was handed in is compared only in a
/// file that is otherwise sound, and of the schema of this program.
pub async fn check(db: &mut SqliteConnection) -> Result<Soundness> {
    let mut found = check::check(db).await?;
    if found.is_sound_and_new() {
        found.problems = check::told(beyond_the_store(db).await)?;
    }
    Ok(found)
}

/// What only the program's own rules can see.
async fn beyond_the_store(db: &mut SqliteConnection) -> Result<Vec<String>> {
    // An edition that cannot be read is one that nobody can be served.
    forms::load(db, |text| form_file::read(text).ok()).await?;
    board::find(db).await?;
    let (mut problems, mut last) = (Vec::new(), AuditId(0));
    loop {
        let handed_in = audits::handed_in_after(db, last, AT_ONCE).await?;
        let Some((number, ..)) = handed_in.last() else { return Ok(problems) };
        last = *number;
        let ids: Vec<_> = handed_in.iter().map(|(id, ..)| *id).collect();
        let mut answers = answers::of_each(db, &ids).await?;
        problems.extend(handed_in.iter().filter_map(|(id, audit, content, hash)| match audit {
            Some(audit) => changed_since_submission(audit, content, hash, &answers.remove(id).unwrap_or_default()),
            None => Some(format!("the round of audit {} does not ask its form, although it was handed in", id.0)),
        }));
    }
}

/// So many audits are read at once: each statement takes a turn of two threads.
const AT_ONCE: u32 = 50;

/// The name in a frozen answer of the day on which its by when was typed.
const DAY: &str = "by_when_typed_on";

/// What of a submitted audit is no longer as it was handed in.
fn changed_since_submission(audit: &Audit, content: &str, hash: &str, stored: &Answers) -> Option<String> {
    let number = audit.id.0;
    if content_hash(content) != hash {
        return Some(format!("the frozen record of audit {number} does not agree with its hash"));
    }
    let record: Value = serde_json::from_str(content).unwrap_or_default();
    // Records of the first releases do not say which sector it was.
    let whose = frozen_organisation(audit);
    if whose.into_iter().any(|(name, kept)| record.get(name).is_some_and(|handed_in| *handed_in != kept)) {
        return Some(format!("the organisation of audit {number} is not that of its frozen record"));
    }
    let handed_in = record["answers"].as_array().map(Vec::as_slice).unwrap_or_default();
    let handed_in: BTreeMap<_, _> = handed_in.iter().map(|answer| (answer["question"].as_str(), answer)).collect();
    let frozen = stored.iter().map(|(key, stored)| (key.to_string(), frozen(*key, stored)));
    let mut stored: BTreeMap<_, _> = frozen.collect();
    for (key, answer) in &mut stored {
        // Records of the first releases do not say it.
        let is_said = handed_in.get(&Some(key.as_str())).is_some_and(|answer| answer.get(DAY).is_some());
        if let (false, Some(answer)) = (is_said, answer.as_object_mut()) {
            answer.remove(DAY);
        }
    }
    let stored: BTreeMap<_, _> = stored.iter().map(|(key, answer)| (Some(key.as_str()), answer)).collect();
    (handed_in != stored).then(|| format!("the answers of audit {number} are not those of its frozen record"))
}
