//! The statements that every page's footer leads to.

use leptos::prelude::*;

use super::frame::{Place, framed};
use super::request::installation;

/// The accessibility statement.
pub fn accessibility() -> impl IntoView {
    let contact = installation().board().map(|board| board.contact_email).unwrap_or_default();
    framed(
        "Accessibility statement",
        Place::Nowhere,
        view! {
                <h1 class="govuk-heading-l">"Accessibility statement"</h1>
        <p class="govuk-body">
            "This service is built to the Web Content Accessibility Guidelines 2.2 at level AA. Every page works "
            "without scripts, with a keyboard alone, at 320 pixels and in high contrast; colour is never the only signal."
        </p>
        <p class="govuk-body">
            "Pages are checked with an automatic tool whenever the service is changed. It has not yet been tested "
            "with disabled people or by an outside assessor. Wide tables scroll sideways on small screens."
        </p>
        <p class="govuk-body">"If something does not work for you, tell the board: " {contact}</p>},
    )
}

/// What is kept about people, and who sees it.
pub fn privacy() -> impl IntoView {
    let board = installation().board().unwrap_or_default();
    framed(
        "Privacy",
        Place::Nowhere,
        view! {
                <h1 class="govuk-heading-l">"Privacy"</h1>
        <p class="govuk-body">{board.legal_basis}</p>
        <h2 class="govuk-heading-m">"What is kept about you"</h2>
        <p class="govuk-body">
            "Your name, e-mail address and role; a hash of your password; and which answers you saved and when. "
            "One cookie keeps you signed in. Nothing is kept in your browser’s storage, and no other site is told."
        </p>
        <h2 class="govuk-heading-m">"Who can see an organisation’s answers"</h2>
        <p class="govuk-body">
            "The people of that organisation, and the board’s staff. Others see only figures of groups of at least "
            "five organisations, never an organisation’s own."
        </p>
        <h2 class="govuk-heading-m">"Children"</h2>
        <p class="govuk-body">
            "Answers must not name or describe a child. If you find one that does, tell the board at once: "
            {board.contact_email}
        </p>
            },
    )
}
