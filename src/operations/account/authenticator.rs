//! Authenticator apps: the secret that is put into one, and its codes.

use jiff::Timestamp;
use sha2::{Digest, Sha256};
use totp_rs::{Builder, Secret, Totp};

use crate::domain::normal_form;
use crate::operations::tokens::Token;
use crate::operations::{Installation, Problem, Refused};
use crate::store::log::{self, Entry, Operation};
use crate::store::{people, sessions};

impl Installation {
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
        let entry = Entry::new(Operation::AuthenticatorSetUp, Some(session.person));
        log::record(&mut writing, entry, now).await?;
        writing.commit().await?;
        Ok(fresh)
    }
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

/// 160 bits, as RFC 4226 advises.
fn offered_secret(token: &Token) -> Vec<u8> {
    Sha256::digest(format!("authenticator app {}", token.reveal()).as_bytes())[..20].to_vec()
}

/// The time step of a code that is right now, or was or will be within 30 seconds; `None` when it is wrong.
pub(super) fn step_of(secret: &[u8], code: &str, now: Timestamp) -> Option<i64> {
    let totp = Builder::new().with_secret(secret.to_vec()).with_account_name("section11".to_owned()).build().ok()?;
    let step = totp.check(&normal_form::without_spaces(code), u64::try_from(now.as_second()).ok()?)?;
    i64::try_from(step).ok()
}
