//! Closing an organisation, or opening it again: the page that asks first, and the post that does it.

use axum::extract::State;
use axum::response::Response;
use leptos::prelude::*;

use crate::domain::audit::{Audit, NotOpen};
use crate::operations::Refused;
use crate::web::address::encode;
use crate::web::form_fields::FormFields;
use crate::web::frame::{BoardTab, Place, framed};
use crate::web::load::load;
use crate::web::post_form::PostForm;
use crate::web::request::{installation, param, visitor};
use crate::web::respond::{PathOf, Post};
use crate::web::site::Site;

/// What the page's form posts.
pub const FORM: FormFields = FormFields::new(&["then"]);

/// The page.
pub fn page() -> impl IntoView {
    let installation = installation();
    let (visitor, reference) = (visitor(), param::<String>("reference"));
    let loading = async move {
        let visitor = visitor?;
        installation.may_keep_organisations(&visitor)?;
        let (organisation, audits) = installation.audits_of(&visitor, &reference?).await?;
        let now = installation.now();
        let to_answer = |audit: &Audit| {
            matches!(audit.takes_answers(now), Ok(()) | Err(NotOpen::NotYet(_) | NotOpen::RoundNotOpened))
        };
        Ok((organisation, audits.into_iter().filter(to_answer).collect()))
    };
    load(loading, |(organisation, to_answer)| {
        let path = format!("/organisations/{}", organisation.reference);
        let name = organisation.details.name.clone();
        let (title, then, class, words) = if organisation.closed_at.is_some() {
            (format!("Open {name} again?"), ("open", "Open it again"), "govuk-button", what_opening_does().into_any())
        } else {
            let class = "govuk-button govuk-button--warning";
            (format!("Close {name}?"), ("close", "Close it"), class, what_closing_does(to_answer).into_any())
        };
        framed(
            title.clone(),
            Place::Board(BoardTab::Organisations),
            view! {
                <a class="govuk-back-link" href=path.clone()>{name}</a>
                <h1 class="govuk-heading-l">{title}</h1>
                {words}
                <PostForm>
                    <div class="app-row">
                        <button type="submit" class=class name="then" value=then.0>{then.1}</button>
                        <a class="govuk-link" href=path>"Cancel"</a>
                    </div>
                </PostForm>
            },
        )
    })
}

fn what_opening_does() -> impl IntoView {
    view! {
        <p class="govuk-body">
            "Its people can change its action plan again, and answer its audits while their rounds are open. It can be "
            "invited to rounds again."
        </p>
    }
}

/// `to_answer` are its audits that take answers now, or will.
fn what_closing_does(to_answer: Vec<Audit>) -> impl IntoView {
    let to_answer = to_answer.into_iter().map(|audit| {
        let (round, state) = (audit.round_title.as_str().to_owned(), audit.stage.state().words().to_lowercase());
        let words = format!(
            "Its audit in round {round} ({state}) is not submitted. Nobody can then answer or submit it, and it still counts \
             as invited."
        );
        view! { <div class="govuk-inset-text">{words}</div> }
    });
    view! {
        <p class="govuk-body">"When it is closed:"</p>
        <ul class="govuk-list govuk-list--bullet">
            <li>"it is not invited to rounds any more"</li>
            <li>"nobody can change its audits or plan"</li>
            <li>"its people can still sign in, and read and download everything; submitted audits stay and count"</li>
        </ul>
        {to_answer.collect_view()}
        <p class="govuk-body">"You can open it again at any time."</p>
    }
}

/// Closes the organisation or opens it again, as the pressed button said.
pub async fn post(State(site): State<Site>, PathOf(reference): PathOf<String>, post: Post) -> Response {
    let close = post.field("then") != "open";
    let closed: Result<_, Refused> =
        async { site.installation.close_organisation(&post.visitor()?, &reference, close).await }.await;
    let done = if close { "closed" } else { "opened" };
    site.finish(post, closed.map(|()| format!("/organisations/{}?done={done}", encode(&reference)))).await
}
