//! What a signed-in person does with their own account: look at it, and change the password.

use super::passwords;
use super::passwords::Verdict;
use super::throttle::{Browser, Guess};
use crate::domain::access::Visitor;
use crate::domain::person::Person;
use crate::operations::installation::posts::aside;
use crate::operations::tokens::Token;
use crate::operations::{Installation, Problem, Refused};
use crate::store::log::{self, Entry, Operation};
use crate::store::{password_links, people, sessions, wrong_codes};

/// A change of password as typed. `Debug` shows nothing of it.
#[derive(Clone, Default)]
pub struct TypedPasswords {
    /// The password used until now.
    pub current: String,
    /// The new one.
    pub new: String,
    /// The new one again.
    pub again: String,
}

impl std::fmt::Debug for TypedPasswords {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TypedPasswords(…)")
    }
}

impl Installation {
    /// The person behind a visitor.
    pub async fn own_account(&self, visitor: &Visitor) -> Result<Person, Refused> {
        people::by_id(&mut *self.store.reading().await?, visitor.person).await?.ok_or(Refused::NotFound)
    }

    /// Changes the password of the person of this session, and ends their other sessions and any unused link to set
    /// one. The current password is asked for; guesses at it count together with guesses at the sign-in page in this
    /// browser.
    pub async fn change_password(
        &self,
        visitor: &Visitor,
        (session, browser): (&Token, &Browser),
        typed: TypedPasswords,
    ) -> Result<(), Refused> {
        let problem = |field: &str, message: &str| Refused::Invalid(vec![Problem::new(field, message)]);
        let person = self.own_account(visitor).await?;
        let own = self.own_words(&person).await?;
        let email = person.email;
        let mut problems = Vec::new();
        // An empty field is not a guess.
        if typed.current.is_empty() {
            problems.push(Problem::new("current", "Enter your current password"));
        }
        if let Err(unfit) = self.passwords.check(typed.new.clone(), own).await {
            problems.push(Problem::new("password", unfit.to_string()));
        } else if !passwords::are_alike(&typed.new, &typed.again) {
            problems.push(Problem::new("again", "The two new passwords are not the same; enter both again"));
        }
        if !problems.is_empty() {
            return Err(Refused::Invalid(problems));
        }
        let is_the_same = passwords::are_alike(&typed.new, &typed.current);
        let now = self.now();
        let mut writing = self.store.writing().await?;
        let guess = Guess::password_in(&mut writing, email.as_str(), Some(&email), browser, now).await?;
        let may_try = guess.take(&mut writing, now).await?;
        aside(writing.commit()).await?;
        if !may_try {
            return Err(problem("current", "There have been too many tries. Wait five minutes and try again"));
        }
        let known = people::credentials(&mut *self.store.reading().await?, &email).await?;
        let hash = known.and_then(|known| known.password_hash);
        let wrong = || problem("current", "Your current password is not right; enter it again");
        if self.passwords.verdict(typed.current, hash.clone()).await == Verdict::Wrong {
            return Err(wrong());
        }
        if is_the_same {
            // The current password was right: that is not a guess either.
            let mut writing = self.store.writing().await?;
            guess.was_right(&mut writing).await?;
            aside(writing.commit()).await?;
            return Err(problem("password", "Choose a password that is not your current one"));
        }
        let new_hash = self.passwords.hash(typed.new).await;
        let mut writing = self.store.writing().await?;
        // Hashing takes its time: a password that was set by a link meanwhile is not overwritten.
        let still = people::credentials(&mut writing, &email).await?.and_then(|known| known.password_hash);
        if still != hash {
            return Err(wrong());
        }
        people::set_password_hash(&mut writing, visitor.person, &new_hash).await?;
        password_links::end(&mut writing, visitor.person).await?;
        // The wrong codes were guessed with the old password.
        wrong_codes::forget(&mut writing, visitor.person).await?;
        sessions::end_others(&mut writing, visitor.person, &session.hash()).await?;
        guess.was_right(&mut writing).await?;
        let entry = Entry::new(Operation::PasswordChanged, Some(visitor.person));
        log::record(&mut writing, entry, now).await?;
        Ok(writing.commit().await?)
    }
}
