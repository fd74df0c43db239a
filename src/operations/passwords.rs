//! Passwords: which are accepted, and their Argon2id hashes. Hashing runs two at a time off the async threads.

use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use tokio::sync::Semaphore;

/// At least this many characters; OWASP ASVS 5.0, 6.2.1 and 6.2.9.
const SHORTEST: usize = 12;
/// At most this many characters, so that hashing stays cheap.
const LONGEST: usize = 256;
/// Words that are the first guesses for this service: a password made of one of them and a few digits is refused.
const FIRST_GUESSES: [&str; 12] = [
    "password",
    "safeguarding",
    "section11",
    "sectioneleven",
    "qwertyuiop",
    "letmein",
    "welcome",
    "administrator",
    "iloveyou",
    "football",
    "schoolschool",
    "abcdefghijkl",
];

/// Why a password is not accepted. `Display` is the sentence that the page shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// Too short.
    #[error("Password must have at least {SHORTEST} characters; three or four unrelated words make a good one")]
    Short,
    /// Too long.
    #[error("Password must have {LONGEST} characters or fewer")]
    Long,
    /// One of the first guesses.
    #[error("Password is too easy to guess; choose three or four unrelated words")]
    Guessable,
}

/// Checks a new password. No rule of composition; spaces and every script are accepted.
pub fn check(password: &str, email: &str) -> Result<(), Unfit> {
    let length = password.chars().count();
    if length < SHORTEST {
        return Err(Unfit::Short);
    }
    if length > LONGEST {
        return Err(Unfit::Long);
    }
    let letters: String = password.to_lowercase().chars().filter(|c| c.is_alphabetic()).collect();
    let local = email.split('@').next().unwrap_or_default();
    let plain: String = password.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
    let distinct = plain.chars().collect::<std::collections::BTreeSet<_>>().len();
    let guessed = FIRST_GUESSES.iter().any(|guess| letters == *guess || plain == *guess || plain == guess.repeat(2));
    let is_address =
        plain.trim_end_matches(|c: char| c.is_ascii_digit()) == local || password.eq_ignore_ascii_case(email);
    if guessed || is_address || distinct < 5 { Err(Unfit::Guessable) } else { Ok(()) }
}

/// Hashes and checks passwords, at most two at once: each takes 19 MiB and about 20 ms of one core.
#[derive(Clone, Debug)]
pub struct Passwords {
    permits: Arc<Semaphore>,
}

impl Default for Passwords {
    fn default() -> Self {
        Self { permits: Arc::new(Semaphore::new(2)) }
    }
}

/// A hash of nothing that anyone can type: checking against it takes as long as against a real one, so that an
/// unknown address is not told apart by time.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$c2VjdGlvbjExLW5vYm9keQ$9sFM43Z9H0gs7ncVvHrUqTJ8nHhSUsWkOYj0uOQMUBo";

fn argon2() -> Argon2<'static> {
    let params = Params::new(19 * 1024, 2, 1, None).expect("the parameters are within Argon2's bounds");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

impl Passwords {
    /// The hash of a password, as a PHC string with its own salt.
    pub async fn hash(&self, password: String) -> String {
        self.run(move || {
            argon2().hash_password(password.as_bytes()).expect("the password is within Argon2's bounds").to_string()
        })
        .await
    }

    /// Whether a password has this hash; against nobody's hash when there is none.
    pub async fn matches(&self, password: String, hash: Option<String>) -> bool {
        self.run(move || {
            let known = hash.is_some();
            let text = hash.unwrap_or_else(|| NOBODY.into());
            let matches =
                PasswordHash::new(&text).is_ok_and(|hash| argon2().verify_password(password.as_bytes(), &hash).is_ok());
            known && matches
        })
        .await
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> T {
        let permit = self.permits.clone().acquire_owned().await.expect("the semaphore is never closed");
        tokio::task::spawn_blocking(move || {
            let _permit = permit;
            work()
        })
        .await
        .expect("hashing does not panic")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_matches_its_own_hash_alone() {
        let passwords = Passwords::default();
        let hash = passwords.hash("correct horse battery".into()).await;
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert_ne!(hash, passwords.hash("correct horse battery".into()).await);
        assert!(passwords.matches("correct horse battery".into(), Some(hash.clone())).await);
        assert!(!passwords.matches("correct horse batter".into(), Some(hash)).await);
        assert!(!passwords.matches("anything".into(), None).await);
        assert!(PasswordHash::new(NOBODY).is_ok());
    }

    #[test]
    fn long_and_unusual_passwords_are_welcome_and_first_guesses_are_not() {
        let check = |password: &str| check(password, "ann.lee@school.example");
        assert_eq!(check("correct horse battery"), Ok(()));
        assert_eq!(check("пароль из многих слов"), Ok(()));
        assert_eq!(check(&"long words ".repeat(12)), Ok(()));
        assert_eq!(check("elevenchars"), Err(Unfit::Short));
        assert_eq!(check(&"a1b2c3".repeat(50)), Err(Unfit::Long));
        for guess in ["password1234", "Safeguarding2026", "111111111111", "ann.lee@school.example", "ababababababab"] {
            assert_eq!(check(guess), Err(Unfit::Guessable), "{guess}");
        }
    }
}
