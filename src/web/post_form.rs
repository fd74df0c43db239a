//! The form that posts: every one carries an id made with its page, so that the same form sent twice is recognised.

use leptos::prelude::*;

use super::field_names::{POST_ID, POST_ID_DIGITS, WHOLE};
use crate::operations::tokens::Token;

/// A form that posts to its own page, or to `action`.
#[component]
pub fn PostForm(
    /// Where it posts to, when that is not the page's own address.
    #[prop(optional, into)]
    action: Option<String>,
    /// Its name, by which a browser knows it again; see `as_of` in `web/request.rs`.
    #[prop(optional, into)]
    name: Option<String>,
    /// How many answers it has, or 1. `None` for a form that carries another's fields: those include that form's mark,
    /// if it came.
    #[prop(default = Some(1))]
    whole: Option<usize>,
    /// How its fields are written, when one of them is a file.
    #[prop(optional, into)]
    enctype: Option<String>,
    /// Its fields and buttons.
    children: Children,
) -> impl IntoView {
    // First, so that a page that is sent before it has arrived whole has it too.
    view! {
        <form method="post" action=action name=name enctype=enctype novalidate>
            <input type="hidden" name=POST_ID value=new_id() />
            {children()}
            {whole.map(|answers| view! { <input type="hidden" name=WHOLE value=answers /> })}
        </form>
    }
}

fn new_id() -> String {
    Token::new().reveal()[..POST_ID_DIGITS].to_owned()
}
