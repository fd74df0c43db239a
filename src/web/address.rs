//! Addresses of our own pages with values in them.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// The bytes that are encoded in a path or a query: all but letters, digits and `/-._~`.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');
/// The bytes that are encoded in the address of a mailbox.
const ENCODED_IN_MAILBOX: &AsciiSet = &ENCODED.remove(b'@').remove(b'+');

/// A text as it may stand in a path or a query.
pub fn encode(text: &str) -> String {
    utf8_percent_encode(text, ENCODED).to_string()
}

/// A path with a query of these values; empty values are left out.
pub fn with_query(path: &str, values: &[(&str, &str)]) -> String {
    let pairs = values.iter().filter(|(_, value)| !value.is_empty());
    let pairs: Vec<_> = pairs.map(|(name, value)| format!("{name}={}", encode(value))).collect();
    if pairs.is_empty() { path.to_owned() } else { format!("{path}?{}", pairs.join("&")) }
}

/// A link that begins a message to an address. Characters that some mail programs would read as further addresses or
/// headers are encoded.
pub fn mail_to(email: &str) -> String {
    format!("mailto:{}", utf8_percent_encode(email, ENCODED_IN_MAILBOX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_cannot_end_its_place_in_the_query() {
        let address = with_query("/organisations", &[("q", "St Anne’s & #1+?="), ("sector", ""), ("page", "2")]);
        assert_eq!(address, "/organisations?q=St%20Anne%E2%80%99s%20%26%20%231%2B%3F%3D&page=2");
        assert_eq!(with_query("/rounds", &[("a", "")]), "/rounds");
    }

    #[test]
    fn a_link_for_mail_names_one_address_and_no_header() {
        assert_eq!(mail_to("ann.o+school@anytown.example"), "mailto:ann.o+school@anytown.example");
        assert_eq!(mail_to("a?cc=b&c%0a@x.example"), "mailto:a%3Fcc%3Db%26c%250a@x.example");
    }
}
