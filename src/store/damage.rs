//! Damage that any reading or writing of this process meets, told to whoever serves the file: which file it was, the error
//! does not say, and a process that serves one has no other open.

use std::sync::OnceLock;

/// What is done then.
static MET: OnceLock<Box<dyn Fn() + Send + Sync>> = OnceLock::new();

/// From now on this is done whenever damage is met. A process serves one file: the first stays.
pub(super) fn when_met(then: impl Fn() + Send + Sync + 'static) {
    let _ = MET.set(Box::new(then));
}

/// Some reading or writing has met damage.
pub(super) fn was_met() {
    if let Some(then) = MET.get() {
        then();
    }
}
