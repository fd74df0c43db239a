//! The kinds of organisation: sectors, the sub-sectors of education, and why an organisation takes part.

use std::fmt;
use std::str::FromStr;

use crate::domain::form::FormKind;

/// Writes an enum with, for each variant, the key that files and the database use and the words that people read.
macro_rules! named {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $key:literal, $words:literal;)+ }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$doc])* $variant,)+ }

        impl $name {
            /// Every value, in the order in which lists show them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The key used in files, addresses and the database.
            pub fn key(self) -> &'static str {
                match self { $(Self::$variant => $key,)+ }
            }

            /// The words that people read.
            pub fn words(self) -> &'static str {
                match self { $(Self::$variant => $words,)+ }
            }
        }

        impl FromStr for $name {
            type Err = ();

            /// Reads the key or the words, whatever capitals, hyphens, underscores and spaces they are written with.
            fn from_str(typed: &str) -> Result<Self, ()> {
                let meant = || Self::ALL.iter().find(|v| is_alike(v.key(), typed) || is_alike(v.words(), typed));
                Self::ALL.iter().find(|v| v.key() == typed).or_else(meant).copied().ok_or(())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.words())
            }
        }
    };
}

/// Whether two texts differ at most in capitals and in what stands between their words: files say `early_years` and
/// "Post 16" for `early-years` and `post-16`, and some programs make a dash of a hyphen.
fn is_alike(one: &str, other: &str) -> bool {
    plain(one).eq(plain(other))
}

fn plain(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| c.is_alphanumeric()).map(|c| c.to_ascii_lowercase())
}

named! {
    /// The part of the partnership an organisation belongs to. A sector answers one form.
    Sector {
        /// Every school, college and early years setting.
        Education = "education", "Education";
        /// Trusts, commissioners and other health bodies.
        Health = "health", "Health";
        /// Charities, community groups and faith bodies.
        Voluntary = "voluntary", "Voluntary, community and faith";
        /// The council and its services.
        LocalAuthority = "local-authority", "Local authority";
        /// The police force.
        Police = "police", "Police";
        /// The fire and rescue service.
        Fire = "fire", "Fire and rescue";
        /// The probation service.
        Probation = "probation", "Probation";
        /// The Children and Family Court Advisory and Support Service.
        Cafcass = "cafcass", "CAFCASS";
        /// Housing associations and authorities.
        Housing = "housing", "Housing";
        /// Any other public body.
        Other = "other", "Other";
    }
}

named! {
    /// The kind of education setting. Only [`Sector::Education`] has sub-sectors.
    SubSector {
        /// Nurseries and other settings before school age.
        EarlyYears = "early-years", "Early years";
        /// Infant, junior and primary schools.
        Primary = "primary", "Infant and primary";
        /// Secondary schools.
        Secondary = "secondary", "Secondary";
        /// Schools for all ages.
        AllThrough = "all-through", "All-through";
        /// Special schools.
        Special = "special", "Special";
        /// Pupil referral units and other alternative provision.
        AlternativeProvision = "alternative-provision", "Alternative provision";
        /// Independent schools.
        Independent = "independent", "Independent";
        /// Sixth-form and further education colleges.
        Post16 = "post-16", "Post-16 and colleges";
    }
}

named! {
    /// Why an organisation takes part.
    Basis {
        /// The law names it.
        Statutory = "statutory", "Statutory";
        /// It works for a body that the law names.
        Commissioned = "commissioned", "Commissioned";
    }
}

/// The smallest kind of organisation that is counted: in education a sub-sector, everywhere else the sector.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// An education setting.
    Education(SubSector),
    /// [`Sector::Health`]
    Health,
    /// [`Sector::Voluntary`]
    Voluntary,
    /// [`Sector::LocalAuthority`]
    LocalAuthority,
    /// [`Sector::Police`]
    Police,
    /// [`Sector::Fire`]
    Fire,
    /// [`Sector::Probation`]
    Probation,
    /// [`Sector::Cafcass`]
    Cafcass,
    /// [`Sector::Housing`]
    Housing,
    /// [`Sector::Other`]
    Other,
}

impl Kind {
    /// The kind that a sector and a sub-sector name together; `None` where education lacks its sub-sector or another sector
    /// has one.
    pub fn of(sector: Sector, sub_sector: Option<SubSector>) -> Option<Self> {
        let kind = match sector {
            Sector::Education => return sub_sector.map(Self::Education),
            Sector::Health => Self::Health,
            Sector::Voluntary => Self::Voluntary,
            Sector::LocalAuthority => Self::LocalAuthority,
            Sector::Police => Self::Police,
            Sector::Fire => Self::Fire,
            Sector::Probation => Self::Probation,
            Sector::Cafcass => Self::Cafcass,
            Sector::Housing => Self::Housing,
            Sector::Other => Self::Other,
        };
        sub_sector.is_none().then_some(kind)
    }

    /// The sector it belongs to.
    pub fn sector(self) -> Sector {
        match self {
            Self::Education(_) => Sector::Education,
            Self::Health => Sector::Health,
            Self::Voluntary => Sector::Voluntary,
            Self::LocalAuthority => Sector::LocalAuthority,
            Self::Police => Sector::Police,
            Self::Fire => Sector::Fire,
            Self::Probation => Sector::Probation,
            Self::Cafcass => Sector::Cafcass,
            Self::Housing => Sector::Housing,
            Self::Other => Sector::Other,
        }
    }

    /// The sub-sector, which only education has.
    pub fn sub_sector(self) -> Option<SubSector> {
        match self {
            Self::Education(sub_sector) => Some(sub_sector),
            _ => None,
        }
    }

    /// The kind in the words that people read: the sub-sector, and where there is none the sector.
    pub fn words(self) -> &'static str {
        self.sub_sector().map_or(self.sector().words(), SubSector::words)
    }
}

impl Sector {
    /// The form this sector answers.
    pub fn form(self) -> FormKind {
        if self == Self::Education { FormKind::Schools } else { FormKind::Partners }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_education_has_sub_sectors_and_it_always_has_one() {
        for sector in Sector::ALL.iter().copied() {
            for sub_sector in [None].into_iter().chain(SubSector::ALL.iter().copied().map(Some)) {
                let kind = Kind::of(sector, sub_sector);
                assert_eq!(
                    kind.is_some(),
                    (sector == Sector::Education) == sub_sector.is_some(),
                    "{sector} {sub_sector:?}"
                );
                if let Some(kind) = kind {
                    assert_eq!((kind.sector(), kind.sub_sector()), (sector, sub_sector));
                }
            }
        }
    }
}
