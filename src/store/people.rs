//! People and their memberships.

use std::collections::BTreeMap;

use jiff::Timestamp;
use sqlx::{FromRow, QueryBuilder, SqliteConnection};

use super::Result;
use super::row::{Place, time_text};
use crate::domain::organisation::{OrganisationId, OrganisationReference};
use crate::domain::person::{BoardRole, EmailAddress, Membership, OrganisationRole, Person, PersonId, Role};

#[derive(FromRow)]
struct PersonRow {
    id: i64,
    email: String,
    name: String,
    board_role: Option<String>,
    has_authenticator: bool,
    has_password: bool,
    disabled_at: Option<String>,
}

const BY_ID: &str = "select id, email, name, board_role, authenticator_secret is not null as has_authenticator, \
                     password_hash is not null as has_password, disabled_at from person where id = ?";
const ALL: &str = "select id, email, name, board_role, authenticator_secret is not null as has_authenticator, \
                   password_hash is not null as has_password, disabled_at from person order by name collate nocase, id";

impl PersonRow {
    fn read(self, memberships: Vec<Membership>) -> Result<Person> {
        let place = Place { table: "person", row: self.id };
        Ok(Person {
            id: PersonId(self.id),
            email: place.needs("email", EmailAddress::as_stored(&self.email))?,
            name: self.name,
            board_role: board_role(place, self.board_role.as_deref())?,
            memberships,
            has_authenticator: self.has_authenticator,
            has_password: self.has_password,
            disabled: self.disabled_at.is_some(),
        })
    }
}

/// A stored board role.
pub(super) fn board_role(place: Place, key: Option<&str>) -> Result<Option<BoardRole>> {
    let read = |key: &str| match Role::from_key(key) {
        Some(Role::Board(role)) => Some(role),
        _ => None,
    };
    key.map(|key| place.needs("board_role", read(key))).transpose()
}

fn organisation_role(place: Place, key: &str) -> Result<OrganisationRole> {
    let read = match Role::from_key(key) {
        Some(Role::Organisation(role)) => Some(role),
        _ => None,
    };
    place.needs("role", read)
}

/// The organisations a person belongs to.
pub async fn memberships(db: &mut SqliteConnection, person: PersonId) -> Result<Vec<Membership>> {
    let rows: Vec<(i64, String)> =
        sqlx::query_as("select organisation_id, role from membership where person_id = ? order by organisation_id")
            .bind(person.0)
            .fetch_all(db)
            .await?;
    let place = Place { table: "membership", row: person.0 };
    let read = |(id, role): (i64, String)| {
        Ok(Membership { organisation: OrganisationId(id), role: organisation_role(place, &role)? })
    };
    rows.into_iter().map(read).collect()
}

/// The person of this row.
pub async fn by_id(db: &mut SqliteConnection, id: PersonId) -> Result<Option<Person>> {
    let row: Option<PersonRow> = sqlx::query_as(BY_ID).bind(id.0).fetch_optional(&mut *db).await?;
    match row {
        Some(row) => Ok(Some(row.read(memberships(db, id).await?)?)),
        None => Ok(None),
    }
}

/// Everybody, by name.
pub async fn all(db: &mut SqliteConnection) -> Result<Vec<Person>> {
    let rows: Vec<PersonRow> = sqlx::query_as(ALL).fetch_all(&mut *db).await?;
    let links: Vec<(i64, i64, String)> =
        sqlx::query_as("select person_id, organisation_id, role from membership order by organisation_id")
            .fetch_all(db)
            .await?;
    let mut of_person: BTreeMap<i64, Vec<Membership>> = BTreeMap::new();
    for (person, organisation, role) in links {
        let role = organisation_role(Place { table: "membership", row: person }, &role)?;
        let membership = Membership { organisation: OrganisationId(organisation), role };
        of_person.entry(person).or_default().push(membership);
    }
    rows.into_iter()
        .map(|row| {
            let of = of_person.remove(&row.id).unwrap_or_default();
            row.read(of)
        })
        .collect()
}

/// Who may sign in for an organisation: its people `p` by their memberships `m`, without those who are stopped.
pub(super) const MAY_SIGN_IN: &str = "membership m join person p on p.id = m.person_id and p.disabled_at is null";

/// Somebody who may sign in for an organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The person.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Their e-mail address.
    pub email: String,
    /// Their role in it.
    pub role: OrganisationRole,
    /// Whether they have set a password: without one they cannot sign in.
    pub has_password: bool,
}

