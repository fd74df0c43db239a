//! People: who may sign in, and as what.

pub mod changes;

use std::collections::BTreeMap;

use super::account::password_links::{FIRST_LASTS, Link};
use super::organisations::by_typed_reference;
use super::tokens::Token;
use super::{Actor, Installation, Problem, Refused, allow};
use crate::domain::access::Visitor;
use crate::domain::labels;
use crate::domain::organisation::OrganisationId;
use crate::domain::person::{self, BoardRole, EmailAddress, OrganisationRole, Person, PersonId, Role};
use crate::domain::search;
use crate::store::log::{self, Entry, Operation};
use crate::store::people::NewPerson;
pub use crate::store::people::{Belonging, Member};
use crate::store::{password_links, people, sessions};

/// A person as an administrator types them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedPerson {
    /// What they sign in with.
    pub email: String,
    /// What they are called.
    pub name: String,
    /// A role's key.
    pub role: String,
    /// The organisation's reference, for organisation roles.
    pub organisation: String,
}

/// A person who was added or given another role, and the link that sets their password.
#[derive(Debug)]
pub struct Added {
    /// The person.
    pub person: PersonId,
    /// The link, to be given to that person alone; `None` when they already have a password.
    pub link: Option<Link>,
    /// Whether they are new here.
    pub is_new: bool,
    /// The name that a known person keeps, when another was typed.
    pub kept_name: Option<String>,
}

/// A person with the names of the organisations they belong to.
#[derive(Clone, Debug)]
pub struct KnownPerson {
    /// The person.
    pub person: Person,
    /// Their organisations, by name.
    pub belongs_to: Vec<Belonging>,
}

/// Somebody who is the board's only administrator who can sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OnlyAdministrator {
    /// Whether another was added, who cannot sign in yet because they have not set a password.
    pub awaits_another: bool,
}

impl KnownPerson {
    fn is_found_by(&self, wanted: &str) -> bool {
        let organisations = self.belongs_to.iter().map(|belonging| belonging.name.as_str());
        let mut texts = [self.person.name.as_str(), self.person.email.as_str()].into_iter().chain(organisations);
        texts.any(|text| search::finds(wanted, text))
    }
}

impl Installation {
    /// Refuses a visitor who may not add people: asked before the form for it is shown.
    pub fn may_keep_people(&self, visitor: &Visitor) -> Result<(), Refused> {
        allow(visitor.may_keep_people())
    }

    /// Everybody whose name, e-mail address or organisation holds this text, in whatever case; for administrators.
    pub async fn people(&self, visitor: &Visitor, search: &str) -> Result<Vec<KnownPerson>, Refused> {
        allow(visitor.may_keep_people())?;
        let mut reading = self.store.reading().await?;
        let mut of_person: BTreeMap<PersonId, Vec<Belonging>> = BTreeMap::new();
        for belonging in people::belongings(&mut reading, None).await? {
            of_person.entry(belonging.person).or_default().push(belonging);
        }
        let known = people::all(&mut reading).await?.into_iter().map(|person| {
            let belongs_to = of_person.remove(&person.id).unwrap_or_default();
            KnownPerson { person, belongs_to }
        });
        let wanted = search::folded(search);
        Ok(known.filter(|known| known.is_found_by(&wanted)).collect())
    }

    /// One person, for administrators.
    pub async fn person(&self, visitor: &Visitor, id: PersonId) -> Result<KnownPerson, Refused> {
        allow(visitor.may_keep_people())?;
        let mut reading = self.store.reading().await?;
        let person = people::by_id(&mut reading, id).await?.ok_or(Refused::NotFound)?;
        let belongs_to = people::belongings(&mut reading, Some(id)).await?;
        Ok(KnownPerson { person, belongs_to })
    }

    /// The people who may sign in for an organisation, for those who may read it.
    pub async fn people_of(&self, visitor: &Visitor, reference: &str) -> Result<Vec<Member>, Refused> {
        let organisation = self.organisation(visitor, reference).await?;
        Ok(people::of_organisation(&mut *self.store.reading().await?, organisation.id).await?)
    }

    /// Those of somebody's organisations for which nobody else may sign in.
    pub async fn alone_in(&self, visitor: &Visitor, of: Vec<Belonging>) -> Result<Vec<Belonging>, Refused> {
        let mut alone = Vec::new();
        for belonging in of {
            let members = self.people_of(visitor, belonging.reference.as_str()).await?;
            if matches!(&members[..], [only] if only.person == belonging.person) {
                alone.push(belonging);
            }
        }
        Ok(alone)
    }

    /// Whether this visitor is the only administrator who can sign in.
    pub async fn only_administrator(&self, visitor: &Visitor) -> Result<Option<OnlyAdministrator>, Refused> {
        if visitor.board_role != Some(BoardRole::Administrator) {
            return Ok(None);
        }
        let mut reading = self.store.reading().await?;
        if people::count_administrators(&mut reading).await? > 1 {
            return Ok(None);
        }
        Ok(Some(OnlyAdministrator { awaits_another: people::awaits_an_administrator(&mut reading).await? }))
    }

