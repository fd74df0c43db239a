//! The scores of a group of organisations. How many of them score 3, 2 and 1 is set for each question, so that the
//! findings of 2014 can be read off the results; which of them it is follows from what each is like.

use super::calendar::RoundYear;
use super::character::{self, Character};
use super::draws::Draws;
use crate::domain::choice::Choice;
use crate::domain::form::{AuditForm, Question};
use crate::domain::organisation::OrganisationDetails;
use crate::domain::score::Score;

/// Of a hundred organisations to which a question applies: how many are fully in place, and how many make no progress.
type Shares = (usize, usize);

/// What the rounds of 2012, 2014 and 2026-27 say of a question: the themes of the 2014 findings, weak and strong.
const SET: &[(&str, [Shares; 3])] = &[
    ("S3.3", [(24, 32), (31, 25), (52, 12)]),
    ("S3.7", [(30, 26), (38, 18), (58, 9)]),
    ("S4.8", [(39, 20), (46, 14), (68, 6)]),
    ("S5.6", [(42, 15), (49, 11), (66, 5)]),
    ("S2.4", [(48, 10), (55, 7), (71, 4)]),
    ("S1.1", [(97, 1), (100, 0), (100, 0)]),
    ("S7.1", [(94, 1), (100, 0), (100, 0)]),
    ("S2.3", [(90, 1), (96, 1), (97, 0)]),
    ("S5.3", [(86, 3), (94, 1), (95, 1)]),
    ("S5.8", [(82, 3), (92, 1), (92, 1)]),
    ("S6.1", [(83, 3), (92, 1), (94, 1)]),
    ("P1.9", [(47, 24), (59, 17), (72, 9)]),
    ("P3.7", [(41, 18), (52, 12), (64, 7)]),
    ("P4.6", [(38, 24), (48, 17), (69, 7)]),
    ("P5.2", [(34, 22), (45, 14), (57, 9)]),
    ("P7.3", [(28, 22), (41, 14), (50, 10)]),
    ("P1.1", [(88, 0), (97, 0), (97, 0)]),
    ("P1.4", [(84, 3), (93, 0), (94, 0)]),
    ("P1.8", [(82, 4), (93, 0), (94, 0)]),
    ("P2.1", [(88, 2), (97, 0), (97, 0)]),
    ("P5.1", [(88, 2), (97, 0), (97, 0)]),
    ("P6.1", [(80, 4), (92, 0), (90, 0)]),
    ("P6.2", [(72, 5), (84, 2), (88, 1)]),
    ("P7.8", [(78, 4), (90, 0), (90, 0)]),
];

/// Questions that became harder after 2014, so that not every change is for the better.
const HARDER_SINCE: [&str; 6] = ["S2.7", "S3.4", "S6.10", "S7.4", "P5.4", "P6.7"];

/// The choices of those who answer: for each organisation of the group, in order, its choice for each question.
pub fn choices(
    form: &AuditForm,
    year: RoundYear,
    group: &[usize],
    organisations: &[OrganisationDetails],
) -> Vec<Vec<Choice>> {
    let characters: Vec<_> = group.iter().map(|&number| Character::of(&organisations[number], number)).collect();
    let mut all = vec![Vec::new(); group.len()];
    for question in form.questions() {
        let purpose = question.key.to_string();
        let mut ranked = Vec::new();
        for (place, &number) in group.iter().enumerate() {
            let details = &organisations[number];
            let character = &characters[place];
            if character.hasty {
                all[place].push(Choice::Scored(Score::FullyInPlace));
                continue;
            }
            all[place].push(Choice::NotApplicable);
            if !character::exempt(details, number, question) {
                let lasting = Draws::of(&purpose, [number, 0]).bell();
                let passing = Draws::of(&purpose, [number, 1 + year as usize]).bell();
                let strength = 6 * character.tendency + 7 * lasting + 4 * passing;
                ranked.push((strength + 10 * character::lean(details, question), place));
            }
        }
        ranked.sort_unstable();
        let hasty = characters.iter().filter(|character| character.hasty).count();
        let (fully, not) = places(shares(question, year), ranked.len(), hasty);
        for (rank, &(_, place)) in ranked.iter().enumerate() {
            let score = match rank {
                low if low < not => Score::NotMakingProgress,
                high if high >= ranked.len() - fully => Score::FullyInPlace,
                _ => Score::MakingProgress,
            };
            *all[place].last_mut().expect("a choice was pushed above") = Choice::Scored(score);
        }
    }
    all
}

/// How many of the ranked organisations are fully in place and make no progress, when the hasty are fully in place too.
fn places((fully, not): Shares, ranked: usize, hasty: usize) -> (usize, usize) {
    let scored = ranked + hasty;
    let of_all = |share: usize| (share * scored + 50) / 100;
    let fully = of_all(fully).saturating_sub(hasty).min(ranked);
    (fully, of_all(not).min(ranked - fully))
}

fn shares(question: &Question, year: RoundYear) -> Shares {
    let key = question.key.to_string();
    if let Some((_, rounds)) = SET.iter().find(|(set, _)| *set == key) {
        return rounds[year as usize];
    }
    let mut draws = Draws::of(&format!("share {key}"), [0, 0]);
    let tags = &question.topics;
    let usual = tags.iter().map(|topic| usual(topic)).sum::<usize>() / tags.len() + draws.between(0, 10) - 5;
    let fully = match year {
        RoundYear::Y2012 => usual - draws.between(5, 12),
        RoundYear::Y2014 => usual,
        RoundYear::Y2026 if ASKED_ANEW.contains(&key.as_str()) => usual - draws.between(12, 20),
        RoundYear::Y2026 if HARDER_SINCE.contains(&key.as_str()) => usual - draws.between(4, 8),
        RoundYear::Y2026 => (usual + draws.between(0, 5)).min(98),
    };
    (fully, (100 - fully) / 8)
}

/// Questions that the editions of 2014 do not have: newer duties are less often in place.
const ASKED_ANEW: [&str; 8] = ["S1.10", "S2.10", "S4.10", "S5.10", "P2.10", "P3.10", "P5.10", "P7.10"];

/// Of a hundred organisations, how many were usually fully in place with a topic in 2014.
fn usual(topic: &str) -> usize {
    match topic {
        "safer-recruitment" | "referral" => 94,
        "leadership" => 91,
        "policy" | "induction" => 89,
        "voice-of-the-child" | "inter-agency" | "anti-bullying" => 86,
        "governance" | "parents" => 83,
        "recording" | "allegations" => 81,
        "commissioning" | "whistleblowing" | "premises" | "complaints" => 80,
        "training" | "vulnerability" => 76,
        "online-safety" | "exploitation" => 72,
        "equality" => 70,
        _ => 67,
    }
}
