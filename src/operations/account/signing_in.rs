//! Signing in and out, and who a session belongs to.

use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use totp_rs::{Builder, Secret, Totp};

use super::passwords::Verdict;
use super::throttle::{self, Browser, Guess};
use crate::domain::access::Visitor;
use crate::domain::person::{EmailAddress, PersonId};
use crate::domain::{dates, normal_form};
use crate::operations::installation::posts::{self, aside};
use crate::operations::tokens::Token;
use crate::operations::{Installation, Problem, Refused};
use crate::store::log::{self, Entry};
use crate::store::people::Credentials;
use crate::store::sessions::{self, Session};
use crate::store::{self, Result, known_browsers, people, wrong_codes};

/// A session of board staff ends after this long without use.
const IDLE_BOARD: SignedDuration = SignedDuration::from_mins(30);
/// A session of an organisation's people ends after this long without use.
const IDLE_ORGANISATION: SignedDuration = SignedDuration::from_mins(60);
/// Every session ends this long after it began.
const LONGEST: SignedDuration = SignedDuration::from_hours(12);
/// "Last seen" is written at most this often, so that reading does not keep the writer busy.
const TOUCH: SignedDuration = SignedDuration::from_mins(1);

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

/// Who a session's token belongs to.
#[derive(Clone, Debug)]
pub enum SignedIn {
    /// A signed-in person, and for how long still.
    Visitor(Visitor, TimeLeft),
    /// The password was given; the code is still to come.
    AwaitsCode,
}

/// Wrong codes of somebody's authenticator app.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WrongCodes {
    /// How many.
    pub count: i64,
    /// When the person had signed in before them, where that is known.
    pub since: Option<Timestamp>,
}

/// When a session ends, in seconds from a request on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeLeft {
    /// Unless it is used.
    pub idle: u32,
    /// In any case.
    pub whole: u32,
}

/// The session of a request, put into it by the session layer.
#[derive(Clone, Debug)]
pub struct CurrentSession {
    /// The token of the browser's cookie.
    pub token: Token,
    /// The signed-in person; `None` while the code is still to come.
    pub visitor: Option<Visitor>,
    /// When it ends; `None` while the code is still to come, and for one that has only just begun.
    pub left: Option<TimeLeft>,
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
        let guess = Guess::password_in(&mut writing, account.as_ref(), browser, now).await?;
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
        // Hashing takes its time: a password that was changed meanwhile, and an app that was set up, ended every session, and
        // no other begins by what was right before.
        if account_of(&mut writing, email).await? != (account, Some(known.clone())) {
            // Another device of theirs may have signed in meanwhile and renewed the old hash: what is stored is asked again.
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
        let operation = if known.has_authenticator { "password accepted" } else { "signed in" };
        let entry = Entry { operation, person: Some(person), ..Entry::default() };
        log::record(&mut writing, entry, now).await?;
        writing.commit().await?;
        Ok(if known.has_authenticator { SignIn::AwaitsCode(token) } else { SignIn::Done(token) })
    }

