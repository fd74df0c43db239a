//! Passwords: which are accepted, and their Argon2id hashes. Hashing runs a few at a time off the async threads.

use std::sync::Arc;

use argon2::Block;
use argon2::password_hash::phc::PasswordHash;

use tokio::sync::Semaphore;

use super::turns::{Turn, Turns, Who};
use crate::domain::normal_form;
use crate::operations::account::passwords::hashing::{Memory, has, needs_rehash};
use crate::operations::account::passwords::strength::{Weakness, weakness};

mod hashing;
pub mod strength;

/// At least this many characters; OWASP ASVS 5.0, 6.2.1 and 6.2.9.
const SHORTEST: usize = 12;
/// At most this many characters, so that hashing stays cheap.
const LONGEST: usize = 256;

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
    #[error("Password is too easy to guess: {0}{advice}", advice = .0.advice())]
    Guessable(Weakness),
}

/// Checks a new password. No rule of composition; spaces and every script are accepted. `own` are names of its owner,
/// their organisations and the board, and their address: they are guessed first.
fn check(password: &str, own: &[String]) -> Result<(), Unfit> {
    let password = normal_form::password(password);
    let length = password.chars().count();
    if length < SHORTEST {
        return Err(Unfit::Short);
    }
    if length > LONGEST {
        return Err(Unfit::Long);
    }
    weakness(&password, own).map_or(Ok(()), |weakness| Err(Unfit::Guessable(weakness)))
}

/// Hashes and checks passwords, each in its turn: a hash takes 19 MiB and about 20 ms of one core.
#[derive(Clone, Debug)]
pub struct Passwords {
    /// The turns of hashing.
    pub turns: Turns,
    /// New passwords are looked at one by one: each takes as long as a hash or longer, and nobody is throttled for it.
    looked_at: Arc<Semaphore>,
    memory: Memory,
}

impl Default for Passwords {
    fn default() -> Self {
        Self { turns: Turns::default(), looked_at: Arc::new(Semaphore::new(1)), memory: Memory::default() }
    }
}

/// A hash of nothing that anyone can type: checking against it takes as long as against a real one, so that an
/// unknown address is not told apart by time.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$c2VjdGlvbjExLW5vYm9keQ$9sFM43Z9H0gs7ncVvHrUqTJ8nHhSUsWkOYj0uOQMUBo";

/// How a typed password compares with a stored hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It does not match.
    Wrong,
    /// It matches.
    Right,
    /// It matches, and the hash should be made anew: it costs too little, or is of the text as it was typed.
    RightButOld,
}

/// Whether two typed passwords look alike to their author, and so are one.
pub fn are_alike(one: &str, other: &str) -> bool {
    normal_form::password(one) == normal_form::password(other)
}

impl Passwords {
    /// Calls [`check`], for one password at a time and off the threads that answer requests.
    pub async fn check(&self, password: String, own: Vec<String>) -> Result<(), Unfit> {
        let turn = self.looked_at.clone().acquire_owned().await.expect("the semaphore is never closed");
        tokio::task::spawn_blocking(move || {
            let _turn = turn;
            check(&password, &own)
        })
        .await
        .expect("looking at a password does not panic")
    }

    /// The hash of a password in its normal form, as a PHC string with its own salt.
    pub async fn hash(&self, password: String) -> String {
        self.run(self.turn_of_known(), move |blocks| hashing::hash(&normal_form::password(&password), blocks)).await
    }

    /// Compares a password with this hash, in a turn of [`Who::Known`].
    pub async fn verdict(&self, password: String, hash: Option<String>) -> Verdict {
        self.verdict_in(self.turn_of_known(), password, hash).await
    }

    fn turn_of_known(&self) -> Turn {
        self.turns.take(Who::Known).expect("who is known always has a turn")
    }

    /// Compares a password with this hash, or with nobody's hash when there is none.
    pub async fn verdict_in(&self, turn: Turn, password: String, hash: Option<String>) -> Verdict {
        // The hash is chosen first, so that the work asks for the same memory in the same order for everybody.
        let known = hash.is_some();
        let text = hash.unwrap_or_else(|| NOBODY.to_owned());
        self.run(turn, move |blocks| {
            let Ok(hash) = PasswordHash::new(&text) else { return Verdict::Wrong };
            let mut has = |password: &String| has(password, &hash, blocks);
            // Both forms are tried whatever comes of the first, so that the time tells nothing about an account.
            let [normal, as_typed] = forms(password).map(|form| form.is_some_and(|form| has(&form)));
            match normal || as_typed {
                right if !known || !right => Verdict::Wrong,
                _ if !normal || needs_rehash(&text) => Verdict::RightButOld,
                _ => Verdict::Right,
            }
        })
        .await
    }

