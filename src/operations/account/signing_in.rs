//! Signing in.

use jiff::Timestamp;

use super::authenticator::step_of;
use super::passwords::Verdict;
use super::session::LONGEST;
use super::throttle::{self, Browser, Guess};
use crate::domain::person::{EmailAddress, PersonId};
use crate::domain::{dates, normal_form};
use crate::operations::installation::posts::{self, aside};
use crate::operations::tokens::Token;
use crate::operations::{Installation, Problem, Refused};
use crate::store::log::{self, Entry, Operation};
use crate::store::people::Credentials;
use crate::store::sessions;
use crate::store::{self, Result, known_browsers, people, wrong_codes};

/// How a try to sign in ended.
#[derive(Debug)]
pub enum SignIn {
    /// The new session's token.
    Done(Token),
    /// The password was right; a code from the authenticator app is asked for next.
    AwaitsCode(Token),
    /// The address or the password is wrong: which one is not said.
    Wrong,
    /// Too many tries, for this account or from this place; it can be tried again in a few minutes.
    TooMany,
    /// Too many others are trying at this moment.
    Busy,
}

/// Wrong codes of somebody's authenticator app.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WrongCodes {
    /// How many.
    pub count: i64,
    /// When the person last signed in before them, where that is known.
    pub since: Option<Timestamp>,
}

impl Installation {
    /// Tries an address and password. A right one begins a new session in place of the browser's old one.
    pub async fn sign_in(&self, email: &str, password: String, browser: &Browser) -> Result<SignIn> {
        let this_try = self.passwords.turns.begin();
        let ended = self.try_to_sign_in(email, password, browser).await?;
        if matches!(ended, SignIn::Wrong | SignIn::TooMany | SignIn::Busy) {
            this_try.was_wrong().await;
        }
        Ok(ended)
    }

    async fn try_to_sign_in(&self, email: &str, password: String, browser: &Browser) -> Result<SignIn> {
        let now = self.now();
        let mut writing = self.store.writing().await?;
        let (account, known) = account_of(&mut writing, email).await?;
        let guess = Guess::password_in(&mut writing, email, account.as_ref(), browser, now).await?;
        let Some(turn) = self.passwords.turns.take(guess.who()) else {
            self.refused_to_sign_in(None, "too many at once");
            return Ok(SignIn::Busy);
        };
        let may_try = guess.take(&mut writing, now).await?;
        aside(writing.commit()).await?;
        if !may_try {
            self.refused_to_sign_in(None, "too many tries");
            return Ok(SignIn::TooMany);
        }
        let hash = known.as_ref().and_then(|known| known.password_hash.clone());
        let verdict = self.passwords.verdict_in(turn, password.clone(), hash).await;
        let person = known.as_ref().map(|known| PersonId(known.person));
        let Some(known) = known.filter(|_| verdict != Verdict::Wrong) else {
            self.refused_to_sign_in(person, "wrong password");
            return Ok(SignIn::Wrong);
        };
        let renewed = match verdict {
            Verdict::RightButOld => Some(self.passwords.hash(password.clone()).await),
            _ => None,
        };
        let token = Token::new();
        let mut writing = self.store.writing().await?;
        // Hashing takes its time: when the password was changed or an app set up meanwhile, the password that was right
        // before begins no session.
        if account_of(&mut writing, email).await? != (account, Some(known.clone())) {
            // Another device of theirs may have renewed the old hash meanwhile: the stored one is read again.
            if renewed.is_some() {
                drop(writing);
                return Box::pin(self.try_to_sign_in(email, password, browser)).await;
            }
            self.refused_to_sign_in(person, "the account was changed meanwhile");
            return Ok(SignIn::Wrong);
        }
        let person = PersonId(known.person);
        if let Some(old) = &browser.session {
            sessions::end(&mut writing, &old.hash()).await?;
        }
        if let Some(hash) = renewed {
            people::set_password_hash(&mut writing, person, &hash).await?;
        }
        sessions::prune(&mut writing, now - LONGEST, now - throttle::WITHIN).await?;
        known_browsers::prune(&mut writing, now - throttle::KNOWN_FOR).await?;
        store::posts::prune(&mut writing, now - posts::KNOWN_FOR).await?;
        guess.was_right(&mut writing).await?;
        sessions::add(&mut writing, &token.hash(), person, known.has_authenticator, now).await?;
        let operation = if known.has_authenticator { Operation::PasswordAccepted } else { Operation::SignedIn };
        let entry = Entry::new(operation, Some(person));
        log::record(&mut writing, entry, now).await?;
        writing.commit().await?;
        Ok(if known.has_authenticator { SignIn::AwaitsCode(token) } else { SignIn::Done(token) })
    }

