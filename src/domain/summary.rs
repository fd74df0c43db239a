//! From counts to results: every figure of a form in a round, for every group of organisations.
//!
//! The store counts and sums; this file alone makes percentages and averages of them. Every page, workbook and
//! CSV takes its figures from [`FormResults`].

use std::collections::{BTreeMap, BTreeSet};

use num_rational::Ratio;

use super::audit::WhoCounts;
use super::choice::Choice;
use super::form::{AuditForm, FormKind, Question, QuestionKey};
use super::organisation::{Kind, Sector, SubSector};
use super::tally::{Figure, Tally};

/// What the store counts for one form of one round, over the audits that count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// How many audits count, by kind.
    pub audits: BTreeMap<Kind, u32>,
    /// How often each question was scored 3, 2 or 1 or was not applicable, by kind. What is not here was not answered.
    pub choices: Vec<(Kind, QuestionKey, Choice, u32)>,
    /// How many audits scored `questions` of a standard's questions with `points` in sum.
    pub sums: Vec<StandardSum>,
}

/// Audits of one kind that have the same sum of points over the same number of scored questions in a standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StandardSum {
    /// Their kind.
    pub kind: Kind,
    /// The standard, 1 to 7.
    pub standard: u8,
    /// The sum of the scores.
    pub points: u32,
    /// How many questions were scored; at least 1.
    pub questions: u32,
    /// How many audits.
    pub audits: u32,
}

/// A group of organisations that has figures of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Everyone who answers the form.
    All,
    /// A sector.
    Sector(Sector),
    /// A kind of education setting.
    SubSector(SubSector),
}

impl Group {
    /// Whether organisations of this kind belong to the group.
    pub fn holds(self, kind: Kind) -> bool {
        match self {
            Self::All => true,
            Self::Sector(wanted) => kind.sector() == wanted,
            Self::SubSector(wanted) => kind == Kind::Education(wanted),
        }
    }

    /// The group's name as a column or row heading; `form` says who "all" are.
    pub fn words(self, form: FormKind) -> &'static str {
        match self {
            Self::All => match form {
                FormKind::Schools => "All schools",
                FormKind::Partners => "All partners",
            },
            Self::Sector(sector) => sector.words(),
            Self::SubSector(sub_sector) => sub_sector.words(),
        }
    }
}

/// The results of one form in one round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormResults {
    /// Schools or partners.
    pub kind: FormKind,
    /// Which audits count; every page and file says it.
    pub who_counts: WhoCounts,
    /// All, then each sector, then each sub-sector, of those with at least one audit that counts.
    pub groups: Vec<GroupResults>,
}

/// The figures of one group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupResults {
    /// The group.
    pub group: Group,
    /// How many audits count in it.
    pub organisations: u32,
    /// The seven standards, in order.
    pub standards: Vec<StandardResult>,
    /// Every question, in the form's order.
    pub questions: Vec<QuestionResult>,
}

/// A group's figures for a standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StandardResult {
    /// 1 to 7.
    pub number: u8,
    /// All answers to the standard's questions.
    pub tally: Tally,
    /// How many organisations scored at least one of its questions: what the average rests on.
    pub counting: u32,
    /// The mean of those organisations' own means, each counting once (rule 4).
    pub average: Option<Figure>,
}

/// A group's figures for a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuestionResult {
    /// The question.
    pub key: QuestionKey,
    /// All answers to it; its percentage and average come from this.
    pub tally: Tally,
}

/// A group's figures for a topic: the answers to all questions with the tag, taken together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopicResult {
    /// The tag.
    pub topic: String,
    /// The questions with the tag.
    pub questions: Vec<QuestionKey>,
    /// All answers to them.
    pub tally: Tally,
}

/// Makes the results of a form from the store's counts.
pub fn results(form: &AuditForm, who_counts: WhoCounts, counts: &Counts) -> FormResults {
    let sectors: BTreeSet<_> = counts.audits.keys().map(|kind| Group::Sector(kind.sector())).collect();
    let sub_sectors: BTreeSet<_> =
        counts.audits.keys().filter_map(|kind| kind.sub_sector().map(Group::SubSector)).collect();
    let groups = [Group::All].into_iter().chain(sectors).chain(sub_sectors);
    FormResults {
        kind: form.kind,
        who_counts,
        groups: groups.map(|group| group_results(form, counts, group)).collect(),
    }
}

