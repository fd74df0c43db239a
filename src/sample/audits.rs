//! One audit: which questions are answered, with what, when, and what became of its actions.

use jiff::Timestamp;

use super::actions::Planning;
use super::calendar::{Calendar, Day, RoundYear, seconds_after};
use super::character::Character;
use super::draws::Draws;
use super::evidence::Evidence;
use super::people::MARSH_LANE_CONTRIBUTOR;
use super::voice::Voice;
use super::words::{Book, Telling};
use super::{
    SampleAction, SampleAnswer, SampleAudit, SamplePerson, SampleSubmission, marsh_lane, progress, signatories,
};
use crate::domain::answer::Answer;
use crate::domain::audit::AuditState;
use crate::domain::choice::Choice;
use crate::domain::dates;
use crate::domain::form::{AuditForm, Question};
use crate::domain::organisation::OrganisationDetails;
use crate::domain::score::Score;

/// Organisations that paste their whole index into two answers, and the questions.
const PASTES: [(&str, [&str; 2]); 2] = [
    ("Wendlehythe High School", ["S2.2", "S4.4"]),
    ("Wendlehythe University Hospitals NHS Foundation Trust", ["P2.2", "P4.2"]),
];

/// What all audits of one form in one round share.
pub struct Asked<'a> {
    /// Which round.
    pub year: RoundYear,
    /// The form.
    pub form: &'a AuditForm,
    /// Its sentences.
    pub book: &'a Book,
    /// The round's days.
    pub calendar: &'a Calendar,
    /// The organisations of the sample.
    pub organisations: &'a [OrganisationDetails],
    /// The people of the sample.
    pub people: &'a [SamplePerson],
}

impl Asked<'_> {
    /// An audit nobody has begun.
    pub fn invited(organisation: usize) -> SampleAudit {
        SampleAudit { organisation, started_at: None, answers: Vec::new(), submitted: None, actions: Vec::new() }
    }

    /// An audit in progress or submitted; `choices` has one for each question of the form.
    pub fn answered(&self, organisation: usize, state: AuditState, choices: &[Choice]) -> SampleAudit {
        let details = &self.organisations[organisation];
        let character = Character::of(details, organisation);
        let voice = Voice::of(details, organisation, self.year);
        let mut draws = Draws::of("audit", [organisation, self.year as usize]);
        let all_chosen: Vec<_> = self.form.questions().zip(choices.iter().copied()).collect();
        let at_marsh_lane = state == AuditState::Started && details.name == marsh_lane::NAME;
        let in_order = match state {
            AuditState::Started if at_marsh_lane => marsh_lane::answered(self.form),
            AuditState::Started => progress::answered(self.form, &mut draws),
            AuditState::Invited | AuditState::Submitted => self.form.questions().collect(),
        };
        let days = working_times(self.calendar, in_order.len(), character.hasty, &mut draws);
        let planning = Planning { book: self.book, calendar: self.calendar, year: self.year, voice: &voice };
        let telling = Telling { voice: &voice, days: &self.calendar.told, items: &[] };
        let mut evidence = Evidence::of(self.book, telling, draws.below(1000));
        let mut answers = Vec::with_capacity(in_order.len());
        for (question, &(day, saved_at)) in in_order.into_iter().zip(&days) {
            let found = all_chosen.iter().find(|(asked, _)| asked.key == question.key);
            let chosen = found.map_or(Choice::NotAnswered, |(_, choice)| *choice);
            let choice = if at_marsh_lane { marsh_lane::choice(question, chosen) } else { chosen };
            let mut answer = Answer { choice, ..Answer::default() };
            match choice {
                Choice::NotAnswered => {}
                Choice::NotApplicable => {
                    let reasons = self.book.lines(&question.key.to_string(), '0');
                    telling.write(&reasons[organisation % reasons.len()], &mut draws, &mut answer.reason);
                }
                Choice::Scored(score) => {
                    answer.evidence = evidence.about(question, score, character.manner, &mut draws);
                    if score.asks_for_action() && draws.chance(5) {
                        answer.no_action_reason = planning.no_action(&mut draws);
                    } else if score.asks_for_action() {
                        answer.planned = planning.plan(question, day, &mut draws);
                    }
                }
            }
            let saved_by = self.saved_by(organisation, question);
            answers.push(SampleAnswer { question: question.key, answer, saved_at, saved_by });
        }
        self.paste(details, &mut answers, &mut evidence, &mut draws);
        let last = days.last().copied();
        let mut audit = SampleAudit { started_at: days.first().map(|&(_, at)| at), ..Self::invited(organisation) };
        match (state, last) {
            (AuditState::Submitted, Some((day, saved_at))) => {
                let at = seconds_after(saved_at, draws.between(240, 3_000));
                audit.actions = fates(&planning, self.form, &answers, (day, at), &mut draws);
                let declaration = signatories::declaration(&voice, organisation, dates::today(at), &mut draws);
                audit.submitted = Some(SampleSubmission { at, declaration });
            }
            _ if at_marsh_lane => marsh_lane::leave_an_action_out(&mut answers),
            _ => progress::leave_gaps(&mut answers, &mut draws),
        }
        answers.sort_by_key(|answer| answer.question);
        audit.answers = answers;
        audit
    }

    /// The person of the sample who saved an answer, where the organisation has one.
    fn saved_by(&self, organisation: usize, question: &Question) -> Option<usize> {
        let belongs = |person: &SamplePerson| person.memberships.iter().any(|&(of, _)| of == organisation);
        let contributors = question.key.standard() == marsh_lane::CONTRIBUTORS_STANDARD;
        let contributor = |person: &SamplePerson| person.email == MARSH_LANE_CONTRIBUTOR;
        let people = self.people;
        let chosen = people.iter().position(|person| belongs(person) && contributors && contributor(person));
        chosen.or_else(|| people.iter().position(belongs))
    }

    fn paste<'b>(
        &'b self,
        details: &OrganisationDetails,
        answers: &mut [SampleAnswer],
        evidence: &mut Evidence<'b>,
        draws: &mut Draws,
    ) {
        let pasted = PASTES.iter().find(|(name, _)| self.year == RoundYear::Y2026 && *name == details.name);
        for (place, key) in pasted.iter().flat_map(|(_, keys)| keys.iter().enumerate()) {
            let limit = [9_000, 3_500][place];
            for answer in answers.iter_mut().filter(|answer| answer.question.to_string() == *key) {
                answer.answer.evidence = evidence.pasted(self.form, limit, draws);
            }
        }
    }
}

