//! The figures against their plain definition, worked out organisation by organisation.

use num_rational::Ratio;
use proptest::prelude::*;

use super::*;
use crate::domain::form::{TOPICS, for_tests};
use crate::domain::score::Score;

/// An organisation that counts: its kind, and its choice for each question of the form.
type Organisation = (Kind, Vec<Choice>);

/// A form with so many questions in each of its seven standards; questions have tags in turn.
fn form(kind: FormKind, questions: &[u8]) -> AuditForm {
    let mut tag = (0..).map(|n: usize| TOPICS[n % 3].0.to_owned());
    let mut question = |standard: u8, position: u8| Question {
        topics: tag.by_ref().take(usize::from(1 + position % 2)).collect(),
        ..for_tests::question(for_tests::key(&format!("{}{standard}.{position}", kind.letter())))
    };
    let standards =
        (1..=7).zip(questions).map(|(number, n)| (1..=*n).map(|position| question(number, position)).collect());
    for_tests::edition(kind, standards)
}

/// What the store counts, one answer after the other.
fn counts(form: &AuditForm, organisations: &[Organisation]) -> Counts {
    let mut counts = Counts::default();
    for (kind, choices) in organisations {
        *counts.audits.entry(*kind).or_default() += 1;
        for (question, choice) in form.questions().zip(choices) {
            counts.choices.push((*kind, question.key, *choice, 1));
        }
        for standard in &form.standards {
            let scores = scores(form, choices, |key| key.standard() == standard.number);
            if !scores.is_empty() {
                counts.sums.push(StandardSum {
                    kind: *kind,
                    standard: standard.number,
                    points: scores.iter().sum(),
                    questions: u32::try_from(scores.len()).unwrap(),
                    audits: 1,
                });
            }
        }
    }
    counts
}

/// The scores that one organisation gave to the questions that are wanted.
fn scores(form: &AuditForm, choices: &[Choice], wanted: impl Fn(QuestionKey) -> bool) -> Vec<u32> {
    let asked = form.questions().zip(choices).filter(|(question, _)| wanted(question.key));
    asked.filter_map(|(_, choice)| choice.score().map(|score| u32::from(score.points()))).collect()
}

/// How often each choice was made by these organisations for the questions that are wanted.
fn tally(form: &AuditForm, organisations: &[&Organisation], wanted: impl Fn(QuestionKey) -> bool) -> Tally {
    let choices = organisations.iter().flat_map(|(_, choices)| form.questions().map(|q| q.key).zip(choices));
    let choices: Vec<_> = choices.filter(|(key, _)| wanted(*key)).map(|(_, choice)| *choice).collect();
    let n = |choice| u32::try_from(choices.iter().filter(|made| **made == choice).count()).unwrap();
    Tally {
        n3: n(Choice::Scored(Score::FullyInPlace)),
        n2: n(Choice::Scored(Score::MakingProgress)),
        n1: n(Choice::Scored(Score::NotMakingProgress)),
        not_applicable: n(Choice::NotApplicable),
        not_answered: n(Choice::NotAnswered),
    }
}

fn choice() -> impl Strategy<Value = Choice> {
    prop_oneof![
        3 => Just(Choice::Scored(Score::FullyInPlace)),
        2 => Just(Choice::Scored(Score::MakingProgress)),
        2 => Just(Choice::Scored(Score::NotMakingProgress)),
        2 => Just(Choice::NotApplicable),
        2 => Just(Choice::NotAnswered),
    ]
}

fn kind(of: FormKind) -> BoxedStrategy<Kind> {
    match of {
        FormKind::Schools => proptest::sample::select(SubSector::ALL).prop_map(Kind::Education).boxed(),
        FormKind::Partners => {
            proptest::sample::select(&Sector::ALL[1..]).prop_map(|sector| Kind::of(sector, None).unwrap()).boxed()
        }
    }
}

