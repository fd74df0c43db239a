//! The three rounds: who was asked, how far each came, and its audit.

use std::sync::Arc;

use jiff::civil::Date;

use super::audits::Asked;
use super::calendar::{Calendar, RoundYear};
use super::draws::Draws;
use super::organisations::BEFORE_THE_NEW_ACADEMIES;
use super::words::Book;
use super::{SampleAudit, SampleForms, SamplePerson, SampleRound, SampleRoundForm, marsh_lane, scores};
use crate::domain::audit::AuditState;
use crate::domain::dates;
use crate::domain::form::{AuditForm, FormKind};
use crate::domain::organisation::OrganisationDetails;

use AuditState::{Invited, Started, Submitted};

/// Organisations whose audit is as far as the sample's people need it. All others are drawn.
const FIXED: [(RoundYear, &str, AuditState); 13] = [
    (RoundYear::Y2012, marsh_lane::NAME, Submitted),
    (RoundYear::Y2012, "The Ferrymen's Trust", Submitted),
    (RoundYear::Y2026, marsh_lane::NAME, Started),
    (RoundYear::Y2026, "Lantern Road Primary School", Submitted),
    (RoundYear::Y2026, "Pellgate Quay Primary School", Invited),
    (RoundYear::Y2026, "Tolvermouth Infant School", Submitted),
    (RoundYear::Y2026, "Tolvermouth Junior School", Started),
    (RoundYear::Y2026, "The Ferrymen's Trust", Started),
    (RoundYear::Y2026, "Wendlehythe Community Health NHS Trust", Submitted),
    (RoundYear::Y2026, "Cragmere Hall Preparatory School", Submitted),
    (RoundYear::Y2026, "Bread and Bicycles", Submitted),
    (RoundYear::Y2026, "Wendlehythe High School", Submitted),
    (RoundYear::Y2026, "Wendlehythe University Hospitals NHS Foundation Trust", Submitted),
];

/// How many audits are submitted, in progress and not started.
fn numbers(year: RoundYear, kind: FormKind) -> [(AuditState, usize); 3] {
    let [submitted, started, invited] = match (year, kind) {
        (RoundYear::Y2012, FormKind::Schools) => [68, 4, 6],
        (RoundYear::Y2012, FormKind::Partners) => [17, 1, 1],
        (RoundYear::Y2014, FormKind::Schools) => [124, 0, 0],
        (RoundYear::Y2014, FormKind::Partners) => [29, 0, 0],
        (RoundYear::Y2026, FormKind::Schools) => [77, 31, 18],
        (RoundYear::Y2026, FormKind::Partners) => [17, 8, 4],
    };
    [(Submitted, submitted), (Started, started), (Invited, invited)]
}

/// A round as it stands today.
pub fn round(
    year: RoundYear,
    forms: &SampleForms,
    today: Date,
    organisations: &[OrganisationDetails],
    people: &[SamplePerson],
) -> SampleRound {
    let dates = year.dates(today);
    let calendar = Calendar::of(year, today);
    let mut audits = Vec::new();
    for kind in FormKind::ALL {
        let form: &Arc<AuditForm> = forms.asked(kind, year);
        let book = Book::of(kind, year == RoundYear::Y2026);
        let asked = Asked { year, form, book: &book, calendar: &calendar, organisations, people };
        audits.extend(audits_of(&asked, kind));
    }
    audits.sort_by_key(|audit| audit.organisation);
    let form = |kind| SampleRoundForm { kind, edition: year.edition(), dates };
    SampleRound {
        title: year.title(),
        forms: FormKind::ALL.map(form).to_vec(),
        opened_at: dates::start_of(dates.opens()),
        audits,
    }
}

fn audits_of(asked: &Asked, kind: FormKind) -> Vec<SampleAudit> {
    let mut audits = Vec::new();
    for (state, group) in states(asked.year, kind, asked.organisations) {
        if state == Invited {
            audits.extend(group.into_iter().map(Asked::invited));
            continue;
        }
        // Each state is scored by itself: the shares hold exactly for those that count.
        let choices = scores::choices(asked.form, asked.year, &group, asked.organisations);
        let each = group.into_iter().zip(&choices);
        audits.extend(each.map(|(organisation, choices)| asked.answered(organisation, state, choices)));
    }
    audits
}

/// Who was asked and how far each came: those that are fixed, then others as drawn until each state has its number.
fn states(year: RoundYear, kind: FormKind, organisations: &[OrganisationDetails]) -> Vec<(AuditState, Vec<usize>)> {
    let there = if year == RoundYear::Y2026 { organisations.len() } else { BEFORE_THE_NEW_ACADEMIES };
    let fixed = |number: usize| {
        let name = &organisations[number].name;
        FIXED.iter().find(|(fixed_year, fixed, _)| *fixed_year == year && fixed == name).map(|(_, _, state)| *state)
    };
    let mut drawn: Vec<_> = (0..there)
        .filter(|&number| organisations[number].kind.sector().form() == kind && fixed(number).is_none())
        .map(|number| (Draws::of("how far", [number, year as usize]).below(1 << 30), number))
        .collect();
    drawn.sort_unstable();
    let mut drawn = drawn.into_iter().map(|(_, number)| number);
    numbers(year, kind)
        .into_iter()
        .map(|(state, wanted)| {
            let is_fixed =
                |&number: &usize| organisations[number].kind.sector().form() == kind && fixed(number) == Some(state);
            let mut group: Vec<_> = (0..there).filter(is_fixed).collect();
            group.extend(drawn.by_ref().take(wanted - group.len()));
            group.sort_unstable();
            (state, group)
        })
        .collect()
}
