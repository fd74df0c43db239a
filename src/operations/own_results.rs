//! An organisation's own results beside its sector's, under the disclosure rule (rule 8).

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Installation, Refused};
use crate::domain::access::Visitor;
use crate::domain::answer::Choice;
use crate::domain::audit::{Audit, AuditId, WhoCounts};
use crate::domain::audit_round::Phase;
use crate::domain::disclosure::{self, Hidden, SMALLEST_GROUP};
use crate::domain::form::{AuditForm, QuestionKey};
use crate::domain::organisation::Sector;
use crate::domain::summary::{self, FormResults, Group};
use crate::domain::tally::{Figure, Tally};
use crate::store::forms::Edition;
use crate::store::results;

/// An organisation's own figures, and its sector's where they may be shown.
#[derive(Clone, Debug)]
pub struct OwnResults {
    /// The sector that the organisation is compared with.
    pub sector: Sector,
    /// How many organisations count in it.
    pub organisations: u32,
    /// Standard by standard.
    pub standards: Vec<OwnStandard>,
    /// Question by question, in the form's order.
    pub questions: Vec<OwnQuestion>,
}

/// An organisation's own figures for a standard beside its sector's.
#[derive(Clone, Copy, Debug)]
pub struct OwnStandard {
    /// 1 to 7.
    pub number: u8,
    /// Its own answers; percentage and average come from them.
    pub own: Tally,
    /// The sector's figures, or why they are not shown.
    pub sector: Result<SectorStandard, Hidden>,
}

/// A sector's figures for a standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SectorStandard {
    /// All its answers.
    pub tally: Tally,
    /// The mean of its organisations' means.
    pub average: Option<Figure>,
    /// How many organisations the average rests on.
    pub counting: u32,
}

/// An organisation's own answer to a question beside its sector's.
#[derive(Clone, Copy, Debug)]
pub struct OwnQuestion {
    /// The question.
    pub key: QuestionKey,
    /// Its own answer.
    pub own: Choice,
    /// The sector's answers, or why they are not shown.
    pub sector: Result<Tally, Hidden>,
}

impl Installation {
    /// The results of a submitted audit beside those of its sector, for those who may read the audit.
    pub async fn own_results(
        &self,
        visitor: &Visitor,
        id: AuditId,
    ) -> Result<(Audit, Arc<Edition>, OwnResults), Refused> {
        let open = self.audit(visitor, id).await?;
        if !WhoCounts::Submitted.counts(open.audit.state) {
            return Err(Refused::State("This audit has no results yet: they come when it is submitted.".into()));
        }
        let stored = self.answers(&open, None).await?;
        let (audit, edition) = (open.audit, open.edition);
        let counts = {
            let mut reading = self.store.snapshot().await?;
            results::counts(&mut reading, audit.round, &edition, WhoCounts::Submitted).await?
        };
        let results = summary::results(&edition.form, WhoCounts::Submitted, &counts);
        let choices = stored.into_iter().map(|(key, stored)| (key, stored.answer.choice)).collect();
        let mut own = beside_sector(&edition.form, &results, audit.kind.0, &choices);
        if audit.phase(self.now()) != Phase::Closed {
            own.hide_while_open();
        }
        Ok((audit, edition, own))
    }
}

impl OwnResults {
    /// Nothing of the sector is shown while others may still submit.
    fn hide_while_open(&mut self) {
        self.standards.iter_mut().for_each(|standard| standard.sector = Err(Hidden::StillOpen));
        self.questions.iter_mut().for_each(|question| question.sector = Err(Hidden::StillOpen));
    }
}

