//! Why a command failed.

use section11::operations::Refused;
use section11::operations::installation::StartError;
use section11::operations::{BackupError, OpenError};

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    #[error(transparent)]
    Start(#[from] StartError),
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error(transparent)]
    Backup(#[from] BackupError),
    #[error(transparent)]
    Refused(#[from] Refused),
    #[error("{0}")]
    Because(String),
}

impl Failure {
    /// A reason in words.
    pub fn because(why: impl ToString) -> Self {
        Self::Because(why.to_string())
    }
}
