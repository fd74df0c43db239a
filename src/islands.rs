//! The interactive parts. Each is first a plain form that works without scripts; the island only makes it quicker.

mod fields;
pub mod saves_as_you_type;

pub use saves_as_you_type::{SaveAnswer, SavesAsYouType};
