//! The first start of an empty installation: who the board is, and its first administrator.

use crate::domain::board::{Board, EvidenceRule};
use crate::domain::person::{self, BoardRole, EmailAddress};
use crate::domain::{labels, normal_form, text};
use crate::operations::account::passwords;
use crate::operations::tokens::Token;
use crate::operations::{Installation, Problem, Refused};
use crate::store::board;
use crate::store::log::{self, Entry, Operation};
use crate::store::people::{self, NewPerson};

/// What the set-up page asks.
#[derive(Clone, Debug, Default)]
pub struct TypedSetUp {
    /// The token printed on the console.
    pub token: String,
    /// The board's name.
    pub board_name: String,
    /// Its short name.
    pub short_name: String,
    /// Where people ask for help.
    pub contact_email: String,
    /// The law under which the board asks.
    pub legal_basis: String,
    /// The first administrator.
    pub name: String,
    /// What they sign in with.
    pub email: String,
    /// Their password.
    pub password: String,
    /// The same again: nobody could let them in if it were mistyped.
    pub again: String,
}

impl TypedSetUp {
    /// The words that anybody would try first as the administrator's password.
    fn own_words(&self) -> Vec<String> {
        [&self.name, &self.email, &self.board_name, &self.short_name].map(Clone::clone).into()
    }
}

impl Installation {
    /// Whether nothing is set up yet: only then is there a set-up page.
    pub fn awaits_set_up(&self) -> bool {
        self.board().is_none()
    }

    /// Creates the board and its first administrator. Works once, with the token printed on the console.
    pub async fn set_up(&self, typed: &TypedSetUp) -> Result<(), Refused> {
        if !self.awaits_set_up() {
            return Err(Refused::NotFound);
        }
        let mut problems = Vec::new();
        let token = normal_form::without_spaces(&typed.token);
        if token.is_empty() {
            let message = "Enter the set-up token that was printed on the console when the server started";
            problems.push(Problem::new("token", message));
        } else if Token::parse(&token).is_none_or(|token| token.hash() != self.set_up_token().hash()) {
            problems.push(Problem::new("token", "The token is not the one printed on the console at the last start"));
        }
        // Without the token the password is not looked at either.
        let has_token = problems.is_empty();
        let mut line = |field: &str, what: &str, typed: &str| {
            normal_form::line(typed, 160)
                .map_err(|why| problems.push(Problem::new(field, format!("{what} {why}"))))
                .unwrap_or_default()
        };
        let name = line("board_name", "The board’s name", &typed.board_name);
        let short_name = line("short_name", labels::SHORT_NAME, &typed.short_name);
        let mut problem = |field: &str, message: String| problems.push(Problem::new(field, message));
        let contact_email = EmailAddress::parse(&typed.contact_email);
        if contact_email.is_none() {
            problem("contact_email", format!("{} must be one address, like name@board.example", labels::CONTACT_EMAIL));
        }
        let legal_basis = text::prose(typed.legal_basis.trim(), 2_000)
            .map_err(|why| problem("legal_basis", format!("{} {why}", labels::LEGAL_BASIS)))
            .unwrap_or_default();
        let own_name = person::name(&typed.name).map_err(|why| problem("name", format!("{} {why}", labels::YOUR_NAME)));
        let email = EmailAddress::parse(&typed.email);
        if email.is_none() {
            problem("email", format!("{} must be one address, like name@board.example", labels::YOUR_EMAIL));
        }
        let fit =
            if has_token { self.passwords.check(typed.password.clone(), typed.own_words()).await } else { Ok(()) };
        if let Err(unfit) = fit {
            problem("password", unfit.to_string());
        } else if !passwords::are_alike(&typed.password, &typed.again) {
            problem("again", "The two passwords are not the same; enter both again".into());
        }
        let (Ok(own_name), Some(email), Some(contact_email), true) =
            (own_name, email, contact_email, problems.is_empty())
        else {
            return Err(Refused::Invalid(problems));
        };
        let board = Board {
            name,
            short_name,
            contact_email: contact_email.to_string(),
            legal_basis,
            holds_sample_data: false,
            evidence: EvidenceRule::default(),
        };
        let hash = self.passwords.hash(typed.password.clone()).await;
        let now = self.now();
        let mut writing = self.store.writing().await?;
        if board::find(&mut writing).await?.is_some() {
            return Err(Refused::NotFound);
        }
        board::create(&mut writing, &board, now).await?;
        let role = Some(BoardRole::Administrator);
        let administrator = NewPerson { email: &email, name: &own_name, board_role: role, is_sample: false };
        let administrator = people::add(&mut writing, &administrator, now).await?;
        people::set_password_hash(&mut writing, administrator, &hash).await?;
        let entry = Entry::new(Operation::InstallationSetUp, Some(administrator));
        log::record(&mut writing, entry, now).await?;
        writing.commit().await?;
        self.board_was_stored(board);
        Ok(())
    }
}
