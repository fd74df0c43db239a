//! Taking something away from a person: the pages that ask first, and the posts that do it.

use axum::extract::State;
use axum::response::Response;
use leptos::prelude::*;

use crate::domain::organisation::OrganisationReference;
use crate::domain::person::{PersonId, Role};
use crate::domain::text;
use crate::operations::Refused;
use crate::operations::people::{Belonging, KnownPerson};
use crate::web::fields::ErrorSummary;
use crate::web::frame::{BoardTab, Place, framed};
use crate::web::load::load;
use crate::web::post_form::PostForm;
use crate::web::request::{installation, param, visitor};
use crate::web::respond::{PathOf, Post};
use crate::web::site::Site;

/// What a page asks: its question, what would follow, and its button.
struct Question {
    title: String,
    words: &'static str,
    button: &'static str,
    /// The organisations for which the person may no longer sign in.
    shuts_out: Vec<Belonging>,
}

/// A page that asks before something is taken away; there is no such page when the person does not have it.
fn asking(ask: impl FnOnce(&KnownPerson) -> Option<Question> + Send + 'static) -> impl IntoView {
    let installation = installation();
    let (visitor, id) = (visitor(), param("person").map(PersonId));
    let loading = async move {
        let (visitor, id) = (visitor?, id?);
        let known = installation.person(&visitor, id).await?;
        let mut question = ask(&known).ok_or(Refused::NotFound)?;
        let alone_in = installation.alone_in(&visitor, std::mem::take(&mut question.shuts_out)).await?;
        Ok((known.person, question, alone_in))
    };
    load(loading, |(person, Question { title, words, button, .. }, alone_in)| {
        let alone = (!alone_in.is_empty()).then(|| {
            let named = |belonging: &Belonging| format!("{} ({})", belonging.name, belonging.reference);
            let all: Vec<_> = alone_in.iter().map(named).collect();
            let words = format!("Nobody else may sign in for {}.", text::list(&all));
            view! { <div class="govuk-inset-text">{words}</div> }
        });
        let path = format!("/people/{}", person.id.0);
        framed(
            title.clone(),
            Place::Board(BoardTab::People),
            view! {
                <a class="govuk-back-link" href=path.clone()>{person.name}</a>
                <ErrorSummary />
                <h1 class="govuk-heading-l">{title}</h1>
                <p class="govuk-body">{words}</p>
                {alone}
                <PostForm>
                    <div class="app-row">
                        <button type="submit" class="govuk-button govuk-button--warning">{button}</button>
                        <a class="govuk-link" href=path>"Cancel"</a>
                    </div>
                </PostForm>
            },
        )
    })
}

/// The page that asks before a person is stopped.
pub fn stop_page() -> impl IntoView {
    asking(|KnownPerson { person, belongs_to }| {
        Some(Question {
            shuts_out: belongs_to.clone(),
            title: format!("Stop {} from signing in?", person.name),
            words: "They are signed out at once and can no longer sign in. Everything they wrote stays. You can let them \
                    in again at any time.",
            button: "Stop this person",
        })
    })
}

/// Stops the person from signing in.
pub async fn post_stop(State(site): State<Site>, PathOf(id): PathOf<i64>, post: Post) -> Response {
    let done: Result<_, Refused> =
        async { site.installation.set_disabled(&post.visitor()?, PersonId(id), true).await }.await;
    site.finish(post, done.map(|()| format!("/people/{id}?done=stopped"))).await
}

/// The page that asks before a board role is ended.
pub fn board_role_page() -> impl IntoView {
    asking(|KnownPerson { person, .. }| {
        let role = Role::Board(person.board_role?).words();
        Some(Question {
            shuts_out: Vec::new(),
            title: format!("End {}’s role as {role}?", person.name),
            words: "They are signed out at once and no longer see the board’s pages. They keep their roles in \
                    organisations, and everything they did stays. You can give the role again at any time.",
            button: "End the board role",
        })
    })
}

/// Ends the board role.
pub async fn post_board_role(State(site): State<Site>, PathOf(id): PathOf<i64>, post: Post) -> Response {
    let done: Result<_, Refused> =
        async { site.installation.end_board_role(&post.visitor()?, PersonId(id)).await }.await;
    site.finish(post, done.map(|()| format!("/people/{id}?done=board-role"))).await
}

/// The page that asks before a membership is ended.
pub fn membership_page() -> impl IntoView {
    let reference = param::<String>("reference").ok().and_then(|typed| OrganisationReference::parse(&typed));
    asking(move |KnownPerson { person, belongs_to }| {
        let belonging = belongs_to.iter().find(|belonging| Some(&belonging.reference) == reference.as_ref())?;
        let role = Role::Organisation(belonging.role).words();
        Some(Question {
            shuts_out: vec![belonging.clone()],
            title: format!("End {}’s role as {role} of {} ({})?", person.name, belonging.name, belonging.reference),
            words: "They are signed out at once and no longer see this organisation’s audits, results and action plan. \
                    Everything they wrote there stays. You can give them a role in it again at any time.",
            button: "End the role",
        })
    })
}

/// Ends the membership.
pub async fn post_membership(
    State(site): State<Site>,
    PathOf((id, reference)): PathOf<(i64, String)>,
    post: Post,
) -> Response {
    let done: Result<_, Refused> =
        async { site.installation.end_membership(&post.visitor()?, PersonId(id), &reference).await }.await;
    site.finish(post, done.map(|()| format!("/people/{id}?done=membership"))).await
}

/// The page that asks before a lost authenticator app is reset.
pub fn authenticator_page() -> impl IntoView {
    asking(|KnownPerson { person, .. }| {
        person.has_authenticator.then(|| Question {
            shuts_out: Vec::new(),
            title: format!("Reset {}’s authenticator app?", person.name),
            words: "Do this when the phone is lost, and only after you have checked that they asked for it themselves. They are \
                    signed out at once and then sign in with their password alone; someone with a board role has to \
                    set up an app again before anything else.",
            button: "Reset the app",
        })
    })
}

/// Resets the app.
pub async fn post_authenticator(State(site): State<Site>, PathOf(id): PathOf<i64>, post: Post) -> Response {
    let done: Result<_, Refused> =
        async { site.installation.remove_authenticator(&post.visitor()?, PersonId(id)).await }.await;
    site.finish(post, done.map(|()| format!("/people/{id}?done=authenticator"))).await
}
