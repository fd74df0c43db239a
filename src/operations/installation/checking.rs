//! Whether the database is sound: its structure, and that what was handed in is what is stored.

use std::collections::BTreeMap;

use serde_json::Value;
use sqlx::SqliteConnection;

use crate::domain::audit::AuditId;
use crate::import::form_file;
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
    let mut problems = Vec::new();
    for audit in audits::submitted(db).await? {
        problems.extend(changed_since_submission(db, audit).await?);
    }
    Ok(problems)
}

/// The name in a frozen answer of the day that its by when is.
const DAY: &str = "by_when_date";

/// What of a submitted audit is no longer as it was handed in.
async fn changed_since_submission(db: &mut SqliteConnection, audit: AuditId) -> Result<Option<String>> {
    let Some((content, hash)) = audits::frozen_content(db, audit).await? else { return Ok(None) };
    if content_hash(&content) != hash {
        return Ok(Some(format!("the frozen record of audit {} does not agree with its hash", audit.0)));
    }
    let record: Value = serde_json::from_str(&content).unwrap_or_default();
    // Records of the first releases do not say which sector it was.
    let whose = audits::by_id(db, audit).await?.map(|audit| frozen_organisation(&audit)).into_iter().flatten();
    if whose.into_iter().any(|(name, kept)| record.get(name).is_some_and(|handed_in| *handed_in != kept)) {
        return Ok(Some(format!("the organisation of audit {} is not that of its frozen record", audit.0)));
    }
    let handed_in = record["answers"].as_array().map(Vec::as_slice).unwrap_or_default();
    let handed_in: BTreeMap<_, _> = handed_in.iter().map(|answer| (answer["question"].as_str(), answer)).collect();
    let stored = answers::of_audit(db, audit, None).await?;
    let frozen = stored.iter().map(|(key, stored)| (key.to_string(), frozen(*key, stored)));
    let mut stored: BTreeMap<_, _> = frozen.collect();
    for (key, answer) in &mut stored {
        // Records of the first releases do not say which day it is.
        let is_said = handed_in.get(&Some(key.as_str())).is_some_and(|answer| answer.get(DAY).is_some());
        if let (false, Some(answer)) = (is_said, answer.as_object_mut()) {
            answer.remove(DAY);
        }
    }
    let stored: BTreeMap<_, _> = stored.iter().map(|(key, answer)| (Some(key.as_str()), answer)).collect();
    Ok((handed_in != stored).then(|| format!("the answers of audit {} are not those of its frozen record", audit.0)))
}
