//! What surrounds every page: header, sample band, navigation, main, footer.

use leptos::prelude::*;
use leptos_meta::Title;

use super::fields::escape;
use super::request::{installation, session};

/// Where a page belongs in the navigation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Place {
    /// Nowhere: signing in, statements, errors.
    #[default]
    Nowhere,
    /// Among the board's pages.
    Board(BoardTab),
    /// Among an organisation's pages.
    Organisation {
        /// Its name.
        name: String,
        /// Its reference.
        reference: String,
        /// The tab.
        tab: OrganisationTab,
    },
}

/// The board's tabs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BoardTab {
    /// Rounds, and a round's progress and results.
    Rounds,
    /// Organisations.
    Organisations,
    /// People.
    People,
    /// Forms.
    Forms,
}

/// An organisation's tabs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrganisationTab {
    /// Its audits.
    Audit,
    /// Its action plan.
    Plan,
    /// Its results.
    Results,
    /// Its people.
    People,
}

/// An organisation's or public page: `content` inside what surrounds every page. `title` is what the page is called
/// in the browser's tab, before the board's name.
pub fn framed(title: impl Into<String>, place: Place, content: impl IntoView) -> impl IntoView {
    frame(&title.into(), place, "app-width", content.into_any())
}

/// A board page, with room for wide tables.
pub fn framed_wide(title: impl Into<String>, place: Place, content: impl IntoView) -> impl IntoView {
    frame(&title.into(), place, "app-width app-width--wide", content.into_any())
}

fn frame(title: &str, place: Place, width: &'static str, content: AnyView) -> impl IntoView + use<> {
    let board = installation().board();
    let sample = board.as_ref().is_some_and(|board| board.holds_sample_data);
    let name = board.as_ref().map_or_else(|| "section11".into(), |board| board.name.clone());
    let contact = board.map(|board| board.contact_email).unwrap_or_default();
    let band = sample.then(|| {
        view! {
            <div class="app-sample">
                <p class=width>"This installation holds sample data. Organisations and people are invented."</p>
            </div>
        }
    });
    let posted = super::request::form_state().problems.is_empty();
    // leptos_meta 0.8 writes the title unescaped.
    let full_title = if posted { format!("{title} – {name}") } else { format!("Error: {title} – {name}") };
    let help = (!contact.is_empty()).then(|| {
        view! { <li><a class="govuk-link" href=format!("mailto:{contact}")>"Help: " {contact.clone()}</a></li> }
    });
    view! {
        <Title text=escape(&full_title) />
        <a href="#main" class="govuk-skip-link">"Skip to main content"</a>
        <header class="app-header">
            <div class=width>
                <a class="app-header__board" href="/">{name}</a>
                <span class="app-header__service">"Safeguarding audit"</span>
            </div>
        </header>
        {band}
        <Navigation place width />
        <div class=width>
            <main class="govuk-main-wrapper" id="main" tabindex="-1">
                {content}
            </main>
        </div>
        <footer class="app-footer">
            <div class=width>
                <ul>
                    <li><a class="govuk-link" href="/accessibility">"Accessibility statement"</a></li>
                    <li><a class="govuk-link" href="/privacy">"Privacy"</a></li>
                    {help}
                </ul>
            </div>
        </footer>
    }
}

#[component]
fn Navigation(place: Place, width: &'static str) -> impl IntoView {
    let visitor = session()?.visitor?;
    let (owner, links) = match place {
        Place::Nowhere => (None, vec![]),
        Place::Board(current) => (Some("Board".to_owned()), board_links(current, &visitor)),
        Place::Organisation { name, reference, tab } => (Some(name), organisation_links(&reference, tab)),
    };
    let items = links.into_iter().map(|(words, href, current)| {
        view! {
            <li class="app-nav__item">
                <a href=href aria-current=current.then_some("page")>{words}</a>
            </li>
        }
    });
    let list = (items.len() > 0).then(|| view! { <ul class="app-nav__list">{items.collect_view()}</ul> });
    Some(view! {
        <nav class="app-nav" aria-label="Sections">
            <div class=width>
                {owner.map(|owner| view! { <p class="app-nav__owner">{owner}</p> })}
                {list}
                <div class="app-nav__account">
                    <span><a class="govuk-link" href="/account">{visitor.name}</a></span>
                    <form method="post" action="/sign-out">
                        <button type="submit">"Sign out"</button>
                    </form>
                </div>
            </div>
        </nav>
    })
}

type Link = (&'static str, String, bool);

fn board_links(current: BoardTab, visitor: &crate::domain::access::Visitor) -> Vec<Link> {
    let mut links: Vec<Link> = vec![
        ("Rounds", "/rounds".into(), current == BoardTab::Rounds),
        ("Organisations", "/organisations".into(), current == BoardTab::Organisations),
        ("Forms", "/forms".into(), current == BoardTab::Forms),
    ];
    if visitor.may_keep_people() {
        links.push(("People", "/people".into(), current == BoardTab::People));
    }
    links
}

fn organisation_links(reference: &str, tab: OrganisationTab) -> Vec<Link> {
    let link = |words, path: &str, of| (words, format!("/organisations/{reference}{path}"), tab == of);
    vec![
        link("Audit", "", OrganisationTab::Audit),
        link("Action plan", "/action-plan", OrganisationTab::Plan),
        link("Results", "/results", OrganisationTab::Results),
        link("People", "/people", OrganisationTab::People),
    ]
}
