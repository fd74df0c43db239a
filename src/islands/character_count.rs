//! How many more characters a text may have: in figures when it comes near its limit, and said politely after a pause.

use std::time::Duration;

use leptos::html::Div;
use leptos::prelude::*;

use super::fields;
use crate::domain::save::EVIDENCE_LIMIT;
use crate::domain::text::thousands;

/// From how many remaining characters on they are counted.
const NEAR: usize = 1_000;
/// How long after the last key the count is said.
const PAUSE: Duration = Duration::from_secs(1);

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
    within: NodeRef<Div>,
    question: StoredValue<String>,
    /// What is said.
    pub said: RwSignal<String>,
    timer: StoredValue<Option<TimeoutHandle>>,
}

impl CharacterCount {
    /// The count of a question's evidence under `within`.
    pub fn new(within: NodeRef<Div>, question: StoredValue<String>) -> Self {
        Self { within, question, said: RwSignal::new(String::new()), timer: StoredValue::new(None) }
    }

    /// Counts, shows at once, and says it after a pause.
    pub fn typed(self) {
        let Some(element) = self.within.get_untracked() else { return };
        let length = fields::evidence_length(&element, &self.question.get_value());
        let words = remaining_words(length, EVIDENCE_LIMIT);
        let shown = words.clone().unwrap_or_else(|| limit_words(EVIDENCE_LIMIT));
        fields::show_count(&element, &self.question.get_value(), &shown, length > EVIDENCE_LIMIT);
        if let Some(timer) = self.timer.get_value() {
            timer.clear();
        }
        let timer = set_timeout_with_handle(move || self.said.set(words.clone().unwrap_or_default()), PAUSE);
        self.timer.set_value(timer.ok());
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
