//! The board's list of organisations: search, filter, and the ways to add, import and open one.

use leptos::prelude::*;

use crate::domain::access::Visitor;
use crate::domain::labels;
use crate::domain::organisation::{Identifiers, Organisation, OrganisationDetails, Sector};
use crate::operations::organisations::{Encoding, PAGE, Search, SharedName};
use crate::web::address::with_query;
use crate::web::fields::{Checkbox, Done, Select, TextField};
use crate::web::frame::{BoardTab, Place, framed_wide};
use crate::web::load::load;
use crate::web::request::{installation, just_done, query, visitor};
use crate::web::table::{Caption, scrolling, text_heads};

/// The page.
pub fn page() -> impl IntoView {
    let installation = installation();
    let visitor = visitor();
    let search =
        Search { text: query("q"), sector: query("sector").parse().ok(), with_closed: query("closed") == "yes" };
    let page = query("page").parse().unwrap_or(1).max(1);
    let asked = search.clone();
    // After an import with a name that another organisation bears.
    let doubtful = just_done("same").parse().is_ok_and(|same: u32| same > 0);
    let loading = async move {
        let visitor = visitor?;
        let (found, total) = installation.search_organisations(&visitor, &asked, page).await?;
        let shared = if doubtful { installation.shared_names(&visitor).await? } else { Vec::new() };
        Ok((visitor, found, total, shared))
    };
    load(loading, move |(visitor, found, total, shared)| show(&visitor, &search, found, page, total, shared))
}

fn show(
    visitor: &Visitor,
    search: &Search,
    found: Vec<Organisation>,
    page: u32,
    total: u32,
    shared: Vec<SharedName>,
) -> impl IntoView + use<> {
    let narrowed = !search.text.trim().is_empty() || search.sector.is_some() || search.with_closed;
    let buttons = visitor.may_keep_organisations().then(|| {
        view! {
            <div class="app-row">
                <a class="govuk-button" role="button" href="/organisations/new">"Add an organisation"</a>
                <a class="govuk-button govuk-button--secondary" role="button" href="/organisations/import">
                    "Import organisations"
                </a>
            </div>
        }
    });
    let list = if found.is_empty() {
        let (words, link) = match (narrowed, page) {
            (true, 1) if !search.with_closed => (
                "No organisation that is open matches. Tick “Include closed organisations” to look among those too.",
                "Show all organisations that are open",
            ),
            (true, 1) => ("No organisation matches.", "Show all organisations that are open"),
            (false, 1) => ("There is no organisation yet. Add them one by one, or import them from a file.", ""),
            _ => ("The list has no such page.", "Go to the first page"),
        };
        let link = (!link.is_empty()).then(|| view! { " " <a class="govuk-link" href="/organisations">{link}</a> });
        view! { <p class="govuk-body">{words} {link}</p> }.into_any()
    } else {
        table(found).into_any()
    };
    let how_many = match total {
        1 => "1 organisation".to_owned(),
        n => format!("{n} organisations"),
    };
    framed_wide(
        "Organisations",
        Place::Board(BoardTab::Organisations),
        view! {
            {done()}
            <h1 class="govuk-heading-l">"Organisations"</h1>
            {shared_names(shared)}
            {buttons}
            {filters(search)}
            <p class="app-lead" role="status">{how_many}</p>
            {list}
            {pages(search, page, total)}
        },
    )
}

fn done() -> Option<impl IntoView> {
    let imported = match just_done("imported").parse::<u32>().ok()? {
        1 => "1 organisation was imported.".to_owned(),
        n => format!("{n} organisations were imported."),
    };
    let number = |name| just_done(name).parse::<u32>().unwrap_or(0);
    let same = match number("same") {
        0 => String::new(),
        1 => " 1 of them has a name that another organisation also has.".into(),
        n => format!(" {n} of them have a name that another organisation also has."),
    };
    let unseen = match number("unseen") {
        0 => String::new(),
        1 => " Invisible characters were left out of 1 row.".into(),
        n => format!(" Invisible characters were left out of {n} rows."),
    };
    let read = Encoding::from_key(&just_done("read"));
    let read = read.map_or_else(String::new, |read| format!(" The file was read as {}.", read.words()));
    let without = just_done("without");
    let without = if without.is_empty() { without } else { format!(" Left out: {without}.") };
    let words = format!("{imported}{same}{unseen}{read}{without}");
    Some(view! { <Done words /> })
}

/// The names that more than one organisation bears, so that a slip is found where it was made.
fn shared_names(names: Vec<SharedName>) -> Option<impl IntoView> {
    if names.is_empty() {
        return None;
    }
    let more = names.len().saturating_sub(MOST_NAMES);
    let more = (more > 0).then(|| view! { <li>{format!("and {more} more names")}</li> });
    let items = names.into_iter().take(MOST_NAMES).map(|bearers| {
        let bearers = bearers.into_iter().take(MOST_NAMES).enumerate().map(|(place, (name, reference))| {
            let href = format!("/organisations/{reference}");
            view! { {(place > 0).then_some("; ")} <a class="govuk-link" href=href>{name} " " {reference.to_string()}</a> }
        });
        view! { <li>{bearers.collect_view()}</li> }
    });
    Some(view! {
        <h2 class="govuk-heading-m">"Names that several organisations have"</h2>
        <p class="govuk-body">
            "Two organisations may have the same name. Check whether one of them is there by mistake: it can be closed on its page."
        </p>
        <ul class="govuk-list govuk-list--bullet">{items.collect_view()} {more}</ul>
    })
}

