//! The leads who answered for organisations of which nobody can sign in to the sample: one each, with an invented name.

use std::collections::BTreeSet;

use super::draws::Draws;
use super::signatories::{FAMILY, GIVEN};
use super::{SampleLead, SamplePerson};
use crate::domain::organisation::OrganisationDetails;
use crate::domain::person::OrganisationRole;

/// A lead for each organisation that none of these people leads. No two bear one name.
pub fn all(organisations: &[OrganisationDetails], people: &[SamplePerson]) -> Vec<SampleLead> {
    let led: BTreeSet<usize> = people
        .iter()
        .flat_map(|person| &person.memberships)
        .filter(|(_, role)| *role == OrganisationRole::Lead)
        .map(|(organisation, _)| *organisation)
        .collect();
    let mut names: BTreeSet<String> = people.iter().map(|person| person.name.to_owned()).collect();
    let mut domains = BTreeSet::new();
    let without = organisations.iter().enumerate().filter(|(place, _)| !led.contains(place));
    without
        .map(|(organisation, details)| {
            let mut who = Draws::of("lead", [organisation, 0]);
            let mut name = String::new();
            while name.is_empty() || !names.insert(name.clone()) {
                name = format!("{} {}", who.word(&GIVEN), who.word(&FAMILY));
            }
            let mut domain = domain(&details.name);
            while !domains.insert(domain.clone()) {
                domain.push_str("-2");
            }
            SampleLead { organisation, name, email: format!("lead@{domain}.example") }
        })
        .collect()
}

/// An organisation's name as it may stand in an address: the first words of it, in plain letters.
fn domain(name: &str) -> String {
    let plain: String = name.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
    plain.split_whitespace().filter(|word| word.len() > 1).take(6).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::person::EmailAddress;
    use crate::sample::{organisations, people};

    #[test]
    fn every_organisation_has_one_lead_with_a_name_and_an_address_of_their_own() {
        let organisations = organisations::all();
        let people = people::all(&organisations);
        let leads = all(&organisations, &people);
        assert_eq!(leads, all(&organisations, &people), "the same every time");
        let mut led: Vec<_> = people.iter().flat_map(|person| &person.memberships).collect();
        led.retain(|(_, role)| *role == OrganisationRole::Lead);
        let mut places: Vec<_> = led.into_iter().map(|(place, _)| *place).collect();
        places.extend(leads.iter().map(|lead| lead.organisation));
        places.sort_unstable();
        assert_eq!(places, (0..organisations.len()).collect::<Vec<_>>());
        let mut emails: BTreeSet<_> = people.iter().map(|person| person.email.to_owned()).collect();
        for lead in &leads {
            assert_eq!(EmailAddress::parse(&lead.email).map(|email| email.to_string()), Some(lead.email.clone()));
            assert!(emails.insert(lead.email.clone()), "{}", lead.email);
        }
    }
}