    /// Adds a person, or gives one who is already known a further role. `token` becomes that of their link. A person
    /// who already has the role, or a higher one in the same place, is not given it: that would only look done.
    pub async fn add_person(&self, by: Actor<'_>, typed: &TypedPerson, token: &Token) -> Result<Added, Refused> {
        allow(by.may(Visitor::may_keep_people))?;
        let now = self.now();
        let mut problems = Vec::new();
        let email = EmailAddress::parse(&typed.email);
        if email.is_none() {
            let message = format!("{} must be one address, like name@school.example", labels::EMAIL);
            problems.push(Problem::new("email", message));
        }
        let name = person::name(&typed.name)
            .map_err(|why| problems.push(Problem::new("name", format!("{} {why}", labels::NAME))));
        let role = Role::from_key(typed.role.trim());
        if role.is_none() {
            problems.push(Problem::new("role", "Choose a role: administrator, reviewer, lead or contributor"));
        }
        let mut writing = self.store.writing().await?;
        let mut organisation = None;
        if matches!(role, Some(Role::Organisation(_))) {
            match by_typed_reference(&mut writing, &typed.organisation).await {
                Ok(found) => organisation = Some(found),
                Err(Refused::Invalid(found)) => problems.extend(found),
                Err(other) => return Err(other),
            }
        } else if role.is_some() && !typed.organisation.trim().is_empty() {
            problems.push(Problem::new("organisation", "A board role belongs to no organisation; leave it empty"));
        }
        let (Some(email), Ok(name), Some(role), true) = (email, name, role, problems.is_empty()) else {
            return Err(Refused::Invalid(problems));
        };
        let before = match people::id_of(&mut writing, &email).await? {
            Some(id) => people::by_id(&mut writing, id).await?,
            None => None,
        };
        let place = organisation.as_ref().map(|organisation| organisation.id);
        let has = before.as_ref().and_then(|person| role_in(person, place)).filter(|has| is_no_less(*has, role));
        let has_password = before.as_ref().is_some_and(|person| person.has_password);
        // A user of the command line may have lost the link, and has no page to make another on.
        if let (Some(before), Some(has)) = (&before, has)
            && (has_password || by.person().is_some())
        {
            let of = organisation.map(|organisation| format!(" of {}", organisation.details.name));
            let what = format!("{} is already {}{}", before.name, has.words(), of.unwrap_or_default());
            let lower = if has == role { "" } else { ". To give a lower role, end that one first" };
            return Err(Refused::Invalid(vec![Problem::new("role", format!("{what}{lower}"))]));
        }
        let id = if let Some(person) = &before {
            person.id
        } else {
            let new = NewPerson { email: &email, name: &name, board_role: None, is_sample: false };
            people::add(&mut writing, &new, now).await?
        };
        if has.is_none() {
            match (role, place) {
                (Role::Organisation(role), Some(place)) => {
                    people::set_membership(&mut writing, id, place, role).await?;
                }
                (Role::Organisation(_), None) => return Err(Refused::NotFound),
                (Role::Board(role), _) => people::set_board_role(&mut writing, id, Some(role)).await?,
            }
            // A new role is a new right: it begins with a new session.
            sessions::end_all(&mut writing, id).await?;
        }
        let link = if has_password { None } else { Some(self.keep_link(&mut writing, id, FIRST_LASTS, token).await?) };
        let operation = if has.is_none() { Operation::RoleGiven } else { Operation::PasswordLinkMade };
        let subject = format!("person {} {}", id.0, role.key());
        let entry = Entry { organisation: place, subject, ..Entry::new(operation, by.person()) };
        log::record(&mut writing, entry, now).await?;
        writing.commit().await?;
        let is_new = before.is_none();
        let kept_name = before.map(|person| person.name).filter(|called| *called != name);
        Ok(Added { person: id, link, is_new, kept_name })
    }

    /// Stops a person from signing in and ends their sessions and links, or lets them sign in again.
    pub async fn set_disabled(&self, visitor: &Visitor, id: PersonId, disabled: bool) -> Result<(), Refused> {
        allow(visitor.may_keep_people())?;
        if disabled && !visitor.may_take_from(id) {
            return Err(Refused::State("This is you. Ask another administrator to stop you from signing in.".into()));
        }
        let now = self.now();
        let mut writing = self.store.writing().await?;
        let person = people::by_id(&mut writing, id).await?.ok_or(Refused::NotFound)?;
        people::set_disabled(&mut writing, id, disabled.then_some(now)).await?;
        keep_an_administrator(&mut writing, &person).await?;
        sessions::end_all(&mut writing, id).await?;
        if disabled {
            password_links::end(&mut writing, id).await?;
        }
        let operation = if disabled { Operation::PersonStopped } else { Operation::PersonLetInAgain };
        let subject = format!("person {}", id.0);
        log::record(&mut writing, Entry { subject, ..Entry::new(operation, Some(visitor.person)) }, now).await?;
        Ok(writing.commit().await?)
    }
}

/// Refuses a change that leaves the board without an administrator who may sign in. `before` is the person before it.
pub(super) async fn keep_an_administrator(db: &mut sqlx::SqliteConnection, before: &Person) -> Result<(), Refused> {
    if before.board_role == Some(BoardRole::Administrator) && people::count_administrators(db).await? == 0 {
        return Err(Refused::State("This is the last administrator. Give someone else the role first.".into()));
    }
    Ok(())
}

/// The role of a person in this organisation; at the board when there is none.
fn role_in(person: &Person, place: Option<OrganisationId>) -> Option<Role> {
    let Some(organisation) = place else { return person.board_role.map(Role::Board) };
    let membership = person.memberships.iter().find(|membership| membership.organisation == organisation);
    membership.map(|membership| Role::Organisation(membership.role))
}

/// Returns true when the given role adds no right that the person does not have here: giving takes nothing away.
fn is_no_less(has: Role, given: Role) -> bool {
    let highest = [Role::Board(BoardRole::Administrator), Role::Organisation(OrganisationRole::Lead)];
    has == given || highest.contains(&has)
}
