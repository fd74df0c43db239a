//! Everybody who may sign in: what each is to the board and to organisations, and whether they can.

use leptos::prelude::*;

use super::frame::{BoardTab, Place, framed_wide};
use super::request::{installation, load, visitor};
use crate::domain::person::{Person, Role};
use crate::operations::people::{Belonging, KnownPerson};

/// The page.
pub fn page() -> impl IntoView {
    let installation = installation();
    let visitor = visitor();
    load(async move { installation.people(&visitor?).await }, show)
}

fn show(people: Vec<KnownPerson>) -> impl IntoView {
    let how_many = match people.len() {
        1 => "1 person".to_owned(),
        n => format!("{n} people"),
    };
    let rows = people.into_iter().map(|KnownPerson { person, belongs_to }| {
        view! {
            <tr>
                <th scope="row">
                    <a class="govuk-link" href=format!("/people/{}", person.id.0)>{person.name.clone()}</a>
                </th>
                <td>{person.email.to_string()}</td>
                <td>{roles(&person, belongs_to)}</td>
                <td>{standing(&person)}</td>
            </tr>
        }
    });
    framed_wide(
        "People",
        Place::Board(BoardTab::People),
        view! {
            <h1 class="govuk-heading-l">"People"</h1>
            <p><a class="govuk-button" role="button" href="/people/new">"Add a person"</a></p>
            <p class="app-lead">{how_many}</p>
            <div class="app-scroll" role="region" tabindex="0" aria-labelledby="people-caption">
                <table class="app-table">
                    <caption class="govuk-visually-hidden" id="people-caption">"People, by name"</caption>
                    <thead>
                        <tr>
                            <th scope="col">"Name"</th>
                            <th scope="col">"E-mail address"</th>
                            <th scope="col">"Roles"</th>
                            <th scope="col">"Signing in"</th>
                        </tr>
                    </thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </div>
        },
    )
}

/// Everything a person is, one line for each role.
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
