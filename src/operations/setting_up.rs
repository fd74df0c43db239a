//! The first start of an empty installation: who the board is, and its first administrator.

use super::people::TypedPerson;
use super::tokens::Token;
use super::{Actor, Installation, Problem, Refused, passwords};
use crate::domain::board::Board;
use crate::domain::person::{self, EmailAddress};
use crate::domain::text;
use crate::store::board;
use crate::store::log::{self, Entry};

/// What the set-up page asks.
#[derive(Clone, Debug, Default)]
pub struct TypedSetUp {
    /// The token printed on the console.
    pub token: String,
    /// The board's name.
    pub board_name: String,
    /// Its short name.
    pub short_name: String,
    /// Where people ask for help; also the first administrator's way in.
    pub contact_email: String,
    /// The law under which the board asks.
    pub legal_basis: String,
    /// The first administrator.
    pub name: String,
    /// What they sign in with.
    pub email: String,
    /// Their password.
    pub password: String,
}

impl Installation {
    /// Whether there is nothing yet: only then is there a set-up page.
    pub fn awaits_set_up(&self) -> bool {
        self.board().is_none()
    }

    /// Creates the board and its first administrator. Works once, with the token printed on the console.
    pub async fn set_up(&self, typed: &TypedSetUp) -> Result<(), Refused> {
        if !self.awaits_set_up() {
            return Err(Refused::NotFound);
        }
        let mut problems = Vec::new();
        if Token::parse(typed.token.trim()).is_none_or(|token| token.hash() != self.set_up_token().hash()) {
            problems.push(Problem::new("token", "The token is not the one printed on the console at the last start"));
        }
        let mut line = |field: &str, what: &str, typed: &str| {
            text::line(typed, 160)
                .map_err(|why| problems.push(Problem::new(field, format!("{what} {why}"))))
                .unwrap_or_default()
        };
        let name = line("board_name", "The board’s name", &typed.board_name);
        let short_name = line("short_name", "The short name", &typed.short_name);
        let mut problem = |field: &str, message: String| problems.push(Problem::new(field, message));
        if EmailAddress::parse(&typed.contact_email).is_none() {
            problem("contact_email", "Address for help must be one e-mail address".into());
        }
        let legal_basis = text::prose(typed.legal_basis.trim(), 2_000)
            .map_err(|why| problem("legal_basis", format!("The legal basis {why}")))
            .unwrap_or_default();
        if let Err(why) = person::name(&typed.name) {
            problem("name", format!("Your name {why}"));
        }
        if EmailAddress::parse(&typed.email).is_none() {
            problem("email", "Your e-mail address must be one address".into());
        }
        if let Err(unfit) = passwords::check(&typed.password, &typed.email) {
            problem("password", unfit.to_string());
        }
        if !problems.is_empty() {
            return Err(Refused::Invalid(problems));
        }
        let board = Board {
            name,
            short_name,
            contact_email: typed.contact_email.trim().into(),
            legal_basis,
            holds_sample_data: false,
        };
        let now = self.now();
        let mut writing = self.store.writing().await?;
        board::create(&mut writing, &board, now).await?;
        log::record(&mut writing, Entry { operation: "installation set up", ..Entry::default() }, now).await?;
        writing.commit().await?;
        self.board_was_stored(board);
        let administrator = TypedPerson {
            email: typed.email.clone(),
            name: typed.name.clone(),
            role: "administrator".into(),
            organisation: String::new(),
        };
        let added = self.add_person(Actor::Machine, &administrator, &Token::new()).await?;
        let way_in = added.link.unwrap_or_default();
        let token = way_in.rsplit('/').next().unwrap_or_default();
        self.set_password(token, typed.password.clone(), &typed.password).await
    }
}
