//! The sample's organisations: 153 that have taken part since 2014, and two academies that opened later.

use super::names::{self, Named};
use crate::domain::organisation::{Basis, Identifiers, Kind, OrganisationDetails, SubSector};

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
        (Kind::LocalAuthority, names::COUNCIL),
        (Kind::Police, names::POLICE),
        (Kind::Fire, names::FIRE),
        (Kind::Cafcass, names::CAFCASS),
        (Kind::Probation, names::PROBATION),
        (Kind::Housing, names::HOUSING),
    ];
    let of_kind = |kind, named: &[Named]| named.iter().map(|&name| (kind, name)).collect::<Vec<_>>();
    let of_schools = |(sub_sector, named)| of_kind(Kind::Education(sub_sector), named);
    let mut rows: Vec<_> = schools.into_iter().flat_map(of_schools).collect();
    rows.extend(of_kind(Kind::Health, names::HEALTH));
    rows.extend(of_kind(Kind::Voluntary, names::VOLUNTARY));
    rows.extend(services.map(|(kind, name)| (kind, (name, None))));
    rows.extend(of_kind(Kind::Other, names::OTHER));
    rows.extend(of_schools((SubSector::Primary, names::NEW_PRIMARY)));
    rows.extend(of_schools((SubSector::Secondary, names::NEW_SECONDARY)));
    rows.into_iter().enumerate().map(|(place, (kind, name))| details(place, kind, name)).collect()
}

fn details(place: usize, kind: Kind, (name, group): (&str, Option<&str>)) -> OrganisationDetails {
    let commissioned = name == "Ropewalk Training and Skills" || (kind == Kind::Voluntary && place.is_multiple_of(2));
    OrganisationDetails {
        name: name.into(),
        kind,
        group: group.map(Into::into),
        basis: if commissioned { Basis::Commissioned } else { Basis::Statutory },
        identifiers: identifiers(place, kind),
    }
}

/// Numbers that look right and belong to nobody: each range is far above what has been given out.
fn identifiers(place: usize, kind: Kind) -> Identifiers {
    let Kind::Education(sub_sector) = kind else { return without_school_numbers(place, kind) };
    let school_number = match sub_sector {
        // Playgroups and day nurseries are on the childcare register, not on the register of schools.
        SubSector::EarlyYears if !place.is_multiple_of(3) => None,
        SubSector::EarlyYears => Some(1000),
        SubSector::AlternativeProvision => Some(1100),
        SubSector::Primary => Some(2000),
        SubSector::Secondary => Some(4000),
        SubSector::Independent | SubSector::AllThrough => Some(6000),
        SubSector::Special => Some(7000),
        SubSector::Post16 => Some(8000),
    };
    Identifiers {
        urn: school_number.map(|_| (990_101 + 7 * place).to_string()),
        laestab: school_number.map(|first| format!("999{}", first + place)),
        ukprn: school_number.map(|_| (19_900_103 + 11 * place).to_string()),
        ..Identifiers::default()
    }
}

fn without_school_numbers(place: usize, kind: Kind) -> Identifiers {
    Identifiers {
        ods: (kind == Kind::Health).then(|| format!("ZZ{place}")),
        charity_number: (kind == Kind::Voluntary).then(|| (9_900_211 + 13 * place).to_string()),
        ..Identifiers::default()
    }
}
