//! Actions: what is planned about a 1 or 2, and what became of it.

use jiff::Timestamp;
use jiff::civil::Date;

use super::SampleAction;
use super::calendar::{Calendar, Day, RoundYear, TextDays};
use super::draws::Draws;
use super::voice::Voice;
use super::words::{Book, Telling};
use crate::domain::action_plan::ActionStatus;
use crate::domain::answer::PlannedAction;
use crate::domain::dates;
use crate::domain::form::Question;

/// What an action is about, and with which words and days it is told.
#[derive(Clone, Copy)]
pub struct Planning<'a> {
    /// The round's sentences.
    pub book: &'a Book,
    /// The round's days.
    pub calendar: &'a Calendar,
    /// Which round.
    pub year: RoundYear,
    /// Who speaks.
    pub voice: &'a Voice,
}

impl Planning<'_> {
    /// The action written beside a 1 or 2, saved on the working day with this place in the round's window.
    pub fn plan(&self, question: &Question, saved_on: usize, draws: &mut Draws) -> PlannedAction {
        let what = draws.pick(self.book.lines(&question.key.to_string(), '>'));
        let telling = Telling { voice: self.voice, days: &self.calendar.told, items: &[] };
        let mut planned = PlannedAction::default();
        telling.write(what, draws, &mut planned.what);
        planned.who = self.who(question, draws);
        planned.by_when = dates::long(self.by_when(saved_on, draws));
        planned
    }

    /// The reason written where nothing is planned.
    pub fn no_action(&self, draws: &mut Draws) -> String {
        self.say('-', "any", &self.calendar.told, draws)
    }

    fn who(&self, question: &Question, draws: &mut Draws) -> String {
        let Voice { head, lead, governor, business, pastoral, .. } = self.voice;
        let who = match question.topics.first().map_or("", String::as_str) {
            "governance" | "policy" => draws.word(&[governor, lead, head]),
            "safer-recruitment" | "premises" | "commissioning" => draws.word(&[business, business, head]),
            "training" | "induction" | "supervision" | "lado" => draws.word(&[lead, lead, head, business]),
            "allegations" | "whistleblowing" | "complaints" => draws.word(&[head, head, lead]),
            _ => draws.word(&[lead, pastoral, pastoral, head]),
        };
        let mut who = who.to_string();
        if who != *head && draws.chance(10) {
            who = format!("{who} and {head}");
        }
        who[..1].make_ascii_uppercase();
        who
    }

    /// Months ahead as a rule; in the open round some days that have passed, so that some actions are overdue.
    fn by_when(&self, saved_on: usize, draws: &mut Draws) -> Date {
        let Calendar { window, later, .. } = self.calendar;
        let after_saving = &window[(saved_on + 2).min(window.len())..];
        if self.year == RoundYear::Y2026 && !after_saving.is_empty() && draws.chance(9) {
            return draws.pick(after_saving).date;
        }
        later[draws.between(5, later.len() / 2)].date
    }

    /// What became of an action since its audit was submitted on the working day with this place in the window.
    pub fn fate(
        &self,
        question: &Question,
        due: Date,
        submitted: (usize, Timestamp),
        draws: &mut Draws,
    ) -> SampleAction {
        let (days, status) = self.status(due, submitted.0, draws);
        let mut action = SampleAction {
            question: question.key,
            status,
            done_on: None,
            progress: String::new(),
            impact: String::new(),
            changed_at: submitted.1,
        };
        if status == ActionStatus::NotStarted {
            return action;
        }
        let later = &self.calendar.told_later;
        let day = draws.pick(days);
        action.changed_at = day.at(draws.between(9 * 3600, 17 * 3600)).max(submitted.1);
        match status {
            ActionStatus::InProgress => action.progress = self.say('~', "any", later, draws),
            ActionStatus::NoLongerNeeded => action.progress = self.say('x', "any", later, draws),
            _ => {
                action.done_on = Some(day.date);
                if draws.chance(60) {
                    action.progress = self.say(if day.date > due { '<' } else { '+' }, "any", later, draws);
                }
                // In a round of the past months, what it changed is often not seen yet.
                if self.year != RoundYear::Y2026 || draws.chance(40) {
                    action.impact = self.impact(question, draws);
                }
            }
        }
        action
    }

    /// How the action stands, and the days on one of which that was last written down.
    fn status(&self, due: Date, submitted_on: usize, draws: &mut Draws) -> (&[Day], ActionStatus) {
        use ActionStatus::{Done, InProgress, NoLongerNeeded, NotStarted};
        let Calendar { window, later, .. } = self.calendar;
        let chance = draws.below(200);
        if self.year != RoundYear::Y2026 {
            let status = match chance {
                0..170 => Done,
                170..197 => NoLongerNeeded,
                197..199 => InProgress,
                _ => NotStarted,
            };
            let done_by = later.partition_point(|day| day.date < due);
            let around = done_by.saturating_sub(25)..(done_by + 40).min(later.len());
            return (&later[around], status);
        }
        let since = &window[submitted_on..];
        let overdue = since.last().is_some_and(|yesterday| due <= yesterday.date);
        let status = match chance {
            0..70 if overdue => Done,
            0..14 => Done,
            14..18 => NoLongerNeeded,
            18..90 => InProgress,
            _ => NotStarted,
        };
        (since, status)
    }

    /// What changed for children; an action of a question with a finding of its own says so.
    fn impact(&self, question: &Question, draws: &mut Draws) -> String {
        let key = question.key.to_string();
        let own = !self.book.lines(&key, '!').is_empty();
        self.say('!', if own { &key } else { draws.text(&question.topics) }, &self.calendar.told_later, draws)
    }

    fn say(&self, mark: char, block: &str, days: &TextDays, draws: &mut Draws) -> String {
        let mut text = String::new();
        let telling = Telling { voice: self.voice, days, items: &[] };
        telling.write(draws.pick(self.book.lines(block, mark)), draws, &mut text);
        text
    }
}