    async fn run<T, W>(&self, turn: Turn, work: W) -> T
    where
        T: Send + 'static,
        W: FnOnce(&mut Vec<Block>) -> T + Send + 'static,
    {
        let (hashing, memory) = (turn.comes().await, self.memory.clone());
        tokio::task::spawn_blocking(move || {
            let _hashing = hashing;
            memory.lend(work)
        })
        .await
        .expect("hashing does not panic")
    }
}

/// A typed password in its normal form, and as it was typed where that differs: hashes from before passwords had a
/// normal form are of the text as typed.
fn forms(typed: String) -> [Option<String>; 2] {
    let normal = normal_form::password(&typed);
    let as_typed = (typed != normal).then_some(typed);
    [Some(normal), as_typed]
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
        let verdict = async |typed: &str, hash: Option<&String>| passwords.verdict(typed.into(), hash.cloned()).await;
        assert_eq!(verdict("correct horse battery", Some(&hash)).await, Verdict::Right);
        assert_eq!(verdict("correct horse batter", Some(&hash)).await, Verdict::Wrong);
        assert_eq!(verdict("anything", None).await, Verdict::Wrong);
        assert!(PasswordHash::new(NOBODY).is_ok());
    }

    #[tokio::test]
    async fn a_password_is_what_its_author_sees_and_an_older_hash_goes_on_working() {
        let passwords = Passwords::default();
        let hash = passwords.hash("café au lait, please".into()).await;
        for typed in
            ["cafe\u{301} au lait, please", "café\u{A0}au lait, please\r\n", "\u{FEFF}ｃafé au\u{200B} lait, please"]
        {
            assert_eq!(passwords.verdict(typed.into(), Some(hash.clone())).await, Verdict::Right, "{typed:?}");
        }
        for before in ["cafe\u{301} au lait ", "soft\u{AD}hyphens within"] {
            let as_typed = passwords.memory.lend(|blocks| hashing::hash(before, blocks));
            assert_eq!(passwords.verdict(before.into(), Some(as_typed.clone())).await, Verdict::RightButOld);
            let other = passwords.verdict("café au lait".into(), Some(as_typed)).await;
            assert_eq!(other, Verdict::Wrong, "an older hash is of the text as it was typed");
        }
    }

    #[test]
    fn how_often_is_hashed_depends_on_the_text_alone() {
        for (typed, times) in [("three unrelated words", 1), ("cafe\u{301} au lait", 2), (" x", 2), ("é", 1)] {
            assert_eq!(forms(typed.into()).into_iter().flatten().count(), times, "{typed:?}");
        }
    }

    #[test]
    fn what_is_wrong_with_a_password_is_one_sentence_and_what_to_do() {
        for (password, expected) in [
            ("green table mouse", "it has only short, common words; add another word"),
            ("217987654321", "it has digits alone. Choose three or four unrelated words"),
        ] {
            let said = check(password, &[]).unwrap_err().to_string();
            assert_eq!(said, format!("Password is too easy to guess: {expected}"));
        }
    }

    #[test]
    fn long_and_unusual_passwords_are_welcome_and_first_guesses_are_not() {
        let own = ["ann.lee@school.example".to_owned(), "Ann Lee".to_owned()];
        let check = |password: &str| check(password, &own);
        assert_eq!(check("correct horse battery"), Ok(()));
        assert_eq!(check("пароль из многих слов"), Ok(()));
        assert_eq!(check(&"kettle gravel moonlight ".repeat(10)), Ok(()));
        assert_eq!(check("elevenchars"), Err(Unfit::Short));
        assert_eq!(check("elevenchars\u{200B}\r\n"), Err(Unfit::Short), "what cannot be seen has no length");
        assert_eq!(check(&"a1b2c3".repeat(50)), Err(Unfit::Long));
        for guess in [
            "password1234",
            "Safeguarding2026",
            "111111111111",
            "ann.lee@school.example",
            "ababababababab",
            "sunshine2026!",
            "Sunshine 2026",
            "monkeymonkey",
            "Section11Section11",
            "Pass1word234",
            "peanutbutter",
            "ｐａｓｓｗｏｒｄ１２３４",
        ] {
            assert!(matches!(check(guess), Err(Unfit::Guessable(_))), "{guess}");
        }
    }
}
