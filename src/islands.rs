//! The interactive parts. Each is first a plain form that works without scripts; the island only makes it quicker.

pub mod character_count;
mod fields;
mod line;
pub mod save_answer;
pub mod saves_as_you_type;
pub mod session_warning;
pub mod standing;
pub mod unsaved_typing;
pub mod warnings;

pub use save_answer::SaveAnswer;
pub use saves_as_you_type::SavesAsYouType;
pub use session_warning::{StaySignedIn, WarnsBeforeSigningOut};
pub use unsaved_typing::AsksBeforeLeaving;
pub use warnings::Warnings;
