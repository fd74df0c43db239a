//! What can be known of a single word.

/// What is known of a word, as a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Traits(u16);

impl Traits {
    /// A given name of children in England or of those who care for them, in small letters too.
    pub const GIVEN: Self = Self(1);
    /// A given name that is also an everyday word, a place or a short syllable: only a capital makes it a name.
    pub const GIVEN_WORD: Self = Self(1 << 1);
    /// A word that is not part of a child's name, with a capital or without: a subject, a place, a month, a body.
    pub const NO_NAME: Self = Self(1 << 2);
    /// A word of the name of a post, a team or a body.
    pub const ROLE: Self = Self(1 << 3);
    /// Somebody who works in or with an organisation.
    pub const STAFF: Self = Self(1 << 4);
    /// A relative or carer of a child.
    pub const RELATION: Self = Self(1 << 5);
    /// One child, without a name.
    pub const CHILD: Self = Self(1 << 6);
    /// An everyday word. With a capital at the beginning of a sentence it is not a name.
    pub const EVERYDAY: Self = Self(1 << 7);
    /// What people are called before a surname.
    pub const TITLE: Self = Self(1 << 8);
    /// Two letters that are short for something other than a name.
    pub const ABBREVIATION: Self = Self(1 << 9);
    /// The first word of a system in which children have records.
    pub const SYSTEM: Self = Self(1 << 10);
    /// What is said of lessons, programmes and values, and seldom of a child: "taught".
    pub const TOPIC: Self = Self(1 << 11);
    /// What has a number or a reference that leads to a child: "referral".
    pub const NUMBERED: Self = Self(1 << 12);
    /// What the number of a record in a system is called: "entry".
    pub const CALLED: Self = Self(1 << 13);
    /// A paper or a meeting that is about one child.
    pub const CASEWORK: Self = Self(1 << 14);
    /// A word at which a rule about a child may begin although no other trait of it says so: "the", "our".
    pub const OPENS: Self = Self(1 << 15);

    /// Returns true when any of these traits is present.
    pub fn has(self, any: Self) -> bool {
        self.0 & any.0 != 0
    }

    /// All of both.
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}