fn fates(
    planning: &Planning,
    form: &AuditForm,
    answers: &[SampleAnswer],
    submitted: (usize, Timestamp),
    draws: &mut Draws,
) -> Vec<SampleAction> {
    let fate = |answer: &SampleAnswer| {
        let asks = answer.answer.choice.score().is_some_and(Score::asks_for_action);
        let due = answer.answer.due().filter(|_| asks)?;
        Some(planning.fate(form.question(answer.question)?, due, submitted, draws))
    };
    answers.iter().filter_map(fate).collect()
}

/// When each of so many answers is saved: the place of its day in the window, and the moment. Most audits are
/// answered in a few sittings and handed in towards the day they are due.
fn working_times(calendar: &Calendar, answers: usize, hasty: bool, draws: &mut Draws) -> Vec<(usize, Timestamp)> {
    let Calendar { window, due, .. } = calendar;
    let sittings = if hasty { 1 } else { draws.between(1, 6) };
    let last = if draws.chance(94) {
        let early = draws.below(due - 1);
        // While a round is young nobody is in a hurry yet.
        let young = due + 1 == window.len();
        due - if young { early } else { early.min(draws.below(due - 1)) }
    } else {
        draws.between(*due, window.len() - 1)
    };
    let first = last.saturating_sub(draws.between(sittings, sittings * 4));
    let mut times = Vec::with_capacity(answers);
    for sitting in 0..sittings {
        let place = if sitting + 1 == sittings { last } else { first + (last - first) * sitting / sittings };
        let day: &Day = &window[place];
        let mut seconds = draws.between(8 * 3600, 12 * 3600);
        for _ in answers * sitting / sittings..answers * (sitting + 1) / sittings {
            seconds += if hasty { draws.between(5, 11) } else { draws.between(45, 260) };
            times.push((place, day.at(seconds)));
        }
    }
    // Two sittings of a short window may fall on one day.
    times.sort_unstable();
    times
}
