//! Pages that say what went wrong, with a way back.

use axum::http::StatusCode;
use leptos::prelude::*;

use super::address::mail_to;
use super::carried::{Carried, TryAgain};
use super::fields::ErrorSummary;
use super::frame::{Place, framed};
use super::request::{installation, request_id, request_path, set_status};
use super::sign_in_to_save::SignInToSave;
use crate::operations::Refused;

/// What went wrong with a request.
#[derive(Clone, Debug)]
pub enum ErrorPage {
    /// There is no such page for this person.
    NotFound,
    /// The person may not do this.
    NotAllowed,
    /// The session ended before a form was posted.
    SignedOut,
    /// The same, and the typing can be saved by signing in.
    SignInToSave(Carried),
    /// The signed-in person may not save what was typed, and is answered with this status: somebody else may have typed
    /// it in this browser, and can save it by signing in.
    SomebodyElse(StatusCode, Carried),
    /// The request came from another site.
    Foreign,
    /// The page takes no request of this method.
    WrongMethod,
    /// More was sent than is accepted.
    TooLarge,
    /// What was sent is not a form.
    NotAForm,
    /// What was sent is not a request: it does not name its host exactly once, or does not say where it goes.
    NoRequest,
    /// The address is longer than any of ours, or asks for more.
    LongAddress,
    /// There are more cookies than are read.
    ManyCookies,
    /// The headers are longer than are read.
    LongHeaders,
    /// More is under way than is taken at once. Nothing was done.
    Busy,
    /// More is under way from this network address than it may have. Nothing was done.
    TooMany,
    /// What was sent did not arrive whole, or not in time.
    BrokenOff,
    /// The thing is not in a state that allows it.
    State(String),
    /// The same form was carried out before, and its answer is not known any more.
    DoneBefore,
    /// The database cannot be read or written at this moment. What was posted goes along, to be sent again.
    Unavailable(Option<Carried>),
    /// Something failed on our side.
    Failed,
}

impl ErrorPage {
    /// The response's status.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::NotAllowed | Self::Foreign => StatusCode::FORBIDDEN,
            Self::SignedOut | Self::SignInToSave(_) => StatusCode::UNAUTHORIZED,
            Self::SomebodyElse(status, _) => *status,
            Self::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::NotAForm | Self::NoRequest => StatusCode::BAD_REQUEST,
            Self::LongAddress => StatusCode::URI_TOO_LONG,
            Self::ManyCookies | Self::LongHeaders => StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
            Self::State(_) | Self::DoneBefore => StatusCode::CONFLICT,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Self::BrokenOff => StatusCode::REQUEST_TIMEOUT,
            Self::Unavailable(_) | Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Failed => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The heading, which says what is true, and the text that follows from it.
    fn words(&self) -> (&str, String) {
        match self {
            Self::NotFound => (
                "Page not found",
                "There is no such page, or you cannot see it. Check the address, or begin again from \
                 your start page."
                    .into(),
            ),
            Self::NotAllowed => (
                "You cannot do this",
                "Your role does not allow it. If it should, ask the board’s administrator.".into(),
            ),
            Self::SignedOut => (
                "Your session has ended",
                "You have been signed out, so this was not carried out. Everything saved before is safe. Sign in in another \
                 window, then use your browser’s back button here: what you typed is still in the form, and you can send it again."
                    .into(),
            ),
            Self::SignInToSave(_) => (
                "Your session has ended",
                "What you typed is not saved yet. It is kept on this page: sign in to save it.".into(),
            ),
            Self::SomebodyElse(..) => (
                "You cannot save this",
                "You cannot save as this user. Someone else may have signed in on this computer, or you may no longer save \
                 on this page. What you typed is kept here: sign in as yourself to save it."
                    .into(),
            ),
            Self::Foreign => (
                "This request came from another site",
                "For safety it was not carried out. Open the page here and try again.".into(),
            ),
            Self::WrongMethod => {
                ("This link does not work", "Open the page again and use the buttons on it.".into())
            }
            Self::TooLarge => (
                "This is too long to save",
                "Go back, shorten the text or choose a smaller file, and try again."
                    .into(),
            ),
            Self::NotAForm => ("The form could not be read", "Go back, open the page again and try once more.".into()),
            Self::NoRequest => ("The request could not be read", "Open the page from its link.".into()),
            Self::LongAddress => ("This link is too long", "Open the page from its link and use the buttons on it.".into()),
            Self::ManyCookies => (
                "Your browser sent too many cookies",
                "Delete this site’s cookies in your browser, then open the page again and sign in.".into(),
            ),
            Self::LongHeaders => ("The request could not be read", "Its headers are too long. Open the page from its link.".into()),
            Self::TooMany => (
                "Too many requests at once",
                "Your network has too many requests under way, so this one was not carried out. Wait a minute, then try again.".into(),
            ),
            Self::BrokenOff => (
                "This took too long to arrive",
                "Nothing was saved. Go back: what you typed is still in the form. Check your connection, then send it again."
                    .into(),
            ),
            Self::Busy => (
                "The service is busy",
                "Nothing was saved. Go back: what you typed is still in the form. Wait a minute, then send it again.".into(),
            ),
            Self::State(why) => {
                let (first, rest) = why.split_once(". ").unwrap_or((why, ""));
                (first.trim_end_matches('.'), rest.to_owned())
            }
            Self::DoneBefore => (
                "This was already done",
                "You sent this form before, and it was carried out then. It was not carried out again.".into(),
            ),
            Self::Unavailable(None) => (
                "The service cannot be reached just now",
                "Its records cannot be read or written at this moment. Everything that was shown as saved is safe. Wait a \
                 minute and open the page again."
                    .into(),
            ),
            Self::Unavailable(Some(_)) => (
                "Nothing was saved just now",
                "The service cannot write its records at this moment. What you sent is kept on this page: wait a \
                 minute, then try again. Keep the page open until it is saved."
                    .into(),
            ),
            Self::Failed => (
                "Something went wrong",
                "The fault is on our side. Everything that was shown as saved is safe; anything typed after that may not be \
                 saved. Go back and try again in a minute."
                    .into(),
            ),
        }
    }
}

