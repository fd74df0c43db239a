//! What the board sets for every audit: whether best scores need evidence.

use axum::extract::State;
use axum::response::Response;
use leptos::prelude::*;

use crate::domain::board::EvidenceRule;
use crate::web::fields::{Done, ErrorSummary, Select};
use crate::web::form_fields::FormFields;
use crate::web::frame::{BoardTab, Place, framed};
use crate::web::load::load;
use crate::web::post_form::PostForm;
use crate::web::request::{installation, just_done, visitor};
use crate::web::respond::Post;
use crate::web::site::Site;

/// What the page's form posts.
pub const FORM: FormFields = FormFields::new(&["evidence"]).always_with(&["evidence"]);

/// The page.
pub fn page() -> impl IntoView {
    let installation = installation();
    let visitor = visitor();
    let done = (just_done("saved") == "1").then(|| view! { <Done words="The settings are saved." /> });
    load(async move { installation.settings(&visitor?) }, move |rule| {
        let options = EvidenceRule::ALL.map(|rule| (rule.key().to_owned(), rule.words().to_owned())).to_vec();
        framed(
            "Settings",
            Place::Board(BoardTab::Settings),
            view! {
                <ErrorSummary />
                {done}
                <h1 class="govuk-heading-l">"Settings"</h1>
                <PostForm>
                    <Select
                        name="evidence"
                        label="Evidence beside best scores"
                        hint="Advise: people see which best scores have no evidence, and can submit. Require: nobody can submit until each best \
                              score has evidence. The setting applies at once to every audit that is not submitted."
                        options=options
                        value=rule.key()
                    />
                    <button type="submit" class="govuk-button">"Save"</button>
                </PostForm>
            },
        )
    })
}

/// Changes the settings.
pub async fn post(State(site): State<Site>, post: Post) -> Response {
    let changed = match post.visitor() {
        Ok(visitor) => site.installation.change_settings(&visitor, &post.field("evidence")).await,
        Err(refused) => Err(refused),
    };
    site.finish(post, changed.map(|()| "/settings?saved=1".into())).await
}
