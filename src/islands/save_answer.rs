//! The call by which a page's script saves one answer.

use leptos::prelude::*;
use leptos::server_fn::codec::{Json, JsonEncoding};
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};

use crate::domain::save::{NotSaved, Saved, TypedAnswer};

impl FromServerFnError for NotSaved {
    type Encoder = JsonEncoding;

    /// An error that kept a reply from arriving: the save may or may not have been made, so it is sent again.
    fn from_server_fn_error(_: ServerFnErrorErr) -> Self {
        Self::Unavailable
    }
}

/// Saves one answer of an audit: the same operation as the plain form's.
#[server(prefix = "/api", endpoint = "save-answer", input = Json)]
pub async fn save_answer(
    /// The audit's number.
    audit: i64,
    /// The fields as typed.
    answer: TypedAnswer,
    /// The number of the person for whom the page was made.
    opened_by: Option<i64>,
) -> Result<Saved, NotSaved> {
    use std::sync::Arc;

    use crate::domain::audit::AuditId;
    use crate::operations::Installation;
    use crate::operations::account::session::CurrentSession;

    let visitor = use_context::<axum::http::request::Parts>()
        .and_then(|parts| parts.extensions.get::<CurrentSession>().cloned())
        .and_then(|session| session.state.visitor().cloned())
        // A person does not save what somebody else types on a page, even where both may answer.
        .map(|visitor| {
            if opened_by.is_none_or(|person| person == visitor.person.0) {
                Ok(visitor)
            } else {
                Err(NotSaved::NotFound)
            }
        })
        .transpose();
    let result = match (visitor, use_context::<Arc<Installation>>()) {
        (Ok(Some(visitor)), Some(installation)) => installation.save_answer(&visitor, AuditId(audit), &answer).await,
        (Err(somebody_else), _) => Err(somebody_else),
        _ => Err(NotSaved::SignedOut),
    };
    if let (Err(why), Some(response)) = (&result, use_context::<leptos_axum::ResponseOptions>()) {
        let status = axum::http::StatusCode::from_u16(why.status()).expect("each is a valid status");
        response.set_status(status);
    }
    result
}
