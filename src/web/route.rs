//! The facts of a route that are known before any request. The table of all routes is in `http/routes.rs`; each request
//! carries the facts of its own.

use axum::http::Method;

use super::form_fields::FormFields;

/// One method on one path.
#[derive(Clone, Debug)]
pub struct Route {
    /// The method.
    pub method: Method,
    /// The path, with its parts that vary in braces.
    pub path: &'static str,
    /// Who may ask it.
    pub may: Who,
    /// Whether it takes what an organisation's people typed at length, which is carried over signing in again.
    pub carries_typing: bool,
    /// Whether it adds something that was not there: one page of such a form adds once.
    pub adds: bool,
    /// What its form may post; `None` where no form is posted.
    pub form: Option<FormFields>,
}

impl Route {
    /// A route that takes no form.
    pub const fn new(method: Method, path: &'static str, may: Who) -> Self {
        Self { method, path, may, carries_typing: false, adds: false, form: None }
    }
}

/// Who may ask a route. The session's part is checked before anything is read. `operations` checks the person's role on
/// the board, or in the organisation of the address, and the policy test holds the two together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Everybody, signed in or not.
    Everybody,
    /// Anyone who has begun to sign in.
    HasSession,
    /// Anyone who has given the password and owes the code that belongs to it, and anyone who is signed in.
    GaveThePassword,
    /// Anyone who is signed in, also before the authenticator app that their role needs is set up.
    MaySetUpTheApp,
    /// Anyone who is signed in.
    SignedIn,
    /// Board staff.
    Board,
    /// The board's administrators.
    Administrators,
    /// An organisation's people, and board staff.
    ReadersOfTheOrganisation,
    /// An organisation's people.
    PeopleOfTheOrganisation,
    /// An organisation's leads.
    LeadsOfTheOrganisation,
}
