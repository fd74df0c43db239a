//! The people who sign in, and what each is to the board or to an organisation.

use std::fmt;

use super::normal_form;
use super::organisation::OrganisationId;
use super::text::TextProblem;

/// The row number of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonId(pub i64);

/// An e-mail address in its normal form and in lower case: what a person signs in with.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EmailAddress(String);

impl EmailAddress {
    /// Reads an address: one `@` with something on both sides, a dot in the domain, no spaces, control characters,
    /// brackets or other marks of a list, at most 254 bytes. Only a message can tell whether it reaches anyone.
    pub fn parse(typed: &str) -> Option<Self> {
        Self::read(normal_form::short(&normal_form::short(typed).to_lowercase()))
    }

    /// Reads an address as addresses were stored before they had a normal form: they stay valid.
    pub fn as_stored(text: &str) -> Option<Self> {
        Self::read(text.trim().to_lowercase())
    }

    fn read(address: String) -> Option<Self> {
        let (local, domain) = address.split_once('@')?;
        let plain = |part: &str| {
            !part.is_empty()
                && !part.chars().any(|c| c.is_whitespace() || c.is_control() || "<>,;:\"()[]\\@".contains(c))
        };
        let dotted = domain.contains('.') && !domain.starts_with('.') && !domain.ends_with('.');
        (plain(local) && plain(domain) && dotted && address.len() <= 254).then_some(Self(address))
    }

    /// The address as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Checks a person's name: one line of at most 100 characters.
pub fn name(typed: &str) -> Result<String, TextProblem> {
    normal_form::line(typed, 100)
}

/// What a person is to the board.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BoardRole {
    /// Sets up rounds, organisations and people; sees everything a reviewer sees.
    Administrator,
    /// Reads answers and results.
    Reviewer,
}

/// What a person is to an organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OrganisationRole {
    /// Answers, and submits.
    Lead,
    /// Answers.
    Contributor,
}

/// A role as an administrator chooses it on a page or on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// A role on the board.
    Board(BoardRole),
    /// A role in one organisation.
    Organisation(OrganisationRole),
}

impl Role {
    /// Every role, in the order in which lists show them.
    pub const ALL: [Self; 4] = [
        Self::Board(BoardRole::Administrator),
        Self::Board(BoardRole::Reviewer),
        Self::Organisation(OrganisationRole::Lead),
        Self::Organisation(OrganisationRole::Contributor),
    ];

    /// The key used on the command line, in form posts and in the database.
    pub fn key(self) -> &'static str {
        match self {
            Self::Board(BoardRole::Administrator) => "administrator",
            Self::Board(BoardRole::Reviewer) => "reviewer",
            Self::Organisation(OrganisationRole::Lead) => "lead",
            Self::Organisation(OrganisationRole::Contributor) => "contributor",
        }
    }

    /// The words that people read.
    pub fn words(self) -> &'static str {
        match self {
            Self::Board(BoardRole::Administrator) => "Board administrator",
            Self::Board(BoardRole::Reviewer) => "Board reviewer",
            Self::Organisation(OrganisationRole::Lead) => "Organisation lead",
            Self::Organisation(OrganisationRole::Contributor) => "Contributor",
        }
    }

    /// Reads a key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.key() == key)
    }
}

/// A person's role in an organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Membership {
    /// The organisation.
    pub organisation: OrganisationId,
    /// What the person is to it.
    pub role: OrganisationRole,
}

/// A person as stored. The password's hash never leaves the store and the sign-in operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The row.
    pub id: PersonId,
    /// What they sign in with.
    pub email: EmailAddress,
    /// What they are called.
    pub name: String,
    /// What they are to the board, if anything.
    pub board_role: Option<BoardRole>,
    /// The organisations they belong to.
    pub memberships: Vec<Membership>,
    /// Whether an authenticator app is set up.
    pub has_authenticator: bool,
    /// Whether a password has been set.
    pub has_password: bool,
    /// Whether they may no longer sign in.
    pub disabled: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_one_recipient() {
        for typed in [
            " Ann@School.Example ",
            "ann＠school.example\n",
            "an\u{200B}n@school\u{2024}example",
            "ＡＮＮ@school.example",
            "\u{FEFF}ann@\u{AD}school.example\0",
        ] {
            assert_eq!(EmailAddress::parse(typed), Some(EmailAddress("ann@school.example".into())), "{typed:?}");
        }
        assert_eq!(EmailAddress::parse("o’hara@co\u{2011}op.example"), EmailAddress::parse("o'hara@co-op.example"));
        let stored = EmailAddress::as_stored("ａnn@x.example").unwrap();
        assert_eq!((stored.as_str(), EmailAddress::as_stored("nobody")), ("ａnn@x.example", None));
        for typed in [
            "",
            "ann",
            "@x.y",
            "a@b",
            "a@.y",
            "a@y.",
            "a b@x.y",
            "a@x.y\r\nBcc: b@x.y",
            "a@x.y,b@x.y",
            "<a@x.y>",
            "a@b@x.y",
        ] {
            assert_eq!(EmailAddress::parse(typed), None, "{typed:?}");
        }
    }
}
