//! `add-person`.

use clap::Args;
use section11::domain::dates;
use section11::operations::Actor;
use section11::operations::Opening;
use section11::operations::account::password_links::Link;
use section11::operations::people::TypedPerson;
use section11::operations::tokens::Token;

use super::database::{BASE_URL, Database, Reached};
use super::failure::Failure;

/// The options of `add-person`.
#[derive(Debug, Args)]
pub struct AddPerson {
    #[command(flatten)]
    database: Database,
    #[command(flatten)]
    reached: Reached,
    /// What they sign in with
    #[arg(long)]
    email: String,
    /// What they are called
    #[arg(long)]
    name: String,
    /// administrator, reviewer, lead or contributor
    #[arg(long)]
    role: String,
    /// For lead and contributor: the organisation's reference, like O-0042
    #[arg(long)]
    organisation: Option<String>,
}

impl AddPerson {
    /// Adds the person and prints their link.
    pub async fn run(self) -> Result<(), Failure> {
        let (_in_use, installation) = self.database.open_alone(Opening::Existing, &self.reached.base_url).await?;
        if installation.awaits_set_up() {
            return Err(Failure::because("this installation is not set up yet: start it and open /set-up"));
        }
        let typed = TypedPerson {
            email: self.email,
            name: self.name,
            role: self.role,
            organisation: self.organisation.unwrap_or_default(),
        };
        let added = installation.add_person(Actor::Machine, &typed, &Token::new()).await?;
        if let Some(name) = added.kept_name {
            tell!(std::io::stdout(), "{} belongs to {name}; the name was not changed", typed.email);
        }
        match added.link {
            Some(Link { address, ends_at }) => {
                let until = dates::long_with_clock(ends_at);
                tell!(std::io::stdout(), "Give this link to {} alone; it sets their password.", typed.email);
                tell!(std::io::stdout(), "It works once, until {until}:\n{address}");
                if self.reached.base_url == BASE_URL {
                    tell!(
                        std::io::stderr(),
                        "It leads to this machine. Where the service is reached elsewhere, give --base-url as for serve."
                    );
                }
            }
            None => tell!(std::io::stdout(), "{} already has a password and now has the role", typed.email),
        }
        installation.store.close().await;
        Ok(())
    }
}
