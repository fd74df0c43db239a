//! How many more characters a text may have: in figures when it comes near its limit, and said politely after a pause.

use std::time::Duration;

use leptos::prelude::*;
use web_sys::Element;

use super::answer_fields::AnswerFields;
use super::fields;
use super::regions::Region;
use super::saver::Saver;
use crate::domain::save::EVIDENCE_LIMIT;
use crate::domain::text::thousands;

/// How few characters must remain before they are counted.
const NEAR: usize = 1_000;
/// How long after the last key the count is said.
const PAUSE: Duration = Duration::from_secs(1);

/// Where the count is said.
pub const COUNTED: Region = Region { name: "counted", class: "govuk-visually-hidden", live: ("aria-live", "polite") };

/// What stands under the field without scripts, and far from the limit.
pub fn limit_words(limit: usize) -> String {
    format!("You can enter up to {} characters", thousands(limit))
}

/// What is said near and over the limit.
fn remaining_words(length: usize, limit: usize) -> Option<String> {
    let characters = |n: usize| if n == 1 { "1 character".into() } else { format!("{} characters", thousands(n)) };
    match limit.checked_sub(length) {
        Some(left) if left > NEAR => None,
        Some(left) => Some(format!("You have {} remaining", characters(left))),
        None => Some(format!("You have {} too many", characters(length - limit))),
    }
}

/// The count of one question's evidence.
#[derive(Clone, Copy)]
pub struct CharacterCount {
    within: StoredValue<Element, LocalStorage>,
    fields: StoredValue<AnswerFields, LocalStorage>,
    question: StoredValue<String>,
    timer: StoredValue<Option<TimeoutHandle>>,
}

impl CharacterCount {
    /// The count of the evidence in the fields that a saver has.
    pub fn of(saver: Saver) -> Self {
        Self { within: saver.within, fields: saver.fields, question: saver.question, timer: StoredValue::new(None) }
    }

    /// Counts, shows at once, and says it after a pause.
    pub fn typed(self) {
        let (within, question) = (self.within.get_value(), self.question.get_value());
        let length = self.fields.with_value(AnswerFields::evidence_length);
        let words = remaining_words(length, EVIDENCE_LIMIT);
        let shown = words.clone().unwrap_or_else(|| limit_words(EVIDENCE_LIMIT));
        fields::show_count(&within, &question, &shown, length > EVIDENCE_LIMIT);
        if let Some(timer) = self.timer.get_value() {
            timer.clear();
        }
        if words.is_none() && !COUNTED.says_something(&within, &question) {
            return;
        }
        let say = move || COUNTED.say(&within, &question, words.clone().unwrap_or_default().into_any());
        self.timer.set_value(set_timeout_with_handle(say, PAUSE).ok());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_counted_near_the_limit_and_over_it() {
        assert_eq!(limit_words(10_000), "You can enter up to 10,000 characters");
        assert_eq!(remaining_words(8_999, 10_000), None);
        assert_eq!(remaining_words(9_000, 10_000).unwrap(), "You have 1,000 characters remaining");
        assert_eq!(remaining_words(9_999, 10_000).unwrap(), "You have 1 character remaining");
        assert_eq!(remaining_words(10_000, 10_000).unwrap(), "You have 0 characters remaining");
        assert_eq!(remaining_words(10_012, 10_000).unwrap(), "You have 12 characters too many");
    }
}
