//! Organisations: list, search, add, change, close, and import from a file, all or nothing.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::installation::memory::room_to_read;
use super::tokens::hex;
use super::{Actor, Installation, Problem, Refused, allow};
use crate::domain::access::Visitor;
use crate::domain::organisation::{Organisation, OrganisationDetails, OrganisationReference, TypedDetails};
use crate::domain::{dates, labels, search, text};
pub use crate::import::encoding::Encoding;
use crate::import::organisation_file;
pub use crate::import::organisation_file::{AsRead, Reading, RowProblem, named, shortened};
use crate::store::log::{self, Entry, Operation};
pub use crate::store::organisations::Search;
use crate::store::{self, StoreError};
use crate::store::{audits, organisations};

/// How many organisations one page of the list shows.
pub const PAGE: u32 = 100;

/// Organisations that bear one name, each with its name as it writes it.
pub type SharedName = Vec<(String, OrganisationReference)>;

/// What an import did, or would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// How many organisations were read, and added unless it was a trial.
    pub organisations: usize,
    /// The rows whose name another organisation bears too, in the file or before. Two may share one; it may also be a
    /// slip.
    pub same_names: Vec<RowProblem>,
    /// What the file was read as.
    pub as_read: AsRead,
}

/// Why an import did nothing: every problem, with its row in the file.
#[derive(Debug, thiserror::Error)]
pub enum ImportRefused {
    /// The file has problems, in no order; [`shortened`] makes a list of them.
    #[error("{} in the file; nothing was imported", problem_count(problems.len()))]
    Problems {
        /// Each.
        problems: Vec<RowProblem>,
        /// The readable rows whose name another organisation bears too, as in [`Imported`].
        same_names: Vec<RowProblem>,
    },
    /// Names have to be looked at: nobody said how the letters of the file are written and they could be others, or they look
    /// broken.
    #[error("{}. Check the names; nothing was imported", why_unsure(.0))]
    Unsure(AsRead),
    /// The person may not, or the database failed.
    #[error(transparent)]
    Refused(#[from] Refused),
}

fn why_unsure(as_read: &AsRead) -> &'static str {
    if as_read.guessed {
        "The file does not say how its letters are written"
    } else {
        "Letters in the file look broken"
    }
}

fn problem_count(n: usize) -> String {
    if n == 1 { "There is 1 problem".into() } else { format!("There are {n} problems") }
}

impl Installation {
    /// A page of the organisations that match, and how many match.
    pub async fn search_organisations(
        &self,
        visitor: &Visitor,
        search: &Search,
        page: u32,
    ) -> Result<(Vec<Organisation>, u32), Refused> {
        allow(visitor.may_see_board_pages())?;
        let offset = page.saturating_sub(1).saturating_mul(PAGE);
        Ok(organisations::search(&mut *self.store.reading().await?, search, offset, PAGE).await?)
    }

    /// The names that more than one organisation bears, closed ones too, each with the organisations that bear it.
    pub async fn shared_names(&self, visitor: &Visitor) -> Result<Vec<SharedName>, Refused> {
        allow(visitor.may_see_board_pages())?;
        let names = organisations::names(&mut *self.store.reading().await?).await?;
        Ok(bearers(names).into_values().filter(|bearers| bearers.len() > 1).collect())
    }

    /// Refuses a visitor who may not add, change, import or close organisations: asked before such a form is shown.
    pub fn may_keep_organisations(&self, visitor: &Visitor) -> Result<(), Refused> {
        allow(visitor.may_keep_organisations())
    }

    /// One organisation, for those who may read it.
    pub async fn organisation(&self, visitor: &Visitor, reference: &str) -> Result<Organisation, Refused> {
        let reference = OrganisationReference::parse(reference).ok_or(Refused::NotFound)?;
        let found = organisations::by_reference(&mut *self.store.reading().await?, &reference).await?;
        found.filter(|organisation| visitor.may_read(organisation.id)).ok_or(Refused::NotFound)
    }

    /// The organisations that a person belongs to, by name.
    pub async fn own_organisations(&self, visitor: &Visitor) -> store::Result<Vec<Organisation>> {
        let mut reading = self.store.reading().await?;
        let mut own = Vec::with_capacity(visitor.memberships.len());
        for membership in &visitor.memberships {
            own.extend(organisations::by_id(&mut reading, membership.organisation).await?);
        }
        own.sort_by(|a, b| a.details.name.cmp(&b.details.name));
        Ok(own)
    }

    /// Adds one organisation. A name that another bears is asked about once: `warned_of` is that name.
    pub async fn add_organisation(
        &self,
        visitor: &Visitor,
        typed: &TypedDetails,
        warned_of: &str,
    ) -> Result<OrganisationReference, Refused> {
        allow(visitor.may_keep_organisations())?;
        let details = parse(typed)?;
        let now = self.now();
        let mut writing = self.store.writing().await?;
        if details.name != warned_of.trim() {
            ask_about_same_name(&mut writing, &details.name).await?;
        }
        let id = organisations::add(&mut writing, &[&details], now).await.map_err(doubled)?;
        let entry = Entry { organisation: Some(id), ..Entry::new(Operation::OrganisationAdded, Some(visitor.person)) };
        log::record(&mut writing, entry, now).await?;
        writing.commit().await?;
        Ok(OrganisationReference::numbered(id.0))
    }