/// The people who may sign in for an organisation, by name.
pub async fn of_organisation(db: &mut SqliteConnection, organisation: OrganisationId) -> Result<Vec<Member>> {
    let mut query = QueryBuilder::new("select p.id, p.name, p.email, m.role, p.password_hash is not null from ");
    query.push(MAY_SIGN_IN).push(" where m.organisation_id = ").push_bind(organisation.0);
    query.push(" order by p.name collate nocase, p.id");
    let rows: Vec<(i64, String, String, String, bool)> = query.build_query_as().fetch_all(db).await?;
    let place = Place { table: "membership", row: organisation.0 };
    let member = |(id, name, email, role, has_password): (i64, String, String, String, bool)| {
        Ok(Member { person: PersonId(id), name, email, role: organisation_role(place, &role)?, has_password })
    };
    rows.into_iter().map(member).collect()
}

/// A person's membership of an organisation, with the organisation's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Belonging {
    /// The person.
    pub person: PersonId,
    /// The organisation's reference.
    pub reference: OrganisationReference,
    /// Its name.
    pub name: String,
    /// The person's role in it.
    pub role: OrganisationRole,
}

/// Every membership, by the organisation's name; only one person's when they are given.
pub async fn belongings(db: &mut SqliteConnection, person: Option<PersonId>) -> Result<Vec<Belonging>> {
    let rows: Vec<(i64, String, String, String)> = sqlx::query_as(
        "select m.person_id, o.reference, o.name, m.role from membership m \
         join organisation o on o.id = m.organisation_id where ?1 is null or m.person_id = ?1 \
         order by o.name collate nocase, o.id",
    )
    .bind(person.map(|person| person.0))
    .fetch_all(db)
    .await?;
    let read = |(person, reference, name, role): (i64, String, String, String)| {
        let place = Place { table: "membership", row: person };
        Ok(Belonging {
            person: PersonId(person),
            reference: place.needs("organisation_id", OrganisationReference::parse(&reference))?,
            name,
            role: organisation_role(place, &role)?,
        })
    };
    rows.into_iter().map(read).collect()
}

/// The row of the person with this address.
pub async fn id_of(db: &mut SqliteConnection, email: &EmailAddress) -> Result<Option<PersonId>> {
    let id: Option<i64> =
        sqlx::query_scalar("select id from person where email = ?").bind(email.as_str()).fetch_optional(db).await?;
    Ok(id.map(PersonId))
}

/// A person to be added.
#[derive(Debug)]
pub struct NewPerson<'a> {
    /// The address they sign in with.
    pub email: &'a EmailAddress,
    /// Their name.
    pub name: &'a str,
    /// Their role on the board.
    pub board_role: Option<BoardRole>,
    /// Whether they are invented: a sample account is excused from the authenticator app.
    pub is_sample: bool,
}

/// Adds a person without a password.
pub async fn add(db: &mut SqliteConnection, person: &NewPerson<'_>, now: Timestamp) -> Result<PersonId> {
    let added =
        sqlx::query("insert into person (email, name, board_role, is_sample, created_at) values (?, ?, ?, ?, ?)")
            .bind(person.email.as_str())
            .bind(person.name)
            .bind(person.board_role.map(|role| Role::Board(role).key()))
            .bind(person.is_sample)
            .bind(time_text(now))
            .execute(db)
            .await?;
    Ok(PersonId(added.last_insert_rowid()))
}

/// Changes a person's name and address. An address that another has is `StoreError::violated_unique_column`.
pub async fn change(db: &mut SqliteConnection, person: PersonId, email: &EmailAddress, name: &str) -> Result<()> {
    sqlx::query("update person set email = ?, name = ? where id = ?")
        .bind(email.as_str())
        .bind(name)
        .bind(person.0)
        .execute(db)
        .await?;
    Ok(())
}

/// Changes a person's role on the board.
pub async fn set_board_role(db: &mut SqliteConnection, person: PersonId, role: Option<BoardRole>) -> Result<()> {
    sqlx::query("update person set board_role = ? where id = ?")
        .bind(role.map(|role| Role::Board(role).key()))
        .bind(person.0)
        .execute(db)
        .await?;
    Ok(())
}

/// Makes a person a member of an organisation, or changes the role they have there.
pub async fn set_membership(
    db: &mut SqliteConnection,
    person: PersonId,
    organisation: OrganisationId,
    role: OrganisationRole,
) -> Result<()> {
    sqlx::query(
        "insert into membership (person_id, organisation_id, role) values (?, ?, ?) \
         on conflict (person_id, organisation_id) do update set role = excluded.role",
    )
    .bind(person.0)
    .bind(organisation.0)
    .bind(Role::Organisation(role).key())
    .execute(db)
    .await?;
    Ok(())
}

/// Ends a membership.
pub async fn end_membership(db: &mut SqliteConnection, person: PersonId, organisation: OrganisationId) -> Result<()> {
    sqlx::query("delete from membership where person_id = ? and organisation_id = ?")
        .bind(person.0)
        .bind(organisation.0)
        .execute(db)
        .await?;
    Ok(())
}

