//! `check`.

use section11::operations::checking;
use section11::store::{InUse, Store};

use super::database::Database;
use super::failure::Failure;

/// Reads the whole file and reports what is wrong with it.
pub async fn run(database: &Database) -> Result<(), Failure> {
    let (unused, opening) = database.beside()?;
    let store = Store::open(&database.database, opening).await?;
    unused.iter().for_each(InUse::let_others_in);
    let found =
        checking::check(&mut *store.snapshot().await.map_err(Failure::because)?).await.map_err(Failure::because)?;
    store.close().await;
    tell!(std::io::stdout(), "SQLite {}, schema {}", found.sqlite, found.schema);
    if found.problems.is_empty() {
        tell!(std::io::stdout(), "{} is sound", database.database.display());
        return Ok(());
    }
    Err(Failure::because(format!("{} is damaged:\n{}", database.database.display(), found.problems.join("\n"))))
}
