//! What may be shown of a group to anyone but board staff (rule 8). Every page, file and other output asks here.
//!
//! `others` decides what an organisation sees of the rest of its sector, in the coarse shares of `share`; `published`
//! says which parts of a whole the board should hide in what it publishes.

pub mod others;
pub mod published;
pub mod share;

/// A group's figure is shown only when at least this many organisations count in it.
pub const SMALLEST_GROUP: u32 = 5;
