//! What a results page is asked for: its address, read and written.

use crate::domain::audit::WhoCounts;
use crate::domain::form::{FormKind, QuestionKey};
use crate::domain::organisation::Sector;
use crate::domain::summary::Group;
use crate::web::request::query;

/// Whose scores the figures are (rule 5).
pub const BASIS: &str = "Basis: self. Scores are as the organisations gave them.";

/// The query of a results page, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The round's slug.
    pub round: String,
    /// Schools or partners.
    pub form: FormKind,
    /// Whose figures, as the page's filter has it.
    pub group: Group,
    /// Which audits count.
    pub who_counts: WhoCounts,
    /// How the table of all questions is sorted.
    pub sort: Sort,
}

/// What a figure is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// A standard.
    Standard(u8),
    /// A question.
    Question(QuestionKey),
}

/// The orders of the table of all questions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// As on the form.
    #[default]
    Key,
    /// The lowest percentage first.
    Percent,
    /// The lowest average first.
    Average,
    /// The fewest 3s first.
    N3,
    /// The most 2s first.
    N2,
    /// The most 1s first.
    N1,
    /// The most not applicable first.
    NotApplicable,
    /// The most not answered first.
    NotAnswered,
}

impl Sort {
    /// Every order.
    pub const ALL: [Self; 8] =
        [Self::Key, Self::Percent, Self::Average, Self::N3, Self::N2, Self::N1, Self::NotApplicable, Self::NotAnswered];

    /// The key in addresses.
    pub fn key(self) -> &'static str {
        match self {
            Self::Key => "key",
            Self::Percent => "percent",
            Self::Average => "average",
            Self::N3 => "n3",
            Self::N2 => "n2",
            Self::N1 => "n1",
            Self::NotApplicable => "not_applicable",
            Self::NotAnswered => "not_answered",
        }
    }

    /// What the order is, in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Key => "as on the form",
            Self::Percent => "the lowest percentage fully in place first",
            Self::Average => "the lowest average first",
            Self::N3 => "the fewest scored 3 first",
            Self::N2 => "the most scored 2 first",
            Self::N1 => "the most scored 1 first",
            Self::NotApplicable => "the most not applicable first",
            Self::NotAnswered => "the most not answered first",
        }
    }

    /// Its `aria-sort`.
    pub fn aria(self) -> &'static str {
        match self {
            Self::Key | Self::Percent | Self::Average | Self::N3 => "ascending",
            Self::N2 | Self::N1 | Self::NotApplicable | Self::NotAnswered => "descending",
        }
    }
}

impl Asked {
    /// Reads the query. `first` is the form that is shown when none is named. A group that does not answer the form
    /// counts as everyone: it is left over from the filter when only the form is changed.
    pub fn read(round: String, first: FormKind) -> Self {
        let form = FormKind::from_key(&query("form")).unwrap_or(first);
        let sort = Sort::ALL.into_iter().find(|sort| sort.key() == query("sort")).unwrap_or_default();
        let filtered = match form {
            FormKind::Schools => query("sub_sector").parse().map(Group::SubSector),
            FormKind::Partners => query("sector").parse().map(Group::Sector),
        };
        let group = filtered.ok().filter(|group| answers(*group, form)).unwrap_or(Group::All);
        Self { round, form, group, who_counts: who_counts(&query("include")), sort }
    }

    /// The page of all figures, asked like this.
    pub fn href(&self) -> String {
        format!("/rounds/{}/results?{}", self.round, self.query())
    }

    fn query(&self) -> String {
        let filter = match self.group {
            Group::All => String::new(),
            Group::Sector(sector) => format!("&sector={}", sector.key()),
            Group::SubSector(sub_sector) => format!("&sub_sector={}", sub_sector.key()),
        };
        let sort = if self.sort == Sort::Key { String::new() } else { format!("&sort={}", self.sort.key()) };
        format!("form={}{filter}{}{sort}", self.form.key(), self.include())
    }

