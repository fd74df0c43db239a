//! Audit forms: what an edition asks. An edition is content; it never changes once it is loaded.

#[cfg(test)]
pub mod for_tests;

use std::collections::BTreeSet;
use std::fmt;

use super::choice::Choice;
use super::score::Score;

/// Which of the two forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FormKind {
    /// Answered by education settings.
    Schools,
    /// Answered by every other organisation.
    Partners,
}

impl FormKind {
    /// Both, in the order in which lists show them.
    pub const ALL: [Self; 2] = [Self::Schools, Self::Partners];

    /// The key used in files, addresses and the database.
    pub fn key(self) -> &'static str {
        match self {
            Self::Schools => "schools",
            Self::Partners => "partners",
        }
    }

    /// Reads a key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// "Schools" or "Partners": the form's name as a heading.
    pub fn words(self) -> &'static str {
        match self {
            Self::Schools => "Schools",
            Self::Partners => "Partners",
        }
    }

    /// The letter that begins the key of each of its questions.
    pub fn letter(self) -> char {
        match self {
            Self::Schools => 'S',
            Self::Partners => 'P',
        }
    }
}

/// The row number of a form's edition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EditionId(pub i64);

/// A question's key, stable for life: `S3.4` is the fourth of the schools form's third standard.
/// Ordered as on the form: by standard, then by position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QuestionKey {
    kind: FormKind,
    standard: u8,
    position: u8,
}

impl QuestionKey {
    /// Reads `S3.4`; `None` unless it is written exactly so, with standard 1 to 7 and position 1 to 99.
    pub fn parse(text: &str) -> Option<Self> {
        let kind = FormKind::ALL.into_iter().find(|kind| text.starts_with(kind.letter()))?;
        let (standard, position) = text[1..].split_once('.')?;
        let key = Self { kind, standard: standard.parse().ok()?, position: position.parse().ok()? };
        ((1..=7).contains(&key.standard) && (1..=99).contains(&key.position) && key.to_string() == text).then_some(key)
    }

    /// The form it belongs to.
    pub fn kind(self) -> FormKind {
        self.kind
    }

    /// The number of its standard, 1 to 7.
    pub fn standard(self) -> u8 {
        self.standard
    }
}

impl fmt::Display for QuestionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}.{}", self.kind.letter(), self.standard, self.position)
    }
}

/// One edition of one form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditForm {
    /// Schools or partners.
    pub kind: FormKind,
    /// "2014", "2026-27".
    pub edition: String,
    /// Its title.
    pub title: String,
    /// A few sentences for those who answer it.
    pub introduction: String,
    /// The law and guidance it rests on, named and not quoted.
    pub rests_on: Vec<String>,
    /// What each score is called, best first.
    pub scale: Vec<(Score, String)>,
    /// Seven, in order.
    pub standards: Vec<Standard>,
}

/// One of a form's seven standards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standard {
    /// 1 to 7.
    pub number: u8,
    /// Its title, the same in both forms for 1, 3, 4 and 5.
    pub title: String,
    /// One sentence on what it is about.
    pub summary: String,
    /// Eight to ten, in order.
    pub questions: Vec<Question>,
}

/// One question of an edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Its key for life.
    pub key: QuestionKey,
    /// A few words for lists, tables and charts.
    pub short: String,
    /// The statement that is scored.
    pub wording: String,
    /// One or two sentences that help to decide.
    pub guidance: String,
    /// What 3, 2 and 1 look like, in that order.
    pub descriptors: [String; 3],
    /// Examples of evidence.
    pub evidence: Vec<String>,
    /// Topic tags, from [`TOPICS`].
    pub topics: Vec<String>,
    /// The guidance it rests on.
    pub rests_on: String,
    /// Whether *not applicable* may be chosen.
    pub not_applicable: bool,
    /// Where it comes from.
    pub lineage: Lineage,
}

impl Question {
    /// What this score looks like for this question.
    pub fn descriptor(&self, score: Score) -> &str {
        let place = Score::ALL.iter().position(|&s| s == score).expect("every score is in ALL");
        &self.descriptors[place]
    }

    /// Whether an earlier question has the same wording, and each score means the same in it (rule 7).
    pub fn asks_the_same(&self, earlier: &Self) -> bool {
        self.wording == earlier.wording && self.descriptors == earlier.descriptors
    }
}

/// How a question relates to the edition before. Change is shown only for [`Lineage::Same`] (rule 7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lineage {
    /// Word for word the question of the earlier edition with the same key, and its descriptors too.
    Same,
    /// The earlier edition's question in other words, or with other descriptors: not to be compared.
    Reworded(QuestionKey),
    /// No forerunner.
    New,
}

/// The closed list of topic tags, with the words shown for each.
pub const TOPICS: &[(&str, &str)] = &[
    ("leadership", "Leadership"),
    ("governance", "Governance"),
    ("policy", "Policy"),
    ("supervision", "Supervision"),
    ("training", "Training"),
    ("induction", "Induction"),
    ("early-help", "Early help"),
    ("safer-recruitment", "Safer recruitment"),
    ("lado", "LADO"),
    ("allegations", "Allegations"),
    ("information-sharing", "Information sharing"),
    ("inter-agency", "Inter-agency working"),
    ("voice-of-the-child", "Voice of the child"),
    ("feedback", "Feedback to children"),
    ("recording", "Recording"),
    ("responsibilities", "Staff responsibilities"),
    ("exploitation", "Exploitation"),
    ("online-safety", "Online safety"),
    ("anti-bullying", "Anti-bullying"),
    ("vulnerability", "Extra vulnerability"),
    ("commissioning", "Commissioning"),
    ("equality", "Equality"),
    ("complaints", "Complaints"),
    ("whistleblowing", "Whistleblowing"),
    ("learning", "Learning"),
    ("parents", "Parents"),
    ("referral", "Referral"),
    ("premises", "Premises"),
];

