//! Carrying out a form once, however often it is sent.

use std::future::Future;

use jiff::SignedDuration;

use crate::operations::Installation;
use crate::store::{Result, posts};

pub use crate::store::posts::{PostKey, aside};

/// How long it is known that a form was carried out: longer than anybody leaves its page open.
pub(crate) const KNOWN_FOR: SignedDuration = SignedDuration::from_hours(7 * 24);

impl Installation {
    /// Does what a form asks for, and stores with it that this was done.
    pub async fn carry_out<F: Future>(&self, key: PostKey, doing: F) -> F::Output {
        posts::carrying_out(key, self.now(), doing).await
    }

    /// Whether the form with this key was carried out, also before the last start.
    pub async fn was_carried_out(&self, key: PostKey) -> Result<bool> {
        posts::is_known(&mut *self.store.reading().await?, key).await
    }
}
