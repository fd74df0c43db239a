//! The one-time links by which people set a password. An administrator hands them over: the program sends no mail.

use jiff::{SignedDuration, Timestamp};

use super::passwords;
use crate::domain::access::Visitor;
use crate::domain::person::{Person, PersonId};
use crate::operations::tokens::Token;
use crate::operations::{Installation, Problem, Refused, allow};
use crate::store::log::{self, Entry, Operation};
use crate::store::{known_browsers, password_links, people, sessions, wrong_codes};

/// How long a link that sets a first password can be used: its owner may be away.
pub(crate) const FIRST_LASTS: SignedDuration = SignedDuration::from_hours(14 * 24);
/// How long a link that replaces a password can be used: short, as its holder takes the account over (ASVS 6.4.3).
const ANOTHER_LASTS: SignedDuration = SignedDuration::from_mins(60);

/// A link that can be used.
#[derive(Clone, Debug)]
pub struct Link {
    /// Its whole address, to be given to its owner alone.
    pub address: String,
    /// Until when.
    pub ends_at: Timestamp,
}

impl Installation {
    pub(crate) async fn keep_link(
        &self,
        db: &mut sqlx::SqliteConnection,
        person: PersonId,
        lasts: SignedDuration,
        token: &Token,
    ) -> Result<Link, Refused> {
        let now = self.now();
        let ends_at = now + lasts;
        password_links::add(db, person, &token.hash(), now, ends_at).await?;
        Ok(Link { address: self.link_with(token), ends_at })
    }

    fn link_with(&self, token: &Token) -> String {
        format!("{}/set-password/{}", self.base_url, token.reveal())
    }

    /// The person's link with this token, while it can still be used.
    pub async fn link_of(&self, visitor: &Visitor, id: PersonId, token: &Token) -> Result<Option<Link>, Refused> {
        allow(visitor.may_keep_people())?;
        let live = password_links::live(&mut *self.store.reading().await?, &token.hash(), self.now()).await?;
        let live = live.filter(|(owner, _)| *owner == id);
        Ok(live.map(|(_, ends_at)| Link { address: self.link_with(token), ends_at }))
    }

    /// Makes a new link for a person, with this token; earlier ones stop working.
    pub async fn send_new_link(&self, visitor: &Visitor, id: PersonId, token: &Token) -> Result<String, Refused> {
        allow(visitor.may_keep_people())?;
        let mut writing = self.store.writing().await?;
        let person = people::by_id(&mut writing, id).await?.ok_or(Refused::NotFound)?;
        if person.disabled {
            return Err(Refused::State("This person may not sign in. Let them sign in again first.".into()));
        }
        let lasts = if person.has_password { ANOTHER_LASTS } else { FIRST_LASTS };
        let link = self.keep_link(&mut writing, id, lasts, token).await?;
        let subject = format!("person {}", id.0);
        let entry = Entry { subject, ..Entry::new(Operation::PasswordLinkMade, Some(visitor.person)) };
        log::record(&mut writing, entry, self.now()).await?;
        writing.commit().await?;
        Ok(link.address)
    }

    /// The person of a password link that can still be used; looking does not use it up.
    pub async fn link_owner(&self, token: &str) -> Result<Person, Refused> {
        let token = Token::parse(token).ok_or(Refused::NotFound)?;
        let mut reading = self.store.reading().await?;
        let (owner, _) =
            password_links::live(&mut reading, &token.hash(), self.now()).await?.ok_or(Refused::NotFound)?;
        people::by_id(&mut reading, owner).await?.ok_or(Refused::NotFound)
    }

    /// What anybody would try first as a person's password: their name and address, their organisations, and the board.
    pub(crate) async fn own_words(&self, person: &Person) -> Result<Vec<String>, Refused> {
        let organisations = people::belongings(&mut *self.store.reading().await?, Some(person.id)).await?;
        let board = self.board().map(|board| [board.name.clone(), board.short_name.clone()]);
        let mut own = vec![person.name.clone(), person.email.to_string()];
        own.extend(board.into_iter().flatten());
        own.extend(organisations.into_iter().map(|belonging| belonging.name));
        Ok(own)
    }

    /// Uses a link up and sets the password; every session of the person ends.
    pub async fn set_password(&self, token: &str, password: String, again: &str) -> Result<(), Refused> {
        let person = self.link_owner(token).await?;
        let token = Token::parse(token).ok_or(Refused::NotFound)?;
        if let Err(unfit) = self.passwords.check(password.clone(), self.own_words(&person).await?).await {
            return Err(Refused::Invalid(vec![Problem::new("password", unfit.to_string())]));
        }
        if !passwords::are_alike(&password, again) {
            return Err(Refused::Invalid(vec![Problem::new(
                "again",
                "The two passwords are not the same; enter both again",
            )]));
        }
        let hash = self.passwords.hash(password).await;
        let now = self.now();
        let mut writing = self.store.writing().await?;
        if !password_links::use_up(&mut writing, &token.hash(), now).await? {
            return Err(Refused::NotFound);
        }
        // The wrong codes were guessed with the old password.
        wrong_codes::forget(&mut writing, person.id).await?;
        people::set_password_hash(&mut writing, person.id, &hash).await?;
        sessions::end_all(&mut writing, person.id).await?;
        known_browsers::forget_all(&mut writing, person.id).await?;
        let entry = Entry::new(Operation::PasswordSet, Some(person.id));
        log::record(&mut writing, entry, now).await?;
        Ok(writing.commit().await?)
    }
}