fn group_results(form: &AuditForm, counts: &Counts, group: Group) -> GroupResults {
    let organisations = counts.audits.iter().filter(|(kind, _)| group.holds(**kind)).map(|(_, n)| n).sum();
    let mut tallies: BTreeMap<QuestionKey, Tally> = BTreeMap::new();
    for &(kind, key, choice, n) in &counts.choices {
        if group.holds(kind) && choice != Choice::NotAnswered {
            tallies.entry(key).or_default().count(choice, n);
        }
    }
    let question_result = |question: &Question| {
        let mut tally = tallies.get(&question.key).copied().unwrap_or_default();
        tally.not_answered = organisations - tally.scored() - tally.not_applicable;
        QuestionResult { key: question.key, tally }
    };
    let questions: Vec<_> = form.questions().map(question_result).collect();
    let standards = form.standards.iter().map(|standard| {
        let mut tally = Tally::default();
        questions.iter().filter(|q| q.key.standard() == standard.number).for_each(|q| tally.add(q.tally));
        let (counting, average) = mean_of_means(counts, group, standard.number);
        StandardResult { number: standard.number, tally, counting, average }
    });
    GroupResults { group, organisations, standards: standards.collect(), questions: questions.clone() }
}

fn mean_of_means(counts: &Counts, group: Group, standard: u8) -> (u32, Option<Figure>) {
    let mut counting = 0;
    let mut total = Ratio::from_integer(0_i64);
    for sum in counts.sums.iter().filter(|sum| sum.standard == standard && group.holds(sum.kind)) {
        counting += sum.audits;
        total += Ratio::new(i64::from(sum.points) * i64::from(sum.audits), i64::from(sum.questions));
    }
    let average = (counting > 0).then(|| Figure::from(total / i64::from(counting)));
    (counting, average)
}

impl FormResults {
    /// The figures of a group, if at least one audit counts in it. `All` is always there.
    pub fn group(&self, group: Group) -> Option<&GroupResults> {
        self.groups.iter().find(|results| results.group == group)
    }

    /// The groups that the heat map shows side by side, then all: for schools the sub-sectors, for partners the
    /// sectors, because schools have but one sector.
    pub fn columns(&self) -> Vec<&GroupResults> {
        let wanted = |group: Group| match self.kind {
            FormKind::Schools => matches!(group, Group::SubSector(_)),
            FormKind::Partners => matches!(group, Group::Sector(_)),
        };
        let parts = self.groups.iter().filter(|results| wanted(results.group));
        parts.chain(self.group(Group::All)).collect()
    }
}

impl GroupResults {
    /// The figures of one standard.
    pub fn standard(&self, number: u8) -> Option<&StandardResult> {
        self.standards.iter().find(|standard| standard.number == number)
    }

    /// The figures of one question.
    pub fn question(&self, key: QuestionKey) -> Option<&QuestionResult> {
        self.questions.iter().find(|question| question.key == key)
    }

    /// All questions that were scored, weakest first: by percentage, then average, then place on the form.
    pub fn weakest_first(&self) -> Vec<&QuestionResult> {
        let mut ranked: Vec<_> = self.questions.iter().filter(|question| question.tally.scored() > 0).collect();
        ranked.sort_by_key(|q| (q.tally.percent_fully_in_place(), q.tally.average(), q.key));
        ranked
    }

    /// The `n` weakest questions, weakest first.
    pub fn lowest(&self, n: usize) -> Vec<&QuestionResult> {
        self.weakest_first().into_iter().take(n).collect()
    }

    /// The `n` strongest questions, strongest first; ties in the form's order.
    pub fn highest(&self, n: usize) -> Vec<&QuestionResult> {
        let mut ranked = self.weakest_first();
        ranked.sort_by(|a, b| {
            let figures = |q: &QuestionResult| (q.tally.percent_fully_in_place(), q.tally.average());
            figures(b).cmp(&figures(a)).then(a.key.cmp(&b.key))
        });
        ranked.truncate(n);
        ranked
    }

    /// The figures by topic tag, in the tags' order; `form` says which question has which tag.
    pub fn topics(&self, form: &AuditForm) -> Vec<TopicResult> {
        super::form::TOPICS
            .iter()
            .filter_map(|(topic, _)| {
                let tagged = form.questions().filter(|q| q.topics.iter().any(|tag| tag == topic));
                let questions: Vec<_> = tagged.map(|q| q.key).collect();
                let mut tally = Tally::default();
                questions.iter().filter_map(|key| self.question(*key)).for_each(|q| tally.add(q.tally));
                (!questions.is_empty()).then(|| TopicResult { topic: (*topic).into(), questions, tally })
            })
            .collect()
    }
}

#[cfg(test)]
mod tests;
