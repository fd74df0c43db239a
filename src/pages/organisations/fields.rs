//! The page with the fields of an organisation's details, shared by adding and changing one.

use axum::response::Response;
use leptos::prelude::*;

use crate::domain::labels;
use crate::domain::organisation::{Basis, Sector, SubSector, TypedDetails};
use crate::operations::Refused;
use crate::web::field_names::OPENED_WITH;
use crate::web::fields::{ErrorSummary, Select, TextField};
use crate::web::form_fields::FormFields;
use crate::web::frame::{BoardTab, Place, framed};
use crate::web::opened_with::{Field, hidden, what_is_stored};
use crate::web::post_form::PostForm;
use crate::web::request::form_state;
use crate::web::respond::Post;
use crate::web::site::Site;

/// The field with the name that the page has already asked about, because another organisation bears it.
const WARNED_OF: &str = "warned_of";

/// The names of the fields.
pub const NAMES: [&str; 11] =
    ["name", "sector", "sub_sector", "group", "basis", "urn", "laestab", "ukprn", "ods", "charity_number", WARNED_OF];

/// What the form of a new organisation posts.
pub const ADDED: FormFields = FormFields::new(&NAMES).always_with(&NAMES);

/// What the form of a changed organisation posts.
pub const CHANGED: FormFields = ADDED.with_generated(is_opened_with, NAMES.len());

/// A page with the fields: its title, where it leads back to (address and words), what is to be known before anything is
/// changed, what the fields start with and whether that is stored, and the words of its button.
pub fn fields_page(
    title: String,
    (back, back_words): (String, String),
    beforehand: Option<&'static str>,
    details: TypedDetails,
    is_stored: bool,
    button: &'static str,
) -> impl IntoView {
    let stored = if is_stored { labelled(&details).to_vec() } else { Vec::new() };
    let (told, opened_with) = (what_is_stored(&stored, words_of), hidden(&stored));
    let warned_of = form_state().value(WARNED_OF).unwrap_or_default();
    framed(
        title.clone(),
        Place::Board(BoardTab::Organisations),
        view! {
            <a class="govuk-back-link" href=back.clone()>{back_words}</a>
            <ErrorSummary />
            <h1 class="govuk-heading-l">{title}</h1>
            {beforehand.map(|words| view! { <p class="govuk-body">{words}</p> })}
            {told}
            <PostForm>
                <input type="hidden" name=WARNED_OF value=warned_of />
                {opened_with}
                <OrganisationFields details />
                <div class="app-row">
                    <button type="submit" class="govuk-button">{button}</button>
                    <a class="govuk-link" href=back>"Cancel"</a>
                </div>
            </PostForm>
        },
    )
}

/// The name that the page had asked about when its form was posted.
pub fn warned_of(post: &Post) -> String {
    post.field(WARNED_OF)
}

/// Ends the post: on to the organisation's page, or the fields again. A question about the name is about the posted
/// one: pressing the button again with the same name answers it.
pub async fn finish(site: &Site, mut post: Post, result: Result<String, Refused>) -> Response {
    post.take(WARNED_OF);
    if let Err(Refused::Invalid(problems)) = &result
        && problems.iter().any(|problem| problem.is_with("name"))
    {
        let name = post.field("name");
        post.fields.push((WARNED_OF.to_owned(), name));
    }
    site.finish(post, result).await
}

#[component]
fn OrganisationFields(details: TypedDetails) -> impl IntoView {
    let choice = |key: &str, words: &str| (key.to_owned(), words.to_owned());
    let mut sectors = vec![choice("", "Choose a sector")];
    sectors.extend(Sector::ALL.iter().map(|sector| choice(sector.key(), sector.words())));
    let mut sub_sectors = vec![choice("", "None")];
    sub_sectors.extend(SubSector::ALL.iter().map(|sub_sector| choice(sub_sector.key(), sub_sector.words())));
    let bases = Basis::ALL.iter().map(|basis| choice(basis.key(), basis.words())).collect();
    view! {
        <TextField name="name" label=labels::NAME value=details.name width="govuk-!-width-two-thirds" />
        <Select
            name="sector"
            label=labels::SECTOR
            hint="Education answers the schools form, every other sector the partners form"
            options=sectors
            value=details.sector
        />
        <Select name="sub_sector" label=labels::SUB_SECTOR hint="For education only" options=sub_sectors value=details.sub_sector />
        <TextField
            name="group"
            label=format!("{} (optional)", labels::GROUP)
            hint="The academy trust or parent agency"
            value=details.group
            width="govuk-!-width-two-thirds"
        />
        <Select
            name="basis"
            label=labels::BASIS
            hint="Statutory: the law names it. Commissioned: it works for a body that the law names."
            options=bases
            value=details.basis
        />
        <fieldset class="govuk-fieldset">
            <legend class="govuk-fieldset__legend govuk-fieldset__legend--m">"Numbers in other registers (optional)"</legend>
            <TextField name="urn" label=labels::URN hint="Five or six digits" value=details.urn width="govuk-input--width-10" />
            <TextField name="laestab" label=labels::LAESTAB hint="Seven digits" value=details.laestab width="govuk-input--width-10" />
            <TextField
                name="ukprn"
                label=labels::UKPRN
                hint="Eight digits beginning with 1"
                value=details.ukprn
                width="govuk-input--width-10"
            />
            <TextField
                name="ods"
                label=labels::ODS
                hint="Three to six letters and digits"
                value=details.ods
                width="govuk-input--width-10"
            />
            <TextField
                name="charity_number"
                label=labels::CHARITY_NUMBER
                hint="Six to eight digits"
                value=details.charity_number
                width="govuk-input--width-10"
            />
        </fieldset>
    }
}

/// The details, each field read by its name.
pub fn read(value: impl Fn(&str) -> String) -> TypedDetails {
    TypedDetails {
        name: value("name"),
        sector: value("sector"),
        sub_sector: value("sub_sector"),
        group: value("group"),
        basis: value("basis"),
        urn: value("urn"),
        laestab: value("laestab"),
        ukprn: value("ukprn"),
        ods: value("ods"),
        charity_number: value("charity_number"),
    }
}

/// Whether a name is that of a hidden field, which holds what a field held when the page was opened.
fn is_opened_with(name: &str) -> bool {
    name.strip_prefix(OPENED_WITH).is_some_and(|field| field != WARNED_OF && NAMES.contains(&field))
}

/// A field's value in the words of the page: a choice from a list has its own.
fn words_of(field: &str, value: &str) -> String {
    let words = match field {
        "sector" => value.parse::<Sector>().ok().map(Sector::words),
        "sub_sector" => value.parse::<SubSector>().ok().map(SubSector::words),
        "basis" => value.parse::<Basis>().ok().map(Basis::words),
        _ => None,
    };
    words.unwrap_or(value).to_owned()
}

/// The fields as they are stored, in the words of the page.
fn labelled(details: &TypedDetails) -> [Field; 10] {
    let TypedDetails { name, sector, sub_sector, group, basis, urn, laestab, ukprn, ods, charity_number } = details;
    let fields = [
        ("name", name),
        ("sector", sector),
        ("sub_sector", sub_sector),
        ("group", group),
        ("basis", basis),
        ("urn", urn),
        ("laestab", laestab),
        ("ukprn", ukprn),
        ("ods", ods),
        ("charity_number", charity_number),
    ];
    fields.map(|(field, stored)| (field, labels::of(field), stored.clone()))
}
