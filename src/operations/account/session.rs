//! Sessions: who one belongs to, what it has come to, and when it ends.

use jiff::{SignedDuration, Timestamp};

use crate::domain::access::Visitor;
use crate::operations::Installation;
use crate::operations::tokens::Token;
use crate::store::log::{self, Entry, Operation};
use crate::store::sessions::{self, Session};
use crate::store::{Result, people};

/// A session of board staff ends after this long without use.
const IDLE_BOARD: SignedDuration = SignedDuration::from_mins(30);
/// A session of an organisation's people ends after this long without use.
const IDLE_ORGANISATION: SignedDuration = SignedDuration::from_mins(60);
/// Every session ends this long after it began.
pub(super) const LONGEST: SignedDuration = SignedDuration::from_hours(12);
/// "Last seen" is written at most this often, so that reading does not keep the writer busy.
const TOUCH: SignedDuration = SignedDuration::from_mins(1);

/// What a session has come to.
#[derive(Clone, Debug)]
pub enum SessionState {
    /// The password was right, and the code of the person's authenticator app is still to come.
    AwaitsCode,
    /// Somebody whose role at the board needs an authenticator app that is not set up yet. Until it is, they have no
    /// board role, and only the page that sets it up is open to them.
    NeedsAuthenticator(Visitor),
    /// Somebody is signed in, and for how long still.
    SignedIn(Visitor, TimeLeft),
}

impl SessionState {
    /// The visitor who is signed in.
    pub fn visitor(&self) -> Option<&Visitor> {
        match self {
            Self::SignedIn(visitor, _) => Some(visitor),
            Self::AwaitsCode | Self::NeedsAuthenticator(_) => None,
        }
    }

    /// The owner of the session, with their roles at this moment; nobody before the code.
    pub fn owner(&self) -> Option<&Visitor> {
        match self {
            Self::SignedIn(visitor, _) | Self::NeedsAuthenticator(visitor) => Some(visitor),
            Self::AwaitsCode => None,
        }
    }
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
    /// What it has come to.
    pub state: SessionState,
}

impl Installation {
    /// The session of a token at this moment; `None` when it has ended.
    pub async fn session(&self, token: &Token) -> Result<Option<SessionState>> {
        let now = self.now();
        let mut reading = self.store.reading().await?;
        let Some(session) = self.live_session(&mut reading, token, now).await? else {
            return Ok(None);
        };
        if session.awaits_code {
            return Ok(Some(SessionState::AwaitsCode));
        }
        let memberships = people::memberships(&mut reading, session.person).await?;
        drop(reading);
        let mut unused = now.duration_since(session.last_seen_at);
        if unused >= TOUCH {
            // Reading goes on while nothing can be written.
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
        let board_role = session.board_role.filter(|_| !needs_authenticator);
        let visitor = Visitor { person: session.person, name: session.name, board_role, memberships };
        Ok(Some(if needs_authenticator {
            SessionState::NeedsAuthenticator(visitor)
        } else {
            SessionState::SignedIn(visitor, left)
        }))
    }

    async fn session_was_used(&self, token: &Token, now: Timestamp) -> Result<()> {
        let mut writing = self.store.writing().await?;
        sessions::touch(&mut writing, &token.hash(), now).await?;
        writing.commit().await
    }

    /// The session of a token, unless it is over.
    pub(super) async fn live_session(
        &self,
        db: &mut sqlx::SqliteConnection,
        token: &Token,
        now: Timestamp,
    ) -> Result<Option<Session>> {
        let session = sessions::find(db, &token.hash()).await?;
        Ok(session.filter(|session| {
            let idle = idle_limit(session);
            // A clock that was wrong may have put both into the future: a session from so far ahead is over too.
            now.duration_since(session.last_seen_at) < idle && now.duration_since(session.created_at).abs() < LONGEST
        }))
    }

    /// Ends a session.
    pub async fn sign_out(&self, token: &Token) -> Result<()> {
        let mut writing = self.store.writing().await?;
        if let Some(session) = sessions::find(&mut writing, &token.hash()).await? {
            let entry = Entry::new(Operation::SignedOut, Some(session.person));
            log::record(&mut writing, entry, self.now()).await?;
        }
        sessions::end(&mut writing, &token.hash()).await?;
        writing.commit().await
    }
}

/// How long a session lasts without use.
fn idle_limit(session: &Session) -> SignedDuration {
    if session.board_role.is_some() { IDLE_BOARD } else { IDLE_ORGANISATION }
}