/// What an organisation of this sector that chose so may see.
fn beside_sector(
    form: &AuditForm,
    results: &FormResults,
    sector: Sector,
    choices: &BTreeMap<QuestionKey, Choice>,
) -> OwnResults {
    let (group, whole) = (results.group(Group::Sector(sector)), results.group(Group::All));
    let organisations = group.map_or(0, |group| group.organisations);
    let choice = |key: QuestionKey| choices.get(&key).copied().unwrap_or_default();
    let (mut standards, mut questions) = (Vec::new(), Vec::new());
    for standard in &form.standards {
        let mut own = Tally::default();
        standard.questions.iter().for_each(|question| own.count(choice(question.key), 1));
        let figures = group.and_then(|group| group.standard(standard.number)).ok_or(Hidden::TooFew);
        let of_all = whole.and_then(|whole| whole.standard(standard.number)).map_or(0, |all| all.counting);
        let sector = figures.and_then(|figures| {
            disclosure::beside_whole(figures.counting, of_all)?;
            Ok(SectorStandard { tally: figures.tally, average: figures.average, counting: figures.counting })
        });
        standards.push(OwnStandard { number: standard.number, own, sector });

        let tally = |results: Option<&summary::GroupResults>, key| {
            results.and_then(|results| results.question(key)).map(|question| question.tally).unwrap_or_default()
        };
        let of_sector: Vec<_> = standard.questions.iter().map(|question| tally(group, question.key)).collect();
        let of_all = standard.questions.iter().map(|question| tally(whole, question.key));
        let scored: Vec<_> = of_sector.iter().zip(of_all).map(|(part, all)| (part.scored(), all.scored())).collect();
        let decided = disclosure::beside_standard(&scored);
        for ((question, tally), decided) in standard.questions.iter().zip(of_sector).zip(decided) {
            // That nobody scored a question tells something of each, when they are few.
            let decided = if organisations < SMALLEST_GROUP { Err(Hidden::TooFew) } else { decided };
            let sector = decided.map(|()| tally);
            questions.push(OwnQuestion { key: question.key, own: choice(question.key), sector });
        }
    }
    OwnResults { sector, organisations, standards, questions }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::audit::WhoCounts;
    use crate::domain::organisation::Sector::{Health, Police};
    use crate::domain::score::Score;
    use crate::domain::summary::{Counts, StandardSum};
    use crate::import::form_file;

    fn form() -> AuditForm {
        let partners = form_file::SHIPPED.iter().map(|text| form_file::read(text).unwrap());
        partners.into_iter().find(|form| form.kind == crate::domain::form::FormKind::Partners).unwrap()
    }

    fn key(text: &str) -> QuestionKey {
        QuestionKey::parse(text).unwrap()
    }

    /// Six health bodies and one police force, all 3s in standard 1, but P1.2 scored by `second` health bodies alone.
    fn own(form: &AuditForm, sector: Sector, second: u32) -> OwnResults {
        let mut counts = Counts::default();
        let fully = Choice::Scored(Score::FullyInPlace);
        for (of, audits) in [(Health, 6), (Police, 1)] {
            counts.audits.insert((of, None), audits);
            for question in &form.standards[0].questions {
                let n = if question.key == key("P1.2") && of == Health { second } else { audits };
                counts.choices.push(((of, None), question.key, fully, n));
            }
            counts.sums.push(StandardSum { kind: (of, None), standard: 1, points: 9, questions: 3, audits });
        }
        beside_sector(form, &summary::results(form, WhoCounts::Submitted, &counts), sector, &BTreeMap::new())
    }

    fn question(own: &OwnResults, text: &str) -> Result<u32, Hidden> {
        let found = own.questions.iter().find(|question| question.key == key(text)).unwrap();
        found.sector.map(Tally::scored)
    }

    #[test]
    fn a_sector_of_one_is_hidden_in_every_figure() {
        let own = own(&form(), Police, 6);
        assert!(own.standards.iter().all(|standard| standard.sector == Err(Hidden::TooFew)));
        assert!(own.questions.iter().all(|question| question.sector == Err(Hidden::TooFew)));
    }

    #[test]
    fn a_sector_that_leaves_one_other_would_give_that_one_away() {
        let own = own(&form(), Health, 6);
        assert_eq!(own.standards[0].sector, Err(Hidden::GivesAway));
        assert_eq!(question(&own, "P1.1"), Err(Hidden::GivesAway));
    }

    #[test]
    fn a_question_that_few_scored_takes_another_of_its_standard_with_it() {
        let form = form();
        let mut counts = Counts::default();
        for of in [Health, Sector::Voluntary] {
            counts.audits.insert((of, None), 6);
            for question in &form.standards[0].questions {
                let n = if question.key == key("P1.2") { 4 } else { 6 };
                counts.choices.push(((of, None), question.key, Choice::Scored(Score::MakingProgress), n));
            }
            counts.sums.push(StandardSum { kind: (of, None), standard: 1, points: 6, questions: 3, audits: 6 });
        }
        let results = summary::results(&form, WhoCounts::Submitted, &counts);
        let own = beside_sector(&form, &results, Health, &BTreeMap::new());
        assert_eq!(own.standards[0].sector.map(|sector| sector.counting), Ok(6));
        assert_eq!(question(&own, "P1.2"), Err(Hidden::TooFew));
        assert_eq!(question(&own, "P1.1"), Err(Hidden::GivesAway));
        assert_eq!(question(&own, "P1.3"), Ok(6));
        assert_eq!(question(&own, "P2.1"), Ok(0));
    }
}
