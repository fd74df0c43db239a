//! Damage that any reading or writing of this process meets, reported to the server of the file: the error does not
//! name its file, and a process that serves one has no other open.

use std::sync::OnceLock;

/// Called whenever damage is met.
static MET: OnceLock<Box<dyn Fn() + Send + Sync>> = OnceLock::new();

/// From now on `then` is called whenever damage is met. A process serves one file: the first call stays.
pub(super) fn when_met(then: impl Fn() + Send + Sync + 'static) {
    let _ = MET.set(Box::new(then));
}

/// Reports that some reading or writing has met damage.
pub(super) fn was_met() {
    if let Some(then) = MET.get() {
        then();
    }
}
