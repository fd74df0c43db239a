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
    /// Whether it requires evidence beside best scores.
    pub evidence: EvidenceRule,
}

/// What the board asks of an audit whose best scores have no evidence beside them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EvidenceRule {
    /// The audit can be submitted; its lead is told which scores these are.
    #[default]
    Advise,
    /// The audit cannot be submitted until each has evidence.
    Require,
}

impl EvidenceRule {
    /// Both, the shipped one first.
    pub const ALL: [Self; 2] = [Self::Advise, Self::Require];

    /// As the settings page posts it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Advise => "advise",
            Self::Require => "require",
        }
    }

    /// Reads exactly what [`Self::key`] writes.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.key() == key)
    }

    /// What it is called where it is chosen.
    pub fn words(self) -> &'static str {
        match self {
            Self::Advise => "Advise",
            Self::Require => "Require",
        }
    }
}
