//! Sentences with gaps, and how they are read from the `lines_…` files.
//!
//! A block begins with `[S3.3]`, `[leadership]` or `[any]`. In it each line is one sentence behind a mark:
//! `3`, `2` and `1` are what an organisation says that scores so, `0` why a question does not apply, `>` an action,
//! `!` what came of one; in `[any]`, `@` is a way to name a document, `~` how an action goes, `+` how it ended, `<`
//! how it ended late, `x` why it is no longer needed and `-` why there is none. A letter after the mark limits the
//! sentence: `3o` to the editions of 2014, `3n` to newer ones, `3s` to schools, `3p` to partners.

use std::collections::BTreeMap;

use super::calendar::TextDays;
use super::draws::Draws;
use super::voice::Voice;
use crate::domain::form::FormKind;

/// A sentence with gaps.
pub struct Sentence(Vec<Piece>);

enum Piece {
    Text(&'static str),
    Gap(Gap),
}

#[derive(Clone, Copy)]
enum Gap {
    Board,
    Business,
    Cafs,
    Children,
    Date,
    Dbs,
    Few,
    Governor,
    Governors,
    Head,
    Hub,
    Item,
    Item2,
    Lead,
    Month,
    N,
    Next,
    Pastoral,
    Place,
    Ratio,
    Setting,
    Team,
}

/// All sentences for one form in one round.
pub struct Book(BTreeMap<&'static str, BTreeMap<char, Vec<Sentence>>>);

impl Book {
    /// The sentences for a form's older or newer edition.
    pub fn of(kind: FormKind, newer: bool) -> Self {
        let questions = match kind {
            FormKind::Schools => [super::lines_schools_1_to_3::LINES, super::lines_schools_4_to_7::LINES],
            FormKind::Partners => [super::lines_partners_1_to_3::LINES, super::lines_partners_4_to_7::LINES],
        };
        let not_here = [if newer { 'o' } else { 'n' }, if kind == FormKind::Schools { 'p' } else { 's' }];
        let mut blocks: BTreeMap<_, BTreeMap<_, Vec<_>>> = BTreeMap::new();
        let mut block = "";
        let all = questions.into_iter().chain([super::lines_by_topic::LINES]);
        for line in all.flat_map(str::lines).filter(|line| !line.is_empty()) {
            if let Some(name) = line.strip_prefix('[') {
                block = name.trim_end_matches(']');
                continue;
            }
            let (mark, sentence) = line.split_once(' ').expect("a line is a mark, a space and a sentence");
            if !mark.ends_with(not_here) {
                let code = mark.chars().next().expect("a mark is not empty");
                let lines = blocks.entry(block).or_default().entry(code).or_default();
                lines.push(Sentence::read(sentence));
            }
        }
        Self(blocks)
    }

    /// A block's sentences with this mark; none where there is no such block.
    pub fn lines(&self, block: &str, mark: char) -> &[Sentence] {
        self.0.get(block).and_then(|lines| lines.get(&mark)).map_or(&[], Vec::as_slice)
    }
}

impl Sentence {
    fn read(mut text: &'static str) -> Self {
        let mut parts = Vec::new();
        while let Some((before, rest)) = text.split_once('{') {
            let (gap, after) = rest.split_once('}').expect("an opened gap is closed");
            parts.extend([Piece::Text(before), Piece::Gap(Gap::named(gap))]);
            text = after;
        }
        parts.push(Piece::Text(text));
        Self(parts)
    }
}

impl Gap {
    fn named(name: &str) -> Self {
        match name {
            "board" => Self::Board,
            "business" => Self::Business,
            "cafs" => Self::Cafs,
            "children" => Self::Children,
            "date" => Self::Date,
            "dbs" => Self::Dbs,
            "few" => Self::Few,
            "governor" => Self::Governor,
            "governors" => Self::Governors,
            "head" => Self::Head,
            "hub" => Self::Hub,
            "item" => Self::Item,
            "item2" => Self::Item2,
            "lead" => Self::Lead,
            "month" => Self::Month,
            "n" => Self::N,
            "next" => Self::Next,
            "pastoral" => Self::Pastoral,
            "place" => Self::Place,
            "ratio" => Self::Ratio,
            "setting" => Self::Setting,
            "team" => Self::Team,
            other => unreachable!("the lines have no gap {other}"),
        }
    }
}

/// What the gaps are filled with: the words of the one who speaks, the days spoken of, and the examples of evidence
/// that the question gives.
#[derive(Clone, Copy)]
pub struct Telling<'a> {
    /// Who speaks.
    pub voice: &'a Voice,
    /// The days that can be spoken of.
    pub days: &'a TextDays,
    /// Documents to name; may be empty where no sentence names one.
    pub items: &'a [String],
}

impl Telling<'_> {
    /// Writes a sentence with its gaps filled, beginning with a capital letter.
    pub fn write(&self, sentence: &Sentence, draws: &mut Draws, into: &mut String) {
        let start = into.len();
        let item = draws.below(self.items.len().max(1));
        for part in &sentence.0 {
            match part {
                Piece::Text(text) => into.push_str(text),
                Piece::Gap(Gap::N) => into.push_str(&draws.between(5, 28).to_string()),
                Piece::Gap(Gap::Ratio) => {
                    let all = draws.between(9, 24);
                    let most = all - draws.between(1, all / 4);
                    into.extend([most.to_string().as_str(), " of ", all.to_string().as_str()]);
                }
                Piece::Gap(gap) => into.push_str(self.word(*gap, item, draws)),
            }
        }
        if let Some(first) = into.get_mut(start..=start) {
            first.make_ascii_uppercase();
        }
    }

    fn word(&self, gap: Gap, item: usize, draws: &mut Draws) -> &str {
        let Self { voice, days, items } = self;
        match gap {
            Gap::Board => voice.board,
            Gap::Business => voice.business,
            Gap::Cafs => voice.cafs,
            Gap::Children => voice.children,
            Gap::Date => draws.text(&days.dates),
            Gap::Dbs => voice.dbs,
            Gap::Few => draws.word(&["two", "two", "three", "three", "four", "five", "six"]),
            Gap::Governor => voice.governor,
            Gap::Governors => voice.governors,
            Gap::Head => voice.head,
            Gap::Hub => voice.hub,
            Gap::Item => &items[item],
            Gap::Item2 => &items[(item + 1) % items.len()],
            Gap::Lead => voice.lead,
            Gap::Month => draws.text(&days.months),
            Gap::Next => draws.text(&days.coming),
            Gap::Pastoral => voice.pastoral,
            Gap::Place => draws.word(voice.places),
            Gap::Setting => voice.setting,
            Gap::Team => draws.word(voice.teams),
            Gap::N | Gap::Ratio => "",
        }
    }
}
