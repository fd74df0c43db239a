//! The database that a command works on, and where people reach the service.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use section11::operations::{Clock, Installation};
use section11::operations::{InUse, Opening, writable};

use super::failure::Failure;

/// Where the service is reached unless the command line says otherwise.
pub const BASE_URL: &str = "http://127.0.0.1:3011";

/// The database that a command works on.
#[derive(Clone, Debug, clap::Args)]
pub struct Database {
    /// The database file
    #[arg(long, env = "S11_DATABASE", value_name = "FILE")]
    pub database: PathBuf,
}

/// Where people reach the service, for the commands that make links.
#[derive(Clone, Debug, clap::Args)]
pub struct Reached {
    /// Where people reach the service; links that the program makes begin with it
    #[arg(long, env = "S11_BASE_URL", value_name = "URL", default_value = BASE_URL, value_parser = origin)]
    pub base_url: String,
}

/// An address to which a path can be put: links begin with it, and posts are compared with it.
fn origin(typed: &str) -> Result<String, String> {
    let why = "it must be http:// or https:// and a host, with nothing after it, like https://audit.board.example";
    let uri: axum::http::Uri = typed.parse().map_err(|_| why.to_owned())?;
    let is_origin = matches!(uri.scheme_str(), Some("http" | "https"))
        && uri.authority().is_some_and(|authority| !authority.as_str().contains('@'))
        && uri.path() == "/"
        && uri.query().is_none()
        && !typed.contains('#');
    if is_origin { Ok(typed.trim_end_matches('/').to_owned()) } else { Err(why.to_owned()) }
}

impl Database {
    /// Refuses an output that would replace a database, a file that lies beside one, or anything but a regular file.
    pub fn leaves_be(&self, output: &Path) -> Result<(), Failure> {
        Ok(writable(output, &self.database)?)
    }

    /// For a command that writes: nobody else may be using the file, as long as the returned [`InUse`] is held.
    pub async fn open_alone(&self, opening: Opening, base_url: &str) -> Result<(InUse, Arc<Installation>), Failure> {
        let in_use = InUse::take(&self.database, opening)?;
        let installation = Installation::open(&self.database, opening, Clock::System, base_url).await?;
        Ok((in_use, installation))
    }

    /// For a command that reads: somebody may be using the file, and may begin to once it is open. The returned
    /// [`InUse`] is held as long as the file is open.
    pub fn beside(&self) -> Result<(Option<InUse>, Opening), Failure> {
        let unused = InUse::beside(&self.database)?;
        let opening = if unused.is_some() { Opening::Shared } else { Opening::Beside };
        Ok((unused, opening))
    }

    pub async fn open_beside(&self) -> Result<(Option<InUse>, Arc<Installation>), Failure> {
        let (unused, opening) = self.beside()?;
        let installation = Installation::open(&self.database, opening, Clock::System, BASE_URL).await?;
        unused.iter().for_each(InUse::let_others_in);
        Ok((unused, installation))
    }
}
