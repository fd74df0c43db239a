//! Addresses of our own pages with values in them.

/// A text as it may stand in a path or a query: letters, digits and `/-._~` as they are, every other byte encoded.
pub fn encode(text: &str) -> String {
    let keep = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte);
    text.bytes().map(|b| if keep(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

/// A path with a query of these values; empty values are left out.
pub fn with_query(path: &str, values: &[(&str, &str)]) -> String {
    let pairs = values.iter().filter(|(_, value)| !value.is_empty());
    let pairs: Vec<_> = pairs.map(|(name, value)| format!("{name}={}", encode(value))).collect();
    if pairs.is_empty() { path.to_owned() } else { format!("{path}?{}", pairs.join("&")) }
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
}
