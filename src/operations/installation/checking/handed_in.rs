//! Where a submitted audit is no longer as it was handed in.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::domain::audit::{Audit, Submission, submission_reference};
use crate::domain::dates;
use crate::operations::answering::audit::Answers;
use crate::operations::answering::submitting::{frozen, frozen_organisation};
use crate::operations::tokens::content_hash;
use crate::store::submissions::{Line, Moment};

/// The field of a frozen answer with the day on which its by when was typed.
const DAY: &str = "by_when_typed_on";

/// A submitted audit, and all that is stored of it.
pub struct HandedIn<'a> {
    /// The audit.
    pub audit: &'a Audit,
    /// Its submission.
    pub submission: &'a Submission,
    /// Its frozen record.
    pub content: &'a str,
    /// The hash that is stored beside the record.
    pub hash: &'a str,
    /// Its answers.
    pub answers: &'a Answers,
    /// Whether each of them is the last of its saves, and none is missing.
    pub has_its_history: bool,
    /// When it was handed in, and by whom.
    pub moment: &'a Moment,
    /// The lines of the log that say so.
    pub lines: &'a [Line],
    /// Whether the sample was written with it: the log does not know of it.
    pub is_of_the_sample: bool,
}

impl HandedIn<'_> {
    /// Every disagreement, in words.
    pub fn disagreements(&self) -> Vec<String> {
        let number = self.audit.id.0;
        if content_hash(self.content) != self.hash {
            return vec![format!("the frozen record of audit {number} does not agree with its hash")];
        }
        let record: Value = serde_json::from_str(self.content).unwrap_or_default();
        let mut found = Vec::new();
        let mut must = |agree: bool, whose: &str, why: &str| {
            if !agree {
                found.push(format!("{whose} audit {number} {why}"));
            }
        };
        must(self.has_organisation_of(&record), "the organisation of", "is not that of its frozen record");
        must(self.has_declaration_of(&record), "the declaration of", "is not that of its frozen record");
        must(self.has_day_of(&record), "the submission of", "is not of the day of its declaration");
        must(self.has_one_time(), "the time of the submission of", "is not that of the audit itself");
        must(self.has_its_reference(), "the reference of", "is not the one that it was given");
        let has_answers = self.has_answers_of(&record);
        must(has_answers, "the answers of", "are not those of its frozen record");
        must(!has_answers || self.has_its_history, "the answers of", "are not the last of their saves in the history");
        match self.lines {
            [] => must(self.is_of_the_sample, "the log does not say that", "was submitted"),
            [line] => must(self.is_told_by(line), "the submission of", "does not agree with the log"),
            _ => must(false, "the log says more than once that", "was submitted"),
        }
        found
    }

    fn has_organisation_of(&self, record: &Value) -> bool {
        // Records of the first releases do not say which sector it was.
        let mut whose = frozen_organisation(self.audit).into_iter();
        whose.all(|(name, kept)| record.get(name).is_none_or(|handed_in| *handed_in == kept))
    }

    fn has_declaration_of(&self, record: &Value) -> bool {
        let declared = &self.submission.declaration;
        let (name, role, on) = (&declared.name, &declared.role, declared.on.to_string());
        record["declaration"] == json!({ "name": name, "role": role, "on": on })
    }

    fn has_day_of(&self, record: &Value) -> bool {
        record["declaration"]["on"] == dates::today(self.submission.at).to_string()
    }

    fn has_one_time(&self) -> bool {
        self.moment.at_of_audit.as_ref() == Some(&self.moment.at)
    }

    /// Whether it is the reference that the log names; without a line of it, the one that the audit would be given.
    fn has_its_reference(&self) -> bool {
        let named = self.lines.first().map(|line| line.subject.split(", ").next().unwrap_or_default().to_owned());
        let given = || submission_reference(&self.audit.round_title.slug(), self.audit.id);
        self.submission.reference == named.unwrap_or_else(given)
    }

    fn has_answers_of(&self, record: &Value) -> bool {
        let handed_in = record["answers"].as_array().map(Vec::as_slice).unwrap_or_default();
        let handed_in: BTreeMap<_, _> = handed_in.iter().map(|answer| (answer["question"].as_str(), answer)).collect();
        let frozen = self.answers.iter().map(|(key, stored)| (key.to_string(), frozen(*key, stored)));
        let mut stored: BTreeMap<_, _> = frozen.collect();
        for (key, answer) in &mut stored {
            // Records of the first releases do not say it.
            let is_said = handed_in.get(&Some(key.as_str())).is_some_and(|answer| answer.get(DAY).is_some());
            if let (false, Some(answer)) = (is_said, answer.as_object_mut()) {
                answer.remove(DAY);
            }
        }
        let stored: BTreeMap<_, _> = stored.iter().map(|(key, answer)| (Some(key.as_str()), answer)).collect();
        handed_in == stored
    }

    /// Whether this line of the log tells of it.
    fn is_told_by(&self, line: &Line) -> bool {
        line.at == self.moment.at
            && line.person == Some(self.moment.by)
            && line.organisation == Some(self.audit.organisation)
            && line.round == Some(self.audit.round)
    }
}