/// How many shared names are listed, and bearers of each.
const MOST_NAMES: usize = 20;

fn filters(search: &Search) -> impl IntoView + use<> {
    let mut sectors = vec![(String::new(), "All sectors".to_owned())];
    sectors.extend(Sector::ALL.iter().map(|sector| (sector.key().to_owned(), sector.words().to_owned())));
    view! {
        <form class="app-filters" method="get" action="/organisations" role="search">
            <TextField name="q" label="Name, reference or number" kind="search" value=search.text.clone() />
            <Select name="sector" label=labels::SECTOR options=sectors value=search.sector.map(Sector::key).unwrap_or_default() />
            <div class="govuk-form-group">
                <div class="govuk-checkboxes govuk-checkboxes--small">
                    <Checkbox name="closed" value="yes" label="Include closed organisations" ticked=search.with_closed />
                </div>
            </div>
            <button type="submit" class="govuk-button govuk-button--secondary">"Search"</button>
        </form>
    }
}

fn table(found: Vec<Organisation>) -> impl IntoView {
    let rows = found.into_iter().map(|organisation| {
        let href = format!("/organisations/{}", organisation.reference);
        let OrganisationDetails { name, kind, group, identifiers, .. } = organisation.details;
        let numbers = numbers(&identifiers).into_iter().map(|(words, number)| format!("{words} {number}"));
        let closed = organisation.closed_at.is_some();
        view! {
            <tr>
                <td class="app-table--whole">{organisation.reference.to_string()}</td>
                <th scope="row" class="app-table--name">
                    <a class="govuk-link" href=href>{name}</a>
                    {closed.then(|| view! { " " <strong class="govuk-tag app-tag--none">"Closed"</strong> })}
                </th>
                <td>{kind.sector().words()}</td>
                <td>{kind.sub_sector().map_or("–", |sub_sector| sub_sector.words())}</td>
                <td class="app-table--name">{group.unwrap_or_else(|| "–".into())}</td>
                <td>{numbers.collect::<Vec<_>>().join(", ")}</td>
            </tr>
        }
    });
    let head = text_heads(["Reference", labels::NAME, labels::SECTOR, labels::SUB_SECTOR, labels::GROUP, "Numbers"]);
    scrolling("organisations-caption", Caption::ReadOut("Organisations, by name"), head, rows.collect_view())
}

/// The numbers that an organisation has, with what each is called.
pub fn numbers(identifiers: &Identifiers) -> Vec<(&'static str, String)> {
    identifiers.given().map(|(column, number)| (labels::of(column), number.to_owned())).collect()
}

/// The way to the other pages of the list.
fn pages(search: &Search, page: u32, total: u32) -> Option<impl IntoView + use<>> {
    let last = total.div_ceil(PAGE);
    if last < 2 || page > last {
        return None;
    }
    let address = |page: u32| {
        let (sector, page) = (search.sector.map(Sector::key).unwrap_or_default(), page.to_string());
        let closed = if search.with_closed { "yes" } else { "" };
        with_query("/organisations", &[("q", &search.text), ("sector", sector), ("closed", closed), ("page", &page)])
    };
    let previous = (page > 1).then(|| {
        view! {
            <div class="govuk-pagination__prev">
                <a class="govuk-link govuk-pagination__link" href=address(page - 1) rel="prev">
                    <span class="govuk-pagination__link-title">"Previous" <span class="govuk-visually-hidden">" page"</span></span>
                </a>
            </div>
        }
    });
    let next = (page < last).then(|| {
        view! {
            <div class="govuk-pagination__next">
                <a class="govuk-link govuk-pagination__link" href=address(page + 1) rel="next">
                    <span class="govuk-pagination__link-title">"Next" <span class="govuk-visually-hidden">" page"</span></span>
                </a>
            </div>
        }
    });
    // The neighbours and both ends are enough to get anywhere.
    let near = (1..=last).filter(|number| *number == 1 || *number == last || number.abs_diff(page) <= 2);
    let items = near.map(|number| {
        let class = if number == page {
            "govuk-pagination__item govuk-pagination__item--current"
        } else {
            "govuk-pagination__item"
        };
        view! {
            <li class=class>
                <a
                    class="govuk-link govuk-pagination__link"
                    href=address(number)
                    aria-label=format!("Page {number}")
                    aria-current=(number == page).then_some("page")
                >
                    {number}
                </a>
            </li>
        }
    });
    Some(view! {
        <nav class="govuk-pagination" aria-label="Pages of the list">
            {previous}
            <ul class="govuk-pagination__list">{items.collect_view()}</ul>
            {next}
        </nav>
    })
}