    /// Says in the program's log that somebody was not let in. An unknown address is not logged: it may be a password,
    /// typed into the wrong field.
    fn refused_to_sign_in(&self, person: Option<PersonId>, why: &str) {
        self.counters.sign_ins_refused.add(1);
        tracing::warn!(person = person.map(|person| person.0), why, "signing in was refused");
    }

    /// The second step: a code from the authenticator app. A right one replaces the session by a new one.
    pub async fn sign_in_with_code(
        &self,
        token: &Token,
        code: &str,
        browser: &Browser,
    ) -> std::result::Result<Token, Refused> {
        let now = self.now();
        let problem = |message: &str| Refused::Invalid(vec![Problem::new("code", message)]);
        let mut writing = self.store.writing().await?;
        let session = self.live_session(&mut writing, token, now).await?;
        let session = session.filter(|session| session.awaits_code).ok_or(Refused::NotFound)?;
        // An empty field is not a guess.
        if normal_form::without_spaces(code).is_empty() {
            return Err(problem("Enter the code from your authenticator app"));
        }
        let under = throttle::codes_of(&mut writing, session.person, browser, now).await?;
        let (wrong_so_far, last) = wrong_codes::in_a_row(&mut writing, &under).await?.unwrap_or((0, now));
        if let Some(until) = throttle::waits_until(wrong_so_far, last, now) {
            self.refused_to_sign_in(Some(session.person), "too many codes");
            let until = if dates::today(until) == dates::today(now) {
                dates::clock(until)
            } else {
                dates::long_with_clock(until)
            };
            return Err(problem(&format!("There have been too many tries. Wait until {until}, then enter a new code")));
        }
        let known = people::authenticator(&mut writing, session.person).await?;
        let step = known.and_then(|(secret, _)| step_of(&secret, code, now));
        let accepted = match step {
            Some(step) => people::use_step(&mut writing, session.person, step).await?,
            None => false,
        };
        if !accepted {
            wrong_codes::count(&mut writing, &under, session.person, &token.hash(), now).await?;
            aside(writing.commit()).await?;
            self.refused_to_sign_in(Some(session.person), "wrong code");
            return Err(problem("The code is not right; wait for a new one and enter it"));
        }
        let fresh = Token::new();
        wrong_codes::end_row(&mut writing, &under, &token.hash()).await?;
        sessions::end(&mut writing, &token.hash()).await?;
        sessions::add(&mut writing, &fresh.hash(), session.person, false, now).await?;
        let entry = Entry::new(Operation::SignedIn, Some(session.person));
        log::record(&mut writing, entry, now).await?;
        writing.commit().await?;
        Ok(fresh)
    }

    /// Makes the browser of a session known for its person: strangers' guesses do not keep it out any more. Gives the
    /// token that the browser keeps from now on.
    pub async fn know_browser(&self, session: &Token, known: Option<&Token>) -> Result<Option<Token>> {
        let now = self.now();
        let mut writing = self.store.writing().await?;
        let Some(session) = self.live_session(&mut writing, session, now).await? else { return Ok(None) };
        // A token that the database does not know may have been planted.
        let own = match known {
            Some(token) if known_browsers::is_known(&mut writing, &token.hash()).await? => token.clone(),
            _ => Token::new(),
        };
        known_browsers::add(&mut writing, &own.hash(), session.person, now).await?;
        writing.commit().await?;
        Ok(Some(own))
    }

    /// The wrong codes that were given for the person of a session since they last signed in; told once. Somebody who
    /// gave them knows the password.
    pub async fn tell_of_wrong_codes(&self, session: &Token) -> Result<Option<WrongCodes>> {
        let now = self.now();
        let mut writing = self.store.writing().await?;
        let Some(session) = self.live_session(&mut writing, session, now).await? else { return Ok(None) };
        let (count, since) = wrong_codes::tell(&mut writing, session.person, now).await?;
        writing.commit().await?;
        Ok((count > 0).then_some(WrongCodes { count, since }))
    }
}

/// The account that a typed address means, and its credentials: looked up by the normal form, then as typed, for
/// addresses that were stored before there was a normal form. Tries at an unknown address count for it all the same.
async fn account_of(
    db: &mut sqlx::SqliteConnection,
    typed: &str,
) -> Result<(Option<EmailAddress>, Option<Credentials>)> {
    let normal = EmailAddress::parse(typed);
    let as_before = EmailAddress::as_stored(typed).filter(|before| Some(before) != normal.as_ref());
    for address in [&normal, &as_before].into_iter().flatten() {
        if let Some(known) = people::credentials(&mut *db, address).await? {
            return Ok((Some(address.clone()), Some(known)));
        }
    }
    Ok((normal.or(as_before), None))
}
