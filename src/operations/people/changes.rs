//! What an administrator changes about a known person: name and address, roles that end, and a lost app.

use super::keep_an_administrator;
use crate::domain::access::Visitor;
use crate::domain::labels;
use crate::domain::organisation::{OrganisationId, OrganisationReference};
use crate::domain::person::{self, EmailAddress, Person, PersonId};
use crate::operations::tokens::Token;
use crate::operations::{Installation, Problem, Refused, allow};
use crate::store::log::{self, Entry, Operation};
use crate::store::{known_browsers, organisations, password_links, people, sessions, wrong_codes};

impl Installation {
    /// Changes a person's name and address. Another address ends their sessions, except the one in which somebody
    /// changes their own, and the links that were made for the old one; no browser is known for it. `opened_with` is
    /// what the page showed at first: a change since then is not undone.
    pub async fn change_person(
        &self,
        visitor: &Visitor,
        session: &Token,
        id: PersonId,
        [typed_name, typed_email]: [&str; 2],
        opened_with: Option<[&str; 2]>,
    ) -> Result<(), Refused> {
        allow(visitor.may_keep_people())?;
        let mut problems = Vec::new();
        let name = person::name(typed_name)
            .map_err(|why| problems.push(Problem::new("name", format!("{} {why}", labels::NAME))));
        let email = EmailAddress::parse(typed_email);
        if email.is_none() {
            let message = format!("{} must be one address, like name@school.example", labels::EMAIL);
            problems.push(Problem::new("email", message));
        }
        let mut writing = self.store.writing().await?;
        let before = known(&mut writing, id).await?;
        let stored = [before.name.as_str(), &before.email.to_string()];
        if opened_with.is_some_and(|opened| opened != stored && [typed_name, typed_email] != stored) {
            return Err(Refused::changed_meanwhile());
        }
        let (Ok(name), Some(email)) = (name, email) else {
            return Err(Refused::Invalid(problems));
        };
        if people::id_of(&mut writing, &email).await?.is_some_and(|other| other != id) {
            let message = "Another person already signs in with this e-mail address; each person needs their own";
            return Err(Refused::Invalid(vec![Problem::new("email", message)]));
        }
        let changed: Vec<_> = [
            (before.name != name).then_some("name"),
            (before.email != email).then_some("e-mail address, sessions and links ended"),
        ]
        .into_iter()
        .flatten()
        .collect();
        if changed.is_empty() {
            return Ok(());
        }
        people::change(&mut writing, id, &email, &name).await?;
        if before.email != email {
            if id == visitor.person {
                sessions::end_others(&mut writing, id, &session.hash()).await?;
            } else {
                sessions::end_all(&mut writing, id).await?;
            }
            password_links::end(&mut writing, id).await?;
            known_browsers::forget_all(&mut writing, id).await?;
        }
        let subject = format!("person {}: {}", id.0, changed.join(", "));
        let entry = Entry { subject, ..Entry::new(Operation::PersonChanged, Some(visitor.person)) };
        log::record(&mut writing, entry, self.now()).await?;
        Ok(writing.commit().await?)
    }

    /// Ends a person's role in an organisation, and with it their sessions. What they have written stays.
    pub async fn end_membership(&self, visitor: &Visitor, id: PersonId, reference: &str) -> Result<(), Refused> {
        allow(visitor.may_keep_people())?;
        let reference = OrganisationReference::parse(reference).ok_or(Refused::NotFound)?;
        let mut writing = self.store.writing().await?;
        let person = known(&mut writing, id).await?;
        let organisation = organisations::by_reference(&mut writing, &reference).await?.ok_or(Refused::NotFound)?.id;
        if !person.memberships.iter().any(|membership| membership.organisation == organisation) {
            return Err(Refused::NotFound);
        }
        people::end_membership(&mut writing, id, organisation).await?;
        self.note_end(&mut writing, visitor, Operation::MembershipEnded, id, Some(organisation)).await?;
        Ok(writing.commit().await?)
    }

    /// Ends a person's role at the board, and with it their sessions; never one's own, never the last administrator's.
    pub async fn end_board_role(&self, visitor: &Visitor, id: PersonId) -> Result<(), Refused> {
        allow(visitor.may_keep_people())?;
        if !visitor.may_take_from(id) {
            return Err(Refused::State("This is your own role. Ask another administrator to end it.".into()));
        }
        let mut writing = self.store.writing().await?;
        let person = known(&mut writing, id).await?;
        if person.board_role.is_none() {
            return Err(Refused::NotFound);
        }
        people::set_board_role(&mut writing, id, None).await?;
        keep_an_administrator(&mut writing, &person).await?;
        self.note_end(&mut writing, visitor, Operation::BoardRoleEnded, id, None).await?;
        Ok(writing.commit().await?)
    }

    /// Takes a lost authenticator app off a person's account, and ends their sessions. A person with a board role sets
    /// up another at the next sign-in.
    pub async fn remove_authenticator(&self, visitor: &Visitor, id: PersonId) -> Result<(), Refused> {
        allow(visitor.may_keep_people())?;
        if !visitor.may_take_from(id) {
            return Err(Refused::State("This is your own app. Ask another administrator to reset it.".into()));
        }
        let mut writing = self.store.writing().await?;
        if !known(&mut writing, id).await?.has_authenticator {
            return Err(Refused::NotFound);
        }
        people::remove_authenticator(&mut writing, id).await?;
        wrong_codes::forget(&mut writing, id).await?;
        self.note_end(&mut writing, visitor, Operation::AuthenticatorTakenOff, id, None).await?;
        Ok(writing.commit().await?)
    }

    /// Ends every session with the right, so that pages opened under it cannot be used, and records the end.
    async fn note_end(
        &self,
        db: &mut sqlx::SqliteConnection,
        visitor: &Visitor,
        operation: Operation,
        id: PersonId,
        organisation: Option<OrganisationId>,
    ) -> Result<(), Refused> {
        sessions::end_all(db, id).await?;
        let (person, subject) = (Some(visitor.person), format!("person {}", id.0));
        let entry = Entry { organisation, subject, ..Entry::new(operation, person) };
        Ok(log::record(db, entry, self.now()).await?)
    }
}

async fn known(db: &mut sqlx::SqliteConnection, id: PersonId) -> Result<Person, Refused> {
    people::by_id(db, id).await?.ok_or(Refused::NotFound)
}