impl From<Refused> for ErrorPage {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::NotFound => Self::NotFound,
            Refused::NotAllowed => Self::NotAllowed,
            Refused::State(why) | Refused::OutOfDate(why) => Self::State(why),
            Refused::Invalid(problems) => {
                Self::State(problems.into_iter().map(|problem| problem.message).collect::<Vec<_>>().join(" "))
            }
            Refused::Store(error) => {
                tracing::error!(%error, "the store failed");
                if error.is_passing() { Self::Unavailable(None) } else { Self::Failed }
            }
        }
    }
}

/// The audit whose page this is, by its address.
fn audit_of(path: &str) -> Option<i64> {
    path.strip_prefix("/audits/")?.split('/').next()?.parse().ok()
}

/// The way on from a page of an audit that its state does not allow: the audit itself, and its answers, can be read.
fn to_the_audit(path: &str) -> Option<impl IntoView + use<>> {
    let audit = format!("/audits/{}", audit_of(path)?);
    let record = format!("{audit}/record");
    Some(view! {
        <ul class="govuk-list">
            <li><a class="govuk-link" href=audit>"Go to the audit"</a></li>
            <li><a class="govuk-link" href=record>"All answers on one page"</a></li>
        </ul>
    })
}

/// The error page.
#[component]
pub fn ShowErrorPage(
    /// What went wrong.
    page: ErrorPage,
) -> impl IntoView {
    set_status(page.status());
    let (title, words) = page.words();
    let title = title.to_owned();
    // A refusal because of the state of things is not a failure.
    let failed = !matches!(page, ErrorPage::State(_));
    let contact = installation().board().map(|board| board.contact_email).unwrap_or_default();
    let help = (!contact.is_empty()).then(|| {
        view! {
            <p class="govuk-body">
                "Help: " <a class="govuk-link" href=mail_to(&contact)>{contact.clone()}</a>
            </p>
        }
    });
    let way_on = match page {
        // A link away from here would lose what was typed.
        ErrorPage::SignInToSave(carried) | ErrorPage::SomebodyElse(_, carried) => {
            view! { <SignInToSave carried /> }.into_any()
        }
        ErrorPage::Unavailable(Some(carried)) => view! { <TryAgain carried /> }.into_any(),
        ErrorPage::State(_) if audit_of(&request_path()).is_some() => to_the_audit(&request_path()).into_any(),
        _ => view! { <p class="govuk-body"><a class="govuk-link" href="/">"Go to your start page"</a></p> }.into_any(),
    };
    let id = request_id()
        .filter(|_| failed)
        .map(|id| view! { <p class="govuk-body-s">"If you write to us, quote this reference: " {id}</p> });
    framed(
        title.clone(),
        Place::Nowhere,
        view! {
        <ErrorSummary />
        <h1 class="govuk-heading-l">{title}</h1>
        {(!words.is_empty()).then(|| view! { <p class="govuk-body">{words}</p> })}
        {way_on}
        {help}
        {id}
            },
    )
}
