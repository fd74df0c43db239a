//! The fields of an organisation's details, shared by the pages that add and change one.

use leptos::prelude::*;

use super::fields::{Select, TextField};
use super::respond::Post;
use crate::domain::organisation::{Basis, Sector, SubSector, TypedDetails};

/// The fields.
#[component]
pub fn OrganisationFields(
    /// What they start with.
    details: TypedDetails,
) -> impl IntoView {
    let choice = |key: &str, words: &str| (key.to_owned(), words.to_owned());
    let mut sectors = vec![choice("", "Choose a sector")];
    sectors.extend(Sector::ALL.iter().map(|sector| choice(sector.key(), sector.words())));
    let mut sub_sectors = vec![choice("", "None")];
    sub_sectors.extend(SubSector::ALL.iter().map(|sub_sector| choice(sub_sector.key(), sub_sector.words())));
    let bases = Basis::ALL.iter().map(|basis| choice(basis.key(), basis.words())).collect();
    view! {
        <TextField name="name" label="Name" value=details.name width="govuk-!-width-two-thirds" />
        <Select
            name="sector"
            label="Sector"
            hint="Education answers the schools form, every other sector the partners form"
            options=sectors
            value=details.sector
        />
        <Select name="sub_sector" label="Sub-sector" hint="For education only" options=sub_sectors value=details.sub_sector />
        <TextField
            name="group"
            label="Group (optional)"
            hint="The academy trust or parent agency"
            value=details.group
            width="govuk-!-width-two-thirds"
        />
        <Select
            name="basis"
            label="Why it takes part"
            hint="Statutory: the law names it. Commissioned: it works for a body that the law names."
            options=bases
            value=details.basis
        />
        <fieldset class="govuk-fieldset">
            <legend class="govuk-fieldset__legend govuk-fieldset__legend--m">"Numbers in other registers (optional)"</legend>
            <TextField name="urn" label="URN" hint="Six digits" value=details.urn width="govuk-input--width-10" />
            <TextField name="laestab" label="LAESTAB" hint="Seven digits" value=details.laestab width="govuk-input--width-10" />
            <TextField
                name="ukprn"
                label="UKPRN"
                hint="Eight digits beginning with 1"
                value=details.ukprn
                width="govuk-input--width-10"
            />
            <TextField
                name="ods"
                label="ODS code"
                hint="Three to six letters and digits"
                value=details.ods
                width="govuk-input--width-10"
            />
            <TextField
                name="charity_number"
                label="Charity number"
                hint="Six to eight digits"
                value=details.charity_number
                width="govuk-input--width-10"
            />
        </fieldset>
    }
}

/// The details as they were posted.
pub fn typed(post: &Post) -> TypedDetails {
    TypedDetails {
        name: post.field("name"),
        sector: post.field("sector"),
        sub_sector: post.field("sub_sector"),
        group: post.field("group"),
        basis: post.field("basis"),
        urn: post.field("urn"),
        laestab: post.field("laestab"),
        ukprn: post.field("ukprn"),
        ods: post.field("ods"),
        charity_number: post.field("charity_number"),
    }
}