    /// Says in the program's log that somebody was not let in. An address that is nobody's is not repeated: it may be a
    /// password, typed into the wrong field.
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
        // Who has typed nothing has not guessed.
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
        let entry = Entry { operation: "signed in", person: Some(session.person), ..Entry::default() };
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
        // One that is nobody's may have been planted.
        let own = match known {
            Some(token) if known_browsers::is_known(&mut writing, &token.hash()).await? => token.clone(),
            _ => Token::new(),
        };
        known_browsers::add(&mut writing, &own.hash(), session.person, now).await?;
        writing.commit().await?;
        Ok(Some(own))
    }

    /// The wrong codes that were given for the person of a session since they last signed in, once: whoever gave them
    /// knows the password.
    pub async fn tell_of_wrong_codes(&self, session: &Token) -> Result<Option<WrongCodes>> {
        let now = self.now();
        let mut writing = self.store.writing().await?;
        let Some(session) = self.live_session(&mut writing, session, now).await? else { return Ok(None) };
        let (count, since) = wrong_codes::tell(&mut writing, session.person, now).await?;
        writing.commit().await?;
        Ok((count > 0).then_some(WrongCodes { count, since }))
    }

    /// Who a token belongs to at this moment; `None` when the session has ended.
    pub async fn visitor(&self, token: &Token) -> Result<Option<SignedIn>> {
        let now = self.now();
        let mut reading = self.store.reading().await?;
        let Some(session) = self.live_session(&mut reading, token, now).await? else {
            return Ok(None);
        };
        if session.awaits_code {
            return Ok(Some(SignedIn::AwaitsCode));
        }
        let memberships = people::memberships(&mut reading, session.person).await?;
        drop(reading);
        let mut unused = now.duration_since(session.last_seen_at);
        if unused >= TOUCH {
            // Whoever reads goes on reading while nothing can be written.
            match self.session_was_used(token, now).await {
                Ok(()) => unused = SignedDuration::ZERO,
                Err(error) => tracing::warn!(%error, "a session was not marked as used"),
            }
        }
        let needs_authenticator = session.board_role.is_some() && !session.has_authenticator && !session.is_sample;
        let seconds = |left: SignedDuration| u32::try_from(left.as_secs()).unwrap_or_default();
        let left = TimeLeft {
            idle: seconds(idle_limit(&session) - unused),
            whole: seconds(LONGEST - now.duration_since(session.created_at)),
        };
        let visitor = Visitor {
            person: session.person,
            name: session.name,
            board_role: session.board_role,
            memberships,
            needs_authenticator,
        };
        Ok(Some(SignedIn::Visitor(visitor, left)))
    }

    async fn session_was_used(&self, token: &Token, now: Timestamp) -> Result<()> {
        let mut writing = self.store.writing().await?;
        sessions::touch(&mut writing, &token.hash(), now).await?;
        writing.commit().await
    }

    async fn live_session(
        &self,
        db: &mut sqlx::SqliteConnection,
        token: &Token,
        now: Timestamp,
    ) -> Result<Option<Session>> {
        let session = sessions::find(db, &token.hash()).await?;
        Ok(session.filter(|session| {
            let idle = idle_limit(session);
            // A clock that was wrong may have put both into the future: so far off, they are over too.
            now.duration_since(session.last_seen_at) < idle && now.duration_since(session.created_at).abs() < LONGEST
        }))
    }

    /// Ends a session.
    pub async fn sign_out(&self, token: &Token) -> Result<()> {
        let mut writing = self.store.writing().await?;
        if let Some(session) = sessions::find(&mut writing, &token.hash()).await? {
            let entry = Entry { operation: "signed out", person: Some(session.person), ..Entry::default() };
            log::record(&mut writing, entry, self.now()).await?;
        }
        sessions::end(&mut writing, &token.hash()).await?;
        writing.commit().await
    }

    /// The authenticator secret offered to the person of this session. It is made from the session's token, which
    /// only their browser has, so that looking at the page stores nothing and shows the same secret again.
    pub async fn offer_authenticator(&self, token: &Token) -> std::result::Result<OfferedSecret, Refused> {
        let mut reading = self.store.reading().await?;
        let session = self.live_session(&mut reading, token, self.now()).await?;
        let session = session.filter(|s| !s.awaits_code && !s.has_authenticator).ok_or(Refused::NotFound)?;
        let issuer = self.board().map_or_else(|| "section11".into(), |board| board.short_name.replace(':', " "));
        Ok(OfferedSecret { secret: offered_secret(token), issuer, account: session.name.replace(':', " ") })
    }

    /// Confirms the offered secret with a code from the app, and replaces the session; from then on signing in
    /// asks for a code.
    pub async fn confirm_authenticator(&self, token: &Token, code: &str) -> std::result::Result<Token, Refused> {
        let now = self.now();
        let mut writing = self.store.writing().await?;
        let session = self.live_session(&mut writing, token, now).await?;
        let session = session.filter(|s| !s.awaits_code && !s.has_authenticator).ok_or(Refused::NotFound)?;
        let secret = offered_secret(token);
        let step = step_of(&secret, code, now).ok_or_else(|| {
            Refused::Invalid(vec![Problem::new("code", "The code is not right; check the app and enter a new one")])
        })?;
        let fresh = Token::new();
        people::set_authenticator(&mut writing, session.person, &secret, step).await?;
        sessions::end(&mut writing, &token.hash()).await?;
        sessions::add(&mut writing, &fresh.hash(), session.person, false, now).await?;
        let entry = Entry { operation: "authenticator app set up", person: Some(session.person), ..Entry::default() };
        log::record(&mut writing, entry, now).await?;
        writing.commit().await?;
        Ok(fresh)
    }
}

/// Whose account a typed address means, and what signs in to it: that of the address in its normal form, or, for an address
/// that was stored before there was one, as it is typed. Tries at an address that is nobody's count for it all the same.
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

/// How long a session lasts without use.
fn idle_limit(session: &Session) -> SignedDuration {
    if session.board_role.is_some() { IDLE_BOARD } else { IDLE_ORGANISATION }
}

/// 160 bits, as RFC 4226 advises.
fn offered_secret(token: &Token) -> Vec<u8> {
    Sha256::digest(format!("authenticator app {}", token.reveal()).as_bytes())[..20].to_vec()
}

/// A secret to be put into an authenticator app.
#[derive(Debug)]
pub struct OfferedSecret {
    secret: Vec<u8>,
    issuer: String,
    account: String,
}

impl OfferedSecret {
    fn totp(&self) -> Option<Totp> {
        let builder = Builder::new().with_secret(self.secret.clone()).with_account_name(self.account.clone());
        builder.with_issuer(Some(self.issuer.clone())).build().ok()
    }

    /// The secret in base 32, to be typed.
    pub fn typed(&self) -> String {
        Secret::from(self.secret.clone()).to_base32()
    }

    /// The secret as a QR picture: a base64 PNG.
    pub fn picture(&self) -> Option<String> {
        self.totp()?.to_qr_base64().ok()
    }
}

/// The time step of a code that is right now, or was or will be within 30 seconds; `None` when it is wrong.
fn step_of(secret: &[u8], code: &str, now: Timestamp) -> Option<i64> {
    let totp = Builder::new().with_secret(secret.to_vec()).with_account_name("section11".to_owned()).build().ok()?;
    let step = totp.check(&normal_form::without_spaces(code), u64::try_from(now.as_second()).ok()?)?;
    i64::try_from(step).ok()
}