/// A small form and some organisations' answers to it.
fn answered() -> impl Strategy<Value = (AuditForm, Vec<Organisation>)> {
    let forms = (proptest::sample::select(&FormKind::ALL), proptest::collection::vec(1u8..4, 7));
    forms.prop_flat_map(|(of, questions)| {
        let form = form(of, &questions);
        let choices = proptest::collection::vec(choice(), form.questions().count());
        (Just(form), proptest::collection::vec((kind(of), choices), 0..14))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn every_figure_of_every_group_is_the_plain_definition((form, organisations) in answered()) {
        let results = results(&form, WhoCounts::Submitted, &counts(&form, &organisations));
        let mut wanted = BTreeSet::from([Group::All]);
        for (kind, _) in &organisations {
            wanted.extend([Group::Sector(kind.sector())].into_iter().chain(kind.sub_sector().map(Group::SubSector)));
        }
        prop_assert!(results.groups.iter().map(|group| group.group).eq(wanted));
        for group in &results.groups {
            let of: Vec<_> = organisations.iter().filter(|(kind, _)| group.group.holds(*kind)).collect();
            prop_assert_eq!(group.organisations as usize, of.len());
            prop_assert_eq!(group.standards.len(), 7);
            for standard in &group.standards {
                let here = |key: QuestionKey| key.standard() == standard.number;
                prop_assert_eq!(standard.tally, tally(&form, &of, here));
                let mut means = Vec::new();
                for (_, choices) in &of {
                    let scores: Vec<i64> = scores(&form, choices, here).into_iter().map(i64::from).collect();
                    if !scores.is_empty() {
                        means.push(Ratio::new(scores.iter().sum(), i64::try_from(scores.len()).unwrap()));
                    }
                }
                prop_assert_eq!(standard.counting as usize, means.len());
                let counting = i64::try_from(means.len()).unwrap();
                let mean = (counting > 0).then(|| means.iter().sum::<Ratio<i64>>() / counting);
                prop_assert_eq!(standard.average.map(Figure::exact), mean);
            }
            prop_assert!(group.questions.iter().map(|q| q.key).eq(form.questions().map(|q| q.key)));
            for question in &group.questions {
                let counted = tally(&form, &of, |key| key == question.key);
                prop_assert_eq!(question.tally, counted);
                let given: Vec<_> =
                    of.iter().flat_map(|(_, choices)| scores(&form, choices, |key| key == question.key)).collect();
                let share = |n: usize| Ratio::new(i64::try_from(n).unwrap(), i64::try_from(given.len()).unwrap());
                let threes = given.iter().filter(|score| **score == 3).count();
                let some = !given.is_empty();
                let percent = some.then(|| share(threes) * 100);
                prop_assert_eq!(question.tally.percent_fully_in_place().map(Figure::exact), percent);
                let average = some.then(|| share(given.iter().sum::<u32>() as usize));
                prop_assert_eq!(question.tally.average().map(Figure::exact), average);
            }
        }
    }

    #[test]
    fn topics_take_their_questions_together((form, organisations) in answered()) {
        let results = results(&form, WhoCounts::Submitted, &counts(&form, &organisations));
        let all: Vec<_> = organisations.iter().collect();
        let topics = results.group(Group::All).unwrap().topics(&form);
        let tags: BTreeSet<_> = form.questions().flat_map(|question| &question.topics).collect();
        prop_assert_eq!(topics.len(), tags.len());
        for topic in topics {
            let tagged = |key| form.question(key).unwrap().topics.contains(&topic.topic);
            prop_assert!(topic.questions.iter().copied().eq(form.questions().map(|q| q.key).filter(|key| tagged(*key))));
            prop_assert_eq!(topic.tally, tally(&form, &all, tagged));
        }
    }

    #[test]
    fn ranking_is_by_figure_and_stable((form, organisations) in answered(), n in 0usize..25) {
        let results = results(&form, WhoCounts::Submitted, &counts(&form, &organisations));
        let all = results.group(Group::All).unwrap();
        let figures = |q: &QuestionResult| (q.tally.percent_fully_in_place(), q.tally.average());
        let scored = all.questions.iter().filter(|q| q.tally.scored() > 0).count();
        let (lowest, highest) = (all.lowest(n), all.highest(n));
        prop_assert_eq!(lowest.len(), n.min(scored));
        prop_assert_eq!(highest.len(), n.min(scored));
        for pair in lowest.windows(2) {
            prop_assert!((figures(pair[0]), pair[0].key) < (figures(pair[1]), pair[1].key));
        }
        for pair in highest.windows(2) {
            let (a, b) = (figures(pair[0]), figures(pair[1]));
            prop_assert!(a > b || (a == b && pair[0].key < pair[1].key));
        }
        let left_out = all.questions.iter().filter(|q| q.tally.scored() > 0 && !lowest.iter().any(|l| l.key == q.key));
        let last = lowest.last().map(|q| (figures(q), q.key));
        prop_assert!(left_out.map(|q| (figures(q), q.key)).all(|q| last.is_none_or(|last| last < q)));
    }

    #[test]
    fn counts_may_come_in_any_order_and_in_parts((form, organisations) in answered()) {
        let counts = counts(&form, &organisations);
        let mut turned = counts.clone();
        turned.choices.reverse();
        turned.sums.reverse();
        prop_assert_eq!(results(&form, WhoCounts::Submitted, &counts), results(&form, WhoCounts::Submitted, &turned));
    }
}
