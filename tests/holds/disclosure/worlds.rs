//! Boards that nobody has seen: what the others chose, at random; what the program shows of it; and another world in which
//! every figure that is not shown is another.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::sample::select;
use section11::domain::audit::WhoCounts;
use section11::domain::choice::Choice;
use section11::domain::disclosure::others::{Hidden, Others};
use section11::domain::form::{AuditForm, FormKind};
use section11::domain::organisation::{Kind, Sector};
use section11::domain::own_results::{OwnResults, OwnResultsReport};
use section11::domain::report::Provenance;
use section11::domain::score::Score;
use section11::domain::summary::{self, Counts, Group, StandardSum};
use section11::export::own_results_csv;
use section11::import::form_file;

use super::seen::Row;
use super::solver::{Count, agrees, is_percentage};

/// What organisations chose: for each, one character a question in the form's order, as the database keeps it.
pub type Choices = Vec<Vec<u8>>;

pub fn partners_form() -> AuditForm {
    let forms = form_file::SHIPPED.iter().map(|text| form_file::read(text).unwrap());
    forms.into_iter().find(|form| form.kind == FormKind::Partners).unwrap()
}

/// How many scored a question, and how many of them 3.
pub fn count(all: &[Vec<u8>], question: usize) -> Count {
    let marks = || all.iter().map(|choices| choices[question]);
    let of = |wanted: &[u8]| u32::try_from(marks().filter(|mark| wanted.contains(mark)).count()).unwrap();
    (of(b"123"), of(b"3"))
}

/// What the store counts of them.
fn counts(form: &AuditForm, all: &[Vec<u8>]) -> Counts {
    let kind = Kind::Health;
    let mut counts = Counts::default();
    if !all.is_empty() {
        counts.audits.insert(kind, u32::try_from(all.len()).unwrap());
    }
    let mut sums: BTreeMap<(u8, u32, u32), u32> = BTreeMap::new();
    for choices in all {
        let mut by_standard: BTreeMap<u8, (u32, u32)> = BTreeMap::new();
        for (question, mark) in form.questions().zip(choices) {
            let score = Score::ALL.into_iter().find(|score| score.points() + b'0' == *mark);
            let choice = score.map_or(Choice::NotApplicable, Choice::Scored);
            counts.choices.push((kind, question.key, choice, 1));
            if let Some(score) = score {
                let sum = by_standard.entry(question.key.standard()).or_default();
                *sum = (sum.0 + u32::from(score.points()), sum.1 + 1);
            }
        }
        for (standard, (points, questions)) in by_standard {
            *sums.entry((standard, points, questions)).or_default() += 1;
        }
    }
    let sum = |((standard, points, questions), audits)| StandardSum { kind, standard, points, questions, audits };
    counts.sums = sums.into_iter().map(sum).collect();
    counts
}

/// What may be shown of others who chose so.
pub fn others(form: &AuditForm, all: &[Vec<u8>]) -> Result<Others, Hidden> {
    let results = summary::results(form, WhoCounts::Submitted, &counts(form, all));
    Others::of(results.group(Group::Sector(Sector::Health)))
}

/// The file that a reader of one's own results gets who is beside such others.
pub fn file(form: &AuditForm, all: &[Vec<u8>]) -> Vec<u8> {
    let provenance = Provenance {
        board: "B".into(),
        contact: String::new(),
        round: "R".into(),
        made_at: jiff::Timestamp::UNIX_EPOCH,
        sample: false,
    };
    let results = OwnResults::new(form, Sector::Health, false, |_| Choice::NotApplicable, others(form, all));
    own_results_csv(&OwnResultsReport { provenance, organisation: "O-0001".into(), results }).unwrap()
}

/// Another world: each count that is not shown exactly is another one that agrees with what is shown, and not one where
/// all are alike if there is a choice. `rows` are those of the questions in the form's order.
pub fn twin(all: &[Vec<u8>], rows: &[&Row]) -> Choices {
    let mut twin = all.to_vec();
    for (at, row) in rows.iter().enumerate() {
        let (scored, n3) = count(all, at);
        let change = |twin: &mut Choices, from: &[u8], to: u8, how_many: u32| {
            let these = twin.iter_mut().map(|choices| &mut choices[at]).filter(|mark| from.contains(mark));
            these.take(usize::try_from(how_many).unwrap()).for_each(|mark| *mark = to);
        };
        if row.organisations.is_empty() {
            match (scored, n3) {
                (0, _) => change(&mut twin, b"n", b'3', 1),
                (_, 0) => change(&mut twin, b"12", b'3', 1),
                _ => change(&mut twin, b"3", b'n', 1),
            }
        } else if !is_percentage(&row.share) {
            let alike = |n3: &u32| *n3 == 0 || *n3 == scored;
            let possible = (0..=scored).filter(|other| *other != n3 && agrees(&row.share, (scored, *other)));
            let other = possible.min_by_key(|n3| (alike(n3), *n3)).expect("a coarse share has two counts");
            if other > n3 {
                change(&mut twin, b"12", b'3', other - n3);
            } else {
                change(&mut twin, b"3", b'2', n3 - other);
            }
        }
    }
    twin
}

/// One round: how many organisations, how often a question is not applicable and how often 3, question by question, and
/// what the draws begin with.
pub type Round = (usize, Vec<(u64, u64)>, u64);

pub fn rounds(questions: usize) -> impl Strategy<Value = Vec<Round>> {
    let size = || prop_oneof![1..60_usize, 5..12_usize, 20..32_usize];
    let often = select(vec![0_u64, 0, 0, 2, 5, 33, 50, 67, 95, 98, 100, 100, 100]);
    let not_applicable = select(vec![0_u64, 0, 0, 0, 5, 30, 80, 95, 100]);
    let wild = (size(), proptest::collection::vec((not_applicable, often), questions), any::<u64>());
    // Where opinions differ everywhere, and a few questions on which they do not.
    let often = prop_oneof![20 => 25..75_u64, 1 => select(vec![0_u64, 100])];
    let calm = (size(), proptest::collection::vec((select(vec![0_u64, 0, 5]), often), questions), any::<u64>());
    let round = prop_oneof![2 => wild, 1 => calm];
    proptest::collection::vec(round, 1..=3)
}

/// What everybody chose in a round.
pub fn drawn((organisations, questions, begin): &Round) -> Choices {
    let mut state = *begin;
    let mut draw = move || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % 100
    };
    let mut choice = |&(not_applicable, often): &(u64, u64)| match (draw() < not_applicable, draw() < often) {
        (true, _) => b'n',
        (_, true) => b'3',
        _ => [b'1', b'2'][usize::from(draw() < 70)],
    };
    (0..*organisations).map(|_| questions.iter().map(&mut choice).collect()).collect()
}
