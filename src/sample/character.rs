//! What stays the same about an organisation from round to round: how strong it is, how it writes, what it leaves out.

use super::draws::Draws;
use super::marsh_lane;
use crate::domain::form::Question;
use crate::domain::organisation::{OrganisationDetails, Sector, SubSector};
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
    match (details.sector, details.sub_sector, topic) {
        (_, Some(SubSector::EarlyYears), "lado" | "governance") => -25,
        (_, Some(SubSector::EarlyYears), "parents" | "induction") => 25,
        (_, Some(SubSector::Secondary), "responsibilities" | "training") => -18,
        (_, Some(SubSector::Secondary), "online-safety") => 20,
        (_, Some(SubSector::Special), "voice-of-the-child" | "vulnerability") => 40,
        (_, Some(SubSector::Special), "early-help" | "supervision") => 30,
        (_, Some(SubSector::AlternativeProvision), "inter-agency" | "exploitation") => 40,
        (_, Some(SubSector::AlternativeProvision), "policy") => -25,
        (_, Some(SubSector::Independent), "early-help" | "inter-agency") => -40,
        (_, Some(SubSector::Independent), "safer-recruitment" | "premises") => 15,
        (_, Some(SubSector::Post16), "anti-bullying" | "voice-of-the-child") => -20,
        (_, Some(SubSector::Post16), "governance") => 20,
        (Sector::Health, _, "supervision" | "training") => 35,
        (Sector::Voluntary, _, "governance" | "training") => -20,
        (Sector::Voluntary, _, "voice-of-the-child" | "feedback") => 25,
        (Sector::Police | Sector::Fire, _, "feedback" | "voice-of-the-child") => -30,
        (Sector::Police, _, "inter-agency" | "exploitation") => 40,
        (Sector::Fire | Sector::Housing, _, "supervision" | "early-help") => -40,
        (Sector::LocalAuthority, _, "early-help" | "inter-agency") => 30,
        _ => 0,
    }
}

/// Whether a question that need not apply does not apply to this organisation. Questions that rest on the same fact
/// are answered alike.
pub fn exempt(details: &OrganisationDetails, organisation: usize, question: &Question) -> bool {
    let key = question.key.to_string();
    let (fact, chance) = exemption(&key, details.sector, details.sub_sector);
    question.not_applicable && Draws::of(fact, [organisation, 0]).chance(chance)
}

/// The fact that decides, and in how many of a hundred organisations of the kind it is so.
fn exemption(key: &str, sector: Sector, sub_sector: Option<SubSector>) -> (&'static str, usize) {
    match (key, sub_sector, sector) {
        ("S1.9", Some(SubSector::EarlyYears), _) => ("nobody hires", 30),
        ("S1.9", _, _) => ("nobody hires", 5),
        ("S1.10", Some(SubSector::EarlyYears), _) => ("never online", 55),
        ("S5.3" | "S5.4", Some(SubSector::EarlyYears), _) => ("no plans", 25),
        ("S5.3" | "S5.4", Some(SubSector::Independent), _) => ("no plans", 45),
        ("S5.3" | "S5.4", Some(SubSector::Post16 | SubSector::Primary), _) => ("no plans", 4),
        ("S5.7", Some(SubSector::EarlyYears | SubSector::Post16), _) => ("no notices", 65),
        ("S5.7", Some(SubSector::Independent), _) => ("no notices", 45),
        ("S5.10", Some(SubSector::EarlyYears | SubSector::AlternativeProvision), _) => ("no placements", 95),
        ("S5.10", Some(SubSector::Primary | SubSector::Independent), _) => ("no placements", 70),
        ("S5.10", _, _) => ("no placements", 12),
        ("P1.8" | "P7.8", _, Sector::Voluntary) => ("buys nothing", 75),
        ("P1.8" | "P7.8", _, Sector::Cafcass | Sector::Fire) => ("buys nothing", 50),
        ("P2.5", _, Sector::Voluntary) => ("no adults", 25),
        ("P2.9", _, Sector::Voluntary) => ("no groups", 35),
        ("P5.3", _, Sector::Voluntary | Sector::Other) => ("no families", 30),
        ("P5.6", _, Sector::Voluntary | Sector::Fire | Sector::Other) => ("no files", 35),
        ("P5.8", _, Sector::LocalAuthority | Sector::Housing) => ("one area", 100),
        ("P5.8", _, Sector::Voluntary) => ("one area", 60),
        ("P6.8", _, Sector::Voluntary | Sector::Other) => ("no adults' files", 30),
        ("P7.7", _, Sector::Cafcass | Sector::Probation) => ("no visitors", 50),
        _ => ("", 0),
    }
}
