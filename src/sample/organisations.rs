//! The sample's organisations: 153 that have taken part since 2014, and two academies that opened later.

use super::names::{self, Named};
use crate::domain::organisation::{Basis, Identifiers, OrganisationDetails, Sector, SubSector};

/// How many of the organisations existed in 2012 and 2014; the academies that came later follow them.
pub const BEFORE_THE_NEW_ACADEMIES: usize = 153;

/// All organisations, schools first and the new academies last.
pub fn all() -> Vec<OrganisationDetails> {
    let schools = [
        (SubSector::EarlyYears, names::EARLY_YEARS),
        (SubSector::Primary, names::PRIMARY),
        (SubSector::Secondary, names::SECONDARY),
        (SubSector::AllThrough, names::ALL_THROUGH),
        (SubSector::Special, names::SPECIAL),
        (SubSector::AlternativeProvision, names::ALTERNATIVE),
        (SubSector::Independent, names::INDEPENDENT),
        (SubSector::Post16, names::POST_16),
    ];
    let services = [
        (Sector::LocalAuthority, names::COUNCIL),
        (Sector::Police, names::POLICE),
        (Sector::Fire, names::FIRE),
        (Sector::Cafcass, names::CAFCASS),
        (Sector::Probation, names::PROBATION),
        (Sector::Housing, names::HOUSING),
    ];
    let of_sector = |sector, named: &[Named]| named.iter().map(|&name| (sector, None, name)).collect::<Vec<_>>();
    let of_kind = |(sub_sector, named): (SubSector, &[Named])| {
        named.iter().map(|&name| (Sector::Education, Some(sub_sector), name)).collect::<Vec<_>>()
    };
    let mut rows: Vec<_> = schools.into_iter().flat_map(of_kind).collect();
    rows.extend(of_sector(Sector::Health, names::HEALTH));
    rows.extend(of_sector(Sector::Voluntary, names::VOLUNTARY));
    rows.extend(services.map(|(sector, name)| (sector, None, (name, None))));
    rows.extend(of_sector(Sector::Other, names::OTHER));
    rows.extend(of_kind((SubSector::Primary, names::NEW_PRIMARY)));
    rows.extend(of_kind((SubSector::Secondary, names::NEW_SECONDARY)));
    rows.into_iter().enumerate().map(|(place, (sector, sub, name))| details(place, sector, sub, name)).collect()
}

fn details(
    place: usize,
    sector: Sector,
    sub_sector: Option<SubSector>,
    (name, group): (&str, Option<&str>),
) -> OrganisationDetails {
    let commissioned =
        name == "Ropewalk Training and Skills" || (sector == Sector::Voluntary && place.is_multiple_of(2));
    OrganisationDetails {
        name: name.into(),
        sector,
        sub_sector,
        group: group.map(Into::into),
        basis: if commissioned { Basis::Commissioned } else { Basis::Statutory },
        identifiers: identifiers(place, sector, sub_sector),
    }
}

/// Numbers that look right and belong to nobody: each range is far above what has been given out.
fn identifiers(place: usize, sector: Sector, sub_sector: Option<SubSector>) -> Identifiers {
    let school_number = match sub_sector {
        None => return without_school_numbers(place, sector),
        // Playgroups and day nurseries are on the childcare register, not on the register of schools.
        Some(SubSector::EarlyYears) if !place.is_multiple_of(3) => None,
        Some(SubSector::EarlyYears) => Some(1000),
        Some(SubSector::AlternativeProvision) => Some(1100),
        Some(SubSector::Primary) => Some(2000),
        Some(SubSector::Secondary) => Some(4000),
        Some(SubSector::Independent | SubSector::AllThrough) => Some(6000),
        Some(SubSector::Special) => Some(7000),
        Some(SubSector::Post16) => Some(8000),
    };
    Identifiers {
        urn: school_number.map(|_| (990_101 + 7 * place).to_string()),
        laestab: school_number.map(|first| format!("999{}", first + place)),
        ukprn: school_number.map(|_| (19_900_103 + 11 * place).to_string()),
        ..Identifiers::default()
    }
}

fn without_school_numbers(place: usize, sector: Sector) -> Identifiers {
    Identifiers {
        ods: (sector == Sector::Health).then(|| format!("ZZ{place}")),
        charity_number: (sector == Sector::Voluntary).then(|| (9_900_211 + 13 * place).to_string()),
        ..Identifiers::default()
    }
}
