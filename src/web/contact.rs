//! The way to the board, for those who cannot go on by themselves.

use leptos::prelude::*;

use super::address::mail_to;
use super::request::{installation, is_own};
use crate::domain::organisation::OrganisationId;

/// The board's address for help, to follow "the board"; nothing while there is none.
pub fn help_at(contact: &str) -> Option<impl IntoView + use<>> {
    let contact = contact.to_owned();
    (!contact.is_empty()).then(|| view! { ": " <a class="govuk-link" href=mail_to(&contact)>{contact.clone()}</a> })
}

/// The person to ask when somebody cannot go on without the board's administrator: the words, and the board's address
/// for help once there is one.
pub fn the_administrator() -> impl IntoView {
    let contact = installation().board().map(|board| board.contact_email).unwrap_or_default();
    view! { "the board’s administrator" {help_at(&contact)} }
}

/// Tells an organisation's own people to ask the board when they cannot go on; nothing for the board's people.
pub fn ask_the_board(organisation: OrganisationId) -> Option<impl IntoView + use<>> {
    let contact = installation().board().map(|board| board.contact_email).unwrap_or_default();
    is_own(organisation).then(|| {
        view! {
            <p class="govuk-body">"If this is not right, or you do not know what to do, contact the board" {help_at(&contact)} "."</p>
        }
    })
}
