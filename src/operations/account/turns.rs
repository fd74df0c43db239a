//! Whose password is hashed next. A hash takes a core for a fiftieth of a second: somebody who guesses as fast as the
//! answers come must not keep people waiting who sign in once.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// This many passwords of strangers are hashed at once, one a core.
const AT_ONCE: usize = 2;
/// This many more wait, the last of them for two seconds. Further ones are refused: so many do not come from a crowd of
/// people, who would rather wait than be refused.
const WAITING: usize = 200;
/// With more tries to sign in under way than this, each wrong one is answered late.
const FEW: usize = 4;
/// This late: forty who guess all the time then take a quarter of two cores.
const LATE: Duration = Duration::from_secs(2);

/// Who has a password hashed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Somebody in a browser that the account's owner has used, in a session, or with a link: strangers do not delay
    /// them.
    Known,
    /// Anybody.
    Stranger,
}

/// The turns of an installation. A clone shares them.
#[derive(Clone, Debug)]
pub struct Turns {
    known: Arc<Semaphore>,
    strangers: Arc<Semaphore>,
    places: Arc<Semaphore>,
    /// Tries to sign in, those that are held back included.
    under_way: Arc<AtomicUsize>,
}

impl Default for Turns {
    fn default() -> Self {
        let of = |number: usize| Arc::new(Semaphore::new(number));
        Self { known: of(1), strangers: of(AT_ONCE), places: of(AT_ONCE + WAITING), under_way: Arc::default() }
    }
}

/// A place among those whose turn will come.
#[derive(Debug)]
pub struct Turn {
    of: Arc<Semaphore>,
    place: Option<OwnedSemaphorePermit>,
}

/// What has to be held while a password is hashed.
#[derive(Debug)]
pub struct Hashing {
    _permit: OwnedSemaphorePermit,
    _place: Option<OwnedSemaphorePermit>,
}

/// A try to sign in, as long as it is under way.
#[derive(Debug)]
pub struct Try(Arc<AtomicUsize>);

impl Turns {
    /// A turn; `None` for a stranger when too many others wait.
    pub fn take(&self, who: Who) -> Option<Turn> {
        match who {
            Who::Known => Some(Turn { of: self.known.clone(), place: None }),
            Who::Stranger => {
                let place = self.places.clone().try_acquire_owned().ok()?;
                Some(Turn { of: self.strangers.clone(), place: Some(place) })
            }
        }
    }

    /// A try to sign in begins.
    pub fn begin(&self) -> Try {
        self.under_way.fetch_add(1, Ordering::Relaxed);
        Try(self.under_way.clone())
    }
}

impl Turn {
    /// Waits until it comes.
    pub async fn comes(self) -> Hashing {
        let permit = self.of.acquire_owned().await.expect("the semaphore is never closed");
        Hashing { _permit: permit, _place: self.place }
    }
}

impl Try {
    /// Holds back the answer to a wrong try while more than a few are under way, those that are held back included.
    pub async fn was_wrong(self) {
        if self.0.load(Ordering::Relaxed) > FEW {
            tokio::time::sleep(LATE).await;
        }
    }
}

impl Drop for Try {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::Instant;

    use super::*;

    #[tokio::test]
    async fn strangers_wait_for_each_other_and_nobody_who_is_known_waits_for_them() {
        let turns = Turns::default();
        let mut places: Vec<_> = (0..AT_ONCE + WAITING).map(|_| turns.take(Who::Stranger).unwrap()).collect();
        assert!(turns.clone().take(Who::Stranger).is_none());
        let hashing = [places.pop().unwrap().comes().await, places.pop().unwrap().comes().await];
        assert_eq!(turns.strangers.available_permits(), 0, "the others wait");
        drop(turns.take(Who::Known).unwrap().comes().await);
        drop(hashing);
        drop(places.pop().unwrap().comes().await);
        assert!(turns.take(Who::Stranger).is_some());
    }

    #[tokio::test(start_paused = true)]
    async fn a_wrong_try_among_many_is_answered_late() {
        let turns = Turns::default();
        // Every request has a clone of its own.
        let _clones: Vec<_> = (0..2 * FEW).map(|_| turns.clone()).collect();
        let waits = async |others: usize| {
            let _others: Vec<_> = (0..others).map(|_| turns.begin()).collect();
            let before = Instant::now();
            turns.begin().was_wrong().await;
            before.elapsed()
        };
        assert_eq!(waits(0).await, Duration::ZERO);
        assert_eq!(waits(FEW - 1).await, Duration::ZERO);
        assert_eq!(waits(FEW).await, LATE);
        assert_eq!(waits(0).await, Duration::ZERO, "those that were answered are over");
    }
}
