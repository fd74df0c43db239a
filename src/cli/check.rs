//! `check`.

use section11::operations::installation::copies;

use super::database::Database;
use super::failure::Failure;

/// Reads the whole file and reports what is wrong with it. Nothing is written, except that `SQLite` brings into the
/// file a log that was left beside it.
pub async fn run(database: &Database) -> Result<(), Failure> {
    let found = copies::check_file(&database.database).await?;
    tell!(std::io::stdout(), "SQLite {}, schema {}", found.sqlite, found.schema);
    if !found.problems.is_empty() {
        return Err(Failure::because(format!(
            "{} is damaged:\n{}",
            database.database.display(),
            found.problems.join("\n")
        )));
    }
    tell!(std::io::stdout(), "{} is sound", database.database.display());
    if !found.is_sound_and_new() {
        let why = "It is of an older version: what was handed in can be compared once serve has brought it up to date";
        tell!(std::io::stdout(), "{why}");
    }
    Ok(())
}