    /// Changes an organisation, and with it its audits that are not over. Its form cannot change once it is invited to
    /// a round. A new name that another bears is asked about once, as when one is added. `opened_with` is what the page
    /// showed at first: a change since then is not undone.
    pub async fn change_organisation(
        &self,
        visitor: &Visitor,
        reference: &str,
        typed: &TypedDetails,
        opened_with: Option<&TypedDetails>,
        warned_of: &str,
    ) -> Result<(), Refused> {
        allow(visitor.may_keep_organisations())?;
        let id = self.organisation(visitor, reference).await?.id;
        let mut writing = self.store.writing().await?;
        let before = organisations::by_id(&mut writing, id).await?.ok_or(Refused::NotFound)?;
        if is_another(opened_with, typed, &TypedDetails::from(&before.details)) {
            return Err(Refused::changed_meanwhile());
        }
        let details = parse(typed)?;
        if ![warned_of.trim(), &before.details.name].contains(&details.name.as_str()) {
            ask_about_same_name(&mut writing, &details.name).await?;
        }
        let other_form = details.kind.sector().form() != before.details.kind.sector().form();
        if other_form && organisations::has_audits(&mut writing, before.id).await? {
            let message = "This organisation has been invited to a round with the other form. Add it again with this sector, and close this one";
            return Err(Refused::Invalid(vec![Problem::new("sector", message)]));
        }
        organisations::change(&mut writing, before.id, &details).await.map_err(doubled)?;
        audits::follow_organisation(&mut writing, before.id, &details, dates::today(self.now())).await?;
        self.note_organisation(&mut writing, visitor, Operation::OrganisationChanged, &before).await?;
        Ok(writing.commit().await?)
    }

    /// Closes an organisation, or opens it again. Its audits stay as they are.
    pub async fn close_organisation(&self, visitor: &Visitor, reference: &str, close: bool) -> Result<(), Refused> {
        allow(visitor.may_keep_organisations())?;
        let organisation = self.organisation(visitor, reference).await?;
        let mut writing = self.store.writing().await?;
        organisations::set_closed(&mut writing, organisation.id, close.then(|| self.now())).await?;
        let operation = if close { Operation::OrganisationClosed } else { Operation::OrganisationOpenedAgain };
        self.note_organisation(&mut writing, visitor, operation, &organisation).await?;
        Ok(writing.commit().await?)
    }

    async fn note_organisation(
        &self,
        db: &mut sqlx::SqliteConnection,
        visitor: &Visitor,
        operation: Operation,
        organisation: &Organisation,
    ) -> store::Result<()> {
        let (person, organisation) = (Some(visitor.person), Some(organisation.id));
        log::record(db, Entry { organisation, ..Entry::new(operation, person) }, self.now()).await
    }

    /// The file that shows how to write organisations for an import: CSV with the columns and two made-up rows.
    pub fn organisations_template(&self, visitor: &Visitor) -> Result<String, Refused> {
        allow(visitor.may_see_board_pages())?;
        Ok(organisation_file::template())
    }

    /// Imports a file of organisations, all or nothing; a trial only says what would be done. Names whose letters were guessed
    /// or look broken are not imported until somebody who has seen them says how they are written.
    pub async fn import_organisations(
        &self,
        by: Actor<'_>,
        file: Vec<u8>,
        reading: Reading,
        trial: bool,
    ) -> Result<Imported, ImportRefused> {
        allow(by.may(Visitor::may_keep_organisations))?;
        let _turn = self.long_work.turn().await;
        room_to_read(file.len()).map_err(|no| no.told_to(by))?;
        let mut reader = self.store.reading().await.map_err(Refused::from)?;
        let names = organisations::names(&mut reader).await.map_err(Refused::from)?;
        drop(reader);
        // A long file takes a while to read, and to be compared with what is there; nobody waits for it meanwhile.
        let read = move || {
            let read = organisation_file::read(&file, reading);
            let same_names = same_names(names, &read.rows);
            (read, same_names)
        };
        let (read, same_names) = tokio::task::spawn_blocking(read).await.expect("reading a file does not panic");
        let organisation_file::Read { rows, mut problems, as_read } = read;
        let now = self.now();
        let mut writing = self.store.writing().await.map_err(Refused::from)?;
        let taken = organisations::identifiers(&mut writing).await.map_err(Refused::from)?;
        for (line, details) in &rows {
            let given = details.identifiers.given().map(|(column, number)| (column, number.to_owned()));
            for of in given {
                let Some(whose) = taken.get(&of) else { continue };
                let (column, number) = of;
                let message = format!("{} {number} already belongs to {whose}", labels::of(column));
                problems.push(RowProblem { line: *line, column: Some(column), message });
            }
        }
        if !problems.is_empty() {
            return Err(ImportRefused::Problems { problems, same_names });
        }
        if !trial && !as_read.doubtful.is_empty() {
            return Err(ImportRefused::Unsure(as_read));
        }
        let all: Vec<_> = rows.iter().map(|(_, details)| details).collect();
        organisations::add(&mut writing, &all, now).await.map_err(Refused::from)?;
        let entry = Entry {
            subject: format!("{} organisations", rows.len()),
            ..Entry::new(Operation::OrganisationsImported, by.person())
        };
        log::record(&mut writing, entry, now).await.map_err(Refused::from)?;
        if !trial {
            writing.commit().await.map_err(Refused::from)?;
        }
        Ok(Imported { organisations: rows.len(), same_names, as_read })
    }
}

