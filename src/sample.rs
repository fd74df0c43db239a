//! The sample board: a board like the one of 2014, with invented organisations and people, and three rounds.
//!
//! Pure: it knows no store and no clock; `operations` writes what [`board`] gives. What the analysis of 2014 found can
//! be read off the round of 2014; in 2012 everything is somewhat weaker, and since then the weak themes are better.

use jiff::civil::Date;

use crate::domain::organisation::OrganisationDetails;

mod actions;
mod audits;
mod calendar;
mod character;
#[cfg(test)]
mod child_data_rates;
mod draws;
mod evidence;
mod kinds;
mod leads;
mod lines_by_topic;
mod lines_partners_1_to_3;
mod lines_partners_4_to_7;
mod lines_schools_1_to_3;
mod lines_schools_4_to_7;
mod marsh_lane;
mod names;
mod organisations;
mod people;
mod progress;
mod rounds;
mod scores;
mod signatories;
#[cfg(test)]
mod tests;
mod voice;
mod words;

use calendar::RoundYear;
pub use kinds::{
    SampleAction, SampleAnswer, SampleAudit, SampleBoard, SampleForms, SampleLead, SamplePerson, SampleRound,
    SampleRoundForm, SampleSubmission,
};

/// The sample board: its settings, 155 organisations, people, and three rounds with their audits. The same every time
/// but for dates: the open round follows `today`, opening 19 days before, and nothing in it happens later than
/// yesterday. `today` must lie in the years 2017 to 2099.
pub fn board(forms: &SampleForms, today: Date) -> SampleBoard {
    let organisations = organisations::all();
    let people = people::all(&organisations);
    let years = [RoundYear::Y2012, RoundYear::Y2014, RoundYear::Y2026];
    let rounds = years.map(|year| rounds::round(year, forms, today, &organisations, &people)).into();
    SampleBoard {
        board_name: "Wendlehythe Safeguarding Children Board",
        short_name: "WSCB",
        contact_email: "section11@board.example",
        legal_basis: "Section 11 of the Children Act 2004, and for schools and colleges sections 157 and 175 of the \
                      Education Act 2002, ask those who work with children to keep them safe and promote their \
                      welfare. The board asks for this audit to see how far that is so.",
        leads: leads::all(&organisations, &people),
        organisations,
        people,
        rounds,
    }
}

/// The sample's organisations, in the order in which people and audits name their places.
pub fn organisations() -> Vec<OrganisationDetails> {
    organisations::all()
}

/// Those who can sign in to the sample, the board first.
pub fn accounts() -> Vec<SamplePerson> {
    people::all(&organisations::all())
}
