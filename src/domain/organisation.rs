//! The organisations that audit themselves, and the sectors they belong to.

mod kind;
mod reference;

use jiff::Timestamp;

use super::{dates, labels, normal_form};
pub use kind::{Basis, Kind, Sector, SubSector};
pub use reference::OrganisationReference;

/// The row number of an organisation. People and files use [`OrganisationReference`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrganisationId(pub i64);

/// The most characters an organisation's or group's name may have.
pub const NAME_LIMIT: usize = 160;

/// What may be said of an organisation when it is added, changed or imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrganisationDetails {
    /// Its name; not unique.
    pub name: String,
    /// Its sector, and for education the kind of setting.
    pub kind: Kind,
    /// The academy trust or parent agency.
    pub group: Option<String>,
    /// Why it takes part.
    pub basis: Basis,
    /// Numbers other registers know it by.
    pub identifiers: Identifiers,
}

/// The numbers by which other registers know an organisation. Each is unique among organisations that have it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identifiers {
    /// Unique reference number of a school: five or six digits.
    pub urn: Option<String>,
    /// Local authority and establishment number: seven digits.
    pub laestab: Option<String>,
    /// UK provider reference number: eight digits beginning with 1.
    pub ukprn: Option<String>,
    /// NHS organisation code: three to six letters and digits.
    pub ods: Option<String>,
    /// Registered charity number: six to eight digits, perhaps after "SC" or before a hyphen and a sub-number.
    pub charity_number: Option<String>,
}

impl Identifiers {
    /// The columns of the import template that hold them.
    pub const COLUMNS: [&str; 5] = ["urn", "laestab", "ukprn", "ods", "charity_number"];

    /// The numbers that it has, each with its column.
    pub fn given(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let Self { urn, laestab, ukprn, ods, charity_number } = self;
        let numbers = [urn, laestab, ukprn, ods, charity_number];
        Self::COLUMNS.into_iter().zip(numbers).filter_map(|(column, number)| Some((column, number.as_deref()?)))
    }
}

/// What is wrong with an organisation's details: the field, as the template names it, and a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DetailProblem {
    /// The column of the template, also the form field's name.
    pub field: &'static str,
    /// What to do about it.
    pub message: String,
}

impl DetailProblem {
    /// The sentence for a form, where a list shows what can be chosen; a file has to name the keys.
    pub fn words_in_a_form(self, typed: &TypedDetails) -> String {
        let of_education = typed.sector.parse() == Ok(Sector::Education);
        match self.field {
            "sector" => "Choose the organisation’s sector".into(),
            "sub_sector" if of_education => "Choose a sub-sector: what kind of education setting it is".into(),
            "sub_sector" => "Choose “None” as the sub-sector: only education has sub-sectors".into(),
            "basis" => "Choose why the organisation takes part".into(),
            _ => self.message,
        }
    }
}

/// The texts of an organisation as they were typed, named as in the import template.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedDetails {
    /// `name`
    pub name: String,
    /// `sector`, as a key or in words
    pub sector: String,
    /// `sub_sector`, as a key or in words
    pub sub_sector: String,
    /// `group`
    pub group: String,
    /// `basis`; empty means statutory
    pub basis: String,
    /// `urn`
    pub urn: String,
    /// `laestab`
    pub laestab: String,
    /// `ukprn`
    pub ukprn: String,
    /// `ods`
    pub ods: String,
    /// `charity_number`
    pub charity_number: String,
}

