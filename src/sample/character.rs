//! What stays the same about an organisation from round to round: how strong it is, how it writes, what it leaves out.

use super::draws::Draws;
use super::marsh_lane;
use crate::domain::form::Question;
use crate::domain::organisation::{Kind, OrganisationDetails, SubSector};
use crate::domain::score::Score;

/// Organisations that give themselves 3 throughout, in minutes, with next to no evidence: the board is to notice.
const HASTY: [&str; 2] = ["Cragmere Hall Preparatory School", "Bread and Bicycles"];

/// An organisation's lasting traits.
pub struct Character {
    /// From -100, weak, to 100, strong.
    pub tendency: i32,
    /// How much it writes.
    pub manner: Manner,
    /// Whether it answers 3 throughout without looking.
    pub hasty: bool,
}

/// How much an organisation writes as evidence.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// Next to nothing.
    Silent,
    /// A sentence, or nothing.
    Terse,
    /// One to three sentences.
    Plain,
    /// Two to four sentences.
    Thorough,
}

impl Character {
    /// The traits of the organisation with this number.
    pub fn of(details: &OrganisationDetails, organisation: usize) -> Self {
        let mut draws = Draws::of("character", [organisation, 0]);
        let tendency = draws.bell();
        let manner = *draws.pick(&[Manner::Terse, Manner::Plain, Manner::Plain, Manner::Plain, Manner::Thorough]);
        if HASTY.contains(&details.name.as_str()) {
            return Self { tendency: 100, manner: Manner::Silent, hasty: true };
        }
        // The organisation that visitors look at first has something of everything.
        if details.name == marsh_lane::NAME {
            return Self { tendency: -20, manner: Manner::Plain, hasty: false };
        }
        Self { tendency, manner, hasty: false }
    }
}

impl Manner {
    /// In how many of a hundred answers with this score there is no evidence at all.
    pub fn silence(self, score: Score) -> usize {
        match (self, score) {
            (Self::Silent, _) => 92,
            (Self::Terse, Score::FullyInPlace) => 28,
            (Self::Terse, _) => 10,
            (Self::Plain, Score::FullyInPlace) => 5,
            (Self::Plain, _) => 1,
            (Self::Thorough, _) => 0,
        }
    }

    /// How many sentences one answer has.
    pub fn sentences(self, draws: &mut Draws) -> usize {
        *draws.pick::<usize>(match self {
            Self::Silent => &[1],
            Self::Terse => &[1, 1, 1, 2],
            Self::Plain => &[1, 2, 2, 3],
            Self::Thorough => &[2, 3, 3, 4],
        })
    }
}

/// How much stronger or weaker than others a kind of organisation is in a topic.
pub fn lean(details: &OrganisationDetails, question: &Question) -> i32 {
    question.topics.iter().map(|topic| lean_in(details, topic)).sum()
}

#[expect(clippy::match_same_arms, reason = "a table, in the order of the kinds")]
fn lean_in(details: &OrganisationDetails, topic: &str) -> i32 {
    match (details.kind, topic) {
        (Kind::Education(SubSector::EarlyYears), "lado" | "governance") => -25,
        (Kind::Education(SubSector::EarlyYears), "parents" | "induction") => 25,
        (Kind::Education(SubSector::Secondary), "responsibilities" | "training") => -18,
        (Kind::Education(SubSector::Secondary), "online-safety") => 20,
        (Kind::Education(SubSector::Special), "voice-of-the-child" | "vulnerability") => 40,
        (Kind::Education(SubSector::Special), "early-help" | "supervision") => 30,
        (Kind::Education(SubSector::AlternativeProvision), "inter-agency" | "exploitation") => 40,
        (Kind::Education(SubSector::AlternativeProvision), "policy") => -25,
        (Kind::Education(SubSector::Independent), "early-help" | "inter-agency") => -40,
        (Kind::Education(SubSector::Independent), "safer-recruitment" | "premises") => 15,
        (Kind::Education(SubSector::Post16), "anti-bullying" | "voice-of-the-child") => -20,
        (Kind::Education(SubSector::Post16), "governance") => 20,
        (Kind::Health, "supervision" | "training") => 35,
        (Kind::Voluntary, "governance" | "training") => -20,
        (Kind::Voluntary, "voice-of-the-child" | "feedback") => 25,
        (Kind::Police | Kind::Fire, "feedback" | "voice-of-the-child") => -30,
        (Kind::Police, "inter-agency" | "exploitation") => 40,
        (Kind::Fire | Kind::Housing, "supervision" | "early-help") => -40,
        (Kind::LocalAuthority, "early-help" | "inter-agency") => 30,
        _ => 0,
    }
}

/// Whether a question that need not apply does not apply to this organisation. Questions that rest on the same fact
/// are answered alike.
pub fn exempt(details: &OrganisationDetails, organisation: usize, question: &Question) -> bool {
    let key = question.key.to_string();
    let (fact, chance) = exemption(&key, details.kind);
    question.not_applicable && Draws::of(fact, [organisation, 0]).chance(chance)
}

/// The fact that decides, and in how many of a hundred organisations of the kind it is so.
fn exemption(key: &str, kind: Kind) -> (&'static str, usize) {
    match (key, kind) {
        ("S1.9", Kind::Education(SubSector::EarlyYears)) => ("nobody hires", 30),
        ("S1.9", _) => ("nobody hires", 5),
        ("S1.10", Kind::Education(SubSector::EarlyYears)) => ("never online", 55),
        ("S5.3" | "S5.4", Kind::Education(SubSector::EarlyYears)) => ("no plans", 25),
        ("S5.3" | "S5.4", Kind::Education(SubSector::Independent)) => ("no plans", 45),
        ("S5.3" | "S5.4", Kind::Education(SubSector::Post16 | SubSector::Primary)) => ("no plans", 4),
        ("S5.7", Kind::Education(SubSector::EarlyYears | SubSector::Post16)) => ("no notices", 65),
        ("S5.7", Kind::Education(SubSector::Independent)) => ("no notices", 45),
        ("S5.10", Kind::Education(SubSector::EarlyYears | SubSector::AlternativeProvision)) => ("no placements", 95),
        ("S5.10", Kind::Education(SubSector::Primary | SubSector::Independent)) => ("no placements", 70),
        ("S5.10", _) => ("no placements", 12),
        ("P1.8" | "P7.8", Kind::Voluntary) => ("buys nothing", 75),
        ("P1.8" | "P7.8", Kind::Cafcass | Kind::Fire) => ("buys nothing", 50),
        ("P2.5", Kind::Voluntary) => ("no adults", 25),
        ("P2.9", Kind::Voluntary) => ("no groups", 35),
        ("P5.3", Kind::Voluntary | Kind::Other) => ("no families", 30),
        ("P5.6", Kind::Voluntary | Kind::Fire | Kind::Other) => ("no files", 35),
        ("P5.8", Kind::LocalAuthority | Kind::Housing) => ("one area", 100),
        ("P5.8", Kind::Voluntary) => ("one area", 60),
        ("P6.8", Kind::Voluntary | Kind::Other) => ("no adults' files", 30),
        ("P7.7", Kind::Cafcass | Kind::Probation) => ("no visitors", 50),
        _ => ("", 0),
    }
}
