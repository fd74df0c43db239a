//! One person: their roles, a new link to set a password, and the ways to change what they are and may.

use axum::extract::State;
use axum::response::Response;
use leptos::prelude::*;

use super::list::standing;
use crate::domain::access::Visitor;
use crate::domain::dates;
use crate::domain::labels;
use crate::domain::person::{Person, PersonId, Role};
use crate::operations::Refused;
use crate::operations::account::password_links::Link;
use crate::operations::people::{Belonging, KnownPerson};
use crate::web::fields::{Done, ErrorSummary};
use crate::web::frame::{BoardTab, Place, framed};
use crate::web::load::load;
use crate::web::post_form::PostForm;
use crate::web::request::{installation, just_done, param, query, session, visitor};
use crate::web::respond::{PathOf, Post};
use crate::web::site::Site;
use crate::web::table::summary_row;

/// The link and what to do with it. A person who was only just added has no earlier links.
fn notice(link: Link, email: &str) -> impl IntoView + use<> {
    let until = dates::long_with_clock(link.ends_at);
    let earlier = if query("done") == "added" { "" } else { "Earlier links of this person no longer work. " };
    view! {
        <div class="govuk-notification-banner" role="region" aria-labelledby="link-title">
            <div class="govuk-notification-banner__header">
                <h2 class="govuk-notification-banner__title" id="link-title">"Give this link to the person"</h2>
            </div>
            <div class="govuk-notification-banner__content">
                <p class="govuk-body">{format!("With this link {email} sets a password:")}</p>
                <p class="govuk-body"><code>{link.address}</code></p>
                <p class="govuk-body">
                    "Give it to that person alone: anyone who has it can sign in as them. It works once, until " {until} ". "
                    {earlier} "Copy it now: after you leave this page or sign out it "
                    "may not be shown again, and you would make another."
                </p>
            </div>
        </div>
    }
}

/// What the page shows.
struct Shown {
    known: KnownPerson,
    visitor: Visitor,
    /// The link that was just made.
    link: Option<Link>,
}

/// The page.
pub fn page() -> impl IntoView {
    let installation = installation();
    let (visitor, id, number) = (visitor(), param("person").map(PersonId), query("link"));
    let token = session().filter(|_| !number.is_empty()).map(|session| session.token.for_link(&number));
    let loading = async move {
        let (visitor, id) = (visitor?, id?);
        let known = installation.person(&visitor, id).await?;
        let link = match token {
            Some(token) => installation.link_of(&visitor, id, &token).await?,
            None => None,
        };
        Ok(Shown { known, visitor, link })
    };
    load(loading, show)
}

fn show(Shown { known: KnownPerson { person, belongs_to }, visitor, link }: Shown) -> impl IntoView {
    let path = format!("/people/{}", person.id.0);
    let done = done(&person, link.is_some());
    let link = link.map(|link| notice(link, person.email.as_str()));
    framed(
        person.name.clone(),
        Place::Board(BoardTab::People),
        view! {
            <a class="govuk-back-link" href="/people">"People"</a>
            <ErrorSummary />
            {done}
            <h1 class="govuk-heading-l">{person.name.clone()}</h1>
            {link}
            <dl class="govuk-summary-list">
                {summary_row(labels::EMAIL, person.email.to_string())}
                {summary_row("Roles", roles(&person, belongs_to, &visitor, &path))}
                {summary_row("Signing in", standing(&person))}
            </dl>
            <p>
                <a class="govuk-button govuk-button--secondary" role="button" href=format!("{path}/edit")>
                    "Change name or e-mail address"
                </a>
            </p>
            {actions(&person, &visitor, &path)}
        },
    )
}

fn done(person: &Person, shows_link: bool) -> Option<impl IntoView + use<>> {
    let words = match just_done("done").as_str() {
        "added" => "The person is added. Give them the link below.",
        "role" if person.disabled => "The person has the new role too, but may not sign in.",
        "role" if person.has_password => {
            "The person has the new role too. If they were signed in, they have to sign in again, with the password they have."
        }
        "role" if shows_link => {
            "The person has the new role too. They have not set a password yet: give them the link below."
        }
        "role" => "The person has the new role too. They have not set a password yet.",
        "stopped" => "This person may not sign in any more.",
        "let-in" => "This person may sign in again.",
        "changed" => "The changes are saved.",
        "membership" => "The role is ended. This person is signed out and no longer sees the organisation.",
        "board-role" => "The board role is ended. This person is signed out and no longer sees the board’s pages.",
        "authenticator" => "The authenticator app is reset. This person is signed out.",
        _ => return None,
    };
    let name = if just_done("name") == "kept" {
        format!(" This address belongs to {}; the name was not changed.", person.name)
    } else {
        String::new()
    };
    Some(view! { <Done words=format!("{words}{name}") /> })
}