impl TypedDetails {
    /// Reads the typed texts, or lists every problem in them.
    pub fn parse(&self) -> Result<OrganisationDetails, Vec<DetailProblem>> {
        let mut problems = Vec::new();
        let mut problem = |field, message: String| problems.push(DetailProblem { field, message });

        let name = normal_form::line(&self.name, NAME_LIMIT)
            .map_err(|why| problem("name", format!("{} {why}", labels::NAME)))
            .unwrap_or_default();
        let group = if self.group.trim().is_empty() {
            None
        } else {
            normal_form::line(&self.group, NAME_LIMIT)
                .map_err(|why| problem("group", format!("{} {why}", labels::GROUP)))
                .ok()
        };
        let kind = self.kind().map_err(|(field, message)| problem(field, message)).ok();
        let basis = if self.basis.trim().is_empty() { Some(Basis::Statutory) } else { self.basis.parse().ok() };
        if basis.is_none() {
            problem("basis", unknown("Basis", &self.basis, Basis::ALL.iter().map(|b| b.key())));
        }
        let mut number = |field, typed: &str, rule: fn(&str) -> bool, wanted: &str| {
            let typed = normal_form::without_spaces(typed).to_ascii_uppercase();
            if typed.is_empty() {
                return None;
            }
            if !rule(&typed) {
                problem(field, format!("{} must be {wanted}", labels::of(field)));
            }
            Some(typed)
        };
        let identifiers = Identifiers {
            // "012345" is the same school as "12345".
            urn: number("urn", &self.urn, |n| digits(n, 5..=6), "five or six digits")
                .map(|urn| if urn.len() == 6 && urn.starts_with('0') { urn[1..].to_owned() } else { urn }),
            laestab: number("laestab", &self.laestab.replace('/', ""), |n| digits(n, 7..=7), "seven digits"),
            ukprn: number(
                "ukprn",
                &self.ukprn,
                |n| digits(n, 8..=8) && n.starts_with('1'),
                "eight digits beginning with 1",
            ),
            ods: number("ods", &self.ods, ods, "three to six letters and digits"),
            charity_number: number("charity_number", &self.charity_number, charity, "six to eight digits"),
        };
        match (kind, basis, problems.is_empty()) {
            (Some(kind), Some(basis), true) => Ok(OrganisationDetails { name, kind, group, basis, identifiers }),
            _ => Err(problems),
        }
    }

    /// The sector and the sub-sector, or the field at fault and why.
    fn kind(&self) -> Result<Kind, (&'static str, String)> {
        let unknown_sector = || ("sector", unknown("Sector", &self.sector, Sector::ALL.iter().map(|s| s.key())));
        let sector: Sector = self.sector.parse().map_err(|()| unknown_sector())?;
        let kind = match self.sub_sector.trim() {
            "" => Kind::of(sector, None),
            typed => typed.parse().ok().and_then(|sub_sector| Kind::of(sector, Some(sub_sector))),
        };
        let why_not = || match sector {
            Sector::Education => unknown("Sub-sector", &self.sub_sector, SubSector::ALL.iter().map(|s| s.key())),
            other => format!("Sub-sector must be empty for the sector {}", other.key()),
        };
        kind.ok_or_else(|| ("sub_sector", why_not()))
    }
}

impl From<&OrganisationDetails> for TypedDetails {
    /// The texts that would be read as these details: what an edit page starts with.
    fn from(details: &OrganisationDetails) -> Self {
        let text = |number: &Option<String>| number.clone().unwrap_or_default();
        Self {
            name: details.name.clone(),
            sector: details.kind.sector().key().into(),
            sub_sector: details.kind.sub_sector().map(|s| s.key().into()).unwrap_or_default(),
            group: text(&details.group),
            basis: details.basis.key().into(),
            urn: text(&details.identifiers.urn),
            laestab: text(&details.identifiers.laestab),
            ukprn: text(&details.identifiers.ukprn),
            ods: text(&details.identifiers.ods),
            charity_number: text(&details.identifiers.charity_number),
        }
    }
}

fn unknown<'a>(what: &str, typed: &str, known: impl Iterator<Item = &'a str>) -> String {
    let known: Vec<_> = known.collect();
    let shown: String = typed.trim().chars().take(40).collect();
    if shown.is_empty() {
        format!("{what} must be one of: {}", known.join(", "))
    } else {
        format!("{what} “{shown}” is not known; use one of: {}", known.join(", "))
    }
}

fn digits(number: &str, lengths: std::ops::RangeInclusive<usize>) -> bool {
    lengths.contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit())
}

fn ods(code: &str) -> bool {
    (3..=6).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_alphanumeric())
}

fn charity(number: &str) -> bool {
    let (main, sub) = number.split_once('-').unwrap_or((number, "1"));
    digits(main.strip_prefix("SC").unwrap_or(main), 6..=8) && digits(sub, 1..=3)
}

/// An organisation as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    /// Its row.
    pub id: OrganisationId,
    /// Its stable short reference.
    pub reference: OrganisationReference,
    /// What is known of it.
    pub details: OrganisationDetails,
    /// When it was closed; a closed organisation is not invited again and keeps its history.
    pub closed_at: Option<Timestamp>,
}

impl Organisation {
    /// The sentence that the board has closed it, and when; `None` while it is open.
    pub fn closed_words(&self) -> Option<String> {
        let day = dates::long(dates::today(self.closed_at?));
        Some(format!("The board closed this organisation on {day}."))
    }

    /// The same, with what follows for its action plan.
    pub fn plan_closed_words(&self) -> Option<String> {
        Some(format!("{} You can read its plan but not change it.", self.closed_words()?))
    }
}
