//! Who asks for an operation: a signed-in person or the machine.

use crate::domain::access::Visitor;
use crate::domain::person::PersonId;

/// Who asks for an operation that is also a command of the program.
#[derive(Clone, Copy, Debug)]
pub enum Actor<'a> {
    /// A signed-in person.
    Visitor(&'a Visitor),
    /// The machine: the command line, or the installation itself while it is set up.
    Machine,
}

impl Actor<'_> {
    /// Whether this actor may: a visitor as `domain::access` decides, the machine always.
    pub fn may(self, right: impl Fn(&Visitor) -> bool) -> bool {
        match self {
            Self::Visitor(visitor) => right(visitor),
            Self::Machine => true,
        }
    }

    /// The person for the log.
    pub fn person(self) -> Option<PersonId> {
        match self {
            Self::Visitor(visitor) => Some(visitor.person),
            Self::Machine => None,
        }
    }
}
