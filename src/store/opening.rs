//! What is asked of a database file before it is opened.

/// How a database file is opened: whether it must be there, and who else may use it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// It must be there.
    Existing,
    /// It must be there, and another program uses it: its schema stays as it is.
    Beside,
    /// It must be there, and others may begin to use it as soon as it is open.
    Shared,
    /// It is made when it is not there.
    Create,
}

impl Opening {
    /// Whether another program may write to it meanwhile.
    pub(super) fn is_shared(self) -> bool {
        matches!(self, Self::Beside | Self::Shared)
    }
}
