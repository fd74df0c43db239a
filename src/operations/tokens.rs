//! Random tokens for sessions and links. Only hashes of them are stored.

use std::fmt::{self, Write};

use sha2::{Digest, Sha256};

/// 256 random bits, written as 64 hexadecimal digits. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// A new random token.
    #[expect(clippy::new_without_default, reason = "a random value is no default")]
    pub fn new() -> Self {
        Self(hex(&rand::random::<[u8; 32]>()))
    }

    /// Reads a token that came back; `None` unless it has the form of one.
    pub fn parse(text: &str) -> Option<Self> {
        (text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit())).then(|| Self(text.to_ascii_lowercase()))
    }

    /// The token as text, to be given to its owner alone.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// The token of a password link that the owner of this session's token makes. It is worked out from the session,
    /// which only their browser has, and the link's number, which may stand in an address: so a page can show the link
    /// again without its being kept anywhere.
    #[must_use]
    pub fn for_link(&self, number: &str) -> Self {
        Self(hex(&Sha256::digest(format!("password link {number} {}", self.0))))
    }

    /// A new password link of this session: its number and its token.
    pub fn new_link(&self) -> (String, Self) {
        let number = Self::new().0[..16].to_owned();
        let token = self.for_link(&number);
        (number, token)
    }

    /// What is stored of it.
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0.as_bytes()).into()
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// Bytes as lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    let mut digits = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        let _ = write!(digits, "{byte:02x}");
    }
    digits
}

/// SHA-256 of a text, in hexadecimal.
pub fn content_hash(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}
