//! What surrounds every page: header, sample band, navigation, main, footer.

use leptos::prelude::*;
use leptos_meta::Title;

use super::address::mail_to;
use super::fields::escape;
use super::notices::notices;
use super::post_form::PostForm;
use super::request::{has_islands, installation, is_own, request_path, session};
use crate::domain::access::Visitor;
use crate::domain::dates;
use crate::domain::organisation::{Organisation, OrganisationId};
use crate::islands::WarnsBeforeSigningOut;
use crate::operations::account::session::SessionState;

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

impl Place {
    /// Among the pages of an organisation.
    pub fn of(organisation: &Organisation, tab: OrganisationTab) -> Self {
        let reference = organisation.reference.to_string();
        Self::Organisation { name: organisation.details.name.clone(), reference, tab }
    }
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
    /// Settings.
    Settings,
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

/// An organisation's or public page: `content` inside what surrounds every page. `title` is the page's name in the
/// browser's tab, before the organisation's name and the board's.
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
    // Before a board is set up there is nobody whose statements they could be.
    let statements = board.is_some().then(|| {
        view! {
            <li><a class="govuk-link" href="/accessibility">"Accessibility statement"</a></li>
            <li><a class="govuk-link" href="/privacy">"Privacy"</a></li>
        }
    });
    let contact = board.map(|board| board.contact_email).unwrap_or_default();
    let band = sample.then(|| {
        view! {
            <section class="app-sample" aria-label="Sample data">
                <p class=width>"This installation holds sample data. Organisations and people are invented."</p>
            </section>
        }
    });
    let has_no_problems = super::request::form_state().problems.is_empty();
    let whose = match &place {
        Place::Organisation { name, .. } if !title.contains(name.as_str()) => format!(" – {name}"),
        _ => String::new(),
    };
    let error = if has_no_problems { "" } else { "Error: " };
    // leptos_meta 0.8 writes the title unescaped.
    let full_title = format!("{error}{title}{whose} – {name}");
    let help = (!contact.is_empty()).then(|| {
        view! { <li><a class="govuk-link" href=mail_to(&contact)>"Help: " {contact.clone()}</a></li> }
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
            {session_warning()}
            <main class="govuk-main-wrapper" id="main" tabindex="-1">
                {notices()}
                {content}
            </main>
        </div>
        <footer class="app-footer">
            <div class=width>
                <ul>
                    {statements}
                    {help}
                </ul>
            </div>
        </footer>
    }
}

/// On paper, where the bars are left out: the owner of the page, if it has one, and the day.
pub fn printed(whose: Option<String>) -> impl IntoView {
    let today = dates::long(dates::today(installation().now()));
    let words = match whose {
        Some(whose) => format!("{whose}, as it stands on {today}"),
        None => format!("As it stands on {today}"),
    };
    view! { <p class="govuk-body app-print-only">{words}</p> }
}

/// On pages with scripts, the warning that the session ends soon.
fn session_warning() -> Option<impl IntoView> {
    let SessionState::SignedIn(_, left) = session().filter(|_| has_islands())?.state else { return None };
    Some(view! { <WarnsBeforeSigningOut idle=left.idle whole=left.whole /> })
}

/// The bars under the header. Board staff keep the board's bar everywhere, and have an organisation's under it on its
/// pages; an organisation's people have that of the organisation, also on pages that belong nowhere.
#[component]
fn Navigation(place: Place, width: &'static str) -> impl IntoView {
    let visitor = session()?.state.owner()?.clone();
    let board = visitor.may_see_board_pages();
    let several = visitor.memberships.len() + usize::from(board) > 1;
    let bars = match place {
        Place::Board(current) => main_bar(Owner::Board, board_links(Some(current), &visitor), visitor, width),
        Place::Organisation { name, reference, tab } if board => {
            let first = main_bar(Owner::Board, board_links(Some(BoardTab::Organisations), &visitor), visitor, width);
            view! { {first} {organisation_bar(name, &reference, tab, width)} }.into_any()
        }
        Place::Organisation { name, reference, tab } => {
            let owner = Owner::Organisation { name, several };
            main_bar(owner, organisation_links(&reference, Some(tab)), visitor, width)
        }
        Place::Nowhere if board => main_bar(Owner::Board, board_links(None, &visitor), visitor, width),
        Place::Nowhere if several => {
            let links = vec![("Your organisations", "/account".to_owned(), request_path() == "/account")];
            main_bar(Owner::Nobody, links, visitor, width)
        }
        Place::Nowhere => own_bar(visitor, width),
    };
    Some(bars)
}

/// Whose bar it is.
enum Owner {
    Nobody,
    Board,
    Organisation {
        name: String,
        /// Whether the person has other organisations to go to.
        several: bool,
    },
}

/// The bar of somebody with one organisation at most, on a page that does not say which.
fn own_bar(visitor: Visitor, width: &'static str) -> AnyView {
    let installation = installation();
    Suspend::new(async move {
        // A bar without links is better than no page.
        let own = installation.own_organisations(&visitor).await.unwrap_or_default().pop();
        let (owner, links) = match own {
            Some(own) => {
                let links = organisation_links(own.reference.as_str(), None);
                (Owner::Organisation { name: own.details.name, several: false }, links)
            }
            None => (Owner::Nobody, Vec::new()),
        };
        main_bar(owner, links, visitor, width)
    })
    .into_any()
}

fn main_bar(owner: Owner, links: Vec<Link>, visitor: Visitor, width: &'static str) -> AnyView {
    let (owner, switch) = match owner {
        Owner::Nobody => (None, false),
        Owner::Board => (Some("Board".to_owned()), !visitor.memberships.is_empty()),
        Owner::Organisation { name, several } => (Some(name), several),
    };
    let switch = switch.then(|| view! { <a class="govuk-link" href="/account">"Change organisation"</a> });
    view! {
        <nav class="app-nav" aria-label="Sections">
            <div class=width>
                {owner.map(|owner| view! { <p class="app-nav__owner">{owner}</p> })}
                {list(links)}
                <div class="app-nav__account">
                    {switch}
                    <span><a class="govuk-link" href="/account">{visitor.name}</a></span>
                    <PostForm action="/sign-out">
                        <button type="submit">"Sign out"</button>
                    </PostForm>
                </div>
            </div>
        </nav>
    }
    .into_any()
}

/// An organisation's bar under the board's.
fn organisation_bar(name: String, reference: &str, tab: OrganisationTab, width: &'static str) -> impl IntoView + use<> {
    view! {
        <nav class="app-nav app-nav--within" aria-label="Organisation">
            <div class=width>
                <p class="app-nav__owner">{name}</p>
                {list(organisation_links(reference, Some(tab)))}
            </div>
        </nav>
    }
}

type Link = (&'static str, String, bool);

fn list(links: Vec<Link>) -> Option<impl IntoView> {
    let items = links.into_iter().map(|(words, href, current)| {
        view! {
            <li class="app-nav__item">
                <a href=href aria-current=current.then_some("page")>{words}</a>
            </li>
        }
    });
    (items.len() > 0).then(|| view! { <ul class="app-nav__list">{items.collect_view()}</ul> })
}

fn board_links(current: Option<BoardTab>, visitor: &Visitor) -> Vec<Link> {
    let link = |words, path: &str, of| (words, path.to_owned(), current == Some(of));
    let mut links = vec![
        link("Rounds", "/rounds", BoardTab::Rounds),
        link("Organisations", "/organisations", BoardTab::Organisations),
        link("Forms", "/forms", BoardTab::Forms),
    ];
    if visitor.may_keep_people() {
        links.push(link("People", "/people", BoardTab::People));
    }
    if visitor.may_keep_settings() {
        links.push(link("Settings", "/settings", BoardTab::Settings));
    }
    links
}

fn organisation_links(reference: &str, tab: Option<OrganisationTab>) -> Vec<Link> {
    let link = |words, path: &str, of| (words, format!("/organisations/{reference}{path}"), tab == Some(of));
    vec![
        link("Audit", "", OrganisationTab::Audit),
        link("Action plan", "/action-plan", OrganisationTab::Plan),
        link("Results", "/results", OrganisationTab::Results),
        link("People", "/people", OrganisationTab::People),
    ]
}

/// The way back from one of an organisation's pages to its own page, for people who do not belong to it.
pub fn back_to_organisation(of: OrganisationId, name: &str, reference: &str) -> Option<impl IntoView + use<>> {
    let (name, href) = (name.to_owned(), format!("/organisations/{reference}"));
    (!is_own(of)).then(|| view! { <a class="govuk-back-link" href=href>{name}</a> })
}