    /// The group whose figure the page explains: the one that the address names, or the filter's.
    pub fn group_behind(&self) -> Group {
        group_from_key(&query("group")).filter(|group| answers(*group, self.form)).unwrap_or(self.group)
    }

    /// The page of all figures, its questions sorted like this.
    pub fn sorted(&self, sort: Sort) -> String {
        format!("{}#questions", Self { sort, ..self.clone() }.href())
    }

    /// The organisations behind a group's figure. The filter and order of this page go with it, for the way back.
    pub fn behind(&self, group: Group, about: About) -> String {
        let about = match about {
            About::Standard(number) => format!("standard={number}"),
            About::Question(key) => format!("question={key}"),
        };
        format!("/rounds/{}/results/organisations?{}&group={}&{about}", self.round, self.query(), group_key(group))
    }

    /// A file of all the round's forms.
    pub fn download_of_all(&self, file: &str) -> String {
        let include = self.include().replace('&', "?");
        format!("/rounds/{}/{file}{include}", self.round)
    }

    /// A file of the form.
    pub fn download(&self, file: &str) -> String {
        format!("/rounds/{}/{file}?form={}{}", self.round, self.form.key(), self.include())
    }

    fn include(&self) -> &'static str {
        match self.who_counts {
            WhoCounts::Submitted => "",
            WhoCounts::AndInProgress => "&include=in-progress",
        }
    }
}

/// Reads `include`.
pub fn who_counts(include: &str) -> WhoCounts {
    if include == "in-progress" { WhoCounts::AndInProgress } else { WhoCounts::Submitted }
}

/// `all`, `sector:health` or `sub-sector:primary`.
fn group_key(group: Group) -> String {
    match group {
        Group::All => "all".into(),
        Group::Sector(sector) => format!("sector:{}", sector.key()),
        Group::SubSector(sub_sector) => format!("sub-sector:{}", sub_sector.key()),
    }
}

fn group_from_key(key: &str) -> Option<Group> {
    match key.split_once(':') {
        None => (key == "all").then_some(Group::All),
        Some(("sector", sector)) => sector.parse().ok().map(Group::Sector),
        Some(("sub-sector", sub_sector)) => sub_sector.parse().ok().map(Group::SubSector),
        Some(_) => None,
    }
}

fn answers(group: Group, form: FormKind) -> bool {
    match group {
        Group::All => true,
        Group::Sector(sector) => sector.form() == form,
        Group::SubSector(_) => Sector::Education.form() == form,
    }
}

/// "124 schools", "1 school"; of a part of them, "6 organisations".
pub fn organisations(form: FormKind, group: Group, n: u32) -> String {
    format!("{n} {}", noun(form, group, n))
}

/// "schools", "school", "organisations", as many as `n`.
pub fn noun(form: FormKind, group: Group, n: u32) -> &'static str {
    match (group, form, n == 1) {
        (Group::All, FormKind::Schools, true) => "school",
        (Group::All, FormKind::Schools, false) => "schools",
        (Group::All, FormKind::Partners, true) => "partner",
        (Group::All, FormKind::Partners, false) => "partners",
        (_, _, true) => "organisation",
        (_, _, false) => "organisations",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::organisation::SubSector;

    #[test]
    fn a_group_is_read_as_it_is_written() {
        let sectors = Sector::ALL.iter().map(|sector| Group::Sector(*sector));
        let sub_sectors = SubSector::ALL.iter().map(|sub_sector| Group::SubSector(*sub_sector));
        for group in [Group::All].into_iter().chain(sectors).chain(sub_sectors) {
            assert_eq!(group_from_key(&group_key(group)), Some(group));
        }
        for text in ["", "everyone", "sector:", "sector:primary", "sub-sector:health", "kind:health"] {
            assert_eq!(group_from_key(text), None, "{text}");
        }
    }
}
