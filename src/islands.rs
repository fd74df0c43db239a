//! The interactive parts. Each is first a plain form that works without scripts; the island only makes it quicker.

pub mod character_count;
mod fields;
mod line;
pub mod saves_as_you_type;
pub mod session_warning;
pub mod standing;
pub mod unsaved_typing;
pub mod warnings;

pub use saves_as_you_type::{SaveAnswer, SavesAsYouType};
pub use session_warning::{StaySignedIn, WarnsBeforeSigningOut};
pub use unsaved_typing::AsksBeforeLeaving;
pub use warnings::Warnings;
