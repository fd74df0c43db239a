//! Editions with no more in them than a test is about.

use super::{AuditForm, FormKind, Lineage, Question, QuestionKey, Standard};

/// The key that is written so.
pub fn key(text: &str) -> QuestionKey {
    QuestionKey::parse(text).unwrap()
}

/// A new question without words, which need not apply.
pub fn question(key: QuestionKey) -> Question {
    Question {
        key,
        short: String::new(),
        wording: String::new(),
        guidance: String::new(),
        descriptors: Default::default(),
        evidence: Vec::new(),
        topics: Vec::new(),
        rests_on: String::new(),
        not_applicable: true,
        lineage: Lineage::New,
    }
}

/// An edition without words of these questions, in standards numbered from 1.
pub fn edition(kind: FormKind, standards: impl IntoIterator<Item = Vec<Question>>) -> AuditForm {
    let standard = |(number, questions)| Standard { number, title: String::new(), summary: String::new(), questions };
    AuditForm {
        kind,
        edition: String::new(),
        title: String::new(),
        introduction: String::new(),
        rests_on: Vec::new(),
        scale: Vec::new(),
        standards: (1..).zip(standards).map(standard).collect(),
    }
}

/// An edition for schools whose only standard asks these questions, each with its line to earlier editions.
pub fn with_lineage(questions: &[(&str, Lineage)]) -> AuditForm {
    let question = |&(text, lineage): &(&str, Lineage)| Question { lineage, ..question(key(text)) };
    edition(FormKind::Schools, [questions.iter().map(question).collect()])
}
