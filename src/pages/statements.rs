//! The statements that every page's footer leads to.

use leptos::prelude::*;

use crate::web::contact::help_at;
use crate::web::frame::{Place, framed};
use crate::web::request::installation;

/// The accessibility statement.
pub fn accessibility() -> impl IntoView {
    let contact = installation().board().map(|board| board.contact_email).unwrap_or_default();
    framed(
        "Accessibility statement",
        Place::Nowhere,
        view! {
                <h1 class="govuk-heading-l">"Accessibility statement"</h1>
        <p class="govuk-body">
            "This service is built to the Web Content Accessibility Guidelines 2.2 at level AA. Every page is built to work "
            "without scripts, with a keyboard alone, at 320 pixels and in high contrast; colour is never the only signal."
        </p>
        <p class="govuk-body">
            "Pages are checked with an automatic tool whenever the service is changed. It has not yet been tested "
            "with disabled people or by an outside assessor. Wide tables scroll sideways on small screens."
        </p>
        <h2 class="govuk-heading-m">"If something does not work for you"</h2>
        <p class="govuk-body">"Tell the board" {help_at(&contact)} ". Say which page it was and what you use to read it."</p>
        <p class="govuk-body">
            "If you are not happy with the answer, contact the Equality Advisory and Support Service (EASS), which helps with "
            "complaints under the accessibility regulations for public sector bodies."
        </p>
        <p class="govuk-body">"This statement was prepared on 22 November 2026."</p>},
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
        {(!board.legal_basis.is_empty()).then(|| view! { <p class="govuk-body app-text">{board.legal_basis}</p> })}
        <h2 class="govuk-heading-m">"What is kept about you"</h2>
        <p class="govuk-body">
            "Your name, e-mail address and role. Your password, in a form from which it cannot be read back, and the key "
            "of your authenticator app if you use one; no page shows either. Every text that you saved, and when. The name "
            "and role in a declaration. When you signed in or out, or were refused; when you downloaded a file of answers, "
            "results or actions; and what you changed. One cookie keeps you signed in. Another stays for a year and lets "
            "this browser be known, so that somebody else who guesses at your password does not keep you out. A third lets "
            "a page say once what you have just done, and goes within a minute. Nothing is kept in your browser’s storage, "
            "and no other site is told."
        </p>
        <h2 class="govuk-heading-m">"Who can see an organisation’s answers"</h2>
        <p class="govuk-body">
            "The people of that organisation, and the board’s staff. Others see only figures of groups of at least "
            "five organisations, never an organisation’s own."
        </p>
        <h2 class="govuk-heading-m">"Children"</h2>
        <p class="govuk-body">
            "Answers must not name or describe a child. If you find one that does, tell the board at once"
            {help_at(&board.contact_email)} "."
        </p>
            },
    )
}
