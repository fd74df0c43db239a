//! The short references by which people and files name organisations.

use std::fmt;

use crate::domain::normal_form;

/// A short reference that is stable for life: two organisations may bear one name. `O-0042` is the 42nd.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrganisationReference(String);

impl OrganisationReference {
    /// The reference of the organisation that is the `number`th of this installation, from 1.
    pub fn numbered(number: i64) -> Self {
        Self(format!("O-{number:04}"))
    }

    /// Reads a reference in any letter case; `None` when it is not one.
    pub fn parse(typed: &str) -> Option<Self> {
        let upper = normal_form::without_spaces(typed).to_ascii_uppercase();
        let digits = upper.strip_prefix("O-")?;
        let plain = (4..=9).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        plain.then_some(Self(upper))
    }

    /// The reference as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for OrganisationReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
