//! Copies of the whole database, each proved by the check that `check` makes.

use std::path::{Path, PathBuf};

use sqlx::Connection;

use super::checking::check;
use crate::store::backup;
pub use crate::store::backup::{Copied, Damaged};
use crate::store::check::Soundness;
use crate::store::{BackupError, StoreError};

/// Checks a database that may be in use, and writes nothing of its own.
pub async fn check_file(database: &Path) -> Result<Soundness, BackupError> {
    let mut db = backup::to_be_read(database).await?;
    let found = check(&mut db).await?;
    db.close().await.map_err(StoreError::from)?;
    Ok(found)
}

/// Copies a database that may be in use into a file of its own; see [`backup::backup`].
pub async fn backup(database: &Path, output: &Path, damaged: Damaged) -> Result<Copied, BackupError> {
    backup::backup(database, output, damaged, check).await
}

/// Puts a backup in the place of a database that nobody uses; see [`backup::restore`].
pub async fn restore(
    from: &Path,
    database: &Path,
    moment: &str,
    damaged: Damaged,
) -> Result<(Copied, Option<PathBuf>), BackupError> {
    backup::restore(from, database, moment, damaged, check).await
}
