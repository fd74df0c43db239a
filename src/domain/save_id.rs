//! The id that a page gives to each save of an answer. Shared with the browser.

use std::fmt;
use std::str::FromStr;

/// How many characters the id of a page has.
pub const PAGE_ID: usize = 16;

/// The most bytes of a save's id.
const LIMIT: usize = 100;

/// Ends the id of the save that a page's form makes as long as no script has named another.
const FORM: &str = "form";

/// A save's id, unique for its answer: a retry is answered from the first result. A page makes it of its own id, a
/// hyphen, and `form` or the number of the save among its own; no page makes any other.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SaveId(String);

impl SaveId {
    /// The save of a page's form, before all that its script makes.
    pub fn of_form(page: &str) -> Self {
        Self(format!("{page}-{FORM}"))
    }

    /// One of the saves that a page's script makes: they count from 1.
    pub fn of_script(page: &str, number: u32) -> Self {
        Self(format!("{page}-{number}"))
    }

    /// As it is sent and stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a page's script made it.
    pub fn is_of_script(&self) -> bool {
        self.page_and_number().is_some_and(|(_, number)| number > 0)
    }

    /// Whether the same page made `earlier`, and before this one.
    pub fn follows(&self, earlier: &Self) -> bool {
        let (this, earlier) = (self.page_and_number(), earlier.page_and_number());
        this.zip(earlier).is_some_and(|((page, number), (other, before))| page == other && before < number)
    }

    /// The page that made it, and its place among that page's saves of the answer.
    fn page_and_number(&self) -> Option<(&str, u32)> {
        let (page, number) = self.0.split_at_checked(PAGE_ID)?;
        let number = number.strip_prefix('-')?;
        Some((page, if number == FORM { 0 } else { number.parse().ok()? }))
    }
}

impl FromStr for SaveId {
    type Err = NoSaveId;

    fn from_str(sent: &str) -> Result<Self, NoSaveId> {
        if sent.is_empty() || sent.len() > LIMIT { Err(NoSaveId) } else { Ok(Self(sent.to_owned())) }
    }
}

impl fmt::Display for SaveId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text that is empty, or too long to name a save.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no save is called this")]
pub struct NoSaveId;

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "0123456789abcdef";

    fn read(id: &str) -> SaveId {
        id.parse().unwrap()
    }

    #[test]
    fn an_id_is_read_as_it_is_written_and_only_an_empty_or_a_long_text_is_refused() {
        for id in [SaveId::of_form(PAGE), SaveId::of_script(PAGE, 12)] {
            assert_eq!(read(id.as_str()), id);
        }
        assert_eq!(SaveId::of_form(PAGE).to_string(), "0123456789abcdef-form");
        assert_eq!(SaveId::of_script(PAGE, 12).to_string(), "0123456789abcdef-12");
        assert_eq!("".parse::<SaveId>(), Err(NoSaveId));
        assert!("é".repeat(50).parse::<SaveId>().is_ok() && "é".repeat(51).parse::<SaveId>().is_err());
    }

    #[test]
    fn a_save_follows_those_that_its_page_made_before() {
        let form = SaveId::of_form(PAGE);
        let [first, second, tenth] = [1, 2, 10].map(|number| SaveId::of_script(PAGE, number));
        assert!(first.follows(&form) && second.follows(&first) && tenth.follows(&second));
        assert!(first.is_of_script() && !form.is_of_script());
        assert!(!form.follows(&first) && !first.follows(&first) && !second.follows(&tenth));
        assert!(!second.follows(&SaveId::of_script("fedcba9876543210", 1)));
        for other in
            ["a", "sample", "0123456789abcdef", "0123456789abcdef-2x", "0123456789abcdef2", "0123456789abcdeé-2"]
        {
            assert!(!read(other).is_of_script() && !read(other).follows(&form), "{other}");
            assert!(!tenth.follows(&read(other)), "{other}");
        }
    }
}