/// The words for a topic tag; the tag itself when it is not in the list.
pub fn topic_words(tag: &str) -> &str {
    TOPICS.iter().find(|(known, _)| *known == tag).map_or(tag, |(_, words)| words)
}

impl AuditForm {
    /// The standard with this number.
    pub fn standard(&self, number: u8) -> Option<&Standard> {
        self.standards.iter().find(|standard| standard.number == number)
    }

    /// The question with this key.
    pub fn question(&self, key: QuestionKey) -> Option<&Question> {
        self.standard(key.standard())?.questions.iter().find(|question| question.key == key)
    }

    /// Every question, in the form's order.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        self.standards.iter().flat_map(|standard| &standard.questions)
    }

    /// What this edition calls a score.
    pub fn score_words(&self, score: Score) -> &str {
        self.scale.iter().find(|(known, _)| *known == score).map_or("", |(_, words)| words)
    }

    /// What was chosen, in words.
    pub fn choice_words(&self, choice: Choice) -> String {
        match choice {
            Choice::Scored(score) => format!("{score} {}", self.score_words(score)),
            Choice::NotApplicable => "Not applicable".into(),
            Choice::NotAnswered => "Not answered".into(),
        }
    }

    /// Everything that is wrong with this edition, given the one before it; empty when it may be used.
    pub fn problems(&self, earlier: Option<&Self>) -> Vec<String> {
        let mut problems = Vec::new();
        let numbers: Vec<u8> = self.standards.iter().map(|standard| standard.number).collect();
        if numbers != [1, 2, 3, 4, 5, 6, 7] {
            problems.push(format!("the standards are numbered {numbers:?}, not 1 to 7"));
        }
        if self.scale.iter().map(|(score, _)| *score).ne(Score::ALL) {
            problems.push("the scale must name 3, 2 and 1, in that order".into());
        }
        let texts = [&self.edition, &self.title, &self.introduction];
        if texts.into_iter().chain(&self.rests_on).chain(self.scale.iter().map(|(_, words)| words)).any(|t| blank(t)) {
            problems.push("a text at the top of the form is empty".into());
        }
        let mut seen = BTreeSet::new();
        for standard in &self.standards {
            if blank(&standard.title) || blank(&standard.summary) {
                problems.push(format!("standard {} lacks a title or summary", standard.number));
            }
            if !(8..=10).contains(&standard.questions.len()) {
                problems.push(format!("standard {} has {} questions", standard.number, standard.questions.len()));
            }
            for question in &standard.questions {
                if !seen.insert(question.key) {
                    problems.push(format!("{} appears twice", question.key));
                }
                if question.key.kind() != self.kind || question.key.standard() != standard.number {
                    problems.push(format!("{} is in the wrong place", question.key));
                }
                problems.extend(question.problems(earlier).into_iter().map(|p| format!("{}: {p}", question.key)));
            }
        }
        problems
    }
}

impl Question {
    fn problems(&self, earlier: Option<&AuditForm>) -> Vec<String> {
        let mut problems = Vec::new();
        let texts = [&self.short, &self.wording, &self.guidance, &self.rests_on];
        if texts.into_iter().chain(&self.descriptors).chain(&self.evidence).any(|t| blank(t)) {
            problems.push("a text is empty".into());
        }
        if self.evidence.is_empty() || self.topics.is_empty() {
            problems.push("evidence and topics must not be empty".into());
        }
        if self.short.chars().count() > 44 {
            problems.push("the short name has more than 44 characters".into());
        }
        for topic in &self.topics {
            if !TOPICS.iter().any(|(known, _)| known == topic) {
                problems.push(format!("unknown topic {topic}"));
            }
        }
        let forerunner = |key| earlier.and_then(|form| form.question(key));
        match self.lineage {
            Lineage::Same if forerunner(self.key).is_none_or(|before| !self.asks_the_same(before)) => {
                problems.push("is not word for word the earlier edition's, with its descriptors".into());
            }
            Lineage::Reworded(key) if forerunner(key).is_none() => {
                problems.push(format!("is reworded from {key}, which the earlier edition does not ask"));
            }
            Lineage::New if forerunner(self.key).is_some() => {
                problems.push("re-uses a key of the earlier edition".into());
            }
            _ => {}
        }
        problems
    }
}

fn blank(text: &str) -> bool {
    text.trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_only_as_it_is_written() {
        assert_eq!(QuestionKey::parse("S3.10").map(|key| key.to_string()), Some("S3.10".into()));
        for text in ["", "S", "S3", "s3.4", "S0.1", "S8.1", "S3.0", "S3.04", "S+3.4", "P6.2 ", "X1.1", "S3.100", "é1.1"]
        {
            assert_eq!(QuestionKey::parse(text), None, "{text}");
        }
    }

    #[test]
    fn keys_sort_as_on_the_form() {
        let key = |text| QuestionKey::parse(text).unwrap();
        assert!(key("S3.9") < key("S3.10") && key("S3.10") < key("S4.1"));
    }
}
