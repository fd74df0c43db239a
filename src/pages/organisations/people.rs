//! The people of an organisation: who may sign in for it, and as what.

use leptos::prelude::*;

use crate::domain::labels;
use crate::domain::person::Role;
use crate::operations::people::Member;
use crate::web::address::{mail_to, with_query};
use crate::web::frame::{OrganisationTab, Place, back_to_organisation, framed};
use crate::web::load::load;
use crate::web::request::{installation, param, visitor};
use crate::web::table::{Caption, scrolling, text_heads};

/// The page.
pub fn page() -> impl IntoView {
    let installation = installation();
    let (visitor, reference) = (visitor(), param::<String>("reference"));
    let loading = async move {
        let (visitor, reference) = (visitor?, reference?);
        let organisation = installation.organisation(&visitor, &reference).await?;
        let people = installation.people_of(&visitor, &reference).await?;
        let add = visitor.may_keep_people().then(|| with_query("/people/new", &[("organisation", &reference)]));
        Ok((organisation, people, add))
    };
    load(loading, |(organisation, people, add)| {
        let name = organisation.details.name.clone();
        let contact = crate::web::request::installation().board().map(|board| board.contact_email).unwrap_or_default();
        let write = (!contact.is_empty()).then(|| {
            view! { " Write to " <a class="govuk-link" href=mail_to(&contact)>{contact.clone()}</a> "." }
        });
        framed(
            format!("People of {name}"),
            Place::of(&organisation, OrganisationTab::People),
            view! {
                {back_to_organisation(organisation.id, &name, organisation.reference.as_str())}
                <span class="govuk-caption-l">{name.clone()}</span>
                <h1 class="govuk-heading-l">"People"</h1>
                <p class="govuk-body">
                    "A lead answers the audit and submits it; a contributor answers. The board’s administrator adds people and "
                    "changes their roles."
                    {write}
                </p>
                {people_table(people, add.is_some())}
                {add.map(|add| view! { <p><a class="govuk-button" role="button" href=add>"Add a person"</a></p> })}
            },
        )
    })
}

/// The people with their roles, and to administrators the way to the page of each.
pub fn people_table(people: Vec<Member>, keeps_people: bool) -> AnyView {
    if people.is_empty() {
        return view! { <p class="govuk-body">"Nobody may sign in for this organisation."</p> }.into_any();
    }
    let rows = people.into_iter().map(|member| {
        let Member { person, name, email, role, has_password } = member;
        let name = if keeps_people {
            view! { <a class="govuk-link" href=format!("/people/{}", person.0)>{name}</a> }.into_any()
        } else {
            name.into_any()
        };
        let not_yet = (!has_password).then(|| {
            view! { <div class="govuk-hint govuk-!-margin-bottom-0">"Has not set a password yet"</div> }
        });
        view! {
            <tr>
                <th scope="row" class="app-table--name">{name} {not_yet}</th>
                <td>{Role::Organisation(role).words()}</td>
                <td class="app-table--name"><a class="govuk-link" href=mail_to(&email)>{email.clone()}</a></td>
            </tr>
        }
    });
    let head = text_heads([labels::NAME, "Role", labels::EMAIL]);
    scrolling("people-caption", Caption::ReadOut("Who may sign in"), head, rows.collect_view())
}
