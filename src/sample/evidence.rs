//! What an organisation writes as evidence, sentence by sentence.

use std::collections::BTreeMap;

use super::character::Manner;
use super::draws::Draws;
use super::words::{Book, Sentence, Telling};
use crate::domain::form::{AuditForm, Question};
use crate::domain::score::Score;

/// Writes the evidence of one audit. It goes round the sentences of a topic, so that none comes twice before all
/// have come once.
pub struct Evidence<'a> {
    book: &'a Book,
    telling: Telling<'a>,
    start: usize,
    used: BTreeMap<(&'a str, char), usize>,
}

#[derive(Clone, Copy)]
enum About {
    Document,
    Question,
    Topic,
}
use About::{Document, Question as OfQuestion, Topic};

/// In which order an answer speaks of a document, the question itself and its topics; it may stop after any.
const IN_PLACE: &[&[About]] = &[
    &[Document, OfQuestion, Topic, Topic],
    &[OfQuestion, Document, Topic, Topic],
    &[OfQuestion, Topic, Document, Topic],
    &[OfQuestion, Topic, Topic, Document],
    &[Document, Topic, OfQuestion, Topic],
    &[Topic, OfQuestion, Document, Topic],
];
const ON_THE_WAY: &[&[About]] = &[&[OfQuestion, Topic, Document], &[OfQuestion, Document, Topic]];
const LACKING: &[&[About]] = &[&[OfQuestion]];

impl<'a> Evidence<'a> {
    /// The evidence of an audit; `start` is where it begins in the round of sentences.
    pub fn of(book: &'a Book, telling: Telling<'a>, start: usize) -> Self {
        Self { book, telling, start, used: BTreeMap::new() }
    }

    /// What is written about a question with this score; may be nothing.
    pub fn about(&mut self, question: &'a Question, score: Score, manner: Manner, draws: &mut Draws) -> String {
        let mut text = String::new();
        if draws.chance(manner.silence(score)) {
            return text;
        }
        let (mark, orders) = match score {
            Score::FullyInPlace => ('3', IN_PLACE),
            Score::MakingProgress => ('2', ON_THE_WAY),
            Score::NotMakingProgress => ('1', LACKING),
        };
        let key = question.key.to_string();
        for about in draws.pick(orders).iter().take(manner.sentences(draws)) {
            let sentence = match about {
                Document => Some(draws.pick(self.book.lines("any", '@'))),
                OfQuestion => Some(draws.pick(self.book.lines(&key, mark))),
                Topic => self.next_of(draws.text(&question.topics), mark),
            };
            if let Some(sentence) = sentence {
                self.add(sentence, question, draws, &mut text);
            }
        }
        text
    }

    /// Evidence of nearly this many characters: someone pasted the whole index of the safeguarding file.
    pub fn pasted(&mut self, form: &'a AuditForm, limit: usize, draws: &mut Draws) -> String {
        let mut text = String::from("Index of our safeguarding file, with what was found at the last reading.\n");
        for question in form.standards.iter().flat_map(|standard| &standard.questions).cycle() {
            let mut line = format!("\n{}: ", question.short);
            self.add(draws.pick(self.book.lines("any", '@')), question, draws, &mut line);
            for topic in &question.topics {
                if let Some(sentence) = self.next_of(topic, '3') {
                    self.add(sentence, question, draws, &mut line);
                }
            }
            // Counted in bytes: never more characters than that.
            if text.len() + line.len() > limit {
                break;
            }
            text.push_str(&line);
        }
        text
    }

    fn next_of(&mut self, topic: &'a str, mark: char) -> Option<&'a Sentence> {
        let lines = self.book.lines(topic, mark);
        let used = self.used.entry((topic, mark)).or_insert(self.start);
        *used += 1;
        lines.get(*used % lines.len().max(1))
    }

    fn add(&self, sentence: &Sentence, question: &Question, draws: &mut Draws, text: &mut String) {
        if !text.is_empty() && !text.ends_with(' ') {
            text.push(' ');
        }
        Telling { items: &question.evidence, ..self.telling }.write(sentence, draws, text);
    }
}
