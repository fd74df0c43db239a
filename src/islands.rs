//! The interactive parts. Each is first a plain form that works without scripts; scripts only make it quicker.
//!
//! A part is markup from the server, named by `data-part`, and the code that listens to it in the browser. Leptos does
//! not hydrate it: hydration walks the server's nodes one by one and ends the program at one that it does not expect,
//! and a translator, an extension or a reading aid may have wrapped, moved or removed any of them. A part finds its
//! elements each time it needs them, writes them whole, and starts by itself.

pub mod answer_fields;
pub mod character_count;
mod connection;
mod fields;
pub mod guarded_form;
mod live;
mod regions;
pub mod save_answer;
pub mod save_status;
mod saver;
pub mod saves_as_you_type;
pub mod session_warning;
pub mod start;
mod unguarded;
pub mod warnings;

pub use guarded_form::{FormSays, GuardedForm};
pub use save_answer::SaveAnswer;
pub use saves_as_you_type::SavesAsYouType;
pub use session_warning::{StaySignedIn, WarnsBeforeSigningOut};
pub use warnings::Warnings;