/// A hash that tells one file from another.
pub fn fingerprint(file: &[u8]) -> String {
    hex(&Sha256::digest(file))
}

/// Whether the stored details differ both from the typed ones and from those that the page was opened with.
fn is_another(opened_with: Option<&TypedDetails>, typed: &TypedDetails, stored: &TypedDetails) -> bool {
    opened_with.is_some_and(|opened| opened != stored && typed != stored)
}

fn parse(typed: &TypedDetails) -> Result<OrganisationDetails, Refused> {
    typed.parse().map_err(|problems| {
        let in_the_form = problems.into_iter().map(|p| Problem::new(p.field, p.words_in_a_form(typed)));
        Refused::Invalid(in_the_form.collect())
    })
}

/// The organisation with a reference that somebody typed in the field `organisation`.
pub(super) async fn by_typed_reference(db: &mut sqlx::SqliteConnection, typed: &str) -> Result<Organisation, Refused> {
    let problem = |message: String| Refused::Invalid(vec![Problem::new("organisation", message)]);
    let Some(reference) = OrganisationReference::parse(typed) else {
        let message = "Enter the organisation’s reference, like O-0042. The list of organisations shows it";
        return Err(problem(message.into()));
    };
    organisations::by_reference(db, &reference).await?.ok_or_else(|| {
        problem(format!("There is no organisation {reference}. The list of organisations shows the references"))
    })
}

async fn ask_about_same_name(db: &mut sqlx::SqliteConnection, name: &str) -> Result<(), Refused> {
    let mut bearers = bearers(organisations::names(db).await?);
    let Some(same) = bearers.remove(&search::folded(name)) else {
        return Ok(());
    };
    let has = if same.len() == 1 { "has" } else { "have" };
    let references = some_of(same.iter().map(|(_, reference)| reference.to_string()), same.len());
    let message = format!(
        "{references} already {has} this name. If this is another organisation, press the button again; if not, change the name"
    );
    Err(Refused::Invalid(vec![Problem::new("name", message)]))
}

/// The rows of a file whose name an organisation bears already, or another row.
fn same_names(known: Vec<(String, OrganisationReference)>, rows: &[(u64, OrganisationDetails)]) -> Vec<RowProblem> {
    let known = bearers(known);
    let mut lines: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    for (line, details) in rows {
        lines.entry(search::folded(&details.name)).or_default().push(*line);
    }
    let same = rows.iter().filter_map(|(line, details)| {
        let name = search::folded(&details.name);
        let there = known.get(&name).map(Vec::as_slice).unwrap_or_default();
        let in_the_file = lines.get(&name).map(Vec::as_slice).unwrap_or_default();
        let others = there.len() + in_the_file.len() - 1;
        if others == 0 {
            return None;
        }
        let there = there.iter().map(|(_, reference)| reference.to_string());
        let in_the_file = in_the_file.iter().filter(|other| *other != line);
        let named = there.chain(in_the_file.map(|other| format!("the organisation in line {other}")));
        let message = format!("“{}” is also the name of {}", details.name, some_of(named, others));
        Some(RowProblem { line: *line, column: Some("name"), message })
    });
    same.collect()
}

/// The organisations that bear a name, by the name as it is searched for: "St Mary’s" is "ST MARY'S" again.
fn bearers(names: Vec<(String, OrganisationReference)>) -> BTreeMap<String, SharedName> {
    let mut bearers = BTreeMap::<_, SharedName>::new();
    for (name, reference) in names {
        bearers.entry(search::folded(&name)).or_default().push((name, reference));
    }
    bearers
}

/// The first three, and how many more there are.
fn some_of(named: impl Iterator<Item = String>, in_all: usize) -> String {
    let mut some: Vec<_> = named.take(3).collect();
    if in_all > some.len() {
        some.push(format!("{} more", in_all - some.len()));
    }
    text::list(&some)
}

fn doubled(error: StoreError) -> Refused {
    match error.identifier_of_another() {
        Some(column) => {
            let message = format!("{} already belongs to another organisation", labels::of(column));
            Refused::Invalid(vec![Problem::new(column, message)])
        }
        None => error.into(),
    }
}
