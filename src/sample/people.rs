//! The people who can sign in to the sample. Names are invented; each password is easy to type.

use super::{SamplePerson, marsh_lane};
use crate::domain::organisation::OrganisationDetails;
use crate::domain::person::{BoardRole, OrganisationRole};

/// The lead of Marsh Lane Primary School.
pub const MARSH_LANE_LEAD: &str = "lead@marsh-lane.example";
/// A contributor there.
pub const MARSH_LANE_CONTRIBUTOR: &str = "contributor@marsh-lane.example";

/// Everyone, the board first.
pub fn all(organisations: &[OrganisationDetails]) -> Vec<SamplePerson> {
    let named = |name: &str| {
        let found = organisations.iter().position(|organisation| organisation.name == name);
        found.expect("the people below belong to organisations of the sample")
    };
    let board = |email, name, password, role| SamplePerson {
        email,
        name,
        password,
        board_role: Some(role),
        memberships: Vec::new(),
    };
    let member = |email, name, password, of: &[(&str, OrganisationRole)]| SamplePerson {
        email,
        name,
        password,
        board_role: None,
        memberships: of.iter().map(|&(organisation, role)| (named(organisation), role)).collect(),
    };
    let (lead, contributor) = (OrganisationRole::Lead, OrganisationRole::Contributor);
    vec![
        board("administrator@board.example", "Imogen Tarrant", "sample-harbour-lantern-01", BoardRole::Administrator),
        board("reviewer@board.example", "Desmond Achterby", "sample-orchard-bridge-02", BoardRole::Reviewer),
        member(MARSH_LANE_LEAD, "Hester Quillan", "sample-meadow-kettle-03", &[(marsh_lane::NAME, lead)]),
        member(MARSH_LANE_CONTRIBUTOR, "Tomos Brayfell", "sample-pebble-wagon-04", &[(marsh_lane::NAME, contributor)]),
        member(
            "lead@lantern-road.example",
            "Gareth Ombersly",
            "sample-copper-window-05",
            &[("Lantern Road Primary School", lead)],
        ),
        member(
            "lead@pellgate-quay.example",
            "Priya Wexcombe",
            "sample-willow-ladder-06",
            &[("Pellgate Quay Primary School", lead)],
        ),
        member(
            "lead@tolvermouth.example",
            "Kofi Lathom-Rae",
            "sample-marble-ferry-07",
            &[("Tolvermouth Infant School", lead), ("Tolvermouth Junior School", lead)],
        ),
        member(
            "lead@ferrymens-trust.example",
            "Nadia Pellowe",
            "sample-anchor-thimble-08",
            &[("The Ferrymen's Trust", lead)],
        ),
        member(
            "lead@community-health.example",
            "Siân Oakenshaw",
            "sample-silver-compass-09",
            &[("Wendlehythe Community Health NHS Trust", lead)],
        ),
        member(
            "lead@police.example",
            "Rory Tindermarsh",
            "sample-granite-feather-10",
            &[("Coast and Hills Police", lead)],
        ),
    ]
}