/// The organisations that a person belonged to before.
pub async fn former_organisations(db: &mut SqliteConnection, person: PersonId) -> Result<Vec<OrganisationId>> {
    let former = "select organisation_id from former_membership where person_id = ?";
    let rows: Vec<i64> = sqlx::query_scalar(former).bind(person.0).fetch_all(db).await?;
    Ok(rows.into_iter().map(OrganisationId).collect())
}

/// Disables a person, or with `None` lets them sign in again.
pub async fn set_disabled(db: &mut SqliteConnection, person: PersonId, at: Option<Timestamp>) -> Result<()> {
    sqlx::query("update person set disabled_at = ? where id = ?")
        .bind(at.map(time_text))
        .bind(person.0)
        .execute(db)
        .await?;
    Ok(())
}

/// How many administrators can sign in: they have a password, and are not stopped.
pub async fn count_administrators(db: &mut SqliteConnection) -> Result<i64> {
    let count = "select count(*) from person where board_role = 'administrator' and disabled_at is null \
                 and password_hash is not null";
    Ok(sqlx::query_scalar(count).fetch_one(db).await?)
}

/// Whether there is an administrator, not stopped, who cannot sign in before setting a password.
pub async fn awaits_an_administrator(db: &mut SqliteConnection) -> Result<bool> {
    let awaits = "select exists (select 1 from person where board_role = 'administrator' and disabled_at is null \
                  and password_hash is null)";
    Ok(sqlx::query_scalar(awaits).fetch_one(db).await?)
}

/// What is needed to check a password.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Credentials {
    /// The person.
    #[sqlx(rename = "id")]
    pub person: i64,
    /// The Argon2 hash, once a password is set.
    pub password_hash: Option<String>,
    /// Whether an authenticator app is set up.
    pub has_authenticator: bool,
}

/// The credentials behind an address, unless the person is disabled.
pub async fn credentials(db: &mut SqliteConnection, email: &EmailAddress) -> Result<Option<Credentials>> {
    Ok(sqlx::query_as(
        "select id, password_hash, authenticator_secret is not null as has_authenticator from person \
         where email = ? and disabled_at is null",
    )
    .bind(email.as_str())
    .fetch_optional(db)
    .await?)
}

/// Sets the hash of a person's password.
pub async fn set_password_hash(db: &mut SqliteConnection, person: PersonId, hash: &str) -> Result<()> {
    sqlx::query("update person set password_hash = ? where id = ?").bind(hash).bind(person.0).execute(db).await?;
    Ok(())
}

/// The secret of a person's authenticator app and the last time step a code was used for.
pub async fn authenticator(db: &mut SqliteConnection, person: PersonId) -> Result<Option<(Vec<u8>, i64)>> {
    Ok(sqlx::query_as(
        "select authenticator_secret, coalesce(authenticator_last_step, 0) from person \
         where id = ? and authenticator_secret is not null",
    )
    .bind(person.0)
    .fetch_optional(db)
    .await?)
}

/// Keeps a confirmed authenticator secret, and the step of the code that confirmed it.
pub async fn set_authenticator(db: &mut SqliteConnection, person: PersonId, secret: &[u8], step: i64) -> Result<()> {
    sqlx::query("update person set authenticator_secret = ?, authenticator_last_step = ? where id = ?")
        .bind(secret)
        .bind(step)
        .bind(person.0)
        .execute(db)
        .await?;
    Ok(())
}

/// Forgets a person's authenticator secret.
pub async fn remove_authenticator(db: &mut SqliteConnection, person: PersonId) -> Result<()> {
    sqlx::query("update person set authenticator_secret = null, authenticator_last_step = null where id = ?")
        .bind(person.0)
        .execute(db)
        .await?;
    Ok(())
}

/// Every hash of a password, and whose it is.
pub async fn password_hashes(db: &mut SqliteConnection) -> Result<Vec<(PersonId, String)>> {
    let hashes = "select id, password_hash from person where password_hash is not null order by id";
    let hashes: Vec<(i64, String)> = sqlx::query_as(hashes).fetch_all(db).await?;
    Ok(hashes.into_iter().map(|(id, hash)| (PersonId(id), hash)).collect())
}

/// Marks a code's time step as used: `false` when it or a later one already was. A used step further ahead than any
/// code can be is from a time when the clock was wrong, and does not count.
pub async fn use_step(db: &mut SqliteConnection, person: PersonId, step: i64) -> Result<bool> {
    const FURTHEST: i64 = 2;
    let used = sqlx::query(
        "update person set authenticator_last_step = ? \
         where id = ? and coalesce(authenticator_last_step, 0) not between ? and ?",
    )
    .bind(step)
    .bind(person.0)
    .bind(step)
    .bind(step + FURTHEST)
    .execute(db)
    .await?;
    Ok(used.rows_affected() == 1)
}
