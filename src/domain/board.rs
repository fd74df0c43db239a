//! The board: whose installation this is. Nothing in the program depends on a name.

/// The board's settings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Board {
    /// "Wirral Safeguarding Children Board".
    pub name: String,
    /// "WSCB".
    pub short_name: String,
    /// Where people ask for help.
    pub contact_email: String,
    /// One or two sentences on the law under which the board asks.
    pub legal_basis: String,
    /// Whether organisations and people are invented.
    pub holds_sample_data: bool,
}