/// The roles of a person, each with the way to end it.
fn roles(person: &Person, belongs_to: Vec<Belonging>, visitor: &Visitor, path: &str) -> AnyView {
    if person.board_role.is_none() && belongs_to.is_empty() {
        return "None".into_any();
    }
    let end = |href: String, what: String| {
        view! {
            " (" <a class="govuk-link" href=href>"end this role" <span class="govuk-visually-hidden">": " {what}</span></a> ")"
        }
    };
    let board = person.board_role.map(|role| {
        let words = Role::Board(role).words();
        let end = visitor.may_take_from(person.id).then(|| end(format!("{path}/end-board-role"), words.into()));
        view! { <p class="govuk-body">{words}{end}</p> }
    });
    let organisations = belongs_to.into_iter().map(|belonging| {
        let href = format!("/organisations/{}", belonging.reference);
        let role = Role::Organisation(belonging.role).words();
        let reference = belonging.reference.to_string();
        let what = format!("{role}, {} {reference}", belonging.name);
        let end = end(format!("{path}/end-membership/{}", belonging.reference), what);
        view! { <p class="govuk-body">{role} ", " <a class="govuk-link" href=href>{belonging.name}</a> " " {reference} {end}</p> }
    });
    view! { {board} {organisations.collect_view()} }.into_any()
}

fn actions(person: &Person, visitor: &Visitor, path: &str) -> AnyView {
    let others = visitor.may_take_from(person.id);
    if person.disabled {
        return view! {
            <PostForm action=format!("{path}/let-in")>
                <button type="submit" class="govuk-button">"Let this person sign in again"</button>
            </PostForm>
        }
        .into_any();
    }
    let words = if person.has_password {
        "A new link lets this person set a new password, for example when it is forgotten. It works for 60 minutes: make \
         it when they can use it at once."
    } else {
        "This person sets a password by a link. If it is lost or too old, make a new one."
    };
    view! {
        <h2 class="govuk-heading-m">"Link to set a password"</h2>
        <p class="govuk-body">{words}</p>
        <div class="app-row">
            <PostForm action=format!("{path}/link")>
                <button type="submit" class="govuk-button govuk-button--secondary">"Make a new link"</button>
            </PostForm>
        </div>
        {others.then(|| view! {
            <h2 class="govuk-heading-m">"Signing in"</h2>
            <p class="govuk-body">
                <a class="govuk-link" href=format!("{path}/stop")>"Stop this person from signing in"</a>
            </p>
        })}
        {(others && person.has_authenticator).then(|| view! {
            <p class="govuk-body">
                <a class="govuk-link" href=format!("{path}/remove-authenticator")>"Reset a lost authenticator app"</a>
            </p>
        })}
    }
    .into_any()
}

/// Makes a new link, and leads to the page that shows it.
pub async fn post_link(State(site): State<Site>, PathOf(id): PathOf<i64>, post: Post) -> Response {
    let post = post.from_page(&format!("/people/{id}"));
    let made: Result<_, Refused> = async {
        let visitor = post.visitor()?;
        let (number, token) = post.token().ok_or(Refused::NotFound)?.new_link();
        site.installation.send_new_link(&visitor, PersonId(id), &token).await?;
        Ok(format!("/people/{id}?link={number}"))
    }
    .await;
    site.finish(post, made).await
}

/// Lets the person sign in again.
pub async fn post_let_in(State(site): State<Site>, PathOf(id): PathOf<i64>, post: Post) -> Response {
    let path = format!("/people/{id}");
    let done: Result<_, Refused> =
        async { site.installation.set_disabled(&post.visitor()?, PersonId(id), false).await }.await;
    site.finish(post.from_page(&path), done.map(|()| format!("{path}?done=let-in"))).await
}
