//! Everybody who may sign in or was stopped: their roles, and whether they can sign in.

use leptos::prelude::*;

use crate::domain::labels;
use crate::domain::person::{Person, Role};
use crate::operations::people::{Belonging, KnownPerson};
use crate::web::fields::TextField;
use crate::web::frame::{BoardTab, Place, framed_wide};
use crate::web::load::load;
use crate::web::request::{installation, query, visitor};
use crate::web::table::{Caption, scrolling, text_heads};

/// The page.
pub fn page() -> impl IntoView {
    let installation = installation();
    let (visitor, search) = (visitor(), query("q"));
    let loading = async move {
        let people = installation.people(&visitor?, &search).await?;
        Ok((search, people))
    };
    load(loading, |(search, people)| show(search, people))
}

fn show(search: String, people: Vec<KnownPerson>) -> impl IntoView {
    let how_many = match (people.len(), search.trim()) {
        (0, _) => "Nobody matches. Search for part of a name, an e-mail address or an organisation.".to_owned(),
        (1, "") => "1 person".to_owned(),
        (n, "") => format!("{n} people"),
        (1, _) => "1 person is found".to_owned(),
        (n, _) => format!("{n} people are found"),
    };
    let every =
        (!search.trim().is_empty()).then(|| view! { <a class="govuk-link" href="/people">"Show all people"</a> });
    let table = (!people.is_empty()).then(|| table(people));
    framed_wide(
        "People",
        Place::Board(BoardTab::People),
        view! {
            <h1 class="govuk-heading-l">"People"</h1>
            <p><a class="govuk-button" role="button" href="/people/new">"Add a person"</a></p>
            <form class="app-filters" method="get" action="/people" role="search">
                <TextField name="q" label="Name, e-mail address or organisation" kind="search" value=search />
                <button type="submit" class="govuk-button govuk-button--secondary">"Search"</button>
                {every}
            </form>
            <p class="app-lead" role="status">{how_many}</p>
            {table}
        },
    )
}

fn table(people: Vec<KnownPerson>) -> impl IntoView {
    let rows = people.into_iter().map(|KnownPerson { person, belongs_to }| {
        view! {
            <tr>
                <th scope="row" class="app-table--name">
                    <a class="govuk-link" href=format!("/people/{}", person.id.0)>{person.name.clone()}</a>
                </th>
                <td class="app-table--name">{person.email.to_string()}</td>
                <td class="app-table--name">{roles(&person, belongs_to)}</td>
                <td>{standing(&person)}</td>
            </tr>
        }
    });
    let head = text_heads([labels::NAME, labels::EMAIL, "Roles", "Signing in"]);
    scrolling("people-caption", Caption::ReadOut("People, by name"), head, rows.collect_view())
}

/// The roles of a person, one a line.
fn roles(person: &Person, belongs_to: Vec<Belonging>) -> AnyView {
    let board = person.board_role.map(|role| view! { <div>{Role::Board(role).words()}</div> });
    if board.is_none() && belongs_to.is_empty() {
        return "None".into_any();
    }
    let organisations = belongs_to.into_iter().map(|belonging| {
        let href = format!("/organisations/{}", belonging.reference);
        let role = Role::Organisation(belonging.role).words();
        view! { <div>{role} ", " <a class="govuk-link" href=href>{belonging.name}</a></div> }
    });
    view! { {board} {organisations.collect_view()} }.into_any()
}

/// Whether a person can sign in, in words.
pub fn standing(person: &Person) -> &'static str {
    match person {
        Person { disabled: true, .. } => "May not sign in",
        Person { has_password: false, .. } => "Has not set a password yet",
        Person { has_authenticator: true, .. } => "Can sign in, with an authenticator app",
        _ => "Can sign in",
    }
}
